"""Reporting an error in a link or a figure, with and without an address of who runs the site."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from explorer.leads_to import counted_in, industries, occupations, why_none
from explorer.report import about_links
from explorer.texts import Texts, flat_texts
from explorer.ui.session import Library
from tests.pages.conftest import Screen

NL = flat_texts("nl")
COOK, ENTREE = "crebo:25180", "crebo:23110"
# Mail programs are known to take at least this much.
LONGEST_LINK = 2000


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OUTLOOK_CONTACT", raising=False)


def address(screen: Screen, start: str) -> str:
    """The one link on the page that starts like this."""
    found = [link for body in screen.bodies for link in re.findall(r'href="([^"]+)"', body)
             if link.startswith(start)]
    assert len(found) == 1
    return unescape(found[0])


def copies(screen: Screen) -> list[str]:
    return [item.value for item in screen.app.code]


def test_mail_has_programme_code_links_and_data_version(
    screen: Screen, shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTLOOK_CONTACT", "info@school.example")
    screen.open("opleiding", id=COOK)
    read = parse_qs(urlsplit(address(screen, "mailto:info@school.example")).query)
    assert read["subject"] == ["Fout in een koppeling: Kok (crebo:25180)"]
    (body,) = read["body"]
    assert f"Gegevensversie: {shelf.store.data_version}" in body
    rows = re.findall(r"^\[ \] .*$", body, re.MULTILINE)
    linked = [*industries(shelf.store, COOK), *occupations(shelf.book, COOK),
              *counted_in(shelf.store, COOK)]
    assert len(rows) == len(linked) > 3
    assert all(any(item.name in row for row in rows) for item in linked)
    assert "[ ] Bedrijfstak: Horeca (sbi:389100), sterke koppeling, 75%" in " ".join(rows)
    assert copies(screen) == []


def test_programme_without_links_can_be_reported_too(screen: Screen, shelf: Library) -> None:
    assert set(why_none(shelf.store, ENTREE, "nl")) == {"occupation", "industry"}
    (text,) = copies(screen.open("opleiding", id=ENTREE))
    assert "[ ] Beroepsgroep: geen koppeling" in text
    assert "[ ] Bedrijfstak: geen koppeling" in text


def test_web_address_is_linked_and_the_text_is_there_to_copy(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTLOOK_CONTACT", "https://school.example/fout?a=1&b=2")
    screen.open("opleiding", id=COOK)
    assert address(screen, "https://school.example") == "https://school.example/fout?a=1&b=2"
    assert NL["report.web"].format(host="school.example") in screen.text
    assert len(copies(screen)) == 1


@pytest.mark.parametrize("contact", [None, "", "school.example", "javascript:alert(1)"])
@pytest.mark.parametrize(("page", "parameters"), [("opleiding", {"id": COOK}), ("bronnen", {})])
def test_without_a_good_address_the_text_is_to_be_handed_over(
    screen: Screen, shelf: Library, monkeypatch: pytest.MonkeyPatch, contact: str | None,
    page: str, parameters: dict[str, str],
) -> None:
    if contact is not None:
        monkeypatch.setenv("OUTLOOK_CONTACT", contact)
    screen.open(page, **parameters)
    assert screen.failed == []
    assert NL["report.nobody"] in screen.text
    assert shelf.store.data_version in copies(screen)[-1]
    assert not any("mailto:" in body or "school.example" in body or "javascript:" in body
                   for body in screen.bodies)


def test_sources_page_has_a_mail_too(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTLOOK_CONTACT", "info@school.example")
    screen.open("bronnen")
    read = parse_qs(urlsplit(address(screen, "mailto:")).query)
    assert read["subject"] == [NL["report.subject"]]


def test_message_about_any_programme_fits_in_a_link(shelf: Library) -> None:
    from explorer.contact import Contact

    contact, texts = Contact("meldpunt@studiekeuze.school.example", is_mail=True), Texts("nl")
    ids = [row["programme_id"] for row in shelf.store.rows(
        "SELECT programme_id FROM link GROUP BY ALL ORDER BY count(*) DESC, 1 LIMIT 200")]
    for programme_id in ids:
        links = [*industries(shelf.store, programme_id), *occupations(shelf.book, programme_id),
                 *counted_in(shelf.store, programme_id)]
        report = about_links(shelf.programmes[programme_id], links,
                             why_none(shelf.store, programme_id, texts.language), "abcd1234", texts)
        assert len(contact.link(report.subject, report.body)) < LONGEST_LINK, programme_id
