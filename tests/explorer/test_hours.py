"""Pay per month from an hourly wage, worked out by hand and by its rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer.hours import HOURS, USUAL, per_month

WAGES = some.floats(5, 100).map(lambda wage: round(wage, 2))


@pytest.mark.parametrize(("wage", "hours", "month"), [
    (12.0, 36, 1872.0),      # 12 x 36 = 432 a week, x 52 = 22,464 a year, / 12
    (11.3, 36, 1762.8),
    (15.05, 24, 1565.2),
    (20.0, 40, 3466.67),
])
def test_month_by_hand(wage: float, hours: int, month: float) -> None:
    assert per_month(wage, hours) == pytest.approx(month, abs=0.005)


@given(WAGES, some.sampled_from(HOURS))
def test_a_year_is_52_weeks(wage: float, hours: int) -> None:
    assert per_month(wage, hours) * 12 == pytest.approx(wage * hours * 52)


@given(WAGES)
def test_more_hours_are_more_pay(wage: float) -> None:
    months = [per_month(wage, hours) for hours in HOURS]
    assert months == sorted(months)
    assert len(set(months)) == len(HOURS)


def test_choice_at_the_start_is_one_of_the_choices() -> None:
    assert HOURS == (24, 32, 36, 40)
    assert USUAL in HOURS
