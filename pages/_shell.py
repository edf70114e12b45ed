"""The script behind every page: makes the store when there is none, then shows the page.

This is the only place where the application calls the ETL: at the very first start, to build
the store from the embedded snapshot.
"""

from __future__ import annotations

import logging

import streamlit as st

from explorer.store import NoStore
from explorer.ui.frame import footer, language_switch, name_tab, page_config
from explorer.ui.session import back_over_language, library, texts
from explorer.ui.sitemap import HIDDEN, PAGES, START
from store.connection import store_path


def make_store() -> None:
    """Build the store from the embedded snapshot, with a message while it happens.

    Also when a newer version of the program cannot read the store; that one is kept as .1.
    """
    from etl.errors import DataError
    from etl.publish import first_build

    words = texts()
    with st.status(words("app.building"), expanded=False) as status:
        try:
            first_build(store_path())
        except DataError as error:
            logging.getLogger("outlook").error("no store: %s", error)
            status.update(label=words("app.no_store", reason=error), state="error")
            st.stop()
        status.update(label=words("app.built"), state="complete")
    st.rerun()


def main() -> None:
    """Navigation on top, the page, and the footer with the attribution lines."""
    words = texts()
    page_config(words)
    pages = [
        st.Page(
            st_path.removeprefix("pages/"),
            title=words(f"nav.{name}"), icon=icon, url_path=address, default=name == START,
            visibility="hidden" if name in HIDDEN else "visible",
        )
        for name, (st_path, address, icon) in PAGES.items()
    ]
    st.session_state["pages"] = dict(zip(PAGES, pages, strict=True))
    # Before the store is made, because the page that was asked for is forgotten otherwise.
    chosen = st.navigation(pages, position="top")
    try:
        library()
    except NoStore:
        make_store()
    if back_over_language(chosen.url_path):
        st.rerun()
    if chosen.url_path:
        name_tab(chosen.title, words)
    language_switch(words)
    # A name of its own for every page, so that the browser takes nothing of the one before for it.
    with st.container(key=f"page_{chosen.url_path or START}"):
        chosen.run()
    footer(library(), words)


main()
