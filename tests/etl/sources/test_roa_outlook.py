"""ROA outlook: occupation groups, and a total row that is never a group."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import DataError
from etl.sources.roa_outlook import read
from tests.etl.made_up_files import OUTLOOK_ROW, parse, rows_of, text


def test_shares_become_fractions_and_negative_growth_stays(tmp_path: Path) -> None:
    reading = parse(tmp_path, read, text(OUTLOOK_ROW, [{}], ","))
    assert rows_of(reading, """SELECT brc, expansion, replacement, openings, openings_share, itkb,
                               itkb_label, tension FROM stage.outlook""") == [
        ("0991", -900.0, 9900.0, 9900.0, 0.33, 0.777, "groot", 1.99)
    ]


def test_total_row_has_no_group_and_may_miss_measures(tmp_path: Path) -> None:
    total = {"brc_code": "999999", "itkb_indicator": "", "itkb_typering": "",
             "huidige_situatie_indicator_2026q1": "", "huidige_situatie_typering": ""}
    reading = parse(tmp_path, read, text(OUTLOOK_ROW, [{}, total], ","))
    assert rows_of(reading, """SELECT brc, itkb, itkb_label, tension FROM stage.outlook
                               WHERE brc IS NULL""") == [(None, None, None, None)]


@pytest.mark.parametrize("code", ["99999", "abcd", "", "99999 9"])
def test_wrong_group_code_is_refused_and_not_taken_for_the_total(tmp_path: Path, code: str) -> None:
    with pytest.raises(DataError, match="line 3, column brc_code"):
        parse(tmp_path, read, text(OUTLOOK_ROW, [{}, {"brc_code": code}], ","))


def test_decimal_comma_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="line 2, column itkb_indicator: «0,777»"):
        parse(tmp_path, read, text(OUTLOOK_ROW, [{"itkb_indicator": "0,777"}], ","))


def test_group_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="already on line 2"):
        parse(tmp_path, read, text(OUTLOOK_ROW, [{}, {"brc_naam": "Anderen"}], ","))
