"""ASGI middleware: the language of the page, the security headers, and unknown addresses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from explorer.texts import LANGUAGES, Texts
from explorer.ui import preload
from explorer.ui.bound import LANGUAGE
from explorer.ui.lost import lost_page

# Everything comes from this server; the page talks to no one else. Streamlit and Vega need
# inline styles and evaluated expressions, images are data or blob addresses.
_POLICY = "; ".join([
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' ws: wss:",
    "frame-ancestors 'self'",
    "base-uri 'self'",
    "form-action 'self'",
])
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


# What Streamlit's shell has and no other page: where the script draws.
_SHELL = b'id="root"'
# Our style sheet on top of the theme in .streamlit/config.toml. It stands in the shell, so that
# nothing jumps when the page comes; at its end, so that it wins from Streamlit's own styles.
_STYLE = f"<style>{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"
_PRELOAD = preload.links(preload.SHELL.read_text(encoding="utf-8"))


class PageHeaders:
    """Adds the headers to every answer, and language and style to the HTML shell of Streamlit.

    Streamlit always writes ``<html lang="en">``; a Dutch page needs ``nl`` for screen readers.
    For an address that is no page it sends the shell too and shows the first page with a notice
    in English; with ``addresses`` (name of the page per address) a calm page says so instead,
    and ``start``, the address of the first page, leads to the root.
    """

    def __init__(
        self, app: ASGIApp, language: str = "nl", addresses: Mapping[str, str] | None = None,
        start: str = "",
    ) -> None:
        self.app = app
        self.language = language
        self.addresses = addresses or {}
        self.start = start

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; rewrite what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.start and _path(scope) == self.start:
            await RedirectResponse(_root_with_query(scope), headers=HEADERS)(scope, receive, send)
            return
        scope = _uncompressed(scope)
        start: Message | None = None
        body = b""

        async def rewrite(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                is_page = headers.get("content-type", "").startswith("text/html")
                if is_page and scope["method"] != "HEAD":
                    start = message
                    return
                await send(message)
                return
            if start is None or message["type"] != "http.response.body":
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            language = _language(scope) or self.language
            page = body.replace(b'<html lang="en"', f'<html lang="{language}"'.encode(), 1)
            if _SHELL in body:
                page = page.replace(b"</body>", f"{_STYLE}</body>".encode(), 1)
                page = page.replace(b"</head>", f"{_PRELOAD}</head>".encode(), 1)
            if self._is_lost(scope, start, body):
                start["status"] = 404
                page = lost_page(_path(scope), self.addresses, Texts(language),
                                 scope.get("root_path", ""))
            MutableHeaders(scope=start)["content-length"] = str(len(page))
            await send(start)
            await send({"type": "http.response.body", "body": page})

        await self.app(scope, receive, rewrite)

    def _is_lost(self, scope: Scope, start: Message, body: bytes) -> bool:
        """Is this Streamlit's shell under an address that is no page?"""
        path = _path(scope)
        return (bool(self.addresses) and path not in ("", *self.addresses)
                and start["status"] == 200 and _SHELL in body)


def _path(scope: Scope) -> str:
    """The address within the site, without slashes around it."""
    return scope["path"].removeprefix(scope.get("root_path", "")).strip("/")


def _language(scope: Scope) -> str | None:
    """The language that the address asks for, when we have it; the first one counts."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get(LANGUAGE, [""])[0]
    return asked if asked in LANGUAGES else None


def _root_with_query(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return f"{scope.get('root_path', '')}/{f'?{query}' if query else ''}"


def _uncompressed(scope: Scope) -> Scope:
    """Ask for a page as plain text, because the language in a compressed one cannot be set."""
    wanted = dict(scope["headers"]).get(b"accept", b"")
    if b"text/html" not in wanted:
        return scope
    headers = [item for item in scope["headers"] if item[0] != b"accept-encoding"]
    return {**scope, "headers": headers}
