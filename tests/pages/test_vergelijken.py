"""Sharing a comparison, and taking it along as PDF, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest

from explorer import export, handout
from explorer.comparison import ROWS, Comparison, compare
from explorer.outlook import Answer
from explorer.texts import Texts, flat_texts
from explorer.ui.session import Library
from tests.pages.conftest import Screen
from tests.pages.pdf import page_count, words_of

NL = flat_texts("nl")
TEXTS = Texts("nl")
IDS = ("crebo:25180", "isat:34406", "isat:34402", "crebo:25400")
LINK = "http://localhost:8501/vergelijken?id=crebo:25180&id=isat:34406&v=abc"


def press(screen: Screen, label: str) -> None:
    next(button for button in screen.app.button if button.label == label).click()
    screen.run()


@pytest.fixture
def comparison(shelf: Library) -> Comparison:
    return compare(shelf.book, shelf.crises, [shelf.programmes[item] for item in IDS], ROWS, TEXTS)


def test_a_shared_link_leaves_the_list_of_the_visitor_alone(
    screen: Screen, shelf: Library
) -> None:
    screen.open("vergelijken", id=list(IDS[:2]))
    screen.open("vergelijken", id=list(IDS[2:]), v=shelf.store.data_version)
    assert NL["compare.shared"] in screen.notices
    assert screen.app.session_state["basket"] == list(IDS[:2])
    press(screen, NL["compare.back_to_mine"])
    assert screen.address["id"] == list(IDS[:2])
    assert NL["compare.shared"] not in screen.notices


def test_a_shared_list_can_be_taken_over(screen: Screen, shelf: Library) -> None:
    screen.open("vergelijken", id=list(IDS[2:]), v=shelf.store.data_version)
    press(screen, NL["compare.take_over"])
    assert screen.app.session_state["basket"] == list(IDS[2:])
    assert NL["compare.shared"] not in screen.notices


@pytest.mark.parametrize("version", [{}, {"v": "abcd1234"}])
def test_a_link_without_any_known_programme_takes_nothing_away(
    screen: Screen, version: dict[str, str]
) -> None:
    screen.open("vergelijken", id=list(IDS[:2]))
    screen.open("vergelijken", id="crebo:99999", **version)
    for _ in range(2):
        assert NL["notice.unknown_programme"].format(code="crebo:99999") in screen.notices
        assert NL["compare.shared"] not in screen.notices
        assert screen.address["id"] == ["crebo:99999"]
        assert screen.app.session_state["basket"] == list(IDS[:2])
        screen.run()


def test_a_programme_can_be_moved_and_taken_away(screen: Screen) -> None:
    screen.open("vergelijken", id=list(IDS[:3]))
    screen.app.button(key=f"voor_{IDS[2]}").click()
    screen.run()
    assert screen.address["id"] == [IDS[0], IDS[2], IDS[1]]
    screen.app.button(key=f"weg_{IDS[0]}").click()
    screen.run()
    assert screen.address["id"] == [IDS[2], IDS[1]]


def test_an_old_code_in_a_link_points_to_its_successor(screen: Screen, shelf: Library) -> None:
    old, new = next(iter(shelf.successors.items()))
    screen.open("vergelijken", id=[old, IDS[1]])
    assert any(shelf.programmes[new].code in notice for notice in screen.notices)


def test_csv_holds_what_is_needed_to_cite_every_figure(comparison: Comparison) -> None:
    text = export.as_csv(comparison, "abc", LINK, TEXTS)
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert rows[-1]["programme_id"] == NL["compare.csv_link"]
    figures = [row for row in rows[:-1] if row["value"]]
    assert len(figures) >= 8
    for row in figures:
        for name in ("unit", "source", "licence", "attribution", "url", "measured_start",
                     "population", "ladder_level", "entity_id", "data_version"):
            assert row[name], name
        assert re.fullmatch(r"-?\d+(,\d+)?", row["value"])
    assert all(row["missing_reason"] and row["missing_why"] for row in rows[:-1]
               if not row["value"] and row["row"] != "crisis")
    effects = [row for row in rows if row["row"] == "crisis"]
    assert len(effects) == len(IDS) * len(comparison.crises)
    assert all(row["effect"] and row["question"] for row in effects)


def not_to_copy(comparison: Comparison, publisher: str) -> Comparison:
    """The same comparison, where the figures of a publisher may only be shown."""
    def closed(answer: Answer | None) -> Answer | None:
        if answer is None or answer.figure is None \
                or answer.figure.source.publisher != publisher:
            return answer
        source = replace(answer.figure.source, shareable=False)
        return replace(answer, figure=replace(answer.figure, source=source))

    return replace(comparison, rows=tuple(
        replace(row, answers={name: closed(answer) for name, answer in row.answers.items()})
        for row in comparison.rows))


def test_a_figure_that_may_only_be_shown_is_in_no_file(comparison: Comparison) -> None:
    closed = not_to_copy(comparison, "OCW/CBS")
    found = json.loads(export.as_json(closed, "abc", LINK, TEXTS))
    pay = [item for item in found["figures"] if item["row"] == "pay"]
    assert {item["missing_reason"] for item in pay} == {"not_shareable"}
    assert all(item[name] is None for item in pay for name in ("value", "low", "high", "n"))
    assert all(item["licence"] and item["url"] and item["missing_why"] for item in pay)
    assert found["verdicts"]["pay"] == NL["compare.verdict_not_copied"]
    (row,) = [row for row in comparison.rows if row.key == "pay"]
    written = export.as_csv(closed, "abc", LINK, TEXTS)
    assert not any(sentence in written for sentence in row.sentences)


def test_json_says_the_same_as_the_page(comparison: Comparison) -> None:
    found = json.loads(export.as_json(comparison, "abc", LINK, TEXTS))
    assert [item["programme_id"] for item in found["programmes"]] == list(IDS)
    assert (found["link"], found["data_version"]) == (LINK, "abc")
    assert set(found["verdicts"]) == {row.key for row in comparison.rows}
    assert {tuple(item["effects"]) for item in found["crises"]} == {IDS}
    pay = next(item for item in found["figures"] if item["row"] == "pay" and item.get("value"))
    assert pay["unit"] == "euro_per_hour"
    assert isinstance(pay["value"], float)
    assert all("value" in item for item in found["figures"])
    assert all(item["missing_reason"] and item["missing_why"] for item in found["figures"]
               if item["value"] is None)


def test_hand_out_says_the_figures_their_sources_and_the_way_back(
    shelf: Library, comparison: Comparison
) -> None:
    three = compare(shelf.book, shelf.crises, comparison.programmes[:handout.MOST], ROWS, TEXTS)
    pdf = handout.handout(three, "abc", LINK, date(2026, 11, 23), TEXTS)
    assert pdf.startswith(b"%PDF-")
    assert b"/Lang (nl)" in pdf
    text = words_of(pdf)
    for programme in three.programmes:
        assert programme.name.split()[0] in text
    assert "€" in text
    for block in (*(row.title for row in three.rows if row.key != "internship"),
                  *(crisis.name for crisis in three.crises)):
        assert block in text
    assert "23 november 2026" in text
    assert "Bron: CBS" in text
    assert NL["handout.talk"] in text
    assert page_count(pdf) <= 2


@pytest.mark.parametrize("language", ["nl", "en"])
def test_hand_out_of_two_programmes_is_one_page(shelf: Library, language: str) -> None:
    """A class gets it as one copy; a sample of all kinds of programmes, long names too."""
    texts = Texts(language)
    known = sorted((item for item in shelf.programmes.values() if item.current),
                   key=lambda item: (len(item.name), item.programme_id))
    pairs = [*zip(known[::120], known[60::120], strict=False),
             (known[-1], known[-2]),
             (shelf.programmes["crebo:25180"], shelf.programmes["isat:34406"])]
    assert len(pairs) > 12
    for pair in pairs:
        pdf = handout.handout(compare(shelf.book, shelf.crises, pair, ROWS, texts), "abcd1234",
                              LINK, date(2026, 11, 23), texts)
        assert page_count(pdf) == 1, [item.name for item in pair]
        assert all(text in words_of(pdf) for text in (
            texts("handout.talk"), texts("handout.sources"), texts("handout.back"), LINK))


def test_hand_out_works_in_english_and_with_one_missing_figure(shelf: Library) -> None:
    texts = Texts("en")
    chosen = [shelf.programmes[item] for item in IDS[:2]]
    pdf = handout.handout(compare(shelf.book, shelf.crises, chosen, ("internship",), texts),
                          "abc", LINK, date(2026, 11, 23), texts)
    assert texts("handout.heading") in words_of(pdf)
