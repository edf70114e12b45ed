"""Refresh: fetch every live source, keep the last good figures of those that fail, publish.

The workspace starts with what the present store holds (or the snapshot), so that a source which
cannot be had keeps its last good figures. A source is read and checked on its own before its
rows are taken in; the whole is published only when every check of level error passes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import duckdb

from etl.catalogue import Host, Source
from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.load import store_log
from etl.merge import check_live, drop_source, live_rows, merge, open_live
from etl.net.cache import Cache
from etl.net.client import Client, Patience, Traffic
from etl.reference import load_reference
from etl.snapshot import publisher_tables, read_snapshot
from store.connection import REFERENCE, SNAPSHOT, open_store
from store.schema import ENUMS, SCHEMA_VERSION, TABLE

_CODE = Path(__file__).parent / "sources"
Outcome = Literal["fetched", "unchanged", "failed", "not_loaded"]
# Called with a source, what happens to it, and the rows it gave (0 until it is read).
Progress = Callable[[str, str, int], None]


@dataclass(frozen=True)
class Result:
    """What came of one source: outcome, why, what it cost and how many rows it gave."""

    source_id: str
    outcome: Outcome
    message: str | None = None
    traffic: Traffic = field(default_factory=Traffic)
    digest: str | None = None
    rows: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A refresh: which sources, from where, and how patient."""

    sources: Sequence[Source]
    hosts: Mapping[str, Host]
    cache: Path
    base_urls: Mapping[str, str] = field(default_factory=dict)
    offline: bool = False
    patience: Patience = field(default_factory=Patience)

    def url(self, source: Source) -> str:
        """The base address of a source, or the one given in its place."""
        assert source.live is not None
        return self.base_urls.get(source.live.host, self.hosts[source.live.host].url)


def live_sources(sources: Sequence[Source], only: Sequence[str] = ()) -> list[Source]:
    """The sources that a refresh reaches; ``only`` picks by source id or connector name."""
    live = [(source, source.live.host) for source in sources if source.live]
    known = {name for source, host in live for name in (source.source_id, host)}
    for name in only:
        if name not in known:
            raise DataError(f"«{name}» is not a live source.",
                            advice=f"Choose from: {', '.join(sorted(known))}.")
    return [source for source, host in live if not only or {source.source_id, host} & set(only)]


def refresh(
    workspace: duckdb.DuckDBPyConnection, plan: Plan, store: Path,
    progress: Progress = lambda source_id, state, rows: None,
) -> list[Result]:
    """Fill ``pub`` of a workspace with the present figures and every source that can be had.

    Returns one result per source, in the order of the catalogue. Nothing is published here.
    """
    from_store = start_from(workspace, store)
    load_reference(workspace, REFERENCE)
    cache = Cache(plan.cache)
    client = Client(
        cache=cache, patience=plan.patience, offline=plan.offline,
        limits={urlsplit(plan.url(source)).netloc: plan.hosts[source.live.host].parallel
                for source in plan.sources if source.live},
        run_started=None if plan.offline else cache.begin_run(),
    )
    fetched = _fetch_all(client, plan, progress)
    results = []
    for source in plan.sources:
        result, visit = fetched[source.source_id]
        if visit is not None:
            result = _take_in(workspace, source, visit, result, from_store)
            progress(source.source_id, result.outcome, result.rows)
        _remember(workspace, result)
        results.append(result)
    if not plan.offline:
        cache.end_run()
    shutil.rmtree(plan.cache / "runs" / str(os.getpid()), ignore_errors=True)
    return results


def start_from(workspace: duckdb.DuckDBPyConnection, store: Path) -> bool:
    """The publisher rows of the present store, or those of the snapshot when there is none."""
    try:
        present = open_store(store) if store.is_file() else None
    except duckdb.Error:
        present = None
    if present is not None:
        version = present.execute(
            "SELECT value FROM store_info WHERE key = 'schema_version'").fetchone()
        present.close()
        if version and version[0] == SCHEMA_VERSION:
            _read_store(workspace, store)
            return True
    read_snapshot(workspace, SNAPSHOT)
    return False


def _read_store(workspace: duckdb.DuckDBPyConnection, store: Path) -> None:
    quoted = str(store).replace("'", "''")
    workspace.execute(f"ATTACH '{quoted}' AS present (READ_ONLY)")
    for table in publisher_tables():
        columns = ", ".join(
            f'CAST("{name}" AS VARCHAR) AS "{name}"' if _is_enum(table.name, name)
            else f'"{name}"' for name in table.publisher_columns()
        )
        where = ""
        if table.name == "source":
            where = "WHERE kind = 'publisher'"
        elif "source_id" in table.column_names() and table.name != "refresh":
            where = ("WHERE source_id IN "
                     "(SELECT source_id FROM present.source WHERE kind = 'publisher')")
        workspace.execute(f"CREATE OR REPLACE TABLE pub.{table.name} AS "
                          f"SELECT {columns} FROM present.{table.name} {where}")
    workspace.execute("DETACH present")


def _is_enum(table: str, column: str) -> bool:
    return next(item.type for item in TABLE[table].columns if item.name == column) in ENUMS


def _fetch_all(
    client: Client, plan: Plan, progress: Progress
) -> dict[str, tuple[Result, Fetching | None]]:
    """Fetch all sources, several at a time; the client keeps each host to its limit."""
    folder = plan.cache / "runs" / str(os.getpid())

    def one(source: Source) -> tuple[Result, Fetching | None]:
        live = source.live
        assert live is not None
        secret = os.environ.get(live.key) if live.key else None
        if live.key and not secret:
            progress(source.source_id, "not_loaded", 0)
            return Result(source.source_id, "not_loaded",
                          f"needs a key in the variable {live.key}"), None
        progress(source.source_id, "fetching", 0)
        visit = Fetching(client, source.source_id, plan.url(source), folder / source.source_id,
                         live.options, secret, plan.hosts[live.host].parallel)
        try:
            live.module().fetch(visit)
        except DataError as error:
            progress(source.source_id, "failed", 0)
            return Result(source.source_id, "failed", str(error),
                          client.traffic.get(source.source_id, Traffic())), None
        progress(source.source_id, "reading", 0)
        return Result(source.source_id, "fetched", None,
                      client.traffic.get(source.source_id, Traffic())), visit

    with ThreadPoolExecutor(max_workers=max(len(plan.hosts), 1)) as pool:
        outcomes = list(pool.map(one, plan.sources))
    return {result.source_id: (result, visit) for result, visit in outcomes}


def _take_in(
    workspace: duckdb.DuckDBPyConnection, source: Source, visit: Fetching, result: Result,
    from_store: bool,
) -> Result:
    """Read, check and merge one source; its earlier rows stay when anything is wrong."""
    live = source.live
    assert live is not None
    digest = _digest(visit)
    result = replace(result, digest=digest, notes=tuple(visit.met))
    if from_store and digest == _last_digest(workspace, source.source_id):
        return replace(result, outcome="unchanged")
    open_live(workspace)
    reading = LiveReading(workspace, visit.folder, source.source_id, live.options)
    try:
        live.module().read(reading)
        filled = live_rows(workspace)
        _expect(source, filled)
        check_live(workspace, source.source_id)
    except DataError as error:
        return replace(result, outcome="failed", message=str(error), digest=None)
    except duckdb.Error as error:
        return replace(result, outcome="failed", digest=None,
                       message=f"{source.source_id}: the data are not what the connector "
                               f"expects ({str(error).splitlines()[0][:200]}).")
    for read in reading.files.values():
        read.warnings.extend(visit.met)
    drop_source(workspace, source.source_id)
    row = {**source.row, **reading.described}
    store_log(workspace, [row], [reading], append=True)
    merge(workspace, source.source_id, live.replaces)
    return replace(result, rows=sum(filled.values()))


def _expect(source: Source, filled: Mapping[str, int]) -> None:
    live = source.live
    assert live is not None
    rows = sum(filled.values())
    if rows < live.min_rows:
        raise DataError(f"only {rows} rows where at least {live.min_rows} were expected.",
                        file=source.source_id, advice="The publisher may have moved the data.")
    strange = set(filled) - set(live.tables)
    if strange:
        raise DataError(f"fills {', '.join(sorted(strange))}, which the catalogue does not say.",
                        file=source.source_id, advice="Correct «tables» in etl/catalogue.toml.")


def _digest(visit: Fetching) -> str:
    """Of what was fetched and of all code that reads it, so that a mended parser reads again."""
    digest = hashlib.sha256(visit.digest.encode())
    for path in sorted(_CODE.rglob("*")):
        if path.suffix in (".py", ".sql", ".csv", ".toml"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _last_digest(workspace: duckdb.DuckDBPyConnection, source_id: str) -> str | None:
    row = workspace.execute("SELECT digest FROM pub.refresh WHERE source_id = $source",
                            {"source": source_id}).fetchone()
    return row[0] if row else None


def _remember(workspace: duckdb.DuckDBPyConnection, result: Result) -> None:
    """One row per source in ``pub.refresh``; a failure keeps the date of the last good fetch."""
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    before = workspace.execute(
        "SELECT fetched, digest FROM pub.refresh WHERE source_id = $source",
        {"source": result.source_id}).fetchone() or (None, None)
    good = result.outcome in ("fetched", "unchanged")
    workspace.execute("DELETE FROM pub.refresh WHERE source_id = $source",
                      {"source": result.source_id})
    workspace.execute(
        "INSERT INTO pub.refresh BY NAME SELECT $source AS source_id, $now AS attempted, "
        "$fetched::TIMESTAMP AS fetched, $outcome AS outcome, $message AS message, "
        "$requests AS requests, $bytes AS bytes, $digest AS digest",
        {"source": result.source_id, "now": now, "fetched": now if good else before[0],
         "outcome": result.outcome, "message": result.message,
         "requests": result.traffic.requests, "bytes": result.traffic.bytes,
         "digest": result.digest if good else before[1]},
    )


def changed(results: Sequence[Result]) -> bool:
    """Did any source bring figures that the present store does not have?"""
    return any(result.outcome == "fetched" for result in results)
