"""A figure is never just a number: the dataclass that carries everything needed to judge it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from explorer.store import Store


@dataclass(frozen=True)
class Indicator:
    """What is measured. ``unit`` is a key of ``formats.value_with_unit``."""

    indicator_id: str
    theme: str
    name: str
    name_en: str
    explanation: str
    explanation_en: str
    unit: str
    direction: str
    precision: float
    scale: tuple[tuple[str, float | None], ...]

    def title(self, language: str) -> str:
        """Name in the language of the page."""
        return self.name_en if language == "en" else self.name

    def explained(self, language: str) -> str:
        """The one plain line that explains it."""
        return self.explanation_en if language == "en" else self.explanation


@dataclass(frozen=True)
class Source:
    """Where a figure comes from."""

    source_id: str
    publisher: str
    title: str
    table_id: str | None
    edition: str
    licence: str
    attribution: str
    url: str


@dataclass(frozen=True)
class Figure:
    """One row of table ``figure`` with its indicator and source.

    ``value`` is None when missing, and then ``missing_reason`` says why; it is never 0 for
    missing. ``step`` is the step of the ladder it was found on for a programme (1 is the
    programme itself), or None when it was not looked up for one. ``tags`` are pairs of a
    crisis and M1 to M5 or B: was it measured in, before or after that crisis?
    """

    figure_id: str
    indicator: Indicator
    ladder_level: str
    entity_id: str
    region_id: str
    years_after: float | None
    value: float | None
    low: float | None
    high: float | None
    range_kind: str | None
    label: str | None
    n: int | None
    population: str
    population_en: str | None
    entry_start: date | None
    entry_end: date | None
    entry_assumed: bool
    measured_start: date
    measured_end: date
    measured_assumed: bool
    published: date | None
    horizon: int | None
    source: Source
    url: str | None
    status: str
    missing_reason: str | None
    note: str | None
    step: int | None = None
    programme_id: str | None = None
    form: str | None = None
    tags: tuple[tuple[str, str], ...] = ()

    @property
    def is_forecast(self) -> bool:
        """Does it speak of a year to come?"""
        return self.horizon is not None

    def people(self, language: str) -> str:
        """Who the figure is about."""
        return (self.population_en or self.population) if language == "en" else self.population

    def address(self) -> str:
        """The page where the publisher shows it."""
        return self.url or self.source.url


def indicators(store: Store) -> dict[str, Indicator]:
    """All indicators by id."""
    return {
        row["indicator_id"]: Indicator(
            **{name: row[name] for name in ("indicator_id", "theme", "name", "name_en",
                                            "explanation", "explanation_en", "unit",
                                            "direction", "precision")},
            scale=tuple((label, limit) for label, limit in json.loads(row["scale"] or "[]")),
        )
        for row in store.rows("SELECT * FROM indicator")
    }


def sources(store: Store) -> dict[str, Source]:
    """All sources by id."""
    names = ("source_id", "publisher", "title", "table_id", "edition", "licence",
             "attribution", "url")
    return {
        row["source_id"]: Source(**row)
        for row in store.rows(f"SELECT {', '.join(names)} FROM source")
    }


@dataclass(frozen=True)
class FigureBook:
    """Reads figures from the store; knows all indicators and sources."""

    store: Store
    indicators: dict[str, Indicator]
    sources: dict[str, Source]

    @classmethod
    def of(cls, store: Store) -> FigureBook:
        """The book of an open store."""
        return cls(store, indicators(store), sources(store))

    def best(self, programme_ids: Sequence[str]) -> list[Figure]:
        """For these programmes: per form, indicator and moment the nearest figure."""
        rows = self.store.rows(
            "SELECT * FROM best_figure WHERE list_contains($ids, programme_id) "
            "ORDER BY programme_id, form, indicator_id, years_after",
            {"ids": list(programme_ids)},
        )
        return self._figures(rows)

    def of_entities(self, entity_ids: Sequence[str]) -> list[Figure]:
        """All figures of these entities, oldest first."""
        rows = self.store.rows(
            "SELECT * FROM figure WHERE list_contains($ids, entity_id) "
            "ORDER BY indicator_id, entity_id, measured_start, years_after",
            {"ids": list(entity_ids)},
        )
        return self._figures(rows)

    def nearer_gap(self, programme_id: str, figure: Figure) -> str | None:
        """Why a nearer step has no figure for this indicator, when the store knows."""
        rows = self.store.rows(
            """
            SELECT missing_reason FROM ladder JOIN figure USING (entity_id)
            WHERE programme_id = $programme AND form = $form AND indicator_id = $indicator
              AND years_after IS NOT DISTINCT FROM $years AND step < $step
              AND missing_reason IS NOT NULL
            ORDER BY step, measured_end DESC LIMIT 1
            """,
            {"programme": programme_id, "form": figure.form, "step": figure.step,
             "indicator": figure.indicator.indicator_id, "years": figure.years_after},
        )
        return rows[0]["missing_reason"] if rows else None

    def _figures(self, rows: Sequence[dict[str, Any]]) -> list[Figure]:
        tags: dict[str, list[tuple[str, str]]] = {}
        for row in self.store.rows(
            "SELECT figure_id, crisis_id, measured_tag FROM figure_crisis JOIN crisis "
            "USING (crisis_id) WHERE list_contains($ids, figure_id) ORDER BY window_start DESC",
            {"ids": [row["figure_id"] for row in rows]},
        ):
            tags.setdefault(row["figure_id"], []).append((row["crisis_id"], row["measured_tag"]))
        return [self._figure(row, tuple(tags.get(row["figure_id"], ()))) for row in rows]

    def _figure(self, row: dict[str, Any], tags: tuple[tuple[str, str], ...]) -> Figure:
        values = dict(row)
        indicator = self.indicators[values.pop("indicator_id")]
        source = self.sources[values.pop("source_id")]
        return Figure(indicator=indicator, source=source, tags=tags, **values)
