"""CBS: what people who left mbo, hbo or wo do afterwards, all cohorts, moments and fields.

One connector for the tables on position (85696NED, 85776NED), characteristics of the job
(85698NED, 85777NED), benefits (85700NED, 85779NED) and hourly wage (83832NED, 83815NED). They share
their dimensions; ``options``: ``table``, ``scheme`` (isced for mbo, hoop for ho) and ``about``
(position, job, benefit or wage).
"""

from __future__ import annotations

from dataclasses import dataclass

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.sources.cbs_door import fetch_cells, fetch_table, read_cells, read_table
from etl.sources.cbs_leaver_groups import ho_leavers, mbo_leavers, years_after
from etl.sources.cbs_members import lookup, read_fields, read_periods, total
from etl.sources.cbs_odata import CbsTable, Dimension, Measure, Selection, shortened
from store.connection import one_row

_TABLE = "leavers"


@dataclass(frozen=True)
class Ratio:
    """An indicator that is a share: people of ``part`` members out of those of ``whole``."""

    indicator_id: str
    part: tuple[str, ...]
    whole: tuple[str, ...]


# Titles of members start so. Who went back to school or left the register is in no share.
_RATIOS = {
    "position": (Ratio("work_share_leavers", ("Met werk",), ("Met werk", "Zonder werk")),),
    "job": (
        Ratio("permanent_contract_leavers", ("Werknemer met vaste",),
              ("Werknemer met vaste", "Werknemer met flexibele")),
        Ratio("fulltime_leavers", ("35 uur",),
              ("Minder dan 12 uur", "12 tot 20 uur", "20 tot 35 uur", "35 uur")),
    ),
    "benefit": (Ratio("benefit_share_leavers", ("Totaal met",), ("Totaal met", "Totaal zonder")),),
    "wage": (),
}
_TRAIT = {"position": "Arbeidsmarktpositie", "job": "Arbeidskenmerken", "benefit": "Uitkeringen"}
_MEASURE = {"position": "Uitstromers", "job": "Uitstromers", "benefit": "Uitstromers",
            "wage": "Uurloon"}


@dataclass(frozen=True)
class Layout:
    """Which dimension of the table plays which part; the other ones are held at their total."""

    parts: dict[str, Dimension]
    fixed: Selection
    measure: Measure

    @classmethod
    def of(cls, table: CbsTable, about: str) -> Layout:
        """The layout of a table about position, job, benefit or wage."""
        parts = {"leavers": table.dimension("Uitstromers"),
                 "study": table.dimension("Studierichting"),
                 "moment": table.dimension("Peilmoment"), "period": table.periods}
        if about in _TRAIT:
            parts["trait"] = table.dimension(_TRAIT[about])
        taken = {dimension.key for dimension in parts.values()}
        fixed: Selection = {
            dimension.key: (total(dimension),) for dimension in table.dimensions
            if dimension.key not in taken}
        if "trait" in parts:
            names = {name for ratio in _RATIOS[about] for name in ratio.whole}
            wanted = {code for name in sorted(names) for code in _codes(parts["trait"], (name,))}
            fixed[parts["trait"].key] = tuple(
                member for member in parts["trait"].members if member.code in wanted)
        return cls(parts, fixed, table.measure(_MEASURE[about]))

    @property
    def without_international(self) -> bool:
        """Are international students left out?"""
        return any(member.title.startswith("Geen internationale")
                   for members in self.fixed.values() for member in members)


def fetch(fetching: Fetching) -> None:
    """The table for everyone together: all cohorts, moments, fields and groups of leavers."""
    table = fetch_table(fetching)
    layout = Layout.of(table, fetching.options["about"])
    fetch_cells(fetching, table, layout.fixed, (layout.measure,))


def read(reading: LiveReading) -> None:
    """``live.figure``: one figure per indicator, group, field, moment and cohort."""
    table = read_table(reading)
    about = reading.options["about"]
    layout = Layout.of(table, about)
    read_cells(reading, _TABLE, table, layout.parts, {"value": layout.measure})
    reading.require_unique(_TABLE, tuple(layout.parts))
    read_names(reading, layout.parts, _TABLE)
    leave_out_what_cannot_be(reading, _TABLE)
    people = ", zonder internationale studenten" if layout.without_international else ""
    people_en = ", without international students" if layout.without_international else ""
    shared = {"source": reading.source_id, "published": table.modified, "people": people,
              "people_en": people_en}
    if about == "wage":
        _leave_out_odd_wages(reading)
        reading.connection.execute(_WAGES, shared)
    for ratio in _RATIOS[about]:
        part, whole = (_codes(layout.parts["trait"], names) for names in (ratio.part, ratio.whole))
        reading.connection.execute(_SHARES, {**shared, "indicator": ratio.indicator_id,
                                             "part": part, "whole": whole})
    describe(reading, table)
    reading.describe(note=None if about == "wage" else "CBS rondt aantallen af op 10.")


def _codes(dimension: Dimension, names: tuple[str, ...]) -> list[str]:
    """Codes of all members whose title starts with one of the names; each must be there."""
    for name in names:
        if not dimension.named(name):
            raise DataError(f"no member «{name}».", file=dimension.key,
                            advice="CBS may have renamed it; the table has: "
                                   f"{shortened(item.title for item in dimension.members)}.")
    return [member.code for member in dimension.named(*names)]


def read_names(reading: LiveReading, parts: dict[str, Dimension], log: str) -> None:
    """Lookups ``stage.leaver_group``, ``study_field``, ``leaver_moment`` and ``period``."""
    scheme = reading.options["scheme"]
    read = mbo_leavers if scheme == "isced" else ho_leavers
    groups, strange = {}, []
    for member in parts["leavers"].members:
        leavers = read(member.title, member.description)
        if leavers is None or leavers.suffix in groups:
            strange.append(member.title)
        else:
            groups[leavers.suffix] = {
                "code": member.code, "suffix": leavers.suffix, "level": leavers.level,
                "form": leavers.form, "diploma": leavers.diploma, "name": leavers.name,
                "name_en": leavers.name_en}
    if strange:
        reading.warn(log, f"groups of leavers that are not used: {shortened(strange)}")
    if not groups:
        raise DataError("no group of leavers could be read from the titles.",
                        file=parts["leavers"].key, advice=f"They are: {shortened(strange)}.")
    lookup(reading, "leaver_group", list(groups.values()))
    read_fields(reading, parts["study"], scheme, log)
    moments = {member.code: years_after(member.title) for member in parts["moment"].members}
    if unknown := [code for code, years in moments.items() if years is None]:
        reading.warn(log, f"moments that are not used: {shortened(unknown)}")
    lookup(reading, "leaver_moment", [
        {"code": code, "years_after": years} for code, years in moments.items()
        if years is not None])
    read_periods(reading, parts["period"])


def leave_out_what_cannot_be(reading: LiveReading, log: str) -> None:
    """Leave out groups, fields and moments that we do not know, and cells that cannot have one."""
    for column, table, what in (("leavers", "leaver_group", "a group of leavers not used here"),
                                ("study", "study_field", "a field of study that is not known"),
                                ("moment", "leaver_moment", "a moment not used here")):
        reading.leave_out(log, f"{column} NOT IN (SELECT code FROM stage.{table})", what)
    reading.leave_out(log, "period_kind(period) IS DISTINCT FROM 'school_year'",
                      "not a school year")
    # The youngest cohorts have not reached the later moments: not one figure of them exists.
    reading.leave_out(log, f"""(period, moment) IN (
        SELECT (period, moment) FROM stage.{log} GROUP BY period, moment
        HAVING count(value) = 0)""", "moment that the cohort has not reached")
    reading.leave_out(log, "missing_reason = 'not_applicable'", "blank: it cannot occur")


def _leave_out_odd_wages(reading: LiveReading) -> None:
    """A handful of impossible wages (0,00 for a group without employees) do not stop the rest.

    More than one in a hundred does: then the check on plausible values refuses the source.
    """
    odd = ("value NOT BETWEEN (SELECT lowest FROM ref.indicator WHERE indicator_id = "
           "'hourly_wage_leavers') AND (SELECT highest FROM ref.indicator WHERE indicator_id = "
           "'hourly_wage_leavers')")
    (share,) = one_row(
        reading.connection, f"SELECT count(*) FILTER ({odd}) / count(value) FROM stage.{_TABLE}")
    if share <= 0.01:
        reading.leave_out(_TABLE, odd, "a wage that is not plausible")


def describe(reading: LiveReading, table: CbsTable) -> None:
    """Edition and dates of the source, from the figures themselves."""
    first, last, start, end = one_row(
        reading.connection,
        "SELECT min(year(entry_end)), max(year(entry_end)), min(measured_start), "
        "max(measured_end) FROM live.figure")
    if first is None:
        raise DataError("not one figure could be made of this table.", file=table.table_id,
                        advice="CBS may have changed it; look at the table.")
    reading.describe(edition=f"van school in {first} tot en met {last}",
                     published=table.modified, reference_start=start, reference_end=end)


# People are observed in October of the year that they left and of later years.
_WHO = """
    SELECT cell.*, leaver_group.suffix, study_field.field_id, leaver_moment.years_after,
        year(period_end(cell.period)) AS left_in, period.status,
        concat_ws('|', study_field.field_id, leaver_group.suffix) AS entity_id,
        concat_ws(', ', leaver_group.name, study_field.name) AS population,
        concat_ws(', ', leaver_group.name_en, study_field.name_en) AS population_en,
        entry.entry_start, entry.entry_end, entry.entry_assumed,
        measured.measured_start, measured.measured_end, measured.measured_assumed
    FROM stage.leavers AS cell
    JOIN stage.leaver_group AS leaver_group ON leaver_group.code = cell.leavers
    JOIN stage.study_field AS study_field ON study_field.code = cell.study
    JOIN stage.leaver_moment AS leaver_moment ON leaver_moment.code = cell.moment
    JOIN stage.period AS period USING (period)
    JOIN ref.measurement_window AS entry
      ON entry.window_id = 'cbs_leavers' AND entry.year = year(period_end(cell.period))
    JOIN ref.measurement_window AS measured
      ON measured.window_id = 'cbs_leavers' AND measured.year = entry.year + years_after
"""
_FIGURE = """
    concat_ws(':', $source, indicator_id, entity_id, years_after, left_in) AS figure_id,
    indicator_id,
    CASE WHEN field_id IS NULL THEN 'level' ELSE 'field_level' END AS ladder_level,
    entity_id, 'NL01' AS region_id, years_after,
    population || ', van school in ' || left_in || $people AS population,
    population_en || ', left in ' || left_in || $people_en AS population_en,
    entry_start, entry_end, entry_assumed, measured_start, measured_end, measured_assumed,
    $published::DATE AS published, $source AS source_id
"""
_SHARES = f"""
INSERT INTO live.figure BY NAME
WITH people AS (
    SELECT entity_id, field_id, years_after, left_in, population, population_en, status,
        entry_start, entry_end, entry_assumed, measured_start, measured_end, measured_assumed,
        sum(value) FILTER (list_contains($part, trait)) AS part,
        sum(value) FILTER (list_contains($whole, trait)) AS whole,
        count(value) FILTER (list_contains($whole, trait)) = len($whole) AS complete
    FROM ({_WHO})
    GROUP BY ALL
    HAVING count(*) FILTER (list_contains($whole, trait)) > 0
),
judged AS (
    SELECT people.*, $indicator AS indicator_id,
        CASE WHEN NOT complete THEN 'publisher_gives_none'
             WHEN whole < min_n THEN 'too_small' END AS reason
    FROM people JOIN ref.indicator ON indicator_id = $indicator
)
SELECT {_FIGURE},
    CASE WHEN reason IS NULL THEN round(part / whole, 4) END AS value,
    CASE WHEN complete THEN whole::INTEGER END AS n,
    CASE WHEN reason IS NULL THEN status ELSE 'Q' END AS status,
    reason AS missing_reason
FROM judged
"""
_WAGES = f"""
INSERT INTO live.figure BY NAME
SELECT {_FIGURE}, value, CASE WHEN value IS NULL THEN 'Q' ELSE status END AS status,
    missing_reason
FROM (SELECT who.*, 'hourly_wage_leavers' AS indicator_id FROM ({_WHO}) AS who)
"""
