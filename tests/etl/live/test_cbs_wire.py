"""What can go wrong on the way to CBS, over v3 and v4 (all figures made up)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from etl.catalogue import Source, load_catalogue, load_hosts
from etl.publish import publish
from etl.reading import open_workspace
from etl.refresh import Plan, live_sources, refresh
from etl.taking import Result
from store.connection import REFERENCE
from tests.etl.live.conftest import IMPATIENT, Refresh, Refreshed
from tests.wire.cbs import Cbs
from tests.wire.cbs_other_tables import gemeenten
from tests.wire.cbs_series_tables import jobs
from tests.wire.cbs_tables import leavers
from tests.wire.server import Fault, Replay, Reply, Request, serve

WAGES = "83815NED"
SOURCE = "cbs_83815ned"
FIGURES = ("SELECT entity_id, years_after, entry_end, value, n, missing_reason, status, "
           "population FROM pub.figure WHERE source_id = 'cbs_83815ned' ORDER BY ALL")


@pytest.fixture
def cbs() -> Cbs:
    """One small table of wages; pages of 1,000 rows, so that it has several."""
    table = leavers(WAGES, "wage", "hoop", first=2018)
    table.changed[("T001038", "A042726", "T001081", "T001072", "A000101", "2022SJ00",
                   "UurloonWerknemersNaVerlatenHo_1")] = "."
    return Cbs({WAGES: table}, page=1_000, page4=1_000)


@pytest.fixture
def server(cbs: Cbs) -> Iterator[Replay]:
    with serve(cbs) as replay:
        yield replay


RefreshAs = Callable[..., Refreshed]


@pytest.fixture
def refreshed_as(tmp_path: Path) -> RefreshAs:
    """Refresh the wages (or ``only`` other sources) with other options, e.g. through v4."""
    def run(
        server: Replay, host: str = "cbs", only: Sequence[str] = (SOURCE,), **options: str
    ) -> Refreshed:
        workspace = open_workspace()
        plan = Plan(sources=[_changed(source, host, options) for source in
                             live_sources(load_catalogue(), only)],
                    hosts=load_hosts(), cache=tmp_path / "cache", base_urls={host: server.url},
                    patience=IMPATIENT)
        results = refresh(workspace, plan, tmp_path / "none")
        return Refreshed(workspace, {result.source_id: result for result in results})
    return run


def _changed(source: Source, host: str, options: dict[str, str]) -> Source:
    assert source.live is not None
    return replace(source, live=replace(source.live, host=host,
                                        options={**source.live.options, **options}))


def the_result(run: Refreshed) -> Result:
    return run.results[SOURCE]


def embedded(run: Refreshed) -> bool:
    """Are the figures of the snapshot (school year 2015/'16) still the ones in place?"""
    return run.rows("SELECT DISTINCT year(entry_end) FROM pub.figure "
                    "WHERE source_id = 'cbs_83815ned'") == [(2016,)]


def test_v3_pages_are_followed_as_they_come(cbs: Cbs, server: Replay, refreshed: Refresh) -> None:
    run = refreshed(server, "cbs", SOURCE)
    assert the_result(run).outcome == "fetched"
    asked = [request for request in server.asked if request.path.endswith("/UntypedDataSet")]
    assert [request.query.get("$skip") for request in asked] == [
        None, "1000", "2000", "3000", "4000", "5000"]
    assert {request.query["$filter"] for request in asked} == {
        "Geslacht eq 'T001038' and BedrijfstakkenSBI2008 eq 'T001081'"}
    assert {request.headers["accept"] for request in asked} == {"application/json"}
    ((read,),) = run.rows("SELECT rows_read FROM pub.load WHERE source_id = 'cbs_83815ned'")
    assert read == 11 * 11 * 7 * 6


def test_keys_are_padded_in_filters(refreshed: Refresh) -> None:
    """A key of five characters in a column of seven keeps its blanks in the filter."""
    with serve(Cbs({"85696NED": leavers("85696NED", "position", first=2018)})) as server:
        run = refreshed(server, "cbs", "cbs_85696ned")
        asked = [request.query["$filter"] for request in server.asked
                 if request.path.endswith("/UntypedDataSet")]
    assert run.results["cbs_85696ned"].outcome == "fetched"
    assert all("Persoonskenmerken eq '10000  '" in text for text in asked)
    # 9 groups x 4 positions x 12 fields x 7 moments x 6 cohorts: in slices under 10,000.
    assert len(asked) == 2


def test_v4_gives_the_same_figures_as_v3(server: Replay, refreshed_as: RefreshAs) -> None:
    through_v3 = refreshed_as(server).rows(FIGURES)
    through_v4 = refreshed_as(server, "cbs4", api="v4")
    assert the_result(through_v4).outcome == "fetched"
    assert len(through_v3) > 2_000
    assert through_v4.rows(FIGURES) == through_v3
    paths = {request.path for request in server.asked if "/v1/" in request.path}
    assert "/odata/v1/CBS/83815NED/Observations" in paths
    ((warnings,),) = through_v4.rows(
        "SELECT warnings FROM pub.load WHERE source_id = 'cbs_83815ned'")
    assert any("«Confidential»" in text for text in warnings)


def test_v4_gives_several_measures_and_names_too(refreshed_as: RefreshAs) -> None:
    """Jobs and wages in one table, and names of regions instead of numbers."""
    tables, only = (jobs(), gemeenten()), ("cbs_81431ned", "cbs_86247ned")
    queries = ("SELECT * FROM pub.series WHERE source_id = 'cbs_81431ned' ORDER BY ALL",
               "SELECT * FROM pub.region ORDER BY ALL")
    with serve(Cbs({table.table_id: table for table in tables}, page4=500)) as server:
        through_v3 = refreshed_as(server, "cbs", only)
        through_v4 = refreshed_as(server, "cbs4", only, api="v4")
    assert [result.message for result in through_v4.results.values()] == [None, None]
    for query in queries:
        assert through_v4.rows(query) == through_v3.rows(query)
    assert len(through_v4.rows(queries[0])) == 2 * 4 * 21 * 16


def test_small_door_refuses_more_than_its_limit_and_slices_stay_below(
    refreshed_as: RefreshAs
) -> None:
    """The Api door gives at most 10,000 rows; 11 groups of the national table are 14,784."""
    with serve(Cbs({WAGES: leavers(WAGES, "wage", "hoop", national=True)})) as server:
        run = refreshed_as(server, door="ODataApi")
        whole = requests.get(f"{server.url}/ODataApi/odata/83815NED/UntypedDataSet", timeout=5)
    assert (whole.status_code, the_result(run).outcome) == (403, "fetched")
    asked = [request for request in server.asked
             if request.path.endswith("/UntypedDataSet") and request.query]
    assert len(asked) == 2
    assert all(" or " in request.query["$filter"] for request in asked)


def test_one_bad_answer_is_asked_again(server: Replay, refreshed: Refresh) -> None:
    """Each page goes wrong once in its own way, and the page of titles drips."""
    faults: list[tuple[str, Fault]] = [
        ("TableInfos", "drip"), ("Peilmoment?", "429"), ("Perioden?", "gzip"),
        ("$skip=1000", "reset"), ("$skip=2000", "truncate"), ("$skip=3000", "503"),
        ("$skip=4000", "html"), ("$skip=5000", "empty"), ("$count", "reset")]
    for where, fault in faults:
        server.misbehave(where, fault)
    run = refreshed(server, "cbs", SOURCE)
    assert the_result(run).outcome == "fetched", the_result(run).message
    assert the_result(run).notes == ()
    assert [left for _, _, left in server.faults] == [0] * len(faults)


@pytest.mark.parametrize(("spoil", "message"), [
    ({"missing_last_page": True}, "5000 rows came where the publisher counts 5082."),
    ({"duplicated_page": True}, "1000 rows came twice."),
    ({"renamed": {"UurloonWerknemersNaVerlatenHo_1": "Uurloon_1"}},
     "83815NED, column UurloonWerknemersNaVerlatenHo_1: this column is missing."),
    ({"renamed": {"Studierichting": "Richting"}},
     "83815NED, column Studierichting: this column is missing."),
])
def test_bad_data_stop_the_source_and_keep_the_earlier_figures(
    cbs: Cbs, server: Replay, refreshed: Refresh, spoil: dict[str, object], message: str
) -> None:
    for name, value in spoil.items():
        setattr(cbs, name, value)
    run = refreshed(server, "cbs", SOURCE)
    assert the_result(run).outcome == "failed"
    assert message in (the_result(run).message or "")
    assert embedded(run)


@pytest.mark.parametrize(("spoil", "message"), [
    ({"missing_last_page": True}, "5000 rows came where the publisher counts 5082."),
    ({"duplicated_page": True}, "rows came twice."),
    ({"renamed": {"ValueAttribute": "Kenmerk"}}, "column ValueAttribute: this column is missing."),
])
def test_bad_data_stop_v4_too(
    cbs: Cbs, server: Replay, refreshed_as: RefreshAs, spoil: dict[str, object], message: str
) -> None:
    for name, value in spoil.items():
        setattr(cbs, name, value)
    run = refreshed_as(server, "cbs4", api="v4")
    assert the_result(run).outcome == "failed"
    assert message in (the_result(run).message or "")
    assert embedded(run)


def test_odd_answers_are_noted_and_read(
    cbs: Cbs, server: Replay, refreshed: Refresh
) -> None:
    """A byte order mark, a column more, no count, and a refusal of Accept: application/json."""
    cbs.bom, cbs.no_count, cbs.refuses_json = True, True, True
    cbs.extra_column = "Toelichting"
    run = refreshed(server, "cbs", SOURCE)
    assert the_result(run).outcome == "fetched", the_result(run).message
    assert sorted(the_result(run).notes) == [
        "83815NED has a column that it does not describe: Toelichting",
        "83815NED: no count of its rows came from the publisher, so that none is missing could "
        "not be checked",
        "the publisher refuses the header Accept: application/json"]


def test_count_that_could_not_be_had_is_not_said_to_be_unknown_to_the_publisher(
    server: Replay, refreshed: Refresh
) -> None:
    server.misbehave("$count", "reset", 99)
    run = refreshed(server, "cbs", SOURCE)
    assert the_result(run).outcome == "fetched", the_result(run).message
    assert "83815NED: no count of its rows came from the publisher" in str(the_result(run).notes)


def test_table_that_is_gone_is_told_in_one_sentence(refreshed: Refresh) -> None:
    with serve(Cbs({})) as server:
        run = refreshed(server, "cbs", SOURCE)
    assert "the publisher answered 404" in (the_result(run).message or "")
    assert "Resource 83815NED not found" in (the_result(run).message or "")
    assert embedded(run)


def test_error_in_place_of_rows_is_not_taken_for_rows(refreshed: Refresh) -> None:
    """Some services say 200 and put the error in the body."""
    body = '{"odata.error":{"code":"","message":{"lang":"nl-NL","value":"Te druk."}}}'
    cbs = Cbs({WAGES: leavers(WAGES, "wage", "hoop", first=2018)})

    def busy(request: Request) -> Reply:
        return Reply(body) if "UntypedDataSet" in request.path else cbs(request)

    with serve(busy) as server:
        run = refreshed(server, "cbs", SOURCE)
    assert "the publisher gave an error instead of rows (Te druk.)" in (
        the_result(run).message or "")


def test_description_of_another_shape_is_refused(cbs: Cbs, refreshed: Refresh) -> None:
    def changed(request: Request) -> Reply:
        reply = cbs(request)
        return replace(reply, body=str(reply.body).replace('"Key"', '"Code"'))

    with serve(changed) as server:
        run = refreshed(server, "cbs", SOURCE)
    assert the_result(run).message == (
        "83815NED: its description is not the one we know (KeyError('Key')). CBS may have changed "
        "its open data; look at the table.")
    assert embedded(run)


def test_second_run_only_asks_whether_anything_changed(
    server: Replay, refreshed: Refresh, tmp_path: Path
) -> None:
    first = refreshed(server, "cbs", SOURCE)
    store = tmp_path / "store.duckdb"
    publish(first.workspace, store, REFERENCE, "refresh")
    server.statuses.clear()
    second = refreshed(server, "cbs", SOURCE, store=store)
    assert the_result(second).outcome == "unchanged"
    # Only the count has no mark to ask by.
    assert sorted(server.statuses)[:1] == [200]
    assert set(sorted(server.statuses)[1:]) == {304}
    assert second.rows(FIGURES) == first.rows(FIGURES)
    offline = refreshed(server, "cbs", SOURCE, store=store, offline=True)
    assert the_result(offline).outcome == "unchanged"
    assert the_result(offline).traffic.requests == 0
