"""Studiekeuzedatabase from a replay server (every figure made up) into figures.

In the replay the programme on place p has a median pay of 2700 + 10p and an unemployment of
4 + p percent; those of place 3 have no unemployment.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sources.skdb import authorization, page
from etl.sources.skdb_fields import field_of, leaves, number_in
from tests.etl.live.conftest import Refresh, Refreshed
from tests.wire.server import serve
from tests.wire.skdb import TOKEN, Skdb

FIGURE = "SELECT {} FROM pub.figure WHERE source_id = 'skdb' AND entity_id = '{}' " \
         "AND indicator_id = '{}'"


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKDB_TOKEN", TOKEN)


def done_by(refreshed: Refresh, publisher: Skdb) -> Refreshed:
    with serve(publisher) as server:
        return refreshed(server, "skdb", min_rows=1)


def figure(done: Refreshed, columns: str, entity: str, indicator: str) -> tuple[object, ...]:
    (row,) = done.rows(FIGURE.format(columns, entity, indicator))
    return row


def warnings(done: Refreshed) -> str:
    return "\n".join(str(row[0]) for row in done.rows(
        "SELECT unnest(warnings) FROM pub.load WHERE source_id = 'skdb'"))


def test_every_subject_is_found_by_its_name(refreshed: Refresh) -> None:
    done = done_by(refreshed, Skdb())
    assert done.results["skdb"].outcome == "fetched"
    year = date.today().year - 1
    # Four programmes and five subjects, the same at both schools.
    assert done.rows("SELECT count(*), count(value) FROM pub.figure WHERE source_id = 'skdb'") \
        == [(20, 19)]
    assert figure(done, "value, n, years_after, ladder_level, measured_assumed, measured_end",
                  "skdb:34479", "start_salary_month_skdb") == (
        2710.0, 120, 1.5, "education_type", True, date(year, 12, 31))
    assert figure(done, "value", "skdb:34479", "unemployment_skdb") == (0.05,)
    assert figure(done, "value, missing_reason", "skdb:34401", "unemployment_skdb") == (
        None, "publisher_gives_none")
    for indicator, value in (("job_level_skdb", 0.88), ("job_field_skdb", 0.8),
                             ("permanent_skdb", 0.71)):
        assert figure(done, "value", "skdb:34406", indicator) == (value,)
    assert ("isat:34479", "skdb:34479") in done.rows(
        "SELECT programme_id, group_id FROM pub.programme_group WHERE source_id = 'skdb'")


def test_what_was_met_is_told(refreshed: Refresh) -> None:
    done = done_by(refreshed, Skdb())
    told = warnings(done)
    assert "figure pay: startSalarisMediaan" in told
    assert "also about pay, not used: startSalarisGemiddeld" in told
    assert "number of people pay: startSalarisAantal" in told
    assert "niveauDiplomasPrc" not in told


@pytest.mark.parametrize("spelling", ["nested", "fractions"])
def test_fields_inside_forms_with_percentages_or_fractions(
    refreshed: Refresh, spelling: str
) -> None:
    done = done_by(refreshed, Skdb(spelling=spelling))  # type: ignore[arg-type]
    # Full-time speaks for the programme; part-time earns 500 more and is another group.
    assert figure(done, "value, population", "skdb:34479", "start_salary_month_skdb") == (
        2710.0, "oud-studenten van Informatica en opleidingen die erop lijken, voltijd")
    assert figure(done, "value, n", "skdb:34479", "unemployment_skdb") == (0.05, 120)
    assert figure(done, "value", "skdb:34479", "job_level_skdb") == (0.88,)


def test_schools_that_differ_have_figures_of_their_own(refreshed: Refresh) -> None:
    publisher = Skdb()
    publisher.faults.add("schools_differ")
    done = done_by(refreshed, publisher)
    assert figure(done, "value, ladder_level", "isat:34479|25BE", "start_salary_month_skdb") == (
        2810.0, "offering")
    assert done.rows(FIGURE.format("value", "skdb:34479", "start_salary_month_skdb")) == []
    assert "4 programmes and forms where schools differ" in warnings(done)


def test_too_few_people_hide_the_figure(refreshed: Refresh) -> None:
    publisher = Skdb()
    publisher.faults.add("few")
    done = done_by(refreshed, publisher)
    assert figure(done, "value, missing_reason", "skdb:34479", "start_salary_month_skdb") == (
        None, "too_small")


@pytest.mark.parametrize("paging", ["next", "page"])
def test_pages_are_followed_to_the_last(refreshed: Refresh, paging: str) -> None:
    """Eight rows by three with a next address; or by 50 without any, where page 2 is tried."""
    many = [f"{number:05}" for number in range(30001, 30061)]
    publisher = Skdb(paging="next") if paging == "next" else Skdb(
        many, BRINS_ONE, paging="page", size=50)
    done = done_by(refreshed, publisher)
    programmes = 4 if paging == "next" else 60
    assert done.rows("SELECT count(DISTINCT entity_id) FROM pub.figure "
                     "WHERE source_id = 'skdb'") == [(programmes,)]


BRINS_ONE = ("21PE",)


def test_round_number_of_rows_without_pages_is_read_once(refreshed: Refresh) -> None:
    many = [f"{number:05}" for number in range(30001, 30051)]
    with serve(Skdb(many, BRINS_ONE)) as server:
        done = refreshed(server, "skdb", min_rows=1)
        assert [request.query for request in server.asked] == [{}, {"page": "2"}]
    assert done.rows("SELECT rows_read FROM pub.load WHERE source_id = 'skdb'") == [(250,)]
    assert "50 rows look like a page" in done.results["skdb"].notes[0]


@pytest.mark.parametrize(("fault", "message"), [
    ("no_fields", "no field about pay or work was found. Numbers are in: crohoCode"),
    ("no_code", "column crohoCode: this column is missing"),
    ("same_page", "page 2 is the same as the one before"),
])
def test_fault_is_told_and_the_last_good_figures_stay(
    refreshed: Refresh, fault: str, message: str
) -> None:
    publisher = Skdb(paging="next" if fault == "same_page" else "none")
    publisher.faults.add(fault)  # type: ignore[arg-type]
    done = done_by(refreshed, publisher)
    assert done.results["skdb"].outcome == "failed"
    assert message in (done.results["skdb"].message or "")
    assert done.rows("SELECT count(*) > 20000 FROM pub.figure") == [(True,)]


def test_missing_last_page_is_too_few_rows_for_the_catalogue(refreshed: Refresh) -> None:
    publisher = Skdb(paging="next")
    publisher.faults.add("missing_last_page")
    with serve(publisher) as server:
        done = refreshed(server, "skdb", min_rows=30)
    assert "where at least 30 were expected" in (done.results["skdb"].message or "")


def test_full_last_page_is_told_when_nothing_counts_the_rows(refreshed: Refresh) -> None:
    """Eight rows by three, of which the last two are lost: two pages of three."""
    done = done_by(refreshed, Skdb(paging="next", faults={"missing_last_page"}))
    assert done.results["skdb"].outcome == "fetched"
    assert any("the last page is as full as the first" in note
               for note in done.results["skdb"].notes)


def test_count_of_all_rows_is_held_against_them(refreshed: Refresh) -> None:
    done = done_by(refreshed, Skdb(paging="next", total=True))
    assert (done.results["skdb"].outcome, done.results["skdb"].message) == ("fetched", None)


def test_extra_field_changes_nothing(refreshed: Refresh) -> None:
    publisher = Skdb()
    query = "SELECT * FROM pub.figure WHERE source_id = 'skdb' ORDER BY figure_id"
    before = done_by(refreshed, publisher).rows(query)
    assert before
    publisher.faults.add("extra_field")
    assert done_by(refreshed, publisher).rows(query) == before


@pytest.mark.parametrize("given_token", [TOKEN, f"secret-token:{TOKEN}",
                                         f"Bearer secret-token:{TOKEN}", f" {TOKEN}\n"])
def test_token_with_or_without_prefix(
    refreshed: Refresh, monkeypatch: pytest.MonkeyPatch, given_token: str
) -> None:
    assert authorization(given_token) == f"Bearer secret-token:{TOKEN}"


def test_wrong_or_no_token(refreshed: Refresh, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKDB_TOKEN", "short")
    assert "refuses access (401)" in (done_by(refreshed, Skdb()).results["skdb"].message or "")
    monkeypatch.delenv("SKDB_TOKEN")
    assert done_by(refreshed, Skdb()).results["skdb"].outcome == "not_loaded"


def test_second_run_asks_conditionally_and_offline_not_at_all(refreshed: Refresh) -> None:
    query = "SELECT * FROM pub.figure WHERE source_id = 'skdb' ORDER BY figure_id"
    with serve(Skdb()) as server:
        first = refreshed(server, "skdb", min_rows=1).rows(query)
        assert first
        assert refreshed(server, "skdb", min_rows=1).rows(query) == first
        assert server.statuses == [200, 304]
        assert refreshed(server, "skdb", min_rows=1, offline=True).rows(query) == first
        assert len(server.statuses) == 2


@pytest.mark.parametrize(("path", "about"), [
    ("startSalaris", "pay"), ("vormen.arbeidsmarkt.brutoMaandLoon", "pay"),
    ("arbeidsmarktWerkloosheidPrc", "unemployment_skdb"),
    ("vormen.soi.percBaanOpNiveau", "job_level_skdb"), ("functieInRichtingPrc", "job_field_skdb"),
    ("vasteAanstelling", "permanent_skdb"), ("salarisMeetjaar", None), ("salarisKwartiel1", None),
    ("niveauDiplomasPrc", None), ("wettelijkeVooropleidingEisenVwo", None),
    ("contacttijdEersteJaarVoltijd", None), ("algemeenOordeel01Wx", None),
    ("salarisLandelijkGemiddeld", None), ("aantalWerklozen", None), ("instroomVoltijd", None),
])
def test_words_tell_what_a_field_is_about(path: str, about: str | None) -> None:
    found = field_of(path)
    assert (found.about if found else None) == about


@given(st.recursive(st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=6),
                    lambda inner: st.lists(inner, max_size=3)
                    | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=10))
def test_any_json_can_be_walked(value: object) -> None:
    for leaf in leaves(value):
        assert leaf.number is None or isinstance(leaf.number, float)
        field_of(leaf.path)


@given(st.floats(0, 9999).map(lambda number: round(number, 2)))
def test_numbers_as_text(number: float) -> None:
    assert number_in(f"{number:.2f}".replace(".", ",") + " %") == number


@given(st.lists(st.fixed_dictionaries({"crohoCode": st.integers()}), max_size=4))
def test_rows_are_found_in_any_envelope(rows: list[dict[str, object]]) -> None:
    assert page(rows) == (rows, None)
    assert page({"data": rows, "total": 3, "nextLink": "/v1/x?page=2"}) == (rows, "/v1/x?page=2")
    assert page({"items": rows, "links": {"next": None}}) == (rows, None)
