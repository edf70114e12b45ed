"""ASGI middleware: the language of the page and the security headers."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


class PageHeaders:
    """Adds the headers to every answer, and the language to the HTML shell of Streamlit.

    Streamlit always writes ``<html lang="en">``; a Dutch page needs ``nl`` for screen readers.
    """

    def __init__(self, app: ASGIApp, language: str = "nl") -> None:
        self.app = app
        self.language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; rewrite what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
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
            language = "en" if b"taal=en" in scope["query_string"] else self.language
            page = body.replace(b'<html lang="en"', f'<html lang="{language}"'.encode(), 1)
            MutableHeaders(scope=start)["content-length"] = str(len(page))
            await send(start)
            await send({"type": "http.response.body", "body": page})

        await self.app(scope, receive, rewrite)


def _uncompressed(scope: Scope) -> Scope:
    """Ask for a page as plain text, because the language in a compressed one cannot be set."""
    wanted = dict(scope["headers"]).get(b"accept", b"")
    if b"text/html" not in wanted:
        return scope
    headers = [item for item in scope["headers"] if item[0] != b"accept-encoding"]
    return {**scope, "headers": headers}
