"""ROA, Arbeidsmarktinformatiesysteem: what it expects per occupation group and education type.

One row of the file is a region x group x subject. ``options``: ``doi``, ``stem`` (part of the
file's label) and ``which``: "newest" edition of the dataset, the "earlier" ones, or "all". An
older edition is a source of its own, so that a page can show what ROA said before.

Numbers are national; for regions ROA gives only a class, which is kept as a label without a
number. An empty cell rests on fewer than 80 people in the labour force survey.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.sources.dataverse import (
    Chosen,
    DataFile,
    editions,
    fetch_dataset,
    fetch_file,
    read_chosen,
    write_chosen,
)
from etl.sources.roa_csv import read_roa_csv, use_macros
from etl.sources.roa_topics import match_subjects, read_topics
from store.connection import one_row

_SQL = Path(__file__).with_name("roa_ais.sql")
_TABLE = "roa_outlook"
NEEDED = ("regionaam", "indeling", "aggregatieniveau", "waarde", "detailniveau", "thema",
          "onderwerp", "aantal", "totaal6jrperc", "indicator", "typering")
# Conditions under which a row stays, by the reason for leaving it out otherwise.
KEEP = {
    "not about occupations or education":
        "contains(lower(indeling), 'beroep') OR contains(lower(indeling), 'opleiding')",
    "level of detail that is not used":
        "regexp_matches(lower(trim(aggregatieniveau)), "
        "'^(beroepsgroep|opleidingstype|opleidingsniveau)')",
    "classification that we do not know":
        "regexp_matches(upper(aggregatieniveau), 'BRC ?2014|ONR ?2019')",
    "not about the labour market now or later":
        "regexp_matches(lower(thema), 'risico|prognose') OR lower(onderwerp) LIKE 'indicator%'",
    "cell of a region without a class or number":
        "lower(trim(regionaam)) = 'nederland' OR indicator <> '' OR typering <> '' "
        "OR aantal <> ''",
}

# What ROA said before is told for the country only.
_NATIONAL = {"region in an earlier edition": "lower(trim(regionaam)) = 'nederland'"}


def fetch(fetching: Fetching) -> None:
    """The editions of the dataset that this source is about."""
    dataset = fetch_dataset(fetching, fetching.options["doi"])
    found: dict[int, DataFile] = {}
    for edition, file in editions(dataset.files, fetching.options["stem"]):
        found.setdefault(edition, file)  # the newest version of an edition comes first
    wanted = list(found.items())
    which = fetching.options["which"]
    wanted = wanted[:1] if which == "newest" else wanted[1:] if which == "earlier" else wanted
    if not wanted:
        labels = ", ".join(file.label for file in dataset.files)
        raise DataError(f"no {which} edition of «{fetching.options['stem']}» among: {labels}.",
                        file=dataset.doi, advice="The publisher may have renamed its files.")
    write_chosen(fetching, [fetch_file(fetching, dataset, file, edition)
                            for edition, file in wanted])


def read(reading: LiveReading) -> None:
    """``live.figure``, and ``live.occupation`` from the newest edition."""
    chosen = read_chosen(reading.folder)
    newest = reading.options["which"] == "newest"
    made = [_read_edition(reading, item, number, newest) for number, item in enumerate(chosen)]
    if len(chosen) > 1:
        reading.connection.execute(_ONE_PER_MOMENT)
    if newest:
        reading.connection.execute(_OCCUPATIONS)
    _describe(reading, chosen, made)


def _read_edition(reading: LiveReading, chosen: Chosen, number: int, newest: bool) -> date:
    """Figures of one edition; returns the last day on which it can have been made."""
    connection = reading.connection
    use_macros(connection)
    table = f"{_TABLE}_{number}"
    read_roa_csv(reading, table, chosen.name, NEEDED, extra=("versie",),
                 keep=KEEP if newest else {**KEEP, **_NATIONAL})
    first, last = _made(reading, table, chosen)
    connection.execute(_CELLS.format(table=table))
    read_topics(reading, "outlook")
    _leave_out_unknown(reading, table)
    reading.files["roa_cell"] = reading.files[table]
    match_subjects(reading, "roa_cell")
    reading.leave_out(
        "roa_cell", "(about, subject) NOT IN (SELECT (about, subject) FROM stage.roa_subject)",
        "subject that is not used")
    reading.leave_out("roa_cell", """
        (about, subject, thema) IN (
            SELECT (about, subject, thema) FROM (
                SELECT DISTINCT about, subject, thema, "as"
                FROM stage.roa_cell JOIN stage.roa_subject USING (about, subject))
            WHERE "as" <> 'direction' AND CASE "as" WHEN 'quarter' THEN roa_quarter(subject) IS NULL
                                               ELSE roa_horizon(subject, thema) IS NULL END)""",
        "forecast or situation without a year")
    for column in ("aantal", "totaal6jrperc", "indicator"):
        reading.require("roa_cell", column, f"number_comma({column})",
                        "a number with a decimal comma")
    reading.leave_out("roa_cell", """line NOT IN (
        SELECT min(line) FROM stage.roa_cell GROUP BY about, entity_id, region_id, subject,
               aantal, totaal6jrperc, indicator, typering)""", "same row twice")
    reading.require_unique("roa_cell", ("about", "entity_id", "region_id", "subject"))
    connection.execute(
        "CREATE OR REPLACE TABLE stage.roa_edition AS SELECT $source AS source_id, "
        "$first::DATE AS made_first, $last::DATE AS made_last, $edition::VARCHAR AS edition",
        {"source": reading.source_id, "first": first, "last": last,
         "edition": None if newest else str(chosen.edition)})
    connection.execute(_SQL.read_text(encoding="utf-8"))
    del reading.files["roa_cell"]
    return last


def _made(reading: LiveReading, table: str, chosen: Chosen) -> tuple[date, date]:
    """When the edition was made: the day in its column ``versie``, its label or its release.

    A file that was put there again later keeps the year of its edition: all of that year.
    """
    names = {row[0] for row in reading.connection.execute(f"DESCRIBE stage.{table}").fetchall()}
    said = [] if "versie" not in names else [str(row[0]) for row in reading.connection.execute(
        f"SELECT DISTINCT versie FROM stage.{table} WHERE versie <> '' ORDER BY 1 DESC"
    ).fetchall()]
    days = [day for day in map(version, said) if day]
    if len(said) > 1 or (said and not days):
        reading.warn(table, f"versions in the file: {', '.join(said)[:200]}")
    known = [*days, *(date.fromisoformat(text) for text in (chosen.made, chosen.released)
                      if text)]
    day = min(known[0] if known else date.today(), date.today())
    if not known:
        reading.warn(table, "the file does not say when it was made, so today was taken")
    if not days and chosen.edition and day.year > chosen.edition:
        return date(chosen.edition, 1, 1), date(chosen.edition, 12, 31)
    return day, day


def version(text: str) -> date | None:
    """«v20260901» -> 1 September 2026; None for anything else."""
    found = re.fullmatch(r"[vV]?(20[0-9]{2})([0-9]{2})([0-9]{2})", text.strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _leave_out_unknown(reading: LiveReading, table: str) -> None:
    """Regions and codes that are not in our tables, told by name."""
    reading.files["roa_cell"] = reading.files[table]
    for column, what in (("region_id", "region that is not in our list"),
                         ("entity_id", "code that we do not know")):
        shown = "regionaam" if column == "region_id" else "waarde || ' ' || detailniveau"
        strange = [str(row[0]) for row in reading.connection.execute(
            f"SELECT DISTINCT {shown} FROM stage.roa_cell WHERE {column} IS NULL ORDER BY 1 "
            "LIMIT 60").fetchall()]
        if strange:
            reading.warn(table, f"{what}: {', '.join(strange)[:500]}")
        reading.leave_out("roa_cell", f"{column} IS NULL", what)
    del reading.files["roa_cell"]


def _describe(reading: LiveReading, chosen: list[Chosen], made: list[date]) -> None:
    (figures, horizon) = one_row(
        reading.connection, "SELECT count(*), max(horizon) FROM live.figure")
    if not figures or horizon is None:
        raise DataError("not one forecast could be made of the file.", file=chosen[0].label,
                        advice="ROA may have changed it; see etl/sources/roa_topics.csv.")
    years = sorted({item.edition for item in chosen if item.edition})
    named = " en ".join(str(year) for year in years) or "zonder jaar"
    parts = {"licence": chosen[0].licence} if chosen[0].licence else {}
    reading.describe(
        edition=f"{named}, versie van {max(made)}", published=max(made),
        attribution=f"ROA ({max(made).year}), AIS tot {horizon}, {chosen[0].doi}",
        reference_start=date(min(made).year - 1, 1, 1), reference_end=date(horizon, 12, 31),
        note="Per regio geeft ROA alleen een klasse, geen getal. Cijfers van nu zijn een "
             "gemiddelde van twee jaar.", **parts)


# Two editions may tell the same quarter; the one that was made last counts.
_ONE_PER_MOMENT = """
    DELETE FROM live.figure WHERE figure_id NOT IN (
        SELECT max_by(figure_id, published) FROM live.figure
        GROUP BY indicator_id, entity_id, region_id, measured_start, measured_end, horizon)
"""
# Code, group and region of every row. Leading blanks in the level show its place in the tree.
_CELLS = """
    CREATE OR REPLACE TABLE stage.roa_cell AS
    WITH plain_region AS (
        SELECT region_id, kind, plain_name(name) AS plain FROM pub.region
        WHERE kind IN ('provincie', 'arbeidsmarktregio')
    ),
    region_of AS (
        SELECT regionaam,
            CASE WHEN lower(trim(regionaam)) = 'nederland' THEN 'NL01' ELSE region_id END
                AS region_id
        FROM (SELECT DISTINCT regionaam FROM stage.{table})
        LEFT JOIN plain_region
          ON kind = CASE WHEN trim(regionaam) ILIKE 'provincie %' THEN 'provincie'
                         ELSE 'arbeidsmarktregio' END
         AND plain = plain_name(regexp_replace(trim(regionaam), '^provincie ', '', 'i'))
    ),
    group_of AS (
        SELECT aggregatieniveau, waarde, detailniveau,
            CASE WHEN level LIKE 'beroep%' THEN 'occupation' ELSE 'education' END AS about,
            CASE WHEN level LIKE 'beroep%' AND code = '999999' THEN 'NL'
                 WHEN level LIKE 'beroep%' THEN 'brc:' || padded_code(code, 4)
                 WHEN level LIKE 'opleidingstype%' THEN 'onr:' || code
                 ELSE roa_level(detailniveau) END AS entity_id
        FROM (SELECT DISTINCT aggregatieniveau, waarde, detailniveau,
                     lower(trim(aggregatieniveau)) AS level, roa_code(waarde) AS code
              FROM stage.{table})
    )
    SELECT line, regionaam, waarde, detailniveau, trim(detailniveau) AS name, region_id,
        trim(onderwerp) AS subject, thema, aantal, totaal6jrperc, indicator,
        lower(trim(typering)) AS typering, about, entity_id
    FROM stage.{table}
    JOIN region_of USING (regionaam)
    JOIN group_of USING (aggregatieniveau, waarde, detailniveau)
"""
_OCCUPATIONS = """
    INSERT INTO live.occupation BY NAME
    SELECT entity_id AS occupation_id, substr(entity_id, 5) AS code, any_value(name) AS name
    FROM stage.roa_cell WHERE starts_with(entity_id, 'brc:') AND region_id = 'NL01'
    GROUP BY ALL
"""
