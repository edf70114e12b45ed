"""UWV Open Match: weekly counts of vacancies and job seekers, November 2019 to May 2023.

data.overheid.nl lists 181 weekly ZIP files; each holds one csv with a row per occupation,
postcode area and kind of record. It is the only open series that goes through corona time week
by week. What we keep is the smallest thing that shows that dip honestly: per month the mean of
its weekly counts, of vacancies and of job seekers, for the country and per province.

* Nothing per occupation: the codes are UWV's own and no open list links them to BRC, so they
  would hang on nothing that a programme leads to.
* Job seekers are counted by the occupation of their experience (ErvaringsBeroep). The rows by
  the occupation they want (WensBeroep) are the same persons, so they are never added.
* The mean of a month and not its sum: a vacancy that is open four weeks is in four files.
* Columns we have no use for, among them 18 whose names are not documented, are not read.

Files are read one at a time, from the ZIP through a temporary file, and only sums are kept.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import re
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading, Wanted
from etl.net.validate import whole_zip
from etl.reading import FileRead
from store.connection import one_row

_SQL = Path(__file__).with_name("uwv_open_match.sql")
NEEDED = ("PEILDATUM", "REC_TYPE", "PROVINCIE", "AANTAL")
# The names we know; others are told once. Groups of columns end in a suffix that is not known.
KNOWN = (*NEEDED, "BEROEP_CD", "REFERENTIEBEROEP", "BEROEPENCLUSTER_CD", "BEROEPENCLUSTER",
         "POSTCODEGEBIED", "GEMEENTE", "GEM_LEEFTIJD", "AANTAL_MAN", "AANTAL_VROUW",
         "OPLNIV_GEM", "AANT_JR_ERV_GEM")
_GROUPS = ("AANT_OPLNIV_", "AANT_LEEFT_", "AANT_UPW_", "AANT_WE_")
_KINDS = ("vacature", "ervaringsberoep", "wensberoep")
_CHUNK = 1 << 20
_ADVICE = "Look at the page of the data set on data.overheid.nl; it may have changed."
# Licences that let us copy the figures into the snapshot.
_OPEN = re.compile(r"cc-?0|cc-?by(?!-n)|publicdomain|creative commons (zero|naamsvermelding)",
                   re.IGNORECASE)


def fetch(fetching: Fetching) -> None:
    """The list of resources and every weekly ZIP in it, once per week."""
    answer = fetching.json("data/api/3/action/package_show", "package.json",
                           params={"id": str(fetching.options["package"])})
    weeks = weekly_files(answer)
    if not weeks:
        raise DataError("no weekly ZIP files are listed.", file="package.json", advice=_ADVICE)
    listed = len(_resources(answer))
    if listed > len(weeks):
        fetching.note(f"{listed - len(weeks)} of {listed} listed files are double or no weekly ZIP")
    fetching.get_all([Wanted(url, f"weeks/{week}.zip") for week, url in weeks.items()],
                     validate=whole_zip)


def weekly_files(answer: Any) -> dict[str, str]:
    """Day (yyyymmdd, from the address or the name) -> address; the newest of doubles."""
    found: dict[str, tuple[str, str]] = {}
    for row in _resources(answer):
        url = str(row.get("url") or "")
        day = re.search(r"(20\d{2})-?([01]\d)-?([0-3]\d)", f"{url} {row.get('name') or ''}")
        zipped = "zip" in str(row.get("format") or "").lower() or url.lower().endswith(".zip")
        if day and zipped and url:
            made = str(row.get("created") or "")
            week = "".join(day.groups())
            if week not in found or made > found[week][0]:
                found[week] = (made, url)
    return {week: url for week, (_, url) in sorted(found.items())}


def _resources(answer: Any) -> list[dict[str, Any]]:
    result = answer.get("result") if isinstance(answer, dict) else None
    rows = result.get("resources") if isinstance(result, dict) else None
    if not isinstance(rows, list):
        raise DataError("this is not a CKAN package with resources.", file="package.json",
                        column="resources", advice=_ADVICE)
    counted = result.get("num_resources") if isinstance(result, dict) else None
    if isinstance(counted, int) and counted != len(rows):
        raise DataError(f"the list holds {len(rows)} files where the publisher counts {counted}.",
                        file="package.json", advice="Try again later.")
    return [row for row in rows if isinstance(row, dict)]


def read(reading: LiveReading) -> None:
    """Weekly files -> ``live.figure``, one mean per month; see ``uwv_open_match.sql``."""
    started = time.perf_counter()
    reading.connection.execute(
        "CREATE OR REPLACE TABLE stage.open_match (file VARCHAR, peildatum VARCHAR, "
        "kind VARCHAR, provincie VARCHAR, rows BIGINT, people DOUBLE, hidden BIGINT)")
    unknown: set[str] = set()
    digest = hashlib.sha256()
    paths = sorted((reading.folder / "weeks").glob("*.zip"))
    for path in paths:
        unknown |= _week(reading.connection, path)
        digest.update(path.name.encode() + str(path.stat().st_size).encode())
    (rows,) = one_row(
        reading.connection, "SELECT coalesce(sum(rows), 0)::BIGINT FROM stage.open_match")
    read_ = FileRead("weeks/*.zip", digest.hexdigest(), rows,
                     round(1000 * (time.perf_counter() - started)))
    reading.files["open_match"] = read_
    _check_days(reading)
    reading.connection.execute(_SQL.read_text(encoding="utf-8"))
    _tell(reading, unknown)
    _describe(reading)


def _week(connection: duckdb.DuckDBPyConnection, path: Path) -> set[str]:
    """Sums of one file into ``stage.open_match``; returns column names that nobody knows."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "week.csv"
        header = unpack(path, plain)
        for name in NEEDED:
            if name not in header:
                raise DataError("this column is missing.", file=path.name, line=1, column=name,
                                advice=_ADVICE)
        try:
            connection.execute(
                """
                INSERT INTO stage.open_match
                SELECT $file, trim("PEILDATUM"), lower(trim("REC_TYPE")), trim("PROVINCIE"),
                       count(*), sum(amount), count(*) FILTER (is_missing_mark("AANTAL"))
                FROM (
                    SELECT *, CASE WHEN NOT is_missing_mark("AANTAL") THEN
                        coalesce(number_comma("AANTAL"), number_point("AANTAL"),
                                 error('no number: ' || "AANTAL")) END AS amount
                    FROM read_csv($plain, delim = ';', quote = '"', escape = '"', header = true,
                                  all_varchar = true, auto_detect = false,
                                  columns = $columns, null_padding = false)
                )
                GROUP BY ALL
                """,
                {"file": path.name, "plain": str(plain),
                 "columns": dict.fromkeys(header, "VARCHAR")})
        except duckdb.Error as error:
            text = str(error).splitlines()[0]
            found = re.search(r"CSV Error on Line: (\d+)", text)
            raise DataError(
                f"a line cannot be read ({text[:120]}).", file=path.name,
                line=int(found[1]) if found else None,
                advice="The file may be cut off; remove it from the cache and try again.",
            ) from error
    return {name for name in header if name not in KNOWN and not name.startswith(_GROUPS)}


def unpack(path: Path, target: Path) -> list[str]:
    """The one csv of a ZIP as UTF-8 in ``target``; returns its column names.

    The publisher writes UTF-8 with a mark, and older weeks in a Windows code page. It streams,
    so a week of any size costs no memory.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
            if len(names) != 1:
                raise DataError(f"the ZIP holds {len(names)} csv files where one was expected.",
                                file=path.name, advice=_ADVICE)
            encoding = "utf-8-sig" if _is_utf8(archive, names[0]) else "cp1252"
            with archive.open(names[0]) as raw, target.open("w", encoding="utf-8",
                                                            newline="") as plain:
                text = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
                while piece := text.read(_CHUNK):
                    plain.write(piece)
    except zipfile.BadZipFile as error:
        raise DataError("this is not a whole ZIP.", file=path.name,
                        advice="Remove it from the cache and try again.") from error
    with target.open(encoding="utf-8") as file:
        first = file.readline()
    return [name.strip().strip('"').strip().upper() for name in first.strip().split(";")]


def _is_utf8(archive: zipfile.ZipFile, name: str) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with archive.open(name) as raw:
            for piece in iter(lambda: raw.read(_CHUNK), b""):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _check_days(reading: LiveReading) -> None:
    """Every file is about one day, and no two about the same one."""
    for file, days, first in _rows(reading, """
        SELECT file, count(DISTINCT peildatum), min(peildatum) FROM stage.open_match
        GROUP BY file HAVING count(DISTINCT peildatum) > 1
            OR try_strptime(min(peildatum), '%d-%m-%Y') IS NULL ORDER BY file LIMIT 1
    """):
        problem = f"the file is about {days} days." if days > 1 else f"«{first}» is not a day."
        raise DataError(problem, file=file, column="PEILDATUM", advice=_ADVICE)
    doubles = list(_rows(reading, """
        SELECT file FROM (SELECT DISTINCT file, peildatum FROM stage.open_match)
        QUALIFY row_number() OVER (PARTITION BY peildatum ORDER BY file) > 1 ORDER BY file
    """))
    if doubles:
        names = [row[0] for row in doubles]
        reading.connection.execute(
            "DELETE FROM stage.open_match WHERE list_contains($names, file)", {"names": names})
        reading.warn("open_match", f"{len(names)} file(s) about a day that another one has, first "
                                   f"{names[0]}: not used")


def _rows(reading: LiveReading, query: str) -> Iterator[tuple[Any, ...]]:
    yield from reading.connection.execute(query).fetchall()


def _tell(reading: LiveReading, unknown: set[str]) -> None:
    """What was met and not used."""
    if unknown:
        reading.warn("open_match", f"columns not used: {', '.join(sorted(unknown))}"[:400])
    kinds = [row[0] for row in _rows(
        reading, "SELECT DISTINCT kind FROM stage.open_match ORDER BY kind")]
    if strange := [kind for kind in kinds if kind not in _KINDS]:
        reading.warn("open_match", f"kinds of record not used: {', '.join(strange)}"[:400])
    places = [row[0] or "(none)" for row in _rows(
        reading, "SELECT DISTINCT provincie FROM stage.open_match_place "
                 "WHERE region_id IS NULL ORDER BY 1")]
    if places:
        reading.warn("open_match", f"counted in the country only: {', '.join(places)}"[:400])
    (hidden,) = next(_rows(reading, "SELECT coalesce(sum(hidden), 0) FROM stage.open_match"))
    if hidden:
        reading.warn("open_match", f"{hidden} row(s) without a number count as nothing")


def _describe(reading: LiveReading) -> None:
    """Edition and dates from the files, licence from the list."""
    (first, last, weeks) = next(_rows(
        reading, "SELECT min(day), max(day), count(DISTINCT day) FROM stage.open_match_day"))
    if not isinstance(first, date):
        raise DataError("no vacancies or job seekers in the files.", file="weeks/*.zip",
                        column="REC_TYPE", advice=_ADVICE)
    if lost := (last - first).days // 7 + 1 - weeks:
        reading.warn("open_match", f"{lost} week(s) between {first} and {last} have no file")
    licence = _licence(reading.folder / "package.json")
    parts: dict[str, Any] = {"licence": licence, "shareable": bool(_OPEN.search(licence))} \
        if licence else {}
    reading.describe(edition=f"{weeks} weken tot en met {last}", reference_start=first,
                     reference_end=last, **parts)


def _licence(package: Path) -> str:
    """Title or id of the licence, as the list of files gives it; empty when it does not."""
    result = json.loads(package.read_text(encoding="utf-8-sig")).get("result", {})
    return str(result.get("license_title") or result.get("license_id") or "").strip()
