"""One fetched source into the workspace: read, checked, and in the place of its earlier rows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb

from etl.catalogue import Source
from etl.errors import DataError, interrupted
from etl.fetching import Fetching, LiveReading, now
from etl.load import store_log
from etl.merge import check_live, close_live, drop_source, live_rows, merge, open_live
from etl.net.client import Traffic
from store.connection import one_row
from store.schema import TABLE

_CODE = Path(__file__).parent / "sources"
# Fewer rows than this part of those of the last refresh are remarked upon.
FEWER = 0.9
Outcome = Literal["fetched", "unchanged", "failed", "not_loaded"]


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


def take_in(
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
        return replace(result, outcome="failed", message=why(source, error), digest=None)
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


def why(source: Source, error: Exception) -> str:
    """What went wrong with a source, in one sentence."""
    if isinstance(error, DataError):
        return str(error)
    if isinstance(error, duckdb.OutOfMemoryException):
        return (f"{source.source_id}: there is too little memory or disk to read it. "
                "Make room on the disk where the cache is and try again.")
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


def remember(workspace: duckdb.DuckDBPyConnection, result: Result) -> None:
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
