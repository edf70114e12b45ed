"""The state of Zoeken: what may stand in the address, what is chosen, and how to undo it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from explorer.distance import Home, NoHome
from explorer.facets import (
    CHANCE_STEPS,
    DISTANCE,
    DISTANCE_STEPS,
    PAY_STEPS,
    WORK_STEPS,
)
from explorer.search import Query
from explorer.texts import LANGUAGES, Texts
from explorer.ui.bound import Binding, publish, seed
from explorer.ui.session import Library
from store.schema import ENUMS

PAGE = "zoeken"
LEVELS = ENUMS["programme_level"]
FORMS = ("bol", "bbl", "bol-dt", "voltijd", "deeltijd", "duaal")
EFFECTS = ENUMS["sector_effect_class"]
RECOVERIES = ENUMS["recovery_class"]
VIEWS = ("lijst", "tabel", "kaart")
ORDERS = {"past": "best", "naam": "name", "afstand": DISTANCE}
# Name in the address -> the filter it belongs to.
MANY = {"niveau": "levels", "vorm": "forms", "richting": "fields", "regio": "regions",
        "plaats": "places", "school": "institutions", "crisis": "effects",
        "herstel": "recoveries"}
ONE = {"km": DISTANCE, "loon": "pay", "werk": "work", "kans": "chance", "stage": "internship"}
FILTERS = {**MANY, **ONE}
# The ones that are shown as a chosen option, and one that says how to read the words.
SHOWN_FLAGS = ("zondercrisis", "oud", "onbekend")
FLAGS = (*SHOWN_FLAGS, "letterlijk")
_ROUND, _ACTED = "round of zoeken", "acted on zoeken"


@dataclass(frozen=True)
class Wanted:
    """What the page asks for: the query, whether figures from crisis time are hidden, and where
    someone says to live, when we could not find that."""

    query: Query
    hide_crisis: bool
    lost: NoHome | None = None


def bindings(library: Library) -> dict[str, Binding]:
    """Name in the address (and key of the widget) -> what it may hold."""
    return {
        "q": Binding("text", default=""),
        "niveau": Binding("many", LEVELS),
        "vorm": Binding("many", FORMS),
        "richting": Binding("many", {programme.field_id for programme in library.programmes.values()
                                     if programme.field_id}),
        "regio": Binding("many", {**library.provinces[LANGUAGES[0]], **library.labour_regions}),
        "plaats": Binding("many", library.searcher.places),
        "school": Binding("many", schools(library)),
        "vanaf": Binding("text", default=""),
        "km": Binding("one", DISTANCE_STEPS),
        "loon": Binding("one", PAY_STEPS),
        "werk": Binding("one", WORK_STEPS),
        "kans": Binding("one", CHANCE_STEPS),
        "stage": Binding("one", CHANCE_STEPS),
        "crisis": Binding("many", EFFECTS),
        "herstel": Binding("many", RECOVERIES),
        **{flag: Binding("flag") for flag in FLAGS},
        "volgorde": Binding("one", tuple(ORDERS), default="past"),
        "beeld": Binding("one", VIEWS, default="lijst"),
        "pagina": Binding("number", default=1),
    }


def field_names(library: Library, texts: Texts) -> dict[str, str]:
    """Fields of mbo (ISCED) and ho (HOOP) by name, with the kind of education behind it."""
    names = {programme.field_id: programme.field(texts.language) or programme.field_id
             for programme in library.programmes.values() if programme.field_id}
    labelled = {field_id: texts("search.field_ho" if field_id.startswith("hoop:")
                                else "search.field_mbo", name=name)
                for field_id, name in names.items()}
    return dict(sorted(labelled.items(), key=lambda item: item[1]))


def schools(library: Library) -> dict[str, str]:
    """Schools that offer something, by name."""
    known = {school for programme in library.programmes.values()
             for school in programme.institutions}
    return {school: name for school, name in library.institutions.items() if school in known}


def read_address(library: Library) -> None:
    """Give the widgets what the address says; before they are made."""
    st.session_state.setdefault(_ROUND, 0)
    if seed(PAGE, bindings(library), acted=st.session_state.pop(_ACTED, False)):
        _renew()


def widget(name: str) -> str:
    """The key of the widget for a filter; the filter itself is in the state under its name.

    A browser does not hear of a new value for a widget behind a closed button, and would send
    the old one back. So after every change that was not made by the widget itself it gets a
    new key, and with that the value that it must show.
    """
    key = f"{name} {st.session_state[_ROUND]}"
    st.session_state.setdefault(key, st.session_state[name])
    return key


def changed(name: str) -> None:
    """Someone changed the widget of a filter."""
    st.session_state[name] = st.session_state[widget(name)]
    first_page()


def _renew() -> None:
    st.session_state[_ROUND] += 1


def write_address(library: Library) -> None:
    """Put the state of all filters in the address; call it when every widget is made."""
    publish(PAGE, bindings(library))


def wanted(library: Library) -> Wanted:
    """What the widgets hold now."""
    state = st.session_state
    found = library.towns.find(state["vanaf"])
    home = found if isinstance(found, Home) else None
    chosen = {name: tuple(state[key]) for key, name in MANY.items()}
    chosen |= {name: (state[key],) if state[key] else () for key, name in ONE.items()}
    order = ORDERS[state["volgorde"] or "past"]
    query = Query(
        text=state["q"] or "", chosen=chosen, home=home,
        order="best" if order == DISTANCE and home is None else order,
        with_old=bool(state["oud"]), unknown_too=bool(state["onbekend"]),
        literal=bool(state["letterlijk"]),
    )
    return Wanted(query, bool(state["zondercrisis"]), found if isinstance(found, NoHome) else None)


def acted() -> None:
    """Someone used a widget of this page."""
    st.session_state[_ACTED] = True


def first_page() -> None:
    """Another question starts at its first page of answers."""
    st.session_state["pagina"] = 1
    acted()


def typed() -> None:
    """New words are read anew, also when the ones before were taken literally."""
    st.session_state["letterlijk"] = False
    first_page()


def put(**values: Any) -> None:
    """Set filters by their name in the address, as a button does."""
    for key, value in values.items():
        st.session_state[key] = value
    _renew()
    first_page()


def drop(key: str, code: str | None = None) -> None:
    """Undo one filter, or one option of it."""
    if code is not None and key in MANY:
        put(**{key: [other for other in st.session_state[key] if other != code]})
    else:
        put(**{key: _nothing(key)})


def clear() -> None:
    """Back to everything: words, filters and page; the view and the order stay."""
    put(**{key: _nothing(key) for key in ("q", "vanaf", *FILTERS, *FLAGS)})


def _nothing(key: str) -> Any:
    if key in MANY:
        return []
    if key in ("q", "vanaf"):
        return ""
    return False if key in FLAGS else None


def active(state: Mapping[str | int, Any]) -> list[tuple[str, str | None]]:
    """Every chosen option as (name in the address, code), in the order of the filters."""
    chosen: list[tuple[str, str | None]] = []
    for key in MANY:
        chosen += [(key, code) for code in state[key]]
    if state["vanaf"]:
        chosen.append(("vanaf", state["vanaf"]))
    chosen += [(key, state[key]) for key in ONE if state[key]]
    return chosen + [(flag, None) for flag in SHOWN_FLAGS if state[flag]]
