"""A delimited file that someone filled in by hand -> rows with their line numbers.

Spreadsheets save with ``;`` or ``,``, with or without a byte order mark, in UTF-8 or in the
old Windows code page; lines with # are explanation and empty lines are nothing.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.errors import DataError
from etl.own.problems import Problem

_DELIMITERS = (";", ",", "\t")
_TEMPLATE = "Make an empty one with «python -m etl template»."


@dataclass(frozen=True)
class Row:
    """One filled-in line: values by column name, trimmed; a column that is not there is ''."""

    file: str
    line: int
    values: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True)
class Sheet:
    """A file as read: its rows, the lines that cannot be split, and columns nobody knows."""

    file: str
    sha256: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    unknown: tuple[str, ...]


def read_sheet(path: Path, names: Sequence[str], required: Sequence[str]) -> Sheet:
    """Read a file with these column names. Stops when a required column is not in its header."""
    content = path.read_bytes()
    text = _text(path, content)
    delimiter = _delimiter(text, names)
    lines = _lines(path, text, delimiter)
    if not lines:
        raise DataError("the file has no line with column names.", file=str(path),
                        advice=_TEMPLATE)
    header_line, cells = lines[0]
    header = [cell.strip().lower().replace(" ", "_") for cell in cells]
    for name in required:
        if name not in header:
            raise DataError("this column is missing.", file=str(path), line=header_line,
                            column=name, advice=_TEMPLATE)
    doubles = sorted({name for name in header if name and header.count(name) > 1})
    if doubles:
        raise DataError("this column is there twice.", file=str(path), line=header_line,
                        column=doubles[0], advice="Remove one of them.")
    rows, problems = [], []
    for line, cells in lines[1:]:
        # Spreadsheets pad lines with empty cells; with commas it is a decimal comma that shifts.
        if len(cells) > len(header) and (delimiter == "," or any(
                cell.strip() for cell in cells[len(header):])):
            problems.append(Problem(
                path.name, line, names[0],
                f"the line has {len(cells)} values where the header has {len(header)} names.",
                f"Put quotes around a value with «{delimiter}» in it."))
            continue
        values = {name: cell.strip() for name, cell in zip(header, cells, strict=False)
                  if name in names}
        rows.append(Row(path.name, line, values))
    if not rows and not problems:
        raise DataError("the file has no rows below its header.", file=str(path),
                        advice="Write one row per figure, below the line with column names.")
    unknown = tuple(name for name in header if name and name not in names)
    return Sheet(path.name, hashlib.sha256(content).hexdigest(), tuple(rows), tuple(problems),
                 unknown)


def _text(path: Path, content: bytes) -> str:
    if content[:4] == b"PK\x03\x04" or content[:4] == b"\xd0\xcf\x11\xe0":
        raise DataError("this is a spreadsheet, not a csv file.", file=str(path),
                        advice="Save it as «CSV UTF-8» and load it again.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str, names: Sequence[str]) -> str:
    """The one that splits the header into most of the names we know."""
    start = next((line for line in text.splitlines()
                  if line.strip(' ;,\t"') and not line.lstrip(' "').startswith("#")), "")

    def found(delimiter: str) -> int:
        return len({part.strip(' "').lower() for part in start.split(delimiter)} & set(names))

    return max(_DELIMITERS, key=found)


def _lines(path: Path, text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Lines that hold something, each with the number of its first line in the file."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    result, before = [], 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
                result.append((before + 1, cells))
            before = reader.line_num
    except csv.Error as error:
        raise DataError(f"the line cannot be read ({error}).", file=str(path), line=before + 1,
                        advice="Look for a quote that is opened and not closed.") from error
    return result
