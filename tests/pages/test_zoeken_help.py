"""Zoeken for who does not know the words: where to start, postcodes, and what terms mean."""

from __future__ import annotations

import re

import pytest

from explorer.search import Query
from explorer.texts import flat_texts
from explorer.ui.session import Library
from tests.pages.conftest import Screen
from tests.pages.test_zoeken import found, press

NL = flat_texts("nl")


def test_who_has_no_idea_gets_words_to_start_from(screen: Screen) -> None:
    screen.open("zoeken", q="geen idee")
    assert screen.notices == [NL["search.vague"]]
    press(screen, NL["search.interest_words"].split(", ")[0])
    assert found(screen) > 3


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_word_to_start_from_finds_enough(language: str, shelf: Library) -> None:
    offered = flat_texts(language)["search.interest_words"].split(", ")
    assert [word for word in offered if len(shelf.searcher.search(Query(word)).hits) < 4] == []


def test_advice_fits_whether_a_filter_was_chosen(screen: Screen) -> None:
    screen.open("zoeken", q="qqqq wwww")
    assert any(NL["search.none_other"] in notice for notice in screen.notices)
    assert NL["search.order_text"] not in screen.text
    screen.open("zoeken", q="qqqq wwww", niveau="mbo-2")
    assert any(NL["search.none_advice"] in notice for notice in screen.notices)


def test_four_digits_may_be_a_postcode(screen: Screen) -> None:
    screen.open("zoeken", q="3011")
    assert NL["why.code_start"] in screen.text
    assert NL["clue.maybe_postcode"].format(word="3011") in screen.text
    press(screen, NL["clue.around"].format(km=25, name="Rotterdam"))
    assert screen.address == {"vanaf": ["3011"], "km": ["25"]}
    screen.open("zoeken", q="kapper 3011")
    assert "«3011» lezen we als postcode" in screen.text


@pytest.mark.parametrize("view", ["lijst", "tabel"])
def test_crisis_tag_in_results_is_explained(view: str, screen: Screen) -> None:
    screen.open("zoeken", q="kapper", beeld=view)
    assert NL["search.tag_note"].format(labels="«Gemeten in crisistijd»") in screen.text
    assert NL["search.tag_link"] in screen.links
    screen.open("zoeken", q="kapper", beeld=view, zondercrisis="1")
    assert NL["search.tag_link"] not in screen.links


def test_words_of_school_are_explained_at_the_filters(screen: Screen) -> None:
    screen.open("zoeken")
    assert NL["search.form_note"] in screen.text
    assert NL["search.level_note"] in screen.text


def test_figures_in_the_table_tell_source_and_crisis(screen: Screen) -> None:
    screen.open("zoeken", q="kapper", beeld="tabel")
    assert re.search(r"van de 100 [^·]+ · [^·]+ · gemeten \w+ 20\d\d · [^·]+ · "
                     r"gemeten in crisistijd ", screen.text)


def test_two_codes_with_one_name_are_told(screen: Screen) -> None:
    screen.open("zoeken", q="pedagogisch medewerker kinderopvang")
    assert NL["search.same_name"].format(codes="25603") in screen.text
    assert NL["search.same_name"].format(codes="25486") in screen.text
