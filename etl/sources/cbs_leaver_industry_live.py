"""CBS 85699NED (mbo) and 85778NED (ho): in which industries school leavers work, a year later.

Fills ``leaver_industry`` with shares per study field and level. The newest group of leavers
counts; a small one is joined with earlier ones until a share rests on at least 50 people.
``options``: ``table`` and ``scheme`` (isced for mbo, hoop for ho).
"""

from __future__ import annotations

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.sources.cbs_door import fetch_cells, fetch_table, read_cells, read_table
from etl.sources.cbs_leavers_live import leave_out_what_cannot_be, read_names
from etl.sources.cbs_members import lookup, total
from etl.sources.cbs_odata import CbsTable, Dimension, Measure, Selection
from store.connection import one_row

_TABLE = "leaver_work"
_YEARS_AFTER = 1
_FEWEST = 50
_MOST_COHORTS = 5
# Below this, too many industries are hidden to say what the others' shares are.
_KNOWN_PART = 0.8


def fetch(fetching: Fetching) -> None:
    """The table for everyone together, one year after leaving."""
    table = fetch_table(fetching)
    parts, fixed, measure = _layout(table)
    moment = parts["moment"].one(f"{_YEARS_AFTER} jaar na verlaten onderwijs")
    fetch_cells(fetching, table, {**fixed, parts["moment"].key: (moment,)}, (measure,))


def read(reading: LiveReading) -> None:
    """``live.leaver_industry``: share per study field, level and industry section."""
    table = read_table(reading)
    parts, _, measure = _layout(table)
    read_cells(reading, _TABLE, table, parts, {"people": measure})
    reading.require_unique(_TABLE, tuple(parts))
    read_names(reading, parts, _TABLE)
    _read_industries(reading, parts["industry"])
    leave_out_what_cannot_be(reading, _TABLE)
    reading.connection.execute(_SHARES, {
        "source": reading.source_id, "years": _YEARS_AFTER, "fewest": _FEWEST,
        "cohorts": _MOST_COHORTS, "known": _KNOWN_PART,
        "all": parts["industry"].one("A-U Alle economische activiteiten", "Totaal").code})
    start, end = one_row(
        reading.connection,
        "SELECT min(measured_start), max(measured_end) FROM live.leaver_industry")
    if start is None:
        raise DataError("no field has 50 leavers whose industry is known.", file=table.table_id,
                        advice="CBS may have changed the table; look at it.")
    reading.describe(edition=f"een jaar na school, oktober {end.year}", published=table.modified,
                     reference_start=start, reference_end=end)


def _layout(table: CbsTable) -> tuple[dict[str, Dimension], Selection, Measure]:
    parts = {"leavers": table.dimension("Uitstromers"),
             "industry": table.dimension("Bedrijfstakken"),
             "study": table.dimension("Studierichting"),
             "moment": table.dimension("Peilmoment"), "period": table.periods}
    taken = {dimension.key for dimension in parts.values()}
    fixed: Selection = {
        dimension.key: (total(dimension),) for dimension in table.dimensions
        if dimension.key not in taken}
    try:
        measure = table.measure("Totaal uitstromers")
    except DataError:
        measure = table.measure("Uitstromers")
    return parts, fixed, measure


def _read_industries(reading: LiveReading, dimension: Dimension) -> None:
    """``stage.leaver_section``: members that are a section (C Industrie) and our industry."""
    sections = dict(reading.connection.execute(
        "SELECT code, industry_id FROM pub.industry WHERE kind = 'sectie'").fetchall())
    rows = [{"code": member.code, "industry_id": sections[member.title.split(" ")[0]]}
            for member in dimension.members if member.title.split(" ")[0] in sections]
    if not rows:
        raise DataError("no industry is a section that we know.", file=dimension.key,
                        advice="CBS may have moved to another classification (SBI 2025).")
    lookup(reading, "leaver_section", rows)


_SHARES = """
INSERT INTO live.leaver_industry BY NAME
WITH cells AS (
    SELECT study_field.field_id, leaver_group.level, cell.industry, cell.value,
        year(period_end(cell.period)) AS left_in
    FROM stage.leaver_work AS cell
    JOIN stage.leaver_group AS leaver_group ON leaver_group.code = cell.leavers
    JOIN stage.study_field AS study_field ON study_field.code = cell.study
    JOIN stage.leaver_moment AS leaver_moment ON leaver_moment.code = cell.moment
    WHERE leaver_group.form = '' AND leaver_group.diploma = 'diploma'
      AND study_field.field_id IS NOT NULL AND leaver_moment.years_after = $years
      AND cell.value IS NOT NULL
),
-- A cohort counts when those after it were not yet enough people together.
cohort AS (
    SELECT field_id, level, left_in, value AS people,
        coalesce(sum(value) OVER newer, 0) AS before, count(*) OVER newer AS newer_cohorts
    FROM cells
    WHERE industry = $all
    WINDOW newer AS (PARTITION BY field_id, level ORDER BY left_in DESC
                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
pool AS (
    SELECT field_id, level, sum(people) AS people, min(left_in) AS first, max(left_in) AS last
    FROM cohort
    WHERE before < $fewest AND newer_cohorts < $cohorts
    GROUP BY field_id, level
    HAVING sum(people) >= $fewest
),
section AS (
    SELECT pool.field_id, pool.level, first, last, pool.people AS total, industry_id,
        sum(cells.value) AS people
    FROM pool
    JOIN cells ON cells.field_id = pool.field_id AND cells.level = pool.level
        AND left_in BETWEEN first AND last
    JOIN stage.leaver_section AS leaver_section ON leaver_section.code = cells.industry
    GROUP BY ALL
)
SELECT
    $source AS source_id, field_id, level, industry_id,
    people / sum(people) OVER whole AS share, people::INTEGER AS people,
    earliest.measured_start, latest.measured_end
FROM section
JOIN ref.measurement_window AS earliest
  ON earliest.window_id = 'cbs_leavers' AND earliest.year = first + $years
JOIN ref.measurement_window AS latest
  ON latest.window_id = 'cbs_leavers' AND latest.year = last + $years
WINDOW whole AS (PARTITION BY field_id, level)
QUALIFY people > 0 AND sum(people) OVER whole >= $known * total
"""
