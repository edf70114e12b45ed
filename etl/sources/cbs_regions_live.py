"""CBS 86247NED: which gemeente belongs to which arbeidsmarktregio. ``options``: ``table``."""

from __future__ import annotations

import re
from datetime import date

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.sources.cbs_door import fetch_cells, fetch_table, read_cells, read_table
from etl.sources.cbs_members import lookup
from etl.sources.cbs_odata import CbsTable, Dimension, Measure

_TABLE = "gemeente"


def fetch(fetching: Fetching) -> None:
    """The whole table: one row per gemeente."""
    table = fetch_table(fetching)
    _, measure = _layout(table)
    fetch_cells(fetching, table, {}, (measure,))


def _layout(table: CbsTable) -> tuple[Dimension, Measure]:
    """The dimension of gemeenten, and the name of the region among all other divisions."""
    return table.dimension("Regio"), table.measure("Naam", "Arbeidsmarktregio")


def read(reading: LiveReading) -> None:
    """``live.region``: gemeenten with their arbeidsmarktregio, and those regions."""
    table = read_table(reading)
    regions, measure = _layout(table)
    # A division of a year has no periods, or only that year.
    read_cells(reading, _TABLE, table, {"gemeente": regions}, {"name": measure}, numbers=False)
    lookup(reading, "gemeente_name", [{"gemeente": member.code, "title": member.title}
                                      for member in regions.members])
    reading.leave_out(_TABLE, "NOT regexp_full_match(gemeente, 'GM[0-9]{4}')", "not a gemeente")
    reading.leave_out(_TABLE, "coalesce(trim(text), '') = ''", "gemeente without a region")
    reading.require_unique(_TABLE, ("gemeente",))
    reading.connection.execute(_REGIONS)
    year = re.search(r"\b20\d\d\b", table.title)
    if year is None:
        raise DataError("the title of the table names no year.", file=table.table_id,
                        advice="Look at the table; it should be «Gebieden in Nederland 20..».")
    reading.describe(edition=year[0], published=table.modified,
                     reference_start=date(int(year[0]), 1, 1),
                     reference_end=date(int(year[0]), 12, 31))


_REGIONS = """
INSERT INTO live.region BY NAME
WITH named AS (
    SELECT gemeente, trim(regexp_replace(text, '\\((AM|AR)\\)', '')) AS region,
        trim(regexp_replace(title, '\\(gemeente\\)', '')) AS name
    FROM stage.gemeente JOIN stage.gemeente_name USING (gemeente)
)
SELECT DISTINCT 'amr:' || region AS region_id, 'arbeidsmarktregio' AS kind, region AS name,
    NULL AS arbeidsmarktregio_id
FROM named
UNION ALL
SELECT gemeente, 'gemeente', name, 'amr:' || region FROM named
"""
