"""A table of DUO's portal: which columns a connector takes, and how they lie in its folder.

Every table is in the source's folder as ``<name>.csv`` with the columns that the connector
named, in that order and spelling, and ``<name>.json`` with what DUO says about it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from etl.errors import DataError
from etl.fetching import LiveReading

ADVICE = "Compare it with the dataset on onderwijsdata.duo.nl and correct the connector."


@dataclass(frozen=True)
class Table:
    """A table to fetch.

    ``resource`` are words that must all be in the resource's name, in any order; one with a
    minus must not be in it. Columns are found whatever their case and whether they have spaces
    or underscores. Those in ``needed`` must be there; those in ``optional`` may be absent and
    are then NULL; every column that fits a regular expression in ``series`` (a column per year)
    is taken, and each must fit some. Columns in ``unused`` are known too; any other one is new,
    and is noted.
    """

    name: str
    package: str
    resource: str
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


@dataclass(frozen=True)
class About:
    """What DUO says about a fetched table; ``columns`` are those of ``<name>.csv``."""

    package: str
    resource_id: str
    resource: str
    modified: str
    licence: str
    notes: str
    rows: int
    columns: tuple[str, ...]

    @property
    def published(self) -> date:
        """Day of the last change; a DataError when DUO gives none."""
        try:
            return date.fromisoformat(self.modified[:10])
        except ValueError as error:
            raise DataError(f"«{self.modified[:20]}» is not the day of the last change.",
                            file=self.package, column="metadata_modified",
                            advice=ADVICE) from error

    def stage_edition(self, reading: LiveReading) -> None:
        """``stage.edition``: one row with source_id and day, for the SQL of a connector."""
        reading.connection.execute(
            "CREATE OR REPLACE TABLE stage.edition AS "
            "SELECT $source AS source_id, $day::DATE AS day",
            {"source": reading.source_id, "day": self.published})

    def describe(self, reading: LiveReading, **parts: Any) -> None:
        """Put the day, the licence when there is one, and ``parts`` in the source's row."""
        licence = {"licence": self.licence} if self.licence else {}
        reading.describe(published=self.published, **licence, **parts)


def read_table(reading: LiveReading, table: Table) -> About:
    """``stage.<name>``: the columns of the table as text; optional ones that are absent NULL."""
    answer = json.loads((reading.folder / f"{table.name}.json").read_text(encoding="utf-8"))
    about = About(**{**answer, "columns": tuple(answer["columns"])})
    reading.csv(table.name, f"{table.name}.csv", delimiter=",", columns=table.needed)
    for column in table.optional:
        if column not in about.columns:
            reading.connection.execute(
                f'ALTER TABLE stage.{table.name} ADD COLUMN "{column}" VARCHAR')
    return about


def refuse_shrunk(reading: LiveReading, about: About, now: int, before: int) -> None:
    """Stop when a register lost more than ``options.least_share`` allows.

    What is not in a register is taken for gone, so half a list would do harm.
    """
    if now < before * float(reading.options["least_share"]):
        raise DataError(f"only {now} programmes where {before} were active before.",
                        file=about.package, advice="Look at the dataset; a part may be missing. "
                        "If it is right, lower least_share in etl/catalogue.toml.")


def choose_columns(table: Table, names: Sequence[str]) -> dict[str, str]:
    """Our name of every column to take -> the publisher's; a missing one is a DataError."""
    by_key = {key(name): name for name in names}
    chosen = {}
    for column in table.needed:
        if key(column) not in by_key:
            raise DataError("this column is missing.", file=table.package, column=column,
                            advice=ADVICE)
        chosen[column] = by_key[key(column)]
    chosen |= {column: by_key[key(column)] for column in table.optional
               if key(column) in by_key}
    for pattern in table.series:
        found = {key(name): name for name in names if re.fullmatch(pattern, key(name))}
        if not found:
            raise DataError("no column has a name like this.", file=table.package,
                            column=pattern, advice=ADVICE)
        chosen |= found
    return chosen


def as_csv(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """One row per line: line breaks in a text become blanks, nothing at all an empty field."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return text.getvalue()


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return re.sub(r"[\r\n]+", " ", str(value))


def key(name: str) -> str:
    """A column name without its case, spaces and underscores."""
    return re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")
