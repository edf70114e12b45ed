"""A wrong link is refused at the door: the message names the check or the file, and the row."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from etl.cli import main
from etl.errors import DataError
from etl.lost_links import NAME, lost_links
from etl.publish import build
from store.connection import open_store
from tests.etl.small_reference import FILES, LINK_HEADER, write_reference

OWN = "Bedacht.,Made up.,own_judgement,2026-01-01\n"
OCCUPATION = FILES["links/mbo_occupation.csv"]
INDUSTRY = FILES["links/mbo_industry.csv"]
# Without the only row that says where people with this programme work.
FORGOTTEN = INDUSTRY.replace(f"isat:30001,389100,1,sterk,{OWN}", "")


def with_trade(folder: Path, trades: str, **changed: str) -> Path:
    reference = write_reference(folder, **changed)
    (reference / "links" / "mbo_trades.csv").write_text(f"from_id,trade\n{trades}",
                                                        encoding="utf-8")
    return reference


@pytest.mark.parametrize(("changed", "expected"), [
    ({"mbo_occupation": OCCUPATION.replace("0991", "0999")},
     ("link: known target", "crebo:25901 ; occupation ; dossier:23901 ; brc:0999")),
    ({"mbo_field": FILES["links/mbo_field.csv"].replace("0714", "0799")},
     ("link: known target", "crebo:25901 ; field ; dossier:23901 ; isced:0799")),
    ({"mbo_industry": INDUSTRY.replace("isat:30001,389100", "isat:30001,999999")},
     ("link: known target", "isat:30001 ; industry ; isat:30001 ; sbi:999999")),
    ({"mbo_occupation": f"{LINK_HEADER}dossier:23901,0991,0.9,sterk,{OWN}"},
     ("link: weights add up to 1", "crebo:25901 ; occupation ; dossier:23901 ; 0.9")),
    ({"mbo_industry": INDUSTRY.replace("isat:30001,389100,1,sterk", "isat:30001,389100,1,zwak")},
     ("link: strength of an industry", "isat:30001 ; isat:30001 ; zwak ; 1.0")),
    ({"mbo_occupation": OCCUPATION * 2}, ("mbo_occupation.csv, line 3",)),
    ({"mbo_occupation": OCCUPATION + f"dossier:23901,0991,1,sterk,{OWN}"},
     ("mbo_occupation.csv, line 3, column from_id, to_id", "already on line 2")),
    ({"mbo_occupation": OCCUPATION + f"isced4:0413,0991,1,redelijk,{OWN}"},
     ("mbo_occupation.csv, line 3", "from isced4:0413 to 0991", "ho_occupation.csv, line 2")),
    ({"mbo_occupation": OCCUPATION + f"trade:bedenker,0991,1,sterk,{OWN}"},
     ("mbo_occupation.csv, line 3, column from_id", "trade:bedenker")),
], ids=["unknown occupation", "unknown field", "unknown industry", "weights", "strength",
        "file twice", "pair twice", "pair in two files", "trade of no programme"])
def test_wrong_link_is_refused_with_its_row(
    snapshot: Path, tmp_path: Path, changed: dict[str, str], expected: tuple[str, ...]
) -> None:
    with pytest.raises(DataError) as caught:
        build(tmp_path / "s.duckdb", snapshot, write_reference(tmp_path / "reference", **changed))
    assert [part for part in expected if part not in str(caught.value)] == []
    assert not (tmp_path / "s.duckdb").exists()


def test_trade_without_a_row_is_refused_with_its_line(snapshot: Path, tmp_path: Path) -> None:
    reference = with_trade(tmp_path / "reference", "crebo:25901,bedenker\n")
    with pytest.raises(DataError, match=r"mbo_trades\.csv, line 2, column trade: .*bedenker"):
        build(tmp_path / "s.duckdb", snapshot, reference)


def test_programme_that_lost_its_link_is_named(
    snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    target = tmp_path / "outlook.duckdb"
    first = build(target, snapshot, write_reference(tmp_path / "reference"))
    assert [check.detail for check in first.checks if check.name == NAME] == [
        "no store before this one"]
    after = build(target, snapshot, write_reference(tmp_path / "reference",
                                                    mbo_industry=FORGOTTEN))
    (lost,) = [check for check in after.checks if check.name == NAME]
    assert (lost.ok, lost.detail) == (False, "1 row(s), first: isat:30001 ; industry ; isat:30001")
    store = open_store(target)
    assert store.execute("SELECT ok FROM check_result WHERE name = $name", {"name": NAME}
                         ).fetchall() == [(False,)]
    assert store.execute("SELECT CAST(strength AS VARCHAR), reason, reason_en FROM link "
                         "WHERE kind = 'industry' AND programme_id = 'isat:30001'").fetchall() == [
        ("geen", "Voor deze opleiding is de koppeling nog niet gemaakt.",
         "The link for this programme has not been made yet.")]
    store.close()
    monkeypatch.setenv("OUTLOOK_STORE", str(target))
    assert main(["check", "--json"]) == 0
    assert "isat:30001 ; industry ; isat:30001" in capsys.readouterr().out


def test_nothing_is_lost_when_the_store_stays_the_same(snapshot: Path, tmp_path: Path) -> None:
    reference = write_reference(tmp_path / "reference")
    for _ in range(2):
        build(tmp_path / "s.duckdb", snapshot, reference)
    assert lost_links(tmp_path / "s.duckdb", tmp_path / "s.duckdb.1").detail == ""


def test_store_before_that_cannot_be_read_counts_as_none(snapshot: Path, tmp_path: Path) -> None:
    target = tmp_path / "s.duckdb"
    build(target, snapshot, write_reference(tmp_path / "reference"))
    (tmp_path / "old").write_bytes(b"no store")
    assert lost_links(target, tmp_path / "old").ok
    with duckdb.connect(str(tmp_path / "other")) as other:
        other.execute("CREATE TABLE store_info AS SELECT 'schema_version' AS key, '0' AS value")
    assert lost_links(target, tmp_path / "other").ok
