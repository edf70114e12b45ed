"""CBS 85776NED and 83815NED: padded values, titles instead of codes, genders added up."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import DataError
from etl.reading import Reading
from etl.sources.cbs_ho_leavers import read_position, read_wage
from tests.etl.made_up_files import LEAVERS, POSITION_ROW, WAGE, WAGE_ROW, Row, parse, rows_of, text

PEOPLE = "Uitstromers ho (aantal)"


def positions(folder: Path, *rows: Row) -> Reading:
    return parse(folder, read_position, text(POSITION_ROW, rows, ";", quoted=True, bom=True))


def wages(folder: Path, *rows: Row) -> Reading:
    content = text(WAGE_ROW, rows, ";", quoted=True, bom=True)
    return parse(folder, read_wage, content, table="wage_field")


def test_men_and_women_are_added_up(tmp_path: Path) -> None:
    reading = positions(tmp_path, {PEOPLE: "    1240"},
                        {"Geslacht": "Vrouwen", PEOPLE: "      30"})
    assert rows_of(reading, "FROM stage.ho_position") == [
        ("ECONOMIE", "hbo-ba", 1, 2016, "Met werk, zonder uitkering", 1270)
    ]


@pytest.mark.parametrize("other", [[], [{"Geslacht": "Vrouwen", PEOPLE: "       ."}]])
def test_position_missing_for_one_gender_is_missing(tmp_path: Path, other: list[Row]) -> None:
    reading = positions(tmp_path, {PEOPLE: "    1240"}, *other)
    assert rows_of(reading, "SELECT people FROM stage.ho_position") == [(None,)]


def test_zero_people_is_a_number(tmp_path: Path) -> None:
    reading = positions(tmp_path, {PEOPLE: "       0"},
                        {"Geslacht": "Vrouwen", PEOPLE: "       0"})
    assert rows_of(reading, "SELECT people FROM stage.ho_position") == [(0,)]


def test_moments_become_years_after(tmp_path: Path) -> None:
    reading = wages(tmp_path, {}, {"Peilmoment": "1 jaar na verlaten onderwijs"},
                    {"Peilmoment": "5 jaar na verlaten onderwijs"})
    assert rows_of(reading, "SELECT years_after FROM stage.wage_field ORDER BY ALL") == [
        (0,), (1,), (5,)
    ]


@pytest.mark.parametrize(("value", "euro", "reason"), [
    ("   17.83", 17.83, None), ("       .", None, "publisher_gives_none"),
    ("        ", None, "not_applicable"), ("", None, "not_applicable"), ("       0", 0.0, None),
])
def test_wage_and_why_it_is_missing(
    tmp_path: Path, value: str, euro: float | None, reason: str | None
) -> None:
    reading = wages(tmp_path, {WAGE: value})
    assert rows_of(reading, "SELECT euro, missing_reason FROM stage.wage_field") == [
        (euro, reason)
    ]


def test_wage_per_gender_is_left_out_and_counted(tmp_path: Path) -> None:
    reading = wages(tmp_path, {}, {"Geslacht": "Mannen"}, {"Geslacht": "Vrouwen"})
    assert rows_of(reading, "SELECT count(*) FROM stage.wage_field") == [(1,)]
    assert reading.files["wage_field_raw"].rows_left_out == 2


@pytest.mark.parametrize(("column", "value"), [
    ("Studierichting", "Bedachte richting"), (LEAVERS, "Mbo"), ("Perioden", "2015"),
    ("Perioden", ""), ("Peilmoment", "Na een tijdje"), (PEOPLE, "12,5"), (PEOPLE, "veel"),
])
def test_unknown_category_or_value_is_refused_with_its_line(
    tmp_path: Path, column: str, value: str
) -> None:
    with pytest.raises(DataError) as caught:
        positions(tmp_path, {}, {"Geslacht": "Vrouwen", column: value})
    assert (caught.value.line, caught.value.column) == (3, column)


def test_double_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="already on line 2"):
        positions(tmp_path, {}, {})
