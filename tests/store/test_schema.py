"""The schema: it runs, its references exist, and every column says what it means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl.checks import RULES
from etl.dictionary import dictionary
from store.connection import open_cursor, open_store, store_path
from store.schema import ENUMS, TABLE, TABLES, Table, ddl

PLAIN_TYPES = {"VARCHAR", "VARCHAR[]", "DOUBLE", "INTEGER", "BIGINT", "BOOLEAN", "DATE",
               "TIMESTAMP"}
table_cases = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@pytest.fixture
def empty_store() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(":memory:")
    for statement in ddl():
        connection.execute(statement)
    yield connection
    connection.close()


def test_ddl_makes_every_declared_table(empty_store: duckdb.DuckDBPyConnection) -> None:
    made = empty_store.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    assert {name for (name,) in made} == {*TABLE, "store_info"}


@table_cases
def test_columns_types_and_comments_are_the_declared_ones(
    empty_store: duckdb.DuckDBPyConnection, table: Table
) -> None:
    rows = empty_store.execute(
        "SELECT column_name, comment, NOT is_nullable FROM duckdb_columns() "
        "WHERE table_name = $name ORDER BY column_index", {"name": table.name},
    ).fetchall()
    assert [row[:2] for row in rows] == [
        (column.name, column.meaning) for column in table.columns
    ]
    needed = {row[0] for row in rows if row[2]}
    assert {column.name for column in table.columns if column.required} <= needed
    assert set(table.key) <= needed


def test_a_key_without_an_index_has_a_check() -> None:
    rules = {rule.name for rule in RULES}
    unindexed = {table.name for table in TABLES if not table.indexed}
    assert unindexed
    assert {f"unique key of {name}" for name in unindexed} <= rules


@table_cases
def test_table_and_columns_say_what_they_mean(table: Table) -> None:
    assert len(table.meaning) > 10
    assert all(len(column.meaning) > 2 for column in table.columns)
    assert len(set(table.column_names())) == len(table.columns)


@table_cases
def test_types_and_key_exist(table: Table) -> None:
    assert {column.type for column in table.columns} <= PLAIN_TYPES | set(ENUMS)
    assert set(table.key) <= set(table.column_names())


@table_cases
def test_references_point_at_the_key_of_a_table_declared_before(table: Table) -> None:
    before = [other.name for other in TABLES[:TABLES.index(table)]]
    for column in table.columns:
        if column.references:
            name, key = column.references.removesuffix(")").split("(")
            assert name in before
            assert TABLE[name].key == (key,)


def test_a_row_that_breaks_a_rule_is_refused(empty_store: duckdb.DuckDBPyConnection) -> None:
    place = "INSERT INTO place VALUES ('A', 'A', NULL, 'PV99', {}, 5.0)"
    with pytest.raises(duckdb.ConstraintException):  # no such province
        empty_store.execute(place.format(52.0))
    empty_store.execute("INSERT INTO region VALUES ('PV99', 'provincie', 'Bedacht', NULL, NULL)")
    with pytest.raises(duckdb.ConstraintException):  # not in the Netherlands
        empty_store.execute(place.format(10.0))
    empty_store.execute(place.format(52.0))
    with pytest.raises(duckdb.ConstraintException):  # twice
        empty_store.execute(place.format(52.0))
    with pytest.raises(duckdb.ConversionException):  # no such kind
        empty_store.execute("INSERT INTO region VALUES ('X', 'planeet', 'X', NULL, NULL)")


@pytest.mark.parametrize(("values", "good"), [
    ("NULL, 'too_small'", True), ("1, NULL", True), ("NULL, NULL", False),
    ("1, 'too_small'", False),
])
def test_a_count_is_a_number_or_has_a_reason(
    empty_store: duckdb.DuckDBPyConnection, values: str, good: bool
) -> None:
    empty_store.execute("INSERT INTO source BY NAME SELECT 's' AS source_id, 'p' AS publisher, "
                        "'t' AS title, 'e' AS edition, 'publisher' AS kind, 'l' AS licence, "
                        "'a' AS attribution, 'u' AS url, DATE '2020-01-01' AS reference_start, "
                        "DATE '2020-01-01' AS reference_end, true AS shareable")
    insert = ("INSERT INTO student_count (source_id, indicator_id, programme_id, institution_id, "
              f"place, form, year, value, missing_reason) VALUES ('s', 'i', 'p', 'b', 'g', 'f', "
              f"2020, {values})")
    if good:
        empty_store.execute(insert)
    else:
        with pytest.raises(duckdb.ConstraintException):
            empty_store.execute(insert)


def test_dictionary_lists_every_table_column_and_value(
    empty_store: duckdb.DuckDBPyConnection,
) -> None:
    text = dictionary(empty_store)
    for table in TABLES:
        section = text.split(f"### {table.name}\n")[1].split("###")[0]
        for column in table.columns:
            assert f"| `{column.name}` | `{column.type}` | {column.meaning}" in section
    for name, values in ENUMS.items():
        line = next(line for line in text.splitlines() if line.startswith(f"- `{name}`:"))
        assert all(f"`{value}`" in line for value in values)


def test_store_path_follows_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OUTLOOK_STORE", str(tmp_path / "my.duckdb"))
    assert store_path() == tmp_path / "my.duckdb"
    monkeypatch.delenv("OUTLOOK_STORE")
    assert store_path().name == "outlook.duckdb"


def test_an_open_store_can_be_read_by_cursors_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "it's a store.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE t AS SELECT 1 AS a")
    store = open_store(path)
    assert open_cursor(store).execute("SELECT a FROM t").fetchone() == (1,)
    with pytest.raises(duckdb.InvalidInputException):
        store.execute("INSERT INTO t VALUES (2)")
    store.close()
