"""A small store of made-up files, for tests that change, break or replace a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.snapshot import write_snapshot
from store.connection import open_store
from tests.etl.small_reference import write_reference
from tests.etl.small_store import small_store


@pytest.fixture(scope="session")
def small_reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minimal valid reference folder. Do not write to it."""
    return write_reference(tmp_path_factory.mktemp("reference"))


@pytest.fixture(scope="session")
def small_store_path(tmp_path_factory: pytest.TempPathFactory, small_reference: Path) -> Path:
    """A published store of made-up files. Do not write to it; copy it first."""
    folder = tmp_path_factory.mktemp("small_store")
    return small_store(folder / "outlook.duckdb", folder / "files", small_reference)


@pytest.fixture(scope="module")
def snapshot(small_store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded form of that store."""
    folder = tmp_path_factory.mktemp("snapshot")
    store = open_store(small_store_path)
    write_snapshot(store, folder)
    store.close()
    return folder
