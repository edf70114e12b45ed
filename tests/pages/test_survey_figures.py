"""ROA's survey and outlook per programme, on the pages (all figures made up)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from etl.catalogue import load_catalogue, load_hosts
from etl.publish import publish
from etl.reading import open_workspace
from etl.refresh import Plan, live_sources, refresh
from explorer.texts import flat_texts
from explorer.ui.session import library
from store.connection import REFERENCE
from tests.pages.conftest import Screen
from tests.wire.roa_files import GROUPS, Group, Survey, dataverse
from tests.wire.server import serve

NL, EN = flat_texts("nl"), flat_texts("en")
# A programme of which too few people answered, and one of another education type.
SMALL, OTHER = "34402", "34267"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded store with the outlook and the survey of the replay server."""
    folder = tmp_path_factory.mktemp("filled")
    store = folder / "outlook.duckdb"
    groups = [*GROUPS, Group("Hbo bachelor", "", "6021", "bachelor informatica", SMALL, "B Klein")]
    few = {(SMALL, "", subject, year): ""
           for subject in ("werkloosheid", "bruto uurloon", "bruto maandloon")
           for year in (*range(2018, 2025), "totaal")}
    survey = Survey(groups=groups, changed=few)
    with serve(dataverse(survey=survey, old_survey=replace(
            survey, years=tuple(range(2018, 2024))))) as server:
        sources = [replace(source, live=replace(source.live, min_rows=1))
                   for source in live_sources(load_catalogue(), ["dataverse"]) if source.live]
        workspace = open_workspace()
        refresh(workspace, Plan(sources, load_hosts(), folder / "cache",
                                {"dataverse": server.url}), store)
        publish(workspace, store, REFERENCE, "refresh")
        workspace.close()
    return store


@pytest.fixture
def visit(filled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    monkeypatch.setenv("OUTLOOK_STORE", str(filled))
    library.clear()
    yield Screen()
    library.clear()


def card(screen: Screen, slot: str, texts: dict[str, str] = NL) -> str:
    (found,) = [text for text in screen.cards() if texts[f"slot.{slot}"] in text]
    return found.replace("\u00a0", " ")


def test_programme_has_figures_of_its_own(visit: Screen) -> None:
    """Group 2 of the replay, diploma 2024: see tests/etl/live/test_roa_survey.py."""
    visit.open("opleiding", id="isat:34479")
    assert visit.failed == []
    assert "€ 16,40 per uur" in card(visit, "pay")
    for slot, value in (("looking", "5 van de 100"), ("match", "72 van de 100"),
                        ("level", "72 van de 100"), ("field", "78 van de 100"),
                        ("again", "72 van de 100")):
        assert value in card(visit, slot)
        assert NL["step.programme"] in card(visit, slot)
    assert "Gemeten rond oktober 2025 t/m januari 2026" in card(visit, "looking")
    assert "B Informatica, diploma in schooljaar 2023-2024" in card(visit, "looking")


def test_pay_over_the_years_is_still_drawn_from_those_who_were_followed(visit: Screen) -> None:
    """The survey knows one moment, a year and a half after; CBS follows the field for years."""
    visit.open("opleiding", id="isat:34479")
    assert "Uurloon na je opleiding (hbo-bachelor, Techniek" in visit.text


def test_line_over_the_years_does_not_name_the_last_group_for_all_of_them(visit: Screen) -> None:
    """The survey asks another group of leavers every year."""
    visit.open("opleiding", id="isat:34479")
    name = "Oud-studenten die nog werk zoeken (B Informatica"
    assert f"{name}): " in visit.text
    assert f"{name}, " not in visit.text


def test_rows_of_an_education_type_begin_with_a_capital_like_those_of_occupations(
    visit: Screen
) -> None:
    visit.open("opleiding", id="isat:34479")
    (table,) = [body for body in visit.bodies if f">{NL['supply.column_group']}<" in body]
    assert "Opleidingstype «" in table
    assert ">opleidingstype «" not in table


def test_outlook_is_a_class_of_the_education_type(visit: Screen) -> None:
    visit.open("opleiding", id="isat:34479")
    found = card(visit, "outlook")
    assert f" {NL['ita.goed']} " in found
    assert NL["step.education_type"] in found
    assert "Voorspelling uit 1 september 2026 voor 2030" in found
    visit.open("opleiding", id="isat:34479", taal="en")
    assert f" {EN['ita.goed']} " in card(visit, "outlook", EN)


def test_too_few_answers_climb_to_the_education_type_and_say_why(visit: Screen) -> None:
    """3 percent of the type Bachelor - informatica, in the outlook file of the replay."""
    visit.open("opleiding", id=f"isat:{SMALL}")
    found = card(visit, "looking")
    assert "3 van de 100" in found
    assert NL["step.education_type"] in found
    assert NL["missing.too_small"] in found


def test_programme_that_was_not_asked_about_does_not_get_new_questions(visit: Screen) -> None:
    visit.open("opleiding", id="isat:34406")
    assert visit.failed == []
    assert NL["slot.again"] not in visit.text
    # ROA's forecast for every bachelor is all there is.
    assert NL["step.level"] in card(visit, "outlook")


def test_comparison_says_which_outlook_is_better_in_words(visit: Screen) -> None:
    """Bachelor informatica is goed (0.90), all bachelors are together at 1.00, which is goed too;
    level 4 in ict is zeer goed (0.80)."""
    visit.open("vergelijken", id=["isat:34479", "crebo:25187"])
    assert visit.failed == []
    assert NL["slot.outlook"] in visit.text
    assert "Het vooruitzicht is volgens ROA gunstiger bij Applicatie- en mediaontwikkelaar dan " \
           "bij Informatica." in visit.text


def test_without_the_survey_no_page_asks_its_questions(screen: Screen) -> None:
    screen.open("opleiding", id="isat:34479")
    assert screen.failed == []
    for slot in ("level", "field", "again", "outlook"):
        assert NL[f"slot.{slot}"] not in screen.text
