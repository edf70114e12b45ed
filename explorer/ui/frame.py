"""What surrounds every page: configuration, style sheet, footer, links to other pages."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import streamlit as st

from explorer.address import literal, nearest_ids
from explorer.texts import LANGUAGES, Texts
from explorer.ui import html
from explorer.ui.session import Library, choose_language, linked

_ICON = Path(__file__).with_name("icon.svg")


def page_config(texts: Texts) -> None:
    """Title of the tab, wide layout, and a menu without anything that leads outside."""
    st.set_page_config(
        page_title=texts("app.name"), page_icon=str(_ICON), layout="wide",
        initial_sidebar_state="auto",
        menu_items={"Get help": None, "Report a bug": None, "About": None},
    )


def name_tab(title: str, texts: Texts) -> None:
    """Name the tab after what it shows, for who has several open or looks back in the history."""
    st.set_page_config(page_title=f"{title} · {texts('app.name')}")


def footer(library: Library, texts: Texts) -> None:
    """Attribution lines of the publishers and the data version, on every page."""
    sources = "; ".join(sorted({source.attribution.removeprefix("Bron: ")
                                for source in library.book.sources.values()}))
    text = texts("app.footer", attributions=sources, version=library.store.data_version)
    # The server writes the language of the page only when the whole page is asked for.
    st.html(f'<footer class="sw-footer"><p class="sw-small">'
            f"{html.marked(text, texts, sources)}</p></footer>"
            f'<script>document.documentElement.lang = "{texts.language}"</script>',
            unsafe_allow_javascript=True)


def language_switch(texts: Texts) -> None:
    """The other language, as one quiet button in the corner: who needs it cannot read the rest."""
    other = next(language for language in LANGUAGES if language != texts.language)
    st.button(Texts(other)("app.this_language"), key="other_language", type="tertiary",
              icon=":material/translate:", on_click=choose_language, args=(other,))


def page(name: str) -> st.Page:
    """A page of the navigation, for links that stay within the visit."""
    return st.session_state["pages"][name]


def open_programme(programme_id: str, label: str) -> None:
    """A link to the page of a programme."""
    st.page_link(page("programme"), label=label, query_params=linked(("id", programme_id)))


def unknown_programme(library: Library, code: str, texts: Texts) -> None:
    """Say that a code in the address is not ours, and link to the programmes nearest to it.

    Someone may also have written a name where a code belongs.
    """
    st.info(texts("notice.unknown_programme", code=literal(code[:40])), icon=":material/info:")
    near = _nearest(library, code)
    if not near:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small",
                      key=f"dichtbij_{code[:40]}"):
        st.markdown(texts("notice.nearest"), width="content")
        for programme_id in near:
            programme = library.programmes[programme_id]
            open_programme(programme_id,
                           f"{programme.title(texts.language)} ({programme.code})")


def _nearest(library: Library, code: str) -> tuple[str, ...]:
    current = [item for item, programme in library.programmes.items() if programme.current]
    if sum(sign.isdecimal() for sign in code) > 2:
        return nearest_ids(code, current)
    named = (hit.programme for hit in library.index.hits(code[:80]) if hit.programme.current)
    return tuple(programme.programme_id for programme in islice(named, 3))
