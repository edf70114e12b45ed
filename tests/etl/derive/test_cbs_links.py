"""Shares that CBS counted are used instead of our own industry links (made-up shares)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from etl.checks import run_checks
from etl.reading import open_workspace
from etl.reference import load_reference
from etl.snapshot import read_snapshot
from etl.store_writer import write_store
from store.connection import ROOT, open_store
from tests.etl.small_reference import LINK_HEADER, write_reference

MBO, HO = "crebo:25901", "isat:30001"  # level mbo-4 in isced:07, and hbo-ba in hoop:ECONOMIE
HORECA, BOUW, ZORG = "389100", "350000", "422400"
LINKS_SQL = (ROOT / "etl" / "derive" / "links.sql").read_text(encoding="utf-8")


def own(programme: str, industry: str, weight: str, strength: str) -> str:
    return (f"{programme},{industry},{weight},{strength},Bedacht.,Made up.,own_judgement,"
            "2026-01-01\n")


def workspace_with(
    snapshot: Path, shares: dict[tuple[str, str, str], float]
) -> duckdb.DuckDBPyConnection:
    """The small workspace with a few sections and shares per (field, level, industry)."""
    workspace = open_workspace()
    read_snapshot(workspace, snapshot)
    workspace.execute(
        "INSERT INTO pub.industry BY NAME SELECT * FROM (VALUES "
        "('350000', 'F', 'Bouwnijverheid', 'sectie', NULL), "
        "('422400', 'Q', 'Zorg', 'sectie', NULL), ('300003', 'B-F', 'Nijverheid', 'groep', NULL)) "
        "AS new (industry_id, code, name, kind, parent) "
        "WHERE industry_id NOT IN (SELECT industry_id FROM pub.industry)")
    for (field, level, industry), share in shares.items():
        workspace.execute(
            "INSERT INTO pub.leaver_industry BY NAME SELECT 'cbs_80472ned' AS source_id, "
            "$field AS field_id, $level AS level, $industry AS industry_id, $share AS share, "
            "100 AS people, DATE '2024-10-01' AS measured_start, DATE '2024-10-31' AS measured_end",
            {"field": field, "level": level, "industry": industry, "share": share})
    return workspace


Links = list[tuple[str, float, str, str]]
Made = Callable[..., duckdb.DuckDBPyConnection]


@pytest.fixture
def made(snapshot: Path, tmp_path: Path) -> Made:
    """The store that shares and own links give."""
    def make(shares: dict[tuple[str, str, str], float], *rows: str) -> duckdb.DuckDBPyConnection:
        workspace = workspace_with(snapshot, shares)
        reference = write_reference(tmp_path / "reference",
                                    mbo_industry=LINK_HEADER + "".join(rows))
        write_store(workspace, tmp_path / "store.duckdb", reference, "build")
        workspace.close()
        return open_store(tmp_path / "store.duckdb")
    return make


def industries(store: duckdb.DuckDBPyConnection, programme: str, table: str = "link") -> Links:
    return store.execute(
        f"SELECT to_id, round(weight, 4), strength, basis FROM {table} "
        "WHERE programme_id = $programme AND kind = 'industry' ORDER BY weight DESC, to_id",
        {"programme": programme}).fetchall()


def test_shares_of_cbs_go_first_and_our_own_estimate_is_kept_beside_them(made: Made) -> None:
    store = made({("isced:07", "mbo-4", HORECA): 0.6, ("isced:07", "mbo-4", BOUW): 0.4},
                 own(MBO, ZORG, "0.7", "redelijk"), own(MBO, BOUW, "0.3", "zwak"),
                 own(HO, ZORG, "1", "redelijk"))
    assert industries(store, MBO) == [
        ("sbi:389100", 0.6, "sterk", "cbs_table"), ("sbi:350000", 0.4, "sterk", "cbs_table")]
    assert industries(store, MBO, "link_check") == [
        ("sbi:422400", 0.7, "redelijk", "own_judgement"),
        ("sbi:350000", 0.3, "zwak", "own_judgement")]
    assert store.execute("SELECT DISTINCT given_for, CAST(reviewed_on AS VARCHAR), reason, "
                         "reason_en FROM link WHERE basis = 'cbs_table'").fetchall() == [
        ("isced:07|mbo-4", "2024-10-31",
         "CBS telde waar mensen van dit vakgebied en niveau werken (2024).",
         "CBS counted where people of this field and level work (2024).")]


def test_trade_stays_sure_of_its_own_section_while_cbs_gives_the_shares(made: Made) -> None:
    """A trade (sterk for occupation and industry) is part of a field that CBS counts as a whole."""
    store = made({("isced:07", "mbo-4", HORECA): 0.7, ("isced:07", "mbo-4", BOUW): 0.3},
                 own(MBO, BOUW, "0.9", "sterk"), own(MBO, ZORG, "0.1", "sterk"),
                 own(HO, ZORG, "1", "sterk"))
    assert industries(store, MBO) == [
        ("sbi:389100", 0.7, "zwak", "cbs_table"), ("sbi:350000", 0.3, "sterk", "cbs_table")]
    # Not that most work there, because the shares of its whole field may say otherwise.
    assert store.execute("SELECT reason, reason_en FROM link WHERE to_id = 'sbi:350000' "
                         "AND basis = 'cbs_table'").fetchall() == [(
        "CBS telde waar mensen van dit vakgebied en niveau werken (2024). "
        "Dit vak hoort bij de bedrijfstak met de sterke koppeling.",
        "CBS counted where people of this field and level work (2024). "
        "This trade belongs to the industry with the strong link.")]
    assert industries(store, MBO, "link_check") == [
        ("sbi:350000", 0.9, "sterk", "own_judgement"),
        ("sbi:422400", 0.1, "sterk", "own_judgement")]
    assert [check.detail for check in run_checks(store)
            if check.name == "link: strength of an industry fits its largest section"] == [""]


def test_trade_of_a_section_that_cbs_does_not_count_is_sure_of_nothing(made: Made) -> None:
    store = made({("isced:07", "mbo-4", HORECA): 1.0},
                 own(MBO, BOUW, "1", "sterk"), own(HO, ZORG, "1", "redelijk"))
    assert industries(store, MBO) == [("sbi:389100", 1.0, "zwak", "cbs_table")]


def test_programme_without_a_row_of_cbs_keeps_its_own(made: Made) -> None:
    store = made({("isced:07", "mbo-4", HORECA): 1.0}, own(MBO, BOUW, "1", "redelijk"),
                 own(HO, ZORG, "1", "redelijk"))
    assert industries(store, HO) == [("sbi:422400", 1.0, "redelijk", "own_judgement")]
    assert industries(store, HO, "link_check") == []


def test_programme_that_was_too_broad_for_us_takes_the_count_of_cbs(made: Made) -> None:
    store = made({("hoop:ECONOMIE", "hbo-ba", ZORG): 1.0},
                 own(MBO, BOUW, "1", "redelijk"), own(HO, "", "1", "geen"))
    assert industries(store, HO) == [("sbi:422400", 1.0, "sterk", "cbs_table")]
    assert industries(store, HO, "link_check") == []


def test_own_level_goes_before_the_whole_sector(made: Made) -> None:
    shares = {("isced:07", "mbo-4", HORECA): 1.0, ("isced:07", "mbo", BOUW): 1.0,
              ("isced:07", "mbo-2", ZORG): 1.0}
    rows = (own(MBO, ZORG, "1", "redelijk"), own(HO, ZORG, "1", "redelijk"))
    assert industries(made(shares, *rows), MBO) == [("sbi:389100", 1.0, "sterk", "cbs_table")]


def test_whole_sector_stands_in_for_a_level_that_cbs_does_not_give(made: Made) -> None:
    store = made({("isced:07", "mbo", BOUW): 1.0, ("isced:07", "mbo-2", ZORG): 1.0},
                 own(MBO, ZORG, "1", "redelijk"), own(HO, ZORG, "1", "redelijk"))
    assert industries(store, MBO) == [("sbi:350000", 1.0, "sterk", "cbs_table")]


def test_groups_of_sections_do_not_count_beside_the_sections(made: Made) -> None:
    store = made({("isced:07", "mbo-4", HORECA): 0.3, ("isced:07", "mbo-4", BOUW): 0.1,
                  ("isced:07", "mbo-4", "300003"): 0.6},
                 own(MBO, ZORG, "1", "redelijk"), own(HO, ZORG, "1", "redelijk"))
    assert industries(store, MBO) == [
        ("sbi:389100", 0.75, "sterk", "cbs_table"), ("sbi:350000", 0.25, "sterk", "cbs_table")]


@pytest.fixture(scope="module")
def linked(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """A workspace on which the links can be derived again and again."""
    workspace = workspace_with(snapshot, {})
    rows = own(MBO, ZORG, "1", "redelijk") + own(HO, ZORG, "1", "redelijk")
    load_reference(workspace, write_reference(tmp_path_factory.mktemp("reference"),
                                              mbo_industry=LINK_HEADER + rows))
    workspace.execute("INSERT INTO pub.industry BY NAME SELECT 'X' || number AS industry_id, "
                      "'X' || number AS code, 'Bedacht' AS name, 'sectie' AS kind "
                      "FROM range(12) AS numbers (number)")
    return workspace


def derived(linked: duckdb.DuckDBPyConnection, shares: list[float]) -> Links:
    linked.execute("DELETE FROM pub.leaver_industry")
    for number, share in enumerate(shares):
        linked.execute(
            "INSERT INTO pub.leaver_industry VALUES ('cbs_80472ned', 'isced:07', 'mbo-4', $to, "
            "$share, 100, DATE '2024-10-01', DATE '2024-10-31')",
            {"to": f"X{number}", "share": share})
    linked.execute(LINKS_SQL)
    return linked.execute(
        "SELECT to_id, weight, strength, basis FROM chosen_link WHERE kind = 'industry' "
        "AND programme_id = $programme", {"programme": MBO}).fetchall()


@pytest.mark.parametrize(("shares", "strength"), [
    ([0.5, 0.25, 0.25], "sterk"), ([0.5, 1 / 6, 1 / 6, 1 / 6], "sterk"),
    ([0.25, *[0.125] * 6], "redelijk"), ([0.49, 0.26, 0.25], "redelijk"),
    ([0.25, 0.25, 0.25, 0.25], "redelijk"), ([0.24] * 4 + [0.04], "zwak")])
def test_strength_is_that_of_the_largest_share(
    linked: duckdb.DuckDBPyConnection, shares: list[float], strength: str
) -> None:
    assert {row[2] for row in derived(linked, shares)} == {strength}


@settings(max_examples=15, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
@example([92, 1, 24, 7, 17, 16, 27])
def test_weights_add_up_to_one_whatever_the_shares(
    linked: duckdb.DuckDBPyConnection, people: list[int]
) -> None:
    rows = derived(linked, [number / sum(people) for number in people])
    assert sum(weight for _, weight, _, _ in rows) == pytest.approx(1)
    assert len(rows) == sum(number > 0 for number in people)
    largest = max(people) / sum(people)
    expected = "sterk" if largest >= 0.5 else "redelijk" if largest >= 0.25 else "zwak"
    assert {strength for _, _, strength, _ in rows} == {expected}
