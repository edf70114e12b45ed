"""The national trigger and the placebo runner, on made-up series."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from etl.crisis.engine import NATIONAL
from etl.crisis.quarters import Quarter, span
from etl.crisis.resilience import resilience
from etl.crisis.trigger import placebo, placebo_crisis, propose

FIRST = Quarter(2000, 1)


def counted(values):
    return {FIRST + step: value for step, value in enumerate(values)}


def test_one_bad_quarter_is_not_a_crisis(rules):
    assert propose(counted([100.0] * 4 + [85.0] + [100.0] * 3), (), rules) == []


def test_two_bad_quarters_are_proposed(rules):
    (found,) = propose(counted([100.0] * 4 + [85.0, 80.0, 100.0]), (), rules)
    assert (str(found.first_fall), str(found.fires_from), str(found.fires_until)) == (
        "2001Q1", "2001Q2", "2001Q2")
    assert (round(found.worst, 2), found.known_as) == (-0.20, None)


def test_a_known_crisis_is_named(rules):
    known = placebo_crisis(Quarter(2001, 1))
    (found,) = propose(counted([100.0] * 4 + [50.0, 50.0]), [known], rules)
    assert found.known_as == "placebo_2001Q1"


def test_a_missing_quarter_breaks_the_run(rules):
    assert propose(counted([100.0] * 4 + [80.0, None, 80.0]), (), rules) == []


def test_placebo_counts_and_names_alarms(rules):
    calm = counted([100.0] * 40)
    fallen = counted([100.0] * 20 + [40.0] * 20)
    counts, alarms = placebo({NATIONAL: calm, "calm": calm, "fallen": fallen}, ["calm", "fallen"],
                             span(Quarter(2001, 1), Quarter(2001, 4)), rules)
    assert counts == {"weinig": 8} and alarms == []
    counts, alarms = placebo({NATIONAL: calm, "calm": calm, "fallen": fallen}, ["calm", "fallen"],
                             [Quarter(2005, 1)], rules)
    assert counts == {"weinig": 1, "hard": 1}
    assert [alarm.industry_id for alarm in alarms] == ["fallen"]
    assert resilience("fallen", alarms, rules).depth == "te_weinig_gegevens"


@given(st.lists(st.none() | st.floats(0, 1000), max_size=60))
def test_proposals_are_apart_and_long_enough(rules, values):
    found = propose(counted(values), (), rules)
    for proposal in found:
        assert proposal.fires_from.since(proposal.first_fall) == rules.trigger.quarters - 1
        assert proposal.fires_from <= proposal.fires_until
        assert proposal.worst <= rules.trigger.change
    for one, other in pairwise(found):
        assert other.first_fall.since(one.fires_until) > 1
