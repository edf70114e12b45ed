"""DUO's counts of hbo and wo, from the wire to counts (all made up; tests/wire/duo_ho_tables)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.etl.live.conftest import Refresh
from tests.etl.live.duo import counts, from_duo, left_out, message, told
from tests.wire.duo import Portal, Resource
from tests.wire.duo_ho_tables import counts as made_up

SOURCES = {"duo_ho_students": "students", "duo_ho_first_years": "first_years_ho",
           "duo_ho_enrolments": "enrolments", "duo_ho_diplomas": "diplomas"}
STUDENTS, DIPLOMAS = "duo_ho_students", "duo_ho_diplomas"


def by_form() -> Resource:
    """The file of hbo by form."""
    return made_up(STUDENTS).resources[1]


def changed(*resources: Resource) -> Portal:
    """Students with other files of hbo: by form, and per programme."""
    portal = Portal((made_up(STUDENTS),))
    for number, resource in enumerate(resources, start=1):
        portal.change("p01hoinges", number, resource)
    return portal


def test_four_datasets_are_four_indicators(refreshed: Refresh) -> None:
    """One refresh; every dataset holds the same made-up numbers."""
    done = from_duo(refreshed, Portal(tuple(made_up(source) for source in SOURCES)), *SOURCES)
    assert {name: (item.outcome, item.message) for name, item in done.results.items()} == \
        dict.fromkeys(SOURCES, ("fetched", None))
    for source, indicator in SOURCES.items():
        assert counts(done, source) == [
            (indicator, "isat:34479", "25BE", "GM0014", "deeltijd", 2024, 12, None, None),
            (indicator, "isat:34479", "25BE", "GM0014", "deeltijd", 2025, None, 1, 4),
            (indicator, "isat:34479", "25BE", "GM0014", "voltijd", 2024, 41, None, None),
            (indicator, "isat:34479", "25BE", "GM0014", "voltijd", 2025, 43, None, None),
            (indicator, "isat:56109", "21PE", "GM0599", "voltijd", 2025, 25, None, None)]
        assert done.rows("SELECT indicator_id, value, low, high, n FROM pub.figure WHERE "
                         f"source_id = '{source}' AND entity_id = 'isat:34479' "
                         "ORDER BY measured_start") == [
            (indicator, 53.0, None, None, 53), (indicator, None, 44.0, 47.0, None)]
    assert done.rows("SELECT source_id, edition, reference_start, reference_end FROM pub.source "
                     "WHERE source_id LIKE 'duo_ho_%' ORDER BY 1") == [
        (DIPLOMAS, "2024-2025", date(2024, 1, 1), date(2025, 12, 31)),
        *((source, "2024-2025", date(2024, 10, 1), date(2025, 10, 1))
          for source in ("duo_ho_enrolments", "duo_ho_first_years", STUDENTS))]
    assert done.rows("SELECT DISTINCT source_id, measured_start FROM pub.figure WHERE source_id "
                     f"IN ('{STUDENTS}', '{DIPLOMAS}') AND year(measured_start) = 2025 "
                     "ORDER BY 1") == [
        (DIPLOMAS, date(2025, 1, 1)), (STUDENTS, date(2025, 10, 1))]
    # Earlier editions are sources of their own and stay whole.
    assert done.rows("SELECT min(year), max(year) FROM pub.student_count "
                     "WHERE source_id = 'duo_hbo_students_2024'") == [(2020, 2024)]


def test_four_for_a_small_count(refreshed: Refresh) -> None:
    """p01hoinges writes 4 where it means 1 to 4, and says so in its notes."""
    done = from_duo(refreshed, made_up(STUDENTS, hidden=4), STUDENTS)
    assert ("students", "isat:34479", "25BE", "GM0014", "deeltijd", 2025, None, 1, 4) in counts(
        done, STUDENTS)
    assert "1 counts are 4 and none is 1, 2 or 3; a 4 is read as 1 to 4" in told(done, STUDENTS)


def test_file_per_programme_when_the_one_by_form_does_not_tell_it(refreshed: Refresh) -> None:
    done = from_duo(refreshed, made_up(STUDENTS, codes_by_form=False), STUDENTS)
    assert counts(done, STUDENTS) == [
        ("students", "isat:34479", "25BE", "GM0014", "alle", 2024, 53, None, None),
        ("students", "isat:34479", "25BE", "GM0014", "alle", 2025, None, 44, 47),
        ("students", "isat:56109", "21PE", "GM0599", "alle", 2025, 25, None, None)]
    assert "p01hoinges: the file by form of hbo does not tell the programme, so the one per " \
        "programme was used" in told(done, STUDENTS)


def test_first_year_diplomas_and_rows_without_a_programme_do_not_count(
    refreshed: Refresh
) -> None:
    package = made_up(DIPLOMAS)
    resource = package.resources[1].with_column("SOORT_DIPLOMA", "hbo bachelor")
    resource = resource.changed(0, SOORT_DIPLOMA="hbo propedeuse").changed(
        2, OPLEIDINGSCODE_ACTUEEL=None)
    done = from_duo(refreshed, replace(package, resources=(
        package.resources[0], resource, *package.resources[2:])), DIPLOMAS)
    assert [row[4:7] for row in counts(done, DIPLOMAS) if row[1] == "isat:34479"] == [
        ("deeltijd", 2025, None), ("voltijd", 2025, 43)]
    assert left_out(done, DIPLOMAS) == {
        "a first-year diploma, which is no end of a programme": 1,
        "no isat code of five digits": 1}


def test_old_code_gets_its_zero_back_and_a_form_may_be_a_word(refreshed: Refresh) -> None:
    done = from_duo(refreshed, changed(by_form().changed(
        0, OPLEIDINGSCODE_ACTUEEL=1991, GEMEENTENUMMER=14, OPLEIDINGSVORM="duaal onderwijs")),
        STUDENTS)
    assert ("students", "isat:01991", "25BE", "GM0014", "duaal", 2024, 41, None, None) in counts(
        done, STUDENTS)


@pytest.mark.parametrize(("portal", "sentence"), [
    (changed(by_form().renamed("AANTAL_INGESCHREVENEN", "AANTAL")),
     "p01hoinges, column AANTAL_INGESCHREVENEN: this column is missing."),
    (changed(by_form().renamed("STUDIEJAAR", "JAAR")), "column STUDIEJAAR: this column is missing"),
    (changed(*(resource.renamed("OPLEIDINGSCODE_ACTUEEL", "CODE")
               for resource in made_up(STUDENTS).resources[1:3])),
     "column OPLEIDINGSCODE_ACTUEEL: this column is missing."),
    (changed(by_form().changed(0, STUDIEJAAR="2023/24")), "«2023/24» is not a year."),
    (changed(by_form().changed(0, OPLEIDINGSVORM="AVOND")), "«AVOND» is not a form we know."),
    (changed(by_form().changed(1, STUDIEJAAR=2091)), "an observation from the future"),
])
def test_table_that_changed_is_refused(
    refreshed: Refresh, portal: Portal, sentence: str
) -> None:
    done = from_duo(refreshed, portal, STUDENTS)
    assert sentence in message(done, STUDENTS)
    assert counts(done, STUDENTS) == []
    assert done.rows("SELECT count(*) FROM pub.student_count "
                     "WHERE source_id = 'duo_hbo_students_2024'") == [(11090,)]


def test_new_column_is_noted(refreshed: Refresh) -> None:
    done = from_duo(refreshed, changed(by_form().with_column("HERKOMST", "NL")), STUDENTS)
    assert len(counts(done, STUDENTS)) == 5
    assert "p01hoinges: new columns that are not used: HERKOMST" in told(done, STUDENTS)
