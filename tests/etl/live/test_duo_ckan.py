"""What DUO's portal gets wrong (tests/wire/duo.py), told on the diplomas of mbo; all made up.

The replay holds two rows: the cook at 25LH has 11 + 9 diplomas in 2024 and two hidden counts in
2025, and at 25LX blank + 12 and 5 + 7.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from etl.errors import DataError
from etl.sources.duo_ckan import PAGE, pick
from tests.etl.live.conftest import Refresh
from tests.etl.live.duo import counts, from_duo, message, told
from tests.wire.duo import Fault, Portal, Resource
from tests.wire.duo_mbo_tables import mbo_diplomas
from tests.wire.server import Reply, Request, serve

SOURCE = "duo_mbo_diplomas"
ROWS = [
    ("diplomas", "crebo:25180", "25LH", "UTRECHT", "bol", 2024, 20, None, None),
    ("diplomas", "crebo:25180", "25LH", "UTRECHT", "bol", 2025, None, 2, 8),
    ("diplomas", "crebo:25180", "25LX", "ETTEN-LEUR", "ex", 2024, 12, None, None),
    ("diplomas", "crebo:25180", "25LX", "ETTEN-LEUR", "ex", 2025, 12, None, None),
]


def portal(*faults: Fault, cap: int = 32_000) -> Portal:
    return Portal((mbo_diplomas(),), cap=cap, faults=set(faults))


def changed(resource: Resource) -> Portal:
    found = portal()
    found.change("gediplomeerde-mbo-studenten", 0, resource)
    return found


def table() -> Resource:
    return mbo_diplomas().resources[0]


def test_dump_is_asked_with_the_columns_that_are_used(refreshed: Refresh) -> None:
    with serve(portal()) as server:
        done = refreshed(server, "duo", SOURCE, min_rows=1)
        paths = [request.path for request in server.asked]
        fields = server.asked[-1].query["fields"].split(",")
    assert counts(done, SOURCE) == ROWS
    assert paths == ["/api/3/action/package_show", "/api/3/action/datastore_search",
                     "/datastore/dump/aaaa0010"]
    assert "_id" not in fields
    assert "DIPVROUW2025" in fields
    assert "HOOFDGROEP NAAM" not in fields
    assert "new columns" not in told(done, SOURCE)
    assert done.rows("SELECT licence, attribution FROM pub.source "
                     f"WHERE source_id = '{SOURCE}'") == [("CC-BY", "Bron: DUO")]


@pytest.mark.parametrize(("fault", "note"), [
    ("short_dump", "(the table was cut off: 1 of 2 rows (tried 3 times).)"),
    ("no_dump", "(the publisher answered 404: DataStore resource not found.)"),
    ("html_dump", "(a web page came instead of data (tried 3 times).)"),
    ("broken_dump", "(the table was cut off in the middle of a row (tried 3 times).)"),
])
def test_rows_come_in_pages_when_the_dump_cannot_be_used(
    refreshed: Refresh, fault: Fault, note: str
) -> None:
    """With a cap of one row a page, only the total tells that there is a second page."""
    done = from_duo(refreshed, portal(fault, cap=1), SOURCE)
    assert counts(done, SOURCE) == ROWS
    assert f"the dump could not be used {note}, so the rows were asked in pages" in told(
        done, SOURCE)


def test_page_holds_as_many_rows_as_the_portal_gives(refreshed: Refresh) -> None:
    """One row more than a page may hold, each of one man and nobody else in 2024."""
    row = (*table().rows[0][:9], 1, None, None, None)
    many = changed(replace(table(), rows=(row,) * (PAGE + 1)))
    many.faults.add("no_dump")
    assert counts(from_duo(refreshed, many, SOURCE), SOURCE) == [
        ("diplomas", "crebo:25180", "25LH", "UTRECHT", "bol", 2024, PAGE + 1, None, None)]


def test_dump_with_other_columns_is_read_by_name(refreshed: Refresh) -> None:
    assert counts(from_duo(refreshed, portal("dump_of_everything"), SOURCE), SOURCE) == ROWS


@pytest.mark.parametrize(("fault", "sentence"), [
    ("same_page_twice", "gediplomeerde-mbo-studenten: a page came twice, so other rows are "
                        "missing. Try again later"),
    ("missing_page", "gediplomeerde-mbo-studenten: the pages hold 1 of 2 rows. Try again later"),
])
def test_rows_that_are_not_whole_are_refused(
    refreshed: Refresh, fault: Fault, sentence: str
) -> None:
    done = from_duo(refreshed, portal("no_dump", fault, cap=1), SOURCE)
    assert sentence in message(done, SOURCE)
    assert counts(done, SOURCE) == []


def test_file_is_used_when_there_is_no_table(refreshed: Refresh) -> None:
    done = from_duo(refreshed, portal("no_table"), SOURCE)
    assert counts(done, SOURCE) == ROWS
    assert "no table behind «Gediplomeerden», so its file was used" in told(done, SOURCE)


def test_file_on_another_host_is_never_fetched(refreshed: Refresh) -> None:
    done = from_duo(refreshed, portal("no_table", "internal_url"), SOURCE)
    assert "«Gediplomeerden» has no table, and its file is on a host that is not the portal" \
        in message(done, SOURCE)
    assert counts(from_duo(refreshed, portal("internal_url"), SOURCE), SOURCE) == ROWS


def test_no_licence_is_noted_and_ours_stays(refreshed: Refresh) -> None:
    done = from_duo(refreshed, portal("no_licence"), SOURCE)
    assert "gediplomeerde-mbo-studenten: DUO names no licence" in told(done, SOURCE)
    assert done.rows(f"SELECT licence FROM pub.source WHERE source_id = '{SOURCE}'") == [
        ("open data van DUO",)]


def test_answer_without_success_is_refused(refreshed: Refresh) -> None:
    done = from_duo(refreshed, portal("no_success"), SOURCE)
    assert "package_show?id=gediplomeerde-mbo-studenten: this is not an answer of CKAN." \
        in message(done, SOURCE)


def test_dataset_that_is_gone(refreshed: Refresh) -> None:
    done = from_duo(refreshed, Portal(()), SOURCE)
    assert "the publisher answered 404: Not found: gediplomeerde-mbo-studenten." in message(
        done, SOURCE)


@pytest.mark.parametrize("fault", ["truncate", "reset", "drip", "429", "500", "503", "html",
                                   "empty", "wrong_type", "gzip", "late_clock"])
def test_trouble_on_the_way_is_tried_again(refreshed: Refresh, fault: str) -> None:
    with serve(portal()) as server:
        for address in ("package_show", "datastore_search", "datastore/dump"):
            server.misbehave(address, fault)  # type: ignore[arg-type]
        done = refreshed(server, "duo", SOURCE, min_rows=1)
    assert counts(done, SOURCE) == ROWS
    assert "the dump could not be used" not in told(done, SOURCE)


def test_second_run_asks_only_what_changed_and_a_grown_table_is_fetched_anew(
    refreshed: Refresh
) -> None:
    served = portal()
    with serve(served) as server:
        assert counts(refreshed(server, "duo", SOURCE, min_rows=1), SOURCE) == ROWS
        assert counts(refreshed(server, "duo", SOURCE, min_rows=1), SOURCE) == ROWS
        assert server.statuses == [200] * 3 + [304] * 3
        served.change("gediplomeerde-mbo-studenten", 0, table().without_rows(1))
        assert counts(refreshed(server, "duo", SOURCE, min_rows=1), SOURCE) == ROWS[:2]
        assert counts(refreshed(server, "duo", SOURCE, min_rows=1, offline=True),
                      SOURCE) == ROWS[:2]


def test_dump_that_did_not_grow_with_its_table_is_not_used(refreshed: Refresh) -> None:
    """The portal says 304 for the dump, while the table has a row more."""
    served = portal()

    def stubborn(request: Request) -> Reply:
        if "dump" in request.path and "if-none-match" in request.headers:
            return Reply(status=304)
        return served(request)

    more = (*table().rows, (*table().rows[0][:2], "ZEIST", *table().rows[0][3:9], 1, 2, 3, 4))
    with serve(stubborn) as server:
        assert counts(refreshed(server, "duo", SOURCE, min_rows=1), SOURCE) == ROWS
        served.change("gediplomeerde-mbo-studenten", 0, replace(table(), rows=more))
        done = refreshed(server, "duo", SOURCE, min_rows=1)
    assert len(counts(done, SOURCE)) == len(ROWS) + 2
    assert "could not be used (the table was cut off: 2 of 3 rows)" in told(done, SOURCE)


@pytest.mark.parametrize(("resource", "sentence"), [
    (table().renamed("LEERWEG", "ROUTE"), "column LEERWEG: this column is missing."),
    (table().renamed("DIPVROUW2025", "VRGEDIPL2025"),
     "2025 has DIPMAN2025 only, not men and women."),
    (replace(table(), columns=tuple(name.replace("DIPMAN", "M") for name in table().columns)),
     "column DIPMAN20[0-9]{2}: no column has a name like this."),
    (replace(table(), name="Bestand"), "no file has a name with these words: gediplomeerden."),
    (table().changed(1, DIPMAN2025="veel"),
     "line 3, column DIPMAN2025: «veel» is not a count of people."),
    (table().changed(0, DIPMAN2024="12,5"), "«12,5» is not a count of people."),
    (table().changed(0, INSTELLINGSCODE="25lh"), "«25lh» is not a BRIN code."),
    (table().changed(0, NIVEAU="5"), "«5» is not a level from 1 to 4."),
    (table().without_rows(2), "the file has a header but no rows."),
])
def test_table_that_changed_is_refused(
    refreshed: Refresh, resource: Resource, sentence: str
) -> None:
    done = from_duo(refreshed, changed(resource), SOURCE)
    assert sentence in message(done, SOURCE)
    assert counts(done, SOURCE) == []


def test_new_column_is_noted_and_the_rest_is_read(refreshed: Refresh) -> None:
    done = from_duo(refreshed, changed(table().with_column("NIEUW BEDACHT", 7)), SOURCE)
    assert counts(done, SOURCE) == ROWS
    assert "new columns that are not used: NIEUW BEDACHT" in told(done, SOURCE)


def test_columns_keep_their_meaning_in_another_spelling(refreshed: Refresh) -> None:
    other = table().renamed("ERKENDE OPLEIDING CODE", "erkende_opleiding_code").renamed(
        "LEERWEG", "Leerweg")
    assert counts(from_duo(refreshed, changed(other), SOURCE), SOURCE) == ROWS


def test_newest_of_two_files_with_the_same_words_is_used(refreshed: Refresh) -> None:
    package = mbo_diplomas()
    older = replace(table().changed(0, DIPMAN2024=900), id="aaaa0009",
                    modified="2025-02-20T08:00:00.000000")
    done = from_duo(refreshed, replace(package, resources=(older, *package.resources)), SOURCE)
    assert counts(done, SOURCE) == ROWS
    assert "2 files have the words «gediplomeerden» in their name; the newest was used" in told(
        done, SOURCE)


def test_words_pick_a_file_whatever_their_order() -> None:
    names = ("onderwijsinstellingserkenningen", "relaties_a_onderwijsinstellingserkenningen")
    resources = [{"id": str(place), "name": name} for place, name in enumerate(names)]
    assert [item["id"] for item in pick(resources, "onderwijsinstellingserkenningen a relaties",
                                        "x")] == ["1"]
    assert [item["id"] for item in pick(resources, "onderwijsinstellingserkenningen -relaties",
                                        "x")] == ["0"]
    with pytest.raises(DataError, match="no file has a name with these words: relaties b"):
        pick(resources, "relaties b", "x")
