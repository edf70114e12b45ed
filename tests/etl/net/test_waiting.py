"""How long the client waits before it asks again, and by whose clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from etl.errors import DataError
from etl.net.cache import Cache
from etl.net.client import Client, Patience
from tests.wire.server import Replay, Reply, Request, serve


@pytest.mark.parametrize(("value", "least", "most"), [
    (lambda: "7", 7, 7),
    (lambda: format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True), 25, 31),
    (lambda: format_datetime(datetime.now(UTC) - timedelta(days=9), usegmt=True), 0, 0),
    (lambda: "99999", 120, 120),
    (lambda: "soon", 0, 2),
])
def test_retry_after_is_obeyed_up_to_a_limit(
    server: Replay, tmp_path: Path, value: Callable[[], str], least: float, most: float
) -> None:
    pauses: list[float] = []
    client = Client(Cache(tmp_path), Patience(tries=2), sleep=pauses.append)
    server.retry_after = value()
    server.misbehave("/data", "429")
    client.get(server.url + "/data")
    assert least <= pauses[0] <= most


@pytest.mark.parametrize("skew", [timedelta(days=400), timedelta(days=-400)])
def test_a_date_to_retry_after_is_read_by_the_clock_of_the_publisher(
    tmp_path: Path, skew: timedelta
) -> None:
    pauses: list[float] = []
    client = Client(Cache(tmp_path), Patience(tries=2), sleep=pauses.append)
    now = datetime.now(UTC) + skew

    def busy(request: Request) -> Reply:
        return Reply("{}", 429, headers={
            "Date": format_datetime(now, usegmt=True),
            "Retry-After": format_datetime(now + timedelta(seconds=20), usegmt=True)})

    with serve(busy) as server, pytest.raises(DataError, match="answered 429"):
        client.get(server.url)
    assert pauses == [20.0]


def test_pauses_grow_and_differ(server: Replay, tmp_path: Path) -> None:
    pauses: list[float] = []
    client = Client(Cache(tmp_path), Patience(tries=5, first_pause=1.0), sleep=pauses.append)
    server.misbehave("/data", "503", times=9)
    with pytest.raises(DataError):
        client.get(server.url + "/data")
    assert [round(pause / 2 ** number) for number, pause in enumerate(pauses)] == [1, 1, 1, 1]
    assert len({round(pause / 2 ** number, 6) for number, pause in enumerate(pauses)}) > 1


def test_after_a_stop_nothing_is_asked_and_no_pause_is_sat_out(
    server: Replay, tmp_path: Path
) -> None:
    client = Client(Cache(tmp_path), Patience(tries=3, first_pause=60.0))
    server.misbehave("/data", "503", times=9)
    stopper = threading.Timer(0.1, client.stop)
    stopper.start()
    with pytest.raises(DataError, match="the refresh was stopped. Run it again"):
        client.get(server.url + "/data")
    stopper.join()
    assert len(server.asked) == 1
