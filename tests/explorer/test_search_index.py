"""Searching made-up programmes by words: what is found, why, and in what order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer.programmes import Programme
from explorer.search_index import Hit, SearchIndex
from explorer.search_words import fold
from tests.explorer.made_up import programme

# None of these exist; the names are made up so that each way of finding has one example.
BAKER = programme("90001", "Zandbakker", level="mbo-2")
LEADER = programme("90002", "Leidinggevend zandbakker")
DRAW = programme("90003", "Wolkentekenen", name_en="Cloud drawing", dossier="Hemelberoepen")
MOON = programme("90004", "Maankundige", level="hbo-ba", sector="hbo", mbo_kind=None)
CAFE = programme("90005", "Café- en crêpekunde")
OLD = programme("90006", "Zandbakker oude stijl", mbo_kind="oud")
ENDED = programme("90007", "Schelpenteller", active=False)
ALL = (MOON, BAKER, OLD, DRAW, LEADER, CAFE, ENDED)
SYNONYMS = {"duinkok": ("zandbakker",), "sterrenkijker": ("maankundige",),
            "kijken naar boven": ("wolkentekenen",)}
OCCUPATIONS = {MOON.programme_id: ("Getijdenvoorspellers",)}
INDUSTRIES = {CAFE.programme_id: ("Pannenkoekenwezen",)}
INDEX = SearchIndex(ALL, SYNONYMS, OCCUPATIONS, INDUSTRIES)


def found(text: str) -> list[tuple[str, str]]:
    return [(hit.programme.name, hit.reason) for hit in INDEX.hits(text)]


def first(text: str) -> Hit:
    return INDEX.hits(text)[0]


@pytest.mark.parametrize(("text", "name", "reason"), [
    ("zandbakker", "Zandbakker", "name_start"),
    ("zandb", "Zandbakker", "name_start"),
    ("ZANDBAKKER", "Zandbakker", "name_start"),
    ("oude zandbakker", "Zandbakker oude stijl", "name_word"),
    ("tekenen", "Wolkentekenen", "name_part"),
    ("zand bakker", "Zandbakker", "name_word"),
    ("maankunde", "Maankundige", "name_family"),
    ("zandbakkers", "Zandbakker", "name_family"),
    ("cafe en crepekunde", "Café- en crêpekunde", "name_start"),
    ("zandbaker", "Zandbakker", "name_family"),
    ("zantbakker", "Zandbakker", "typo"),
    ("wolkentekanen", "Wolkentekenen", "typo"),
    ("duinkok", "Zandbakker", "synonym"),
    ("sterenkijker", "Maankundige", "synonym_typo"),
    ("graag kijken naar boven", "Wolkentekenen", "synonym"),
    ("cloud drawing", "Wolkentekenen", "english"),
    ("drawing", "Wolkentekenen", "english"),
    ("hemelberoepen", "Wolkentekenen", "group"),
    ("getijden", "Maankundige", "occupation"),
    ("getijdenvoorspeller", "Maankundige", "occupation"),
    ("pannenkoekenwezen", "Café- en crêpekunde", "industry"),
    ("90004", "Maankundige", "code"),
    ("900", "Maankundige", "code_start"),
    ("ik wil graag iets met wolkentekenen", "Wolkentekenen", "name_word"),
    ("opleiding tot maankundige", "Maankundige", "name_word"),
])
def test_found_and_why(text: str, name: str, reason: str) -> None:
    assert (name, reason) in found(text)


def test_subject_finds_who_does_it_after_the_subject_itself() -> None:
    """«verpleegkunde» must find «Mbo-Verpleegkundige» too."""
    index = SearchIndex([programme("90031", "Mbo-Verpleegkundige"),
                         programme("90032", "Verpleegkunde")], {}, {})
    assert [hit.programme.name for hit in index.hits("verpleegkunde")] == [
        "Verpleegkunde", "Mbo-Verpleegkundige"]


def test_a_hit_tells_what_led_to_it() -> None:
    assert (first("duinkok").matched, first("duinkok").through) == ("duinkok", "zandbakker")
    assert first("getijden").through == "Getijdenvoorspellers"
    assert first("pannenkoekenwezen").through == "Pannenkoekenwezen"
    assert (first("maankundgie").matched, first("maankundgie").through) == (
        "maankundgie", "maankundige")


def test_words_that_fit_nothing_are_told_and_do_not_hide_the_rest() -> None:
    hits = INDEX.hits("zandbakker qqqq")
    assert {hit.programme for hit in hits} == {BAKER, LEADER, OLD}
    assert {hit.missed for hit in hits} == {"qqqq"}
    assert {hit.missed for hit in INDEX.hits("zandbakker")} == {""}


@pytest.mark.parametrize("text", ["geen idee", "weet ik niet", "iets leuks", "rijk worden", "iets"])
def test_words_that_go_with_any_programme_find_none(text: str) -> None:
    assert INDEX.says_nothing(text)
    assert INDEX.hits(text) == []


@pytest.mark.parametrize("text", ["", "zandbakker", "iets met wolkentekenen", "qqqq"])
def test_a_word_that_may_be_a_programme_says_something(text: str) -> None:
    assert not INDEX.says_nothing(text)


def test_what_is_suggested_finds_something_else_that_one_can_choose() -> None:
    assert OLD.current is False
    for text in ("zandbaker", "zandbakkers", "getijde", "qqqq", "wolken"):
        offered = INDEX.suggestions(text)
        assert text not in offered
        assert [word for word in offered
                if not any(hit.programme.current for hit in INDEX.hits(word))] == []


def test_programmes_with_one_name_and_level_know_each_other() -> None:
    twins = [programme("90051", "Duiker"), programme("90052", "duiker")]
    others = [programme("90053", "Duiker", level="mbo-2")]
    index = SearchIndex([*twins, *others, OLD], {}, {})
    assert index.namesakes == {"crebo:90051": ("90052",), "crebo:90052": ("90051",)}


def test_all_words_count() -> None:
    assert [hit.programme for hit in INDEX.hits("leidinggevend zandbakker")] == [LEADER]


def test_names_come_before_synonyms_occupations_and_industries() -> None:
    others = [programme(str(90040 + number), name) for number, name in enumerate(
        ["Aap", "Beer", "Coyote", "Walrus"])]
    index = SearchIndex(others, {"walrus": ("beer",)},
                        {others[2].programme_id: ("Walrussen",)},
                        {others[0].programme_id: ("Walrushandel",)})
    assert [(hit.programme.name, hit.reason) for hit in index.hits("walrus")] == [
        ("Walrus", "name_start"), ("Beer", "synonym"), ("Coyote", "occupation"),
        ("Aap", "industry")]


def test_look_alike_synonym_does_not_keep_a_look_alike_name_away() -> None:
    index = SearchIndex([DRAW, MOON], {"maankundige": ("wolkentekenen",)}, {})
    assert [(hit.programme, hit.reason) for hit in index.hits("maankundge")] == [
        (MOON, "typo"), (DRAW, "synonym_typo")]


def test_noise_words_alone_do_not_find_everything() -> None:
    assert found("ik wil") == []


def test_nothing_found_gives_words_that_look_like_it() -> None:
    assert found("maankuxxxxxx") == []
    assert INDEX.suggestions("maankuxxxx")[0] == "maankundige"
    assert INDEX.suggestions("qqqqqqqq") == []
    assert len(INDEX.suggestions("zandbakkers")) <= 3


def test_suggestions_find_something() -> None:
    suggested = INDEX.suggestions("sterrekyker")
    assert suggested
    for word in suggested:
        assert INDEX.hits(word), word


@given(some.text(max_size=80))
def test_any_text_gives_an_answer_without_doubles(text: str) -> None:
    hits = INDEX.hits(text)
    assert len({hit.programme.programme_id for hit in hits}) == len(hits)
    INDEX.suggestions(text)


@given(some.sampled_from(ALL), some.data())
def test_every_name_finds_its_programme_however_it_is_written(
    wanted: Programme, data: some.DataObject
) -> None:
    change = data.draw(some.sampled_from([str.upper, str.lower, str.title, fold]))
    assert wanted in [hit.programme for hit in INDEX.hits(f"  {change(wanted.name)} ")]


@given(some.sampled_from(ALL), some.data())
def test_one_wrong_letter_in_a_name_is_forgiven(wanted: Programme, data: some.DataObject) -> None:
    word = max(fold(wanted.name).split(), key=len)
    place = data.draw(some.integers(1, len(word) - 1))
    wrong = data.draw(some.sampled_from([
        word[:place] + word[place + 1:], word[:place] + "x" + word[place:],
        word[:place] + "x" + word[place + 1:]]))
    assert wanted in [hit.programme for hit in INDEX.hits(wrong)]


def test_order_is_relevance_then_a_to_z() -> None:
    assert [name for name, _ in found("zandbakker")] == [
        "Zandbakker", "Zandbakker oude stijl", "Leidinggevend zandbakker"]
    twins = SearchIndex([programme("90012", "Tuin beta"), programme("90011", "Tuin alfa")], {}, {})
    assert [hit.programme.name for hit in twins.hits("tuin")] == ["Tuin alfa", "Tuin beta"]


def test_without_words_capitals_and_accents_do_not_change_the_alphabet() -> None:
    names = ["zon", "Échte maan", "aarde", "AV-wind", "Bos"]
    index = SearchIndex([programme(str(90020 + n), name) for n, name in enumerate(names)], {}, {})
    assert [hit.programme.name for hit in index.hits("")] == [
        "aarde", "AV-wind", "Bos", "Échte maan", "zon"]


def test_what_the_index_knows_of_a_word() -> None:
    assert INDEX.knows("duinkok")
    assert INDEX.knows("getijden")
    assert not INDEX.knows("zantbakker")
    assert INDEX.names_all(["leidinggevend", "zandbakkers"])
    assert not INDEX.names_all(["zandbakker", "tekenen"])
    assert not INDEX.names_all(["schelpenteller"]), "nobody can start that one"
    assert not INDEX.names_all([])
