"""Numbers, periods and codes as publishers write them, and what a macro makes of them."""

from __future__ import annotations

import math
import string
from datetime import date
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.reading import open_workspace

GARBAGE = st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("0129.,-'JKWX")))
MACROS = ("number_point", "number_comma", "whole_count", "period_kind", "period_start",
          "period_end", "brin_code", "iso_date", "school_year_end", "missing_mark_reason",
          "web_address")


@pytest.fixture(scope="module")
def workspace() -> duckdb.DuckDBPyConnection:
    return open_workspace()


def call(workspace: duckdb.DuckDBPyConnection, macro: str, text: str | None, *more: int) -> Any:
    """One macro on one text."""
    rest = "".join(f", {value}" for value in more)
    row = workspace.execute(f"SELECT {macro}($text::VARCHAR{rest})", {"text": text}).fetchone()
    assert row
    return row[0]


@pytest.mark.parametrize(("text", "number"), [
    ("    89.8", 89.8), ("12", 12.0), ("0", 0.0), ("0.00", 0.0), ("-1100", -1100.0), ("-1.5", -1.5),
    (".", None), ("       .", None), ("", None), ("   ", None), ("NA", None), ("<5", None),
    ("-1", None), ("1,5", None), ("1.", None), (".5", None), ("1e5", None), ("1.000,5", None),
    ("+5", None), ("9" * 400, None), (None, None),
])
def test_number_with_a_point(
    workspace: duckdb.DuckDBPyConnection, text: str | None, number: float | None
) -> None:
    assert call(workspace, "number_point", text) == number


@pytest.mark.parametrize(("text", "number"), [
    ("1,30", 1.3), (" 2 ", 2.0), ("0", 0.0), ("1.30", None), ("1.000,30", None), ("", None),
    (",", None),
])
def test_number_with_a_comma(
    workspace: duckdb.DuckDBPyConnection, text: str, number: float | None
) -> None:
    assert call(workspace, "number_comma", text) == number


@pytest.mark.parametrize(("text", "count"), [
    ("0", 0), ("     1240", 1240), ("12.0", 12), ("12.5", None), ("-3", None), ("<5", None),
    ("-1", None), ("NA", None), ("1e3", None), ("9999999999", None),
])
def test_count_of_people_is_whole_and_not_negative(
    workspace: duckdb.DuckDBPyConnection, text: str, count: int | None
) -> None:
    assert call(workspace, "whole_count", text) == count


@pytest.mark.parametrize(("text", "reason"), [
    (".", "publisher_gives_none"), ("   .", "publisher_gives_none"), ("<5", "too_small"),
    ("-1", "too_small"), ("", "not_applicable"), ("NA", "not_applicable"), ("0", None), ("5", None),
])
def test_each_mark_for_missing_has_its_own_reason(
    workspace: duckdb.DuckDBPyConnection, text: str, reason: str | None
) -> None:
    assert call(workspace, "missing_mark_reason", text) == reason


@pytest.mark.parametrize(("code", "kind", "start", "end"), [
    ("2020JJ00", "year", date(2020, 1, 1), date(2020, 12, 31)),
    ("2020KW01", "quarter", date(2020, 1, 1), date(2020, 3, 31)),
    (" 2019KW04 ", "quarter", date(2019, 10, 1), date(2019, 12, 31)),
    ("2020MM02", "month", date(2020, 2, 1), date(2020, 2, 29)),
    ("2015SJ00", "school_year", date(2015, 8, 1), date(2016, 7, 31)),
    ("2010X000", "special", None, None),
    *((code, None, None, None) for code in (
        "2020KW05", "2020KW00", "2020MM13", "2020JJ01", "2020jj00", "20200101", "2020", "1820JJ00",
        "2020KW1", "2020JJ000", "")),
])
def test_period(
    workspace: duckdb.DuckDBPyConnection, code: str, kind: str | None, start: date | None,
    end: date | None,
) -> None:
    found = tuple(call(workspace, f"period_{part}", code) for part in ("kind", "start", "end"))
    assert found == (kind, start, end)


@given(year=st.integers(1900, 2099), quarter=st.integers(0, 4))
def test_year_and_quarter_codes_round_trip(
    workspace: duckdb.DuckDBPyConnection, year: int, quarter: int
) -> None:
    code = f"{year}KW0{quarter}" if quarter else f"{year}JJ00"
    start = call(workspace, "period_start", code)
    end = call(workspace, "period_end", code)
    days = (end - start).days
    again = f"{start.year}JJ00" if days > 300 else f"{start.year}KW0{end.month // 3}"
    assert again == code
    assert start.day == 1
    assert 88 <= days <= 91 or days in (364, 365)


@given(text=GARBAGE)
@pytest.mark.parametrize("macro", MACROS)
def test_no_text_makes_a_macro_fail(
    workspace: duckdb.DuckDBPyConnection, macro: str, text: str
) -> None:
    found = call(workspace, macro, text.replace("\x00", ""))
    assert not isinstance(found, float) or math.isfinite(found)


@given(text=st.text(alphabet=string.ascii_lowercase + string.punctuation + "éü½٣", min_size=1))
@pytest.mark.parametrize("macro", ["period_kind", "brin_code", "iso_date", "school_year_end",
                                   "number_point", "number_comma", "whole_count"])
def test_text_without_digits_gives_null(
    workspace: duckdb.DuckDBPyConnection, macro: str, text: str
) -> None:
    assert call(workspace, macro, text) is None


@given(value=st.integers(-10**9, 10**9), decimals=st.integers(0, 4), padding=st.integers(0, 9))
def test_any_padded_number_is_read_as_it_is(
    workspace: duckdb.DuckDBPyConnection, value: int, decimals: int, padding: int
) -> None:
    text = f"{value / 10**decimals:.{decimals}f}"
    expected = None if text in {"-1", "-1.0"} else float(text)
    padded = text.rjust(padding + len(text))
    assert call(workspace, "number_point", padded) == expected
    assert call(workspace, "number_comma", padded.replace(".", ",")) == (
        None if text == "-1" else float(text)
    )


@pytest.mark.parametrize(("text", "width", "code"), [
    ("01020", 5, "01020"), ("1020", 5, "01020"), ("221", 4, "0221"), (" 0111 ", 4, "0111"),
    ("14", 4, "0014"), ("123456", 5, None), ("12A45", 5, None), ("", 5, None), ("NA", 4, None),
    ("12.0", 4, None),
])
def test_codes_keep_their_leading_zeros(
    workspace: duckdb.DuckDBPyConnection, text: str, width: int, code: str | None
) -> None:
    assert call(workspace, "padded_code", text, width) == code


@given(number=st.integers(0, 99999))
def test_padding_twice_changes_nothing(workspace: duckdb.DuckDBPyConnection, number: int) -> None:
    once = call(workspace, "padded_code", str(number), 5)
    assert int(once) == number
    assert call(workspace, "padded_code", once, 5) == once


@pytest.mark.parametrize(("text", "brin"), [
    ("00DV", "00DV"), (" 21PC ", "21PC"), ("00dv", None), ("0DV", None), ("AADV", None),
    ("00DV01", None), ("", None),
])
def test_brin(workspace: duckdb.DuckDBPyConnection, text: str, brin: str | None) -> None:
    assert call(workspace, "brin_code", text) == brin


@pytest.mark.parametrize(("text", "day"), [
    ("2025-09-01T00:00:00", date(2025, 9, 1)), ("2025-09-01", date(2025, 9, 1)), ("NA", None),
    ("2025-02-30", None), ("01-09-2025", None), ("20250901", None), ("infinity", None),
    ("epoch", None), ("0000-01-01", None),
])
def test_date(workspace: duckdb.DuckDBPyConnection, text: str, day: date | None) -> None:
    assert call(workspace, "iso_date", text) == day


@pytest.mark.parametrize(("text", "end"), [
    ("2015/'16", 2016), (" 2009/'10 ", 2010), ("1999/'00", 2000), ("2015/'99", None),
    ("2015/16", None), ("2015", None), ("", None),
])
def test_school_year(workspace: duckdb.DuckDBPyConnection, text: str, end: int | None) -> None:
    assert call(workspace, "school_year_end", text) == end


@pytest.mark.parametrize(("text", "address"), [
    ("www.bedacht.example", "https://www.bedacht.example"),
    (" HTTP://Bedacht.example/Open-Dag ", "http://Bedacht.example/Open-Dag"),
    ("https://bedacht.example", "https://bedacht.example"),
    ("javascript:alert(1)", None), ("https://bedacht.example/\"><script>", None),
    ("geen site", None), ("info@bedacht.example", None), ("", None), (None, None),
])
def test_address_of_a_site(
    workspace: duckdb.DuckDBPyConnection, text: str | None, address: str | None
) -> None:
    assert call(workspace, "web_address", text) == address
