"""The data dictionary as Markdown, generated from the schema and the indicators."""

from __future__ import annotations

import duckdb

from store.schema import ENUMS, SCHEMA_VERSION, TABLES, Table


def dictionary(store: duckdb.DuckDBPyConnection) -> str:
    """All tables with their columns, all indicators, and the values of every list."""
    parts = [
        "# Data dictionary",
        f"Schema version {SCHEMA_VERSION}. Written by `python -m etl dictionary`.",
        "## Tables",
        *(_table(table) for table in TABLES),
        "## Indicators",
        _indicators(store),
        "## Lists of values",
        *(f"- `{name}`: {', '.join(f'`{value}`' for value in values)}"
          for name, values in ENUMS.items()),
    ]
    return "\n\n".join(parts) + "\n"


def _table(table: Table) -> str:
    lines = [
        f"### {table.name}",
        f"{table.meaning} Key: {', '.join(f'`{name}`' for name in table.key)}. "
        f"Rows are {_ORIGIN[table.origin]}.",
        "",
        "| column | type | meaning |",
        "|---|---|---|",
    ]
    for column in table.columns:
        needed = "" if column.required or column.name in table.key else " May be empty."
        lines.append(f"| `{column.name}` | `{column.type}` | {column.meaning}{needed} |")
    return "\n".join(lines)


_ORIGIN = {
    "publisher": "read from publishers' files",
    "reference": "decided or typed over by people (`data/reference/`)",
    "derived": "computed at every build",
}


def _indicators(store: duckdb.DuckDBPyConnection) -> str:
    lines = ["| indicator | name | unit | direction | fewest people |", "|---|---|---|---|---|"]
    rows = store.execute(
        "SELECT indicator_id, name_en, unit, direction, min_n FROM indicator ORDER BY ALL"
    ).fetchall()
    lines += [f"| `{row[0]}` | {row[1]} | {row[2]} | {row[3]} | {row[4]} |" for row in rows]
    return "\n".join(lines)
