"""School leavers of CBS, from the wire to figures (all made up; see tests/wire/cbs_tables.py)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from etl.catalogue import load_catalogue, load_hosts
from etl.reading import open_workspace
from etl.refresh import Plan, live_sources, refresh
from etl.taking import Result
from tests.etl.live.conftest import IMPATIENT, Refresh
from tests.wire.cbs import Cbs, Table
from tests.wire.cbs_tables import leavers
from tests.wire.server import serve

TABLES = {
    "85696NED": ("position", "isced"), "83832NED": ("wage", "isced"), "85698NED": ("job", "isced"),
    "85700NED": ("benefit", "isced"), "85776NED": ("position", "hoop"),
    "83815NED": ("wage", "hoop"), "85777NED": ("job", "hoop"), "85779NED": ("benefit", "hoop"),
}
TECHNIEK, TOTAL = "A009007", "T001072"
LEVEL_4, ALL_MBO, DIRECT, ONE_YEAR = "A042728", "A042723", "A000100", "A000101"


def position(codes: str) -> tuple[str, ...]:
    """A cell of 85696NED: level 4 with diploma, Techniek, one year after, cohort 2022/'23."""
    return ("T001038", "10000", LEVEL_4, codes, TECHNIEK, ONE_YEAR, "2022SJ00", "UitstromersMbo_1")


def with_known_cells() -> Cbs:
    """The made-up tables, with a few cells that the tests below work out by hand."""
    tables = {table: leavers(table, about, scheme, first=2018)
              for table, (about, scheme) in TABLES.items()}
    mbo = tables["85696NED"]
    for code, people in (("A028813", "840"), ("A028814", "30"), ("A028815", "20"),
                         ("A028816", "110"), ("A043837", "400"), ("T001625", "1410")):
        mbo.changed[position(code)] = people
    # The same group directly after: too few; two years after: one position is hidden.
    hide(mbo, DIRECT, ("A028813", "30"), ("A028814", "0"), ("A028815", "0"), ("A028816", "10"))
    hide(mbo, "A000102", ("A028816", "."))
    return Cbs(tables)


def hide(table: Table, moment: str, *cells: tuple[str, str]) -> None:
    for code, text in cells:
        table.changed[(*position(code)[:5], moment, *position(code)[6:])] = text


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[
    tuple[duckdb.DuckDBPyConnection, dict[str, Result]]
]:
    """All tables on leavers, fetched once from a server that shows no faults."""
    folder = tmp_path_factory.mktemp("cbs")
    workspace = open_workspace()
    with serve(with_known_cells()) as server:
        plan = Plan(sources=live_sources(load_catalogue(),
                                         [f"cbs_{table.lower()}" for table in TABLES]),
                    hosts=load_hosts(), cache=folder / "cache", base_urls={"cbs": server.url},
                    patience=IMPATIENT)
        results = refresh(workspace, plan, folder / "none")
    yield workspace, {result.source_id: result for result in results}
    workspace.close()


@pytest.fixture
def figures(
    fetched: tuple[duckdb.DuckDBPyConnection, dict[str, Result]]
) -> duckdb.DuckDBPyConnection:
    return fetched[0]


def one(figures: duckdb.DuckDBPyConnection, columns: str, where: str) -> tuple[object, ...]:
    rows = figures.execute(f"SELECT {columns} FROM pub.figure WHERE {where}").fetchall()
    assert len(rows) == 1, rows
    return rows[0]


def test_every_table_is_fetched(
    fetched: tuple[duckdb.DuckDBPyConnection, dict[str, Result]]
) -> None:
    assert {name: (result.outcome, result.message) for name, result in fetched[1].items()} == {
        f"cbs_{table.lower()}": ("fetched", None) for table in TABLES}


def test_share_in_work_is_worked_out_of_those_who_did_not_go_back_to_school(
    figures: duckdb.DuckDBPyConnection
) -> None:
    """840 + 30 with work, 20 + 110 without: 870 of 1,000. Who went back to school is left out."""
    assert one(
        figures, "value, n, status, missing_reason, ladder_level, region_id, entry_start, "
        "entry_end, entry_assumed, measured_start, measured_end, published, population, "
        "population_en",
        "source_id = 'cbs_85696ned' AND entity_id = 'isced:07|mbo-4|diploma' AND years_after = 1 "
        "AND measured_start = DATE '2024-10-01'") == (
        0.87, 1000, "A", None, "field_level", "NL01", date(2023, 5, 1), date(2023, 9, 30), True,
        date(2024, 10, 1), date(2024, 10, 31), date(2026, 9, 15),
        "mbo niveau 4, bol en bbl, met diploma, Techniek, industrie en bouwkunde, "
        "van school in 2023",
        "mbo level 4, bol and bbl, with a diploma, Engineering, manufacturing and construction, "
        "left in 2023")


@pytest.mark.parametrize(("years", "reason", "n"), [
    (0, "too_small", 40), (2, "publisher_gives_none", None)])
def test_missing_figure_says_why(
    figures: duckdb.DuckDBPyConnection, years: int, reason: str, n: int | None
) -> None:
    assert one(
        figures, "value, missing_reason, n, status",
        "source_id = 'cbs_85696ned' AND entity_id = 'isced:07|mbo-4|diploma' "
        f"AND years_after = {years} AND year(entry_end) = 2023") == (None, reason, n, "Q")


def test_groups_get_the_entities_that_the_ladder_knows(
    figures: duckdb.DuckDBPyConnection
) -> None:
    found = {entity for (entity,) in figures.execute(
        "SELECT DISTINCT entity_id FROM pub.figure WHERE source_id IN ('cbs_85696ned', "
        "'cbs_85776ned') AND entity_id NOT LIKE 'isced:%' AND entity_id NOT LIKE 'hoop:%'"
    ).fetchall()}
    assert found == {
        "mbo", "mbo|diploma", "entree|diploma", "mbo-2|diploma", "mbo-3|diploma", "mbo-4|diploma",
        "mbo|geen_diploma", "mbo|bol|diploma", "mbo-4|bol|diploma", "hbo|voltijd",
        "hbo|voltijd|diploma", "hbo-ba", "hbo-ma", "hbo|voltijd|geen_diploma", "wo|voltijd",
        "wo|voltijd|diploma", "wo-ba", "wo-ma", "wo|voltijd|geen_diploma"}


def test_moments_stop_where_the_cohort_is(figures: duckdb.DuckDBPyConnection) -> None:
    """The table of September 2026 knows October 2025 at most, in this made-up copy."""
    assert figures.execute(
        "SELECT year(entry_end), list_sort(list(DISTINCT years_after::INTEGER)) FROM pub.figure "
        "WHERE source_id = 'cbs_85696ned' GROUP BY ALL ORDER BY ALL").fetchall() == [
        (2019, [0, 1, 2, 3, 4, 5]), (2020, [0, 1, 2, 3, 4, 5]), (2021, [0, 1, 2, 3, 4]),
        (2022, [0, 1, 2, 3]), (2023, [0, 1, 2]), (2024, [0, 1])]


def test_median_wage_comes_as_published(figures: duckdb.DuckDBPyConnection) -> None:
    """Group 5 (level 4), field 7, a year after, cohort 2022: 11 + 2.5 + 0.7 + 0.4 + 2.1."""
    assert one(
        figures, "value, n, indicator_id, status",
        "source_id = 'cbs_83832ned' AND entity_id = 'isced:07|mbo-4|diploma' AND years_after = 1 "
        "AND year(entry_end) = 2023") == (16.7, None, "hourly_wage_leavers", "A")


@pytest.mark.parametrize(("source", "indicator", "entity", "value"), [
    # Parts in the made-up table: 22 with a permanent contract and 33 without; 20 of 60 full-time;
    # 10 on benefit and 70 not.
    ("cbs_85698ned", "permanent_contract_leavers", "mbo|diploma", 0.4),
    ("cbs_85698ned", "fulltime_leavers", "mbo|diploma", 0.3333),
    ("cbs_85700ned", "benefit_share_leavers", "mbo|diploma", 0.125),
    ("cbs_85777ned", "permanent_contract_leavers", "hbo-ba", 0.4),
    ("cbs_85779ned", "benefit_share_leavers", "hbo-ba", 0.125),
])
def test_shares_of_jobs_and_benefits(
    figures: duckdb.DuckDBPyConnection, source: str, indicator: str, entity: str, value: float
) -> None:
    (found,) = one(figures, "value",
                   f"source_id = '{source}' AND indicator_id = '{indicator}' "
                   f"AND entity_id = '{entity}' AND years_after = 1 AND year(entry_end) = 2022")
    assert found == pytest.approx(value, abs=0.006)  # the parts are rounded to tens


def test_ho_is_without_international_students_where_cbs_tells_them_apart(
    figures: duckdb.DuckDBPyConnection
) -> None:
    told = dict(figures.execute(
        "SELECT source_id, bool_and(population LIKE '%, zonder internationale studenten') "
        "FROM pub.figure WHERE source_id LIKE 'cbs_8%' AND source_id <> 'cbs_81431ned' "
        "GROUP BY ALL").fetchall())
    assert {name for name, without in told.items() if without} == {
        "cbs_85776ned", "cbs_85777ned", "cbs_85779ned"}


def test_embedded_selection_is_replaced_by_all_cohorts(
    figures: duckdb.DuckDBPyConnection
) -> None:
    assert figures.execute(
        "SELECT DISTINCT source_id, min(year(entry_end)), max(year(entry_end)) FROM pub.figure "
        "WHERE source_id IN ('cbs_85776ned', 'cbs_83815ned') GROUP BY ALL ORDER BY ALL"
    ).fetchall() == [("cbs_83815ned", 2019, 2024), ("cbs_85776ned", 2019, 2024)]
    assert figures.execute(
        "SELECT edition, published, reference_start, reference_end FROM pub.source "
        "WHERE source_id = 'cbs_85776ned'").fetchall() == [
        ("van school in 2019 tot en met 2024", date(2026, 9, 15), date(2019, 10, 1),
         date(2025, 10, 31))]


def test_what_is_left_out_is_in_the_log(figures: duckdb.DuckDBPyConnection) -> None:
    """Of cohort 2023 five of seven moments: 9 groups x 11 known fields x 4 positions x 16."""
    rows = dict(figures.execute("SELECT reason, rows FROM pub.left_out "
                                "WHERE source_id = 'cbs_85696ned'").fetchall())
    assert rows == {"a field of study that is not known": 9 * 4 * 7 * 6,
                    "moment that the cohort has not reached": 9 * 11 * 4 * 16}


def test_provisional_year_is_provisional(refreshed: Refresh) -> None:
    table = leavers("83832NED", "wage", first=2018)
    periods = table.dims[-1]
    table.dims = (*table.dims[:-1], type(periods)(
        periods.key, periods.title, periods.members, kind=periods.kind,
        provisional=frozenset({"2023SJ00"})))
    with serve(Cbs({"83832NED": table})) as server:
        run = refreshed(server, "cbs", "cbs_83832ned")
    assert run.rows("SELECT year(entry_end), status, count(*) > 0 FROM pub.figure "
                    "WHERE source_id = 'cbs_83832ned' AND year(entry_end) >= 2023 "
                    "GROUP BY ALL ORDER BY ALL") == [(2023, "A", True), (2024, "P", True)]


def test_new_members_are_noted_and_the_rest_is_read(refreshed: Refresh) -> None:
    """A new field and a group of leavers with an unknown name appear; a new way to work counts."""
    table = leavers("85696NED", "position", first=2018)
    places = {dim.key: number for number, dim in enumerate(table.dims)}
    dims = list(table.dims)
    for key, member in (("Studierichting", ("A009099", "11 Ruimtevaart")),
                        ("UitstromersMboMetEnZonderDiploma", ("A049999", "Derde leerweg")),
                        ("Arbeidsmarktpositie", ("A028899", "Met werk, in het buitenland"))):
        dim = dims[places[key]]
        dims[places[key]] = type(dim)(dim.key, dim.title, (*dim.members, member), dim.width)
    old = table.cell
    table.dims = tuple(dims)
    known = {"A009099": "A009001", "A049999": LEVEL_4, "A028899": "A028813"}

    def cell(at: dict[str, str], topic: str) -> str:
        """As the neighbour's cell, but 100 people where there are any."""
        there = old({key: known.get(code, code) for key, code in at.items()}, topic)
        return "100" if set(known) & set(at.values()) and there != "." else there

    table.cell = cell
    with serve(Cbs({"85696NED": table})) as server:
        run = refreshed(server, "cbs", "cbs_85696ned")
    assert run.results["cbs_85696ned"].outcome == "fetched"
    ((warnings,),) = run.rows("SELECT warnings FROM pub.load WHERE source_id = 'cbs_85696ned'")
    assert warnings == ["groups of leavers that are not used: Derde leerweg",
                        "not a study field of ours: 11 Ruimtevaart"]
    # Group 5 (level 4) over all fields: 7,000 people, of whom 56 + 4 + 6 + 14 percent are counted
    # and 100 work abroad: 4,300 of 5,700.
    assert run.rows(
        "SELECT value, n FROM pub.figure WHERE source_id = 'cbs_85696ned' AND years_after = 1 "
        "AND entity_id = 'mbo-4|diploma' AND year(entry_end) = 2023") == [(0.7544, 5700)]


def test_member_that_is_needed_and_gone_stops_the_source(refreshed: Refresh) -> None:
    table = leavers("85698NED", "job", first=2018)
    dims = list(table.dims)
    place = next(number for number, dim in enumerate(dims) if dim.key == "Arbeidskenmerken")
    dim = dims[place]
    dims[place] = type(dim)(dim.key, dim.title, tuple(
        (code, title.replace("35 uur of meer", "Vijfendertig uur")) for code, title in dim.members))
    table.dims = tuple(dims)
    with serve(Cbs({"85698NED": table})) as server:
        run = refreshed(server, "cbs", "cbs_85698ned")
    result = run.results["cbs_85698ned"]
    assert result.outcome == "failed"
    assert result.message is not None
    assert result.message.startswith("Arbeidskenmerken: no member «35 uur».")
    assert "Vijfendertig uur" in result.message


def test_table_without_a_single_wage_stops_the_source(refreshed: Refresh) -> None:
    table = leavers("83815NED", "wage", "hoop", first=2022)
    table.cell = lambda at, topic: "."
    with serve(Cbs({"83815NED": table})) as server:
        run = refreshed(server, "cbs", "cbs_83815ned")
    assert run.results["cbs_83815ned"].message == (
        "83815NED: not one figure could be made of this table. "
        "CBS may have changed it; look at the table.")
