"""A comparison as data: programmes, rows of answers with their verdicts, rows of crises.

The page, the files and the hand-out are all made from this, so they say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer import words
from explorer.compare import verdict
from explorer.crisis import Crisis, Effect, mixed_measurement, programme_effects
from explorer.figures import Figure, FigureBook
from explorer.outlook import SLOTS, Answer, answers
from explorer.programmes import Programme
from explorer.texts import Texts

# Shortages of internships are counts of groups of different size, so they are no row here.
ROWS = (*(slot.key for slot in SLOTS if slot.key != "shortage"), "crisis")


@dataclass(frozen=True)
class Row:
    """One question: an answer per programme, and what may be said about the differences."""

    key: str
    title: str
    answers: dict[str, Answer | None]
    sentences: tuple[str, ...]

    @property
    def known(self) -> bool:
        """Is there a figure for at least one of the programmes?"""
        return any(answer is not None and answer.known for answer in self.answers.values())


@dataclass(frozen=True)
class CrisisRow:
    """One crisis: what it did to the work that each programme leads to."""

    name: str
    title: str
    effects: dict[str, Effect | None]


@dataclass(frozen=True)
class Comparison:
    """Programmes in the order of the visitor, with all rows that were asked for."""

    programmes: tuple[Programme, ...]
    names: dict[str, str]
    rows: tuple[Row, ...]
    crises: tuple[CrisisRow, ...]


def compare(
    book: FigureBook, crises: dict[str, Crisis], programmes: Sequence[Programme],
    rows: Sequence[str], texts: Texts,
) -> Comparison:
    """Put programmes next to each other for the chosen rows (keys of ``ROWS``)."""
    names = {programme.programme_id: programme.title(texts.language) for programme in programmes}
    known = answers(book, programmes)
    found = []
    for key in rows:
        if key == "crisis":
            continue
        shown = {name: known[name].get(key) for name in names}
        if any(shown.values()):
            found.append(Row(key, texts(f"slot.{key}"), shown,
                             tuple(_sentences(key, shown, names, texts))))
    crisis_rows = _crisis_rows(book, crises, names, texts) if "crisis" in rows else ()
    return Comparison(tuple(programmes), names, tuple(found), crisis_rows)


def _sentences(
    key: str, shown: dict[str, Answer | None], names: dict[str, str], texts: Texts
) -> list[str]:
    if key == "students":
        return [texts("compare.students_no_verdict")]
    figures: dict[str, Figure | None] = {
        name: answer.figure if answer else None for name, answer in shown.items()
    }
    result = verdict(figures)
    sentences = words.verdict(result, figures, names, texts)
    if result.code in ("difference", "no_clear_difference") and mixed_measurement(
        figure for figure in figures.values() if figure and figure.value is not None
    ):
        sentences.append(texts("compare.mixed"))
    return sentences


def _crisis_rows(
    book: FigureBook, crises: dict[str, Crisis], names: dict[str, str], texts: Texts
) -> tuple[CrisisRow, ...]:
    """One row per crisis with a dip, the last one first."""
    effects: dict[tuple[str, str], Effect] = {
        (programme_id, effect.crisis_id): effect
        for programme_id, found in programme_effects(book.store, list(names)).items()
        for effect in found
    }
    return tuple(
        CrisisRow(crisis.title(texts.language),
                  texts("effect.row_title", name=crisis.title(texts.language)),
                  {name: effects.get((name, crisis.crisis_id)) for name in names})
        for crisis in reversed(crises.values()) if crisis.dip_start is not None
    )
