"""The command ``refresh`` run in this process, and a store that it filled from all publishers."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from etl import refresh as refreshing
from etl import refresh_command
from etl.catalogue import Source, load_catalogue
from etl.cli import main
from etl.net.client import Patience
from store.attempts import attempt_path
from store.connection import REFERENCE
from tests.wire import kiesmbo, skdb
from tests.wire.country import publishers, served
from tests.wire.server import Publisher, Replay


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def sources(self) -> dict[str, dict[str, Any]]:
        """The summary of ``--json`` per source."""
        return {record["source_id"]: record for record in json.loads(self.out)}

    def outcomes(self) -> dict[str, str]:
        """What came of every source."""
        return {name: record["outcome"] for name, record in self.sources.items()}


@dataclass(frozen=True)
class Desk:
    """An analyst's folder: a store, a cache, and the keys in the environment.

    ``whole`` is how many seconds an answer may take; a busy machine needs some.
    """

    folder: Path
    reference: Path = REFERENCE
    whole: float = 20.0

    @property
    def store(self) -> Path:
        """Where the store is, or will be."""
        return self.folder / "outlook.duckdb"

    @property
    def cache(self) -> Path:
        """Where answers are kept."""
        return self.folder / "cache"

    def run(self, *arguments: str) -> Ran:
        """``python -m etl`` with these arguments, small tables and little patience."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setenv("OUTLOOK_STORE", str(self.store))
            patch.setenv("OUTLOOK_CACHE", str(self.cache))
            patch.setenv("KIESMBO_KEY", kiesmbo.KEY)
            patch.setenv("SKDB_TOKEN", skdb.TOKEN)
            patch.setattr(refresh_command, "load_catalogue", _small_catalogue)
            patch.setattr(refresh_command, "Patience", partial(
                Patience, connect=5.0, read=20.0, whole=self.whole))
            patch.setattr(refreshing, "REFERENCE", self.reference)
            code = main(arguments)
        return Ran(code, out.getvalue(), err.getvalue())

    def refresh(self, servers: Mapping[str, Replay], *arguments: str,
                only: Sequence[str] = ()) -> Ran:
        """``refresh --json`` from these servers; of all their sources unless ``only`` says."""
        asked = [f"--base-url={host}={server.url}" for host, server in servers.items()]
        asked += [f"--only={name}" for name in only or servers]
        return self.run("refresh", "--json", "--tries=2", "--pause=0", *asked, *arguments)

    def fingerprint(self) -> str | None:
        """Checksum of the store's bytes; None without a store."""
        if not self.store.is_file():
            return None
        return hashlib.sha256(self.store.read_bytes()).hexdigest()

    def files(self) -> set[str]:
        """What lies in the folder beside the cache and what is told of an attempt."""
        return {path.name for path in self.folder.iterdir()} - {
            "cache", attempt_path(self.store).name}

    def kept_bytes(self) -> Iterator[bytes]:
        """Every file of the folder, cache and store included."""
        for path in self.folder.rglob("*"):
            if path.is_file():
                yield path.read_bytes()


def _small_catalogue() -> tuple[Source, ...]:
    """The catalogue for servers with few rows that may be asked quickly."""
    return tuple(_small(source) for source in load_catalogue())


def _small(source: Source) -> Source:
    if source.live is None:
        return source
    small = {"per_second": 10_000, "least_share": 0.0}
    options = {name: small.get(name, value) for name, value in source.live.options.items()}
    return replace(source, live=replace(source.live, min_rows=1, options=options))


@dataclass(frozen=True)
class Country:
    """All publishers, their servers, and a desk where they were refreshed once."""

    publishers: dict[str, Publisher]
    servers: dict[str, Replay]
    desk: Desk
    first: Ran


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    """A store with figures of every publisher. Do not refresh on this desk; take ``desk``."""
    desk, made_up = Desk(tmp_path_factory.mktemp("country")), publishers()
    with served(made_up) as servers:
        yield Country(made_up, servers, desk, desk.refresh(servers))


@pytest.fixture
def desk(country: Country, tmp_path: Path) -> Desk:
    """A desk of one's own with that store; its cache is empty."""
    mine = Desk(tmp_path)
    os.link(country.desk.store, mine.store)
    return mine


@pytest.fixture
def small_desk(small_store_path: Path, small_reference: Path, tmp_path: Path) -> Desk:
    """A desk with a store of made-up files, for refreshes that publish nothing."""
    mine = Desk(tmp_path, small_reference)
    os.link(small_store_path, mine.store)
    return mine
