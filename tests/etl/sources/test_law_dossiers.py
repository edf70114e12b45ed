"""Kwalificatiedossiers: price factors with a decimal comma, '---' for no requirements."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import DataError
from etl.reading import Reading, open_workspace
from etl.sources.law_dossiers import read
from tests.etl.made_up_files import DOSSIER_ROW, parse, rows_of, text


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """What it is like after the students were read: these crebos have some."""
    workspace = open_workspace()
    workspace.execute("CREATE TABLE stage.mbo_students AS SELECT unnest("
                      "['25901', '25902', '25903']) AS crebo")
    return Reading(workspace, tmp_path, "made_up_source")


def test_dossier_domain_and_requirements(tmp_path: Path, reading: Reading) -> None:
    rows = [{}, {"crebo": "25902", "beroepsvereisten": "bij wet"},
            {"crebo": "25903", "beroepsvereisten": ""}]
    parse(tmp_path, read, text(DOSSIER_ROW, rows, ","), reading)
    assert rows_of(reading, """SELECT crebo, dossier_crebo, domein, profession_requirements
                               FROM stage.dossier ORDER BY crebo""") == [
        ("25901", "23901", "Bedachte dingen", False), ("25902", "23901", "Bedachte dingen", True),
        ("25903", "23901", "Bedachte dingen", False),
    ]


@pytest.mark.parametrize(("column", "value"), [
    ("prijsfactor", "1.30"), ("crebo", ""), ("crebo", "25901x"),
])
def test_wrong_value_is_refused_with_its_line(
    tmp_path: Path, reading: Reading, column: str, value: str
) -> None:
    with pytest.raises(DataError) as caught:
        parse(tmp_path, read, text(DOSSIER_ROW, [{}, {"crebo": "25902", column: value}], ","),
              reading)
    assert (caught.value.line, caught.value.column) == (3, column)


def test_crebo_in_two_dossiers_is_refused(tmp_path: Path, reading: Reading) -> None:
    with pytest.raises(DataError, match="the key 25901 is already on line 2"):
        parse(tmp_path, read, text(DOSSIER_ROW, [{}, {"dossier_crebo": "23902"}], ","), reading)


def test_crebo_without_students_is_left_out_and_told(tmp_path: Path, reading: Reading) -> None:
    parse(tmp_path, read, text(DOSSIER_ROW, [{}, {"crebo": "25999"}], ","), reading)
    assert rows_of(reading, "SELECT crebo FROM stage.dossier") == [("25901",)]
    (left,) = reading.files["dossier_raw"].left_out
    assert (left.reason, left.rows, left.first_line) == (
        "a crebo that no school reports to DUO", 1, 3)
