"""The verbs ``diff``, ``history`` and ``rollback``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from etl.diff import Change, diff, summary
from etl.errors import DataError
from etl.keeping import KEPT, earlier, history, rollback
from etl.opened import opened_store
from etl.status import store_info
from store.connection import store_path

# Longer lists are cut off on the screen, with their count; --json gives all.
MOST = 20


def add_verbs(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Declare the three verbs."""
    compare = verb("diff", "show what moved between two stores")
    compare.add_argument("old", nargs="?", type=Path, metavar="OLD",
                         help="store to compare with (default: the previous one)")
    compare.add_argument("new", nargs="?", type=Path, metavar="NEW",
                         help="newer store (default: the present one)")
    verb("history", "list the stores that were published here")
    back = verb("rollback", "put an earlier store back; the present one is kept as .1")
    back.add_argument("--to", type=int, default=1, metavar="N", choices=range(1, KEPT + 1),
                      help=f"which of the earlier stores, 1 to {KEPT} (default 1)")


def show_diff(options: argparse.Namespace, screen: Console) -> int:
    """``diff [OLD [NEW]]``."""
    changes = diff(options.old or earlier(store_path(), 1), options.new or store_path())
    if options.json:
        print(json.dumps([vars(change) for change in changes], ensure_ascii=False, indent=2))
    if not changes:
        screen.print("Nothing moved.")
    print_changes(screen, changes)
    return 0


def print_changes(screen: Console, changes: Sequence[Change]) -> None:
    """Counts per kind, then the first of every kind."""
    for kind, rows in summary(changes).items():
        screen.print(f"{kind}: {rows:,}")
        chosen = [change for change in changes if change.kind == kind]
        table = Table("what", "of", "before", "after", "rows")
        for change in chosen[:MOST]:
            of = " ".join(filter(None, (
                change.indicator_id if change.indicator_id != change.subject else None,
                change.region_id,
                None if change.years_after is None else f"{change.years_after:g} years after",
            )))
            table.add_row(change.subject, of, change.before or "", change.after or "",
                          f"{change.rows:,}")
        screen.print(table)
        if len(chosen) > MOST:
            screen.print(f"... and {len(chosen) - MOST:,} more; --json gives all.")


def show_history(options: argparse.Namespace, screen: Console) -> int:
    """``history``."""
    with opened_store() as store:
        records = history(store)
    if options.json:
        print(json.dumps(records, ensure_ascii=False, indent=2, default=str))
    table = Table("number", "made (UTC)", "by", "data version", "rules", "programmes",
                  "known figures", "moved")
    for record in records:
        table.add_row(*("" if value is None else f"{value:,}" if isinstance(value, int)
                        else str(value) for value in record.values()))
    screen.print(table)
    for number in range(1, KEPT + 1):
        if earlier(store_path(), number).is_file():
            screen.print(f"rollback --to {number}: {earlier(store_path(), number)}",
                         markup=False)
    return 0


def go_back(options: argparse.Namespace, screen: Console) -> int:
    """``rollback [--to N]``."""
    if not store_path().parent.is_dir():
        raise DataError("there is no store yet.", file=str(store_path()),
                        advice="Make it with «python -m etl build».")
    path = rollback(store_path(), options.to)
    with opened_store() as store:
        info = store_info(store)
    if options.json:
        print(json.dumps(info, indent=2))
    screen.print(f"Store {path} is the one of {info['made_at']} UTC again, data version "
                 f"{info['data_version']}. «python -m etl rollback» undoes this.")
    return 0
