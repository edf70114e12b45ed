"""Zoeken in a real browser: filters behind buttons, the map, and addresses that do not exist."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from explorer.texts import flat_texts
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
NL = flat_texts("nl")
PHONE = {"width": 390, "height": 844}


def query(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def group(page: Any, name: str) -> Any:
    """The button that opens a group of filters."""
    return page.locator(f".st-key-groep_{name} button").first


def option(page: Any, name: str) -> Any:
    return page.get_by_text(re.compile(rf"^{re.escape(name)} \(\d+\)$"))


def chip(page: Any, name: str) -> Any:
    return page.locator(".st-key-chips").get_by_role("button", name=name)


def dots(page: Any) -> Any:
    """The dots of the map, the largest first."""
    return page.locator("[data-testid=stVegaLiteChart] svg .mark-symbol path[aria-label]")


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 720}], ids=["phone", "laptop"])
def test_filters_stay_open_count_along_and_are_taken_away(
    size: dict[str, int], visitor: Visitor
) -> None:
    page = visitor.open("zoeken?q=kapper")
    page.set_viewport_size(size)
    group(page, "niveau").click()
    option(page, "mbo 3").click()
    page.wait_for_url("**niveau=mbo-3")
    option(page, "mbo 4").click()
    page.wait_for_url("**niveau=mbo-3&niveau=mbo-4")
    page.keyboard.press("Escape")
    chip(page, "mbo 3").click()
    page.wait_for_url(re.compile(r"niveau=mbo-4$"))
    visitor.settled()
    # A closed button must not bring back what a chip took away.
    page.get_by_text(NL["search.view_tabel"], exact=True).click()
    page.wait_for_url("**beeld=tabel")
    visitor.settled()
    assert query(page) == {"q": ["kapper"], "niveau": ["mbo-4"], "beeld": ["tabel"]}


def test_quick_clicks_all_count(visitor: Visitor) -> None:
    """The second click comes before the first one is in the address."""
    page = visitor.open("zoeken?q=techniek")
    group(page, "niveau").click()
    for name in ("mbo 2", "mbo 3", "mbo 4"):
        option(page, name).click()
    page.wait_for_url("**niveau=mbo-2&niveau=mbo-3&niveau=mbo-4")


def test_home_and_distance(visitor: Visitor) -> None:
    page = visitor.open("zoeken?q=kok")
    group(page, "waar").click()
    page.get_by_label(NL["where.home"]).fill("Utrech")
    page.get_by_label(NL["where.home"]).press("Enter")
    page.get_by_text("Wij kennen geen plaats met de naam «Utrech»").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Utrecht", exact=True).click()
    page.wait_for_url("**vanaf=Utrecht")
    visitor.settled()
    group(page, "waar").click()
    assert page.get_by_label(NL["where.home"]).input_value() == "Utrecht"
    option(page, "25 km").click()
    page.wait_for_url("**km=25")
    page.get_by_text(re.compile(r"^\d+ km, \w+$|^minder dan 1 km, Utrecht$")).first.wait_for()


def test_town_on_the_map_shows_its_programmes_and_back_lets_it_go(visitor: Visitor) -> None:
    page = visitor.open("zoeken?q=kapper&beeld=kaart")
    dots(page).first.wait_for()
    dots(page).nth(2).click()
    page.wait_for_url("**plaats=**")
    town = query(page)["plaats"][0]
    page.get_by_role("heading", name=NL["map.chosen"].format(name=town)).wait_for()
    page.get_by_role("link", name="Kapper", exact=True).wait_for()
    visitor.settled()
    page.go_back()
    page.wait_for_url(re.compile(r"beeld=kaart$"))
    page.get_by_role("heading", name=NL["map.chosen"].format(name=town)).wait_for(
        state="detached")


def test_words_on_a_filled_button_can_be_read_on_a_dark_page(visitor: Visitor) -> None:
    visitor.page.emulate_media(color_scheme="dark")
    page = visitor.open("zoeken?vorm=bbl")
    colours = group(page, "vorm").evaluate(
        "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e.querySelector('p')).color]")
    light, dark = (sum(int(part) for part in re.findall(r"\d+", colour)[:3])
                   for colour in colours)
    assert light - dark > 300


def test_start_has_one_address_and_an_unknown_one_is_told(visitor: Visitor) -> None:
    page = visitor.open("start")
    assert urlsplit(page.url).path == "/"
    assert page.get_by_role("heading", name=NL["start.title"]).is_visible()
    answer = page.goto(f"{visitor.site}/zoeke")
    assert answer.status == 404
    page.get_by_role("heading", name=NL["lost.title"]).wait_for()
    page.get_by_role("link", name=NL["nav.search"]).first.click()
    page.wait_for_url("**/zoeken")
    visitor.settled()
    visitor.errors = [error for error in visitor.errors if "/zoeke" not in error]


@pytest.mark.parametrize("address", [
    "zoeken?q=kapper&beeld=kaart&plaats=Utrecht&vanaf=Sneek&km=75",
    "zoeken?niveau=mbo-9&vanaf=utrech", "zoeken?werk=95&onbekend=1&pagina=9",
])
def test_page_fits_a_phone_without_cut_words(address: str, visitor: Visitor) -> None:
    page = visitor.open(address)
    page.set_viewport_size(PHONE)
    fits = "document.querySelector('[data-testid=stMain]')"
    page.wait_for_function(f"{fits}.scrollWidth <= {fits}.clientWidth", timeout=10_000)
    cut = page.eval_on_selector_all(
        "[data-testid=stMain] p, [data-testid=stMain] button, .sw-badge",
        "items => items.filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 2 "
        "&& getComputedStyle(e).display != 'inline').map(e => e.innerText)")
    assert cut == []
