"""The open store: one read-only connection per process, a cursor per question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from store.connection import open_cursor, open_store, store_path
from store.schema import SCHEMA_VERSION

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Store:
    """An open store. ``stamp`` tells apart two files that had the same path."""

    path: Path
    stamp: tuple[int, int]
    connection: duckdb.DuckDBPyConnection
    info: dict[str, str]

    def rows(self, query: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Rows:
        """All rows of a query as dicts, in the order of the query."""
        cursor = open_cursor(self.connection)
        try:
            cursor.execute(query, parameters or None)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        finally:
            cursor.close()

    @property
    def data_version(self) -> str:
        """Eight characters that change when any input of the store changes."""
        return self.info["data_version"]

    def is_current(self) -> bool:
        """Is the file at this path still the one that is open?"""
        return file_stamp(self.path) == self.stamp

    def close(self) -> None:
        """Give the file free, for instance because a newer one took its place."""
        self.connection.close()


def file_stamp(path: Path) -> tuple[int, int]:
    """Identity of a file: it changes when the file is replaced."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (status.st_ino, status.st_mtime_ns)


class NoStore(Exception):
    """There is no store that this version of the program can read; a new one must be built."""


def connect(path: Path | None = None) -> Store:
    """Open the published store. Raises NoStore when there is none of our schema."""
    path = path or store_path()
    stamp = file_stamp(path)
    if stamp == (0, 0):
        raise NoStore(f"{path} is not there")
    try:
        connection = open_store(path)
    except duckdb.Error as error:
        raise NoStore(f"{path} cannot be opened") from error
    try:
        info = dict(connection.execute("SELECT key, value FROM store_info").fetchall())
    except duckdb.Error as error:
        connection.close()
        raise NoStore(f"{path} is not a store") from error
    if info.get("schema_version") != SCHEMA_VERSION:
        connection.close()
        raise NoStore(f"{path} has schema version {info.get('schema_version')}")
    return Store(path, stamp, connection, info)
