"""CBS open data v3 (opendata.cbs.nl): how it describes a table and how cells are asked for.

What users found out the hard way: keys are padded with blanks, also in filters; ``$format=json``
and the Accept header are both needed; the Feed door pages by 10,000 rows with a link that already
holds all options, the Api door refuses more than that; only the untyped set tells why a cell is
empty (``       .`` or blank).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from etl.sources.cbs_odata import CbsTable, Dimension, Measure, Member, Selection

LIMIT = 10_000
DATA = "UntypedDataSet"
COUNT_IN_PAGE = ""
NEXT = "odata.nextLink"
FORMAT = {"$format": "json"}
ROW_ID = "ID"
_DIMENSIONS = ("Dimension", "TimeDimension", "GeoDimension", "GeoDetail")


def root(table_id: str, door: str) -> str:
    """Path of a table; ``door`` is ODataFeed (bulk) or ODataApi (small)."""
    return f"/{door or 'ODataFeed'}/odata/{table_id}"


def first_pages() -> tuple[str, ...]:
    """Collections that say what the table holds."""
    return ("TableInfos", "DataProperties")


def optional_pages() -> tuple[str, ...]:
    """Collections that not every table has: none."""
    return ()


def member_pages(pages: Mapping[str, Any]) -> tuple[str, ...]:
    """Collections with members: one per dimension."""
    return tuple(row["Key"] for row in rows(pages["DataProperties"]) if _kind(row) in _DIMENSIONS)


def described(table_id: str, pages: Mapping[str, Any]) -> CbsTable:
    """The table that these collections describe."""
    info = (rows(pages["TableInfos"]) or [{}])[0]
    properties = rows(pages["DataProperties"])
    groups = {row.get("ID"): row.get("Title") or "" for row in properties
              if _kind(row) == "TopicGroup"}
    return CbsTable(
        table_id=str(info.get("Identifier") or table_id).strip(),
        title=str(info.get("Title") or "").strip(),
        modified=day(info.get("Modified")),
        dimensions=tuple(
            Dimension(row["Key"], str(row.get("Title") or "").strip(),
                      _kind(row) == "TimeDimension", _members(rows(pages[row["Key"]])))
            for row in properties if _kind(row) in _DIMENSIONS),
        measures=tuple(
            Measure(row["Key"], str(row.get("Title") or "").strip(),
                    str(row.get("Unit") or "").strip(), groups.get(row.get("ParentID"), ""))
            for row in properties if _kind(row) == "Topic"),
    )


def condition(selection: Selection) -> str:
    """The filter of a selection, with keys padded as the dimension tables give them."""
    return " and ".join(_either(key, members) for key, members in selection.items())


def _either(key: str, members: tuple[Member, ...]) -> str:
    same = [f"{key} eq '{member.key.replace(chr(39), chr(39) * 2)}'" for member in members]
    return same[0] if len(same) == 1 else f"({' or '.join(same)})"


def columns(table: CbsTable) -> tuple[str, ...]:
    """Columns of a data row that the table describes."""
    return (ROW_ID, *(item.key for item in table.dimensions),
            *(item.key for item in table.measures))


def rows(page: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a page."""
    return page.get("value") or []


def day(text: object) -> date | None:
    """The day of a moment such as 2026-04-14T02:00:00, with or without a zone."""
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _kind(row: Mapping[str, Any]) -> str:
    """Dimension, Topic ...: from Type, or from the end of odata.type."""
    return str(row.get("Type") or str(row.get("odata.type") or "").rpartition(".")[2])


def _members(found: list[dict[str, Any]]) -> tuple[Member, ...]:
    return tuple(Member(row["Key"], str(row.get("Title") or "").strip(),
                        str(row.get("Description") or "").strip(),
                        str(row.get("Status") or "").strip()) for row in found)
