"""Where someone lives, and how far a school is from there, as the crow flies.

All offline: towns with their middle, and postcodes with their gemeente. A distance runs from
the middle of one town to the middle of another in a straight line; travelling takes longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from rapidfuzz import fuzz, process

from explorer.search_words import fold
from explorer.store import Store

_EARTH_KM = 6371.0
# Four digits, with or without the two letters behind them.
POSTCODE = re.compile(r"([1-9]\d{3})\s?([a-z]{2})?")
# A town this many times as large as its namesakes is the one that people mean.
_MUCH_LARGER = 5
_LOOKS_LIKE = 60.0


@dataclass(frozen=True)
class Point:
    """A place on the map in degrees (WGS84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Town:
    """A town that one may live in; ``province`` is its name."""

    town_id: str
    name: str
    also: str | None
    province: str
    provincie_id: str
    gemeente_id: str | None
    inhabitants: int
    point: Point
    namesakes: bool = False

    @property
    def title(self) -> str:
        """Its name, with the province where another town has the same name."""
        return f"{self.name} ({self.province})" if self.namesakes else self.name


@dataclass(frozen=True)
class Home:
    """Where distances start. ``gemeente`` is its name when only a postcode was given."""

    town: Town
    gemeente: str | None = None


@dataclass(frozen=True)
class NoHome:
    """Why we cannot tell where someone lives: ambiguous, postcode, or unknown.

    ``near`` are towns or postcodes that it may have been, to choose from.
    """

    reason: str
    near: tuple[str, ...] = ()


class Towns:
    """All towns and postcodes, to find where someone lives."""

    def __init__(
        self, towns: Iterable[Town], postcodes: Mapping[str, str], gemeenten: Mapping[str, str]
    ) -> None:
        self._by_name: dict[str, list[Town]] = {}
        self._main: dict[str, Town] = {}
        self._gemeenten = dict(gemeenten)
        self._postcodes = dict(postcodes)
        for town in towns:
            for name in dict.fromkeys((town.name, town.also or town.name, town.title)):
                self._by_name.setdefault(fold(name), []).append(town)
            if town.gemeente_id:
                self._prefer(town)
        self._names = sorted(self._by_name)

    def _prefer(self, town: Town) -> None:
        """The town that stands for its gemeente: the one with its name, else the largest."""
        def weight(candidate: Town) -> tuple[bool, int]:
            gemeente = self._gemeenten.get(candidate.gemeente_id or "", "")
            return fold(candidate.name) == fold(gemeente.split(" (")[0]), candidate.inhabitants

        known = self._main.get(town.gemeente_id or "")
        if known is None or weight(town) > weight(known):
            self._main[town.gemeente_id or ""] = town

    def find(self, text: str) -> Home | NoHome | None:
        """Where someone lives, by town or postcode; None when nothing was typed."""
        wanted = fold(text)
        if not wanted:
            return None
        if postcode := POSTCODE.fullmatch(wanted):
            return self._of_postcode(postcode[1])
        if any(char.isdigit() for char in wanted):
            return NoHome("postcode")
        found = self._by_name.get(wanted)
        if not found:
            return NoHome("unknown", self.nearest(text))
        largest, *others = sorted(found, key=lambda town: -town.inhabitants)
        if all(largest.inhabitants >= _MUCH_LARGER * max(other.inhabitants, 1)
               for other in others):
            return Home(largest)
        return NoHome("ambiguous", tuple(sorted(town.title for town in found)))

    def nearest(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """Names of towns that look like what was typed; of equals the largest town first."""
        close = process.extract(fold(text), self._names, scorer=fuzz.ratio, limit=limit * 4,
                                score_cutoff=_LOOKS_LIKE)
        ranked = sorted(((score, max(self._by_name[name], key=lambda town: town.inhabitants))
                         for name, score, _ in close),
                        key=lambda item: (-item[0], -item[1].inhabitants))
        return tuple(dict.fromkeys(town.title for _, town in ranked))[:limit]

    def named(self, name: str) -> list[Town]:
        """Towns with this folded name."""
        return self._by_name.get(name, [])

    def _of_postcode(self, pc4: str) -> Home | NoHome:
        gemeente_id = self._postcodes.get(pc4)
        town = self._main.get(gemeente_id or "")
        if gemeente_id is None or town is None:
            close = sorted(self._postcodes, key=lambda other: (abs(int(other) - int(pc4)), other))
            return NoHome("no_postcode", tuple(sorted(close[:3])))
        return Home(town, self._gemeenten.get(gemeente_id))


def kilometres(one: Point, other: Point) -> float:
    """Straight over the ground, by the haversine formula on a globe."""
    north = radians(other.latitude - one.latitude)
    east = radians(other.longitude - one.longitude)
    chord = (sin(north / 2) ** 2
             + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2)
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))


def read_towns(store: Store) -> Towns:
    """All towns and postcodes of the store."""
    rows = store.rows(
        """
        SELECT town_id, town.name, also, region.name AS province, provincie_id, gemeente_id,
               coalesce(inhabitants, 0) AS inhabitants, latitude, longitude,
               count(*) OVER (PARTITION BY lower(town.name)) > 1 AS namesakes
        FROM town JOIN region ON region_id = provincie_id
        ORDER BY town.name, town_id
        """
    )
    towns = [Town(point=Point(row.pop("latitude"), row.pop("longitude")), **row) for row in rows]
    postcodes = {row["pc4"]: row["gemeente_id"] for row in store.rows("SELECT * FROM postcode")}
    gemeenten = {row["region_id"]: row["name"] for row in store.rows(
        "SELECT region_id, name FROM region WHERE kind = 'gemeente'")}
    return Towns(towns, postcodes, gemeenten)
