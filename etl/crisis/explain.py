"""The whole derivation of one industry in one crisis, as text for an analyst's terminal."""

from __future__ import annotations

from collections.abc import Iterable

from etl.crisis.engine import SectorEffect
from etl.crisis.quarters import Quarter
from etl.crisis.recovery import Recovery
from etl.crisis.register import Base
from etl.crisis.rules import Rules
from etl.crisis.sector import JobFacts, VacancyFacts

REASONS = {
    "provisional": "the dip still ran at the data date",
    "too_few_crisis_quarters": "too few full crisis quarters for a level",
    "no_vacancies": "no complete base year of vacancies",
    "vacancies_base_small": "too few vacancies before the crisis; rounding would decide",
    "no_jobs": "no job figures for these years",
    "jobs_base_small": "too few jobs before the crisis; rounding would decide",
    "jobs_inherited": "jobs are those of the section this industry is part of",
    "jobs_grew": "jobs grew in the first crisis year",
    "expected_growth": "experts expected growth while vacancies fell hard",
    "support_confirms": "most jobs were at firms with wage support",
    "no_national_value": "no national value to compare with",
    "ci_crosses_border": "the noise of the series reaches across a class border, or is unknown",
    "families_differ": "vacancies and jobs give different levels",
    "self_employed_missing": "many self-employed here, and they are not in the jobs",
    "base_shifted": "base moved back, because another dip came right before",
    "base_overlaps_dip": "base lies in another dip",
    "dating_uncertain": "the dates of this crisis rest on the data alone",
    "declining_before": "jobs were already falling in the years before",
    "no_dip": "national vacancies did not dip in this crisis",
    "crisis_long_ago": "too long ago: what is left is structure, not crisis",
    "too_soon_after_dip": "less than a full year since the dip",
    "nothing_to_recover": "no hit to recover from, or none that can be seen",
    "recovery_vacancies_unknown": "recovery of vacancies cannot be known",
    "recovery_jobs_unknown": "recovery of jobs cannot be known",
    "link_none": "the programme has no industry",
    "link_weak": "the programme leads to too many industries to name one",
    "link_moderate": "effect weighted over the industries people end up in",
    "industry_unknown": "no effect is known for the main industry",
    "industries_unknown": "for most of the leavers the effect is not known",
    "industries_mixed": "for most of the leavers the figures contradict each other",
}


def explain(effect: SectorEffect, rules: Rules, name: str = "") -> list[str]:
    """Lines that lead from the series to the tag; every number can be redone by hand."""
    lines = [
        f"{effect.crisis_id} / {effect.industry_id} {name}".rstrip(),
        f"rule {effect.rule_version}; vacancies to {effect.vintage_vacancies}, "
        f"jobs to {effect.vintage_jobs or 'none'}",
    ]
    if effect.base and effect.vacancies:
        lines += _vacancy_lines(effect.vacancies, effect.base, effect.level_vacancies, rules)
    if effect.jobs:
        lines += _job_lines(effect.jobs, effect.level_jobs, rules)
    if effect.vacancies:
        lines += _other_lines(effect, rules)
    if effect.recovery_facts and effect.vacancies:
        lines += _recovery_lines(effect.recovery_facts, effect.vacancies)
    lines.append(f"EFFECT {effect.effect}{' (provisional)' if effect.provisional else ''}, "
                 f"confidence {effect.confidence}, recovery {effect.recovery}"
                 + (f" since {effect.recovered_since}" if effect.recovered_since else ""))
    lines += [f"  because {code}: {REASONS.get(code, '')}" for code in effect.reasons]
    return lines


def _vacancy_lines(facts: VacancyFacts, base: Base, level: str | None, rules: Rules) -> list[str]:
    v = rules.vacancies
    given = ", ".join(f"{quarter} {_number(value)}" for quarter, value
                      in zip(base.quarters, facts.base_values, strict=True))
    kind = "deepest mean of" if facts.quarters_used == 4 else "mean so far of"
    return [
        "V  open vacancies, thousands",
        f"   base      = mean({given}) = {_number(facts.base, 3)}  (usable from {v.min_base})",
        f"   A         = {kind} {facts.quarters_used} quarters, to {_quarter(facts.fall_quarter)}"
        f" = {_percent(facts.fall)}  (hit {_percent(v.hit)}, hard {_percent(v.hard)})",
        f"   country   = {_number(facts.national_ratio, 4)} of its base in those quarters",
        f"   rel       = {_number(None if facts.fall is None else 1 + facts.fall, 4)} / "
        f"{_number(facts.national_ratio, 4)} - 1 = {_percent(facts.relative)}"
        f"  (hard {_percent(v.relative)})",
        f"   s         = {_number(facts.noise, 4)} of ln(vacancies), "
        f"{v.noise_first_year}-{v.noise_last_year}",
        f"   CI95(A)   = {_percent(facts.ci_low)} to {_percent(facts.ci_high)}",
        f"   worst     = {_quarter(facts.worst_quarter)} {_percent(facts.worst_gap)}",
        f"   gap       = {_gaps(facts.gaps)}",
        f"   level V   = {level or 'not usable'}",
    ]


def _job_lines(facts: JobFacts, level: str | None, rules: Rules) -> list[str]:
    j = rules.jobs
    given = ", ".join(f"{year} {_number(value, 0)}" for year, value in facts.values)
    return [
        f"J  employee jobs, thousands{' (of the section it is part of)' * facts.inherited}",
        f"   jobs      = {given or 'none'}",
        f"   base      = {facts.base_year}: {_number(facts.base, 0)}  (usable from "
        f"{_number(j.min_base, 0)})",
        f"   Jm        = {_percent(facts.worst)}  (hit {_percent(j.hit)}, hard {_percent(j.hard)})",
        f"   J1        = {_percent(facts.first_year)}  (growth from {_percent(j.growth)})",
        f"   level J   = {level or 'not usable'}",
    ]


def _other_lines(effect: SectorEffect, rules: Rules) -> list[str]:
    return [
        f"S  share of jobs with wage support = {_percent(effect.support_share, sign='')}"
        f"  (hard from {_percent(rules.support.hard, sign='')}); level S = "
        f"{effect.level_support or 'not usable'}",
        f"U  experts expected: {effect.expectation or 'nothing on this industry'}",
    ]


def _recovery_lines(found: Recovery, facts: VacancyFacts) -> list[str]:
    v, j = found.vacancies, found.jobs
    back = {True: "back", False: "not back", None: "unknown"}
    return [
        f"H  quarters since the end of the dip = {_text(found.quarters_since_dip)}",
        f"   vacancies {back[v.back]}{f' since {v.since}' if v.since else ''}; last four quarters "
        f"(to {_quarter(facts.last_quarter)}) mean {_number(v.last_mean, 3)} "
        f"against {_number(facts.base, 3)}",
        f"   jobs {back[j.back]}{f' since {j.since}' if j.since else ''}; seen to "
        f"{_text(j.last_year)}",
    ]


def _gaps(gaps: Iterable[tuple[Quarter, float | None]]) -> str:
    return ", ".join(f"{quarter} {_percent(gap, 0)}" for quarter, gap in gaps) or "none"


def _number(value: float | None, digits: int = 1) -> str:
    return "?" if value is None else f"{value:.{digits}f}"


def _percent(value: float | None, digits: int = 1, sign: str = "+") -> str:
    if value is None:
        return "?"
    return f"{100 * value:{sign}.{digits}f} %"


def _quarter(value: Quarter | None) -> str:
    return "?" if value is None else str(value)


def _text(value: object) -> str:
    return "?" if value is None else str(value)
