"""Where the store is, how to open it for reading, and the one row of a query."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
SNAPSHOT = DATA / "snapshot"
REFERENCE = DATA / "reference"


def store_path() -> Path:
    """``OUTLOOK_STORE`` when set, else ``data/outlook.duckdb``."""
    return Path(os.environ.get("OUTLOOK_STORE") or DATA / "outlook.duckdb")


def cache_path() -> Path:
    """Publishers' answers: ``OUTLOOK_CACHE`` when set, else ``data/cache``."""
    return Path(os.environ.get("OUTLOOK_CACHE") or DATA / "cache")


def open_store(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A read-only connection on the store, also when the file was replaced meanwhile.

    The file is attached to an in-memory database of its own, because DuckDB keeps one database
    per path in a process: a plain ``connect`` would return the old file as long as anyone has
    it open. Use ``open_cursor`` for a cursor per thread.
    """
    connection = duckdb.connect(":memory:")
    quoted = str(path or store_path()).replace("'", "''")
    try:
        connection.execute(f"ATTACH '{quoted}' AS outlook (READ_ONLY)")
        connection.execute("USE outlook")
    except BaseException:
        connection.close()
        raise
    return connection


def open_cursor(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A cursor on a connection of ``open_store``, for use in one thread."""
    cursor = connection.cursor()
    cursor.execute("USE outlook")
    return cursor


def one_row(
    connection: duckdb.DuckDBPyConnection, query: str,
    parameters: Mapping[str, object] | None = None,
) -> tuple[Any, ...]:
    """The one row of a query that always gives one, such as a count over a whole table."""
    # All rows, because a result that was not read to its end holds up what comes next.
    rows = connection.execute(query, parameters).fetchall()
    if not rows:
        raise LookupError(f"a query that always gives a row gave none: {query}")
    return rows[0]
