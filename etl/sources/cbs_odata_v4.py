"""CBS open data v4 (datasets.cbs.nl): how it describes a table and how cells are asked for.

One row per measure and cell, in pages of 100,000; keys have no padding; a cell that is empty has
an attribute other than ``None`` that says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from etl.sources.cbs_odata import CbsTable, Dimension, Measure, Member, Selection
from etl.sources.cbs_odata_v3 import condition as condition
from etl.sources.cbs_odata_v3 import day, rows

# Half a page: a slice then comes in one answer that still fits in memory.
LIMIT = 50_000
DATA = "Observations"
COUNT_IN_PAGE = "@odata.count"
NEXT = "@odata.nextLink"
FORMAT: dict[str, str] = {}
ROW_ID = "Id"


def root(table_id: str, door: str) -> str:
    """Path of a table; there is one door."""
    return f"/odata/v1/CBS/{table_id}"


def first_pages() -> tuple[str, ...]:
    """Collections that say what the table holds."""
    return ("Properties", "Dimensions", "MeasureCodes")


def optional_pages() -> tuple[str, ...]:
    """Collections that not every table has."""
    return ("MeasureGroups",)


def member_pages(pages: Mapping[str, Any]) -> tuple[str, ...]:
    """Collections with members: one per dimension."""
    return tuple(f"{row['Identifier']}Codes" for row in rows(pages["Dimensions"]))


def described(table_id: str, pages: Mapping[str, Any]) -> CbsTable:
    """The table that these collections describe."""
    info = pages["Properties"]
    return CbsTable(
        table_id=str(info.get("Identifier") or table_id),
        title=str(info.get("Title") or "").strip(),
        modified=day(info.get("ObservationsModified") or info.get("Modified")),
        dimensions=tuple(
            Dimension(row["Identifier"], str(row.get("Title") or "").strip(),
                      str(row.get("Kind") or "").startswith("Time"),
                      _members(rows(pages[f"{row['Identifier']}Codes"])))
            for row in rows(pages["Dimensions"])),
        measures=tuple(
            Measure(row["Identifier"], str(row.get("Title") or "").strip(),
                    str(row.get("Unit") or "").strip(), _group(pages, row))
            for row in rows(pages["MeasureCodes"])),
    )


def _group(pages: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """Title of the group that a measure stands in; not every table has groups."""
    for group in rows(pages.get("MeasureGroups") or {}):
        if str(group.get("Id")) == str(row.get("MeasureGroupId")):
            return str(group.get("Title") or "")
    return ""


def _members(found: list[dict[str, Any]]) -> tuple[Member, ...]:
    return tuple(Member(row["Identifier"], str(row.get("Title") or "").strip(),
                        str(row.get("Description") or "").strip(),
                        str(row.get("Status") or "").strip()) for row in found)


def columns(table: CbsTable) -> tuple[str, ...]:
    """Columns of an observation."""
    return (ROW_ID, "Measure", "ValueAttribute", "Value", "StringValue",
            *(item.key for item in table.dimensions))


def of_measures(selection: Selection, measures: tuple[Measure, ...]) -> Selection:
    """The selection with only these measures."""
    return {**selection, "Measure": tuple(Member(item.key, item.title) for item in measures)}
