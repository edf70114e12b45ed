"""Crisis tags in words: every code has a text, every sentence fills, nothing claims a cause."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from explorer import crisis_words
from explorer.crisis import Effect, Resilience, crises, programme_effects, resiliences
from explorer.programmes import Programme
from explorer.store import Store
from explorer.texts import Texts
from explorer.ui import tags
from store.schema import ENUMS
from tests.explorer.made_up import PAY, effect, figure

EFFECTS, RECOVERIES = ENUMS["sector_effect_class"], ENUMS["recovery_class"]
LANGUAGES = ("nl", "en")
CAUSE = re.compile(r"(door|dankzij|vanwege|wegens) (de )?corona|(due to|because of|caused by) "
                   r"(the )?corona", re.IGNORECASE)


BACK = {"recovery": {"vacancies_back": True, "jobs_back": False}}


def fine(sentence: str) -> bool:
    """Filled in, without a cause, and without the words of a programmer."""
    return not (CAUSE.search(sentence) or re.search(r"[{}_]|\bNone\b|\bnan\b|  ", sentence))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ENUMS["measured_tag"])
def test_every_measured_tag_has_a_label_and_a_sentence(
    name: str, language: str, opened: Store
) -> None:
    texts, known = Texts(language), crises(opened)
    for crisis_id in known:
        one = figure(15.0, indicator=PAY, tags=((crisis_id, name),))
        code, label = crisis_words.measured_label(one, texts)
        sentence = crisis_words.measured_sentence(one, known, texts)
        assert label and fine(label)
        assert fine(sentence)
        if code == name and name != "M4":
            assert sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_tag_has_a_label_and_no_sentence(language: str, opened: Store) -> None:
    texts = Texts(language)
    assert crisis_words.measured_label(figure(0.5), texts) == ("none", texts("tag.none"))
    assert crisis_words.measured_sentence(figure(0.5), crises(opened), texts) == ""


def all_words(found: Effect, opened: Store, texts: Texts) -> list[str]:
    crisis = crises(opened)[found.crisis_id]
    return [
        crisis_words.effect_label(found, texts),
        crisis_words.recovery_label(found, texts),
        crisis_words.recovery_short(found, texts),
        crisis_words.sure(found, texts),
        crisis_words.confidence(found, texts),
        crisis_words.explanation(found, texts),
        crisis_words.summary(found, crisis, texts),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", EFFECTS)
def test_every_class_fills_every_sentence(code: str, language: str, opened: Store) -> None:
    texts = Texts(language)
    for recovery, sure, provisional, fall, crisis_id in product(
        RECOVERIES, ENUMS["confidence_class"], (True, False), (-0.4, 0.1, None),
        ("corona_2020", "krediet_2008"),
    ):
        found = effect(effect=code, recovery=recovery, confidence=sure, provisional=provisional,
                       fall=fall, crisis_id=crisis_id, recovered_since=None,
                       reasons=("declining_before",))
        told = all_words(found, opened, texts)
        assert all(fine(sentence) for sentence in told), told
        assert bool(told[1]) is bool(told[2]) is (recovery != "nvt")


def test_every_programme_of_the_store_can_be_told(
    opened: Store, programmes: dict[str, Programme], nl: Texts
) -> None:
    told: set[str] = set()
    known = crises(opened)
    for effects in programme_effects(opened, list(programmes)).values():
        for found in effects:
            told.add(crisis_words.explanation(found, nl))
            told.add(crisis_words.summary(found, known[found.crisis_id], nl))
    assert [sentence for sentence in told if not fine(sentence)] == []


def test_every_reason_of_the_store_that_leads_to_no_answer_is_explained(
    opened: Store, nl: Texts
) -> None:
    codes = {row["code"] for row in opened.rows(
        "SELECT DISTINCT unnest(reasons) AS code FROM programme_effect WHERE effect IN "
        "('onvoldoende') UNION SELECT DISTINCT unnest(reasons) FROM sector_effect WHERE effect "
        "IN ('onvoldoende')")}
    for row in opened.rows("SELECT reasons FROM programme_effect WHERE effect = 'onvoldoende' "
                           "UNION SELECT reasons FROM sector_effect WHERE effect = 'onvoldoende'"):
        assert any(nl.has(f"reason.{code}") for code in row["reasons"]), row["reasons"]
    assert codes


@pytest.mark.parametrize(("found", "told"), [
    (effect(), "Weer op het oude niveau sinds 2022"),
    (effect(recovered_since="2021Q2"),
     "Weer op het oude niveau sinds het 2e kwartaal van 2021"),
    (effect(recovery="nvt"), ""),
    (effect(recovery="deels", reasons=("recovery_jobs_unknown",)),
     "Vacatures weer op het oude niveau; van banen weten we het niet"),
    (effect(recovery="deels", inputs=BACK),
     "Deels hersteld: wel de vacatures, nog niet de banen"),
    (effect(recovery="deels", inputs=BACK, strength="redelijk"), "Deels hersteld"),
])
def test_recovery(found: Effect, told: str, nl: Texts) -> None:
    assert crisis_words.recovery_label(found, nl) == told


def test_summary_names_crisis_work_and_recovery(opened: Store, nl: Texts) -> None:
    found = effect(industry="Horeca")
    assert crisis_words.summary(found, crises(opened)["corona_2020"], nl) == (
        "Corona: horeca hard geraakt. Weer op het oude niveau sinds 2022.")


def test_explanation_sets_the_country_beside_it(nl: Texts) -> None:
    told = crisis_words.explanation(effect(), nl)
    assert "40%" in told
    assert "In heel Nederland was dat 20% minder" in told
    assert "10,0%" in told


def test_an_average_is_not_pinned_on_one_industry(nl: Texts) -> None:
    """The main industry may be another class than the programme, so the label does not name it."""
    found = effect(effect="geraakt", strength="redelijk", industry_effect="weinig", fall=-0.04)
    assert crisis_words.effect_label(found, nl) == "Dit werk geraakt"
    unknown = replace(found, industry_effect="onvoldoende", nation_fall=-0.23)
    told = crisis_words.explanation(unknown, nl)
    assert "te weinig cijfers" in told and "4%" not in told
    assert "In heel Nederland waren er in het slechtste jaar 23% minder vacatures" in told


def test_who_cannot_be_placed_gets_the_national_sentence(
    opened: Store, programmes: dict[str, Programme], nl: Texts
) -> None:
    found = [item for effects in programme_effects(opened, list(programmes)).values()
             for item in effects
             if item.crisis_id == "corona_2020" and item.strength in ("zwak", "geen")]
    assert len(found) > 50
    for item in found:
        assert crisis_words.effect_label(item, nl) == "Te weinig inzicht"
        assert re.search(r"Reden: .+\. In heel Nederland waren er in het slechtste jaar 23%",
                         crisis_words.explanation(item, nl))


def test_a_fall_of_too_few_vacancies_is_not_told(nl: Texts) -> None:
    found = effect(effect="geraakt", inputs={"levels": {"vacancies": None, "jobs": "geraakt"}})
    assert "40%" not in crisis_words.explanation(found, nl)


def test_hardly_hit_with_fewer_vacancies_says_that_jobs_grew(nl: Texts) -> None:
    found = effect(effect="weinig", industry_effect="weinig", jobs_fall=0.02,
                   inputs={"levels": {"vacancies": "geraakt", "jobs": "weinig"}})
    assert "Omdat het aantal banen groeide" in crisis_words.explanation(found, nl)


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_years_together_are_partly_in_a_crisis(language: str, opened: Store) -> None:
    texts = Texts(language)
    several = figure(0.5, tags=(("corona_2020", "M3"),), measured_start=date(2018, 10, 1),
                     measured_end=date(2023, 12, 31))
    assert crisis_words.measured_label(several, texts) == ("M3", texts("tag.M3_pooled"))
    assert fine(crisis_words.measured_sentence(several, crises(opened), texts))


@pytest.mark.parametrize("name", ["M1", "M2", "M3", "M5", "B"])
def test_a_tag_in_a_list_says_its_whole_sentence(name: str, nl: Texts) -> None:
    """Not on the screen, but to a screen reader and under the pointer."""
    html = tags.measured_short(figure(15.0, tags=(("corona_2020", name),)), nl)
    (said,) = re.findall(r'role="img" aria-label="([^"]+)"', html)
    assert said.endswith(".") and fine(said)


def test_the_tag_of_an_effect_says_its_whole_sentence(nl: Texts) -> None:
    (said,) = re.findall(r'aria-label="([^"]+)"', tags.effect(effect(), nl))
    assert said.startswith("Bedachte bedrijfstak hard geraakt. In het slechtste jaar")


def test_evidence_has_a_column_per_crisis(opened: Store, nl: Texts) -> None:
    known = crises(opened)
    found = programme_effects(opened, ["crebo:25180"])["crebo:25180"]
    html = tags.evidence([(known[item.crisis_id].name, item) for item in found], nl)
    for part in ("22,9 / 25,9 / 23,1 / 20,5; gemiddeld 23,1", "-58% tot -53%", "-12,5%", "85%",
                 "sterke krimp", "het 2e kwartaal van 2021", "●●● vrij zeker",
                 "het 3e kwartaal van 2023 (banen: 2022)", ">1.0<", "Coronacrisis",
                 "Kredietcrisis"):
        assert part in html, part


def test_provisional_is_said(nl: Texts) -> None:
    assert "voorlopig" in crisis_words.effect_label(effect(provisional=True), nl)


@pytest.mark.parametrize("text", ["ICT", "IT-diensten"])
def test_abbreviation_keeps_its_capital(text: str) -> None:
    assert crisis_words.lowered(text) == text
    assert crisis_words.lowered("Horeca") == "horeca"
    assert crisis_words.lowered("") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_resilience_is_told_for_every_section(language: str, opened: Store) -> None:
    texts = Texts(language)
    for found in resiliences(opened):
        assert fine(crisis_words.resilience(found, texts))
    for depth, years in product(("licht", "stevig", "zwaar", "te_weinig_gegevens"), (None, 3.0)):
        speed = "niet_terug" if years is None else "snel"
        assert fine(crisis_words.resilience(Resilience("x", "X", depth, speed, years, 2, 9), texts))
