"""Verdicts on made-up figures: what may be called a difference, and what may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer.compare import Verdict, differs, distinct, shared, verdict
from explorer.figures import Figure
from tests.explorer.made_up import CLASSED, COUNT, PAY, SHARE, figure

Figures = dict[str, Figure | None]


def pay(value: float | None, **changed: object) -> Figure:
    return figure(value, indicator=PAY, **changed)


@pytest.mark.parametrize(("figures", "count"), [
    ({}, 0),
    ({"a": None, "b": None}, 0),
    ({"a": pay(15.0), "b": None}, 1),
    ({"a": pay(15.0), "b": pay(None)}, 1),
])
def test_too_few(figures: Figures, count: int) -> None:
    assert verdict(figures) == Verdict("too_few", count=count)


def test_one_figure_for_all_is_told_as_such() -> None:
    same = pay(15.0)
    assert verdict({"a": same, "b": replace(same, programme_id="crebo:90002")}).code == \
        "same_figure"


@pytest.mark.parametrize("changed", [
    {"indicator": replace(PAY, indicator_id="ander_loon")}, {"years_after": 2.0},
])
def test_other_measure_or_moment_is_not_comparable(changed: dict[str, object]) -> None:
    assert verdict({"a": pay(15.0), "b": figure(25.0, **{"indicator": PAY, **changed})}).code == \
        "not_comparable"


@pytest.mark.parametrize(("one", "other", "apart"), [
    (pay(15.00), pay(15.40), False),   # within 3 % of an amount
    (pay(15.00), pay(15.60), True),
    (figure(0.80), figure(0.815), False),   # within 2 percentage points
    (figure(0.50), figure(0.52), False),   # and not more because of how a computer subtracts
    (figure(0.80), figure(0.82), False),
    (figure(0.80), figure(0.85), True),
    # 80 and 90 of a hundred: chance, when there were 30 people; not when there were 3,000.
    (figure(0.80, n=30), figure(0.90, n=30), False),
    (figure(0.80, n=3000), figure(0.90, n=3000), True),
    (figure(0.80, n=30), figure(0.90, n=3000), False),
    # Another class, and further apart than rounding.
    (figure(0.49, indicator=CLASSED, label="laag"),
     figure(0.52, indicator=CLASSED, label="midden"), True),
    (figure(0.52, indicator=CLASSED, label="midden"),
     figure(0.98, indicator=CLASSED, label="midden"), False),
    (figure(0.5, indicator=CLASSED, label="laag"),
     figure(0.501, indicator=CLASSED, label="midden"), False),
    (figure(100, indicator=COUNT), figure(101, indicator=COUNT), False),
    (figure(100, indicator=COUNT), figure(103, indicator=COUNT), True),
])
def test_difference_needs_more_than_rounding_and_chance(
    one: Figure, other: Figure, apart: bool
) -> None:
    assert differs(one, other) is apart
    assert differs(other, one) is apart
    code = "difference" if apart else "no_clear_difference"
    assert verdict({"a": one, "b": other}).code == code


def test_missing_value_never_differs() -> None:
    assert not differs(pay(None), pay(20.0))


def test_difference_names_highest_lowest_and_size() -> None:
    found = verdict({"a": pay(15.0), "b": pay(20.0), "c": None})
    assert found == Verdict("difference", ("b",), ("a",), 5.0, "euro_per_hour", 2)


def test_ties_at_the_top_are_named_together() -> None:
    found = verdict({"a": pay(20.0), "b": pay(15.0), "c": pay(20.1)})
    assert set(found.highest) == {"a", "c"}
    assert found.lowest == ("b",)


def test_the_middle_is_not_higher_than_itself() -> None:
    """16.00 and 16.40 are alike, 16.40 and 16.80 too, but 16.00 and 16.80 are not."""
    found = verdict({"a": pay(16.0), "b": pay(16.4), "c": pay(16.8)})
    assert found.code == "difference"
    assert (found.highest, found.lowest) == (("c",), ("a",))


@pytest.mark.parametrize("one_value", [0.80, 0.801])
def test_tie_between_a_small_and_a_large_group_is_not_settled_by_order(one_value: float) -> None:
    few, many = figure(one_value, n=20), figure(0.80, n=20000)
    low = figure(0.75, n=20000)
    codes = {verdict(dict(zip("abc", order, strict=True))).code
             for order in permutations([few, many, low])}
    assert len(codes) == 1


def _figures(make: Callable[..., Figure]) -> some.SearchStrategy[list[Figure | None]]:
    value = some.one_of(some.none(), some.integers(0, 20))
    people = some.sampled_from([None, 20, 200, 20000])
    return some.lists(some.one_of(some.none(), some.builds(make, value, people)), max_size=4)


def _share(value: int | None, n: int | None) -> Figure:
    return figure(None if value is None else 0.7 + value / 100, n=n, indicator=SHARE)


def _wage(value: int | None, n: int | None) -> Figure:
    return pay(None if value is None else 15 + value / 10, n=n)


@given(some.one_of(_figures(_share), _figures(_wage)), some.randoms())
def test_order_of_programmes_changes_nothing(
    figures: list[Figure | None], chance: Random
) -> None:
    row = dict(zip("abcd", figures, strict=False))
    turned = list(row.items())
    chance.shuffle(turned)
    one, other = verdict(row), verdict(dict(turned))
    assert (one.code, one.size, one.unit, one.count) == (
        other.code, other.size, other.unit, other.count)
    assert (set(one.highest), set(one.lowest)) == (set(other.highest), set(other.lowest))


@given(some.one_of(_figures(_share), _figures(_wage)))
def test_a_difference_is_between_two_separate_groups(figures: list[Figure | None]) -> None:
    row = dict(zip("abcd", figures, strict=False))
    found = verdict(row)
    assert not set(found.highest) & set(found.lowest)
    for high in found.highest:
        for low in found.lowest:
            assert row[high].value > row[low].value
    assert (found.code == "difference") == bool(found.highest) == bool(found.lowest)


def test_shared_figures_are_grouped() -> None:
    same, other = pay(15.0), pay(16.0)
    assert shared({"a": same, "b": other, "c": same, "d": None}) == [("a", "c")]
    assert shared({"a": pay(None, figure_id="x"), "b": pay(None, figure_id="x")}) == []


@given(some.lists(some.sampled_from("abcdefg")))
def test_at_most_four_without_doubles(chosen: list[str]) -> None:
    kept, too_many = distinct(chosen)
    assert len(kept) <= 4
    assert list(kept + too_many) == list(dict.fromkeys(chosen))


def test_a_figure_on_few_people_does_not_hide_a_difference_between_the_others() -> None:
    found = verdict({"few": figure(0.92, n=12), "high": figure(0.90, n=3000),
                     "low": figure(0.80, n=3000)})
    assert (found.code, found.highest, found.lowest, found.unsure) == (
        "difference", ("high",), ("low",), ("few",))
    assert found.size == pytest.approx(0.10)
