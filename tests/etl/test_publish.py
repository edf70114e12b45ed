"""Putting a store in place: all or nothing, with readers that keep reading."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from etl.errors import DataError
from etl.keeping import KEPT
from etl.publish import build, first_build
from store.connection import ROOT, open_store
from tests.etl.small_reference import FACT, FACT_COLUMNS, write_reference

NAME = "outlook.duckdb"
OUT_OF_RANGE = FACT_COLUMNS + FACT.replace(",0.5,", ",1.5,")
MISSING = FACT_COLUMNS + FACT.replace(",0.5,", ",,")  # without the reason why
NO_FOLDER_FOR_IT = "no folder can be made below a file"
# A disk that is full looks like a file that may not grow: both make a write fail half-way.
ON_A_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from etl.errors import DataError
from etl.publish import build
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
try:
    build(*map(Path, sys.argv[2:]))
except DataError as error:
    print(error)
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def made_up_value(path: Path) -> list[tuple[object, ...]]:
    store = open_store(path)
    found = store.execute("SELECT value FROM figure WHERE source_id = 'made_up_page'").fetchall()
    store.close()
    return found


@pytest.mark.parametrize(("changed", "problem"), [
    ({"made_up": OUT_OF_RANGE}, "the new store fails 2 check"),
    ({"made_up": MISSING}, "a row breaks a rule of the store"),
    ({"made_up": "a;b\n"}, "should be «,»"),
], ids=["failing check", "broken constraint", "bad file"])
def test_failure_leaves_the_old_store_and_nothing_else(
    snapshot: Path, small_reference: Path, tmp_path: Path, changed: dict[str, str], problem: str
) -> None:
    folder = tmp_path / "stores"
    build(folder / NAME, snapshot, small_reference)
    before = contents(folder)
    with pytest.raises(DataError, match=problem):
        build(folder / NAME, snapshot, write_reference(tmp_path / "wrong", **changed))
    assert contents(folder) == before


@pytest.mark.parametrize("limit", [0, 10_000, 500_000])
def test_full_disk_leaves_the_old_store_and_nothing_else(
    snapshot: Path, small_reference: Path, tmp_path: Path, limit: int
) -> None:
    build(tmp_path / NAME, snapshot, small_reference)
    before = contents(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", ON_A_FULL_DISK, str(limit), tmp_path / NAME, snapshot,
         small_reference],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "the store could not be written" in done.stdout
    assert done.stdout.count("\n") == 1
    assert "invalidated" not in done.stdout
    assert contents(tmp_path) == before


def test_place_that_cannot_be_written_is_told(
    snapshot: Path, small_reference: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text(NO_FOLDER_FOR_IT)
    with pytest.raises(DataError, match="the store could not be written"):
        build(tmp_path / "file" / NAME, snapshot, small_reference)
    (tmp_path / "folder").mkdir()
    with pytest.raises(DataError, match="the store could not be written"):
        build(tmp_path / "folder", snapshot, small_reference)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_first_store_that_fails_leaves_an_empty_folder(snapshot: Path, tmp_path: Path) -> None:
    wrong = write_reference(tmp_path / "wrong", made_up=OUT_OF_RANGE)
    with pytest.raises(DataError):
        build(tmp_path / "stores" / NAME, snapshot, wrong)
    assert contents(tmp_path / "stores") == {}


def test_visitors_who_come_at_once_get_one_store(
    snapshot: Path, small_reference: Path, tmp_path: Path
) -> None:
    target = tmp_path / "stores" / NAME
    with ThreadPoolExecutor(4) as visitors:
        waiting = [visitors.submit(first_build, target, snapshot, small_reference)
                   for _ in range(4)]
        assert [visit.result() for visit in waiting] == [None] * 4
    assert [path.name for path in target.parent.iterdir()] == [NAME]


@pytest.mark.parametrize("old", [b"", b"no store at all"])
def test_first_build_replaces_what_cannot_be_read(
    snapshot: Path, small_reference: Path, tmp_path: Path, old: bytes
) -> None:
    (tmp_path / NAME).write_bytes(old)
    first_build(tmp_path / NAME, snapshot, small_reference)
    assert made_up_value(tmp_path / NAME) == [(0.5,)]
    assert (tmp_path / f"{NAME}.1").read_bytes() == old


def test_reader_keeps_the_old_store_and_the_next_one_gets_the_new(
    snapshot: Path, small_reference: Path, tmp_path: Path
) -> None:
    target = tmp_path / "stores" / NAME
    build(target, snapshot, small_reference)
    reader = open_store(target)
    question = "SELECT value FROM figure WHERE source_id = 'made_up_page'"
    assert reader.execute(question).fetchall() == [(0.5,)]
    newer = write_reference(tmp_path / "newer",
                            made_up=FACT_COLUMNS + FACT.replace(",0.5,", ",0.6,"))
    build(target, snapshot, newer)
    assert made_up_value(target) == [(0.6,)]
    assert reader.execute(question).fetchall() == [(0.5,)]
    assert reader.execute("SELECT count(*) FROM series").fetchone() == (9,)
    reader.close()


def test_earlier_stores_are_kept_newest_first(snapshot: Path, tmp_path: Path) -> None:
    target = tmp_path / "stores" / NAME
    for number in range(KEPT + 2):
        fact = FACT_COLUMNS + FACT.replace(",0.5,", f",0.{number},")
        build(target, snapshot, write_reference(tmp_path / "reference", made_up=fact))
    found = {path.name: made_up_value(path) for path in target.parent.iterdir()}
    assert found == {NAME: [(0.4,)], f"{NAME}.1": [(0.3,)], f"{NAME}.2": [(0.2,)],
                     f"{NAME}.3": [(0.1,)]}


def test_reference_data_decide_the_data_version(
    snapshot: Path, small_reference: Path, tmp_path: Path
) -> None:
    versions = []
    other = write_reference(tmp_path / "other", synonyms="term,kind,target,note\nander,word,x,\n")
    for number, reference in enumerate((small_reference, small_reference, other)):
        target = tmp_path / f"{number}.duckdb"
        build(target, snapshot, reference)
        store = open_store(target)
        versions += store.execute("SELECT value FROM store_info WHERE key = 'data_version'"
                                  ).fetchone()
        store.close()
    assert versions[0] == versions[1] != versions[2]
