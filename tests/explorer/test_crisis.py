"""The tag to show on a figure, and what the embedded store says about crises."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from explorer.crisis import (
    CORONA,
    before_price_rise,
    crises,
    effect_filters,
    higher_example,
    in_crisis,
    mixed_measurement,
    pooled,
    programme_effects,
    resiliences,
    sector_effects,
    tag,
    vacancies,
    yearly_change,
)
from explorer.programmes import Programme
from explorer.store import Store
from store.schema import ENUMS
from tests.explorer.made_up import PAY, figure

ENERGY = "energie_2022"
CREDIT = "krediet_2008"
HORECA = "389100"


@pytest.mark.parametrize(("tags", "shown"), [
    ((), None),
    (((CORONA, "M4"),), (CORONA, "M4")),
    (((CREDIT, "M4"), (ENERGY, "M4")), None),
    (((ENERGY, "M4"), (CORONA, "M4")), (CORONA, "M4")),
    (((ENERGY, "M4"), (CORONA, "M1")), (CORONA, "M1")),
    (((ENERGY, "M4"), (CORONA, "M3")), (CORONA, "M3")),
    (((CORONA, "M2"), (CREDIT, "M1")), (CREDIT, "M1")),
    (((CORONA, "M4"), (CREDIT, "B")), (CREDIT, "B")),
    (((CORONA, "B"), (ENERGY, "M5")), (ENERGY, "M5")),
])
def test_one_tag_is_shown(
    tags: tuple[tuple[str, str], ...], shown: tuple[str, str] | None
) -> None:
    assert tag(figure(0.5, tags=tags)) == shown


@pytest.mark.parametrize("name", ENUMS["measured_tag"])
def test_every_tag_of_the_store_can_be_shown(name: str) -> None:
    assert tag(figure(0.5, tags=((CORONA, name),))) == (CORONA, name)


def test_in_crisis_is_in_it_or_in_the_recovery() -> None:
    states = {name: in_crisis(figure(0.5, tags=((CORONA, name),)))
              for name in ENUMS["measured_tag"]}
    assert {name for name, state in states.items() if state} == {"M1", "M3"}


def test_price_warning_is_for_amounts_from_before_2022() -> None:
    old = ((ENERGY, "M4"),)
    assert before_price_rise(figure(15.0, indicator=PAY, tags=old))
    assert not before_price_rise(figure(15.0, indicator=PAY, tags=((CORONA, "M4"),)))
    assert not before_price_rise(figure(0.5, tags=old))


@pytest.mark.parametrize(("names", "mixed"), [
    ([], False), (["M1"], False), (["M1", "M1"], False), (["M1", "M2"], False),
    (["M1", "M4"], True), (["M2", None], True), (["M3", None], False), (["M4", None], False),
])
def test_mixed_measurement(names: list[str | None], mixed: bool) -> None:
    figures = [figure(0.5, tags=((CORONA, name),) if name else ()) for name in names]
    assert mixed_measurement(figures) is mixed


def test_register_has_corona_with_its_dates(opened: Store) -> None:
    known = crises(opened)
    assert (known[CORONA].window_start, known[CORONA].window_end) == (
        date(2020, 3, 16), date(2022, 3, 31))
    assert list(known.values()) == sorted(known.values(), key=lambda item: item.window_start)
    assert known[ENERGY].dip_start is None


def test_horeca_was_hit_hard_in_corona_time_and_is_back(opened: Store) -> None:
    found = {effect.industry_id: effect
             for effect in sector_effects(opened, CORONA, ("sectie",))}[HORECA]
    assert (found.effect, found.confidence) == ("hard", "hoog")
    assert (found.recovery, found.recovered_since) == ("hersteld", "2022")
    assert found.industry == "Horeca"
    assert found.fall == pytest.approx(-0.558, abs=0.001)
    assert found.inputs["vacancies"]["base_values"] == [22.9, 25.9, 23.1, 20.5]


def test_effects_of_industries_are_a_to_z_and_of_the_kind_asked_for(opened: Store) -> None:
    sections = sector_effects(opened, CORONA, ("sectie",))
    names = [effect.industry for effect in sections]
    assert names == sorted(names)
    assert len(names) == 19
    both = sector_effects(opened, CORONA, ("sectie", "deel"))
    assert set(names) < {effect.industry for effect in both}


def test_programme_effects_are_newest_first_and_only_of_crises_with_a_dip(
    opened: Store, programmes: dict[str, Programme]
) -> None:
    known = crises(opened)
    some_ids = list(programmes)[:200]
    for found in programme_effects(opened, some_ids).values():
        starts = [known[effect.crisis_id].window_start for effect in found]
        assert starts == sorted(starts, reverse=True)
        assert all(known[effect.crisis_id].dip_start for effect in found)
        assert len(found) == len(starts)


def test_filters_hold_every_programme_and_the_classes_of_the_store(
    opened: Store, programmes: dict[str, Programme]
) -> None:
    found = effect_filters(opened, CORONA)
    assert set(found) == set(programmes)
    assert {effect for effect, _ in found.values()} <= set(ENUMS["sector_effect_class"])
    assert {recovery for _, recovery in found.values()} <= set(ENUMS["recovery_class"])
    shown = {programme_id: {effect.crisis_id: effect for effect in effects}[CORONA].effect
             for programme_id, effects in programme_effects(opened, list(found)[:300]).items()}
    assert shown == {programme_id: found[programme_id][0] for programme_id in shown}


def test_programmes_of_which_we_do_not_know_the_industry_get_no_class(opened: Store) -> None:
    rows = opened.rows("SELECT DISTINCT effect FROM programme_effect WHERE strength = 'geen'")
    assert [row["effect"] for row in rows] == ["onvoldoende"]


def test_some_programme_was_hit_hard(opened: Store) -> None:
    """The filter of Zoeken has something to find."""
    classes = {effect for effect, _ in effect_filters(opened, CORONA).values()}
    assert {"hard", "weinig", "onvoldoende"} <= classes


def test_resilience_covers_every_industry_and_counts_its_programmes(opened: Store) -> None:
    found = resiliences(opened)
    assert [item.industry for item in found] == sorted(item.industry for item in found)
    assert len(found) == 46
    (linked,) = opened.rows("SELECT count(DISTINCT programme_id) AS n FROM programme_effect "
                            "WHERE strength IN ('sterk', 'redelijk')")
    assert sum(item.programmes for item in found) == linked["n"]


def test_the_counter_example_comes_from_the_figures(opened: Store) -> None:
    assert higher_example(opened) == (16.04, 16.99)


def test_a_programme_knows_the_class_of_its_main_industry_and_of_the_country(
    opened: Store, programmes: dict[str, Programme]
) -> None:
    """Of an average the class may differ from that of the industry where most people go."""
    found = [effect for effects in programme_effects(opened, list(programmes)).values()
             for effect in effects if effect.crisis_id == CORONA]
    assert [*{effect.nation_fall for effect in found}] == [pytest.approx(-0.228, abs=0.001)]
    assert all(effect.effect == effect.industry_effect for effect in found
               if effect.strength == "sterk")
    assert any(effect.effect != effect.industry_effect for effect in found if effect.average)


@pytest.mark.parametrize(("last", "is_pooled"), [(31, False), (365, False), (400, True)])
def test_more_than_a_year_is_pooled(last: int, is_pooled: bool) -> None:
    start = date(2019, 10, 1)
    assert pooled(figure(0.5, measured_start=start,
                         measured_end=start + timedelta(days=last))) is is_pooled


def test_yearly_change_of_horeca_shows_corona(opened: Store) -> None:
    changes = {row["period_start"]: row["change"] for row in yearly_change(opened)
               if row["industry_id"] == HORECA}
    # Open vacancies (thousands) at the end of the quarters, by hand.
    year_2020, year_2019 = 9.9 + 10.2 + 10.8 + 6.1, 22.9 + 25.9 + 23.1 + 20.5
    assert changes[date(2020, 10, 1)] == pytest.approx(year_2020 / year_2019 - 1)


def test_vacancies_are_quarters_in_order(opened: Store) -> None:
    rows = vacancies(opened, HORECA)
    days = [row["period_start"] for row in rows]
    assert days == sorted(set(days))
    assert {row["period_start"]: row["value"] for row in rows}[date(2020, 10, 1)] == 6.1
