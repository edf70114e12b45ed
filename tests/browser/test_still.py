"""Nothing jumps, also on a slow device; and a long page keeps its contents in sight."""

from __future__ import annotations

from typing import Any

import pytest

from explorer.texts import flat_texts
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
NL = flat_texts("nl")
PHONE = {"width": 390, "height": 844}
SIZES = {"phone": PHONE, "laptop": {"width": 1280, "height": 720}}
PAGES = (
    "", "zoeken?q=kapper", "zoeken?beeld=tabel", "zoeken?q=kapper&beeld=kaart",
    "opleiding?id=crebo:25180", "crisis?bedrijfstak=389100", "bronnen",
    "vergelijken?id=crebo:25180&id=isat:34406&id=isat:34402&id=crebo:25400",
)
# How much the page moved by itself; the same sum that browsers report to makers of sites, of
# which they call less than 0.1 good.
_GOOD = 0.1
_WATCH = """window.moved = 0; new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
}).observe({type: "layout-shift", buffered: true})"""
_ALL_SEEN = """[...document.querySelectorAll(
    "[data-testid=stMain] [data-testid=stElementContainer]")]
  .every(e => !e.checkVisibility() || e.checkVisibility({visibilityProperty: true}))"""


def slow(visitor: Visitor, size: dict[str, int]) -> None:
    """A device that is four times as slow, and that keeps count of what moves."""
    visitor.page.set_viewport_size(size)
    visitor.page.add_init_script(_WATCH)
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})


def on_a_phone(visitor: Visitor) -> None:
    """The size of a phone, and a browser that says it is one."""
    visitor.page.set_viewport_size(PHONE)
    visitor.context.new_cdp_session(visitor.page).send(
        "Emulation.setUserAgentOverride",
        {"userAgent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile"})


def drawn(visitor: Visitor) -> Any:
    """The page when nothing is still coming."""
    page = visitor.settled()
    page.wait_for_function(
        "!document.querySelector('[data-testid=stMain] [data-testid=stSkeleton]') && "
        "[...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every("
        "e => !e.checkVisibility() || e.querySelector('svg, canvas'))")
    return page


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("address", PAGES)
def test_page_stands_still_while_it_comes(
    address: str, size: dict[str, int], visitor: Visitor
) -> None:
    slow(visitor, size)
    visitor.open(address)
    page = drawn(visitor)
    page.wait_for_function(_ALL_SEEN)  # what waited for something else is there in the end
    assert page.evaluate("window.moved") < _GOOD


def test_nothing_jumps_from_page_to_page(visitor: Visitor) -> None:
    slow(visitor, SIZES["laptop"])
    visitor.open("zoeken?q=kok")
    page = drawn(visitor)
    for name in ("opleiding", "crisis", "bronnen", "vergelijken"):
        page.evaluate("window.moved = 0")
        # Not with the mouse: what moves right after a click is not counted.
        page.locator(f"a[href*='{name}']:not([href^='#'])").first.evaluate("link => link.click()")
        page.wait_for_url(f"**/{name}*", wait_until="commit")
        page = drawn(visitor)
        assert page.evaluate("window.moved") < _GOOD, name


def test_nothing_of_one_page_is_taken_for_a_part_of_the_next(visitor: Visitor) -> None:
    """A browser counts a part that is used again as one that moved."""
    visitor.open("opleiding?id=crebo:25180")
    page = drawn(visitor)
    page.evaluate("window.old = [...document.querySelectorAll("
                  "'[data-testid=stMain] [data-testid=stElementContainer]')]")
    # So busy that all of the new page comes at once, as happens on a slow device.
    page.get_by_role("link", name=NL["nav.crisis"], exact=True).first.evaluate("""link => {
        link.click();
        setTimeout(() => { for (const t = performance.now(); performance.now() - t < 2500;); });
    }""")
    page.get_by_role("heading", name=NL["crisis.title"], exact=True).wait_for()
    visitor.settled()
    kept = page.evaluate("window.old.filter(e => e.isConnected).map(e => e.innerText)")
    assert [text for text in kept if text.startswith("Cijfers van ")] == kept[-1:]
    assert len(kept) == 2  # the button of the other language, and the footer


@pytest.mark.parametrize("width", [1024, 1280, 1920])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_all_contents_of_a_page_are_in_sight_on_a_wide_screen(
    language: str, width: int, visitor: Visitor
) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 720})
    page = visitor.open(f"opleiding?id=crebo:25180&taal={language}")
    bar = page.locator(".sw-contents")
    assert bar.evaluate("e => e.scrollWidth <= e.clientWidth")
    box = bar.bounding_box()
    for link in bar.get_by_role("link").all():
        place = link.bounding_box()
        assert place["x"] + place["width"] <= box["x"] + box["width"]
    bar.get_by_role("link").last.click()
    page.wait_for_function("Math.abs(document.querySelector('#wat-nu').getBoundingClientRect().y"
                           " - 100) < 60")
    box, heading = bar.bounding_box(), page.locator("#wat-nu").bounding_box()
    assert box["y"] + box["height"] <= heading["y"]


def test_contents_on_a_phone_fade_where_there_is_more(visitor: Visitor) -> None:
    on_a_phone(visitor)
    bar = visitor.open("opleiding?id=crebo:25180").locator(".sw-contents")
    assert bar.evaluate("e => e.scrollWidth > e.clientWidth")
    assert "transparent" in bar.evaluate("e => getComputedStyle(e).maskImage").replace(
        "rgba(0, 0, 0, 0)", "transparent")
    bar.evaluate("e => { e.scrollLeft = e.scrollWidth }")
    box, last = bar.bounding_box(), bar.get_by_role("link").last.bounding_box()
    assert last["x"] + last["width"] <= box["x"] + box["width"] - 40  # outside the faded part


@pytest.mark.parametrize("programme", ["crebo:25180", "isat:34406"])
def test_programme_is_short_on_a_phone_and_its_contents_stay_in_sight(
    programme: str, visitor: Visitor
) -> None:
    on_a_phone(visitor)
    visitor.open(f"opleiding?id={programme}")
    page = drawn(visitor)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") < 9000
    contents = page.get_by_role("navigation", name=NL["contents.title"])
    contents.get_by_role("link", name=NL["contents.places"], exact=True).click()
    heading = page.get_by_role("heading", name=NL["programme.offered"])
    page.wait_for_function("Math.abs(document.querySelector('#waar').getBoundingClientRect().y"
                           " - 100) < 60")
    bar, title = contents.bounding_box(), heading.bounding_box()
    assert 0 <= bar["y"] < bar["y"] + bar["height"] <= title["y"]
    assert bar["height"] < 60


@pytest.mark.parametrize(("address", "most"), [
    ("zoeken?beeld=tabel", 8000), ("zoeken?q=kok&beeld=kaart", 1800), ("crisis", 4500),
    ("vergelijken?id=crebo:25180&id=isat:34406&id=isat:34402&id=crebo:25400", 6700),
])
def test_page_is_no_endless_scroll_on_a_phone(
    address: str, most: int, visitor: Visitor
) -> None:
    on_a_phone(visitor)
    visitor.open(address)
    page = drawn(visitor)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") < most


def test_programmes_stand_side_by_side_on_a_phone(visitor: Visitor) -> None:
    on_a_phone(visitor)
    page = visitor.open("vergelijken?id=crebo:25180&id=isat:34406")
    left, right = (cell.bounding_box() for cell in
                   page.locator(".sw-compare td[data-label]").all()[:2])
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]


@pytest.mark.parametrize("address", PAGES)
def test_lines_of_text_are_not_too_long_on_a_wide_screen(address: str, visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 1920, "height": 1080})
    visitor.open(address)
    wide = drawn(visitor).evaluate("""[...document.querySelectorAll(
        "[data-testid=stMain] p, [data-testid=stMain] li")].filter(
        e => !e.closest(".sw-footer, button, summary") && e.innerText.length > 90
        && e.getBoundingClientRect().width > 45 * parseFloat(getComputedStyle(e).fontSize))
        .map(e => e.innerText)""")
    assert wide == []


def test_parts_that_are_folded_on_a_phone_stand_open_on_a_laptop(visitor: Visitor) -> None:
    visitor.page.set_viewport_size(SIZES["laptop"])
    visitor.open("opleiding?id=crebo:25180")
    page = drawn(visitor)
    chart = page.locator("#door-de-tijd").locator(
        "xpath=following::*[@data-testid='stVegaLiteChart']")
    assert chart.first.is_visible()
    on_a_phone(visitor)
    visitor.open("opleiding?id=crebo:25180")
    drawn(visitor)
    assert not chart.first.is_visible()


def test_phone_shows_the_search_box_and_every_door_at_once(visitor: Visitor) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.open("")
    page = drawn(visitor)
    doors = page.locator("[class*=st-key-deur_]")
    assert doors.count() == 3
    assert page.get_by_label(NL["start.search_label"]).bounding_box()["y"] > 0
    for door in doors.all():
        box = door.bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"]
