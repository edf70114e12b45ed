"""A link with something in it that the page does not know: told, left out, the nearest offered."""

from __future__ import annotations

import pytest

from explorer.texts import flat_texts
from tests.pages.conftest import Screen

NL = flat_texts("nl")
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
    assert name not in screen.address
    next(button for button in screen.app.button if button.label == offer).click()
    screen.run()
    assert screen.failed == []
    assert screen.address[name] == after
    assert told(screen) == ""


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
