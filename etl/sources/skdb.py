"""Studiekeuzedatabase (LCSK), version 1: pay and work after hbo and wo.

Needs a token of your own (header ``Authorization: Bearer secret-token:<jwt>``). The answer is a
plain JSON array with one object per programme of an institution. Whether it pages is not
documented, so an envelope with a next address is followed, and a suspiciously round number of
rows is followed by asking for page 2. Which fields are about pay and work is found when reading
(``skdb_fields.py``) and told in the load log.

What the publisher says of its figures: asked of former students a year and a half after
graduation (HBO-Monitor; for wo the national survey of alumni, of masters), per group of like
programmes (SOI) and form, for the whole country; hidden below 20 respondents. They may be
shown with «Bron: Studiekeuzedatabase (LCSK)», and the table may not be passed on: the source is
not shareable. A download of a comparison may cite single figures.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.sources.skdb_fields import Leaf, field_of, leaves, looks_like_year, preference
from store.connection import one_row

_SQL = Path(__file__).with_name("skdb_figures.sql")
_ROUND = {50, 100, 200, 250, 500, 1000, 2000, 2500, 5000}
_MOST_PAGES = 1000
_COUNTS = ("total", "totaal", "count", "aantal", "totalcount", "totalitems", "odatacount")
_ADVICE = "The Studiekeuzedatabase may have changed; look at its documentation."
_CODES = ("crohoCode", "croho", "opleidingCode", "isatCode", "erkendeOpleidingCode")
_SCHOOLS = ("instellingCode", "brin", "brinnummer", "instellingBrin")


def authorization(token: str) -> str:
    """The header for a token that was given with or without its prefixes."""
    bare = re.sub(r"^(bearer\s+)?(secret-token:)?", "", token.strip(), flags=re.IGNORECASE)
    return f"Bearer secret-token:{bare}"


def fetch(fetching: Fetching) -> None:
    """All pages of the programmes."""
    fetching.write("year.txt", str(date.today().year))
    headers = {"Authorization": authorization(fetching.secret or "")}
    path: str | None = str(fetching.options["path"])
    base, linked = str(path), False
    pages = _Pages()
    while path:
        number = len(pages.rows) + 1
        name = f"page_{number:04}.json"
        answer = fetching.json(path, name, headers=headers)
        rows, following = page(answer)
        if number > 1 and not linked and (not rows or pages.before(rows)):
            # The page after the last one: nothing, or the same again.
            (fetching.folder / name).unlink()
            break
        pages.add(answer, rows, path)
        if number >= _MOST_PAGES:
            raise DataError(f"more than {_MOST_PAGES} pages.", file=base, advice=_ADVICE)
        linked = bool(following)
        path = following or (f"{base}?page={number + 1}" if len(rows) in _ROUND else None)
        if path and not linked:
            fetching.note(f"{len(rows)} rows look like a page, so page {number + 1} was asked for")
            if not _exists(fetching, path, headers):
                break
    if remark := pages.check(base):
        fetching.note(remark)


class _Pages:
    """The pages so far: none may come twice, and together they hold what the publisher counts."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self._told: list[int | None] = []
        self._seen: dict[str, int] = {}

    def before(self, rows: list[dict[str, Any]]) -> int | None:
        """The number of the page that held the same rows, if there was one."""
        return self._seen.get(json.dumps(rows, sort_keys=True))

    def add(self, answer: Any, rows: list[dict[str, Any]], path: str) -> None:
        """Count a page; one that came before is a DataError."""
        number = len(self.rows) + 1
        if rows and (same := self.before(rows)):
            which = "the one before" if same == number - 1 else f"page {same}"
            raise DataError(f"page {number} is the same as {which}.", file=path,
                            advice="Try again later; the publisher's pages are out of order.")
        self._seen[json.dumps(rows, sort_keys=True)] = number
        self.rows.append(len(rows))
        self._told.append(_count(answer))

    def check(self, base: str) -> str | None:
        """Stop when rows are missing; returns what could not be checked."""
        told = [count for count in self._told if count is not None]
        # A publisher may count the rows of each page instead of all of them.
        if told and self._told != self.rows:
            if sum(self.rows) != told[-1]:
                raise DataError(f"{sum(self.rows)} rows came where the publisher counts "
                                f"{told[-1]}.", file=base,
                                advice="A page is missing; try again later.")
        elif len(self.rows) > 1 and self.rows[-1] == self.rows[0]:
            return ("the last page is as full as the first and nothing tells how many rows there "
                    "are, so that none is missing could not be checked")
        return None


def _count(answer: Any) -> int | None:
    """How many rows the publisher says there are, under one of the usual names."""
    if not isinstance(answer, dict):
        return None
    for key, value in answer.items():
        name = re.sub(r"[^a-z]", "", str(key).lower())
        if isinstance(value, int) and name in _COUNTS:
            return value
    return None


def _exists(fetching: Fetching, path: str, headers: dict[str, str]) -> bool:
    """Does a page that we only suspect exist? A publisher without pages refuses it."""
    try:
        fetching.json(path, "suspected.json", headers=headers)
    except DataError as error:
        if re.search(r"answered 4\d\d", error.problem):
            return False
        raise
    return True


def page(answer: Any) -> tuple[list[dict[str, Any]], str | None]:
    """Rows of an answer and the address of the next page: a plain array, or one in an envelope."""
    if isinstance(answer, list):
        return [row for row in answer if isinstance(row, dict)], None
    if not isinstance(answer, dict):
        raise DataError("this is neither a list nor an object.", file="opleidingen",
                        advice=_ADVICE)
    lists = [value for value in answer.values() if isinstance(value, list)
             and all(isinstance(row, dict) for row in value)]
    if not lists:
        raise DataError(f"no list of programmes among {', '.join(map(str, answer))[:200]}.",
                        file="opleidingen", advice=_ADVICE)
    return max(lists, key=len), _next(answer)


def _next(answer: dict[str, Any]) -> str | None:
    """The next address under one of the usual names, also inside «links»."""
    for key, value in answer.items():
        name = str(key).lower()
        if isinstance(value, str) and value and ("nextlink" in name or name in (
                "next", "nextpage", "volgende")) and "/" in value:
            return value
        if isinstance(value, dict) and name in ("links", "_links", "paging", "next") and (
                found := value.get("href") or _next(value)):
            return str(found)
    return None


def read(reading: LiveReading) -> None:
    """Fields about pay and work -> ``live.figure`` and ``live.programme_group``."""
    programmes = list(_programmes(reading.folder))
    numbers: dict[str, set[float]] = defaultdict(set)
    for _, found in programmes:
        for leaf in found:
            of_path = numbers[leaf.path]  # also a path without any number is told
            if leaf.number is not None:
                of_path.add(leaf.number)
    chosen, told = _chosen({path for path, values in numbers.items() if field_of(path)
                            and not looks_like_year(values)})
    if not chosen:
        names = sorted(numbers)
        raise DataError("no field about pay or work was found. Numbers are in: "
                        f"{', '.join(names)[:600]}.", file="page_0001.json", advice=_ADVICE)
    rows = list(_rows(programmes, chosen))
    content = b"".join(path.read_bytes() for path in sorted(reading.folder.glob("page_*.json")))
    reading.records("skdb", reading.folder / "opleidingen", content, rows)
    reading.leave_out("skdb", "padded_code(code, 5) IS NULL", "programme without a croho code")
    for text in told:
        reading.warn("skdb", text)
    year = int((reading.folder / "year.txt").read_text(encoding="utf-8"))
    reading.connection.execute(
        "CREATE OR REPLACE TABLE stage.skdb_year AS SELECT $year::INTEGER - 1 AS year",
        {"year": year})
    reading.connection.execute(_SQL.read_text(encoding="utf-8"))
    for problem, query in (
        ("values outside what is possible, left out",
         "SELECT count(*) FROM stage.skdb_value WHERE indicator_id IS NULL AND number IS NOT NULL"),
        ("programmes and forms where schools differ: those are figures of the school",
         "SELECT count(*) FROM stage.skdb_group WHERE kinds > 1"),
    ):
        (number,) = one_row(reading.connection, query)
        if number:
            reading.warn("skdb", f"{number} {problem}")
    reading.describe(edition=f"opgehaald in {year}", reference_start=date(year - 1, 1, 1),
                     reference_end=date(year - 1, 12, 31))


def _programmes(folder: Path) -> Iterator[tuple[dict[str, Any], list[Leaf]]]:
    for path in sorted(folder.glob("page_*.json")):
        rows, _ = page(json.loads(path.read_text(encoding="utf-8-sig")))
        for row in rows:
            if not any(key in row for key in _CODES):
                raise DataError("this column is missing.", file=path.name, column=_CODES[0],
                                advice=_ADVICE)
            yield row, list(leaves(row))


def _chosen(paths: set[str]) -> tuple[dict[str, tuple[str, bool]], list[str]]:
    """Per path what it is about; of several about the same, one. And what to tell of it."""
    groups: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for path in paths:
        if found := field_of(path):
            groups[found.about, found.is_count].append(path)
    chosen: dict[str, tuple[str, bool]] = {}
    told = []
    for (about, is_count), names in sorted(groups.items()):
        best = _same_but_form(sorted(names, key=preference))
        chosen |= dict.fromkeys(best, (about, is_count))
        told.append(f"{'number of people' if is_count else 'figure'} {about}: "
                    f"{', '.join(best)}")
        if others := [name for name in names if name not in best]:
            told.append(f"also about {about}, not used: {', '.join(sorted(others))}"[:400])
    if all(is_count for _, is_count in chosen.values()):
        return {}, []
    return chosen, told


def _same_but_form(names: list[str]) -> list[str]:
    """The first name, and those that differ from it only in voltijd, deeltijd or duaal."""

    def bare(name: str) -> str:
        return re.sub("voltijd|deeltijd|duaal", "", name.lower())

    return [name for name in names if bare(name) == bare(names[0])]


def _rows(
    programmes: Iterable[tuple[dict[str, Any], list[Leaf]]], chosen: dict[str, tuple[str, bool]]
) -> Iterator[dict[str, Any]]:
    """One row per programme, school, form and subject, with its number of people."""
    for row, found in programmes:
        values: dict[tuple[str, str | None], dict[str, float | None]] = defaultdict(dict)
        for leaf in found:
            if leaf.path in chosen:
                about, is_count = chosen[leaf.path]
                values[about, leaf.form]["people" if is_count else "number"] = leaf.number
        for (about, form), pair in values.items():
            if "number" in pair:
                yield {"code": _first(row, _CODES, r"\d{1,5}"), "form": form, "about": about,
                       "school": _first(row, _SCHOOLS, r"\d{2}[A-Za-z0-9]{2}"),
                       "number": pair["number"], "people": pair.get("people")}


def _first(row: dict[str, Any], names: Iterable[str], pattern: str) -> str | None:
    """The first of these fields that looks like what it should be."""
    texts = (str(row[name]).strip() for name in names if row.get(name) is not None)
    return next((text.upper() for text in texts if re.fullmatch(pattern, text)), None)
