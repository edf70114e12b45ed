from __future__ import annotations

import duckdb
import pytest

from store.connection import one_row


def test_one_row_gives_the_values_of_the_row() -> None:
    with duckdb.connect() as connection:
        assert one_row(connection, "SELECT count(*), max(a) FROM (SELECT 1 AS a)") == (1, 1)
        assert one_row(connection, "SELECT $a + 1", {"a": 2}) == (3,)


def test_one_row_tells_which_query_gave_none() -> None:
    with duckdb.connect() as connection, pytest.raises(LookupError, match="FROM range"):
        one_row(connection, "SELECT 1 FROM range(0)")
