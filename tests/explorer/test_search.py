"""Searching and filtering made-up programmes: what is found, why, in what order, what is left."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer.programmes import Programme
from explorer.search import Found, Query, SearchIndex, fold, search
from tests.explorer.made_up import programme

# None of these exist; the names are made up so that each way of finding has one example.
BAKER = programme("90001", "Zandbakker", level="mbo-2", forms=("bol", "bbl"),
                  provinces=frozenset({"PV1"}), institutions=frozenset({"00AA"}))
LEADER = programme("90002", "Leidinggevend zandbakker", level="mbo-4",
                   provinces=frozenset({"PV1", "PV2"}), institutions=frozenset({"00AA", "00BB"}))
DRAW = programme("90003", "Wolkentekenen", level="mbo-3", forms=("bbl",), field_id="isced:0001",
                 name_en="Cloud drawing", dossier="Hemelberoepen")
MOON = programme("90004", "Maankundige", level="hbo-ba", forms=("voltijd",), field_id="hoop:LUCHT",
                 sector="hbo", mbo_kind=None, provinces=frozenset({"PV2"}))
CAFE = programme("90005", "Café- en crêpekunde", level="mbo-3")
OLD = programme("90006", "Zandbakker oude stijl", level="mbo-2", mbo_kind="oud")
ENDED = programme("90007", "Schelpenteller", level="mbo-4", active=False)
ALL = (MOON, BAKER, OLD, DRAW, LEADER, CAFE, ENDED)
SYNONYMS = {"duinkok": ("zandbakker",), "sterrenkijker": ("maankundige",)}
OCCUPATIONS = {MOON.programme_id: ("Getijdenvoorspellers",)}
INDEX = SearchIndex(ALL, SYNONYMS, OCCUPATIONS)
NOTHING: dict[str, float] = {}


def found(text: str) -> list[tuple[str, str]]:
    return [(hit.programme.name, hit.reason) for hit in INDEX.hits(text)]


def ids(answer: Found) -> list[str]:
    return [hit.programme.programme_id for hit in answer.hits]


@pytest.mark.parametrize(("text", "name", "reason"), [
    ("zandbakker", "Zandbakker", "name_start"),
    ("zandb", "Zandbakker", "name_start"),
    ("ZANDBAKKER", "Zandbakker", "name_start"),
    ("oude zandbakker", "Zandbakker oude stijl", "name_word"),
    ("tekenen", "Wolkentekenen", "name_part"),
    ("zand bakker", "Zandbakker", "name_part"),
    ("cafe en crepekunde", "Café- en crêpekunde", "name_start"),
    ("zandbaker", "Zandbakker", "typo"),
    ("wolkentekennen", "Wolkentekenen", "typo"),
    ("duinkok", "Zandbakker", "synonym"),
    ("sterenkijker", "Maankundige", "synonym"),
    ("cloud drawing", "Wolkentekenen", "english"),
    ("drawing", "Wolkentekenen", "english"),
    ("hemelberoepen", "Wolkentekenen", "group"),
    ("getijden", "Maankundige", "occupation"),
    ("90004", "Maankundige", "code"),
    ("ik wil graag iets met wolkentekenen", "Wolkentekenen", "name_word"),
    ("opleiding tot maankundige", "Maankundige", "name_word"),
])
def test_found_and_why(text: str, name: str, reason: str) -> None:
    assert (name, reason) in found(text)


def test_look_alike_synonym_does_not_keep_a_look_alike_name_away() -> None:
    index = SearchIndex([DRAW, MOON], {"maankundige": ("wolkentekenen",)}, {})
    assert [(hit.programme, hit.reason) for hit in index.hits("maankundge")] == [
        (MOON, "typo"), (DRAW, "synonym")]


def test_noise_words_alone_do_not_find_everything() -> None:
    assert found("ik wil") == []


def test_nothing_found_gives_words_that_look_like_it() -> None:
    assert found("maankuxxxxxx") == []
    assert INDEX.suggestions("maankuxxxx")[0] == "maankundige"
    assert INDEX.suggestions("qqqqqqqq") == []
    assert len(INDEX.suggestions("zandbakkers")) <= 3


def test_suggestions_find_something() -> None:
    for word in INDEX.suggestions("sterrekyker"):
        assert INDEX.hits(word), word


@given(some.text(max_size=80))
def test_any_text_gives_an_answer(text: str) -> None:
    answer = search(INDEX, Query(text=text), NOTHING, NOTHING)
    assert len(set(ids(answer))) == len(answer.hits)
    INDEX.suggestions(text)


@given(some.sampled_from(ALL), some.data())
def test_every_name_finds_its_programme_however_it_is_written(
    wanted: Programme, data: some.DataObject
) -> None:
    change = data.draw(some.sampled_from([str.upper, str.lower, str.title, fold]))
    assert wanted in [hit.programme for hit in INDEX.hits(f"  {change(wanted.name)} ")]


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


@given(some.dictionaries(some.sampled_from([item.programme_id for item in ALL]),
                         some.floats(10, 30)), some.sampled_from(["", "zandbakker", "kunde"]))
def test_order_is_never_pay(pay: dict[str, float], text: str) -> None:
    without = ids(search(INDEX, Query(text=text), NOTHING, NOTHING))
    assert ids(search(INDEX, Query(text=text), pay, pay)) == without


def test_old_programmes_are_hidden_and_counted_until_asked_for() -> None:
    answer = search(INDEX, Query(), NOTHING, NOTHING)
    assert not {OLD.programme_id, ENDED.programme_id} & set(ids(answer))
    assert answer.hidden_old == 2
    everything = search(INDEX, Query(with_old=True), NOTHING, NOTHING)
    assert len(everything.hits) == len(ALL)
    assert everything.hidden_old == 0


@pytest.mark.parametrize(("query", "names"), [
    (Query(levels=("mbo-2",)), {"Zandbakker"}),
    (Query(levels=("mbo-2", "hbo-ba")), {"Zandbakker", "Maankundige"}),
    (Query(forms=("bbl",)), {"Zandbakker", "Wolkentekenen"}),
    (Query(fields=("hoop:LUCHT",)), {"Maankundige"}),
    (Query(provinces=("PV2",)), {"Leidinggevend zandbakker", "Maankundige"}),
    (Query(institutions=("00BB",)), {"Leidinggevend zandbakker"}),
    (Query(provinces=("PV1",), levels=("mbo-2",)), {"Zandbakker"}),
    (Query(text="zandbakker", provinces=("PV2",)), {"Leidinggevend zandbakker"}),
    (Query(levels=("wo-ma",)), set()),
])
def test_filters(query: Query, names: set[str]) -> None:
    answer = search(INDEX, query, NOTHING, NOTHING)
    assert {hit.programme.name for hit in answer.hits} == names


def test_minimum_keeps_the_border_and_counts_who_has_no_figure() -> None:
    pay = {BAKER.programme_id: 14.0, LEADER.programme_id: 13.99}
    answer = search(INDEX, Query(min_pay=14.0), pay, NOTHING)
    assert ids(answer) == [BAKER.programme_id]
    assert (answer.without_pay, answer.without_work) == (3, 0)
    work = {MOON.programme_id: 0.9}
    answer = search(INDEX, Query(min_work=0.8), pay, work)
    assert ids(answer) == [MOON.programme_id]
    assert (answer.without_pay, answer.without_work) == (0, 4)


def test_unknown_effect_is_counted_unless_asked_for() -> None:
    crisis = {BAKER.programme_id: ("hard", "hersteld"), LEADER.programme_id: ("hard", "nog_niet"),
              DRAW.programme_id: ("weinig", "nvt")}
    hard = search(INDEX, Query(effects=("hard",)), NOTHING, NOTHING, crisis)
    assert ids(hard) == [LEADER.programme_id, BAKER.programme_id]
    assert hard.unknown_effect == 2
    back = search(INDEX, Query(effects=("hard",), recoveries=("hersteld",)), NOTHING, NOTHING,
                  crisis)
    assert ids(back) == [BAKER.programme_id]
    unknown = search(INDEX, Query(effects=("onvoldoende",)), NOTHING, NOTHING, crisis)
    assert ids(unknown) == [CAFE.programme_id, MOON.programme_id]
    assert unknown.unknown_effect == 0


_OPTIONS = {
    "levels": ("mbo-2", "mbo-3", "hbo-ba"), "forms": ("bol", "bbl", "voltijd"),
    "fields": ("isced:0001", "hoop:LUCHT"), "provinces": ("PV1", "PV2"),
    "institutions": ("00AA", "00BB"),
}


def _choices(options: tuple[str, ...]) -> some.SearchStrategy[tuple[str, ...]]:
    return some.lists(some.sampled_from(options), unique=True, max_size=2).map(tuple)


made_up_programmes = some.lists(some.builds(
    programme, code=some.integers(10000, 99999).map(str),
    name=some.sampled_from(["Zandbakker", "Wolkentekenen", "Zandtekenen"]),
    level=some.sampled_from(_OPTIONS["levels"]), forms=_choices(_OPTIONS["forms"]),
    field_id=some.sampled_from([None, *_OPTIONS["fields"]]),
    provinces=_choices(_OPTIONS["provinces"]).map(frozenset),
    institutions=_choices(_OPTIONS["institutions"]).map(frozenset), active=some.booleans(),
), max_size=12, unique_by=lambda item: item.code)
queries = some.builds(
    Query, text=some.sampled_from(["", "zand", "tekenen"]), with_old=some.booleans(),
    **{name: _choices(options) for name, options in _OPTIONS.items()},
)


@given(made_up_programmes, queries)
def test_facets_are_what_a_search_with_that_option_would_find(
    items: list[Programme], query: Query
) -> None:
    index = SearchIndex(items, {}, {})
    facets = search(index, query, NOTHING, NOTHING).facets
    for name, options in _OPTIONS.items():
        counted = Counter({
            option: len(search(index, replace(query, **{name: (option,)}), NOTHING, NOTHING).hits)
            for option in options
        })
        assert facets[name] == +counted, name


@given(made_up_programmes, queries)
def test_filtering_never_adds_and_keeps_the_order(items: list[Programme], query: Query) -> None:
    index = SearchIndex(items, {}, {})
    everything = ids(search(index, Query(text=query.text, with_old=True), NOTHING, NOTHING))
    kept = ids(search(index, query, NOTHING, NOTHING))
    assert kept == [item for item in everything if item in set(kept)]
