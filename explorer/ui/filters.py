"""The filter panel of Zoeken. Every widget is in the address, under its key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import streamlit as st

from explorer import formats
from explorer.address import unknown_options
from explorer.search import Found, Query, search
from explorer.texts import LANGUAGES, Texts
from explorer.ui.bound import LANGUAGE, Binding, parameters, publish, seed
from explorer.ui.session import Library
from store.schema import ENUMS

PAGE = "zoeken"
LEVELS = ENUMS["programme_level"]
FORMS = ("bol", "bbl", "bol-dt", "voltijd", "deeltijd", "duaal")
PAY_STEPS = tuple(str(step) for step in (10, 12, 13, 14, 15, 16, 17, 18, 19, 20))
WORK_STEPS = tuple(str(step) for step in (60, 70, 75, 80, 85, 90, 95))
EFFECTS = ENUMS["sector_effect_class"]
RECOVERIES = ENUMS["recovery_class"]
VIEWS = ("lijst", "tabel", "kaart")
_MANY = ("niveau", "vorm", "richting", "provincie", "school", "crisis", "herstel")


def bindings(library: Library) -> dict[str, Binding]:
    """Name in the address (and key of the widget) -> what it may hold."""
    return {
        "q": Binding("text", default=""),
        "niveau": Binding("many", LEVELS),
        "vorm": Binding("many", FORMS),
        "richting": Binding("many", _field_names(library)),
        "provincie": Binding("many", library.provinces),
        "school": Binding("many", library.institutions),
        "loon": Binding("one", PAY_STEPS),
        "werk": Binding("one", WORK_STEPS),
        "crisis": Binding("many", EFFECTS),
        "herstel": Binding("many", RECOVERIES),
        "zondercrisis": Binding("flag"),
        "oud": Binding("flag"),
        "beeld": Binding("one", VIEWS, default="lijst"),
        "pagina": Binding("number", default=1),
    }


def explain_strange_address(library: Library, texts: Texts) -> None:
    """Say what in a hand-made address we do not know; the widgets leave it out."""
    known = {name: binding.options if binding.kind in ("one", "many") else None
             for name, binding in bindings(library).items()}
    strange = unknown_options(parameters(), {LANGUAGE: LANGUAGES, **known})
    if strange:
        st.info(texts("notice.unknown_filter", what=", ".join(strange)),
                icon=":material/info:")


def panel(library: Library, texts: Texts) -> tuple[Query, bool]:
    """The search box on the page, the filters beside it.

    Returns what was asked for, and whether figures from crisis time are hidden.
    """
    bound = bindings(library)
    seed(PAGE, bound)
    st.text_input(
        texts("search.text"), key="q", placeholder=texts("search.placeholder"), max_chars=80,
        type="search", live="300ms", on_change=_first_page,
    )
    counts = run(library, _query(with_minimum=False)).facets
    with st.sidebar:
        st.subheader(texts("search.filters"))
        _choice(texts("search.level"), "niveau", LEVELS,
                lambda value: texts(f"level.{value}"), texts, counts["levels"])
        _choice(texts("search.form"), "vorm", FORMS,
                lambda value: texts(f"form_short.{value}"), texts, counts["forms"])
        names = _field_names(library)
        _choice(texts("search.field"), "richting", names, names.__getitem__, texts,
                counts["fields"])
        _choice(texts("search.province"), "provincie", library.provinces,
                library.provinces.__getitem__, texts, counts["provinces"])
        _choice(texts("search.institution"), "school", library.institutions,
                library.institutions.__getitem__, texts, counts["institutions"])
        _minimum(texts("search.min_pay"), "loon", PAY_STEPS,
                 lambda step: formats.euro(float(step), 0, texts.language), texts)
        _minimum(texts("search.min_work"), "werk", WORK_STEPS,
                 lambda step: formats.of_hundred(float(step) / 100, texts.language), texts)
        if st.session_state["loon"] or st.session_state["werk"]:
            st.caption(texts("search.group_filter"))
        _choice(texts("search.crisis"), "crisis", EFFECTS,
                lambda value: texts(f"effect.{value}"), texts)
        _choice(texts("search.crisis_recovery"), "herstel", RECOVERIES,
                lambda value: texts(f"recovery.{value}"), texts)
        st.toggle(texts("search.hide_crisis"), key="zondercrisis", on_change=_first_page)
        st.toggle(texts("search.old"), key="oud", help=texts("search.old_help"),
                  on_change=_first_page)
        st.button(texts("search.clear"), on_click=clear, icon=":material/filter_alt_off:")
    return _query(with_minimum=True), bool(st.session_state["zondercrisis"])


def write_address(library: Library) -> None:
    """Put the state of all filters in the address; call it when every widget is made."""
    publish(PAGE, bindings(library))


def clear() -> None:
    """Back to everything: words, filters and page."""
    for key in _MANY:
        st.session_state[key] = []
    st.session_state["q"] = ""
    st.session_state["loon"] = st.session_state["werk"] = None
    st.session_state["oud"] = st.session_state["zondercrisis"] = False
    _first_page()


def run(library: Library, query: Query) -> Found:
    """The answer to the query out of this library."""
    return search(library.index, query, library.pay, library.work, library.corona)


def _query(*, with_minimum: bool) -> Query:
    """The query that the widgets hold; the counts per option leave the minimums out."""
    state = st.session_state

    def chosen(key: str) -> tuple[str, ...]:
        return tuple(state.get(key) or ())

    pay, work = (state.get("loon"), state.get("werk")) if with_minimum else (None, None)
    return Query(
        text=state.get("q") or "",
        levels=chosen("niveau"),
        forms=chosen("vorm"),
        fields=chosen("richting"),
        provinces=chosen("provincie"),
        institutions=chosen("school"),
        min_pay=float(pay) if pay else None,
        min_work=float(work) / 100 if work else None,
        with_old=bool(state.get("oud")),
        effects=chosen("crisis") if with_minimum else (),
        recoveries=chosen("herstel") if with_minimum else (),
    )


def _first_page() -> None:
    st.session_state["pagina"] = 1


def _choice(
    label: str, key: str, options: Iterable[str], name: Callable[[str], str], texts: Texts,
    counts: Counter[str] | None = None,
) -> None:
    """A multiple choice, where it makes sense with the number of programmes per option."""
    def shown(value: str) -> str:
        return f"{name(value)} ({formats.number(counts[value])})" if counts else name(value)

    st.multiselect(label, list(options), key=key, placeholder=texts("search.any"),
                   format_func=shown, on_change=_first_page, select_all=False)


def _minimum(
    label: str, key: str, steps: tuple[str, ...], name: Callable[[str], str], texts: Texts
) -> None:
    st.selectbox(label, steps, index=None, key=key, format_func=name,
                 placeholder=texts("search.no_minimum"), on_change=_first_page)


def _field_names(library: Library) -> dict[str, str]:
    """Fields of mbo (ISCED) and ho (HOOP) by name, with the kind of education behind it."""
    names = {programme.field_id: programme.field_name or programme.field_id
             for programme in library.programmes.values() if programme.field_id}
    labelled = {field_id: f"{name}, {'hbo en wo' if field_id.startswith('hoop:') else 'mbo'}"
                for field_id, name in names.items()}
    return dict(sorted(labelled.items(), key=lambda item: item[1]))
