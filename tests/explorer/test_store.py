"""Readers and a store that is replaced while they are open."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import duckdb
import pytest

from explorer.store import NoStore, connect, file_stamp


def copy(store_path: Path, target: Path, version: str) -> Path:
    """A store with a data version of its own, put in place the way ``etl`` does."""
    new = target.with_name("new.duckdb")
    shutil.copy(store_path, new)
    connection = duckdb.connect(str(new))
    connection.execute("UPDATE store_info SET value = ? WHERE key = 'data_version'", [version])
    connection.close()
    new.replace(target)
    return target


def version(store: object) -> str:
    return store.rows("SELECT value FROM store_info WHERE key = 'data_version'")[0]["value"]


def test_reader_moves_on_and_the_old_one_keeps_reading(store_path: Path, tmp_path: Path) -> None:
    path = copy(store_path, tmp_path / "outlook.duckdb", "oud")
    old = connect(path)
    assert old.is_current()
    copy(store_path, path, "nieuw")
    assert not old.is_current()
    new = connect(path)
    assert new.is_current()
    assert (new.data_version, version(new)) == ("nieuw", "nieuw")
    assert (old.data_version, version(old)) == ("oud", "oud")
    new.close()
    old.close()


def test_shared_library_is_the_new_one_after_a_replacement(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from explorer.ui.session import library

    path = copy(store_path, tmp_path / "outlook.duckdb", "oud")
    monkeypatch.setenv("OUTLOOK_STORE", str(path))
    library.clear()
    first = library()
    assert library() is first
    assert first.store.data_version == "oud"
    copy(store_path, path, "nieuw")
    assert library().store.data_version == "nieuw"
    assert version(first.store) == "oud"
    library.clear()


def test_no_store_is_told(tmp_path: Path) -> None:
    assert file_stamp(tmp_path / "x") == (0, 0)
    with pytest.raises(NoStore, match="is not there"):
        connect(tmp_path / "x")


def test_a_file_that_is_no_store_of_ours_is_told(store_path: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.duckdb"
    text.write_text("geen store", encoding="utf-8")
    with pytest.raises(NoStore, match="cannot be opened"):
        connect(text)
    other = tmp_path / "other.duckdb"
    duckdb.connect(str(other)).close()
    with pytest.raises(NoStore, match="is not a store"):
        connect(other)
    old = tmp_path / "old.duckdb"
    shutil.copy(store_path, old)
    with duckdb.connect(str(old)) as connection:
        connection.execute("UPDATE store_info SET value = '0' WHERE key = 'schema_version'")
    with pytest.raises(NoStore, match="schema version 0"):
        connect(old)


def test_readers_cannot_write(store_path: Path) -> None:
    store = connect(store_path)
    with pytest.raises(duckdb.Error, match="read-only"):
        store.rows("DELETE FROM figure")
    store.close()


def test_many_visitors_read_at_once(store_path: Path) -> None:
    store = connect(store_path)
    answers: list[int] = []

    def ask() -> None:
        for _ in range(5):
            answers.append(store.rows("SELECT count(*) AS n FROM figure")[0]["n"])

    visitors = [threading.Thread(target=ask) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    store.close()
    assert len(answers) == 40
    assert len(set(answers)) == 1
