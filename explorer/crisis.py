"""Crises as pages need them: the register, effects per industry and programme, the tag to show.

Everything here is read from the store, where the ETL computed it. Three separate answers: was
this figure measured in a crisis, was the industry hit, and is it back?
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from explorer.figures import Figure
from explorer.store import Store
from explorer.texts import spoken

# Which tag is told when a figure has several: the one that changes its reading most.
_WEIGHT = ("M1", "M2", "M3", "M5", "B", "M4")
CORONA = "corona_2020"
NATION = "T001081"
# What an ``Effect`` of one industry is made of, with the fall of the whole country beside it.
_SECTOR_EFFECT = """
    SELECT own.crisis_id, own.effect, own.confidence, own.recovery, own.recovered_since,
           own.provisional, own.industry_id, industry.name AS industry,
           industry.name_en AS industry_en, own.fall,
           own.national_fall, own.jobs_fall, own.reasons, own.inputs, own.data_vintage,
           own.rule_version, own.effect AS industry_effect, nation.fall AS nation_fall
    FROM sector_effect AS own
    JOIN industry ON industry.industry_id = own.industry_id
    JOIN crisis ON crisis.crisis_id = own.crisis_id
    LEFT JOIN sector_effect AS nation
        ON nation.crisis_id = own.crisis_id AND nation.industry_id = $nation
"""
# Longer than a year of days: the figure counts several years together.
_POOLED_DAYS = 370


@dataclass(frozen=True)
class Crisis:
    """A crisis in the register."""

    crisis_id: str
    name: str
    name_en: str
    short_name: str
    short_name_en: str
    kind: str
    window_start: date
    window_end: date | None
    dip_start: date | None
    dip_end: date | None
    evidence: str
    evidence_en: str
    source: str
    source_en: str
    url: str
    dating_confidence: str

    def title(self, language: str) -> str:
        """Name in the language of the page."""
        return spoken(self.name, self.name_en, language)

    def short(self, language: str) -> str:
        """Name for on a tag in the language of the page."""
        return spoken(self.short_name, self.short_name_en, language)

    def dated(self, language: str) -> tuple[str, str]:
        """Why it has these dates, and who says so."""
        return (spoken(self.evidence, self.evidence_en, language),
                spoken(self.source, self.source_en, language))


class OfIndustry:
    """What is told of an industry, which has a name in both languages."""

    industry: str | None
    industry_en: str | None

    def title(self, language: str) -> str:
        """Name of the industry in the language of the page; empty when there is none."""
        return spoken(self.industry or "", self.industry_en, language)


@dataclass(frozen=True)
class Effect(OfIndustry):
    """What a crisis did to an industry, or to the industries of a programme.

    Of a programme, ``industry`` is the one where most people go, ``industry_effect`` the class of
    that industry alone, and the falls and ``inputs`` are its numbers. ``strength`` says how sure
    the link is; redelijk is an average over several industries. ``nation_fall`` is the deepest
    year of the whole country, for when nothing can be said about the industry.
    """

    crisis_id: str
    effect: str
    confidence: str
    recovery: str
    recovered_since: str | None
    provisional: bool
    industry_id: str | None
    industry: str | None
    fall: float | None
    national_fall: float | None
    jobs_fall: float | None
    reasons: tuple[str, ...]
    inputs: dict[str, Any]
    data_vintage: str | None
    rule_version: str
    strength: str | None = None
    industry_effect: str | None = None
    nation_fall: float | None = None
    industry_en: str | None = None

    @property
    def average(self) -> bool:
        """Is this about several industries together, and not about the one that is named?"""
        return self.strength == "redelijk"


@dataclass(frozen=True)
class Resilience(OfIndustry):
    """How deep an industry fell and how long it took, over all crises in the data."""

    industry_id: str
    industry: str
    depth: str
    speed: str
    years: float | None
    crises: int
    programmes: int
    industry_en: str | None = None


def crises(store: Store) -> dict[str, Crisis]:
    """The register, oldest first."""
    return {row["crisis_id"]: Crisis(**row)
            for row in store.rows("SELECT * FROM crisis ORDER BY window_start")}


def programme_effects(store: Store, programme_ids: Sequence[str]) -> dict[str, list[Effect]]:
    """Per programme one effect per crisis with a dip, newest first."""
    found: dict[str, list[Effect]] = {}
    for row in store.rows(
        """
        SELECT programme.programme_id, programme.crisis_id, programme.effect,
               programme.confidence, programme.recovery, programme.recovered_since,
               programme.provisional, programme.main_industry AS industry_id,
               industry.name AS industry, industry.name_en AS industry_en, sector.fall,
               sector.national_fall, sector.jobs_fall,
               programme.reasons, sector.inputs, sector.data_vintage, programme.rule_version,
               programme.strength, sector.effect AS industry_effect,
               nation.fall AS nation_fall
        FROM programme_effect AS programme
        JOIN crisis USING (crisis_id)
        LEFT JOIN industry ON industry.industry_id = programme.main_industry
        LEFT JOIN sector_effect AS sector
            ON sector.crisis_id = programme.crisis_id
            AND sector.industry_id = programme.main_industry
        LEFT JOIN sector_effect AS nation
            ON nation.crisis_id = programme.crisis_id AND nation.industry_id = $nation
        WHERE list_contains($ids, programme.programme_id) AND crisis.dip_start IS NOT NULL
        ORDER BY crisis.window_start DESC
        """,
        {"ids": list(programme_ids), "nation": NATION},
    ):
        found.setdefault(row.pop("programme_id"), []).append(_effect(row))
    return found


def effect_filters(store: Store, crisis_id: str) -> dict[str, tuple[str, str]]:
    """Programme -> (effect, recovery) for one crisis, for the filters of Zoeken."""
    return {row["programme_id"]: (row["effect"], row["recovery"]) for row in store.rows(
        "SELECT programme_id, effect, recovery FROM programme_effect WHERE crisis_id = $crisis",
        {"crisis": crisis_id})}


def sector_effects(store: Store, crisis_id: str, kinds: Sequence[str]) -> list[Effect]:
    """Effects of one crisis per industry of these kinds (totaal, sectie, deel), A to Z."""
    return [_effect(row) for row in store.rows(
        _SECTOR_EFFECT + """
        WHERE own.crisis_id = $crisis AND list_contains($kinds, CAST(industry.kind AS VARCHAR))
        ORDER BY industry.name
        """,
        {"crisis": crisis_id, "kinds": list(kinds), "nation": NATION},
    )]


def effects_of_industries(
    store: Store, industry_ids: Sequence[str]
) -> dict[str, dict[str, Effect]]:
    """Per industry and crisis with a dip what that crisis did to it."""
    found: dict[str, dict[str, Effect]] = {}
    for row in store.rows(
        _SECTOR_EFFECT + """
        WHERE list_contains($ids, own.industry_id) AND crisis.dip_start IS NOT NULL
        """,
        {"ids": list(industry_ids), "nation": NATION},
    ):
        found.setdefault(row["industry_id"], {})[row["crisis_id"]] = _effect(row)
    return found


def resiliences(store: Store) -> list[Resilience]:
    """Crisisbestendigheid of every industry, A to Z, with the programmes that mostly lead there.

    Programmes whose link is too weak to name an industry are in no group.
    """
    return [Resilience(**row) for row in store.rows(
        """
        SELECT industry_id, industry.name AS industry, name_en AS industry_en, depth, speed,
               years, crises,
               (SELECT count(DISTINCT programme_id) FROM programme_effect
                WHERE main_industry = resilience.industry_id
                  AND strength IN ('sterk', 'redelijk')) AS programmes
        FROM resilience JOIN industry USING (industry_id)
        WHERE industry.kind <> 'totaal' ORDER BY industry.name
        """
    )]


def vacancies(store: Store, industry_id: str) -> list[dict[str, Any]]:
    """Open vacancies per quarter of an industry in the Netherlands (thousands), oldest first."""
    return store.rows(
        """
        SELECT period_start, value FROM series
        WHERE industry_id = $industry AND indicator_id = 'open_vacancies'
          AND source_id = 'cbs_80472ned' AND period_type = 'quarter'
        ORDER BY period_start
        """,
        {"industry": industry_id},
    )


def yearly_change(store: Store) -> list[dict[str, Any]]:
    """Per section and quarter: the last four quarters against the four before them."""
    return store.rows(
        """
        WITH means AS (
            SELECT industry_id, period_start,
                   avg(value) OVER (PARTITION BY industry_id ORDER BY period_start
                                    ROWS 3 PRECEDING) AS mean,
                   count(value) OVER (PARTITION BY industry_id ORDER BY period_start
                                      ROWS 3 PRECEDING) AS known
            FROM series
            WHERE indicator_id = 'open_vacancies' AND source_id = 'cbs_80472ned'
              AND period_type = 'quarter'
        ),
        earlier AS (
            SELECT *, lag(mean, 4) OVER in_time AS before,
                   lag(known, 4) OVER in_time AS known_before
            FROM means
            WINDOW in_time AS (PARTITION BY industry_id ORDER BY period_start)
        )
        SELECT name, name_en, industry_id, period_start, mean / before - 1 AS change
        FROM earlier JOIN industry USING (industry_id)
        WHERE industry.kind IN ('sectie', 'totaal') AND known = 4 AND known_before = 4
          AND before > 0
        ORDER BY industry.kind, name, period_start
        """
    )


def higher_example(store: Store) -> tuple[float, float] | None:
    """Mean hourly wage of hbo leavers, measured before corona and in it, from one source."""
    rows = store.rows(
        """
        SELECT measured_tag, arg_max(value, measured_end) AS value
        FROM figure JOIN figure_crisis USING (figure_id)
        WHERE indicator_id = 'hourly_wage_mean_leavers' AND entity_id = 'hbo'
          AND source_id = 'hbo_monitor' AND crisis_id = $crisis
          AND measured_tag IN ('M1', 'M4') AND value IS NOT NULL
        GROUP BY measured_tag
        """,
        {"crisis": CORONA},
    )
    found = {row["measured_tag"]: row["value"] for row in rows}
    return (found["M4"], found["M1"]) if len(found) == 2 else None


def tag(figure: Figure) -> tuple[str, str] | None:
    """The one tag to show on a figure, as (crisis, tag); None when no crisis touched it.

    «Gemeten voor ...» is only told for corona: it is what people ask, and every old figure is
    older than some crisis.
    """
    known = [(crisis, name) for crisis, name in figure.tags
             if name != "M4" or crisis == CORONA]
    return min(known, key=lambda item: _WEIGHT.index(item[1]), default=None)


def pooled(figure: Figure) -> bool:
    """Does it count several years together, of which some may lie in a crisis?"""
    return (figure.measured_end - figure.measured_start).days > _POOLED_DAYS


def in_crisis(figure: Figure) -> bool:
    """Was it measured in a crisis or in the recovery right after it?"""
    return any(name in ("M1", "M3") for _, name in figure.tags)


def before_price_rise(figure: Figure) -> bool:
    """An amount from before pay and prices rose fast (March 2022)."""
    return figure.indicator.unit.startswith("euro") and ("energie_2022", "M4") in figure.tags


def mixed_measurement(figures: Iterable[Figure]) -> bool:
    """Were some of these measured in a crisis and others not?"""
    states = {any(name in ("M1", "M2") for _, name in figure.tags) for figure in figures}
    return len(states) > 1


def _effect(row: dict[str, Any]) -> Effect:
    return Effect(**{**row, "reasons": tuple(row["reasons"] or ()),
                     "inputs": json.loads(row["inputs"] or "{}")})
