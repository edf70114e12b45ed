"""DUO, mbo students and diplomas per school, programme and learning path, the last five years.

Wide tables with a column per gender and year (MAN2025, DIPVROUW2025). The years are read from
the columns, because the names of the files lie about them. What is hidden is told in
``duo_counts``.

Tables: student_count and figure. The students also know crebos that no register of ours has,
and to which sectorkamer a crebo belongs: those fill programme, offering and institution.
Extranei, who only sit the exam, count among diplomas and not among students.
"""

from __future__ import annotations

import re
from pathlib import Path

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.sources.duo_ckan import fetch_table
from etl.sources.duo_counts import hiding, start_counting, store_counts
from etl.sources.duo_tables import ADVICE, About, Table, read_table
from etl.sources.duo_towns import know_towns, warn_of_unknown_towns

_PROGRAMMES = Path(__file__).with_name("duo_mbo_unknown.sql")
_KEYS = ("INSTELLINGSCODE", "INSTELLINGSNAAM", "PLAATSNAAM INSTELLING", "LEERWEG", "NIVEAU",
         "ERKENDE OPLEIDING CODE", "ERKENDE OPLEIDING NAAM")
_MORE = ("SECTORKAMER NAAM",)
_UNUSED = ("HOOFDGROEP NAAM",)
TABLES = {
    "students": Table("mbo_counts", "mbo-studenten-per-instelling",
                      "sectorkamer leerweg opleiding niveau geslacht", _KEYS, _MORE,
                      ("MAN20[0-9]{2}", "VROUW20[0-9]{2}"), _UNUSED),
    "diplomas": Table("mbo_counts", "gediplomeerde-mbo-studenten", "gediplomeerden", _KEYS,
                      _MORE, ("DIPMAN20[0-9]{2}", "DIPVROUW20[0-9]{2}"), _UNUSED),
}
PATHS = {"BOLVT": "bol", "BOLDT": "bol-dt", "BBL": "bbl", "EX": "ex", "OVO": "ovo"}


def fetch(fetching: Fetching) -> None:
    """The one table that ``options.about`` asks for."""
    fetch_table(fetching, TABLES[fetching.options["about"]])


def read(reading: LiveReading) -> None:
    """Fill live.student_count and live.figure, and with students what no register knows."""
    indicator = reading.options["about"]
    about = read_table(reading, TABLES[indicator])
    years = years_of(about)
    _check_keys(reading)
    if indicator == "students":
        leave_out_extranei(reading, "mbo_counts")
    _name_rows(reading)
    hiding(reading, "mbo_counts", [name for names in years.values() for name in names], about)
    start_counting(reading)
    for year, names in years.items():
        _count(reading, indicator, year, names)
    first, last = store_counts(reading, about)
    if indicator == "students":
        know_towns(reading, 'SELECT "PLAATSNAAM INSTELLING" AS town FROM stage.mbo_counts')
        reading.connection.execute(_PROGRAMMES.read_text(encoding="utf-8"))
        warn_of_unknown_towns(reading, "mbo_counts")
    start, end = (("01-01", "12-31") if indicator == "diplomas" else ("10-01", "10-01"))
    about.describe(reading, edition=f"{first}-{last}", reference_start=f"{first}-{start}",
                   reference_end=f"{last}-{end}")


def years_of(about: About) -> dict[int, tuple[str, ...]]:
    """Year -> its columns of men and women, oldest first; a DataError when one has no other."""
    years: dict[int, list[str]] = {}
    for column in about.columns:
        if found := re.fullmatch(r"(?:DIP)?(?:MAN|VROUW)(20[0-9]{2})", column):
            years.setdefault(int(found[1]), []).append(column)
    for year, names in years.items():
        if len(names) != 2:
            raise DataError(f"{year} has {' and '.join(names)} only, not men and women.",
                            file=about.package, advice=ADVICE)
    return {year: tuple(sorted(years[year])) for year in sorted(years)}


def _check_keys(reading: LiveReading) -> None:
    table = "mbo_counts"
    reading.leave_out(table, 'padded_code("ERKENDE OPLEIDING CODE", 5) IS NULL',
                      "no crebo of five digits")
    reading.require(table, "INSTELLINGSCODE", 'brin_code("INSTELLINGSCODE")', "a BRIN code",
                    needed=True)
    reading.require(table, "NIVEAU", "nullif(regexp_extract(\"NIVEAU\", '[1-4]$'), '')",
                    "a level from 1 to 4", needed=True)
    known = ", ".join(f"'{path}'" for path in PATHS)
    new = reading.connection.execute(
        f'SELECT DISTINCT trim("LEERWEG") FROM stage.{table} '
        f'WHERE upper(trim("LEERWEG")) NOT IN ({known}) ORDER BY 1').fetchall()
    for (path,) in new:
        reading.warn(table, f"«{path}» is a learning path that we do not know; its people count "
                            "for the programme as a whole")


def leave_out_extranei(reading: LiveReading, table: str) -> None:
    """Leave out who only sits the exam."""
    reading.leave_out(table, "upper(trim(\"LEERWEG\")) = 'EX'",
                      "extranei, who only sit the exam")


def _name_rows(reading: LiveReading) -> None:
    """``stage.mbo_count_rows``: the rows with typed keys."""
    paths = " ".join(f"WHEN '{code}' THEN '{form}'" for code, form in PATHS.items())
    reading.connection.execute(
        f"""
        CREATE OR REPLACE TABLE stage.mbo_count_rows AS
        SELECT padded_code("ERKENDE OPLEIDING CODE", 5) AS crebo,
               trim("ERKENDE OPLEIDING NAAM") AS name,
               CAST(regexp_extract("NIVEAU", '[1-4]$') AS INTEGER) AS level,
               brin_code("INSTELLINGSCODE") AS brin,
               trim("INSTELLINGSNAAM") AS institution_name,
               upper(trim("PLAATSNAAM INSTELLING")) AS place,
               CASE upper(trim("LEERWEG")) {paths} ELSE lower(trim("LEERWEG")) END AS form,
               filled("SECTORKAMER NAAM") AS sectorkamer,
               *
        FROM stage.mbo_counts
        """
    )


def _count(reading: LiveReading, indicator: str, year: int, names: tuple[str, ...]) -> None:
    """Men and women are separate cells: each may be hidden. Blank means that there were none."""
    for name in names:
        reading.connection.execute(
            f"""
            INSERT INTO stage.counted
            SELECT $indicator, 'crebo:' || crebo, brin, coalesce(place, ''), form, $year,
                   sum(visible("{name}")), sum(hidden("{name}"))
            FROM stage.mbo_count_rows
            WHERE is_count("{name}")
            GROUP BY ALL
            """,
            {"indicator": indicator, "year": year},
        )
