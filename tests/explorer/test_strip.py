"""Dots on one axis: what a browser draws and what a screen reader reads. Figures are made up."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer.texts import Texts
from explorer.ui import strip
from explorer.ui.strip import Class, Row

NL, EN = Texts("nl"), Texts("en")
ROWS = [Row("Andere", "€ 12", 12.0, 11.0, 14.0), Row("Van mij", "€ 15", 15.0, mine=True)]


def lefts(html: str, kind: str) -> list[float]:
    return [float(left) for left in re.findall(rf'class="{kind}" style="left:([\d.]+)%', html)]


def test_every_row_has_its_name_and_number_as_text() -> None:
    html = strip.rows(ROWS, NL)
    shown = re.sub(r"<[^>]+>", " ", html)
    assert all(row.name in shown and row.text in shown for row in ROWS)
    assert html.count("<li") == 2


def test_dutch_part_of_a_name_is_marked_on_an_english_page() -> None:
    named = [Row("Kok (this programme)", "2", 2.0, dutch="Kok"), Row("Cook", "1", 1.0)]
    assert '<span lang="nl">Kok</span> (this programme)' in strip.rows(named, EN)
    assert "lang=" not in strip.rows(named, NL)


def test_mine_has_another_shape_and_is_marked_once() -> None:
    html = strip.rows(ROWS, NL)
    assert len(lefts(html, "sw-diamond")) == len(lefts(html, "sw-dot")) == 1
    assert html.count("sw-mine") == 1
    assert lefts(html, "sw-dot") < lefts(html, "sw-diamond")


def test_quartiles_are_a_line_around_the_dot() -> None:
    left, width = re.search(r'sw-range" style="left:([\d.]+)%;width:([\d.]+)%', strip.rows(ROWS, NL)
                            ).groups()
    (place,) = lefts(strip.rows(ROWS, NL), "sw-dot")
    assert float(left) < place < float(left) + float(width)


@given(some.lists(some.floats(0, 100), min_size=2, max_size=200), some.data())
def test_many_dots_are_all_there_and_mine_once(values: list[float], data: some.DataObject) -> None:
    mine = data.draw(some.sampled_from(values))
    html = strip.swarm(values, mine, ("laag", "hoog"))
    assert len(lefts(html, "sw-dot")) == len(values) - 1
    assert len(lefts(html, "sw-diamond")) == 1
    assert all(0 <= left <= 100 for kind in ("sw-dot", "sw-diamond") for left in lefts(html, kind))


@pytest.mark.parametrize(("dots", "highest"), [(3, 60), (24, 250), (500, 250)])
def test_high_stack_stays_on_the_screen(dots: int, highest: int) -> None:
    html = strip.swarm([1.0] * dots + [2.0], 2.0, ("laag", "hoog"))
    (height,) = (int(found) for found in re.findall(r"height:(\d+)px", html))
    bottoms = [float(found) for found in re.findall(r'sw-dot"[^>]*bottom:([\d.]+)px', html)]
    assert height <= highest
    assert len(set(bottoms)) == dots
    assert max(bottoms) < height


def marks(html: str) -> dict[str, tuple[float, int]]:
    return {name: (float(left), int(bottom)) for left, bottom, name in re.findall(
        r'sw-mark" style="left:([\d.]+)%;bottom:(\d+)px">([^<]*)<', html)}


def test_numbered_marks_never_cover_each_other() -> None:
    html = strip.classes([Class("groot", (0.1, 0.1, 0.9), {"1": 0.5, "2": 0.501, "3": 0.502}),
                          Class("geen", (), {})], ("links", "rechts"))
    found = marks(html)
    assert set(found) == {"1", "2", "3"}
    assert len({bottom for _, bottom in found.values()}) == 3
    assert len(lefts(html, "sw-dot")) == 3


def test_marks_far_apart_share_a_lane() -> None:
    found = marks(strip.classes([Class("groot", (), {"1": 0.1, "2": 0.9})], ("a", "b")))
    assert found["1"][1] == found["2"][1]


def test_words_of_others_are_escaped() -> None:
    html = strip.rows([Row("<b>x</b>", "<i>", 1.0), Row("y", "2", 2.0)], NL)
    assert "<b>x</b>" not in html
    assert "&lt;i&gt;" in html
