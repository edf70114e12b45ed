"""Members of CBS dimensions as lookup tables of the workspace, and periods as dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa

from etl.fetching import LiveReading
from etl.sources.cbs_odata import Dimension, Member, plain, shortened

TOTALS = ("Geen internationale student", "Totaal", "Totaal mannen en vrouwen",
          "A-U Alle economische activiteiten")


def lookup(reading: LiveReading, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """``stage.<table>`` from rows that all have the same names; at least one row."""
    names = list(rows[0])
    reading.connection.register("incoming",
                                pa.table({name: [row[name] for row in rows] for name in names}))
    reading.connection.execute(f"CREATE OR REPLACE TABLE stage.{table} AS FROM incoming")
    reading.connection.unregister("incoming")


def total(dimension: Dimension) -> Member:
    """The member that stands for everyone; without international students where CBS has that."""
    return dimension.one(*TOTALS)


def read_periods(reading: LiveReading, periods: Dimension, table: str = "period") -> None:
    """``stage.<table>``: period (code) and status: A when final, P when CBS calls it otherwise."""
    lookup(reading, table, [
        {"period": member.code, "title": member.title,
         "status": "A" if member.status in ("", "Definitief") else "P"}
        for member in periods.members])


def known_fields(connection: duckdb.DuckDBPyConnection, scheme: str) -> dict[str, tuple[str, ...]]:
    """Broad fields of ``ref.field`` by the text that CBS titles start with: id, name, name_en."""
    return {
        (code if scheme == "isced" else plain(name)): (field_id, name, name_en)
        for field_id, code, name, name_en in connection.execute(
            "SELECT field_id, code, name, coalesce(name_en, name) FROM ref.field "
            "WHERE scheme = $scheme AND (scheme = 'hoop' OR length(code) = 2)",
            {"scheme": scheme}).fetchall()
    }


def read_fields(
    reading: LiveReading, dimension: Dimension, scheme: str, log: str
) -> None:
    """``stage.study_field``: code, field_id (NULL for all fields), name and name_en.

    Members that are no broad field of ours (unknown, subfields) are not in it.
    """
    fields = known_fields(reading.connection, scheme)
    rows, strange = [], []
    for member in dimension.members:
        # ISCED titles are «07 Techniek ...»; HOOP has the name only.
        start = member.title.split(" ")[0] if scheme == "isced" else plain(member.title)
        if plain(member.title).startswith("totaal"):
            rows.append({"code": member.code, "field_id": None, "name": "alle richtingen",
                         "name_en": "all fields"})
        elif start in fields:
            field_id, name, name_en = fields[start]
            rows.append({"code": member.code, "field_id": field_id, "name": name,
                         "name_en": name_en})
        elif not (scheme == "isced" and start[:2] in fields) and "onbekend" not in member.title:
            strange.append(member.title)
    if strange:
        reading.warn(log, f"not a study field of ours: {shortened(strange)}")
    lookup(reading, "study_field", rows)
