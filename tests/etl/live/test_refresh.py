"""The machinery of a refresh, with connectors and figures that are made up for the test."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event
from types import ModuleType

import duckdb
import pytest

from etl.catalogue import Host, Live, Source, load_catalogue, load_hosts
from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.net.client import Patience
from etl.net.validate import whole_json
from etl.publish import publish
from etl.reading import open_workspace
from etl.refresh import Plan, changed, live_sources, refresh
from etl.taking import Result
from store.connection import REFERENCE, open_store
from tests.wire.server import Replay, Reply, Request, serve

QUICK = Patience(tries=2, connect=2.0, read=2.0, whole=2.0, first_pause=0.0)


def fetch(fetching: Fetching) -> None:
    fetching.get(f"/{fetching.source_id}.json", "data.json", validate=whole_json)
    fetching.note("met something")


def read(reading: LiveReading) -> None:
    reading.json_rows("made_up", "data.json", {"code": "VARCHAR", "share": "DOUBLE"},
                      inside="value")
    reading.describe(edition="made-up edition", reference_end=date(2025, 10, 31))
    reading.connection.execute(
        """
        INSERT INTO live.figure BY NAME
        SELECT $source || ':' || code AS figure_id, 'work_share_leavers' AS indicator_id,
               'programme' AS ladder_level, 'isat:' || code AS entity_id, 'NL01' AS region_id,
               1.0 AS years_after, share AS value, 'bedacht' AS population,
               false AS entry_assumed, DATE '2025-10-01' AS measured_start,
               DATE '2025-10-31' AS measured_end, false AS measured_assumed,
               $source AS source_id, 'A' AS status
        FROM stage.made_up
        """,
        {"source": reading.source_id},
    )


def source(name: str, **live: object) -> Source:
    row = {"source_id": name, "publisher": "Bedacht", "title": name, "edition": "none yet",
           "kind": "publisher", "licence": "none", "attribution": "made up",
           "url": "https://example.org", "reference_start": date(2025, 10, 1),
           "reference_end": date(2025, 10, 1), "shareable": True}
    entry = Live(connector="made_up", host="made_up", tables=("figure",), min_rows=1, key=None,
                 replaces={}, options={})
    return Source(name, row, (), replace(entry, **live))


@pytest.fixture
def connector(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = ModuleType("etl.sources.made_up")
    module.fetch, module.read, module.__file__ = fetch, read, __file__
    monkeypatch.setitem(sys.modules, "etl.sources.made_up", module)
    return module


class Publisher:
    """Two tables of made-up shares; ``tables`` can be changed between two refreshes."""

    def __init__(self) -> None:
        self.tables = {"one": [("34479", 0.5)], "two": [("34402", 0.6)]}

    def __call__(self, request: Request) -> Reply:
        rows = self.tables[request.path.strip("/").removesuffix(".json")]
        text = json.dumps({"value": [{"code": code, "share": share} for code, share in rows]})
        return Reply(text, etag=True)


@pytest.fixture
def publisher() -> Publisher:
    return Publisher()


@pytest.fixture
def server(publisher: Publisher) -> Iterator[Replay]:
    with serve(publisher) as replay:
        yield replay


Run = Callable[..., tuple[duckdb.DuckDBPyConnection, dict[str, Result]]]


@pytest.fixture
def run(
    server: Replay, publisher: Publisher, connector: ModuleType, tmp_path: Path
) -> Iterator[Run]:
    opened = []

    def go(
        *sources: Source, store: Path = tmp_path / "none", offline: bool = False,
        tables: dict[str, list[tuple[str, float]]] | None = None,
    ) -> tuple[duckdb.DuckDBPyConnection, dict[str, Result]]:
        publisher.tables = tables or publisher.tables
        plan = Plan(sources or (source("one"), source("two")),
                    {"made_up": Host("made_up", server.url, 1)}, tmp_path / "cache",
                    patience=QUICK, offline=offline)
        workspace = open_workspace()
        opened.append(workspace)
        results = refresh(workspace, plan, store)
        return workspace, {result.source_id: result for result in results}

    yield go
    for workspace in opened:
        workspace.close()


def shares(workspace: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return workspace.execute("SELECT source_id, entity_id, value FROM pub.figure "
                             "WHERE source_id IN ('one', 'two') ORDER BY ALL").fetchall()


def test_what_a_source_read_is_not_kept(run: Run, publisher: Publisher) -> None:
    """All sources of the country together would fill the memory of a small computer."""
    publisher.tables["two"] = [("34402", 7.0)]
    workspace, results = run()
    assert [result.outcome for result in results.values()] == ["fetched", "failed"]
    left = workspace.execute("SELECT schema_name, table_name FROM duckdb_tables() "
                             "WHERE schema_name IN ('stage', 'live')").fetchall()
    assert left == []


def test_every_source_is_taken_in_and_logged(run: Run) -> None:
    workspace, results = run()
    assert shares(workspace) == [("one", "isat:34479", 0.5), ("two", "isat:34402", 0.6)]
    assert [result.outcome for result in results.values()] == ["fetched", "fetched"]
    assert workspace.execute("SELECT edition, reference_end FROM pub.source "
                             "WHERE source_id = 'one'").fetchall() == [
        ("made-up edition", date(2025, 10, 31))]
    assert workspace.execute("SELECT rows, warnings FROM pub.load WHERE source_id = 'one'"
                             ).fetchall() == [(1, ["met something"])]
    assert workspace.execute("SELECT outcome, requests, fetched = attempted FROM pub.refresh "
                             "ORDER BY source_id").fetchall() == [("fetched", 1, True)] * 2
    # The embedded figures are still there.
    assert workspace.execute("SELECT count(*) > 20000 FROM pub.figure").fetchone() == (True,)


@pytest.mark.parametrize(("rows", "said"), [
    ([("34479", 1.5)], "outside the plausible range"),
    ([("34479", None)], "missing without a reason"),
    ([("34479", 0.1), ("34479", 0.2)], "same key"),
    ([], "gave no rows"),
])
def test_a_source_with_bad_rows_fails_alone(
    run: Run, publisher: Publisher, rows: list[tuple[str, float]], said: str
) -> None:
    publisher.tables["one"] = rows
    workspace, results = run()
    assert results["one"].outcome == "failed"
    assert said in (results["one"].message or "")
    assert shares(workspace) == [("two", "isat:34402", 0.6)]


def test_a_connector_that_meets_the_unforeseen_fails_alone(
    run: Run, connector: ModuleType
) -> None:
    """While fetching, while reading, and while its rows are put in place."""

    def strange_fetch(fetching: Fetching) -> None:
        if fetching.source_id == "one":
            raise KeyError("made up")
        fetch(fetching)

    def strange_read(reading: LiveReading) -> None:
        if reading.source_id == "two":
            raise RuntimeError("made up too")
        read(reading)
        if reading.source_id == "three":
            # Refused only when the rows before it are already gone.
            reading.describe(reference_end="no date")

    connector.fetch, connector.read = strange_fetch, strange_read
    names = ("one", "two", "three", "four")
    workspace, results = run(*(source(name, replaces={"figure": ("cbs_83815ned",)})
                               if name == "three" else source(name) for name in names),
                             tables=dict.fromkeys(names, [("34479", 0.5)]))
    assert {name: results[name].outcome for name in names} == {
        "one": "failed", "two": "failed", "three": "failed", "four": "fetched"}
    assert results["one"].message == (
        "one: the data are not what the connector expects (KeyError('made up')). "
        "The publisher may have changed them; look at its page.")
    assert "RuntimeError('made up too')" in (results["two"].message or "")
    assert workspace.execute(
        "SELECT DISTINCT source_id FROM pub.figure WHERE entity_id = 'isat:34479' "
        "AND source_id IN ('one', 'two', 'three', 'four')").fetchall() == [("four",)]
    # What the third would have replaced is still there.
    assert workspace.execute("SELECT count(*) > 0 FROM pub.figure "
                             "WHERE source_id = 'cbs_83815ned'").fetchone() == (True,)


def test_a_source_that_does_not_fit_in_memory_fails_alone_and_says_so(
    run: Run, connector: ModuleType
) -> None:
    def huge_read(reading: LiveReading) -> None:
        if reading.source_id == "one":
            reading.connection.execute("SELECT list(range) FROM range(200_000_000)")
        read(reading)

    connector.read = huge_read
    _, results = run()
    assert [result.outcome for result in results.values()] == ["failed", "fetched"]
    assert results["one"].message == (
        "one: there is too little memory or disk to read it. "
        "Make room on the disk where the cache is and try again.")


def test_hosts_do_not_wait_for_each_other(
    connector: ModuleType, publisher: Publisher, tmp_path: Path
) -> None:
    """The first host answers only when the second was asked, and has more sources than hosts."""
    asked = Event()

    def second(request: Request) -> Reply:
        asked.set()
        return publisher(request)

    def first(request: Request) -> Reply:
        return publisher(request) if asked.wait(5) else Reply("", 404)

    names = ("one", "two", "three", "four")
    publisher.tables = dict.fromkeys(names, [("34479", 0.5)])
    with serve(first) as slow, serve(second) as quick:
        plan = Plan([*(source(name, host="slow") for name in names[:3]),
                     source("four", host="quick")],
                    {"slow": Host("slow", slow.url, 1), "quick": Host("quick", quick.url, 1)},
                    tmp_path / "cache", patience=replace(QUICK, read=10.0))
        workspace = open_workspace()
        results = refresh(workspace, plan, tmp_path / "none")
        workspace.close()
    assert [result.outcome for result in results] == ["fetched"] * 4


def published(run: Run, path: Path) -> Path:
    workspace, _ = run()
    publish(workspace, path, REFERENCE, "refresh")
    return path


def test_the_last_good_figures_of_a_failing_source_stay_with_their_date(
    run: Run, publisher: Publisher, server: Replay, tmp_path: Path
) -> None:
    store = published(run, tmp_path / "store.duckdb")
    publisher.tables["two"] = [("34402", 0.7)]
    server.misbehave("/one", "500", times=9)
    workspace, results = run(store=store)
    assert (results["one"].outcome, results["two"].outcome) == ("failed", "fetched")
    assert "answered 500" in (results["one"].message or "")
    assert shares(workspace) == [("one", "isat:34479", 0.5), ("two", "isat:34402", 0.7)]
    before = open_store(store)
    (first,) = before.execute("SELECT fetched FROM refresh WHERE source_id = 'one'").fetchone()
    before.close()
    (kept, message) = workspace.execute(
        "SELECT fetched, message FROM pub.refresh WHERE source_id = 'one'").fetchone()
    assert kept == first
    assert "answered 500" in message


def test_a_refresh_without_news_makes_only_conditional_requests(
    run: Run, server: Replay, tmp_path: Path
) -> None:
    store = published(run, tmp_path / "store.duckdb")
    _, results = run(store=store)
    assert server.statuses == [200, 200, 304, 304]
    assert [result.outcome for result in results.values()] == ["unchanged", "unchanged"]
    assert not changed(list(results.values()))


def test_a_run_can_be_repeated_offline(run: Run, server: Replay) -> None:
    first, _ = run()
    asked = len(server.asked)
    again, results = run(offline=True)
    assert shares(again) == shares(first)
    assert [result.outcome for result in results.values()] == ["fetched", "fetched"]
    assert len(server.asked) == asked


def test_a_source_without_its_key_is_not_loaded(
    run: Run, server: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MADE_UP_KEY", raising=False)
    workspace, results = run(source("one", key="MADE_UP_KEY"))
    assert results["one"].outcome == "not_loaded"
    assert "MADE_UP_KEY" in (results["one"].message or "")
    assert server.asked == []
    assert workspace.execute("SELECT outcome FROM pub.refresh").fetchall() == [("not_loaded",)]


def test_a_source_that_replaces_another_takes_its_place(run: Run) -> None:
    workspace, _ = run(source("one", replaces={"figure": ("cbs_83815ned",)}))
    assert workspace.execute(
        "SELECT count(*) FROM pub.figure WHERE source_id = 'cbs_83815ned'").fetchone() == (0,)


def test_a_connector_that_fills_another_table_than_it_says_is_refused(run: Run) -> None:
    workspace, results = run(source("one", tables=("series",)))
    assert "fills figure" in (results["one"].message or "")
    assert shares(workspace) == []


def test_figures_that_may_not_be_copied_stay_out_of_the_snapshot(
    run: Run, tmp_path: Path
) -> None:
    from etl.snapshot import write_snapshot

    one, two = source("one"), source("two")
    one = replace(one, row={**one.row, "shareable": False})
    workspace, _ = run(one, two)
    store = tmp_path / "store.duckdb"
    publish(workspace, store, REFERENCE, "refresh")
    opened = open_store(store)
    manifest = write_snapshot(opened, tmp_path / "snapshot")
    opened.close()
    assert "two" in manifest["sources"]
    assert "one" not in manifest["sources"]
    rows = duckdb.execute(
        f"SELECT DISTINCT source_id FROM '{tmp_path}/snapshot/figure.parquet' "
        "WHERE source_id IN ('one', 'two')").fetchall()
    assert rows == [("two",)]


def test_only_picks_by_source_or_publisher() -> None:
    catalogue = load_catalogue()
    everything = live_sources(catalogue)
    assert {item.source_id for item in live_sources(catalogue, ["cbs_83815ned"])} == {
        "cbs_83815ned"}
    cbs = live_sources(catalogue, ["cbs"])
    assert {item.live.host for item in cbs if item.live} == {"cbs"}
    assert len(cbs) < len(everything)
    with pytest.raises(DataError, match="«cbz» is not a live source. Choose from: .*cbs"):
        live_sources(catalogue, ["cbz"])


def test_every_live_source_names_a_host_a_connector_and_tables() -> None:
    hosts = load_hosts()
    for item in live_sources(load_catalogue()):
        assert item.live is not None
        assert item.live.host in hosts
        assert item.live.min_rows > 0
        assert callable(item.live.module().fetch), item.source_id
        assert callable(item.live.module().read), item.source_id
        assert item.live.tables, item.source_id
