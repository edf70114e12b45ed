"""What came of the last refresh of a source, also when that brought nothing to publish.

A refresh without news leaves every byte of the store as it is, so the store cannot tell of it.
It is written down beside the answers instead.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from etl.taking import Result

_FILE = "attempts.json"


def write_attempts(cache: Path, store: Path, results: Sequence[Result]) -> None:
    """Remember what came of sources, beside what is known of others of the same store."""
    told = {**_read(cache, store), **{result.source_id: {
        "outcome": result.outcome, "message": result.message, "attempted": str(result.at)}
        for result in results}}
    part = cache / f"{_FILE}.new"
    with suppress(OSError):  # the store and its figures are right without it
        part.write_text(json.dumps({"store": str(store.resolve()), "sources": told}, indent=1),
                        encoding="utf-8")
        part.replace(cache / _FILE)


def tell_attempts(records: Sequence[dict[str, Any]], cache: Path, store: Path) -> None:
    """Put into records of ``source_status`` what came of later attempts than the store knows."""
    told = _read(cache, store)
    for record in records:
        last = told.get(record["source_id"])
        at = datetime.fromisoformat(last["attempted"]) if last else None
        if last and at and (record["attempted"] is None or at > record["attempted"]):
            record |= {"outcome": last["outcome"], "message": last["message"], "attempted": at}


def _read(cache: Path, store: Path) -> dict[str, dict[str, Any]]:
    try:
        told = json.loads((cache / _FILE).read_text(encoding="utf-8"))
        return dict(told["sources"]) if told["store"] == str(store.resolve()) else {}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return {}
