"""The snapshot: same bytes every time, nothing lost on the way, and refused when damaged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from etl.errors import DataError
from etl.publish import build
from etl.reading import open_workspace
from etl.snapshot import MANIFEST, publisher_tables, read_snapshot, write_snapshot
from store.connection import open_store


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def snapshot_of(store_path: Path, folder: Path) -> Path:
    store = open_store(store_path)
    write_snapshot(store, folder)
    store.close()
    return folder


@pytest.fixture(scope="module")
def snapshot(small_store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshot_of(small_store_path, tmp_path_factory.mktemp("snapshot"))


def test_same_store_gives_the_same_bytes(
    small_store_path: Path, snapshot: Path, tmp_path: Path
) -> None:
    assert contents(snapshot_of(small_store_path, tmp_path)) == contents(snapshot)


def test_order_of_the_rows_in_the_store_does_not_matter(
    small_store_path: Path, snapshot: Path, tmp_path: Path
) -> None:
    turned = duckdb.connect(":memory:")
    turned.execute(f"ATTACH '{small_store_path}' AS original (READ_ONLY)")
    for table in publisher_tables():
        turned.execute(f"CREATE TABLE {table.name} AS FROM original.{table.name} ORDER BY ALL DESC")
    write_snapshot(turned, tmp_path)
    assert contents(tmp_path) == contents(snapshot)


def test_store_to_snapshot_and_back_gives_the_same_snapshot(
    snapshot: Path, small_reference: Path, tmp_path: Path
) -> None:
    build(tmp_path / "again.duckdb", snapshot, small_reference)
    assert contents(snapshot_of(tmp_path / "again.duckdb", tmp_path / "out")) == contents(snapshot)


def test_snapshot_holds_the_publisher_tables_and_nothing_that_people_decided(
    snapshot: Path,
) -> None:
    names = {f"{table.name}.parquet" for table in publisher_tables()}
    assert set(contents(snapshot)) == names | {MANIFEST}
    assert "link.parquet" not in names
    for table in ("source", "figure"):
        path = str(snapshot / f"{table}.parquet")
        found = duckdb.execute("SELECT count(*) FROM read_parquet($path) WHERE source_id = "
                               "'made_up_page'", {"path": path}).fetchone()
        assert found == (0,)


def test_manifest_tells_rows_and_sources(snapshot: Path) -> None:
    manifest = json.loads((snapshot / MANIFEST).read_text(encoding="utf-8"))
    for name, entry in manifest["tables"].items():
        path = str(snapshot / f"{name}.parquet")
        found = duckdb.execute("SELECT count(*) FROM read_parquet($path)", {"path": path})
        assert found.fetchone() == (entry["rows"],)
    assert manifest["sources"]["cbs_80472ned"]["licence"] == "CC BY 4.0"


def test_writing_removes_tables_of_an_older_snapshot(
    small_store_path: Path, snapshot: Path, tmp_path: Path
) -> None:
    (tmp_path / "old_table.parquet").write_bytes(b"old")
    assert contents(snapshot_of(small_store_path, tmp_path)) == contents(snapshot)


def _append_byte(folder: Path) -> None:
    with (folder / "figure.parquet").open("ab") as file:
        file.write(b"x")


def _manifest(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / MANIFEST).write_text(text, encoding="utf-8")
    return write


def _other_version(folder: Path) -> None:
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    _manifest(text.replace('"schema_version": "', '"schema_version": "x'))(folder)


@pytest.mark.parametrize(("damage", "problem"), [
    (_append_byte, "figure.parquet: this file is not the one the manifest describes"),
    (lambda folder: (folder / "figure.parquet").unlink(), "figure.parquet: this part of the"),
    (lambda folder: (folder / MANIFEST).unlink(), "manifest.json: the snapshot is not there"),
    (_manifest("{"), "manifest.json: the manifest is not readable"),
    (_manifest("[]"), "manifest.json: the manifest does not list the tables"),
    (_manifest('{"schema_version": "1"}'), "manifest.json: the manifest does not list"),
    (_other_version, "manifest.json: the snapshot has schema version x"),
], ids=["tampered", "missing table", "no manifest", "cut off", "list", "no tables", "version"])
def test_damaged_snapshot_is_refused_in_one_sentence(
    snapshot: Path, tmp_path: Path, damage: Callable[[Path], None], problem: str
) -> None:
    folder = shutil.copytree(snapshot, tmp_path / "copy")
    damage(folder)
    with pytest.raises(DataError) as caught:
        read_snapshot(open_workspace(), folder)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_folder_that_cannot_be_written_is_named(small_store_path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match="the snapshot could not be written"):
        snapshot_of(small_store_path, tmp_path / "file")
