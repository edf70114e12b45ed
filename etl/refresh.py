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
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import duckdb

from etl.catalogue import Host, Source
from etl.errors import DataError, interrupted
from etl.fetching import Fetching, LiveReading, now
from etl.load import store_log
from etl.merge import check_live, close_live, drop_source, live_rows, merge, open_live
from etl.net.cache import RUNS, Cache
from etl.net.client import Client, Patience, Traffic
from etl.net.threads import in_threads
from etl.present import start_from
from etl.reference import load_reference
from store.connection import REFERENCE, one_row
from store.schema import TABLE

_CODE = Path(__file__).parent / "sources"
# Fewer rows than this part of those of the last refresh are remarked upon.
FEWER = 0.9
Outcome = Literal["fetched", "unchanged", "failed", "not_loaded"]
# Called with a source, what happens to it, and the rows it gave (0 until it is read).
Progress = Callable[[str, str, int], None]


@dataclass(frozen=True)
class Result:
    """What came of one source: outcome, why, what it cost and how many rows it gave.

    ``at`` is the moment its publisher said so, in UTC; when the answers come from the cache that
    is earlier than now. ``back`` means that it failed last time and has nothing new now.
    """

    source_id: str
    outcome: Outcome
    message: str | None = None
    traffic: Traffic = field(default_factory=Traffic)
    digest: str | None = None
    rows: int = 0
    notes: tuple[str, ...] = ()
    at: datetime = field(default_factory=now)
    back: bool = False


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
    folder = cache.folder / RUNS / str(os.getpid())
    results = []
    # The workspace is thrown away, so tidying its tables after every large commit is lost time.
    workspace.execute("SET checkpoint_threshold = '1TB'")
    try:
        client = Client(
            cache=cache, patience=plan.patience, offline=plan.offline,
            limits={urlsplit(plan.url(source)).netloc: plan.hosts[source.live.host].parallel
                    for source in plan.sources if source.live},
            run_started=None if plan.offline else cache.begin_run(),
        )
        fetched = _fetch_all(client, plan, folder, progress)
        for source in plan.sources:
            result, visit = fetched[source.source_id]
            if visit is not None:
                result = _take_in(workspace, source, visit, result, from_store)
                progress(source.source_id, result.outcome, result.rows)
            _remember(workspace, result)
            results.append(result)
        if not plan.offline:
            cache.end_run()
    except OSError as error:
        raise DataError(
            f"answers of publishers could not be kept ({error.strerror or error}).",
            file=str(plan.cache), advice="Make room on the disk or check who may write there. "
            "The old store, if there was one, is still in place.") from error
    finally:
        workspace.execute("RESET checkpoint_threshold")
        shutil.rmtree(folder, ignore_errors=True)
    return results


def _fetch_all(
    client: Client, plan: Plan, folder: Path, progress: Progress
) -> dict[str, tuple[Result, Fetching | None]]:
    """Fetch all sources; the client keeps each host to its limit.

    There is a thread per source, because one that waits for its host may not keep another
    host's source waiting.
    """
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
        except OSError:
            raise  # the disk, which is of all sources
        except Exception as error:  # data of a shape that nobody foresaw are of this one only
            progress(source.source_id, "failed", 0)
            return Result(source.source_id, "failed", _why(source, error),
                          client.traffic.get(source.source_id, Traffic())), None
        progress(source.source_id, "reading", 0)
        return Result(source.source_id, "fetched", None,
                      client.traffic.get(source.source_id, Traffic()), at=visit.checked), visit

    try:
        outcomes = in_threads(one, plan.sources, len(plan.sources))
    finally:
        # After Ctrl-C or a full disk other threads may still be at it.
        client.stop()
        client.close()
    return {result.source_id: (result, visit) for result, visit in outcomes}


def _take_in(
    workspace: duckdb.DuckDBPyConnection, source: Source, visit: Fetching, result: Result,
    from_store: bool,
) -> Result:
    """Read, check and merge one source; its earlier rows stay when anything is wrong."""
    live = source.live
    assert live is not None
    digest = _digest(source, visit)
    result = replace(result, digest=digest, notes=tuple(visit.met))
    last_outcome, last_digest = _last(workspace, source.source_id)
    if from_store and digest == last_digest:
        return replace(result, outcome="unchanged", back=last_outcome == "failed")
    open_live(workspace)
    reading = LiveReading(workspace, visit.folder, source.source_id, live.options)
    try:
        live.module().read(reading)
        filled = live_rows(workspace)
        _expect(source, filled)
        check_live(workspace, source.source_id)
        rows = sum(filled.values())
        if fewer := _fewer(workspace, source, rows):
            visit.note(fewer)
        for read in reading.files.values():
            read.warnings.extend(visit.met)
        _put_in_place(workspace, source, reading)
    except OSError:
        raise
    except Exception as error:  # as while fetching: this source fails, the others go on
        if interrupted(error):
            raise KeyboardInterrupt from error
        return replace(result, outcome="failed", message=_why(source, error), digest=None)
    finally:
        close_live(workspace)
    return replace(result, rows=rows, notes=tuple(visit.met))


def _put_in_place(
    workspace: duckdb.DuckDBPyConnection, source: Source, reading: LiveReading
) -> None:
    """The live rows instead of the earlier ones: all of them, or none when anything is wrong."""
    assert source.live is not None
    workspace.begin()
    try:
        drop_source(workspace, source.source_id)
        store_log(workspace, [{**source.row, **reading.described}], [reading], append=True)
        merge(workspace, source.source_id, source.live.replaces)
    except BaseException:
        workspace.rollback()
        raise
    workspace.commit()


def _why(source: Source, error: Exception) -> str:
    """What went wrong with a source, in one sentence."""
    if isinstance(error, DataError):
        return str(error)
    said = str(error).splitlines()[0][:200] if isinstance(error, duckdb.Error) else repr(error)
    return (f"{source.source_id}: the data are not what the connector expects ({said[:200]}). "
            "The publisher may have changed them; look at its page.")


def _fewer(workspace: duckdb.DuckDBPyConnection, source: Source, rows: int) -> str | None:
    """A remark when far fewer rows came than at the last refresh, as when pages are lost."""
    assert source.live is not None
    before = sum(
        one_row(workspace, f"SELECT count(*) FROM pub.{table} WHERE source_id = $source",
                {"source": source.source_id})[0]
        for table in source.live.tables if "source_id" in TABLE[table].column_names())
    if rows >= FEWER * before or _last(workspace, source.source_id)[1] is None:
        return None
    return f"{rows:,} rows where there were {before:,}; see «python -m etl diff»"


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


def _digest(source: Source, visit: Fetching) -> str:
    """Of what was fetched, and of the catalogue and all code that reads it.

    So a mended parser reads again, and a corrected title or licence reaches the store.
    """
    digest = hashlib.sha256(f"{visit.digest} {source!r}".encode())
    for path in sorted(_CODE.rglob("*")):
        if path.suffix in (".py", ".sql", ".csv", ".toml"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _last(
    workspace: duckdb.DuckDBPyConnection, source_id: str
) -> tuple[str | None, str | None]:
    """Outcome of the last refresh of a source, and digest of its last good one."""
    row = workspace.execute("SELECT outcome, digest FROM pub.refresh WHERE source_id = $source",
                            {"source": source_id}).fetchone()
    return row or (None, None)


def _remember(workspace: duckdb.DuckDBPyConnection, result: Result) -> None:
    """One row per source in ``pub.refresh``; a failure keeps the date of the last good fetch."""
    before = workspace.execute(
        "SELECT fetched, digest FROM pub.refresh WHERE source_id = $source",
        {"source": result.source_id}).fetchone() or (None, None)
    good = result.outcome in ("fetched", "unchanged")
    workspace.execute("DELETE FROM pub.refresh WHERE source_id = $source",
                      {"source": result.source_id})
    workspace.execute(
        "INSERT INTO pub.refresh BY NAME SELECT $source AS source_id, $at AS attempted, "
        "$fetched::TIMESTAMP AS fetched, $outcome AS outcome, $message AS message, "
        "$requests AS requests, $bytes AS bytes, $digest AS digest",
        {"source": result.source_id, "at": result.at,
         "fetched": result.at if good else before[0],
         "outcome": result.outcome, "message": result.message,
         "requests": result.traffic.requests, "bytes": result.traffic.bytes,
         "digest": result.digest if good else before[1]},
    )


def changed(results: Sequence[Result]) -> bool:
    """Did any source bring what the present store does not have: figures, or that it is back?"""
    return any(result.outcome == "fetched" or result.back for result in results)
