"""One source's visit to its publisher: what a connector uses to fetch, and to read afterwards."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import duckdb

from etl.errors import DataError
from etl.net.cache import Answer
from etl.net.client import Client, Validate
from etl.net.threads import in_threads
from etl.net.validate import not_html, whole_json
from etl.reading import FileRead, Reading
from store.connection import one_row

# What DuckDB takes for an object of JSON when nothing is said (16 MB).
_OBJECT = 1 << 24
# What OData puts beside the rows of a page.
_BESIDE = ("odata.metadata", "odata.nextLink", "odata.count",
           "@odata.context", "@odata.nextLink", "@odata.count")


def now() -> datetime:
    """The moment as the store writes it: UTC, to the second."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


@dataclass(frozen=True)
class Wanted:
    """An address and the name under which its answer is put in the source's folder."""

    path: str
    name: str
    params: Mapping[str, str] | None = None


class Fetching:
    """What a connector's ``fetch`` gets: the way to its publisher and a folder to fill.

    ``options`` is the source's own part of the catalogue, ``secret`` the key from the
    environment for sources that need one.
    """

    def __init__(
        self, client: Client, source_id: str, base_url: str, folder: Path,
        options: Mapping[str, Any], secret: str | None = None, parallel: int = 1,
    ) -> None:
        self.client = client
        self.source_id = source_id
        self.base_url = base_url.rstrip("/")
        self.folder = folder
        self.options = options
        self.secret = secret
        self.parallel = parallel
        self.met: list[str] = []
        self._checked: list[str] = []
        self._digest = hashlib.sha256()
        folder.mkdir(parents=True, exist_ok=True)

    def url(self, path: str, params: Mapping[str, str] | None = None) -> str:
        """A full address: ``path`` below the base address, unless it is whole already."""
        whole = path if re.match(r"https?://", path) else f"{self.base_url}/{path.lstrip('/')}"
        if not params:
            return whole
        return f"{whole}{'&' if '?' in whole else '?'}{urlencode(params)}"

    def get(
        self, path: str, name: str, *, params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None, validate: Validate = not_html,
    ) -> Path:
        """Fetch an address into ``folder/name`` and return that path."""
        return self._place(self._ask(self.url(path, params), headers, validate), name)

    def json(
        self, path: str, name: str, *, params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Fetch an address into ``folder/name`` and return its JSON."""
        file = self.get(path, name, params=params, validate=whole_json,
                        headers={"Accept": "application/json", **(headers or {})})
        return json.loads(file.read_text(encoding="utf-8-sig"))

    def get_all(
        self, wanted: Iterable[Wanted], *, headers: Mapping[str, str] | None = None,
        validate: Validate = not_html,
    ) -> list[Path]:
        """Fetch several addresses, as many at a time as the publisher's host allows."""
        items = list(wanted)

        def one(item: Wanted) -> Answer:
            return self._ask(self.url(item.path, item.params), headers, validate)

        answers = in_threads(one, items, self.parallel)
        return [self._place(answer, item.name)
                for item, answer in zip(items, answers, strict=True)]

    def _ask(
        self, url: str, headers: Mapping[str, str] | None, validate: Validate
    ) -> Answer:
        """The answer of an address; the key goes to the publisher's own site and to no other."""
        if self.secret and urlsplit(url)[:2] != urlsplit(self.base_url)[:2]:
            raise DataError("the publisher points to another site, which may not see the key.",
                            file=url, advice="Look at the publisher's page; it may have moved.")
        answer = self.client.get(url, source_id=self.source_id, headers=headers,
                                 validate=validate, secret=self.secret)
        self._checked.append(answer.checked)
        kind = answer.content_type.lower()
        if (headers or {}).get("Accept") == "application/json" and "json" not in kind:
            # Some gateways call everything a stream of bytes; what is in it is checked anyway.
            self.note(f"the publisher calls its JSON «{answer.content_type}»")
        return answer

    def write(self, name: str, text: str) -> Path:
        """A small file of what the connector worked out while fetching, for its reader."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        self._digest.update(f"{name}:{hashlib.sha256(text.encode()).hexdigest()}\n".encode())
        return path

    def note(self, text: str) -> None:
        """Something met on the way that the reader of the load log should know."""
        if text not in self.met:
            self.met.append(text)

    @property
    def checked(self) -> datetime:
        """When the publisher last said so, in UTC: the moment of the answer asked longest ago."""
        first = min(map(datetime.fromisoformat, self._checked), default=None)
        return first.astimezone(UTC).replace(tzinfo=None, microsecond=0) if first else now()

    @property
    def digest(self) -> str:
        """Of all files by name and content: the same when nothing changed."""
        return self._digest.hexdigest()

    def _place(self, answer: Answer, name: str) -> Path:
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        source = self.client.cache.path(answer)
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)
        self._digest.update(f"{name}:{answer.sha256}\n".encode())
        return target


class LiveReading(Reading):
    """What a connector's ``read`` gets: its folder, its options, and tables ``live.*`` to fill.

    ``described`` holds the parts of the source's row that only the data tell: edition,
    published, reference_start, reference_end, note.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, folder: Path, source_id: str,
        options: Mapping[str, Any],
    ) -> None:
        super().__init__(connection, folder, source_id)
        self.options = options
        self.described: dict[str, Any] = {}

    def describe(self, **parts: Any) -> None:
        """Set parts of the source's row, e.g. ``edition="2007-2023"``."""
        self.described.update(parts)

    def json_rows(
        self, table: str, pattern: str, columns: Mapping[str, str], *, inside: str | None = None
    ) -> FileRead:
        """Read JSON files into ``stage.table``: the named columns plus ``line``.

        ``pattern`` is a file name or glob in the folder. ``inside`` names the array in each
        file's object that holds the rows (``value`` at CBS); without it each file is an array.
        Names and types are ``columns``; a key that a row lacks becomes NULL, other keys are
        not read. DuckDB streams the files, so memory stays bounded.
        """
        started = time.perf_counter()
        paths = sorted(self.folder.glob(pattern))
        if not paths:
            raise DataError("the file is not there.", file=str(self.folder / pattern),
                            advice="Fetch this source again.")
        files = [str(path) for path in paths]
        struct = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        names = ", ".join(f'row."{name}" AS "{name}"' for name in columns)
        parameters: dict[str, object] = {"files": files}
        try:
            if inside is None:
                source = ("SELECT json_transform(json, $shape) AS row "
                          "FROM read_json_objects($files, format = 'array')")
                parameters["shape"] = json.dumps(dict(columns))
            else:
                # DuckDB reads fifteen times slower when an object has keys that are not declared.
                top = {inside: f"STRUCT({struct})[]", **dict.fromkeys(_BESIDE, "VARCHAR")}
                declared = ", ".join(f"'{name}': '{kind}'" for name, kind in top.items())
                source = (f'SELECT unnest("{inside}") AS row FROM read_json($files, '
                          f"columns = {{{declared}}}, "
                          "format = 'auto', maximum_object_size = $largest)")
                # A page is one object, and DuckDB sets room aside for two of the largest.
                largest = max(path.stat().st_size for path in paths)
                parameters["largest"] = max(largest, _OBJECT)
            self.connection.execute(
                f"CREATE OR REPLACE TABLE stage.{table} AS "
                f"SELECT row_number() OVER () AS line, {names} FROM ({source})",
                parameters,
            )
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            raise DataError(f"this is not the JSON we know ({str(error).splitlines()[0][:160]}).",
                            file=files[0], advice="The publisher may have changed it.") from error
        return self._log_pages(table, pattern, paths, started)

    def _log_pages(
        self, table: str, pattern: str, paths: list[Path], started: float
    ) -> FileRead:
        (rows,) = one_row(self.connection, f"SELECT count(*) FROM stage.{table}")
        if rows == 0:
            raise DataError("the publisher gave no rows.", file=pattern,
                            advice="Look at the publisher's page; the table may have moved.")
        digest = hashlib.sha256()
        for path in paths:
            digest.update(path.read_bytes())
        read = FileRead(file=pattern, sha256=digest.hexdigest(), rows_read=rows,
                        duration_ms=round(1000 * (time.perf_counter() - started)))
        self.files[table] = read
        return read
