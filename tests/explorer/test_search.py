"""A whole search on made-up programmes: words and filters together, and the order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer.distance import Home, Point, Town, Towns
from explorer.facets import Facets
from explorer.programmes import Programme
from explorer.search import Found, Query, Searcher
from explorer.search_index import SearchIndex
from explorer.understood import Reader
from tests.explorer.made_up import programme

BAKER = programme("90001", "Zandbakker", level="mbo-2", forms=("bol", "bbl"),
                  places=frozenset({"Duinstad"}))
LEADER = programme("90002", "Leidinggevend zandbakker", places=frozenset({"Duinstad", "Verweg"}))
DRAW = programme("90003", "Wolkentekenen", level="mbo-3", places=frozenset({"Verweg"}))
LOST = programme("90004", "Aardtekenen", level="mbo-3")
OLD = programme("90006", "Zandbakker oude stijl", mbo_kind="oud", places=frozenset({"Verweg"}))
ENDED = programme("90007", "Schelpenteller", active=False)
ALL = (BAKER, OLD, DRAW, LEADER, LOST, ENDED)
# At the same height: a degree of longitude is about 68 km there.
POINTS = {"Duinstad": Point(52.0, 5.0), "Verweg": Point(52.0, 6.0)}
HOME = Home(Town("1", "Gehucht", None, "Zandland", "PV98", None, 10, Point(52.0, 5.9)))


def searcher(pay: dict[str, float] | None = None) -> Searcher:
    """A searcher of the made-up programmes, with pay for some of them."""
    index = SearchIndex(ALL, {}, {})
    facets = Facets(ALL)
    facets.add_options("levels", ALL, lambda item: (item.level,))
    facets.add_options("places", ALL, lambda item: item.places)
    facets.add_minimum("pay", pay or {}, ("10", "14"))
    towns = Towns([HOME.town], {}, {})
    reader = Reader({name: (name,) for name in POINTS}, {}, {}, {}, towns, index)
    return Searcher(index, facets, POINTS, reader, towns)


SEARCHER = searcher({BAKER.programme_id: 14.0, LEADER.programme_id: 13.99})


def names(found: Found) -> list[str]:
    return [hit.programme.name for hit in found.hits]


def search(text: str = "", **query: object) -> Found:
    return SEARCHER.search(Query(text, **query))


def test_old_programmes_are_hidden_and_counted_until_asked_for() -> None:
    found = search()
    assert not {OLD.name, ENDED.name} & set(names(found))
    assert found.hidden_old == 2
    everything = search(with_old=True)
    assert len(everything.hits) == len(ALL)
    assert everything.hidden_old == 0


@pytest.mark.parametrize(("text", "chosen", "wanted"), [
    ("", {"levels": ("mbo-2",)}, {BAKER}),
    ("", {"levels": ("mbo-2", "mbo-3")}, {BAKER, DRAW, LOST}),
    ("zandbakker", {"places": ("Verweg",)}, {LEADER}),
    ("tekenen", {"levels": ("mbo-2",)}, set()),
    ("zandbakker", {}, {BAKER, LEADER}),
])
def test_words_and_filters(
    text: str, chosen: dict[str, tuple[str, ...]], wanted: set[Programme]
) -> None:
    assert {hit.programme for hit in search(text, chosen=chosen).hits} == wanted


def test_a_town_among_the_words_is_a_filter_until_it_is_taken_literally() -> None:
    """«kapper amsterdam» must find something."""
    found = search("zandbakker verweg")
    assert names(found) == [LEADER.name]
    assert [(clue.kind, clue.typed) for clue in found.clues] == [("place", "verweg")]
    literal = search("zandbakker verweg", literal=True)
    assert literal.clues == ()
    assert {hit.missed for hit in literal.hits} == {"verweg"}


def test_a_town_without_a_school_looks_around() -> None:
    found = search("tekenen gehucht")
    assert names(found) == [DRAW.name]
    assert found.home == HOME
    assert found.hits[0].nearest == "Verweg"


def test_missing_figures_are_counted_and_stand_last_when_asked_for() -> None:
    found = search(chosen={"pay": ("14",)})
    assert names(found) == [BAKER.name]
    assert (found.unknown, found.lacking) == (2, {"pay": 2})
    everyone = search(chosen={"pay": ("14",)}, unknown_too=True)
    assert names(everyone) == [BAKER.name, LOST.name, DRAW.name]
    assert (everyone.certain, everyone.unknown) == (1, 2)


def test_distance_on_every_hit_and_as_a_filter() -> None:
    found = search(home=HOME)
    far = {hit.programme.name: (hit.nearest, hit.distance and round(hit.distance))
           for hit in found.hits}
    assert far == {BAKER.name: ("Duinstad", 62), LEADER.name: ("Verweg", 7),
                   DRAW.name: ("Verweg", 7), LOST.name: ("", None)}
    near = search(home=HOME, chosen={"distance": ("25",)})
    assert set(names(near)) == {LEADER.name, DRAW.name}
    assert near.lacking == {"distance": 1}
    assert near.counts["distance"] == {"10": 2, "25": 2, "50": 2, "75": 3}


def test_distance_without_a_home_filters_nothing() -> None:
    assert len(search(chosen={"distance": ("10",)}).hits) == len(search().hits)


def test_nearest_first_only_when_asked_for() -> None:
    assert names(search(home=HOME)) == [LOST.name, LEADER.name, DRAW.name, BAKER.name]
    assert names(search(home=HOME, order="distance")) == [
        LEADER.name, DRAW.name, BAKER.name, LOST.name]


def test_order_by_name() -> None:
    assert names(search("zandbakker")) == [BAKER.name, LEADER.name]
    assert names(search("zandbakker", order="name")) == [LEADER.name, BAKER.name]


@given(some.dictionaries(some.sampled_from([item.programme_id for item in ALL]),
                         some.floats(10, 30)), some.sampled_from(["", "zandbakker", "tekenen"]))
def test_order_is_never_pay(pay: dict[str, float], text: str) -> None:
    assert names(searcher(pay).search(Query(text))) == names(searcher().search(Query(text)))


@given(some.text(max_size=80), some.booleans(), some.sampled_from(["best", "name", "distance"]))
def test_any_query_gives_an_answer(text: str, unknown: bool, order: str) -> None:
    found = search(text, unknown_too=unknown, order=order, home=HOME, chosen={"pay": ("10",)})
    ids = [hit.programme.programme_id for hit in found.hits]
    assert len(ids) == len(set(ids))
    assert found.certain == len(ids) - (found.unknown if unknown else 0)
