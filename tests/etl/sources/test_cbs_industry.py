"""CBS tables per industry: padded keys, mixed periods, status from the metadata."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import DataError
from etl.reading import Reading
from etl.sources import cbs_industry
from tests.etl.made_up_files import (
    INDUSTRIES,
    JOBS_ROW,
    PERIODS,
    REGIONAL_ROW,
    VACANCIES_ROW,
    Row,
    names,
    parse,
    rows_of,
    text,
)

OPEN, NEW, FILLED = "OpenstaandeVacatures_1", "OntstaneVacatures_2", "VervuldeVacatures_3"


def vacancies(folder: Path, *rows: Row) -> Reading:
    content = text(VACANCIES_ROW, rows, ";", newline="\n", quoted=True, bom=True)
    return parse(folder, cbs_industry.read_vacancies, content)


def jobs(folder: Path, *rows: Row) -> Reading:
    named = parse(folder, cbs_industry.read_names, names(INDUSTRIES))
    return parse(folder, cbs_industry.read_jobs, text(JOBS_ROW, rows, ";", newline="\n"), named)


def test_names_leave_out_size_classes_and_add_up_over_files(tmp_path: Path) -> None:
    reading = parse(tmp_path, cbs_industry.read_names, names(INDUSTRIES))
    assert reading.files["industry_raw"].rows_left_out == 1
    more = names([("391600 ", '47 "Kleine" winkels, bedacht')], ";").replace('"Kleine"', "Kleine")
    parse(tmp_path, cbs_industry.read_names, more, reading, delimiter=";")
    assert rows_of(reading, "FROM stage.industry_name ORDER BY key") == [
        ("389100", "I Horeca"), ("391600", "47 Kleine winkels, bedacht"),
        ("T001081", "A-U Alle economische activiteiten"),
    ]


def test_padded_keys_and_values_are_trimmed(tmp_path: Path) -> None:
    reading = vacancies(tmp_path, {})
    assert rows_of(reading, "FROM stage.vacancies ORDER BY measure") == [
        ("389100", "2020KW01", NEW, 22.0, None),
        ("389100", "2020KW01", OPEN, 11.1, None),
        ("389100", "2020KW01", FILLED, 0.0, None),
    ]


@pytest.mark.parametrize(("value", "number", "reason"), [
    ("       .", None, "publisher_gives_none"), ("        ", None, "not_applicable"),
    ("       0", 0.0, None),
])
def test_dot_blank_and_zero_are_three_things(
    tmp_path: Path, value: str, number: float | None, reason: str | None
) -> None:
    reading = vacancies(tmp_path, {OPEN: value})
    found = rows_of(reading, f"""SELECT value, missing_reason FROM stage.vacancies
                                 WHERE measure = '{OPEN}'""")
    assert found == [(number, reason)]


def test_size_classes_are_left_out_and_counted(tmp_path: Path) -> None:
    reading = vacancies(tmp_path, {}, {"Bedrijfskenmerken": "WP19074"})
    assert rows_of(reading, "SELECT DISTINCT industry_id FROM stage.vacancies") == [("389100",)]
    assert reading.files["vacancies_raw"].rows_left_out == 1


@pytest.mark.parametrize(("column", "value"), [
    ("Perioden", "2020KW05"), ("Perioden", "eerste kwartaal"), ("Perioden", ""),
    (OPEN, "11,1"), (FILLED, "n.b."),
])
def test_wrong_period_or_number_is_refused(tmp_path: Path, column: str, value: str) -> None:
    with pytest.raises(DataError) as caught:
        vacancies(tmp_path, {"Perioden": "2019KW01"}, {column: value})
    assert (caught.value.line, caught.value.column) == (3, column)


def test_same_industry_and_period_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="already on line 2"):
        vacancies(tmp_path, {}, {OPEN: "     9.9"})


def test_period_status_is_read_past_tables_and_line_breaks(tmp_path: Path) -> None:
    reading = parse(tmp_path, cbs_industry.read_period_status, PERIODS.encode("utf-8-sig"))
    assert rows_of(reading, "SELECT period, status FROM stage.period_status ORDER BY line") == [
        ("2019KW04", "Definitief"), ("2019JJ00", "Definitief"), ("2020KW01", "Voorlopig")
    ]


@pytest.mark.parametrize("content", [b"Key,Title\n1,2\n", "Période\n".encode("latin-1"), b"",
                                     b"<html>"])
def test_other_file_than_the_metadata_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DataError, match=r"made_up\.txt"):
        parse(tmp_path, cbs_industry.read_period_status, content)


def test_region_names_lose_padding_and_suffix(tmp_path: Path) -> None:
    content = names([("NL01  ", "Nederland"), ("PV99  ", "Bedachtland (PV)"),
                     ("LD99  ", "Bedacht-Nederland (LD)")])
    reading = parse(tmp_path, cbs_industry.read_regions, content)
    assert rows_of(reading, "FROM stage.region_name ORDER BY region_id") == [
        ("LD99", "Bedacht-Nederland"), ("NL01", "Nederland"), ("PV99", "Bedachtland")
    ]


def test_regional_vacancies(tmp_path: Path) -> None:
    content = text(REGIONAL_ROW, [{}, {"Regios": "NL01  ", "OpenstaandeVacatures": ""}], ",",
                   bom=True)
    reading = parse(tmp_path, cbs_industry.read_regional_vacancies, content)
    assert rows_of(reading, "FROM stage.regional_vacancies ORDER BY region_id") == [
        ("389100", "NL01", "2020KW01", None, "not_applicable"),
        ("389100", "PV99", "2020KW01", 1.1, None),
    ]


def test_jobs_keep_age_groups_and_log_what_is_left_out(tmp_path: Path) -> None:
    reading = jobs(
        tmp_path, {}, {"KenmerkenBaanWerknemerBedrijf": "T001098"},
        {"Perioden": "2010X000"}, {"BedrijfstakkenBranchesSBI2008": "800009"},
        {"KenmerkenBaanWerknemerBedrijf": "3000"},
    )
    assert rows_of(reading, "FROM stage.jobs WHERE measure = 'Uurloon_3' ORDER BY 1") == [
        ("20-25", "389100", "2020JJ00", "Uurloon_3", 11.11, None),
        ("totaal", "389100", "2020JJ00", "Uurloon_3", 11.11, None),
    ]
    assert {item.first_line: item.rows for item in reading.files["jobs_raw"].left_out} == {
        4: 1, 5: 1, 6: 1
    }
