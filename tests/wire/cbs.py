"""CBS open data on the wire, v3 (Feed and Api) and v4, with its quirks. All figures are made up.

A table is a product of dimensions and a function that gives the text of a cell: ``"1230"``, ``"."``
(CBS does not give it) or ``""`` (cannot occur). Rows are made on demand, so a table of national
size costs no memory until it is asked for.
"""

from __future__ import annotations

import itertools
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.wire.server import Reply, Request

ATOM = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Dim:
    """A dimension: key, title, members (code, title) and the width its keys are padded to."""

    key: str
    title: str
    members: tuple[tuple[str, str], ...]
    width: int = 0
    kind: str = "Dimension"
    provisional: frozenset[str] = frozenset()

    def wire(self, code: str) -> str:
        """The code as v3 writes it: padded with blanks to the right."""
        return code.ljust(self.width)


@dataclass(frozen=True)
class Topic:
    """A measure: v3 key, title, unit, decimals, data type and the group it stands in."""

    key: str
    title: str
    unit: str = "aantal"
    decimals: int = 0
    kind: str = "Integer"
    group: str = ""


Cell = Callable[[dict[str, str], str], str]
"""Text of a cell: codes per dimension (without padding) and the key of the topic."""


@dataclass
class Table:
    """A made-up table of CBS."""

    table_id: str
    title: str
    dims: tuple[Dim, ...]
    topics: tuple[Topic, ...]
    cell: Cell
    modified: str = "2026-09-15T02:00:00"
    changed: dict[tuple[str, ...], str] = field(default_factory=dict)

    def text(self, codes: tuple[str, ...], topic: str) -> str:
        """The cell, or what a test wrote over it (codes in the order of the dimensions)."""
        if (*codes, topic) in self.changed:
            return self.changed[(*codes, topic)]
        return self.cell(dict(zip((dim.key for dim in self.dims), codes, strict=True)), topic)


@dataclass
class Cbs:
    """The publisher: tables by id, page sizes, and what is wrong with the data today."""

    tables: dict[str, Table]
    page: int = 10_000
    page4: int = 100_000
    renamed: dict[str, str] = field(default_factory=dict)
    extra_column: str = ""
    missing_last_page: bool = False
    duplicated_page: bool = False
    no_count: bool = False
    bom: bool = False
    refuses_json: bool = False
    attributes: dict[str, str] = field(default_factory=lambda: {".": "Confidential",
                                                                "": "Impossible"})

    def __call__(self, request: Request) -> Reply:
        """Answer like opendata.cbs.nl or datasets.cbs.nl, by the path."""
        accept = request.headers.get("accept", "*/*")
        wants_json = "json" in accept or "*/*" in accept
        if not wants_json or (self.refuses_json and "*/*" not in accept):
            return Reply("", 406, "text/plain")
        parts = [part for part in request.path.split("/") if part]
        if parts[0].lower() in ("odatafeed", "odataapi") and parts[1].lower() == "odata":
            return self._with_bom(self._v3(request, parts[0].lower() == "odataapi", *parts[2:]))
        if [part.lower() for part in parts[:3]] == ["odata", "v1", "cbs"]:
            return self._with_bom(self._v4(request, *parts[3:]))
        return Reply(_error("no such door"), 404)

    def _with_bom(self, reply: Reply) -> Reply:
        if not self.bom or reply.status != 200:
            return reply
        return Reply("\ufeff" + str(reply.body), reply.status, reply.content_type, reply.headers,
                     reply.etag)

    # v3

    def _v3(self, request: Request, api: bool, table_id: str, *rest: str) -> Reply:
        table = self.tables.get(table_id)
        if table is None:
            return Reply(_error(f"Resource {table_id} not found"), 404)
        if not api and request.query.get("$format") != "json" and rest[-1:] != ("$count",):
            return Reply('<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>', 200,
                         ATOM)
        base = f"http://{request.headers.get('host', '')}/{'ODataApi' if api else 'ODataFeed'}"
        base = f"{base}/odata/{table_id}"
        if not rest:
            names = ["TableInfos", "UntypedDataSet", "TypedDataSet", "DataProperties",
                     "CategoryGroups", *(dim.key for dim in table.dims)]
            return _json_v3([{"name": name, "url": f"{base}/{name}"} for name in names])
        if rest[0] in ("UntypedDataSet", "TypedDataSet"):
            return self._cells_v3(request, table, base, api, *rest)
        found = _about_v3(table, rest[0])
        return _json_v3(found) if found else Reply(_error(f"Resource {rest[0]} not found"), 404)

    def _cells_v3(
        self, request: Request, table: Table, base: str, api: bool, name: str, count: str = ""
    ) -> Reply:
        try:
            wanted = _filtered(table, request.query.get("$filter", ""), padded=True)
        except ValueError as error:
            return Reply(_error(str(error)), 400)
        total = math.prod(len(codes) for codes in wanted)
        if count:
            return Reply(_error("not found"), 404) if self.no_count else Reply(
                str(total), 200, "text/plain")
        if api and total > 10_000:
            return Reply(_error("The query returns more than 10000 records."), 403)
        skip, size = int(request.query.get("$skip", 0)), 10_000 if api else self.page
        if self.missing_last_page:
            total = max(total - max(total % size or size, 1), min(size, total) // 2)
        start = 0 if self.duplicated_page and skip < 2 * size else skip
        rows = [_row_v3(self, table, name, number, codes) for number, codes in
                itertools.islice(_combinations(table, wanted), start, min(start + size, total))]
        following = ""
        if skip + size < total:
            options = {**request.query, "$skip": str(skip + size)}
            following = f"{base}/{name}?{urlencode(options)}"
        return _json_v3(rows, following)

    # v4

    def _v4(self, request: Request, table_id: str, *rest: str) -> Reply:
        table = self.tables.get(table_id)
        if table is None:
            return Reply(_error4("Dataset not found"), 404)
        base = f"http://{request.headers.get('host', '')}/odata/v1/CBS/{table_id}"
        if rest and rest[0] == "Observations":
            return self._cells_v4(request, table, base)
        found = _about_v4(table, rest[0] if rest else "", base)
        return Reply(json.dumps(found), etag=True) if found else Reply(_error4("not found"), 404)

    def _cells_v4(self, request: Request, table: Table, base: str) -> Reply:
        text = request.query.get("$filter", "")
        measures = [topic for topic in table.topics
                    if "Measure eq" not in text or f"Measure eq '{_code4(table, topic)}'" in text]
        text = re.sub(r"( and )?\(?Measure eq '[^']*'( or Measure eq '[^']*')*\)?", "", text)
        try:
            wanted = _filtered(table, text.removeprefix(" and "), padded=False)
        except ValueError as error:
            return Reply(_error4(str(error)), 400)
        total = math.prod(len(codes) for codes in wanted) * len(measures)
        skip = int(request.query.get("$skip", 0))
        told = total
        if self.missing_last_page:
            total = max(total - max(total % self.page4 or self.page4, 1),
                        min(self.page4, total) // 2)
        start = 0 if self.duplicated_page else skip
        every = ((number * len(table.topics) + place, codes, topic)
                 for number, codes in _combinations(table, wanted)
                 for place, topic in enumerate(measures))
        rows = [self._row_v4(table, *item) for item in
                itertools.islice(every, start, min(start + self.page4, total))]
        page: dict[str, object] = {"@odata.context": f"{base}/$metadata#Observations"}
        if request.query.get("$count") == "true" and not self.no_count and not skip:
            page["@odata.count"] = told
        page["value"] = rows
        if skip + self.page4 < total:
            options = {**request.query, "$skip": str(skip + self.page4)}
            page["@odata.nextLink"] = f"{base}/Observations?{urlencode(options)}"
        return Reply(json.dumps(page), etag=True)

    def _row_v4(
        self, table: Table, number: int, codes: tuple[str, ...], topic: Topic
    ) -> dict[str, object]:
        text = table.text(codes, topic.key)
        is_text = topic.kind == "String"
        row: dict[str, object] = {
            "Id": number, "Measure": _code4(table, topic),
            "ValueAttribute": self.attributes.get(text, "None"),
            "Value": None if is_text or text in ("", ".") else float(text),
            "StringValue": text if is_text else None,
            **{dim.key: code for dim, code in zip(table.dims, codes, strict=True)}}
        return _renamed(self, row)


def _row_v3(
    cbs: Cbs, table: Table, name: str, number: int, codes: tuple[str, ...]
) -> dict[str, object]:
    row: dict[str, object] = {"ID": number}
    row.update({dim.key: dim.wire(code) for dim, code in zip(table.dims, codes, strict=True)})
    for topic in table.topics:
        text = table.text(codes, topic.key)
        if topic.kind == "String":
            row[topic.key] = text.ljust(10)
        elif name == "UntypedDataSet":
            row[topic.key] = text.rjust(8) if text else None
        else:
            row[topic.key] = None if text in ("", ".") else float(text)
    return _renamed(cbs, row)


def _renamed(cbs: Cbs, row: dict[str, object]) -> dict[str, object]:
    row = {cbs.renamed.get(name, name): value for name, value in row.items()}
    return {**row, cbs.extra_column: "1"} if cbs.extra_column else row


def _combinations(
    table: Table, wanted: list[tuple[str, ...]]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """All combinations of the wanted codes, with the row's number in the whole table."""
    places = [{code: place for place, (code, _) in enumerate(dim.members)} for dim in table.dims]
    for codes in itertools.product(*wanted):
        number = 0
        for place, dim, code in zip(places, table.dims, codes, strict=True):
            number = number * len(dim.members) + place[code]
        yield number, codes


_TERM = re.compile(r"(trim\()?(\w+)\)? eq '((?:[^']|'')*)'")


def _filtered(table: Table, text: str, *, padded: bool) -> list[tuple[str, ...]]:
    """Per dimension the codes that a filter leaves; ValueError when it is not understood."""
    wanted = {dim.key: tuple(code for code, _ in dim.members) for dim in table.dims}
    for part in text.split(" and ") if text else ():
        inside = part[1:-1] if part.startswith("(") and part.endswith(")") else part
        terms = [_TERM.fullmatch(term) for term in inside.split(" or ")]
        if any(term is None for term in terms):
            raise ValueError(f"Syntax error in filter: {part}")
        keys = {term[2] for term in terms if term}
        if len(keys) != 1 or not keys <= set(wanted):
            raise ValueError(f"Could not find a property named '{sorted(keys)[0]}'")
        dim = next(item for item in table.dims if item.key in keys)
        asked = {(bool(term[1]), term[3].replace("''", "'")) for term in terms if term}
        wanted[dim.key] = tuple(
            code for code in wanted[dim.key]
            if (False, dim.wire(code) if padded else code) in asked or (True, code) in asked)
    return list(wanted.values())


def _about_v3(table: Table, name: str) -> list[dict[str, object]]:
    """TableInfos, DataProperties or a dimension."""
    if name == "TableInfos":
        return [{"ID": 0, "Title": table.title, "ShortTitle": table.title,
                 "Identifier": table.table_id, "Summary": "Bedachte cijfers.",
                 "Modified": table.modified, "ReasonDelivery": "Actualisering", "Language": "nl",
                 "Catalog": "CBS", "Frequency": "Perjaar", "OutputStatus": "Regulier",
                 "Source": "CBS"}]
    if name == "DataProperties":
        return _properties(table)
    return [
        {"Key": dim.wire(code), "Title": title, "Description": "",
         **({"Status": "Voorlopig" if code in dim.provisional else "Definitief"}
            if dim.kind == "TimeDimension" else {"CategoryGroupID": None})}
        for dim in table.dims if dim.key == name for code, title in dim.members]


def _properties(table: Table) -> list[dict[str, object]]:
    rows = [{"odata.type": f"Cbs.OData.{dim.kind}", "ID": number, "Position": number,
             "ParentID": None, "Type": dim.kind, "Key": dim.key, "Title": dim.title,
             "Description": "", "Unit": None} for number, dim in enumerate(table.dims)]
    groups: dict[str, int] = {}
    for topic in table.topics:
        if topic.group and topic.group not in groups:
            groups[topic.group] = len(rows)
            rows.append({"odata.type": "Cbs.OData.TopicGroup", "ID": len(rows), "ParentID": None,
                         "Type": "TopicGroup", "Key": "", "Title": topic.group})
        rows.append({"odata.type": "Cbs.OData.Topic", "ID": len(rows), "Position": len(rows),
                     "ParentID": groups.get(topic.group), "Type": "Topic", "Key": topic.key,
                     "Title": topic.title, "Datatype": topic.kind, "Unit": topic.unit,
                     "Decimals": topic.decimals, "Default": "Missing"})
    return rows


def _about_v4(table: Table, name: str, base: str) -> dict[str, object]:
    """The root, Properties (a bare object), Dimensions, MeasureCodes, groups or codes."""
    groups = sorted({topic.group for topic in table.topics if topic.group})
    codes = {f"{dim.key}Codes": [
        {"Identifier": code, "Index": number, "Title": title, "Description": "",
         "DimensionGroupId": None,
         **({"Status": "Voorlopig" if code in dim.provisional else "Definitief"}
            if dim.kind == "TimeDimension" else {})}
        for number, (code, title) in enumerate(dim.members)] for dim in table.dims}
    found: dict[str, list[dict[str, object]]] = {
        "Dimensions": [{"Identifier": dim.key, "Title": dim.title, "Kind": dim.kind,
                        "ContainsCodes": True} for dim in table.dims],
        "MeasureCodes": [
            {"Identifier": _code4(table, topic), "Index": number, "Title": topic.title,
             "MeasureGroupId": groups.index(topic.group) if topic.group else None,
             "DataType": topic.kind, "Unit": topic.unit, "Decimals": topic.decimals}
            for number, topic in enumerate(table.topics)], **codes}
    if groups:
        found["MeasureGroups"] = [{"Id": number, "Title": group}
                                  for number, group in enumerate(groups)]
    if name == "":
        return {"value": [{"name": item, "url": f"{base}/{item}"} for item in
                          ("Properties", "Observations", *found)]}
    if name == "Properties":
        return {"Identifier": table.table_id, "Title": table.title, "Status": "Regulier",
                "Modified": f"{table.modified}+02:00",
                "ObservationsModified": f"{table.modified}+02:00"}
    return {"value": found[name]} if name in found else {}


def _code4(table: Table, topic: Topic) -> str:
    return f"M{table.topics.index(topic) + 1:06d}"


def _json_v3(rows: list[dict[str, object]], following: str = "") -> Reply:
    """As CBS writes it: no line break before the value, rows joined on one line."""
    inner = "\n    },{\n      ".join(json.dumps(row, ensure_ascii=False)[1:-1] for row in rows)
    body = ('{\n  "odata.metadata":"https://opendata.cbs.nl/ODataFeed/OData/$metadata","value":['
            + (f"\n    {{\n      {inner}\n    }}\n  " if rows else "\n    \n  ") + "]")
    if following:
        body += f',"odata.nextLink":{json.dumps(following)}'
    return Reply(body + "\n}", etag=True)


def _error(message: str) -> str:
    return json.dumps({"odata.error": {"code": "", "message": {"lang": "nl-NL",
                                                               "value": message}}})


def _error4(message: str) -> str:
    return json.dumps({"error": {"code": "", "message": message}})
