"""Own files in a folder -> the publisher tables of a workspace, all of them or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from etl.errors import DataError
from etl.load import store_log
from etl.merge import check_live, open_live
from etl.own import tension
from etl.own.columns import NAMES, PATTERN, REQUIRED
from etl.own.problems import Problem, WrongRows
from etl.own.rows import figures
from etl.own.sheet import Sheet, read_sheet
from etl.own.sources import PREFIX, source_rows
from etl.reading import FileRead, Reading
from store.schema import TABLE


@dataclass(frozen=True)
class Own:
    """The files that someone put in a folder: own figures, and the tension table of UWV."""

    figures: tuple[Path, ...]
    tension: tuple[Path, ...]

    def __bool__(self) -> bool:
        return bool(self.figures or self.tension)


def own_files(folder: Path) -> Own:
    """Files that are not a publisher's, anywhere below the folder."""
    for pattern in (PATTERN, tension.PATTERN):
        for sheet in sorted(folder.rglob(f"{pattern.removesuffix('.csv')}.xls*")):
            raise DataError("this is a spreadsheet, not a csv file.", file=str(sheet),
                            advice="Save it as «CSV UTF-8» and load it again.")
    found = sorted(folder.rglob(PATTERN))
    names = [path.name for path in found]
    for path in found:
        if names.count(path.name) > 1:
            raise DataError("there are two files with this name.", file=str(path),
                            advice="Give each file a name of its own.")
    return Own(tuple(found), tuple(sorted(folder.rglob(tension.PATTERN))))


def take_in(workspace: duckdb.DuckDBPyConnection, own: Own) -> dict[str, int]:
    """Put the figures of these files in ``pub``; what was loaded of them before makes place.

    ``pub`` must hold the registers and ``ref`` the reference tables. Returns figures per
    source. Raises WrongRows with every problem, and then nothing has changed.
    """
    problems: list[Problem] = []
    batches = []
    for read in (_read_figures, _read_tension):
        try:
            batches += read(workspace, own)
        except WrongRows as error:
            problems += error.problems
    if problems:
        raise WrongRows(problems)
    added: dict[str, int] = {}
    for batch in batches:
        added |= _put(workspace, batch)
    return added


@dataclass(frozen=True)
class _Batch:
    """Figures that replace those of all sources whose id starts with ``prefix``."""

    prefix: str
    sources: list[dict[str, Any]]
    readings: list[Reading]
    records: list[dict[str, Any]]


def _read_figures(workspace: duckdb.DuckDBPyConnection, own: Own) -> list[_Batch]:
    if not own.figures:
        return []
    sheets = [read_sheet(path, NAMES, REQUIRED) for path in own.figures]
    found = figures([row for sheet in sheets for row in sheet.rows], workspace)
    problems = [*found.problems, *(item for sheet in sheets for item in sheet.problems)]
    if problems:
        raise WrongRows(problems)
    records = list(found.records)
    sources = source_rows(records)
    readings = [reading for source in sources
                for reading in _log(workspace, source["source_id"], records, sheets)]
    return [_Batch(PREFIX, sources, readings, records)]


def _read_tension(workspace: duckdb.DuckDBPyConnection, own: Own) -> list[_Batch]:
    if not own.tension:
        return []
    if len(own.tension) > 1:
        raise DataError(f"found {len(own.tension)} of these files.", file=str(own.tension[0]),
                        advice="Keep the newest one.")
    source, reading, records = tension.read(workspace, own.tension[0])
    return [_Batch(source["source_id"], [source], [reading], records)]


def _put(workspace: duckdb.DuckDBPyConnection, batch: _Batch) -> dict[str, int]:
    """Check the figures as those of any publisher, then replace the earlier ones."""
    open_live(workspace)
    names = TABLE["figure"].publisher_columns()
    rows = [{name: value for name, value in record.items() if name in names}
            for record in batch.records]
    workspace.register("incoming", pa.Table.from_pylist(rows))
    workspace.execute("INSERT INTO live.figure BY NAME FROM incoming")
    workspace.unregister("incoming")
    check_live(workspace, next(iter(batch.readings[0].files)))
    for table in ("figure", "load", "left_out", "source"):
        workspace.execute(f"DELETE FROM pub.{table} WHERE starts_with(source_id, $prefix)",
                          {"prefix": batch.prefix})
    workspace.execute("INSERT INTO pub.figure BY NAME FROM live.figure")
    store_log(workspace, batch.sources, batch.readings, append=True)
    return {source["source_id"]: sum(record["source_id"] == source["source_id"]
                                     for record in batch.records) for source in batch.sources}


def _log(
    workspace: duckdb.DuckDBPyConnection, source_id: str, records: Sequence[dict[str, Any]],
    sheets: Sequence[Sheet],
) -> list[Reading]:
    """What the load log says of a source: its rows per file."""
    result = []
    for sheet in sheets:
        rows = sum(record["source_id"] == source_id and record["file"] == sheet.file
                   for record in records)
        if rows:
            reading = Reading(workspace, Path(sheet.file), source_id)
            warnings = [f"column «{name}» is not used" for name in sheet.unknown]
            reading.files[sheet.file] = FileRead(sheet.file, sheet.sha256, rows, 0, warnings)
            result.append(reading)
    return result
