"""The way to a CBS table: fetch its description and its cells, and read both back.

``fetch`` of a connector calls ``fetch_table`` and ``fetch_cells``; ``read`` calls ``read_table``
and ``read_cells``. What came is counted against the publisher's own count, because a page that is
missing or came twice gives figures that look right.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading, Wanted
from etl.net.validate import whole_json
from etl.sources import cbs_odata_v3, cbs_odata_v4
from etl.sources.cbs_odata import CbsTable, Dimension, Measure, Selection, slices

_WIRE = {"v3": cbs_odata_v3, "v4": cbs_odata_v4}
# IIS refuses a query string of more than 2,048 characters; the rest is for the other options.
_LONGEST_FILTER = 1_500
_PLAIN = {"Accept": "*/*"}
_REFUSES_JSON = "the publisher refuses the header Accept: application/json"
_JSON = {"Accept": "application/json"}


def wire_of(options: Mapping[str, Any]) -> ModuleType:
    """The module that knows the wire of the source's ``api`` (v3 unless it says v4)."""
    return _WIRE[options.get("api", "v3")]


def fetch_table(fetching: Fetching) -> CbsTable:
    """Fetch what the table of ``options["table"]`` holds into ``about-*.json``."""
    wire = wire_of(fetching.options)
    pages: dict[str, Any] = {}
    for name in wire.first_pages():
        pages[name] = _page(fetching, name)
    for name in wire.optional_pages():
        with suppress(DataError):
            pages[name] = _page(fetching, name)
    try:
        for name in wire.member_pages(pages):
            pages[name] = _page(fetching, name)
        return wire.described(fetching.options["table"], pages)
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"its description is not the one we know ({error!r}).",
                        file=fetching.options["table"],
                        advice="CBS may have changed its open data; look at the table.") from error


def read_table(reading: LiveReading) -> CbsTable:
    """The table as it was described when it was fetched."""
    pages = {path.stem.removeprefix("about-"): json.loads(path.read_text(encoding="utf-8-sig"))
             for path in sorted(reading.folder.glob("about-*.json"))}
    return wire_of(reading.options).described(reading.options["table"], pages)


def _page(fetching: Fetching, name: str) -> Any:
    wire = wire_of(fetching.options)
    path = f"{_root(fetching)}/{name}"
    file = f"about-{name}.json"
    try:
        return fetching.json(path, file, params=wire.FORMAT)
    except DataError as error:
        if "answered 406" not in error.problem:
            raise
        fetching.note(_REFUSES_JSON)
        return fetching.json(path, file, params=wire.FORMAT, headers=_PLAIN)


def _root(fetching: Fetching) -> str:
    return wire_of(fetching.options).root(fetching.options["table"],
                                          fetching.options.get("door", ""))


def fetch_cells(
    fetching: Fetching, table: CbsTable, selection: Selection,
    measures: tuple[Measure, ...] = (),
) -> int:
    """Fetch the cells of a selection into ``cells-*.json``; returns how many rows came.

    Raises DataError when rows are missing or came twice, or a column is not there.
    """
    wire = wire_of(fetching.options)
    many = 1
    if wire is cbs_odata_v4 and measures:
        selection, many = cbs_odata_v4.of_measures(selection, measures), len(measures)
    parts = slices(table, selection, wire.LIMIT // many, _length(wire), _LONGEST_FILTER)
    wanted = [Wanted(f"{_root(fetching)}/{wire.DATA}", f"cells-{number:04d}.json",
                     _options(wire, part)) for number, part in enumerate(parts, start=1)]
    counted = _Counted(wire, table)
    for path in fetching.get_all(wanted, headers=_accept(fetching), validate=_a_page):
        following, number = counted.take(path), 1
        while following:
            number += 1
            if number > 1000:
                raise DataError("the pages do not end.", file=table.table_id)
            path = fetching.get(following, f"{path.stem.split('.')[0]}.{number:04d}.json",
                                headers=_accept(fetching), validate=_a_page)
            following = counted.take(path)
    counted.check(_publishers_count(fetching, wire, selection, counted), fetching)
    return counted.rows


def _accept(fetching: Fetching) -> Mapping[str, str]:
    return _PLAIN if _REFUSES_JSON in fetching.met else _JSON


def _length(wire: ModuleType) -> Any:
    return lambda selection: len(urlencode({"$filter": wire.condition(selection)}))


def _options(wire: ModuleType, selection: Selection) -> dict[str, str]:
    options = dict(wire.FORMAT)
    if selection:
        options["$filter"] = wire.condition(selection)
    if wire.COUNT_IN_PAGE:
        options["$count"] = "true"
    return options


def _a_page(path: Path) -> str | None:
    """Whole JSON with rows; CBS tells an error as ``odata.error`` or ``error``."""
    try:
        page = json.loads(path.read_bytes())
    except ValueError:
        return whole_json(path)
    if isinstance(page, dict) and isinstance(page.get("value"), list):
        return None
    error = page.get("odata.error") or page.get("error") if isinstance(page, dict) else None
    message = (error or {}).get("message") if isinstance(error, dict) else None
    said = message.get("value") if isinstance(message, dict) else message
    return f"the publisher gave an error instead of rows ({said or 'no message'})"


class _Counted:
    """Counts rows over all pages, and notices rows that came twice and columns that are gone."""

    def __init__(self, wire: ModuleType, table: CbsTable) -> None:
        self.wire = wire
        self.table = table
        self.rows = 0
        self.told: int | None = None
        self.strange: set[str] = set()
        self._seen: set[object] = set()

    def take(self, path: Path) -> str | None:
        """Count a page; returns the address of the page that follows, if any."""
        content = path.read_bytes()
        page = json.loads(content)
        if content.startswith(codecs.BOM_UTF8):
            path.unlink()  # the bytes in the cache stay as they came
            path.write_bytes(content.removeprefix(codecs.BOM_UTF8))
        found = self.wire.rows(page)
        if found:
            self._columns(found[0])
        self.rows += len(found)
        self._seen.update(row.get(self.wire.ROW_ID) for row in found)
        if self.wire.COUNT_IN_PAGE in page:
            self.told = (self.told or 0) + int(page[self.wire.COUNT_IN_PAGE])
        return page.get(self.wire.NEXT)

    def _columns(self, row: Mapping[str, Any]) -> None:
        expected = set(self.wire.columns(self.table))
        for column in self.wire.columns(self.table):
            if column not in row:
                raise DataError("this column is missing.", file=self.table.table_id,
                                column=column, advice="CBS may have renamed it.")
        self.strange |= set(row) - expected

    def check(self, told: int | None, fetching: Fetching) -> None:
        """Stop when rows are missing or came twice; note what could not be checked."""
        if self.rows == 0:
            raise DataError("the publisher gave no rows.", file=self.table.table_id,
                            advice="Members or keys may have changed; look at the table.")
        if len(self._seen) < self.rows:
            raise DataError(f"{self.rows - len(self._seen)} rows came twice.",
                            file=self.table.table_id, advice="Try again later.")
        if told is None:
            fetching.note(f"{self.table.table_id}: no count of its rows came from the publisher, "
                          "so that none is missing could not be checked")
        elif told != self.rows:
            raise DataError(f"{self.rows} rows came where the publisher counts {told}.",
                            file=self.table.table_id,
                            advice="A page is missing; try again later.")
        for column in sorted(self.strange):
            fetching.note(f"{self.table.table_id} has a column that it does not describe: "
                          f"{column}")


def _publishers_count(
    fetching: Fetching, wire: ModuleType, selection: Selection, counted: _Counted
) -> int | None:
    """How many rows the publisher says there are; None when it does not say."""
    if wire.COUNT_IN_PAGE:
        return counted.told
    condition = wire.condition(selection)
    if len(urlencode({"$filter": condition})) > _LONGEST_FILTER:
        return None
    try:
        path = fetching.get(f"{_root(fetching)}/{wire.DATA}/$count", "count.txt",
                            params={"$filter": condition} if condition else None,
                            headers=_PLAIN)
        return int(path.read_text(encoding="utf-8-sig").strip())
    except (DataError, ValueError):
        return None


def read_cells(
    reading: LiveReading, name: str, table: CbsTable, dimensions: Mapping[str, Dimension],
    measures: Mapping[str, Measure], *, numbers: bool = True,
) -> None:
    """``stage.<name>``: one row per cell and measure.

    Columns: ``line``, one per entry of ``dimensions`` (our name -> key without padding),
    ``measure`` (our name), ``text`` (as published), ``value`` and ``missing_reason``: blank means
    that the figure cannot occur, a dot that CBS does not give it. Without ``numbers`` the cells
    hold names, and only ``text`` is of use.
    """
    if wire_of(reading.options) is cbs_odata_v4:
        _read_v4(reading, name, dimensions, measures)
    else:
        _read_v3(reading, name, dimensions, measures)
    _leave_out_unknown_keys(reading, name, dimensions)
    if numbers:
        reading.require(name, "text", "coalesce(value, number_point(text))", "a number")


def _read_v3(
    reading: LiveReading, name: str, dimensions: Mapping[str, Dimension],
    measures: Mapping[str, Measure],
) -> None:
    keys = [*(item.key for item in dimensions.values()), *(item.key for item in measures.values())]
    page = f"{name}_page"
    reading.json_rows(page, "cells-*.json", dict.fromkeys(keys, "VARCHAR"), inside="value")
    reading.files[name] = reading.files.pop(page)
    ours = ", ".join(f'trim("{item.key}") AS "{ours}"' for ours, item in dimensions.items())
    each = " UNION ALL ".join(
        f"SELECT line, {ours}, '{name_}' AS measure, \"{item.key}\" AS text "
        f"FROM stage.{page}" for name_, item in measures.items())
    reading.connection.execute(
        f"CREATE OR REPLACE TABLE stage.{name} AS SELECT *, number_point(text) AS value, "
        f"missing_mark_reason(text) AS missing_reason FROM ({each})")
    reading.connection.execute(f"DROP TABLE stage.{page}")
    reading.files[name].rows_read *= len(measures)


def _read_v4(
    reading: LiveReading, name: str, dimensions: Mapping[str, Dimension],
    measures: Mapping[str, Measure],
) -> None:
    columns = {"Measure": "VARCHAR", "Value": "DOUBLE", "ValueAttribute": "VARCHAR",
               "StringValue": "VARCHAR", **{item.key: "VARCHAR" for item in dimensions.values()}}
    reading.json_rows(name, "cells-*.json", columns, inside="value")
    ours = ", ".join(f'trim("{item.key}") AS "{ours}"' for ours, item in dimensions.items())
    cases = " ".join(f"WHEN '{item.key}' THEN '{ours}'" for ours, item in measures.items())
    reading.connection.execute(
        f"""
        CREATE OR REPLACE TABLE stage.{name} AS
        SELECT line, {ours}, CASE "Measure" {cases} END AS measure,
            coalesce("StringValue", CAST("Value" AS VARCHAR)) AS text, "Value" AS value,
            CASE WHEN "Value" IS NOT NULL THEN NULL
                 WHEN lower("ValueAttribute") SIMILAR TO '.*(impossible|onmogelijk|none).*'
                     OR "ValueAttribute" IS NULL THEN 'not_applicable'
                 ELSE 'publisher_gives_none' END AS missing_reason,
            "ValueAttribute" AS attribute
        FROM stage.{name}
        """
    )
    for (attribute, times) in reading.connection.execute(
        f"SELECT attribute, count(*) FROM stage.{name} WHERE attribute <> 'None' "
        "GROUP BY attribute ORDER BY attribute"
    ).fetchall():
        reading.warn(name, f"{times} cells are marked «{attribute}»")
    reading.leave_out(name, "measure IS NULL", "a measure that was not asked for")


def _leave_out_unknown_keys(
    reading: LiveReading, name: str, dimensions: Mapping[str, Dimension]
) -> None:
    for ours, dimension in dimensions.items():
        known = "', '".join(member.code.replace("'", "''") for member in dimension.members)
        left_out = reading.leave_out(
            name, f"\"{ours}\" IS NULL OR \"{ours}\" NOT IN ('{known}')",
            "a key that the table does not describe")
        if left_out:
            reading.warn(name, f"{left_out} cells have an unknown key in {dimension.key}")


