"""The last attempt to refresh a store that published nothing: a small file beside the store.

Such an attempt leaves every byte of the store as it is, so the store cannot tell of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

# No source had news; the new store failed a check; or it could not be made at all.
Reason = Literal["nothing_new", "check_failed", "failed"]


@dataclass(frozen=True)
class Told:
    """What came of one source the last time it was tried without publishing anything."""

    outcome: str
    message: str | None
    attempted: datetime


@dataclass(frozen=True)
class Attempt:
    """An attempt on the store with this data version: when (UTC), why nothing came of it.

    ``tried`` are the sources of this attempt, ``sources`` also those of earlier ones.
    """

    data_version: str
    at: datetime
    reason: Reason
    problem: str | None = None
    tried: tuple[str, ...] = ()
    sources: Mapping[str, Told] = field(default_factory=dict)

    def failed(self) -> tuple[str, ...]:
        """Sources of this attempt that could not be had."""
        return tuple(name for name in self.tried if self.sources[name].outcome == "failed")


def attempt_path(store: Path) -> Path:
    """Where the attempt is told."""
    return store.with_name(f"{store.name}.attempt.json")


def write_attempt(store: Path, attempt: Attempt) -> None:
    """Tell of an attempt; what cannot be written is let go, for the store is right without it."""
    path = attempt_path(store)
    part = path.with_name(f"{path.name}.new")
    with suppress(OSError):
        part.write_text(json.dumps(asdict(attempt), indent=1, default=str), encoding="utf-8")
        part.replace(path)


def read_attempt(store: Path, data_version: str) -> Attempt | None:
    """The last attempt on the store with this data version; None without one."""
    try:
        told = json.loads(attempt_path(store).read_text(encoding="utf-8"))
        sources = {name: Told(**{**source, "attempted": datetime.fromisoformat(
            source["attempted"])}) for name, source in told["sources"].items()}
        attempt = Attempt(**{**told, "at": datetime.fromisoformat(told["at"]),
                             "tried": tuple(told["tried"]), "sources": sources})
        attempt.failed()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return attempt if attempt.data_version == data_version else None
