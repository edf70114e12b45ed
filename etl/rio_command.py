"""The verb ``rio``: what the register of DUO says now of one programme. The store is not used."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table

from etl.catalogue import load_hosts
from etl.errors import DataError
from etl.net.cache import Cache
from etl.net.client import Client, Patience
from etl.refresh_command import other_addresses
from etl.sources.rio_lod import InRio, Rio, look_up, programme_code
from store.connection import cache_path

MOST = 50


def add_options(verb: argparse.ArgumentParser) -> None:
    """Options of ``rio``."""
    verb.add_argument("code", metavar="CODE", help="crebo or isat code, e.g. 25180 or 34479")
    verb.add_argument("--most", type=int, default=MOST, metavar="N",
                      help=f"for how many offers to ask where they are (default {MOST})")
    verb.add_argument("--base-url", action="append", default=[], metavar="rio=URL",
                      help="another address for the register, e.g. rio=http://localhost:8080")


def show(options: argparse.Namespace, screen: Console) -> int:
    """``rio CODE``."""
    code = programme_code(options.code)
    if options.most < 0:
        raise DataError("--most must be 0 or more.")
    hosts = load_hosts()
    base_url = other_addresses(options.base_url, hosts).get("rio", hosts["rio"].url)
    client = Client(Cache(cache_path()), Patience(tries=3))
    today = date.today().isoformat()
    found = look_up(Rio(client, base_url), code, today, options.most)
    if options.json:
        print(json.dumps({"day": today, **found.as_record()}, ensure_ascii=False, indent=2))
    _print(found, today, screen)
    return 0


def _print(found: InRio, today: str, screen: Console) -> None:
    for row in found.programmes:
        load = f", {row['studielast']} {row['studielasteenheid']}" if row.get("studielast") else ""
        screen.print(f"{found.code} {row.get('volledigeNaam')} ({row.get('niveau')}{load}), "
                     f"{row.get('opleidingseenheidcode')}, in RIO on {today}", markup=False)
    if not found.programmes:
        screen.print(f"{found.code}: RIO names no programme under this recognition.")
    for row in found.recognitions:
        screen.print(f"recognised: {row.get('type')}, {row.get('opleidingsstelsel')}, by "
                     f"{row.get('erkenner')}, {_dates(row)}", markup=False)
    if not found.offered and not found.more:
        screen.print("RIO names no school that offers it today.")
        return
    if found.offered:
        table = Table("form", "provider", "town", "address", "language", "first intake", "until")
        for offer in sorted(found.offered, key=lambda item: (item.town or "", item.form or "")):
            table.add_row(offer.form, offer.provider, offer.town,
                          " ".join(filter(None, (offer.street, offer.postcode))), offer.language,
                          offer.first_intake, offer.last_intake)
        screen.print(table)
    if found.more:
        screen.print(f"{found.more} more offers; --most {found.more + len(found.offered)} asks "
                     "where those are too.")


def _dates(row: dict[str, Any]) -> str:
    """From when, until when, and the last day of intake, as far as they are given."""
    last = row.get("instroomEinddatum") or row.get("instroomeinddatum")
    parts = ((f"from {row['ingangsdatum']}" if row.get("ingangsdatum") else None),
             (f"until {row['einddatum']}" if row.get("einddatum") else None),
             (f"no new students after {last}" if last else None))
    return ", ".join(part for part in parts if part)
