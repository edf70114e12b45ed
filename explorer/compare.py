"""Honest verdicts: is there a difference that the figures can carry?

No total score and no ranking. Two programmes that borrow the same figure are told to share it;
figures that were measured in different ways are not compared at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from explorer.figures import Figure

MOST = 4
# A difference must be worth telling: 2 percentage points, 3 % of an amount (our choice; see the
# README on the method).
_SHARE_STEP = 0.02
_AMOUNT_STEP = 0.03
# A size is told of all of them when the smallest difference is at least this part of the largest.
_EVEN = 0.9
_Z = 1.96


@dataclass(frozen=True)
class Verdict:
    """What can be said about one row: a code, and the programmes and size it is about.

    ``unsure`` are programmes whose figure rests on too few people to place them. ``even`` is
    False when the size holds for some of the highest and lowest only.
    """

    code: str
    highest: tuple[str, ...] = ()
    lowest: tuple[str, ...] = ()
    size: float | None = None
    unit: str | None = None
    count: int = 0
    unsure: tuple[str, ...] = ()
    even: bool = True


def verdict(figures: Mapping[str, Figure | None]) -> Verdict:
    """Judge one row of a comparison: programme -> figure (None when missing).

    Codes: ``too_few`` (fewer than two have a value), ``same_figure`` (all stand on the same
    figure), ``not_comparable`` (other indicator or moment), ``no_clear_difference``,
    ``difference`` (highest and lowest, and the size between them).
    """
    known = {key: figure for key, figure in figures.items()
             if figure is not None and figure.value is not None}
    if len(known) < 2:
        return Verdict("too_few", count=len(known))
    shown = list(known.values())
    if len({figure.figure_id for figure in shown}) == 1:
        return Verdict("same_figure", count=len(known))
    if len({(figure.indicator.indicator_id, figure.years_after) for figure in shown}) > 1:
        return Verdict("not_comparable", count=len(known))
    top, bottom = _furthest(shown)
    if not differs(top, bottom):
        return Verdict("no_clear_difference", count=len(known))
    low, high = bottom.value or 0.0, top.value or 0.0
    # One in the middle that is like both ends is named with neither.
    highest = tuple(key for key, figure in known.items()
                    if not differs(top, figure) and differs(figure, bottom))
    lowest = tuple(key for key, figure in known.items()
                   if not differs(figure, bottom) and differs(top, figure))
    return Verdict(
        "difference", highest, lowest,
        even=(min(known[key].value or 0.0 for key in highest)
              - max(known[key].value or 0.0 for key in lowest)) >= _EVEN * (high - low),
        # One outside both ends, which it would be if its people were enough to tell.
        unsure=tuple(key for key, figure in known.items()
                     if not low <= (figure.value or 0.0) <= high
                     and not (differs(top, figure) or differs(figure, bottom))),
        size=abs(high - low),
        unit=top.indicator.unit,
        count=len(known),
    )


def _furthest(shown: Sequence[Figure]) -> tuple[Figure, Figure]:
    """The highest and lowest that clearly differ; just the highest and lowest when none do.

    Every pair is tried, because a figure on few people at one end must not hide a clear
    difference between the others. Of equal values the one on most people speaks.
    """
    down = sorted(shown, key=lambda figure: (-(figure.value or 0.0), -(figure.n or 0)))
    up = sorted(shown, key=lambda figure: (figure.value or 0.0, -(figure.n or 0)))
    pairs = [(high, low) for high in down for low in up
             if (high.value or 0.0) > (low.value or 0.0) and differs(high, low)]
    return max(pairs, key=lambda pair: (pair[0].value or 0.0) - (pair[1].value or 0.0),
               default=(down[0], up[0]))


def differs(one: Figure, other: Figure) -> bool:
    """Is the difference larger than rounding, chance and our smallest telling step?

    Shares with known numbers of people: two standard errors of the difference. Classes: another
    class, and further apart than rounding. Without numbers only rounding and the step count.
    """
    if one.value is None or other.value is None:
        return False
    distance = round(abs(one.value - other.value), 9)
    unit = one.indicator.unit
    margin = max(one.indicator.precision, other.indicator.precision)
    if unit == "share":
        margin = max(margin, _SHARE_STEP, _Z * _standard_error(one, other))
    elif unit.startswith("euro"):
        margin = max(margin, _AMOUNT_STEP * max(one.value, other.value))
    elif one.indicator.scale:
        return one.label != other.label and distance > margin
    return distance > margin


def _standard_error(one: Figure, other: Figure) -> float:
    """Of the difference between two shares; 0 when the numbers of people are unknown."""
    if not one.n or not other.n:
        return 0.0
    return sqrt(sum((figure.value or 0.0) * (1 - (figure.value or 0.0)) / (figure.n or 1)
                    for figure in (one, other)))


def shared(figures: Mapping[str, Figure | None]) -> list[tuple[str, ...]]:
    """Groups of programmes that stand on one and the same figure."""
    groups: dict[str, list[str]] = {}
    for key, figure in figures.items():
        if figure is not None and figure.value is not None:
            groups.setdefault(figure.figure_id, []).append(key)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def distinct(ids: Sequence[str], most: int = MOST) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The programmes to compare without doubles, and the ones that were too many."""
    unique = tuple(dict.fromkeys(ids))
    return unique[:most], unique[most:]
