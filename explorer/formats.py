"""Numbers, money and dates as people write them in Dutch (or English). The only place for it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

_LOCALE = {"nl": "nl_NL", "en": "en_GB"}
_PER = {
    "nl": {"hour": "per uur", "month": "per maand", "year": "per jaar", "of": "van de",
           "to": "t/m", "about": "ongeveer", "points": "procentpunt"},
    "en": {"hour": "per hour", "month": "per month", "year": "per year", "of": "out of",
           "to": "to", "about": "about", "points": "percentage points"},
}


def number(value: float | Decimal, decimals: int = 0, language: str = "nl") -> str:
    """1234.5 -> '1.234,50' with two decimals; halves round away from zero, as people do."""
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    rounded = rounded or abs(rounded)  # no minus before zero
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(rounded, format=pattern, locale=_LOCALE[language])


def times(factor: int, value: float) -> Decimal:
    """Exactly as people multiply: 100 x 0.285 is 28.5 and not 28.499999999999996."""
    return factor * Decimal(str(value))


def euro(value: float, decimals: int = 2, language: str = "nl") -> str:
    """14.8 -> '€ 14,80'."""
    text = number(abs(value), decimals, language)
    space = "\u00a0" if language == "nl" else ""
    return f"{'-' if value < 0 else ''}€{space}{text}"


def percent(share: float, decimals: int = 0, language: str = "nl") -> str:
    """0.793 -> '79%'; for analysts with one decimal '79,3%'."""
    return f"{number(times(100, share), decimals, language)}%"


def of_hundred(share: float, language: str = "nl") -> str:
    """0.793 -> '79 van de 100'. Never '100 van de 100' for less than everyone."""
    whole = int(times(100, share).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    whole = 99 if whole == 100 and share < 1 else 1 if whole == 0 and share > 0 else whole
    return f"{whole} {_PER[language]['of']} 100"


def of_ten(share: float) -> int:
    """0.793 -> 8, for rows of ten icons.

    Ten icons are only filled from 0.995 on and none only up to 0.005, because a full row says
    «everyone» and an empty one «nobody»; the number beside it stays exact.
    """
    if share >= 0.995:
        return 10
    if share <= 0.005:
        return 0
    return min(max(int(times(10, share).quantize(Decimal(1), rounding=ROUND_HALF_UP)), 1), 9)


def value_with_unit(value: float, unit: str, language: str = "nl", *, exact: bool = False) -> str:
    """A figure's value in words of its unit. ``exact`` adds the decimal that analysts want."""
    per = _PER[language]
    if unit == "euro_per_hour":
        return f"{euro(value, 2, language)} {per['hour']}"
    if unit == "euro_per_month":
        return f"{euro(value, 0, language)} {per['month']}"
    if unit == "euro_per_year":
        return f"{euro(value, 0, language)} {per['year']}"
    if unit == "share":
        return percent(value, 1, language) if exact else of_hundred(value, language)
    if unit == "thousand":
        return number(times(1000, value), 0, language)
    if unit == "months":
        return f"{number(value, 1, language)} {'maanden' if language == 'nl' else 'months'}"
    if unit in ("index", "ratio"):
        return number(value, 3 if unit == "index" else 2, language)
    if unit == "change" and value > 0:
        return f"+{number(value, 0, language)}"
    return number(value, 0, language)


def difference(value: float, unit: str, language: str = "nl") -> str:
    """The size of a difference: '€ 2,10 per uur', '5 procentpunt'."""
    if unit == "share":
        return f"{number(abs(times(100, value)), 0, language)} {_PER[language]['points']}"
    return value_with_unit(abs(value), unit, language).removeprefix("+")


def day(value: date, language: str = "nl") -> str:
    """2021-02-26 -> '26 februari 2021'."""
    return format_date(value, format="d MMMM y", locale=_LOCALE[language])


def moment(value: datetime, language: str = "nl") -> str:
    """2021-02-26 14:05 -> '26 februari 2021, 14:05'."""
    return f"{day(value, language)}, {value:%H:%M}"


def month(value: date, language: str = "nl") -> str:
    """2021-02-26 -> 'februari 2021'."""
    return format_date(value, format="MMMM y", locale=_LOCALE[language])


def period(start: date, end: date, language: str = "nl") -> str:
    """A window in the shortest true words: a day, a month, a quarter, a year, or from-to."""
    if start == end:
        return day(start, language)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}-{end.year}"
    if start.year == end.year and start.month == end.month:
        return month(start, language)
    if is_quarter(start, end):
        return quarter(start, language)
    first = (format_date(start, format="MMMM", locale=_LOCALE[language])
             if start.year == end.year else month(start, language))
    return f"{first} {_PER[language]['to']} {month(end, language)}"


def is_quarter(start: date, end: date) -> bool:
    """Do these two days make a calendar quarter?"""
    return (start.year == end.year and start.day == 1 and start.month in (1, 4, 7, 10)
            and end.month == start.month + 2 and end.day >= 30)


def quarter(start: date, language: str = "nl") -> str:
    """2020-04-01 -> '2e kwartaal 2020'."""
    ordinal = (start.month + 2) // 3
    if language == "en":
        return f"{ordinal}{('st', 'nd', 'rd', 'th')[ordinal - 1]} quarter {start.year}"
    return f"{ordinal}e kwartaal {start.year}"


def school_year(start_year: int) -> str:
    """2019 -> "2019/'20", the way CBS writes it."""
    return f"{start_year}/'{(start_year + 1) % 100:02d}"
