"""Counts of DUO with hidden small ones -> ``live.student_count`` and ``live.figure``.

DUO hides 1 to 4 people in two ways: as -1, or by writing 4 for 1, 2, 3 and 4. A file of the
second kind has no 1, 2 or 3 anywhere, so a 4 in it means «1 to 4» too. Neither is ever added up
as a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from etl.errors import DataError
from etl.fetching import LiveReading
from etl.sources.duo_tables import About
from store.connection import one_row

_SQL = Path(__file__).with_name("duo_counts.sql")
_SAYS_FOUR = re.compile(r"\bdoor (een )?4\b", re.IGNORECASE)


def start_counting(reading: LiveReading) -> None:
    """An empty ``stage.counted``, which a connector fills with what it read."""
    reading.connection.execute(
        """
        CREATE OR REPLACE TABLE stage.counted (
            indicator_id VARCHAR, programme_id VARCHAR, institution_id VARCHAR, place VARCHAR,
            form VARCHAR, year INTEGER, visible INTEGER, hidden INTEGER)
        """
    )


def hiding(reading: LiveReading, table: str, columns: Sequence[str], about: About) -> str:
    """Check the counts and make ``visible(text)`` and ``hidden(text)`` for this table.

    Returns how small counts are hidden: "4", "-1" or "" (not at all, as far as is seen).
    """
    for column in columns:
        reading.require(table, column, f'whole_count("{column}")', "a count of people")
    values = " UNION ALL ".join(f'SELECT trim("{column}") AS text FROM stage.{table}'
                                for column in columns)
    smaller, four, masked = one_row(
        reading.connection,
        f"""
        SELECT count(*) FILTER (whole_count(text) BETWEEN 1 AND 3),
               count(*) FILTER (whole_count(text) = 4),
               count(*) FILTER (missing_mark_reason(text) = 'too_small')
        FROM ({values})
        """
    )
    says_four = bool(_SAYS_FOUR.search(about.notes))
    by_four = four > 0 and (says_four or smaller == 0)
    if says_four and smaller:
        reading.warn(table, f"DUO says that 1 to 4 is written as 4, but {smaller} counts are 1, 2 "
                            "or 3; a 4 is read as 1 to 4")
    elif by_four:
        reading.warn(table, f"{four} counts are 4 and none is 1, 2 or 3; a 4 is read as 1 to 4")
    if masked:
        reading.warn(table, f"{masked} counts are hidden; they are read as 1 to 4")
    macro = "CREATE OR REPLACE MACRO {}(text) AS {}"
    # The literal is decided here, because a macro cannot take a parameter of the query.
    fours = "whole_count(text) = 4" if by_four else "false"
    for name, body in (
        ("visible", f"CASE WHEN {fours} THEN 0 ELSE coalesce(whole_count(text), 0) END"),
        ("hidden", f"CASE WHEN {fours} OR missing_mark_reason(text) = 'too_small' "
                   "THEN 1 ELSE 0 END"),
        ("is_count", "whole_count(text) IS NOT NULL "
                     "OR missing_mark_reason(text) = 'too_small'"),
    ):
        reading.connection.execute(macro.format(name, body))
    return "4" if by_four else "-1" if masked else ""


def store_counts(reading: LiveReading, about: About) -> tuple[int, int]:
    """Fill the live tables from ``stage.counted``; returns the first and last year."""
    about.stage_edition(reading)
    reading.connection.execute(_SQL.read_text(encoding="utf-8"))
    first, last = one_row(reading.connection, "SELECT min(year), max(year) FROM stage.counted")
    if first is None:
        raise DataError("there is not one count in this table.", file=about.package,
                        advice="The publisher may have changed it; look at the dataset.")
    return first, last
