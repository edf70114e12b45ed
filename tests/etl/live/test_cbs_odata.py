"""Slices of a CBS table, looking things up by title, and reading groups of school leavers."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import DataError
from etl.sources.cbs_leaver_groups import ho_leavers, mbo_leavers, years_after
from etl.sources.cbs_odata import CbsTable, Dimension, Measure, Member, Selection, slices


def dimension(key: str, *titles: str, width: int = 0) -> Dimension:
    return Dimension(key, key, False, tuple(
        Member(f"{key}{number}".ljust(width), title) for number, title in enumerate(titles)))


@st.composite
def tables(draw: st.DrawFn) -> tuple[CbsTable, Selection]:
    """A table of one to four dimensions, and a selection of members in some of them."""
    sizes = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4))
    found = tuple(dimension(f"D{place}", *map(str, range(size)))
                  for place, size in enumerate(sizes))
    chosen = {item.key: tuple(draw(st.lists(st.sampled_from(item.members), min_size=1,
                                            unique=True)))
              for item in found if draw(st.booleans())}
    return CbsTable("T", "", None, found, ()), chosen


def cells(table: CbsTable, selection: Selection) -> set[tuple[str, ...]]:
    return set(itertools.product(*(
        [member.key for member in selection.get(item.key, item.members)]
        for item in table.dimensions)))


def length(selection: Selection) -> int:
    return sum(10 * len(members) for members in selection.values())


@given(tables(), st.integers(2, 60), st.integers(20, 300))
def test_slices_hold_every_cell_once_and_stay_below_the_limit(
    made: tuple[CbsTable, Selection], limit: int, longest: int
) -> None:
    table, selection = made
    parts = slices(table, selection, limit, length, longest)
    found = [cell for part in parts for cell in cells(table, part)]
    assert len(found) == len(set(found))
    assert set(found) == cells(table, selection)
    assert all(len(cells(table, part)) < limit for part in parts)
    # One member per dimension is as short as a filter gets.
    shortest = 10 * len(table.dimensions)
    assert all(length(part) <= max(longest, shortest) for part in parts)


def test_table_below_the_limit_is_asked_for_at_once() -> None:
    table = CbsTable("T", "", None, (dimension("A", *"abc"), dimension("B", *"abc")), ())
    assert slices(table, {}, 10, length, 100) == [{}]
    assert len(slices(table, {}, 9, length, 100)) == math.ceil(3 / 2)


def test_member_is_found_by_title_code_or_start() -> None:
    found = dimension("X", "Totaal leeftijd", "02 Vormgeving, kunst, talen en gesch...", "Werk")
    assert found.one("Totaal").title == "Totaal leeftijd"
    assert found.one("X2").title == "Werk"
    assert found.one("02 Vormgeving, kunst, talen en geschiedenis").key == "X1"
    assert found.one("Geen internationale student", "werk").title == "Werk"


@pytest.mark.parametrize(("titles", "wanted", "problem"), [
    (("Mannen", "Vrouwen"), "Totaal", "no member «Totaal» in X"),
    (("Totaal mannen", "Totaal vrouwen"), "Totaal", "2 members of X start with «Totaal»"),
])
def test_member_that_is_not_clear_is_refused_with_what_there_is(
    titles: tuple[str, ...], wanted: str, problem: str
) -> None:
    with pytest.raises(DataError) as error:
        dimension("X", *titles).one(wanted)
    assert error.value.problem == problem
    assert titles[0] in str(error.value)


def test_measure_is_found_in_its_group() -> None:
    table = CbsTable("T", "", None, (), (
        Measure("Code_4", "Code", "", "Arbeidsmarktregio's"), Measure("Code_6", "Code", "", "GGD"),
        Measure("Uurloon_3", "Uurloon"), Measure("Uurloon_4", "Uurloon met overwerk")))
    assert table.measure("Code", "Arbeidsmarktregio").key == "Code_4"
    assert table.measure("Uurloon").key == "Uurloon_3"
    with pytest.raises(DataError, match="no measure «Code»"):
        table.measure("Code")


LEVELS = {"entreeopleiding": "entree", "mbo niveau 2": "mbo-2", "mbo-3": "mbo-3",
          "niveau 4": "mbo-4", "": "mbo"}
FORMS = {"Bol-vt en bbl": "", "Bol-vt": "bol", "Bol": "bol", "Bbl": "bbl"}


@given(st.sampled_from(sorted(FORMS)), st.sampled_from(sorted(LEVELS)),
       st.sampled_from(["met diploma", "zonder diploma"]), st.booleans())
def test_mbo_titles_say_form_level_and_diploma(
    form: str, level: str, diploma: str, total: bool
) -> None:
    title = " ".join(part for part in (form, level, "totaal" if total else "", diploma) if part)
    found = mbo_leavers(title)
    assert found is not None
    assert found.suffix == "|".join(part for part in (
        LEVELS[level], FORMS[form], diploma.replace("met ", "").replace("zonder ", "geen_"))
        if part)
    assert diploma in found.name


@pytest.mark.parametrize(("title", "suffix"), [
    ("Bol-vt en bbl totaal", "mbo"), ("Totaal", "mbo"), ("Bbl totaal", "mbo|bbl"),
    ("Mbo niveau 2", "mbo-2|diploma"), ("Mbo niveau 2 totaal", "mbo-2"),
    ("Mbo 1/entree met diploma", "entree|diploma"), ("Niveau 2 en 3 met diploma", None),
    ("Niveau 2-4", None), ("Bol-dt totaal", None), ("Derde leerweg", None),
    ("Bol met diploma en bol zonder diploma", None),
])
def test_mbo_titles_that_are_not_clear_are_not_guessed(title: str, suffix: str | None) -> None:
    found = mbo_leavers(title)
    assert (found.suffix if found else None) == suffix


@pytest.mark.parametrize(("title", "suffix"), [
    ("Hbo-bachelor", "hbo-ba"), ("Wo-master", "wo-ma"), ("Hbo associate degree", "hbo-ad"),
    ("Hbo met diploma", "hbo|voltijd|diploma"), ("Wo totaal", "wo|voltijd"),
    ("Totaal wo zonder diploma", "wo|voltijd|geen_diploma"), ("Totaal uitstromers ho", None),
    ("Hbo en wo met diploma", None), ("Wo-vervolgopleiding", None),
    ("Hbo-bachelor zonder diploma", None),
])
def test_ho_titles(title: str, suffix: str | None) -> None:
    found = ho_leavers(title)
    assert (found.suffix if found else None) == suffix


@pytest.mark.parametrize(("description", "suffix"), [
    ("Uitstromers zonder diploma.", "mbo-2|geen_diploma"), ("Met diploma of zonder diploma.",
                                                            "mbo-2|diploma")])
def test_description_counts_only_when_it_is_clear(description: str, suffix: str) -> None:
    found = mbo_leavers("Mbo niveau 2", description)
    assert found is not None
    assert found.suffix == suffix


@given(st.text())
def test_any_title_can_be_read(text: str) -> None:
    for found in (mbo_leavers(text), ho_leavers(text)):
        assert found is None or found.suffix
    years = years_after(text)
    assert years is None or 0 <= years <= 99


@pytest.mark.parametrize(("title", "years"), [
    ("Direct na verlaten onderwijs", 0), ("10 jaar na verlaten onderwijs", 10),
    ("Een half jaar na verlaten onderwijs", None)])
def test_moments(title: str, years: int | None) -> None:
    assert years_after(title) == years
