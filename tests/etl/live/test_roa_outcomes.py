"""ROA's outcomes per education, from the wire to figures (all made up)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.etl.live.conftest import Refresh
from tests.wire.roa_files import OUTCOME_COLUMNS, Outcomes, dataverse
from tests.wire.server import serve

SOURCE = "roa_outcomes"
ICT = "Mbo4 ict beheer"


def refreshed_with(refreshed: Refresh, outcomes: Outcomes, *only: str):
    """A refresh of the survey, which tells the education types, and of the outcomes after it."""
    with serve(dataverse(outcomes=outcomes)) as server:
        return refreshed(server, "dataverse", *(only or ("roa_sis", SOURCE)), min_rows=1)


def figures(run, columns: str) -> list[tuple[object, ...]]:
    return run.rows(f"SELECT {columns} FROM pub.figure WHERE source_id = 'roa_outcomes' "
                    "ORDER BY entity_id, measured_start")


def test_share_that_lives_of_work(refreshed: Refresh) -> None:
    """60 percent employees and 20 percent self-employed, of 2,000 people; one part is hidden."""
    run = refreshed_with(refreshed, Outcomes(changed={
        (ICT, "scholier of student", "aandeel_2022"): "-9",
        (ICT, "scholier of student", "amount_2022"): "-9"}))
    assert run.results[SOURCE].message is None
    assert figures(run, "entity_id, value, n, measured_start, measured_end, missing_reason") == [
        ("onr:4011", 0.8, 2000, date(2018, 1, 1), date(2018, 12, 31), None),
        ("onr:4011", None, None, date(2022, 1, 1), date(2022, 12, 31), "publisher_gives_none"),
        ("onr:6021", 0.8, 2000, date(2018, 1, 1), date(2018, 12, 31), None),
        ("onr:6021", 0.8, 2000, date(2022, 1, 1), date(2022, 12, 31), None)]
    assert run.rows("SELECT reason, rows FROM pub.left_out WHERE source_id = 'roa_outcomes'") == [
        ("education that is not one of our education types", 4)]
    assert run.rows("SELECT edition, reference_start, reference_end FROM pub.source "
                    "WHERE source_id = 'roa_outcomes'") == [
        ("2026", date(2018, 1, 1), date(2022, 12, 31))]


def test_shares_that_do_not_add_up_are_no_figure(refreshed: Refresh) -> None:
    run = refreshed_with(refreshed, Outcomes(changed={(ICT, "werknemer", "aandeel_2018"): "90,0"}))
    assert figures(run, "entity_id, year(measured_start)") == [
        ("onr:4011", 2022), ("onr:6021", 2018), ("onr:6021", 2022)]


@pytest.mark.parametrize(("outcomes", "message"), [
    (Outcomes(columns=tuple(name for name in OUTCOME_COLUMNS if name != "labSECM")),
     "column labSECM: this column is missing."),
    (Outcomes(columns=tuple(name for name in OUTCOME_COLUMNS if "aandeel" not in name)),
     "no year has both columns amount_ and aandeel_."),
    (Outcomes(changed={(ICT, "werknemer", "aandeel_2018"): "60.0"}),
     "line 2, column aandeel_2018: «60.0» is not a number with a decimal comma."),
    (Outcomes(educations=("Onbekend",)), "not one education could be linked"),
    (Outcomes(educations=(ICT, ICT)), None),
])
def test_file_that_changed(refreshed: Refresh, outcomes: Outcomes, message: str | None) -> None:
    run = refreshed_with(refreshed, outcomes)
    if message is None:  # two rows of one name: the codes differ, so the first counts
        assert len(figures(run, "value")) == 2
    else:
        assert message in str(run.results[SOURCE].message)
        assert figures(run, "value") == []


def test_without_education_types_it_says_what_to_do(refreshed: Refresh) -> None:
    run = refreshed_with(refreshed, Outcomes(), SOURCE)
    assert "Fetch the source roa_sis first" in str(run.results[SOURCE].message)
