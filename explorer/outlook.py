"""The questions a student asks, and which figure answers each of them for a programme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from explorer.figures import Figure, FigureBook
from explorer.programmes import Programme
from explorer.store import Store


@dataclass(frozen=True)
class Slot:
    """A question with the figures that may answer it: (indicator, years after), best first."""

    key: str
    wanted: dict[str, tuple[tuple[str, float | None], ...]]

    def candidates(self, sector: str) -> tuple[tuple[str, float | None], ...]:
        """What may answer it for mbo, hbo or wo."""
        return self.wanted.get(sector, ())


# In the order of the page. Unemployment and fit are asked of former students in surveys.
SLOTS = (
    Slot("pay", {
        "mbo": (("hourly_wage_leavers", 1.0),),
        "hbo": (("hourly_wage_leavers", 1.0),),
        "wo": (("hourly_wage_leavers", 1.0),),
    }),
    Slot("work", {
        "mbo": (("work_share_12h", 0.0),),
        "hbo": (("work_share_leavers", 1.0),),
        "wo": (("work_share_leavers", 1.0),),
    }),
    Slot("looking", {
        "mbo": (("unemployment_mbo_survey", 1.5),),
        "hbo": (("unemployment_hbo_monitor", 1.5),),
        "wo": (),
    }),
    Slot("match", {"mbo": (("match_mbo_survey", 1.5),), "hbo": (), "wo": ()}),
    Slot("internship", {"mbo": (("internship_chance", None),)}),
    # A facet of its own: how many still looked for a place, never mixed with chances of work.
    Slot("shortage", {"mbo": (("internship_shortage", None),)}),
    Slot("students", {
        "mbo": (("students", None),),
        "hbo": (("students", None),),
        "wo": (("first_years", None),),
    }),
)
SLOT = {slot.key: slot for slot in SLOTS}

# Why there is no figure at all, per question and sector, when the store has none to show.
_NONE = {
    ("internship", "mbo"): "not_loaded",
    ("looking", "wo"): "not_loaded",
    ("match", "hbo"): "not_loaded",
    ("match", "wo"): "not_loaded",
}


@dataclass(frozen=True)
class Answer:
    """The figure that answers a question, or the reason why there is none."""

    slot: str
    figure: Figure | None
    missing_reason: str | None = None
    nearer_gap: str | None = None

    @property
    def value(self) -> float | None:
        """The value, when there is one."""
        return self.figure.value if self.figure else None


def default_form(programme: Programme) -> str:
    """The form whose figures are shown first: bol where it exists, for ho there is one."""
    if programme.sector != "mbo":
        return "alle"
    return "bol" if "bol" in programme.forms or "bol-dt" in programme.forms else "bbl"


def answers(
    book: FigureBook, programmes: Sequence[Programme], form: str | None = None
) -> dict[str, dict[str, Answer]]:
    """Per programme and question the figure that answers it.

    ``form`` is bol or bbl for mbo programmes that have both; others use the one they have.
    """
    figures: dict[str, list[Figure]] = {}
    for figure in book.best([programme.programme_id for programme in programmes]):
        figures.setdefault(figure.programme_id or "", []).append(figure)
    return {
        programme.programme_id: _answers(
            programme, figures.get(programme.programme_id, []),
            form if form in programme.forms else default_form(programme),
        )
        for programme in programmes
    }


def _answers(programme: Programme, figures: Iterable[Figure], form: str) -> dict[str, Answer]:
    known = {(figure.indicator.indicator_id, figure.years_after): figure
             for figure in figures if figure.form == form}
    result = {}
    for slot in SLOTS:
        if programme.sector not in slot.wanted:
            continue
        found = next((known[key] for key in slot.candidates(programme.sector) if key in known),
                     None)
        if found is not None:
            result[slot.key] = Answer(slot.key, found, found.missing_reason)
        else:
            reason = _NONE.get((slot.key, programme.sector), "not_measured")
            result[slot.key] = Answer(slot.key, None, reason)
    return result


def filter_values(store: Store, slot_key: str) -> dict[str, float]:
    """Programme -> value of a question, for filters: mbo bol where it exists, else bbl."""
    values: dict[str, float] = {}
    for sector, candidates in SLOT[slot_key].wanted.items():
        for indicator_id, years in candidates:
            rows = store.rows(
                """
                SELECT best.programme_id,
                       arg_min(best.value, CASE WHEN best.form = 'bbl' THEN 1 ELSE 0 END) AS value
                FROM best_figure AS best
                JOIN programme USING (programme_id)
                WHERE programme.sector = $sector AND indicator_id = $indicator
                  AND years_after IS NOT DISTINCT FROM $years AND best.value IS NOT NULL
                  AND (best.form = 'alle' OR list_contains(programme.form, best.form))
                GROUP BY best.programme_id
                """,
                {"sector": sector, "indicator": indicator_id, "years": years},
            )
            for row in rows:
                values.setdefault(row["programme_id"], row["value"])
    return values


@dataclass(frozen=True)
class Occupation:
    """An occupation group that a programme leads to, with its outlook."""

    occupation_id: str
    name: str
    weight: float
    strength: str
    reason: str
    own_judgement: bool
    figures: dict[str, Figure]


def occupations(book: FigureBook, programme_id: str) -> list[Occupation]:
    """Occupation groups of a programme, heaviest first; empty when it is too broad to say."""
    rows = book.store.rows(
        """
        SELECT to_id, occupation.name, weight, strength, reason, basis = 'own_judgement' AS own
        FROM link JOIN occupation ON occupation_id = to_id
        WHERE programme_id = $programme AND link.kind = 'occupation' AND strength <> 'geen'
        ORDER BY weight DESC, occupation.name
        """,
        {"programme": programme_id},
    )
    figures: dict[str, dict[str, Figure]] = {}
    for figure in book.of_entities([row["to_id"] for row in rows]):
        figures.setdefault(figure.entity_id, {})[figure.indicator.indicator_id] = figure
    return [
        Occupation(row["to_id"], row["name"], row["weight"], row["strength"], row["reason"],
                   row["own"], figures.get(row["to_id"], {}))
        for row in rows
    ]


@dataclass(frozen=True)
class LinkedIndustry:
    """An industry where people with this programme work, with our share and reason."""

    industry_id: str
    name: str
    code: str
    weight: float
    strength: str
    reason: str
    own_judgement: bool


def industries(store: Store, programme_id: str) -> list[LinkedIndustry]:
    """Industries of a programme, heaviest first; empty when it is too broad to say."""
    rows = store.rows(
        """
        SELECT industry_id, industry.name, code, weight, strength, reason,
               basis = 'own_judgement' AS own_judgement
        FROM link JOIN industry ON industry_id = substr(to_id, 5)
        WHERE programme_id = $programme AND link.kind = 'industry' AND strength <> 'geen'
        ORDER BY weight DESC, industry.name
        """,
        {"programme": programme_id},
    )
    return [LinkedIndustry(**row) for row in rows]


def trend(book: FigureBook, figure: Figure) -> list[Figure]:
    """All moments of the same indicator, entity, source and years after: one honest line."""
    return [
        other
        for other in book.of_entities([figure.entity_id])
        if other.indicator == figure.indicator
        and other.source == figure.source
        and other.years_after == figure.years_after
        and other.region_id == figure.region_id
    ]
