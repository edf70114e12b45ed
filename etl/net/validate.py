"""Is a body what it should be? Each function returns what is wrong with a file, or None."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

_HTML = (b"<!doctype", b"<html")


def not_html(path: Path) -> str | None:
    """A web page came instead of data."""
    with path.open("rb") as file:
        start = file.read(512).lstrip(b"\xef\xbb\xbf \r\n\t")[:9].lower()
    return "a web page came instead of data" if start.startswith(_HTML) else None


def whole_json(path: Path) -> str | None:
    """The JSON ends where it should: nothing cut off, no web page or other kind of file."""
    problem = not_html(path)
    if problem:
        return problem
    try:
        with path.open("rb") as file:
            json.load(file)
    except ValueError:
        start = _start(path)
        return ("the JSON was cut off" if start.startswith(("{", "["))
                else f"something else came instead of JSON; it starts with «{start}»")
    return None


def _start(path: Path) -> str:
    """The first words of a file, as far as they are text."""
    with path.open("rb") as file:
        text = file.read(200).decode("utf-8-sig", "replace")
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()[:40]


def whole_zip(path: Path) -> str | None:
    """The archive is complete and its checksums are right."""
    problem = not_html(path)
    if problem:
        return problem
    try:
        with zipfile.ZipFile(path) as archive:
            bad = archive.testzip()
    except (zipfile.BadZipFile, EOFError):
        return "the archive was cut off"
    return f"the archive holds a damaged file ({bad})" if bad else None
