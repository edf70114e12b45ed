"""Sentences of the page of a programme, read word for word. All figures are made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from explorer import programme_words
from explorer.leads_to import OUTLOOK, LinkedIndustry, Occupation
from explorer.outlook import Answer
from explorer.position import Border, position
from explorer.texts import Texts
from explorer.vacancies import Quarter, RegionalVacancies
from tests.explorer.made_up import CLASSED, PAY, figure, measured
from tests.explorer.test_position import dot

MONTHLY = replace(PAY, unit="euro_per_month")


def test_pay_per_month_says_how_it_was_worked_out(nl: Texts) -> None:
    wage = figure(12.0, indicator=PAY, low=10.0, high=15.0, range_kind="quartiles")
    told, how = programme_words.month_pay(wage, 36, nl)
    assert told == ("Bij 36 uur per week is dat ongeveer €\u00a01.872 bruto per maand. De "
                    "middelste helft verdient dan tussen €\u00a01.560 en €\u00a02.340 per maand.")
    assert "€\u00a012,00 x 36 uur x 52 weken / 12 maanden" in how
    assert "netto krijg je minder" in how
    assert programme_words.month_pay(wage, 24, nl)[0].startswith(
        "Bij 24 uur per week is dat ongeveer €\u00a01.248")


def test_pay_per_month_is_not_made_up(nl: Texts) -> None:
    (told,) = programme_words.month_pay(figure(2400.0, indicator=MONTHLY), 36, nl)
    assert "niet om" in told
    assert not any(sign.isdigit() for sign in told)
    assert programme_words.month_pay(figure(None, indicator=PAY), 36, nl) == []
    assert programme_words.month_pay(figure(0.9), 36, nl) == []


@pytest.mark.parametrize(("others", "told"), [
    ([12.0, 13.0], "De 3 niveaus lopen van €\u00a011,00 per uur tot €\u00a013,00 per uur."),
    ([12.0 + n for n in range(8)],
     "Van de 9 niveaus liggen de middelste 5 tussen €\u00a013,00 per uur en €\u00a017,00 per uur. "
     "Het cijfer van deze opleiding (€\u00a011,00 per uur) ligt daaronder."),
    ([12.0 + n for n in range(30)], "De helft van de 31 niveaus ligt tussen "),
    ([11.0] * 8, "Bij de middelste 5 van de 9 niveaus is het cijfer €\u00a011,00 per uur. "
     "Het cijfer van deze opleiding (€\u00a011,00 per uur) ligt daar ook."),
    ([12.0] * 8, "Bij de middelste 5 van de 9 niveaus is het cijfer €\u00a012,00 per uur. "
     "Het cijfer van deze opleiding (€\u00a011,00 per uur) ligt daaronder."),
])
def test_position_speaks_of_the_middle_only_with_enough_dots(
    others: list[float], told: str, nl: Texts
) -> None:
    mine = figure(11.0, indicator=PAY, entity_id="van mij")
    found = position(mine, [dot(value) for value in others], [], "mbo-4")
    assert programme_words.position(found, mine, nl).startswith(told)


def test_no_sentence_about_a_position_ranks(nl: Texts, en: Texts) -> None:
    mine = figure(11.0, indicator=PAY, entity_id="van mij")
    for count in (2, 9, 30):
        found = position(mine, [dot(12.0 + n) for n in range(count)], [], "mbo-4")
        told = (programme_words.position(found, mine, nl)
                + programme_words.position(found, mine, en)).lower()
        for word in ("best", "slecht", "plaats", "top", "rank", "worst", "score"):
            assert word not in told


@pytest.mark.parametrize(("near", "told"), [
    (True, "Dit is net niet «groot», want het getal van ROA is 0,831 en de grens ligt bij 0,8295."),
    (False, "Het getal van ROA is 0,831, en de grens met «groot» ligt bij 0,8295."),
])
def test_distance_to_the_border(near: bool, told: str, nl: Texts) -> None:
    found = Border("enige", "groot", 0.8295, 0.0015, near)
    assert programme_words.border(found, figure(0.831, indicator=CLASSED), nl) == told
    assert programme_words.border(None, figure(0.831, indicator=CLASSED), nl) == ""


def test_short_border_keeps_two_decimals(nl: Texts) -> None:
    found = Border("midden", "hoog", 1.0, 0.2, False)
    assert "bij 1,00." in programme_words.border(found, figure(0.8, indicator=CLASSED), nl)


def occupation(label: str | None, *earlier: str) -> Occupation:
    """A made-up occupation group with its outlook now and in earlier editions."""
    def outlook(year: int, of: str | None) -> object:
        return measured(year, 0.7, indicator=CLASSED, label=of, horizon=2030)

    return Occupation("brc:0000", "Bedachte groep", 1.0, "sterk", "Bedacht.", True,
                      {OUTLOOK: outlook(2026, label)},
                      tuple(outlook(2025 - n, of) for n, of in enumerate(earlier)))


def test_track_record_needs_two_editions(nl: Texts) -> None:
    only = nl("track.one")
    assert programme_words.track_record([occupation("groot")], nl) == [only]
    assert programme_words.track_record([], nl) == [nl("track.none")]
    same, changed, closing = programme_words.track_record(
        [occupation("groot", "groot", "geen")], nl)
    assert same == "Bedachte groep: in de uitgave van oktober 2025 was het «groot», net als nu."
    assert changed.startswith(
        "Bedachte groep: in de uitgave van oktober 2024 was het «geen» en nu «groot».")
    assert "2030" in closing


def regional(regions: dict[str, int | None], *stands_for: str) -> RegionalVacancies:
    quarter = Quarter(date(2023, 4, 1), date(2023, 6, 30), "bedacht", regions)
    parts = tuple(LinkedIndustry(name, name, "1", "X", 0.5, "sterk", "Bedacht.", True,
                                 f"{name} in English") for name in stands_for)
    return RegionalVacancies("X", "Bedacht werk", parts, quarter, None, "Made-up work")


NAMES = {"PV20": "Groningen", "PV31": "Limburg", "PV24": "Flevoland"}


def test_province_that_is_unknown_is_not_the_least(nl: Texts) -> None:
    told = programme_words.regional(
        regional({"PV20": 1200, "PV31": 700, "PV24": None}), NAMES, nl)
    assert told == ("Van «Bedacht werk» kennen wij het getal van 2 van de 3 provincies. Van die 2 "
                    "stonden de meeste vacatures open in Groningen (1.200) en de "
                    "minste in Limburg (700), aan het eind van het 2e kwartaal 2023.")
    assert programme_words.regional(regional({"PV24": None}), NAMES, nl) == \
        "Van «Bedacht werk» geeft CBS geen vacatures per provincie."


def test_one_known_province_is_not_the_most_of_all(nl: Texts) -> None:
    told = programme_words.regional(
        regional({"PV20": 1200, "PV31": None, "PV24": None}), NAMES, nl)
    assert told == ("In «Bedacht werk» stonden 1.200 vacatures open in Groningen, aan het eind van "
                    "het 2e kwartaal 2023. Van de andere provincies weten wij dit niet.")


def test_section_says_for_which_industries_it_speaks(nl: Texts) -> None:
    told = programme_words.regional(
        regional({"PV20": 9, "PV31": 8, "PV24": 7}, "Winkels", "Markten"), NAMES, nl)
    assert told.endswith("daar zit Winkels en Markten in.")
    english = programme_words.regional(regional({"PV20": 9, "PV31": 8}, "Winkels"), NAMES,
                                       Texts("en"))
    assert "«Made-up work», so Winkels in English is part of it." in english


def pay(value: float | None, **changed: object) -> Answer:
    made = figure(value, indicator=PAY, **changed)
    return Answer("pay", made, made.missing_reason)


@pytest.mark.parametrize(("mine", "other", "told"), [
    (pay(15.0), pay(17.0), "Loon: ongeveer €\u00a02,00 per uur meer."),
    (pay(17.0), pay(15.0), "Loon: ongeveer €\u00a02,00 per uur minder."),
    (pay(15.0), pay(15.1), "Loon: geen duidelijk verschil."),
    (pay(15.0, figure_id="een"), pay(15.0, figure_id="een"),
     "Loon: hetzelfde cijfer van de hele groep, dus geen verschil te zien."),
    (pay(15.0), pay(None), "Of je daar meer of minder verdient, weten wij niet."),
    (pay(15.0), pay(17.0, years_after=5.0),
     "Loon: op een andere manier of in een andere tijd gemeten, dus niet te vergelijken."),
    (pay(15.0), pay(17.0, measured_start=date(2021, 10, 1)),
     "Loon: op een andere manier of in een andere tijd gemeten, dus niet te vergelijken."),
])
def test_pay_of_a_neighbour(mine: Answer, other: Answer, told: str, nl: Texts) -> None:
    assert programme_words.pay_difference(mine, other, nl) == told


def test_outlook_of_a_neighbour(nl: Texts) -> None:
    low, high = (figure(value, indicator=CLASSED, label=label)
                 for value, label in ((0.4, "laag"), (1.4, "hoog")))
    told = {key: nl(f"similar.outlook_{key}")
            for key in ("better", "worse", "equal", "shared", "unknown")}
    assert programme_words.outlook_difference(high, low, nl) == told["better"]
    assert programme_words.outlook_difference(low, high, nl) == told["worse"]
    assert programme_words.outlook_difference(low, low, nl) == told["shared"]
    assert programme_words.outlook_difference(
        low, replace(low, figure_id="ander"), nl) == told["equal"]
    assert programme_words.outlook_difference(low, None, nl) == told["unknown"]


def test_missing_and_borrowed_are_told_apart(nl: Texts) -> None:
    known = {
        "pay": pay(15.0, step=3), "work": Answer("work", figure(0.8, step=1)),
        "looking": Answer("looking", None, "not_loaded"),
        "match": Answer("match", figure(None), "too_small"),
        "students": Answer("students", figure(None, low=1.0, high=4.0, range_kind="bounds")),
    }
    assert [question for question, _ in programme_words.missing(known, nl)] == \
        [nl("slot.looking"), nl("slot.match")]
    reasons = [reason for _, reason in programme_words.missing(known, nl)]
    assert reasons[0].startswith("Deze gegevens zijn niet open")
    assert reasons[1] == "Er zijn te weinig mensen om het te mogen tonen."
    assert programme_words.borrowed(known, nl).startswith("Bij «Wat verdien je?» zie je")
    assert programme_words.borrowed({"work": known["work"]}, nl) == ""


def test_crisis_tag_stands_beside_the_moment(nl: Texts) -> None:
    calm = measured(2018, 0.8)
    assert programme_words.when(calm, nl) == "Gemeten oktober 2018 · Niet in crisistijd gemeten"
    assert programme_words.when(replace(calm, tags=(("corona_2020", "M1"),)), nl) == \
        "Gemeten oktober 2018 · Gemeten in crisistijd"


def test_classes_of_roa_speak_the_language_of_the_page(nl: Texts, en: Texts) -> None:
    assert programme_words.class_name("vrijwel geen", nl) == "vrijwel geen"
    assert programme_words.class_name("vrijwel geen", en) == "hardly any"
    assert programme_words.class_counts(["geen", "zeer groot"], ["zeer groot", "geen"], en) == (
        "1 «very large» and 1 «none»")
    assert programme_words.class_name("bedacht", en) == "bedacht"
