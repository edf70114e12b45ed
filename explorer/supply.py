"""Supply and demand: how many people study a programme, and how many places ROA expects."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.figures import Figure, FigureBook

# Who is new is counted in three ways, each with its own name and explanation.
COUNTS = ("students", "first_years", "first_years_ho", "intake_programme", "diplomas")
INFLOW, OPENINGS = "outlook_inflow", "outlook_openings"


def supply(book: FigureBook, programme_id: str) -> list[Figure]:
    """The newest count of each kind that is known for the programme itself.

    A count of which parts are hidden (lowest and highest possible number) is known too.
    """
    newest: dict[str, Figure] = {}
    for figure in book.of_entities([programme_id], "NL01"):  # oldest first
        if figure.known and figure.indicator.indicator_id in COUNTS:
            newest[figure.indicator.indicator_id] = figure
    return [newest[name] for name in COUNTS if name in newest]


def of_training(figures: Iterable[Figure], form: str, indicator_id: str) -> list[Figure]:
    """What ROA expects for the type of education that the programme belongs to; at most one.

    Wider groups, such as all bachelors together, say too little about one programme.
    """
    return [figure for figure in figures
            if figure.indicator.indicator_id == indicator_id and figure.form == form
            and figure.value is not None
            and figure.ladder_level in ("programme", "dossier", "education_type")][:1]
