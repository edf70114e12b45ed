"""Figures of one programme at a school or in a region, which no other programme borrows."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.figures import Figure, FigureBook


@dataclass(frozen=True)
class LocalFigures:
    """A school (with its learning path, when the figures tell them apart) or a region.

    ``figures`` is by indicator: the newest of each.
    """

    name: str
    form: str | None
    figures: dict[str, Figure]


def school_figures(book: FigureBook, programme_id: str) -> list[LocalFigures]:
    """Figures per school, in order of name; empty when there are none."""
    rows = book.store.rows(
        """
        SELECT DISTINCT entity_id, institution.name, nullif(split_part(entity_id, '|', 3), '')
               AS form
        FROM figure
        JOIN institution ON institution_id = split_part(entity_id, '|', 2)
        WHERE ladder_level = 'offering' AND starts_with(entity_id, $programme || '|')
        ORDER BY institution.name, form
        """,
        {"programme": programme_id},
    )
    found: dict[str, dict[str, Figure]] = {}
    for figure in book.of_entities([row["entity_id"] for row in rows]):
        if figure.region_id == "NL01":
            found.setdefault(figure.entity_id, {})[figure.indicator.indicator_id] = figure
    return [LocalFigures(row["name"], row["form"], found[row["entity_id"]])
            for row in rows if row["entity_id"] in found]


def regional_figures(book: FigureBook, programme_id: str) -> list[LocalFigures]:
    """Figures of the programme per region, in order of name; empty when there are none."""
    rows = book.store.rows(
        """
        SELECT DISTINCT entity_id, region_id, region.name,
               nullif(split_part(entity_id, '|', 2), '') AS form
        FROM figure JOIN region USING (region_id)
        WHERE ladder_level = 'programme' AND region_id <> 'NL01'
          AND (entity_id = $programme OR starts_with(entity_id, $programme || '|'))
        ORDER BY region.name, form
        """,
        {"programme": programme_id},
    )
    found: dict[tuple[str, str], dict[str, Figure]] = {}
    for figure in book.of_entities(sorted({row["entity_id"] for row in rows})):
        key = (figure.entity_id, figure.region_id)
        found.setdefault(key, {})[figure.indicator.indicator_id] = figure
    return [LocalFigures(row["name"], row["form"], found[row["entity_id"], row["region_id"]])
            for row in rows]
