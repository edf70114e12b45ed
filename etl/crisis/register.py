"""What people decided about crises: the register, wage support and expert expectations.

Three small CSV files in ``data/reference/crisis/``. A row that cannot be right is refused with
its file, line and column, because every tag on the site hangs on these dates (method 1 and 10).
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from etl.crisis.quarters import Quarter, span
from etl.errors import DataError

KINDS = ("economisch", "gezondheid", "kosten")
DATING = ("hoog", "middel", "laag")
EXPECTATIONS = ("groei", "weinig", "krimp", "sterke_krimp")

_REGISTER = (
    "crisis_id", "name_nl", "name_en", "name_short_nl", "name_short_en", "kind", "window_start",
    "window_end", "dip_start", "dip_end", "evidence_nl", "evidence_en", "source", "source_en",
    "url", "dating_confidence",
)
_MAY_BE_EMPTY = ("window_end", "dip_start", "dip_end")

Key = tuple[str, str]
"""(crisis_id, industry_id)."""


@dataclass(frozen=True)
class Window:
    """Days from ``start`` to ``end``, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a window cannot end ({self.end}) before it starts ({self.start})")


@dataclass(frozen=True)
class Crisis:
    """One row of the register (method 1): the window, and in it the dip of the labour market.

    An open end (None) means that it still runs. ``dip_start`` is None when national vacancies
    never fell far enough; such a crisis has no industry effects.
    """

    crisis_id: str
    name_nl: str
    name_en: str
    name_short_nl: str
    name_short_en: str
    kind: str
    window_start: date
    window_end: date | None
    dip_start: Quarter | None
    dip_end: Quarter | None
    evidence_nl: str
    evidence_en: str
    source: str
    source_en: str
    url: str
    dating_confidence: str

    @property
    def window(self) -> Window:
        """Days of the crisis; up to the last day Python knows when it still runs."""
        return Window(self.window_start, self.window_end or date.max)

    @property
    def dip(self) -> Window | None:
        """Days of the dip, without the part of its quarters that lies outside the window.

        Corona began on 16 March 2020: January of the dip quarter 2020Q1 is not dip. Only so do
        the shares in the method's table of sources come out (NAE 2021: 54 %).
        """
        if self.dip_start is None:
            return None
        end = self.dip_end.end if self.dip_end else date.max
        return Window(max(self.dip_start.start, self.window.start), min(end, self.window.end))

    @property
    def start(self) -> Quarter:
        """c: the first crisis quarter (corona: 2020Q1)."""
        return self.dip_start or Quarter.of(self.window_start)

    @property
    def full_start(self) -> Quarter:
        """The first quarter that lies wholly in the crisis (corona: 2020Q2, not 2020Q1)."""
        return self.start if self.start.start >= self.window_start else self.start + 1


@dataclass(frozen=True)
class Base:
    """The four quarters a crisis is compared with, and what they say about its years."""

    first: Quarter
    shifted: bool
    overlaps_dip: bool

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The four quarters in time order."""
        return tuple(span(self.first, self.first + 3))

    @property
    def year(self) -> int:
        """y0: the calendar year that most base quarters lie in, the earlier one when equal."""
        return self.first.year if self.first.number <= 3 else self.first.year + 1


def base_of(crisis: Crisis, register: Sequence[Crisis], max_shift: int) -> Base:
    """The four quarters before the crisis, moved back past other dips (method 3.2 and 7).

    All four move together, so that every season is still counted once. When no dip-free year
    lies within ``max_shift`` quarters, the base stays and ``overlaps_dip`` lowers confidence.
    """
    dips = [other for other in register
            if other.crisis_id != crisis.crisis_id and other.dip_start is not None]
    for shift in range(max_shift + 1):
        first = crisis.start - 4 - shift
        if not any(_in_dip(quarter, dip) for quarter in span(first, first + 3) for dip in dips):
            return Base(first, shift > 0, False)
    return Base(crisis.start - 4, False, True)


def _in_dip(quarter: Quarter, crisis: Crisis) -> bool:
    if crisis.dip_start is None or quarter < crisis.dip_start:
        return False
    return crisis.dip_end is None or quarter <= crisis.dip_end


def load_register(path: Path) -> tuple[Crisis, ...]:
    """The crises of ``register.csv`` in order of window start; DataError for a bad row."""
    crises: list[tuple[int, Crisis]] = []
    for line, row in _rows(path, _REGISTER, _MAY_BE_EMPTY):
        crisis = _crisis(path, line, row)
        _check(path, line, crisis, [other for _, other in crises])
        crises.append((line, crisis))
    return tuple(sorted((crisis for _, crisis in crises), key=lambda item: item.window_start))


@dataclass(frozen=True)
class Known:
    """The crises and industries (CBS keys) that a row may speak of."""

    crises: Collection[str]
    industries: Collection[str]


def load_support(path: Path, known: Known | None = None) -> dict[Key, float]:
    """Share of jobs at supported firms (0 to 1) per crisis and industry (method 3.1, family S).

    With ``known`` a row about another crisis or industry is refused.
    """
    columns = ("crisis_id", "industry_id", "code", "share_pct", "period", "publisher", "url")
    found: dict[Key, float] = {}
    for line, row in _rows(path, columns):
        try:
            share = float(row["share_pct"]) / 100
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            raise _bad(path, line, "share_pct", f"«{row['share_pct']}» is not 0 to 100.")
        _add(path, line, found, row, share, known)
    return found


def load_experts(path: Path, known: Known | None = None) -> dict[Key, str]:
    """What experts expected per crisis and industry (method 3.1, family U): see EXPECTATIONS.

    Rows without an industry_id stand in the file to show what was on the list but has no CBS
    industry of its own; they are checked and left out. ``known`` is as for ``load_support``.
    """
    columns = ("crisis_id", "industry_id", "listed_as", "expectation", "date", "publisher", "url")
    found: dict[Key, str] = {}
    for line, row in _rows(path, columns, ("industry_id",)):
        if row["expectation"] not in EXPECTATIONS:
            raise _bad(path, line, "expectation", f"«{row['expectation']}» is not in "
                       f"{', '.join(EXPECTATIONS)}.")
        if row["industry_id"]:
            _add(path, line, found, row, row["expectation"], known)
    return found


def _bad(path: Path, line: int, column: str | None, problem: str) -> DataError:
    return DataError(problem, file=str(path), line=line, column=column, advice="Correct this row.")


def _add(
    path: Path, line: int, found: dict[Key, Any], row: dict[str, str], value: Any,
    known: Known | None,
) -> None:
    key = (row["crisis_id"], row["industry_id"])
    if known is not None and key[0] not in known.crises:
        raise _bad(path, line, "crisis_id", f"«{key[0]}» is not in the register of crises.")
    if known is not None and key[1] not in known.industries:
        raise _bad(path, line, "industry_id", f"«{key[1]}» is not an industry of CBS.")
    if key in found:
        raise _bad(path, line, "industry_id", f"{' '.join(key)} is already in the file.")
    found[key] = value


def _rows(
    path: Path, columns: Sequence[str], may_be_empty: Sequence[str] = ()
) -> list[tuple[int, dict[str, str]]]:
    """Line number and stripped values per row; DataError for missing columns or values."""
    try:
        handle = path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise DataError("the file cannot be opened.", file=str(path)) from error
    with handle:
        reader = csv.DictReader(handle)
        for column in columns:
            if column not in (reader.fieldnames or ()):
                raise _bad(path, 1, column, "this column is missing.")
        rows = []
        for raw in reader:
            line = reader.line_num
            if None in raw or None in raw.values():
                raise _bad(path, line, None, "the row has another number of fields than the "
                           "header.")
            row = {name: value.strip() for name, value in raw.items()}
            for column in columns:
                if not row[column] and column not in may_be_empty:
                    raise _bad(path, line, column, "the value is empty.")
            rows.append((line, row))
    return rows


def _crisis(path: Path, line: int, row: dict[str, str]) -> Crisis:
    if row["kind"] not in KINDS:
        raise _bad(path, line, "kind", f"«{row['kind']}» is not one of {', '.join(KINDS)}.")
    if row["dating_confidence"] not in DATING:
        raise _bad(path, line, "dating_confidence", f"«{row['dating_confidence']}» is not one of "
                   f"{', '.join(DATING)}.")
    start = _day(path, line, row, "window_start")
    if start is None:
        raise _bad(path, line, "window_start", "the value is empty.")
    return Crisis(
        **{name: row[name] for name in _REGISTER if "_start" not in name and "_end" not in name},
        window_start=start,
        window_end=_day(path, line, row, "window_end"),
        dip_start=_quarter(path, line, row, "dip_start"),
        dip_end=_quarter(path, line, row, "dip_end"),
    )


def _day(path: Path, line: int, row: dict[str, str], column: str) -> date | None:
    if not row[column]:
        return None
    try:
        return date.fromisoformat(row[column])
    except ValueError as error:
        raise _bad(path, line, column, f"«{row[column]}» is not a date like 2020-03-16.") from error


def _quarter(path: Path, line: int, row: dict[str, str], column: str) -> Quarter | None:
    if not row[column]:
        return None
    try:
        return Quarter.parse(row[column])
    except ValueError as error:
        raise _bad(path, line, column, f"«{row[column]}» is not a quarter like 2020Q1.") from error


def _check(path: Path, line: int, crisis: Crisis, others: list[Crisis]) -> None:
    if any(crisis.crisis_id == other.crisis_id for other in others):
        raise _bad(path, line, "crisis_id", f"{crisis.crisis_id} is already in the file.")
    if crisis.window_end is not None and crisis.window_end < crisis.window_start:
        raise _bad(path, line, "window_end", "the window ends before it starts.")
    if crisis.dip_start is None:
        if crisis.dip_end is not None:
            raise _bad(path, line, "dip_end", "the dip has an end and no start.")
        return
    if crisis.dip_end is not None and crisis.dip_end < crisis.dip_start:
        raise _bad(path, line, "dip_end", "the dip ends before it starts.")
    window = crisis.window
    if crisis.dip_start.end < window.start or crisis.dip_start.start > window.end:
        raise _bad(path, line, "dip_start", "the dip starts outside the window.")
    if crisis.dip_end is not None and crisis.dip_end.start > window.end:
        raise _bad(path, line, "dip_end", "the dip ends after the window.")
    for other in others:
        if other.dip and crisis.dip and overlap_days(crisis.dip, other.dip):
            raise _bad(path, line, "dip_start", f"the dip overlaps that of {other.crisis_id}.")


def overlap_days(one: Window, other: Window) -> int:
    """Days that two windows share."""
    first, last = max(one.start, other.start), min(one.end, other.end)
    return max(0, (last - first).days + 1)
