"""Sentences about made-up figures, in Dutch and English."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from explorer import words
from explorer.compare import verdict
from explorer.outlook import Answer
from explorer.texts import Texts
from store.schema import ENUMS
from tests.explorer.made_up import PAY, figure, measured

NAMES = {"a": "Aap", "b": "Beer", "c": "Cavia", "d": "Das"}


def test_trend_tells_ends_and_extremes(nl: Texts) -> None:
    line = [measured(2016, 0.6), measured(2017, 0.4), measured(2018, 0.9), measured(2019, 0.7)]
    sentence = words.trend(line, nl)
    assert "60 van de 100 in 2016, 70 van de 100 in 2019" in sentence
    assert "40 van de 100 in 2017" in sentence
    assert "90 van de 100 in 2018" in sentence
    assert "bedachte mensen" in sentence


def test_trend_does_not_say_of_all_years_who_were_counted_in_the_last(nl: Texts) -> None:
    """CBS and ROA count another group of leavers every year, and write the year with it."""
    line = [replace(measured(2016 + n, 0.6 + n / 10), population=f"mbo, van school in {2015 + n}",
                    population_en=f"mbo, left in {2015 + n}") for n in range(2)]
    assert words.trend(line, nl).startswith("Bedacht deel (mbo): 60 van de 100 in 2016")
    assert "(mbo)" in words.trend(line, Texts("en"))


def test_highest_is_the_first_year_that_is_written_so(nl: Texts) -> None:
    """Otherwise the sentence says 10 in 2019 and that 2020 was the highest, also with 10."""
    line = [measured(2019, 0.098), measured(2020, 0.099), measured(2021, 0.09)]
    assert words.trend(line, nl).endswith(
        "Het laagst was 9 van de 100 in 2021, het hoogst 10 van de 100 in 2019.")


def test_trend_without_a_lowest_and_a_highest_says_so(nl: Texts) -> None:
    sentence = words.trend([measured(2016, 0.751), measured(2017, 0.752)], nl)
    assert sentence.endswith("In alle gemeten jaren was het afgerond 75 van de 100.")


def test_trend_names_the_years_without_a_number(nl: Texts) -> None:
    line = [measured(2016, 0.6), measured(2017, None), measured(2018, None), measured(2019, 0.7)]
    assert "2017 en 2018" in words.trend(line, nl)
    assert words.trend([line[0], line[3]], nl) in words.trend(line, nl)


def test_one_measurement_is_no_trend(nl: Texts) -> None:
    assert words.trend([measured(2016, 0.6), measured(2017, None)], nl) == \
        nl("programme.trend_none")


def test_trend_in_english(en: Texts) -> None:
    sentence = words.trend([measured(2016, 0.6), measured(2017, 0.4)], en)
    assert "60 out of 100" in sentence
    assert "made-up people" in sentence


@pytest.mark.parametrize(("items", "told"), [
    ([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c"),
])
def test_list_in_words(items: list[str], told: str, nl: Texts, en: Texts) -> None:
    assert words.listed(items, nl) == told
    assert words.listed(items, en) == told.replace(" en ", f" {en('compare.and')} ")


def sentences(texts: Texts, **figures: object) -> list[str]:
    return words.verdict(verdict(figures), figures, NAMES, texts)


def pay(value: float | None, **changed: object) -> object:
    return figure(value, indicator=PAY, **changed)


def test_one_is_higher_than_one(nl: Texts) -> None:
    assert sentences(nl, a=pay(15.0), b=pay(17.1)) == [
        "Beer ligt ongeveer €\u00a02,10 per uur hoger dan Aap."]


def test_more_are_higher_than_more(nl: Texts) -> None:
    (sentence,) = sentences(nl, a=pay(20.0), b=pay(20.1), c=pay(15.0), d=pay(15.1))
    assert sentence.startswith("Aap en Beer liggen ongeveer €\u00a05,10 per uur hoger")
    assert sentence.endswith("dan Cavia en Das.")


def test_a_size_that_holds_for_some_of_them_is_told_as_the_most(nl: Texts, en: Texts) -> None:
    """75 and 76 of the 100 against 70: not six more for both."""
    row = {"a": figure(0.75), "b": figure(0.76, figure_id="b"), "c": figure(0.7, figure_id="c")}
    assert sentences(nl, **row)[0] == (
        "Aap en Beer liggen tot ongeveer 6 procentpunt hoger dan Cavia.")
    assert "are up to about 6 percentage points higher" in sentences(en, **row)[0]


def test_too_few_says_how_many(nl: Texts) -> None:
    assert "van 1 opleiding" in sentences(nl, a=pay(15.0), b=None)[0]
    assert sentences(nl, a=None, b=pay(None)) == [nl("compare.too_few_0")]


def test_partly_shared_figure_is_told(nl: Texts) -> None:
    same = pay(15.0)
    told = sentences(nl, a=same, b=same, c=pay(20.0))
    assert "Aap en Beer delen hetzelfde cijfer." in told


def test_other_moment_step_and_group_are_warned_for(nl: Texts) -> None:
    later = {"measured_start": date(2021, 10, 1), "measured_end": date(2021, 10, 31)}
    told = sentences(nl, a=pay(15.0), b=pay(20.0, step=3, **later))
    assert any("oktober 2019 en oktober 2021" in sentence for sentence in told)
    assert nl("compare.different_step") in told
    assert nl("compare.group_level") in told


def test_a_difference_between_programmes_themselves_has_no_warning(nl: Texts) -> None:
    assert len(sentences(nl, a=pay(15.0), b=pay(20.0))) == 1


def test_same_figure_and_no_difference(nl: Texts, en: Texts) -> None:
    same = pay(15.0)
    for texts in (nl, en):
        assert sentences(texts, a=same, b=same) == [texts("compare.same_figure")]
        assert sentences(texts, a=same, b=pay(15.1)) == [texts("compare.no_clear_difference")]
        assert texts("compare.not_comparable") in sentences(
            texts, a=same, b=pay(15.1, years_after=2.0))


@pytest.mark.parametrize("reason", ENUMS["missing_reason"])
def test_every_reason_for_a_missing_figure_is_a_sentence(reason: str, nl: Texts) -> None:
    told = words.why_missing(Answer("pay", None, reason), nl)
    assert told[0].isupper()
    assert told.endswith(".")
    assert ".." not in told


def test_closed_data_come_with_where_to_look(nl: Texts) -> None:
    assert "KiesMBO" in words.why_missing(Answer("internship", None, "not_loaded"), nl)
    assert "KiesMBO" not in words.why_missing(Answer("internship", None, "not_measured"), nl)


def test_value_range_or_unknown(nl: Texts) -> None:
    assert words.value(figure(0.763), nl) == "76 van de 100"
    hidden = figure(None, low=12.0, high=16.0, range_kind="bounds")
    assert words.value(hidden, nl) == "tussen 12 en 16"
    assert words.value(figure(None), nl) == "Wij weten dit niet"


def test_forecast_tells_when_it_was_made_and_for_when(nl: Texts) -> None:
    told = words.measured(measured(2026, 0.8, horizon=2030), nl)
    assert told == "Voorspelling uit oktober 2026 voor 2030"
    assert words.measured(measured(2019, 0.8), nl) == "Gemeten oktober 2019"
    assert words.measured(measured(2019, 0.8, measured_assumed=True), nl) == \
        "Gemeten rond oktober 2019"


@pytest.mark.parametrize("years", [None, 0.0, 1.0, 1.5, 2.0, 5.0])
def test_moment(years: float | None, nl: Texts) -> None:
    told = words.moment(figure(0.5, years_after=years), nl)
    assert (told == "") is (years is None)
    assert "{" not in told


@pytest.mark.parametrize("level", ENUMS["ladder_level"])
def test_every_step_of_the_ladder_has_words(level: str, nl: Texts, en: Texts) -> None:
    for texts in (nl, en):
        told = words.step(figure(0.5, ladder_level=level), texts)
        assert told and "{" not in told
        assert texts(f"step_short.{level}")


def test_people_and_source(nl: Texts) -> None:
    assert words.people(figure(0.5, n=1234), nl) == "1.234 mensen"
    assert words.people(figure(0.5), nl) == "aantal mensen onbekend"
    one = figure(0.5)
    assert words.source(one, nl) == "Bedachte uitgever (B1)"
    bare = replace(one, source=replace(one.source, table_id=None))
    assert words.source(bare, nl) == "Bedachte uitgever"


def test_a_number_of_students_has_a_unit(nl: Texts, en: Texts) -> None:
    students = replace(PAY, indicator_id="students", unit="count")
    assert words.value(figure(9927.0, indicator=students), nl) == "9.927 studenten"
    assert words.value(figure(1.0, indicator=students), en) == "1 student"
    hidden = figure(None, indicator=students, low=1.0, high=4.0, range_kind="bounds")
    assert words.value(hidden, nl) == "tussen 1 en 4 studenten"
