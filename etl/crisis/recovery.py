"""Axis 3 (method 3.4): is the industry back at the level of before this crisis?

"Back" never means "as if the crisis had not happened": it is the old level, no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etl.crisis.quarters import Quarter
from etl.crisis.register import Crisis
from etl.crisis.rules import Rules
from etl.crisis.sector import JobFacts, VacancyFacts, below


@dataclass(frozen=True)
class VacancyRecovery:
    """Since when vacancies are back. ``back`` is None when the series cannot tell."""

    back: bool | None
    since: Quarter | None
    last_mean: float | None


@dataclass(frozen=True)
class JobRecovery:
    """Since which year jobs are back. ``back`` is None when there are no usable jobs."""

    back: bool | None
    since: int | None
    last_year: int | None


@dataclass(frozen=True)
class Recovery:
    """hersteld, deels, nog_niet, te_vroeg or nvt, with what it rests on.

    ``since`` is the later of both dates ("2021Q2" or "2022") and is only given for hersteld.
    ``quarters_since_dip`` is None while the dip still runs. ``reasons`` are codes of explain.
    """

    code: str
    since: str | None
    vacancies: VacancyRecovery
    jobs: JobRecovery
    quarters_since_dip: int | None
    reasons: tuple[str, ...] = ()


def vacancy_recovery(facts: VacancyFacts, rules: Rules) -> VacancyRecovery:
    """First quarter after the deepest one with two gaps in a row >= 0, if the level holds.

    ``since`` stays empty when the mean of the last four quarters is below the base again.
    """
    if facts.base is None or facts.worst_quarter is None or facts.last_mean is None:
        return VacancyRecovery(None, None, facts.last_mean)
    if below(facts.base, rules.vacancies.min_base):
        return VacancyRecovery(None, None, facts.last_mean)
    gaps = dict(facts.gaps)
    later = [quarter for quarter in gaps if quarter > facts.worst_quarter]
    first = next((quarter for quarter in later if _holds(gaps, quarter, rules)), None)
    if first is None or below(facts.last_mean - facts.base, 0):
        return VacancyRecovery(False, None, facts.last_mean)
    return VacancyRecovery(True, first, facts.last_mean)


def _holds(gaps: dict[Quarter, float | None], quarter: Quarter, rules: Rules) -> bool:
    """Are this quarter and the next ones all known and at the old level?"""
    found = [gaps.get(quarter + step) for step in range(rules.recovery.confirm_quarters)]
    return all(gap is not None and not below(gap, 0) for gap in found)


def job_recovery(facts: JobFacts | None, rules: Rules) -> JobRecovery:
    """First year after the base year with jobs at the base level and not below it since."""
    if facts is None or facts.base is None or below(facts.base, rules.jobs.min_base):
        return JobRecovery(None, None, None)
    later = [(year, jobs) for year, jobs in facts.values
             if year > facts.base_year and jobs is not None]
    if not later:
        return JobRecovery(None, None, None)
    since: int | None = None
    for year, jobs in later:
        if jobs < facts.base:
            since = None
        elif since is None:
            since = year
    return JobRecovery(since is not None, since, later[-1][0])


def recovery_of(
    effect: str,
    vacancies: VacancyFacts,
    jobs: JobFacts | None,
    crisis: Crisis,
    as_of: Quarter,
    rules: Rules,
) -> Recovery:
    """The recovery of one industry at data date ``as_of``.

    Order: nvt when the crisis started over ten years ago (what is left is structure); te_vroeg,
    whatever the effect, until four quarters after the dip; nvt when there was nothing to
    recover from (weinig, onvoldoende). "Hersteld" needs jobs and vacancies (method 7): when one
    of them cannot be known the answer is at most deels, with that reason.
    """
    v, j = vacancy_recovery(vacancies, rules), job_recovery(jobs, rules)
    passed = as_of.since(crisis.dip_end) if crisis.dip_end else None
    if _years_later(crisis.window_start, rules.recovery.show_years) < as_of.end:
        return Recovery("nvt", None, v, j, passed, ("crisis_long_ago",))
    if passed is None or passed < rules.recovery.min_quarters:
        return Recovery("te_vroeg", None, v, j, passed, ("too_soon_after_dip",))
    if effect in ("weinig", "onvoldoende"):
        return Recovery("nvt", None, v, j, passed, ("nothing_to_recover",))
    unknown = tuple(code for code, back in
                    (("recovery_vacancies_unknown", v.back), ("recovery_jobs_unknown", j.back))
                    if back is None)
    if v.back and j.back:
        return Recovery("hersteld", _later(v.since, j.since), v, j, passed)
    code = "deels" if v.back or j.back else "nog_niet"
    return Recovery(code, None, v, j, passed, unknown)


def _later(quarter: Quarter | None, year: int | None) -> str | None:
    """The later of a quarter and a year; a year counts from its end, when it is known."""
    if quarter is None or year is None:
        return None
    return str(year) if Quarter(year, 4) >= quarter else str(quarter)


def _years_later(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
