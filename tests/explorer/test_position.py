"""Where a figure stands among others: only what was measured alike, and never a made-up spread."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer.figures import FigureBook
from explorer.outlook import answers
from explorer.position import (
    Dot,
    Scale,
    border,
    peers,
    position,
    stacked,
    telling_names,
)
from explorer.programmes import Programme
from explorer.store import Store
from tests.explorer.made_up import CLASSED, PAY, figure, programme

NUMBERS = some.lists(some.floats(-1e6, 1e6), min_size=1, max_size=60)


def dot(value: float, entity: str = "", **changed: object) -> Dot:
    """A made-up dot, measured like the made-up figure."""
    made = Dot(entity or f"groep {value}", "level", "bedacht", date(2019, 10, 1),
               date(2019, 10, 31), f"bedacht, {value}, mensen", None, value, None, None, 1)
    return replace(made, **changed)


def among(value: float, others: list[float]) -> object:
    """The made-up figure among dots with these values."""
    mine = figure(value, indicator=PAY, entity_id="van mij")
    return position(mine, [dot(other) for other in others], [], "mbo-4")


def test_only_what_was_measured_alike_is_a_dot() -> None:
    mine = figure(15.0, indicator=PAY, entity_id="van mij")
    alike = dot(14.0)
    strange = [dot(13.0, ladder_level="programme"), dot(12.0, source_id="andere bron"),
               dot(11.0, measured_start=date(2018, 10, 1)),
               dot(10.0, measured_end=date(2020, 10, 31))]
    found = position(mine, [alike, *strange], [], "mbo-4")
    assert [item.value for item in found.dots] == [14.0, 15.0]


def test_mine_is_there_once_also_when_no_other_programme_stands_on_it() -> None:
    assert [item.entity_id for item in among(15.0, [14.0]).dots] == ["groep 14.0", "van mij"]
    known = position(figure(15.0, entity_id="van mij"), [dot(15.0, "van mij", programmes=7)],
                     [], "mbo-4")
    assert len(known.dots) == 1
    assert known.mine.programmes == 7


def test_programmes_without_a_like_figure_are_counted() -> None:
    there = [programme(f"9000{number}", f"Bedacht {number}") for number in range(6)]
    away = [programme("90010", "Ander niveau", level="mbo-3"),
            programme("90011", "Alleen bbl", forms=("bbl",)),
            programme("90012", "Oud", mbo_kind="oud"), programme("90013", "Uit", active=False)]
    found = position(figure(15.0, entity_id="van mij"),
                     [dot(15.0, "van mij", programmes=3), dot(14.0, programmes=1)],
                     [*there, *away], "mbo-4")
    assert found.left_out == 2


def test_missing_figure_has_no_position() -> None:
    assert position(figure(None), [dot(1.0)], [], "mbo-4") is None


@pytest.mark.parametrize(("others", "middle"), [
    ([1, 2, 3, 4, 5, 6], None),
    ([1, 2, 3, 4, 5, 6, 7], (3, 6, 4)),      # eight with mine (8): two go at both ends
    ([1, 2, 3, 4, 5, 6, 7, 9, 10], (3, 8, 6)),
    ([5] * 7, (5, 5, 4)),
])
def test_middle_by_hand(
    others: list[float], middle: tuple[float, float, int] | None
) -> None:
    assert among(8, others).middle == middle


@given(some.lists(some.floats(0, 1000), min_size=7, max_size=80), some.floats(0, 1000))
def test_middle_holds_at_least_half_and_tells_the_side(others: list[float], mine: float) -> None:
    found = among(mine, others)
    low, high, count = found.middle
    inside = sum(low <= item.value <= high for item in found.dots)
    assert inside >= count >= len(found.dots) / 2
    assert sum(item.value < low for item in found.dots) <= len(found.dots) / 4
    assert (found.side == "within") is (low <= mine <= high)


@pytest.mark.parametrize(("texts", "names"), [
    (["hbo, Economie, 2016", "hbo, Techniek, 2016"], ["Economie", "Techniek"]),
    (["bol, Vormgeving, kunst, jaar", "bol, Recht, jaar"], ["Vormgeving, kunst", "Recht"]),
    (["hbo, sector zorg, later", "hbo, sector kunst, later"], ["Sector zorg", "Sector kunst"]),
    (["alles", "niets"], ["Alles", "Niets"]),
    (["bol, met diploma"], ["bol, met diploma"]),
])
def test_names_are_what_sets_groups_apart(texts: list[str], names: list[str]) -> None:
    assert telling_names(texts) == names


@given(some.lists(some.lists(some.sampled_from(["a", "b", "c"]), min_size=1, max_size=5)
                  .map(", ".join), min_size=1, max_size=6))
def test_names_are_part_of_the_description_and_never_empty(texts: list[str]) -> None:
    names = telling_names(texts)
    assert len(names) == len(texts)
    for name, text in zip(names, texts, strict=True):
        assert name and name.lower() in text.lower()
    if len(set(texts)) == len(texts):
        assert len(set(names)) == len(names)


@given(NUMBERS)
def test_every_number_lies_on_its_scale_in_order(values: list[float]) -> None:
    scale = Scale.of(values)
    places = [scale.place(value) for value in sorted(values)]
    assert all(0 <= place <= 100 for place in places)
    assert places == sorted(places)


@given(NUMBERS)
def test_stacks_keep_every_dot_apart(values: list[float]) -> None:
    places = stacked(values, Scale.of(values))
    assert len(set(places)) == len(values)
    for left, floor in places:
        assert 0 < left < 100
        assert floor == 0 or (left, floor - 1) in places  # nothing floats


@pytest.mark.parametrize(("value", "label", "other", "limit", "near"), [
    (0.501, "midden", "laag", 0.5, True),
    (0.50, "laag", "midden", 0.5, True),
    (0.50, "midden", "laag", 0.5, True),      # rounded onto the border: the publisher decides
    (0.30, "laag", "midden", 0.5, False),
    (0.80, "midden", "hoog", 1.0, False),
    (1.20, "hoog", "midden", 1.0, False),
])
def test_border_by_hand(
    value: float, label: str, other: str, limit: float, near: bool
) -> None:
    found = border(figure(value, indicator=CLASSED, label=label))
    assert (found.label, found.other, found.limit, found.near) == (label, other, limit, near)
    assert found.distance == pytest.approx(abs(value - limit))


@pytest.mark.parametrize("without", [
    figure(0.5), figure(None, indicator=CLASSED, label="laag"),
    figure(0.5, indicator=CLASSED, label=None),
    figure(1.0, indicator=replace(CLASSED, unit="class"), label="midden"),
])
def test_no_border_without_class_value_or_scale(without: object) -> None:
    assert border(without) is None


def test_every_forecast_lies_on_the_right_side_of_its_borders(book: FigureBook) -> None:
    ids = [row["occupation_id"] for row in book.store.rows("SELECT occupation_id FROM occupation")]
    seen = 0
    for item in book.of_entities(ids):
        if item.indicator.indicator_id != "outlook_itkb" or item.value is None:
            continue
        found = border(item)
        labels = [label for label, _ in item.indicator.scale]
        higher = labels.index(found.other) > labels.index(found.label)
        assert item.value <= found.limit if higher else item.value >= found.limit
        assert abs(labels.index(found.other) - labels.index(found.label)) == 1
        seen += 1
    assert seen > 100


def test_hbo_pay_is_told_per_field_and_not_per_programme(
    book: FigureBook, opened: Store, programmes: dict[str, Programme]
) -> None:
    chosen = programmes["isat:34406"]
    mine = answers(book, [chosen])[chosen.programme_id]["pay"].figure
    others = peers(opened, chosen.level, "alle", mine.indicator.indicator_id, mine.years_after)
    found = position(mine, others, programmes.values(), chosen.level)
    assert len(found.dots) == len({item.value for item in found.dots}) == 7
    names = telling_names([item.people("nl") for item in found.dots])
    assert {"Economie", "Techniek", "Onderwijs"} <= set(names)
    current = sum(item.current and item.level == "hbo-ba" for item in programmes.values())
    assert sum(item.programmes for item in found.dots) + found.left_out == current
