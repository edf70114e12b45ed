"""Publishers' files in a folder -> the publisher tables of a workspace (no network)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from etl.catalogue import Source
from etl.errors import DataError
from etl.reading import Reading

_ASSEMBLE = Path(__file__).parent / "assemble"

Progress = Callable[[str, int, int], None]


def load_folder(
    connection: duckdb.DuckDBPyConnection,
    sources: Sequence[Source],
    folder: Path,
    progress: Progress = lambda source_id, done, total: None,
) -> None:
    """Read every file of every source into ``stage`` and assemble ``pub``.

    ``progress`` is called after each source with its id, how many are done, and the total.
    """
    if not folder.is_dir():
        raise DataError("this folder does not exist.", file=str(folder),
                        advice="Give the folder with the publishers' files after --from.")
    readings = []
    for number, source in enumerate(sources, start=1):
        readings += _read_source(connection, source, folder)
        progress(source.source_id, number, len(sources))
    _store_log(connection, sources, readings)
    assemble(connection)


def assemble(connection: duckdb.DuckDBPyConnection) -> None:
    """Run ``etl/assemble/*.sql`` in order: stage tables -> publisher tables (schema ``pub``)."""
    for script in sorted(_ASSEMBLE.glob("*.sql")):
        connection.execute(script.read_text(encoding="utf-8"))


def _read_source(
    connection: duckdb.DuckDBPyConnection, source: Source, folder: Path
) -> list[Reading]:
    readings = []
    for file in source.files:
        reading = Reading(connection, folder, source.source_id)
        file.function()(reading, file.name, **file.options)
        for read in reading.files.values():
            if read.rows_read < file.min_rows:
                raise DataError(
                    f"only {read.rows_read} rows where at least {file.min_rows} were expected.",
                    file=str(reading.find(file.name)),
                    advice="The file may be cut off; download it again.",
                )
        readings.append(reading)
    return readings


def _store_log(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], readings: Sequence[Reading]
) -> None:
    """Tables pub.source, pub.load and pub.left_out."""
    log = [(reading.source_id, read) for reading in readings for read in reading.files.values()]
    _create(connection, "source", [source.row for source in sources])
    _create(connection, "load", [
        {
            "load_id": f"{source_id}:{read.file}",
            "source_id": source_id,
            "file": read.file,
            "rows_read": read.rows_read,
            "rows": read.rows_read - read.rows_left_out,
            "rows_left_out": read.rows_left_out,
            "sha256": read.sha256,
            "warnings": read.warnings,
            "duration_ms": read.duration_ms,
        }
        for source_id, read in log
    ])
    _create(connection, "left_out", [
        {
            "source_id": source_id,
            "file": item.file,
            "reason": item.reason,
            "rows": item.rows,
            "first_line": item.first_line,
            "example": item.example,
        }
        for source_id, read in log
        for item in read.left_out
    ])


def _create(
    connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]]
) -> None:
    connection.register("incoming", pa.Table.from_pylist(rows))
    connection.execute(f"CREATE OR REPLACE TABLE pub.{table} AS FROM incoming")
    connection.unregister("incoming")
