"""The comparison: which programmes, which rows, and what the differences can carry."""

from __future__ import annotations

import csv
import io
from html import escape

import streamlit as st

from explorer import address, words
from explorer.compare import MOST, distinct, verdict
from explorer.crisis import Effect, mixed_measurement, programme_effects
from explorer.figures import Figure
from explorer.outlook import SLOTS, Answer, answers
from explorer.programmes import Programme
from explorer.texts import Texts
from explorer.ui import html, results, tags
from explorer.ui.bound import Binding, publish, seed
from explorer.ui.frame import open_programme
from explorer.ui.session import Library, basket

PAGE = "vergelijken"
# Shortages of internships are counts of groups of different size, so they are no row here.
ROWS = (*(slot.key for slot in SLOTS if slot.key != "shortage"), "crisis")
BINDINGS = {"rij": Binding("many", ROWS)}


def show(library: Library, texts: Texts) -> None:
    """The whole page, from the address to the download."""
    st.html(html.paragraph(texts("compare.intro"), "sw-lead"))
    chosen = _chosen(library, texts)
    _picker(library, chosen, texts)
    if len(chosen) < 2:
        st.info(texts("compare.one" if chosen else "compare.empty"), icon=":material/info:")
        for programme in chosen:
            open_programme(programme.programme_id, programme.title(texts.language))
        return
    seed(PAGE, BINDINGS)
    rows = _rows(texts)
    publish(PAGE, BINDINGS, keep=("id", "v"))
    known = answers(library.book, chosen)
    st.html(_table(library, chosen, known, rows, texts))
    _links(chosen, texts)
    _share(library, chosen, known, rows, texts)


def _chosen(library: Library, texts: Texts) -> list[Programme]:
    """Programmes of the address; without any, those of the basket. Both follow each other."""
    asked = st.query_params.get_all("id") or basket()
    found = address.programme_ids(asked, library.programmes)
    for code in found.unknown:
        st.info(texts("notice.unknown_programme", code=code), icon=":material/info:")
    ids, too_many = distinct(found.known)
    if too_many:
        names = words.listed([library.programmes[item].name for item in too_many], texts)
        st.info(texts("notice.too_many", names=names), icon=":material/info:")
    then = st.query_params.get("v")
    now = library.store.data_version
    if then and then != now:
        st.info(texts("notice.older_data", then=then[:12], now=now), icon=":material/history:")
    basket()[:] = ids
    st.query_params["id"] = list(ids)
    return [library.programmes[item] for item in ids]


def _picker(library: Library, chosen: list[Programme], texts: Texts) -> None:
    """Add a programme by typing its name; take one away with its button."""
    inside = {programme.programme_id for programme in chosen}
    if len(chosen) < MOST:
        options = [item for item, programme in library.programmes.items()
                   if programme.current and item not in inside]
        st.selectbox(
            texts("compare.add"), options, index=None, key="toevoegen",
            placeholder=texts("compare.add_placeholder"), on_change=_add,
            format_func=lambda item: _long_name(library.programmes[item], texts),
        )
    with st.container(horizontal=True):
        for programme in chosen:
            st.button(
                programme.name, key=f"weg_{programme.programme_id}", icon=":material/close:",
                help=texts("compare.remove"), on_click=_remove, args=(programme.programme_id,),
            )


def _long_name(programme: Programme, texts: Texts) -> str:
    return f"{programme.title(texts.language)}, {texts(f'level.{programme.level}')} " \
           f"({programme.code})"


def _add() -> None:
    wanted = st.session_state.get("toevoegen")
    if wanted and len(basket()) < MOST:
        st.query_params["id"] = [*basket(), wanted]
        st.session_state["toevoegen"] = None


def _remove(programme_id: str) -> None:
    basket().remove(programme_id)
    st.query_params["id"] = list(basket())


def _rows(texts: Texts) -> list[str]:
    """Rows that the visitor wants to see; all of them when none is chosen."""
    rows = st.pills(
        texts("compare.rows"), ROWS, selection_mode="multi", key="rij",
        format_func=lambda key: texts(f"slot.{key}"),
    )
    return [key for key in ROWS if not rows or key in rows]


def _table(
    library: Library, chosen: list[Programme], known: dict[str, dict[str, Answer]],
    rows: list[str], texts: Texts,
) -> str:
    """One table: a column per programme, per row the figures and under them the verdict."""
    names = {programme.programme_id: programme.title(texts.language) for programme in chosen}
    head = "".join(
        f'<th scope="col">{escape(names[programme.programme_id])}<br>'
        f'<span class="sw-small">{escape(texts(f"level.{programme.level}"))} · '
        f'{escape(results.where(library, programme, texts))}</span></th>'
        for programme in chosen
    )
    body = []
    for row in rows:
        if row == "crisis":
            continue
        shown = {programme.programme_id: known[programme.programme_id].get(row)
                 for programme in chosen}
        if not any(shown.values()):
            continue
        cells = "".join(
            f'<td data-label="{escape(names[key])}">{_cell(library, answer, texts)}</td>'
            for key, answer in shown.items()
        )
        span = len(chosen)
        sentences = _verdict(row, shown, names, texts)
        body.append(
            f'<tr class="sw-rowhead"><th scope="rowgroup" colspan="{span}">'
            f'{escape(texts(f"slot.{row}"))}</th></tr><tr>{cells}</tr>'
            f'<tr class="sw-verdict"><td colspan="{span}"><b>{escape(texts("compare.verdict"))}'
            f"</b> {escape(' '.join(sentences))}</td></tr>"
        )
    if "crisis" in rows:
        body += _crisis_rows(library, chosen, names, texts)
    return (f'<div class="sw-table sw-compare"><table><thead><tr>{head}</tr></thead>'
            f'<tbody>{"".join(body)}</tbody></table></div>')


def _verdict(
    row: str, shown: dict[str, Answer | None], names: dict[str, str], texts: Texts
) -> list[str]:
    figures: dict[str, Figure | None] = {
        key: answer.figure if answer else None for key, answer in shown.items()
    }
    if row == "students":
        return [texts("compare.students_no_verdict")]
    result = verdict(figures)
    sentences = words.verdict(result, figures, names, texts)
    if result.code in ("difference", "no_clear_difference") and mixed_measurement(
        figure for figure in figures.values() if figure and figure.value is not None
    ):
        sentences.append(texts("compare.mixed"))
    return sentences


def _crisis_rows(
    library: Library, chosen: list[Programme], names: dict[str, str], texts: Texts
) -> list[str]:
    """One row per crisis with a dip: was the work hit, and is it back?"""
    effects: dict[tuple[str, str], Effect] = {
        (programme_id, effect.crisis_id): effect
        for programme_id, found in programme_effects(library.store, list(names)).items()
        for effect in found
    }
    rows = []
    for crisis in reversed(library.crises.values()):
        if crisis.dip_start is None:
            continue
        cells = "".join(
            f'<td data-label="{escape(names[programme.programme_id])}"><div class="sw-tags">'
            f"{_crisis_cell(effects.get((programme.programme_id, crisis.crisis_id)), texts)}"
            "</div></td>"
            for programme in chosen
        )
        title = texts("effect.row_title", name=crisis.title(texts.language))
        rows.append(f'<tr class="sw-rowhead"><th scope="rowgroup" colspan="{len(chosen)}">'
                    f"{escape(title)}</th></tr><tr>{cells}</tr>")
    return rows


def _crisis_cell(effect: Effect | None, texts: Texts) -> str:
    if effect is None:
        return escape(texts("effect.onvoldoende"))
    return tags.effect(effect, texts) + tags.recovery(effect, texts)


def _cell(library: Library, answer: Answer | None, texts: Texts) -> str:
    """A figure in a comparison: value, who it is about, source and date."""
    if answer is None:
        return f'<p class="sw-note">{escape(texts("compare.not_applicable"))}</p>'
    figure = answer.figure
    if figure is None or (figure.value is None and figure.range_kind != "bounds"):
        return (f'<p class="sw-value sw-unknown">{escape(texts("card.missing"))}</p>'
                f'<p class="sw-small">{escape(words.why_missing(answer, texts))}</p>')
    return (
        f'<p class="sw-value">{escape(words.value(figure, texts))}</p>'
        f"{tags.measured(figure, library.crises, texts)}"
        f'<p class="sw-small">{escape(texts(f"step_short.{figure.ladder_level}"))}: '
        f"{escape(figure.people(texts.language))}</p>{html.meta(figure, texts)}"
    )


def _links(chosen: list[Programme], texts: Texts) -> None:
    for column, programme in zip(st.columns(len(chosen)), chosen, strict=True):
        with column:
            open_programme(programme.programme_id,
                           f"{texts('compare.open')} {programme.name}")


def _share(
    library: Library, chosen: list[Programme], known: dict[str, dict[str, Answer]],
    rows: list[str], texts: Texts,
) -> None:
    """A link that gives the same screen, with the data version in it, and the figures as CSV."""
    st.subheader(texts("compare.share"))
    parameters = [("id", programme.programme_id) for programme in chosen]
    parameters += [("rij", row) for row in rows if len(rows) < len(ROWS)]
    parameters.append(("v", library.store.data_version))
    st.code(address.link(st.context.url or "", "vergelijken", parameters), language=None,
            wrap_lines=True)
    st.caption(texts("compare.share_help"))
    st.download_button(
        texts("compare.download"), _csv(library, chosen, known, rows, texts).encode("utf-8-sig"),
        file_name="vergelijking.csv", mime="text/csv", icon=":material/download:",
    )


def _csv(
    library: Library, chosen: list[Programme], known: dict[str, dict[str, Answer]],
    rows: list[str], texts: Texts,
) -> str:
    """The comparison as rows of figures with everything that is needed to cite them."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(["programme_id", "opleiding", "indicator", "waarde", "van", "tot", "eenheid",
                     "trede", "gaat_over", "n", "gemeten_van", "gemeten_tot", "bron", "tabel",
                     "uitgave", "licentie", "url", "reden_ontbreekt", "gegevensversie"])
    for programme in chosen:
        for row in rows:
            answer = known[programme.programme_id].get(row)
            if answer is None:
                continue
            figure = answer.figure
            start = [programme.programme_id, programme.name]
            if figure is None:
                writer.writerow([*start, texts(f"slot.{row}"), *[""] * 14,
                                 answer.missing_reason, library.store.data_version])
                continue
            writer.writerow([
                *start, figure.indicator.name, figure.value, figure.low, figure.high,
                figure.indicator.unit, figure.ladder_level, figure.population, figure.n,
                figure.measured_start, figure.measured_end, figure.source.publisher,
                figure.source.table_id, figure.source.edition, figure.source.licence,
                figure.address(), figure.missing_reason, library.store.data_version,
            ])
    return stream.getvalue()
