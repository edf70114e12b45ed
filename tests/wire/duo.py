"""DUO's open data portal (CKAN 2.11): datasets, tables in pages, and dumps. All figures made up.

The portal keeps the publisher's quirks: the action list is not at its root, an unknown action is
answered with a text, a page is cut at ``cap`` rows without a word, a dump has a column ``_id``
first unless columns are asked for, and one that breaks off still ends with 200.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from tests.wire.server import Reply, Request

PUBLIC = "https://onderwijsdata.duo.nl"
INTERNAL = "https://beheer-ggm-ckan-prd.bedacht.invalid"
HTML = "<!doctype html><html><body>Bedacht</body></html>"
Fault = Literal["short_dump", "no_dump", "html_dump", "broken_dump", "dump_of_everything",
                "same_page_twice", "missing_page", "no_table", "internal_url", "no_licence",
                "no_success"]


@dataclass(frozen=True)
class Resource:
    """A file of a dataset and its table; ``rows`` hold text, numbers or None."""

    id: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    modified: str = "2026-02-20T08:00:00.000000"
    file: str = "bestand.csv"

    def renamed(self, old: str, new: str) -> Resource:
        """The same with another name for a column."""
        return replace(self, columns=tuple(new if name == old else name for name in self.columns))

    def with_column(self, name: str, value: Any) -> Resource:
        """The same with one more column, the same in every row."""
        return replace(self, columns=(*self.columns, name),
                       rows=tuple((*row, value) for row in self.rows))

    def without_rows(self, number: int) -> Resource:
        """The same without its last rows."""
        return replace(self, rows=self.rows[:-number])

    def changed(self, number: int, **values: Any) -> Resource:
        """The same with other values in one row; names with blanks go through a dict."""
        row = dict(zip(self.columns, self.rows[number], strict=True)) | values
        return replace(self, rows=(*self.rows[:number], tuple(row[name] for name in self.columns),
                                   *self.rows[number + 1:]))


@dataclass(frozen=True)
class Package:
    """A dataset."""

    name: str
    resources: tuple[Resource, ...]
    notes: str = ""
    modified: str = "2026-03-01T11:37:18.868886"
    licence: str = "cc-by"


@dataclass
class Portal:
    """The publisher: answers like CKAN, and spoils answers as ``faults`` say."""

    packages: tuple[Package, ...]
    cap: int = 32_000
    etag: bool = True
    faults: set[Fault] = field(default_factory=set)

    def __call__(self, request: Request) -> Reply:
        """One of the actions, a dump or a file."""
        parts = request.path.strip("/").split("/")
        if parts[:2] == ["datastore", "dump"]:
            return self._dump(parts[2], request.query)
        if parts[:1] == ["dataset"]:
            resource = self._resource(parts[3])
            return Reply(_csv(resource.columns, resource.rows), content_type="text/csv",
                         etag=self.etag)
        if parts[:3] == ["api", "3", "action"] and len(parts) == 4:
            actions = {"package_show": self._package, "datastore_search": self._search}
            if parts[3] not in actions:
                return _json(f"Bad request - Action name not known: {parts[3]}", 400)
            return actions[parts[3]](request.query)
        return Reply(HTML, 404, "text/html")

    def change(self, package: str, number: int, resource: Resource) -> None:
        """Put another resource in the place of one of a dataset."""
        self.packages = tuple(
            item if item.name != package else replace(item, resources=(
                *item.resources[:number], resource, *item.resources[number + 1:]))
            for item in self.packages)

    def resource(self, package: str, number: int = 0) -> Resource:
        """One of the resources of a dataset."""
        (found,) = [item for item in self.packages if item.name == package]
        return found.resources[number]

    def _package(self, query: dict[str, str]) -> Reply:
        found = [item for item in self.packages if item.name == query.get("id")]
        if not found:
            return _error(404, "Not Found Error", f"Not found: {query.get('id')}")
        package = found[0]
        host = INTERNAL if "internal_url" in self.faults else PUBLIC
        resources = [
            {"id": item.id, "name": item.name, "format": "CSV", "mimetype": "text/csv",
             "url": f"{host}/dataset/{package.name}/resource/{item.id}/download/{item.file}",
             "datastore_active": "no_table" not in self.faults, "created": item.modified,
             "last_modified": item.modified, "position": position, "state": "active"}
            for position, item in enumerate(package.resources)]
        licence = "" if "no_licence" in self.faults else package.licence
        return _json({
            "help": f"{PUBLIC}/api/3/action/help_show?name=package_show",
            "success": "no_success" not in self.faults, "result": {
                "name": package.name, "title": package.name, "notes": package.notes,
                "license_id": licence, "license_title": licence.upper(), "private": False,
                "metadata_modified": package.modified, "resources": resources}}, etag=self.etag)

    def _search(self, query: dict[str, str]) -> Reply:
        if "no_table" in self.faults:
            return _error(404, "Not Found Error", 'Not found: Resource was not found.')
        resource = self._resource(query["resource_id"])
        limit = min(int(query.get("limit", 100)), self.cap)
        offset = int(query.get("offset", 0))
        if "same_page_twice" in self.faults and offset:
            offset = 0
        rows = list(enumerate(resource.rows, start=1))[offset:offset + limit]
        if "missing_page" in self.faults and offset + limit >= len(resource.rows):
            rows = []
        wanted = query["fields"].split(",") if "fields" in query else ["_id", *resource.columns]
        if unknown := set(wanted) - {"_id", *resource.columns}:
            return Reply(json.dumps({
                "help": "", "success": False,
                "error": {"__type": "Validation Error",
                          "fields": [f"field \"{sorted(unknown)[0]}\" not in table"]}}), 409)
        records = [{name: value for name, value
                    in zip(("_id", *resource.columns), (number, *row), strict=True)
                    if name in wanted} for number, row in rows]
        kinds = {name: "numeric" if any(isinstance(row[place], int) for row in resource.rows)
                 else "text" for place, name in enumerate(resource.columns)}
        return _json({"help": "", "success": True, "result": {
            "include_total": True, "resource_id": resource.id, "records_format": "objects",
            "fields": [{"type": "int", "id": "_id"},
                       *({"type": kind, "id": name} for name, kind in kinds.items())],
            "records": records, "limit": limit, "total": len(resource.rows),
            "_links": {"start": "/api/3/action/datastore_search",
                       "next": f"/api/3/action/datastore_search?offset={offset + limit}"},
        }}, etag=self.etag)

    def _dump(self, resource_id: str, query: dict[str, str]) -> Reply:
        if "html_dump" in self.faults:
            return Reply(HTML, content_type="text/html")
        if "no_dump" in self.faults:
            return Reply("DataStore resource not found", 404, "text/html")
        resource = self._resource(resource_id)
        names = ("_id", *resource.columns)
        rows = [(number, *row) for number, row in enumerate(resource.rows, start=1)]
        if "short_dump" in self.faults:
            rows = rows[:len(rows) // 2]
        wanted = query["fields"].split(",") if "fields" in query else list(names)
        if "dump_of_everything" in self.faults:
            wanted = list(names)
        places = [names.index(name) for name in wanted]
        body = _csv(wanted, [tuple(row[place] for place in places) for row in rows])
        if "broken_dump" in self.faults:
            body = body.rstrip("\n") + ',"half'
        return Reply(body, content_type="text/csv; charset=utf-8", etag=self.etag, headers={
            "Content-disposition": f'attachment; filename="{resource_id}.csv"'})

    def _resource(self, resource_id: str) -> Resource:
        (found,) = [resource for package in self.packages for resource in package.resources
                    if resource.id == resource_id]
        return found


def _csv(names: Any, rows: Any) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue()


def _json(answer: Any, status: int = 200, *, etag: bool = False) -> Reply:
    return Reply(json.dumps(answer), status, etag=etag)


def _error(status: int, kind: str, message: str) -> Reply:
    return _json({"help": "", "error": {"__type": kind, "message": message}, "success": False},
                 status)
