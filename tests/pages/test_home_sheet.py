"""The sheet for home: one page, three figures, what their tags mean, five questions."""

from __future__ import annotations

from datetime import date

import pytest

from explorer import crisis_words, words
from explorer.crisis import CORONA, programme_effects
from explorer.home_sheet import QUESTIONS, home_sheet
from explorer.outlook import answers
from explorer.programmes import Programme
from explorer.texts import Texts, flat_texts
from explorer.ui.session import Library
from tests.pages.conftest import Screen
from tests.pages.pdf import page_count, words_of

NL = flat_texts("nl")
COOK, NURSE = "crebo:25180", "isat:34560"
LINK = "http://localhost:8501/opleiding?id=crebo:25180"


def sheet(shelf: Library, programme: Programme, language: str = "nl") -> bytes:
    known = answers(shelf.book, [programme])[programme.programme_id]
    effects = programme_effects(shelf.store, [programme.programme_id])
    corona = next((effect for effect in effects.get(programme.programme_id, [])
                   if effect.crisis_id == CORONA), None)
    return home_sheet(programme, known, corona, shelf.crises, "abc", LINK, date(2026, 11, 25),
                      Texts(language))


@pytest.mark.parametrize("programme_id", [COOK, NURSE])
def test_sheet_has_figures_with_tags_questions_and_sources_on_one_page(
    shelf: Library, programme_id: str
) -> None:
    programme = shelf.programmes[programme_id]
    pdf = sheet(shelf, programme)
    text = words_of(pdf)
    known = [answer for answer in answers(shelf.book, [programme])[programme_id].values()
             if answer.known][:3]
    assert len(known) == 3
    for answer in known:
        assert words.value(answer.figure, Texts("nl")).replace("\xa0", " ") in text
        assert words.measured(answer.figure, Texts("nl")) in text
        assert answer.figure.source.attribution in text
    assert all(NL[f"next.home_{number}"] in text for number in range(1, QUESTIONS + 1))
    assert LINK in text
    assert page_count(pdf) == 1


def test_sheet_says_what_a_crisis_tag_means_and_what_corona_time_did(shelf: Library) -> None:
    text = words_of(sheet(shelf, shelf.programmes[COOK]))
    assert ("gemeten in crisistijd. Dit cijfer is gemeten in de coronacrisis (oktober 2020)."
            in text)
    assert "Corona: horeca hard geraakt. Weer op het oude niveau sinds 2022." in text
    assert NL["confidence.hoog"] in text


def test_sheet_says_which_figure_was_measured_in_a_crisis(shelf: Library) -> None:
    """«In a crisis» and «not in a crisis» below each other would contradict each other."""
    programme = shelf.programmes[COOK]
    labels = {NL[f"slot.{slot}"]: crisis_words.measured_label(answer.figure, Texts("nl"))[1]
              for slot, answer in answers(shelf.book, [programme])[COOK].items()
              if answer.known and answer.figure}
    shown = dict(list(labels.items())[:3])
    assert len(set(shown.values())) > 1
    text = words_of(sheet(shelf, programme))
    for question, label in shown.items():
        assert text.split(f"«{question}»")[1].split(": ")[1].startswith(f"{label.lower()}.")


def test_every_programme_fits_on_one_page_also_without_figures(shelf: Library) -> None:
    old = next(item for item in shelf.programmes.values() if item.mbo_kind == "oud")
    longest = max(shelf.programmes.values(), key=lambda item: len(item.name))
    for programme in (old, longest):
        for language in ("nl", "en"):
            assert page_count(sheet(shelf, programme, language)) == 1


def test_page_of_a_programme_offers_the_sheet(screen: Screen) -> None:
    screen.open("opleiding", id=COOK)
    assert NL["home_sheet.button"] in [item.proto.label
                                       for item in screen.app.get("download_button")]
