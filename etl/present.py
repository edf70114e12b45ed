"""A workspace that starts with what the present store holds, or the embedded snapshot."""

from __future__ import annotations

from pathlib import Path

import duckdb

from etl.snapshot import publisher_tables, read_snapshot
from store.connection import SNAPSHOT, open_store
from store.schema import ENUMS, SCHEMA_VERSION, TABLE


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
