"""Figures of the embedded store: complete, and borrowed from the nearest group that has one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from explorer.figures import Figure, FigureBook
from explorer.outlook import trend
from explorer.programmes import Programme
from explorer.store import Store
from store.schema import ENUMS

_STEPS = ENUMS["ladder_level"]
# Words in an entity that only one sector has, for steps above the programme itself.
_FOREIGN = {
    "mbo": ("hbo", "wo-", "wo|", "hoop:"), "hbo": ("mbo", "wo-", "wo|", "segment:"),
    "wo": ("mbo", "hbo", "segment:"),
}


@pytest.fixture(scope="module")
def best(book: FigureBook, programmes: dict[str, Programme]) -> list[Figure]:
    """Every figure that any programme shows."""
    return book.best(list(programmes))


def test_there_are_figures_for_every_sector(
    best: list[Figure], programmes: dict[str, Programme]
) -> None:
    assert {programmes[figure.programme_id].sector for figure in best} == {"mbo", "hbo", "wo"}


def test_every_figure_has_source_dates_people_and_value_or_reason(best: list[Figure]) -> None:
    for figure in best:
        assert figure.source.publisher and figure.source.attribution and figure.source.licence
        assert figure.address().startswith("https://"), figure.figure_id
        assert figure.measured_start <= figure.measured_end
        assert figure.population
        assert (figure.value is None) != (figure.missing_reason is None), figure.figure_id
        assert figure.missing_reason in (None, *ENUMS["missing_reason"])


def test_forecasts_say_for_which_year_and_the_rest_is_not_of_the_future(
    best: list[Figure], opened: Store
) -> None:
    made = date.fromisoformat(opened.info["made_at"][:10])
    for figure in best:
        if figure.is_forecast:
            assert figure.horizon > figure.measured_end.year
        else:
            assert figure.measured_end <= made, figure.figure_id


def test_no_figure_comes_from_another_sector(
    best: list[Figure], programmes: dict[str, Programme]
) -> None:
    strange = {
        (figure.programme_id, figure.entity_id) for figure in best
        if figure.ladder_level in ("dossier", "field_level", "level")
        and any(word in figure.entity_id.lower()
                for word in _FOREIGN[programmes[figure.programme_id].sector])
    }
    assert strange == set()


def test_own_figures_are_of_the_programme_itself(best: list[Figure]) -> None:
    for figure in best:
        if figure.ladder_level == "programme":
            assert figure.step == 1
            assert figure.entity_id.startswith(figure.programme_id)


def test_figures_of_bol_and_bbl_are_not_swapped(best: list[Figure]) -> None:
    for figure in best:
        other = {"bol": "|bbl", "bbl": "|bol"}.get(figure.form, "|-")
        assert other not in figure.entity_id, figure.figure_id


def test_ladder_goes_from_near_to_far(opened: Store) -> None:
    rows = opened.rows("SELECT programme_id, form, ladder_level FROM ladder "
                       "ORDER BY programme_id, form, step")
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        key, level = (row["programme_id"], row["form"]), _STEPS.index(row["ladder_level"])
        assert level >= seen.get(key, 0), row
        seen[key] = level


def test_best_is_the_nearest_that_is_known(opened: Store, best: list[Figure]) -> None:
    """Asked again in another way: no nearer or newer figure that is known is passed by."""
    passed_by = opened.rows(
        """
        WITH known AS (
            FROM figure WHERE value IS NOT NULL OR range_kind = 'bounds'
        )
        SELECT best.programme_id, best.indicator_id, figure.figure_id
        FROM best_figure AS best
        JOIN ladder ON ladder.programme_id = best.programme_id AND ladder.form = best.form
        JOIN known AS figure ON figure.entity_id = ladder.entity_id
            AND figure.indicator_id = best.indicator_id AND figure.region_id = 'NL01'
            AND figure.years_after IS NOT DISTINCT FROM best.years_after
        WHERE best.figure_id NOT IN (SELECT figure_id FROM known) OR ladder.step < best.step OR (
            ladder.step = best.step AND figure.measured_end > best.measured_end)
        LIMIT 5
        """
    )
    assert passed_by == []


def test_newest_count_is_told_also_when_a_part_is_hidden(book: FigureBook) -> None:
    """DUO hides two cells of hbo Informatica in 2024; the exact count of 2020 is no answer."""
    students = next(figure for figure in book.best(["isat:34479"])
                    if figure.indicator.indicator_id == "students")
    assert students.measured_start == date(2024, 10, 1)
    assert (students.value, students.low, students.high) == (None, 3973, 3979)


def one(figures: Iterable[Figure], indicator_id: str, years_after: float) -> Figure:
    (found,) = [figure for figure in figures if figure.years_after == years_after
                and figure.indicator.indicator_id == indicator_id]
    return found


def test_pay_after_hbo_economie_is_the_figure_of_october_2019(
    book: FigureBook, programmes: dict[str, Programme]
) -> None:
    wanted = [item.programme_id for item in programmes.values()
              if item.field_id == "hoop:ECONOMIE" and item.level == "hbo-ba"]
    assert len(wanted) > 50
    for programme_id in wanted:
        found = one(book.best([programme_id]), "hourly_wage_leavers", 1.0)
        assert (found.value, found.ladder_level) == (16.06, "field_level")
        assert (found.measured_start, found.measured_end) == (
            date(2019, 10, 1), date(2019, 10, 31))
        assert found.source.source_id == "ocw_hbo_wage_2019"


def test_nearest_figure_of_a_mbo_programme_tells_why_nearer_ones_are_missing(
    book: FigureBook, opened: Store
) -> None:
    """Where the store knows a reason on a nearer step, it is found; elsewhere nothing is."""
    rows = opened.rows(
        "SELECT DISTINCT ladder.programme_id, figure.missing_reason FROM ladder "
        "JOIN figure USING (entity_id) JOIN best_figure AS best "
        "ON best.programme_id = ladder.programme_id AND best.form = ladder.form "
        "AND best.indicator_id = figure.indicator_id AND best.value IS NOT NULL "
        "AND best.years_after IS NOT DISTINCT FROM figure.years_after "
        "WHERE figure.value IS NULL AND ladder.step < best.step ORDER BY ALL LIMIT 3")
    for row in rows:
        gaps = {book.nearer_gap(row["programme_id"], figure)
                for figure in book.best([row["programme_id"]]) if figure.value is not None}
        assert row["missing_reason"] in gaps
    ho = one(book.best(["isat:34406"]), "hourly_wage_leavers", 1.0)
    assert book.nearer_gap("isat:34406", ho) is None


def test_trend_is_one_source_one_definition_oldest_first(
    best: list[Figure], book: FigureBook
) -> None:
    shown = {(figure.entity_id, figure.indicator.indicator_id, figure.years_after): figure
             for figure in best if figure.ladder_level != "programme"}
    for figure in list(shown.values())[:60]:
        line = trend(book, figure)
        starts = [other.measured_start for other in line]
        assert figure.figure_id in [other.figure_id for other in line]
        assert starts == sorted(starts)
        assert len(set(starts)) == len(starts), figure.figure_id
        assert {(other.source.source_id, other.indicator.indicator_id) for other in line} == {
            (figure.source.source_id, figure.indicator.indicator_id)}


def test_names_and_explanations_exist_in_both_languages(book: FigureBook) -> None:
    for indicator in book.indicators.values():
        for language in ("nl", "en"):
            assert indicator.title(language)
            assert indicator.explained(language)


def test_list_of_figures_is_ones_own(book: FigureBook) -> None:
    """What was read is kept for the next visitor, who may not notice what this one does."""
    first = book.best(["isat:34406"])
    assert first
    first.clear()
    assert book.best(["isat:34406"])
    entities = book.of_entities(["mbo|bol|diploma"])
    assert book.of_entities(["mbo|bol|diploma"]) == entities
    entities.clear()
    assert book.of_entities(["mbo|bol|diploma"])


def test_order_of_asking_does_not_change_the_answer(
    book: FigureBook, programmes: dict[str, Programme]
) -> None:
    ids = list(programmes)[:60]
    many = book.best(ids)
    assert many == [figure for item in sorted(ids) for figure in book.best([item])]
