"""What the page Crisis picks: computed, and nothing when there is nothing to pick."""

from __future__ import annotations

from explorer.crisis import CORONA, crises, sector_effects, yearly_change
from explorer.crisis_picks import fell_far, opposites
from explorer.store import Store
from tests.explorer.made_up import effect


def gaps(base: float) -> dict[str, object]:
    return {"vacancies": {"base": base, "gap": {"2020Q1": -0.1}}}


def test_surest_and_deepest_beside_surest_and_largest() -> None:
    hard = [effect(industry="a", confidence="middel", fall=-0.9, inputs=gaps(9)),
            effect(industry="b", confidence="hoog", fall=-0.4, inputs=gaps(9)),
            effect(industry="c", confidence="hoog", fall=-0.5, inputs=gaps(9))]
    little = [effect(industry="d", effect="weinig", inputs=gaps(9)),
              effect(industry="e", effect="weinig", inputs=gaps(99))]
    found = opposites([*hard, *little])
    assert found is not None
    assert [item.industry for item in found] == ["c", "e"]
    assert opposites(hard) is None
    assert opposites([effect(inputs={}), *little]) is None


def test_corona_shows_horeca_beside_care(opened: Store) -> None:
    found = opposites(sector_effects(opened, CORONA, ("sectie",)))
    assert found is not None
    assert [item.industry_id for item in found] == ["389100", "422400"]


def test_industries_that_fell_far_are_counted_per_crisis_with_a_dip(opened: Store) -> None:
    known = crises(opened)
    counts = fell_far(yearly_change(opened), known)
    assert set(counts) == {name for name, crisis in known.items() if crisis.dip_start}
    assert 10 < counts[CORONA] < counts["krediet_2008"] <= 19
    assert fell_far([], known) == dict.fromkeys(counts, 0)
