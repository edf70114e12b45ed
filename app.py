"""The door: an ASGI application around the Streamlit script.

``streamlit run app.py`` finds ``app`` by itself. The door sets the language of the page and the
security headers, answers the readiness check, and shows a calm message when a page fails. What
visitors see is made by ``pages/_shell.py``.
"""

from __future__ import annotations

import logging

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from explorer.contact import site_contact
from explorer.store import connect
from explorer.texts import Texts
from explorer.ui import download_routes
from explorer.ui.door import PageHeaders
from explorer.ui.sitemap import ADDRESSES, START

log = logging.getLogger("outlook")


# A contact that makes no sense is told in the log at the start, not at the first visit.
site_contact()


async def ready(request: Request) -> JSONResponse:
    """200 with the data version when a store can be opened, else 503."""
    try:
        store = connect()
    except Exception:
        return JSONResponse({"ready": False}, status_code=503)
    try:
        return JSONResponse({"ready": True, "data_version": store.data_version})
    finally:
        store.close()


def calm(error: Exception) -> bool:
    """Log what happened for who runs the site; tell the visitor in one sentence."""
    log.error("page failed", exc_info=error)
    texts = Texts("nl")
    st.error(f"**{texts('app.broken_title')}.** {texts('app.broken')}", icon=":material/info:")
    return True


app = st.App(
    "pages/_shell.py",
    routes=[Route("/gereed", ready), download_routes.route()],
    middleware=[Middleware(PageHeaders, language="nl", addresses=ADDRESSES, start=START)],
    on_script_error=calm,
)
