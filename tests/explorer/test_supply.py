"""How many people study a programme: the newest count of each kind, also when parts are hidden."""

from __future__ import annotations

from dataclasses import replace

from explorer.figures import Figure, FigureBook
from explorer.supply import INFLOW, of_training, supply
from tests.explorer.made_up import COUNT, figure


def test_newest_count_of_each_kind(book: FigureBook) -> None:
    found = supply(book, "isat:34406")
    assert [item.indicator.indicator_id for item in found] == [
        "students", "first_years", "diplomas"]
    for item in found:
        alike = [other for other in book.of_entities(["isat:34406"])
                 if other.indicator == item.indicator]
        assert item.measured_start == max(other.measured_start for other in alike)
        assert item.entity_id == "isat:34406"


def test_new_students_are_told_by_each_definition() -> None:
    """In the order of COUNTS; enrolments are no people, so they are not among them."""
    class Book:
        def of_entities(self, *_: object) -> list[Figure]:
            return [figure(value, indicator=replace(COUNT, indicator_id=name))
                    for value, name in ((9.0, "enrolments"), (1.0, "intake_programme"),
                                        (2.0, "first_years_ho"), (3.0, "intake_programme"))]

    found = supply(Book(), "isat:34406")  # type: ignore[arg-type]
    assert [(item.indicator.indicator_id, item.value) for item in found] == [
        ("first_years_ho", 2.0), ("intake_programme", 3.0)]


def test_hidden_parts_give_a_range_and_no_number(book: FigureBook) -> None:
    diplomas = supply(book, "isat:34406")[-1]
    assert diplomas.value is None
    assert 0 < diplomas.low < diplomas.high


def test_forecast_of_a_type_of_education_but_not_of_all_bachelors() -> None:
    inflow = replace(COUNT, indicator_id=INFLOW)
    near, wide, other_form, missing = (
        figure(value, indicator=inflow, ladder_level=level, form=form)
        for value, level, form in ((900.0, "education_type", "alle"), (9e5, "level", "alle"),
                                   (5.0, "education_type", "bol"),
                                   (None, "education_type", "alle")))
    assert of_training([wide, missing, other_form, near], "alle", INFLOW) == [near]
    assert of_training([wide], "alle", INFLOW) == []


def test_unknown_programme_has_none(book: FigureBook) -> None:
    assert supply(book, "crebo:00000") == []
