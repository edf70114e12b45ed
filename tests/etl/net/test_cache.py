"""Asking again, offline, and after a break: what the cache is for."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from etl.errors import DataError
from etl.net.cache import RESUME_WITHIN, Cache
from etl.net.client import Client
from tests.etl.net.conftest import BODY, QUICK
from tests.wire.server import Replay


@pytest.mark.parametrize("path", ["/tagged", "/dated"])
def test_asking_again_costs_no_body_when_nothing_changed(
    server: Replay, client: Client, path: str
) -> None:
    first = client.get(server.url + path)
    again = client.get(server.url + path, source_id="again")
    assert server.statuses == [200, 304]
    assert again.sha256 == first.sha256
    assert again.fetched == first.fetched
    assert again.checked > first.checked
    assert client.traffic["again"].bytes == 0


def test_bytes_that_were_lost_from_the_cache_are_fetched_again(
    server: Replay, client: Client
) -> None:
    client.cache.path(client.get(server.url + "/tagged")).unlink()
    assert client.cache.path(client.get(server.url + "/tagged")).read_bytes() == BODY
    assert server.statuses == [200, 200]


def test_offline_answers_from_the_cache_only(server: Replay, client: Client) -> None:
    client.get(server.url + "/data")
    offline = Client(client.cache, QUICK, offline=True)
    assert offline.cache.path(offline.get(server.url + "/data")).read_bytes() == BODY
    with pytest.raises(DataError, match="not in the cache. Run once without --offline"):
        offline.get(server.url + "/other")
    assert len(server.asked) == 1


def test_a_run_that_broke_off_asks_only_what_it_had_not(
    server: Replay, client: Client
) -> None:
    client.run_started = client.cache.begin_run()
    client.get(server.url + "/data")
    resumed = Client(client.cache, QUICK, run_started=client.cache.begin_run())
    resumed.get(server.url + "/data")
    resumed.get(server.url + "/other")
    assert [request.path for request in server.asked] == ["/data", "/other"]
    client.cache.end_run()
    later = Client(client.cache, QUICK, run_started=client.cache.begin_run())
    later.get(server.url + "/data")
    assert len(server.asked) == 3


def test_clock_that_was_put_right_does_not_keep_old_answers_for_new(
    server: Replay, client: Client
) -> None:
    """Our own clock was ahead when the answer came, so it seems to come from this run."""
    known = client.get(server.url + "/tagged")
    ahead = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    client.cache.keep(replace(known, checked=ahead))
    client.run_started = client.cache.begin_run()
    client.get(server.url + "/tagged")
    assert server.statuses == [200, 304]


def test_what_a_killed_run_left_behind_is_removed_after_a_while(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    old, new = cache.scratch(), cache.scratch()
    folders = [tmp_path / "runs" / name / "made_up" for name in ("1", "2")]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "data.json").write_text("{}")
    long_ago = time.time() - RESUME_WITHIN.total_seconds() - 60
    for path in (old, folders[0].parent):
        os.utime(path, (long_ago, long_ago))
    cache.begin_run()
    assert (old.exists(), new.exists()) == (False, True)
    assert [folder.parent.exists() for folder in folders] == [False, True]


def test_a_break_too_long_ago_starts_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    old = datetime.now(UTC) - RESUME_WITHIN - timedelta(minutes=1)
    (tmp_path / "unfinished").write_text(old.isoformat(), encoding="utf-8")
    assert cache.begin_run() > old
    (tmp_path / "unfinished").write_text("not a date", encoding="utf-8")
    assert cache.begin_run() > old
