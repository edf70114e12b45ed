"""The sources in ``catalogue.toml``: what they are, and which parser reads their files."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from store.schema import TABLE

_PATH = Path(__file__).parent / "catalogue.toml"
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
class Source:
    """One source: its row in table ``source`` and its files."""

    source_id: str
    row: dict[str, Any]
    files: tuple[SourceFile, ...]


def load_catalogue(path: Path = _PATH) -> tuple[Source, ...]:
    """All sources, in the order of the catalogue."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_source(source_id, entry) for source_id, entry in entries.items())


def source_row(source_id: str, kind: str, entry: dict[str, Any]) -> dict[str, Any]:
    """A catalogue entry as a row of table ``source``; missing parts become None."""
    return {**{name: entry.get(name) for name in _SOURCE_COLUMNS},
            "source_id": source_id, "kind": kind}


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
        for item in entry["files"]
    )
    return Source(source_id, source_row(source_id, "publisher", entry), files)
