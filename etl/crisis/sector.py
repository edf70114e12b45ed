"""Axis 2 (method 3.2 and 4): how hard was one industry hit, and how sure are we?

First the facts (``vacancy_facts``, ``job_facts``), then a level per family, then the effect,
then the confidence. Falls are fractions (-0.56 = -56 %), levels of vacancies and jobs are in
thousands. Comparisons round to nine decimals, so that 2.0 written in binary is still 2.0.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from etl.crisis.quarters import Quarter, span
from etl.crisis.register import Base, Crisis
from etl.crisis.rules import Rules

LEVELS = ("weinig", "geraakt", "hard")
CONFIDENCE = ("geen", "laag", "middel", "hoog")

Quarters = Mapping[Quarter, float | None]
Years = Mapping[int, float | None]


@dataclass(frozen=True)
class VacancyFacts:
    """Family V of one industry; None where the series says nothing.

    ``fall`` is A: the deepest mean of four quarters, up to ``fall_quarter``, against ``base``;
    while the crisis is too young for that, the mean of its ``quarters_used`` full quarters
    against the same quarters of the base year. ``relative`` is rel, ``national_ratio`` the
    country's 1 + A over the same quarters. ``gaps`` runs from the first crisis quarter to the
    last one with data.
    """

    base: float | None
    base_values: tuple[float | None, ...]
    fall: float | None
    fall_quarter: Quarter | None
    quarters_used: int
    national_ratio: float | None
    relative: float | None
    noise: float | None
    ci_low: float | None
    ci_high: float | None
    worst_quarter: Quarter | None
    worst_gap: float | None
    gaps: tuple[tuple[Quarter, float | None], ...]
    last_quarter: Quarter | None
    last_mean: float | None


@dataclass(frozen=True)
class JobFacts:
    """Family J of one industry: jobs per year from three years before the base year on."""

    base_year: int
    base: float | None
    values: tuple[tuple[int, float | None], ...]
    worst: float | None
    first_year: float | None
    inherited: bool
    falling_before: bool


def vacancy_facts(
    series: Quarters, national: Quarters, crisis: Crisis, base: Base, last: Quarter, rules: Rules
) -> VacancyFacts:
    """All of family V up to and including quarter ``last`` (method 3.2)."""
    start = crisis.start
    mean = mean_of(series, base.quarters)
    base_values = tuple(series.get(quarter) for quarter in base.quarters)
    usable_base = mean if mean else None
    gaps = tuple(
        (quarter, _ratio(series.get(quarter), series.get(quarter.same_in(base.first))))
        for quarter in span(start, last)
    )
    while gaps and gaps[-1][1] is None:
        gaps = gaps[:-1]
    end = min(last, max(crisis.dip_end or last, start + 4))
    in_dip = [(gap, quarter) for quarter, gap in gaps if gap is not None and quarter <= end]
    worst = min(in_dip, default=(None, None))
    final = gaps[-1][0] if gaps else None
    fall, fall_quarter, used, ratio = _fall(series, national, crisis, base, end)
    noise = _noise(series, last, rules)
    low, high = _interval(fall, noise, used, rules)
    return VacancyFacts(
        base=usable_base, base_values=base_values, fall=fall, fall_quarter=fall_quarter,
        quarters_used=used, national_ratio=ratio,
        relative=None if fall is None or not ratio else (1 + fall) / ratio - 1,
        noise=noise, ci_low=low, ci_high=high, worst_quarter=worst[1], worst_gap=worst[0],
        gaps=gaps, last_quarter=final,
        last_mean=mean_of(series, span(final - 3, final)) if final else None,
    )


def _fall(
    series: Quarters, national: Quarters, crisis: Crisis, base: Base, end: Quarter
) -> tuple[float | None, Quarter | None, int, float | None]:
    """A, the quarter it ends in, the quarters it rests on, and the national ratio there."""
    start = crisis.start
    base_mean, base_national = mean_of(series, base.quarters), mean_of(national, base.quarters)
    year_means = [(mean, quarter) for quarter in span(start + 4, end)
                  if (mean := mean_of(series, span(quarter - 3, quarter))) is not None]
    if base_mean and year_means:
        mean, quarter = min(year_means)
        ratio = _quotient(mean_of(national, span(quarter - 3, quarter)), base_national)
        return mean / base_mean - 1, quarter, 4, ratio
    quarters = tuple(quarter for quarter in span(crisis.full_start, end)
                     if series.get(quarter) is not None)
    earlier = tuple(quarter.same_in(base.first) for quarter in quarters)
    ratio = _quotient(mean_of(series, quarters), mean_of(series, earlier))
    if ratio is None or end >= start + 4:
        return None, None, 0, None
    nation = _quotient(mean_of(national, quarters), mean_of(national, earlier))
    return ratio - 1, quarters[-1], len(quarters), nation


def _noise(series: Quarters, last: Quarter, rules: Rules) -> float | None:
    """s: spread of ln(vacancies) around its five-quarter mean and its season in calm years.

    The five-quarter mean goes first: taking the season out of a series that still grows would
    leave a part of the growth behind as noise. The calm years are fixed (method 3.2), also for
    crises before them; None when too few of them lie before ``last``.
    """
    v = rules.vacancies
    window = span(Quarter(v.noise_first_year, 1), min(last, Quarter(v.noise_last_year, 4)))
    logs = {quarter: math.log(value) for quarter in window
            if (value := series.get(quarter)) is not None and value > 0}
    rest: dict[Quarter, float] = {}
    for quarter in logs:
        around = [logs[quarter + step] for step in range(-2, 3) if quarter + step in logs]
        if len(around) == 5:
            rest[quarter] = logs[quarter] - statistics.fmean(around)
    if len(rest) < rules.vacancies.noise_min_quarters:
        return None
    seasons = {number: [value for quarter, value in rest.items() if quarter.number == number]
               for number in range(1, 5)}
    return statistics.stdev(
        value - statistics.fmean(seasons[quarter.number]) for quarter, value in rest.items()
    )


def _interval(
    fall: float | None, noise: float | None, used: int, rules: Rules
) -> tuple[float | None, float | None]:
    """CI95 of A: noise of a ratio of two means of ``used`` quarters."""
    if fall is None or noise is None or not used:
        return None, None
    wide = rules.vacancies.interval_z * noise * math.sqrt(2 / used)
    return (1 + fall) * math.exp(-wide) - 1, (1 + fall) * math.exp(wide) - 1


def job_facts(jobs: Years, base_year: int, last: int | None, inherited: bool, rules: Rules
              ) -> JobFacts:
    """All of family J for the years up to and including ``last`` (method 3.2)."""
    first = base_year - rules.combination.prior_years
    values = tuple((year, jobs[year]) for year in sorted(jobs)
                   if year >= first and (last is None or year <= last))
    known = dict(values)
    base = known.get(base_year) or None
    falls = [fall for year in range(base_year + 1, base_year + rules.jobs.years + 1)
             if (fall := _ratio(known.get(year), base)) is not None]
    before = _ratio(base, known.get(first))
    return JobFacts(
        base_year=base_year, base=base, values=values, worst=min(falls, default=None),
        first_year=_ratio(known.get(base_year + 1), base), inherited=inherited,
        falling_before=before is not None and before < 0,
    )


def vacancy_level(facts: VacancyFacts, rules: Rules) -> str | None:
    """Level of family V; None when not usable. Unknown noise does not stop a clear fall."""
    v = rules.vacancies
    if facts.base is None or facts.fall is None or below(facts.base, v.min_base):
        return None
    if facts.quarters_used < rules.provisional.min_quarters:
        return None
    deeper = facts.relative is not None and not above(facts.relative, v.relative)
    if deeper and not above(facts.fall, v.hard):
        return "hard"
    if not above(facts.fall, v.hit) and (facts.ci_high is None or facts.ci_high < 0):
        return "geraakt"
    return "weinig"


def job_level(facts: JobFacts, rules: Rules) -> str | None:
    """Level of family J; None when there are no or too few jobs."""
    if facts.base is None or facts.worst is None or below(facts.base, rules.jobs.min_base):
        return None
    if not above(facts.worst, rules.jobs.hard):
        return "hard"
    return "weinig" if above(facts.worst, rules.jobs.hit) else "geraakt"


def support_level(share: float | None, rules: Rules) -> str | None:
    """Level of family S; it can only confirm, so anything below the border says nothing."""
    return "hard" if share is not None and not below(share, rules.support.hard) else None


def combine(
    levels: tuple[str | None, str | None, str | None],
    fall: float | None,
    jobs_first_year: float | None,
    expectation: str | None,
    rules: Rules,
) -> str:
    """The effect from the levels of V, J and S (method 3.2).

    Contradictions come first: post and couriers lost vacancies and their parent lost jobs, yet
    the method reads them as gemengd because UWV expected growth. With vacancies as the only
    usable family its level is the effect; that is how section 6 reads the credit crisis, for
    which there are no jobs yet. Weinig needs vacancies: jobs that held say too little about
    chances of new workers, so J weinig without V is onvoldoende. S alone makes nothing usable.
    """
    v, j, _ = levels
    if v is None and j in (None, "weinig"):
        return "onvoldoende"
    grew = j is not None and jobs_first_year is not None and not below(
        jobs_first_year, rules.jobs.growth)
    if v == "hard" and (grew or expectation == "groei"):
        return "gemengd"
    if levels.count("hard") >= 2 or (v == "hard" and j in ("geraakt", None)):
        return "hard"
    if v == "geraakt" and grew and fall is not None and above(fall, rules.combination.shallow):
        return "weinig"
    return "geraakt" if {v, j} & {"geraakt", "hard"} else "weinig"


def evidence_confidence(
    levels: tuple[str | None, str | None], crosses: bool, weak: bool
) -> str:
    """Confidence from the families alone (method 4), before caps and links.

    ``crosses``: CI95 of A holds a class border, or is unknown. ``weak``: jobs inherited, base
    too small or overlapping a dip, uncertain dating, or a crisis that still runs.
    """
    v, j = levels
    if v is None and j is None:
        return "geen"
    if weak or v is None:
        return "laag"
    if j is None:
        return "laag" if crosses else "middel"
    steps = abs(LEVELS.index(v) - LEVELS.index(j))
    if steps == 2:
        return "laag"
    return "middel" if steps == 1 or crosses else "hoog"


def crosses_border(facts: VacancyFacts, rules: Rules) -> bool:
    """Does CI95 of A hold the border of a class? True when the interval is unknown."""
    if facts.ci_low is None or facts.ci_high is None:
        return True
    return any(facts.ci_low < border < facts.ci_high
               for border in (rules.vacancies.hard, rules.vacancies.hit))


def below(value: float, border: float) -> bool:
    """value < border, apart from binary rounding."""
    return round(value, 9) < border


def above(value: float, border: float) -> bool:
    """value > border, apart from binary rounding."""
    return round(value, 9) > border


def mean_of(series: Quarters, quarters: Iterable[Quarter]) -> float | None:
    """Mean over all these quarters; None when one is missing or there are none."""
    values = [series.get(quarter) for quarter in quarters]
    known = [value for value in values if value is not None]
    return statistics.fmean(known) if known and len(known) == len(values) else None


def _quotient(value: float | None, base: float | None) -> float | None:
    return value / base if value is not None and base else None


def _ratio(value: float | None, base: float | None) -> float | None:
    """Change against a base; None when either is missing or the base is zero."""
    quotient = _quotient(value, base)
    return None if quotient is None else quotient - 1
