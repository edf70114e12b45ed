"""The comparison: which programmes, which rows, and what the differences can carry."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from explorer import address, crisis_words, export, formats, handout, words
from explorer.compare import MOST, distinct
from explorer.comparison import ROWS, Comparison, compare
from explorer.crisis import Effect
from explorer.outlook import Answer
from explorer.programmes import Programme
from explorer.source_list import publications
from explorer.texts import LANGUAGES, Texts
from explorer.ui import cards, html, strange, tags
from explorer.ui.bound import LANGUAGE, Binding, publish, seed
from explorer.ui.frame import open_programme, unknown_programme
from explorer.ui.session import Library, basket

PAGE = "vergelijken"
_VERSION = "v"
BINDINGS = {"rij": Binding("many", ROWS)}


def show(library: Library, texts: Texts) -> None:
    """The whole page, from the address to the files."""
    st.html(html.paragraph(texts("compare.intro"), "sw-lead"))
    strange.tell({**BINDINGS, _VERSION: _version()}, lambda key: {
        row: texts(f"slot.{row}") for row in BINDINGS[key].options} if key in BINDINGS else {},
        texts, keep=("id",))
    shared = _is_shared()
    chosen = _chosen(library, shared, texts)
    if shared and chosen:
        _banner(chosen, texts)
    _adder(library, chosen, texts)
    tools = st.container(horizontal=True, gap="small", key="gekozen")
    with tools:
        _plates(chosen, texts)
    if len(chosen) < 2:
        st.info(texts("compare.one" if chosen else "compare.empty"), icon=":material/info:")
        return
    seed(PAGE, BINDINGS)
    with tools:
        rows = _rows(texts)
    publish(PAGE, BINDINGS, keep=("id", _VERSION))
    comparison = compare(library.book, library.crises, chosen, rows, texts)
    st.html(_table(library, comparison, texts))
    _unknown(comparison, texts)
    _share(library, comparison, rows, texts)


def _version() -> Binding:
    """The data version with which a link was made: any that a store can have."""
    return Binding("one", list(filter(address.is_data_version,
                                      st.query_params.get_all(_VERSION))))


def _is_shared() -> bool:
    """A link that someone shared has the data version in it and programmes of its own."""
    return _VERSION in st.query_params and st.query_params.get_all("id") != basket()


def _chosen(library: Library, shared: bool, texts: Texts) -> list[Programme]:
    """Programmes of the address; without any, those of the visitor's own list.

    The list follows the address, but never that of a link which someone else made, nor one in
    which nothing is known: a wrong link takes nothing away and says the same when it is opened
    again.
    """
    asked = st.query_params.get_all("id") or basket()
    found = address.programme_ids(asked, library.programmes)
    for code in found.unknown:
        unknown_programme(library, code, texts)
    ids, too_many = distinct(found.known)
    if too_many:
        names = words.listed([library.programmes[item].name for item in too_many], texts)
        st.info(texts("notice.too_many", names=names), icon=":material/info:")
    _older_data(library, texts)
    if ids:
        if not shared:
            basket()[:] = ids
        st.query_params["id"] = list(ids)
    for item in ids:
        if newer := library.successors.get(item):
            st.info(texts("programme.successor",
                          name=library.programmes[newer].title(texts.language),
                          code=library.programmes[newer].code), icon=":material/info:")
    return [library.programmes[item] for item in ids]


def _older_data(library: Library, texts: Texts) -> None:
    """Say so when the link was made with other data than these, and of when those were."""
    then, now = _version().value(st.query_params.get_all(_VERSION)), library.store.data_version
    if then is None or then == now:
        return
    made = next((item.made_at for item in publications(library.store)
                 if item.data_version == then), None)
    st.info(texts("notice.other_data", then=then, now=now) if made is None
            else texts("notice.older_data", then=then, now=now,
                       date=formats.day(made.date(), texts.language)),
            icon=":material/history:")


def _banner(chosen: list[Programme], texts: Texts) -> None:
    """Someone else's comparison: take it over, or go back to your own."""
    st.info(texts("compare.shared"), icon=":material/group:")
    with st.container(horizontal=True):
        st.button(texts("compare.take_over"), on_click=_take_over,
                  args=([programme.programme_id for programme in chosen],))
        if basket():
            st.button(texts("compare.back_to_mine"), on_click=_take_over, args=(list(basket()),))


def _take_over(ids: list[str]) -> None:
    """Make this list the visitor's own, and the address with it."""
    basket()[:] = ids
    st.query_params["id"] = ids
    st.query_params.pop(_VERSION, None)


def _adder(library: Library, chosen: list[Programme], texts: Texts) -> None:
    """Add a programme by typing its name."""
    if len(chosen) >= MOST:
        return
    inside = [programme.programme_id for programme in chosen]
    options = [item for item, programme in library.programmes.items()
               if programme.current and item not in inside]
    st.selectbox(
        texts("compare.add"), options, index=None, key="toevoegen",
        placeholder=texts("compare.add_placeholder"), on_change=_add, args=(inside,),
        format_func=lambda item: _long_name(library.programmes[item], texts),
    )


def _plates(chosen: list[Programme], texts: Texts) -> None:
    inside = [programme.programme_id for programme in chosen]
    for number, programme in enumerate(chosen):
        _plate(programme, number, inside, texts)


def _plate(programme: Programme, number: int, inside: list[str], texts: Texts) -> None:
    """One chosen programme: a link to its page, and buttons to move it and take it away."""
    name, item = programme.title(texts.language), programme.programme_id
    with st.container(horizontal=True, gap=None, border=True, width="content",
                      vertical_alignment="center", key=f"plaat_{programme.code}"):
        if number:
            st.button("", key=f"voor_{item}", icon=":material/arrow_back:", type="tertiary",
                      help=texts("compare.move", name=name), on_click=_take_over,
                      args=(_moved(inside, number),))
        open_programme(item, name)
        st.button("", key=f"weg_{item}", icon=":material/close:", type="tertiary",
                  help=texts("compare.remove_named", name=name), on_click=_take_over,
                  args=([other for other in inside if other != item],))


def _moved(ids: list[str], number: int) -> list[str]:
    """The list with one programme a place to the left."""
    return [*ids[:number - 1], ids[number], ids[number - 1], *ids[number + 1:]]


def _add(inside: list[str]) -> None:
    wanted = st.session_state.get("toevoegen")
    if wanted and len(inside) < MOST:
        _take_over([*inside, wanted])
        st.session_state["toevoegen"] = None


def _long_name(programme: Programme, texts: Texts) -> str:
    return f"{programme.title(texts.language)}, {texts(f'level.{programme.level}')} " \
           f"({programme.code})"


def _rows(texts: Texts) -> list[str]:
    """Rows that the visitor wants to see; all of them when none is chosen."""
    number = len(st.session_state["rij"])
    label = (texts("compare.rows_some", n=str(number), of=str(len(ROWS))) if number
             else texts("compare.rows_all"))
    with st.popover(label, icon=":material/checklist:", key="rijen"):
        rows = st.pills(
            texts("compare.rows"), ROWS, selection_mode="multi", key="rij",
            format_func=lambda key: texts(f"slot.{key}"),
        )
    return [key for key in ROWS if not rows or key in rows]


def _table(library: Library, comparison: Comparison, texts: Texts) -> str:
    """One table: a column per programme, per row the figures and under them the verdict."""
    names, span = comparison.names, len(comparison.programmes)
    dutch = [programme.name for programme in comparison.programmes]
    head = "".join(
        f'<th scope="col">{html.title(programme, texts)}<br>'
        f'<span class="sw-small">{escape(texts(f"level.{programme.level}"))} · '
        f'{_where(library, programme, texts)}</span></th>'
        for programme in comparison.programmes
    )
    body = []
    for row in comparison.rows:
        if not row.known:
            continue
        cells = "".join(
            f'<td data-label="{escape(names[key])}">{_cell(library, answer, texts)}</td>'
            for key, answer in row.answers.items()
        )
        body.append(
            f'{_row_head(row.title, span)}<tr>{cells}</tr>'
            f'<tr class="sw-verdict"><td colspan="{span}"><b>{escape(texts("compare.verdict"))}'
            f"</b> {html.marked(' '.join(row.sentences), texts, *dutch)}</td></tr>"
        )
    for crisis in comparison.crises:
        cells = "".join(
            f'<td data-label="{escape(names[key])}"><div class="sw-tags">'
            f"{_crisis_cell(effect, texts)}</div></td>"
            for key, effect in crisis.effects.items()
        )
        body.append(f"{_row_head(crisis.title, span)}<tr>{cells}</tr>")
    return (f'<div class="sw-table sw-compare"><table><thead><tr>{head}</tr></thead>'
            f'<tbody>{"".join(body)}</tbody></table></div>')


def _where(library: Library, programme: Programme, texts: Texts) -> str:
    """How many schools, or the name of the only one."""
    schools = [library.institutions.get(school, "") for school in programme.institutions]
    return html.marked(cards.where(library, programme, texts), texts, *schools)


def _row_head(title: str, span: int) -> str:
    return (f'<tr class="sw-rowhead"><th scope="rowgroup" colspan="{span}">'
            f"{escape(title)}</th></tr>")


def _crisis_cell(effect: Effect | None, texts: Texts) -> str:
    if effect is None:
        return escape(texts("effect.onvoldoende"))
    return tags.effect(effect, texts) + tags.recovery(effect, texts)


def _cell(library: Library, answer: Answer | None, texts: Texts) -> str:
    """A figure in a comparison: value, who it is about, source and date."""
    if answer is None:
        return f'<p class="sw-note">{escape(texts("compare.not_applicable"))}</p>'
    figure = answer.figure
    if figure is None or not figure.known:
        return (f'<p class="sw-value sw-unknown">{escape(texts("card.missing"))}</p>'
                f'<p class="sw-small">{escape(words.why_missing(answer, texts))}</p>')
    sentence = crisis_words.measured_sentence(figure, library.crises, texts)
    return (
        f'<p class="sw-value">{escape(words.value(figure, texts))}</p>'
        f"{tags.measured_tag(figure, texts)}"
        f'<p class="sw-small">{escape(texts(f"step_short.{figure.ladder_level}"))}: '
        f"{html.people(figure, texts)}</p>{html.meta(figure, texts, sentence)}"
    )


def _unknown(comparison: Comparison, texts: Texts) -> None:
    """Questions that no figure answers for any of the programmes, and why; below the table."""
    rows = []
    for row in comparison.rows:
        if row.known:
            continue
        reasons = dict.fromkeys(words.why_missing(answer, texts)
                                for answer in row.answers.values() if answer)
        rows.append((row.title, " ".join(reasons)))
    if rows:
        st.subheader(texts("compare.unknown_title"))
        st.html(html.table([texts("gaps.column_question"), texts("gaps.column_why")], rows))


def _share(
    library: Library, comparison: Comparison, rows: list[str], texts: Texts
) -> None:
    """A link that gives the same screen, with the data version in it, and files to keep."""
    st.subheader(texts("compare.share"))
    version = library.store.data_version
    parameters = [("id", programme.programme_id) for programme in comparison.programmes]
    parameters += [("rij", row) for row in rows if len(rows) < len(ROWS)]
    parameters += [(LANGUAGE, texts.language)] if texts.language != LANGUAGES[0] else []
    parameters.append((_VERSION, version))
    link = address.link(st.context.url or "", "vergelijken", parameters)
    st.code(link, language=None, wrap_lines=True)
    st.caption(texts("compare.share_help"))
    with st.container(horizontal=True):
        st.download_button(
            texts("compare.handout"), lambda: _handout(library, comparison, rows, link, texts),
            file_name="vergelijking.pdf", mime="application/pdf", icon=":material/print:",
            on_click="ignore",
        )
        st.download_button(
            texts("compare.download"),
            lambda: export.as_csv(comparison, version, link, texts).encode("utf-8-sig"),
            file_name="vergelijking.csv", mime="text/csv", icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            texts("compare.json"), lambda: export.as_json(comparison, version, link, texts),
            file_name="vergelijking.json", mime="application/json", icon=":material/download:",
            on_click="ignore",
        )
    if len(comparison.programmes) > handout.MOST:
        st.caption(texts("compare.handout_most", n=handout.MOST))


def _handout(
    library: Library, comparison: Comparison, rows: list[str], link: str, texts: Texts
) -> bytes:
    """On paper at most three columns, so the first three programmes."""
    first = comparison
    if len(comparison.programmes) > handout.MOST:
        first = compare(library.book, library.crises, comparison.programmes[:handout.MOST], rows,
                        texts)
    return handout.handout(first, library.store.data_version, link, date.today(), texts)
