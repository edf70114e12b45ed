"""From industries to a programme (method 4): the weakest step, so it never adds certainty.

The rule, by the strength of the link to the main industry (the strongest one, and of those the
one with the largest weight; the strongest is not the largest for a trade in a wide field of CBS):

* sterk     the main industry's effect, recovery and confidence, unchanged;
* redelijk  the class nearest to the weighted mean of the known industries (weinig 0, geraakt 1,
            hard 2); confidence one step down from what at least half of the weight reaches, never
            below laag and never above any cap on those industries;
* zwak, geen  onvoldoende: the programme cannot be placed, so only the national line is told.

gemengd and onvoldoende have no place on that scale. When they hold half of the weight or more,
the programme is gemengd (if gemengd holds most of it) or onvoldoende.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from etl.crisis.engine import SectorEffect
from etl.crisis.register import Crisis, Key
from etl.crisis.rules import Rules
from etl.crisis.sector import CONFIDENCE, LEVELS, below

STRENGTHS = ("sterk", "redelijk", "zwak", "geen")


@dataclass(frozen=True)
class IndustryLink:
    """One industry of a programme: its share of recent leavers (0 to 1) and how sure that is."""

    industry_id: str
    weight: float
    strength: str


@dataclass(frozen=True)
class ProgrammeEffect:
    """What one crisis did to the industries of one programme.

    exposure: E(p), the weighted mean of the known classes on a scale of 0 (weinig) to 2 (hard);
    known_weight: the share of leavers it rests on; main_industry: the industry to name in the
    text. Effect, confidence and recovery have the codes of SectorEffect.
    """

    programme_id: str
    crisis_id: str
    effect: str
    confidence: str
    recovery: str
    recovered_since: str | None
    provisional: bool
    exposure: float | None
    known_weight: float
    main_industry: str | None
    strength: str
    reasons: tuple[str, ...]


def compute_programmes(
    links: Mapping[str, Sequence[IndustryLink]],
    effects: Mapping[Key, SectorEffect],
    register: Iterable[Crisis],
    rules: Rules,
) -> list[ProgrammeEffect]:
    """One effect per programme and per crisis that has effects (engine.by_key).

    Most programmes share their links with others, so each set of links is worked out once.
    """
    seen = {crisis_id for crisis_id, _ in effects}
    found = []
    for crisis_id in (crisis.crisis_id for crisis in register if crisis.crisis_id in seen):
        same: dict[tuple[IndustryLink, ...], ProgrammeEffect] = {}
        for programme_id, industries in links.items():
            key = tuple(industries)
            if key not in same:
                same[key] = programme_effect(programme_id, crisis_id, key, effects, rules)
            found.append(replace(same[key], programme_id=programme_id))
    return found


def programme_effect(
    programme_id: str,
    crisis_id: str,
    links: Sequence[IndustryLink],
    effects: Mapping[Key, SectorEffect],
    rules: Rules,
) -> ProgrammeEffect:
    """The effect for one programme. ValueError for a bad strength or a weight outside 0 to 1."""
    _check(programme_id, links)
    if not links or all(link.strength == "geen" for link in links):
        return _unknown(programme_id, crisis_id, None, "geen", None, 0.0, "link_none")
    main = min(links, key=lambda link: (STRENGTHS.index(link.strength), -link.weight,
                                        link.industry_id))
    parts = [(effects[crisis_id, link.industry_id], link.weight) for link in links
             if (crisis_id, link.industry_id) in effects]
    exposure, known = _exposure(parts, sum(link.weight for link in links))
    if main.strength in ("zwak", "geen"):
        return _unknown(programme_id, crisis_id, main.industry_id, main.strength, exposure, known,
                        "link_weak")
    own = effects.get((crisis_id, main.industry_id))
    if main.strength == "sterk":
        if own is None:
            return _unknown(programme_id, crisis_id, main.industry_id, "sterk", exposure, known,
                            "industry_unknown")
        return ProgrammeEffect(
            programme_id, crisis_id, own.effect, own.confidence, own.recovery,
            own.recovered_since, own.provisional, exposure, known, main.industry_id, "sterk",
            own.reasons)
    return _weighted(programme_id, crisis_id, main, parts, exposure, known, rules)


def _check(programme_id: str, links: Sequence[IndustryLink]) -> None:
    for link in links:
        if link.strength not in STRENGTHS:
            raise ValueError(f"{programme_id}: «{link.strength}» is not a strength of a link")
        if not 0 < link.weight <= 1 + 1e-9:
            raise ValueError(f"{programme_id}: weight {link.weight} is not above 0 and up to 1")
    if sum(link.weight for link in links) > 1 + 1e-6:
        raise ValueError(f"{programme_id}: the weights add up to more than 1")


def _exposure(
    parts: Sequence[tuple[SectorEffect, float]], total: float
) -> tuple[float | None, float]:
    """Weighted mean class of the industries on the scale, and their share of all weight."""
    on_scale = [(LEVELS.index(part.effect), weight) for part, weight in parts
                if part.effect in LEVELS]
    known = sum(weight for _, weight in on_scale)
    if not known:
        return None, 0.0
    return sum(level * weight for level, weight in on_scale) / known, known / total


def _unknown(
    programme_id: str, crisis_id: str, main: str | None, strength: str, exposure: float | None,
    known: float, reason: str,
) -> ProgrammeEffect:
    return ProgrammeEffect(programme_id, crisis_id, "onvoldoende", "geen", "nvt", None, False,
                           exposure, known, main, strength, (reason,))


def _weighted(
    programme_id: str, crisis_id: str, main: IndustryLink,
    parts: Sequence[tuple[SectorEffect, float]], exposure: float | None, known: float,
    rules: Rules,
) -> ProgrammeEffect:
    """A moderate link: class of the weighted mean, one step less sure."""
    if exposure is None or below(known, rules.programme.known):
        return _mostly_off_scale(programme_id, crisis_id, main, parts, exposure, known)
    on_scale = [(part, weight) for part, weight in parts if part.effect in LEVELS]
    if not below(exposure, rules.programme.hard):
        effect = "hard"
    else:
        effect = "weinig" if below(exposure, rules.programme.hit) else "geraakt"
    code, since = _recovery(effect, [part for part, _ in on_scale])
    return ProgrammeEffect(
        programme_id, crisis_id, effect, _confidence(on_scale), code, since,
        any(part.provisional for part, _ in on_scale), exposure, known, main.industry_id,
        "redelijk", ("link_moderate",))


def _mostly_off_scale(
    programme_id: str, crisis_id: str, main: IndustryLink,
    parts: Sequence[tuple[SectorEffect, float]], exposure: float | None, known: float,
) -> ProgrammeEffect:
    mixed = sum(weight for part, weight in parts if part.effect == "gemengd")
    others = sum(weight for part, weight in parts if part.effect == "onvoldoende")
    result = _unknown(programme_id, crisis_id, main.industry_id, "redelijk", exposure, known,
                      "industries_unknown")
    if mixed <= others:
        return result
    code, since = _recovery("gemengd", [part for part, _ in parts if part.effect == "gemengd"])
    return ProgrammeEffect(programme_id, crisis_id, "gemengd", "geen", code, since,
                           any(part.provisional for part, _ in parts), exposure, known,
                           main.industry_id, "redelijk", ("industries_mixed",))


def _confidence(parts: Sequence[tuple[SectorEffect, float]]) -> str:
    """One step below what half of the weight reaches, capped like those industries are.

    The step is taken from the confidence before the cap for self-employed: a cap bounds an
    answer, it is not a second doubt (the method's example hbo kunst: R, moderate, middel).
    """
    reached = _reached([(part.confidence_uncapped, weight) for part, weight in parts])
    capped = _reached([(part.confidence, weight) for part, weight in parts])
    lowest = CONFIDENCE.index("laag")
    return CONFIDENCE[min(max(reached - 1, lowest), max(capped, lowest))]


def _reached(parts: Sequence[tuple[str, float]]) -> int:
    """Highest confidence that at least half of the weight has."""
    total = sum(weight for _, weight in parts)
    ranked = range(len(CONFIDENCE) - 1, -1, -1)
    return next(rank for rank in ranked if not below(
        sum(weight for name, weight in parts if CONFIDENCE.index(name) >= rank), total / 2))


def _recovery(effect: str, parts: Sequence[SectorEffect]) -> tuple[str, str | None]:
    """Recovery over the industries that were hit: all back, some back, or none."""
    codes = {part.recovery for part in parts}
    if "te_vroeg" in codes:
        return "te_vroeg", None
    hit = [part for part in parts if part.effect != "weinig"]
    codes = {part.recovery for part in hit}
    if effect in ("weinig", "onvoldoende") or not hit or "nvt" in codes:
        return "nvt", None
    if len(codes) == 1:
        (code,) = codes
        dates = [part.recovered_since for part in hit if part.recovered_since]
        return code, max(dates, key=_end) if code == "hersteld" and dates else None
    return "deels", None


def _end(since: str) -> tuple[int, int]:
    """Sorts "2021Q2" and "2021" by the end of the period; at a tie the year is last."""
    year, _, quarter = since.partition("Q")
    return int(year), int(quarter) if quarter else 5
