"""A link with something in it that the page does not know: told, left out, the nearest offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from explorer.source_list import publications
from explorer.texts import flat_texts
from explorer.ui import comparison
from explorer.ui.session import Library
from tests.pages.conftest import Screen

NL, EN = flat_texts("nl"), flat_texts("en")
COOK, OTHER = "crebo:25180", "isat:34406"


def told(screen: Screen) -> str:
    """The notice about the address."""
    before = NL["notice.unknown_filter"].split("(")[0]
    return next((notice for notice in screen.notices if notice.startswith(before)), "")


@pytest.mark.parametrize(("page", "strange", "what", "offer", "after"), [
    ("opleiding", {"uren": "41"}, "uren=41", "40 uur", ["40"]),
    ("opleiding", {"leerweg": "bb"}, "leerweg=bb", NL["form.bbl"], ["bbl"]),
    ("vergelijken", {"rij": "pai"}, "rij=pai", NL["slot.pay"], ["pay"]),
    ("bronnen", {"tabel": "programma"}, "tabel=programma", "programme", ["programme"]),
    ("opleiding", {"zondercrisis": "ja"}, "zondercrisis=ja", NL["active.zondercrisis"], ["1"]),
    ("zoeken", {"oud": "ja"}, "oud=ja", NL["active.oud"], ["1"]),
    ("zoeken", {"volgorde": "loon"}, "volgorde=loon", NL["search.order_naam"], ["naam"]),
    ("crisis", {"welke": "2008"}, "welke=2008", "Kredietcrisis en eurocrisis",
     ["krediet_2008"]),
    ("crisis", {"bedrijfstak": "horeca"}, "bedrijfstak=horeca", "Horeca", ["389100"]),
    ("start", {"taal": "klingon"}, "taal=klingon", EN["app.this_language"], ["en"]),
    ("bronnen", {"taal": "fr"}, "taal=fr", EN["app.this_language"], ["en"]),
])
def test_strange_value_is_told_and_the_nearest_is_one_click_away(
    screen: Screen, page: str, strange: dict[str, str], what: str, offer: str, after: list[str]
) -> None:
    ids = {"opleiding": {"id": COOK}, "vergelijken": {"id": [COOK, OTHER]}}.get(page, {})
    screen.open(page, **ids, **strange, kleur="rood")
    assert screen.failed == []
    assert what in told(screen)
    assert "kleur" in told(screen)
    (name,) = strange
    assert page == "start" or name not in screen.address
    next(button for button in screen.app.button if button.label == offer).click()
    screen.run()
    assert screen.failed == []
    assert screen.address[name] == after
    assert told(screen) == "" or page == "start"


@pytest.mark.parametrize("page", ["start", "zoeken", "opleiding", "crisis", "bronnen"])
def test_marks_of_other_sites_are_taken_off_without_a_word(screen: Screen, page: str) -> None:
    """A link that was shared on Instagram or in a newsletter comes back with more than was sent."""
    ids = {"id": COOK} if page == "opleiding" else {}
    screen.open(page, **ids, fbclid="IwAR0x", utm_source="whatsapp", igsh="abc", gclid="x")
    assert screen.failed == []
    assert told(screen) == ""
    assert page == "start" or screen.address == {name: [value] for name, value in ids.items()}


@pytest.mark.parametrize(("page", "parameters"), [
    ("opleiding", {"id": COOK, "uren": "24", "leerweg": "bbl", "zondercrisis": "1", "taal": "nl"}),
    ("vergelijken", {"id": [COOK, OTHER], "rij": ["pay", "work"], "v": "abcd1234"}),
    ("bronnen", {"tabel": "source"}),
])
def test_what_the_page_wrote_itself_is_not_strange(
    screen: Screen, page: str, parameters: dict[str, str | list[str]]
) -> None:
    screen.open(page, **parameters)
    assert screen.failed == []
    assert told(screen) == ""


@pytest.mark.parametrize(("page", "strange", "what"), [
    ("zoeken", {"pagina": "abc"}, "pagina=abc"), ("zoeken", {"letterlijk": "x"}, "letterlijk=x"),
    ("zoeken", {"q": ["kok", "bakker"]}, "q=bakker"),
    ("zoeken", {"loon": ["14", "15"]}, "loon=15"),
    ("crisis", {"welke": ["corona_2020", "krediet_2008"]}, r"welke=krediet\_2008"),
    ("bronnen", {"taal": ["en", "nl"]}, "taal=nl"), ("start", {"kleur": "rood"}, "kleur"),
    ("crisis", {"id": COOK}, "id"), ("vergelijken", {"v": "x"}, "v=x"),
    ("opleiding", {"id": COOK, "v": "x"}, "v"),
    ("vergelijken", {"v": ["abcd1234", "x"]}, "v=x"),
])
def test_nothing_in_an_address_is_left_out_silently(
    screen: Screen, page: str, strange: dict[str, str | list[str]], what: str
) -> None:
    screen.open(page, **strange)
    assert screen.failed == []
    assert f"({what})" in "".join(screen.notices)


def test_a_name_of_a_filter_with_a_slip_offers_the_filter(screen: Screen) -> None:
    screen.open("zoeken", nivo="mbo-4")
    assert "(nivo)" in told(screen)
    next(button for button in screen.app.button if button.label == NL["level.mbo-4"]).click()
    assert screen.run().address == {"niveau": ["mbo-4"]}


def test_a_heap_of_nonsense_is_told_in_one_line(screen: Screen) -> None:
    screen.open("zoeken", niveau=[f"{number}" + "x" * 900 for number in range(30)])
    assert screen.failed == []
    assert "en nog 25" in told(screen)
    assert len(told(screen)) < 400


@pytest.mark.parametrize(("page", "parameter"), [
    ("zoeken", "niveau"), ("zoeken", "vanaf"), ("opleiding", "id"), ("vergelijken", "v"),
])
def test_a_picture_or_link_in_an_address_stays_text(
    screen: Screen, page: str, parameter: str
) -> None:
    screen.open(page, **{parameter: "![x](//a.invalid)"})
    assert any(r"\!\[x\](//a.invalid)" in notice for notice in screen.notices)
    assert not any("![x]" in words for words in
                   [*screen.notices, *(button.label for button in screen.app.button)])


def test_a_data_version_that_is_none_is_not_called_older(screen: Screen) -> None:
    screen.open("vergelijken", id=[COOK, OTHER], v="x")
    assert not any("oudere" in notice for notice in screen.notices)
    assert NL["compare.shared"] in screen.notices


def test_an_older_version_that_was_published_here_is_told_with_its_date(
    screen: Screen, shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    (last,) = publications(shelf.store)
    monkeypatch.setattr(comparison, "publications", lambda store: [
        replace(last, data_version="abcd1234", made_at=datetime(2026, 3, 2, 10, 0))])
    screen.open("vergelijken", id=[COOK, OTHER], v="abcd1234")
    assert any("versie abcd1234 van 2 maart 2026" in notice for notice in screen.notices)


def test_a_name_where_a_code_belongs_offers_programmes_of_that_name(screen: Screen) -> None:
    screen.open("opleiding", id="kok")
    assert any(link.startswith("Kok (") for link in screen.links)


def test_more_programmes_than_one_page_can_show(screen: Screen) -> None:
    screen.open("opleiding", id=[COOK, OTHER, "crebo:00001"])
    assert screen.failed == []
    assert NL["notice.more_programmes"] in screen.notices
    assert any("crebo:00001" in notice for notice in screen.notices)
    assert NL["notice.compare_them"] in screen.links


def test_programmes_with_a_comma_between_them_are_understood(screen: Screen) -> None:
    screen.open("vergelijken", id=f"{COOK},{OTHER}")
    assert screen.notices == []
    assert screen.address["id"] == [COOK, OTHER]


@pytest.mark.parametrize("page", ["opleiding", "vergelijken"])
def test_an_empty_code_is_no_code(screen: Screen, page: str) -> None:
    screen.open(page, id="")
    assert len(screen.notices) == 1
    assert "code" not in screen.notices[0]


@pytest.mark.parametrize("filters", [{"km": "25"}, {"volgorde": "afstand"}])
def test_a_distance_from_nowhere_says_that_it_does_not_count(
    screen: Screen, filters: dict[str, str]
) -> None:
    screen.open("zoeken", **filters)
    assert NL["where.no_home"] in screen.notices
    screen.open("zoeken", vanaf="Utrecht", **filters)
    assert NL["where.no_home"] not in screen.notices


def test_a_page_of_results_that_is_not_there_is_told(screen: Screen) -> None:
    screen.open("zoeken", pagina="9999")
    assert NL["search.no_page"].split("{")[0] + "9999" in screen.text
