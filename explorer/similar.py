"""Look-alikes: programmes that share a trade, a field or a dossier, with the reasons.

The points below are our choice; they order neighbours and are never shown as a score. Pay plays
no part. Same input, same order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from explorer.programmes import Programme
from explorer.search import fold
from explorer.store import Store

# Points per reason, times how much is shared (0 to 1).
_POINTS = {"dossier": 3.0, "occupation": 3.0, "field": 2.0, "words": 2.0, "industry": 1.0}
_SAME_LEVEL = 1.0
_ENOUGH = 2.5
_SMALL_WORDS = frozenset(
    "de het een en of in voor met van op aan niveau leidinggevende medewerker allround".split())

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Similar:
    """A neighbour and why it is one: reason codes, strongest first."""

    programme: Programme
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Links:
    """Per programme the weights of its occupations and industries."""

    occupations: Mapping[str, Weights]
    industries: Mapping[str, Weights]


def read_links(store: Store) -> Links:
    """Occupations and industries of all programmes that have one."""
    found: dict[str, dict[str, dict[str, float]]] = {"occupation": {}, "industry": {}}
    for row in store.rows(
        "SELECT programme_id, CAST(kind AS VARCHAR) AS kind, to_id, weight FROM link "
        "WHERE kind IN ('occupation', 'industry') AND strength IN ('sterk', 'redelijk') "
        "ORDER BY programme_id, to_id"
    ):
        found[row["kind"]].setdefault(row["programme_id"], {})[row["to_id"]] = row["weight"]
    return Links(found["occupation"], found["industry"])


def similar(
    programme: Programme, programmes: Mapping[str, Programme], links: Links, limit: int = 3
) -> list[Similar]:
    """The nearest programmes that one can start now, at most ``limit``; other names only."""
    scored = []
    seen = {fold(programme.name)}
    for other in programmes.values():
        if not other.current or other.programme_id == programme.programme_id:
            continue
        points = _points(programme, other, links)
        if points:
            if other.level == programme.level:
                points["level"] = _SAME_LEVEL
            scored.append((-sum(points.values()), other.name, other.programme_id, points))
    result: list[Similar] = []
    for total, name, programme_id, points in sorted(scored, key=lambda item: item[:3]):
        if -total < _ENOUGH or len(result) == limit:
            break
        if fold(name) in seen:
            continue
        seen.add(fold(name))
        reasons = sorted(points, key=lambda reason: (-points[reason], reason))
        result.append(Similar(programmes[programme_id], tuple(reasons[:3])))
    return result


def _points(one: Programme, other: Programme, links: Links) -> dict[str, float]:
    shared = {
        "dossier": float(bool(one.dossier_id) and one.dossier_id == other.dossier_id),
        "field": float(bool(one.isced_id) and one.isced_id == other.isced_id),
        "occupation": _overlap(links.occupations, one, other),
        "industry": _overlap(links.industries, one, other),
        "words": _same_words(one.name, other.name),
    }
    return {reason: _POINTS[reason] * part for reason, part in shared.items() if part > 0.2}


def _overlap(weights: Mapping[str, Weights], one: Programme, other: Programme) -> float:
    """How much of the leavers of both end up in the same place: 0 to 1."""
    mine, theirs = (weights.get(item.programme_id, {}) for item in (one, other))
    return sum(min(share, theirs.get(target, 0.0)) for target, share in mine.items())


def _same_words(one: str, other: str) -> float:
    """Share of telling words that two names have in common."""
    mine, theirs = _telling(one), _telling(other)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


@lru_cache(maxsize=10_000)
def _telling(name: str) -> frozenset[str]:
    """Words that say something. Kept, because every programme is compared with all others."""
    return frozenset(word for word in fold(name).split() if word not in _SMALL_WORDS)
