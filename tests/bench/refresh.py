"""``python -m tests.bench.refresh``: a refresh at national size, against replay servers.

Every case runs in a process of its own, so that its peak memory is its own. All figures that the
servers give are made up. ``reading`` is the time from files on disk to checked rows in the
publisher tables; the unit is the time DuckDB needs to read the same bytes with read_csv or
read_json.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from etl.catalogue import Source, load_catalogue, load_hosts
from etl.reading import open_workspace
from etl.refresh import Plan, live_sources, refresh
from store.connection import ROOT
from tests.wire.cbs import Cbs
from tests.wire.cbs_tables import leavers
from tests.wire.roa_files import dataverse
from tests.wire.roa_national import national_outlook, national_survey
from tests.wire.server import Publisher, serve
from tests.wire.uwv import OpenMatch

_NO_STORE = Path("/nowhere/outlook.duckdb")


@dataclass(frozen=True)
class Case:
    """Which source, from which server, and how its files are read by DuckDB alone."""

    name: str
    host: str
    source_id: str
    publisher: Callable[[], Publisher]
    pattern: str
    plain: str


CASES = (
    Case("CBS 85696NED, all cohorts", "cbs", "cbs_85696ned",
         lambda: Cbs({"85696NED": leavers("85696NED", "position", national=True)}), "*.json",
         "CREATE TABLE plain AS SELECT unnest(value, recursive := true) FROM read_json($files, "
         "maximum_object_size = 268435456)"),
    Case("ROA outlook, 230,419 rows", "dataverse", "roa_ais_2030",
         lambda: dataverse(newest=national_outlook()), "*.csv",
         "CREATE TABLE plain AS FROM read_csv($files, delim = ';', all_varchar = true, "
         "union_by_name = true, files_to_sniff = -1)"),
    Case("ROA survey, 93,379 rows", "dataverse", "roa_sis",
         lambda: dataverse(survey=national_survey()), "*.csv",
         "CREATE TABLE plain AS FROM read_csv($files, delim = ';', all_varchar = true, "
         "union_by_name = true, files_to_sniff = -1)"),
    Case("UWV Open Match, 181 weeks", "overheid", "uwv_open_match",
         lambda: OpenMatch(weeks=181, occupations=200, places=20), "*.zip", ""),
)


def measure(case: Case) -> dict[str, float | str]:
    """Fetch once, then read from the cache; seconds, bytes, rows and peak memory (MB)."""
    with tempfile.TemporaryDirectory() as folder, serve(case.publisher()) as server:
        cache = Path(folder)
        source = _source(case.source_id)
        fetched, first = _refresh(source, case, server.url, cache, offline=False)
        files = [str(path) for path in (cache / "objects").rglob("*") if path.is_file()]
        size = sum(Path(file).stat().st_size for file in files)
        empty, _ = _refresh(None, case, server.url, cache, offline=True)
        both, result = _refresh(source, case, server.url, cache, offline=True)
        plain = _plain(case, files)
        again, _ = _refresh(source, case, server.url, cache, offline=False)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"outcome": result, "first": first, "fetch": fetched - empty,
            "reading": both - empty, "plain": plain, "again": again - empty,
            "megabytes": size / 1e6, "peak": peak}


def _source(source_id: str) -> Source:
    (found,) = live_sources(load_catalogue(), [source_id])
    assert found.live is not None
    return replace(found, live=replace(found.live, min_rows=1))


def _refresh(
    source: Source | None, case: Case, url: str, cache: Path, *, offline: bool
) -> tuple[float, str]:
    plan = Plan([source] if source else [], load_hosts(), cache,
                base_urls={case.host: url}, offline=offline)
    workspace = open_workspace()
    start = time.perf_counter()
    results = refresh(workspace, plan, _NO_STORE)
    seconds = time.perf_counter() - start
    workspace.close()
    return seconds, f"{results[0].outcome} {results[0].rows} {results[0].message or ''}" \
        if results else ""


def _plain(case: Case, files: list[str]) -> float:
    """DuckDB reading the same bytes; 0 for files that it cannot read by itself."""
    wanted = []
    for file in files:
        head = Path(file).read_bytes()[:1]
        is_json = head in (b"{", b"[")
        if (case.pattern == "*.json") == is_json:
            wanted.append(file)
    if not case.plain or not wanted:
        return 0.0
    if case.pattern == "*.json":
        wanted = [file for file in wanted if b'"value"' in Path(file).read_bytes()[:400]
                  and Path(file).stat().st_size > 20_000]
    start = time.perf_counter()
    with duckdb.connect() as connection:
        connection.execute(case.plain, {"files": wanted})
    return time.perf_counter() - start


def main() -> None:
    """Run every case in a process of its own and print the table."""
    table = Table("source", "MB", "fetch (s)", "reading (s)", "plain read (s)", "ratio",
                  "again (s)", "peak (MB)", "outcome")
    for number, case in enumerate(CASES):
        done = subprocess.run([sys.executable, "-m", "tests.bench.refresh", str(number)],
                              cwd=ROOT, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
        ratio = f"{found['reading'] / found['plain']:.1f}" if found["plain"] else "–"
        table.add_row(case.name, f"{found['megabytes']:.1f}", f"{found['fetch']:.1f}",
                      f"{found['reading']:.2f}", f"{found['plain']:.2f}", ratio,
                      f"{found['again']:.1f}", f"{found['peak']:.0f}", str(found["outcome"]))
    Console().print(table)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(CASES[int(sys.argv[1])])))
    else:
        main()
