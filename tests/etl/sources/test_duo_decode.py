"""DUO decode tables: isat to ISCED, BRIN to town, postcode to gemeente."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import DataError
from etl.sources.duo_decode import read_brin, read_isced, read_postcode
from tests.etl.made_up_files import BRIN_ROW, ISCED_ROW, POSTCODE_ROW, parse, rows_of, text


def test_isced_keeps_leading_zeros_and_commas_in_names(tmp_path: Path) -> None:
    rows = [{}, {"opleidingscode": "1020", "isced4": "221", "isced6": "22101"}]
    reading = parse(tmp_path, read_isced, text(ISCED_ROW, rows, ","))
    assert rows_of(reading, "FROM stage.isced ORDER BY isat") == [
        ("01020", "0221", "022101", "bedrijf, bedacht"),
        ("30001", "0413", "041301", "bedrijf, bedacht"),
    ]


@pytest.mark.parametrize("code", ["B3000", "300011", ""])
def test_wrong_isat_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(DataError, match="line 3, column opleidingscode"):
        parse(tmp_path, read_isced, text(ISCED_ROW, [{}, {"opleidingscode": code}], ","))


def test_same_isat_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="already on line 2"):
        parse(tmp_path, read_isced, text(ISCED_ROW, [{}, {"isced4": "0999"}], ","))


def test_brin_without_a_code_is_left_out_and_town_may_be_empty(tmp_path: Path) -> None:
    rows = [{}, {"brin": "99BB", "plaats": "", "pc4": ""}, {"brin": "X"}]
    reading = parse(tmp_path, read_brin, text(BRIN_ROW, rows, ","))
    assert rows_of(reading, "FROM stage.brin ORDER BY brin") == [
        ("99AA", "Hogeschool Verzonnen", "9901", "BEDACHTSTAD"),
        ("99BB", "Hogeschool Verzonnen", None, None),
    ]
    assert reading.files["brin_raw"].rows_left_out == 1


def test_postcode_prefers_addresses_over_boxes_and_skips_what_is_none(tmp_path: Path) -> None:
    rows = [{"postbus": "O", "gemeentecode_2024": "9802"}, {"postbus": "N"},
            {"pc4": ""}, {"pc4": "0000"}]
    reading = parse(tmp_path, read_postcode, text(POSTCODE_ROW, rows, ","))
    assert rows_of(reading, "FROM stage.postcode") == [("9901", "GM9801")]
    assert reading.files["postcode_raw"].rows_left_out == 2
