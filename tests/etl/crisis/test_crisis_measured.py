"""Axis 1 on the real survey dates of the method, and its edges."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.crisis.measured import measured_evidence, measured_tag
from etl.crisis.register import Window
from etl.reading import open_workspace
from etl.windows import load_windows
from store.connection import REFERENCE

ENTRY = {year: Window(date(year, 5, 1), date(year, 9, 30)) for year in range(2016, 2025)}


def october(year):
    return Window(date(year, 10, 1), date(year, 10, 31))


def monitor(year):
    return Window(date(year, 10, 1), date(year + 1, 1, 31))


@pytest.fixture(scope="module")
def editions():
    """Entry and measurement window per window_id and year, as the connectors use them."""
    workspace = open_workspace()
    load_windows(workspace, REFERENCE / "crisis")
    return {(row[0], row[1]): (Window(*row[2:4]), Window(*row[4:]))
            for row in workspace.execute(
                "SELECT window_id, year, entry_start, entry_end, measured_start, measured_end "
                "FROM ref.measurement_window WHERE entry_start IS NOT NULL").fetchall()}


@pytest.mark.parametrize(("source", "window", "left", "asked", "tag"), [
    ("HBO-Monitor 2019", "roa_hbo", 2018, 2018, "M4"),
    ("HBO-Monitor 2020", "roa_hbo", 2019, 2019, "M1"),
    ("HBO-Monitor 2021", "roa_hbo", 2020, 2020, "M2"),
    ("HBO-Monitor 2022", "roa_hbo", 2021, 2021, None),
    ("NAE 2019, first year", "roa_wo", 2017, 2017, "M4"),
    ("NAE 2019, second year", "roa_wo", 2018, 2018, "M4"),
    ("NAE 2021", "roa_wo", 2020, 2020, "M2"),
    ("NAE 2023", "roa_wo", 2022, 2022, None),
    ("direct na 2018/19", "cbs_leavers", 2019, 2019, "M4"),
    ("1 jaar na 2018/19", "cbs_leavers", 2019, 2020, "M1"),
    ("direct na 2019/20", "cbs_leavers", 2020, 2020, "M1"),
    ("1 jaar na 2019/20", "cbs_leavers", 2020, 2021, "M2"),
    ("direct na 2020/21", "cbs_leavers", 2021, 2021, "M3"),
    ("1 jaar na 2020/21", "cbs_leavers", 2021, 2022, None),
    ("direct na 2023/24", "cbs_leavers", 2024, 2024, None),
    ("Schoolverlaters 2020", "roa_mbo", 2019, 2019, "M1"),
])
def test_the_sources_of_the_method(source, window, left, asked, tag, editions, corona, rules):
    entry, measured = editions[window, left][0], editions[window, asked][1]
    assert measured_tag(entry, measured, None, None, corona, rules) == tag, source


def test_the_one_share_that_is_not_0_or_1(editions, corona, rules):
    """NAE 2021, of people who got their diploma from September 2019 to October 2020."""
    found = measured_evidence(*editions["roa_wo", 2020], None, None, corona, rules)
    assert round(found.entry_share, 2) == 0.54
    assert (found.dip_share, found.window_share) == (0.0, 1.0)


def test_an_unknown_entry_window_only_rules_out_m2(corona, rules):
    assert measured_tag(None, monitor(2020), None, None, corona, rules) == "M1"
    assert measured_tag(None, monitor(2021), None, None, corona, rules) == "M3"
    assert measured_tag((), monitor(2021), None, None, corona, rules) == "M3"


def test_a_bad_start_is_told_for_three_years(corona, rules):
    assert measured_tag(ENTRY[2020], october(2022), None, None, corona, rules) == "M2"
    assert measured_tag(ENTRY[2020], Window(date(2023, 9, 30), date(2023, 9, 30)), None, None,
                        corona, rules) == "M2"
    assert measured_tag(ENTRY[2020], october(2023), None, None, corona, rules) is None


def test_pooled_years_count_by_their_days(corona, rules):
    assert measured_tag(None, [october(2019), october(2020)], None, None, corona, rules) == "M1"
    assert measured_tag(None, [october(year) for year in (2018, 2019, 2020)], None, None,
                        corona, rules) == "M3"
    assert measured_tag(None, Window(date(2017, 1, 1), date(2019, 12, 31)), None, None,
                        corona, rules) == "M4"


@pytest.mark.parametrize(("published", "tag"), [
    (date(2020, 3, 15), None), (date(2020, 3, 16), "M5"), (date(2021, 1, 20), "M5"),
    (date(2021, 7, 8), "M5"), (date(2021, 9, 30), "M5"), (date(2021, 10, 1), None),
    (date(2019, 12, 1), None), (None, None),
])
def test_forecasts(published, tag, corona, rules):
    assert measured_tag(ENTRY[2020], monitor(2020), published, 2026, corona, rules) == tag


def test_a_crisis_without_a_dip_has_no_recovery_to_measure_in(register, rules):
    energie = register[-1]
    assert measured_tag(None, october(2023), None, None, energie, rules) is None
    assert measured_tag(None, october(2020), None, None, energie, rules) == "M4"
    assert measured_tag(None, october(2023), date(2023, 1, 1), 2030, energie, rules) is None


def test_a_break_is_told_when_nothing_else_is(corona, rules):
    assert measured_tag(None, october(2022), None, None, corona, rules, True) == "B"
    assert measured_tag(None, october(2021), None, None, corona, rules, True) == "M3"
    assert measured_tag(None, october(2019), None, None, corona, rules, True) == "M4"


days = st.dates(date(1995, 1, 1), date(2035, 1, 1))
windows = st.builds(lambda start, length: Window(start, start + timedelta(length)), days,
                    st.integers(0, 2000))


@given(st.none() | windows, windows)
def test_shares_are_shares_and_m4_is_before(corona, rules, entry, measured):
    found = measured_evidence(entry, measured, None, None, corona, rules)
    assert 0 <= found.dip_share <= found.window_share <= 1
    assert (found.tag == "M4") == (measured.end < corona.window_start and found.tag != "M2")
    if found.window_share == 0:
        assert found.tag in ("M2", "M4", None)


@given(windows)
def test_one_window_or_the_same_in_a_list(corona, rules, measured):
    assert measured_evidence(None, measured, None, None, corona, rules) == measured_evidence(
        None, [measured], None, None, corona, rules)
