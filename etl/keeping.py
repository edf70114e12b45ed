"""What a store remembers of itself (checks, changes, history), and going back to an earlier one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

from etl.checks import CheckResult
from etl.diff import Change, diff, summary
from etl.errors import DataError
from etl.status import store_info
from store.connection import open_store
from store.schema import SCHEMA_VERSION

KEPT = 3
_COUNTED = ("programme_new", "programme_gone", "programme_renamed", "figure_changed",
            "tag_changed")


def schema_of(path: Path) -> str | None:
    """Schema version of a store; None when the file is no store or not there."""
    if not path.is_file():
        return None
    try:
        store = open_store(path)
        try:
            return store_info(store).get("schema_version")
        finally:
            store.close()
    except duckdb.Error:
        return None


def record(new: Path, replaced: Path, checks: Sequence[CheckResult]) -> list[Change]:
    """Write into a new store what its checks said, what moved, and which stores came before.

    ``replaced`` is the store that it will take the place of; without one of the same schema
    nothing has moved and the history starts anew.
    """
    known = schema_of(replaced) == SCHEMA_VERSION
    changes = diff(replaced, new) if known else []
    connection = duckdb.connect(str(new))
    try:
        connection.executemany(
            "INSERT INTO check_result VALUES (?, ?, ?, ?)",
            [(check.name, check.level, check.ok, check.detail) for check in checks],
        )
        if changes:
            connection.executemany(
                "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(number, change.kind, change.subject, change.indicator_id, change.region_id,
                  change.years_after, change.before, change.after, change.rows)
                 for number, change in enumerate(changes, start=1)],
            )
        _write_history(connection, replaced if known else None, changes)
    finally:
        connection.close()
    return changes


def _write_history(
    connection: duckdb.DuckDBPyConnection, replaced: Path | None, changes: Sequence[Change]
) -> None:
    if replaced is not None:
        quoted = str(replaced).replace("'", "''")
        connection.execute(f"ATTACH '{quoted}' AS replaced (READ_ONLY)")
        connection.execute("INSERT INTO history FROM replaced.history")
        connection.execute("DETACH replaced")
    moved = sum(rows for kind, rows in summary(changes).items() if kind in _COUNTED)
    connection.execute(
        """
        INSERT INTO history
        SELECT (SELECT coalesce(max(number), 0) + 1 FROM history),
               (SELECT value::TIMESTAMP FROM store_info WHERE key = 'made_at'),
               (SELECT value FROM store_info WHERE key = 'made_by'),
               (SELECT value FROM store_info WHERE key = 'data_version'),
               (SELECT value FROM store_info WHERE key = 'rule_version'),
               (SELECT count(*) FROM programme), (SELECT count(value) FROM figure), $moved
        """,
        {"moved": moved if replaced is not None else None},
    )


def history(store: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The stores that were published, newest first."""
    cursor = store.execute("SELECT * FROM history ORDER BY number DESC")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def earlier(target: Path, number: int) -> Path:
    """Where the store is kept that was replaced ``number`` publications ago."""
    return target.with_name(f"{target.name}.{number}")


def keep_previous(target: Path) -> None:
    """Move earlier stores one place on: .1 is the last one, .2 the one before."""
    if target.exists():
        _shift(target, KEPT)
        _copy(target, earlier(target, 1))


def rollback(target: Path, number: int = 1) -> Path:
    """Put an earlier store back in place; the present one becomes .1, so it can be undone.

    Raises DataError when that store is not there, or is of another schema version. Readers
    always find a whole store, because it takes its place in one rename.
    """
    chosen = earlier(target, number)
    if not chosen.is_file():
        there = [str(count) for count in range(1, KEPT + 1) if earlier(target, count).is_file()]
        raise DataError("there is no earlier store.", file=str(chosen),
                        advice=f"Kept: {', '.join(there) or 'none'}.")
    version = schema_of(chosen)
    if version != SCHEMA_VERSION:
        raise DataError(
            f"this store has schema version {version or 'none'}, this program needs "
            f"{SCHEMA_VERSION}.", file=str(chosen),
            advice="Make a store with «python -m etl build».")
    present = target.with_name(f"{target.name}.{os.getpid()}.present")
    try:
        if target.exists():
            _copy(target, present)
        chosen.replace(target)
        if present.exists():
            _shift(target, number)
            present.replace(earlier(target, 1))
    finally:
        with suppress(FileNotFoundError):
            present.unlink()
    return target


def _shift(target: Path, last: int) -> None:
    """Move .1 to .2 and so on, up to ``last``, which is overwritten."""
    for number in range(last - 1, 0, -1):
        if earlier(target, number).exists():
            earlier(target, number).replace(earlier(target, number + 1))


def _copy(source: Path, target: Path) -> None:
    """Another name for the same bytes, or a copy where the disk knows no links."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
