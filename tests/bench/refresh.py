"""``python -m tests.bench.refresh``: a refresh at national size, against replay servers.

Every case runs in a process of its own, and its server in another, so that its peak memory is
its own. All figures that the servers give are made up. ``reading`` is the time from files on disk
to checked rows in the publisher tables; the unit is the time DuckDB needs to read the same bytes
with read_csv or read_json, each file into a table of its own and numbers as numbers; files in a
ZIP are taken out of it beforehand. Both are processor seconds over all threads, because on a
machine that does other work the clock tells little; readings and plain reads take turns and the
least of each counts. Cases come in once, twice and four times the national size, to show that
time and memory grow with the rows and no faster; the last row adds up the cases of national
size. Name parts of cases to run only those: ``python -m tests.bench.refresh "ROA outlook"``.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
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
from tests.wire.roa_national import AIS_ROWS, national_outlook, national_survey
from tests.wire.server import Publisher, Reply, Request, serve
from tests.wire.uwv import OpenMatch

_NO_STORE = Path("/nowhere/outlook.duckdb")
_JSON = ("CREATE TABLE plain AS SELECT unnest(value, recursive := true) FROM read_json($files, "
         "maximum_object_size = 268435456)")
_CSV = "CREATE TABLE plain_{number} AS FROM read_csv($file, delim = ';', decimal_separator = ',')"
# School years in the national table of leavers.
_COHORTS = 17
# What was measured of a case, by name.
Found = dict[str, float | str]


@dataclass(frozen=True)
class Case:
    """Which source, from which server (given a size), and how DuckDB alone reads its files."""

    name: str
    host: str
    source_id: str
    publisher: Callable[[int], Publisher]
    plain: str
    sizes: tuple[int, ...] = (1,)
    runs: int = 4


def _leavers(size: int) -> Publisher:
    table = leavers("85696NED", "position", national=True)
    longer = leavers("85696NED", "position", first=2024 - size * _COHORTS, last=2023)
    return Cbs({"85696NED": replace(table, dims=(*table.dims[:-1], longer.dims[-1]))})


def _outlook(size: int) -> Publisher:
    outlook = national_outlook()
    outlook.filler += (size - 1) * AIS_ROWS
    return dataverse(newest=outlook)


CASES = (
    Case("CBS 85696NED, all cohorts", "cbs", "cbs_85696ned", _leavers, _JSON, (1, 2, 4)),
    Case("ROA outlook, 230,419 rows", "dataverse", "roa_ais_2030", _outlook, _CSV, (1, 2, 4)),
    Case("ROA survey, 93,379 rows", "dataverse", "roa_sis",
         lambda size: dataverse(survey=national_survey(size=size)), _CSV, (1, 2, 4)),
    Case("UWV Open Match, 181 weeks", "overheid", "uwv_open_match",
         lambda size: OpenMatch(weeks=181, occupations=200 * size, places=20), _CSV, (1, 2, 4),
         runs=1),
)


def measure(case: Case, size: int, url: str) -> Found:
    """Fetch once, then read from the cache; seconds, bytes, rows and peak memory (MB)."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        source = _source(case.source_id)
        fetched, _, _ = _refresh(source, case, url, cache, offline=False)
        fetched_files = [path for path in (cache / "objects").rglob("*") if path.is_file()]
        files = _unzipped([str(path) for path in fetched_files], cache / "unzipped")
        bytes_ = sum(Path(file).stat().st_size for file in files)
        runs = [_refresh(source, case, url, cache, offline=True)]
        # Before the plain read, which is not ours.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        plain, empty = [], []
        for number in range(case.runs):
            if number:
                runs.append(_refresh(source, case, url, cache, offline=True))
            empty.append(_refresh(None, case, url, cache, offline=True)[0])
            plain.append(_plain(case, files))
        again, _, _ = _refresh(source, case, url, cache, offline=False)
    reading, rows, outcome = min(runs)
    return {"outcome": outcome, "rows": rows, "fetch": fetched - min(empty),
            "reading": reading - min(empty), "plain": min(plain), "again": again - min(empty),
            "megabytes": bytes_ / 1e6, "peak": peak}


def _source(source_id: str) -> Source:
    (found,) = live_sources(load_catalogue(), [source_id])
    assert found.live is not None
    return replace(found, live=replace(found.live, min_rows=1))


def _refresh(
    source: Source | None, case: Case, url: str, cache: Path, *, offline: bool
) -> tuple[float, int, str]:
    """Seconds, rows that were read and what came of it; without a source the time of the rest.

    Reading is told in seconds of the processor, fetching in those of the clock.
    """
    plan = Plan([source] if source else [], load_hosts(), cache,
                base_urls={case.host: url}, offline=offline)
    workspace = open_workspace()
    clock = time.process_time if offline else time.perf_counter
    start = clock()
    results = refresh(workspace, plan, _NO_STORE)
    seconds = clock() - start
    (rows,) = workspace.execute("SELECT coalesce(sum(rows_read), 0)::BIGINT FROM pub.load "
                                "WHERE source_id = $source", {"source": case.source_id}).fetchone()
    workspace.close()
    if not results:
        return seconds, rows, ""
    (result,) = results
    return seconds, rows, result.message or f"{result.rows:,} figures"


def _unzipped(files: list[str], folder: Path) -> list[str]:
    """The files, with what is in a ZIP beside the ZIP's place in the list."""
    plain = []
    for file in files:
        if not zipfile.is_zipfile(file):
            plain.append(file)
            continue
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                plain.append(archive.extract(name, folder / Path(file).name))
    return plain


def _plain(case: Case, files: list[str]) -> float:
    """DuckDB reading the same bytes."""
    heads = {file: Path(file).read_bytes()[:400] for file in files}
    wanted = [file for file, head in heads.items()
              if (b'"value"' in head and Path(file).stat().st_size > 20_000
                  if case.plain == _JSON else head[:1] not in (b"{", b"["))]
    start = time.process_time()
    with duckdb.connect() as connection:
        if case.plain == _JSON:
            connection.execute(_JSON, {"files": wanted})
        else:
            # A table per file, because the columns of another file would be filled with nothing.
            for number, file in enumerate(wanted):
                connection.execute(_CSV.format(number=number), {"file": file})
        return time.process_time() - start


def _remembered(publisher: Publisher) -> Publisher:
    """Makes every answer once, so that the second visit does not measure the making."""
    known: dict[str, Reply] = {}

    def answer(request: Request) -> Reply:
        address = f"{request.path} {request.query}"
        if address not in known:
            known[address] = publisher(request)
        return known[address]

    return answer


def _in_processes(number: int, size: int) -> Found:
    """The server in one process, the case in another."""
    here = [sys.executable, "-m", "tests.bench.refresh"]
    server = subprocess.Popen([*here, "--serve", str(number), str(size)], cwd=ROOT, text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with server:
        assert server.stdin and server.stdout
        url = server.stdout.readline().strip()
        done = subprocess.run([*here, "--measure", str(number), str(size), url], cwd=ROOT,
                              stdout=subprocess.PIPE, text=True, check=True)
        server.stdin.close()
    return json.loads(done.stdout)


def _together(national: list[Found]) -> Found:
    """A refresh of all of them: what they took added up, and the highest peak."""
    summed = {name: sum(float(found[name]) for found in national)
              for name in ("rows", "megabytes", "fetch", "reading", "plain", "again")}
    return {**summed, "peak": max(float(found["peak"]) for found in national), "outcome": ""}


def _told(found: Found) -> list[str]:
    """The cells of one row, from ``rows`` on."""
    ratio = float(found["reading"]) / float(found["plain"])
    return [f"{found['rows']:,.0f}", *(f"{found[name]:.1f}" for name in ("megabytes", "fetch")),
            *(f"{found[name]:.2f}" for name in ("reading", "plain")), f"{ratio:.1f}",
            f"{found['again']:.1f}", f"{found['peak']:.0f}", str(found["outcome"])]


def main(wanted: list[str]) -> None:
    """Run every case at all its sizes and print the table."""
    table = Table("source", "size", "rows", "MB", "fetch (s)", "reading (s)", "plain read (s)",
                  "ratio", "again (s)", "peak (MB)", "outcome")
    national = []
    for number, case in enumerate(CASES):
        if wanted and not any(part in case.name for part in wanted):
            continue
        for size in case.sizes:
            found = _in_processes(number, size)
            if size == 1:
                national.append(found)
            table.add_row(case.name, f"{size}x", *_told(found))
    if len(national) > 1:
        table.add_section()
        table.add_row("all of these", "1x", *_told(_together(national)))
    Console(width=None if sys.stdout.isatty() else 140).print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        with serve(_remembered(CASES[int(sys.argv[2])].publisher(int(sys.argv[3])))) as replay:
            print(replay.url, flush=True)
            sys.stdin.read()  # until the other end closes
    elif sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(CASES[int(sys.argv[2])], int(sys.argv[3]), sys.argv[4])))
    else:
        main(sys.argv[1:])
