"""What two ways of writing a word have in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer.search_words import content, fold, squeeze, stem


@pytest.mark.parametrize(("text", "folded"), [
    ("Café- en crêpekunde", "cafe en crepekunde"), ("  HBO-ICT ", "hbo ict"), ("C#/C++", "c# c++"),
    ("Súdwest-Fryslân", "sudwest fryslan"), ("🙂", ""), ("ß", "ss"),
])
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(some.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("one", "other"), [
    ("verpleegkunde", "verpleegkundige"), ("verpleegkundigen", "verpleegkundig"),
    ("psycholoog", "psychologen"), ("psychologie", "psycholoog"), ("econoom", "economie"),
    ("kapper", "kappers"), ("leraar", "leraren"), ("arts", "artsen"),
    ("docent", "docenten"), ("technicus", "techniek"), ("fysiotherapeut", "fysiotherapie"),
    ("fotograaf", "fotografie"), ("verzorgende", "verzorging"), ("journalist", "journalistiek"),
    ("ziekenhuis", "ziekenhuizen"), ("verkoper", "verkoop"),
])
def test_one_family(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [
    ("kok", "kapper"), ("dier", "diesel"), ("bakker", "banketbakker"), ("recht", "techniek"),
    ("muziek", "media"), ("logistiek", "biologie"),
])
def test_not_one_family(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(some.text(alphabet="abcdefghijklmnoprstuvz", min_size=1, max_size=20))
def test_every_word_has_a_stem(word: str) -> None:
    assert stem(word)


def test_words_that_say_something() -> None:
    assert content("ik wil iets met dieren".split()) == ["dieren"]
    assert content("ik wil".split()) == ["ik", "wil"]
    assert squeeze("make up") == "makeup"
