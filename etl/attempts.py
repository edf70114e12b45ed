"""What came of a refresh that published nothing, for ``status`` and the page Bronnen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from etl.errors import DataError
from etl.fetching import now
from etl.status import store_info
from etl.taking import Result
from store.attempts import Attempt, Reason, Told, read_attempt, write_attempt
from store.connection import open_store


def remember(
    store: Path, results: Sequence[Result] = (), error: DataError | None = None
) -> None:
    """Tell beside the store of an attempt that published nothing, and why; if there is a store."""
    if not store.is_file():
        return
    try:
        with open_store(store) as opened:
            version = store_info(opened)["data_version"]
    except (duckdb.Error, KeyError):
        return  # no store that pages could show
    before = read_attempt(store, version)
    reason: Reason = "nothing_new"
    if error is not None:  # an error with a file tells of the disk or of a file of ours
        reason = "failed" if error.file else "check_failed"
    write_attempt(store, Attempt(
        version, now(), reason, error.problem if reason == "check_failed" and error else None,
        tuple(result.source_id for result in results),
        {**(before.sources if before else {}), **{
            result.source_id: Told(result.outcome, result.message, result.at)
            for result in results}}))


def tell_attempts(records: Sequence[dict[str, Any]], store: Path, data_version: str) -> None:
    """Put into records of ``source_status`` what came of later attempts than the store knows."""
    attempt = read_attempt(store, data_version)
    for record in records if attempt else ():
        last = attempt.sources.get(record["source_id"]) if attempt else None
        if last and (record["attempted"] is None or last.attempted > record["attempted"]):
            record |= {"outcome": last.outcome, "message": last.message,
                       "attempted": last.attempted}
