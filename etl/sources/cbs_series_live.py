"""CBS series per industry: 80472ned and 83599NED (vacancies), 81431ned (jobs and hourly wage).

The same conventions as the embedded files (etl/sources/cbs_industry.py, assemble/40_series.sql).
Periods are mixed in one column: quarters, years and special periods (2010X000) beside a year; the
letters tell them apart. ``options``: ``table`` and ``about`` (vacancies, regional or jobs).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.sources.cbs_door import fetch_cells, fetch_table, read_cells, read_table
from etl.sources.cbs_members import lookup, read_periods, total
from etl.sources.cbs_odata import CbsTable, Dimension, Measure, Member, Selection, shortened
from store.connection import one_row

_TABLE = "industry_series"
_AGES = ("15-20", "20-25", "25-30")
# Title of the measure -> our indicator.
_MEASURES = {
    "vacancies": {"Openstaande vacatures": "open_vacancies", "Ontstane vacatures": "new_vacancies",
                  "Vervulde vacatures": "filled_vacancies"},
    "regional": {"Openstaande vacatures": "open_vacancies"},
    "jobs": {"Banen": "jobs", "Uurloon": "hourly_wage_industry"},
}
_INDUSTRY = {"vacancies": "Bedrijfskenmerken", "regional": "Bedrijfstakken",
             "jobs": "Bedrijfstakken"}


@dataclass(frozen=True)
class Layout:
    """Which dimension of the table plays which part, and what is fetched of it."""

    parts: dict[str, Dimension]
    selection: Selection
    measures: dict[str, Measure]
    ages: dict[str, str]

    @classmethod
    def of(cls, table: CbsTable, about: str) -> Layout:
        """The layout of a table about vacancies, regional vacancies or jobs."""
        parts = {"industry": table.dimension(_INDUSTRY[about]), "period": table.periods}
        selection: Selection = {}
        ages: dict[str, str] = {}
        if about == "regional":
            parts["region"] = table.dimension("Regio")
        if about == "jobs":
            parts["trait"] = table.dimension("Kenmerken")
            found = _age_members(parts["trait"])
            ages = {member.code: age for age, member in found.items()}
            selection[parts["trait"].key] = tuple(found.values())
        taken = {dimension.key for dimension in parts.values()}
        for dimension in table.dimensions:
            if dimension.key not in taken:
                selection[dimension.key] = (total(dimension),)
        measures = {ours: table.measure(title) for title, ours in _MEASURES[about].items()}
        return cls(parts, selection, measures, ages)


def fetch(fetching: Fetching) -> None:
    """All industries and periods; of 81431ned the employees of all ages and the young."""
    table = fetch_table(fetching)
    layout = Layout.of(table, fetching.options["about"])
    fetch_cells(fetching, table, layout.selection, tuple(layout.measures.values()))


def read(reading: LiveReading) -> None:
    """``live.series`` (and new industries and regions); for jobs also the newest wages."""
    table = read_table(reading)
    about = reading.options["about"]
    layout = Layout.of(table, about)
    read_cells(reading, _TABLE, table, layout.parts, layout.measures)
    reading.require_unique(_TABLE, (*layout.parts, "measure"))
    read_periods(reading, layout.parts["period"])
    read_industries(reading, layout.parts["industry"])
    lookup(reading, "age_group", [{"code": code, "age_group": age}
                                  for code, age in (layout.ages or {"": "totaal"}).items()])
    if "region" in layout.parts:
        read_regions(reading, layout.parts["region"])
        reading.leave_out(_TABLE, "region NOT IN (SELECT region_id FROM stage.region)",
                          "a region that is no country, landsdeel or province")
    reading.leave_out(_TABLE, "industry LIKE 'WP%'", "size class of companies, not an industry")
    reading.leave_out(_TABLE, "industry NOT IN (SELECT industry_id FROM stage.industry)",
                      "not an industry")
    reading.leave_out(_TABLE, "period_kind(period) = 'special'",
                      "special period (X000) beside the year itself")
    reading.leave_out(_TABLE, "coalesce(period_kind(period), '') NOT IN ('quarter', 'year')",
                      "neither a quarter nor a year")
    reading.connection.execute(_SERIES.format(
        region="region" if "region" in layout.parts else "'NL01'",
        trait="cell.trait" if "trait" in layout.parts else "''"), {"source": reading.source_id})
    if about == "jobs":
        reading.connection.execute(_WAGES, {"published": table.modified})
    _describe(reading, table)


def _age_members(traits: Dimension) -> dict[str, Member]:
    """All employees, and those of 15 to 30 in three groups."""
    found = {"totaal": traits.one("T001098", "Totaal")}
    for age in _AGES:
        title = re.compile(rf"(?:leeftijd: )?{age.replace('-', ' tot ')} jaar", re.IGNORECASE)
        members = [item for item in traits.members if title.fullmatch(item.title.strip())]
        if len(members) != 1:
            raise DataError(
                f"no members for the age of {age}.", file=traits.key,
                advice=f"It has: {shortened(item.title for item in traits.members)}.")
        found[age] = members[0]
    return found


def read_industries(reading: LiveReading, dimension: Dimension) -> None:
    """``stage.industry``: members that are an industry; new ones also in ``live.industry``."""
    lookup(reading, "industry_member", [{"industry_id": member.code, "title": member.title}
                                        for member in dimension.members])
    reading.connection.execute(_INDUSTRIES)
    strange = [title for (title,) in reading.connection.execute(
        "SELECT title FROM stage.industry_member WHERE industry_id NOT LIKE 'WP%' "
        "AND industry_id NOT IN (SELECT industry_id FROM stage.industry)").fetchall()]
    if strange:
        reading.warn(_TABLE, f"not an industry: {shortened(strange)}")
    reading.connection.execute(
        "INSERT INTO live.industry BY NAME SELECT * FROM stage.industry "
        "WHERE industry_id NOT IN (SELECT industry_id FROM pub.industry)")


def read_regions(reading: LiveReading, dimension: Dimension) -> None:
    """``stage.region``: country, landsdelen and provinces; new ones also in ``live.region``."""
    lookup(reading, "region_member", [{"region_id": member.code, "title": member.title}
                                      for member in dimension.members])
    reading.connection.execute(
        """
        CREATE OR REPLACE TABLE stage.region AS
        SELECT region_id, CASE left(region_id, 2) WHEN 'NL' THEN 'land' WHEN 'LD' THEN 'landsdeel'
               ELSE 'provincie' END AS kind,
               trim(regexp_replace(title, '\\((PV|LD)\\)', '')) AS name
        FROM stage.region_member WHERE regexp_full_match(region_id, '(NL|LD|PV)[0-9]{2}')
        """
    )
    reading.connection.execute(
        "INSERT INTO live.region BY NAME SELECT * FROM stage.region "
        "WHERE region_id NOT IN (SELECT region_id FROM pub.region)")


def _describe(reading: LiveReading, table: CbsTable) -> None:
    start, end, last = one_row(
        reading.connection,
        "SELECT min(period_start), max(period_end), max_by(period_type, period_end) "
        "FROM live.series WHERE value IS NOT NULL")
    if start is None:
        raise DataError("not one value could be read.", file=table.table_id,
                        advice="CBS may have changed the table; look at it.")
    until = (f"{(end.month + 2) // 3}e kwartaal {end.year}" if last == "quarter"
             else str(end.year))
    reading.describe(edition=f"{start.year} tot en met {until}", published=table.modified,
                     reference_start=start, reference_end=end, note=None)


# A title is a code and a name ('I Horeca', '47 Detailhandel', 'A-U Alle ...'), as in
# assemble/10_regions_industries.sql. Members whose code we know are industries too.
_INDUSTRIES = """
CREATE OR REPLACE TABLE stage.industry AS
WITH split AS (
    SELECT industry_id, split_part(title, ' ', 1) AS code,
           trim(substr(title, length(split_part(title, ' ', 1)) + 1)) AS name
    FROM stage.industry_member
),
sections (section, first, last) AS (
    VALUES ('A', 1, 3), ('B', 5, 9), ('C', 10, 33), ('D', 35, 35), ('E', 36, 39), ('F', 41, 43),
           ('G', 45, 47), ('H', 49, 53), ('I', 55, 56), ('J', 58, 63), ('K', 64, 66),
           ('L', 68, 68), ('M', 69, 75), ('N', 77, 82), ('O', 84, 84), ('P', 85, 85),
           ('Q', 86, 88), ('R', 90, 93), ('S', 94, 96), ('T', 97, 98), ('U', 99, 99)
)
SELECT split.industry_id, split.code, upper(left(split.name, 1)) || substr(split.name, 2) AS name,
    CASE WHEN split.code = 'A-U' THEN 'totaal'
         WHEN regexp_full_match(split.code, '[A-U]') THEN 'sectie'
         WHEN regexp_full_match(split.code, '[A-U]-[A-U]') THEN 'groep'
         ELSE 'deel' END AS kind,
    coalesce(ours.industry_id, theirs.industry_id) AS parent
FROM split
LEFT JOIN sections ON regexp_full_match(split.code, '[0-9].*')
    AND try_cast(left(split.code, 2) AS INTEGER) BETWEEN sections.first AND sections.last
LEFT JOIN pub.industry AS ours ON ours.kind = 'sectie' AND ours.code = sections.section
LEFT JOIN split AS theirs ON theirs.code = sections.section
WHERE regexp_full_match(split.code, '[A-U](-[A-U])?|[0-9]{2,5}(-[0-9]{2,5})?')
"""
_SERIES = """
INSERT INTO live.series BY NAME
WITH cell AS (
    -- CBS prints 0.00 euro where it has no wage; a wage of nothing does not exist.
    SELECT cells.* REPLACE (CASE WHEN no_wage THEN NULL ELSE value END AS value,
        CASE WHEN no_wage THEN 'publisher_gives_none' ELSE missing_reason END AS missing_reason)
    FROM (SELECT *, measure = 'hourly_wage_industry' AND value = 0 AS no_wage
          FROM stage.industry_series) AS cells
)
SELECT
    concat_ws(':', $source, measure, period_kind(cell.period), industry, {region}, age_group)
        AS series_id,
    measure AS indicator_id, industry AS industry_id, {region} AS region_id, age_group,
    period_kind(cell.period) AS period_type, period_start(cell.period) AS period_start,
    period_end(cell.period) AS period_end, value, period.status,
    CASE WHEN value IS NULL THEN coalesce(missing_reason, 'not_applicable') END AS missing_reason,
    $source AS source_id
FROM cell
JOIN stage.age_group AS age_group ON age_group.code = {trait}
JOIN stage.period AS period USING (period)
"""
# Pay of young employees per industry: the last year of the series.
_WAGES = """
INSERT INTO live.figure BY NAME
SELECT
    concat_ws(':', source_id, indicator_id, industry_id, age_group, year(period_start))
        AS figure_id,
    indicator_id, 'industry' AS ladder_level, 'sbi:' || industry_id || '|' || age_group
        AS entity_id,
    region_id, value,
    'werknemers van ' || replace(age_group, '-', ' tot ') || ' jaar in ' || industry.name
        AS population,
    'employees aged ' || replace(age_group, '-', ' to ') || ' in '
        || english_name('sbi:' || industry_id, industry.name) AS population_en,
    false AS entry_assumed, period_start AS measured_start, period_end AS measured_end,
    false AS measured_assumed, $published::DATE AS published, source_id, series.status,
    series.missing_reason
FROM live.series AS series
JOIN (SELECT industry_id, name FROM pub.industry
      UNION ALL SELECT industry_id, name FROM live.industry) AS industry USING (industry_id)
WHERE indicator_id = 'hourly_wage_industry' AND age_group <> 'totaal'
  AND period_start = (SELECT max(period_start) FROM live.series
                      WHERE indicator_id = 'hourly_wage_industry')
"""
