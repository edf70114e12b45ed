"""Rows of an own file -> figures, or all that is wrong with them.

Nothing is guessed: a programme, school, region or value that is not understood is a problem of
that row, and one problem anywhere means that no row is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

import duckdb

from etl.own import values
from etl.own.columns import MEASURE, REQUIRED, Measure
from etl.own.known import Known, Programme
from etl.own.problems import Problem
from etl.own.sheet import Row
from etl.own.sources import source_id_of
from etl.own.values import Wrong
from etl.sources.sbb_classes import CLASSES, YEARS_AHEAD

T = TypeVar("T")


@dataclass(frozen=True)
class Figures:
    """The figures of some rows (columns of table ``figure``) and what is wrong with the rest."""

    records: tuple[dict[str, Any], ...]
    problems: tuple[Problem, ...]


def figures(rows: Sequence[Row], workspace: duckdb.DuckDBPyConnection) -> Figures:
    """All rows of one or more files; ``pub`` and ``ref`` of the workspace must be filled."""
    known = Known.of(workspace)
    records: list[dict[str, Any]] = []
    problems: list[Problem] = []
    seen: dict[str, Row] = {}
    for row in rows:
        reader = _RowReader(row, known)
        record = reader.record()
        problems += reader.problems
        if record is None:
            continue
        other = seen.setdefault(record["figure_id"], row)
        if other is not row:
            problems.append(Problem(row.file, row.line, "cijfer",
                                    f"the same figure is on line {other.line} of {other.file}.",
                                    "Keep one of the two."))
        records.append(record)
    return Figures(tuple(records), tuple(problems))


class _RowReader:
    """Reads one row and keeps every problem it meets, so that all are told at once."""

    def __init__(self, row: Row, known: Known) -> None:
        self.row = row
        self.known = known
        self.problems: list[Problem] = []

    def record(self) -> dict[str, Any] | None:
        """The figure, or None when anything is wrong."""
        row = self.row
        for name in REQUIRED:
            if not row[name]:
                self.wrong(name, "this must be filled in.", "Fill it in, or remove the row.")
        programme = self.read("opleiding", self.known.programme)
        school = self.read("school", self.known.school)
        form = self.form(programme)
        measure = self.read("cijfer", _measure)
        region = self.read("regio", self.known.region) or "NL01"
        value = self.value(measure)
        start, end = self.window()
        years = self.read("jaren_na", values.years_after)
        people = self.read("aantal", lambda text: values.count(
            text, self.known.indicator[measure.indicator_id].min_n if measure else 1))
        source = self.read("bron", values.plain_text)
        url = self.read("url", values.web_address)
        group = self.read("groep", values.plain_text)
        note = self.read("opmerking", values.plain_text)
        if self.problems:
            return None
        assert programme and measure and start and end and source
        entity = "|".join(filter(None, (programme.programme_id, school, form)))
        left = _left(start, end, years)
        forecast = measure.indicator_id == "work_chance_sbb"
        names = [programme.name, self.known.schools.get(school or ""), form]
        people_nl = ", ".join(filter(None, names))
        return {
            "figure_id": ":".join(map(str, (source_id_of(source), measure.indicator_id, entity,
                                            region, years, start, end))),
            "indicator_id": measure.indicator_id,
            "ladder_level": "offering" if school else "programme",
            "entity_id": entity, "region_id": region, "years_after": years, "value": value,
            "label": CLASSES[int(value) - 1] if measure.kind == "class" and value else None,
            "n": people, "population": group or people_nl,
            "population_en": None if group else ", ".join(
                filter(None, [programme.name_en or programme.name, *names[1:]])),
            "entry_start": left[0], "entry_end": left[1], "entry_assumed": left[0] is not None,
            "measured_start": start, "measured_end": end, "measured_assumed": False,
            # What SBB says of work is a forecast, made when it was measured.
            "published": end if forecast else None,
            "horizon": end.year + YEARS_AHEAD if forecast else None,
            "status": "F" if forecast else "A",
            "source_id": source_id_of(source), "publisher": source, "url": url,
            "note": note or None, "file": row.file,
        }

    def wrong(self, column: str, what: str, advice: str) -> None:
        """Keep a problem of this row."""
        self.problems.append(Problem(self.row.file, self.row.line, column, what, advice))

    def read(self, column: str, parse: Callable[[str], T]) -> T | None:
        """The value of a cell; None when it is empty or wrong."""
        if not self.row[column]:
            return None
        try:
            return parse(self.row[column])
        except Wrong as error:
            self.wrong(column, error.what, error.advice)
            return None

    def form(self, programme: Programme | None) -> str | None:
        """bol or bbl; a programme of hbo or wo has no learning path."""
        text = self.row["leerweg"].lower()
        if not text:
            return None
        if programme and programme.sector != "mbo":
            self.wrong("leerweg", f"«{text[:40]}» is only for mbo.", "Leave it empty.")
        elif text not in ("bol", "bbl"):
            self.wrong("leerweg", f"«{text[:40]}» is not a learning path.",
                       "Write bol or bbl, or leave it empty.")
        return text

    def value(self, measure: Measure | None) -> float | None:
        """The value in the unit of its indicator."""
        if measure is None:
            return None
        limits = self.known.indicator[measure.indicator_id]
        return self.read("waarde", {
            "class": lambda text: float(values.chance_class(text)),
            "percent": values.share,
            "amount": lambda text: values.amount(text, limits.lowest, limits.highest),
        }[measure.kind])

    def window(self) -> tuple[date | None, date | None]:
        """First and last day of the measurement, which cannot lie in the future."""
        start = self.read("gemeten_van", lambda text: values.day(text, last=False))
        end = self.read("gemeten_tot", lambda text: values.day(text, last=True))
        if end and end > date.today():
            self.wrong("gemeten_tot", f"{end} is in the future.",
                       "A measurement ends today or earlier; write the last day that is in it.")
        if start and end and start > end:
            self.wrong("gemeten_tot", f"{end} is before the first day, {start}.",
                       "Put the earlier day in gemeten_van.")
        return start, end


def _measure(text: str) -> Measure:
    name = text.lower().replace(" ", "_")
    if name not in MEASURE:
        raise Wrong(f"«{text[:40]}» is not a figure that we know.",
                    f"Write one of {', '.join(MEASURE)}.")
    return MEASURE[name]


def _left(start: date, end: date, years: float | None) -> tuple[date | None, date | None]:
    """When these people left school, as follows from the moment of asking: our assumption."""
    if years is None:
        return None, None
    before = timedelta(days=round(365.25 * years))
    return start - before, end - before
