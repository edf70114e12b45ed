"""DUO mbo students: a wide file with men, women and totals per year."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import DataError
from etl.sources.duo_mbo_students import read
from tests.etl.made_up_files import MBO_ROW, parse, rows_of, text


def test_years_become_rows_and_blank_is_no_number(tmp_path: Path) -> None:
    row = {"MAN2018": "0", "VROUW2018": "0", "TOTAAL2018": "0"}
    reading = parse(tmp_path, read, text(MBO_ROW, [row], ";"))
    assert rows_of(reading, "SELECT crebo, level, form, year, students FROM stage.mbo_students "
                            "ORDER BY year") == [
        ("25901", 4, "bol", 2015, None), ("25901", 4, "bol", 2016, None),
        ("25901", 4, "bol", 2017, None), ("25901", 4, "bol", 2018, 0),
        ("25901", 4, "bol", 2019, 12),
    ]


@pytest.mark.parametrize(("path", "form"), [("BOLVT", "bol"), ("BOLDT", "bol-dt"), ("BBL", "bbl")])
def test_learning_paths(tmp_path: Path, path: str, form: str) -> None:
    reading = parse(tmp_path, read, text(MBO_ROW, [{"TYPE MBO": path}], ";"))
    assert rows_of(reading, "SELECT DISTINCT form FROM stage.mbo_students") == [(form,)]


@pytest.mark.parametrize(("column", "value"), [
    ("TYPE MBO", "BOL"), ("TYPE MBO", ""), ("KWALIFICATIENIVEAU", "5"),
    ("KWALIFICATIENIVEAU", ""), ("KWALIFICATIENIVEAU", "."), ("KWALIFICATIE CODE", "259011"),
    ("KWALIFICATIE CODE", ""), ("BRIN NUMMER", "9BB"), ("BRIN NUMMER", ""),
    ("TOTAAL2017", "1,5"), ("MAN2016", "veel"),
])
def test_unknown_level_path_code_or_count_is_refused_with_its_line(
    tmp_path: Path, column: str, value: str
) -> None:
    with pytest.raises(DataError) as caught:
        parse(tmp_path, read, text(MBO_ROW, [{}, {column: value}], ";"))
    assert (caught.value.line, caught.value.column) == (3, column)


def test_totals_that_do_not_add_up_are_told_and_the_total_is_used(tmp_path: Path) -> None:
    other = {"TYPE MBO": "BBL", "TOTAAL2019": "13"}
    reading = parse(tmp_path, read, text(MBO_ROW, [{}, other], ";"))
    (warning,) = reading.files["mbo_raw"].warnings
    assert "2019" in warning
    assert "line 3" in warning
    assert rows_of(reading, "SELECT sum(students) FROM stage.mbo_students") == [(25,)]


def test_publishers_lone_quotes_between_rows_are_left_out(tmp_path: Path) -> None:
    content = text(MBO_ROW, [{}, {"TYPE MBO": "BBL"}], ";").replace("\r\n99BB", '\r\n""\r\n99BB', 1)
    reading = parse(tmp_path, read, content)
    assert reading.files["mbo_raw"].rows_left_out == 1
    assert rows_of(reading, "SELECT count(DISTINCT form) FROM stage.mbo_students") == [(2,)]


def test_double_row_is_refused_because_it_would_count_twice(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is already on line 2") as caught:
        parse(tmp_path, read, text(MBO_ROW, [{}, {"TYPE MBO": "BBL"}, {}], ";"))
    assert caught.value.line == 4
