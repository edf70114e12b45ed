"""Quarters behave like numbers on a line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.crisis.quarters import Quarter, span

quarters = st.builds(Quarter, st.integers(1900, 2200), st.integers(1, 4))


@pytest.mark.parametrize("text", ["2020Q1", "2020KW01", " 2020Q1 "])
def test_both_notations_are_read(text):
    assert Quarter.parse(text) == Quarter(2020, 1)


@pytest.mark.parametrize("text", ["", "2020", "2020Q5", "2020KW05", "2020JJ00", "20Q1", "2020q1"])
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match="not a quarter"):
        Quarter.parse(text)


def test_a_fifth_quarter_does_not_exist():
    with pytest.raises(ValueError, match="not 5"):
        Quarter(2020, 5)


def test_days():
    assert Quarter.of(date(2020, 3, 31)) == Quarter(2020, 1)
    assert Quarter(2020, 4).end == date(2020, 12, 31)
    assert Quarter(2021, 1).start == date(2021, 1, 1)


@given(quarters, st.integers(-400, 400))
def test_adding_and_distance_are_each_others_inverse(quarter, steps):
    assert (quarter + steps).since(quarter) == steps
    assert quarter + steps - steps == quarter


@given(quarters)
def test_text_and_days_lead_back(quarter):
    assert Quarter.parse(str(quarter)) == quarter
    assert Quarter.of(quarter.start) == Quarter.of(quarter.end) == quarter


@given(quarters, quarters)
def test_same_in_keeps_the_season_and_stays_in_the_year(quarter, first):
    found = quarter.same_in(first)
    assert found.number == quarter.number
    assert 0 <= found.since(first) <= 3


@given(quarters, st.integers(-3, 20))
def test_span_counts_both_ends(first, length):
    found = list(span(first, first + length))
    assert len(found) == max(0, length + 1)
    assert found == sorted(found)
