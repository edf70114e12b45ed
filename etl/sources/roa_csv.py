"""Reading the large CSV files of ROA: one pass of DuckDB over the bytes, nothing held in Python.

``;`` between fields, decimal comma, UTF-8 with a byte-order mark (older and smaller files came
as Windows-1252 too). Quoting is as in any CSV. A line with another number of fields than the
header stops the reading, because then the file was cut off or edited.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from pathlib import Path

import duckdb

from etl.errors import DataError
from etl.fetching import LiveReading
from etl.reading import FileRead, LeftOut
from store.connection import one_row

_MACROS = Path(__file__).with_name("roa_macros.sql")
_NEVER = "\x01none\x01"
_FALLBACK = "cp1252"


def use_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the macros of ``roa_macros.sql`` known."""
    connection.execute(_MACROS.read_text(encoding="utf-8"))


def header_of(path: Path) -> tuple[str, ...]:
    """Column names of a file, with the number behind a repeated one left to DuckDB."""
    with path.open("rb") as file:
        first = file.readline().removeprefix(b"\xef\xbb\xbf")
    text = first.decode("utf-8", errors="replace").strip("\r\n")
    return tuple(part.strip().strip('"').strip() for part in text.split(";"))


def read_roa_csv(
    reading: LiveReading, table: str, name: str, needed: Sequence[str],
    extra: Sequence[str] = (), keep: Mapping[str, str] | None = None, only: str = "true",
) -> FileRead:
    """``stage.table``: line, the needed and extra columns as text, of the rows to keep.

    ``extra`` columns are taken when they are there. ``keep`` names, per reason for leaving a row
    out, the SQL condition under which it stays; the first condition that fails is the reason.
    Rows outside ``only`` are not counted; ``read_distinct`` tells how many they are.
    """
    started = time.perf_counter()
    path = reading.find(name)
    header = header_of(path)
    _require_columns(path, header, needed)
    wanted = [*needed, *(column for column in extra if column in header)]
    reasons = list(keep or {})
    case = " ".join(f"WHEN NOT coalesce(({condition}), false) THEN {number}"
                    for number, condition in enumerate((keep or {}).values()))
    columns = ", ".join(f'"{column}"' for column in wanted)
    # Of a row that is left out only its line is kept, which saves copying its texts.
    kept = ", ".join(f'CASE WHEN reason IS NULL THEN "{column}" END AS "{column}"'
                     for column in wanted) if keep else columns
    _scan(reading, name, header, f"""
        CREATE OR REPLACE TABLE stage.{table} AS
        SELECT line, {kept}, reason FROM (
            SELECT line, {columns}, CASE {case or 'WHEN false THEN 0'} END AS reason
            FROM (SELECT row_number() OVER () + 1 AS line, {columns} FROM {{rows}})
            WHERE {only}
        )
    """)
    return _logged(reading, table, name, reasons, started)


def read_distinct(
    reading: LiveReading, table: str, name: str, columns: Mapping[str, str]
) -> None:
    """``stage.table``: the different values of some columns (our name -> theirs), trimmed.

    A quick look over the file, to know beforehand which rows are worth reading. Beside the
    values: ``rows``, how many rows have them, and ``line``, the first of those.
    """
    header = header_of(reading.find(name))
    _require_columns(reading.find(name), header, list(columns.values()))
    ours = ", ".join(f'trim("{theirs}") AS "{ours}"' for ours, theirs in columns.items())
    theirs = ", ".join(f'"{column}"' for column in columns.values())
    _scan(reading, name, header, f"""
        CREATE OR REPLACE TABLE stage.{table} AS
        SELECT {ours}, sum(rows)::BIGINT AS rows, min(line) AS line
        FROM (SELECT {theirs}, count(*) AS rows, min(line) AS line
              FROM (SELECT row_number() OVER () + 1 AS line, {theirs} FROM {{rows}}) GROUP BY ALL)
        GROUP BY ALL
    """)


def _scan(reading: LiveReading, name: str, header: Sequence[str], statement: str) -> None:
    """Run a statement over the ``{rows}`` of a file, in whichever encoding it is."""
    rows = f"""read_csv(
        $path, delim = ';', quote = '"', escape = '"', header = false, skip = 1,
        columns = {_struct(header)}, auto_detect = false, nullstr = $never,
        strict_mode = true, encoding = 'utf-8')"""
    statement = statement.replace("{rows}", rows)
    path = reading.find(name)
    try:
        try:
            reading.connection.execute(statement, {"path": str(path), "never": _NEVER})
        except duckdb.InvalidInputException as error:
            if "unicode" not in str(error).lower() and "utf" not in str(error).lower():
                raise
            copy = _as_utf8(path)
            reading.connection.execute(statement, {"path": str(copy), "never": _NEVER})
    except duckdb.Error as error:
        raise _understood(path, error) from error


def _require_columns(path: Path, header: Sequence[str], needed: Sequence[str]) -> None:
    if len(header) < 2:
        raise DataError("found one column; the fields should be parted by «;».", file=path.name,
                        line=1, advice="The publisher may have changed the format.")
    for column in needed:
        if column not in header:
            raise DataError("this column is missing.", file=path.name, line=1, column=column,
                            advice="The publisher may have renamed it; compare the header.")


def _struct(header: Sequence[str]) -> str:
    """Columns for read_csv; a repeated name gets a number."""
    names: list[str] = []
    for position, name in enumerate(header):
        base = name or f"column{position}"
        names.append(base if base not in names else f"{base}_{position}")
    inner = ", ".join("'" + name.replace("'", "''") + "': 'VARCHAR'" for name in names)
    return "{" + inner + "}"


def _as_utf8(path: Path) -> Path:
    """A copy of the file beside it, turned from Windows-1252 into UTF-8."""
    copy = path.with_name(f"{path.stem}.utf8{path.suffix}")
    copy.write_text(path.read_bytes().decode(_FALLBACK, errors="replace"), encoding="utf-8",
                    newline="")
    return copy


def _understood(path: Path, error: duckdb.Error) -> DataError:
    """DuckDB's complaint as one sentence with the line number."""
    found = re.search(r"CSV Error on Line: (\d+)", str(error))
    return DataError(
        "this line does not have the fields of the header.", file=path.name,
        line=int(found[1]) if found else None,
        advice="The file may be cut off or edited; fetch it again.",
    )


def _logged(
    reading: LiveReading, table: str, name: str, reasons: Sequence[str], started: float
) -> FileRead:
    """Log what was read and left out, and drop the rows that are not kept."""
    connection = reading.connection
    (rows,) = one_row(connection, f"SELECT count(*) FROM stage.{table}")
    if rows == 0:
        raise DataError("the file has a header but no rows.", file=name,
                        advice="The publisher may be replacing it; try again later.")
    with reading.find(name).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    read = FileRead(name, digest, rows, 0)
    reading.files[table] = read
    left = connection.execute(
        f"SELECT reason, count(*), min(line) FROM stage.{table} WHERE reason IS NOT NULL "
        "GROUP BY reason ORDER BY reason").fetchall()
    examples = lines_of(reading.find(name), [line for _, _, line in left])
    for number, count, line in left:
        read.left_out.append(LeftOut(name, reasons[number], count, line, examples[line]))
    if left:
        connection.execute(f"DELETE FROM stage.{table} WHERE reason IS NOT NULL")
    connection.execute(f"ALTER TABLE stage.{table} DROP COLUMN reason")
    read.duration_ms = round(1000 * (time.perf_counter() - started))
    return read


def lines_of(path: Path, numbers: Collection[int]) -> dict[int, str]:
    """The start of these lines, for the log, in one pass.

    A row is one line, unless a field holds a line break.
    """
    found = dict.fromkeys(numbers, "")
    with path.open("rb") as file:
        for number, line in enumerate(islice(file, max(numbers, default=0)), start=1):
            if number in found:
                text = line.decode("utf-8", errors="replace").strip()
                found[number] = text.replace(";", " ; ")[:120]
    return found
