"""Where names on the map have room: beside the dots of towns, and away from every dot.

All sums are in pixels of a map on a phone, because that is where names are largest beside the
land; on a wider map there is only more room.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, dist

from explorer.distance import Point

Ring = tuple[tuple[float, float], ...]
Land = tuple[tuple[str, tuple[Ring, ...]], ...]

_X, _Y = 80.0, 130.0  # pixels per degree in the middle of the country
_TOWN_LETTER, _PROVINCE_LETTER = 6.6, 6.0
_HALF_LINE = 8.0
_BESIDE = 11.0
# Names stand within the frame, so that none is cut off on a narrow screen.
_WEST, _EAST, _SOUTH, _NORTH = 3.3, 7.3, 50.7, 53.6
# Lines per degree of the places that are tried, and how far from the land they may be.
_LINES, _BESIDE_LAND = 12, 45.0


@dataclass(frozen=True)
class Box:
    """A piece of the map that is taken, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Do two pieces overlap?"""
        return (self.left < other.right and other.left < self.right
                and self.top < other.bottom and other.top < self.bottom)


def dot_box(point: Point, radius: float) -> Box:
    """The piece that a dot takes."""
    x, y = _pixels(point)
    return Box(x - radius, y - radius, x + radius, y + radius)


def beside(point: Point, text: str, *, right: bool) -> Box:
    """The piece that the name of a town takes beside its dot."""
    x, y = _pixels(point)
    wide = _TOWN_LETTER * len(text)
    left = x + _BESIDE if right else x - _BESIDE - wide
    return Box(left, y - _HALF_LINE, left + wide, y + _HALF_LINE)


def free(box: Box, taken: Iterable[Box]) -> bool:
    """Does a name keep clear of everything, and stay on the map?"""
    return (box.left >= _WEST * _X and box.right <= _EAST * _X
            and not any(box.meets(other) for other in taken))


def province_places(land: Land, names: Sequence[tuple[str, str]],
                    taken: Sequence[Box]) -> list[tuple[str, Point]]:
    """(name, middle of the name) of every province whose name has room somewhere.

    In the province where that can be, else over water or abroad beside it; the table under the
    map names the province of every town, so a name without room may stay away.
    """
    used = list(taken)
    found = []
    grid = _grid(land)
    for region, name in names:
        spot = next((spot for spot in grid.get(region, ()) if free(_around(spot, name), used)),
                    None)
        if spot:
            used.append(_around(spot, name))
            found.append((name, spot))
    return found


@lru_cache(maxsize=4)
def _grid(land: Land) -> dict[str, tuple[Point, ...]]:
    """Per province the places that its name may take: within it, nearest to its middle first,
    and then those beside it over water or abroad that are nearer to no other province."""
    ranked: dict[str, list[tuple[bool, float, Point]]] = {region: [] for region, _ in land}
    middles = {region: _middle(rings) for region, rings in land}
    borders = [((x, y), region) for region, rings in land for ring in rings
               for x, y in (_pixels(Point(latitude, longitude)) for longitude, latitude in ring)]
    for x in range(ceil(_WEST * _LINES), int(_EAST * _LINES) + 1):
        for y in range(ceil(_SOUTH * _LINES), int(_NORTH * _LINES) + 1):
            spot = Point(y / _LINES, x / _LINES)
            here = _pixels(spot)
            within = next((region for region, rings in land
                           if any(inside(ring, spot) for ring in rings)), None)
            away, near = (0.0, within) if within else min(
                (dist(border, here), region) for border, region in borders)
            if near and away <= _BESIDE_LAND:
                ranked[near].append((not within, dist(here, middles[near]), spot))
    return {region: tuple(spot for *_, spot in sorted(spots, key=lambda item: item[:2]))
            for region, spots in ranked.items()}


def _middle(rings: Sequence[Ring]) -> tuple[float, float]:
    """The middle of the frame around a province, in pixels."""
    points = [point for ring in rings for point in ring]
    return _pixels(Point((min(y for _, y in points) + max(y for _, y in points)) / 2,
                         (min(x for x, _ in points) + max(x for x, _ in points)) / 2))


def inside(ring: Ring, point: Point) -> bool:
    """Does a point lie within a closed ring? Counts the borders that a line to the east crosses."""
    crossings = 0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False):
        if (y1 > point.latitude) != (y2 > point.latitude):
            at = x1 + (point.latitude - y1) / (y2 - y1) * (x2 - x1)
            crossings += at > point.longitude
    return crossings % 2 == 1


def _around(point: Point, name: str) -> Box:
    x, y = _pixels(point)
    half = _PROVINCE_LETTER * len(name) / 2
    return Box(x - half, y - _HALF_LINE, x + half, y + _HALF_LINE)


def _pixels(point: Point) -> tuple[float, float]:
    return point.longitude * _X, (_NORTH - point.latitude) * _Y
