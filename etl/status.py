"""What is in the store: per source where it comes from, how old it is, what was left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb

from store.connection import one_row


def source_status(store: duckdb.DuckDBPyConnection, today: date) -> list[dict[str, Any]]:
    """One record per source, with rows, age in days since its last reference date, warnings."""
    cursor = store.execute(
        """
        WITH rows_used AS (
            SELECT source_id, sum(rows_read) AS rows_read, sum(rows) AS rows,
                   sum(rows_left_out) AS rows_left_out, flatten(list(warnings)) AS warnings
            FROM load GROUP BY source_id
        ),
        figures AS (
            SELECT source_id, count(*) AS figures, count(value) AS with_value
            FROM figure GROUP BY source_id
        )
        SELECT source.source_id, publisher, title, table_id, edition, kind, licence, attribution,
               url, published, reference_start, reference_end,
               coalesce(rows_read, figures) AS rows_read, coalesce(rows, figures) AS rows,
               coalesce(rows_left_out, 0) AS rows_left_out,
               coalesce(figures, 0) AS figures, coalesce(with_value, 0) AS figures_with_value,
               coalesce(warnings, []) AS warnings, note, shareable,
               refresh.outcome, refresh.attempted, refresh.fetched, refresh.message
        FROM source
        LEFT JOIN rows_used USING (source_id)
        LEFT JOIN figures USING (source_id)
        LEFT JOIN refresh USING (source_id)
        ORDER BY kind DESC, publisher, source_id
        """
    )
    names = [column[0] for column in cursor.description]
    records = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for record in records:
        record["age_days"] = max((today - record["reference_end"]).days, 0)
    return records


def not_loaded(store: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    """Live sources without figures: source, outcome of the last attempt, and why."""
    return store.execute(
        "SELECT source_id, outcome::VARCHAR, coalesce(message, '') FROM refresh "
        "ANTI JOIN source USING (source_id) ORDER BY source_id"
    ).fetchall()


def refreshed(record: dict[str, Any]) -> str:
    """What came of the last refresh of a source, in words."""
    if record["outcome"] is None:
        return "embedded"
    if record["outcome"] == "failed":
        kept = f"{record['fetched']:%Y-%m-%d}" if record["fetched"] else "the snapshot"
        return f"failed {record['attempted']:%Y-%m-%d}, kept figures of {kept}"
    return f"{record['outcome']} {record['attempted']:%Y-%m-%d}"


def table_counts(store: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows per table of the store."""
    tables = store.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY 1"
    ).fetchall()
    return {name: one_row(store, f"SELECT count(*) FROM {name}")[0] for (name,) in tables}


def store_info(store: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Data version, schema version, when and by which command the store was made."""
    return dict(store.execute("SELECT key, value FROM store_info ORDER BY key").fetchall())
