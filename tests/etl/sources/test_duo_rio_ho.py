"""DUO RIO: a row per programme, location and form; NA for missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.errors import DataError
from etl.sources.duo_rio_ho import LEVELS, read
from tests.etl.made_up_files import RIO_ROW, parse, rows_of, text


def test_codes_get_zeros_and_na_becomes_nothing(tmp_path: Path) -> None:
    row = {"ERKENDEOPLEIDINGSCODE": "1020", "ISCED": "221", "NLQF": "NA", "VORM": "NA",
           "PLAATSNAAM": "NA", "INSTROOM_EINDDATUM": "2027-08-31T00:00:00"}
    reading = parse(tmp_path, read, text(RIO_ROW, [row], ",", quoted=True))
    assert rows_of(reading, """SELECT isat, isced, nlqf, form, place, name_en, subonderdeel,
                               intake_end, level, funding FROM stage.rio""") == [
        ("01020", "0221", None, None, None, None, None, date(2027, 8, 31), "hbo-ba", "bekostigd")
    ]


def test_programme_repeated_per_location_and_form_keeps_all_rows_and_lines(tmp_path: Path) -> None:
    rows = [{}, {"VESTIGINGSCODE": "99AA02", "PLAATSNAAM": "ELDERS"}, {"VORM": "DEELTIJD"}]
    reading = parse(tmp_path, read, text(RIO_ROW, rows, ","))
    assert rows_of(reading, "SELECT line, isat, place, form FROM stage.rio ORDER BY line") == [
        (2, "30001", "BEDACHTSTAD", "voltijd"), (3, "30001", "ELDERS", "voltijd"),
        (4, "30001", "BEDACHTSTAD", "deeltijd"),
    ]


def test_towns_are_in_capitals_however_the_register_writes_them(tmp_path: Path) -> None:
    reading = parse(tmp_path, read, text(RIO_ROW, [{"PLAATSNAAM": "Bedachtstad"}], ","))
    assert rows_of(reading, "SELECT place FROM stage.rio") == [("BEDACHTSTAD",)]


@pytest.mark.parametrize(("given", "known"), [("BEROEPSEISEN", True), ("GEEN_BEROEPSEISEN", False)])
def test_requirements_for_the_profession(tmp_path: Path, given: str, known: bool) -> None:
    reading = parse(tmp_path, read, text(RIO_ROW, [{"BEROEPSEISEN": given}], ","))
    assert rows_of(reading, "SELECT profession_requirements FROM stage.rio") == [(known,)]


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_a_level_of_the_store(tmp_path: Path, level: str) -> None:
    reading = parse(tmp_path, read, text(RIO_ROW, [{"NIVEAU": level}], ","))
    assert rows_of(reading, "SELECT level FROM stage.rio") == [(level.lower(),)]


@pytest.mark.parametrize(("column", "value"), [
    ("NIVEAU", "MBO-4"), ("NIVEAU", "NA"), ("ERKENDEOPLEIDINGSCODE", "B30001"),
    ("ERKENDEOPLEIDINGSCODE", "NA"), ("INSTELLINGSCODE", "99A"), ("INSTELLINGSCODE", "NA"),
    ("INSTROOM_EINDDATUM", "31-08-2027"), ("STUDIELAST", "vier jaar"),
])
def test_wrong_value_is_refused_with_its_line(tmp_path: Path, column: str, value: str) -> None:
    with pytest.raises(DataError) as caught:
        parse(tmp_path, read, text(RIO_ROW, [{}, {column: value}], ","))
    assert (caught.value.line, caught.value.column) == (3, column)


def test_double_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is already on line 2") as caught:
        parse(tmp_path, read, text(RIO_ROW, [{}, {"VORM": "DEELTIJD"}, {"X_id": "3"}], ","))
    assert caught.value.line == 4
