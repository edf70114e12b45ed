"""Look-alikes on the embedded store: why they are alike, in a fixed order, without pay."""

from __future__ import annotations

import pytest

from explorer.programmes import Programme
from explorer.search import fold
from explorer.similar import Links, read_links, similar
from explorer.store import Store
from explorer.texts import flat_texts

COOK, CARPENTER, NURSE, PRIMARY_TEACHER = "crebo:25180", "crebo:25128", "isat:34560", "isat:34808"
REASONS = {"dossier", "occupation", "field", "level", "words", "industry"}


@pytest.fixture(scope="module")
def links(opened: Store) -> Links:
    return read_links(opened)


@pytest.mark.parametrize("programme_id", [COOK, CARPENTER, NURSE, PRIMARY_TEACHER])
def test_neighbours_can_be_started_have_another_name_and_say_why(
    programmes: dict[str, Programme], links: Links, programme_id: str
) -> None:
    one = programmes[programme_id]
    found = similar(one, programmes, links, limit=8)
    names = [fold(item.programme.name) for item in found]
    assert 1 <= len(found) <= 8
    assert len({fold(one.name), *names}) == len(found) + 1
    for item in found:
        assert item.programme.current
        assert 1 <= len(item.reasons) <= 3
        assert set(item.reasons) <= REASONS


def test_reasons_are_true(programmes: dict[str, Programme], links: Links) -> None:
    cook = programmes[COOK]
    for item in similar(cook, programmes, links, limit=20):
        other = item.programme
        told = {"dossier": other.dossier_id == cook.dossier_id,
                "field": other.isced_id == cook.isced_id, "level": other.level == cook.level}
        assert all(told.get(reason, True) for reason in item.reasons)
        for reason, weights in (("occupation", links.occupations), ("industry", links.industries)):
            if reason in item.reasons:
                assert weights[COOK].keys() & weights[other.programme_id].keys()


def test_same_store_gives_the_same_neighbours_in_any_order(
    programmes: dict[str, Programme], links: Links
) -> None:
    turned = dict(reversed(programmes.items()))
    for programme_id in list(programmes)[::211]:
        one = programmes[programme_id]
        assert similar(one, programmes, links) == similar(one, turned, links)


def test_level_alone_makes_no_neighbours(programmes: dict[str, Programme]) -> None:
    one = programmes[COOK]
    others = {item.programme_id: item for item in programmes.values()
              if item.level == one.level and item.isced_id != one.isced_id
              and item.dossier_id != one.dossier_id and "kok" not in fold(item.name)}
    assert others
    assert similar(one, others, Links({}, {})) == []


def test_every_reason_has_words_in_both_languages() -> None:
    for language in ("nl", "en"):
        assert {f"similar.{reason}" for reason in REASONS} <= flat_texts(language).keys()
