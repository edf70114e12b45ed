"""Charts: small functions from figures to an Altair chart. One theme, Dutch number format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict

import altair as alt

from explorer import formats
from explorer.figures import Figure

INK = "#0b5566"
MUTED = "#8a8577"
# Words of an axis: quieter than the text, and dark enough to be read from the back of a class.
SOFT = "#67625a"
HATCH = "#b9b2a0"
PAGE = "#fcfbf8"
# A mapping whose value can be told apart from another, for charts that are kept.
Pairs = tuple[tuple[str, Any], ...]
# Years never start at zero, also not under rectangles.
_YEARS = alt.Scale(nice=False, zero=False)
# So many times a number with its unit fits between the first and the last one on a phone.
_LABELS = 5
# Room above the highest bar for a range on two lines.
_ABOVE_BARS = 1.4

_LOCALE = {
    "nl": alt.NumberLocale(decimal=",", thousands=".", grouping=[3], currency=["€ ", ""]),
    "en": alt.NumberLocale(decimal=".", thousands=",", grouping=[3], currency=["€", ""]),
}


class _Moment(TypedDict):
    """A row of a line chart; a year without a value breaks the line."""

    year: float
    value: float | None
    text: str


def themed(chart: alt.TopLevelMixin, language: str) -> Any:
    """Fonts, quiet axes and number format; the width follows the container.

    Vega describes axes and marks in English and by the names of columns. Every chart has a
    sentence as its alternative text, so those descriptions are left out.
    """
    return chart.configure(
        locale=alt.Locale(number=_LOCALE[language]),
        font="Source Sans, Source Sans Pro, sans-serif",
        background="transparent",
    ).configure_axis(
        grid=False, domainColor=MUTED, tickColor=MUTED, labelFontSize=13, titleFontSize=13,
        labelColor=SOFT, titleColor=SOFT, titleFontWeight="normal", aria=False,
    ).configure_legend(aria=False).configure_mark(aria=False).configure_view(stroke=None)


# What each colour of a chart becomes on a dark page.
_DARK = {INK: "#8fd0dc", MUTED: "#b5b0a3", SOFT: "#b5b0a3", HATCH: "#6d7780", "#f1eee6": "#1d272e",
         "#1c2b33": "#e9edee", "#e4ece9": "#22323a", "#5b2a4a": "#e3b6cf",
         "#1d2830": "#e9edee", "#fcfbf8": "#131a1f", "#78a0a8": "#47707a"}


def in_dark(specification: str) -> str:
    """The text of a chart with its colours replaced by those for a dark page."""
    for light, dark in _DARK.items():
        specification = specification.replace(light, dark)
    return specification


def trend_line(
    figures: Sequence[Figure], unit_title: str, language: str,
    windows: Sequence[tuple[date, date]] = (),
) -> Any:
    """A line through the figures with a value, a point each, ends labelled; gaps stay open.

    ``windows`` are crises; the years that were measured in them are hatched.
    """
    rows: list[_Moment] = [
        {
            "year": _year(figure.measured_start),
            "value": _shown(figure),
            "text": _label(figure, language),
        }
        for figure in figures
    ]
    rows += _open_years([row["year"] for row in rows])
    rows.sort(key=lambda row: row["year"])
    known = [row["value"] for row in rows if row["value"] is not None]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("year:Q", title=None, axis=alt.Axis(
                    format="d", tickMinStep=1, labelOverlap="parity", labelSeparation=8),
                scale=alt.Scale(nice=False, zero=False, padding=18)),
        y=alt.Y("value:Q", title=unit_title, scale=alt.Scale(domain=_domain(known), nice=True)),
    )
    line = base.mark_line(color=INK, strokeWidth=2.5, invalid="break-paths-show-domains")
    points = base.mark_point(color=INK, filled=True, size=55, opacity=1, invalid="filter")
    ends = edged(
        base.encode(text="text:N").transform_filter(alt.FieldOneOfPredicate(
            field="year", oneOf=_ends([row for row in rows if row["value"] is not None]))),
        dy=-13, fontSize=14, fontWeight="bold", color=INK)
    years = [_year(figure.measured_start) for figure in figures]
    hatched = sorted({year for year, figure in zip(years, figures, strict=True)
                      if any(start <= figure.measured_start <= end for start, end in windows)})
    layers = [*_hatching([(year - 0.5, year + 0.5) for year in hatched]), line, points, *ends]
    return themed(alt.layer(*layers).properties(height=220), language)


def vacancy_line(
    rows: Sequence[dict[str, Any]], windows: Sequence[tuple[date, date]], title: str,
    language: str,
) -> Any:
    """Open vacancies per quarter (thousands) with the crises hatched."""
    values = [{"year": _position(row["period_start"]), "value": row["value"]} for row in rows]
    line = alt.Chart(alt.Data(values=values)).mark_line(color=INK, strokeWidth=2).encode(
        x=alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickMinStep=2),
                scale=alt.Scale(nice=False, zero=False)),
        y=alt.Y("value:Q", title=title, scale=alt.Scale(zero=True)),
    )
    first, last = values[0]["year"], values[-1]["year"]
    spans = [(max(_position(start), first), min(_position(end), last))
             for start, end in windows if _position(start) < last]
    return themed(alt.layer(*_hatching(spans), line).properties(height=220), language)


def edged(chart: Any, **look: Any) -> list[Any]:
    """Words with an edge in the colour of the page, so that no line runs through them."""
    edge = {**look, "color": PAGE, "stroke": PAGE, "strokeWidth": 5, "strokeJoin": "round"}
    return [chart.mark_text(**edge), chart.mark_text(**look)]


def _hatching(spans: Sequence[tuple[float, float]]) -> list[Any]:
    """Thin upright lines over a stretch of years: a pattern, so that it shows without colour."""
    if not spans:
        return []
    lines = [{"x": start + step * (end - start) / 8} for start, end in spans for step in range(9)]
    return [
        alt.Chart(alt.Data(values=[{"x": start, "x2": end} for start, end in spans])).mark_rect(
            color=HATCH, opacity=0.18).encode(
                x=alt.X("x:Q", scale=_YEARS), x2="x2:Q"),
        alt.Chart(alt.Data(values=lines)).mark_rule(color=HATCH, strokeWidth=1).encode(
            x=alt.X("x:Q", scale=_YEARS)),
    ]


def _position(day: date) -> float:
    """A day as a number of years, for a continuous axis."""
    return day.year + (day.month - 1) / 12 + (day.day - 1) / 365


def years_after(figures: Sequence[Figure], unit_title: str, language: str) -> Any:
    """The same group followed over the years after leaving; crisis years are hatched."""
    told = _apart([figure.years_after or 0 for figure in figures])
    rows = [
        {"years": figure.years_after, "value": _shown(figure),
         "text": _label(figure, language) if (figure.years_after or 0) in told else ""}
        for figure in figures
    ]
    known = [value for value in map(_shown, figures) if value is not None]
    hatched = [figure.years_after or 0 for figure in figures
               if any(tag in ("M1", "M3") for _, tag in figure.tags)]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("years:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1),
                scale=alt.Scale(nice=False, zero=False, padding=22)),
        y=alt.Y("value:Q", title=unit_title,
                scale=alt.Scale(domain=_domain(known), nice=True)),
    )
    line = base.mark_line(color=INK, strokeWidth=2.5, invalid="break-paths-show-domains")
    points = base.mark_point(color=INK, filled=True, size=55, opacity=1, invalid="filter")
    labels = edged(base.encode(text="text:N"), dy=-13, fontSize=13, color=INK, invalid="filter")
    layers = [*_hatching([(year - 0.4, year + 0.4) for year in hatched]), line, points, *labels]
    return themed(alt.layer(*layers).properties(height=220), language)


def bars(figures: Sequence[Figure], in_crisis: str, language: str) -> Any:
    """Counts per year as bars with the number on top; a range is drawn as a pale bar.

    A year that was counted in a crisis carries the words ``in_crisis`` under it.
    """
    rows = [
        {
            "year": "|".join([str(figure.measured_start.year)] + [
                in_crisis for _, tag in figure.tags if tag in ("M1", "M3")][:1]),
            "value": figure.value if figure.value is not None else figure.low,
            "exact": figure.value is not None,
            "text": _label(figure, language).replace("-", "-\n"),
        }
        for figure in figures
    ]
    most = max([figure.value or figure.high or 0 for figure in figures], default=0)
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("year:N", title=None, sort=None,
                axis=alt.Axis(labelAngle=0, labelExpr="split(datum.label, '|')")),
        y=alt.Y("value:Q", title=None, axis=None,
                scale=alt.Scale(zero=True, domainMax=most * _ABOVE_BARS or 1)),
    )
    columns = base.mark_bar(color=INK, width={"band": 0.6}).encode(
        opacity=alt.condition("datum.exact", alt.value(1), alt.value(0.45))
    )
    # Lines are added downwards, so a text of two lines starts a line higher.
    labels = base.mark_text(dy={"expr": "datum.exact ? -9 : -24"}, fontSize=13, color=INK,
                            lineBreak="\n").encode(text="text:N")
    return themed(alt.layer(columns, labels).properties(height=200), language)


def tile_map(
    counts: Mapping[str, int | None] | Pairs, tiles: Mapping[str, tuple[int, int, str]] | Pairs,
    language: str,
) -> Any:
    """One square per province, laid out by hand; darker and labelled with the number.

    A province without a number is unknown and gets a question mark.
    """
    counts, tiles = dict(counts), dict(tiles)
    rows = [
        {"column": column, "row": row, "name": name, "count": counts.get(region) or 0,
         "text": _count(counts.get(region), language)}
        for region, (column, row, name) in tiles.items()
    ]
    most = max([*(count for count in counts.values() if count is not None), 1])
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("column:O", axis=None), y=alt.Y("row:O", axis=None)
    )
    # Never so dark that the same ink could not be read on every square.
    squares = base.mark_rect(stroke=PAGE, strokeWidth=3, cornerRadius=4).encode(
        color=alt.Color("count:Q", legend=None,
                        scale=alt.Scale(domain=[0, most], range=["#e4ece9", "#78a0a8"]))
    )
    names = base.mark_text(dy=-10, fontSize=13, color="#1d2830").encode(text="name:N")
    numbers = base.mark_text(dy=12, fontSize=18, fontWeight="bold", color="#1d2830").encode(
        text="text:N")
    return themed(alt.layer(squares, names, numbers).properties(height=430), language)


def _count(count: int | None, language: str) -> str:
    return "?" if count is None else formats.number(count, 0, language)


def _open_years(years: Sequence[float]) -> list[_Moment]:
    """Rows without a value for years that were not measured, so that no line crosses them."""
    if not years:
        return []
    missing = set(range(int(min(years)), int(max(years)))) - {int(year) for year in years}
    return [{"year": year, "value": None, "text": ""} for year in sorted(missing)]


def _year(moment: date) -> float:
    """Position on the year axis: October counts as its year."""
    return moment.year


def _shown(figure: Figure) -> float | None:
    """Shares are drawn as a number out of 100."""
    if figure.value is None:
        return None
    return 100 * figure.value if figure.indicator.unit == "share" else figure.value


def _label(figure: Figure, language: str) -> str:
    if figure.value is None:
        if figure.low is None or figure.high is None:
            return ""
        return f"{formats.number(figure.low, 0, language)}-" \
               f"{formats.number(figure.high, 0, language)}"
    if figure.indicator.unit == "share":
        return formats.number(formats.times(100, figure.value), 0, language)
    if figure.indicator.unit.startswith("euro"):
        return formats.euro(figure.value, 2 if figure.value < 1000 else 0, language)
    return formats.number(figure.value, 0, language)


def _domain(values: Sequence[float]) -> list[float]:
    """Room above and below; not from zero, because a line shows change, not size."""
    if not values:
        return [0, 1]
    low, high = min(values), max(values)
    room = max((high - low) * 0.35, abs(high) * 0.03, 0.5)
    return [max(0.0, low - room), high + room]


def _apart(years: Sequence[float]) -> set[float]:
    """The first and the last year, and those between with room for a number, also on a phone."""
    if not years:
        return set()
    first, last = min(years), max(years)
    room = (last - first) / _LABELS
    told = [first]
    for year in sorted(years):
        if year - told[-1] >= room and last - year >= room:
            told.append(year)
    return {*told, last}


def _ends(rows: Sequence[_Moment]) -> list[float]:
    return [rows[0]["year"], rows[-1]["year"]] if rows else []
