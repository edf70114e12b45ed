"""The present store for a verb: open, readable and of our schema, or one sentence that says why."""

from __future__ import annotations

import duckdb

from etl.errors import DataError
from etl.status import store_info
from store.connection import open_store, store_path
from store.schema import SCHEMA_VERSION


def opened_store() -> duckdb.DuckDBPyConnection:
    """A read-only connection on the store; raises DataError when there is none that fits."""
    path = store_path()
    if not path.is_file():
        raise DataError("there is no store yet.", file=str(path),
                        advice="Make it with «python -m etl build».")
    try:
        store = open_store(path)
        version = store_info(store).get("schema_version")
    except duckdb.Error as error:
        raise DataError("this is not a store that can be opened.", file=str(path),
                        advice="Make it again with «python -m etl build».") from error
    if version != SCHEMA_VERSION:
        store.close()
        raise DataError(
            f"this store has schema version {version or 'none'}, this program needs "
            f"{SCHEMA_VERSION}.", file=str(path),
            advice="Make it again with «python -m etl build»; the old one is kept as .1.")
    return store
