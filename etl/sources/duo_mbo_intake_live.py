"""DUO, new mbo students per school, programme and learning path, a file per year.

``instromende-mbo-studenten`` has two files a year; the one «met soorten instroom» is used. It
tells two things that differ: who is new in mbo as a whole (INSTROOM MBO), and who is new in this
programme, also from another one (INSTROOM OPLEIDING). No column holds the year: it is in the
name of the file, so a name that contradicts itself, or a year that repeats another one, is
refused. What is hidden is told in ``duo_counts``.

Tables: student_count and figure, indicators intake_mbo and intake_programme. A code may be a
crebo or a whole kwalificatiedossier; the rows of a dossier count for the dossier.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.sources.duo_ckan import fetch_table, pick, show_package
from etl.sources.duo_counts import hiding, start_counting, store_counts
from etl.sources.duo_mbo_counts_live import PATHS, leave_out_extranei
from etl.sources.duo_tables import ADVICE, Table, read_table

PACKAGE = "instromende-mbo-studenten"
_FILE = "soorten instroom"
_CODE = "BEROEPSOPLEIDING CODE"
COUNTED = {"intake_mbo": "INSTROOM MBO", "intake_programme": "INSTROOM OPLEIDING"}
_YEAR = r"(?<!\d)20\d\d(?!\d)"


def table_of(year: int) -> Table:
    """The table of one year."""
    return Table(
        f"mbo_intake_{year}", PACKAGE, f"{year} {_FILE}",
        ("INSTELLINGSCODE", "LEERWEG", _CODE, *COUNTED.values()),
        unused=("VOOROPLEIDING VO", "VOOROPLEIDING MBO", "INDICATIE KLEINE OPLEIDING",
                "INSTELLINGSNAAM", "HOOFDGROEP CODE", "HOOFDGROEP NAAM", "NIVEAU",
                "BEROEPSOPLEIDING NAAM", "TOTAAL MBO"),
    )


def fetch(fetching: Fetching) -> None:
    """The table of every year that is listed."""
    resources = pick(show_package(fetching, PACKAGE).get("resources") or [], _FILE, PACKAGE)
    years = sorted({year_of(resource) for resource in resources})
    same: dict[str, int] = {}
    for year in years:
        table = table_of(year)
        fetch_table(fetching, table)
        rows = (fetching.folder / f"{table.name}.csv").read_text(encoding="utf-8")
        if rows in same:
            raise DataError(f"the rows of {year} are those of {same[rows]}, so one of both names "
                            "is wrong.", file=PACKAGE, advice=ADVICE)
        same[rows] = year
    fetching.write("years.txt", " ".join(str(year) for year in years))


def year_of(resource: Mapping[str, Any]) -> int:
    """The year that a resource is about; its name and its file name must agree."""
    name = str(resource.get("name") or "")
    file = unquote(urlsplit(str(resource.get("url") or "")).path.rsplit("/", 1)[-1])
    named = set(re.findall(_YEAR, name))
    told = named | set(re.findall(_YEAR, file))
    if len(named) != 1 or len(told) != 1:
        raise DataError(f"«{name}» (file {file}) does not tell one year but "
                        f"{' and '.join(sorted(told)) or 'none'}.", file=PACKAGE, advice=ADVICE)
    return int(named.pop())


def read(reading: LiveReading) -> None:
    """Fill live.student_count and live.figure; the year is that of 1 October."""
    years = [int(year) for year in
             (reading.folder / "years.txt").read_text(encoding="utf-8").split()]
    start_counting(reading)
    newest = None
    for year in years:
        table = table_of(year)
        about = read_table(reading, table)
        hiding(reading, table.name, tuple(COUNTED.values()), about)
        _check_keys(reading, table.name)
        for indicator, column in COUNTED.items():
            _count(reading, table.name, indicator, column, year)
        newest = about
    assert newest is not None
    first, last = store_counts(reading, newest)
    newest.describe(reading, edition=f"{first}-{last}", reference_start=f"{first}-10-01",
                    reference_end=f"{last}-10-01")


def _check_keys(reading: LiveReading, table: str) -> None:
    reading.leave_out(table, f'padded_code("{_CODE}", 5) IS NULL', "no code of five digits")
    leave_out_extranei(reading, table)
    reading.require(table, "INSTELLINGSCODE", 'brin_code("INSTELLINGSCODE")', "a BRIN code",
                    needed=True)


def _count(
    reading: LiveReading, table: str, indicator: str, column: str, year: int
) -> None:
    paths = " ".join(f"WHEN '{code}' THEN '{form}'" for code, form in PATHS.items())
    reading.connection.execute(
        f"""
        INSERT INTO stage.counted
        SELECT
            $indicator,
            CASE WHEN dossier.dossier_id IS NULL THEN 'crebo:' || padded_code("{_CODE}", 5)
                 ELSE dossier.dossier_id END AS programme_id,
            brin_code("INSTELLINGSCODE") AS brin, '',
            CASE upper(trim("LEERWEG")) {paths} ELSE lower(trim("LEERWEG")) END AS form,
            $year, sum(visible("{column}")), sum(hidden("{column}"))
        FROM stage.{table}
        LEFT JOIN (SELECT DISTINCT dossier_id FROM pub.programme) AS dossier
            ON dossier.dossier_id = 'dossier:' || padded_code("{_CODE}", 5)
        WHERE is_count("{column}")
        GROUP BY ALL
        """,
        {"indicator": indicator, "year": year},
    )
