"""What the page Bronnen tells: sources, what is missing and why, checks, changes, history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from explorer.store import Store
from store.attempts import Attempt, read_attempt


@dataclass(frozen=True)
class SourceLine:
    """One source: what it is, what it speaks of, and what came of the last refresh."""

    source_id: str
    publisher: str
    title: str
    table_id: str | None
    edition: str
    licence: str
    attribution: str
    url: str
    start: date
    end: date
    rows_read: int
    rows_left_out: int
    figures: int
    missing: int
    shareable: bool
    outcome: str | None
    attempted: datetime | None
    fetched: datetime | None
    message: str | None

    @property
    def house(self) -> str:
        """The first publisher of «ROA en CBS, via OCW»: under which name it is listed."""
        return self.publisher.split(",")[0].split(" en ")[0]


def source_lines(store: Store) -> list[SourceLine]:
    """All sources by publisher and title."""
    return [SourceLine(**row) for row in store.rows(
        """
        SELECT source_id, publisher, title, table_id, edition, licence, attribution, url,
               reference_start AS start, reference_end AS end,
               coalesce(loaded.rows_read, typed.rows, 0) AS rows_read,
               coalesce(loaded.rows_left_out, 0) AS rows_left_out,
               coalesce(typed.figures, 0) AS figures,
               coalesce(typed.rows - typed.figures, 0) AS missing, shareable,
               refresh.outcome, refresh.attempted, refresh.fetched, refresh.message
        FROM source
        LEFT JOIN (
            SELECT source_id, sum(rows_read) AS rows_read, sum(rows_left_out) AS rows_left_out
            FROM load GROUP BY source_id
        ) AS loaded USING (source_id)
        LEFT JOIN (
            SELECT source_id, count(*) AS rows, count(value) AS figures
            FROM figure GROUP BY source_id
        ) AS typed USING (source_id)
        LEFT JOIN refresh USING (source_id)
        ORDER BY publisher, title, edition
        """
    )]


def last_attempt(store: Store) -> Attempt | None:
    """The last attempt to refresh that published nothing, when the store is from before it."""
    attempt = read_attempt(store.path, store.data_version)
    made = datetime.fromisoformat(store.info["made_at"])
    return attempt if attempt and attempt.at >= made else None


def with_attempt(lines: Iterable[SourceLine], attempt: Attempt | None) -> list[SourceLine]:
    """The sources with what came of later attempts than the store knows of."""
    later = attempt.sources if attempt else {}
    return [replace(line, outcome=told.outcome, attempted=told.attempted, message=told.message)
            if (told := later.get(line.source_id))
            and (line.attempted is None or told.attempted > line.attempted) else line
            for line in lines]


@dataclass(frozen=True)
class NotLoaded:
    """A live source of which there are no figures."""

    source_id: str
    outcome: str
    message: str | None


def not_loaded(store: Store) -> list[NotLoaded]:
    """Live sources that were tried and gave nothing yet, for instance without a key."""
    return [NotLoaded(**row) for row in store.rows(
        "SELECT source_id, outcome, message FROM refresh ANTI JOIN source USING (source_id) "
        "ORDER BY source_id")]


def knows(store: Store, indicator_id: str) -> bool:
    """Is there a figure of this indicator about a programme, as a number or as a class?"""
    rows = store.rows(
        "SELECT 1 FROM figure WHERE indicator_id = $indicator AND ladder_level = 'programme' "
        "AND coalesce(value::VARCHAR, label) IS NOT NULL LIMIT 1", {"indicator": indicator_id})
    return bool(rows)


@dataclass(frozen=True)
class Missing:
    """Of one indicator and sector: programmes by how near their figure is."""

    indicator_id: str
    name: str
    name_en: str
    sector: str
    own: int
    borrowed: int
    none: int


def missing(store: Store) -> list[Missing]:
    """How many active programmes have a figure of their own, a borrowed one, or none."""
    return [Missing(**row) for row in store.rows(
        """
        WITH active AS (SELECT programme_id, sector::VARCHAR AS sector FROM programme WHERE active),
        total AS (SELECT sector, count(*) AS programmes FROM active GROUP BY sector),
        nearest AS (
            SELECT indicator_id, programme_id, sector, min(step) AS step
            FROM best_figure JOIN active USING (programme_id)
            WHERE value IS NOT NULL
            GROUP BY ALL
        )
        SELECT indicator_id, indicator.name, indicator.name_en, sector,
               count(*) FILTER (step = 1) AS own,
               count(*) FILTER (step > 1) AS borrowed,
               total.programmes - count(*) AS none
        FROM nearest JOIN total USING (sector) JOIN indicator USING (indicator_id)
        WHERE theme IN ('pay', 'work', 'outlook', 'internship', 'study')
        GROUP BY indicator_id, indicator.name, indicator.name_en, sector, total.programmes
        ORDER BY indicator.name, sector
        """
    )]


@dataclass(frozen=True)
class Check:
    """A quality check and what it said."""

    name: str
    level: str
    ok: bool
    detail: str


def checks(store: Store) -> list[Check]:
    """All checks, those that failed first."""
    return [Check(**row) for row in store.rows(
        "SELECT name, level, ok, detail FROM check_result ORDER BY ok, name")]


@dataclass(frozen=True)
class Moved:
    """Things of one kind that moved since the store before this one."""

    kind: str
    rows: int


def moved(store: Store) -> list[Moved]:
    """Number of things that moved, per kind, most important kind first."""
    return [Moved(**row) for row in store.rows(
        "SELECT kind, sum(rows)::INTEGER AS rows FROM change GROUP BY kind ORDER BY kind")]


@dataclass(frozen=True)
class Change:
    """One thing that moved, with names that people know."""

    kind: str
    what: str
    what_en: str | None
    of: str | None
    of_en: str | None
    before: str | None
    after: str | None
    rows: int


def changes(store: Store, kind: str, most: int) -> list[Change]:
    """The first things of one kind that moved."""
    return [Change(**row) for row in store.rows(
        """
        SELECT change.kind, coalesce(programme.name || ' (' || programme.code || ')',
                                     source.title, field.name, occupation.name, own.name,
                                     subject) AS what,
               coalesce(field.name_en, occupation.name_en, own.name_en) AS what_en,
               indicator.name AS of, indicator.name_en AS of_en, before, after, rows
        FROM change
        LEFT JOIN programme ON programme.programme_id = subject
        LEFT JOIN source ON source.source_id = subject
        LEFT JOIN field ON field.field_id = split_part(subject, '|', 1)
        LEFT JOIN occupation ON occupation.occupation_id = subject
        LEFT JOIN indicator AS own ON own.indicator_id = subject
        LEFT JOIN indicator ON indicator.indicator_id = change.indicator_id
                           AND change.indicator_id <> subject
        WHERE change.kind = $kind
        ORDER BY change_id LIMIT $most
        """,
        {"kind": kind, "most": most},
    )]


@dataclass(frozen=True)
class Publication:
    """A store that was published here."""

    number: int
    made_at: datetime
    made_by: str
    data_version: str
    programmes: int
    figures: int
    changes: int | None


def publications(store: Store) -> list[Publication]:
    """Newest first."""
    return [Publication(**row) for row in store.rows(
        "SELECT number, made_at, made_by, data_version, programmes, figures, changes "
        "FROM history ORDER BY number DESC LIMIT 20")]
