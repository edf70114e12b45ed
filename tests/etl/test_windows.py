"""When people left school and were asked: the rows that say so, and what is wrong in one."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import DataError
from etl.reading import open_workspace
from etl.windows import load_windows
from store.connection import REFERENCE

HEAD = ("window_id,first_year,last_year,entry_start,entry_end,entry_assumed,measured_start,"
        "measured_end,measured_assumed,source,url,note\n")
GOOD = ("survey,,,year 05-01,year 09-30,true,year+1 10-01,year+2 01-31,false,Bedacht,"
        "https://example.org,\n")
Windows = dict[tuple[str, int], tuple[date | None, date | None, bool, date, date, bool]]


def loaded(folder: Path, *rows: str) -> Windows:
    (folder / "windows.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    return windows(folder)


def windows(folder: Path) -> Windows:
    workspace = open_workspace()
    load_windows(workspace, folder)
    rows = workspace.execute(
        "SELECT window_id, year, entry_start, entry_end, entry_assumed, measured_start, "
        "measured_end, measured_assumed FROM ref.measurement_window").fetchall()
    return {(row[0], row[1]): row[2:] for row in rows}


def test_days_follow_the_year_of_the_edition(tmp_path: Path) -> None:
    assert loaded(tmp_path, GOOD)["survey", 2019] == (
        date(2019, 5, 1), date(2019, 9, 30), True, date(2020, 10, 1), date(2021, 1, 31), False)


def test_row_of_one_edition_goes_before_the_general_one(tmp_path: Path) -> None:
    special = GOOD.replace("survey,,", "survey,2020,2021").replace("year+1 10-01", "year+1 10-21")
    for rows in ((GOOD, special), (special, GOOD)):
        found = loaded(tmp_path, *rows)
        assert [found["survey", year][3].day for year in (2019, 2020, 2021, 2022)] == [
            1, 21, 21, 1]


def test_figures_of_no_school_leavers_have_no_entry_window(tmp_path: Path) -> None:
    row = GOOD.replace("year 05-01,year 09-30,true", ",,false")
    assert loaded(tmp_path, row)["survey", 2019][:3] == (None, None, False)


@given(st.integers(-9, 9), st.integers(1, 12), st.integers(1, 28), st.integers(1995, 2099))
def test_every_day_is_read_as_it_is_written(
    shift: int, month: int, day: int, year: int
) -> None:
    text = f"year{f'{shift:+d}' if shift else ''} {month:02d}-{day:02d}"
    workspace = open_workspace()
    load_windows(workspace, REFERENCE / "crisis")  # brings the macro
    assert workspace.execute("SELECT window_day($text, $year)",
                             {"text": text, "year": year}).fetchall() == [
        (date(year + shift, month, day),)]


@pytest.mark.parametrize(("old", "new", "column", "problem"), [
    ("year 05-01", "2019-05-01", "entry_start", "not a day like"),
    ("year 09-30", "year 09-31", "entry_end", "not a day like"),
    ("year 09-30", "year 02-29", "entry_end", "not a day like"),
    ("year 09-30", "", "entry_end", "one of the entry days is missing"),
    ("year 09-30", "year-1 09-30", "entry_end", "ends before it starts"),
    ("year+2 01-31", "year 01-31", "measured_end", "ends before it starts"),
    ("year+1 10-01,year+2", "year-2 10-01,year-1", "measured_end", "before they left school"),
    ("year+1 10-01", "", "measured_start", "not a day like"),
    ("true", "ja", "entry_assumed", "not true or false"),
    ("false", "", "measured_assumed", "not true or false"),
    ("survey,,", "survey,2020,", "last_year", "one of the years is missing"),
    ("survey,,", "survey,2020,2019", "last_year", "the last year is before the first"),
    ("survey,,", "survey,20,2019x", "last_year", "not a year"),
    ("Bedacht", "", "source", "not a text"),
    ("survey", "", "window_id", "not a text"),
])
def test_wrong_row_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, column: str, problem: str
) -> None:
    other = GOOD.replace("survey", "other")
    with pytest.raises(DataError) as refused:
        loaded(tmp_path, other, GOOD.replace(old, new, 1))
    assert str(refused.value).startswith(f"windows.csv, line 3, column {column}: ")
    assert problem in str(refused.value)


@pytest.mark.parametrize("years", [("", ""), ("2019,2021", "2021,2022"), ("2019,2019",) * 2])
def test_two_rows_for_the_same_years_are_refused(tmp_path: Path, years: tuple[str, str]) -> None:
    rows = [GOOD.replace("survey,,", f"survey,{span}" if span else "survey,,") for span in years]
    with pytest.raises(DataError, match="line 3, column window_id: another row says it"):
        loaded(tmp_path, *rows)


def test_facts_that_were_typed_over_have_the_days_of_their_edition() -> None:
    """The same survey is dated the same whether it was typed over or read from a table."""
    known = windows(REFERENCE / "crisis")
    checked = 0
    for file, window in (("hbo_monitor", "roa_hbo"), ("mbo_survey", "roa_mbo"),
                         ("mbo_work", "cbs_leavers"), ("hbo_work", "cbs_leavers")):
        path = REFERENCE / "facts" / f"{file}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            for fact in csv.DictReader(lines):
                left = date.fromisoformat(fact["entry_start"]).year
                asked = known[window, left]
                if window == "cbs_leavers":
                    asked = asked[:3] + known[window, left + int(fact["years_after"])][3:]
                assert [str(part).lower() for part in asked] == [fact[name] for name in (
                    "entry_start", "entry_end", "entry_assumed", "measured_start",
                    "measured_end", "measured_assumed")], fact
                checked += 1
    assert checked > 300


def test_no_window_is_written_down_anywhere_else() -> None:
    """A connector that dates its figures itself would hide an assumption in code."""
    for path in (REFERENCE.parents[1] / "etl").rglob("*"):
        if path.suffix in (".sql", ".py"):
            text = path.read_text(encoding="utf-8")
            for line in text.splitlines():
                assert not ("make_date(" in line and "measured" in line), path
