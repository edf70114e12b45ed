"""A refresh of some sources from a replay server into a workspace, without publishing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest

from etl.catalogue import Source, load_catalogue, load_hosts
from etl.net.client import Patience
from etl.reading import open_workspace
from etl.reference import load_reference
from etl.refresh import Plan, live_sources, refresh
from etl.taking import Result
from store.connection import REFERENCE
from tests.wire.server import Replay

IMPATIENT = Patience(tries=3, connect=2.0, read=2.0, whole=3.0, first_pause=0.01)


@dataclass(frozen=True)
class Refreshed:
    """The workspace after a refresh and what came of each source."""

    workspace: duckdb.DuckDBPyConnection
    results: dict[str, Result]

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Rows of a query on ``pub.*``."""
        return self.workspace.execute(query).fetchall()


Refresh = Callable[..., Refreshed]


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """data/reference as it is read, kept in a file: reading it takes most of a small refresh."""
    path = tmp_path_factory.mktemp("reference") / "reference.duckdb"
    workspace = open_workspace()
    load_reference(workspace, REFERENCE)
    workspace.execute(f"ATTACH '{path}' AS kept")
    for (table,) in _tables(workspace, "memory", "ref"):
        workspace.execute(f"CREATE TABLE kept.{table} AS FROM ref.{table}")
    workspace.close()
    return path


@pytest.fixture(autouse=True)
def quick_reference(read_once: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refresh in these tests copies what was read of data/reference."""
    def copy(workspace: duckdb.DuckDBPyConnection, folder: Path) -> None:
        assert folder == REFERENCE
        workspace.execute(f"ATTACH '{read_once}' AS kept (READ_ONLY)")
        for (table,) in _tables(workspace, "kept", "main"):
            workspace.execute(f"CREATE OR REPLACE TABLE ref.{table} AS FROM kept.{table}")
        workspace.execute("DETACH kept")

    monkeypatch.setattr("etl.refresh.load_reference", copy)


def _tables(
    workspace: duckdb.DuckDBPyConnection, database: str, schema: str
) -> list[tuple[str]]:
    return workspace.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = $database "
        "AND schema_name = $schema", {"database": database, "schema": schema}).fetchall()


def _small(source: Source, min_rows: int | None, options: dict[str, object]) -> Source:
    assert source.live is not None
    rows = source.live.min_rows if min_rows is None else min_rows
    return replace(source, live=replace(source.live, min_rows=rows,
                                        options={**source.live.options, **options}))


@pytest.fixture
def refreshed(tmp_path: Path) -> Iterator[Refresh]:
    """``refreshed(server, "cbs", "cbs_83815ned")``: refresh sources of one host from a server.

    Starts from the embedded snapshot unless ``store`` names one. The cache stays for the whole
    test, so a second call asks conditionally; ``offline=True`` uses nothing else. A small server
    has its own ``min_rows``; other keywords take the place of the connector's options.
    """
    opened: list[duckdb.DuckDBPyConnection] = []

    def run(
        server: Replay, host: str, *only: str, store: Path = tmp_path / "none",
        offline: bool = False, patience: Patience = IMPATIENT, min_rows: int | None = None,
        **options: object,
    ) -> Refreshed:
        sources = [_small(source, min_rows, options)
                   for source in live_sources(load_catalogue(), only or (host,))]
        plan = Plan(
            sources=sources, hosts=load_hosts(),
            cache=tmp_path / "cache", base_urls={host: server.url}, offline=offline,
            patience=patience,
        )
        workspace = open_workspace()
        opened.append(workspace)
        results = refresh(workspace, plan, store)
        return Refreshed(workspace, {result.source_id: result for result in results})

    yield run
    for workspace in opened:
        workspace.close()
