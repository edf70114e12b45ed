"""Back and Forward over a whole visit: every screen has an address of its own."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from explorer.texts import flat_texts
from tests.browser.conftest import Visitor

NL, EN = flat_texts("nl"), flat_texts("en")
COOK, CHEF = "crebo:25180", "crebo:25181"


def where(visitor: Visitor) -> tuple[str, dict[str, list[str]]]:
    parts = urlsplit(visitor.page.url)
    return parts.path.strip("/"), parse_qs(parts.query)


def arrives(visitor: Visitor, page: str, heading: str, **query: list[str]) -> None:
    """Wait for this screen: its heading, and its address without anything else in it."""
    visitor.page.get_by_role("heading", level=1, name=heading, exact=True).wait_for()
    # At the pace of a person: a heading can be there while the page before it is still at work.
    visitor.page.wait_for_timeout(1_500)
    visitor.settled()
    assert where(visitor) == (page, query)


def test_back_through_a_programme_that_looks_like_it_and_a_crisis(visitor: Visitor) -> None:
    page = visitor.open(f"opleiding?id={COOK}")
    arrives(visitor, "opleiding", "Kok", id=[COOK])
    page.get_by_role("link", name="Leidinggevende keuken", exact=True).first.click()
    arrives(visitor, "opleiding", "Leidinggevende keuken", id=[CHEF])
    page.get_by_role("button", name=NL["programme.add"]).first.click()
    page.get_by_role("button", name=NL["programme.in_compare"]).first.wait_for()
    arrives(visitor, "opleiding", "Leidinggevende keuken", id=[CHEF])
    page.get_by_role("link", name=NL["nav.crisis"], exact=True).first.click()
    arrives(visitor, "crisis", NL["crisis.title"])
    page.get_by_text("Kredietcrisis en eurocrisis", exact=True).first.click()
    page.wait_for_url("**/crisis?welke=krediet_2008")

    page.go_back()
    arrives(visitor, "crisis", NL["crisis.title"])
    page.go_back()
    arrives(visitor, "opleiding", "Leidinggevende keuken", id=[CHEF])
    page.go_back()
    arrives(visitor, "opleiding", "Kok", id=[COOK])
    page.go_forward()
    arrives(visitor, "opleiding", "Leidinggevende keuken", id=[CHEF])


def test_back_after_another_language(visitor: Visitor) -> None:
    page = visitor.open("crisis")
    page.get_by_role("button", name=EN["app.this_language"]).click()
    arrives(visitor, "crisis", EN["crisis.title"], taal=["en"])
    page.go_back()
    arrives(visitor, "crisis", NL["crisis.title"])
