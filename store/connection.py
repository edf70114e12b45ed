"""Where the store is, and how to open it for reading."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
SNAPSHOT = DATA / "snapshot"
REFERENCE = DATA / "reference"


def store_path() -> Path:
    """``OUTLOOK_STORE`` when set, else ``data/outlook.duckdb``."""
    return Path(os.environ.get("OUTLOOK_STORE") or DATA / "outlook.duckdb")


def open_store(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A read-only connection. Use one per process and ``.cursor()`` per thread.

    A store that is replaced by a newer file stays readable for who has it open.
    """
    return duckdb.connect(str(path or store_path()), read_only=True)
