"""The page Bronnen, and the downloads at their own addresses."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as parquet
import pytest
import requests

from explorer import downloads
from explorer.store import Store, connect
from explorer.texts import flat_texts
from explorer.ui.session import library
from store.schema import TABLES
from tests.browser.server import serving
from tests.pages.conftest import Screen

NL = flat_texts("nl")


class Site:
    """A running server."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str) -> requests.Response:
        return requests.get(self.address + path, timeout=60)


@pytest.fixture(scope="module")
def site(store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(store_path, tmp_path_factory.mktemp("server") / "log") as address:
        yield Site(address)


@pytest.fixture(scope="module")
def known(store_path: Path) -> Iterator[Store]:
    opened = connect(store_path)
    yield opened
    opened.close()


def test_every_source_is_told_with_its_licence(screen: Screen, known: Store) -> None:
    text = screen.open("bronnen").text
    for row in known.rows("SELECT title, edition, licence, attribution FROM source"):
        for part in row.values():
            assert str(part) in text


def test_checks_history_and_missing_figures_are_told(screen: Screen, known: Store) -> None:
    text = screen.open("bronnen").text
    (count,) = known.rows("SELECT count(*) AS n FROM check_result")[0].values()
    assert str(count) in text
    assert NL["sources.changed_first"] in text
    assert known.data_version in text
    assert NL["sources.missing_none"] in text


@pytest.fixture
def later(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Screen]:
    """A visit to a store that came in the place of one just like it."""
    copy = Path(shutil.copy(store_path, tmp_path / "outlook.duckdb"))
    with duckdb.connect(str(copy)) as connection:
        connection.execute("INSERT INTO history SELECT * REPLACE (number + 1 AS number, "
                           "0 AS changes) FROM history")
    monkeypatch.setenv("OUTLOOK_STORE", str(copy))
    library.clear()
    yield Screen()
    library.clear()


def test_a_first_version_and_one_that_changed_nothing_are_told_apart(later: Screen) -> None:
    text = later.open("bronnen").text
    assert NL["sources.changed_none"] in text
    assert NL["sources.changed_first"] not in text


def test_contents_lead_to_the_place_to_report_an_error(screen: Screen) -> None:
    screen.open("bronnen")
    assert any('href="#report"' in body for body in screen.bodies)
    assert NL["sources.report_title"] in [header.value for header in screen.app.header]


def test_the_dictionary_shows_the_table_of_the_address(screen: Screen) -> None:
    assert "Typed over; empty" not in screen.open("bronnen", tabel="crisis").text
    assert "First day of the national dip, when there was one." in screen.text
    assert screen.address == {"tabel": ["crisis"]}
    assert screen.open("bronnen", tabel="onzin").address == {}


def test_a_csv_is_what_a_dutch_excel_expects(site: Site, known: Store) -> None:
    answer = site.get("/download/figure.csv")
    assert answer.status_code == 200
    assert known.data_version in answer.headers["content-disposition"]
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufefffigure_id;indicator_id;")
    rows = list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))
    figures = {row["figure_id"]: row for row in known.rows("SELECT * FROM figure")}
    assert len(rows) == len(figures)
    with_value = [row for row in rows if row["value"]]
    assert len(with_value) > 20_000
    for row in with_value[::500]:
        assert float(row["value"].replace(",", ".")) == figures[row["figure_id"]]["value"]
        assert "." not in row["value"]
    assert {row["value"] for row in rows if row["missing_reason"]} == {""}


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_every_table_is_there_in_every_form(site: Site, known: Store, table: str) -> None:
    count = downloads.row_count(known, table)
    lines = site.get(f"/download/{table}.csv").content.decode("utf-8-sig")
    assert sum(1 for _ in csv.reader(io.StringIO(lines), delimiter=";")) == count + 1
    body = site.get(f"/download/{table}.parquet").content
    assert parquet.read_metadata(io.BytesIO(body)).num_rows == count
    about = site.get(f"/download/{table}.json").json()
    assert about["rows"] == count
    assert all(column["meaning"] for column in about["columns"])
    assert all(source["licence"] and source["attribution"] for source in about["sources"])


def test_everything_comes_in_one_zip(site: Site, known: Store) -> None:
    archive = zipfile.ZipFile(io.BytesIO(site.get("/download/alles.zip").content))
    names = archive.namelist()
    assert {f"{table.name}.parquet" for table in TABLES} <= set(names)
    assert known.data_version in archive.read("LEESMIJ.txt").decode()
    assert json.loads(archive.read("figure.json"))["columns"][0]["name"] == "figure_id"


@pytest.mark.parametrize("name", [
    "niets.csv", "figure.exe", "figure", "figure;drop.csv", "alles.csv",
])
def test_a_name_that_is_not_there_is_told_calmly(
    site: Site, known: Store, name: str
) -> None:
    answer = site.get(f"/download/{name}")
    assert answer.status_code == 404
    assert answer.text == NL["sources.no_download"].format(name=name)


def test_no_name_leads_out_of_the_downloads(site: Site) -> None:
    assert site.get("/download/..%2Foutlook.csv").status_code in (400, 404)


def test_figures_that_may_not_be_copied_are_in_no_file(
    store_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "secret.duckdb"
    shutil.copy(store_path, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("""
            INSERT INTO source SELECT * REPLACE ('made_up_secret' AS source_id,
                                                 false AS shareable)
            FROM source WHERE source_id = 'roa_ais_2030';
            INSERT INTO figure SELECT * REPLACE ('made_up_secret:1' AS figure_id,
                                                 'made_up_secret' AS source_id)
            FROM figure WHERE source_id = 'roa_ais_2030' LIMIT 1;
            INSERT INTO figure_crisis VALUES ('made_up_secret:1', 'corona_2020', 'M1', 'S');
            INSERT INTO best SELECT * REPLACE ('made_up_secret:1' AS figure_id) FROM best LIMIT 1;
            INSERT INTO change
            SELECT 1, 'figure_changed', 'crebo:25180', indicator_id, 'NL01', NULL,
                   'made_up_secret', '2', 1
            FROM figure WHERE source_id = 'made_up_secret';
        """)
    with serving(path, tmp_path / "log") as address:
        site = Site(address)
        for name in ("figure", "source", "figure_crisis", "best", "change"):
            for kind in ("csv", "json"):
                assert b"made_up_secret" not in site.get(f"/download/{name}.{kind}").content
            body = site.get(f"/download/{name}.parquet").content
            rows = parquet.read_table(io.BytesIO(body)).to_pylist()
            assert rows or name == "change"
            assert not any("made_up_secret" in str(row) for row in rows)
