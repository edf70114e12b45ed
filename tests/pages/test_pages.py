"""Every page, with good addresses, strange ones and none; never an exception."""

from __future__ import annotations

import re

import pytest

from explorer.programmes import Programme
from explorer.texts import flat_texts
from explorer.ui.session import Library
from tests.pages.conftest import Screen

NL = flat_texts("nl")
PAGES = ("start", "zoeken", "opleiding", "vergelijken", "crisis", "bronnen")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_page_without_anything_in_the_address(page: str, language: str, screen: Screen) -> None:
    screen.open(page, taal=language)
    assert screen.failed == []
    assert screen.app.title[0].value
    assert flat_texts(language)["app.footer"].split("{")[0] in screen.text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("junk", [
    {"id": "<script>alert(1)</script>"}, {"id": ["", "x", "99999"]}, {"q": "'; DROP TABLE figure"},
    {"pagina": "²", "beeld": "wolk", "loon": "NaN"}, {"niveau": ["mbo-9", "mbo-4", "mbo-4"]},
    {"taal": "klingon"}, {"welke": "pest", "bedrijfstak": "0"}, {"rij": "winnaar", "v": "x" * 200},
    {"leerweg": "thuis", "zondercrisis": "misschien"}, {"💥": "💥"},
], ids=str)
def test_nonsense_in_the_address_breaks_nothing(
    page: str, junk: dict[str, str | list[str]], screen: Screen
) -> None:
    screen.open(page, **junk)
    assert screen.failed == []
    assert screen.app.title
    assert not any("<script" in body for body in screen.bodies)


def test_every_figure_card_has_source_and_date(
    screen: Screen, both_forms: Programme, economics: list[Programme]
) -> None:
    for programme_id in (both_forms.programme_id, economics[0].programme_id):
        screen.open("opleiding", id=programme_id)
        cards = [card for card in screen.cards() if NL["card.more"] in card]
        assert len(cards) >= 3
        for card in cards:
            assert re.search(r"Bron: \S+", card), card
            assert re.search(r"(Gemeten|Voorspelling uit) .*\d{4}", card), card
            assert re.search(r"\d mensen|aantal mensen onbekend", card), card


def test_programme_by_bare_code(screen: Screen, both_forms: Programme) -> None:
    screen.open("opleiding", id=both_forms.code)
    assert screen.app.title[0].value == both_forms.name
    assert screen.notices == []


def test_unknown_programme_gives_message_and_the_nearest(screen: Screen) -> None:
    screen.open("opleiding", id="crebo:00001")
    assert any("crebo:00001" in notice for notice in screen.notices)
    assert len([label for label in screen.links if re.search(r"\(\d{5}\)", label)]) == 3
    assert NL["notice.go_search"] in screen.links


def test_no_programme_asks_to_pick_one(screen: Screen) -> None:
    screen.open("opleiding")
    assert screen.notices == [NL["notice.pick_first"]]


def test_bol_and_bbl_show_other_figures(screen: Screen, both_forms: Programme) -> None:
    bol = screen.open("opleiding", id=both_forms.programme_id).cards()
    screen.app.segmented_control(key="leerweg").set_value("bbl")
    screen.run()
    assert screen.failed == []
    assert screen.address == {"id": [both_forms.programme_id], "leerweg": ["bbl"]}
    bbl = screen.cards()
    assert bbl != bol
    assert screen.open("opleiding", id=both_forms.programme_id, leerweg="bbl").cards() == bbl


def test_old_and_ended_programmes_say_so(screen: Screen, shelf: Library) -> None:
    old = next(item for item in shelf.programmes.values() if item.mbo_kind == "oud")
    assert screen.open("opleiding", id=old.programme_id).notices == [NL["programme.old_mbo"]]
    ended = next(item for item in shelf.programmes.values()
                 if not item.active and item.intake_end and item.sector == "hbo")
    assert ended.intake_end[:4] in screen.open("opleiding", id=ended.programme_id).notices[0]


def test_crisis_years_can_be_taken_out_of_the_lines(
    screen: Screen, both_forms: Programme
) -> None:
    screen.open("opleiding", id=both_forms.programme_id, zondercrisis="1")
    assert screen.failed == []
    assert re.search(r"\d+ metingen? uit crisistijd (is|zijn) verborgen", screen.text)


def test_programmes_of_every_kind_can_be_shown(screen: Screen, shelf: Library) -> None:
    for programme_id in list(shelf.programmes)[::97]:
        screen.open("opleiding", id=programme_id)
        assert screen.failed == [], programme_id
        assert screen.app.title[0].value == shelf.programmes[programme_id].name
        assert not re.search(r"\{\w*\}|\bNone\b|\bnan\b", screen.text), programme_id


def compare(screen: Screen, programmes: list[Programme], **more: str) -> Screen:
    return screen.open("vergelijken", id=[item.programme_id for item in programmes], **more)


@pytest.mark.parametrize("number", [0, 1])
def test_comparison_needs_two(number: int, screen: Screen, economics: list[Programme]) -> None:
    compare(screen, economics[:number])
    assert screen.failed == []
    assert screen.notices == [NL["compare.one" if number else "compare.empty"]]


@pytest.mark.parametrize("number", [2, 3, 4])
def test_comparison_of_programmes_with_one_figure_says_so(
    number: int, screen: Screen, economics: list[Programme]
) -> None:
    compare(screen, economics[:number])
    assert screen.failed == []
    assert screen.notices == []
    assert NL["compare.same_figure"] in screen.text
    assert all(item.name in screen.text for item in economics[:number])
    assert screen.address["id"] == [item.programme_id for item in economics[:number]]


def test_fifth_programme_is_left_out_by_name(screen: Screen, economics: list[Programme]) -> None:
    compare(screen, economics)
    assert len(screen.notices) == 1
    assert economics[4].name in screen.notices[0]
    assert len(screen.address["id"]) == 4


def test_unknown_programme_in_a_comparison_is_told(
    screen: Screen, economics: list[Programme]
) -> None:
    screen.open("vergelijken", id=["crebo:00001", *(item.programme_id for item in economics[:2])])
    assert ["crebo:00001" in notice for notice in screen.notices] == [True]
    assert NL["compare.verdict"] in screen.text


def test_link_of_an_older_data_version_says_so(
    screen: Screen, economics: list[Programme], shelf: Library
) -> None:
    compare(screen, economics[:2], v="00000000")
    assert any("00000000" in notice and shelf.store.data_version in notice
               for notice in screen.notices)
    compare(screen, economics[:2], v=shelf.store.data_version)
    assert screen.notices == [NL["compare.shared"]]


def test_share_link_holds_programmes_and_data_version(
    screen: Screen, economics: list[Programme], shelf: Library
) -> None:
    screen.app.context = {"url": "http://localhost:8501/vergelijken"}
    compare(screen, economics[:2])
    shared = screen.app.code[0].value
    ids = "&".join(f"id={item.programme_id}" for item in economics[:2])
    assert shared == (f"http://localhost:8501/vergelijken?{ids}&v={shelf.store.data_version}")


def test_rows_can_be_chosen_and_stay_in_the_address(
    screen: Screen, economics: list[Programme]
) -> None:
    compare(screen, economics[:2], rij="pay")
    assert NL["slot.pay"] in screen.text
    assert NL["slot.students"] not in screen.text
    assert screen.address["rij"] == ["pay"]


def test_mbo_and_hbo_figures_of_another_kind_are_not_compared(
    screen: Screen, both_forms: Programme, economics: list[Programme]
) -> None:
    compare(screen, [both_forms, economics[0]], rij="work")
    assert NL["compare.not_comparable"] in screen.text


def test_adding_and_removing(screen: Screen, economics: list[Programme]) -> None:
    compare(screen, economics[:2])
    screen.app.selectbox(key="toevoegen").set_value(economics[2].programme_id)
    screen.run()
    assert screen.address["id"] == [item.programme_id for item in economics[:3]]
    screen.app.button(key=f"weg_{economics[0].programme_id}").click()
    screen.run()
    assert screen.address["id"] == [item.programme_id for item in economics[1:3]]
    assert screen.failed == []


@pytest.mark.parametrize("crisis", ["dotcom_2002", "krediet_2008", "corona_2020", "energie_2022"])
def test_crisis_page(crisis: str, screen: Screen, shelf: Library) -> None:
    screen.open("crisis", welke=crisis, bedrijfstak="389100")
    assert screen.failed == []
    assert shelf.crises[crisis].evidence in screen.text
    assert (NL["crisis.no_dip"] in screen.text) is (shelf.crises[crisis].dip_start is None)


def test_crisis_page_says_horeca_is_back(screen: Screen) -> None:
    screen.open("crisis")
    assert re.search(r"Weer als ervoor .+ Horeca hard geraakt .{0,30}sinds 2022", screen.text)
    assert "€ 16,04" in screen.text and "€ 16,99" in screen.text
    assert not re.search("door (de )?corona", screen.text, re.IGNORECASE)


@pytest.mark.parametrize(("strength", "said"), [
    ("sterk", "Crisisbestendigheid van «"),
    ("redelijk", "De labels zeggen wat er gemiddeld gebeurde"),
    ("zwak", "Vacatures in «Heel Nederland»"), ("geen", "Vacatures in «Heel Nederland»"),
])
def test_evidence_of_a_programme_is_never_surer_than_its_link(
    strength: str, said: str, screen: Screen, shelf: Library
) -> None:
    (row,) = shelf.store.rows(
        "SELECT min(programme_id) AS id FROM programme_effect WHERE strength = $strength",
        {"strength": strength})
    screen.open("opleiding", id=row["id"])
    assert screen.failed == []
    assert said in screen.text
    assert (NL["resilience.weak"] in screen.text) is (strength in ("zwak", "geen"))


def test_sources_page_names_every_source_and_what_is_left_out(
    screen: Screen, shelf: Library
) -> None:
    screen.open("bronnen")
    assert screen.failed == []
    for source in shelf.book.sources.values():
        assert re.sub(r"\s+", " ", source.title) in screen.text
    assert shelf.store.data_version in screen.text
