"""The command line: verbs, options, exit codes. Every verb returns 0 only when all is well."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from etl import keeping_command, load_command, refresh_command, rio_command
from etl.attempts import tell_attempts
from etl.checks import CheckResult, run_checks
from etl.crisis_command import CrisisQuestion, derivation, proposals, quarter, sector_table
from etl.dictionary import dictionary
from etl.diff import summary
from etl.errors import DataError, interrupted
from etl.keeping import earlier
from etl.lost_links import lost_links
from etl.opened import opened_store
from etl.own.columns import FILE
from etl.own.template import write_template
from etl.publish import Published, build
from etl.snapshot import write_snapshot
from etl.status import not_loaded, refreshed, source_status, store_info, table_counts
from store.connection import REFERENCE, SNAPSHOT, store_path

EXAMPLES = """examples:
  python -m etl build                        make the store from data/snapshot (offline)
  python -m etl load --from ~/downloads      make the store from publishers' files in a folder
  python -m etl template                     write an empty file for your own figures
  python -m etl refresh                      fetch what is new from the publishers
  python -m etl refresh --only cbs           only the tables of CBS
  python -m etl rio 25180                    what the register RIO says now of one programme
  python -m etl check                        run all quality checks on the store
  python -m etl status                       what is in the store, how old it is
  python -m etl snapshot                     write the publisher tables to data/snapshot
  python -m etl crisis --explain I           how the tag of an industry came about
  python -m etl crisis --as-of 2020Q4        what could be said at the end of 2020
  python -m etl diff                         what moved since the previous store
  python -m etl history                      which stores were published here
  python -m etl rollback                     put the previous store back
  python -m etl dictionary > DICTIONARY.md   describe every table and column

The store is data/outlook.duckdb, or the file that the variable OUTLOOK_STORE names.
"""


def parser() -> argparse.ArgumentParser:
    """The argument parser; also used by the test that guards the README."""
    result = argparse.ArgumentParser(
        prog="python -m etl",
        description="Open data in, one honest store out.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--quiet", action="store_true", help="print only errors")
    common.add_argument("--json", action="store_true", help="print the result as JSON")
    verbs = result.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, text: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, help=text, description=text, parents=[common])

    verb("build", "make the store from the embedded snapshot (offline)")
    load = verb("load", "make the store from publishers' files in a folder, or add own figures")
    load.add_argument("--from", dest="folder", type=Path, required=True, metavar="DIR",
                      help="folder with the publishers' files, or with eigen-cijfers.csv")
    template = verb("template", "write an empty file for figures of your own, with explanation")
    template.add_argument("file", type=Path, nargs="?", default=Path(FILE), metavar="FILE",
                          help=f"file or folder (default {FILE} in this folder)")
    refresh_command.add_options(verb("refresh", "fetch every live source from its publisher"))
    rio_command.add_options(verb("rio", "show what RIO says now of one programme"))
    snapshot = verb("snapshot", "write the store's publisher tables to data/snapshot")
    snapshot.add_argument("--to", type=Path, default=SNAPSHOT, metavar="DIR",
                          help="another folder than data/snapshot")
    verb("check", "run all quality checks; fails when a check of level error fails")
    verb("status", "show every source: edition, reference dates, rows, age, licence, warnings")
    crisis = verb("crisis", "compute the crisis effects again and show the numbers behind them")
    crisis.add_argument("--as-of", metavar="2020Q4", help="use only what was known after then")
    crisis.add_argument("--crisis", metavar="ID", help="one crisis, e.g. corona_2020")
    crisis.add_argument("--explain", metavar="WHAT",
                        help="the whole derivation of an industry (I, 389100) or a programme "
                             "(crebo:25180)")
    keeping_command.add_verbs(verb)
    verb("dictionary", "print the data dictionary as Markdown")
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Exit code 0: all is well; 1: something is wrong; 2: wrong arguments."""
    options = parser().parse_args(arguments)
    # Redirected output is not cut to the width of a terminal that is not there.
    width = None if sys.stdout.isatty() else 160
    screen = Console(quiet=options.quiet or options.json, highlight=False, width=width)
    try:
        return _VERBS[options.verb](options, screen)
    except DataError as error:
        print(f"error: {error}", file=sys.stderr)
    except BrokenPipeError:
        return 0
    except OSError as error:  # whatever the verbs do not foresee, as a folder one may not enter
        place = f"{error.filename}: " if error.filename else ""
        print(f"error: {place}{error.strerror or error}. Check who may read and write there.",
              file=sys.stderr)
    except (KeyboardInterrupt, RuntimeError) as error:
        if not interrupted(error):
            raise
        print("stopped; the old store is still in place.", file=sys.stderr)
    return 1


def _build(options: argparse.Namespace, screen: Console) -> int:
    results = build(store_path())
    return _published(options, screen, results)


def _load(options: argparse.Namespace, screen: Console) -> int:
    return _published(options, screen, load_command.run(options.folder, screen, store_path()))


def _template(options: argparse.Namespace, screen: Console) -> int:
    path = write_template(options.file)
    _print_json(options, {"template": str(path)})
    screen.print(f"Template written to {path}: it explains itself on its first lines.")
    return 0


def _refresh(options: argparse.Namespace, screen: Console) -> int:
    results, published = refresh_command.run(options, screen, store_path())
    code, end = 0, "Nothing new: the store stays as it is."
    if published is not None and options.dry_run:
        _print_checks(screen, [check for check in published.checks if not check.ok])
        keeping_command.print_changes(screen, published.changes)
        end = "Dry run: the store stays as it is."
    elif published is not None:
        code, end = _exit_code(published.checks), _told(screen, published)[1]
    # The row per source comes last, because what moved may be more than a screen.
    screen.print(refresh_command.summary(results))
    _print_json(options, refresh_command.records(results))
    failed = refresh_command.complain(results)
    screen.print(end)
    return max(code, int(failed))


def _snapshot(options: argparse.Namespace, screen: Console) -> int:
    with opened_store() as store:
        manifest = write_snapshot(store, options.to)
    size = sum(path.stat().st_size for path in options.to.glob("*.parquet"))
    _print_json(options, manifest)
    screen.print(f"Snapshot of {len(manifest['tables'])} tables in {options.to}, "
                 f"{size / 1e6:.1f} MB.")
    return 0


def _check(options: argparse.Namespace, screen: Console) -> int:
    with opened_store() as store:
        results = run_checks(store)
    results.append(lost_links(store_path(), earlier(store_path(), 1)))
    _print_json(options, [vars(result) for result in results])
    _print_checks(screen, results)
    return _exit_code(results)


def _status(options: argparse.Namespace, screen: Console) -> int:
    with opened_store() as store:
        info = store_info(store)
        records = source_status(store, date.today())
        tell_attempts(records, store_path(), info["data_version"])
        missing = not_loaded(store)
        counts = table_counts(store)
    _print_json(options, {"store": info, "tables": counts, "sources": records,
                          "not_loaded": missing})
    screen.print(f"Store {store_path()}, data version {info['data_version']}, made "
                 f"{info['made_at']} UTC by {info['made_by']}.")
    table = Table("source", "publisher, table", "edition", "figures speak of", "rows read",
                  "left out", "age (days)", "refresh", "licence", "warnings")
    for record in records:
        table.add_row(
            record["source_id"], f"{record['publisher']} {record['table_id'] or ''}".strip(),
            record["edition"], f"{record['reference_start']} to {record['reference_end']}",
            str(record["rows_read"]), str(record["rows_left_out"]), str(record["age_days"]),
            refreshed(record), record["licence"],
            "; ".join(filter(None, [*record["warnings"], record["message"]])),
        )
    screen.print(table)
    for source_id, outcome, message in missing:
        screen.print(f"no figures of {source_id} ({outcome}): {message}", markup=False)
    screen.print(" ".join(f"{name} {rows:,}" for name, rows in counts.items()))
    return 0


def _crisis(options: argparse.Namespace, screen: Console) -> int:
    question = CrisisQuestion(
        as_of=quarter(options.as_of) if options.as_of else None,
        crisis=options.crisis,
        explained=options.explain,
    )
    folder = REFERENCE / "crisis"
    with opened_store() as store:
        if question.explained:
            lines = derivation(store, folder, question)
            _print_json(options, lines)
            screen.print("\n".join(lines), markup=False, soft_wrap=True)
            return 0
        records = sector_table(store, folder, question)
        trigger = proposals(store, folder)
    _print_json(options, records)
    table = Table("crisis", "industry", "effect", "A", "rel", "Jm", "recovery", "confidence")
    for record in records:
        table.add_row(
            str(record["crisis"]), str(record["industry"]),
            f"{record['effect']}{' (provisional)' if record['provisional'] else ''}",
            *(_percent(record[name]) for name in ("A", "rel", "Jm")),
            " ".join(filter(None, (str(record["recovery"]), str(record["since"] or "")))),
            str(record["confidence"]),
        )
    screen.print(table)
    for line in trigger:
        screen.print(line, markup=False)
    return 0


def _percent(value: Any) -> str:
    return "?" if value is None else f"{100 * value:+.1f} %"


def _dictionary(options: argparse.Namespace, screen: Console) -> int:
    del screen
    with opened_store() as store:
        text = dictionary(store)
    if not options.quiet:
        print(json.dumps({"markdown": text}) if options.json else text, end="")
    return 0


_VERBS = {
    "build": _build,
    "load": _load,
    "template": _template,
    "refresh": _refresh,
    "rio": rio_command.show,
    "snapshot": _snapshot,
    "check": _check,
    "status": _status,
    "crisis": _crisis,
    "dictionary": _dictionary,
    "diff": keeping_command.show_diff,
    "history": keeping_command.show_history,
    "rollback": keeping_command.go_back,
}


def _published(
    options: argparse.Namespace, screen: Console, published: Published
) -> int:
    record, end = _told(screen, published)
    _print_json(options, record)
    screen.print(end)
    return _exit_code(published.checks)


def _told(screen: Console, published: Published) -> tuple[dict[str, Any], str]:
    """Show what was left out and what moved; returns it for a program, and the last sentence."""
    with opened_store() as store:
        counts = table_counts(store)
        info = store_info(store)
        left_out = store.execute(
            "SELECT source_id, file, rows, reason, first_line FROM left_out ORDER BY ALL"
        ).fetchall()
    size = store_path().stat().st_size
    for source_id, file, rows, reason, line in left_out:
        screen.print(f"left out: {rows} row(s) of {file} ({source_id}), {reason}; first: line "
                     f"{line}")
    _print_checks(screen, [result for result in published.checks if not result.ok])
    keeping_command.print_changes(screen, published.changes)
    return (
        {"store": info, "tables": counts, "bytes": size,
         "checks": [vars(result) for result in published.checks],
         "changes": summary(published.changes)},
        f"Store {store_path()} is in place: data version {info['data_version']}, "
        f"{size / 1e6:.1f} MB, {counts['programme']:,} programmes, {counts['figure']:,} figures.",
    )


def _print_checks(screen: Console, results: Sequence[CheckResult]) -> None:
    if not results:
        return
    table = Table("check", "level", "result", "detail")
    for result in results:
        table.add_row(result.name, result.level, "ok" if result.ok else "FAILS", result.detail)
    screen.print(table)


def _exit_code(results: Sequence[CheckResult]) -> int:
    return int(any(not result.ok and result.level == "error" for result in results))


def _print_json(options: argparse.Namespace, value: Any) -> None:
    if options.json:
        print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
