"""A trade of which CBS counted the field, on its page (shares made up)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from explorer.texts import flat_texts
from explorer.ui.session import library
from tests.pages.conftest import Screen

NL = flat_texts("nl")
KOK = "crebo:25180"
# In the field of a kok, 60 percent work in trade and 40 percent in horeca.
SHARES = (("sbi:354200", 0.6, "zwak", "Geteld."), ("sbi:389100", 0.4, "sterk", "Geteld als vak."))


@pytest.fixture
def counted(store_path: Path, tmp_path: Path) -> Path:
    """A store of one's own in which the links of a kok are counts of CBS."""
    path = tmp_path / "outlook.duckdb"
    path.write_bytes(store_path.read_bytes())
    with duckdb.connect(str(path)) as store:
        ours = "FROM link WHERE kind = 'industry' AND programme_id = $programme"
        store.execute(f"INSERT INTO link_check BY NAME {ours}", {"programme": KOK})
        store.execute(f"DELETE {ours}", {"programme": KOK})
        store.executemany(
            "INSERT INTO link BY NAME SELECT $programme AS programme_id, 'industry' AS kind, "
            "$to AS to_id, $weight AS weight, $strength AS strength, $reason AS reason, "
            "'Counted.' AS reason_en, "
            "'cbs_table' AS basis, 'isced:10|mbo-2' AS given_for, "
            "DATE '2024-10-31' AS reviewed_on",
            [{"programme": KOK, "to": to, "weight": weight, "strength": strength,
              "reason": reason} for to, weight, strength, reason in SHARES])
    return path


@pytest.fixture
def visit(counted: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    monkeypatch.setenv("OUTLOOK_STORE", str(counted))
    library.clear()
    yield Screen()
    library.clear()


def test_count_is_shown_with_the_trade_in_front_and_our_estimate_below(visit: Screen) -> None:
    visit.open("opleiding", id=KOK)
    assert visit.failed == []
    text = visit.text.replace("\u00a0", " ")
    (table,) = [body for body in visit.bodies if NL["programme.column_industry"] in body]
    assert table.index("Horeca") < table.index("Handel")
    assert "Geteld als vak." in text
    before, after = NL["leads.own_estimate"].split("{shares}")
    assert text.split(before)[1].split(after)[0] == (
        "Horeca 75%, Gezondheids- en welzijnszorg 15% en Detailhandel (niet in auto’s) 10%")


def test_a_count_of_many_industries_shows_provinces_of_the_strongest_three(
    counted: Path, request: pytest.FixtureRequest
) -> None:
    """CBS finds leavers of nearly every field in nearly every industry."""
    with duckdb.connect(str(counted)) as store:
        store.execute(
            "INSERT INTO link BY NAME SELECT link.* EXCLUDE (to_id, weight), more.* FROM link "
            "CROSS JOIN (VALUES ('sbi:422400', 0.09), ('sbi:307500', 0.08), ('sbi:350000', 0.07)) "
            "AS more (to_id, weight) WHERE programme_id = $kok AND link.to_id = 'sbi:354200'",
            {"kok": KOK})
    visit = request.getfixturevalue("visit")
    visit.open("opleiding", id=KOK)
    assert visit.failed == []
    (table,) = [body for body in visit.bodies if f"<th scope=\"col\">{NL['regional.province']}"
                in body]
    assert table.count("<th scope=\"col\">") == 1 + 3
    assert "Horeca" in table and "Handel" in table and "Bouwnijverheid" not in table
    assert NL["regional.strongest"].format(n=3) in visit.text

