"""Back at the old level: made-up series around the rules of method 3.4."""

import pytest

from etl.crisis.engine import NATIONAL, by_key, compute_sectors
from etl.crisis.quarters import Quarter, span

YEARS_BACK = {2019: 100.0, 2020: 90.0, 2021: 95.0, 2022: 100.0}


def series(*after):
    """100 before, 50 in the dip of corona, then these values from 2021Q2 and the last for ever."""
    values = dict.fromkeys(span(Quarter(2014, 1), Quarter(2020, 1)), 100.0)
    values |= dict.fromkeys(span(Quarter(2020, 2), Quarter(2021, 1)), 50.0)
    for step, quarter in enumerate(span(Quarter(2021, 2), Quarter(2023, 3))):
        values[quarter] = after[min(step, len(after) - 1)]
    return values


def found(corona, rules, values, jobs=YEARS_BACK, as_of=None):
    national = dict.fromkeys(span(Quarter(2014, 1), Quarter(2032, 4)), 300.0)
    vacancies = {NATIONAL: {q: v for q, v in national.items() if q <= Quarter(2023, 3)}
                 if as_of is None else national, "X": values}
    return by_key(compute_sectors(vacancies, {"X": jobs}, {"X": None}, [corona], rules,
                                  as_of=as_of))["corona_2020", "X"]


@pytest.mark.parametrize(("after", "jobs", "code", "since"), [
    ((100.0,), YEARS_BACK, "hersteld", "2022"),
    ((90.0, 90.0, 90.0, 100.0), {**YEARS_BACK, 2021: 100.0}, "hersteld", "2022Q1"),
    ((90.0, 90.0, 100.0), {**YEARS_BACK, 2021: 100.0}, "hersteld", "2021"),
    ((100.0, 90.0, 100.0), YEARS_BACK, "hersteld", "2022"),
    ((99.9,), YEARS_BACK, "deels", None),
    ((100.0,), {**YEARS_BACK, 2022: 99.0}, "deels", None),
    ((90.0,), {**YEARS_BACK, 2022: 99.0}, "nog_niet", None),
    ((100.0, 100.0, 80.0), YEARS_BACK, "deels", None),
    ((90.0,) * 9 + (500.0,), YEARS_BACK, "deels", None),
])
def test_recovery(after, jobs, code, since, corona, rules):
    effect = found(corona, rules, series(*after), jobs)
    assert (effect.recovery, effect.recovered_since) == (code, since)


def test_jobs_that_fell_again_count_from_the_last_return(corona, rules):
    jobs = {2019: 100.0, 2020: 90.0, 2021: 101.0, 2022: 99.0, 2023: 105.0}
    effect = found(corona, rules, series(100.0), jobs)
    assert effect.recovery_facts.jobs.since == 2023


def test_vacancies_alone_are_not_recovered(corona, rules):
    effect = found(corona, rules, series(100.0), {})
    assert effect.recovery == "deels"
    assert "recovery_jobs_unknown" in effect.reasons


def test_nothing_to_recover_from(corona, rules):
    steady = dict.fromkeys(series(100.0), 100.0)
    assert found(corona, rules, steady).effect == "geraakt"
    calm = found(corona, rules, steady, {2019: 100.0, 2020: 100.0, 2021: 100.0})
    assert (calm.effect, calm.recovery) == ("weinig", "nvt")


@pytest.mark.parametrize(("as_of", "code"), [("2029Q4", "hersteld"), ("2030Q1", "nvt")])
def test_after_ten_years_recovery_is_not_told(as_of, code, corona, rules):
    quarters = span(Quarter(2014, 1), Quarter(2032, 4))
    known = series(100.0)
    values = {quarter: known.get(quarter, 100.0) for quarter in quarters}
    assert found(corona, rules, values, as_of=Quarter.parse(as_of)).recovery == code
