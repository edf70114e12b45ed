"""The questions a student asks, and which figure answers each of them for a programme."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from explorer.figures import Figure, FigureBook
from explorer.programmes import Programme
from explorer.store import Store


@dataclass(frozen=True)
class Slot:
    """A question with the figures that may answer it: (indicator, years after), best first.

    A ``quiet`` question is only asked where the store has a figure for it.
    """

    key: str
    wanted: dict[str, tuple[tuple[str, float | None], ...]]
    quiet: bool = False

    def candidates(self, sector: str) -> tuple[tuple[str, float | None], ...]:
        """What may answer it for mbo, hbo or wo."""
        return self.wanted.get(sector, ())


# Figures that were added in a file of one's own are about the programme itself, so they come
# first; they may be about any moment.
_MOMENTS = (None, 1.0, 1.5, 0.0, *(float(years) for years in range(2, 11)))
_OWN_PAY = tuple((indicator, years) for indicator in ("own_wage_hour", "own_wage_month")
                 for years in _MOMENTS)
_SKDB_PAY = (("start_salary_hour_skdb", 1.5), ("start_salary_month_skdb", 1.5))
_SKDB_MATCH = (("job_field_skdb", 1.5), ("job_level_skdb", 1.5))
# Asked of former students by ROA, per programme where twenty or more answered.
_SURVEY_PAY = (("hourly_wage_survey", 1.5), ("monthly_wage_survey", 1.5))
_SURVEY_LOOKING = ("unemployment_survey", 1.5)
_SURVEY_MATCH = ("match_survey", 1.5)
_SECTORS = ("mbo", "hbo", "wo")
_OWN_WORK = tuple(("own_work_share", years) for years in _MOMENTS)
_OWN_INTERNSHIP = tuple(("own_internship_found", years) for years in _MOMENTS)

# In the order of the page. Unemployment and fit are asked of former students in surveys.
SLOTS = (
    Slot("pay", {
        "mbo": (*_OWN_PAY, ("start_wage_hour_sic", None), ("start_wage_month_sic", None),
                *_SURVEY_PAY, ("hourly_wage_leavers", 1.0)),
        "hbo": (*_OWN_PAY, *_SURVEY_PAY, *_SKDB_PAY, ("hourly_wage_leavers", 1.0)),
        "wo": (*_OWN_PAY, *_SURVEY_PAY, *_SKDB_PAY, ("hourly_wage_leavers", 1.0)),
    }),
    Slot("work", {
        "mbo": (*_OWN_WORK, ("work_share_leavers", 1.0), ("work_share_12h", 0.0)),
        "hbo": (*_OWN_WORK, ("work_share_leavers", 1.0)),
        "wo": (*_OWN_WORK, ("work_share_leavers", 1.0)),
    }),
    # What SBB expects for who starts now; the other questions look back at who left.
    Slot("chance", {"mbo": (("work_chance_sbb", None),)}),
    Slot("looking", {
        "mbo": (_SURVEY_LOOKING, ("unemployment_mbo_survey", 1.5)),
        "hbo": (_SURVEY_LOOKING, ("unemployment_skdb", 1.5), ("unemployment_hbo_monitor", 1.5)),
        "wo": (_SURVEY_LOOKING, ("unemployment_skdb", 1.5), ("unemployment_level", None)),
    }),
    Slot("match", {"mbo": (_SURVEY_MATCH, ("match_mbo_survey", 1.5)),
                   "hbo": (_SURVEY_MATCH, *_SKDB_MATCH), "wo": (_SURVEY_MATCH, *_SKDB_MATCH)}),
    *(Slot(key, dict.fromkeys(_SECTORS, ((indicator, 1.5),)), quiet=True)
      for key, indicator in (("level", "at_level_survey"), ("field", "own_field_survey"),
                             ("again", "choose_again_survey"))),
    Slot("outlook", dict.fromkeys(_SECTORS, (("outlook_ita", None),)), quiet=True),
    Slot("internship", {"mbo": (("internship_chance", None), *_OWN_INTERNSHIP)}),
    # A facet of its own: how many still looked for a place, never mixed with chances of work.
    Slot("shortage", {"mbo": (("internship_shortage", None),)}),
    Slot("students", {
        "mbo": (("students", None),),
        "hbo": (("students", None),),
        # Without a refresh only the first-year students of wo are known.
        "wo": (("students", None), ("first_years", None)),
    }),
)
SLOT = {slot.key: slot for slot in SLOTS}

# Why there is no figure at all, per question and sector, when the store has none to show.
_NONE = {
    ("internship", "mbo"): "not_loaded",
    ("chance", "mbo"): "not_loaded",
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
    def known(self) -> bool:
        """Is there a figure to show, be it only a range?"""
        return self.figure is not None and self.figure.known

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
    present = set()
    for figure in book.best([programme.programme_id for programme in programmes]):
        figures.setdefault(figure.programme_id or "", []).append(figure)
        present.add((figure.indicator.indicator_id, figure.years_after))
    # A quiet question that one of the programmes answers is asked of all of them.
    asked = [slot for slot in SLOTS if not slot.quiet or present & {
        key for wanted in slot.wanted.values() for key in wanted}]
    loaded = {row["indicator_id"] for row in book.store.rows(
        "SELECT DISTINCT indicator_id FROM figure WHERE value IS NOT NULL")}
    return {
        programme.programme_id: _answers(
            programme, figures.get(programme.programme_id, []),
            form if form in programme.forms else default_form(programme), asked, loaded,
        )
        for programme in programmes
    }


def _answers(
    programme: Programme, figures: Iterable[Figure], form: str, slots: Sequence[Slot],
    loaded: Collection[str],
) -> dict[str, Answer]:
    known = {(figure.indicator.indicator_id, figure.years_after): figure
             for figure in figures if figure.form == form}
    result = {}
    for slot in slots:
        if programme.sector not in slot.wanted:
            continue
        candidates = [known[key] for key in slot.candidates(programme.sector) if key in known]
        # A figure that is missing says why only when no other candidate has a value.
        found = next((figure for figure in candidates if figure.value is not None),
                     candidates[0] if candidates else None)
        if found is not None:
            result[slot.key] = Answer(slot.key, found, found.missing_reason)
        else:
            # Data that are in the store for others were not closed, but not measured for this one.
            there = any(key in loaded for key, _ in slot.candidates(programme.sector))
            reason = "not_measured" if there else _NONE.get((slot.key, programme.sector),
                                                            "not_measured")
            result[slot.key] = Answer(slot.key, None, reason)
    return result


# A filter compares one kind of number: pay per month is not mixed with pay per hour.
_FILTER_UNIT = {"pay": "euro_per_hour", "work": "share", "chance": "class",
                "internship": "class"}


def filter_values(store: Store, slot_key: str) -> dict[str, float]:
    """Programme -> value of a question, for filters: mbo bol where it exists, else bbl."""
    values: dict[str, float] = {}
    present = {(row["indicator_id"], row["years_after"]) for row in store.rows(
        "SELECT DISTINCT indicator_id, years_after FROM figure JOIN indicator "
        "USING (indicator_id) WHERE unit = $unit", {"unit": _FILTER_UNIT[slot_key]})}
    for sector, candidates in SLOT[slot_key].wanted.items():
        for indicator_id, years in candidates:
            if (indicator_id, years) not in present:
                continue
            rows = store.rows(
                """
                SELECT best.programme_id,
                       arg_min(best.value, CASE WHEN best.form = 'bbl' THEN 1 ELSE 0 END) AS value
                FROM best_figure AS best
                JOIN programme USING (programme_id)
                WHERE programme.sector = $sector AND indicator_id = $indicator
                  AND years_after IS NOT DISTINCT FROM $years AND best.value IS NOT NULL
                  AND (best.form = 'alle' OR list_contains(programme.form, best.form)
                       OR best.form = 'bol' AND list_contains(programme.form, 'bol-dt'))
                GROUP BY best.programme_id
                """,
                {"sector": sector, "indicator": indicator_id, "years": years},
            )
            for row in rows:
                values.setdefault(row["programme_id"], row["value"])
    return values


def pays_per_month(store: Store) -> bool:
    """May a page show pay per month? Filters go by the hour, so they then use another figure."""
    wanted = sorted({indicator for candidates in SLOT["pay"].wanted.values()
                     for indicator, _ in candidates})
    return bool(store.rows(
        "SELECT 1 FROM figure JOIN indicator USING (indicator_id) WHERE value IS NOT NULL "
        "AND unit = 'euro_per_month' AND list_contains($wanted, indicator_id) LIMIT 1",
        {"wanted": wanted}))


def trend(book: FigureBook, figure: Figure) -> list[Figure]:
    """All moments of the same indicator, entity, source and years after: one honest line."""
    return [
        other
        for other in book.of_entities([figure.entity_id], figure.region_id)
        if other.indicator == figure.indicator
        and other.source == figure.source
        and other.years_after == figure.years_after
    ]
