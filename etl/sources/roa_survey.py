"""ROA, school-leaver surveys (mbo, HBO-Monitor, NAE): what former students say per programme.

``AIStot2030_Kerncijfers_Schoolverlatersonderzoeken_*``: a row per programme (``crcode`` is the
crebo or croho) and subject, a column per school year of the diploma. People are asked about a
year and a half later, so the group of 2018-2019 answered in the dip of 2020. A year comes from
the newest edition that has it; older editions add the years that the newest one dropped. Groups
of fewer than 20 are empty.

Beside it the AIS file is read: it has the same survey per education type (one year only), and
the codes of education types that programmes are put under (``programme_group``).
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.reading import FileRead, LeftOut
from etl.sources.dataverse import (
    Chosen,
    DataFile,
    editions,
    fetch_dataset,
    fetch_file,
    read_chosen,
    write_chosen,
)
from etl.sources.roa_csv import (
    header_of,
    lines_of,
    read_distinct,
    read_roa_csv,
    use_macros,
)
from etl.sources.roa_topics import match_answers, read_topics
from store.connection import one_row

_SQL = Path(__file__).with_name("roa_survey.sql")
_GROUPS = Path(__file__).with_name("roa_groups.sql")
_LABELS = ("SISCODElabniveau", "SISCODElabsubniveau", "SISCODElabtype", "labSISCODE")
NEEDED = (*_LABELS, "SISCODEtype", "SISCODE", "crcode", "labcrcode", "thema", "labivar")
_AIS_NEEDED = ("regionaam", "aggregatieniveau", "waarde", "detailniveau", "thema", "onderwerp",
               "perc")
_AIS_KEEP = {
    "not about education types":
        "regexp_matches(lower(trim(aggregatieniveau)), '^opleidingstype .*onr ?2019')",
    "not the country as a whole": "lower(trim(regionaam)) = 'nederland'",
}
_USED = "(trim(thema), trim(labivar)) IN (SELECT (theme, subject) FROM stage.roa_subject)"
# What all editions are gathered in; entities and indicators go by number, because there are tens
# of thousands of answers and their names are long.
_EMPTY = """
    CREATE OR REPLACE TABLE stage.roa_indicator AS
    SELECT row_number() OVER (ORDER BY indicator_id)::SMALLINT AS indicator_no, indicator_id,
           lowest, highest FROM ref.indicator;
    CREATE OR REPLACE TABLE stage.roa_entity (
        entity_no INTEGER, entity_id VARCHAR, sector VARCHAR, name VARCHAR);
    CREATE OR REPLACE TABLE stage.roa_question (
        age INTEGER, indicator_no SMALLINT, "as" VARCHAR, first_year SMALLINT, last_year SMALLINT);
    CREATE OR REPLACE TABLE stage.roa_answer (
        age INTEGER, entity_no INTEGER, indicator_no SMALLINT, diploma_year SMALLINT,
        number DOUBLE);
"""
_YEAR = re.compile(r"(20\d\d) ?[-/] ?(20\d\d)")
# When two editions of the survey agree on less than this, they counted in another way.
_AGREE = 0.9
# One odd value in a hundred is left out; more means that the file changed.
_MOST_ODD = 0.01


def fetch(fetching: Fetching) -> None:
    """All editions of the survey, and the newest AIS file."""
    dataset = fetch_dataset(fetching, fetching.options["doi"])
    chosen = []
    for stem, most in ((fetching.options["stem"], 9), (fetching.options["groups"], 1)):
        found: dict[int, DataFile] = {}
        for edition, file in editions(dataset.files, stem):
            found.setdefault(edition, file)
        if not found:
            labels = ", ".join(file.label for file in dataset.files)
            raise DataError(f"no file «{stem}» among: {labels}.", file=dataset.doi,
                            advice="The publisher may have renamed its files.")
        chosen += [fetch_file(fetching, dataset, file, edition)
                   for edition, file in list(found.items())[:most]]
    write_chosen(fetching, chosen)


def read(reading: LiveReading) -> None:
    """``live.figure`` per programme and education type, and ``live.programme_group``."""
    use_macros(reading.connection)
    read_topics(reading, "survey")
    chosen = read_chosen(reading.folder)
    surveys = [item for item in chosen if _is(item, reading.options["stem"])]
    (ais,) = [item for item in chosen if item not in surveys]
    _read_types(reading, ais)
    reading.connection.execute(_EMPTY)
    for number, item in enumerate(surveys):
        _read_survey(reading, item, number)
    _leave_out_odd(reading)
    _check_editions(reading)
    released = _day(surveys[0].released) or date.today()
    reading.connection.execute(
        "CREATE OR REPLACE TABLE stage.roa_edition AS SELECT $source AS source_id, "
        "$made::DATE AS made",
        {"source": reading.source_id, "made": min(released, date.today())})
    reading.connection.execute(_SQL.read_text(encoding="utf-8"))
    _describe(reading, surveys, released)


def _is(item: Chosen, stem: str) -> bool:
    return stem.lower() in item.label.lower()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _read_types(reading: LiveReading, item: Chosen) -> None:
    """``stage.roa_type`` (code, name), and the survey that the AIS file itself holds."""
    read_roa_csv(reading, "roa_types", item.name, _AIS_NEEDED, keep=_AIS_KEEP)
    reading.connection.execute(
        """
        CREATE OR REPLACE TABLE stage.roa_type AS
        SELECT roa_code(waarde) AS code, any_value(trim(detailniveau)) AS name,
               plain_name(any_value(detailniveau)) AS plain
        FROM stage.roa_types
        WHERE roa_code(waarde) IS NOT NULL
        GROUP BY 1
        """)
    reading.leave_out("roa_types", "NOT regexp_matches(lower(thema), '^schoolverlater')",
                      "not of the school-leaver survey")
    reading.require("roa_types", "perc", "number_comma(perc)", "a number with a decimal comma")
    reading.connection.execute(
        "CREATE OR REPLACE TABLE stage.roa_ais_said AS "
        "SELECT DISTINCT '' AS theme, trim(onderwerp) AS subject FROM stage.roa_types")
    reading.files["roa_ais_said"] = reading.files["roa_types"]
    match_answers(reading, "roa_ais_said", needed=False)
    del reading.files["roa_ais_said"]
    # The AIS file gives percentages only.
    reading.connection.execute(
        "CREATE OR REPLACE TABLE stage.roa_ais_subject AS "
        "SELECT * FROM stage.roa_subject WHERE \"as\" <> 'number'")


def _read_survey(reading: LiveReading, item: Chosen, number: int) -> None:
    """Answers of one edition, added to ``stage.roa_answer``: one row per entity and year."""
    connection = reading.connection
    table = f"roa_survey_{number}"
    header = header_of(reading.find(item.name))
    years = {name: found for name in header if (found := _YEAR.fullmatch(name))}
    if not years:
        raise DataError("no column is a school year, like «2018 - 2019».", file=item.label,
                        line=1, advice="The publisher may have renamed the columns.")
    columns = [*years, *(["totaal"] if "totaal" in header else [])]
    read_distinct(reading, "roa_asked", item.name, {"theme": "thema", "subject": "labivar"})
    reading.files["roa_asked"] = FileRead(item.name, "", 0, 0)
    match_answers(reading, "roa_asked")
    read_roa_csv(reading, table, item.name, (*NEEDED, *columns), only=_USED)
    _tell_subjects(reading, table)
    reading.require_all(table, [(column, f'number_comma("{column}")',
                                 "a number with a decimal comma") for column in columns])
    quoted = ", ".join(f'"{column}"' for column in columns)
    connection.execute(f"""
        CREATE OR REPLACE TABLE stage.roa_said AS
        SELECT line, {", ".join(_LABELS)}, SISCODEtype, crcode, labcrcode, indicator_no,
               concat_ws(';', {quoted}) AS answers
        FROM stage.{table}
        JOIN stage.roa_subject ON theme = trim(thema) AND subject = trim(labivar)
        JOIN stage.roa_indicator USING (indicator_id)
    """)
    connection.execute(_GROUPS.read_text(encoding="utf-8"))
    if number == 0:
        _tell_groups(reading, table)
        connection.execute("INSERT INTO live.programme_group BY NAME "
                           "SELECT $source AS source_id, programme_id, 'onr:' || code AS group_id,"
                           " name FROM stage.roa_programme_type", {"source": reading.source_id})
    reading.leave_out(table, "line NOT IN (SELECT line FROM stage.roa_row)",
                      "not about one programme or education type")
    reading.leave_out(table, "line IN (SELECT line FROM stage.roa_row WHERE place > 1)",
                      "two rows for one programme and subject")
    diplomas = sorted(int(found[2]) for found in years.values())
    connection.execute(f"""
        INSERT INTO stage.roa_question
        SELECT {number}, indicator_no, "as", {diplomas[0]}, {diplomas[-1]}
        FROM stage.roa_subject JOIN stage.roa_indicator USING (indicator_id) GROUP BY ALL;
        INSERT INTO stage.roa_answer
        SELECT {number}, entity_no, indicator_no,
               try_cast(right(trim(column_name), 4) AS SMALLINT), number_comma(text)
        FROM (UNPIVOT (SELECT entity_no, indicator_no, {quoted}
                       FROM stage.{table} JOIN stage.roa_row USING (line))
              ON {quoted} INTO NAME column_name VALUE text)
    """)


def _tell_subjects(reading: LiveReading, table: str) -> None:
    """Put what was said of the subjects in the log of the file, and how many rows go unused."""
    read = reading.files[table]
    read.warnings = reading.files.pop("roa_asked").warnings
    rows, line = one_row(reading.connection, "SELECT coalesce(sum(rows), 0), min(line) "
                         "FROM stage.roa_asked ANTI JOIN stage.roa_subject USING (theme, subject)")
    if rows:
        read.rows_read += rows
        read.left_out.append(LeftOut(read.file, "subject that is not used", rows, line,
                                     lines_of(reading.find(read.file), [line])[line]))


def _tell_groups(reading: LiveReading, table: str) -> None:
    """How many programmes of the survey got an education type, and in which way."""
    ways = dict(reading.connection.execute(
        "SELECT coalesce(way, 'none'), count(DISTINCT programme_id) FROM stage.roa_programme_way "
        "GROUP BY ALL").fetchall())
    reading.warn(table, f"education type of programmes: {ways.get('name', 0)} by name, "
                        f"{ways.get('code', 0)} by code, {ways.get('none', 0)} without one")


def _leave_out_odd(reading: LiveReading) -> None:
    """Shares become fractions; values that cannot be are left out, unless they are many."""
    reading.connection.execute(
        """
        CREATE OR REPLACE TABLE stage.roa_value AS
        WITH most AS (
            SELECT age, indicator_no, max(number) AS number FROM stage.roa_answer GROUP BY ALL
        ),
        -- Percentages, unless the file holds fractions: then nothing is above 1.
        unit AS (
            SELECT age, indicator_no, "as" = 'percent_turned' AS turned,
                CASE WHEN "as" <> 'number' AND number > 1 THEN 100 ELSE 1 END AS divisor
            FROM stage.roa_question JOIN most USING (age, indicator_no)
        )
        SELECT age, entity_no, indicator_no, diploma_year,
            round(CASE WHEN turned THEN 1 - number / divisor ELSE number / divisor END, 6) AS value
        FROM stage.roa_answer JOIN unit USING (age, indicator_no)
        """)
    for indicator, odd, known, example in reading.connection.execute(
        """
        WITH known AS (
            SELECT indicator_no, count(value) AS rows FROM stage.roa_value GROUP BY ALL
        )
        SELECT indicator_id, count(*), known.rows,
               any_value(entity_id || ' in ' || coalesce(diploma_year::VARCHAR, 'totaal') || ': '
                         || value)
        FROM stage.roa_value JOIN stage.roa_indicator USING (indicator_no)
        JOIN known USING (indicator_no) JOIN stage.roa_entity USING (entity_no)
        WHERE value NOT BETWEEN lowest AND highest
        GROUP BY ALL ORDER BY ALL
        """
    ).fetchall():
        if odd / known > _MOST_ODD:
            raise DataError(f"{odd} of {known} values of {indicator} cannot be; first: {example}.",
                            file=reading.files["roa_survey_0"].file,
                            advice="ROA may have changed the unit; look at the file.")
        reading.warn("roa_survey_0", f"{odd} values of {indicator} that cannot be are not used, "
                                     f"such as {example}")
    reading.connection.execute(
        "DELETE FROM stage.roa_value USING stage.roa_indicator AS known WHERE "
        "roa_value.indicator_no = known.indicator_no AND value NOT BETWEEN lowest AND highest")


def _check_editions(reading: LiveReading) -> None:
    """Drop what an older edition adds when it does not agree with the newer ones where both count.
    """
    for indicator, age, same, both in reading.connection.execute(
        """
        SELECT indicator_id, old.age, count(*) FILTER (abs(old.value - new.value) < 1e-6),
               count(*)
        FROM stage.roa_value AS old
        JOIN stage.roa_value AS new USING (entity_no, indicator_no, diploma_year)
        JOIN stage.roa_indicator USING (indicator_no)
        WHERE old.age > 0 AND new.age = 0 AND old.value NOT NULL AND new.value NOT NULL
        GROUP BY ALL ORDER BY ALL
        """
    ).fetchall():
        if same / both < _AGREE:
            reading.warn(f"roa_survey_{age}", f"{indicator}: agrees with the newest edition on "
                         f"{same} of {both} figures only, so its years are not added")
            reading.connection.execute(
                "DELETE FROM stage.roa_value WHERE age = $age AND indicator_no = (SELECT "
                "indicator_no FROM stage.roa_indicator WHERE indicator_id = $indicator)",
                {"indicator": indicator, "age": age})


def _describe(reading: LiveReading, surveys: list[Chosen], released: date) -> None:
    (figures, first, last, start, end) = one_row(
        reading.connection,
        "SELECT count(value), min(year(entry_end)), max(year(entry_end)), min(measured_start), "
        "max(measured_end) FROM live.figure")
    if not figures:
        raise DataError("not one figure could be made of the survey.", file=surveys[0].label,
                        advice="ROA may have changed it; see etl/sources/roa_topics.csv.")
    parts = {"licence": surveys[0].licence} if surveys[0].licence else {}
    reading.describe(
        edition=f"{surveys[0].edition or released.year}, diploma's van {first} tot en "
                f"met {last}", published=min(released, date.today()),
        attribution=f"ROA ({released.year}), schoolverlatersonderzoeken, {surveys[0].doi}",
        reference_start=start, reference_end=end, **parts)
