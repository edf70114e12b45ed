"""Start: the search box that leads to Zoeken, three doors, the dates, the honest line."""

from __future__ import annotations

import re

import pytest

from explorer.search import Query
from explorer.texts import flat_texts
from explorer.ui.session import Library
from tests.pages.conftest import Screen

NL = flat_texts("nl")


def test_dates_and_what_we_do_not_know(screen: Screen) -> None:
    screen.open("start")
    assert NL["start.honest"] in screen.text
    assert re.search(r"register van hbo en wo is van \d+ \w+ \d{4}", screen.text)
    assert {"**Zoeken**", "**Vergelijken**", "**Crisis**"} <= set(screen.links)


def test_counts_only_what_one_can_choose_now(screen: Screen, shelf: Library) -> None:
    screen.open("start")
    current = [item for item in shelf.programmes.values() if item.current]
    schools = {school for item in current for school in item.institutions}
    shown = re.search(r"([\d.]+) opleidingen · ([\d.]+) scholen", screen.text)
    assert [int(number.replace(".", "")) for number in shown.groups()] == [
        len(current), len(schools)]


def test_words_are_brought_to_zoeken(screen: Screen) -> None:
    screen.open("start")
    screen.app.text_input[0].set_value("kapper")
    next(button for button in screen.app.button
         if button.label == NL["start.search_button"]).click()
    screen.run()
    assert screen.failed == []
    assert screen.app.title[0].value == NL["search.title"]
    assert any("Kapper" in label for label in screen.links)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_examples_find_something(language: str, screen: Screen, shelf: Library) -> None:
    examples = flat_texts(language)["start.example_words"].split(", ")
    assert len(examples) >= 3
    assert [words for words in examples if not shelf.searcher.search(Query(words)).hits] == []
    screen.open("start", taal=language)
    assert set(examples) <= set(screen.links)
