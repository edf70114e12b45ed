"""The one error an analyst sees: what is wrong, where, and what to do."""

from __future__ import annotations


class DataError(Exception):
    """A file or table cannot be used as it is.

    ``str(error)`` is one sentence: file, line and column where known, the problem, and what to
    do about it. The command prints it and exits non-zero; the last good store stays in place.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
        advice: str | None = None,
    ) -> None:
        self.problem = problem
        self.file = file
        self.line = line
        self.column = column
        self.advice = advice
        super().__init__(str(self))

    def __str__(self) -> str:
        place = [part for part in (
            self.file,
            f"line {self.line}" if self.line is not None else None,
            f"column {self.column}" if self.column else None,
        ) if part]
        text = f"{', '.join(place)}: {self.problem}" if place else self.problem
        return f"{text} {self.advice}" if self.advice else text


def interrupted(error: BaseException) -> bool:
    """Is it Ctrl-C? DuckDB tells that of during a query as an error of its own."""
    return isinstance(error, KeyboardInterrupt) or (
        isinstance(error, RuntimeError) and str(error) == "Query interrupted")
