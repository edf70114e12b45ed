"""The answer to a search: a count, and a list, table or tile map that say the same."""

from __future__ import annotations

from collections import Counter
from html import escape

import streamlit as st

from explorer import charts, crisis_words, formats, words
from explorer.crisis import CORONA, Effect, in_crisis, programme_effects
from explorer.outlook import Answer, answers
from explorer.programmes import Programme
from explorer.search import Found, Hit, Query
from explorer.texts import Texts
from explorer.ui import filters, html, tags
from explorer.ui.draw import draw
from explorer.ui.frame import open_programme, page
from explorer.ui.session import Library, basket, toggle_basket

PER_PAGE = 15
PER_TABLE = 50
# Where each province stands in the tile map: column, row, short name. Laid out by hand.
TILES = {
    "PV20": (3, 0, "Groningen"), "PV21": (2, 0, "Friesland"), "PV22": (3, 1, "Drenthe"),
    "PV27": (1, 1, "N-Holland"), "PV24": (2, 1, "Flevoland"), "PV23": (3, 2, "Overijssel"),
    "PV28": (0, 2, "Z-Holland"), "PV26": (1, 2, "Utrecht"), "PV25": (2, 2, "Gelderland"),
    "PV29": (0, 3, "Zeeland"), "PV30": (1, 3, "N-Brabant"), "PV31": (2, 3, "Limburg"),
}


def show(library: Library, query: Query, hide: bool, texts: Texts) -> None:
    """Count, what is left out and why, and the results in the chosen form.

    With ``hide`` figures that were measured in a crisis are not shown.
    """
    found = filters.run(library, query)
    _count_line(found, query, texts)
    if hide:
        st.caption(texts("search.hidden_figures"))
    _basket_line(texts)
    if not found.hits:
        _nothing(library, query, texts)
        return
    view = st.segmented_control(
        texts("search.view"), filters.VIEWS, key="beeld", required=True,
        format_func=lambda name: texts(f"search.view_{name}"), label_visibility="collapsed",
    )
    if view == "kaart":
        _map(library, found, texts)
    elif view == "tabel":
        _table(library, _page(found, PER_TABLE), hide, texts)
    else:
        _list(library, _page(found, PER_PAGE), hide, texts)


def _count_line(found: Found, query: Query, texts: Texts) -> None:
    n = len(found.hits)
    order = "search.order_text" if query.text.strip() else "search.order_all"
    parts = [f"**{texts.count('search.count', n, formats.number(n))}.**", texts(order)]
    for key, number in (("without_pay", found.without_pay), ("without_work", found.without_work),
                        ("unknown_effect", found.unknown_effect),
                        ("hidden_old", found.hidden_old)):
        if number:
            parts.append(texts.count(f"search.{key}", number, formats.number(number)))
    st.markdown(" ".join(parts))


def _basket_line(texts: Texts) -> None:
    chosen = basket()
    if not chosen:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(texts.count("search.basket", len(chosen), str(len(chosen))))
        st.page_link(page("compare"), label=texts("search.to_compare"),
                     icon=":material/compare_arrows:", query_params=[("id", i) for i in chosen])


def _nothing(library: Library, query: Query, texts: Texts) -> None:
    st.info(f"{texts('search.none')} {texts('search.none_advice')}", icon=":material/search_off:")
    suggestions = library.index.suggestions(query.text) if query.text else []
    if suggestions:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(texts("search.did_you_mean"))
            for word in suggestions:
                st.button(word, key=f"suggest_{word}", on_click=_look_for, args=(word,))


def _look_for(word: str) -> None:
    st.session_state["q"] = word


def _page(found: Found, size: int) -> tuple[Hit, ...]:
    """The results of the page in the address."""
    pages = -(-len(found.hits) // size)
    if pages == 1:
        return found.hits
    if st.session_state["pagina"] > pages:
        st.session_state["pagina"] = 1
    number = st.pagination(pages, key="pagina")
    return found.hits[(number - 1) * size: number * size]


def _known(library: Library, hits: tuple[Hit, ...], hide: bool) -> dict[str, dict[str, Answer]]:
    """The figures of these programmes, without those from crisis time when they are hidden."""
    found = answers(library.book, [hit.programme for hit in hits])
    if not hide:
        return found
    return {
        programme_id: {slot: answer for slot, answer in known.items()
                       if answer.figure is None or not in_crisis(answer.figure)}
        for programme_id, known in found.items()
    }


def _list(library: Library, hits: tuple[Hit, ...], hide: bool, texts: Texts) -> None:
    found = _known(library, hits, hide)
    effects = programme_effects(library.store, [hit.programme.programme_id for hit in hits])
    for hit in hits:
        corona = next((effect for effect in effects.get(hit.programme.programme_id, [])
                       if effect.crisis_id == CORONA), None)
        _result(library, hit, found[hit.programme.programme_id], corona, texts)


def _result(
    library: Library, hit: Hit, known: dict[str, Answer], corona: Effect | None, texts: Texts
) -> None:
    programme = hit.programme
    with st.container(border=True, gap="xsmall"):
        name, choice = st.columns([5, 1.3], vertical_alignment="top")
        with name:
            open_programme(programme.programme_id, f"**{programme.title(texts.language)}**")
        with choice:
            _compare_button(programme, texts)
        st.html(_summary(library, hit, known, corona, texts))


def _compare_button(programme: Programme, texts: Texts) -> None:
    chosen = basket()
    inside = programme.programme_id in chosen
    full = len(chosen) >= 4 and not inside
    st.button(
        texts("search.remove" if inside else "search.add"),
        key=f"basket_{programme.programme_id}",
        icon=":material/check:" if inside else ":material/add:",
        on_click=toggle_basket, args=(programme.programme_id,), disabled=full,
        help=texts("search.full") if full else None, width="stretch",
    )


def _summary(
    library: Library, hit: Hit, known: dict[str, Answer], corona: Effect | None, texts: Texts
) -> str:
    """Badges, two figures, what corona did to this work, and why this result is here."""
    programme = hit.programme
    badges = [texts(f"level.{programme.level}"),
              ", ".join(texts(f"form_short.{form}") for form in programme.forms),
              where(library, programme, texts),
              texts(f"programme.code_{'mbo' if programme.sector == 'mbo' else 'ho'}",
                    code=programme.code)]
    figures = [_pair(known[slot], texts) for slot in ("pay", "work") if slot in known]
    lines = [crisis_words.summary(corona, library.crises[CORONA], texts) if corona else "",
             reason(hit, texts)]
    return (
        '<div class="sw-result"><div class="sw-badges">'
        + "".join(f'<span class="sw-badge">{escape(text)}</span>' for text in badges if text)
        + f'</div><div class="sw-pair">{"".join(figures)}</div>'
        + "".join(f'<p class="sw-small">{escape(line)}</p>' for line in lines if line)
        + "</div>"
    )


def _pair(answer: Answer, texts: Texts) -> str:
    """Value, step, source and date in one short line, as everywhere else."""
    title = escape(texts(f"slot.{answer.slot}"))
    figure = answer.figure
    if figure is None or figure.value is None:
        return f"<span>{title} <b>{escape(texts('card.missing'))}</b></span>"
    detail = " · ".join([
        texts(f"step_short.{figure.ladder_level}"),
        words.measured(figure, texts).lower(),
        words.source(figure, texts),
    ])
    return (f"<span>{title} <b>{escape(words.value(figure, texts))}</b> "
            f'<span class="sw-small">({escape(detail)})</span> '
            f"{tags.measured_short(figure, texts)}</span>")


def where(library: Library, programme: Programme, texts: Texts) -> str:
    """How many schools, or which one when there is only one."""
    n = len(programme.institutions)
    if n == 1:
        return library.institutions.get(next(iter(programme.institutions)), "")
    return texts.count("search.schools", n, str(n)) if n else texts("search.no_schools")


def reason(hit: Hit, texts: Texts) -> str:
    """Why this result is here, when the name does not say it."""
    programme = hit.programme
    return texts(f"why.{hit.reason}", word=hit.matched, name_en=programme.name_en or "",
                 group=programme.dossier or programme.domein or "")


def _table(library: Library, hits: tuple[Hit, ...], hide: bool, texts: Texts) -> None:
    found = _known(library, hits, hide)
    rows = [
        (
            hit.programme.title(texts.language),
            texts(f"level.{hit.programme.level}"),
            hit.programme.code,
            _cell(found[hit.programme.programme_id].get("pay"), texts),
            _cell(found[hit.programme.programme_id].get("work"), texts),
            str(len(hit.programme.institutions)),
            "–" if hit.programme.students is None else formats.number(hit.programme.students),
        )
        for hit in hits
    ]
    header = [texts(f"search.table_{name}") for name in
              ("programme", "level", "code", "pay", "work", "schools", "students")]
    st.html(html.table(header, rows))
    st.caption(texts("search.table_note"))


def _cell(answer: Answer | None, texts: Texts) -> str:
    if answer is None or answer.figure is None or answer.figure.value is None:
        return "–"
    step = texts(f"step_short.{answer.figure.ladder_level}")
    year = answer.figure.measured_end.year
    return f"{words.value(answer.figure, texts)} ({step}, {year})"


def _map(library: Library, found: Found, texts: Texts) -> None:
    counts: Counter[str] = Counter()
    for hit in found.hits:
        counts.update(hit.programme.provinces)
    nowhere = sum(not hit.programme.provinces for hit in found.hits)
    if counts:
        sentence = _map_sentence(library, counts, texts)
        picture, listing = st.columns([3, 2])
        with picture:
            draw(charts.tile_map(dict(counts), TILES, texts.language), sentence)
        with listing:
            st.markdown(f"{texts('search.where_map')} {sentence}")
            st.html(html.table(
                [texts("search.province"), texts("nav.programme")],
                [(name, formats.number(counts.get(region, 0)))
                 for region, name in library.provinces.items()],
            ))
    if nowhere:
        st.caption(texts.count("search.unknown_place", nowhere, formats.number(nowhere)))


def _map_sentence(library: Library, counts: Counter[str], texts: Texts) -> str:
    """What the map shows, in words; only the explanation when all provinces are equal."""
    counted = {region: counts[region] for region in library.provinces}
    most, least = max(counted, key=counted.__getitem__), min(counted, key=counted.__getitem__)
    if counted[most] == counted[least]:
        return texts("search.map_equal", n=formats.number(counted[most]))
    return texts("search.map_sentence", most=library.provinces[most],
                 n=formats.number(counted[most]), least=library.provinces[least],
                 m=formats.number(counted[least]))
