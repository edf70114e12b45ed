"""Making a store and putting it in place: new file, checks, one rename.

The published file is never written to. When anything fails, the new file is removed and the
store that was there stays as it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb

from etl.checks import CheckResult, run_checks
from etl.errors import DataError
from etl.reading import open_workspace
from etl.snapshot import read_snapshot
from etl.store_writer import write_store
from store.connection import REFERENCE, SNAPSHOT, open_store

KEPT = 3


def build(
    target: Path, snapshot: Path = SNAPSHOT, reference: Path = REFERENCE
) -> list[CheckResult]:
    """Publish a store made from the embedded snapshot; needs no network."""
    workspace = open_workspace()
    try:
        read_snapshot(workspace, snapshot)
        return publish(workspace, target, reference, "build")
    finally:
        workspace.close()


def publish(
    workspace: duckdb.DuckDBPyConnection, target: Path, reference: Path, verb: str
) -> list[CheckResult]:
    """Write, check and publish the workspace as ``target``; returns what the checks said.

    Raises DataError, and leaves the old store alone, when writing fails or a check of level
    'error' fails.
    """
    return _replace(target, lambda path: write_store(workspace, path, reference, verb))


def try_out(
    workspace: duckdb.DuckDBPyConnection, target: Path, reference: Path, verb: str
) -> list[CheckResult]:
    """Write and check a store beside ``target`` and throw it away: what ``publish`` would say."""
    return _replace(target, lambda path: write_store(workspace, path, reference, verb),
                    publish_it=False)


def _replace(
    target: Path, write: Callable[[Path], None], *, publish_it: bool = True
) -> list[CheckResult]:
    new = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write(new)
        results = _checked(new)
        if publish_it:
            _keep_previous(target)
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
    return results


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


def _keep_previous(target: Path) -> None:
    """Move earlier stores one place on: .1 is the last one, .2 the one before."""
    if not target.exists():
        return
    for number in range(KEPT - 1, 0, -1):
        older = target.with_name(f"{target.name}.{number}")
        if older.exists():
            older.replace(target.with_name(f"{target.name}.{number + 1}"))
    first = target.with_name(f"{target.name}.1")
    try:
        os.link(target, first)
    except OSError:
        shutil.copy2(target, first)


def _short(error: Exception) -> str:
    return str(error).splitlines()[0].strip()[:200]
