"""What the refresh promises beside figures: no news, offline, resuming, and checks."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from etl import publish
from etl.fetching import LiveReading
from etl.net.cache import checksum
from etl.sources import skdb
from store.connection import ROOT
from tests.etl.refresh.conftest import Country, Desk
from tests.wire.country import served
from tests.wire.kiesmbo import BRINS, CREBOS, KEY, KiesMbo
from tests.wire.server import Replay, Reply, Request, serve
from tests.wire.skdb import Skdb


@pytest.fixture
def same_desk(country: Country, desk: Desk) -> Desk:
    """The desk of the first refresh, with its cache."""
    shutil.copytree(country.desk.cache, desk.cache)
    return desk


def test_without_news_only_conditional_requests_are_made(
    country: Country, same_desk: Desk
) -> None:
    before = same_desk.fingerprint()
    asked = {host: len(server.asked) for host, server in country.servers.items()}
    ran = same_desk.refresh(country.servers)
    assert (ran.code, ran.err, set(ran.outcomes().values())) == (0, "", {"unchanged"})
    assert same_desk.fingerprint() == before
    for host, server in country.servers.items():
        new = server.asked[asked[host]:]
        assert new
        # CBS gives its count of rows without a mark to ask by, and a redirect is no answer.
        assert {request.path for request in new if "if-none-match" not in request.headers
                and not request.path.endswith("/$count")
                and not request.path.startswith("/api/access/")} == set(), host
    # And offline not even those.
    asked = {host: len(server.asked) for host, server in country.servers.items()}
    offline = same_desk.refresh(country.servers, "--offline")
    assert (offline.code, set(offline.outcomes().values())) == (0, {"unchanged"})
    assert {record["requests"] for record in offline.sources.values()} == {0}
    assert {host: len(server.asked) for host, server in country.servers.items()} == asked
    assert same_desk.fingerprint() == before


def test_every_answer_is_kept_by_its_content_with_where_it_came_from(country: Country) -> None:
    answers = [json.loads(path.read_text(encoding="utf-8"))
               for path in (country.desk.cache / "answers").rglob("*.json")]
    assert len(answers) > 200
    for answer in answers:
        assert answer["url"].startswith("http://127.0.0.1:")
        assert answer["fetched"] <= answer["checked"]
        path = country.desk.cache / "objects" / answer["sha256"][:2] / answer["sha256"]
        assert checksum(path) == answer["sha256"]
    assert {path.name for path in country.desk.cache.iterdir()
            if path.is_file() or any(path.iterdir())} == {"answers", "objects"}


def test_run_that_was_stopped_goes_on_where_it_was(small_desk: Desk) -> None:
    """Ctrl-C while the sixth answer is on its way; the second run asks only what it had not."""
    reached, go_on = threading.Event(), threading.Event()
    publisher = KiesMbo(schools=BRINS[:1], crebos=CREBOS[:4], limit=10_000)
    answered: list[str] = []

    def slow(request: Request) -> Reply:
        if len(answered) == 5:
            reached.set()
            go_on.wait(20)
        answered.append(request.path)
        return publisher(request)

    before = small_desk.fingerprint()
    with serve(slow) as server:
        run = started(small_desk, server)
        assert reached.wait(60)
        run.send_signal(signal.SIGINT)
        go_on.set()
        _, err = run.communicate(timeout=30)
        assert (run.returncode, err) == (1, "stopped; the old store is still in place.\n")
        assert small_desk.fingerprint() == before
        first = answered.copy()
        assert len(first) == 6
        small_desk.refresh({"kiesmbo": server}, "--dry-run")
    assert len(answered) > len(first)
    # The sixth was on its way and not yet kept.
    assert set(answered[len(first):]) & set(first) == {first[5]}


@pytest.mark.parametrize("fault", ["silent", "drip"])
def test_stop_does_not_wait_for_an_answer_that_does_not_come(
    small_desk: Desk, fault: str
) -> None:
    """The publisher is silent for longer than this test may take, or sends its first bytes only."""
    reached, never = threading.Event(), threading.Event()
    publisher = KiesMbo(schools=BRINS[:1], crebos=CREBOS[:4], limit=10_000)

    def slow(request: Request) -> Reply:
        if "studieincijfers" in request.path:
            server.pause = 600
            reached.set()
            if fault == "silent":
                never.wait(600)
        return publisher(request)

    before = small_desk.fingerprint()
    with serve(slow) as server:
        server.misbehave("studieincijfers", "drip", times=9)
        run = started(small_desk, server)
        assert reached.wait(60)
        while fault == "drip" and not any(small_desk.cache.glob("incoming/*")):
            never.wait(0.05)
        kept = {path.name for path in small_desk.cache.rglob("answers/*/*")}
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=30)
        assert (run.returncode, err) == (1, "stopped; the old store is still in place.\n")
        never.set()
    assert small_desk.fingerprint() == before
    assert kept
    assert {path.name for path in small_desk.cache.rglob("answers/*/*")} == kept


def test_stop_while_figures_are_read_is_no_failure_of_a_source(
    small_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB tells Ctrl-C as an error of its own, at the latest when the part it is at is done."""
    def long(reading: LiveReading) -> None:
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        reading.connection.execute(
            "SELECT sum(sqrt(range)) FROM range(2000000000)").fetchall()

    before, files = small_desk.fingerprint(), small_desk.files()
    monkeypatch.setattr(skdb, "read", long)
    with serve(Skdb()) as server:
        ran = small_desk.refresh({"skdb": server})
    assert (ran.code, ran.out, ran.err) == (1, "", "stopped; the old store is still in place.\n")
    assert (small_desk.fingerprint(), small_desk.files()) == (before, files)


def started(desk: Desk, server: Replay) -> subprocess.Popen[str]:
    """``refresh --only=kiesmbo`` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "etl", "refresh", "--only=kiesmbo",
         f"--base-url=kiesmbo={server.url}"], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "OUTLOOK_STORE": str(desk.store), "KIESMBO_KEY": KEY,
             "OUTLOOK_CACHE": str(desk.cache)})


def made_from(copy: Path, change: str) -> object:
    """A stand-in for writing the store, which takes seconds: a small one with a change."""
    def write(workspace: object, path: Path, reference: object, verb: object) -> None:
        shutil.copy(copy, path)
        with duckdb.connect(str(path)) as store:
            for table in ("check_result", "change", "history"):
                store.execute(f"DELETE FROM {table}")
            store.execute(change)
    return write


def test_dry_run_publishes_nothing(
    small_desk: Desk, small_store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "write_store", made_from(
        small_store_path, "UPDATE source SET edition = 'anders' WHERE source_id = 'made_up_page'"))
    before, files = small_desk.fingerprint(), small_desk.files()
    publisher = KiesMbo(schools=BRINS[:1], crebos=CREBOS[:2], limit=10_000)
    with served({"kiesmbo": publisher}) as servers:
        server = servers["kiesmbo"]
        ran = small_desk.run("refresh", "--dry-run", "--only=kiesmbo",
                             f"--base-url=kiesmbo={server.url}")
    assert (ran.code, ran.err) == (0, "")
    assert "source_edition" in ran.out
    assert "Dry run: the store stays as it is." in ran.out
    # The row per source comes last, where it is not pushed off the screen.
    assert ran.out.index("source_edition") < ran.out.index("outcome")
    assert (small_desk.fingerprint(), small_desk.files()) == (before, files)


def test_store_that_fails_a_check_is_not_published(
    small_desk: Desk, small_store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says which check; the summary says what came of each source."""
    monkeypatch.setattr(publish, "write_store", made_from(
        small_store_path, "UPDATE figure SET value = 1e9 WHERE indicator_id = 'tension_now'"))
    before, files = small_desk.fingerprint(), small_desk.files()
    publisher = KiesMbo(schools=BRINS[:1], crebos=CREBOS[:2], limit=10_000)
    with served({"kiesmbo": publisher}) as servers:
        ran = small_desk.run("refresh", "--only=kiesmbo",
                             f"--base-url=kiesmbo={servers['kiesmbo'].url}")
    assert ran.code == 1
    assert ran.err.startswith("error: the new store fails 1 check(s); first: figure value in the "
                              "plausible range of its indicator")
    assert ran.err.endswith("The old store is still in place.\n")
    assert "fetched" in ran.out
    assert (small_desk.fingerprint(), small_desk.files()) == (before, files)


@pytest.mark.parametrize(("arguments", "said"), [
    (["--only=cbz"], "«cbz» is not a live source. Choose from: cbs, cbs_80472ned"),
    (["--base-url=cbs"], "«cbs» is not a publisher and an address. Write NAME=URL"),
    (["--base-url=cbz=http://127.0.0.1:9"], "is not a publisher and an address."),
    (["--base-url=cbs=ftp://127.0.0.1"], "is not a publisher and an address."),
    (["--tries=0"], "--tries must be 1 or more"),
])
def test_wrong_option_is_one_line(small_desk: Desk, arguments: list[str], said: str) -> None:
    ran = small_desk.run("refresh", *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert said in ran.err


def test_cache_that_cannot_be_written_is_one_line(small_desk: Desk) -> None:
    small_desk.cache.write_text("in the way")
    before = small_desk.fingerprint()
    ran = small_desk.run("refresh", "--only=skdb", "--base-url=skdb=http://127.0.0.1:9")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert f"{small_desk.cache}: answers of publishers could not be kept (" in ran.err
    assert small_desk.fingerprint() == before


def test_offline_without_a_cache_says_so(small_desk: Desk) -> None:
    ran = small_desk.run("refresh", "--offline", "--only=uwv_open_match")
    assert ran.code == 1
    assert "this address is not in the cache. Run once without --offline." in ran.err
