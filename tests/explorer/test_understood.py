"""Words that are no programme: towns, schools, provinces, levels and forms, all made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer.distance import Point, Town, Towns
from explorer.search_index import SearchIndex
from explorer.understood import Clue, Reader, Reading, merged
from tests.explorer.made_up import programme

INDEX = SearchIndex([programme("90001", "Zandbakker"), programme("90002", "Strand en duin"),
                     programme("90003", "HBO-Zand", level="hbo-ba")],
                    {"koken": ("zandbakker",)}, {})
HAMLET = Town("1", "Gehucht", None, "Zandland", "PV98", None, 10, Point(52.0, 5.0))
READER = Reader(
    places={"Duinstad": ("Duinstad",), "Strand": ("Strand",), "Zee": ("Duinstad",)},
    schools={"00AA": "Stichting Korrelschool", "00BB": "Hogeschool van Duinstad"},
    nicknames={"hvd": ("00BB",), "weg": ("99ZZ",)},
    regions={"PV98": "Zandland", "PV97": "Duinstad"},
    towns=Towns([HAMLET], {}, {}), index=INDEX,
)


@pytest.mark.parametrize(("text", "words", "clues"), [
    ("zandbakker duinstad", "zandbakker", [("place", "duinstad", ("Duinstad",))]),
    ("zandbakker in Zee", "zandbakker", [("place", "zee", ("Duinstad",))]),
    ("zandbakker duinstat", "zandbakker", [("place", "duinstat", ("Duinstad",))]),
    ("zandbakker gehucht", "zandbakker", [("near", "gehucht", ("Gehucht",))]),
    ("zandbakker zandland", "zandbakker", [("region", "zandland", ("PV98",))]),
    ("korrelschool zandbakker", "zandbakker", [("school", "korrelschool", ("00AA",))]),
    ("hvd", "", [("school", "hvd", ("00BB",))]),
    ("hogeschool van duinstad zandbakker", "zandbakker",
     [("school", "hogeschool van duinstad", ("00BB",))]),
    ("mbo 4 zandbakker bbl", "zandbakker",
     [("level", "mbo 4", ("mbo-4",)), ("form", "bbl", ("bbl",))]),
    ("duinstad", "", [("place", "duinstad", ("Duinstad",))]),
    ("hbo", "", [("level", "hbo", ("hbo-ad", "hbo-ba", "hbo-ma", "hbo-pm"))]),
])
def test_read(text: str, words: str, clues: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert READER.read(text) == Reading(words, tuple(Clue(*clue) for clue in clues))


@pytest.mark.parametrize("text", [
    "zandbakker",
    "strand en duin",  # a town is in it, but it is the whole name of a programme
    "hbo zand",
    "koken",
    "gehucht",  # a town alone without a school is more likely a word
    "qqqq wwww",
    "weg zandbakker",  # a nickname of a school that offers nothing
    "",
])
def test_left_alone(text: str) -> None:
    assert READER.read(text) == Reading(text)


@given(some.text(max_size=80))
def test_any_line_can_be_read(text: str) -> None:
    reading = READER.read(text)
    assert reading.clues or reading.words == text


def test_two_levels_keep_what_they_share_and_two_towns_add_up() -> None:
    clues = [Clue("level", "hbo", ("hbo-ad", "hbo-ma")),
             Clue("level", "master", ("hbo-ma", "wo-ma")),
             Clue("place", "a", ("A",)), Clue("place", "b", ("B",))]
    assert merged(clues) == {"level": ("hbo-ma",), "place": ("A", "B")}
