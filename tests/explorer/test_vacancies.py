"""Open vacancies per province: the newest quarter, and the section when CBS has no finer one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from explorer.crisis import crises
from explorer.leads_to import LinkedIndustry, industries
from explorer.store import Store
from explorer.vacancies import Quarter, crisis_state, regional_vacancies

SHOPS = LinkedIndustry("371600", "Detailhandel", "47", "354200", 0.6, "sterk", "Bedacht.", True)
HOTELS = replace(SHOPS, industry_id="389100", name="Horeca", code="I", parent=None)


def test_numbers_are_those_of_cbs(opened: Store) -> None:
    """83599NED, horeca, second quarter of 2023, in thousands."""
    (found,) = regional_vacancies(opened, [HOTELS])
    assert (found.quarter.start, found.quarter.end) == (date(2023, 4, 1), date(2023, 6, 30))
    given = {row["region_id"]: row["value"] for row in opened.rows(
        "SELECT region_id, value FROM series WHERE industry_id = '389100' "
        "AND indicator_id = 'open_vacancies' AND period_start = DATE '2023-04-01' "
        "AND region_id LIKE 'PV%'")}
    assert len(given) == 12
    assert {region: number / 1000 for region, number in found.quarter.regions.items()} == \
        pytest.approx(given)


def test_part_of_an_industry_is_shown_by_its_section_once(opened: Store) -> None:
    wholesale = replace(SHOPS, industry_id="356900", name="Groothandel")
    found = regional_vacancies(opened, [SHOPS, HOTELS, wholesale])
    assert [item.industry for item in found] == ["Handel", "Horeca"]
    assert [item.title("en") for item in found] == [
        "Wholesale and retail trade", "Accommodation and food serving"]
    assert found[0].stands_for == (SHOPS, wholesale)
    assert found[1].stands_for == ()


def test_industry_that_cbs_does_not_have_gives_nothing(opened: Store) -> None:
    assert regional_vacancies(opened, []) == []
    assert regional_vacancies(opened, [replace(SHOPS, industry_id="X", parent=None)]) == []


def test_newer_loose_numbers_stand_apart(opened: Store) -> None:
    construction = replace(SHOPS, industry_id="350000", name="Bouw", parent=None)
    (found,) = regional_vacancies(opened, [construction])
    assert found.newer is not None
    assert found.newer.start > found.quarter.start
    assert 0 < len(found.newer.regions) < 12
    assert regional_vacancies(opened, [HOTELS])[0].newer is None


def test_every_programme_with_an_industry_has_a_province(opened: Store) -> None:
    for programme_id in ("crebo:25180", "isat:34406", "isat:66588"):
        found = regional_vacancies(opened, industries(opened, programme_id))
        assert found
        assert all(len(item.quarter.regions) == 12 for item in found)


@pytest.mark.parametrize(("start", "end", "state"), [
    (date(2019, 4, 1), date(2019, 6, 30), "none"),
    (date(2020, 4, 1), date(2020, 6, 30), "M1"),
    (date(2022, 1, 1), date(2022, 3, 31), "M3"),
    (date(2023, 4, 1), date(2023, 6, 30), "none"),
])
def test_crisis_state_of_a_quarter(
    start: date, end: date, state: str, opened: Store
) -> None:
    assert crisis_state(Quarter(start, end, "bedacht", {}), crises(opened).values()) == state
