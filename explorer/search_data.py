"""Reads from the store what a search needs, and builds the searcher from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from explorer.crisis import CORONA, effect_filters
from explorer.distance import Point, Towns
from explorer.facets import CHANCE_STEPS, PAY_STEPS, WORK_STEPS, Facets
from explorer.outlook import filter_values
from explorer.programmes import Programme, institution_names, synonyms
from explorer.search import Searcher
from explorer.search_index import SearchIndex
from explorer.store import Store
from explorer.understood import Reader

UNKNOWN_EFFECT = "onvoldoende"
UNKNOWN_RECOVERY = "onbekend"
# A link must be at least this share of a programme's work to find the programme by it.
_OCCUPATION, _INDUSTRY = 0.2, 0.3


@dataclass(frozen=True)
class _Place:
    """A town with a school: the regions it lies in, and its middle."""

    provincie_id: str
    arbeidsmarktregio_id: str | None
    latitude: float
    longitude: float


def build_searcher(
    store: Store, programmes: Mapping[str, Programme], towns: Towns,
    pay: Mapping[str, float], work: Mapping[str, float],
) -> Searcher:
    """The searcher of an open store; ``pay`` and ``work`` are the figures that filters use."""
    index = SearchIndex(programmes.values(), synonyms(store),
                        linked_names(store, "occupation", _OCCUPATION),
                        linked_names(store, "industry", _INDUSTRY))
    places = _places(store)
    regions = {name: (place.provincie_id, place.arbeidsmarktregio_id)
               for name, place in places.items()}
    facets = _facets(programmes.values(), regions)
    facets.add_minimum("pay", pay, PAY_STEPS)
    facets.add_minimum("work", work, WORK_STEPS, 0.01)
    facets.add_minimum("chance", filter_values(store, "chance"), CHANCE_STEPS)
    facets.add_minimum("internship", filter_values(store, "internship"), CHANCE_STEPS)
    corona = effect_filters(store, CORONA)
    facets.add_classes("effects", {key: effect for key, (effect, _) in corona.items()},
                       UNKNOWN_EFFECT)
    facets.add_classes("recoveries", {
        key: UNKNOWN_RECOVERY if effect == UNKNOWN_EFFECT else recovery
        for key, (effect, recovery) in corona.items()}, UNKNOWN_RECOVERY)
    reader = _reader(store, programmes.values(), places, towns, index)
    points = {name: Point(place.latitude, place.longitude)
              for name, place in places.items()}
    return Searcher(index, facets, points, reader, towns)


def _facets(
    programmes: Iterable[Programme], regions: Mapping[str, tuple[str, str | None]]
) -> Facets:
    known = list(programmes)
    facets = Facets(known)
    facets.add_options("levels", known, lambda programme: (programme.level,))
    facets.add_options("forms", known, lambda programme: programme.forms)
    facets.add_options("fields", known,
                       lambda programme: (programme.field_id,) if programme.field_id else ())
    facets.add_options("regions", known, lambda programme: {
        region for place in programme.places for region in regions.get(place, ()) if region})
    facets.add_options("places", known, lambda programme: programme.places)
    facets.add_options("institutions", known, lambda programme: programme.institutions)
    return facets


def _reader(
    store: Store, programmes: Iterable[Programme], places: Iterable[str], towns: Towns,
    index: SearchIndex,
) -> Reader:
    schools = {school for programme in programmes for school in programme.institutions}
    nicknames: dict[str, tuple[str, ...]] = {}
    for row in store.rows("SELECT nickname, institution_id FROM nickname ORDER BY ALL"):
        nicknames[row["nickname"]] = (*nicknames.get(row["nickname"], ()), row["institution_id"])
    named = {name: (name,) for name in places}
    for row in store.rows("SELECT name, also FROM town WHERE also IS NOT NULL"):
        if row["name"] in named:
            named[row["also"]] = (row["name"],)
    return Reader(
        named,
        {school: name for school, name in institution_names(store).items() if school in schools},
        nicknames,
        {row["region_id"]: row["name"] for row in store.rows(
            "SELECT region_id, name FROM region WHERE kind IN ('provincie', 'arbeidsmarktregio') "
            "ORDER BY kind = 'provincie'")},
        towns, index,
    )


def _places(store: Store) -> dict[str, _Place]:
    """Towns with a school that offers something: province, arbeidsmarktregio and middle."""
    rows = store.rows(
        """
        SELECT place.name, place.provincie_id, gemeente.arbeidsmarktregio_id, latitude, longitude
        FROM place
        LEFT JOIN region AS gemeente ON gemeente.region_id = place.gemeente_id
        WHERE place_id IN (SELECT place_id FROM offering)
        ORDER BY place.name, place_id
        """
    )
    return {row.pop("name"): _Place(**row) for row in rows}


def english_names(store: Store) -> dict[str, str]:
    """Dutch name of an occupation group or industry -> its English name."""
    return {row["name"]: row["name_en"] for row in store.rows(
        "SELECT name, name_en FROM occupation WHERE name_en IS NOT NULL "
        "UNION ALL SELECT name, name_en FROM industry WHERE name_en IS NOT NULL")}


def linked_names(store: Store, kind: str, share: float) -> dict[str, tuple[str, ...]]:
    """Programme -> names of the occupation groups or industries that it leads to.

    Only sure links that stand for at least this share of the work.
    """
    found: dict[str, list[str]] = {}
    rows = store.rows(
        f"""
        SELECT programme_id, {kind}.name FROM link
        JOIN {kind} ON {kind}_id = {"to_id" if kind == "occupation" else "substr(to_id, 5)"}
        WHERE link.kind = $kind AND strength IN ('sterk', 'redelijk') AND weight >= $share
        ORDER BY programme_id, weight DESC, {kind}.name
        """,
        {"kind": kind, "share": share},
    )
    for row in rows:
        found.setdefault(row["programme_id"], []).append(row["name"])
    return {programme: tuple(names) for programme, names in found.items()}
