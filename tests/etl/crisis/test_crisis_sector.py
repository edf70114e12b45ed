"""Levels, their combination and the confidence, on made-up numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.crisis.engine import NATIONAL, by_key, compute_sectors
from etl.crisis.quarters import Quarter, span
from etl.crisis.sector import (
    LEVELS,
    combine,
    evidence_confidence,
    job_facts,
    job_level,
    support_level,
)

START, END = Quarter(2014, 1), Quarter(2023, 3)


def steady(before, during, after=None):
    """A made-up series: one level before 2020Q2, one to 2021Q1, one after."""
    def value(quarter):
        if quarter < Quarter(2020, 2):
            return before
        return during if quarter <= Quarter(2021, 1) else (before if after is None else after)
    return {quarter: value(quarter) for quarter in span(START, END)}


def one(series, corona, rules, national=None, jobs=None, **more):
    vacancies = {NATIONAL: national or steady(300.0, 300.0), "X": series}
    found = compute_sectors(vacancies, {"X": jobs or {}}, {"X": None}, [corona], rules, **more)
    return by_key(found)["corona_2020", "X"]


@pytest.mark.parametrize(("during", "level"), [
    (100.0, "weinig"), (85.1, "weinig"), (85.0, "geraakt"), (70.1, "geraakt"), (70.0, "hard"),
    (0.0, "hard"),
])
def test_borders_belong_to_the_worse_class(during, level, corona, rules):
    assert one(steady(100.0, during), corona, rules).level_vacancies == level


def test_hard_needs_more_than_the_country(corona, rules):
    found = one(steady(100.0, 60.0), corona, rules, national=steady(300.0, 200.0))
    assert (found.level_vacancies, round(found.vacancies.relative, 2)) == ("geraakt", -0.10)


@pytest.mark.parametrize(("base", "usable"), [(1.9, False), (2.0, True)])
def test_a_small_base_says_nothing(base, usable, corona, rules):
    found = one(steady(base, base / 2), corona, rules)
    assert (found.level_vacancies is not None) == usable
    assert ("vacancies_base_small" in found.reasons) != usable
    assert found.effect == ("hard" if usable else "onvoldoende")


def test_a_hole_in_the_base_or_the_crisis_is_not_filled(corona, rules):
    series = steady(100.0, 50.0)
    series[Quarter(2019, 2)] = None
    assert one(series, corona, rules).effect == "onvoldoende"
    series = steady(100.0, 50.0)
    del series[Quarter(2020, 4)]
    assert one(series, corona, rules).vacancies.fall is None


def test_a_series_of_zeros_breaks_nothing(corona, rules):
    found = one(steady(0.0, 0.0), corona, rules)
    assert (found.effect, found.vacancies.base, found.vacancies.noise) == (
        "onvoldoende", None, None)


def test_a_fall_that_noise_explains_is_not_told(corona, rules):
    series = {quarter: value * (1.6 if quarter.year % 2 else 0.6)
              for quarter, value in steady(100.0, 80.0).items()}
    noisy = one(series, corona, rules)
    assert noisy.vacancies.ci_low < noisy.vacancies.fall < noisy.vacancies.ci_high


@pytest.mark.parametrize(("levels", "fall", "first", "expected", "effect"), [
    (("hard", "hard", "hard"), -0.5, -0.1, None, "hard"),
    (("hard", "geraakt", None), -0.5, -0.02, None, "hard"),
    (("geraakt", "hard", "hard"), -0.2, -0.1, None, "hard"),
    (("geraakt", "hard", None), -0.2, -0.1, None, "geraakt"),
    (("hard", "weinig", None), -0.5, 0.0, None, "geraakt"),
    (("hard", "weinig", None), -0.5, 0.01, None, "gemengd"),
    (("hard", "geraakt", None), -0.5, -0.02, "groei", "gemengd"),
    (("hard", None, None), -0.5, None, None, "hard"),
    (("geraakt", None, None), -0.2, None, None, "geraakt"),
    (("geraakt", "weinig", None), -0.24, 0.01, None, "weinig"),
    (("geraakt", "weinig", None), -0.25, 0.01, None, "geraakt"),
    (("geraakt", "weinig", None), -0.24, 0.009, None, "geraakt"),
    (("weinig", "weinig", None), -0.1, 0.0, None, "weinig"),
    (("weinig", None, None), -0.1, None, None, "weinig"),
    (("weinig", "hard", None), -0.1, -0.1, None, "geraakt"),
    ((None, "geraakt", None), None, -0.02, None, "geraakt"),
    ((None, "weinig", None), None, 0.0, None, "onvoldoende"),
    ((None, None, "hard"), None, None, None, "onvoldoende"),
])
def test_combination(levels, fall, first, expected, effect, rules):
    assert combine(levels, fall, first, expected, rules) == effect


@pytest.mark.parametrize(("levels", "crosses", "weak", "confidence"), [
    (("hard", "hard"), False, False, "hoog"), (("hard", "hard"), True, False, "middel"),
    (("hard", "geraakt"), False, False, "middel"), (("hard", "weinig"), False, False, "laag"),
    (("hard", None), False, False, "middel"), (("hard", None), True, False, "laag"),
    ((None, "hard"), False, False, "laag"), (("hard", "hard"), False, True, "laag"),
    ((None, None), False, False, "geen"),
])
def test_confidence(levels, crosses, weak, confidence):
    assert evidence_confidence(levels, crosses, weak) == confidence


def test_jobs_take_the_worst_of_two_years(rules):
    jobs = {2016: 110.0, 2019: 100.0, 2020: 99.0, 2021: 94.0, 2022: 50.0}
    facts = job_facts(jobs, 2019, None, False, rules)
    assert (round(facts.worst, 3), round(facts.first_year, 3)) == (-0.06, -0.01)
    assert facts.falling_before and job_level(facts, rules) == "hard"
    assert job_level(job_facts(jobs, 2019, 2020, False, rules), rules) == "weinig"
    assert job_level(job_facts(jobs, 2019, 2019, False, rules), rules) is None
    assert job_level(job_facts({}, 2019, None, False, rules), rules) is None


@pytest.mark.parametrize(("jobs", "level"), [
    (97.0, "geraakt"), (98.5, "geraakt"), (98.6, "weinig"), (95.0, "hard"), (95.1, "geraakt")])
def test_job_borders(jobs, level, rules):
    facts = job_facts({2019: 100.0, 2020: jobs}, 2019, None, False, rules)
    assert job_level(facts, rules) == level


def test_support_only_confirms(rules):
    assert [support_level(share, rules) for share in (None, 0.49, 0.5, 1.0)] == [
        None, None, "hard", "hard"]


def test_a_part_inherits_jobs_at_low_confidence(corona, rules):
    vacancies = {NATIONAL: steady(300.0, 300.0), "X": steady(100.0, 50.0),
                 "Y": steady(10.0, 5.0), "Z": steady(1.0, 0.5)}
    jobs = {"X": {2019: 100.0, 2020: 90.0, 2021: 90.0}}
    found = by_key(compute_sectors(vacancies, jobs, {"X": None, "Y": "X", "Z": "X"}, [corona],
                                   rules))
    part, small = found["corona_2020", "Y"], found["corona_2020", "Z"]
    assert (part.level_jobs, part.effect, part.confidence) == ("hard", "hard", "laag")
    assert part.jobs.inherited and found["corona_2020", "X"].confidence == "hoog"
    assert (small.level_jobs, small.effect) == (None, "onvoldoende")


values = st.none() | st.floats(0, 500, allow_nan=False).map(lambda x: round(x, 1))
series = st.lists(values, min_size=39, max_size=39).map(
    lambda xs: dict(zip(span(START, END), xs, strict=True)))
years = st.dictionaries(st.integers(2014, 2022), st.none() | st.floats(0, 2000), max_size=9)


@given(series, years, st.integers(0, 14))
def test_any_series_gives_a_lawful_answer(corona, rules, numbers, jobs, later):
    as_of = Quarter(2020, 1) + later
    found = one(numbers, corona, rules, jobs=jobs, as_of=as_of)
    assert found.effect in (*LEVELS, "gemengd", "onvoldoende")
    assert (found.confidence == "geen") == (found.effect in ("gemengd", "onvoldoende"))
    assert (found.recovery == "te_vroeg") == (as_of < Quarter(2022, 1))
    assert (found.recovered_since is not None) == (found.recovery == "hersteld")
    facts = found.vacancies
    if facts.ci_low is not None:
        assert facts.ci_low <= facts.fall <= facts.ci_high
    assert "NaN" not in found.to_json()


@given(series, st.integers(1, 13))
def test_the_future_does_not_change_the_past(corona, rules, numbers, later):
    as_of = Quarter(2020, 1) + later
    cut = {quarter: value for quarter, value in numbers.items() if quarter <= as_of}
    assert one(numbers, corona, rules, as_of=as_of) == one(cut, corona, rules, as_of=as_of)


@given(st.floats(2.5, 300), st.floats(0.01, 1.5), st.floats(0.01, 1.5))
def test_a_deeper_fall_is_never_a_lighter_class(corona, rules, base, one_factor, other_factor):
    deep, light = sorted([one_factor, other_factor])
    levels = [one(steady(base, base * factor), corona, rules).level_vacancies
              for factor in (light, deep)]
    assert LEVELS.index(levels[0]) <= LEVELS.index(levels[1])
