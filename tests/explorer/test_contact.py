"""The contact of a site: what may be one, and the message that a click makes ready."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer.contact import BadContactError, Contact, read_contact, site_contact


@pytest.mark.parametrize(("text", "is_mail"), [
    ("info@school.example", True), ("  info@school.example ", True),
    ("studie+werk.lob@sub.school.example", True),
    ("https://school.example/contact?over=fout", False), ("https://school.example:8443/", False),
])
def test_mail_and_web_addresses_are_contacts(text: str, is_mail: bool) -> None:
    assert read_contact(text) == Contact(text.strip(), is_mail)


@pytest.mark.parametrize("text", ["", "   "])
def test_without_a_contact_there_is_none(text: str) -> None:
    assert read_contact(text) is None


@pytest.mark.parametrize("text", [
    "info", "info@school", "@school.example", "info@school.example?bcc=x@y.example",
    "info@school.example, x@y.example", "info@school.example\nBcc: x@y.example",
    "mailto:info@school.example", "http://school.example", "javascript:alert(1)",
    "https://", "https://school", "https://naam:geheim@school.example", "//school.example",
    "https://school.example/a b", "https://school.example/\"><script>", "https://[::1",
    "https://school.example:99999/", f"https://school.example/{'a' * 300}", "ftp://school.example",
])
def test_anything_else_is_refused_in_one_sentence_that_says_what_to_do(text: str) -> None:
    with pytest.raises(BadContactError) as refused:
        read_contact(text)
    message = str(refused.value)
    assert "\n" not in message
    assert "OUTLOOK_CONTACT" in message
    assert "https://example.org" in message


@given(some.text(), some.text())
def test_a_message_arrives_as_it_was_written(subject: str, body: str) -> None:
    link = Contact("info@school.example", is_mail=True).link(subject, body)
    parts = urlsplit(link)
    assert (parts.scheme, parts.path) == ("mailto", "info@school.example")
    assert not set(link) & set(" \r\n\"<>+")
    read = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)
    assert set(read) == {"subject", "body"}
    assert read["subject"] == [subject]
    assert read["body"] == [body.replace("\n", "\r\n")]


def test_a_page_is_opened_as_it_is() -> None:
    contact = Contact("https://school.example/contact", is_mail=False)
    assert contact.link("onderwerp", "tekst") == "https://school.example/contact"


def test_a_bad_value_is_told_once_in_the_log_and_gives_no_contact(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OUTLOOK_CONTACT", "school.example")
    assert site_contact() is None
    assert site_contact() is None
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "'school.example'" in caplog.text
    monkeypatch.setenv("OUTLOOK_CONTACT", "info@school.example")
    assert site_contact() == Contact("info@school.example", is_mail=True)
