"""Finding programmes: words, filters, distance, and the order of what is found.

The order is relevance, then A to Z; or the distance, when that was asked for. It is never pay.
Programmes of which a filter's figure is not known are counted and told, and stand last when
someone wants to see them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from explorer.distance import Home, Point, Town, Towns, kilometres
from explorer.facets import DISTANCE, Facet, Facets
from explorer.search_index import Hit, SearchIndex, alphabet
from explorer.search_words import fold
from explorer.understood import Clue, Reader, merged

__all__ = ["Found", "Hit", "Query", "SearchIndex", "Searcher", "fold"]

# Which filter a clue in the typed words belongs to.
_CLUE = {"place": "places", "school": "institutions", "region": "regions", "level": "levels",
         "form": "forms"}
# How far a town without a school looks around, when it is typed among the words.
AROUND = "25"


@dataclass(frozen=True)
class Query:
    """What someone looks for.

    ``chosen`` has the options per filter; a filter that is not in it lets everything through.
    ``home`` is where distances start. ``unknown_too`` shows, last, the programmes of which a
    chosen filter knows nothing. ``literal`` takes every word as a word of a programme.
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    home: Home | None = None
    order: str = "best"
    with_old: bool = False
    unknown_too: bool = False
    literal: bool = False


@dataclass(frozen=True)
class Found:
    """The answer to a query, with counts that tell what filters left out.

    ``unknown`` are programmes that may fit but of which a filter knows nothing: they are the
    last ones of ``hits`` when they were asked for, after the ``certain`` ones. ``lacking``
    counts them per filter.
    ``clues`` are words that were read as a filter, ``home`` where distances start.
    """

    hits: tuple[Hit, ...]
    unknown: int = 0
    lacking: Mapping[str, int] = field(default_factory=dict)
    hidden_old: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    clues: tuple[Clue, ...] = ()
    home: Home | None = None
    certain: int = 0

@dataclass(frozen=True)
class _Far:
    """Per programme how far its nearest town is, and which town; and the filter on it."""

    kilometres: dict[str, float]
    nearest: dict[str, str]
    facet: Facet


class Searcher:
    """Everything a search needs, built once per store.

    ``points`` has the middle of every town with a school, by its name as programmes have it.
    """

    def __init__(
        self,
        index: SearchIndex,
        facets: Facets,
        points: Mapping[str, Point],
        reader: Reader | None = None,
        towns: Towns | None = None,
    ) -> None:
        self.index, self.facets, self._points = index, facets, dict(points)
        self._reader, self._towns = reader, towns
        self._current = facets.bits(item.programme_id for item in index.programmes
                                    if item.current)
        self._far = lru_cache(maxsize=500)(self._measure)

    @property
    def places(self) -> dict[str, Point]:
        """Towns with a school, and where their middle is."""
        return self._points

    def reads(self, text: str) -> bool:
        """Are there words in it that would be read as a filter?"""
        return bool(self._read(Query(text))[0])

    def search(self, query: Query) -> Found:
        """Programmes that match words and filters, in their order."""
        clues, words = self._read(query)
        home = query.home or self._home_of(clues)
        chosen = _joined(query.chosen, merged(clues))
        if home and not query.home:
            chosen.setdefault(DISTANCE, (AROUND,))
        far = self._far(home.town) if home else None
        hits = self.index.hits(words)
        everything = self.facets.bits(hit.programme.programme_id for hit in hits)
        within = everything if query.with_old else everything & self._current
        extra = {DISTANCE: far.facet} if far else {}
        selected = self.facets.select(within, chosen, extra)
        certain = self._ordered(hits, selected.kept, far, query.order)
        uncertain = (self._ordered(hits, selected.unknown, far, query.order)
                     if query.unknown_too else [])
        return Found(
            hits=(*certain, *uncertain),
            certain=len(certain),
            unknown=selected.unknown.bit_count(),
            lacking=selected.lacking,
            hidden_old=(everything & ~within).bit_count(),
            counts=selected.counts,
            clues=clues,
            home=home,
        )

    def _read(self, query: Query) -> tuple[tuple[Clue, ...], str]:
        if query.literal or self._reader is None:
            return (), query.text
        reading = self._reader.read(query.text)
        return reading.clues, reading.words

    def _home_of(self, clues: Sequence[Clue]) -> Home | None:
        """The town or postcode that was typed among the words."""
        near = next((clue for clue in clues if clue.kind in ("near", "postcode")), None)
        typed = "" if near is None else near.typed if near.kind == "postcode" else near.options[0]
        found = self._towns.find(typed) if self._towns else None
        return found if isinstance(found, Home) else None

    def _ordered(
        self, hits: Sequence[Hit], kept: int, far: _Far | None, order: str
    ) -> list[Hit]:
        """The hits of a set; hits come in order of relevance, and equal distances keep it."""
        numbers = self.facets.numbers
        found = [hit for hit in hits if kept >> numbers[hit.programme.programme_id] & 1]
        if far:
            found = [_with_distance(hit, far) for hit in found]
        if order == "name":
            found.sort(key=lambda hit: alphabet(hit.programme))
        elif order == DISTANCE and far:
            found.sort(key=lambda hit: (hit.distance is None, round(hit.distance or 0)))
        return found

    def _measure(self, town: Town) -> _Far:
        """How far every programme is from a town: its nearest place counts."""
        away = {name: kilometres(town.point, point) for name, point in self._points.items()}
        known: dict[str, float] = {}
        nearest: dict[str, str] = {}
        for programme in self.index.programmes:
            places = [name for name in programme.places if name in away]
            if places:
                place = min(places, key=lambda name: (away[name], name))
                known[programme.programme_id] = away[place]
                nearest[programme.programme_id] = place
        return _Far(known, nearest, self.facets.distance(known))


def _with_distance(hit: Hit, far: _Far) -> Hit:
    programme_id = hit.programme.programme_id
    return replace(hit, distance=far.kilometres.get(programme_id),
                   nearest=far.nearest.get(programme_id, ""))


def _joined(
    chosen: Mapping[str, tuple[str, ...]], typed: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The chosen options, and those that were typed as words."""
    found = {name: tuple(options) for name, options in chosen.items() if options}
    for kind, options in typed.items():
        if name := _CLUE.get(kind):
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *options)))
    return found

