"""Delimited files: what is read, with which line numbers, and every way to be refused."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.errors import DataError
from etl.reading import Reading, open_workspace

GOOD = "a;b;c\n1;2;3\n4;5;6\n"
COLUMNS = ("a", "b", "c")


def read(folder: Path, content: str | bytes, *, delimiter: str = ";", encoding: str = "utf-8",
         columns: tuple[str, ...] = COLUMNS) -> Reading:
    """Write the content as ``file.csv`` and read it into ``stage.t``."""
    data = content if isinstance(content, bytes) else content.encode(encoding)
    (folder / "file.csv").write_bytes(data)
    reading = Reading(open_workspace(), folder, "made_up_source")
    reading.csv("t", "file.csv", delimiter=delimiter, columns=columns, encoding=encoding)
    return reading


def rows(reading: Reading) -> list[tuple[object, ...]]:
    return reading.connection.execute("FROM stage.t ORDER BY line").fetchall()


def refusal(folder: Path, content: str | bytes) -> DataError:
    """The error that reading this content gives; it always names the file."""
    with pytest.raises(DataError) as caught:
        read(folder, content)
    assert caught.value.file == str(folder / "file.csv")
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(("content", "line", "problem"), [
    ("a;b;c\n1;2;3\n4;5\n6;7;8\n", 3, "fewer than 3 fields"),
    ("a;b;c\n1;2;3\n4;5;6\n7;8", 4, "fewer than 3 fields"),
    ("a;b;c\n1;2;3\n7\n4;5;6\n", 3, "fewer than 3 fields"),
    ("a;b;c\n1;2;3\n\n\n7;8\n", 5, "fewer than 3 fields"),
    ("a;b;c\n1;2;3\n4;5;6;7\n", 3, "another number of fields"),
    ("a;b;c\n1;2;3;\n4;5;6\n", 2, "another number of fields"),
    ("a;b;c\n1;2;3\n4;\"5;6\n7;8;9\n", 3, "a quote is opened and not closed"),
    ("a;b;c\n1;2;3\n\n4;\"5;6\n", 4, "a quote is opened and not closed"),
    ("a,b,c\n1,2,3\n", 1, "the delimiter should be «;»"),
    ("a;b\n1;2\n", 1, "this column is missing"),
    ("a;b;c\n1;2;3\n1;é;3\n".encode("latin-1"), 3, "the text is not utf-8"),
    ("", None, "the file is empty"),
    (" \n\n", None, "the file is empty"),
    ("a;b;c\n", None, "a header but no rows"),
    ("a;b;c", None, "a header but no rows"),
    ("<!DOCTYPE html><html><body>Storing</body></html>", None, "a web page"),
    ("\ufeff\n <HTML><head>;;", None, "a web page"),
])
def test_bad_file_is_refused_with_the_line(
    tmp_path: Path, content: str | bytes, line: int | None, problem: str
) -> None:
    error = refusal(tmp_path, content)
    assert problem in str(error)
    assert error.line == line


def test_missing_column_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a;b;d\n1;2;3\n").column == "c"


@pytest.mark.parametrize("content", [
    GOOD, GOOD.replace("\n", "\r\n"), "\ufeff" + GOOD, GOOD.removesuffix("\n"),
    '"a";"b";"c"\n"1";"2";"3"\n"4";"5";"6"\n', " a ;b;c\n1;2;3\n4;5;6\n",
])
def test_bom_line_ends_and_quotes_do_not_matter(tmp_path: Path, content: str) -> None:
    assert rows(read(tmp_path, content)) == [(2, "1", "2", "3"), (3, "4", "5", "6")]


def test_latin_1_is_read_when_the_publisher_uses_it(tmp_path: Path) -> None:
    reading = read(tmp_path, "a;b;ç\n1;é;ü\n", encoding="latin-1", columns=("a", "b", "ç"))
    assert rows(reading) == [(2, "1", "é", "ü")]


@pytest.mark.parametrize("blank", ["", '""', "   "])
def test_blank_lines_are_left_out_counted_and_do_not_shift_line_numbers(
    tmp_path: Path, blank: str
) -> None:
    reading = read(tmp_path, f"a;b;c\n1;2;3\n{blank}\n{blank}\n4;5;6\n{blank}\n7;8;9\n")
    assert [row[:2] for row in rows(reading)] == [(2, "1"), (5, "4"), (7, "7")]
    (left_out,) = reading.files["t"].left_out
    assert (left_out.reason, left_out.rows, left_out.first_line) == ("blank line in the file", 3, 3)
    assert reading.files["t"].rows_read == 6


def test_two_kinds_of_blank_line_are_one_reason(tmp_path: Path) -> None:
    reading = read(tmp_path, 'a;b;c\n1;2;3\n""\n\n4;5;6\n')
    assert [(item.rows, item.first_line) for item in reading.files["t"].left_out] == [(2, 3)]


def test_empty_field_is_not_a_blank_line_and_not_null(tmp_path: Path) -> None:
    assert rows(read(tmp_path, 'a;b;c\n;;\n1;"";\n')) == [(2, "", "", ""), (3, "1", "", "")]


def test_blanks_around_values_are_kept_for_the_parsers(tmp_path: Path) -> None:
    assert rows(read(tmp_path, "a;b;c\n 1 ;2; .\n")) == [(2, " 1 ", "2", " .")]


def test_columns_that_nobody_asked_for_are_kept_too(tmp_path: Path) -> None:
    reading = read(tmp_path, "a;x;b;c;\n1;9;2;3;\n")
    assert rows(reading) == [(2, "1", "9", "2", "3", "")]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00\x01"), max_size=8)
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8)


@given(table=TABLES)
@example(table=[["", "", ""], ['"', ";", ","], ["NA", " x ", "'"]])
def test_what_a_csv_writer_writes_is_read_back(table: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\n").writerows([["a", "b", "c"], *table])
    with tempfile.TemporaryDirectory() as folder:
        found = rows(read(Path(folder), written.getvalue()))
    assert found == [(line, *row) for line, row in enumerate(table, start=2)]


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the file is not there") as caught:
        Reading(open_workspace(), tmp_path, "s").find("sub/none.csv")
    assert caught.value.file == str(tmp_path / "sub" / "none.csv")


def test_file_is_found_below_the_folder_unless_there_are_two(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "one" / "file.csv").write_text(GOOD)
    reading = Reading(open_workspace(), tmp_path, "s")
    assert reading.find("else/file.csv") == tmp_path / "one" / "file.csv"
    (tmp_path / "two" / "file.csv").write_text(GOOD)
    with pytest.raises(DataError, match="found 2 files with this name"):
        reading.find("else/file.csv")
    assert reading.find("two/file.csv") == tmp_path / "two" / "file.csv"


def test_wrong_value_is_named_with_file_line_and_column(tmp_path: Path) -> None:
    reading = read(tmp_path, "a;b;c\n1;2;3\n.;x;12,5\n\nq;x;7\n")
    with pytest.raises(DataError) as caught:
        reading.require("t", "c", "number_point(c)", "a number")
    error = caught.value
    assert (error.file, error.line, error.column) == ("file.csv", 3, "c")
    assert str(error).startswith("file.csv, line 3, column c: «12,5» is not a number.")
    with pytest.raises(DataError, match="line 5, column a: «q»"):
        reading.require("t", "a", "number_point(a)", "a number")


def test_missing_value_is_refused_only_where_it_is_needed(tmp_path: Path) -> None:
    reading = read(tmp_path, "a;b;c\n1;2;3\n;5;6\n")
    reading.require("t", "a", "number_point(a)", "a number")
    with pytest.raises(DataError, match="line 3, column a"):
        reading.require("t", "a", "number_point(a)", "a number", needed=True)


def test_double_key_is_refused_with_both_lines(tmp_path: Path) -> None:
    reading = read(tmp_path, "a;b;c\n1;2;3\n1;5;6\n\n1;2;9\n")
    with pytest.raises(DataError, match="the key 1 2 is already on line 2") as caught:
        reading.require_unique("t", ("a", "b"))
    assert caught.value.line == 5
    reading.require_unique("t", ("a", "c"))


def test_rows_left_out_are_counted_with_reason_and_example(tmp_path: Path) -> None:
    reading = read(tmp_path, "a;b;c\n1;2;3\n4;5;6\n7;8;9\n")
    assert reading.leave_out("t", "a <> '1'", "not the first") == 2
    assert reading.leave_out("t", "a = 'none'", "never") == 0
    (left_out,) = reading.files["t"].left_out
    assert (left_out.first_line, left_out.example) == (3, "4 ; 5 ; 6")
    assert rows(reading) == [(2, "1", "2", "3")]
    assert (reading.files["t"].rows_read, reading.files["t"].rows_left_out) == (3, 2)
