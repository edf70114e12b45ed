"""Programmes that had a link in the store before and have none now, as after a refresh."""

from __future__ import annotations

from pathlib import Path

import duckdb

from etl.checks import CheckResult
from etl.keeping import schema_of
from store.schema import SCHEMA_VERSION

NAME = "link: programmes kept the link that they had in the store before"
_LOST = """
    SELECT DISTINCT programme_id, later.kind::VARCHAR, earlier.given_for
    FROM new.link AS later JOIN old.link AS earlier USING (programme_id)
    WHERE later.kind::VARCHAR = earlier.kind::VARCHAR
      AND later.given_for = 'nieuw' AND earlier.given_for <> 'nieuw'
    ORDER BY ALL
"""


def lost_links(new: Path, old: Path) -> CheckResult:
    """Compare the links of two stores; without a store before, of this schema, none is lost."""
    if schema_of(old) != SCHEMA_VERSION:
        return CheckResult(NAME, "warning", True, "no store before this one")
    with duckdb.connect(":memory:") as connection:
        for name, path in (("new", new), ("old", old)):
            quoted = str(path).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")
        rows = connection.execute(_LOST).fetchall()
    first = f"{len(rows)} row(s), first: {' ; '.join(rows[0])}" if rows else ""
    return CheckResult(NAME, "warning", not rows, first)
