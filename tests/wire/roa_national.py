"""Files of ROA of national size, with made-up figures for the programmes of the snapshot."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from store.connection import SNAPSHOT
from tests.wire.roa_files import TOPICS, Group, Outlook, Survey

AIS_ROWS, SURVEY_ROWS = 230_419, 93_379
_LEVELS = {"entree": "Mbo1", "mbo-2": "Mbo2", "mbo-3": "Mbo3", "mbo-4": "Mbo4",
           "hbo-ad": "Hbo ad", "hbo-ba": "Hbo bachelor", "hbo-ma": "Hbo master",
           "hbo-pm": "Hbo master", "wo-ba": "Wo bachelor", "wo-ma": "Wo master",
           "wo-pm": "Wo master", "wo-o": "Wo master"}


def _rows(query: str) -> list[tuple[str, ...]]:
    return duckdb.execute(query.replace("SNAPSHOT", str(SNAPSHOT))).fetchall()


def types() -> dict[tuple[str, str], tuple[str, str]]:
    """Made-up education types: one per level and field of the snapshot, with code and name."""
    fields = _rows("SELECT DISTINCT level, coalesce(hoop, mbo_sector, 'overig') "
                   "FROM 'SNAPSHOT/programme.parquet' ORDER BY ALL")
    return {(level, field): (str(1000 + number), f"{_LEVELS[level]} - {field.lower()}")
            for number, (level, field) in enumerate(fields)}


def national_outlook(edition: int = 2026, version: str = "v20260901") -> Outlook:
    """The AIS file with all occupations and regions, and rows about industries up to its size."""
    regions = _rows("SELECT CASE kind WHEN 'provincie' THEN 'provincie ' || name ELSE name END "
                    "FROM 'SNAPSHOT/region.parquet' "
                    "WHERE kind IN ('provincie', 'arbeidsmarktregio') ORDER BY kind, name")
    occupations = _rows("SELECT code, name FROM 'SNAPSHOT/occupation.parquet' ORDER BY code")
    outlook = Outlook(
        edition=edition, version=version, quarter=f"{edition}Q1",
        regions=("Nederland", *(name for (name,) in regions)),
        occupations=(*occupations, ("999999", "Totaal")), types=tuple(types().values()))
    outlook.filler = AIS_ROWS - sum(1 for _ in outlook.rows())
    return outlook


def national_old_outlooks() -> list[Outlook]:
    """The editions with forecasts to 2028, which have no column that tells their version."""
    return [replace(national_outlook(edition), horizon=2028, version=None, filler=0,
                    classification="BRC2014", suffix="") for edition in (2023, 2024)]


def national_survey(first: int = 2019, size: int = 1) -> Survey:
    """The survey with all programmes, and 55 subjects of which most are not used.

    ``size`` times as long by more subjects that are not used.
    """
    named = types()
    programmes = _rows("SELECT level, coalesce(hoop, mbo_sector, 'overig'), code, name, "
                       "'bol' IN form AND 'bbl' IN form "
                       "FROM 'SNAPSHOT/programme.parquet' ORDER BY active DESC, programme_id")
    topics = (*TOPICS, *(("Vervolgopleidingen", f"bedacht onderwerp {number}")
                         for number in range(46 + 55 * (size - 1))))
    groups = []
    for level, field, code, name, both in programmes:
        paths = ("bol", "bbl") if both else ("",)
        groups += [Group(_LEVELS[level], path, *named[level, field], code, name)
                   for path in paths]
    return Survey(years=tuple(range(first, first + 6)), groups=groups, topics=topics,
                  most=size * SURVEY_ROWS)
