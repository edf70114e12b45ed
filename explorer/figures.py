"""A figure is never just a number: the dataclass that carries everything needed to judge it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any

from explorer.store import Store
from explorer.texts import spoken


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
    """Where a figure comes from, and whether its figures may be copied into a file."""

    source_id: str
    publisher: str
    title: str
    table_id: str | None
    edition: str
    licence: str
    attribution: str
    url: str
    shareable: bool


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
    note_en: str | None
    step: int | None = None
    programme_id: str | None = None
    form: str | None = None
    tags: tuple[tuple[str, str], ...] = ()

    @property
    def known(self) -> bool:
        """Is there a value, or at least a lowest and highest possible one?"""
        return self.value is not None or self.range_kind == "bounds"

    @property
    def is_forecast(self) -> bool:
        """Does it speak of a year to come?"""
        return self.horizon is not None

    def people(self, language: str) -> str:
        """Who the figure is about."""
        return spoken(self.population, self.population_en, language)

    def remark(self, language: str) -> str:
        """What must be told with it; empty when there is nothing."""
        return spoken(self.note or "", self.note_en, language)

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
             "attribution", "url", "shareable")
    return {
        row["source_id"]: Source(**row)
        for row in store.rows(f"SELECT {', '.join(names)} FROM source")
    }


# What visitors read most is kept: a page about one programme asks for little and often, and
# a class opens the same page thirty times.
_KEPT = 300
_FEW = 50

Ids = tuple[str, ...]
Gaps = tuple[tuple[str, float | None, int, str], ...]


@dataclass(frozen=True)
class FigureBook:
    """Reads figures from the store; knows all indicators and sources.

    The store does not change while it is open, so what was read for few programmes or entities
    is kept for the next visitor. A book belongs to one open store.
    """

    store: Store
    indicators: dict[str, Indicator]
    sources: dict[str, Source]
    _best: Callable[[Ids], tuple[Figure, ...]]
    _of_entities: Callable[[Ids, str | None], tuple[Figure, ...]]
    _gaps: Callable[[str, str | None], Gaps]

    @classmethod
    def of(cls, store: Store) -> FigureBook:
        """The book of an open store."""
        reader = _Reader(store, indicators(store), sources(store))
        return cls(
            store, reader.indicators, reader.sources,
            lru_cache(maxsize=_KEPT)(reader.best), lru_cache(maxsize=_KEPT)(reader.of_entities),
            lru_cache(maxsize=_KEPT)(partial(_gaps, store)),
        )

    def best(self, programme_ids: Sequence[str]) -> list[Figure]:
        """For these programmes: per form, indicator and moment the nearest figure."""
        return self._read(self._best, programme_ids)

    def of_entities(
        self, entity_ids: Sequence[str], region_id: str | None = None
    ) -> list[Figure]:
        """All figures of these entities, oldest first; with a region only those about it."""
        return self._read(self._of_entities, entity_ids, region_id)

    def nearer_gap(self, programme_id: str, figure: Figure) -> str | None:
        """Why a nearer step has no figure for this indicator, when the store knows."""
        wanted = (figure.indicator.indicator_id, figure.years_after)
        return next((reason for indicator, years, step, reason
                     in self._gaps(programme_id, figure.form)
                     if (indicator, years) == wanted and step < (figure.step or 1)), None)

    @staticmethod
    def _read(reading: Any, ids: Sequence[str], *more: str | None) -> list[Figure]:
        """A list of one's own; long requests are not kept, because they are seldom asked again."""
        read = reading if len(ids) <= _FEW else reading.__wrapped__
        return list(read(tuple(ids), *more))


def _gaps(store: Store, programme_id: str, form: str | None) -> Gaps:
    """Missing figures on the ladder of a programme with their reason, nearest first."""
    rows = store.rows(
        """
        SELECT indicator_id, years_after, step, missing_reason
        FROM ladder JOIN figure USING (entity_id)
        WHERE programme_id = $programme AND form = $form AND missing_reason IS NOT NULL
          AND region_id = 'NL01'
        ORDER BY step, measured_end DESC, figure_id
        """,
        {"programme": programme_id, "form": form},
    )
    return tuple((row["indicator_id"], row["years_after"], row["step"], row["missing_reason"])
                 for row in rows)


@dataclass(frozen=True)
class _Reader:
    """Asks the store and makes figures of the rows."""

    store: Store
    indicators: dict[str, Indicator]
    sources: dict[str, Source]

    def best(self, programme_ids: Ids) -> tuple[Figure, ...]:
        """See FigureBook.best."""
        return self._figures(self.store.rows(
            "SELECT * FROM best_figure WHERE list_contains($ids, programme_id) "
            "ORDER BY programme_id, form, indicator_id, years_after",
            {"ids": list(programme_ids)},
        ))

    def of_entities(self, entity_ids: Ids, region_id: str | None) -> tuple[Figure, ...]:
        """See FigureBook.of_entities."""
        return self._figures(self.store.rows(
            "SELECT * FROM figure WHERE list_contains($ids, entity_id) "
            "AND region_id = coalesce($region, region_id) "
            "ORDER BY indicator_id, entity_id, measured_start, years_after",
            {"ids": list(entity_ids), "region": region_id},
        ))

    def _figures(self, rows: Sequence[dict[str, Any]]) -> tuple[Figure, ...]:
        tags: dict[str, list[tuple[str, str]]] = {}
        for row in self.store.rows(
            "SELECT figure_id, crisis_id, measured_tag FROM figure_crisis JOIN crisis "
            "USING (crisis_id) WHERE list_contains($ids, figure_id) ORDER BY window_start DESC",
            {"ids": [row["figure_id"] for row in rows]},
        ):
            tags.setdefault(row["figure_id"], []).append((row["crisis_id"], row["measured_tag"]))
        return tuple(self._figure(row, tuple(tags.get(row["figure_id"], ())))
                     for row in rows)

    def _figure(self, row: dict[str, Any], tags: tuple[tuple[str, str], ...]) -> Figure:
        values = dict(row)
        indicator = self.indicators[values.pop("indicator_id")]
        source = self.sources[values.pop("source_id")]
        return Figure(indicator=indicator, source=source, tags=tags, **values)
