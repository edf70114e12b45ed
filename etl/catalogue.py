"""The sources in ``catalogue.toml``: what they are, which parser reads their files, and how a
refresh reaches their publishers."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from store.schema import TABLE

_PATH = Path(__file__).parent / "catalogue.toml"
_HOSTS = "host"
_SOURCE_COLUMNS = TABLE["source"].column_names()


@dataclass(frozen=True)
class SourceFile:
    """A file of a source: its path below the folder, its parser and its fewest rows."""

    name: str
    parser: str
    min_rows: int
    options: dict[str, Any] = field(default_factory=dict)

    def function(self) -> Callable[..., None]:
        """The parser: ``module.function`` in etl.sources, called with (reading, file name)."""
        module, function = self.parser.split(".")
        return getattr(importlib.import_module(f"etl.sources.{module}"), function)


@dataclass(frozen=True)
class Host:
    """A publisher's address: where it is, and how many requests at a time it is asked."""

    name: str
    url: str
    parallel: int


@dataclass(frozen=True)
class Live:
    """How a refresh reaches a source.

    ``connector`` is a module in etl.sources with ``fetch(fetching)`` and ``read(reading)``.
    ``key`` names the environment variable that holds the key, for sources that need one.
    ``tables`` are the tables it fills with at least ``min_rows`` rows together; ``replaces``
    names sources whose rows in a table become superfluous.
    """

    connector: str
    host: str
    tables: tuple[str, ...]
    min_rows: int
    key: str | None
    replaces: dict[str, tuple[str, ...]]
    options: dict[str, Any]

    def module(self) -> ModuleType:
        """The connector."""
        return importlib.import_module(f"etl.sources.{self.connector}")


@dataclass(frozen=True)
class Source:
    """One source: its row in table ``source``, its files, and its live connector if any."""

    source_id: str
    row: dict[str, Any]
    files: tuple[SourceFile, ...]
    live: Live | None = None


def load_catalogue(path: Path = _PATH) -> tuple[Source, ...]:
    """All sources, in the order of the catalogue."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_source(source_id, entry) for source_id, entry in entries.items()
                 if source_id != _HOSTS)


def load_hosts(path: Path = _PATH) -> dict[str, Host]:
    """The publishers' addresses by name (table ``[host]``)."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))[_HOSTS]
    return {name: Host(name, entry["url"], entry.get("parallel", 1))
            for name, entry in entries.items()}


def source_row(source_id: str, kind: str, entry: dict[str, Any]) -> dict[str, Any]:
    """A catalogue entry as a row of table ``source``; missing parts become None."""
    return {**{name: entry.get(name) for name in _SOURCE_COLUMNS},
            "source_id": source_id, "kind": kind, "shareable": entry.get("shareable", True)}


def _source(source_id: str, entry: dict[str, Any]) -> Source:
    files = tuple(
        SourceFile(
            name=item["name"],
            parser=item["parser"],
            min_rows=item["min_rows"],
            options={
                key: tuple(value) if isinstance(value, list) else value
                for key, value in item.get("options", {}).items()
            },
        )
        for item in entry.get("files", ())
    )
    live = _live(entry["live"]) if "live" in entry else None
    return Source(source_id, source_row(source_id, "publisher", entry), files, live)


def _live(entry: dict[str, Any]) -> Live:
    return Live(
        connector=entry["connector"],
        host=entry["host"],
        tables=tuple(entry["tables"]),
        min_rows=entry["min_rows"],
        key=entry.get("key"),
        replaces={table: tuple(names) for table, names in entry.get("replaces", {}).items()},
        options=entry.get("options", {}),
    )
