"""The tables of the store as files to take along: CSV for Dutch Excel, Parquet, and metadata.

Rows of sources that may not be copied are never in a file.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from explorer.store import Store
from store.connection import open_cursor
from store.schema import TABLE, TABLES, Table

_BATCH = 5_000
_README = """Studie en werk: {count} tabellen, gegevensversie {version}.

*.parquet  de tabellen; leesbaar met DuckDB, pandas, R, Power BI en andere programma's
*.json     per tabel: wat elke kolom betekent, en de bronnen met hun licentie
Noem bij gebruik de bron; de regel daarvoor staat bij elke bron onder "attribution".
"""


def tables() -> tuple[Table, ...]:
    """All tables that can be downloaded, in the order of the schema."""
    return TABLES


def row_count(store: Store, table: str) -> int:
    """Rows of a table that may be copied."""
    return store.rows(f"SELECT count(*) AS n FROM {table} WHERE {_shareable(table)}")[0]["n"]


def csv_lines(store: Store, table: str) -> Iterator[str]:
    """The table as CSV: UTF-8 with BOM, «;» between fields and a decimal comma."""
    cursor = open_cursor(store.connection)
    try:
        cursor.execute(_query(table))
        yield "\ufeff" + _line([column[0] for column in cursor.description or ()])
        while rows := cursor.fetchmany(_BATCH):
            yield "".join(_line(row) for row in rows)
    finally:
        cursor.close()


def parquet(store: Store, table: str) -> bytes:
    """The table as Parquet, compressed with zstd."""
    cursor = open_cursor(store.connection)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "table.parquet"
            cursor.execute(f"COPY ({_query(table)}) TO '{path}' "
                           "(FORMAT parquet, COMPRESSION zstd)")
            return path.read_bytes()
    finally:
        cursor.close()


def metadata(store: Store, table: str) -> dict[str, Any]:
    """What the table and its columns mean, and the sources whose rows are in it."""
    declared = TABLE[table]
    where = "shareable"
    if "source_id" in declared.column_names():
        where += f" AND source_id IN (SELECT source_id FROM {table})"
    sources = store.rows(
        f"""
        SELECT source_id, publisher, title, table_id, edition, licence, attribution, url,
               reference_start, reference_end
        FROM source WHERE {where} ORDER BY source_id
        """
    )
    return {
        "table": table,
        "meaning": declared.meaning,
        "key": list(declared.key),
        "rows": row_count(store, table),
        "data_version": store.data_version,
        "rule_version": store.info["rule_version"],
        "made_at": store.info["made_at"],
        "csv": {"encoding": "utf-8-sig", "delimiter": ";", "decimal": ",", "missing": ""},
        "columns": [{"name": column.name, "type": column.type, "meaning": column.meaning}
                    for column in declared.columns],
        "sources": [{name: _plain(value) for name, value in row.items()} for row in sources],
    }


def everything(store: Store, path: Path) -> None:
    """A ZIP with all tables as Parquet, their metadata, and how to cite."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("LEESMIJ.txt", _README.format(count=len(TABLES),
                                                       version=store.data_version))
        for table in TABLES:
            archive.writestr(f"{table.name}.parquet", parquet(store, table.name))
            text = json.dumps(metadata(store, table.name), ensure_ascii=False, indent=2)
            archive.writestr(f"{table.name}.json", text)


def _shareable(table: str) -> str:
    names = TABLE[table].column_names()
    if table == "source":
        return "shareable"
    if table == "refresh":  # also names sources that are not loaded; it holds no figures
        return "true"
    if "source_id" in names:
        return "source_id IN (SELECT source_id FROM source WHERE shareable)"
    if "figure_id" in names:
        return "figure_id IN (SELECT figure_id FROM figure JOIN source USING (source_id) " \
               "WHERE shareable)"
    if table == "change":  # of a figure that moved it holds the value before and after
        return "kind <> 'figure_changed' OR indicator_id NOT IN (SELECT indicator_id " \
               "FROM figure JOIN source USING (source_id) WHERE NOT shareable)"
    return "true"


def _query(table: str) -> str:
    declared = TABLE[table]
    key = ", ".join(f'"{name}"' for name in declared.key)
    return f"SELECT * FROM {table} WHERE {_shareable(table)} ORDER BY {key}"


def _line(values: Any) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(
        [_plain(value, comma=True) for value in values])
    return text.getvalue()


def _plain(value: Any, *, comma: bool = False) -> Any:
    """A value as text that a spreadsheet or JSON reader understands."""
    if isinstance(value, float) and comma:
        return f"{value:.15g}".replace(".", ",")
    if isinstance(value, bool) and comma:
        return "true" if value else "false"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list):
        return " | ".join(str(item) for item in value)
    return "" if value is None and comma else value
