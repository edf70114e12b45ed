"""What the page Crisis picks out of all effects: computed, never chosen by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from explorer.crisis import NATION, Crisis, Effect

# A fall worth counting: worse than three quarters of all history, as in the method.
FAR = 0.15
_SURE = ("hoog", "middel", "laag")


def opposites(effects: Sequence[Effect]) -> tuple[Effect, Effect] | None:
    """The surest industry that was hit hard, deepest first, and the surest hardly hit one.

    Of those that were hardly hit the one with most vacancies, because most people know it. None
    when one of both kinds is missing.
    """
    drawn = [effect for effect in effects if effect.confidence in _SURE
             and (effect.inputs.get("vacancies") or {}).get("gap")]
    hard = sorted((effect for effect in drawn if effect.effect == "hard"),
                  key=lambda effect: (_SURE.index(effect.confidence), effect.fall))
    little = sorted((effect for effect in drawn if effect.effect == "weinig"),
                    key=lambda effect: (_SURE.index(effect.confidence),
                                        -effect.inputs["vacancies"]["base"]))
    return (hard[0], little[0]) if hard and little else None


def fell_far(rows: Sequence[Mapping[str, Any]], crises: Mapping[str, Crisis]) -> dict[str, int]:
    """Per crisis with a dip: how many industries had far fewer vacancies than a year before."""
    return {
        crisis.crisis_id: len({
            row["industry_id"] for row in rows
            if row["industry_id"] != NATION and row["change"] <= -FAR
            and crisis.dip_start <= row["period_start"]
            and (crisis.dip_end is None or row["period_start"] <= crisis.dip_end)})
        for crisis in crises.values() if crisis.dip_start is not None
    }
