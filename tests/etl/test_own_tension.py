"""The spanningsindicator that someone downloaded from UWV (all figures made up)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import DataError
from etl.own.problems import WrongRows
from etl.own.take_in import own_files, take_in
from etl.own.tension import CLASSES, class_of, quarter
from etl.own.values import Wrong
from etl.reading import open_workspace
from etl.reference import load_reference
from etl.snapshot import read_snapshot
from store.connection import REFERENCE, SNAPSHOT

HEADER = "beroepsgroep;arbeidsmarktregio;kwartaal;spanningsindicator;typering\n"


@pytest.fixture(scope="module")
def workspace() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = open_workspace()
    read_snapshot(connection, SNAPSHOT)
    load_reference(connection, REFERENCE)
    yield connection
    connection.close()


def loaded(workspace: duckdb.DuckDBPyConnection, folder: Path, text: str) -> list[tuple]:
    (folder / "spanningsindicator 2024.csv").write_text(text, encoding="utf-8")
    take_in(workspace, own_files(folder))
    return workspace.execute(
        "SELECT entity_id, region_id, value, low, high, label, measured_end, missing_reason "
        "FROM pub.figure WHERE indicator_id = 'tension_uwv' ORDER BY ALL").fetchall()


def test_group_by_code_or_name_region_and_class(
    workspace: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    end = date(2024, 3, 31)
    assert loaded(workspace, tmp_path, HEADER + "1112;Rijnmond;2024Q1;4,01;zeer krap\n"
                  "Koks;Nederland;1e kwartaal 2024;1.6;\n0111;;2024-1;;ruim\n") == [
        ("brc:0111", "NL01", None, 0.25, 0.67, "ruim", end, "publisher_gives_none"),
        ("brc:1112", "NL01", 1.6, None, None, "krap", end, None),
        ("brc:1112", "amr:Rijnmond", 4.01, None, None, "zeer krap", end, None),
    ]
    assert workspace.execute("SELECT shareable FROM pub.source WHERE source_id = "
                             "'uwv_spanningsindicator'").fetchall() == [(False,)]


def test_group_of_uwv_that_brc_does_not_have_is_left_out_and_told(
    workspace: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert len(loaded(workspace, tmp_path, HEADER + "Bedachte beroepen;;2024Q1;2;\n"
                      "Koks;;2024Q1;2;\n")) == 1
    assert workspace.execute("SELECT reason, rows, first_line FROM pub.left_out WHERE source_id "
                             "= 'uwv_spanningsindicator'").fetchall() == [
        ("occupation group is not one of BRC 2014", 1, 2)]
    with pytest.raises(DataError, match="no row is about an occupation group"):
        loaded(workspace, tmp_path, HEADER + "Bedachte beroepen;;2024Q1;2;\n")


@pytest.mark.parametrize(("row", "words"), [
    ("Koks;;2024Q1;0,5;krap", "0.5 is not «krap» but «ruim»"),
    ("Koks;;2024Q1;;", "neither a ratio nor a class"),
    ("Koks;;2024Q5;2;", "not a quarter"), ("Koks;;2099Q1;2;", "not ended yet"),
    ("Koks;Atlantis;2024Q1;2;", "not a region"), ("Koks;;2024Q1;2;druk", "not a class"),
    (";;2024Q1;2;", "must be filled in"),
])
def test_wrong_row_is_told_and_nothing_is_loaded(
    workspace: duckdb.DuckDBPyConnection, tmp_path: Path, row: str, words: str
) -> None:
    with pytest.raises(WrongRows, match=f"line 3.*{words}"):
        loaded(workspace, tmp_path, f"{HEADER}1112;Rijnmond;2024Q1;2;\n{row}\n")


def test_without_a_needed_column_it_says_which(
    workspace: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match="column kwartaal: this column is missing"):
        loaded(workspace, tmp_path, "beroepsgroep;regio;spanning\nKoks;Rijnmond;2\n")


@pytest.mark.parametrize(("ratio", "label"), [
    (0.0, "zeer ruim"), (0.24, "zeer ruim"), (0.25, "ruim"), (0.67, "gemiddeld"),
    (1.49, "gemiddeld"), (1.5, "krap"), (4.0, "krap"), (4.01, "zeer krap"),
])
def test_borders_of_the_classes(ratio: float, label: str) -> None:
    assert class_of(ratio) == label


@given(st.floats(0, 20), st.floats(0, 20))
def test_more_vacancies_per_person_is_never_a_wider_class(one: float, other: float) -> None:
    order = [name for name, _ in CLASSES]
    low, high = sorted((one, other))
    assert order.index(class_of(low)) <= order.index(class_of(high))


@given(st.text(max_size=16))
def test_any_text_is_a_quarter_or_refused(text: str) -> None:
    try:
        start, end = quarter(text)
    except Wrong as refused:
        assert refused.advice
    else:
        assert 88 < (end - start).days < 93
