"""Own figures: the template, what is accepted, and a report of everything that is wrong.

Every figure in these files is made up. Programme 25180 (Kok, mbo) and 34479 (hbo) are of the
register in the snapshot.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from etl.errors import DataError
from etl.load_command import run
from etl.own import values
from etl.own.columns import FIELDS, FILE, MEASURES, NAMES, REQUIRED
from etl.own.problems import WrongRows
from etl.own.take_in import own_files, take_in
from etl.own.template import template, write_template
from etl.reading import open_workspace
from etl.reference import load_reference
from etl.snapshot import read_snapshot, write_snapshot
from store.connection import REFERENCE, SNAPSHOT, open_store

GOOD = {"opleiding": "25180", "cijfer": "kans_op_stage", "waarde": "matig",
        "gemeten_van": "2024-01-01", "gemeten_tot": "2024-12-31", "bron": "Bedacht bureau",
        "url": "https://example.org/bedacht"}


@pytest.fixture(scope="module")
def workspace() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = open_workspace()
    read_snapshot(connection, SNAPSHOT)
    load_reference(connection, REFERENCE)
    yield connection
    connection.close()


def sheet(folder: Path, *rows: dict[str, str], delimiter: str = ";", name: str = FILE,
          encoding: str = "utf-8-sig") -> Path:
    """The template with rows below it, each a good row with some cells changed."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, NAMES, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows({**GOOD, **row} for row in rows)
    text = template()
    if delimiter != ";":
        text = text.replace(";".join(NAMES), delimiter.join(NAMES))
    path = folder / name
    path.write_text(text + stream.getvalue(), encoding=encoding, newline="")
    return path


HEADER_LINE = len(template().splitlines())


def figures(workspace: duckdb.DuckDBPyConnection, folder: Path) -> list[dict[str, object]]:
    """What a folder brings into ``pub.figure``."""
    take_in(workspace, own_files(folder))
    cursor = workspace.execute(
        "SELECT * FROM pub.figure WHERE starts_with(source_id, 'eigen:') ORDER BY figure_id")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def problems(workspace: duckdb.DuckDBPyConnection, folder: Path) -> list[tuple[int, str, str]]:
    """Line (counted from the header), column and text of everything that is wrong."""
    with pytest.raises(WrongRows) as refused:
        take_in(workspace, own_files(folder))
    return [(item.line - HEADER_LINE, item.column, f"{item.what} {item.advice}")
            for item in refused.value.problems]


def test_template_explains_every_column_and_measure_and_loads_when_filled_in(
    workspace: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    written = write_template(tmp_path).read_text(encoding="utf-8-sig")
    assert written.splitlines()[-1] == ";".join(NAMES)
    for name in (*(field.name for field in FIELDS), *(measure.name for measure in MEASURES)):
        assert re.search(rf"^\"#   {name}\*? - \S", written, re.MULTILINE), name
    with pytest.raises(DataError, match="already there"):
        write_template(tmp_path)
    with pytest.raises(DataError, match="no rows below its header"):
        take_in(workspace, own_files(tmp_path))
    sheet(tmp_path, {})
    assert len(figures(workspace, tmp_path)) == 1


def test_every_measure_becomes_its_indicator_in_its_unit(
    workspace: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    sheet(tmp_path,
          {"leerweg": "BOL"}, {"cijfer": "kans op werk", "waarde": "5"},
          {"cijfer": "stage_gevonden", "waarde": "93%", "aantal": "40"},
          {"cijfer": "werk_gevonden", "waarde": "88,5", "jaren_na": "1,5"},
          {"opleiding": "isat:34479", "cijfer": "startsalaris_uur", "waarde": "€ 14,80"},
          {"opleiding": "34479", "cijfer": "startsalaris_maand", "waarde": "2350.5"})
    found = {row["indicator_id"]: row for row in figures(workspace, tmp_path)}
    assert {key: (row["value"], row["entity_id"]) for key, row in found.items()} == {
        "internship_chance": (2.0, "crebo:25180|bol"), "work_chance_sbb": (5.0, "crebo:25180"),
        "own_internship_found": (0.93, "crebo:25180"), "own_work_share": (0.885, "crebo:25180"),
        "own_wage_hour": (14.8, "isat:34479"), "own_wage_month": (2350.5, "isat:34479"),
    }
    assert found["internship_chance"]["label"] == "matig"
    assert found["own_internship_found"]["n"] == 40
    # SBB says it in 2024 of who starts then, three years ahead.
    chance = found["work_chance_sbb"]
    assert (chance["status"], chance["horizon"]) == ("F", 2027)
    # A year and a half before 2024, as our own assumption.
    worked = found["own_work_share"]
    assert (worked["years_after"], worked["entry_assumed"]) == (1.5, True)
    assert worked["entry_start"] == date(2022, 7, 2)


def test_school_and_region_have_figures_of_their_own(
    workspace: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    sheet(tmp_path, {"school": "25lh", "leerweg": "bbl"}, {"regio": "zaanstreek / waterland"},
          {"regio": "Flevoland"}, {"regio": "provincie Flevoland"}, {"regio": "Nederland"})
    found = {(row["ladder_level"], row["entity_id"], row["region_id"])
             for row in figures(workspace, tmp_path)}
    assert found == {
        ("offering", "crebo:25180|25LH|bbl", "NL01"),
        ("programme", "crebo:25180", "amr:Zaanstreek/Waterland"),
        ("programme", "crebo:25180", "amr:Flevoland"),
        ("programme", "crebo:25180", "PV24"), ("programme", "crebo:25180", "NL01"),
    }


@pytest.mark.parametrize(("delimiter", "encoding"), [
    (";", "utf-8"), (",", "utf-8-sig"), ("\t", "utf-8"), (";", "cp1252"),
])
def test_files_as_spreadsheets_save_them(
    workspace: duckdb.DuckDBPyConnection, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    sheet(tmp_path, {"opmerking": "één, twee; drie", "gemeten_van": "1-1-2024",
                     "gemeten_tot": "31/12/2024"}, delimiter=delimiter, encoding=encoding)
    (row,) = figures(workspace, tmp_path)
    assert row["note"] == "één, twee; drie"
    assert (row["measured_start"], row["measured_end"]) == (date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(("cells", "column", "words"), [
    ({"opleiding": "99999"}, "opleiding", "no programme with code 99999"),
    ({"opleiding": "kok"}, "opleiding", "not a crebo or croho"),
    ({"school": "ZZ99"}, "school", "not the BRIN"),
    ({"leerweg": "bal"}, "leerweg", "bol or bbl"),
    ({"opleiding": "34479", "leerweg": "bol"}, "leerweg", "only for mbo"),
    ({"cijfer": "geluk"}, "cijfer", "kans_op_stage"),
    ({"waarde": ""}, "waarde", "must be filled in"),
    ({"waarde": "heel goed"}, "waarde", "gering, matig"),
    ({"waarde": "6"}, "waarde", "1 to 5"),
    ({"waarde": "2,5"}, "waarde", "1 to 5"),
    ({"cijfer": "stage_gevonden", "waarde": "0,93"}, "waarde", "93 for 93 percent"),
    ({"cijfer": "stage_gevonden", "waarde": "101"}, "waarde", "more than 100"),
    ({"cijfer": "startsalaris_maand", "waarde": "2.350"}, "waarde", "not between 800 and 10000"),
    ({"cijfer": "startsalaris_uur", "waarde": "1.480,50"}, "waarde", "not a number"),
    ({"cijfer": "startsalaris_uur", "waarde": "-14,80"}, "waarde", "not a number"),
    ({"cijfer": "startsalaris_uur", "waarde": "2350"}, "waarde", "per hour or per month"),
    ({"aantal": "9"}, "aantal", "fewer than 10"),
    ({"aantal": "veel"}, "aantal", "whole number"),
    ({"gemeten_van": "2024-02-30"}, "gemeten_van", "not a date"),
    ({"gemeten_van": "1024"}, "gemeten_van", "not a date"),
    ({"gemeten_van": "2025"}, "gemeten_tot", "before the first day"),
    ({"gemeten_tot": "2999"}, "gemeten_tot", "not a date"),
    ({"gemeten_tot": "31-12-2099"}, "gemeten_tot", "in the future"),
    ({"jaren_na": "7,5"}, "jaren_na", "0, 1, 1,5"),
    ({"regio": "Atlantis"}, "regio", "not a region"),
    ({"bron": ""}, "bron", "must be filled in"),
    ({"url": "kiesmbo.nl"}, "url", "address of a page"),
    ({"url": "javascript:alert(1)"}, "url", "address of a page"),
    ({"opmerking": "a" * 501}, "opmerking", "501 characters"),
])
def test_wrong_cell_is_named_with_what_to_do(
    workspace: duckdb.DuckDBPyConnection, tmp_path: Path, cells: dict[str, str], column: str,
    words: str,
) -> None:
    sheet(tmp_path, {}, cells)
    assert [(line, name) for line, name, _ in problems(workspace, tmp_path)] == [(2, column)]
    assert words in problems(workspace, tmp_path)[0][2]


def test_all_wrong_rows_of_all_files_are_told_and_none_is_loaded(
    workspace: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    before = workspace.execute("SELECT count(*) FROM pub.figure").fetchone()
    sheet(tmp_path, {"waarde": "x"}, {}, {"bron": "", "url": "nee"}, {})
    sheet(tmp_path, {}, {"opleiding": "1"}, name="eigen-cijfers-2.csv")
    assert [(line, column) for line, column, _ in problems(workspace, tmp_path)] == [
        (2, "opleiding"),
        (1, "waarde"), (2, "cijfer"), (3, "bron"), (3, "url"), (4, "cijfer"),
    ]
    with pytest.raises(WrongRows, match="^5 rows are wrong, so nothing is loaded"):
        take_in(workspace, own_files(tmp_path))
    assert workspace.execute("SELECT count(*) FROM pub.figure").fetchone() == before


@pytest.mark.parametrize(("content", "words"), [
    (b"PK\x03\x04...", "spreadsheet"), (b"", "no line with column names"),
    (b"opleiding;cijfer\n", "line 1, column waarde: this column is missing"),
    (";".join(NAMES).encode() + b';"\n25180;"a', "cannot be read"),
    (";".join([*NAMES, "url"]).encode() + b"\n1\n", "there twice"),
])
def test_file_that_is_no_sheet_is_one_sentence(
    workspace: duckdb.DuckDBPyConnection, tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(DataError, match=words) as error:
        take_in(workspace, own_files(tmp_path))
    assert "\n" not in str(error.value)


def test_comma_in_a_value_without_quotes_is_told(
    workspace: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    cells = ["25180", "", "", "startsalaris_uur", "14,80", "", "2024", "2024", "", "", "X",
             "https://example.org", "", ""]
    text = ",".join(NAMES) + "\n" + ",".join(cells) + "\n"
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(WrongRows, match="15 values where the header has 14 names"):
        take_in(workspace, own_files(tmp_path))


def test_excel_workbook_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "eigen-cijfers.xlsx").write_bytes(b"PK")
    with pytest.raises(DataError, match="Save it as «CSV UTF-8»"):
        own_files(tmp_path)


@given(st.floats(5, 100), st.booleans())
def test_number_is_read_with_comma_or_point(value: float, comma: bool) -> None:
    text = f"{value:.2f}"
    read = values.number(text.replace(".", ",") if comma else text)
    assert read == float(text)


@given(st.text(max_size=12))
def test_any_text_is_a_value_or_a_clear_refusal(text: str) -> None:
    for parse in (values.number, values.share, values.chance_class, values.years_after,
                  values.web_address, values.plain_text, lambda cell: values.day(cell, last=True)):
        try:
            parse(text)
        except values.Wrong as refused:
            assert refused.what
            assert refused.advice


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_day_is_the_same_in_every_spelling(day: date) -> None:
    for text in (day.isoformat(), f"{day.day}-{day.month}-{day.year}",
                 f"{day.day:02d}/{day.month:02d}/{day.year}"):
        assert values.day(text, last=False) == day


def test_command_adds_to_the_store_and_a_new_file_takes_the_place_of_the_old(
    tmp_path: Path,
) -> None:
    store, folder = tmp_path / "outlook.duckdb", tmp_path / "mine"
    folder.mkdir()
    sheet(folder, {}, {"school": "25LH"})
    run(folder, Console(quiet=True), store)
    with open_store(store) as opened:
        ours = opened.execute(
            "SELECT publisher, attribution, shareable FROM source "
            "WHERE starts_with(source_id, 'eigen:')").fetchall()
        best = opened.execute(
            "SELECT value, step FROM best_figure WHERE programme_id = 'crebo:25180' "
            "AND form = 'bol' AND indicator_id = 'internship_chance'").fetchall()
        manifest = write_snapshot(opened, tmp_path / "snapshot")
        programmes = opened.execute("SELECT count(*) FROM programme").fetchone()
    assert ours == [("Bedacht bureau", "Bron: Bedacht bureau, zelf toegevoegd", False)]
    assert best == [(2.0, 1)]
    assert programmes is not None and programmes[0] > 2000
    assert not [name for name in manifest["sources"] if name.startswith("eigen:")]
    shared = duckdb.sql(f"SELECT DISTINCT source_id FROM '{tmp_path}/snapshot/figure.parquet'")
    assert not [name for (name,) in shared.fetchall() if name.startswith("eigen:")]

    sheet(folder, {"bron": "Ander bureau", "waarde": "goed"})
    run(folder, Console(quiet=True), store)
    before = store.read_bytes()
    with open_store(store) as opened:
        assert opened.execute(
            "SELECT publisher, value FROM figure JOIN source USING (source_id) "
            "WHERE starts_with(source_id, 'eigen:')").fetchall() == [("Ander bureau", 5.0)]
    sheet(folder, {"waarde": "x"})
    with pytest.raises(WrongRows):
        run(folder, Console(quiet=True), store)
    assert store.read_bytes() == before


def test_required_columns_are_the_ones_with_a_star() -> None:
    starred = set(re.findall(r"#   (\w+)\* - ", template()))
    assert starred == set(REQUIRED)
