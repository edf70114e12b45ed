"""The work that a programme leads to: occupation groups with their outlook, and industries.

Every link says how strong it is, on what it rests (our own judgement, a register or a table of
CBS) and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from explorer.figures import Figure, FigureBook
from explorer.store import Store
from explorer.texts import spoken

OUTLOOK = "outlook_itkb"
NATION = "NL01"


class Linked:
    """What every link has: a name and a reason, in both languages."""

    name: str
    name_en: str | None
    reason: str
    reason_en: str | None

    def title(self, language: str) -> str:
        """Name in the language of the page."""
        return spoken(self.name, self.name_en, language)

    def why(self, language: str) -> str:
        """The reason of the link in the language of the page."""
        return spoken(self.reason, self.reason_en, language)


@dataclass(frozen=True)
class Occupation(Linked):
    """An occupation group that a programme leads to, with the newest figures about it.

    ``weight`` is the share of people with the programme who work in it, 0 to 1. ``earlier`` are
    the outlooks of earlier editions of the forecast, newest first.
    """

    occupation_id: str
    name: str
    weight: float
    strength: str
    reason: str
    own_judgement: bool
    figures: dict[str, Figure]
    earlier: tuple[Figure, ...] = ()
    name_en: str | None = None
    reason_en: str | None = None


def occupations(book: FigureBook, programme_id: str) -> list[Occupation]:
    """Occupation groups of a programme, heaviest first; empty when it is too broad to say."""
    return occupations_of(book, [programme_id])[programme_id]


def occupations_of(
    book: FigureBook, programme_ids: Sequence[str]
) -> dict[str, list[Occupation]]:
    """The same for several programmes at once."""
    rows = book.store.rows(
        """
        SELECT programme_id, to_id, occupation.name, name_en, weight, strength, reason, reason_en,
               basis = 'own_judgement' AS own
        FROM link JOIN occupation ON occupation_id = to_id
        WHERE list_contains($programmes, programme_id) AND link.kind = 'occupation'
          AND strength <> 'geen'
        ORDER BY weight DESC, occupation.name
        """,
        {"programmes": list(programme_ids)},
    )
    known: dict[str, list[Figure]] = {}
    for figure in book.of_entities(sorted({row["to_id"] for row in rows}), NATION):
        known.setdefault(figure.entity_id, []).append(figure)
    found: dict[str, list[Occupation]] = {item: [] for item in programme_ids}
    for row in rows:
        newest, earlier = _editions(known.get(row["to_id"], ()))
        found[row["programme_id"]].append(Occupation(
            row["to_id"], row["name"], row["weight"], row["strength"], row["reason"],
            row["own"], newest, earlier, row["name_en"], row["reason_en"]))
    return found


def _editions(figures: Iterable[Figure]) -> tuple[dict[str, Figure], tuple[Figure, ...]]:
    """The newest figure of every indicator, and earlier outlooks with the newest first."""
    newest: dict[str, Figure] = {}
    outlooks = []
    for figure in figures:  # oldest first
        newest[figure.indicator.indicator_id] = figure
        if figure.indicator.indicator_id == OUTLOOK:
            outlooks.append(figure)
    return newest, tuple(reversed(outlooks[:-1]))


def outlooks_of_all(store: Store, like: Figure) -> list[tuple[str, float, str | None]]:
    """(occupation, value, class) of every occupation group in the edition of this outlook."""
    rows = store.rows(
        """
        SELECT entity_id, value, label
        FROM figure JOIN occupation ON occupation_id = entity_id
        WHERE indicator_id = $indicator AND source_id = $source AND measured_start = $made
          AND region_id = $region AND value IS NOT NULL
        ORDER BY value, entity_id
        """,
        {"indicator": like.indicator.indicator_id, "source": like.source.source_id,
         "made": like.measured_start, "region": like.region_id},
    )
    return [(row["entity_id"], row["value"], row["label"]) for row in rows]


@dataclass(frozen=True)
class LinkedIndustry(Linked):
    """An industry where people with this programme work.

    ``weight`` is the share of them, 0 to 1. ``parent`` is the section that the industry belongs
    to, or None for a section itself.
    """

    industry_id: str
    name: str
    code: str
    parent: str | None
    weight: float
    strength: str
    reason: str
    own_judgement: bool
    name_en: str | None = None
    reason_en: str | None = None


def industries(store: Store, programme_id: str) -> list[LinkedIndustry]:
    """Industries of a programme, strongest and then heaviest first; empty when too broad to say."""
    rows = store.rows(
        """
        SELECT industry_id, industry.name, name_en, code, industry.parent, weight, strength, reason,
               reason_en, basis = 'own_judgement' AS own_judgement
        FROM link JOIN industry ON industry_id = substr(to_id, 5)
        WHERE programme_id = $programme AND link.kind = 'industry' AND strength <> 'geen'
        ORDER BY strength, weight DESC, industry.name
        """,
        {"programme": programme_id},
    )
    return [LinkedIndustry(**row) for row in rows]


def own_estimate(store: Store, programme_id: str, language: str) -> list[tuple[str, float]]:
    """Name and share (0 to 1) of the industries we thought of ourselves, where a count is used."""
    rows = store.rows(
        """
        SELECT industry.name, name_en, weight
        FROM link_check AS link JOIN industry ON industry_id = substr(to_id, 5)
        WHERE programme_id = $programme AND link.kind = 'industry' AND basis = 'own_judgement'
        ORDER BY weight DESC, industry.name
        """,
        {"programme": programme_id},
    )
    return [(spoken(row["name"], row["name_en"], language), row["weight"]) for row in rows]


@dataclass(frozen=True)
class CountedIn(Linked):
    """The study field, or the chamber or segment of SBB, that a programme is counted in."""

    kind: str
    name: str
    strength: str
    reason: str
    own_judgement: bool
    name_en: str | None = None
    reason_en: str | None = None


def counted_in(store: Store, programme_id: str) -> list[CountedIn]:
    """Study field first, then for mbo the part of SBB whose internship figures stand in."""
    rows = store.rows(
        """
        SELECT CAST(link.kind AS VARCHAR) AS kind,
               coalesce(field.name || ' (' || field.code || ')', split_part(to_id, ':', 2)) AS name,
               coalesce(field.name_en || ' (' || field.code || ')', english_name.name_en)
                   AS name_en,
               strength, reason, reason_en, basis = 'own_judgement' AS own_judgement
        FROM link
        LEFT JOIN field ON field_id = to_id
        LEFT JOIN english_name ON name_id = to_id
        WHERE programme_id = $programme AND strength <> 'geen'
          AND link.kind IN ('field', 'internship_segment')
        ORDER BY link.kind
        """,
        {"programme": programme_id},
    )
    return [CountedIn(**row) for row in rows]


def why_none(store: Store, programme_id: str, language: str) -> dict[str, str]:
    """Why no occupation or industry is named, per kind; empty when both are."""
    rows = store.rows(
        "SELECT CAST(kind AS VARCHAR) AS kind, reason, reason_en FROM link "
        "WHERE programme_id = $programme AND strength = 'geen' "
        "AND kind IN ('occupation', 'industry')",
        {"programme": programme_id},
    )
    return {row["kind"]: spoken(row["reason"], row["reason_en"], language) for row in rows}
