"""Crisisbestendigheid (feature C3): how deep did an industry fall, and how long did it take?

Vacancies only, because jobs start in 2009: so that every crisis since 1997 counts alike. Codes,
not words; the site has the words. This describes the past and predicts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from etl.crisis.engine import SectorEffect
from etl.crisis.quarters import Quarter
from etl.crisis.rules import Rules

DEPTHS = ("licht", "stevig", "zwaar")
SPEEDS = ("snel", "langzaam", "niet_terug")
TOO_LITTLE = "te_weinig_gegevens"


@dataclass(frozen=True)
class Episode:
    """One crisis: depth class, fall A (fraction), speed class and years until back.

    licht, stevig and zwaar are the levels weinig, geraakt and hard of family V. Years run from
    the first crisis quarter to the quarter since which vacancies are back; None: not back.
    """

    crisis_id: str
    depth: str
    fall: float
    speed: str
    years: float | None


@dataclass(frozen=True)
class Resilience:
    """All crises of one industry: the deepest depth and the slowest speed seen.

    ``years`` is the longest recovery and None when one crisis never ended for this industry,
    or when depth and speed are te_weinig_gegevens (fewer than ``min_crises`` episodes).
    """

    industry_id: str
    depth: str
    speed: str
    years: float | None
    episodes: tuple[Episode, ...]


def resilience(industry_id: str, effects: Iterable[SectorEffect], rules: Rules) -> Resilience:
    """Crisisbestendigheid of one industry from its effects over all crises.

    Left out: crises without a dip or without a usable level, and crises of which the recovery
    is still te_vroeg, because their depth and length are not known yet.
    """
    found = [_episode(effect, rules) for effect in effects if effect.industry_id == industry_id]
    episodes = tuple(episode for episode in found if episode is not None)
    if len(episodes) < rules.resilience.min_crises:
        return Resilience(industry_id, TOO_LITTLE, TOO_LITTLE, None, episodes)
    years = [episode.years for episode in episodes]
    return Resilience(
        industry_id=industry_id,
        depth=max((episode.depth for episode in episodes), key=DEPTHS.index),
        speed=max((episode.speed for episode in episodes), key=SPEEDS.index),
        years=None if None in years else max(year for year in years if year is not None),
        episodes=episodes,
    )


def _episode(effect: SectorEffect, rules: Rules) -> Episode | None:
    facts, back = effect.vacancies, effect.recovery_facts
    if facts is None or back is None or facts.fall is None or effect.base is None:
        return None
    if effect.level_vacancies is None or effect.provisional or back.code == "te_vroeg":
        return None
    depth = {"weinig": "licht", "geraakt": "stevig", "hard": "zwaar"}[effect.level_vacancies]
    years = _years(facts.gaps[0][0], back.vacancies.since) if facts.gaps else None
    if years is None:
        speed = "niet_terug"
    else:
        speed = "snel" if years <= rules.resilience.quick_years else "langzaam"
    return Episode(effect.crisis_id, depth, facts.fall, speed, years)


def _years(start: Quarter, since: Quarter | None) -> float | None:
    return None if since is None else since.since(start) / 4
