"""Reading publishers' files into a workspace: checked, counted and with line numbers.

A workspace is an in-memory DuckDB with three schemas: ``stage`` (one file each, typed),
``pub`` (the store's publisher tables) and ``ref`` (what people decided, from data/reference).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from etl.delimited import checked_content, checked_header, csv_error, varchar_struct
from etl.errors import DataError
from store.connection import one_row

_MACROS = Path(__file__).parent / "wire" / "macros.sql"
# No publisher writes this, so an empty field stays '' and only a missing field becomes NULL.
_NEVER = "\x01none\x01"
_BLANK = "blank line in the file"


def open_workspace() -> duckdb.DuckDBPyConnection:
    """An empty in-memory workspace with the parsing macros and the three schemas."""
    connection = duckdb.connect(":memory:")
    for schema in ("stage", "pub", "ref"):
        connection.execute(f"CREATE SCHEMA {schema}")
    connection.execute(_MACROS.read_text(encoding="utf-8"))
    return connection


@dataclass(frozen=True)
class LeftOut:
    """Rows of a file that are not used, and why."""

    file: str
    reason: str
    rows: int
    first_line: int
    example: str


@dataclass
class FileRead:
    """What was read of one file: enough for the load log."""

    file: str
    sha256: str
    rows_read: int
    duration_ms: int
    warnings: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def rows_left_out(self) -> int:
        """Rows not used, over all reasons."""
        return sum(item.rows for item in self.left_out)


class Reading:
    """One source's visit to a folder: reads its files and keeps the log of it."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, folder: Path, source_id: str
    ) -> None:
        self.connection = connection
        self.folder = folder
        self.source_id = source_id
        self.files: dict[str, FileRead] = {}

    def find(self, name: str) -> Path:
        """The file with this relative path, or this base name anywhere below the folder."""
        direct = self.folder / name
        if direct.is_file():
            return direct
        found = sorted(self.folder.rglob(Path(name).name))
        if not found:
            raise DataError(
                "the file is not there.", file=str(direct),
                advice=f"Put it in {self.folder}.",
            )
        if len(found) > 1:
            raise DataError(
                f"found {len(found)} files with this name.", file=str(found[0]),
                advice="Keep one, so that it is clear which one counts.",
            )
        return found[0]

    def csv(
        self,
        table: str,
        name: str,
        *,
        delimiter: str,
        columns: tuple[str, ...],
        encoding: str = "utf-8",
    ) -> FileRead:
        """Read a delimited file into ``stage.table``: VARCHAR columns plus ``line``.

        ``columns`` must all be in the header; others are kept too. Lines without any delimiter
        (blank lines, a lone ``""``) are left out with that reason; a line with another number of
        fields is an error, because it means that a file was cut off or edited.
        """
        started = time.perf_counter()
        path = self.find(name)
        content = checked_content(path, encoding)
        header = checked_header(path, content, delimiter, columns, encoding)
        try:
            self.connection.execute(
                f"""
                CREATE OR REPLACE TABLE stage.{table} AS
                SELECT row_number() OVER () + 1 AS line, *
                FROM read_csv(
                    $path, delim = $delimiter, quote = '"', escape = '"', header = false,
                    skip = 1, columns = {varchar_struct(header)}, auto_detect = false,
                    null_padding = true, nullstr = $never, encoding = $encoding,
                    strict_mode = true
                )
                """,
                {
                    "path": str(path),
                    "delimiter": delimiter,
                    "encoding": encoding,
                    "never": _NEVER,
                },
            )
        except duckdb.Error as error:
            raise csv_error(path, error) from error
        read = self._logged(table, path, content, started)
        self._count_blank_lines(table, content)
        if len(header) > 1:
            self._refuse_short_lines(table, path, header)
        return read

    def _count_blank_lines(self, table: str, content: bytes) -> None:
        """Put back the lines without a single character, which DuckDB skips without a word.

        A row is always one line, because a line break inside quotes is refused.
        """
        lines = content.splitlines()
        blank = [number for number, line in enumerate(lines, start=1) if number > 1 and not line]
        if not blank:
            return
        # A row comes after the k-th blank line when it is at least on line (k-th minus k).
        shifts = [number - skipped for skipped, number in enumerate(blank)]
        self.connection.execute(
            f"""
            UPDATE stage.{table}
            SET line = line + len(list_filter($shifts::BIGINT[], lambda shift: shift <= line))
            """,
            {"shifts": shifts},
        )
        self.files[table].rows_read += len(blank)
        self._log_left_out(table, _BLANK, len(blank), blank[0], "")

    def _refuse_short_lines(self, table: str, path: Path, header: tuple[str, ...]) -> None:
        """Blank lines are left out; a line that misses fields is an error.

        An empty field is read as '' and only padding gives NULL, so the two are told apart.
        """
        padded = " AND ".join(f'"{name}" IS NULL' for name in header[1:])
        self.leave_out(
            table, f"({padded}) AND trim(\"{header[0]}\") = ''", _BLANK
        )
        row = self.connection.execute(
            f'SELECT line FROM stage.{table} WHERE "{header[-1]}" IS NULL ORDER BY line LIMIT 1'
        ).fetchone()
        if row:
            raise DataError(
                f"the line has fewer than {len(header)} fields.", file=str(path), line=row[0],
                advice="The file may be cut off; download it again.",
            )

    def _logged(self, table: str, path: Path, content: bytes, started: float) -> FileRead:
        (rows,) = one_row(self.connection, f"SELECT count(*) FROM stage.{table}")
        if rows == 0:
            raise DataError("the file has a header but no rows.", file=str(path),
                            advice="Download it again.")
        read = FileRead(
            file=path.name,
            sha256=hashlib.sha256(content).hexdigest(),
            rows_read=rows,
            duration_ms=round(1000 * (time.perf_counter() - started)),
        )
        self.files[table] = read
        return read

    def records(
        self, table: str, path: Path, content: bytes, rows: Sequence[Mapping[str, object]]
    ) -> FileRead:
        """Put parsed records into ``stage.table`` as VARCHAR columns plus ``line``."""
        started = time.perf_counter()
        names = list(dict.fromkeys(name for row in rows for name in row))
        arrow = pa.table(
            {
                "line": pa.array(range(1, len(rows) + 1), pa.int64()),
                **{
                    name: pa.array(
                        [None if row.get(name) is None else str(row[name]) for row in rows],
                        pa.string(),
                    )
                    for name in names
                },
            }
        )
        self.connection.register("incoming", arrow)
        self.connection.execute(f"CREATE OR REPLACE TABLE stage.{table} AS FROM incoming")
        self.connection.unregister("incoming")
        return self._logged(table, path, content, started)

    def leave_out(self, table: str, condition: str, reason: str) -> int:
        """Remove the rows that meet a condition from ``stage.table`` and log why."""
        (rows, line) = one_row(
            self.connection, f"SELECT count(*), min(line) FROM stage.{table} WHERE {condition}")
        if not rows:
            return 0
        first = one_row(
            self.connection, f"SELECT * EXCLUDE (line) FROM stage.{table} "
            f"WHERE line = $line AND ({condition})", {"line": line})
        example = " ; ".join(str(value) for value in first[:8] if value is not None)
        self.connection.execute(f"DELETE FROM stage.{table} WHERE {condition}")
        self._log_left_out(table, reason, rows, line, example[:120])
        return int(rows)

    def _log_left_out(
        self, table: str, reason: str, rows: int, first_line: int, example: str
    ) -> None:
        """One entry per reason: the log has one row per file and reason."""
        read = self.files[table]
        same = [item for item in read.left_out if item.reason == reason]
        first = min([*same, LeftOut(read.file, reason, 0, first_line, example)],
                    key=lambda item: item.first_line)
        total = rows + sum(item.rows for item in same)
        read.left_out = [item for item in read.left_out if item.reason != reason]
        read.left_out.append(replace(first, rows=total))

    def warn(self, table: str, text: str) -> None:
        """Add something the reader of the load log should know."""
        self.files[table].warnings.append(text)

    def require(
        self, table: str, column: str, parsed: str, what: str, *, needed: bool = False
    ) -> None:
        """Stop when a value of ``column`` is given but could not be understood.

        ``parsed`` is the SQL expression that turns it into its type; NULL means it failed.
        With ``needed``, as for keys, a value that is missing is refused too.
        """
        row = self.connection.execute(
            f"""
            SELECT line, "{column}" FROM stage.{table}
            WHERE ($needed OR NOT is_missing_mark("{column}")) AND ({parsed}) IS NULL
            ORDER BY line LIMIT 1
            """,
            {"needed": needed},
        ).fetchone()
        if row:
            raise DataError(
                f"«{str(row[1])[:40]}» is not {what}.",
                file=self.files[table].file, line=row[0], column=column,
                advice="Check the file against the publisher's own copy.",
            )

    def require_all(
        self, table: str, requirements: Sequence[tuple[str, str, str]], *, needed: bool = False
    ) -> None:
        """``require`` for several columns: (column, parsed, what). One scan when all is well."""
        wrong = ", ".join(
            f'bool_or(($needed OR NOT is_missing_mark("{column}")) AND ({parsed}) IS NULL)'
            for column, parsed, _ in requirements)
        found = one_row(
            self.connection, f"SELECT {wrong} FROM stage.{table}", {"needed": needed})
        for bad, (column, parsed, what) in zip(found, requirements, strict=True):
            if bad:
                self.require(table, column, parsed, what, needed=needed)

    def require_unique(self, table: str, key: tuple[str, ...]) -> None:
        """Stop when two rows of ``stage.table`` have the same key."""
        columns = ", ".join(f'"{column}"' for column in key)
        row = self.connection.execute(
            f"""
            SELECT max(line), min(line), {columns} FROM stage.{table}
            GROUP BY {columns} HAVING count(*) > 1 ORDER BY 1 LIMIT 1
            """
        ).fetchone()
        if row:
            raise DataError(
                f"the key {' '.join(str(part).strip() for part in row[2:])} is already on line "
                f"{row[1]}.",
                file=self.files[table].file, line=row[0], column=", ".join(key),
                advice="Remove the double row or download the file again.",
            )
