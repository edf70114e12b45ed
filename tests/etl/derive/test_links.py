"""Which link rows a programme gets: those of the most specific thing that it belongs to."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from etl.reading import open_workspace
from etl.snapshot import read_snapshot
from etl.store_writer import write_store
from store.connection import open_store
from tests.etl.small_reference import LINK_HEADER, write_reference

MBO = ["crebo:25901", "dossier:23901", "isced4:0714|MBO-4", "isced4:0714",
       "domein:Bedachte dingen", "sectorunit:Bedachte sector"]
HO = ["isat:30001", "isced4:0413|HBO-BA", "isced4:0413", "hoop:ECONOMIE"]


def made(snapshot: Path, folder: Path, **changed: str) -> duckdb.DuckDBPyConnection:
    """The store that these link files give, without the checks."""
    workspace = open_workspace()
    read_snapshot(workspace, snapshot)
    write_store(workspace, folder / "s.duckdb", write_reference(folder / "r", **changed), "build")
    workspace.close()
    return open_store(folder / "s.duckdb")


def row(given_for: str, to: str = "0991", weight: str = "1") -> str:
    return f"{given_for},{to},{weight},redelijk,Bedacht.,Made up.,own_judgement,2026-01-01\n"


@pytest.mark.parametrize(("programme", "given_for"), [
    *(("crebo:25901", MBO[number:]) for number in range(len(MBO))),
    *(("isat:30001", HO[number:]) for number in range(len(HO))),
], ids=lambda value: value if isinstance(value, str) else value[0])
def test_most_specific_row_wins(
    snapshot: Path, tmp_path: Path, programme: str, given_for: list[str]
) -> None:
    rows = "".join(row(way) for way in reversed(given_for))
    store = made(snapshot, tmp_path, mbo_occupation=LINK_HEADER + rows, ho_occupation=LINK_HEADER
                 + row("crebo:99999"))
    found = store.execute("SELECT given_for, to_id FROM link WHERE kind = 'occupation' "
                          "AND programme_id = $programme", {"programme": programme}).fetchall()
    assert found == [(given_for[0], "brc:0991")]


def test_all_rows_of_the_winner_count_and_none_of_the_others(
    snapshot: Path, tmp_path: Path
) -> None:
    rows = (row("crebo:25901", "389100", "0.25") + row("crebo:25901", "T001081", "0.75")
            + row("dossier:23901", "999999") + row("isat:30001", "389100"))
    store = made(snapshot, tmp_path, mbo_industry=LINK_HEADER + rows)
    assert store.execute("SELECT to_id, weight FROM link WHERE kind = 'industry' "
                         "AND programme_id = 'crebo:25901' ORDER BY to_id").fetchall() == [
        ("sbi:389100", 0.25), ("sbi:T001081", 0.75)
    ]


def test_field_of_ho_comes_from_the_register_unless_people_say_otherwise(
    snapshot: Path, tmp_path: Path
) -> None:
    question = ("SELECT to_id, basis FROM link WHERE kind = 'field' "
                "AND programme_id = 'isat:30001'")
    assert made(snapshot, tmp_path).execute(question).fetchall() == [("isced:0413", "register")]
    (tmp_path / "other").mkdir()
    rows = row("dossier:23901", "0714") + row("isat:30001", "0714")
    store = made(snapshot, tmp_path / "other", mbo_field=LINK_HEADER + rows)
    assert store.execute(question).fetchall() == [("isced:0714", "own_judgement")]


def test_link_that_says_there_is_none_has_no_target(snapshot: Path, tmp_path: Path) -> None:
    rows = row("dossier:23901", "").replace("redelijk", "geen") + row("isat:30001", "389100")
    store = made(snapshot, tmp_path, mbo_industry=LINK_HEADER + rows)
    assert store.execute("SELECT to_id, strength FROM link WHERE kind = 'industry' "
                         "AND programme_id = 'crebo:25901'").fetchall() == [("", "geen")]


def test_ladder_starts_at_the_programme_and_ends_at_the_nation(
    small_store_path: Path,
) -> None:
    store = open_store(small_store_path)
    steps = store.execute("SELECT ladder_level FROM ladder WHERE programme_id = 'isat:30001' "
                          "ORDER BY step").fetchall()
    assert [level for (level,) in steps] == ["programme", "field_level", "level", "nation"]
    forms = store.execute("SELECT DISTINCT form FROM ladder WHERE programme_id = 'crebo:25901' "
                          "ORDER BY form").fetchall()
    assert forms == [("bbl",), ("bol",)]


def test_ladder_has_no_step_without_figures_except_the_programme(small_store_path: Path) -> None:
    store = open_store(small_store_path)
    assert store.execute("""
        SELECT entity_id FROM ladder
        WHERE ladder_level <> 'programme' AND entity_id NOT IN (SELECT entity_id FROM figure)
    """).fetchall() == []
