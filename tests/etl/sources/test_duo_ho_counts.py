"""DUO counts for ho: three shapes of file, hidden numbers, genders added up, a total row."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import DataError
from etl.reading import Reading
from etl.sources.duo_ho_counts import read_by_gender_columns, read_by_gender_rows, read_json
from tests.etl.made_up_files import (
    Row,
    ho_columns_row,
    ho_json,
    ho_rows_row,
    parse,
    rows_of,
    text,
)

YEARS = (2020, 2021)
COUNTS = "SELECT year, sum(visible), sum(hidden) FROM stage.ho_counts GROUP BY ALL ORDER BY year"


def gender_rows(folder: Path, *rows: Row) -> Reading:
    return parse(folder, read_by_gender_rows, text(ho_rows_row(YEARS), rows, ";"),
                 indicator="diplomas", years=YEARS)


def gender_columns(folder: Path, *rows: Row, encoding: str = "utf-8") -> Reading:
    content = text(ho_columns_row(YEARS), rows, ";").encode(encoding)
    return parse(folder, read_by_gender_columns, content, indicator="first_years", years=YEARS,
                 encoding=encoding)


def json_rows(folder: Path, content: str) -> Reading:
    return parse(folder, read_json, content, indicator="students",
                 years=(2020, 2021, 2022, 2023, 2024))


def test_rows_per_gender_are_added_up(tmp_path: Path) -> None:
    reading = gender_rows(tmp_path, {"2020": "5"}, {"GESLACHT": "vrouw", "2020": "0"})
    assert rows_of(reading, "FROM stage.ho_counts WHERE year = 2020") == [
        ("made_up_source", "diplomas", "30001", "99AA", "GM9801", "voltijd", 2020, 5, 0)
    ]


def test_hidden_is_counted_apart_and_zero_is_not_hidden(tmp_path: Path) -> None:
    reading = gender_rows(tmp_path, {"2020": "<5", "2021": "0"},
                          {"GESLACHT": "vrouw", "2020": "7", "2021": "-1"})
    assert rows_of(reading, COUNTS) == [(2020, 7, 1), (2021, 0, 1)]


def test_blank_year_gives_no_row(tmp_path: Path) -> None:
    reading = gender_rows(tmp_path, {"2020": "", "2021": "3"})
    assert rows_of(reading, COUNTS) == [(2021, 3, 0)]


@pytest.mark.parametrize(("column", "value"), [
    ("OPLEIDINGSVORM", "avondonderwijs"), ("OPLEIDINGSVORM", ""),
    ("OPLEIDINGSCODE ACTUEEL", "B3000"), ("OPLEIDINGSCODE ACTUEEL", ""),
    ("BRIN NUMMER ACTUEEL", "9AA"), ("2021", "3,5"), ("2020", "<10"),
])
def test_unknown_form_code_or_count_is_refused_with_its_line(
    tmp_path: Path, column: str, value: str
) -> None:
    with pytest.raises(DataError) as caught:
        gender_rows(tmp_path, {}, {column: value})
    assert (caught.value.line, caught.value.column) == (3, column)


TOTAL: Row = {**dict.fromkeys(ho_columns_row(YEARS), ""), "OPLEIDINGSFASE ACTUEEL": "totalen"}
BLANK: Row = dict.fromkeys(ho_columns_row(YEARS), "")


def test_columns_per_gender_are_added_up_and_the_total_row_is_left_out(tmp_path: Path) -> None:
    reading = gender_columns(tmp_path, {"2020 MAN": "3", "2020 VROUW": "4"}, BLANK,
                             {**TOTAL, "2020 MAN": "7", "2021 MAN": "20"})
    assert rows_of(reading, COUNTS) == [(2020, 7, 0), (2021, 20, 0)]
    read = reading.files["ho_raw"]
    assert read.warnings == []
    assert {item.reason: item.rows for item in read.left_out} == {
        "total row among the parts": 1, "blank line in the file": 1
    }


def test_total_row_that_does_not_add_up_is_told(tmp_path: Path) -> None:
    reading = gender_columns(tmp_path, {}, {**TOTAL, "2020 MAN": "21", "2021 MAN": "20"})
    assert reading.files["ho_raw"].warnings == [
        "2020: the parts add up to 20, the total row says 21; the parts are used"
    ]


def test_two_kinds_of_blank_line_stay_one_reason_in_the_log(tmp_path: Path) -> None:
    content = text(ho_columns_row(YEARS), [{}, BLANK], ";") + '""\r\n\r\n'
    reading = parse(tmp_path, read_by_gender_columns, content, indicator="i", years=YEARS)
    assert [(item.rows, item.first_line) for item in reading.files["ho_raw"].left_out] == [(3, 3)]


def test_latin_1_file_is_read_and_not_taken_for_utf_8(tmp_path: Path) -> None:
    reading = gender_columns(tmp_path, {"OPLEIDINGSNAAM ACTUEEL": "B Bedachte Façade"},
                             encoding="latin-1")
    assert rows_of(reading, COUNTS)[0] == (2020, 20, 0)
    content = text(ho_rows_row(YEARS), [{"OPLEIDINGSNAAM ACTUEEL": "é"}], ";").encode("latin-1")
    with pytest.raises(DataError, match="line 2: the text is not utf-8"):
        parse(tmp_path, read_by_gender_rows, content, indicator="i", years=YEARS)


def test_file_without_the_column_of_the_total_row_is_refused(tmp_path: Path) -> None:
    row = {name: value for name, value in ho_columns_row(YEARS).items() if "FASE" not in name}
    with pytest.raises(DataError, match="column OPLEIDINGSFASE ACTUEEL: this column is missing"):
        parse(tmp_path, read_by_gender_columns, text(row, [{}], ";"), indicator="i", years=YEARS)


def test_json_puts_zeros_back_and_reads_hidden_numbers(tmp_path: Path) -> None:
    reading = json_rows(tmp_path, ho_json([{"OPLEIDINGSCODE ACTUEEL": 1020, "2020": "<5"}]))
    assert rows_of(reading, """SELECT DISTINCT isat, brin, gemeente_id FROM stage.ho_counts""") == [
        ("01020", "99AA", "GM9801")
    ]
    assert rows_of(reading, COUNTS)[:2] == [(2020, 0, 1), (2021, 10, 0)]


@pytest.mark.parametrize(("content", "problem"), [
    (ho_json([{}])[:-3], "not complete JSON"), ("<html>", "not complete JSON"),
    ('{"error": "storing"}', "not a list of records"), ("[1, 2]", "not a list of records"),
    ('[{"GESLACHT": "man"}]', "column 2020: this column is missing"), ("[]", "no rows"),
    (ho_json([{}, {"2022": "veel"}]), "line 2, column 2022"),
    (ho_json([{}, {"INSTELLINGSCODE ACTUEEL": None}]), "line 2, column INSTELLINGSCODE ACTUEEL"),
])
def test_bad_json_is_refused(tmp_path: Path, content: str, problem: str) -> None:
    with pytest.raises(DataError, match=problem):
        json_rows(tmp_path, content)


def test_two_files_are_kept_apart_by_source(tmp_path: Path) -> None:
    first = gender_rows(tmp_path, {})
    second = Reading(first.connection, tmp_path, "other_edition")
    parse(tmp_path, read_by_gender_rows, text(ho_rows_row(YEARS), [{}], ";"), second,
          indicator="diplomas", years=YEARS)
    assert rows_of(first, "SELECT source_id, count(*) FROM stage.ho_counts GROUP BY 1 ORDER BY 1"
                   ) == [("made_up_source", 2), ("other_edition", 2)]


def test_double_row_is_refused_because_it_would_count_twice(tmp_path: Path) -> None:
    for name, attempt in (
        ("rows", lambda folder: gender_rows(folder, {}, {"GESLACHT": "vrouw"}, {})),
        ("columns", lambda folder: gender_columns(
            folder, {}, {"OPLEIDINGSFASE ACTUEEL": "master"}, {})),
    ):
        (tmp_path / name).mkdir()
        with pytest.raises(DataError, match="is already on line 2") as caught:
            attempt(tmp_path / name)
        assert caught.value.line == 4
