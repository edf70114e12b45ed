"""Which figure answers which question, on the embedded store."""

from __future__ import annotations

from datetime import date

import pytest

from explorer.crisis import tag
from explorer.figures import FigureBook
from explorer.outlook import (
    SLOT,
    SLOTS,
    Answer,
    answers,
    default_form,
    filter_values,
)
from explorer.programmes import Programme
from explorer.store import Store
from store.schema import ENUMS
from tests.explorer.made_up import programme

OLD_SERIES = {"work_share_any_mbo", "work_share_any_ho"}


@pytest.fixture(scope="module")
def known(book: FigureBook, programmes: dict[str, Programme]) -> dict[str, dict[str, Answer]]:
    """Answers for every programme, in the form that is shown first."""
    return answers(book, list(programmes.values()))


@pytest.mark.parametrize(("changed", "form"), [
    ({"forms": ("bbl", "bol")}, "bol"),
    ({"forms": ("bol-dt",)}, "bol"),
    ({"forms": ("bbl",)}, "bbl"),
    ({"forms": ("voltijd",), "sector": "hbo"}, "alle"),
])
def test_form_that_is_shown_first(changed: dict[str, object], form: str) -> None:
    assert default_form(programme("90001", "Bedacht", **changed)) == form


def test_every_question_of_a_sector_is_answered_or_told_why_not(
    known: dict[str, dict[str, Answer]], programmes: dict[str, Programme]
) -> None:
    for programme_id, found in known.items():
        sector = programmes[programme_id].sector
        assert list(found) == [slot.key for slot in SLOTS if sector in slot.wanted
                               and not (slot.quiet and slot.key not in found)]
        for answer in found.values():
            if answer.figure is None:
                assert answer.missing_reason in ENUMS["missing_reason"]
            else:
                assert answer.missing_reason == answer.figure.missing_reason


def test_answers_are_of_the_programme_and_the_question(
    known: dict[str, dict[str, Answer]], programmes: dict[str, Programme]
) -> None:
    for programme_id, found in known.items():
        for answer in found.values():
            if answer.figure is None:
                continue
            wanted = SLOT[answer.slot].candidates(programmes[programme_id].sector)
            assert answer.figure.programme_id == programme_id
            assert (answer.figure.indicator.indicator_id, answer.figure.years_after) in wanted


def test_old_count_where_any_job_was_work_is_never_an_answer(
    known: dict[str, dict[str, Answer]]
) -> None:
    assert not {indicator for slot in SLOTS for wanted in slot.wanted.values()
                for indicator, _ in wanted} & OLD_SERIES
    shown = {answer.figure.indicator.indicator_id for found in known.values()
             for answer in found.values() if answer.figure}
    assert shown and not shown & OLD_SERIES


def test_work_after_mbo_bol_was_measured_in_corona_time(
    known: dict[str, dict[str, Answer]], book: FigureBook, programmes: dict[str, Programme]
) -> None:
    """OCW in October 2020: 76.3 percent of bol leavers with a diploma, 12 hours or more."""
    for figure in book.of_entities(["mbo|bol|diploma"]):
        if (figure.indicator.indicator_id, figure.measured_start) == (
                "work_share_12h", date(2020, 10, 1)):
            assert (figure.value, tag(figure)) == (0.763, ("corona_2020", "M1"))
            break
    else:
        pytest.fail("not in the store")
    cook = [found["work"].figure for programme_id, found in known.items()
            if found.get("work") and found["work"].figure
            and found["work"].figure.entity_id == "mbo|bol|diploma"]
    assert cook
    assert {figure.value for figure in cook} == {0.763}
    assert {programmes[figure.programme_id].sector for figure in cook} == {"mbo"}


def test_form_is_followed_where_a_programme_has_it(
    book: FigureBook, programmes: dict[str, Programme]
) -> None:
    both = next(item for item in programmes.values()
                if item.current and {"bol", "bbl"} <= set(item.forms))
    for form in ("bol", "bbl"):
        found = answers(book, [both], form)[both.programme_id]["work"]
        assert found.figure.form == form
    only = next(item for item in programmes.values() if item.forms == ("bol",))
    assert answers(book, [only], "bbl") == answers(book, [only], "bol")


@pytest.mark.parametrize("slot", ["pay", "work"])
def test_value_that_is_filtered_on_is_the_value_that_is_shown(
    slot: str, opened: Store, known: dict[str, dict[str, Answer]],
) -> None:
    assert filter_values(opened, slot) == {
        programme_id: found[slot].value for programme_id, found in known.items()
        if found[slot].value is not None}


def test_closed_data_are_told_to_be_closed(known: dict[str, dict[str, Answer]]) -> None:
    assert known["isat:34406"]["match"] == Answer("match", None, "not_loaded")
