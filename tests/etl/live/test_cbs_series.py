"""Series per industry of CBS: vacancies, jobs and wages (all figures made up)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from etl.catalogue import load_catalogue, load_hosts
from etl.publish import publish
from etl.reading import open_workspace
from etl.refresh import Plan, live_sources, refresh
from store.connection import REFERENCE, open_store
from tests.etl.live.conftest import IMPATIENT, Refresh
from tests.wire.cbs import Cbs, Dim
from tests.wire.cbs_series_tables import jobs, regional_vacancies, vacancies
from tests.wire.server import serve

SOURCES = ("cbs_80472ned", "cbs_83599ned", "cbs_81431ned")
HORECA, ALL = "389100", "T001081"


def made_up() -> Cbs:
    """Vacancies until the second quarter of 2026, with some cells that the tests know."""
    national, regional, wages = vacancies(), regional_vacancies(), jobs()
    national.changed[(HORECA, "2025KW04", "OpenstaandeVacatures_1")] = "28.2"
    national.changed[(HORECA, "2026KW02", "OpenstaandeVacatures_1")] = "41.7"
    national.changed[(HORECA, "2026KW01", "OpenstaandeVacatures_1")] = "."
    regional.changed[(HORECA, "PV27", "2026KW02", "OpenstaandeVacatures_1")] = "8.3"
    wages.changed[("70500", HORECA, "2024JJ00", "Uurloon_3")] = "15.25"
    # The special period beside 2010 has another count, which may not come in its place.
    wages.changed[("T001098", HORECA, "2010X000", "Banen_1")] = "999"
    wages.changed[("T001098", HORECA, "2010JJ00", "Banen_1")] = "355"
    return Cbs({"80472ned": national, "83599NED": regional, "81431ned": wages})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A store published after a refresh of the three tables."""
    folder = tmp_path_factory.mktemp("series")
    workspace = open_workspace()
    with serve(made_up()) as server:
        plan = Plan(sources=live_sources(load_catalogue(), SOURCES), hosts=load_hosts(),
                    cache=folder / "cache", base_urls={"cbs": server.url}, patience=IMPATIENT)
        results = refresh(workspace, plan, folder / "none")
    assert {result.source_id: (result.outcome, result.message) for result in results} == (
        dict.fromkeys(SOURCES, ("fetched", None)))
    publish(workspace, folder / "store.duckdb", REFERENCE, "refresh")
    workspace.close()
    opened = open_store(folder / "store.duckdb")
    yield opened
    opened.close()


def test_quarters_keep_their_dates_and_say_what_is_provisional(
    store: duckdb.DuckDBPyConnection
) -> None:
    assert store.execute(
        "SELECT series_id, period_type, period_start, period_end, value, status, missing_reason "
        "FROM series WHERE source_id = 'cbs_80472ned' AND industry_id = $horeca "
        "AND indicator_id = 'open_vacancies' AND period_start >= DATE '2025-10-01' "
        "ORDER BY period_start", {"horeca": HORECA}).fetchall() == [
        ("cbs_80472ned:open_vacancies:quarter:389100:NL01:totaal", "quarter", date(2025, 10, 1),
         date(2025, 12, 31), 28.2, "A", None),
        ("cbs_80472ned:open_vacancies:quarter:389100:NL01:totaal", "quarter", date(2026, 1, 1),
         date(2026, 3, 31), None, "P", "publisher_gives_none"),
        ("cbs_80472ned:open_vacancies:quarter:389100:NL01:totaal", "quarter", date(2026, 4, 1),
         date(2026, 6, 30), 41.7, "P", None)]


def test_quarters_and_years_are_series_of_their_own(store: duckdb.DuckDBPyConnection) -> None:
    assert store.execute(
        "SELECT indicator_id, period_type, count(*), min(period_start), max(period_end) "
        "FROM series WHERE source_id = 'cbs_80472ned' AND industry_id = $all "
        "GROUP BY ALL ORDER BY ALL", {"all": ALL}).fetchall() == [
        (indicator, kind, *rest)
        for indicator in ("filled_vacancies", "new_vacancies", "open_vacancies")
        for kind, *rest in (("quarter", 118, date(1997, 1, 1), date(2026, 6, 30)),
                            ("year", 29, date(1997, 1, 1), date(2025, 12, 31)))]


def test_first_year_without_a_stock_is_missing_and_not_zero(
    store: duckdb.DuckDBPyConnection
) -> None:
    assert store.execute(
        "SELECT value, missing_reason FROM series WHERE source_id = 'cbs_80472ned' "
        "AND indicator_id = 'open_vacancies' AND period_type = 'year' AND industry_id = $all "
        "AND year(period_start) = 1997", {"all": ALL}).fetchall() == [
        (None, "publisher_gives_none")]


def test_provinces_have_their_series_and_other_regions_are_left_out(
    store: duckdb.DuckDBPyConnection
) -> None:
    assert store.execute("SELECT DISTINCT region_id FROM series WHERE source_id = 'cbs_83599ned' "
                         "ORDER BY ALL").fetchall() == [("LD01",), ("NL01",), ("PV20",), ("PV27",)]
    assert store.execute(
        "SELECT value FROM series WHERE source_id = 'cbs_83599ned' AND region_id = 'PV27' "
        "AND industry_id = $horeca AND period_start = DATE '2026-04-01'",
        {"horeca": HORECA}).fetchall() == [(8.3,)]
    assert dict(store.execute("SELECT reason, rows FROM left_out "
                              "WHERE source_id = 'cbs_83599ned'").fetchall()) == {
        "a region that is no country, landsdeel or province": 21 * 77}


def test_special_period_never_stands_in_for_the_year(store: duckdb.DuckDBPyConnection) -> None:
    assert store.execute(
        "SELECT value FROM series WHERE indicator_id = 'jobs' AND industry_id = $horeca "
        "AND age_group = 'totaal' AND year(period_start) = 2010", {"horeca": HORECA}
    ).fetchall() == [(355.0,)]


def test_newest_wages_of_the_young_become_figures(store: duckdb.DuckDBPyConnection) -> None:
    assert store.execute(
        "SELECT value, measured_start, measured_end, population, status, published FROM figure "
        "WHERE indicator_id = 'hourly_wage_industry' AND entity_id = 'sbi:389100|20-25'"
    ).fetchall() == [(15.25, date(2024, 1, 1), date(2024, 12, 31),
                      "werknemers van 20 tot 25 jaar in Horeca", "P", date(2026, 7, 10))]
    assert store.execute(
        "SELECT value, missing_reason FROM figure "
        "WHERE indicator_id = 'hourly_wage_industry' AND entity_id = 'sbi:305700|15-20'"
    ).fetchall() == [(None, "publisher_gives_none")]


def test_crisis_tags_follow_the_longer_series(store: duckdb.DuckDBPyConnection) -> None:
    """The snapshot ends in the third quarter of 2023; nothing else is needed to move on."""
    assert store.execute("SELECT DISTINCT data_vintage FROM sector_effect").fetchall() == [
        ("2026Q2",)]


def test_sources_say_how_far_they_go(store: duckdb.DuckDBPyConnection) -> None:
    assert store.execute(
        "SELECT source_id, edition, published, reference_start, reference_end, note FROM source "
        "WHERE list_contains($ids, source_id) ORDER BY ALL", {"ids": list(SOURCES)}
    ).fetchall() == [
        ("cbs_80472ned", "1997 tot en met 2e kwartaal 2026", date(2026, 8, 14), date(1997, 1, 1),
         date(2026, 6, 30), None),
        ("cbs_81431ned", "2009 tot en met 2024", date(2026, 7, 10), date(2009, 1, 1),
         date(2024, 12, 31), None),
        ("cbs_83599ned", "2011 tot en met 2e kwartaal 2026", date(2026, 9, 15), date(2011, 1, 1),
         date(2026, 6, 30), None)]


def test_new_industry_is_taken_up_with_its_section_and_others_are_noted(
    refreshed: Refresh
) -> None:
    table = vacancies()
    industries, periods = table.dims
    old = table.cell
    strange = ("389999", "999001")
    table.dims = (Dim(industries.key, industries.title, (
        *industries.members, (strange[0], "561 Restaurants en cafetaria's"),
        (strange[1], "Onbekend gebleven")), industries.width), periods)
    table.cell = lambda at, topic: old(
        {**at, "Bedrijfskenmerken": HORECA} if at["Bedrijfskenmerken"] in strange else at, topic)
    with serve(Cbs({"80472ned": table})) as server:
        run = refreshed(server, "cbs", "cbs_80472ned")
    assert run.results["cbs_80472ned"].outcome == "fetched", run.results["cbs_80472ned"].message
    assert run.rows("SELECT code, name, kind, parent FROM pub.industry "
                    "WHERE industry_id IN ('389999', '999001')") == [
        ("561", "Restaurants en cafetaria's", "deel", HORECA)]
    assert run.rows("SELECT warnings FROM pub.load WHERE source_id = 'cbs_80472ned'") == [
        (["not an industry: Onbekend gebleven"],)]


def test_series_of_a_source_that_fails_stay(refreshed: Refresh) -> None:
    cbs = made_up()
    cbs.renamed = {"OpenstaandeVacatures_1": "Vacatures_1"}
    with serve(cbs) as server:
        run = refreshed(server, "cbs", "cbs_80472ned")
    assert "column OpenstaandeVacatures_1: this column is missing" in (
        run.results["cbs_80472ned"].message or "")
    assert run.rows("SELECT max(period_end) FROM pub.series "
                    "WHERE source_id = 'cbs_80472ned'") == [(date(2023, 9, 30),)]
