"""The links against 60 programmes that were judged by hand before the links were made."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from etl.checks import run_checks

GOLD = Path(__file__).with_name("gold_programmes.csv")
ENOUGH = 57
KINDS = (("field", "isced4_accept", None),
         ("occupation", "brc_accept", "occupation_geen_ok"),
         ("industry", "sbi_accept", "industry_geen_ok"))


def heaviest(store: duckdb.DuckDBPyConnection, programme: str, kind: str) -> tuple[set[str], str]:
    """Codes with the largest weight (several when they tie) and the strength of the link."""
    rows = store.execute(
        "SELECT to_id, weight, CAST(strength AS VARCHAR) FROM link "
        "WHERE programme_id = $programme AND kind = $kind ORDER BY weight DESC",
        {"programme": programme, "kind": kind},
    ).fetchall()
    codes = {to.split(":")[1] for to, weight, _ in rows if to and weight == rows[0][1]}
    return codes, rows[0][2]


def disagreements(store: duckdb.DuckDBPyConnection, row: dict[str, str]) -> list[str]:
    """Kinds of links on which the table and the expert differ."""
    found = []
    for kind, accepted, none_is_fine in KINDS:
        codes, strength = heaviest(store, row["programme_id"], kind)
        if none_is_fine and row[none_is_fine] == "1" and strength in ("geen", "zwak"):
            continue
        if not codes & set(row[accepted].split("|")):
            found.append(f"{row['programme_id']} {row['name']}: {kind} {sorted(codes)}")
    return found


def test_links_agree_with_the_gold_set(store: duckdb.DuckDBPyConnection) -> None:
    rows = list(csv.DictReader(GOLD.open(encoding="utf-8")))
    wrong = [found for row in rows if (found := disagreements(store, row))]
    assert len(rows) == 60
    assert len(rows) - len(wrong) >= ENOUGH, "\n".join(line for lines in wrong for line in lines)


def test_coverage_by_students_is_enough(store: duckdb.DuckDBPyConnection) -> None:
    coverage = [result for result in run_checks(store) if result.name.startswith("coverage")]
    assert len(coverage) == 9
    assert [result for result in coverage if not result.ok] == []


@pytest.mark.parametrize("name", ["Psychologie", "Rechtsgeleerdheid", "Bedrijfskunde",
                                  "Communicatie", "Communicatiewetenschap", "Commerciële Economie"])
def test_programmes_that_lead_to_many_industries_are_strong_for_none(
    store: duckdb.DuckDBPyConnection, name: str
) -> None:
    found = store.execute(
        "SELECT DISTINCT CAST(strength AS VARCHAR) FROM link JOIN programme USING (programme_id) "
        "WHERE kind = 'industry' AND sector IN ('hbo', 'wo') AND name = $name", {"name": name}
    ).fetchall()
    assert found
    assert ("sterk",) not in found
