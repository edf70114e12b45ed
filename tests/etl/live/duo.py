"""A refresh of some of DUO's sources from a replay of its portal."""

from __future__ import annotations

from typing import Any

from tests.etl.live.conftest import Refresh, Refreshed
from tests.wire.duo import Package, Portal
from tests.wire.server import serve

COUNTS = ("SELECT indicator_id, programme_id, institution_id, place, form, year, value, low, high "
          "FROM pub.student_count WHERE source_id = '{}' ORDER BY ALL")


def from_duo(
    refreshed: Refresh, portal: Portal | Package, *only: str, **options: Any
) -> Refreshed:
    """Refresh these sources, with any number of rows, from a portal or one dataset."""
    served = portal if isinstance(portal, Portal) else Portal((portal,))
    with serve(served) as server:
        return refreshed(server, "duo", *only, **{"min_rows": 1, **options})


def counts(done: Refreshed, source: str) -> list[tuple[object, ...]]:
    """The counts of a source: what, which programme, where, form, year, value and bounds."""
    return done.rows(COUNTS.format(source))


def told(done: Refreshed, source: str) -> str:
    """What the log tells about a source, one warning a line."""
    return "\n".join(str(text) for (text,) in done.rows(
        f"SELECT DISTINCT unnest(warnings) FROM pub.load WHERE source_id = '{source}'"))


def left_out(done: Refreshed, source: str) -> dict[object, object]:
    """Reason -> rows that are not used."""
    return dict(done.rows(f"SELECT reason, sum(rows)::INTEGER FROM pub.left_out "
                          f"WHERE source_id = '{source}' GROUP BY reason"))


def message(done: Refreshed, source: str) -> str:
    """Why a source failed; it must have."""
    result = done.results[source]
    assert result.outcome == "failed", result
    return result.message or ""
