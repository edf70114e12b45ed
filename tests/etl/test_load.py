"""Publishers' files in a folder -> publisher tables: counts, ranges, status and the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl.catalogue import load_catalogue
from etl.errors import DataError
from etl.load import load_folder
from etl.reading import open_workspace
from tests.etl.small_store import small_catalogue, small_workspace, write_files


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = small_workspace(tmp_path_factory.mktemp("files"))
    yield connection
    connection.close()


def test_every_file_is_in_the_log_and_its_rows_are_accounted_for(
    workspace: duckdb.DuckDBPyConnection,
) -> None:
    files = {file.name.rsplit("/", 1)[-1] for source in load_catalogue() for file in source.files}
    log = workspace.execute("SELECT file, rows_read, rows, rows_left_out, sha256 FROM pub.load")
    rows = log.fetchall()
    assert {row[0] for row in rows} == files
    assert all(row[1] == row[2] + row[3] for row in rows)
    assert all(len(row[4]) == 64 for row in rows)
    assert workspace.execute("SELECT sum(rows) FROM pub.left_out").fetchone() == (
        sum(row[3] for row in rows),
    )


def test_hidden_count_becomes_a_range_and_not_a_number(
    workspace: duckdb.DuckDBPyConnection,
) -> None:
    """In the made-up file 2017 has 10 men and '<5' women: 1 to 4 more."""
    counts = workspace.execute(
        "SELECT year, value, low, high, missing_reason FROM pub.student_count "
        "WHERE source_id = 'duo_hbo_diplomas_2021' ORDER BY year LIMIT 2"
    ).fetchall()
    assert counts == [(2017, None, 11, 14, "too_small"), (2018, 20, None, None, None)]
    figures = workspace.execute(
        "SELECT value, low, high, range_kind, status, missing_reason FROM pub.figure "
        "WHERE figure_id = 'duo_hbo_diplomas_2021:diplomas:isat:30001:2017'"
    ).fetchall()
    assert figures == [(None, 11, 14, "bounds", "Q", "too_small")]


def test_quarter_that_the_metadata_call_provisional_gets_that_status(
    workspace: duckdb.DuckDBPyConnection,
) -> None:
    status = workspace.execute(
        "SELECT DISTINCT period_start::VARCHAR, status FROM pub.series "
        "WHERE source_id = 'cbs_80472ned' ORDER BY ALL"
    ).fetchall()
    assert status == [("2019-10-01", "A"), ("2020-01-01", "P")]


def test_programme_of_two_forms_is_one_programme_with_two_offerings(
    workspace: duckdb.DuckDBPyConnection,
) -> None:
    assert workspace.execute(
        "SELECT programme_id, form FROM pub.programme WHERE sector = 'hbo'"
    ).fetchall() == [("isat:30001", ["deeltijd", "voltijd"])]
    assert workspace.execute(
        "SELECT count(*) FROM pub.offering WHERE programme_id = 'isat:30001'"
    ).fetchone() == (2,)


def test_total_of_roa_is_a_figure_of_the_nation_and_no_occupation(
    workspace: duckdb.DuckDBPyConnection,
) -> None:
    assert workspace.execute("SELECT code FROM pub.occupation").fetchall() == [("0991",)]
    assert workspace.execute(
        "SELECT value FROM pub.figure WHERE ladder_level = 'nation' "
        "AND indicator_id = 'outlook_openings'"
    ).fetchall() == [(9900.0,)]


def test_share_in_work_leaves_out_who_is_back_in_education(
    workspace: duckdb.DuckDBPyConnection,
) -> None:
    """Five positions of 100 men and 100 women each; two of the four that count are work."""
    assert workspace.execute(
        "SELECT value, n FROM pub.figure WHERE indicator_id = 'work_share_leavers'"
    ).fetchall() == [(0.5, 800)]


def test_missing_folder_and_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="this folder does not exist"):
        load_folder(open_workspace(), small_catalogue(), tmp_path / "none")
    folder = write_files(tmp_path / "files")
    (folder / "duo-rio-ho" / "rio.csv").unlink()
    with pytest.raises(DataError, match=r"rio\.csv: the file is not there"):
        load_folder(open_workspace(), small_catalogue(), folder)


def test_file_with_too_few_rows_is_refused(tmp_path: Path) -> None:
    """The real catalogue expects thousands of rows, so the made-up files look cut off."""
    with pytest.raises(DataError, match="only 2 rows where at least 6500 were expected"):
        load_folder(open_workspace(), load_catalogue(), write_files(tmp_path))


def test_progress_counts_every_source(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    load_folder(open_workspace(), small_catalogue(), write_files(tmp_path),
                lambda source_id, done, total: seen.append((source_id, done, total)))
    names = [source.source_id for source in load_catalogue() if source.files]
    assert seen == [(name, number, len(names)) for number, name in enumerate(names, start=1)]
