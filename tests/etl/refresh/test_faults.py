"""What a publisher can do wrong, at the door: the message, exit code 1, and an untouched store.

All publishers misbehave in the same way at the same time, so every case is one refresh.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest

from tests.etl.refresh.conftest import Desk, Ran
from tests.wire.cbs import Cbs
from tests.wire.cbs_tables import leavers
from tests.wire.country import served
from tests.wire.duo import Portal
from tests.wire.duo_mbo_tables import mbo_diplomas
from tests.wire.kiesmbo import BRINS, CREBOS, KiesMbo
from tests.wire.roa import AIS_COLUMNS
from tests.wire.roa_files import Outlook, dataverse
from tests.wire.server import Fault, Publisher, Reply
from tests.wire.skdb import Skdb
from tests.wire.uwv import OpenMatch


@dataclass(frozen=True)
class Weak:
    """A source of a host, and the part of an address without which it has no figures."""

    source_id: str
    address: str


WEAK = {
    "cbs": Weak("cbs_83815ned", "83815NED/UntypedDataSet?"),
    "duo": Weak("duo_mbo_diplomas", "package_show"),
    "dataverse": Weak("roa_ais_2030", "/store/674144"),
    "overheid": Weak("uwv_open_match", "openmatch_2019-12-03.zip"),
    "kiesmbo": Weak("kiesmbo", "v1/studies"),
    "skdb": Weak("skdb", "v1/opleidingen"),
}
CALM = "Try again later; the figures of the last good refresh stay in place."


def small(**changed: Publisher) -> dict[str, Publisher]:
    """A publisher per host with only the source of ``WEAK``, or another in its place."""
    return {
        "cbs": wages(), "duo": diplomas(), "dataverse": dataverse(),
        "overheid": OpenMatch(weeks=3), "kiesmbo": kiesmbo(), "skdb": Skdb(), **changed}


def wages(**wrong: object) -> Cbs:
    """One table of wages in pages of 1,000 rows."""
    return Cbs({"83815NED": leavers("83815NED", "wage", "hoop", first=2022)}, page=1_000,
               **wrong)  # type: ignore[arg-type]


def diplomas(*faults: str) -> Portal:
    """One table of diplomas, in pages of one row."""
    return Portal((mbo_diplomas(),), cap=1, faults=set(faults))  # type: ignore[arg-type]


def kiesmbo(*faults: str) -> KiesMbo:
    return KiesMbo(schools=BRINS[:1], crebos=CREBOS[:2], limit=10_000,
                   faults=set(faults))  # type: ignore[arg-type]


def refused(desk: Desk, country: Mapping[str, Publisher], fault: Fault | None = None) -> Ran:
    """Refresh from publishers of which every one fails: nothing changes but what is told."""
    before, files = desk.fingerprint(), desk.files()
    with served(country) as servers:
        for host, server in servers.items():
            server.pause = 0.2
            if fault:
                server.misbehave(WEAK[host].address, fault, times=99)
        ran = desk.refresh(servers, only=[WEAK[host].source_id for host in country])
    assert ran.code == 1
    assert set(ran.outcomes().values()) == {"failed"}, ran.outcomes()
    # A line per source that tells the same as the summary, and no traceback.
    told = {name: record["message"].removeprefix(f"{name}: ")
            for name, record in ran.sources.items()}
    assert ran.err.splitlines() == [f"error: {name}: {text}" for name, text in told.items()]
    assert (desk.fingerprint(), desk.files()) == (before, files)
    return ran


@pytest.mark.parametrize(("fault", "said"), [
    ("reset", "the connection broke, so the answer was cut off (tried 2 times)"),
    ("truncate", "the connection broke, so the answer was cut off (tried 2 times)"),
    ("drip", "the answer came too slowly (tried 2 times)"),
    ("429", "the publisher answered 429 (tried 2 times)"),
    ("500", "the publisher answered 500 (tried 2 times)"),
    ("503", "the publisher answered 503 (tried 2 times)"),
    ("html", "a web page came instead of data (tried 2 times)"),
    ("empty", "the answer is empty (tried 2 times)"),
])
def test_lasting_fault_on_the_way(small_desk: Desk, fault: Fault, said: str) -> None:
    whole = 0.5 if fault == "drip" else small_desk.whole
    ran = refused(replace(small_desk, whole=whole), small(), fault)
    for weak in WEAK.values():
        message = ran.sources[weak.source_id]["message"]
        assert message.endswith(f": {said}. {CALM}"), message
        assert message.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(("host", "publisher", "said"), [
    ("cbs", wages(renamed={"UurloonWerknemersNaVerlatenHo_1": "Uurloon_1"}),
     "83815NED, column UurloonWerknemersNaVerlatenHo_1: this column is missing. CBS may have "
     "renamed it."),
    ("dataverse", dataverse(newest=Outlook(columns=[
        "oordeel" if name == "typering" else name for name in AIS_COLUMNS])),
     "line 1, column typering: this column is missing."),
    ("overheid", OpenMatch(weeks=3, faults={"renamed_column"}),
     "20191126.zip, line 1, column AANTAL: this column is missing."),
    ("kiesmbo", kiesmbo("renamed_score"),
     "column Score: this part of an item is missing."),
    ("skdb", Skdb(faults={"no_fields"}), "no field about pay or work was found."),
])
def test_changed_column(small_desk: Desk, host: str, publisher: Publisher, said: str) -> None:
    ran = refused(small_desk, {host: publisher})
    assert said in ran.sources[WEAK[host].source_id]["message"]


@pytest.mark.parametrize(("host", "publisher", "said"), [
    ("cbs", wages(missing_last_page=True), "rows came where the publisher counts"),
    ("cbs", wages(duplicated_page=True), "1000 rows came twice. Try again later."),
    ("duo", diplomas("no_dump", "missing_page"),
     "the pages hold 1 of 2 rows. Try again later; the figures of the last good refresh stay."),
    ("duo", diplomas("no_dump", "same_page_twice"),
     "a page came twice, so other rows are missing."),
    ("skdb", Skdb(paging="next", faults={"same_page"}),
     "page 2 is the same as the one before. Try again later; the publisher's pages are out of "
     "order."),
    ("skdb", Skdb(paging="next", faults={"first_page_last"}),
     "page 3 is the same as page 1. Try again later; the publisher's pages are out of order."),
    ("skdb", Skdb(paging="next", total=True, faults={"missing_last_page"}),
     "v1/opleidingen: 6 rows came where the publisher counts 8. A page is missing; try again "
     "later."),
    ("overheid", OpenMatch(weeks=3, faults={"fewer_listed"}),
     "the list holds 2 files where the publisher counts 3."),
])
def test_pages_that_are_missing_or_come_twice(
    small_desk: Desk, host: str, publisher: Publisher, said: str
) -> None:
    ran = refused(small_desk, {host: publisher})
    assert said in ran.sources[WEAK[host].source_id]["message"]


@pytest.mark.parametrize("body", ["null", "[]", "{}", '"bedacht"', "[[1]]", '{"value": 3}',
                                  '{"Data": [3]}', '{"result": {"resources": [null]}}',
                                  '{"status": "OK", "data": {"latestVersion": {"files": [3]}}}',
                                  "<?xml version='1.0'?><feed/>", "Bedachte storing", "%PDF-1.7"])
def test_answer_of_another_shape(small_desk: Desk, body: str) -> None:
    """Each publisher answers everything with the same body, and calls it JSON."""
    ran = refused(small_desk, dict.fromkeys(WEAK, lambda request: Reply(body)))
    assert all(record["message"] for record in ran.sources.values())
