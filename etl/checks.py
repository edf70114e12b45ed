"""Quality checks on a finished store. A failed check of level 'error' stops publication."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from store.connection import one_row
from store.schema import SCHEMA_VERSION, TABLES, Table


@dataclass(frozen=True)
class CheckResult:
    """What one check found. ``detail`` names the first offending row, or the measured figure."""

    name: str
    level: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class _Rule:
    """A query that must return no rows; the first row it does return is shown."""

    name: str
    level: str
    query: str


def _key_rule(table: Table) -> _Rule:
    """The key of a table that is too large for an index (see ``Table.indexed``)."""
    key = ", ".join(table.key)
    return _Rule(f"unique key of {table.name}", "error",
                 f"SELECT {key}, count(*) FROM {table.name} GROUP BY {key} "
                 "HAVING count(*) > 1 ORDER BY ALL")


# Other keys and foreign keys are declared in the schema; these are the rules it cannot declare.
RULES = (
    *(_key_rule(table) for table in TABLES if not table.indexed),
    _Rule("figure value in the plausible range of its indicator", "error",
          """
          SELECT figure_id, value FROM figure JOIN indicator USING (indicator_id)
          WHERE value NOT BETWEEN lowest AND highest
          """),
    _Rule("range of a figure around its value", "error",
          "SELECT figure_id, low, value, high FROM figure WHERE value < low OR value > high"),
    _Rule("wages between 5 and 100 euro an hour", "error",
          """
          SELECT figure_id, value FROM figure JOIN indicator USING (indicator_id)
          WHERE unit = 'euro_per_hour' AND ladder_level <> 'industry'
            AND value NOT BETWEEN 5 AND 100
          """),
    _Rule("shares between 0 and 1", "error",
          """
          SELECT figure_id, value FROM figure JOIN indicator USING (indicator_id)
          WHERE unit = 'share' AND indicator_id NOT LIKE 'outlook_%' AND value NOT BETWEEN 0 AND 1
          """),
    _Rule("figures rest on enough people", "error",
          """
          SELECT figure_id, n FROM figure JOIN indicator USING (indicator_id)
          WHERE n < min_n AND value IS NOT NULL AND theme NOT IN ('study')
          """),
    _Rule("series value in the plausible range of its indicator", "error",
          """
          SELECT series_id, period_start, value FROM series JOIN indicator USING (indicator_id)
          WHERE value NOT BETWEEN lowest AND highest
          """),
    _Rule("forecasts name the year they speak of", "error",
          "SELECT figure_id FROM figure WHERE status = 'F' AND horizon IS NULL"),
    _Rule("no observation from the future", "error",
          "SELECT figure_id, measured_end FROM figure WHERE measured_end > current_date"),
    _Rule("people are observed after they left school", "error",
          """
          SELECT figure_id, entry_start, measured_end FROM figure
          WHERE entry_start > measured_end
          """),
    _Rule("figures lie within the reference dates of their source", "warning",
          """
          SELECT figure_id, measured_start, measured_end, reference_start, reference_end
          FROM figure JOIN source USING (source_id)
          WHERE horizon IS NULL
            AND (measured_end < reference_start OR measured_start > reference_end)
          """),
    _Rule("every ho programme has a HOOP field", "error",
          "SELECT programme_id FROM programme WHERE sector <> 'mbo' AND hoop IS NULL"),
    _Rule("every programme is offered somewhere, now or before", "error",
          """
          SELECT programme_id FROM programme
          ANTI JOIN offering USING (programme_id)
          """),
    _Rule("towns of offerings are on the map", "warning",
          """
          SELECT place_id, count(*) FROM offering ANTI JOIN place USING (place_id)
          WHERE place_id IS NOT NULL GROUP BY place_id ORDER BY 2 DESC
          """),
    _Rule("study fields of programmes are in table field", "error",
          """
          SELECT programme_id, field_id FROM programme
          WHERE field_id IS NOT NULL AND field_id NOT IN (SELECT field_id FROM field)
          """),
    _Rule("industries and occupations have an English name", "warning",
          """
          SELECT industry_id, name FROM industry
          WHERE name_en IS NULL AND kind <> 'bedrijfsgrootte'
          UNION ALL SELECT occupation_id, name FROM occupation WHERE name_en IS NULL ORDER BY 1
          """),
    _Rule("one figure per source, indicator, entity, moment and window", "error",
          """
          SELECT any_value(figure_id), count(*) FROM figure
          GROUP BY source_id, indicator_id, entity_id, region_id, years_after, measured_start,
                   measured_end, horizon
          HAVING count(*) > 1
          """),
    _Rule("one best figure per programme, form, indicator and moment", "error",
          """
          SELECT programme_id, form, indicator_id, years_after, count(*)
          FROM best JOIN figure USING (figure_id)
          GROUP BY ALL HAVING count(*) > 1
          """),
    _Rule("parts of an industry know their section", "error",
          "SELECT industry_id, code FROM industry WHERE kind = 'deel' AND parent IS NULL"),
    _Rule("link: known target", "error",
          """
          SELECT programme_id, kind, given_for, to_id FROM link
          WHERE strength <> 'geen' AND CASE kind
              WHEN 'field' THEN to_id NOT IN (SELECT field_id FROM field)
              WHEN 'occupation' THEN to_id NOT IN (SELECT occupation_id FROM occupation)
              WHEN 'industry' THEN substr(to_id, 5) NOT IN (SELECT industry_id FROM industry)
              -- A segment of SBB is known when it has figures or DUO counts students in it.
              ELSE to_id NOT IN (SELECT split_part(entity_id, '|', 1) FROM figure)
                  AND basis <> 'register' END
          ORDER BY ALL
          """),
    _Rule("link: weights add up to 1", "error",
          """
          SELECT programme_id, kind, any_value(given_for), round(sum(weight), 3) FROM link
          GROUP BY programme_id, kind HAVING abs(sum(weight) - 1) > 0.001 ORDER BY ALL
          """),
    _Rule("link: at most four occupation groups", "error",
          """
          SELECT programme_id, any_value(given_for), count(*) FROM link
          WHERE kind = 'occupation' GROUP BY programme_id HAVING count(*) > 4 ORDER BY ALL
          """),
    _Rule("link: strength of an industry fits its largest section", "error",
          """
          WITH section AS (
              SELECT programme_id, given_for, basis, strength,
                     coalesce(industry.parent, industry_id) AS section_id, sum(weight) AS weight
              FROM link JOIN industry ON industry_id = substr(to_id, 5)
              WHERE link.kind = 'industry' AND strength <> 'geen' GROUP BY ALL
          ),
          trade AS (
              SELECT DISTINCT programme_id FROM link
              WHERE kind = 'occupation' AND strength = 'sterk'
          )
          -- Adding up shares makes 0.4999999 of exactly half. Of a trade one industry is sterk;
          -- where CBS gives the weights its others are zwak.
          SELECT programme_id, given_for, strength,
                 round(max(max(weight)) OVER (PARTITION BY programme_id), 6) AS largest
          FROM section
          GROUP BY programme_id, given_for, strength, basis
          QUALIFY strength <> CASE WHEN largest >= 0.5 THEN 'sterk' WHEN largest >= 0.25
                                   THEN 'redelijk' ELSE 'zwak' END
             AND NOT (programme_id IN (FROM trade)
                      AND (strength = 'sterk' OR strength = 'zwak' AND basis = 'cbs_table'))
          ORDER BY ALL
          """),
    _Rule("link: every programme has a row of every kind", "error",
          """
          SELECT programme_id, kinds.kind
          FROM programme
          JOIN (VALUES ('field'), ('occupation'), ('industry'), ('internship_segment'))
              AS kinds (kind) ON kinds.kind <> 'internship_segment' OR sector = 'mbo'
          ANTI JOIN link ON link.programme_id = programme.programme_id AND link.kind = kinds.kind
          ORDER BY ALL
          """),
    _Rule("link: programmes that are new in the register have been linked", "warning",
          "SELECT programme_id, kind FROM link WHERE given_for = 'nieuw' ORDER BY ALL"),
)

# Share of students whose programme has a link of strength redelijk or sterk, per kind.
_COVERAGE = {"field": 0.97, "occupation": 0.85, "industry": 0.85}
# Below this share of programmes the two bases say such different things that one must be wrong.
_SAME = 0.5
_STUDENTS = {
    "mbo": ("students", 2019, "duo_mbo_students_2019"),
    "hbo": ("students", 2024, "duo_hbo_students_2024"),
    "wo": ("first_years", 2019, "duo_wo_first_years_2019"),
}


def run_checks(store: duckdb.DuckDBPyConnection) -> list[CheckResult]:
    """All checks on an open store, in a fixed order."""
    version = _schema_version(store)
    if not version.ok:
        return [version]  # the other checks are about tables that this store may not have
    results = [version]
    results += [_run_rule(store, rule) for rule in RULES]
    results += [_coverage(store, sector, kind) for sector in _STUDENTS for kind in _COVERAGE]
    return [*results, _two_bases(store)]


def _schema_version(store: duckdb.DuckDBPyConnection) -> CheckResult:
    found = store.execute("SELECT value FROM store_info WHERE key = 'schema_version'").fetchone()
    version = found[0] if found else "none"
    return CheckResult("schema version", "error", version == SCHEMA_VERSION, version)


def _run_rule(store: duckdb.DuckDBPyConnection, rule: _Rule) -> CheckResult:
    rows = store.execute(rule.query).fetchall()
    if not rows:
        return CheckResult(rule.name, rule.level, True, "")
    first = " ; ".join(str(value) for value in rows[0])
    return CheckResult(rule.name, rule.level, False, f"{len(rows)} row(s), first: {first}")


def _two_bases(store: duckdb.DuckDBPyConnection) -> CheckResult:
    """Do CBS and our own judgement name the same largest industry, where both exist?"""
    (same, programmes) = one_row(
        store,
        """
        WITH used AS (
            SELECT programme_id, arg_max(to_id, (weight, to_id)) AS largest
            FROM link WHERE kind = 'industry' GROUP BY programme_id
        ),
        beside AS (
            SELECT programme_id, arg_max(to_id, (weight, to_id)) AS largest
            FROM link_check WHERE kind = 'industry' GROUP BY programme_id
        ),
        section AS (
            SELECT 'sbi:' || industry_id AS to_id, 'sbi:' || coalesce(parent, industry_id) AS id
            FROM industry
        )
        SELECT count(*) FILTER (one.id = other.id), count(*)
        FROM used JOIN beside USING (programme_id)
        JOIN section AS one ON one.to_id = used.largest
        JOIN section AS other ON other.to_id = beside.largest
        """,
    )
    return CheckResult(
        "links to industries: CBS and own judgement name the same largest section", "warning",
        same >= _SAME * programmes, f"{same} of {programmes} programmes that have both",
    )


def _coverage(store: duckdb.DuckDBPyConnection, sector: str, kind: str) -> CheckResult:
    """Students whose programme has a usable link. Hidden counts weigh as their lowest value."""
    indicator, year, source = _STUDENTS[sector]
    (share, programmes) = one_row(
        store,
        """
        WITH linked AS (
            SELECT programme_id, bool_or(strength IN ('sterk', 'redelijk')) AS usable
            FROM link WHERE kind = $kind GROUP BY programme_id
        )
        SELECT
            sum(coalesce(value, low)) FILTER (usable) / sum(coalesce(value, low)),
            count(DISTINCT programme_id) FILTER (usable) / count(DISTINCT programme_id)
        FROM student_count
        JOIN programme USING (programme_id)
        LEFT JOIN linked USING (programme_id)
        WHERE student_count.source_id = $source AND indicator_id = $indicator AND year = $year
        """,
        {"kind": kind, "source": source, "indicator": indicator, "year": year},
    )
    needed = _COVERAGE[kind]
    return CheckResult(
        f"coverage of {kind} links, {sector}", "warning", (share or 0) >= needed,
        f"{share or 0:.1%} of students, {programmes or 0:.1%} of programmes (at least "
        f"{needed:.0%} of students)",
    )


