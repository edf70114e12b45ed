"""What people decide or type over: every mistake is refused with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import DataError
from etl.reading import open_workspace
from etl.reference import load_reference, reference_digest
from tests.etl.small_reference import FACT, FACT_COLUMNS, FILES, LINK_HEADER, write_reference

PLACES = FILES["places.csv"]


def refusal(folder: Path, **changed: str) -> str:
    with pytest.raises(DataError) as caught:
        load_reference(open_workspace(), write_reference(folder, **changed))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_valid_folder_is_read(tmp_path: Path) -> None:
    workspace = open_workspace()
    load_reference(workspace, write_reference(tmp_path))
    assert workspace.execute("FROM ref.synonym").fetchall() == [("bedenker", "verzinkunde")]
    assert workspace.execute("SELECT parent FROM ref.field ORDER BY field_id").fetchall() == [
        (None,), (None,), (None,), ("isced:07",)
    ]
    assert workspace.execute("SELECT kind, file, line, weight FROM ref.link_row "
                             "WHERE to_id = '389100' ORDER BY line").fetchall() == [
        ("industry", "mbo_industry.csv", 2, 0.5), ("industry", "mbo_industry.csv", 4, 1.0)
    ]


@pytest.mark.parametrize(("column", "old", "new"), [
    ("value", ",0.5,", ",half,"), ("value", ",0.5,", ",NA,"), ("entry_start", "2020-05-01", "mei"),
    ("entry_assumed", ",true,2020-10", ",,2020-10"), ("measured_start", ",2020-10-01,", ",,"),
    ("ladder_level", ",level,", ",niveau,"), ("status", ",A,", ",Z,"),
    ("population", "bedacht", ""), ("population_en", "made up", ""),
    ("note_en", ",A,,,", ",A,,Let op.,"),
    ("indicator_id", "work_share_12h", "no_such_indicator"),
    ("source_id", "made_up_page", "no_such_source"),
])
def test_wrong_fact_is_refused(tmp_path: Path, column: str, old: str, new: str) -> None:
    assert FACT.count(old) == 1
    message = refusal(tmp_path, made_up=FACT_COLUMNS + FACT + FACT.replace(old, new))
    assert message.startswith(f"made_up.csv, line 3, column {column}: ")


@pytest.mark.parametrize(("row", "column"), [
    ("dossier:23901,0714,half,sterk,x,z,y,2026-01-01", "weight"),
    ("dossier:23901,0714,,sterk,x,z,y,2026-01-01", "weight"),
    ("dossier:23901,0714,1,zeker,x,z,y,2026-01-01", "strength"),
    ("dossier:23901,0714,1,,x,z,y,2026-01-01", "strength"),
    ("dossier:23901,0714,1,sterk,x,z,y,gisteren", "reviewed_on"),
    ("dossier:23901,0714,1,sterk,x,z,y,", "reviewed_on"),
    ("dossier:23901,0714,1.2,sterk,x,z,y,2026-01-01", "weight"),
    ("dossier:23901,0714,0,sterk,x,z,y,2026-01-01", "weight"),
    ("dossier:23901,0714,1,sterk,,z,own_judgement,2026-01-01", "reason"),
    ("dossier:23901,0714,1,sterk,x,,own_judgement,2026-01-01", "reason_en"),
    ("dossier:23901,0714,1,sterk,x,z,gevoel,2026-01-01", "basis"),
])
def test_wrong_link_is_refused(tmp_path: Path, row: str, column: str) -> None:
    message = refusal(tmp_path, mbo_field=f"{LINK_HEADER}{row}\n")
    assert message.startswith(f"mbo_field.csv, line 2, column {column}: ")


def test_same_link_twice_is_refused(tmp_path: Path) -> None:
    row = "dossier:23901,0714,0.5,sterk,x,z,y,2026-01-01\n"
    assert "line 3" in refusal(tmp_path, mbo_field=LINK_HEADER + row + row)


@pytest.mark.parametrize(("old", "new", "column"), [
    ("52.1", "ver weg", "latitude"), ("5.1", "", "longitude"), ("Bedachtstad", "", "name"),
])
def test_wrong_place_is_refused(tmp_path: Path, old: str, new: str, column: str) -> None:
    message = refusal(tmp_path, places=PLACES.replace(f",{old}", f",{new}"))
    assert message.startswith(f"places.csv, line 2, column {column}: ")


def test_place_twice_is_refused(tmp_path: Path) -> None:
    row = PLACES.splitlines()[1]
    assert "BEDACHTSTAD is already on line 2" in refusal(tmp_path, places=f"{PLACES}{row}\n")


@pytest.mark.parametrize(("text", "problem"), [
    ("[wage]\nlowest = ", "not readable as TOML"), ("[wage]\nlow = 1", "unknown key «low»"),
    ("[wage]\nlowest = 1", "misses «"),
])
def test_wrong_indicators_are_refused(tmp_path: Path, text: str, problem: str) -> None:
    write_reference(tmp_path)
    (tmp_path / "indicators.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=problem):
        load_reference(open_workspace(), tmp_path)


@pytest.mark.parametrize("name", ["indicators.toml", "fields.csv", "facts/sources.toml"])
def test_missing_file_is_named(tmp_path: Path, name: str) -> None:
    write_reference(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(DataError, match="the file is not there"):
        load_reference(open_workspace(), tmp_path)


def test_digest_changes_with_any_file_but_not_with_line_ends(tmp_path: Path) -> None:
    first = reference_digest(write_reference(tmp_path))
    (tmp_path / "places.csv").write_bytes(PLACES.replace("\n", "\r\n").encode())
    assert reference_digest(tmp_path) == first
    (tmp_path / "places.csv").write_text(PLACES.replace("52.1", "52.2"))
    assert reference_digest(tmp_path) != first
