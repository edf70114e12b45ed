"""What moved between two stores: programmes, figures, definitions, coverage, tags, editions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.errors import DataError
from store.schema import ENUMS, SCHEMA_VERSION

# A figure has changed when it is in another class, or more than this share away.
SHARE = 0.10


@dataclass(frozen=True)
class Change:
    """One thing that moved; the columns of table ``change`` without its number."""

    kind: str
    subject: str
    indicator_id: str | None = None
    region_id: str | None = None
    years_after: float | None = None
    before: str | None = None
    after: str | None = None
    rows: int = 1


def diff(old: Path, new: Path) -> list[Change]:
    """All changes from one store to another, in the order of ``change_kind``.

    Raises DataError when a file is missing, is not a store or has another schema version.
    """
    connection = duckdb.connect(":memory:")
    try:
        for name, path in (("old", old), ("new", new)):
            _attach(connection, name, path)
        changes = [*_plain(connection), *_definitions(connection), *_figures(connection)]
    finally:
        connection.close()
    order = ENUMS["change_kind"]
    return sorted(changes, key=lambda change: (
        order.index(change.kind), change.subject, change.indicator_id or "",
        change.region_id or "", change.years_after or 0.0, change.before or ""))


def summary(changes: Iterable[Change]) -> dict[str, int]:
    """Number of things that moved per kind, kinds in their fixed order."""
    counts = dict.fromkeys(ENUMS["change_kind"], 0)
    for change in changes:
        counts[change.kind] += change.rows
    return {kind: count for kind, count in counts.items() if count}


def _attach(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    if not path.is_file():
        raise DataError("there is no store here.", file=str(path),
                        advice="«python -m etl history» says which stores there are.")
    quoted = str(path).replace("'", "''")
    try:
        connection.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")
        row = connection.execute(
            f"SELECT value FROM {name}.store_info WHERE key = 'schema_version'").fetchone()
    except duckdb.Error as error:
        raise DataError("this is not a store that can be opened.", file=str(path),
                        advice="Give a file that «python -m etl» made.") from error
    if row is None or row[0] != SCHEMA_VERSION:
        raise DataError(
            f"this store has schema version {row[0] if row else 'none'}, this program needs "
            f"{SCHEMA_VERSION}.", file=str(path),
            advice="It was made by another version of the program and cannot be compared.")


_PLAIN = """
    SELECT 'programme_new' AS kind, programme_id AS subject, NULL AS before, name AS after,
           1 AS rows
    FROM new.programme ANTI JOIN old.programme USING (programme_id)
    UNION ALL
    SELECT 'programme_gone', programme_id, name, NULL, 1
    FROM old.programme ANTI JOIN new.programme USING (programme_id)
    UNION ALL
    SELECT 'programme_renamed', programme_id, earlier.name, later.name, 1
    FROM old.programme AS earlier JOIN new.programme AS later USING (programme_id)
    WHERE earlier.name <> later.name
    UNION ALL
    SELECT 'source_edition', source_id, earlier.edition, later.edition, 1
    FROM old.source AS earlier JOIN new.source AS later USING (source_id)
    WHERE earlier.edition <> later.edition
       OR earlier.reference_end <> later.reference_end
    UNION ALL
    SELECT 'source_new', source_id, NULL, edition, 1
    FROM new.source ANTI JOIN old.source USING (source_id)
    UNION ALL
    SELECT 'source_gone', source_id, edition, NULL, 1
    FROM old.source ANTI JOIN new.source USING (source_id)
"""

# Crisis tags that changed, with the version of the rules that gave them. Industries and programmes
# one by one; figures, of which many share their dates, counted per indicator.
_EFFECT = """concat_ws(', ', {one}.effect, {one}.recovery, {one}.confidence,
                         'regels ' || {one}.rule_version)"""
_CHANGED = """(earlier.effect::VARCHAR, earlier.recovery::VARCHAR, earlier.confidence::VARCHAR)
       <> (later.effect::VARCHAR, later.recovery::VARCHAR, later.confidence::VARCHAR)"""
_TAGS = f"""
    SELECT 'tag_changed', crisis_id || ' ' || industry.code || ' ' || industry.name,
           {_EFFECT.format(one="earlier")}, {_EFFECT.format(one="later")}, 1
    FROM old.sector_effect AS earlier
    JOIN new.sector_effect AS later USING (crisis_id, industry_id)
    JOIN new.industry AS industry USING (industry_id)
    WHERE {_CHANGED}
    UNION ALL
    SELECT 'tag_changed', crisis_id || ' ' || programme_id || ' ' || programme.name,
           {_EFFECT.format(one="earlier")}, {_EFFECT.format(one="later")}, 1
    FROM old.programme_effect AS earlier
    JOIN new.programme_effect AS later USING (crisis_id, programme_id)
    JOIN new.programme AS programme USING (programme_id)
    WHERE {_CHANGED}
    UNION ALL
    SELECT 'tag_changed', crisis_id || ' ' || indicator_id,
           coalesce(earlier.measured_tag::VARCHAR, '-'),
           coalesce(later.measured_tag::VARCHAR, '-'), count(*)
    FROM old.figure JOIN new.figure AS again USING (figure_id, indicator_id)
    CROSS JOIN (SELECT crisis_id FROM old.crisis UNION SELECT crisis_id FROM new.crisis)
    LEFT JOIN old.figure_crisis AS earlier USING (figure_id, crisis_id)
    LEFT JOIN new.figure_crisis AS later USING (figure_id, crisis_id)
    WHERE earlier.measured_tag IS DISTINCT FROM later.measured_tag
    GROUP BY ALL
"""

# Programmes that have a figure of an indicator at all, at whatever step of the ladder.
_COVERAGE = """
    WITH earlier AS (
        SELECT indicator_id, count(DISTINCT programme_id) AS programmes
        FROM old.best_figure WHERE value IS NOT NULL GROUP BY indicator_id
    ),
    later AS (
        SELECT indicator_id, count(DISTINCT programme_id) AS programmes
        FROM new.best_figure WHERE value IS NOT NULL GROUP BY indicator_id
    )
    SELECT 'coverage_lost', indicator_id, earlier.programmes::VARCHAR,
           coalesce(later.programmes, 0)::VARCHAR,
           earlier.programmes - coalesce(later.programmes, 0)
    FROM earlier LEFT JOIN later USING (indicator_id)
    WHERE coalesce(later.programmes, 0) < earlier.programmes
"""


def _plain(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    rows = [row for question in (_PLAIN, _TAGS, _COVERAGE)
            for row in connection.execute(question).fetchall()]
    return [Change(kind, subject, before=before, after=after, rows=count)
            for kind, subject, before, after, count in rows]


def _definitions(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """Indicators that mean something else than before."""
    parts = ("name", "explanation", "unit", "direction", "scale")
    changes = []
    for part in parts:
        rows = connection.execute(
            f"""
            SELECT indicator_id, earlier.{part}::VARCHAR, later.{part}::VARCHAR
            FROM old.indicator AS earlier JOIN new.indicator AS later USING (indicator_id)
            WHERE earlier.{part} IS DISTINCT FROM later.{part}
            """
        ).fetchall()
        changes += [Change("definition_changed", name, name, before=before, after=after)
                    for name, before, after in rows]
    return changes


# The newest figure of a thing: what a page would show. Sources may differ: that is a change too.
_NEWEST = """
    SELECT indicator_id, entity_id, region_id, years_after, horizon,
           arg_max(value, (measured_end, figure_id)) AS value
    FROM {store}.figure WHERE value IS NOT NULL
    GROUP BY ALL
"""
_PAIRS = f"""
    WITH earlier AS ({_NEWEST.format(store="old")}), later AS ({_NEWEST.format(store="new")})
    SELECT coalesce(earlier.indicator_id, later.indicator_id),
           coalesce(earlier.entity_id, later.entity_id),
           coalesce(earlier.region_id, later.region_id),
           coalesce(earlier.years_after, later.years_after), earlier.value, later.value
    FROM earlier FULL JOIN later
      ON earlier.indicator_id = later.indicator_id AND earlier.entity_id = later.entity_id
     AND earlier.region_id = later.region_id
     AND earlier.years_after IS NOT DISTINCT FROM later.years_after
     AND earlier.horizon IS NOT DISTINCT FROM later.horizon
    WHERE earlier.value IS DISTINCT FROM later.value
"""


def _figures(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """Changed figures one by one; new and gone ones counted per indicator."""
    scales = _scales(connection)
    changes = []
    counted: dict[str, dict[str, int]] = {"figure_new": {}, "figure_gone": {}}
    for indicator, entity, region, years, before, after in connection.execute(_PAIRS).fetchall():
        if before is None or after is None:
            kind = "figure_new" if before is None else "figure_gone"
            counted[kind][indicator] = counted[kind].get(indicator, 0) + 1
        elif moved(before, after, scales.get(indicator, ())):
            changes.append(Change("figure_changed", entity, indicator, region, years,
                                  str(before), str(after)))
    changes += [Change(kind, indicator, indicator, rows=rows)
                for kind, per in counted.items() for indicator, rows in per.items()]
    return changes


def _scales(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, float | None]]]:
    rows = connection.execute(
        "SELECT indicator_id, scale FROM new.indicator WHERE scale IS NOT NULL").fetchall()
    return {name: [(label, upper) for label, upper in json.loads(scale)] for name, scale in rows}


def moved(before: float, after: float, scale: Sequence[tuple[str, float | None]]) -> bool:
    """Is a figure in another class, or without classes more than 10 % away from what it was?

    The border of 10 % is our own: the smallest step that a reader would call another figure.
    """
    if scale:
        return class_of(before, scale) != class_of(after, scale)
    return abs(after - before) > SHARE * abs(before) + 1e-12


def class_of(value: float, scale: Sequence[tuple[str, float | None]]) -> str:
    """Label of the class: the first whose upper border is not below the value."""
    return next((label for label, upper in scale if upper is None or value <= upper),
                scale[-1][0])
