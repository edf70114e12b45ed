"""The map of the Netherlands with a dot per town: simplified shapes, drawn without any tiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin, sqrt
from typing import Any

import altair as alt

from explorer import formats
from explorer.charts import INK, MUTED, themed
from explorer.distance import Point, kilometres
from explorer.map_labels import Box, Land, Ring, beside, dot_box, free, province_places
from explorer.programmes import region_names
from explorer.store import Store
from explorer.texts import LANGUAGES

# The name of the selection, and of the field that it gives back.
SELECTION, FIELD = "plek", "place"
_LAND, _WATER, _TEXT = "#f1eee6", "#e4ece9", "#1c2b33"
_LABELS = 7
# The largest dot stands for at least this many, so that a handful is never drawn as a crowd.
_LARGE = 20
# The area of the smallest and the largest dot, in pixels.
_AREAS = (24, 620)
_APART_KM = 27.0
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Shapes:
    """Outlines for a map: land by province, water on top of it, and the names of provinces.

    ``names`` is by language.

    Pairs instead of mappings, so that two shapes can be told apart and a map can be kept.
    """

    land: Land
    water: tuple[Ring, ...]
    names: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    def named(self, language: str) -> tuple[tuple[str, str], ...]:
        """The provinces with their names in a language."""
        return dict(self.names).get(language, ())


@dataclass(frozen=True)
class Dot:
    """A town on the map with how many programmes are offered there; ``far`` ones are pale."""

    place: str
    point: Point
    count: int
    chosen: bool = False
    far: bool = False


def read_shapes(store: Store) -> Shapes:
    """The outlines in the store; longitude before latitude, as maps want it."""
    rings: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for row in store.rows("SELECT * FROM outline ORDER BY shape_id, part, point"):
        rings.setdefault((row["shape_id"], row["part"]), []).append(
            (row["longitude"], row["latitude"]))
    land: dict[str, tuple[Ring, ...]] = {}
    water: list[Ring] = []
    for (shape, _), points in rings.items():
        if shape.startswith("water:"):
            water.append(_clockwise(points))
        else:
            land[shape] = (*land.get(shape, ()), _clockwise(points))
    names = tuple((language, tuple(region_names(store, "provincie", language).items()))
                  for language in LANGUAGES)
    return Shapes(tuple(land.items()), tuple(water), names)


def dot_map(
    shapes: Shapes, dots: Sequence[Dot], language: str,
    circle: tuple[Point, float] | None = None,
) -> Any:
    """Provinces with a dot per town; the area of a dot is the number of programmes.

    ``circle`` is a home and a distance in km around it. Clicking a dot selects it, under the
    name ``SELECTION``; chosen dots are filled dark with a ring.
    """
    shown = [dot for dot in dots if dot.count]
    most = max(_LARGE, *(dot.count for dot in shown)) if shown else _LARGE
    taken = [dot_box(dot.point, _radius(dot.count, most)) for dot in shown]
    labels, boxes = _labelled(shown, taken, language)
    layers = [
        _areas([_feature(ring) for _, rings in shapes.land for ring in rings],
               fill=_LAND, stroke=MUTED, strokeWidth=0.7),
        _areas([_feature(ring) for ring in shapes.water], fill=_WATER, stroke=None),
        _province_names(province_places(
            shapes.land, shapes.named(language), [*taken, *boxes])),
    ]
    if circle:
        home, radius = circle
        layers += [
            _areas([_feature(_ring_around(home, radius))], fill=None, stroke=INK,
                   strokeWidth=1.5, strokeDash=[5, 4]),
            _at([{"longitude": home.longitude, "latitude": home.latitude}]).mark_point(
                shape="cross", size=110, color=INK, filled=True),
        ]
    if shown:
        layers += [_dots(shown, most, language), *_town_names(labels)]
    chart = alt.layer(*layers).project(type="mercator").properties(height=470)
    return themed(chart, language)


def _radius(count: int, most: int) -> float:
    """How many pixels a dot is from its middle to its border."""
    smallest, largest = _AREAS
    return sqrt((smallest + (largest - smallest) * count / most) / pi)


def _dots(dots: Sequence[Dot], most: int, language: str) -> Any:
    """Small dots on top of large ones, so that every one can be clicked."""
    rows = [
        {"longitude": dot.point.longitude, "latitude": dot.point.latitude, FIELD: dot.place,
         "count": dot.count, "chosen": dot.chosen,
         "opacity": 1.0 if dot.chosen else 0.25 if dot.far else 0.62,
         "text": _text(dot, language)}
        for dot in sorted(dots, key=_largest_first)
    ]
    return _at(rows).mark_circle(color=INK, stroke=_TEXT, cursor="pointer", aria=True).encode(
        size=alt.Size("count:Q", legend=None,
                      scale=alt.Scale(domain=[0, most], range=list(_AREAS))),
        opacity=alt.Opacity("opacity:Q", scale=None, legend=None),
        description="text:N",
        strokeWidth=alt.condition("datum.chosen", alt.value(2.5), alt.value(0.6)),
        tooltip=alt.Tooltip("text:N", title=" "),
    ).add_params(alt.selection_point(name=SELECTION, fields=[FIELD], empty=False))


def _largest_first(dot: Dot) -> tuple[int, str]:
    return -dot.count, dot.place


def _text(dot: Dot, language: str) -> str:
    return f"{dot.place}: {formats.number(dot.count, 0, language)}"


@dataclass(frozen=True)
class _Label:
    """The name of a town on the map, at one side of its dot."""

    dot: Dot
    text: str
    right: bool


def _labelled(
    dots: Sequence[Dot], taken: Sequence[Box], language: str
) -> tuple[list[_Label], list[Box]]:
    """The towns whose name stands on the map: chosen ones, then the largest that have room.

    A name stands right or left of its dot, where it covers no other dot and no other name.
    """
    kept: list[_Label] = []
    boxes: list[Box] = []
    for dot in sorted(dots, key=lambda dot: (not dot.chosen, dot.far, _largest_first(dot))):
        text = _text(dot, language)
        sides = [right for right in (True, False)
                 if free(beside(dot.point, text, right=right), [*taken, *boxes])]
        apart = all(kilometres(dot.point, other.dot.point) >= _APART_KM for other in kept)
        if dot.chosen or (sides and apart and len(kept) < _LABELS):
            kept.append(_Label(dot, text, right=sides[0] if sides else True))
            boxes.append(beside(dot.point, text, right=kept[-1].right))
    return kept, boxes


def _town_names(labels: Sequence[_Label]) -> list[Any]:
    """Names with an edge in the colour of the land, so that they are legible over a border."""
    found = []
    for right in (True, False):
        rows = [{"longitude": label.dot.point.longitude, "latitude": label.dot.point.latitude,
                 FIELD: label.dot.place, "text": label.text}
                for label in labels if label.right is right]
        if not rows:
            continue
        names = _at(rows).encode(text="text:N")
        look = {"align": "left" if right else "right", "dx": 11 if right else -11,
                "fontSize": 12.5, "fontWeight": "bold"}
        found += [names.mark_text(**look, color=_LAND, stroke=_LAND, strokeWidth=4,
                                  strokeJoin="round"),
                  names.mark_text(**look, color=_TEXT)]
    return found


def _at(rows: Sequence[Mapping[str, Any]]) -> Any:
    return alt.Chart(alt.Data(values=list(rows))).encode(
        longitude="longitude:Q", latitude="latitude:Q")


def _areas(features: Sequence[dict[str, Any]], **marks: Any) -> Any:
    return alt.Chart(alt.Data(values=list(features))).mark_geoshape(**marks)


def _province_names(places: Sequence[tuple[str, Point]]) -> Any:
    rows = [{"longitude": point.longitude, "latitude": point.latitude, "name": name}
            for name, point in places]
    return _at(rows).mark_text(fontSize=12, color=_TEXT, opacity=0.75).encode(text="name:N")


def _feature(ring: Sequence[tuple[float, float]]) -> dict[str, Any]:
    return {"type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [[list(point) for point in ring]]}}


def _clockwise(points: Sequence[tuple[float, float]]) -> Ring:
    """The order in which a polygon on a globe has its inside within, not around it."""
    turn = sum((after[0] - before[0]) * (after[1] + before[1])
               for before, after in zip(points, points[1:], strict=False))
    return tuple(points) if turn > 0 else tuple(reversed(points))


def _ring_around(home: Point, radius: float) -> Ring:
    """A circle of so many km around a point, as a polygon."""
    wide = radius / (_KM_PER_DEGREE * cos(radians(home.latitude)))
    high = radius / _KM_PER_DEGREE
    return _clockwise([(home.longitude + wide * sin(2 * pi * step / 72),
                        home.latitude + high * cos(2 * pi * step / 72)) for step in range(73)])
