"""All that is wrong with a file, row by row, as one error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from etl.errors import DataError


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where, what, and what to do about it."""

    file: str
    line: int
    column: str
    what: str
    advice: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, column {self.column}: {self.what} {self.advice}"


class WrongRows(DataError):
    """Rows of a file that someone filled in are wrong, so nothing of it is loaded.

    ``str(error)`` is a first sentence with the count and then one line per problem.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__(self._first())

    def _first(self) -> str:
        rows = len({(item.file, item.line) for item in self.problems})
        count = "1 row is" if rows == 1 else f"{rows} rows are"
        return f"{count} wrong, so nothing is loaded and the old store stays:"

    def __str__(self) -> str:
        return "\n".join([self._first(), *(f"  {item}" for item in self.problems)])
