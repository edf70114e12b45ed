"""Results on the map: a dot per town, a table that says the same, and one town to look at."""

from __future__ import annotations

import json
from functools import lru_cache
from html import escape

import streamlit as st

from explorer import charts, formats, words
from explorer.distance import Point, kilometres
from explorer.map_chart import FIELD, SELECTION, Dot, Shapes, dot_map
from explorer.search import Found, fold
from explorer.texts import Texts
from explorer.ui import filter_state as state
from explorer.ui import html
from explorer.ui.fold import on_a_phone
from explorer.ui.session import Library

_NAMED = 3


def show(library: Library, found: Found, texts: Texts) -> None:
    """The map with its table; a town that is chosen on either becomes a filter."""
    counts = {place: count for place, count in found.counts["places"].items() if count}
    chosen = st.session_state["plaats"]
    st.markdown(texts("map.intro"))
    if not counts:
        st.caption(texts("map.none"))
        return
    picture, listing = st.columns([3, 2], gap="medium")
    with picture:
        _picture(library, found, counts, chosen, texts)
    with listing:
        _pick(counts, chosen, texts)
        _table(library, found, counts, texts)
    st.caption(texts("map.drawing"))


def _picture(
    library: Library, found: Found, counts: dict[str, int], chosen: list[str], texts: Texts
) -> None:
    points = library.searcher.places
    km = st.session_state["km"]
    circle = (found.home.town.point, float(km)) if found.home and km else None
    dots = tuple(
        Dot(place, points[place], count, place in chosen,
            circle is not None and kilometres(circle[0], points[place]) > circle[1])
        for place, count in sorted(counts.items()))
    spec = _specification(library.shapes, dots, texts.language, circle,
                          st.context.theme.type == "dark")
    # A new key for another choice, because the picture remembers the dot that was clicked.
    key = f"kaart {'|'.join(chosen)}"
    with st.container(height=490, border=False):
        st.vega_lite_chart(spec=json.loads(spec), alt=sentence(counts, texts), theme=None,
                           key=key, on_select=lambda: _clicked(key),
                           selection_mode=[SELECTION])
    if circle and found.home:
        st.caption(texts("map.circle", km=km, name=found.home.town.title))


@lru_cache(maxsize=100)
def _specification(
    shapes: Shapes, dots: tuple[Dot, ...], language: str, circle: tuple[Point, float] | None,
    dark: bool,
) -> str:
    """Vega-Lite as text, kept because a whole class may look at the same map.

    Altair checks the chart against its schema in the tests, not at every visit.
    """
    text = json.dumps(dot_map(shapes, dots, language, circle).to_dict(validate=False))
    return charts.in_dark(text) if dark else text


def _clicked(key: str) -> None:
    """A dot that is clicked becomes the chosen town; a chosen one is let go."""
    picked = st.session_state[key]["selection"].get(SELECTION) or []
    places = [item[FIELD] for item in picked if FIELD in item]
    if places:
        state.put(plaats=[] if places == st.session_state["plaats"] else places)


def sentence(counts: dict[str, int], texts: Texts) -> str:
    """What the map shows, in words."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    most, n = ranked[0]
    text = texts("map.sentence", most=most, n=formats.number(n, 0, texts.language))
    others = [f"{place} ({formats.number(count, 0, texts.language)})"
              for place, count in ranked[1:1 + _NAMED]]
    if others:
        text += " " + texts("map.sentence_next", others=words.listed(others, texts))
    return text


def _pick(counts: dict[str, int], chosen: list[str], texts: Texts) -> None:
    """The same choice without a mouse."""
    options = sorted({*counts, *chosen}, key=fold)
    st.session_state["map_pick"] = chosen[0] if len(chosen) == 1 else None
    st.selectbox(
        texts("map.pick"), options, index=None, key="map_pick",
        placeholder=texts("map.pick_any"), on_change=_picked,
        format_func=lambda place: texts(
            "map.option", name=place,
            n=formats.number(counts.get(place, 0), 0, texts.language)),
    )


def _picked() -> None:
    place = st.session_state["map_pick"]
    state.put(plaats=[place] if place else [])


def _table(library: Library, found: Found, counts: dict[str, int], texts: Texts) -> None:
    """Every town of the map with what its dot shows: A to Z, or the nearest first."""
    names, points = library.provinces[texts.language], library.searcher.places
    away: dict[str, float] = {}
    if found.home:
        home = found.home.town.point
        away = {place: kilometres(home, points[place]) for place in counts}
    columns = ["place", "province", "count", *(["distance"] if away else [])]
    rows = []
    for place in sorted(counts, key=lambda name: (away.get(name, 0.0), fold(name))):
        row = [html.marked(place, texts, place),
               escape(names.get(library.place_provinces.get(place, ""), "")),
               formats.number(counts[place], 0, texts.language)]
        if away:
            row.append(texts("where.km", km=formats.number(away[place], 0, texts.language)))
        rows.append(row)
    titles, caption = [texts(f"map.table_{name}") for name in columns], texts("map.table")
    if on_a_phone():
        with st.expander(caption):
            st.html(html.rich_table(titles, rows).replace('"sw-table"', '"sw-table sw-rows"'))
        return
    with st.container(height=400, border=False, key="kaarttabel"):
        st.html(html.rich_table(titles, rows, caption))
