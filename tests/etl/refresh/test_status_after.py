"""What ``status`` and the page Bronnen say of a source after failures, recoveries and repeats."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl import refresh_command
from etl.errors import DataError
from explorer.source_list import last_attempt, source_lines, with_attempt
from explorer.store import connect
from explorer.texts import flat_texts
from explorer.ui.session import library
from store.attempts import attempt_path, read_attempt
from tests.etl.refresh.conftest import Country, Desk
from tests.pages.conftest import Screen
from tests.wire.country import served
from tests.wire.kiesmbo import BRINS, CREBOS, KiesMbo
from tests.wire.skdb import Skdb

NL = flat_texts("nl")
SOURCE = "skdb"


def told(desk: Desk) -> dict[str, Any]:
    """What ``status`` says of the source."""
    records = json.loads(desk.run("status", "--json").out)["sources"]
    return next(record for record in records if record["source_id"] == SOURCE)


def on_the_page(desk: Desk) -> str | None:
    """The outcome that the page Bronnen shows."""
    opened = connect(desk.store)
    try:
        lines = with_attempt(source_lines(opened), last_attempt(opened))
        return next(line.outcome for line in lines if line.source_id == SOURCE)
    finally:
        opened.close()


def test_a_refresh_that_publishes_nothing_is_told_all_the_same(desk: Desk) -> None:
    before, first = desk.fingerprint(), told(desk)
    with served({"skdb": Skdb()}) as servers:
        servers["skdb"].misbehave("opleidingen", "503", 2)
        assert desk.refresh(servers).code == 1
        failed = told(desk)
        assert on_the_page(desk) == "failed"
        assert desk.refresh(servers).outcomes() == {SOURCE: "unchanged"}
        assert on_the_page(desk) == "unchanged"
        again = told(desk)
    assert desk.fingerprint() == before
    assert (failed["outcome"], failed["fetched"]) == ("failed", first["fetched"])
    assert "answered 503" in failed["message"]
    assert (again["outcome"], again["message"]) == ("unchanged", None)
    assert first["attempted"] <= failed["attempted"] <= again["attempted"]


def page_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    """All words of the page Bronnen."""
    monkeypatch.setenv("OUTLOOK_STORE", str(desk.store))
    library.clear()
    try:
        screen = Screen().open("bronnen")
        assert screen.failed == []
        return screen.text
    finally:
        library.clear()


def test_the_page_tells_of_a_refresh_that_published_nothing_and_why(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = NL["sources.attempt"].split("{when}")[1].split("{why}")[0]
    assert told not in page_told(desk, monkeypatch)
    same = KiesMbo(schools=BRINS[:2], crebos=CREBOS[:4], limit=10_000)
    with served({"skdb": Skdb(), "kiesmbo": same}) as servers:
        servers["skdb"].misbehave("opleidingen", "503", 4)
        desk.refresh(servers, only=[SOURCE])
        assert f"{told}{NL['sources.attempt_all_failed']}." in page_told(desk, monkeypatch)
        desk.refresh(servers)
        assert f"{told}een bron gaf geen bruikbaar antwoord (" in page_told(desk, monkeypatch)
        desk.refresh(servers)
        assert f"{told}{NL['sources.attempt_nothing_new']}." in page_told(desk, monkeypatch)


def test_a_check_that_fails_is_told_at_the_command_and_on_the_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a dry run is no attempt: it was never meant to publish."""
    def refuse(*_: object) -> None:
        raise DataError("the new store fails 1 check(s); first: bedacht: te hoog.",
                        advice="The old store is still in place.")

    monkeypatch.setattr(refresh_command, "publish", refuse)
    monkeypatch.setattr(refresh_command, "try_out", refuse)
    other = KiesMbo(schools=BRINS[:2], crebos=CREBOS[:3], limit=10_000)
    with served({"kiesmbo": other}) as servers:
        assert desk.refresh(servers, "--dry-run").code == 1
        assert not attempt_path(desk.store).exists()
        assert desk.refresh(servers).code == 1
    records = json.loads(desk.run("status", "--json").out)["sources"]
    assert next(record["attempted"] for record in records if record["source_id"] == "kiesmbo")
    said = NL["sources.attempt_check_failed"].format(
        problem="the new store fails 1 check(s); first: bedacht: te hoog.")
    assert said in page_told(desk, monkeypatch)


def test_an_attempt_is_forgotten_when_other_data_are_published(desk: Desk) -> None:
    with served({"skdb": Skdb()}) as servers:
        desk.refresh(servers)
    opened = connect(desk.store)
    attempt = last_attempt(opened)
    assert attempt and (attempt.reason, attempt.tried) == ("nothing_new", (SOURCE,))
    assert read_attempt(desk.store, "00000000") is None
    opened.close()
    attempt_path(desk.store).write_text('{"data_version": 3', encoding="utf-8")
    assert read_attempt(desk.store, attempt.data_version) is None


def test_a_source_that_is_back_is_no_longer_shown_as_failed(desk: Desk) -> None:
    """It failed while another one had news, so that the store says so; then nothing is new."""
    other = KiesMbo(schools=BRINS[:2], crebos=CREBOS[:3], limit=10_000)
    with served({"skdb": Skdb(), "kiesmbo": other}) as servers:
        servers["skdb"].misbehave("opleidingen", "503", 2)
        assert desk.refresh(servers).outcomes() == {SOURCE: "failed", "kiesmbo": "fetched"}
        assert (told(desk)["outcome"], on_the_page(desk)) == ("failed", "failed")
        assert desk.refresh(servers).outcomes() == {SOURCE: "unchanged", "kiesmbo": "unchanged"}
        assert (told(desk)["outcome"], on_the_page(desk)) == ("unchanged", "unchanged")
        published = desk.fingerprint()
        desk.refresh(servers)
        assert desk.fingerprint() == published


def test_figures_of_an_offline_repeat_are_as_old_as_their_answers(
    country: Country, tmp_path: Path
) -> None:
    desk = Desk(tmp_path)
    with served({"skdb": Skdb()}) as servers:
        desk.refresh(servers, "--dry-run")
        for path in (desk.cache / "answers").rglob("*.json"):
            answer = json.loads(path.read_text(encoding="utf-8"))
            answer["checked"] = "2026-01-02T03:04:05.000000+00:00"
            path.write_text(json.dumps(answer), encoding="utf-8")
        assert desk.refresh(servers, "--offline").outcomes() == {SOURCE: "fetched"}
    assert date.fromisoformat(told(desk)["fetched"][:10]) == date(2026, 1, 2)
