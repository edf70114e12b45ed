"""Counts per study field, young people and regions of CBS (all figures made up)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.etl.live.conftest import Refresh, Refreshed
from tests.wire.cbs import Cbs, Dim, Table, Topic
from tests.wire.cbs_other_tables import (
    by_education,
    gemeenten,
    ho_diplomas,
    mbo_counts,
    young_people,
)
from tests.wire.server import serve


@pytest.fixture
def fetched(refreshed: Refresh) -> Refreshed:
    students = mbo_counts("85353NED", "MboStudenten_1", "Mbo-studenten", 2025)
    students.changed[("T001038", "A041763", "A025292", "A009007", "NL01", "2025SJ00",
                      "MboStudenten_1")] = "41230"
    diplomas = mbo_counts("85356NED", "GediplomeerdenMbo_1", "Gediplomeerden mbo", 2024)
    diplomas.changed[("T001038", "T001336", "A025291", "A009007", "NL01", "2024SJ00",
                      "GediplomeerdenMbo_1")] = "."
    higher = ho_diplomas()
    higher.changed[("T001038", "A025297", "A010005", "A028904", "T001040", "T001040", "2024SJ00",
                    "Gediplomeerden_1")] = "5430"
    young, levels = young_people(), by_education()
    young.changed[("T001038", "52020", "T001372", "2020KW02",
                   "NettoArbeidsparticipatie_24")] = "62.9"
    levels.changed[("T001038", "53500", "A051011", "2026KW01",
                    "Werkloosheidspercentage_21")] = "2.7"
    tables = (students, diplomas, higher, young, levels, gemeenten())
    with serve(Cbs({table.table_id: table for table in tables})) as server:
        run = refreshed(server, "cbs", *(f"cbs_{table.table_id.lower()}" for table in tables))
    assert {name: result.message for name, result in run.results.items()} == dict.fromkeys(
        run.results)
    return run


def test_counts_young_people_and_regions(fetched: Refreshed) -> None:
    """One refresh, because each costs a second; every part is checked by hand below."""
    _students_per_field_and_learning_path(fetched)
    _diplomas_per_field(fetched)
    _diplomas_of_higher_education(fetched)
    _young_people_per_quarter(fetched)
    _unemployment_per_level(fetched)
    _gemeenten_and_their_regions(fetched)


def _students_per_field_and_learning_path(run: Refreshed) -> None:
    assert run.rows(
        "SELECT value, n, ladder_level, measured_start, measured_end, population, population_en "
        "FROM pub.figure WHERE indicator_id = 'students_field' "
        "AND entity_id = 'isced:07|mbo-4|bol' AND measured_end = DATE '2025-10-01'") == [
        (41230.0, 41230, "field_level", date(2025, 10, 1), date(2025, 10, 1),
         "studenten op 1 oktober, mbo niveau 4, bol, Techniek, industrie en bouwkunde, "
         "schooljaar 2025/'26",
         "students on 1 October, mbo level 4, bol, Engineering, manufacturing and construction, "
         "school year 2025/'26")]
    assert run.rows("SELECT DISTINCT year(measured_start) FROM pub.figure "
                    "WHERE indicator_id = 'students_field' ORDER BY ALL") == [
        (2021,), (2022,), (2023,), (2024,), (2025,)]
    # Without people who only sit the exam: 1,000 for the second path, 70 for Techniek, 250.
    assert run.rows("SELECT value FROM pub.figure WHERE indicator_id = 'students_field' AND "
                    "entity_id = 'isced:07|mbo' AND measured_end = DATE '2025-10-01'") == [
        (1320.0,)]


def _diplomas_per_field(run: Refreshed) -> None:
    assert run.rows(
        "SELECT value, missing_reason, status, measured_start, measured_end FROM pub.figure "
        "WHERE source_id = 'cbs_85356ned' AND entity_id = 'isced:07|mbo' "
        "AND measured_end = DATE '2025-07-31'") == [
        (None, "publisher_gives_none", "Q", date(2024, 8, 1), date(2025, 7, 31))]
    entities = {entity for (entity,) in run.rows(
        "SELECT DISTINCT entity_id FROM pub.figure WHERE source_id = 'cbs_85356ned' "
        "AND ladder_level = 'level'")}
    assert entities == {level + form for level in ("mbo", "entree", "mbo-2", "mbo-3", "mbo-4")
                        for form in ("", "|bol", "|bbl")}


def _diplomas_of_higher_education(run: Refreshed) -> None:
    assert run.rows(
        "SELECT value, population FROM pub.figure WHERE source_id = 'cbs_85425ned' "
        "AND entity_id = 'isced:0413|wo-ma' AND measured_end = DATE '2025-07-31'") == [
        (5430.0, "geslaagden, wo-master, Management, bedrijfskunde en personeel, "
                 "schooljaar 2024/'25")]
    assert {entity for (entity,) in run.rows(
        "SELECT DISTINCT entity_id FROM pub.figure WHERE source_id = 'cbs_85425ned' "
        "AND ladder_level = 'level'")} == {"hbo", "wo", "hbo-ad", "hbo-ba", "hbo-ma", "wo-ba",
                                           "wo-ma"}


def _young_people_per_quarter(run: Refreshed) -> None:
    assert run.rows(
        "SELECT indicator_id, value, entity_id, ladder_level, measured_end, population "
        "FROM pub.figure WHERE source_id = 'cbs_85263ned' AND measured_start = DATE '2020-04-01' "
        "ORDER BY ALL") == [
        ("youth_participation_new", 0.629, "NL", "nation", date(2020, 6, 30), "15 tot 25 jaar"),
        ("youth_unemployment_quarter", 0.05, "NL", "nation", date(2020, 6, 30), "15 tot 25 jaar")]
    assert run.rows("SELECT count(*), max(measured_end) FROM pub.figure "
                    "WHERE source_id = 'cbs_85263ned'") == [(2 * 53, date(2026, 3, 31))]


def _unemployment_per_level(run: Refreshed) -> None:
    assert run.rows(
        "SELECT entity_id, value, status, population, population_en FROM pub.figure "
        "WHERE source_id = 'cbs_85266ned' AND measured_start = DATE '2026-01-01' "
        "AND entity_id LIKE '%-ma' ORDER BY ALL") == [
        (entity, 0.027, "P",
         "25 tot 35 jaar, met een master van hbo of wo, of een doctoraat",
         "aged 25 to 35, with a master of hbo or university, or a doctorate")
        for entity in ("hbo-ma", "wo-ma")]
    assert len(run.rows("SELECT DISTINCT entity_id FROM pub.figure "
                        "WHERE source_id = 'cbs_85266ned'")) == 7


def _gemeenten_and_their_regions(run: Refreshed) -> None:
    assert run.rows("SELECT region_id, kind, name, arbeidsmarktregio_id FROM pub.region "
                    "WHERE region_id IN ('GM0014', 'GM0344', 'amr:Bedachte regio') "
                    "ORDER BY ALL") == [
        ("GM0014", "gemeente", "Groningen", "amr:Groningen"),
        ("GM0344", "gemeente", "Utrecht", "amr:Bedachte regio"),
        ("amr:Bedachte regio", "arbeidsmarktregio", "Bedachte regio", None)]
    assert run.rows("SELECT edition, reference_start, reference_end FROM pub.source "
                    "WHERE source_id = 'cbs_86247ned'") == [
        ("2027", date(2027, 1, 1), date(2027, 12, 31))]


@pytest.mark.parametrize(("table", "change", "message"), [
    (by_education(), ("212 Mbo4", "212 Middelbaar beroeps"),
     "a level of education that we need is not there"),
    (gemeenten(), ("Arbeidsmarktregio's", "Werkgebieden"),
     "no measure «Naam» in the group «Arbeidsmarktregio»"),
])
def test_what_is_needed_and_gone_is_named(
    refreshed: Refresh, table: Table, change: tuple[str, str], message: str
) -> None:
    table.dims = tuple(Dim(dim.key, dim.title, tuple(
        (code, title.replace(*change)) for code, title in dim.members), dim.width, dim.kind)
        for dim in table.dims)
    table.topics = tuple(Topic(topic.key, topic.title, topic.unit, topic.decimals, topic.kind,
                               topic.group.replace(*change)) for topic in table.topics)
    source = f"cbs_{table.table_id.lower()}"
    with serve(Cbs({table.table_id: table})) as server:
        run = refreshed(server, "cbs", source)
    assert message in (run.results[source].message or "")
