"""Calendar quarters as values that can be compared, counted and turned into dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_TEXT = re.compile(r"(\d{4})(?:Q|KW0)([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """One calendar quarter; ``number`` runs from 1 to 4. Sorts in time order."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"a year has quarters 1 to 4, not {self.number}")

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """From ``2020Q1`` or CBS's ``2020KW01``; ValueError for anything else."""
        found = _TEXT.fullmatch(text.strip())
        if not found:
            raise ValueError(f"«{text}» is not a quarter like 2020Q1 or 2020KW01")
        return cls(int(found.group(1)), int(found.group(2)))

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter that a day lies in."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def _at(cls, index: int) -> Quarter:
        return cls(index // 4, index % 4 + 1)

    @property
    def _index(self) -> int:
        return self.year * 4 + self.number - 1

    def __add__(self, quarters: int) -> Quarter:
        return self._at(self._index + quarters)

    def __sub__(self, quarters: int) -> Quarter:
        return self._at(self._index - quarters)

    def since(self, earlier: Quarter) -> int:
        """Distance in quarters; negative when ``earlier`` is later."""
        return self._index - earlier._index

    def same_in(self, first: Quarter) -> Quarter:
        """The quarter with this season in the four quarters that begin with ``first``."""
        return first + (self._index - first._index) % 4

    @property
    def start(self) -> date:
        """First day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """Last day."""
        return (self + 1).start - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


def span(first: Quarter, last: Quarter) -> Iterator[Quarter]:
    """Every quarter from first to last, both included; nothing when last comes before first."""
    for step in range(last.since(first) + 1):
        yield first + step
