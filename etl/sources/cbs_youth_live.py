"""CBS 85263NED and 85266NED: work and unemployment of young people, per quarter.

85263NED gives all people of 15 to 25; 85266NED people of 25 to 35 by the highest level of education
that they have, which is the nearest open figure on unemployment per level. Quarters are as
counted, without removing the season. ``options``: ``table`` and ``about`` (young or level).
"""

from __future__ import annotations

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.sources.cbs_door import fetch_cells, fetch_table, read_cells, read_table
from etl.sources.cbs_members import lookup, read_periods, total
from etl.sources.cbs_odata import CbsTable, Dimension, Measure, Selection, plain, shortened
from store.connection import one_row

_TABLE = "youth"
_AGE = {"young": "15 tot 25 jaar", "level": "25 tot 35 jaar"}
_MEASURES = {
    "young": {"youth_participation_new": "Netto arbeidsparticipatie",
              "youth_unemployment_quarter": "Werkloosheidspercentage"},
    "level": {"unemployment_level": "Werkloosheidspercentage"},
}
# Highest level of education as CBS words it (after its number) -> levels of diploma of ours.
_LEVELS = {
    "mbo2 en mbo3": (("mbo-2", "mbo-3"), "mbo niveau 2 of 3", "mbo level 2 or 3"),
    "mbo4": (("mbo-4",), "mbo niveau 4", "mbo level 4"),
    "hbo-, wo-bachelor": (("hbo-ba", "wo-ba"), "een bachelor van hbo of wo",
                          "a bachelor of hbo or university"),
    "hbo-, wo-master, doctor": (("hbo-ma", "wo-ma"), "een master van hbo of wo, of een doctoraat",
                                "a master of hbo or university, or a doctorate"),
}


def fetch(fetching: Fetching) -> None:
    """Young people together; all periods."""
    table = fetch_table(fetching)
    _, selection, measures = _layout(table, fetching.options["about"])
    fetch_cells(fetching, table, selection, tuple(measures.values()))


def _layout(
    table: CbsTable, about: str
) -> tuple[dict[str, Dimension], Selection, dict[str, Measure]]:
    parts = {"period": table.periods}
    age = table.dimension("Leeftijd")
    selection: Selection = {age.key: (age.one(_AGE[about]),)}
    if about == "level":
        parts["level"] = table.dimension("Hoogst behaald onderwijsniveau")
    taken = {age.key, *(dimension.key for dimension in parts.values())}
    for dimension in table.dimensions:
        if dimension.key not in taken:
            selection[dimension.key] = (total(dimension),)
    return parts, selection, {ours: table.measure(title)
                              for ours, title in _MEASURES[about].items()}


def read(reading: LiveReading) -> None:
    """``live.figure``: shares per quarter, for the country or per level of diploma."""
    table = read_table(reading)
    about = reading.options["about"]
    parts, _, measures = _layout(table, about)
    read_cells(reading, _TABLE, table, parts, measures)
    reading.require_unique(_TABLE, (*parts, "measure"))
    read_periods(reading, parts["period"])
    if about == "level":
        _read_levels(reading, parts["level"])
        reading.leave_out(_TABLE, "level NOT IN (SELECT code FROM stage.youth_level)",
                          "a level of education not used here")
    else:
        lookup(reading, "youth_level", [{
            "code": "", "entity_id": "NL", "name": "", "name_en": ""}])
    reading.leave_out(_TABLE, "coalesce(period_kind(period), '') <> 'quarter'",
                      "a year beside its quarters")
    reading.leave_out(_TABLE, "missing_reason = 'not_applicable'", "blank: it cannot occur")
    age = _AGE[about]
    reading.connection.execute(_FIGURES.format(level="level" if about == "level" else "''"), {
        "source": reading.source_id, "published": table.modified, "age": age,
        "age_en": "aged " + age.removesuffix(" jaar").replace(" tot ", " to ")})
    start, end = one_row(
        reading.connection, "SELECT min(measured_start), max(measured_end) FROM live.figure")
    if start is None:
        raise DataError("not one figure could be made of this table.", file=table.table_id,
                        advice="CBS may have changed it; look at the table.")
    reading.describe(
        edition=f"{start.year} tot en met {(end.month + 2) // 3}e kwartaal {end.year}",
        published=table.modified, reference_start=start, reference_end=end)


def _read_levels(reading: LiveReading, dimension: Dimension) -> None:
    """``stage.youth_level``: code of a member and the levels of diploma it stands for."""
    rows, seen = [], set()
    # CBS gives some levels twice (31 and 311): the most detailed number counts.
    for member in sorted(dimension.members, key=lambda item: item.title, reverse=True):
        number, _, title = member.title.partition(" ")
        found = _LEVELS.get(title.lower() if number.isdigit() else member.title.lower())
        if found and plain(title) not in seen:
            seen.add(plain(title))
            rows += [{"code": member.code, "entity_id": entity, "name": f", met {found[1]}",
                      "name_en": f", with {found[2]}"} for entity in found[0]]
    if len(seen) < len(_LEVELS):
        titles = shortened((member.title for member in dimension.members), 25)
        raise DataError("a level of education that we need is not there.", file=dimension.key,
                        advice=f"The table has: {titles}.")
    lookup(reading, "youth_level", rows)


_FIGURES = """
INSERT INTO live.figure BY NAME
SELECT
    concat_ws(':', $source, measure, youth_level.entity_id, cell.period) AS figure_id,
    measure AS indicator_id,
    CASE WHEN youth_level.entity_id = 'NL' THEN 'nation' ELSE 'level' END AS ladder_level,
    youth_level.entity_id, 'NL01' AS region_id, round(value / 100, 4) AS value,
    $age || youth_level.name AS population, $age_en || youth_level.name_en AS population_en,
    false AS entry_assumed, period_start(cell.period) AS measured_start,
    period_end(cell.period) AS measured_end, false AS measured_assumed,
    $published::DATE AS published, $source AS source_id,
    CASE WHEN value IS NULL THEN 'Q' ELSE period.status END AS status, missing_reason
FROM stage.youth AS cell
JOIN stage.youth_level AS youth_level ON youth_level.code = {level}
JOIN stage.period AS period USING (period)
"""
