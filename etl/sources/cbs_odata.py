"""What a CBS table holds: its dimensions with members, its measures and its date.

CBS has two doors, OData v3 and v4. They differ on the wire (see cbs_odata_v3 and cbs_odata_v4) and
give the same ``CbsTable`` here. Nothing is looked up by a code of our own: names of dimensions,
members and measures come from the table itself and are found by their title, because titles are
what CBS keeps stable and titles may be cut off with dots.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from etl.errors import DataError


@dataclass(frozen=True)
class Member:
    """One member of a dimension; ``key`` is as on the wire, in v3 padded with blanks."""

    key: str
    title: str
    description: str = ""
    status: str = ""

    @property
    def code(self) -> str:
        """The key without padding, as it is used in this project."""
        return self.key.strip()


@dataclass(frozen=True)
class Dimension:
    """A dimension of a table; ``is_time`` for the one with periods."""

    key: str
    title: str
    is_time: bool
    members: tuple[Member, ...]

    def named(self, *wanted: str) -> list[Member]:
        """Members whose title starts with one of these, or whose code is one of these."""
        return [member for member in self.members
                if any(_starts(member.title, name) or member.code == name for name in wanted)]

    def one(self, *wanted: str) -> Member:
        """The member with exactly one of these titles or codes, in order of preference.

        Falls back on the only member whose title starts with one of them.
        """
        for name in wanted:
            for member in self.members:
                if member.code == name or plain(member.title) == plain(name):
                    return member
        found = self.named(*wanted)
        if len(found) != 1:
            raise DataError(
                f"no member «{wanted[0]}» in {self.key}" if not found else
                f"{len(found)} members of {self.key} start with «{wanted[0]}»", file=self.key,
                advice=f"The table has: {shortened(member.title for member in self.members)}.")
        return found[0]


@dataclass(frozen=True)
class Measure:
    """What a table counts. ``group`` is the title of the group of measures it stands in."""

    key: str
    title: str
    unit: str = ""
    group: str = ""


@dataclass(frozen=True)
class CbsTable:
    """A table as CBS describes it on the day of fetching."""

    table_id: str
    title: str
    modified: date | None
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]

    def dimension(self, *wanted: str) -> Dimension:
        """The dimension whose key or title starts with one of these."""
        for name in wanted:
            for dimension in self.dimensions:
                if _starts(dimension.key, name) or _starts(dimension.title, name):
                    return dimension
        raise DataError(
            f"no dimension «{wanted[0]}».", file=self.table_id,
            advice=f"The table has: {shortened(item.key for item in self.dimensions)}.")

    @property
    def periods(self) -> Dimension:
        """The dimension of time."""
        for dimension in self.dimensions:
            if dimension.is_time:
                return dimension
        return self.dimension("Perioden")

    def measure(self, title: str, group: str = "") -> Measure:
        """The measure with this title (in a group that starts with ``group``)."""
        inside = [item for item in self.measures if not group or _starts(item.group, group)]
        for same in (lambda item: plain(item.title) == plain(title),
                     lambda item: _starts(item.title, title)):
            found = [item for item in inside if same(item)]
            if len(found) == 1:
                return found[0]
        where = f" in the group «{group}»" if group else ""
        raise DataError(
            f"no measure «{title}»{where}.", file=self.table_id, column=title,
            advice=f"The table has: {shortened(item.title for item in self.measures)}.")


def plain(text: str) -> str:
    """Letters and digits only, lower case, without accents: how titles are compared."""
    bare = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^0-9a-z]", "", bare.lower())


def _starts(title: str, wanted: str) -> bool:
    """Starts the title with the wanted words? A title that was cut off may be the shorter one."""
    mine, other = plain(title), plain(wanted)
    cut_off = title.rstrip().endswith(".") and len(mine) >= 12
    return bool(other) and (mine.startswith(other) or (cut_off and other.startswith(mine)))


def shortened(titles: Iterable[str], most: int = 12) -> str:
    """A readable list, not longer than ``most`` names."""
    names = [title.strip() for title in titles]
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


Selection = dict[str, tuple[Member, ...]]
"""Per dimension (by key) the members to fetch; a dimension that is not named comes whole."""


def slices(
    table: CbsTable, selection: Selection, limit: int, length: Callable[[Selection], int],
    longest: int,
) -> list[Selection]:
    """Selections that together are ``selection`` and each hold fewer than ``limit`` cells.

    The publisher refuses more than a number of cells at a time, and deep paging fails. The
    largest dimension is cut first, into runs of members; ``length`` says how long the filter
    of a selection becomes in the address, which may not pass ``longest`` characters.
    """
    if _cells(table, selection) < limit and length(selection) <= longest:
        return [selection]
    members = {item.key: selection.get(item.key, item.members) for item in table.dimensions}
    largest = max(members, key=lambda key: len(members[key]))
    if len(members[largest]) < 2:
        return [selection]
    others = _cells(table, {**selection, largest: members[largest][:1]})
    run = max(min((limit - 1) // others, len(members[largest]) - 1), 1)
    while run > 1 and length({**selection, largest: members[largest][:run]}) > longest:
        run //= 2
    parts = [members[largest][start:start + run]
             for start in range(0, len(members[largest]), run)]
    return [piece for part in parts
            for piece in slices(table, {**selection, largest: part}, limit, length, longest)]


def _cells(table: CbsTable, selection: Selection) -> int:
    """How many cells a selection has at most: every combination of members."""
    cells = 1
    for dimension in table.dimensions:
        cells *= len(selection.get(dimension.key, dimension.members))
    return cells
