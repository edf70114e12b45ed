"""From series to one effect per industry and crisis, with every number behind it.

``compute_sectors`` is the only door. Cut the data at ``as_of`` to replay what could be known
then; pass another register to ask what the rules would have said about another moment.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from etl.crisis import sector
from etl.crisis.quarters import Quarter
from etl.crisis.recovery import Recovery, recovery_of
from etl.crisis.register import Base, Crisis, Key, base_of
from etl.crisis.rules import Rules

NATIONAL = "T001081"
"""CBS key of all industries together."""

Vacancies = Mapping[str, sector.Quarters]
Jobs = Mapping[str, sector.Years]


@dataclass(frozen=True)
class SectorEffect:
    """What one crisis did to one industry (method 3 and 4).

    effect: hard, geraakt, gemengd, weinig, onvoldoende. confidence: hoog, middel, laag, geen;
    ``confidence_uncapped`` is the same before the cap for industries with many self-employed.
    recovery: hersteld, deels, nog_niet, te_vroeg, nvt. ``provisional``: the dip still ran at
    ``vintage_vacancies``. Facts are None for a crisis without a dip. ``reasons`` are codes;
    explain.REASONS says what they mean.
    """

    crisis_id: str
    industry_id: str
    effect: str
    confidence: str
    confidence_uncapped: str
    recovery: str
    recovered_since: str | None
    provisional: bool
    level_vacancies: str | None
    level_jobs: str | None
    level_support: str | None
    support_share: float | None
    expectation: str | None
    base: Base | None
    vacancies: sector.VacancyFacts | None
    jobs: sector.JobFacts | None
    recovery_facts: Recovery | None
    vintage_vacancies: str
    vintage_jobs: str | None
    rule_version: str
    reasons: tuple[str, ...]

    def inputs(self) -> dict[str, object]:
        """Everything an analyst needs to redo this by hand, in plain JSON types."""
        known: dict[str, object] = {
            "rule_version": self.rule_version,
            "vintage": {"vacancies": self.vintage_vacancies, "jobs": self.vintage_jobs},
            "levels": {"vacancies": self.level_vacancies, "jobs": self.level_jobs,
                       "support": self.level_support},
            "support_share": self.support_share,
            "expectation": self.expectation,
            "confidence_uncapped": self.confidence_uncapped,
            "reasons": list(self.reasons),
        }
        if self.base and self.vacancies:
            known["base_quarters"] = [str(quarter) for quarter in self.base.quarters]
            known["vacancies"] = _vacancy_inputs(self.vacancies)
        if self.jobs:
            known["jobs"] = _job_inputs(self.jobs)
        if self.recovery_facts:
            known["recovery"] = _recovery_inputs(self.recovery_facts)
        return known

    def to_json(self) -> str:
        """``inputs`` as text, for the store."""
        return json.dumps(self.inputs(), ensure_ascii=False, allow_nan=False)


def compute_sectors(
    vacancies: Vacancies,
    jobs: Jobs,
    industries: Mapping[str, str | None],
    register: Sequence[Crisis],
    rules: Rules,
    support: Mapping[Key, float] | None = None,
    experts: Mapping[Key, str] | None = None,
    as_of: Quarter | None = None,
) -> list[SectorEffect]:
    """One effect per crisis that had begun and per industry, in register and industry order.

    vacancies: open vacancies in thousands per CBS key and quarter, NATIONAL included. jobs:
    employee jobs in thousands per CBS key and year. industries: CBS key -> the section a part
    belongs to, or None; these are the industries that get an effect. as_of: use only what was
    known after this quarter; without it the last quarter with a national value and all jobs.
    ValueError when the national series has no value at all up to ``as_of``.
    """
    national = vacancies.get(NATIONAL, {})
    cut = as_of or max((q for q, value in national.items() if value is not None), default=None)
    last = max((quarter for quarter, value in national.items()
                if value is not None and cut is not None and quarter <= cut), default=None)
    if last is None:
        raise ValueError(f"no national vacancies ({NATIONAL}) up to {as_of or 'now'}")
    last_year = _last_job_year(as_of, rules)
    effects = []
    for crisis in register:
        if crisis.start > last:
            continue
        for industry in industries:
            known_jobs, inherited = _jobs_of(industry, jobs, industries)
            case = _Case(crisis, industry, industries[industry], national, register, rules,
                         last, last_year, (support or {}).get((crisis.crisis_id, industry)),
                         (experts or {}).get((crisis.crisis_id, industry)))
            effects.append(case.effect(vacancies.get(industry, {}), known_jobs, inherited))
    return effects


def _last_job_year(as_of: Quarter | None, rules: Rules) -> int | None:
    """Last year whose jobs were published at ``as_of``; None = no cut."""
    if as_of is None:
        return None
    known = as_of - rules.jobs.lag_quarters
    return known.year if known.number == 4 else known.year - 1


def _jobs_of(industry: str, jobs: Jobs, industries: Mapping[str, str | None]
             ) -> tuple[sector.Years, bool]:
    """An industry's own jobs, or those of the section it is part of (True)."""
    if industry in jobs:
        return jobs[industry], False
    parent = industries.get(industry)
    return (jobs[parent], True) if parent and parent in jobs else ({}, False)


@dataclass(frozen=True)
class _Case:
    """One crisis and one industry, with all that does not depend on its series."""

    crisis: Crisis
    industry: str
    parent: str | None
    national: sector.Quarters
    register: Sequence[Crisis]
    rules: Rules
    last: Quarter
    last_year: int | None
    share: float | None
    expectation: str | None

    def effect(self, series: sector.Quarters, jobs: sector.Years, inherited: bool
               ) -> SectorEffect:
        """The effect of this crisis on this industry."""
        if self.crisis.dip_start is None:
            return self._without_dip()
        crisis, rules = self.crisis, self.rules
        base = base_of(crisis, self.register, rules.vacancies.base_shift_quarters)
        v = sector.vacancy_facts(series, self.national, crisis, base, self.last, rules)
        j = sector.job_facts(jobs, base.year, self.last_year, inherited, rules)
        running = crisis.dip_end is None or self.last < crisis.dip_end
        early = running and self.last < crisis.start + 4
        level_v = sector.vacancy_level(v, rules)
        no_own_figures = inherited and level_v is None
        level_j = None if early or no_own_figures else sector.job_level(j, rules)
        level_s = None if early else sector.support_level(self.share, rules)
        expected = None if early else self.expectation
        effect = sector.combine((level_v, level_j, level_s), v.fall, j.first_year, expected,
                                rules)
        confidence, uncapped = self._confidence(effect, level_v, level_j, v, base, inherited,
                                                running)
        back = recovery_of(effect, v, j, crisis, self.last, rules)
        years = [year for year, value in j.values if value is not None]
        return SectorEffect(
            crisis_id=crisis.crisis_id, industry_id=self.industry, effect=effect,
            confidence=confidence, confidence_uncapped=uncapped, recovery=back.code,
            recovered_since=back.since, provisional=running, level_vacancies=level_v,
            level_jobs=level_j, level_support=level_s, support_share=self.share,
            expectation=self.expectation, base=base, vacancies=v, jobs=j, recovery_facts=back,
            vintage_vacancies=str(self.last), vintage_jobs=str(max(years)) if years else None,
            rule_version=rules.rule_version,
            reasons=self._reasons(v, j, level_v, level_j, base, running) + back.reasons,
        )

    def _without_dip(self) -> SectorEffect:
        """A crisis in which national vacancies never fell far: nothing to say per industry."""
        return SectorEffect(
            crisis_id=self.crisis.crisis_id, industry_id=self.industry, effect="onvoldoende",
            confidence="geen", confidence_uncapped="geen", recovery="nvt", recovered_since=None,
            provisional=False, level_vacancies=None, level_jobs=None, level_support=None,
            support_share=self.share, expectation=self.expectation, base=None, vacancies=None,
            jobs=None, recovery_facts=None, vintage_vacancies=str(self.last), vintage_jobs=None,
            rule_version=self.rules.rule_version, reasons=("no_dip",),
        )

    def _confidence(
        self, effect: str, level_v: str | None, level_j: str | None, v: sector.VacancyFacts,
        base: Base, inherited: bool, running: bool,
    ) -> tuple[str, str]:
        """Confidence with and without the cap for self-employed (method 4 and 7)."""
        if effect in ("gemengd", "onvoldoende"):
            return "geen", "geen"
        weak = (running or inherited or self.parent is not None or base.overlaps_dip
                or self.crisis.dating_confidence == "laag")
        found = sector.evidence_confidence(
            (level_v, level_j), sector.crosses_border(v, self.rules), weak)
        capped = self.industry in self.rules.caps.self_employed and found == "hoog"
        return ("middel" if capped else found), found

    def _reasons(
        self, v: sector.VacancyFacts, j: sector.JobFacts, level_v: str | None,
        level_j: str | None, base: Base, running: bool,
    ) -> tuple[str, ...]:
        """Codes for what limited or coloured the answer, in a fixed order."""
        rules = self.rules
        small_v = v.base is not None and sector.below(v.base, rules.vacancies.min_base)
        small_j = j.base is not None and sector.below(j.base, rules.jobs.min_base)
        grew = j.first_year is not None and not sector.below(j.first_year, rules.jobs.growth)
        early = v.fall is not None and v.quarters_used < rules.provisional.min_quarters
        told = {
            "provisional": running,
            "too_few_crisis_quarters": early or (running and v.base is not None
                                                 and v.fall is None),
            "no_vacancies": v.base is None,
            "vacancies_base_small": small_v,
            "no_jobs": j.base is None or j.worst is None,
            "jobs_base_small": small_j,
            "jobs_inherited": j.inherited,
            "jobs_grew": level_j is not None and grew,
            "expected_growth": level_v == "hard" and self.expectation == "groei",
            "support_confirms": sector.support_level(self.share, rules) == "hard",
            "no_national_value": v.fall is not None and v.relative is None,
            "ci_crosses_border": level_v is not None and sector.crosses_border(v, rules),
            "families_differ": None not in (level_v, level_j) and level_v != level_j,
            "self_employed_missing": self.industry in rules.caps.self_employed,
            "base_shifted": base.shifted,
            "base_overlaps_dip": base.overlaps_dip,
            "dating_uncertain": self.crisis.dating_confidence == "laag",
            "declining_before": j.falling_before,
        }
        return tuple(code for code, applies in told.items() if applies)


def by_key(effects: Iterable[SectorEffect]) -> dict[Key, SectorEffect]:
    """Effects by (crisis_id, industry_id)."""
    return {(effect.crisis_id, effect.industry_id): effect for effect in effects}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _vacancy_inputs(facts: sector.VacancyFacts) -> dict[str, object]:
    return {
        "base": facts.base, "base_values": list(facts.base_values), "A": facts.fall,
        "A_until": _text(facts.fall_quarter), "A_quarters": facts.quarters_used,
        "national_ratio": facts.national_ratio, "rel": facts.relative, "s": facts.noise,
        "ci_low": facts.ci_low, "ci_high": facts.ci_high,
        "worst_quarter": _text(facts.worst_quarter), "worst_gap": facts.worst_gap,
        "gap": {str(quarter): gap for quarter, gap in facts.gaps},
        "last_quarter": _text(facts.last_quarter), "last_mean": facts.last_mean,
    }


def _job_inputs(facts: sector.JobFacts) -> dict[str, object]:
    return {
        "base_year": facts.base_year, "base": facts.base, "Jm": facts.worst,
        "J1": facts.first_year, "inherited": facts.inherited,
        "falling_before": facts.falling_before,
        "values": {str(year): value for year, value in facts.values},
    }


def _recovery_inputs(facts: Recovery) -> dict[str, object]:
    return {
        "vacancies_since": _text(facts.vacancies.since), "vacancies_back": facts.vacancies.back,
        "jobs_since": facts.jobs.since, "jobs_back": facts.jobs.back,
        "jobs_until": facts.jobs.last_year, "quarters_since_dip": facts.quarters_since_dip,
    }
