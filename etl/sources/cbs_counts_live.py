"""CBS: students and diplomas per study field, the newest years, for the whole country.

85353NED (mbo students), 85356NED (mbo diplomas) and 85425NED (ho diplomas). ``options``: ``table``,
``about`` (students or diplomas) and ``sector`` (mbo or ho).
"""

from __future__ import annotations

from dataclasses import dataclass

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.sources.cbs_door import fetch_cells, fetch_table, read_cells, read_table
from etl.sources.cbs_leaver_groups import ho_leavers, mbo_leavers
from etl.sources.cbs_members import lookup, read_periods
from etl.sources.cbs_odata import CbsTable, Dimension, Measure, Member, Selection, shortened
from store.connection import one_row

_TABLE = "field_counts"
_YEARS = 5
_WHOLE = ("Totaal mannen en vrouwen", "Totaal", "Nederland")
# Learning paths of mbo; extranei only sit the exam.
_FORMS = {"Totaal mbo (excl. extranei)": "", "Bol totaal": "bol", "Bbl totaal": "bbl"}
_SECTORS = {"Hoger beroepsonderwijs": "hbo", "Wetenschappelijk onderwijs": "wo"}


@dataclass(frozen=True)
class Layout:
    """Which dimension plays which part, and which members are fetched."""

    parts: dict[str, Dimension]
    selection: Selection
    measure: Measure

    @classmethod
    def of(cls, table: CbsTable, about: str, sector: str) -> Layout:
        """The layout of a table on students or diplomas of mbo or ho."""
        parts = {"study": table.dimension("Studierichting"), "period": table.periods}
        if sector == "mbo":
            parts |= {"level": table.dimension("Niveau"), "form": table.dimension("Leerweg")}
        else:
            parts |= {"level": table.dimension("Soort diploma", "Diplomasoort"),
                      "form": table.dimension("Onderwijssoort")}
        taken = {dimension.key for dimension in parts.values()}
        selection: Selection = {dimension.key: (dimension.one(*_WHOLE),)
                                for dimension in table.dimensions if dimension.key not in taken}
        selection[parts["period"].key] = tuple(sorted(
            parts["period"].members, key=lambda member: member.code))[-_YEARS:]
        selection[parts["study"].key] = tuple(
            member for member in parts["study"].members if _is_field(member))
        title = {"students": ("Mbo-studenten", "Studenten"), "diplomas": ("Gediplomeerden",)}
        return cls(parts, selection, _first_measure(table, title[about]))


def _first_measure(table: CbsTable, titles: tuple[str, ...]) -> Measure:
    for title in titles[:-1]:
        try:
            return table.measure(title)
        except DataError:
            continue
    return table.measure(titles[-1])


def _is_field(member: Member) -> bool:
    """Broad (07) and detailed (0713) ISCED fields and the total; no narrow ones or sectorkamers."""
    code = member.title.split(" ")[0]
    return member.title.startswith("Totaal") or (code.isdigit() and len(code) in (2, 4))


def fetch(fetching: Fetching) -> None:
    """The newest five years, the country as a whole, by field, level and learning path."""
    table = fetch_table(fetching)
    layout = Layout.of(table, fetching.options["about"], fetching.options["sector"])
    fetch_cells(fetching, table, layout.selection, (layout.measure,))


def read(reading: LiveReading) -> None:
    """``live.figure``: people per field, level, learning path (mbo) and school year."""
    table = read_table(reading)
    about, sector = reading.options["about"], reading.options["sector"]
    layout = Layout.of(table, about, sector)
    read_cells(reading, _TABLE, table, layout.parts, {"people": layout.measure})
    reading.require_unique(_TABLE, tuple(layout.parts))
    read_periods(reading, layout.parts["period"])
    _read_groups(reading, layout.parts, sector)
    _read_studies(reading, layout.parts["study"])
    reading.leave_out(_TABLE, "(level, form) NOT IN (SELECT (level, form) FROM stage.count_group)",
                      "a level or learning path not used here")
    reading.leave_out(_TABLE, "study NOT IN (SELECT study FROM stage.count_study)",
                      "a field of study that is not known")
    reading.leave_out(_TABLE, "period_kind(period) IS DISTINCT FROM 'school_year'",
                      "not a school year")
    reading.leave_out(_TABLE, "missing_reason = 'not_applicable'", "blank: it cannot occur")
    reading.connection.execute(_FIGURES, {
        "source": reading.source_id, "published": table.modified, "indicator": f"{about}_field",
        "who": "studenten op 1 oktober" if about == "students" else "geslaagden",
        "who_en": "students on 1 October" if about == "students" else "graduates"})
    start, end = one_row(
        reading.connection, "SELECT min(measured_start), max(measured_end) FROM live.figure")
    if start is None:
        raise DataError("not one figure could be made of this table.", file=table.table_id,
                        advice="CBS may have changed it; look at the table.")
    reading.describe(edition=f"de laatste {_YEARS} schooljaren, tot en met {end.year}",
                     published=table.modified, reference_start=start, reference_end=end)


def _read_groups(reading: LiveReading, parts: dict[str, Dimension], sector: str) -> None:
    """``stage.count_group``: pairs of level and form that are a group of ours."""
    rows: dict[str, dict[str, str]] = {}
    for level in parts["level"].members:
        for form in parts["form"].members:
            found = (_mbo_group(level, form) if sector == "mbo" else _ho_group(level, form))
            if found and found[0] not in rows:
                rows[found[0]] = {"level": level.code, "form": form.code, "suffix": found[0],
                                  "name": found[1], "name_en": found[2]}
    if not rows:
        raise DataError(
            "no level could be read from the titles.", file=parts["level"].key,
            advice=f"They are: {shortened(item.title for item in parts['level'].members)}.")
    lookup(reading, "count_group", list(rows.values()))


def _mbo_group(level: Member, form: Member) -> tuple[str, str, str] | None:
    leavers = mbo_leavers(level.title)
    path = next((path for title, path in _FORMS.items() if form.title == title), None)
    if leavers is None or path is None:
        return None
    name, name_en = (text.split(",")[0] for text in (leavers.name, leavers.name_en))
    both = (", bol en bbl", ", bol and bbl") if not path else (f", {path}", f", {path}")
    return ("|".join(part for part in (leavers.level, path) if part), name + both[0],
            name_en + both[1])


def _ho_group(kind: Member, education: Member) -> tuple[str, str, str] | None:
    """Kind of diploma within hbo or wo; a plain «Bachelor» is that of its own sector."""
    sector = next((ours for title, ours in _SECTORS.items() if education.title.startswith(title)),
                  None)
    if sector is None:
        return None
    if kind.title.startswith("Totaal"):
        return sector, sector, "university" if sector == "wo" else "hbo"
    leavers = ho_leavers(kind.title) or ho_leavers(f"{sector}-{kind.title}")
    if leavers is None or not leavers.level.startswith(f"{sector}-"):
        return None
    return leavers.level, leavers.name, leavers.name_en


def _read_studies(reading: LiveReading, dimension: Dimension) -> None:
    """``stage.count_study``: code, field_id (NULL for all) and names of the fields we know."""
    known = {code: row for code, *row in reading.connection.execute(
        "SELECT code, field_id, name, coalesce(name_en, name) FROM ref.field "
        "WHERE scheme = 'isced'").fetchall()}
    rows = []
    for member in dimension.members:
        if member.title.startswith("Totaal"):
            rows.append({"study": member.code, "field_id": None, "name": "alle richtingen",
                         "name_en": "all fields"})
        elif field := known.get(member.title.split(" ")[0]):
            rows.append({"study": member.code, "field_id": field[0], "name": field[1],
                         "name_en": field[2]})
    lookup(reading, "count_study", rows)


_FIGURES = """
INSERT INTO live.figure BY NAME
SELECT
    concat_ws(':', $source, $indicator, entity_id, left(cell.period, 4)) AS figure_id,
    $indicator AS indicator_id,
    CASE WHEN field_id IS NULL THEN 'level' ELSE 'field_level' END AS ladder_level,
    entity_id, 'NL01' AS region_id, value, value::INTEGER AS n,
    concat_ws(', ', $who, group_name, study_name, 'schooljaar ' || cell.title) AS population,
    concat_ws(', ', $who_en, group_name_en, study_name_en, 'school year ' || cell.title)
        AS population_en,
    false AS entry_assumed,
    -- Students are counted on one day; diplomas over the whole school year.
    coalesce(measured_start, period_start(cell.period)) AS measured_start,
    coalesce(measured_end, period_end(cell.period)) AS measured_end,
    false AS measured_assumed, $published::DATE AS published, $source AS source_id,
    CASE WHEN value IS NULL THEN 'Q' ELSE status END AS status, missing_reason
FROM (
    SELECT counts.*, period.title, period.status, study.field_id,
        study.name AS study_name, study.name_en AS study_name_en,
        count_group.name AS group_name, count_group.name_en AS group_name_en,
        concat_ws('|', study.field_id, count_group.suffix) AS entity_id
    FROM stage.field_counts AS counts
    JOIN stage.period AS period USING (period)
    JOIN stage.count_study AS study USING (study)
    JOIN stage.count_group AS count_group USING (level, form)
) AS cell
LEFT JOIN ref.measurement_window AS counted
  ON $indicator = 'students_field' AND counted.window_id = 'students_october'
 AND counted.year = year(period_start(cell.period))
"""
