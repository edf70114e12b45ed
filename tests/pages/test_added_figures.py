"""Figures that need a key or a file of one's own, on the pages (all figures made up)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from etl.catalogue import load_catalogue, load_hosts
from etl.load_command import run
from etl.own.columns import FILE, NAMES
from etl.publish import publish
from etl.reading import open_workspace
from etl.refresh import Plan, live_sources, refresh
from explorer.texts import flat_texts
from explorer.ui.session import library
from store.connection import REFERENCE
from tests.pages.conftest import Screen
from tests.wire.duo import Portal
from tests.wire.duo_mbo_tables import addresses
from tests.wire.kiesmbo import BRINS, CREBOS, KEY, REMARK, KiesMbo
from tests.wire.server import serve
from tests.wire.skdb import TOKEN, Skdb

NL, EN = flat_texts("nl"), flat_texts("en")
SCHOOL = ("25LH", "3511 AB", "Utrecht", 344, "www.bedacht.example")
OWN = """
25171;;bol;stage_gevonden;93;40;2024;2024;;;Bedacht roc;https://example.org/stage;;Zelf gevraagd.
25171;25PM;bol;stage_gevonden;61;40;2024;2024;;;Bedacht roc;https://example.org/stage;;
25180;;;kans_op_werk;goed;;2023;2023;;Rijnmond;SBB;https://www.kiesmbo.nl;;
34406;;;startsalaris_maand;2411;55;2023;2023;1,5;;Bedachte hogeschool;https://example.org/a;;
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a small KiesMBO, the site of one school, and four figures of an own file."""
    folder = tmp_path_factory.mktemp("filled")
    store = folder / "outlook.duckdb"
    schools = Portal((addresses("adressen_mbo", SCHOOL),))
    with serve(KiesMbo(BRINS[:2], CREBOS[:2], limit=10_000)) as kiesmbo, serve(Skdb()) as skdb, \
            serve(schools) as duo, pytest.MonkeyPatch.context() as patch:
        patch.setenv("KIESMBO_KEY", KEY)
        patch.setenv("SKDB_TOKEN", TOKEN)
        sources = [replace(source, live=replace(
            source.live, min_rows=1, options={**source.live.options, "per_second": 10_000}))
            for source in live_sources(load_catalogue(), ["kiesmbo", "skdb", "duo_addresses_mbo"])
            if source.live]
        workspace = open_workspace()
        refresh(workspace, Plan(sources, load_hosts(), folder / "cache",
                                {"kiesmbo": kiesmbo.url, "skdb": skdb.url, "duo": duo.url}), store)
        publish(workspace, store, REFERENCE, "refresh")
        workspace.close()
    (folder / "mine").mkdir()
    (folder / "mine" / FILE).write_text(";".join(NAMES) + OWN, encoding="utf-8")
    (folder / "mine" / "spanningsindicator.csv").write_text(
        "beroepsgroep;regio;kwartaal;spanning\nKoks;Nederland;2024Q1;4,56\n"
        "Koks;Rijnmond;2024Q1;0,5\n", encoding="utf-8")
    run(folder / "mine", Console(quiet=True), store)
    return store


@pytest.fixture
def visit(filled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    monkeypatch.setenv("OUTLOOK_STORE", str(filled))
    library.clear()
    yield Screen()
    library.clear()


def card(screen: Screen, slot: str) -> str:
    (found,) = [text for text in screen.cards() if NL[f"slot.{slot}"] in text
                or EN[f"slot.{slot}"] in text]
    return found


def test_without_key_or_file_the_page_says_where_to_look(screen: Screen) -> None:
    screen.open("opleiding", id="crebo:25180")
    assert screen.failed == []
    for slot in ("internship", "chance"):
        why = f"{NL['missing.not_loaded'].capitalize()}. {NL[f'missing_where.{slot}']}"
        assert f"{NL[f'slot.{slot}']} {why}" in screen.text
    assert NL["chance.per_school"] not in screen.text


def test_sources_say_that_no_chance_of_an_internship_is_known_only_when_it_is_not(
    screen: Screen, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert NL["sources.not_here_text"] in screen.open("bronnen").text
    monkeypatch.setenv("OUTLOOK_STORE", str(filled))
    library.clear()
    assert NL["sources.not_here_text"] not in Screen().open("bronnen").text
    library.clear()


def test_who_filters_on_pay_is_told_what_happens_to_pay_per_month(
    screen: Screen, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert NL["search.month_pay"] not in screen.open("zoeken").text
    monkeypatch.setenv("OUTLOOK_STORE", str(filled))
    library.clear()
    assert NL["search.month_pay"] in Screen().open("zoeken").text
    library.clear()


def test_a_source_that_needs_a_key_is_told_in_the_language_of_the_page(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "outlook.duckdb"
    store.write_bytes(filled.read_bytes())
    with duckdb.connect(str(store)) as opened:
        opened.execute(
            "INSERT INTO refresh BY NAME SELECT * REPLACE ('made_up' AS source_id, 'not_loaded' AS "
            "outcome, 'needs a key in the variable X' AS message) FROM refresh LIMIT 1")
        opened.execute(
            "INSERT INTO refresh BY NAME SELECT * REPLACE ('made_up_2' AS source_id, 'failed' AS "
            "outcome, 'only 3 rows' AS message) FROM refresh LIMIT 1")
    monkeypatch.setenv("OUTLOOK_STORE", str(store))
    library.clear()
    page = Screen().open("bronnen")
    assert page.failed == []
    assert NL["sources.needs_key"] in page.text
    assert "needs a key" not in page.text
    assert any(f'{NL["sources.not_fetched"]} <span lang="en">only 3 rows</span>' in body
               for body in page.bodies)
    library.clear()


def test_chances_of_sbb_stand_in_words_with_what_sbb_says(visit: Screen) -> None:
    """Crebo 25180 is the first of the replay: nationally class 1 for a stage and 2 for work."""
    visit.open("opleiding", id="crebo:25180")
    assert visit.failed == []
    internship, work = card(visit, "internship"), card(visit, "chance")
    assert "gering: stap 1 van 5" in internship
    assert f"SBB zegt: «{REMARK}»" in internship
    assert "matig: stap 2 van 5" in work
    assert "Voorspelling uit januari t/m mei 2024 voor 2027" in work
    assert "SBB zegt" not in work
    visit.open("opleiding", id="crebo:25180", leerweg="bbl")
    assert "SBB zegt" not in card(visit, "internship")
    visit.open("opleiding", id="crebo:25180", taal="en")
    assert "low: step 1 of 5" in card(visit, "internship")
    assert f"SBB says (in Dutch): «{REMARK}»" in card(visit, "internship")


def test_schools_and_regions_have_tables_of_their_own(visit: Screen) -> None:
    visit.open("opleiding", id="crebo:25180")
    assert NL["chance.per_school"] in visit.text
    tables = [body for body in visit.bodies if "<table" in body]
    (schools,) = [body for body in tables if NL["chance.column_school"] in body
                  and "Kans op een stage" in body]
    # Second school: (0 + 1) % 5 + 1 for a stage, (0 + 2) % 5 + 1 for work.
    (row,) = [part for part in schools.split("<tr>") if "ROC A12" in part]
    # Both learning paths have the same classes, so they share a row.
    assert ">bbl, bol<" in row
    assert "matig: stap 2 van 5" in row
    assert "voldoende: stap 3 van 5" in row
    # No school has pay of its own, so there is no column for it.
    assert "Startsalaris" not in schools
    (regions,) = [body for body in tables if NL["chance.column_region"] in body]
    assert "Rijnmond" in regions
    assert "goed: stap 5 van 5" in regions


def test_tension_of_uwv_stands_with_the_occupation_and_is_that_of_the_country(
    visit: Screen
) -> None:
    visit.open("opleiding", id="crebo:25180")
    (found,) = [text for text in visit.cards() if text.startswith("Koks ")]
    assert ("Nu: veel meer vacatures dan mensen volgens UWV (4,56 vacatures voor elke persoon met "
            "een korte ww-uitkering). Gemeten 1e kwartaal 2024.") in found


def test_programme_that_a_loaded_source_is_silent_about_is_not_called_closed(
    visit: Screen
) -> None:
    visit.open("opleiding", id="crebo:25184")
    assert f"{NL['slot.chance']} {NL['missing.not_measured'].capitalize()}." in visit.text
    assert NL["missing_where.chance"] not in visit.text


def test_own_figures_show_their_own_source(visit: Screen) -> None:
    visit.open("opleiding", id="crebo:25171")
    found = card(visit, "internship")
    assert "93 van de 100" in found
    assert "Vond een stage of leerbaan (zelf toegevoegd)" in found
    assert "Bron: Bedacht roc, zelf toegevoegd" in found
    assert "Zelf gevraagd." in found
    visit.open("opleiding", id="isat:34406")
    assert "€ 2.411 per maand" in card(visit, "pay").replace("\u00a0", " ")


def test_studiekeuzedatabase_answers_for_hbo_and_says_it_is_of_a_group(visit: Screen) -> None:
    """34479 is the second of the replay: median 2710, unemployment 5, in its field 80."""
    visit.open("opleiding", id="isat:34479")
    assert visit.failed == []
    assert "€ 2.710 per maand" in card(visit, "pay").replace("\u00a0", " ")
    assert NL["step.education_type"] in card(visit, "pay")
    assert "Bron: Studiekeuzedatabase (LCSK)" in card(visit, "pay")
    assert "5 van de 100" in card(visit, "looking")
    assert "80 van de 100" in card(visit, "match")


def test_classes_are_compared_in_steps(visit: Screen) -> None:
    """25180 and 25168 nationally: classes 1 and 2 for a stage, so next to each other."""
    visit.open("vergelijken", id=["crebo:25180", "crebo:25168"])
    assert visit.failed == []
    assert "gering: stap 1 van 5" in visit.text
    assert "matig: stap 2 van 5" in visit.text


def test_sources_page_names_them(visit: Screen) -> None:
    visit.open("bronnen")
    assert visit.failed == []
    assert "met sleutel van SBB, niet verder te delen" in visit.text
    assert "alleen voor eigen gebruik" in visit.text


def test_school_with_a_site_is_a_link(visit: Screen) -> None:
    visit.open("opleiding", id="crebo:25180")
    places = "".join(body for body in visit.bodies if NL["programme.column_school"] in body)
    assert ('<a href="https://www.bedacht.example" target="_blank" rel="noopener noreferrer">'
            "ROC Midden Nederland</a>") in places
    assert NL["school_site.why"] in visit.text
