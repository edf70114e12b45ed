"""DUO's mbo students, diplomas and new students, from the wire to counts (all made up)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.etl.live.conftest import Refresh
from tests.etl.live.duo import counts, from_duo, left_out, message, told
from tests.wire.duo import Package, Portal, Resource
from tests.wire.duo_mbo_tables import COOK, UTRECHT, mbo_diplomas, mbo_intake, mbo_students

STUDENTS, DIPLOMAS, INTAKE = "duo_mbo_students", "duo_mbo_diplomas", "duo_mbo_intake"
FIGURES = ("SELECT entity_id, year(measured_start), value, low, high, range_kind, n, status, "
           "missing_reason FROM pub.figure WHERE source_id = '{}' AND indicator_id = '{}' "
           "ORDER BY ALL")


def students(resource: Resource) -> Portal:
    """The dataset of students with another third file."""
    portal = Portal((mbo_students(),))
    portal.change("mbo-studenten-per-instelling", 1, resource)
    return portal


def table() -> Resource:
    return mbo_students().resources[1]


def test_students_per_school_town_path_and_year(refreshed: Refresh) -> None:
    done = from_duo(refreshed, mbo_students(), STUDENTS)
    assert counts(done, STUDENTS) == [
        ("students", "crebo:25180", "25LH", "UTRECHT", "bbl", 2024, 15, None, None),
        ("students", "crebo:25180", "25LH", "UTRECHT", "bbl", 2025, 6, None, None),
        ("students", "crebo:25180", "25LH", "UTRECHT", "bol", 2024, 30, None, None),
        ("students", "crebo:25180", "25LH", "UTRECHT", "bol", 2025, None, 31, 34),
        ("students", "crebo:25180", "25LX", "ETTEN-LEUR", "bbl", 2024, 150, None, None),
        ("students", "crebo:25180", "25LX", "ETTEN-LEUR", "bbl", 2025, 152, None, None),
        ("students", "crebo:29901", "99ZZ", "NERGENSHUIZEN", "bbl", 2025, 25, None, None),
        ("students", "crebo:29901", "99ZZ", "UTRECHT", "bol", 2024, 11, None, None),
        ("students", "crebo:29901", "99ZZ", "UTRECHT", "bol", 2025, 100, None, None)]
    # 2025: 6 + 152 seen, and 30 with one hidden count of 1 to 4.
    assert done.rows(FIGURES.format(STUDENTS, "students")) == [
        ("crebo:25180", 2024, 195.0, None, None, None, 195, "A", None),
        ("crebo:25180", 2025, None, 189.0, 192.0, "bounds", None, "Q", "too_small"),
        ("crebo:29901", 2024, 11.0, None, None, None, 11, "A", None),
        ("crebo:29901", 2025, 125.0, None, None, None, 125, "A", None)]
    assert done.rows("SELECT DISTINCT measured_start, measured_end, published, population "
                     f"FROM pub.figure WHERE source_id = '{STUDENTS}' ORDER BY 1") == [
        (date(year, 10, 1), date(year, 10, 1), date(2026, 3, 1), "alle studenten op 1 oktober")
        for year in (2024, 2025)]
    assert "1 counts are hidden; they are read as 1 to 4" in told(done, STUDENTS)


def test_the_earlier_edition_stays_beside_it(refreshed: Refresh) -> None:
    done = from_duo(refreshed, mbo_students(), STUDENTS)
    assert done.rows("SELECT min(year), max(year), count(*) > 50000 FROM pub.student_count "
                     "WHERE source_id = 'duo_mbo_students_2019'") == [(2015, 2019, True)]


def test_years_are_those_of_the_columns(refreshed: Refresh) -> None:
    """Both files say 2020-2024 in their names."""
    done = from_duo(refreshed, Portal((mbo_students(), mbo_diplomas())), STUDENTS, DIPLOMAS)
    assert done.rows("SELECT source_id, edition, reference_start, reference_end FROM pub.source "
                     f"WHERE source_id IN ('{STUDENTS}', '{DIPLOMAS}') ORDER BY 1") == [
        (DIPLOMAS, "2024-2025", date(2024, 1, 1), date(2025, 12, 31)),
        (STUDENTS, "2024-2025", date(2024, 10, 1), date(2025, 10, 1))]


def test_crebo_in_no_register_becomes_a_programme_with_its_schools(refreshed: Refresh) -> None:
    done = from_duo(refreshed, mbo_students(), STUDENTS)
    assert done.rows("SELECT name, level, form, sectorunit, active, register_date, source_id "
                     "FROM pub.programme WHERE code = '29901'") == [
        ("Sterrenkijker", "mbo-4", ["bbl", "bol"], "Sectorunit creatieve industrie en ICT", True,
         date(2025, 10, 1), STUDENTS)]
    assert done.rows("SELECT place_id, gemeente_id, form, students FROM pub.offering "
                     "WHERE programme_id = 'crebo:29901' ORDER BY 1") == [
        ("NERGENSHUIZEN", None, "bbl", 25), ("UTRECHT", "GM0344", "bol", 100)]
    # The school gets the town with most of its students.
    assert done.rows("SELECT name, place_id, gemeente_id FROM pub.institution "
                     "WHERE institution_id = '99ZZ'") == [("Sterrencollege", "UTRECHT", "GM0344")]
    assert "1 town(s) are not in data/reference/places.csv, so they are not on the map: " \
        "NERGENSHUIZEN" in told(done, STUDENTS)
    # What a register of ours knows stays as it is there.
    assert done.rows("SELECT source_id FROM pub.programme WHERE code = '25180'") == [
        ("duo_mbo_students_2019",)]


def test_extranei_are_no_students_and_a_new_path_counts(refreshed: Refresh) -> None:
    more = (
        (*UTRECHT, "EX", *COOK, 700, 700, 700, 700), (*UTRECHT, "OVO", *COOK, 8, None, 9, None),
        (*UTRECHT, "DERDE", *COOK, 17, None, 19, None))
    done = from_duo(refreshed, students(replace(table(), rows=table().rows + more)), STUDENTS)
    assert done.rows(FIGURES.format(STUDENTS, "students"))[0][:3] == (
        "crebo:25180", 2024, 195.0 + 8 + 17)
    assert left_out(done, STUDENTS) == {"extranei, who only sit the exam": 1}
    assert "«DERDE» is a learning path that we do not know" in told(done, STUDENTS)
    assert [row[4] for row in counts(done, STUDENTS) if row[6] == 9] == ["ovo"]


def test_four_means_one_to_four_when_there_is_no_smaller_count(refreshed: Refresh) -> None:
    """The other way of DUO to hide: 4 for 1, 2, 3 and 4."""
    other = table().changed(0, VROUW2025=4)
    done = from_duo(refreshed, students(other), STUDENTS)
    assert ("students", "crebo:25180", "25LH", "UTRECHT", "bol", 2025, None, 31, 34) in counts(
        done, STUDENTS)
    assert "1 counts are 4 and none is 1, 2 or 3; a 4 is read as 1 to 4" in told(done, STUDENTS)


def test_four_is_four_where_smaller_counts_are_shown(refreshed: Refresh) -> None:
    other = table().changed(0, VROUW2025=4).changed(1, MAN2024=3)
    done = from_duo(refreshed, students(other), STUDENTS)
    assert ("students", "crebo:25180", "25LH", "UTRECHT", "bol", 2025, 34, None, None) in counts(
        done, STUDENTS)
    assert "read as 1 to 4" not in told(done, STUDENTS)


def test_four_hides_when_duo_says_so_whatever_else_is_seen(refreshed: Refresh) -> None:
    package = mbo_students()
    other = table().changed(0, VROUW2025=4).changed(1, MAN2024=3)
    noted = replace(package, resources=(package.resources[0], other),
                    notes="Aantallen kleiner dan 5 worden weergegeven door 4.")
    done = from_duo(refreshed, noted, STUDENTS)
    assert ("students", "crebo:25180", "25LH", "UTRECHT", "bol", 2025, None, 31, 34) in counts(
        done, STUDENTS)
    assert "DUO says that 1 to 4 is written as 4, but 1 counts are 1, 2 or 3" in told(
        done, STUDENTS)


def test_list_that_shrank_is_too_few_rows_for_the_catalogue(refreshed: Refresh) -> None:
    """9 counts and 4 figures of before, and a programme, a school and two offerings."""
    assert from_duo(refreshed, mbo_students(), STUDENTS, min_rows=17).results[
        STUDENTS].outcome == "fetched"
    done = from_duo(refreshed, students(table().without_rows(2)), STUDENTS, min_rows=17)
    assert "only 8 rows where at least 17 were expected." in message(done, STUDENTS)


def test_diplomas_are_of_a_whole_year_and_extranei_have_them_too(refreshed: Refresh) -> None:
    done = from_duo(refreshed, mbo_diplomas(), DIPLOMAS)
    assert done.rows(FIGURES.format(DIPLOMAS, "diplomas")) == [
        ("crebo:25180", 2024, 32.0, None, None, None, 32, "A", None),
        ("crebo:25180", 2025, None, 14.0, 20.0, "bounds", None, "Q", "too_small")]
    assert done.rows("SELECT DISTINCT measured_start, measured_end FROM pub.figure "
                     f"WHERE source_id = '{DIPLOMAS}' ORDER BY 1") == [
        (date(year, 1, 1), date(year, 12, 31)) for year in (2024, 2025)]


def test_new_in_mbo_and_new_in_the_programme_are_two_things(refreshed: Refresh) -> None:
    done = from_duo(refreshed, mbo_intake(2024, 2025), INTAKE)
    assert [row for row in counts(done, INTAKE) if row[5] == 2025] == [
        ("intake_mbo", "crebo:25180", "25LH", "", "bbl", 2025, None, 1, 4),
        ("intake_mbo", "crebo:25180", "25LH", "", "bol", 2025, 22, None, None),
        ("intake_mbo", "dossier:23085", "25LH", "", "bol", 2025, 15, None, None),
        ("intake_programme", "crebo:25180", "25LH", "", "bbl", 2025, 10, None, None),
        ("intake_programme", "crebo:25180", "25LH", "", "bol", 2025, 32, None, None),
        ("intake_programme", "dossier:23085", "25LH", "", "bol", 2025, 16, None, None)]
    assert done.rows(FIGURES.format(INTAKE, "intake_programme"))[:2] == [
        ("crebo:25180", 2024, 40.0, None, None, None, 40, "A", None),
        ("crebo:25180", 2025, 42.0, None, None, None, 42, "A", None)]
    assert done.rows("SELECT ladder_level, entity_id, population FROM pub.figure WHERE source_id "
                     f"= '{INTAKE}' AND indicator_id = 'intake_mbo' AND year(measured_start) "
                     "= 2024 ORDER BY 1") == [
        ("dossier", "dossier:23085", "wie op 1 oktober nieuw in het mbo was"),
        ("programme", "crebo:25180", "wie op 1 oktober nieuw in het mbo was")]
    assert done.rows(f"SELECT edition FROM pub.source WHERE source_id = '{INTAKE}'") == [
        ("2024-2025",)]


def _with(number: int, **other: str) -> Package:
    """Two years of new students, with another name, file or rows for one of the four files."""
    package = mbo_intake(2024, 2025)
    resources = list(package.resources)
    resources[number] = replace(resources[number], **other)
    return replace(package, resources=tuple(resources))


@pytest.mark.parametrize(("package", "sentence"), [
    (_with(3, file="2024-soorten-inst.csv"), "does not tell one year but 2024 and 2025."),
    (_with(3, name="Nieuwe studenten met soorten instroom", file="bestand.csv"),
     "«Nieuwe studenten met soorten instroom» (file bestand.csv) does not tell one year but none"),
    (_with(3, rows=mbo_intake(2024).resources[1].rows),
     "the rows of 2025 are those of 2024, so one of both names is wrong."),
    (Package("instromende-mbo-studenten", mbo_intake(2024).resources[:1]),
     "no file has a name with these words: soorten instroom."),
    (_with(3, columns=tuple(name.replace("INSTROOM OPLEIDING", "NIEUW")
                            for name in mbo_intake(2024).resources[1].columns)),
     "column INSTROOM OPLEIDING: this column is missing."),
])
def test_year_of_new_students_must_be_sure(
    refreshed: Refresh, package: Package, sentence: str
) -> None:
    done = from_duo(refreshed, package, INTAKE)
    assert sentence in message(done, INTAKE)
    assert counts(done, INTAKE) == []
