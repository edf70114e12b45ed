"""A small publisher, and a client with little patience."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.net.cache import Cache
from etl.net.client import Client, Patience
from tests.wire.server import Replay, Reply, Request, serve

BODY = b'{"value": [' + b"1, " * 500 + b"2]}"
QUICK = Patience(tries=3, connect=2.0, read=1.0, whole=0.3, first_pause=0.0)


def publisher(request: Request) -> Reply:
    if request.path == "/gone":
        return Reply(b'{"message": "no such table"}', 404)
    if request.path == "/closed":
        return Reply(b"{}", 401)
    if request.path == "/moved":
        return Reply(b"", 302, headers={"Location": "/data"})
    if request.path == "/dated":
        since = request.headers.get("if-modified-since")
        stamp = "Wed, 01 Jan 2025 00:00:00 GMT"
        return Reply(b"", 304) if since == stamp else Reply(
            BODY, headers={"Last-Modified": stamp})
    return Reply(BODY, etag=request.path == "/tagged")


@pytest.fixture
def server() -> Iterator[Replay]:
    with serve(publisher) as replay:
        yield replay


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return Client(Cache(tmp_path / "cache"), QUICK)
