"""DUO's open data portal (CKAN 2.11): a dataset has resources, and a resource has a table.

What a table costs: ``package_show`` for the dataset, ``datastore_search?limit=0`` for the
columns and the number of rows, and ``/datastore/dump/{id}`` for the rows. The portal writes the
dump while it reads, so one that breaks off half-way still ends with 200: the rows are counted.
When the dump cannot be had whole, the rows are asked in pages; a page holds at most 32,000 rows
whatever was asked, so the total decides when the last one is there.

The column ``_id`` is the portal's own and is dropped. The ``url`` of a resource is used only
when it has no table, and never when it points to another host than the portal. How a table lies
in the source's folder is told in ``duo_tables``.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from etl.errors import DataError
from etl.fetching import Fetching
from etl.net.client import Validate
from etl.net.validate import not_html
from etl.sources.duo_tables import ADVICE, About, Table, as_csv, choose_columns, key

PAGE = 32_000
HOST = "onderwijsdata.duo.nl"
_ACTION = "api/3/action"
_UNKNOWN_LICENCE = {"", "notspecified", "other-open", "other-at", "other-closed"}
# Free text may be long; the standard limit of the reader is 128 kB per field.
csv.field_size_limit(1 << 24)
_KEEPS = "Try again later; the figures of the last good refresh stay."


def fetch_table(fetching: Fetching, table: Table) -> About:
    """Fetch one table into the folder; raises DataError when it cannot be had whole."""
    package = show_package(fetching, table.package)
    found = pick(package.get("resources") or [], table.resource, table.package)
    resource = found[0]
    if len(found) > 1:
        fetching.note(f"{table.package}: {len(found)} files have the words «{table.resource}» in "
                      f"their name; the newest was used, «{resource.get('name')}»")
    names, rows = _rows(fetching, table, resource)
    chosen = choose_columns(table, names)
    known = set(map(key, (*chosen.values(), *table.unused)))
    if new := sorted(name for name in names if name != "_id" and key(name) not in known):
        fetching.note(f"{table.package}: new columns that are not used: {', '.join(new)}")
    about = About(
        package=table.package, resource_id=resource["id"], resource=str(resource.get("name")),
        modified=str(package.get("metadata_modified") or resource.get("last_modified") or ""),
        licence=_licence(fetching, package), notes=str(package.get("notes") or ""),
        rows=len(rows), columns=tuple(chosen),
    )
    places = [names.index(column) for column in chosen.values()]
    fetching.write(f"{table.name}.csv", as_csv(chosen, ([row[place] for place in places]
                                                        for row in rows)))
    fetching.write(f"{table.name}.json", json.dumps(asdict(about), sort_keys=True))
    return about


def show_package(fetching: Fetching, package: str) -> dict[str, Any]:
    """What the portal says of a dataset: notes, licence, day of change, ``resources``."""
    return _action(fetching, "package_show", f"{package}.package.json", {"id": package})


def pick(
    resources: Iterable[Mapping[str, Any]], words: str, package: str
) -> list[dict[str, Any]]:
    """The resources whose name has all these words, newest first; a DataError without any."""
    parts = words.split()
    wanted = {word for word in parts if not word.startswith("-")}
    refused = {word.removeprefix("-") for word in parts} - wanted
    found = []
    for resource in resources:
        named = set(re.findall(r"[a-z0-9]+", str(resource.get("name") or "").lower()))
        if resource.get("id") and wanted <= named and not refused & named:
            found.append(dict(resource))
    if not found:
        raise DataError(f"no file has a name with these words: {words}.", file=package,
                        advice=ADVICE)
    return sorted(found, reverse=True, key=lambda item: (
        str(item.get("last_modified") or item.get("created") or ""),
        -int(item.get("position") or 0)))


def _action(
    fetching: Fetching, action: str, name: str, params: Mapping[str, str]
) -> dict[str, Any]:
    """The result of an action, out of CKAN's envelope."""
    answer = fetching.json(f"{_ACTION}/{action}", name, params=params)
    result = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(result, dict) or answer.get("success") is not True:
        raise DataError("this is not an answer of CKAN.", file=fetching.url(action, params),
                        advice="Look at onderwijsdata.duo.nl; the address may have moved.")
    return result


def _rows(
    fetching: Fetching, table: Table, resource: Mapping[str, Any]
) -> tuple[list[str], list[list[Any]]]:
    """Names and rows of a resource: its dump, else its pages, else its file."""
    resource_id = str(resource["id"])
    try:
        described = _action(fetching, "datastore_search", f"{table.name}.columns.json",
                            {"resource_id": resource_id, "limit": "0"})
    except DataError as error:
        if "answered 404" not in error.problem:
            raise
        fetching.note(f"{table.package}: no table behind «{resource.get('name')}», so its file "
                      "was used and its rows could not be counted")
        return _file(fetching, table, resource)
    names = [str(field["id"]) for field in described.get("fields") or []]
    wanted = list(choose_columns(table, names).values())
    total = int(described.get("total") or 0)
    try:
        return names, _dump(fetching, table, resource_id, names, wanted, total)
    except DataError as error:
        fetching.note(f"{table.package}: the dump could not be used ({error.problem}), so the "
                      "rows were asked in pages")
    return names, _pages(fetching, table, resource_id, names, wanted)


def _dump(
    fetching: Fetching, table: Table, resource_id: str, names: list[str], wanted: list[str],
    total: int,
) -> list[list[Any]]:
    check = whole_table(wanted, total)
    path = fetching.get(f"datastore/dump/{resource_id}", f"{table.name}.dump.csv",
                        params={"format": "csv", "fields": ",".join(wanted)}, validate=check)
    # An answer from the cache was whole when it came, but the table may have grown since.
    if problem := check(path):
        raise DataError(problem, file=table.package)
    header, rows = _parsed(path)
    return _spread(names, header, rows)


def whole_table(wanted: Sequence[str], total: int) -> Validate:
    """A check that a dump has these columns and as many rows as the portal says."""
    def check(path: Path) -> str | None:
        problem = not_html(path)
        if problem:
            return problem
        try:
            header, rows = _parsed(path)
        except (csv.Error, UnicodeDecodeError):
            return "the table was cut off in the middle of a row"
        if missing := [name for name in wanted if name not in header]:
            return f"the table has no column {missing[0]}"
        if len(rows) != total or any(len(row) != len(header) for row in rows[-1:]):
            return f"the table was cut off: {len(rows)} of {total} rows"
        return None
    return check


def _parsed(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a csv file; blank lines are no rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file, strict=True) if row]
    return (rows[0], rows[1:]) if rows else ([], [])


def _spread(
    names: list[str], header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[list[Any]]:
    """Rows in the order of all names; a column that was not asked for is empty."""
    places = {name: place for place, name in enumerate(header)}
    order = [places.get(name) for name in names]
    return [[None if place is None or place >= len(row) else row[place] for place in order]
            for row in rows]


def _pages(
    fetching: Fetching, table: Table, resource_id: str, names: list[str], wanted: list[str]
) -> list[list[Any]]:
    records: list[dict[str, Any]] = []
    total = 1
    while len(records) < total:
        page = _action(fetching, "datastore_search", f"{table.name}.{len(records)}.json", {
            "resource_id": resource_id, "limit": str(PAGE), "offset": str(len(records)),
            "sort": "_id", "fields": ",".join(["_id", *wanted])})
        total = int(page.get("total") or 0)
        got = page.get("records") or []
        records += got
        if not got:
            break
    if len(records) != total:
        raise DataError(f"the pages hold {len(records)} of {total} rows.", file=table.package,
                        advice=_KEEPS)
    if len({record.get("_id") for record in records}) != len(records):
        raise DataError("a page came twice, so other rows are missing.", file=table.package,
                        advice=_KEEPS)
    return [[record.get(name) for name in names] for record in records]


def _file(
    fetching: Fetching, table: Table, resource: Mapping[str, Any]
) -> tuple[list[str], list[list[Any]]]:
    parts = urlsplit(str(resource.get("url") or ""))
    if parts.hostname != HOST:
        raise DataError(f"«{resource.get('name')}» has no table, and its file is on a host that "
                        "is not the portal.", file=table.package, advice=ADVICE)
    path = fetching.get(parts.path, f"{table.name}.file.csv")
    header, rows = _parsed(path)
    return header, _spread(header, header, rows)


def _licence(fetching: Fetching, package: Mapping[str, Any]) -> str:
    """The licence as CKAN names it; empty, and noted, when it names none."""
    found = str(package.get("license_id") or "").strip()
    if found.lower() in _UNKNOWN_LICENCE:
        fetching.note(f"{package.get('name')}: DUO names no licence")
        return ""
    return str(package.get("license_title") or found).strip()
