"""Names on the map: clear of every dot, and never at the wrong province."""

from __future__ import annotations

import pytest

from explorer.distance import Point
from explorer.map_chart import Shapes, read_shapes
from explorer.map_labels import Box, beside, dot_box, free, inside, province_places
from explorer.store import Store

LETTER, HALF_LINE = 5.5, 8.0


@pytest.fixture(scope="module")
def shapes(opened: Store) -> Shapes:
    return read_shapes(opened)


def around(point: Point, name: str) -> Box:
    middle = dot_box(point, 0)
    half = LETTER * len(name) / 2
    return Box(middle.left - half, middle.top - HALF_LINE, middle.left + half,
               middle.top + HALF_LINE)


def test_without_dots_every_province_has_its_name_inside(shapes: Shapes) -> None:
    places = province_places(shapes.land, shapes.named("nl"), ())
    assert {name for name, _ in places} == {name for _, name in shapes.named("nl")}
    region = {name: region for region, name in shapes.named("nl")}
    for name, point in places:
        assert any(inside(ring, point) for ring in dict(shapes.land)[region[name]]), name


def test_no_name_of_a_province_lies_over_a_dot(opened: Store, shapes: Shapes) -> None:
    dots = [dot_box(Point(row["latitude"], row["longitude"]), 9) for row in opened.rows(
        "SELECT DISTINCT latitude, longitude FROM place "
        "WHERE place_id IN (SELECT place_id FROM offering)")]
    assert len(dots) > 50
    places = province_places(shapes.land, shapes.named("nl"), dots)
    assert len(places) > 6
    boxes = [around(point, name) for name, point in places]
    for number, box in enumerate(boxes):
        assert not any(box.meets(dot) for dot in dots), places[number]
        assert not any(box.meets(other) for other in boxes[number + 1:]), places[number]


def test_a_name_outside_its_province_is_nearest_to_it(opened: Store, shapes: Shapes) -> None:
    """Utrecht, in the middle of the country, has no water or border of its own to stand at."""
    full = [dot_box(Point(51.8 + y / 20, 4.8 + x / 20), 6) for x in range(18) for y in range(11)]
    names = [name for name, _ in province_places(shapes.land, shapes.named("nl"), full)]
    assert "Utrecht" not in names
    assert "Zeeland" in names


def test_name_of_a_town_takes_the_side_that_is_free() -> None:
    here, east = Point(52.0, 5.0), Point(52.0, 5.4)
    dot = dot_box(east, 5)
    assert not free(beside(here, "Duinstad: 40", right=True), [dot])
    assert free(beside(here, "Duinstad: 40", right=False), [dot])


def test_name_that_would_leave_the_map_is_not_free() -> None:
    assert not free(beside(Point(52.0, 7.1), "Duinstad: 40", right=True), [])
