"""Where a figure stands: among those of other programmes, and between the borders of its class.

A programme often borrows the figure of its field, and then so do its neighbours. So the dots
are the entities that own a figure, never a copy for every programme that borrows it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from explorer.figures import Figure
from explorer.programmes import Programme
from explorer.store import Store
from explorer.texts import spoken

# From this many dots on it makes sense to speak of the ones in the middle.
_ENOUGH_FOR_MIDDLE = 8
# A value is near a border within this part of the distance between the outer borders.
_NEAR = 0.02


@dataclass(frozen=True)
class Dot:
    """An entity with its figure, and how many programmes that one can start now stand on it."""

    entity_id: str
    ladder_level: str
    source_id: str
    measured_start: date
    measured_end: date
    population: str
    population_en: str | None
    value: float
    low: float | None
    high: float | None
    programmes: int

    def people(self, language: str) -> str:
        """Who the figure is about."""
        return spoken(self.population, self.population_en, language)


@dataclass(frozen=True)
class Position:
    """A figure among the others that were measured in the same way, on the same step.

    ``left_out`` counts the programmes of this level without such a figure.
    """

    mine: Dot
    dots: tuple[Dot, ...]
    left_out: int

    @property
    def middle(self) -> tuple[float, float, int] | None:
        """Lowest and highest of the dots in the middle and how many they are; at least half.

        A quarter of the dots, rounded down, is cut off at both ends. None for few dots.
        """
        if len(self.dots) < _ENOUGH_FOR_MIDDLE:
            return None
        values = sorted(dot.value for dot in self.dots)
        cut = len(values) // 4
        return values[cut], values[-1 - cut], len(values) - 2 * cut

    @property
    def side(self) -> str:
        """Does mine lie below, within or above the ones in the middle?"""
        if self.middle is None:
            return "within"
        low, high, _ = self.middle
        return "below" if self.mine.value < low else "above" if self.mine.value > high else "within"


def peers(
    store: Store, level: str, form: str, indicator_id: str, years_after: float | None
) -> tuple[Dot, ...]:
    """The entities on whose figure the programmes of a level stand that one can start now."""
    rows = store.rows(
        """
        SELECT best.entity_id, best.ladder_level, best.source_id, best.measured_start,
               best.measured_end, best.population, best.population_en, best.value,
               CASE WHEN best.range_kind = 'quartiles' THEN best.low END AS low,
               CASE WHEN best.range_kind = 'quartiles' THEN best.high END AS high,
               count(*) AS programmes
        FROM best_figure AS best
        JOIN programme USING (programme_id)
        WHERE programme.level = $level AND best.form = $form
          AND best.indicator_id = $indicator AND best.years_after IS NOT DISTINCT FROM $years
          AND best.value IS NOT NULL
          AND programme.active AND coalesce(programme.mbo_kind, 'kwalificatie') = 'kwalificatie'
          AND (best.form = 'alle' OR list_contains(programme.form, best.form))
        GROUP BY ALL
        ORDER BY best.population, best.entity_id
        """,
        {"level": level, "form": form, "indicator": indicator_id, "years": years_after},
    )
    return tuple(Dot(**row) for row in rows)


def position(
    figure: Figure, others: Iterable[Dot], programmes: Iterable[Programme], level: str
) -> Position | None:
    """Mine among the ``others`` of this ``level``; None for a figure without a value."""
    if figure.value is None:
        return None
    quartiles = figure.range_kind == "quartiles"
    mine = Dot(figure.entity_id, figure.ladder_level, figure.source.source_id,
               figure.measured_start, figure.measured_end, figure.population,
               figure.population_en, figure.value, figure.low if quartiles else None,
               figure.high if quartiles else None, 0)
    alike = [dot for dot in others if _measured_alike(dot, mine)]
    known = next((dot for dot in alike if dot.entity_id == mine.entity_id), None)
    if known is None:
        alike.append(mine)
    else:
        mine = replace(mine, programmes=known.programmes)
    total = sum(item.current and item.level == level
                and (figure.form in ("alle", None) or figure.form in item.forms)
                for item in programmes)
    covered = sum(dot.programmes for dot in alike)
    return Position(mine, tuple(alike), max(0, total - covered))


def _measured_alike(one: Dot, other: Dot) -> bool:
    """Same kind of step, source and moment: only then a higher dot means a higher figure."""
    return (one.ladder_level, one.source_id, one.measured_start, one.measured_end) == (
        other.ladder_level, other.source_id, other.measured_start, other.measured_end)


def telling_names(populations: Sequence[str]) -> list[str]:
    """What sets each of these descriptions apart: the parts that they do not all share.

    'hbo, Economie, 2016' and 'hbo, Techniek, 2016' become 'Economie' and 'Techniek'.
    """
    parts = [text.split(", ") for text in populations]
    if len(parts) < 2:
        return list(populations)
    first = _shared(parts)
    last = _shared([list(reversed(part[first:])) for part in parts])
    return [_capital(", ".join(part[first:len(part) - last])) or text
            for part, text in zip(parts, populations, strict=True)]


def _shared(parts: Sequence[Sequence[str]]) -> int:
    """How many leading parts are the same in all; one part of each is always left."""
    most = min(len(part) for part in parts) - 1
    count = 0
    while count < most and len({part[count] for part in parts}) == 1:
        count += 1
    return count


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Scale:
    """A stretch of numbers that is drawn from left to right."""

    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Scale:
        """Around these values, with a little room on both sides."""
        known = list(values)
        room = (max(known) - min(known)) * 0.05 or abs(known[0]) * 0.05 or 1.0
        return cls(min(known) - room, max(known) + room)

    def place(self, value: float) -> float:
        """Percent from the left, 0 to 100."""
        share = (value - self.low) / (self.high - self.low)
        return round(100 * min(max(share, 0.0), 1.0), 2)


def stacked(values: Sequence[float], scale: Scale, columns: int = 48) -> list[tuple[float, int]]:
    """A place for every value: percent from the left and the floor in its stack.

    Values in the same of so many ``columns`` stand on each other, in their order.
    """
    height: dict[int, int] = {}
    places = []
    for value in values:
        column = min(int(scale.place(value) / 100 * columns), columns - 1)
        floor = height.get(column, 0)
        height[column] = floor + 1
        places.append((round(100 * (column + 0.5) / columns, 2), floor))
    return places


@dataclass(frozen=True)
class Border:
    """The nearest border of the class of a figure.

    ``other`` is the class behind it, ``limit`` the number where it lies and ``distance`` how far
    that is; ``near`` when it is so close that chance could have moved the figure over it.
    """

    label: str
    other: str
    limit: float
    distance: float
    near: bool


def border(figure: Figure) -> Border | None:
    """The nearest border of the class that the publisher gives; None without value or scale.

    Nor when the value is no more than the number of the class itself.
    """
    labels = [label for label, _ in figure.indicator.scale]
    limits = [limit for _, limit in figure.indicator.scale]
    value = figure.value
    if value is None or figure.label not in labels or figure.indicator.unit == "class":
        return None
    own = labels.index(figure.label)
    sides = [(limits[own - 1], labels[own - 1])] if own else []
    if own + 1 < len(labels):
        sides.append((limits[own], labels[own + 1]))
    known = [(limit, other) for limit, other in sides if limit is not None]
    if not known:
        return None
    limit, other = min(known, key=lambda side: abs(value - side[0]))
    outer = [item for item in limits if item is not None]
    distance = round(abs(value - limit), 9)
    near = distance <= _NEAR * (max(outer) - min(outer)) + math.ulp(1.0)
    return Border(figure.label, other, limit, distance, near)
