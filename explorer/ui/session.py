"""What every page needs: the open store and what is built on it, the language, the basket."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from explorer.compare import MOST
from explorer.crisis import Crisis, crises
from explorer.distance import Towns, read_towns
from explorer.figures import FigureBook
from explorer.map_chart import Shapes, read_shapes
from explorer.outlook import filter_values, pays_per_month
from explorer.programmes import (
    Programme,
    all_programmes,
    institution_names,
    place_provinces,
    region_names,
    successors,
)
from explorer.search import Searcher, SearchIndex
from explorer.search_data import build_searcher, english_names
from explorer.similar import Links, read_links
from explorer.store import Store, connect
from explorer.texts import LANGUAGES, Texts
from explorer.ui.bound import LANGUAGE

_BASKET = "basket"
_LANGUAGE = "language"
_SHOWN = "page, address and whether that said the language"


@dataclass(frozen=True)
class Library:
    """Everything that is built once per store and shared by all visitors; never changed.

    ``provinces`` is by language; labour market regions have no other names in English.
    ``english`` translates the names of occupation groups and industries.
    """

    store: Store
    book: FigureBook
    programmes: dict[str, Programme]
    searcher: Searcher
    towns: Towns
    shapes: Shapes
    institutions: dict[str, str]
    provinces: dict[str, dict[str, str]]
    labour_regions: dict[str, str]
    place_provinces: dict[str, str]
    pay: dict[str, float]
    work: dict[str, float]
    pays_per_month: bool
    crises: dict[str, Crisis]
    links: Links
    successors: dict[str, str]
    english: dict[str, str]

    @property
    def index(self) -> SearchIndex:
        """The programmes by their words."""
        return self.searcher.index


@st.cache_resource(validate=lambda library: library.store.is_current(), show_spinner=False)
def library() -> Library:
    """The current store; a new one is opened by itself when the file was replaced."""
    store = connect()
    programmes, towns = all_programmes(store), read_towns(store)
    pay, work = filter_values(store, "pay"), filter_values(store, "work")
    return Library(
        store=store,
        book=FigureBook.of(store),
        programmes=programmes,
        searcher=build_searcher(store, programmes, towns, pay, work),
        towns=towns,
        shapes=read_shapes(store),
        institutions=institution_names(store),
        provinces={language: region_names(store, "provincie", language)
                   for language in LANGUAGES},
        labour_regions=region_names(store, "arbeidsmarktregio", LANGUAGES[0]),
        place_provinces=place_provinces(store),
        pay=pay,
        work=work,
        pays_per_month=pays_per_month(store),
        crises=crises(store),
        links=read_links(store),
        successors=successors(store),
        english=english_names(store),
    )


def texts() -> Texts:
    """Texts in the language of this visit; «taal» in the address decides, then the session."""
    asked = st.query_params.get_all(LANGUAGE)[:1]
    if asked and asked[0] in LANGUAGES:
        st.session_state[_LANGUAGE] = asked[0]
    return Texts(st.session_state.get(_LANGUAGE, LANGUAGES[0]))


def linked(*parameters: tuple[str, str]) -> list[tuple[str, str]]:
    """Parameters for a link within the site, which keeps the language of this visit."""
    language = texts().language
    return [*parameters, *([(LANGUAGE, language)] if language != LANGUAGES[0] else [])]


def back_over_language(page: str) -> bool:
    """Did someone go back to before they chose another language? Then it is undone.

    The address then is the same one, but without the language.
    """
    now = {name: st.query_params.get_all(name) for name in st.query_params if name != LANGUAGE}
    asked = LANGUAGE in st.query_params
    before = st.session_state.get(_SHOWN)
    st.session_state[_SHOWN] = (page, now, asked)
    if asked or before != (page, now, True) or texts().language == LANGUAGES[0]:
        return False
    st.session_state[_LANGUAGE] = LANGUAGES[0]
    return True


def choose_language(language: str) -> None:
    """Show the site in another language from now on."""
    st.session_state[_LANGUAGE] = language
    if language == LANGUAGES[0]:
        st.query_params.pop(LANGUAGE, None)
    else:
        st.query_params[LANGUAGE] = language


def basket() -> list[str]:
    """Programmes chosen for comparison in this visit, at most four."""
    return st.session_state.setdefault(_BASKET, [])


def toggle_basket(programme_id: str) -> None:
    """Put a programme in the basket or take it out; a full basket stays as it is."""
    chosen = basket()
    if programme_id in chosen:
        chosen.remove(programme_id)
    elif len(chosen) < MOST:
        chosen.append(programme_id)
