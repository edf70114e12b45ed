"""The pages in English: whatever is still Dutch there says so, for a screen reader's sake."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from explorer.store import connect
from explorer.ui.sitemap import PAGES
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

# Common in Dutch sentences and names of ours, and no words of English.
DUTCH = re.compile(
    r"\b(aan|aantal|als|bedrijf|bedrijven|beroep|bij|bouw|de|deze|die|dit|door|dus|een|en|er|geen|"
    r"handel|heeft|het|hoe|horeca|ik|industrie|jaar|je|kan|maar|meer|meeste|mensen|met|na|naar|"
    r"niet|nog|om|omdat|onderwijs|ook|op|opleiding|opleidingen|overheid|te|tot|uit|van|veel|"
    r"vervoer|volgens|voor|vooral|waar|wat|werk|werken|werkt|wie|wij|worden|wordt|zijn|zorg)\b",
    re.IGNORECASE)
KAPPER, NURSE, HBO, WO, BROAD, OLD = (
    "crebo:25400", "crebo:25480", "isat:34560", "isat:56604", "crebo:22265", "crebo:10046")
ADDRESSES = (
    *(address for _, address, _ in PAGES.values()),
    "zoeken?q=kapper", "zoeken?q=zorg&beeld=tabel", "zoeken?beeld=kaart&vanaf=Utrecht&km=25",
    "zoeken?q=qqqq", "zoeken?q=noord-brabant&niveau=hbo-ba&crisis=hard&loon=12",
    *(f"opleiding?id={programme}" for programme in (KAPPER, NURSE, HBO, WO, BROAD, OLD)),
    f"vergelijken?id={KAPPER}&id={NURSE}&id={HBO}",
    *(f"crisis?welke={crisis}" for crisis in ("dotcom_2002", "krediet_2008", "energie_2022")),
    "crisis?bedrijfstak=389100",
)
# Texts of an element itself and what a screen reader says instead of it, outside what is marked
# as Dutch. ``ours`` tells whether we write the HTML, so that we could have marked it.
TEXTS = """() => {
    const found = [];
    const add = (element, text) => {
        if (text && !element.closest('script, style') &&
            !element.closest('[lang]').lang.startsWith('nl'))
            found.push([text.trim(), element.closest('[data-testid=stHtml]') !== null]);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) add(walker.currentNode.parentElement, walker.currentNode.data);
    for (const element of document.body.querySelectorAll('*'))
        for (const name of ['alt', 'aria-label', 'placeholder', 'title'])
            add(element, element.getAttribute(name));
    return found;
}"""


# Names of Dutch things, which cannot be marked in what Streamlit itself writes; and Dutch words
# of ours that have an English one in the store.
_NAMES = """
    SELECT name FROM programme UNION SELECT name FROM institution UNION SELECT name FROM place
    UNION SELECT name FROM region WHERE name_en IS NULL UNION SELECT publisher FROM source
"""
_TRANSLATED = """
    SELECT name FROM industry WHERE name <> name_en
    UNION SELECT name FROM occupation WHERE name <> name_en
    UNION SELECT name FROM field WHERE name <> name_en
    UNION SELECT name FROM region WHERE name <> name_en
    UNION SELECT reason FROM link UNION SELECT evidence FROM crisis
    UNION SELECT note FROM figure WHERE note_en IS NOT NULL
    UNION SELECT population FROM figure
    WHERE population <> population_en AND NOT contains(population_en, population)
"""


@dataclass(frozen=True)
class Words:
    """Tells whether a text is Dutch; ``ours`` when names in it could have been marked."""

    names: re.Pattern[str]
    translated: frozenset[str]

    def dutch(self, text: str, ours: bool) -> bool:
        own = text if ours else self.names.sub("", text)
        pieces = {own, *re.split("[:;·«»()]", own)}
        return bool(DUTCH.search(own)
                    or self.translated & {piece.strip(" .") for piece in pieces})


@pytest.fixture(scope="module")
def words(store_path: Path) -> Words:
    store = connect(store_path)
    names, translated = ({row["name"] for row in store.rows(query)}
                         for query in (_NAMES, _TRANSLATED))
    store.close()
    longest_first = sorted(names, key=len, reverse=True)
    return Words(re.compile("|".join(map(re.escape, longest_first))),
                 frozenset(name.strip(" .") for name in translated))


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_english_page_speaks_english(
    visitor: Visitor, words: Words, address: str
) -> None:
    page: Any = visitor.open(f"{address}{'&' if '?' in address else '?'}taal=en")
    texts = page.evaluate(TEXTS)
    assert len(texts) > 20
    assert {text for text, ours in texts
            if words.dutch(text, ours) and not text.startswith("http")} == set()


@pytest.mark.parametrize("address", [f"opleiding?id={KAPPER}", "crisis?bedrijfstak=389100"])
def test_charts_say_nothing_in_english_on_a_dutch_page(visitor: Visitor, address: str) -> None:
    page: Any = visitor.open(address)
    charts = page.locator("[data-testid=stVegaLiteChart]:visible")
    charts.first.locator("svg").wait_for()
    charts.first.hover()
    assert page.locator("[data-testid=stElementToolbar]:visible").count() == 0
    said = page.locator("[data-testid=stVegaLiteChart] svg [aria-label]").evaluate_all(
        "all => all.map(element => element.getAttribute('aria-label'))")
    assert [text for text in said if re.search("axis|legend|: ", text)] == []
