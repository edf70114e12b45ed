"""``python -m tests.bench``: how long the main steps take, as ratios to a plain read.

The unit is the time DuckDB needs to read the Parquet files of the snapshot once, so that the
ratios say something on any machine.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from etl.crisis.engine import by_key
from etl.crisis.programme import compute_programmes
from etl.derive.crises import programme_links, read_inputs
from etl.publish import build
from explorer.distance import read_towns
from explorer.figures import FigureBook
from explorer.outlook import answers, filter_values
from explorer.programmes import all_programmes
from explorer.search import Query
from explorer.search_data import build_searcher
from explorer.similar import read_links, similar
from explorer.store import connect
from store.connection import REFERENCE, SNAPSHOT, open_store

RUNS = 5


def measure(step: Callable[[], object]) -> float:
    """Median seconds of a few runs after a warm-up."""
    step()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Measure every step and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "outlook.duckdb"
        steps = {"read the snapshot's Parquet (the unit)": read_snapshot,
                 "build a store from the snapshot": lambda: build(path)}
        build(path)
        steps |= store_steps(path)
        seconds = {name: measure(step) for name, step in steps.items()}
    unit = seconds["read the snapshot's Parquet (the unit)"]
    table = Table("step", "seconds", "times a plain read")
    for name, value in seconds.items():
        table.add_row(name, f"{value:.3f}", f"{value / unit:.1f}")
    Console().print(table)


def read_snapshot() -> None:
    """Every Parquet file of the snapshot into memory, once."""
    with duckdb.connect() as connection:
        for file in sorted(SNAPSHOT.glob("*.parquet")):
            connection.read_parquet(str(file)).to_arrow_table()


def store_steps(path: Path) -> dict[str, Callable[[], object]]:
    """What pages and analysts do with a store."""
    store = connect(path)
    programmes = all_programmes(store)
    book = FigureBook.of(store)
    searcher = build_searcher(store, programmes, read_towns(store), filter_values(store, "pay"),
                              filter_values(store, "work"))
    links = read_links(store)
    page = list(programmes.values())[:15]
    one = page[0]

    def crises() -> object:
        with open_store(path) as connection:
            inputs = read_inputs(connection, REFERENCE / "crisis")
            effects = inputs.sectors()
            return compute_programmes(programme_links(connection), by_key(effects),
                                      inputs.register, inputs.rules)

    return {
        "all crisis tags: industries, crises, programmes": crises,
        "all programmes with their places": lambda: all_programmes(store),
        "search «verpleegkuned»": lambda: searcher.search(Query("verpleegkuned")),
        "figures of a page of results": lambda: answers(book, page),
        "look-alikes of a programme": lambda: similar(one, programmes, links),
    }


if __name__ == "__main__":
    main()
