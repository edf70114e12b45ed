"""Numbers, money, shares and periods as Dutch and English readers write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer import formats

LANGUAGES = ("nl", "en")


@pytest.mark.parametrize(("value", "decimals", "nl", "en"), [
    (0, 0, "0", "0"),
    (999, 0, "999", "999"),
    (1234.5, 2, "1.234,50", "1,234.50"),
    (2_072_100, 0, "2.072.100", "2,072,100"),
    (-1234, 0, "-1.234", "-1,234"),
])
def test_number(value: float, decimals: int, nl: str, en: str) -> None:
    assert formats.number(value, decimals) == nl
    assert formats.number(value, decimals, "en") == en


@pytest.mark.parametrize(("value", "decimals", "written"), [
    (0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (-2.5, 0, "-3"),
    (2.675, 2, "2,68"), (0.125, 2, "0,13"), (1.005, 2, "1,01"),
])
def test_halves_round_away_from_zero(value: float, decimals: int, written: str) -> None:
    assert formats.number(value, decimals) == written


@pytest.mark.parametrize("value", [-0.4, -0.0, -0.04])
def test_nothing_is_minus_zero(value: float) -> None:
    assert formats.number(value) == "0"
    assert formats.percent(value / 100) == "0%"


@given(some.floats(-1e9, 1e9, allow_nan=False), some.integers(0, 4),
       some.sampled_from(LANGUAGES))
def test_number_reads_back(value: float, decimals: int, language: str) -> None:
    written = formats.number(value, decimals, language)
    group, point = (".", ",") if language == "nl" else (",", ".")
    read = Decimal(written.replace(group, "").replace(point, "."))
    assert abs(read - Decimal(str(value))) <= Decimal(1).scaleb(-decimals) / 2


def test_euro() -> None:
    assert formats.euro(14.8) == "€\u00a014,80"
    assert formats.euro(14.8, language="en") == "€14.80"
    assert formats.euro(-3242, 0) == "-€\u00a03.242"


@pytest.mark.parametrize(("share", "decimals", "written"), [
    (0.793, 0, "79%"), (0.793, 1, "79,3%"), (1, 0, "100%"), (-0.558, 0, "-56%"),
    # 100 * 0.285 is 28.499999999999996 for a computer; people round 28,5 up.
    (0.285, 0, "29%"), (0.575, 0, "58%"),
])
def test_percent(share: float, decimals: int, written: str) -> None:
    assert formats.percent(share, decimals) == written


@pytest.mark.parametrize(("share", "nl", "en"), [
    (0.793, "79 van de 100", "79 out of 100"),
    (0.285, "29 van de 100", "29 out of 100"),
    (0, "0 van de 100", "0 out of 100"),
    (1, "100 van de 100", "100 out of 100"),
    (0.999, "99 van de 100", "99 out of 100"),
    (0.001, "1 van de 100", "1 out of 100"),
])
def test_of_hundred(share: float, nl: str, en: str) -> None:
    assert formats.of_hundred(share) == nl
    assert formats.of_hundred(share, "en") == en


@given(some.floats(0, 1, exclude_min=True, exclude_max=True))
def test_a_part_is_never_nobody_and_never_everyone(share: float) -> None:
    assert 1 <= int(formats.of_hundred(share).split()[0]) <= 99


@pytest.mark.parametrize(("share", "filled"), [
    (0, 0), (0.004, 0), (0.02, 1), (0.05, 1), (0.5, 5), (0.763, 8), (0.85, 9), (0.95, 9),
    (0.97, 9), (0.994, 9), (0.996, 10), (1, 10), (1.4, 10), (-0.2, 0),
])
def test_of_ten(share: float, filled: int) -> None:
    """Ten full icons would say «everyone», and 97 of 100 is not everyone."""
    assert formats.of_ten(share) == filled


@given(some.floats(0.006, 0.994))
def test_icons_never_say_nobody_or_everyone_for_a_part(share: float) -> None:
    assert 1 <= formats.of_ten(share) <= 9
    assert abs(formats.of_ten(share) - 10 * share) <= 1


@pytest.mark.parametrize(("value", "unit", "nl", "en"), [
    (16.06, "euro_per_hour", "€\u00a016,06 per uur", "€16.06 per hour"),
    (3242, "euro_per_month", "€\u00a03.242 per maand", "€3,242 per month"),
    (32400, "euro_per_year", "€\u00a032.400 per jaar", "€32,400 per year"),
    (0.763, "share", "76 van de 100", "76 out of 100"),
    (416.8, "thousand", "416.800", "416,800"),
    (2.25, "months", "2,3 maanden", "2.3 months"),
    (0.7605, "index", "0,761", "0.761"),
    (1.5, "ratio", "1,50", "1.50"),
    (237000, "change", "+237.000", "+237,000"),
    (-1200, "change", "-1.200", "-1,200"),
    (1433, "count", "1.433", "1,433"),
])
def test_value_with_unit(value: float, unit: str, nl: str, en: str) -> None:
    assert formats.value_with_unit(value, unit) == nl
    assert formats.value_with_unit(value, unit, "en") == en


def test_exact_share_has_a_decimal() -> None:
    assert formats.value_with_unit(0.763, "share", exact=True) == "76,3%"


@pytest.mark.parametrize(("value", "unit", "nl", "en"), [
    (0.05, "share", "5 procentpunt", "5 percentage points"),
    (-0.05, "share", "5 procentpunt", "5 percentage points"),
    (-2.1, "euro_per_hour", "€\u00a02,10 per uur", "€2.10 per hour"),
    (800, "change", "800", "800"),
])
def test_difference_has_no_sign(value: float, unit: str, nl: str, en: str) -> None:
    assert formats.difference(value, unit) == nl
    assert formats.difference(value, unit, "en") == en


@pytest.mark.parametrize(("start", "end", "nl", "en"), [
    ("2019-10-01", "2019-10-01", "1 oktober 2019", "1 October 2019"),
    ("2019-10-01", "2019-10-31", "oktober 2019", "October 2019"),
    ("2019-02-01", "2019-02-28", "februari 2019", "February 2019"),
    ("2020-04-01", "2020-06-30", "2e kwartaal 2020", "2nd quarter 2020"),
    ("2020-01-01", "2020-03-31", "1e kwartaal 2020", "1st quarter 2020"),
    ("2020-07-01", "2020-09-30", "3e kwartaal 2020", "3rd quarter 2020"),
    ("2020-10-01", "2020-12-31", "4e kwartaal 2020", "4th quarter 2020"),
    ("2020-01-01", "2020-12-31", "2020", "2020"),
    ("2014-01-01", "2018-12-31", "2014-2018", "2014-2018"),
    ("2019-09-22", "2019-12-21", "september t/m december 2019", "September to December 2019"),
    ("2018-10-01", "2019-01-31", "oktober 2018 t/m januari 2019",
     "October 2018 to January 2019"),
    ("2020-02-01", "2020-04-30", "februari t/m april 2020", "February to April 2020"),
])
def test_period(start: str, end: str, nl: str, en: str) -> None:
    days = date.fromisoformat(start), date.fromisoformat(end)
    assert formats.period(*days) == nl
    assert formats.period(*days, "en") == en


def test_school_year_at_the_turn_of_a_century() -> None:
    assert formats.school_year(2019) == "2019/'20"
    assert formats.school_year(1999) == "1999/'00"


def test_moment() -> None:
    assert formats.moment(datetime(2021, 2, 26, 14, 5)) == "26 februari 2021, 14:05"
    assert formats.moment(datetime(2021, 2, 26, 4, 5), "en") == "26 February 2021, 04:05"
