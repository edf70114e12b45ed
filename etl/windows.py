"""When people left school and when they were asked, per source and edition.

``data/reference/crisis/windows.csv`` says it relative to the year that the publisher names:
«year+1 09-22» is 22 September of the year after. A row with ``first_year`` and ``last_year`` is
about those editions only and goes before the row without them. Whether a figure was measured in a
crisis (method, axis 1) hangs on these days, so a row that cannot be right is refused.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from etl.errors import DataError
from etl.reading import Reading

_FIRST, _LAST = 1990, 2100
_TABLE = "ref_window"
_COLUMNS = ("window_id", "first_year", "last_year", "entry_start", "entry_end", "entry_assumed",
            "measured_start", "measured_end", "measured_assumed", "source", "url", "note")
_DAYS = ("entry_start", "entry_end", "measured_start", "measured_end")
# 29 February is in no year but a leap year, so no window may begin or end there.
_DAY = """
CREATE OR REPLACE TEMP MACRO window_day(text, year) AS CASE
    WHEN regexp_full_match(trim(text), 'year([+-][1-9])? \\d\\d-\\d\\d')
    THEN TRY_CAST(concat(
        year + coalesce(TRY_CAST(regexp_extract(text, 'year([+-]\\d)', 1) AS INTEGER), 0), '-',
        right(trim(text), 5)) AS DATE)
END
"""


def load_windows(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """``ref.measurement_window``: a row per window_id and year, with the days and who assumed them.

    The entry window is NULL for figures that are not about school leavers.
    """
    reading = Reading(connection, folder, "reference")
    reading.csv(_TABLE, "windows.csv", delimiter=",", columns=_COLUMNS)
    connection.execute(_DAY)
    _check(reading)
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE ref.measurement_window AS
        SELECT trim(window_id) AS window_id, year,
               {", ".join(f"window_day({name}, year) AS {name}" for name in _DAYS)},
               CAST(entry_assumed AS BOOLEAN) AS entry_assumed,
               CAST(measured_assumed AS BOOLEAN) AS measured_assumed
        FROM stage.{_TABLE}
        JOIN range({_FIRST}, {_LAST}) AS years (year)
          ON year BETWEEN coalesce(TRY_CAST(first_year AS INTEGER), {_FIRST})
                      AND coalesce(TRY_CAST(last_year AS INTEGER), {_LAST})
        QUALIFY row_number() OVER (PARTITION BY trim(window_id), year
                                   ORDER BY trim(first_year) = '') = 1
        """
    )


def _check(reading: Reading) -> None:
    """Every cell can be read, and no window ends before it starts or overlaps another edition."""
    for column in _DAYS:
        reading.require(_TABLE, column, f"window_day({column}, 2001)",
                        "a day like «year+1 09-22»", needed=column.startswith("measured"))
    for column in ("entry_assumed", "measured_assumed"):
        reading.require(_TABLE, column,
                        f"CASE WHEN trim({column}) IN ('true', 'false') THEN 1 END",
                        "true or false", needed=True)
    for column in ("window_id", "source", "url"):
        reading.require(_TABLE, column, f"nullif(trim({column}), '')", "a text", needed=True)
    for column in ("first_year", "last_year"):
        reading.require(_TABLE, column, f"TRY_CAST(trim({column}) AS INTEGER)", "a year")
    for column, problem, condition in _WRONG:
        row = reading.connection.execute(
            f"SELECT line FROM stage.{_TABLE} AS row WHERE {condition} ORDER BY line LIMIT 1"
        ).fetchone()
        if row:
            raise DataError(f"{problem}.", file=reading.files[_TABLE].file, line=row[0],
                            column=column, advice="Mend the row or remove it.")


# Column, what is wrong and the rows that have it. Only a row that is later in the file is told
# of an overlap.
_WRONG = (
    ("entry_end", "one of the entry days is missing",
     "(trim(entry_start) = '') <> (trim(entry_end) = '')"),
    ("entry_end", "the entry window ends before it starts",
     "window_day(entry_end, 2001) < window_day(entry_start, 2001)"),
    ("measured_end", "the measurement window ends before it starts",
     "window_day(measured_end, 2001) < window_day(measured_start, 2001)"),
    ("measured_end", "these people were asked before they left school",
     "window_day(measured_end, 2001) < window_day(entry_start, 2001)"),
    ("last_year", "one of the years is missing",
     "(trim(first_year) = '') <> (trim(last_year) = '')"),
    ("last_year", "the last year is before the first",
     "TRY_CAST(last_year AS INTEGER) < TRY_CAST(first_year AS INTEGER)"),
    ("window_id", "another row says it for the same years",
     f"""EXISTS (FROM stage.{_TABLE} AS other
         WHERE other.line < row.line AND trim(other.window_id) = trim(row.window_id)
           AND CASE WHEN trim(row.first_year) = '' OR trim(other.first_year) = ''
                    THEN trim(row.first_year) = trim(other.first_year)
                    ELSE TRY_CAST(row.first_year AS INTEGER)
                             <= TRY_CAST(other.last_year AS INTEGER)
                     AND TRY_CAST(other.first_year AS INTEGER)
                             <= TRY_CAST(row.last_year AS INTEGER) END)"""),
)
