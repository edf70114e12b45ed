"""What a table of the store is: columns with type, meaning and rules, and their DDL."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Origin = Literal["publisher", "reference", "derived"]


@dataclass(frozen=True)
class Column:
    """One column: SQL type, meaning (with unit), and what may stand in it."""

    name: str
    type: str
    meaning: str
    required: bool = False
    references: str | None = None
    check: str | None = None
    origin: Origin | None = None

    def ddl(self) -> str:
        """The column's line in CREATE TABLE."""
        parts = [f'"{self.name}"', self.type]
        if self.required:
            parts.append("NOT NULL")
        if self.check:
            parts.append(f"CHECK ({self.check})")
        if self.references:
            parts.append(f"REFERENCES {self.references}")
        return " ".join(parts)


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its key, and its columns.

    A key that is not ``indexed`` is checked after the build instead of row by row, because the
    index of a large table with long keys would weigh more than the table.
    """

    name: str
    meaning: str
    origin: Origin
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    checks: tuple[str, ...] = field(default=())
    indexed: bool = True

    def column_names(self) -> tuple[str, ...]:
        """Names in declared order."""
        return tuple(column.name for column in self.columns)

    def publisher_columns(self) -> tuple[str, ...]:
        """Columns that come from publishers' files, hence belong in the snapshot."""
        return tuple(
            column.name for column in self.columns if column.origin in (None, "publisher")
        )

    def ddl(self) -> str:
        """CREATE TABLE with key, foreign keys and checks."""
        lines = [column.ddl() for column in self.columns]
        if self.indexed:
            lines.append(f"PRIMARY KEY ({', '.join(self.key)})")
        lines.extend(f"CHECK ({check})" for check in self.checks)
        body = ",\n  ".join(lines)
        return f"CREATE TABLE {self.name} (\n  {body}\n)"


SOURCE = Column("source_id", "VARCHAR", "Source of this row.", True, "source(source_id)")
