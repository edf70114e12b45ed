"""Only a keyboard: what has the focus can be seen, speaks Dutch, and the tab has a name."""

from __future__ import annotations

from typing import Any

import pytest

from explorer.texts import flat_texts
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
NL, EN = flat_texts("nl"), flat_texts("en")
_FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e);
  return [e.tagName, e.dataset.testid || "", s.outlineStyle, parseFloat(s.outlineWidth)]; }"""


def stops(page: Any, number: int) -> list[list[Any]]:
    """What gets the focus with every press on Tab."""
    found = []
    for _ in range(number):
        page.keyboard.press("Tab")
        found.append(page.evaluate(_FOCUS))
    return found


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_link_and_button_shows_that_it_has_the_focus(colours: str, visitor: Visitor) -> None:
    visitor.page.emulate_media(color_scheme=colours)
    page = visitor.open("zoeken?q=kapper")
    found = [stop for stop in stops(page, 30) if stop[0] in ("A", "BUTTON", "SUMMARY")]
    assert len(found) > 15
    assert [stop for stop in found if stop[2] == "none" or stop[3] < 2] == []


def test_first_stop_is_dutch_and_headings_are_no_stops(visitor: Visitor) -> None:
    page = visitor.open("opleiding?id=crebo:25484")
    assert stops(page, 1)[0][1] == "stSkipToContent"
    shown = page.evaluate("getComputedStyle(document.activeElement, '::after').content")
    assert shown == '"Naar de inhoud"'
    assert page.get_by_text("Link to heading").count() == 0 or not page.get_by_text(
        "Link to heading").first.is_visible()


def test_other_language_stands_at_the_top_of_every_page(visitor: Visitor) -> None:
    page = visitor.open("opleiding?id=crebo:25484")
    button = page.get_by_role("button", name=EN["app.this_language"])
    assert button.bounding_box()["y"] < 60
    page.set_viewport_size({"width": 390, "height": 844})
    assert button.bounding_box()["x"] + button.bounding_box()["width"] <= 390
    button.click()
    page.get_by_role("button", name=NL["app.this_language"]).wait_for()
    visitor.settled()
    assert page.get_by_role("heading", name=EN["programme.figures"], exact=True).is_visible()
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.get_by_role("button", name=NL["app.this_language"]).click()
    page.wait_for_function("document.documentElement.lang === 'nl'")


@pytest.mark.parametrize(("address", "title"), [
    ("", "Studie en werk"), ("zoeken", "Zoeken · Studie en werk"),
    ("opleiding?id=crebo:25484", "Gespecialiseerd pedagogisch medewerker · Studie en werk"),
])
def test_tab_is_named_after_what_it_shows(
    address: str, title: str, visitor: Visitor
) -> None:
    page = visitor.open(address)
    page.wait_for_function("title => document.title === title", arg=title, timeout=10_000)
