"""Programmes with what search and filters need: level, forms, places, institutions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from explorer.search_words import fold
from explorer.store import Store
from explorer.texts import spoken


@dataclass(frozen=True)
class Programme:
    """A programme and where it is offered now (mbo: with students in the newest file)."""

    programme_id: str
    code: str
    sector: str
    level: str
    name: str
    name_en: str | None
    forms: tuple[str, ...]
    field_id: str | None
    field_name: str | None
    field_name_en: str | None
    isced_id: str | None
    dossier: str | None
    dossier_id: str | None
    domein: str | None
    mbo_kind: str | None
    funding: str
    active: bool
    intake_end: str | None
    register_date: str
    source_id: str
    study_load: int | None
    profession_requirements: bool | None
    institutions: frozenset[str]
    provinces: frozenset[str]
    places: frozenset[str]

    @property
    def current(self) -> bool:
        """Can one still start it, as far as the register tells?"""
        return self.active and self.mbo_kind in (None, "kwalificatie")

    def title(self, language: str) -> str:
        """Dutch name; in English the register's English name stands behind it."""
        if language == "en" and self.name_en and self.name_en != self.name:
            return f"{self.name} ({self.name_en})"
        return self.name

    def field(self, language: str) -> str:
        """Name of the study field; empty when it has none."""
        return spoken(self.field_name or "", self.field_name_en, language)


@dataclass(frozen=True)
class Offering:
    """A programme at an institution in a town, in one form."""

    institution_id: str
    institution: str
    place: str
    province: str | None
    form: str | None
    students: int | None
    intake_end: str | None
    funding: str | None
    website: str | None = None
    source_id: str = ""


_QUERY = """
WITH offered AS (
    SELECT
        offering.programme_id,
        list(DISTINCT institution_id) AS institutions,
        list(DISTINCT place.provincie_id) FILTER (place.provincie_id IS NOT NULL) AS provinces,
        list(DISTINCT coalesce(place.name, offering.place_id))
            FILTER (offering.place_id IS NOT NULL) AS places
    FROM offering
    LEFT JOIN place USING (place_id)
    JOIN programme ON programme.programme_id = offering.programme_id
    -- A mbo programme counts as offered where it had students in the newest year; when it had
    -- none anywhere, all places where it once was are kept.
    WHERE students IS NULL OR students > 0 OR NOT programme.active
    GROUP BY offering.programme_id
)
SELECT
    programme.programme_id, programme.code, sector, level, programme.name, programme.name_en,
    programme.form AS forms, programme.field_id, field.name AS field_name,
    field.name_en AS field_name_en, isced_id, dossier, dossier_id, domein, mbo_kind, funding,
    active, CAST(intake_end AS VARCHAR) AS intake_end,
    CAST(register_date AS VARCHAR) AS register_date, programme.source_id,
    study_load, profession_requirements,
    coalesce(institutions, []) AS institutions, coalesce(provinces, []) AS provinces,
    coalesce(places, []) AS places
FROM programme
LEFT JOIN field USING (field_id)
LEFT JOIN offered USING (programme_id)
ORDER BY programme.name, level, programme.programme_id
"""


def all_programmes(store: Store) -> dict[str, Programme]:
    """Every programme by id, in order of name."""
    return {
        row["programme_id"]: Programme(
            **{
                **row,
                "forms": tuple(row["forms"]),
                "institutions": frozenset(row["institutions"]),
                "provinces": frozenset(row["provinces"]),
                "places": frozenset(row["places"]),
            }
        )
        for row in store.rows(_QUERY)
    }


def offerings(store: Store, programme_id: str) -> list[Offering]:
    """Where a programme is offered, by institution and town; ended ones last."""
    rows = store.rows(
        """
        SELECT institution_id, institution.name AS institution,
               coalesce(place.name, offering.place_id, '') AS place, region.name AS province,
               form, students, CAST(intake_end AS VARCHAR) AS intake_end, funding, website,
               offering.source_id
        FROM offering
        JOIN institution USING (institution_id)
        LEFT JOIN place ON place.place_id = offering.place_id
        LEFT JOIN region ON region.region_id = place.provincie_id
        WHERE programme_id = $programme AND coalesce(students, 1) > 0
        ORDER BY institution, place, form
        """,
        {"programme": programme_id},
    )
    return [Offering(**row) for row in rows]


def successors(store: Store) -> dict[str, str]:
    """Old mbo qualification -> the one that replaced it."""
    return {row["programme_id"]: row["successor_id"]
            for row in store.rows("SELECT programme_id, successor_id FROM successor")}


def institution_names(store: Store) -> dict[str, str]:
    """BRIN -> name."""
    return {row["institution_id"]: row["name"]
            for row in store.rows("SELECT institution_id, name FROM institution ORDER BY name")}


def region_names(store: Store, kind: str, language: str) -> dict[str, str]:
    """Region id -> name, of one kind, in order of name."""
    names = {row["region_id"]: spoken(row["name"], row["name_en"], language) for row in store.rows(
        "SELECT region_id, name, name_en FROM region WHERE kind = $kind", {"kind": kind})}
    return dict(sorted(names.items(), key=lambda item: item[1]))


def place_provinces(store: Store) -> dict[str, str]:
    """Town with a school -> its province."""
    return {row["name"]: row["provincie_id"] for row in store.rows(
        "SELECT name, provincie_id FROM place ORDER BY place_id DESC")}


def synonyms(store: Store) -> dict[str, tuple[str, ...]]:
    """What people type -> words in programme names."""
    found: dict[str, list[str]] = {}
    for row in store.rows("SELECT term, target FROM synonym ORDER BY term, target"):
        found.setdefault(row["term"], []).append(row["target"])
    return {term: tuple(targets) for term, targets in found.items()}


def namesakes(programmes: Iterable[Programme]) -> dict[str, tuple[str, ...]]:
    """Codes of other programmes that one can start with the same name and level, by programme."""
    groups: dict[tuple[str, str], list[Programme]] = {}
    for programme in programmes:
        if programme.current:
            groups.setdefault((fold(programme.name), programme.level), []).append(programme)
    return {item.programme_id: tuple(other.code for other in group if other is not item)
            for group in groups.values() if len(group) > 1 for item in group}
