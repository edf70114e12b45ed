"""The embedded default: publisher tables as Parquet plus a manifest, same input same bytes.

What people decided (``data/reference``) and what is computed from it are not in the snapshot:
both are applied again at every build, so an edit there needs no publisher files.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TypedDict

import duckdb

from etl.errors import DataError
from store.connection import one_row
from store.schema import ENUMS, SCHEMA_VERSION, TABLES, Table

MANIFEST = "manifest.json"
_SHARED = "kind = 'publisher' AND shareable"
_CONDITION = {"source": _SHARED}


def publisher_tables() -> tuple[Table, ...]:
    """Tables of which the snapshot holds rows."""
    return tuple(table for table in TABLES if table.origin == "publisher")


class Manifest(TypedDict):
    """What the manifest says: rows and checksum per table, and what each source is."""

    schema_version: str
    tables: dict[str, dict[str, int | str]]
    sources: dict[str, dict[str, object]]


def write_snapshot(connection: duckdb.DuckDBPyConnection, folder: Path) -> Manifest:
    """Write the publisher rows of an open store to ``folder``; returns the manifest.

    Rows are sorted on their key, so that the same store always gives the same bytes.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _write(connection, folder)
    except (OSError, duckdb.IOException) as error:
        raise DataError(
            f"the snapshot could not be written ({str(error).splitlines()[0]}).",
            file=str(folder), advice="Make room on the disk or check who may write there.",
        ) from error


def _write(connection: duckdb.DuckDBPyConnection, folder: Path) -> Manifest:
    for old in folder.glob("*.parquet"):
        old.unlink()
    tables: dict[str, dict[str, int | str]] = {}
    for table in publisher_tables():
        path = folder / f"{table.name}.parquet"
        names = table.publisher_columns()
        columns = ", ".join(_plain(table, name) for name in names)
        key = ", ".join(f'"{name}"' for name in table.key)
        connection.execute(
            f"COPY (SELECT {columns} FROM {table.name} WHERE {_publisher_rows(table)} "
            f"ORDER BY {key}) TO '{_sql_path(path)}' "
            "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
        )
        (rows,) = one_row(
            connection, f"SELECT count(*) FROM {table.name} WHERE {_publisher_rows(table)}")
        tables[table.name] = {
            "rows": rows,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
    manifest: Manifest = {
        "schema_version": SCHEMA_VERSION,
        "tables": tables,
        "sources": _sources(connection),
    }
    (folder / MANIFEST).write_text(
        json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True) + "\n",
        encoding="utf-8",
    )
    return manifest


def read_snapshot(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Load a snapshot into ``pub`` of a workspace, after checking it against its manifest."""
    manifest = read_manifest(folder)
    for table in publisher_tables():
        path = folder / f"{table.name}.parquet"
        if not path.is_file():
            raise DataError("this part of the snapshot is missing.", file=str(path),
                            advice="Restore data/snapshot from git.")
        entry = manifest["tables"].get(table.name, {})
        if hashlib.sha256(path.read_bytes()).hexdigest() != entry.get("sha256"):
            raise DataError("this file is not the one the manifest describes.", file=str(path),
                            advice="Restore data/snapshot from git, or write it again with "
                                   "«python -m etl snapshot».")
        connection.execute(
            f"CREATE OR REPLACE TABLE pub.{table.name} AS FROM read_parquet($path)",
            {"path": str(path)},
        )


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot whose schema version is ours."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError("the snapshot is not there.", file=str(path),
                        advice="Restore data/snapshot from git.") from error
    except ValueError as error:
        raise DataError("the manifest is not readable as JSON.", file=str(path),
                        advice="Restore data/snapshot from git.") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("tables"), dict):
        raise DataError("the manifest does not list the tables of a snapshot.", file=str(path),
                        advice="Restore data/snapshot from git.")
    if manifest.get("schema_version") != SCHEMA_VERSION:
        raise DataError(
            f"the snapshot has schema version {manifest.get('schema_version')}, this program "
            f"needs {SCHEMA_VERSION}.", file=str(path),
            advice="Load the publishers' files again with «python -m etl load».",
        )
    return Manifest(schema_version=SCHEMA_VERSION, tables=manifest["tables"],
                    sources=manifest.get("sources", {}))


def _publisher_rows(table: Table) -> str:
    """Which rows of a table may be shared: those of publishers who let us copy them."""
    if table.name in _CONDITION:
        return _CONDITION[table.name]
    if "source_id" in table.column_names():
        return f"source_id IN (SELECT source_id FROM source WHERE {_SHARED})"
    return "true"


def _plain(table: Table, name: str) -> str:
    """A column as any engine can read it: enums become text."""
    kind = next(column.type for column in table.columns if column.name == name)
    return f'CAST("{name}" AS VARCHAR) AS "{name}"' if kind in ENUMS else f'"{name}"'


def _sources(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, object]]:
    rows = connection.execute(
        """
        SELECT source_id, publisher, title, edition, licence, attribution, url,
               CAST(reference_start AS VARCHAR), CAST(reference_end AS VARCHAR)
        FROM source WHERE kind = 'publisher' AND shareable ORDER BY source_id
        """
    ).fetchall()
    names = ("publisher", "title", "edition", "licence", "attribution", "url",
             "reference_start", "reference_end")
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def _sql_path(path: Path) -> str:
    return str(path).replace("'", "''")
