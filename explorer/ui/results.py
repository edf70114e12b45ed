"""The answer to a search: a count, what is left out, and a list, table or map of the same."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

import streamlit as st

from explorer import crisis_words, formats, words
from explorer.crisis import in_crisis
from explorer.facets import DISTANCE
from explorer.outlook import Answer
from explorer.search import AROUND, Found, Hit, Query
from explorer.texts import Texts
from explorer.ui import cards, html, map_view
from explorer.ui import filter_state as state
from explorer.ui.frame import page
from explorer.ui.session import Library, basket, linked

PER_PAGE = 15
PER_TABLE = 25


def show(library: Library, wanted: state.Wanted, found: Found, texts: Texts) -> None:
    """Count, what is left out and why, and the results in the chosen form."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="band"):
        _count_line(found, wanted, texts)
        view = _view(found, texts) if found.hits else state.VIEWS[0]
    if not found.hits:
        _nothing(library, wanted.query, found, texts)
        return
    _basket_line(texts)
    if view == "kaart":
        map_view.show(library, found, texts)
        if st.session_state["plaats"]:
            st.subheader(texts("map.chosen", name=words.listed(st.session_state["plaats"], texts)))
            cards_of_page(library, found, wanted.hide_crisis, texts)
    elif view == "tabel":
        _table(library, _page(found, PER_TABLE, texts), wanted.hide_crisis, texts)
    else:
        cards_of_page(library, found, wanted.hide_crisis, texts)


def cards_of_page(library: Library, found: Found, hide: bool, texts: Texts) -> None:
    """One page of cards, where those of which we know too little stand under a heading."""
    hits = _page(found, PER_PAGE, texts)
    start = (st.session_state["pagina"] - 1) * PER_PAGE
    sure = max(0, min(len(hits), found.certain - start))
    figures = cards.known_figures(library, hits, hide)
    _tag_note(figures, texts)
    cards.cards(library, hits[:sure], figures, texts)
    if hits[sure:]:
        st.subheader(texts("search.unknown_title"))
        cards.cards(library, hits[sure:], figures, texts)


def _tag_note(figures: Mapping[str, Mapping[str, Answer]], texts: Texts) -> None:
    """What the crisis tags on this page mean, and where to read more."""
    shown = [known[slot].figure for known in figures.values() for slot in ("pay", "work")
             if slot in known]
    labels = {f"«{crisis_words.measured_short(figure, texts)}»" for figure in shown
              if figure is not None and in_crisis(figure)}
    if labels:
        with st.container(horizontal=True, vertical_alignment="center", gap="small",
                          key="uitleg_klok"):
            st.html(html.paragraph(texts("search.tag_note", labels=words.listed(
                sorted(labels), texts)), "sw-small"), width="content")
            st.page_link(page("crisis"), label=texts("search.tag_link"))


def _count_line(found: Found, wanted: state.Wanted, texts: Texts) -> None:
    """How many there are and in which order, what is left out, and the way to see that."""
    n, query = found.certain, wanted.query
    order = ("search.order_distance" if query.order == DISTANCE
             else "search.order_text" if query.text.strip() and query.order == "best"
             else "search.order_all")
    sentences = [f"**{texts.count('search.count', n, formats.number(n, 0, texts.language))}.**",
                 *([texts(order)] if found.hits else ())]
    buttons = []
    if found.unknown:
        sentences.append(_unknown(found, wanted, texts))
        buttons.append(("onbekend", texts("search.hide_unknown" if query.unknown_too
                                          else "search.show_unknown")))
    if found.hidden_old:
        number = formats.number(found.hidden_old, 0, texts.language)
        sentences.append(texts.count("search.hidden_old", found.hidden_old, number))
        buttons.append(("oud", texts("search.show_old")))
    if wanted.hide_crisis:
        sentences.append(texts("search.hidden_figures"))
    with st.container(gap=None, key="telling"):
        st.markdown(" ".join(sentences))
        if buttons:
            with st.container(horizontal=True, gap="medium"):
                for flag, label in buttons:
                    st.button(label, key=f"knop_{flag}", type="tertiary", on_click=state.put,
                              kwargs={flag: not st.session_state[flag]})


def _unknown(found: Found, wanted: state.Wanted, texts: Texts) -> str:
    """How many programmes may fit, of which we know too little to say."""
    what = words.listed([texts(f"search.lack_{name}") for name in found.lacking], texts)
    key = "search.unknown_last" if wanted.query.unknown_too else "search.left_out"
    number = formats.number(found.unknown, 0, texts.language)
    return texts(f"{key}.{'one' if found.unknown == 1 else 'many'}", n=number, what=what)


def _view(found: Found, texts: Texts) -> str:
    """How to show the results, and in which order."""
    orders = [order for order in state.ORDERS if order != "afstand" or found.home]
    if st.session_state["volgorde"] not in orders:
        st.session_state["volgorde"] = orders[0]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content",
                      key="weergave"):
        view = st.segmented_control(
            texts("search.view"), state.VIEWS, key="beeld", required=True,
            label_visibility="collapsed", on_change=state.acted,
            format_func=lambda name: texts(f"search.view_{name}"),
        )
        st.selectbox(texts("search.order"), orders, key="volgorde", width=215,
                     placeholder=texts("search.order"),
                     label_visibility="collapsed", on_change=state.first_page,
                     format_func=lambda order: texts(f"search.order_{order}"))
    return view or state.VIEWS[0]


def _basket_line(texts: Texts) -> None:
    chosen = basket()
    if not chosen:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(texts.count("search.basket", len(chosen), str(len(chosen))), width="content")
        st.page_link(page("compare"), label=texts("search.to_compare"),
                     icon=":material/compare_arrows:",
                     query_params=linked(*(("id", item) for item in chosen)))


def _nothing(library: Library, query: Query, found: Found, texts: Texts) -> None:
    """What to do when nothing was found: look around, or another word."""
    index = library.index
    filtered = bool(found.clues or state.active(st.session_state))
    if index.says_nothing(query.text) and not filtered:
        st.info(texts("search.vague"), icon=":material/explore:")
        _interests(texts)
        return
    advice = texts("search.none_advice" if filtered else "search.none_other")
    st.info(f"{texts('search.none')} {advice}", icon=":material/search_off:")
    place = next((clue for clue in found.clues if clue.kind == "place"), None)
    if place and query.home is None:
        rest = " ".join(word for word in query.text.split() if word.casefold() != place.typed)
        st.button(texts("clue.around", km=AROUND, name=place.options[0]), key="around",
                  on_click=state.put,
                  kwargs={"q": rest, "vanaf": place.options[0], "km": AROUND})
    if query.text:
        _words(texts("search.did_you_mean"), index.suggestions(query.text), "suggest")
    if not filtered:
        _interests(texts)


def _interests(texts: Texts) -> None:
    """Words to start from, for someone who does not know yet."""
    _words(texts("search.interests"), texts("search.interest_words").split(", "), "interest")


def _words(label: str, offered: list[str], key: str) -> None:
    """Words to search for instead, as buttons."""
    if offered:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(label, width="content")
            for word in offered:
                st.button(word, key=f"{key}_{word}", on_click=state.put, kwargs={"q": word})


def _page(found: Found, size: int, texts: Texts) -> tuple[Hit, ...]:
    """The hits of the page that was chosen."""
    pages = -(-len(found.hits) // size)
    if pages < 2:
        st.session_state["pagina"] = 1
        return found.hits
    if st.session_state["pagina"] > pages:
        st.caption(texts("search.no_page", n=str(st.session_state["pagina"]), of=str(pages)))
        st.session_state["pagina"] = 1
    number = st.pagination(pages, key="pagina", on_change=state.acted)
    return found.hits[(number - 1) * size: number * size]


def _table(library: Library, hits: tuple[Hit, ...], hide: bool, texts: Texts) -> None:
    """The same as the cards in columns; the name opens the programme in a new tab, so that the
    table and what was chosen stay."""
    figures = cards.known_figures(library, hits, hide)
    _tag_note(figures, texts)
    columns = [name for name in ("programme", "level", "code", "why", "distance", "schools",
                                 "pay", "work", "students")
               if (name != "distance" or any(hit.distance is not None for hit in hits))
               and (name != "why" or any(cards.reason(library, hit, texts) for hit in hits))]
    titles = {name: texts(f"search.table_{name}") for name in columns}
    head = "".join(f'<th scope="col">{escape(titles[name])}</th>' for name in columns)
    body = "".join(_row(library, hit, figures[hit.programme.programme_id], titles, texts)
                   for hit in hits)
    st.html(f'<div class="sw-table sw-rows"><table><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>")
    st.caption(texts("search.table_note"))


def _row(
    library: Library, hit: Hit, known: dict[str, Answer], titles: dict[str, str], texts: Texts
) -> str:
    programme = hit.programme
    address = urlencode(linked(("id", programme.programme_id)), safe=":")
    link = (f'<a href="opleiding?{escape(address)}" target="_blank" rel="noopener">'
            f"{html.title(programme, texts)}"
            f'<span class="sw-unseen"> ({escape(texts("search.new_tab"))})</span></a>')
    cells = {
        "level": escape(texts(f"level.{programme.level}")), "code": programme.code,
        "why": cards.reason(library, hit, texts),
        "distance": html.marked(cards.far(hit, texts) or "–", texts, hit.nearest or ""),
        "schools": str(len(programme.institutions)),
        **{slot: cards.cell(known.get(slot), texts) for slot in ("pay", "work", "students")},
    }
    return ("<tr>" + f'<th scope="row" data-label="{escape(titles["programme"])}">{link}</th>'
            + "".join(f'<td data-label="{escape(title)}">{cells[name]}</td>'
                      for name, title in titles.items() if name != "programme") + "</tr>")
