"""Refresh: fetch every live source, keep the last good figures of those that fail, publish.

The workspace starts with what the present store holds (or the snapshot), so that a source which
cannot be had keeps its last good figures. A source is read and checked on its own before its
rows are taken in; the whole is published only when every check of level error passes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from etl.catalogue import Host, Source
from etl.errors import DataError
from etl.fetching import Fetching
from etl.net.cache import RUNS, Cache
from etl.net.client import Client, Patience, Traffic
from etl.net.secret import check_key
from etl.net.threads import in_threads
from etl.present import start_from
from etl.reference import load_reference
from etl.taking import Result, remember, take_in, why
from store.connection import REFERENCE

# For the tables of a refresh. Those of the whole country take 300 MB, and nearly twice that when
# every source brings new figures in the place of old ones.
MEMORY = "500MB"
# Called with a source, what happens to it, and the rows it gave (0 until it is read).
Progress = Callable[[str, str, int], None]


@dataclass(frozen=True)
class Plan:
    """A refresh: which sources, from where, and how patient."""

    sources: Sequence[Source]
    hosts: Mapping[str, Host]
    cache: Path
    base_urls: Mapping[str, str] = field(default_factory=dict)
    offline: bool = False
    patience: Patience = field(default_factory=Patience)

    def url(self, source: Source) -> str:
        """The base address of a source, or the one given in its place."""
        assert source.live is not None
        return self.base_urls.get(source.live.host, self.hosts[source.live.host].url)


def live_sources(sources: Sequence[Source], only: Sequence[str] = ()) -> list[Source]:
    """The sources that a refresh reaches; ``only`` picks by source id or connector name."""
    live = [(source, source.live.host) for source in sources if source.live]
    known = {name for source, host in live for name in (source.source_id, host)}
    for name in only:
        if name not in known:
            raise DataError(f"«{name}» is not a live source.",
                            advice=f"Choose from: {', '.join(sorted(known))}.")
    return [source for source, host in live if not only or {source.source_id, host} & set(only)]


def refresh(
    workspace: duckdb.DuckDBPyConnection, plan: Plan, store: Path,
    progress: Progress = lambda source_id, state, rows: None,
) -> list[Result]:
    """Fill ``pub`` of a workspace with the present figures and every source that can be had.

    Returns one result per source, in the order of the catalogue. Nothing is published here.
    """
    from_store = start_from(workspace, store)
    load_reference(workspace, REFERENCE)
    cache = Cache(plan.cache)
    folder = cache.folder / RUNS / str(os.getpid())
    results = []
    _keep_small(workspace, folder.with_suffix(".spill"))
    try:
        client = Client(
            cache=cache, patience=plan.patience, offline=plan.offline,
            limits={urlsplit(plan.url(source)).netloc: plan.hosts[source.live.host].parallel
                    for source in plan.sources if source.live},
            run_started=None if plan.offline else cache.begin_run(),
        )
        fetched = _fetch_all(client, plan, folder, progress)
        for source in plan.sources:
            result, visit = fetched[source.source_id]
            if visit is not None:
                result = take_in(workspace, source, visit, result, from_store)
                progress(source.source_id, result.outcome, result.rows)
            remember(workspace, result)
            results.append(result)
        if not plan.offline:
            cache.end_run()
    except OSError as error:
        raise DataError(
            f"answers of publishers could not be kept ({error.strerror or error}).",
            file=str(plan.cache), advice="Make room on the disk or check who may write there. "
            "The old store, if there was one, is still in place.") from error
    finally:
        workspace.execute("RESET checkpoint_threshold")
        shutil.rmtree(folder, ignore_errors=True)
    return results


def _keep_small(workspace: duckdb.DuckDBPyConnection, spill: Path) -> None:
    """Bound the memory of the tables; what is beyond goes to a folder that goes with them."""
    workspace.execute(f"SET memory_limit = '{MEMORY}'")
    workspace.execute(f"SET temp_directory = '{str(spill).replace(chr(39), chr(39) * 2)}'")
    # The workspace is thrown away, so tidying its tables after every large commit is lost time.
    workspace.execute("SET checkpoint_threshold = '1TB'")


def _fetch_all(
    client: Client, plan: Plan, folder: Path, progress: Progress
) -> dict[str, tuple[Result, Fetching | None]]:
    """Fetch all sources; the client keeps each host to its limit.

    There is a thread per source, because one that waits for its host may not keep another
    host's source waiting.
    """
    def one(source: Source) -> tuple[Result, Fetching | None]:
        live = source.live
        assert live is not None
        secret = os.environ.get(live.key, "").strip() if live.key else None
        if live.key and not secret:
            progress(source.source_id, "not_loaded", 0)
            return Result(source.source_id, "not_loaded",
                          f"needs a key in the variable {live.key}"), None
        progress(source.source_id, "fetching", 0)
        visit = Fetching(client, source.source_id, plan.url(source), folder / source.source_id,
                         live.options, secret, plan.hosts[live.host].parallel)
        try:
            if live.key and secret:
                check_key(live.key, secret)
            live.module().fetch(visit)
        except OSError:
            raise  # the disk, which is of all sources
        except Exception as error:  # data of a shape that nobody foresaw are of this one only
            progress(source.source_id, "failed", 0)
            return Result(source.source_id, "failed", why(source, error),
                          client.traffic.get(source.source_id, Traffic())), None
        progress(source.source_id, "reading", 0)
        return Result(source.source_id, "fetched", None,
                      client.traffic.get(source.source_id, Traffic()), at=visit.checked), visit

    try:
        outcomes = in_threads(one, plan.sources, len(plan.sources))
    finally:
        # After Ctrl-C or a full disk other threads may still be at it.
        client.stop()
        client.close()
    return {result.source_id: (result, visit) for result, visit in outcomes}


def changed(results: Sequence[Result]) -> bool:
    """Did any source bring what the present store does not have: figures, or that it is back?"""
    return any(result.outcome == "fetched" or result.back for result in results)
