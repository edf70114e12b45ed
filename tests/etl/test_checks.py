"""Every quality check passes on a good store and fires on a store with one bad row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl.checks import CheckResult, run_checks

# One statement per check that makes exactly this check fail on the small made-up store.
FIGURE = "UPDATE figure SET {} WHERE figure_id = (SELECT min(figure_id) FROM figure WHERE {})"
BAD_ROWS = {
    "schema version": "UPDATE store_info SET value = '0' WHERE key = 'schema_version'",
    "figure value in the plausible range of its indicator":
        FIGURE.format("value = 1e9", "indicator_id = 'outlook_itkb' AND value IS NOT NULL"),
    "range of a figure around its value":
        FIGURE.format("low = value + 1, high = value + 2", "indicator_id = 'tension_now'"),
    "wages between 5 and 100 euro an hour":
        FIGURE.format("value = 101", "indicator_id = 'hourly_wage_leavers'"),
    "shares between 0 and 1":
        FIGURE.format("value = 1.01", "indicator_id = 'work_share_leavers'"),
    "figures rest on enough people":
        FIGURE.format("n = 1", "indicator_id = 'work_share_leavers'"),
    "series value in the plausible range of its indicator":
        "UPDATE series SET value = -1 WHERE indicator_id = 'jobs'",
    "forecasts name the year they speak of":
        FIGURE.format("horizon = NULL", "status = 'F'"),
    "no observation from the future":
        FIGURE.format("measured_end = current_date + 1", "indicator_id = 'tension_now'"),
    "people are observed after they left school":
        FIGURE.format("entry_start = measured_end + 1", "indicator_id = 'work_share_leavers'"),
    "figures lie within the reference dates of their source":
        FIGURE.format("measured_start = '1999-01-01', measured_end = '1999-12-31'",
                      "indicator_id = 'tension_now'"),
    "every ho programme has a HOOP field":
        "UPDATE programme SET hoop = NULL WHERE sector = 'hbo'",
    "every programme is offered somewhere, now or before":
        "DELETE FROM offering WHERE programme_id = 'crebo:25901'",
    "towns of offerings are on the map":
        "UPDATE offering SET place_id = 'NERGENS' WHERE programme_id = 'crebo:25901'",
    "study fields of programmes are in table field":
        "UPDATE programme SET field_id = 'isced:99' WHERE sector = 'mbo'",
    "industries and occupations have an English name":
        "UPDATE industry SET name_en = NULL WHERE code = 'I'",
    "one figure per source, indicator, entity, moment and window":
        "INSERT INTO figure BY NAME SELECT * REPLACE (figure_id || 'x' AS figure_id) FROM figure "
        "WHERE indicator_id = 'tension_now'",
    "parts of an industry know their section":
        "UPDATE industry SET kind = 'deel', parent = NULL WHERE code = 'I'",
    "link: known target":
        "UPDATE link SET to_id = 'brc:0000' "
        "WHERE kind = 'occupation' AND given_for LIKE 'dossier%'",
    "link: weights add up to 1":
        "UPDATE link SET weight = 0.4 WHERE programme_id = 'crebo:25901' AND kind = 'industry'",
    "link: at most four occupation groups":
        "INSERT INTO link SELECT link.* REPLACE (0 AS weight) FROM link, range(4) "
        "WHERE programme_id = 'isat:30001' AND kind = 'occupation'",
    "link: strength of an industry fits its largest section":
        "UPDATE link SET strength = 'zwak' WHERE programme_id = 'isat:30001' AND kind = 'industry'",
    "link: every programme has a row of every kind":
        "DELETE FROM link WHERE programme_id = 'isat:30001' AND kind = 'industry'",
    "link: programmes that are new in the register have been linked":
        "UPDATE link SET given_for = 'nieuw' WHERE programme_id = 'isat:30001' AND kind = 'field'",
    "one best figure per programme, form, indicator and moment":
        "INSERT INTO best SELECT best.* REPLACE (step + 1 AS step) FROM best LIMIT 1",
    **{f"unique key of {name}": f"INSERT INTO {name} FROM {name} LIMIT 1"
       for name in ("student_count", "ladder", "figure_crisis", "best")},
    "links to industries: CBS and own judgement name the same largest section":
        "INSERT INTO link_check SELECT * REPLACE ('sbi:' || (SELECT max(industry_id) FROM industry "
        "WHERE kind = 'sectie' AND 'sbi:' || industry_id <> to_id) AS to_id) FROM link "
        "WHERE kind = 'industry' AND programme_id = 'crebo:25901' LIMIT 1",
}


@pytest.fixture
def copy(small_store_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The small store in memory, without its constraints, so that any row can be put in."""
    connection = duckdb.connect(":memory:")
    connection.execute(f"ATTACH '{small_store_path}' AS original (READ_ONLY)")
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'original'"
    ).fetchall()
    for (table,) in tables:
        connection.execute(f"CREATE TABLE {table} AS FROM original.{table}")
    connection.execute("DETACH original")
    yield connection
    connection.close()


def failing(store: duckdb.DuckDBPyConnection) -> dict[str, CheckResult]:
    return {result.name: result for result in run_checks(store) if not result.ok}


def test_good_store_passes_every_check(copy: duckdb.DuckDBPyConnection) -> None:
    assert {name for name in failing(copy) if not name.startswith("coverage")} == set()


def test_every_check_has_a_bad_row_here(copy: duckdb.DuckDBPyConnection) -> None:
    names = {result.name for result in run_checks(copy)}
    assert {name for name in names if not name.startswith("coverage")} == set(BAD_ROWS)
    assert len(names) == len(run_checks(copy))


@pytest.mark.parametrize("name", BAD_ROWS)
def test_check_fires_on_one_bad_row_and_names_it(
    copy: duckdb.DuckDBPyConnection, name: str
) -> None:
    already = set(failing(copy))
    (changed,) = copy.execute(BAD_ROWS[name]).fetchone() or (0,)
    assert changed > 0
    found = failing(copy)
    assert name in found
    assert found[name].detail
    others = {other for other in found if not other.startswith("coverage")} - already - {name}
    # A row that is twice in ``best`` breaks both of its rules.
    assert others <= {"figure value in the plausible range of its indicator",
                      "unique key of best",
                      "one best figure per programme, form, indicator and moment"}


@pytest.mark.parametrize(("sector", "programme"), [
    ("mbo", "crebo:25901"), ("hbo", "isat:30001"),
])
@pytest.mark.parametrize("kind", ["field", "occupation", "industry"])
def test_coverage_warns_when_students_have_no_usable_link(
    copy: duckdb.DuckDBPyConnection, sector: str, programme: str, kind: str
) -> None:
    name = f"coverage of {kind} links, {sector}"
    assert name not in failing(copy)
    copy.execute("UPDATE link SET strength = 'geen' WHERE programme_id = $programme "
                 "AND kind = $kind", {"programme": programme, "kind": kind})
    result = failing(copy)[name]
    assert result.level == "warning"
    assert result.detail.startswith("0.0% of students")


def test_store_of_another_version_is_only_told_its_version(
    copy: duckdb.DuckDBPyConnection,
) -> None:
    copy.execute(BAD_ROWS["schema version"])
    copy.execute("DROP TABLE figure")
    assert [(result.name, result.ok) for result in run_checks(copy)] == [("schema version", False)]
