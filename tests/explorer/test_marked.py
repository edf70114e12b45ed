"""What stays Dutch on an English page is marked, so that a screen reader says it right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer.texts import Texts
from explorer.ui import html
from tests.explorer.made_up import figure, programme

NL, EN = Texts("nl"), Texts("en")
DUTCH = '<span lang="nl">{}</span>'


@pytest.mark.parametrize(("text", "parts", "shown"), [
    ("Kok & co is nice", ("Kok & co",), f"{DUTCH.format('Kok &amp; co')} is nice"),
    ("Kok and Banketbakker", ("Kok", "Banketbakker"),
     f"{DUTCH.format('Kok')} and {DUTCH.format('Banketbakker')}"),
    ("Kok (1) and Kok", ("Kok", "Kok (1)"), f"{DUTCH.format('Kok (1)')} and {DUTCH.format('Kok')}"),
    ("Kokosnut", ("Kok",), "Kokosnut"),
    ("All of it", ("",), "All of it"),
    ("<b>", (), "&lt;b&gt;"),
])
def test_dutch_parts_are_marked(text: str, parts: tuple[str, ...], shown: str) -> None:
    assert html.marked(text, EN, *parts) == shown
    assert "span" not in html.marked(text, NL, *parts)


@given(some.text(max_size=30), some.lists(some.text(max_size=8), max_size=3))
def test_marking_changes_no_words(text: str, parts: list[str]) -> None:
    plain = html.marked(text, EN, *parts).replace('<span lang="nl">', "").replace("</span>", "")
    assert plain == html.marked(text, NL)


def test_name_of_a_programme_is_marked_unless_it_is_english_itself() -> None:
    kok = programme("90001", "Kok")
    assert html.title(kok, EN) == DUTCH.format("Kok")
    assert html.title(programme("90002", "Kok", name_en="Cook"), EN) == \
        f"{DUTCH.format('Kok')} (Cook)"
    assert html.title(programme("90003", "Music", name_en="Music"), EN) == "Music"


def test_people_without_english_words_and_quoted_names_are_marked() -> None:
    assert DUTCH.format("bedachte mensen") in html.about(figure(0.5, population_en=None), EN)
    named = figure(0.5, population_en="education type «Koken»")
    assert f"«{DUTCH.format('Koken')}»" in html.about(named, EN)
    assert "span" not in html.about(figure(0.5), EN)


def test_note_is_told_in_the_language_of_the_page() -> None:
    noted = figure(0.5, note="Let op.", note_en="Take care.")
    assert "<p>Let op.</p>" in html.meta(noted, NL)
    assert "<p>Take care.</p>" in html.meta(noted, EN)
    own = figure(0.5, note="Let op.", note_en=None)
    assert f"<p>{DUTCH.format('Let op.')}</p>" in html.meta(own, EN)
