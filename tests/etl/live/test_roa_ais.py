"""ROA's outlook, from the wire to figures (all made up; see tests/wire/roa_files.py)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.catalogue import load_catalogue, load_hosts
from etl.reading import open_workspace
from etl.refresh import Plan, live_sources, refresh
from etl.sources.roa_ais import version
from etl.taking import Result
from tests.etl.live.conftest import IMPATIENT, Refresh, _small
from tests.wire.roa import AIS
from tests.wire.roa_files import OCCUPATIONS, Outlook, dataverse
from tests.wire.server import serve

SOURCES = ("roa_ais_2030", "roa_ais_2030_earlier", "roa_ais_2028")
Fetched = tuple[duckdb.DuckDBPyConnection, dict[str, Result]]
EMPTY = {"indicator": "", "typering": "", "aantal": "", "totaal6jrperc": ""}


def with_known_cells() -> Outlook:
    """The newest edition, with cells that the tests below look at."""
    return Outlook(changed={
        ("Nederland", "0111", "ITKB"): {"indicator": "0,846", "typering": "vrijwel geen"},
        ("Nederland", "332", "verwachte uitbreidingsvraag"): {"aantal": "-8400"},
        ("Nederland", "332", "ITKB"): EMPTY,
        ("Nederland", "0811.0", "indicator huidige"): EMPTY,
        ("Nederland", "4011", "ITA"): {"indicator": "1,12", "typering": "Matig"},
        ("Nederland", "6021", "ITA"): {"indicator": "0,85", "typering": "iets nieuws"},
        ("provincie Utrecht", "4011", "ITA"): {"typering": "goed"},
        ("Groningen", "6021", "ITA"): EMPTY,
    })


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fetched]:
    """All three sources, fetched once from a server that shows no faults."""
    folder = tmp_path_factory.mktemp("roa")
    workspace = open_workspace()
    with serve(dataverse(with_known_cells())) as server:
        plan = Plan(sources=[_small(source, 10, {})
                             for source in live_sources(load_catalogue(), SOURCES)],
                    hosts=load_hosts(), cache=folder / "cache",
                    base_urls={"dataverse": server.url}, patience=IMPATIENT)
        results = refresh(workspace, plan, folder / "none")
    yield workspace, {result.source_id: result for result in results}
    workspace.close()


def one(fetched: Fetched, columns: str, where: str) -> tuple[object, ...]:
    rows = fetched[0].execute(f"SELECT {columns} FROM pub.figure WHERE {where}").fetchall()
    assert len(rows) == 1, rows
    return rows[0]


def newest(entity: str, indicator: str, region: str = "NL01") -> str:
    return (f"source_id = 'roa_ais_2030' AND entity_id = '{entity}' "
            f"AND indicator_id = '{indicator}' AND region_id = '{region}'")


def test_every_edition_is_fetched(fetched: Fetched) -> None:
    outcomes = {name: (result.outcome, result.message) for name, result in fetched[1].items()}
    assert outcomes == dict.fromkeys(SOURCES, ("fetched", None))
    assert fetched[0].execute(
        "SELECT source_id, edition, published, licence, attribution, reference_end, note IS NULL "
        "FROM pub.source WHERE starts_with(source_id, 'roa_ais') ORDER BY ALL").fetchall() == [
        ("roa_ais_2028", "2023 en 2024, versie van 2024-06-12", date(2024, 6, 12),
         "CC BY 4.0", "ROA (2024), AIS tot 2028, doi:10.34894/UIQHCI", date(2028, 12, 31), False),
        ("roa_ais_2030", "2026, versie van 2026-09-01", date(2026, 9, 1), "CC BY 4.0",
         "ROA (2026), AIS tot 2030, doi:10.34894/DVQTOG", date(2030, 12, 31), False),
        ("roa_ais_2030_earlier", "2025, versie van 2025-12-18", date(2025, 12, 18),
         "CC BY 4.0", "ROA (2025), AIS tot 2030, doi:10.34894/DVQTOG", date(2030, 12, 31), False)]


def test_occupation_as_the_file_gives_it(fetched: Fetched) -> None:
    assert one(
        fetched, "figure_id, value, label, status, horizon, ladder_level, measured_start, "
        "measured_end, published, population, population_en, note, missing_reason",
        newest("brc:0111", "outlook_itkb")) == (
        "roa_ais_2030:outlook_itkb:0111:2030", 0.846, "vrijwel geen", "F", 2030, "occupation",
        date(2026, 9, 1), date(2026, 9, 1), date(2026, 9, 1),
        "iedereen met een baan als docenten hoger onderwijs en hoogleraren",
        "everyone working as: Lecturers in higher education and professors",
        "Richting van 2025 naar 2030: blijft krap.", None)


@pytest.mark.parametrize(("entity", "indicator", "value"), [
    # The second occupation (332 is 0332): 2,000 openings, 11 percent, and 1,800 replaced.
    ("brc:0332", "outlook_openings", 2000), ("brc:0332", "outlook_openings_share", 0.11),
    ("brc:0332", "outlook_replacement", 1800), ("brc:0332", "outlook_expansion", -8400),
    ("brc:0811", "outlook_expansion", 0), ("NL", "outlook_openings", 4000),
    ("onr:4011", "outlook_openings", 4000), ("onr:4011", "outlook_openings_share", 0.21),
    ("onr:4011", "outlook_inflow", 3500), ("mbo-4", "outlook_ita", 0.9),
    ("bachelor", "outlook_ita", 1.0), ("master", "outlook_ita", 1.1),
])
def test_numbers_of_groups(
    fetched: Fetched, entity: str, indicator: str, value: float
) -> None:
    assert one(fetched, "value", newest(entity, indicator)) == (pytest.approx(value),)


def test_situation_now_is_of_the_quarter_that_its_subject_names(fetched: Fetched) -> None:
    assert one(fetched, "value, label, measured_start, measured_end, horizon, status, figure_id",
               newest("brc:0111", "tension_now")) == (
        2.5, "krap", date(2026, 1, 1), date(2026, 3, 31), None, "A",
        "roa_ais_2030:tension_now:0111:2026Q1")


def test_education_type_has_its_class_and_says_what_the_number_is(fetched: Fetched) -> None:
    assert one(fetched, "value, label, ladder_level, population, population_en, note",
               newest("onr:4011", "outlook_ita")) == (
        1.12, "matig", "education_type", "opleidingstype «Mbo4 - ict; beheer»",
        "education type «Mbo4 - ict; beheer»",
        "De ITA is 1,12. Hoe lager, hoe gunstiger voor wie werk zoekt.")


def test_unknown_class_gives_way_to_the_class_of_the_number(fetched: Fetched) -> None:
    """0.85 is the border: up to and including it is zeer goed."""
    assert one(fetched, "label", newest("onr:6021", "outlook_ita")) == ("zeer goed",)


def test_region_has_a_class_and_no_number(fetched: Fetched) -> None:
    assert one(fetched, "value, label, missing_reason, note, population",
               newest("onr:4011", "outlook_ita", "PV26")) == (
        None, "goed", "publisher_gives_none", "ROA geeft hier alleen een klasse: goed.",
        "opleidingstype «Mbo4 - ict; beheer», provincie Utrecht")


def test_province_and_labour_market_region_of_one_name_are_told_apart(fetched: Fetched) -> None:
    """«Groningen» without more is the arbeidsmarktregio; «provincie Utrecht» the province."""
    found = {region for (region,) in fetched[0].execute(
        "SELECT DISTINCT region_id FROM pub.figure WHERE source_id = 'roa_ais_2030'").fetchall()}
    assert found == {"NL01", "amr:Groningen", "amr:Midden-Utrecht", "PV26"}


@pytest.mark.parametrize(("entity", "indicator"), [
    ("brc:0332", "outlook_itkb"), ("brc:0811", "tension_now")])
def test_empty_cell_rests_on_too_few_people(
    fetched: Fetched, entity: str, indicator: str
) -> None:
    assert one(fetched, "value, label, missing_reason", newest(entity, indicator)) == (
        None, None, "too_small")


def test_empty_cell_of_a_region_is_no_figure(fetched: Fetched) -> None:
    assert fetched[0].execute(
        "SELECT count(*) FROM pub.figure WHERE "
        + newest("onr:6021", "outlook_ita", "amr:Groningen")).fetchone() == (0,)


def test_occupations_of_the_newest_edition_are_in_the_register(fetched: Fetched) -> None:
    named = dict(fetched[0].execute("SELECT code, name FROM pub.occupation").fetchall())
    assert named["0332"] == dict(OCCUPATIONS)["332"]
    assert "12345" not in named and "999999" not in named


def test_earlier_editions_stand_beside_the_newest(fetched: Fetched) -> None:
    """Two of 2028 (of 2023 only the year is known), one of 2025, one of 2026."""
    assert fetched[0].execute(
        "SELECT source_id, horizon, measured_start, measured_end, figure_id FROM pub.figure "
        "WHERE entity_id = 'onr:4011' AND indicator_id = 'outlook_ita' AND region_id = 'NL01' "
        "ORDER BY measured_end").fetchall() == [
        ("roa_ais_2028", 2028, date(2023, 1, 1), date(2023, 12, 31),
         "roa_ais_2028:outlook_ita:onr:4011:2023:2028"),
        ("roa_ais_2028", 2028, date(2024, 6, 12), date(2024, 6, 12),
         "roa_ais_2028:outlook_ita:onr:4011:2024:2028"),
        ("roa_ais_2030_earlier", 2030, date(2025, 12, 18), date(2025, 12, 18),
         "roa_ais_2030_earlier:outlook_ita:onr:4011:2025:2030"),
        ("roa_ais_2030", 2030, date(2026, 9, 1), date(2026, 9, 1),
         "roa_ais_2030:outlook_ita:onr:4011:2030")]


def test_what_is_not_used_is_told(fetched: Fetched) -> None:
    ((warnings,),) = fetched[0].execute(
        "SELECT warnings FROM pub.load WHERE source_id = 'roa_ais_2030'").fetchall()
    assert warnings == [
        "region that is not in our list: Regio Atlantis",
        "code that we do not know: 12345 Bedachte groep, 5 Vmbo-g/t",
        "subjects that are not used: «vergelijkbaarheidsindex»"]
    ((read, used, left),) = fetched[0].execute(
        "SELECT rows_read, rows, rows_left_out FROM pub.load WHERE source_id = 'roa_ais_2030'"
    ).fetchall()
    assert (read, used) == (344, left) or read == used + left
    assert fetched[0].execute(
        "SELECT sum(rows) FROM pub.left_out WHERE source_id = 'roa_ais_2030'"
    ).fetchone() == (left,)


def test_embedded_rows_give_way_and_keep_their_ids(fetched: Fetched) -> None:
    """The file of the embedded snapshot had 114 groups; the made-up edition has three."""
    assert fetched[0].execute(
        "SELECT count(*) FROM pub.figure WHERE source_id = 'roa_ais_2030' "
        "AND indicator_id = 'outlook_itkb' AND region_id = 'NL01'").fetchone() == (4,)


# -- what the publisher may change ---------------------------------------------------------

def test_file_in_windows_1252_without_mark_is_read_too(refreshed: Refresh) -> None:
    """One edition came so; «Fryslân» is our Friesland."""
    outlook = Outlook(regions=("Nederland", "provincie Fryslân"),
                      changed={("provincie Fryslân", "4011", "ITA"): {"typering": "goed"}})
    server = dataverse(outlook)
    ours = server.datasets[AIS][5]
    ours.body = outlook.body(encoding="cp1252")
    with serve(server) as replay:
        run = refreshed(replay, "dataverse", "roa_ais_2030", min_rows=10)
    assert run.results["roa_ais_2030"].message is None
    assert run.rows("SELECT DISTINCT region_id FROM pub.figure WHERE source_id = 'roa_ais_2030' "
                    "ORDER BY 1") == [("NL01",), ("PV21",)]


def test_extra_column_is_ignored_and_a_missing_one_named(refreshed: Refresh) -> None:
    extra = Outlook()
    extra.columns = ("nieuw", *extra.columns)
    with serve(dataverse(extra)) as server:
        run = refreshed(server, "dataverse", "roa_ais_2030", min_rows=10)
    assert run.results["roa_ais_2030"].outcome == "fetched"
    less = Outlook()
    less.columns = tuple(name for name in less.columns if name != "typering")
    with serve(dataverse(less)) as server:
        run = refreshed(server, "dataverse", "roa_ais_2030", min_rows=10)
    assert run.results["roa_ais_2030"].message == (
        "AIStot2030_Arbeidsmarktinformatie_editie2026.csv, line 1, column typering: this column "
        "is missing. The publisher may have renamed it; compare the header.")
    assert run.rows("SELECT count(*) FROM pub.figure WHERE source_id = 'roa_ais_2030' "
                    "AND indicator_id = 'outlook_itkb'") == [(115,)]


@pytest.mark.parametrize(("change", "message"), [
    ({("Nederland", "0111", "ITKB"): {"indicator": "0.846"}},
     "line 2, column indicator: «0.846» is not a number with a decimal comma."),
    ({("Nederland", "0111", "ITKB"): {"indicator": "84,6"}},
     "1 row(s) with a value outside the plausible range of its indicator"),
    ({("Nederland", "0111", "verwachte baanopeningen"): {"onderwerp": "verwachte vervangingsvraag"
                                                                      " tot 2030"}},
     "is already on line 3."),
])
def test_wrong_value_stops_the_source_and_the_earlier_figures_stay(
    refreshed: Refresh, change: dict[tuple[str, str, str], dict[str, str]], message: str
) -> None:
    with serve(dataverse(Outlook(changed=change))) as server:
        run = refreshed(server, "dataverse", "roa_ais_2030", min_rows=10)
    result = run.results["roa_ais_2030"]
    assert result.outcome == "failed"
    assert message in (result.message or "")
    assert run.rows("SELECT count(*), min(figure_id) FROM pub.figure WHERE source_id = "
                    "'roa_ais_2030' AND indicator_id = 'outlook_itkb'") == [
        (115, "roa_ais_2030:outlook_itkb:0111:2030")]


def test_reworded_subjects_that_no_longer_fit_stop_the_source(refreshed: Refresh) -> None:
    subjects = [("Nederland", code, start) for code, _ in OCCUPATIONS
                for start in ("ITKB", "verwachte", "indicator")]
    outlook = Outlook(changed={key: {"onderwerp": "anders gezegd"} for key in subjects}, types=())
    outlook.regions = ("Nederland",)
    server = dataverse(outlook)
    with serve(server) as replay:
        run = refreshed(replay, "dataverse", "roa_ais_2030", min_rows=500)
    assert run.results["roa_ais_2030"].outcome == "failed"


def test_line_that_was_cut_off_is_told_with_its_number(refreshed: Refresh) -> None:
    server = dataverse()
    ours = server.datasets[AIS][5]
    ours.body = ours.body.replace(b";v20260901\n", b"\n", 3)
    with serve(server) as replay:
        run = refreshed(replay, "dataverse", "roa_ais_2030", min_rows=10)
    assert (run.results["roa_ais_2030"].message or "").startswith(
        "AIStot2030_Arbeidsmarktinformatie_editie2026.csv, line 2: this line does not have the "
        "fields of the header.")


def test_same_row_twice_counts_once(refreshed: Refresh) -> None:
    """Nineteen rows come again, of which four are about a subject that is not used."""
    server = dataverse()
    ours = server.datasets[AIS][5]
    lines = ours.body.split(b"\n")
    ours.body = b"\n".join([*lines[:-1], *lines[1:20], b""])
    with serve(server) as replay:
        run = refreshed(replay, "dataverse", "roa_ais_2030", min_rows=10)
    assert run.results["roa_ais_2030"].outcome == "fetched"
    assert ("same row twice", 15) in run.rows("SELECT reason, rows FROM pub.left_out "
                                              "WHERE source_id = 'roa_ais_2030'")


def test_second_run_is_conditional_and_can_be_repeated_offline(
    refreshed: Refresh, tmp_path: Path
) -> None:
    del tmp_path
    with serve(dataverse()) as server:
        first = refreshed(server, "dataverse", "roa_ais_2030", min_rows=10)
        start = len(server.statuses)
        again = refreshed(server, "dataverse", "roa_ais_2030", min_rows=10)
        assert set(server.statuses[start:]) == {304, 303}
        offline = refreshed(server, "dataverse", "roa_ais_2030", min_rows=10, offline=True)
        assert len(server.statuses) == start + 3
    query = "SELECT * FROM pub.figure WHERE source_id = 'roa_ais_2030' ORDER BY figure_id"
    assert first.rows(query) == again.rows(query) == offline.rows(query) != []


def test_licence_and_release_are_what_the_dataset_says(refreshed: Refresh) -> None:
    server = dataverse(Outlook(version=None))
    server.version = {"license": "NONE", "termsOfUse": "<p>Gebruik met <b>bron</b>.</p>",
                      "releaseTime": "2026-10-02T08:00:00Z"}
    for file in server.datasets[AIS]:
        file.listed = {"creationDate": None}
    with serve(server) as replay:
        run = refreshed(replay, "dataverse", "roa_ais_2030", min_rows=10)
    assert run.rows("SELECT licence, published FROM pub.source WHERE source_id = 'roa_ais_2030'"
                    ) == [("Gebruik met bron .", date(2026, 10, 2))]


@given(st.dates(date(2020, 1, 1), date(2099, 12, 31)), st.sampled_from(["v", "V", ""]))
def test_version_is_a_day(day: date, letter: str) -> None:
    assert version(f"{letter}{day:%Y%m%d}") == day


@given(st.text(max_size=12))
def test_any_other_version_is_none(text: str) -> None:
    found = version(text)
    assert found is None or f"{found:%Y%m%d}" in text


def test_the_answer_of_the_made_up_repository_has_the_form_of_dataverse() -> None:
    """Against the facts that we know of the interface: envelope, names, and error."""
    from tests.wire.server import Request

    server = dataverse()
    data = json.loads(server(Request("/api/datasets/:persistentId/", {"persistentId": AIS},
                                     {})).body)
    file = data["data"]["latestVersion"]["files"][0]
    assert data["status"] == "OK"
    assert set(file) >= {"label", "restricted", "dataFile"}
    assert set(file["dataFile"]) >= {"id", "filename", "contentType", "filesize", "checksum"}
    wrong = server(Request("/api/datasets/:persistentId/", {"persistentId": "doi:x"}, {}))
    assert (wrong.status, json.loads(wrong.body)["status"]) == (404, "ERROR")
