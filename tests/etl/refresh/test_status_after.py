"""What ``status`` and the page Bronnen say of a source after failures, recoveries and repeats."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from explorer.source_list import source_lines
from explorer.store import connect
from tests.etl.refresh.conftest import Country, Desk
from tests.wire.country import served
from tests.wire.kiesmbo import BRINS, CREBOS, KiesMbo
from tests.wire.skdb import Skdb

SOURCE = "skdb"


def told(desk: Desk) -> dict[str, Any]:
    """What ``status`` says of the source."""
    records = json.loads(desk.run("status", "--json").out)["sources"]
    return next(record for record in records if record["source_id"] == SOURCE)


def on_the_page(desk: Desk) -> str | None:
    """The outcome that the page Bronnen shows."""
    opened = connect(desk.store)
    try:
        return next(line.outcome for line in source_lines(opened)
                    if line.source_id == SOURCE)
    finally:
        opened.close()


def test_a_refresh_that_publishes_nothing_is_told_all_the_same(desk: Desk) -> None:
    before, first = desk.fingerprint(), told(desk)
    with served({"skdb": Skdb()}) as servers:
        servers["skdb"].misbehave("opleidingen", "503", 2)
        assert desk.refresh(servers).code == 1
        failed = told(desk)
        assert desk.refresh(servers).outcomes() == {SOURCE: "unchanged"}
        again = told(desk)
    assert desk.fingerprint() == before
    assert (failed["outcome"], failed["fetched"]) == ("failed", first["fetched"])
    assert "answered 503" in failed["message"]
    assert (again["outcome"], again["message"]) == ("unchanged", None)
    assert first["attempted"] <= failed["attempted"] <= again["attempted"]


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
