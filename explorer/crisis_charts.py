"""Charts of the page Crisis: two industries side by side, and all industries through time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import altair as alt

from explorer import charts, formats
from explorer.crisis import Effect

# Every fourth quarter of these charts is a year.
_QUARTER = 0.25
_PAPER, _DARKEST, _TEXT = "#f1eee6", "#1c2b33", "#1d2830"
_OTHER = "#5b2a4a"
# Years never start at zero, also not under rectangles and lines.
_YEARS = alt.Scale(nice=False, zero=False)
# A fall of this share is drawn as dark as can be.
_DARK_FROM = 0.6
# An industry with its change against the year before the crisis, per quarter (2020Q1).
Gaps = tuple[str, tuple[tuple[str, float | None], ...]]


def gaps(effect: Effect, language: str) -> Gaps:
    """The part of an effect that ``contrast`` draws, in a form that can be kept."""
    known = effect.inputs.get("vacancies") or {}
    return effect.title(language), tuple(known.get("gap", {}).items())


def contrast(
    industries: Sequence[Gaps], window: tuple[date, date], crisis: str, language: str
) -> Any:
    """Vacancies of a few industries against the same quarter before the crisis, which is hatched.

    The first industry is a full line and the others are dashed, and each lowest point has its
    number, so that nothing hangs on colour. ``crisis`` is the name that stands in the hatching.
    """
    rows = [row for industry in industries for row in _against_before(industry, language)]
    first, last = min(row["x"] for row in rows), max(row["x"] for row in rows)
    low, high = min(row["y"] for row in rows), max(row["y"] for row in rows)
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("x:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1),
                scale=alt.Scale(domain=[first, last], nice=False, zero=False)),
        y=alt.Y("y:Q", title=None, scale=alt.Scale(domain=[low - 30, high + 20], nice=False),
                axis=alt.Axis(format="+d", tickCount=5, labelExpr=(
                    "datum.value == 0 ? '0' : datum.label + '%'"))),
    )
    key = alt.Legend(title=None, orient="top", columns=1, labelLimit=0, labelFontSize=15,
                     labelColor=_TEXT, symbolType="stroke", symbolSize=600, symbolStrokeWidth=3)
    line = base.mark_line(strokeWidth=3).encode(
        color=alt.Color("name:N", legend=key, scale=_pair(industries, charts.INK, _OTHER)),
        strokeDash=alt.StrokeDash("name:N", legend=key, scale=_pair(industries, [1, 0], [6, 4])),
    )
    lowest = base.mark_text(dy=17, fontSize=16, fontWeight="bold", color=_TEXT).encode(
        text="text:N").transform_filter("datum.lowest")
    start, end = max(first, _position(window[0])), min(last, _position(window[1]))
    rule = alt.Chart(alt.Data(values=[{"y": 0}])).mark_rule(
        color=charts.MUTED, strokeWidth=1).encode(y="y:Q")
    name = alt.Chart(alt.Data(values=[{"y": high + 20, "x": start, "text": crisis}])).mark_text(
        align="left", dx=5, dy=12, fontSize=14, color=_TEXT).encode(
            x=alt.X("x:Q", scale=_YEARS), y="y:Q", text="text:N")
    layers = [*_hatched(start, end), rule, line, name, lowest]
    return charts.themed(alt.layer(*layers).properties(height=300), language)


def _against_before(industry: Gaps, language: str) -> list[dict[str, Any]]:
    """The year before the crisis, which is zero by definition, and every quarter since.

    Vacancies are counted on the last day of a quarter, so that is where they stand.
    """
    name = industry[0]
    known = [(_end_of(quarter), gap) for quarter, gap in industry[1] if gap is not None]
    before = [{"x": known[0][0] - step * _QUARTER, "y": 0.0, "name": name} for step in (4, 3, 2, 1)]
    lowest = min(range(len(known)), key=lambda index: known[index][1])
    return before + [
        {"x": x, "y": 100 * gap, "name": name, "lowest": index == lowest,
         "text": formats.percent(gap, 0, language)}
        for index, (x, gap) in enumerate(known)
    ]


def _pair(industries: Sequence[Gaps], one: Any, others: Any) -> alt.Scale:
    """The first industry looks like ``one``, all others like ``others``."""
    names = [name for name, _ in industries]
    return alt.Scale(domain=names, range=[one, *[others for _ in names[1:]]])


def strips(
    rows: Sequence[tuple[str, date, float]], windows: Sequence[tuple[date, date]], title: str,
    language: str,
) -> Any:
    """A strip per industry: the darker, the more vacancies went in a year; reads in grey too.

    A row is an industry, a quarter and its change against a year before.

    The name stands above its strip, so that a phone has room for the years. The crises are
    hatched above all strips.
    """
    values: list[dict[str, Any]] = [
        {"industry": name, "start": _position(quarter), "end": _position(quarter) + _QUARTER,
         "fall": max(0.0, -change)}
        for name, quarter, change in rows
    ]
    first, last = values[0]["start"], max(value["end"] for value in values)
    years = alt.Scale(domain=[first, last], nice=False, zero=False)
    tiles = alt.Chart(alt.Data(values=values)).mark_rect().encode(
        x=alt.X("start:Q", title=None, scale=years,
                axis=alt.Axis(format="d", orient="bottom", tickMinStep=4)),
        x2="end:Q",
        y=alt.Y("industry:N", title=None, sort=None,
                scale=alt.Scale(paddingInner=0.6, paddingOuter=0.5),
                axis=None),
        color=alt.Color("fall:Q", title=title, scale=alt.Scale(
            domain=[0, _DARK_FROM], range=[_PAPER, _DARKEST], clamp=True),
            legend=alt.Legend(orient="top", format=".0%", gradientLength=180, values=[
                0, _DARK_FROM / 2, _DARK_FROM], labelColor=_TEXT, titleColor=_TEXT,
                titleFontWeight="normal", titleFontSize=13, labelFontSize=13, titleLimit=320)),
    )
    bands = [layer for start, end in windows if _position(start) < last for layer in _hatched(
        max(_position(start), first), min(_position(end), last))]
    names = list(dict.fromkeys(value["industry"] for value in values))
    layers = [*bands, tiles, *_above(names, first)]
    return charts.themed(alt.layer(*layers).properties(height=42 * len(names)), language)


def _above(names: Sequence[str], first: float) -> list[Any]:
    """The names above their strips, free of the hatching behind them."""
    base = alt.Chart(alt.Data(values=[{"industry": name, "x": first} for name in names])).encode(
        x=alt.X("x:Q", scale=_YEARS), y=alt.Y("industry:N", sort=None), text="industry:N")
    return charts.edged(base, align="left", dy=-17, fontSize=14, color=_TEXT)


def _hatched(start: float, end: float) -> list[Any]:
    """Thin upright lines at equal distances: a pattern, so that it shows without colour."""
    lines = [{"x": start + step * _QUARTER} for step in range(int((end - start) / _QUARTER) + 1)]
    return [
        alt.Chart(alt.Data(values=[{"x": start, "x2": end}])).mark_rect(
            color=charts.HATCH, opacity=0.25).encode(
                x=alt.X("x:Q", scale=_YEARS), x2="x2:Q"),
        alt.Chart(alt.Data(values=lines)).mark_rule(color=charts.HATCH, strokeWidth=1).encode(
            x=alt.X("x:Q", scale=_YEARS)),
    ]


def _end_of(text: str) -> float:
    """The end of '2020Q3' as a number of years."""
    year, _, quarter = text.partition("Q")
    return int(year) + int(quarter) * _QUARTER


def _position(day: date) -> float:
    """A day as a number of years, for a continuous axis."""
    return day.year + (day.month - 1) / 12 + (day.day - 1) / 365
