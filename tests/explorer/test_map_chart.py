"""The map: shapes that are whole, dots that say the truth, and colours for a dark page."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer import charts
from explorer.distance import Point, kilometres
from explorer.map_chart import SELECTION, Dot, Shapes, dot_map, read_shapes
from explorer.map_labels import inside
from explorer.store import Store

SQUARE = ((5.0, 52.0), (5.0, 53.0), (6.0, 53.0), (6.0, 52.0), (5.0, 52.0))
SHAPES = Shapes((("PV26", (SQUARE,)),), (), (("PV26", "Zandland"),))
DOTS = [Dot("Duinstad", Point(52.2, 5.2), 40), Dot("Verweg", Point(52.9, 5.9), 3, far=True),
        Dot("Leeg", Point(52.5, 5.5), 0), Dot("Mijn stad", Point(52.21, 5.21), 1, chosen=True)]


@pytest.fixture(scope="module")
def shapes(opened: Store) -> Shapes:
    return read_shapes(opened)


def made(dots: list[Dot], **changed: Any) -> dict[str, Any]:
    return dot_map(SHAPES, dots, "nl", **changed).to_dict()


def layers(chart: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [layer for layer in chart["layer"] if layer["mark"]["type"] == kind]


def circles(chart: dict[str, Any]) -> list[dict[str, Any]]:
    return layers(chart, "circle")[0]["data"]["values"]


def test_every_province_has_a_closed_shape_and_a_name(opened: Store, shapes: Shapes) -> None:
    provinces = {row["region_id"] for row in opened.rows(
        "SELECT region_id FROM region WHERE kind = 'provincie'")}
    assert set(dict(shapes.land)) == set(dict(shapes.named("en"))) == provinces
    for rings in (*dict(shapes.land).values(), shapes.water):
        for ring in rings:
            assert len(ring) > 3
            assert ring[0] == ring[-1]
            assert all(3 < longitude < 8 and 50 < latitude < 54 for longitude, latitude in ring)


def test_every_town_with_a_school_lies_in_its_province(opened: Store, shapes: Shapes) -> None:
    """A simplified border may be off by a few km, so a town close to it may lie outside."""
    for row in opened.rows(
        "SELECT DISTINCT name, provincie_id, longitude, latitude FROM place "
        "WHERE place_id IN (SELECT place_id FROM offering)"
    ):
        here = Point(row["latitude"], row["longitude"])
        rings = dict(shapes.land)[row["provincie_id"]]
        border = min(kilometres(here, Point(point[1], point[0])) for ring in rings
                     for point in ring)
        assert border < 12 or any(inside(ring, here) for ring in rings), row["name"]


def test_a_dot_per_town_with_programmes_and_its_number() -> None:
    assert {row["place"]: row["text"] for row in circles(made(DOTS))} == {
        "Duinstad": "Duinstad: 40", "Verweg": "Verweg: 3", "Mijn stad": "Mijn stad: 1"}


def test_small_dots_lie_on_top_so_that_all_can_be_clicked() -> None:
    counts = [row["count"] for row in circles(made(DOTS))]
    assert counts == sorted(counts, reverse=True)


def test_dots_can_be_selected_by_town() -> None:
    params = [param for layer in made(DOTS)["layer"] for param in layer.get("params", ())] \
        + made(DOTS).get("params", [])
    assert [(param["name"], param["select"]["fields"]) for param in params] == [
        (SELECTION, ["place"])]


def test_a_handful_is_not_drawn_as_a_crowd() -> None:
    def domain(count: int) -> list[int]:
        chart = made([Dot("Duinstad", Point(52, 5), count)])
        return layers(chart, "circle")[0]["encoding"]["size"]["scale"]["domain"]

    assert domain(3)[1] == domain(1)[1] > 3
    assert domain(400) == [0, 400]


def test_far_dots_are_pale_and_the_chosen_one_is_not() -> None:
    opacity = {row["place"]: row["opacity"] for row in circles(made(DOTS))}
    assert opacity["Verweg"] < opacity["Duinstad"] < opacity["Mijn stad"]


def test_chosen_town_is_always_named_and_names_keep_apart() -> None:
    crowd = [Dot(f"Stad {n}", Point(52.0 + n / 1000, 5.0), 50 - n) for n in range(30)]
    labels = layers(made([*crowd, Dot("Mijn stad", Point(52.0, 5.0), 1, chosen=True)]),
                    "text")[-1]["data"]["values"]
    assert [row["place"] for row in labels] == ["Mijn stad"]


def test_name_of_a_town_stands_left_where_a_dot_is_on_the_right() -> None:
    chart = made([Dot("Duinstad", Point(52.0, 5.0), 9), Dot("Buur", Point(52.0, 5.4), 2)])
    sides = {row["place"]: layer["mark"]["align"] for layer in layers(chart, "text")
             for row in layer["data"]["values"] if "place" in row}
    assert sides["Duinstad"] == "right"


def test_circle_is_as_wide_as_it_says() -> None:
    home = Point(52.1, 5.1)
    shapes = layers(made(DOTS, circle=(home, 25.0)), "geoshape")
    ring = shapes[-1]["data"]["values"][0]["geometry"]["coordinates"][0]
    for longitude, latitude in ring:
        assert kilometres(home, Point(latitude, longitude)) == pytest.approx(25, rel=0.01)


def test_without_dots_there_is_still_a_map() -> None:
    assert layers(made([]), "geoshape")
    assert not layers(made([]), "circle")


@given(some.lists(some.builds(
    Dot, some.text(min_size=1, max_size=8), some.builds(Point, some.floats(51, 53),
                                                        some.floats(4, 7)),
    some.integers(0, 900), some.booleans(), some.booleans()), max_size=6))
def test_any_dots_make_a_valid_chart(dots: list[Dot]) -> None:
    assert made(dots)["height"] > 0


def test_every_colour_has_one_for_a_dark_page() -> None:
    light = dot_map(SHAPES, DOTS, "nl", circle=(Point(52.1, 5.1), 25.0)).to_json()
    dark = charts.in_dark(light)
    for colour in ("#f1eee6", "#1c2b33", charts.INK, charts.MUTED):
        assert colour in light
        assert colour not in dark
