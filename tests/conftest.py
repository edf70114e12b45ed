"""Fixtures for all tests: the store of the embedded snapshot, and the publishers' files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

from etl.publish import build
from store.connection import ROOT, open_store

# How fast a machine is says nothing about whether an example is right.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

# The publishers' files lie beside the project, or where SHARED_DATA says.
SHARED = Path(os.environ.get("SHARED_DATA") or ROOT / ".." / "shared" / "data").resolve()


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of ``data/snapshot`` and ``data/reference``, built once. Do not write to it."""
    path = tmp_path_factory.mktemp("store") / "outlook.duckdb"
    build(path)
    return path


@pytest.fixture(scope="session")
def store(store_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection on that store."""
    connection = open_store(store_path)
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with publishers' files as downloaded, which is not part of the project."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the publishers' files, and {SHARED} is not there")
    return SHARED
