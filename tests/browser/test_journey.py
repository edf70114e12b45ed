"""What a student does on the site, in a real browser with a real server."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import duckdb
import pytest

from explorer.texts import flat_texts
from tests.browser.conftest import Visitor
from tests.browser.server import serving, status

pytestmark = pytest.mark.browser
NL = flat_texts("nl")
SIZES = ((390, 844), (1024, 768), (1280, 720), (1920, 1080))
PAGES = (
    "", "zoeken?q=kaper", "zoeken?beeld=tabel", "zoeken?beeld=kaart", "opleiding?id=crebo:25180",
    "opleiding?id=isat:34406", "opleiding?id=crebo:00001",
    "vergelijken?id=crebo:25180&id=isat:34406&id=isat:34402&id=crebo:25400", "vergelijken",
    "crisis?bedrijfstak=389100", "bronnen",
)


def table(page: Any) -> list[str]:
    """The words of the comparison, cell by cell."""
    page.locator("table").first.wait_for()
    cells = page.locator("table").first.locator("th, td").all_inner_texts()
    return [re.sub(r"\s+", " ", cell) for cell in cells]


def query(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def button(page: Any, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def test_student_searches_compares_and_shares(visitor: Visitor, other: Visitor) -> None:
    page = visitor.open("")
    page.get_by_label(NL["start.search_label"]).fill("kaper")
    button(page, NL["start.search_button"]).click()
    page.wait_for_url("**/zoeken?q=kaper")
    visitor.settled()
    button(page, NL["search.add"]).nth(1).click()  # the first one is the one we open below
    page.get_by_text("1 opleiding gekozen").wait_for()
    visitor.settled()

    page.get_by_role("link", name="Kapper", exact=True).click()
    page.wait_for_url("**/opleiding?id=*")
    page.get_by_role("heading", name="Kapper", exact=True).wait_for()
    visitor.settled()
    button(page, NL["programme.add"]).click()
    button(page, NL["programme.in_compare"]).wait_for()
    visitor.settled()

    page.get_by_role("link", name=NL["search.to_compare"]).click()
    page.wait_for_url("**/vergelijken?*")
    visitor.settled()
    mine = table(page)
    assert len(query(page)["id"]) == 2
    assert any(cell.startswith(NL["compare.verdict"]) for cell in mine)

    shared = page.locator("[data-testid=stCode]").inner_text().strip()
    assert shared.startswith(f"{visitor.site}/vergelijken?")
    theirs = other.open(shared)
    assert table(theirs) == mine


def test_back_returns_to_the_same_search(visitor: Visitor) -> None:
    page = visitor.open("zoeken?q=kok&niveau=mbo-2&vorm=bbl")
    count = page.get_by_text(re.compile(r"opleiding(en)? gevonden"))
    before = count.inner_text()
    page.get_by_role("link", name="Kok", exact=True).first.click()
    page.wait_for_url("**/opleiding?id=*")
    page.get_by_role("heading", name="Kok", exact=True).wait_for()
    visitor.settled()
    page.go_back()
    page.wait_for_url("**/zoeken?*")
    visitor.settled()
    page.get_by_text(before, exact=True).wait_for()
    assert query(page) == {"q": ["kok"], "niveau": ["mbo-2"], "vorm": ["bbl"]}
    assert page.get_by_label(NL["search.text"]).input_value() == "kok"


def test_filters_are_cleared_at_once(visitor: Visitor) -> None:
    everything = visitor.open("zoeken").get_by_text(re.compile("opleidingen gevonden"))
    total = everything.inner_text()
    page = visitor.open("zoeken?q=kok&niveau=mbo-2&loon=10&oud=1")
    assert everything.inner_text() != total
    button(page, NL["search.clear"]).click()
    page.wait_for_url("**/zoeken")
    page.get_by_text(total, exact=True).wait_for()
    assert page.get_by_label(NL["search.text"]).input_value() == ""


def test_results_follow_the_typing(visitor: Visitor) -> None:
    page = visitor.open("zoeken")
    page.get_by_label(NL["search.text"]).press_sequentially("metselar")
    page.get_by_role("link", name="Metselaar", exact=True).wait_for()
    page.wait_for_url("**/zoeken?q=metselar")


def test_parent_on_a_phone_opens_a_shared_comparison_and_prints_it(
    visitor: Visitor, tmp_path: Path
) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    page = visitor.open("vergelijken?id=crebo:25180&id=isat:34406&v=00000000")
    page.get_by_text(NL["compare.shared"]).wait_for()
    with page.expect_download() as waiting:
        button(page, NL["compare.handout"]).click()
    waiting.value.save_as(tmp_path / "blad.pdf")
    assert (tmp_path / "blad.pdf").read_bytes().startswith(b"%PDF-")
    button(page, NL["compare.take_over"]).click()
    page.get_by_text(NL["compare.shared"]).wait_for(state="detached")
    visitor.settled()
    assert query(page)["id"] == ["crebo:25180", "isat:34406"]


def test_analyst_takes_a_table_along(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("bronnen")
    page.locator("summary").filter(has_text="Alle").filter(has_text="elk apart").click()
    row = page.locator("tr", has=page.get_by_role("rowheader", name="student_count", exact=True))
    with page.expect_download() as waiting:
        row.get_by_role("link", name="Parquet").click()
    assert re.fullmatch(r"studie-en-werk-student_count-\w{8}.parquet",
                        waiting.value.suggested_filename)
    waiting.value.save_as(tmp_path / "table.parquet")
    assert duckdb.execute(f"SELECT count(*) FROM '{tmp_path}/table.parquet'").fetchone() > (
        100_000,)


@pytest.mark.parametrize("address", PAGES)
def test_page_fits_every_screen(address: str, visitor: Visitor) -> None:
    page = visitor.open(address)
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.locator("h1").count() == 1
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        fits = "document.querySelector('[data-testid=stMain]')"
        page.wait_for_function(f"{fits}.scrollWidth <= {fits}.clientWidth", timeout=10_000)
    shown = page.locator("body").inner_text()
    assert "Traceback" not in shown
    assert NL["app.broken_title"] not in shown
    assert page.locator("[data-testid=stException]").count() == 0


def test_other_language_is_kept_and_told_to_screen_readers(visitor: Visitor) -> None:
    page = visitor.open("zoeken?taal=en&q=nursing")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_label(flat_texts("en")["search.text"]).wait_for()
    assert query(page) == {"taal": ["en"], "q": ["nursing"]}


@pytest.mark.parametrize("path", ["", "zoeken", "opleiding?id=crebo:25180"])
@pytest.mark.parametrize("encoding", ["identity", "gzip, deflate, br, zstd"])
def test_shell_is_dutch_and_guarded_however_it_is_asked_for(
    site: str, path: str, encoding: str
) -> None:
    wanted = urllib.request.Request(f"{site}/{path}", headers={
        "Accept": "text/html,*/*;q=0.8", "Accept-Encoding": encoding})
    with urllib.request.urlopen(wanted) as answer:
        assert b'<html lang="nl"' in answer.read()
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("asked", "title"), [
    ("", "start.title"), ("zoeken?q=kapper", "search.title")])
def test_first_start_builds_the_store_and_then_shows_the_page(
    browser: Any, visitors: list[Visitor], tmp_path: Path, asked: str, title: str
) -> None:
    store = tmp_path / "new" / "outlook.duckdb"
    with serving(store, tmp_path / "log") as address:
        assert status(f"{address}/gereed") == 503
        visitor = Visitor(browser, address)
        visitors.append(visitor)
        visitor.page.goto(f"{address}/{asked}")
        visitor.page.get_by_text(NL["app.building"]).wait_for()
        assert visitor.settled().get_by_role("heading", name=NL[title]).is_visible()
        assert visitor.page.get_by_text(NL["app.building"]).count() == 0
        assert store.is_file()
        assert status(f"{address}/gereed") == 200
        visitor.context.close()
