"""The embedded store as pages read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer.figures import FigureBook
from explorer.programmes import Programme, all_programmes
from explorer.store import Store, connect
from explorer.texts import Texts


@pytest.fixture(scope="session")
def opened(store_path: Path) -> Iterator[Store]:
    """The store, opened the way pages open it."""
    store = connect(store_path)
    yield store
    store.close()


@pytest.fixture(scope="session")
def book(opened: Store) -> FigureBook:
    return FigureBook.of(opened)


@pytest.fixture(scope="session")
def programmes(opened: Store) -> dict[str, Programme]:
    return all_programmes(opened)


@pytest.fixture
def nl() -> Texts:
    return Texts("nl")


@pytest.fixture
def en() -> Texts:
    return Texts("en")
