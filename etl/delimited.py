"""The text of a delimited file before it is read: is it one at all, and what is in its header?"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from etl.errors import DataError

_HTML_STARTS = (b"<!doctype", b"<html", b"<?xml")


def checked_content(path: Path, encoding: str) -> bytes:
    """The bytes of a file that is not empty, not HTML and in the expected encoding."""
    content = path.read_bytes()
    if not content.strip():
        raise DataError("the file is empty.", file=str(path), advice="Download it again.")
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:9].lower().startswith(_HTML_STARTS):
        raise DataError(
            "this is a web page, not a data file.", file=str(path),
            advice="Download the file itself; the publisher may have shown an error page.",
        )
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataError(
            f"the text is not {encoding}.", file=str(path), line=line,
            advice="Save it in that encoding or download it again.",
        ) from error
    return content


def csv_error(path: Path, error: duckdb.Error) -> DataError:
    """DuckDB's complaint about a delimited file, as one sentence with the line number."""
    text = str(error)
    found = re.search(r"CSV Error on Line: (\d+)", text)
    kind = (
        "a quote is opened and not closed"
        if "quote" in text.lower() and "unterminated" in text.lower()
        else "the line has another number of fields than the header"
    )
    return DataError(
        f"{kind}.", file=str(path), line=int(found.group(1)) if found else None,
        advice="The file may be cut off or edited; download it again.",
    )


def header_of(
    path: Path, content: bytes, delimiter: str, columns: tuple[str, ...], encoding: str
) -> tuple[str, ...]:
    """Column names of the first line; stops when a needed one is missing."""
    text = content.split(b"\n", 1)[0].removeprefix(b"\xef\xbb\xbf").decode(encoding)
    names = tuple(part.strip().strip('"').strip() for part in text.strip("\r\n").split(delimiter))
    if len(names) == 1 and len(columns) > 1:
        raise DataError(
            f"found one column where {len(columns)} or more were expected; the delimiter should "
            f"be «{delimiter}».", file=str(path), line=1, advice="Save it with that delimiter.",
        )
    for column in columns:
        if column not in names:
            raise DataError("this column is missing.", file=str(path), line=1, column=column,
                            advice="The publisher may have renamed it; compare the header.")
    return _unique(names)


def _unique(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names with a number behind a repeated or empty one."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        base = name or "unnamed"
        seen[base] = seen.get(base, 0) + 1
        result.append(base if seen[base] == 1 else f"{base}_{seen[base]}")
    return tuple(result)


def varchar_struct(names: tuple[str, ...]) -> str:
    """The ``columns`` of read_csv: every column is text, and is typed later."""
    inner = ", ".join("'" + name.replace("'", "''") + "': 'VARCHAR'" for name in names)
    return "{" + inner + "}"
