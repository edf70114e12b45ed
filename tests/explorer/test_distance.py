"""Where someone lives, and how far things are: made-up towns, and a few known distances."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer.distance import Home, NoHome, Point, Town, Towns, kilometres, read_towns
from explorer.store import Store


def town(name: str, inhabitants: int = 100, **changed: object) -> Town:
    """A made-up town."""
    values = {"town_id": name, "also": None, "province": "Zandland", "provincie_id": "PV98",
              "gemeente_id": None, "point": Point(52.0, 5.0), "namesakes": False, **changed}
    return Town(name=name, inhabitants=inhabitants, **values)


DUNE = town("Duindorp", 5000, gemeente_id="GM1")
BEACH = town("Strand", 9000, gemeente_id="GM1", also="Zee")
TWIN_A = town("Kuil", 900, town_id="a", namesakes=True)
TWIN_B = town("Kuil", 800, town_id="b", namesakes=True, province="Kleiland")
BIG = town("Top", 50_000, town_id="c", namesakes=True)
SMALL = town("Top", 500, town_id="d", namesakes=True, province="Kleiland")
TOWNS = Towns([DUNE, BEACH, TWIN_A, TWIN_B, BIG, SMALL], {"9901": "GM1", "9902": "GM2"},
              {"GM1": "Kust", "GM2": "Leeg"})


@pytest.mark.parametrize(("text", "expected"), [
    ("Duindorp", Home(DUNE)), (" duindorp ", Home(DUNE)), ("ZEE", Home(BEACH)),
    ("kuil (kleiland)", Home(TWIN_B)), ("top", Home(BIG)), ("top kleiland", Home(SMALL)),
    ("", None), ("  ", None),
])
def test_town_by_name(text: str, expected: Home | None) -> None:
    assert TOWNS.find(text) == expected


@pytest.mark.parametrize("text", ["9901", "9901AB", "9901 ab"])
def test_postcode_starts_at_the_largest_town_of_its_gemeente(text: str) -> None:
    assert TOWNS.find(text) == Home(BEACH, "Kust")


def test_town_with_the_name_of_the_gemeente_goes_before_a_larger_one() -> None:
    towns = Towns([town("Groot", 900, gemeente_id="GM1"), town("Kust", 10, gemeente_id="GM1")],
                  {"9901": "GM1"}, {"GM1": "Kust (Z.)"})
    assert towns.find("9901").town.name == "Kust"


@pytest.mark.parametrize(("text", "reason", "near"), [
    ("kuil", "ambiguous", ("Kuil (Kleiland)", "Kuil (Zandland)")),
    ("Duindrop", "unknown", ("Duindorp",)),
    ("qqqqqq", "unknown", ()),
    ("9903", "no_postcode", ("9901", "9902")),
    ("9902", "no_postcode", ("9901", "9902")),
    ("0123", "postcode", ()), ("12345", "postcode", ()), ("99 01", "postcode", ()),
    ("9901 abc", "postcode", ()),
])
def test_what_cannot_be_found_is_told_with_the_nearest(
    text: str, reason: str, near: tuple[str, ...]
) -> None:
    assert TOWNS.find(text) == NoHome(reason, near)


@given(some.text(max_size=60))
def test_any_text_gives_a_home_a_reason_or_nothing(text: str) -> None:
    found = TOWNS.find(text)
    assert found is None or isinstance(found, Home | NoHome)


points = some.builds(Point, some.floats(50, 54), some.floats(3, 8))


@given(points, points)
def test_distance_is_the_same_both_ways_and_zero_only_at_home(one: Point, other: Point) -> None:
    assert kilometres(one, other) == pytest.approx(kilometres(other, one))
    assert kilometres(one, one) == 0
    assert kilometres(one, other) < 600


@given(points, points, points)
def test_a_detour_is_never_shorter(one: Point, other: Point, third: Point) -> None:
    assert kilometres(one, third) <= kilometres(one, other) + kilometres(other, third) + 1e-6


def test_one_degree_north_is_111_km() -> None:
    assert kilometres(Point(51.0, 5.0), Point(52.0, 5.0)) == pytest.approx(111.2, abs=0.1)


@pytest.fixture(scope="module")
def real(opened: Store) -> Towns:
    return read_towns(opened)


@pytest.mark.parametrize(("one", "other", "km"), [
    # As the crow flies, in round kilometres.
    ("Amsterdam", "Utrecht", 35), ("Groningen", "Maastricht", 270), ("Den Haag", "Rotterdam", 21),
    ("Leeuwarden", "Sneek", 21),
])
def test_known_distances(real: Towns, one: str, other: str, km: int) -> None:
    first, second = real.find(one), real.find(other)
    assert kilometres(first.town.point, second.town.point) == pytest.approx(km, rel=0.06)


@pytest.mark.parametrize(("text", "name"), [
    ("3511 AB", "Utrecht"), ("1012", "Amsterdam"), ("8601", "Sneek"), ("6211", "Maastricht"),
    ("den bosch", "'s-Hertogenbosch"), ("'s-gravenhage", "Den Haag"), ("hengelo", "Hengelo"),
])
def test_people_in_the_real_store_are_found(real: Towns, text: str, name: str) -> None:
    found = real.find(text)
    assert isinstance(found, Home)
    assert found.town.name == name


def test_every_postcode_has_a_start(opened: Store, real: Towns) -> None:
    lost = [row["pc4"] for row in opened.rows("SELECT pc4 FROM postcode")
            if not isinstance(real.find(row["pc4"]), Home)]
    assert lost == []


def test_every_gemeente_has_a_town(opened: Store) -> None:
    assert opened.rows("SELECT name FROM region WHERE kind = 'gemeente' AND region_id NOT IN "
                       "(SELECT gemeente_id FROM town WHERE gemeente_id IS NOT NULL)") == []


def test_no_two_towns_have_the_same_title(real: Towns) -> None:
    titles = [town.title for name in real._names for town in real.named(name)
              if name == town.name.casefold()]
    assert len(titles) == len(set(titles))
