"""``python -m tests.bench.country``: the command ``refresh``, from publishers of national size.

Runs ``python -m etl refresh`` as an analyst does, with the catalogue's own expectations, against
the made-up country of ``tests/wire/nation.py``: into an empty folder, once more when nothing has
changed, and offline. Prints how long each took, how much memory it had at its highest, and that
as a part of the gigabyte that it may take. About five minutes.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from store.connection import ROOT
from tests.wire import kiesmbo, skdb

_RUNS = {"first": (), "again, nothing new": (), "offline": ("--offline",)}
_GIGABYTE = 1024 ** 2  # in kB, as the system counts memory


def refreshed(folder: Path, options: list[str]) -> tuple[int, float, int]:
    """Exit code, seconds and peak memory (kB) of one refresh in a process of its own."""
    secrets = {"KIESMBO_KEY": kiesmbo.KEY, "SKDB_TOKEN": skdb.TOKEN}
    places = {"OUTLOOK_STORE": str(folder / "outlook.duckdb"),
              "OUTLOOK_CACHE": str(folder / "cache")}
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "etl", "refresh", "--quiet", *options],
                               cwd=ROOT, env={**os.environ, **places, **secrets})
    _, status, used = os.wait4(process.pid, 0)
    return os.waitstatus_to_exitcode(status), time.perf_counter() - start, used.ru_maxrss


def main() -> None:
    """Serve the country, refresh from it three times, and print the table."""
    table = Table("refresh", "exit code", "seconds", "peak (MB)", "of 1 GB", "store (MB)")
    with tempfile.TemporaryDirectory() as folder, subprocess.Popen(
            [sys.executable, "-m", "tests.wire"], cwd=ROOT, text=True,
            stdout=subprocess.PIPE) as servers:
        assert servers.stdout
        command = next(line for line in servers.stdout if "refresh" in line)
        options = shlex.split(command.partition("refresh")[2])
        for name, more in _RUNS.items():
            code, seconds, peak = refreshed(Path(folder), [*options, *more])
            store = (Path(folder) / "outlook.duckdb").stat().st_size / 1e6
            table.add_row(name, str(code), f"{seconds:.0f}", f"{peak / 1024:.0f}",
                          f"{peak / _GIGABYTE:.2f}", f"{store:.0f}")
        servers.terminate()
    Console(width=None if sys.stdout.isatty() else 140).print(table)


if __name__ == "__main__":
    main()
