"""Publishers' files in a folder -> the publisher tables of a workspace (no network)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from etl.catalogue import Source
from etl.errors import DataError
from etl.reading import Reading
from etl.reference import load_english_names
from etl.windows import load_windows
from store.connection import REFERENCE
from store.schema import ENUMS, TABLE

_ASSEMBLE = Path(__file__).parent / "assemble"
# Tables that no embedded file fills; a refresh does.
_ONLY_LIVE = ("refresh", "leaver_industry", "programme_group")

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
    sources = [source for source in sources if source.files]
    for number, source in enumerate(sources, start=1):
        readings += _read_source(connection, source, folder)
        progress(source.source_id, number, len(sources))
    store_log(connection, [source.row for source in sources], readings)
    assemble(connection)


def assemble(connection: duckdb.DuckDBPyConnection) -> None:
    """Run ``etl/assemble/*.sql`` in order: stage tables -> publisher tables (schema ``pub``)."""
    load_english_names(connection, REFERENCE)
    load_windows(connection, REFERENCE / "crisis")
    for script in sorted(_ASSEMBLE.glob("*.sql")):
        connection.execute(script.read_text(encoding="utf-8"))
    for table in _ONLY_LIVE:
        connection.execute(empty_table("pub", table))


def empty_table(schema: str, table: str) -> str:
    """CREATE TABLE for the publisher's part of a table, in a schema of a workspace.

    Enums are text there, as in the snapshot; the store's own constraints come later.
    """
    declared = TABLE[table]
    names = declared.publisher_columns()
    columns = ", ".join(
        f'"{column.name}" {"VARCHAR" if column.type in ENUMS else column.type}'
        for column in declared.columns if column.name in names
    )
    return f"CREATE OR REPLACE TABLE {schema}.{table} ({columns})"


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


def store_log(
    connection: duckdb.DuckDBPyConnection, rows: Sequence[dict[str, object]],
    readings: Sequence[Reading], *, append: bool = False,
) -> None:
    """Tables pub.source (``rows``), pub.load and pub.left_out; ``append`` adds to what is there."""
    log = [(reading.source_id, read) for reading in readings for read in reading.files.values()]
    _put(connection, "source", list(rows), append)
    _put(connection, "load", [
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
    ], append)
    _put(connection, "left_out", [
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
    ], append)


def _put(
    connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]],
    append: bool,
) -> None:
    if not append:
        connection.execute(empty_table("pub", table))
    if table == "load":  # not in the snapshot, because it differs from run to run
        connection.execute("ALTER TABLE pub.load ADD COLUMN IF NOT EXISTS duration_ms INTEGER")
    if rows:
        connection.register("incoming", pa.Table.from_pylist(rows))
        connection.execute(f"INSERT INTO pub.{table} BY NAME FROM incoming")
        connection.unregister("incoming")
