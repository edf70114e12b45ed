"""Charts as the browser gets them: years, gaps, hatching, number format and sentences."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from explorer import charts, crisis_charts
from explorer.figures import Figure
from explorer.ui.draw import _specification
from explorer.ui.tiles import TILES
from store.connection import ROOT
from tests.explorer.made_up import COUNT, PAY, effect, measured
from tests.explorer.test_style import THEME, contrast

WINDOW = (date(2020, 3, 16), date(2022, 3, 31))
LINE = [measured(2018, 0.79, n=9), measured(2019, None), measured(2020, 0.763),
        measured(2023, 0.8)]
QUARTERS = [{"period_start": date(year, month, 1), "value": 10.0 + year % 7}
            for year in (2018, 2019, 2020, 2021, 2022) for month in (1, 4, 7, 10)]
CHANGES = [(name, row["period_start"], -0.3) for row in QUARTERS
           for name in ("Bedachte bedrijfstak", "Andere bedrijfstak")]
GAPS = {"2020Q1": -0.2, "2020Q2": -0.6, "2020Q3": None, "2020Q4": 0.1}
PAIR = [crisis_charts.gaps(effect(industry=name, inputs={"vacancies": {"gap": GAPS}}), "nl")
        for name in ("Bedachte bedrijfstak", "Andere bedrijfstak")]
AFTER = [measured(2016 + n, 15.0 + n, indicator=PAY, years_after=float(n)) for n in range(6)]
COUNTS = [measured(2018, 120.0, indicator=COUNT),
          measured(2019, None, indicator=COUNT, low=11.0, high=15.0, range_kind="bounds")]

CHARTS: dict[str, Callable[[str], Any]] = {
    "trend": lambda language: charts.trend_line(LINE, "van de 100", language, [WINDOW]),
    "vacancies": lambda language: charts.vacancy_line(QUARTERS, [WINDOW], "x", language),
    "strips": lambda language: crisis_charts.strips(CHANGES, [WINDOW], "x", language),
    "contrast": lambda language: crisis_charts.contrast(PAIR, WINDOW, "Bedachte crisis", language),
    "after": lambda language: charts.years_after(AFTER, "euro", language),
    "bars": lambda language: charts.bars(COUNTS, "in crisis", language),
    "tiles": lambda language: charts.tile_map({"PV20": 1234}, TILES, language),
}


def in_dark(chart: Any) -> dict[str, Any]:
    """The chart as Altair checks it, in the colours of a dark page."""
    return json.loads(charts.in_dark(json.dumps(chart.to_dict())))


def layers(chart: Any) -> list[dict[str, Any]]:
    made = chart.to_dict()
    return made.get("layer", [made])


def rows(layer: dict[str, Any], made: dict[str, Any]) -> list[dict[str, Any]]:
    return layer.get("data", made.get("data", {})).get("values", [])


@pytest.mark.parametrize("name", CHARTS)
def test_no_axis_of_years_starts_at_zero(name: str) -> None:
    for layer in layers(CHARTS[name]("nl")):
        across = layer.get("encoding", {}).get("x", {})
        if across.get("type") == "quantitative":
            assert across["scale"]["zero"] is False, layer


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(("language", "decimal", "thousands"), [("nl", ",", "."), ("en", ".", ",")])
def test_numbers_are_written_in_the_language(
    name: str, language: str, decimal: str, thousands: str
) -> None:
    locale = CHARTS[name](language).to_dict()["config"]["locale"]["number"]
    assert (locale["decimal"], locale["thousands"]) == (decimal, thousands)


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_is_fetched_from_elsewhere(name: str) -> None:
    def addresses(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            yield from (part[key] for key in ("url", "href") if key in part)
            part = list(part.values())
        if isinstance(part, list):
            for item in part:
                yield from addresses(item)

    assert list(addresses(CHARTS[name]("nl").to_dict())) == []


def mark(made: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(layer for layer in made["layer"] if layer["mark"]["type"] == kind)


def test_gaps_are_not_joined() -> None:
    """2019 was measured without a value, 2021 and 2022 not at all: no line may cross them."""
    made = CHARTS["trend"]("nl").to_dict()
    line = mark(made, "line")
    assert line["mark"]["invalid"].startswith("break-paths")
    values = {int(row["year"]): row["value"] for row in rows(line, made)}
    assert [year for year in range(2018, 2024) if values[year] is None] == [2019, 2021, 2022]
    assert list(values) == sorted(values)


def test_shares_are_drawn_as_they_are_written() -> None:
    made = CHARTS["trend"]("nl").to_dict()
    shown = [(row["value"], row["text"]) for row in rows(mark(made, "line"), made)
             if row["value"] is not None]
    assert [text for _, text in shown] == ["79", "76", "80"]
    assert [value for value, _ in shown] == pytest.approx([79.0, 76.3, 80.0])


@pytest.mark.parametrize("name", ["trend", "vacancies", "strips", "contrast"])
def test_crisis_years_are_hatched_without_colour(name: str) -> None:
    made = CHARTS[name]("nl").to_dict()
    lines = [row["x"] for layer in made["layer"] if layer["mark"]["type"] == "rule"
             for row in rows(layer, made) if "x" in row]
    assert lines
    assert min(lines) >= 2019.4
    assert max(lines) <= 2022.3


def test_a_line_outside_crises_is_not_hatched() -> None:
    calm = charts.trend_line(LINE[:2], "x", "nl", [WINDOW]).to_dict()
    assert "rule" not in {layer["mark"]["type"] for layer in calm["layer"]}


def test_industries_side_by_side_start_at_zero_and_differ_without_colour() -> None:
    made = CHARTS["contrast"]("nl").to_dict()
    line = mark(made, "line")
    points = [(row["x"], row["y"]) for row in rows(line, made)
              if row["name"] == "Bedachte bedrijfstak"]
    assert points == [(2019.25, 0), (2019.5, 0), (2019.75, 0), (2020.0, 0), (2020.25, -20),
                      (2020.5, -60), (2021.0, 10)]
    lowest = [row["text"] for row in rows(line, made) if row.get("lowest")]
    assert lowest == ["-60%", "-60%"]
    first, other = line["encoding"]["strokeDash"]["scale"]["range"]
    assert first != other


def test_strips_are_darker_where_more_went() -> None:
    made = CHARTS["strips"]("nl").to_dict()
    (tiles,) = [layer for layer in made["layer"] if "color" in layer.get("encoding", {})]
    assert {row["fall"] for row in rows(tiles, made)} == {0.3}
    light, dark = tiles["encoding"]["color"]["scale"]["range"]
    assert contrast(light, dark) > 7


def test_hidden_count_is_a_pale_bar_with_its_range() -> None:
    made = CHARTS["bars"]("nl").to_dict()
    exact, hidden = rows(made["layer"][0], made)
    assert (exact["text"], exact["exact"]) == ("120", True)
    assert (hidden["text"], hidden["exact"], hidden["value"]) == ("11-\n15", False, 11.0)


def test_bars_start_at_zero() -> None:
    for layer in layers(CHARTS["bars"]("nl")):
        assert layer["encoding"]["y"]["scale"]["zero"] is True


def test_ranges_above_bars_are_written_on_two_lines_with_room_above() -> None:
    """On one line '6.059-6.107' would run through that of the next year."""
    made = CHARTS["bars"]("nl").to_dict()
    assert [row["text"] for row in rows(mark(made, "text"), made)] == ["120", "11-\n15"]
    assert mark(made, "text")["mark"]["lineBreak"] == "\n"
    assert all(layer["encoding"]["y"]["scale"]["domainMax"] > 120 for layer in layers(
        CHARTS["bars"]("nl")))


def test_years_after_are_labelled_where_there_is_room() -> None:
    """With ten years after on the same axis, the first years lie close to each other."""
    def told(figures: list[Figure]) -> list[float]:
        made = charts.years_after(figures, "euro", "nl").to_dict()
        return [row["years"] for row in rows(mark(made, "text"), made) if row["text"]]

    assert told(AFTER) == [0, 1, 2, 3, 4, 5]
    late = measured(2026, 25.0, indicator=PAY, years_after=10.0)
    assert told([*AFTER, late]) == [0, 2, 4, 10]


def test_map_has_every_province_once(opened: Any) -> None:
    regions = {row["region_id"] for row in opened.rows(
        "SELECT region_id FROM region WHERE kind = 'provincie'")}
    assert set(TILES) == regions
    assert len({tile[:2] for tile in TILES.values()}) == len(TILES)
    made = CHARTS["tiles"]("nl").to_dict()
    assert len(rows(made["layer"][0], made)) == 12


@pytest.mark.parametrize("figures", [[], LINE[1:2], LINE[:1]])
def test_nearly_empty_line_can_be_drawn(figures: list[Figure]) -> None:
    assert charts.trend_line(figures, "x", "nl", [WINDOW]).to_dict()


def test_unknown_province_is_a_question_mark_and_not_zero() -> None:
    made = charts.tile_map({"PV20": None, "PV21": 1234}, TILES, "nl").to_dict()
    texts = {row["name"]: row["text"] for row in rows(made["layer"][0], made)}
    assert (texts["Groningen"], texts["Friesland"], texts["Limburg"]) == ("?", "1.234", "?")


def test_map_of_pairs_is_the_map_of_a_mapping() -> None:
    counts = {"PV20": 3, "PV21": None}
    assert charts.tile_map(tuple(counts.items()), tuple(TILES.items()), "nl").to_dict() == \
        charts.tile_map(counts, TILES, "nl").to_dict()


def test_ink_of_a_light_page_is_not_on_a_dark_one() -> None:
    chart = CHARTS["trend"]("nl")
    assert charts.INK in json.dumps(chart.to_dict())
    assert charts.INK not in json.dumps(in_dark(chart))


@pytest.mark.parametrize("dark", [False, True])
def test_numbers_on_the_map_can_be_read(dark: bool) -> None:
    """The ink stands out on pale and on full squares, on a dark page too."""
    chart = CHARTS["tiles"]("nl")
    squares, names, _ = (in_dark(chart) if dark else chart.to_dict())["layer"]
    pale, full = squares["encoding"]["color"]["scale"]["range"]
    ink = names["mark"]["color"]
    assert contrast(ink, full) >= 4.5
    assert contrast(ink, pale) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_words_of_an_axis_can_be_read(mode: str) -> None:
    chart = CHARTS["trend"]("nl")
    made = in_dark(chart) if mode == "dark" else chart.to_dict()
    for paper in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(made["config"]["axis"]["labelColor"], THEME[mode][paper]) >= 4.5


def test_names_of_strips_have_an_edge_of_the_page() -> None:
    assert THEME["light"]["backgroundColor"] == charts.PAGE
    made = CHARTS["strips"]("nl").to_dict()
    edge, ink = [layer for layer in made["layer"] if layer["mark"]["type"] == "text"]
    assert [row["industry"] for row in rows(ink, made)] == [
        row["industry"] for row in rows(edge, made)]
    assert edge["mark"]["stroke"] == charts.PAGE


@pytest.mark.parametrize("dark", [False, True])
def test_kept_chart_is_the_chart_and_is_made_once(dark: bool) -> None:
    made = []

    def build(language: str) -> Any:
        made.append(language)
        return CHARTS["trend"](language)

    shown = [json.loads(_specification(build, (language,), dark)) for language in
             ("nl", "nl", "en")]
    assert made == ["nl", "en"]
    drawn = [CHARTS["trend"](language) for language in ("nl", "nl", "en")]
    assert shown == [in_dark(chart) if dark else chart.to_dict() for chart in drawn]


_DRAWS = ("altair_chart", "vega_lite_chart")
_UI = [*(ROOT / "explorer" / "ui").glob("*.py"), *(ROOT / "pages").glob("*.py")]


@pytest.mark.parametrize("path", _UI, ids=lambda path: path.name)
def test_every_chart_on_a_page_has_a_sentence(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _DRAWS:
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            assert "alt" in given, f"{path.name}:{node.lineno}"
            assert not isinstance(given["alt"], ast.Constant), "a sentence about these figures"
