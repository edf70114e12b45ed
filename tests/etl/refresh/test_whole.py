"""One refresh from all publishers fills every indicator that is promised (figures made up)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import duckdb
import pytest

from explorer.figures import Figure, FigureBook
from explorer.outlook import answers
from explorer.programmes import all_programmes
from explorer.source_list import not_loaded, source_lines
from explorer.store import Store, connect
from store.connection import open_store
from tests.etl.refresh.conftest import Country

PROMISED = {
    "hourly wage, median": "indicator_id = 'hourly_wage_leavers' AND value > 0",
    "hourly wage, quartiles": "indicator_id = 'hourly_wage_leavers' AND low < value "
                              "AND value < high AND range_kind = 'quartiles'",
    **{f"work share {years} years after":
       f"indicator_id = 'work_share_leavers' AND years_after = {years} AND source_id LIKE 'cbs_%'"
       for years in (0, 1, 2, 3, 4, 5, 10)},
    "unemployment": "indicator_id = 'unemployment_survey' AND ladder_level = 'programme'",
    "level match": "indicator_id = 'at_level_survey' AND ladder_level = 'programme'",
    "own-field match": "indicator_id = 'own_field_survey' AND ladder_level = 'programme'",
    "permanent contract": "indicator_id = 'permanent_contract_leavers'",
    "ITA per education": "indicator_id = 'outlook_ita' AND ladder_level = 'education_type'",
    "ITKB per occupation": "indicator_id = 'outlook_itkb' AND ladder_level = 'occupation'",
    "openings per occupation": "indicator_id = 'outlook_openings' AND ladder_level = 'occupation'",
    "chance of an internship": "indicator_id = 'internship_chance' AND label IS NOT NULL",
    "chance of work": "indicator_id = 'work_chance_sbb' AND label IS NOT NULL",
    "pay in the SKDB": "indicator_id = 'start_salary_month_skdb'",
    **{f"{indicator} of DUO": f"indicator_id = '{indicator}' AND source_id LIKE 'duo_%' "
                               "AND measured_end >= DATE '2025-01-01'"
       for indicator in ("students", "diplomas", "intake_programme", "intake_mbo",
                         "first_years_ho", "enrolments")},
    "vacancies week by week": "indicator_id = 'uwv_vacancies'",
}


@pytest.fixture(scope="module")
def filled(country: Country) -> Iterator[duckdb.DuckDBPyConnection]:
    opened = open_store(country.desk.store)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def seen(country: Country) -> Iterator[Store]:
    """The same store as the pages open it."""
    opened = connect(country.desk.store)
    yield opened
    opened.close()


def test_every_source_is_fetched(country: Country) -> None:
    assert (country.first.code, country.first.err) == (0, "")
    assert {(record["outcome"], record["message"]) for record in country.first.sources.values()
            } == {("fetched", None)}
    assert all(server.asked for server in country.servers.values())


@pytest.mark.parametrize("condition", PROMISED.values(), ids=PROMISED)
def test_promised_indicator_is_filled(
    filled: duckdb.DuckDBPyConnection, condition: str
) -> None:
    (number,) = filled.execute(f"SELECT count(value) FROM figure WHERE {condition}").fetchone()
    assert number > 0


def test_open_vacancies_of_nation_and_province(filled: duckdb.DuckDBPyConnection) -> None:
    kinds = filled.execute(
        "SELECT DISTINCT kind::VARCHAR FROM series JOIN region USING (region_id) WHERE "
        "indicator_id = 'open_vacancies' AND period_start >= DATE '2026-01-01'").fetchall()
    assert {kind for (kind,) in kinds} >= {"land", "provincie"}


def test_where_a_programme_is_offered_comes_from_duo(
    filled: duckdb.DuckDBPyConnection
) -> None:
    """What the embedded registers said of it is gone."""
    sources = filled.execute(
        "SELECT DISTINCT programme_id, source_id FROM offering "
        "WHERE programme_id IN ('crebo:25180', 'isat:34479') ORDER BY ALL").fetchall()
    assert sources == [("crebo:25180", "duo_mbo_offer"), ("isat:34479", "duo_rio_ho")]


@pytest.mark.parametrize(("programme", "slot", "indicator"), [
    ("isat:34479", "pay", "hourly_wage_survey"),
    ("isat:34479", "looking", "unemployment_survey"),
    ("isat:34479", "level", "at_level_survey"),
    ("crebo:25180", "pay", "start_wage_hour_sic"),
    ("crebo:25180", "internship", "internship_chance"),
    ("crebo:25180", "chance", "work_chance_sbb"),
])
def test_programme_shows_a_figure_of_its_own(
    seen: Store, programme: str, slot: str, indicator: str
) -> None:
    figure = _answer(seen, programme, slot)
    assert (figure.indicator.indicator_id, figure.step) == (indicator, 1)


def test_what_a_programme_lacks_is_borrowed_higher_up(seen: Store) -> None:
    """A programme that is new has no figures, and CBS knows pay per field and level."""
    pay = _answer(seen, "isat:01991", "pay")
    assert pay.indicator.indicator_id == "hourly_wage_leavers"
    assert (pay.source.source_id, pay.ladder_level) == ("cbs_83815ned", "field_level")
    assert (pay.step or 0) > 1


def _answer(seen: Store, programme: str, slot: str) -> Figure:
    """The figure that the page of a programme shows for a question."""
    known = all_programmes(seen)[programme]
    figure = answers(FigureBook.of(seen), [known])[programme][slot].figure
    assert figure is not None
    return figure


def test_status_and_sources_tell_what_came_of_each(country: Country, seen: Store) -> None:
    told = json.loads(country.desk.run("status", "--json").out)
    outcomes = {record["source_id"]: record["outcome"] for record in told["sources"]}
    assert {outcomes[name] for name in country.first.sources} == {"fetched"}
    assert outcomes["duo_decode"] is None
    lines = {line.source_id: line for line in source_lines(seen)}
    assert {lines[name].outcome for name in country.first.sources} == {"fetched"}
    assert all(lines[name].fetched and lines[name].rows_read for name in country.first.sources)
    assert not_loaded(seen) == []
