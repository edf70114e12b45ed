"""The protocol of Dataverse, against a made-up repository that misbehaves."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sources.dataverse import DataFile, editions, version_day
from tests.etl.live.conftest import Refresh
from tests.wire.roa import AIS, Dataverse, File
from tests.wire.roa_files import dataverse
from tests.wire.server import serve

SOURCE = "roa_ais_2030"
NEWEST = 5  # place of the newest AIS file in the made-up dataset
EMBEDDED = [(115,)]
COUNT = ("SELECT count(*) FROM pub.figure WHERE source_id = 'roa_ais_2030' "
         "AND indicator_id = 'outlook_openings'")


def fetched(refreshed: Refresh, server: Dataverse) -> tuple[object, ...]:
    """Outcome, message and notes of a refresh of the newest edition; and that it is all or none."""
    with serve(server) as replay:
        run = refreshed(replay, "dataverse", SOURCE, min_rows=10)
    result = run.results[SOURCE]
    rows = run.rows(COUNT)
    assert (rows == EMBEDDED) == (result.outcome == "failed")
    return result.outcome, result.message, result.notes


@pytest.mark.parametrize("kind", ["SHA-1", "MD5", "SHA-512"])
def test_checksum_of_every_kind_is_verified(refreshed: Refresh, kind: str) -> None:
    server = dataverse()
    server.datasets[AIS][NEWEST].kind = kind
    assert fetched(refreshed, server) == ("fetched", None, ())
    body = server.datasets[AIS][NEWEST].body
    server.datasets[AIS][NEWEST].listed = {
        "id": 1, "checksum": {"type": kind, "value": "0" * 40}}
    server.datasets[AIS].append(File("x.csv", 1, body))
    outcome, message, _ = fetched(refreshed, server)
    assert outcome == "failed"
    assert f"/api/access/datafile/1: the checksum ({kind}) does not agree" in str(message)


def test_older_form_of_the_checksum_is_understood(refreshed: Refresh) -> None:
    """Before it had a type, a file had a key md5."""
    server = dataverse()
    server.datasets[AIS][NEWEST].listed = {"checksum": None, "md5": "0" * 32}
    assert "the checksum (MD5) does not agree" in str(fetched(refreshed, server)[1])


@pytest.mark.parametrize("checksum", [None, {"type": "CRC-9", "value": "12"}])
def test_without_a_usable_checksum_the_size_still_guards(
    refreshed: Refresh, checksum: object
) -> None:
    server = dataverse()
    server.datasets[AIS][NEWEST].listed = {"checksum": checksum}
    assert fetched(refreshed, server)[0] == "fetched"
    size = len(server.datasets[AIS][NEWEST].body)
    server.datasets[AIS][NEWEST].listed = {"checksum": checksum, "filesize": size + 1, "id": 2}
    server.datasets[AIS].append(File("x.csv", 2, server.datasets[AIS][NEWEST].body))
    assert f"the file was cut off: {size} bytes of {size + 1}" in str(fetched(refreshed, server)[1])


@pytest.mark.parametrize("faults", [("reset", "429"), ("truncate", "503"), ("html", "empty"),
                                    ("gzip", "500"), ("wrong_type", "drip")])
def test_a_passing_fault_does_no_harm(refreshed: Refresh, faults: tuple[str, str]) -> None:
    with serve(dataverse()) as replay:
        for fault in faults:
            replay.misbehave("/store/674144", fault)  # type: ignore[arg-type]
            if fault != "drip":
                replay.misbehave("/api/datasets/", fault)  # type: ignore[arg-type]
        run = refreshed(replay, "dataverse", SOURCE, min_rows=10)
    assert run.results[SOURCE].outcome == "fetched"
    assert run.rows(COUNT) != EMBEDDED


@pytest.mark.parametrize(("fault", "told"), [
    ("reset", "the connection broke"), ("truncate", "the connection broke"),
    ("500", "answered 500"), ("html", "a web page came instead of data"),
    ("empty", "the answer is empty")])
def test_a_lasting_fault_keeps_the_earlier_figures(
    refreshed: Refresh, fault: str, told: str
) -> None:
    with serve(dataverse()) as replay:
        replay.misbehave("/store/674144", fault, 9)  # type: ignore[arg-type]
        run = refreshed(replay, "dataverse", SOURCE, min_rows=10)
    assert run.results[SOURCE].outcome == "failed"
    assert told in str(run.results[SOURCE].message)
    assert run.rows(COUNT) == EMBEDDED


def test_list_of_files_is_the_way_out(refreshed: Refresh) -> None:
    """Then nobody tells licence and release: the catalogue's licence stays, and it is noted."""
    server = dataverse()
    server.dataset_form = False
    with serve(server) as replay:
        run = refreshed(replay, "dataverse", SOURCE, min_rows=10)
    assert run.results[SOURCE].outcome == "fetched"
    (note,) = run.results[SOURCE].notes
    assert "licence and release could not be read (the publisher answered 404" in note
    assert run.rows("SELECT licence FROM pub.source WHERE source_id = 'roa_ais_2030'") == [
        ("CC BY 4.0",)]
    assert run.rows("SELECT bool_or(list_contains(warnings, $$" + note + "$$)) FROM pub.load "
                    "WHERE source_id = 'roa_ais_2030'") == [(True,)]


def test_download_without_a_redirect_works_too(refreshed: Refresh) -> None:
    server = dataverse()
    server.redirect = False
    assert fetched(refreshed, server)[0] == "fetched"


def test_table_that_the_repository_took_in_is_asked_in_its_original_form(
    refreshed: Refresh
) -> None:
    """Its listed size and checksum are those of the repository's own copy."""
    server = dataverse()
    ours = server.datasets[AIS][NEWEST]
    ours.label = ours.label.replace(".csv", ".tab")
    ours.listed = {"contentType": "text/tab-separated-values", "filesize": 9,
                   "checksum": {"type": "MD5", "value": "0"}, "originalFileFormat": "text/csv"}
    with serve(server) as replay:
        run = refreshed(replay, "dataverse", SOURCE, min_rows=10)
    assert run.results[SOURCE].outcome == "fetched"
    assert [request.query for request in replay.asked
            if request.path == "/api/access/datafile/674144"] == [{"format": "original"}]


@pytest.mark.parametrize(("spoil", "told"), [
    (lambda server: setattr(server.datasets[AIS][NEWEST], "restricted", True),
     "editie2026.csv: the publisher has closed this file."),
    (lambda server: server.datasets.update({AIS: []}), "the dataset lists no files."),
    (lambda server: server.datasets.pop(AIS), "the publisher answered 404"),
    (lambda server: setattr(server, "wrap", lambda data: {"status": "ERROR", "message": "Vol"}),
     "the repository answered: Vol."),
    (lambda server: setattr(server, "wrap", lambda data: {"status": "OK"}),
     "the answer is not that of a Dataverse repository."),
    (lambda server: setattr(server, "wrap", lambda data: [1]),
     "the answer is not that of a Dataverse repository."),
    (lambda server: server.datasets.update({AIS: [server.datasets[AIS][1]]}),
     "no newest edition of «Arbeidsmarktinformatie» among: AIStot2030_"),
])
def test_what_the_repository_may_say_instead(refreshed: Refresh, spoil, told: str) -> None:
    server = dataverse()
    spoil(server)
    outcome, message, _ = fetched(refreshed, server)
    assert outcome == "failed"
    assert told in str(message)


def test_without_an_earlier_edition_that_source_says_so(refreshed: Refresh) -> None:
    server = dataverse()
    del server.datasets[AIS][0]
    with serve(server) as replay:
        run = refreshed(replay, "dataverse", "roa_ais_2030_earlier", min_rows=10)
    assert "no earlier edition" in str(run.results["roa_ais_2030_earlier"].message)


def file(label: str, number: int = 1) -> DataFile:
    return DataFile(label, number, None, None, None, None, False, False)


def test_editions_are_found_by_label_newest_first() -> None:
    labels = ["AIStot2030_Arbeidsmarktuitkomsten.csv",
              "AIStot2030_Arbeidsmarktuitkomsten_editie2026.csv",
              "AIStot2028_Arbeidsmarktinformatie_editie2023_v20240612.csv",
              "AIStot2028_Arbeidsmarktinformatie_editie2024_v20240612.csv",
              "AIStot2028_Arbeidsmarktinformatie_editie2024_v20241101.csv",
              "AIStot2028_Arbeidsmarktinformatie_toelichting_editie2024_v20240612.csv",
              "AIStot2030_Kerncijfers_Schoolverlatersonderzoeken_2025.csv",
              "AIStot2030_Kerncijfers_Schoolverlatersonderzoeken_2024.csv", "leesmij.pdf"]
    files = [file(label, number) for number, label in enumerate(labels)]

    def found(stem: str) -> list[tuple[int, int]]:
        return [(edition, item.file_id) for edition, item in editions(files, stem)]

    assert found("Arbeidsmarktuitkomsten") == [(2026, 1), (0, 0)]
    assert found("Arbeidsmarktinformatie") == [(2024, 4), (2024, 3), (2023, 2)]
    assert found("kerncijfers schoolverlaters") == [(2025, 6), (2024, 7)]
    assert found("iets anders") == []


@given(st.integers(2020, 2099), st.dates(date(2020, 1, 1), date(2099, 12, 28)),
       st.sampled_from(["", "_v2", "_definitief"]))
def test_edition_and_day_of_a_label(edition: int, day: date, other: str) -> None:
    label = f"AIStot2040_Iets{other}_editie{edition}_v{day:%Y%m%d}.csv"
    assert editions([file(label)], "iets")[0][0] == edition
    assert version_day(label) == day


@given(st.text(max_size=30))
def test_any_label_has_an_edition_or_none(text: str) -> None:
    for edition, _ in editions([file(f"stem{text}.csv")], "stem"):
        assert edition == 0 or re.search(str(edition), text)
