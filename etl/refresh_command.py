"""The verb ``refresh``: its options, its progress on the screen and its summary."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from etl.attempts import remember
from etl.catalogue import Host, Source, load_catalogue, load_hosts
from etl.errors import DataError
from etl.net.client import Patience
from etl.publish import Published, publish, try_out
from etl.reading import open_workspace
from etl.refresh import Plan, changed, live_sources, refresh
from etl.taking import Result
from store.connection import REFERENCE, cache_path


def add_options(verb: argparse.ArgumentParser) -> None:
    """Options of ``refresh``."""
    verb.add_argument("--only", action="append", default=[], metavar="ID",
                      help="only this source or publisher (may be given more than once)")
    verb.add_argument("--dry-run", action="store_true",
                      help="fetch, read and check everything, but leave the store as it is")
    verb.add_argument("--offline", action="store_true",
                      help="repeat the last run from the cache, without any request")
    verb.add_argument("--base-url", action="append", default=[], metavar="NAME=URL",
                      help="another address for a publisher, e.g. cbs=http://localhost:8080")
    verb.add_argument("--tries", type=int, default=5, metavar="N",
                      help="how often to try an address (default 5)")
    verb.add_argument("--pause", type=float, default=1.0, metavar="SECONDS",
                      help="pause before the second try; it doubles every time (default 1)")


def other_addresses(texts: Sequence[str], hosts: Mapping[str, Host]) -> dict[str, str]:
    """``--base-url NAME=URL``, as often as it was given, as a publisher's name -> address."""
    base_urls = {}
    for text in texts:
        name, found, url = text.partition("=")
        if not found or name not in hosts or not url.startswith(("http://", "https://")):
            raise DataError(f"«{text}» is not a publisher and an address.",
                            advice=f"Write NAME=URL, with NAME one of {', '.join(hosts)}.")
        base_urls[name] = url
    return base_urls


def plan_of(options: argparse.Namespace) -> Plan:
    """The plan that the options ask for; wrong ones are refused with a sentence."""
    hosts = load_hosts()
    base_urls = other_addresses(options.base_url, hosts)
    if options.tries < 1 or options.pause < 0:
        raise DataError("--tries must be 1 or more and --pause 0 or more.")
    return Plan(
        sources=live_sources(load_catalogue(), options.only),
        hosts=hosts,
        cache=cache_path(),
        base_urls=base_urls,
        offline=options.offline,
        patience=Patience(tries=options.tries, first_pause=options.pause),
    )


def run(
    options: argparse.Namespace, screen: Console, store: Path
) -> tuple[list[Result], Published | None]:
    """Refresh and publish; None when there was nothing new to publish."""
    plan = plan_of(options)
    real = not (plan.offline or options.dry_run)  # only then it is an attempt to tell of
    workspace = open_workspace()
    results: list[Result] = []
    try:
        with Progress(BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                      TimeRemainingColumn(), TextColumn("{task.fields[rows]:,} rows"),
                      TextColumn("{task.description}"), console=screen) as bar:
            results = refresh(workspace, plan, store, _Shown(bar, plan.sources))
        if not changed(results) and store.is_file():
            if real:
                remember(store, results)
            return results, None
        make = try_out if options.dry_run else publish
        try:
            return results, make(workspace, store, REFERENCE, "refresh")
        except DataError:
            # What came of each source may tell which one is the cause.
            screen.print(summary(results))
            complain(results)
            raise
    except DataError as error:
        if real:
            remember(store, results, error)
        raise
    finally:
        workspace.close()


class _Shown:
    """Progress on the screen: sources done, rows so far, time left, and what is going on."""

    def __init__(self, bar: Progress, sources: Sequence[Source]) -> None:
        self.bar = bar
        self.rows = 0
        self.task = bar.add_task("sources", total=len(sources), rows=0)

    def __call__(self, source_id: str, state: str, rows: int) -> None:
        self.rows += rows
        done = state not in ("fetching", "reading")
        self.bar.update(self.task, advance=int(done), rows=self.rows,
                        description=f"{source_id}: {state}")


def summary(results: Sequence[Result]) -> Table:
    """One row per source: outcome, rows, requests, bytes, and why when it failed."""
    table = Table("source", "outcome", "rows", "requests", "of which unchanged", "MB", "remarks")
    for result in results:
        remarks = [text for text in (result.message, *result.notes) if text]
        table.add_row(result.source_id, result.outcome, f"{result.rows:,}",
                      str(result.traffic.requests), str(result.traffic.not_modified),
                      f"{result.traffic.bytes / 1e6:.1f}", "\n".join(remarks))
    return table


def complain(results: Sequence[Result]) -> bool:
    """A line on standard error per source that failed, also with --quiet; were there any?"""
    failed = [result for result in results if result.outcome == "failed"]
    for result in failed:
        message = str(result.message).removeprefix(f"{result.source_id}: ")
        print(f"error: {result.source_id}: {message}", file=sys.stderr)
    return bool(failed)


def records(results: Sequence[Result]) -> list[dict[str, Any]]:
    """The summary as JSON."""
    return [
        {"source_id": result.source_id, "outcome": result.outcome, "message": result.message,
         "rows": result.rows, "requests": result.traffic.requests,
         "not_modified": result.traffic.not_modified, "bytes": result.traffic.bytes,
         "notes": list(result.notes)}
        for result in results
    ]
