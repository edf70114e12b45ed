"""Making a store and putting it in place: new file, checks, one rename.

The published file is never written to. When anything fails, the new file is removed and the
store that was there stays as it was.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.checks import CheckResult, run_checks
from etl.diff import Change
from etl.errors import DataError
from etl.keeping import keep_previous, record, schema_of
from etl.lost_links import lost_links
from etl.reading import open_workspace
from etl.snapshot import read_snapshot
from etl.store_writer import write_store
from store.connection import REFERENCE, SNAPSHOT, open_store
from store.schema import SCHEMA_VERSION

_FIRST_BUILD = threading.Lock()


@dataclass(frozen=True)
class Published:
    """What the checks said of a new store, and what moved since the one it replaced."""

    checks: list[CheckResult]
    changes: list[Change]


def build(
    target: Path, snapshot: Path = SNAPSHOT, reference: Path = REFERENCE
) -> Published:
    """Publish a store made from the embedded snapshot; needs no network."""
    workspace = open_workspace()
    try:
        read_snapshot(workspace, snapshot)
        return publish(workspace, target, reference, "build")
    finally:
        workspace.close()


def first_build(
    target: Path, snapshot: Path = SNAPSHOT, reference: Path = REFERENCE
) -> None:
    """Build the store once for all visitors who find none; the later ones wait for the first."""
    with _FIRST_BUILD:
        if schema_of(target) != SCHEMA_VERSION:
            build(target, snapshot, reference)


def publish(
    workspace: duckdb.DuckDBPyConnection, target: Path, reference: Path, verb: str
) -> Published:
    """Write, check and publish the workspace as ``target``.

    Raises DataError, and leaves the old store alone, when writing fails or a check of level
    'error' fails.
    """
    return _replace(target, lambda path: write_store(workspace, path, reference, verb))


def try_out(
    workspace: duckdb.DuckDBPyConnection, target: Path, reference: Path, verb: str
) -> Published:
    """Write and check a store beside ``target`` and throw it away: what ``publish`` would say."""
    return _replace(target, lambda path: write_store(workspace, path, reference, verb),
                    publish_it=False)


def _replace(
    target: Path, write: Callable[[Path], None], *, publish_it: bool = True
) -> Published:
    new = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write(new)
        results = [*_checked(new), lost_links(new, target)]
        changes = record(new, target, results)
        if publish_it:
            keep_previous(target)
            new.replace(target)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise DataError(
            f"the store could not be written ({_short(error)}).", file=str(target),
            advice="Make room on the disk or check who may write there. The old store, if there "
                   "was one, is still in place.",
        ) from error
    finally:
        for leftover in (new, new.with_name(f"{new.name}.wal")):
            with suppress(FileNotFoundError, NotADirectoryError):
                leftover.unlink()
    return Published(results, changes)


def _checked(new: Path) -> list[CheckResult]:
    """What the checks say of a new store; a check of level error that fails stops here."""
    store = open_store(new)
    try:
        results = run_checks(store)
    finally:
        store.close()
    failed = [result for result in results if not result.ok and result.level == "error"]
    if failed:
        raise DataError(
            f"the new store fails {len(failed)} check(s); first: {failed[0].name}: "
            f"{failed[0].detail}.", advice="The old store is still in place.",
        )
    return results


def _short(error: Exception) -> str:
    """Its first line; of an error that DuckDB met on the way, only what it was at first."""
    return str(error).splitlines()[0].rpartition("Original error: ")[2].strip()[:300]
