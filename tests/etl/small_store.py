"""A small publishers' folder for the whole catalogue, and the store made of it (all made up)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from etl.catalogue import Source, SourceFile, load_catalogue
from etl.load import load_folder
from etl.publish import publish
from etl.reading import open_workspace
from tests.etl import made_up_files as made_up


def _contents(file: SourceFile) -> str:
    """What the publisher's file of this name holds, in one or a few rows."""
    years: Sequence[int] = file.options.get("years", ())
    rows = made_up.ho_rows_row(years)
    text, names = made_up.text, made_up.names
    delimiter = file.options.get("delimiter", ",")
    positions = [{"Geslacht": gender, "Arbeidsmarktpositie": position}
                 for gender in ("Mannen", "Vrouwen")
                 for position in ("Met werk, zonder uitkering", "Met werk, met uitkering",
                                  "Zonder werk, met uitkering", "Zonder werk, zonder uitkering",
                                  "Terug in onderwijs")]
    return {
        "duo_rio_ho.read": lambda: text(made_up.RIO_ROW, [{}, {"VORM": "DEELTIJD"}], ","),
        "duo_mbo_students.read": lambda: text(made_up.MBO_ROW, [{}], ";"),
        "law_dossiers.read": lambda: text(made_up.DOSSIER_ROW, [{}], ","),
        "duo_decode.read_isced": lambda: text(made_up.ISCED_ROW, [{}], ","),
        "duo_decode.read_brin": lambda: text(made_up.BRIN_ROW, [{}, {"brin": "99BB"}], ","),
        "duo_decode.read_postcode": lambda: text(made_up.POSTCODE_ROW, [{}], ","),
        "duo_ho_counts.read_json": lambda: made_up.ho_json([{}, {"GESLACHT": "vrouw"}]),
        "duo_ho_counts.read_by_gender_rows": lambda: text(
            rows, [{}, {"GESLACHT": "vrouw", str(years[0]): "<5"}], ";"),
        "duo_ho_counts.read_by_gender_columns": lambda: text(
            made_up.ho_columns_row(years), [{}], ";"),
        "cbs_ho_leavers.read_position": lambda: text(
            made_up.POSITION_ROW, positions, ";", quoted=True, bom=True),
        "cbs_ho_leavers.read_wage": lambda: text(
            made_up.WAGE_ROW,
            [{"Studierichting": "Totaal" if "uurloongem." in file.name else "Economie"}],
            ";", quoted=True, bom=True),
        "cbs_industry.read_names": lambda: names(made_up.INDUSTRIES, delimiter),
        "cbs_industry.read_period_status": lambda: made_up.PERIODS,
        "cbs_industry.read_vacancies": lambda: text(
            made_up.VACANCIES_ROW, [{}, {"Perioden": "2019KW04"}], ";", quoted=True, bom=True),
        "cbs_industry.read_regions": lambda: names(
            (("NL01  ", "Nederland"), ("PV99  ", "Bedachtland (PV)"))),
        "cbs_industry.read_regional_vacancies": lambda: text(
            made_up.REGIONAL_ROW, [{}], ",", bom=True),
        "cbs_industry.read_jobs": lambda: text(made_up.JOBS_ROW, [{}], ";", newline="\n"),
        "cbs_regions.read": lambda: text(made_up.GEMEENTE_ROW, [{}], ","),
        "roa_outlook.read": lambda: text(
            made_up.OUTLOOK_ROW,
            [{}, {"brc_code": "999999", "brc_naam": "Totaal", "itkb_indicator": ""}], ","),
    }[file.parser]()


def small_catalogue() -> tuple[Source, ...]:
    """The real catalogue, satisfied with one row per file."""
    return tuple(
        replace(source, files=tuple(replace(file, min_rows=1) for file in source.files))
        for source in load_catalogue()
    )


def write_files(folder: Path) -> Path:
    """A made-up file for every file of the catalogue, below ``folder``."""
    for source in load_catalogue():
        for file in source.files:
            path = folder / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_contents(file), encoding="utf-8", newline="")
    return folder


def small_workspace(folder: Path) -> duckdb.DuckDBPyConnection:
    """A workspace with the publisher tables of the made-up files."""
    workspace = open_workspace()
    load_folder(workspace, small_catalogue(), write_files(folder))
    return workspace


def small_store(path: Path, folder: Path, reference: Path) -> Path:
    """A published store of the made-up files."""
    workspace = small_workspace(folder)
    publish(workspace, path, reference, "load")
    workspace.close()
    return path
