"""All of DUO together: published once, then with what can go wrong (all made up)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from etl.catalogue import load_catalogue, load_hosts
from etl.publish import publish
from etl.reading import open_workspace
from etl.refresh import Plan, live_sources, refresh
from store.connection import REFERENCE, open_store
from tests.etl.live.conftest import IMPATIENT, Refresh, Refreshed
from tests.etl.live.duo import message
from tests.wire.country import duo as portal
from tests.wire.duo import Portal
from tests.wire.server import serve

SOURCES = tuple(source.source_id for source in live_sources(load_catalogue(), ("duo",)))
# Everything that a source of DUO may fill, without the moment of fetching.
TABLES = ("figure", "student_count", "programme", "institution", "offering", "source")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with all of DUO. Do not write to it."""
    store = tmp_path_factory.mktemp("duo") / "outlook.duckdb"
    with serve(portal()) as server:
        plan = Plan(
            sources=[replace(source, live=replace(source.live, min_rows=1, options={
                **source.live.options, "least_share": 0.0}))
                for source in live_sources(load_catalogue(), SOURCES) if source.live],
            hosts=load_hosts(), cache=store.parent / "cache", base_urls={"duo": server.url},
            patience=IMPATIENT)
        workspace = open_workspace()
        results = refresh(workspace, plan, store)
        assert [(item.source_id, item.message) for item in results] == [
            (source, None) for source in SOURCES]
        done = publish(workspace, store, REFERENCE, "refresh")
        workspace.close()
    assert [check for check in done.checks if not check.ok and check.level == "error"] == []
    return store


def again(refreshed: Refresh, served: Portal, store: Path, *only: str) -> Refreshed:
    """Refresh from a portal on top of the published store."""
    with serve(served) as server:
        return refreshed(server, "duo", *only, store=store, min_rows=1, least_share=0.0)


def rows_of(done: Refreshed) -> dict[str, list[tuple[object, ...]]]:
    return {table: done.rows(f"SELECT * FROM pub.{table} ORDER BY ALL") for table in TABLES}


def test_store_tells_what_duo_said(published: Path) -> None:
    store = open_store(published)
    assert store.execute(
        "SELECT name, unit FROM indicator WHERE indicator_id IN ('intake_mbo', "
        "'intake_programme', 'enrolments', 'first_years_ho') ORDER BY name").fetchall() == [
        ("Eerstejaars in het hoger onderwijs", "count"), ("Inschrijvingen", "count"),
        ("Nieuw in deze opleiding", "count"), ("Nieuw in het mbo", "count")]
    # What the dossier of the cook (23085) took in is not what the programme took in.
    assert store.execute(
        "SELECT entity_id, ladder_level, value FROM figure WHERE indicator_id = "
        "'intake_programme' AND year(measured_start) = 2025 ORDER BY 1").fetchall() == [
        ("crebo:25180", "programme", 42.0), ("dossier:23085", "dossier", 16.0)]
    # The offer knows another school for the new programme than the count of students did.
    assert store.execute("SELECT institution_id FROM institution "
                         "WHERE institution_id IN ('99ZY', '99ZZ')").fetchall() == [("99ZY",)]
    assert store.execute(
        "SELECT place_id, source_id FROM institution WHERE institution_id = '25LH'"
    ).fetchall() == [("UTRECHT", "duo_addresses_mbo")]
    store.close()


def test_nothing_new_is_unchanged(refreshed: Refresh, published: Path) -> None:
    done = again(refreshed, portal(), published)
    assert {item.outcome for item in done.results.values()} == {"unchanged"}


def test_reading_everything_again_gives_the_same(
    refreshed: Refresh, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a mended parser: who owns which school or programme must not go round."""
    kept = rows_of(again(refreshed, portal(), published))
    monkeypatch.setattr("etl.taking._last", lambda *_: (None, None))
    done = again(refreshed, portal(), published)
    assert {item.outcome for item in done.results.values()} == {"fetched"}
    assert rows_of(done) == kept


def _short_list(served: Portal) -> None:
    served.change("mbo_opleidingsaanbod", 1,
                  served.resource("mbo_opleidingsaanbod", 1).without_rows(8))


def _renamed(package: str, number: int, column: str) -> Callable[[Portal], None]:
    def change(served: Portal) -> None:
        served.change(package, number, served.resource(package, number).renamed(column, "ANDERS"))
    return change


def _without(package: str) -> Callable[[Portal], None]:
    def change(served: Portal) -> None:
        served.packages = tuple(item for item in served.packages if item.name != package)
    return change


@pytest.mark.parametrize(("source", "change", "sentence"), [
    ("duo_mbo_offer", _short_list, "the file has a header but no rows"),
    ("duo_mbo_students", _renamed("mbo-studenten-per-instelling", 1, "LEERWEG"),
     "column LEERWEG: this column is missing."),
    ("duo_mbo_intake", _without("instromende-mbo-studenten"), "Not found"),
    ("duo_ho_diplomas", _renamed("p04hogdipl", 4, "DIPLOMAJAAR"), "column DIPLOMAJAAR"),
    ("duo_addresses_ho", _renamed("adressen_ho", 1, "POSTCODE"), "column POSTCODE"),
    ("duo_rio_ho", _renamed("overzicht-erkenningen-ho", 0, "NIVEAU"), "column NIVEAU"),
])
def test_source_that_fails_keeps_its_last_good_rows(
    refreshed: Refresh, published: Path, source: str, change: Callable[[Portal], None],
    sentence: str,
) -> None:
    kept = rows_of(again(refreshed, portal(), published, source))
    broken = portal()
    change(broken)
    done = again(refreshed, broken, published, source)
    assert sentence in message(done, source)
    assert rows_of(done) == kept
    assert done.rows("SELECT fetched IS NOT NULL, outcome FROM pub.refresh "
                     f"WHERE source_id = '{source}'") == [(True, "failed")]


def test_languages_stay_without_the_overview(refreshed: Refresh, published: Path) -> None:
    broken = portal()
    _without("ho_opleidingsoverzicht")(broken)
    done = again(refreshed, broken, published, "duo_rio_ho")
    assert done.results["duo_rio_ho"].outcome == "fetched"
    assert done.rows("SELECT language FROM pub.programme WHERE code = '34479'") == [("ENG+NLD",)]
