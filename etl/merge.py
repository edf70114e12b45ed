"""Rows of a live source into the publisher tables: its own earlier rows go, the new ones come.

A connector fills empty tables in schema ``live`` that have the columns of the store's publisher
tables. They are checked here on their own, so that one bad source fails alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from etl.errors import DataError
from etl.load import empty_table
from etl.snapshot import publisher_tables
from store.connection import one_row
from store.schema import TABLE

# Filled by the machinery itself, never by a connector.
_OURS = {"source", "load", "left_out", "refresh"}
FILLABLE = tuple(table.name for table in publisher_tables() if table.name not in _OURS)
# Registers: a row of another source with the same key gives way to the newer register.
_REGISTERS = ("region", "industry", "occupation", "institution", "programme", "offering")


def open_live(workspace: duckdb.DuckDBPyConnection) -> None:
    """Empty ``live`` tables and views on what a connector may look up."""
    workspace.execute("CREATE SCHEMA IF NOT EXISTS live")
    for table in FILLABLE:
        workspace.execute(empty_table("live", table))


def close_live(workspace: duckdb.DuckDBPyConnection) -> None:
    """Give back the memory of what a source read; of all of them together it would be much."""
    for schema in ("live", "stage"):
        workspace.execute(f"DROP SCHEMA {schema} CASCADE")
        workspace.execute(f"CREATE SCHEMA {schema}")


def live_rows(workspace: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows per table that the connector filled; only tables with rows."""
    counts = {table: one_row(workspace, f"SELECT count(*) FROM live.{table}")[0]
              for table in FILLABLE}
    return {table: rows for table, rows in counts.items() if rows}


def check_live(workspace: duckdb.DuckDBPyConnection, source_id: str) -> None:
    """Stop when a live row breaks a rule that the store would refuse as a whole later."""
    for table in live_rows(workspace):
        key = ", ".join(f'"{name}"' for name in TABLE[table].key)
        _refuse(workspace, source_id, f"two rows of {table} have the same key",
                f"SELECT {key} FROM live.{table} GROUP BY ALL HAVING count(*) > 1")
    for problem, query in _RULES:
        _refuse(workspace, source_id, problem, query)


_RULES = (
    ("an indicator that is not in data/reference/indicators.toml",
     "SELECT indicator_id, figure_id FROM live.figure "
     "ANTI JOIN ref.indicator USING (indicator_id)"),
    ("a value outside the plausible range of its indicator",
     "SELECT figure_id, value FROM live.figure JOIN ref.indicator USING (indicator_id) "
     "WHERE value NOT BETWEEN lowest AND highest"),
    ("a value that is missing without a reason, or has one although it is there",
     "SELECT figure_id, value, missing_reason FROM live.figure "
     "WHERE (value IS NULL) <> (missing_reason IS NOT NULL)"),
    ("a figure on too few people",
     "SELECT figure_id, n FROM live.figure JOIN ref.indicator USING (indicator_id) "
     "WHERE n < min_n AND value IS NOT NULL AND theme <> 'study'"),
    ("an observation from the future",
     "SELECT figure_id, measured_end FROM live.figure WHERE measured_end > current_date"),
    ("a series value outside the plausible range of its indicator",
     "SELECT series_id, period_start, value FROM live.series "
     "JOIN ref.indicator USING (indicator_id) WHERE value NOT BETWEEN lowest AND highest"),
    ("an offering of a school that is in no register",
     "SELECT offering_id FROM live.offering WHERE institution_id NOT IN "
     "(SELECT institution_id FROM live.institution UNION ALL "
     "SELECT institution_id FROM pub.institution)"),
    ("an offering of a programme that is in no register",
     "SELECT offering_id FROM live.offering WHERE programme_id NOT IN "
     "(SELECT programme_id FROM live.programme UNION ALL "
     "SELECT programme_id FROM pub.programme)"),
)


def _refuse(
    workspace: duckdb.DuckDBPyConnection, source_id: str, problem: str, query: str
) -> None:
    rows = workspace.execute(query).fetchall()
    if rows:
        first = " ; ".join(str(value) for value in rows[0])
        raise DataError(f"{len(rows)} row(s) with {problem}; first: {first}.", file=source_id,
                        advice="The publisher may have changed the table; look at it.")


def merge(
    workspace: duckdb.DuckDBPyConnection, source_id: str, replaces: Mapping[str, Sequence[str]]
) -> None:
    """Put the live rows in ``pub``.

    ``replaces`` names, per table, other sources whose rows this source makes superfluous.
    Registers without a source (region, industry, occupation) only gain or renew rows.
    """
    for table in FILLABLE:
        declared = TABLE[table]
        gone = [source_id, *replaces.get(table, ())]
        if "source_id" in declared.column_names() and table != "institution":
            workspace.execute(f"DELETE FROM pub.{table} WHERE list_contains($gone, source_id)",
                              {"gone": gone})
        if table in _REGISTERS:
            same = " AND ".join(f'live.{table}."{name}" = pub.{table}."{name}"'
                                for name in declared.key)
            workspace.execute(f"DELETE FROM pub.{table} WHERE EXISTS "
                              f"(SELECT 1 FROM live.{table} WHERE {same})")
        workspace.execute(f"INSERT INTO pub.{table} BY NAME FROM live.{table}")
    # A programme that left the register takes what hangs on it along.
    workspace.execute("DELETE FROM pub.offering WHERE programme_id NOT IN "
                      "(SELECT programme_id FROM pub.programme)")
    # A school that left this register stays as long as another one says what it offers.
    workspace.execute(
        "DELETE FROM pub.institution WHERE list_contains($gone, source_id) "
        "AND institution_id NOT IN (SELECT institution_id FROM live.institution) "
        "AND institution_id NOT IN (SELECT institution_id FROM pub.offering)",
        {"gone": [source_id, *replaces.get("institution", ())]})


def drop_source(workspace: duckdb.DuckDBPyConnection, source_id: str) -> None:
    """Remove the log rows of a source, before the new ones come."""
    for table in ("load", "left_out", "source"):
        workspace.execute(f"DELETE FROM pub.{table} WHERE source_id = $source",
                          {"source": source_id})
