"""The door: language, headers, the address of the first page, and addresses that do not exist."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer.texts import Texts
from explorer.ui.door import HEADERS, PageHeaders
from explorer.ui.lost import lost_page
from explorer.ui.sitemap import ADDRESSES, PAGES, START
from store.connection import ROOT

SHELL = b'<!doctype html><html lang="en"><body><div id="root"></div></body></html>'
OTHER = b"<!doctype html><html><body>Een rapport</body></html>"


async def _site(scope: Any, receive: Any, send: Any) -> None:
    """As the server does: the shell for everything, but a page of its own under /rapport."""
    body = OTHER if scope["path"].endswith("/rapport") else SHELL
    kind = b"text/css" if scope["path"].endswith(".css") else b"text/html; charset=utf-8"
    await send({"type": "http.response.start", "status": 200,
                "headers": [(b"content-type", kind),
                            (b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body[:9], "more_body": True})
    await send({"type": "http.response.body", "body": body[9:]})


def ask(path: str, query: str = "", root: str = "") -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body that someone gets who goes to an address."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    door = PageHeaders(_site, addresses=ADDRESSES, start=START)
    scope = {"type": "http", "method": "GET", "path": root + path, "root_path": root,
             "query_string": query.encode(), "headers": [(b"accept", b"text/html")]}
    asyncio.run(door(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(item.get("body", b"") for item in sent[1:])


@pytest.mark.parametrize("path", ["/", *(f"/{address}" for address in ADDRESSES
                                         if address != START)])
def test_pages_are_passed_on_in_dutch(path: str) -> None:
    status, headers, body = ask(path)
    assert status == 200
    before, style, after = re.split(rb"<style>|</style>", body)
    assert before + after == SHELL.replace(b'lang="en"', b'lang="nl"')
    assert style.decode() == (ROOT / "explorer" / "ui" / "style.css").read_text(encoding="utf-8")
    assert headers["content-length"] == str(len(body))
    assert {name.lower(): value for name, value in HEADERS.items()}.items() <= headers.items()


@pytest.mark.parametrize("root", ["", "/werk"])
def test_start_leads_to_the_root_with_its_query(root: str) -> None:
    status, headers, _ = ask("/start", "taal=en", root)
    assert (status, headers["location"]) == (307, f"{root}/?taal=en")
    assert ask("/start", "", root)[1]["location"] == f"{root}/"


@pytest.mark.parametrize(("path", "near"), [
    ("/zoeke", "/zoeken"), ("/Vergelijk", "/vergelijken"), ("/bron", "/bronnen"),
    ("/heel/iets/anders", None), ("/<script>alert(1)</script>", None),
])
def test_unknown_address_gives_a_calm_page_with_a_way_on(path: str, near: str | None) -> None:
    status, headers, body = ask(path)
    text = body.decode()
    assert status == 404
    assert headers["content-length"] == str(len(body))
    assert '<html lang="nl">' in text
    assert Texts("nl")("lost.title") in text
    assert 'href="/"' in text
    assert 'href="/zoeken"' in text
    assert "<script" not in text
    if near:
        assert text.index(f'href="{near}"') < text.index('href="/"')


def test_calm_page_speaks_english_when_asked_and_keeps_the_root() -> None:
    _, _, body = ask("/zoeke", "taal=en", "/gids")
    assert Texts("en")("lost.title") in body.decode()
    assert 'href="/gids/zoeken?taal=en"' in body.decode()


@pytest.mark.parametrize("path", ["/rapport", "/iets.css"])
def test_what_is_no_shell_is_left_alone(path: str) -> None:
    status, _, body = ask(path)
    assert status == 200
    assert body in (OTHER, SHELL)


@given(some.text(max_size=80))
def test_any_address_can_be_lost(path: str) -> None:
    page = lost_page(path, ADDRESSES, Texts("nl")).decode()
    assert page.startswith("<!doctype html>")
    assert page.count("<li>") in (2, 3)


def test_every_page_of_the_site_exists() -> None:
    assert set(PAGES) == set(ADDRESSES.values())
    for script, _, _ in PAGES.values():
        assert (ROOT / script).is_file()
