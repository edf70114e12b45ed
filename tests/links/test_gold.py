"""The links against 60 programmes that were judged by hand before the links were made."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

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


def test_strength_fits_the_largest_industry(store: duckdb.DuckDBPyConnection) -> None:
    """Zwak means that no industry holds 35 % or more; sterk that one section holds half."""
    rows = store.execute(
        """
        WITH section AS (
            SELECT programme_id, strength, coalesce(industry.parent, industry.industry_id) AS part,
                   sum(weight) AS weight
            FROM link JOIN industry ON industry_id = substr(to_id, 5)
            WHERE link.kind = 'industry' GROUP BY ALL
        )
        SELECT programme_id, strength, max(weight) AS largest FROM section GROUP BY ALL
        HAVING (strength = 'sterk' AND largest < 0.495) OR (strength = 'zwak' AND largest > 0.5)
        """
    ).fetchall()
    assert rows == []
