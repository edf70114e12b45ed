"""Counts and sums of the embedded snapshot that were checked by hand against the publishers.

They change only when a newer edition is loaded. The numbers are single facts of DUO, CBS and
ROA (see docs for the sources); no row of a publisher's file is kept here.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from etl.catalogue import load_catalogue
from etl.checks import run_checks
from etl.load import load_folder
from etl.reading import open_workspace
from etl.snapshot import publisher_tables
from store.connection import SNAPSHOT
from store.schema import Table

COUNTS = {
    # DUO RIO, March 2026: 1,497 isat codes at 179 institutions.
    "SELECT count(*) FROM programme WHERE programme_id LIKE 'isat:%'": 1497,
    "SELECT count(DISTINCT institution_id) FROM offering WHERE programme_id LIKE 'isat:%'": 179,
    # DUO mbo file 2015-2019: 1,360 crebos, 811 with students in 2019, 69 institutions.
    "SELECT count(*) FROM programme WHERE programme_id LIKE 'crebo:%'": 1360,
    "SELECT count(*) FROM programme WHERE sector = 'mbo' AND active": 811,
    "SELECT count(DISTINCT institution_id) FROM offering WHERE programme_id LIKE 'crebo:%'": 69,
    "SELECT sum(value) FROM student_count WHERE source_id = 'duo_mbo_students_2019' "
    "AND year = 2019": 501_903,
    "SELECT sum(value) FROM student_count WHERE source_id = 'duo_mbo_students_2019' "
    "AND year = 2015": 471_848,
    # DUO first-years of hbo and wo in 2019.
    "SELECT sum(value) FROM student_count WHERE source_id = 'duo_hbo_first_years_2019' "
    "AND year = 2019": 113_422,
    "SELECT sum(value) FROM student_count WHERE source_id = 'duo_wo_first_years_2019' "
    "AND year = 2019": 109_833,
    "SELECT sum(value) FROM student_count WHERE source_id = 'duo_wo_first_years_2017' "
    "AND year = 2017": 54_616,
    # CBS: provinces, landsdelen and arbeidsmarktregio's; gemeenten of 2026.
    "SELECT count(*) FROM region WHERE kind = 'provincie'": 12,
    "SELECT count(*) FROM region WHERE kind = 'arbeidsmarktregio'": 35,
    "SELECT count(*) FROM region WHERE kind = 'gemeente'": 342,
    # CBS 80472ned: horeca, open vacancies (thousands) at the end of 2020.
    "SELECT value FROM series WHERE source_id = 'cbs_80472ned' AND industry_id = '389100' "
    "AND indicator_id = 'open_vacancies' AND period_start = '2020-10-01'": 6.1,
    # CBS 83815NED: hourly wage a year after hbo-bachelor Techniek.
    "SELECT value FROM figure WHERE source_id = 'cbs_83815ned' AND years_after = 1 "
    "AND entity_id = 'hoop:TECHNIEK|hbo-ba'": 16.34,
    # ROA: 114 occupation groups beside the total.
    "SELECT count(*) FROM occupation": 114,
    "SELECT value FROM figure WHERE source_id = 'roa_ais_2030' AND ladder_level = 'nation' "
    "AND indicator_id = 'outlook_openings'": 2_072_100,
    # The catalogue: 19 tables of 4 publishers in 28 files, every row accounted for.
    "SELECT count(*) FROM source WHERE kind = 'publisher'": 19,
    "SELECT count(DISTINCT publisher) FROM source WHERE kind = 'publisher'": 4,
    "SELECT count(*) FROM load": 28,
    "SELECT sum(rows_read) FROM load": 127_335,
}


@pytest.mark.parametrize("question", COUNTS)
def test_golden_count(store: duckdb.DuckDBPyConnection, question: str) -> None:
    assert store.execute(question).fetchall() == [(COUNTS[question],)]


def test_embedded_store_passes_every_check(store: duckdb.DuckDBPyConnection) -> None:
    assert [result for result in run_checks(store) if not result.ok] == []


def test_quarter_after_the_metadata_is_provisional(store: duckdb.DuckDBPyConnection) -> None:
    """The CBS metadata reach to the second quarter of 2023, the figures to the third."""
    found = store.execute("SELECT DISTINCT period_start::VARCHAR FROM series WHERE status = 'P' "
                          "AND source_id = 'cbs_80472ned'").fetchall()
    assert found == [("2023-07-01",)]


def test_no_wage_is_zero(store: duckdb.DuckDBPyConnection) -> None:
    """CBS prints 0.00 euro where it has no wage."""
    assert store.execute("SELECT count(*) FROM series WHERE value = 0 "
                         "AND indicator_id = 'hourly_wage_industry'").fetchone() == (0,)


@pytest.fixture(scope="module")
def loaded(shared_data: Path) -> duckdb.DuckDBPyConnection:
    workspace = open_workspace()
    load_folder(workspace, load_catalogue(), shared_data)
    return workspace


@pytest.mark.parametrize("table", publisher_tables(), ids=lambda table: table.name)
def test_publishers_files_give_the_embedded_snapshot(
    loaded: duckdb.DuckDBPyConnection, table: Table
) -> None:
    """Same rows, in any order: what anyone downloads gives what is embedded."""
    name, columns = table.name, ", ".join(f'"{part}"' for part in table.publisher_columns())
    path = str(SNAPSHOT / f"{name}.parquet")
    loaded.execute("CREATE OR REPLACE TEMP TABLE embedded AS FROM read_parquet($path)",
                   {"path": path})
    for one, other in ((f"pub.{name}", "embedded"), ("embedded", f"pub.{name}")):
        more = loaded.execute(f"SELECT {columns} FROM {one} EXCEPT ALL SELECT {columns} "
                              f"FROM {other} LIMIT 3").fetchall()
        assert more == [], f"in {one} and not in {other}"
