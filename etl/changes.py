"""Which crisis tags changed between two stores; asked when the rules have a new version."""

from __future__ import annotations

from pathlib import Path

import duckdb

from etl.status import store_info
from store.connection import open_store


def changed_tags(old: Path, new: Path) -> list[str]:
    """One line per industry whose tag changed, when the rule versions differ; else none."""
    if not old.is_file():
        return []
    try:
        before, after = open_store(old), open_store(new)
    except duckdb.Error:
        return []
    try:
        versions = [store_info(store).get("rule_version") for store in (before, after)]
        if versions[0] in (None, versions[1]):
            return []
        lines = [f"rules {versions[0]} -> {versions[1]}: tags that changed"]
        return lines + _differences(before, after)
    except duckdb.CatalogException:
        return []
    finally:
        before.close()
        after.close()


def _differences(
    before: duckdb.DuckDBPyConnection, after: duckdb.DuckDBPyConnection
) -> list[str]:
    query = (
        "SELECT crisis_id, code, name, effect, recovery, confidence "
        "FROM sector_effect JOIN industry USING (industry_id) ORDER BY crisis_id, code"
    )
    earlier, later = ({row[:3]: row[3:] for row in store.execute(query).fetchall()}
                      for store in (before, after))
    return [
        f"  {' '.join(key)}: {', '.join(earlier[key])} -> {', '.join(later[key])}"
        for key in earlier
        if key in later and earlier[key] != later[key]
    ]
