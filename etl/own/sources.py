"""Sources of own figures: one per name in the column bron, never shared with others."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

PREFIX = "eigen:"


def source_id_of(name: str) -> str:
    """A stable short id of a source's name; two names never share one."""
    slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40]
    return f"{PREFIX}{slug}_{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def source_rows(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row of table ``source`` for every source of these figures."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        grouped.setdefault(record["source_id"], []).append(record)
    return [_row(source_id, group) for source_id, group in sorted(grouped.items())]


def _row(source_id: str, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    last = max(record["measured_end"] for record in records)
    return {
        "source_id": source_id,
        "publisher": records[0]["publisher"],
        "title": "Zelf toegevoegde cijfers",
        "table_id": None,
        "edition": f"gemeten tot en met {last.isoformat()}",
        "kind": "publisher",
        "licence": "alleen voor eigen gebruik",
        "attribution": f"Bron: {records[0]['publisher']}, zelf toegevoegd",
        "url": records[0]["url"],
        "published": None,
        "reference_start": min(record["measured_start"] for record in records),
        "reference_end": last,
        "refresh_month": None,
        "note": "Deze cijfers komen uit een eigen bestand en staan niet in de meegeleverde "
                "gegevens.",
        "shareable": False,
    }
