"""Which subjects in ROA's files answer which of our questions: ``roa_topics.csv``.

ROA words its subjects a little differently in every edition (years, ", actualisering"), so they
are matched by pattern. A line of the file: ``part`` (outlook or survey), ``about`` (occupation,
education, work, opinion), ``pattern`` and ``but_not`` (regular expressions on the subject in
lower case), ``indicator_id``, ``column`` that holds the number and ``as``, how it is read:
forecast, forecast_percent, quarter, direction, number, percent, or percent_turned (ROA gives the
share that does not). Earlier lines go before later ones.
"""

from __future__ import annotations

from pathlib import Path

from etl.errors import DataError
from etl.fetching import LiveReading
from store.connection import one_row

_FILE = Path(__file__).with_name("roa_topics.csv")
# In a survey the answer may be a bare word; then the theme tells what it is about.
_BARE = ("%", "percentage", "aandeel", "gemiddelde", "gemiddeld", "totaal", "ja", "mediaan")


def read_topics(reading: LiveReading, part: str) -> None:
    """``stage.roa_topic``: the lines of one part, with their order."""
    reading.connection.execute(
        """
        CREATE OR REPLACE TABLE stage.roa_topic AS
        SELECT * FROM (
            SELECT row_number() OVER () AS place, * FROM read_csv(
                $file, header = true, all_varchar = true, auto_detect = false, delim = ',',
                quote = '"', escape = '"', columns = {'part': 'VARCHAR', 'about': 'VARCHAR',
                'pattern': 'VARCHAR', 'but_not': 'VARCHAR', 'indicator_id': 'VARCHAR',
                'column': 'VARCHAR', 'as': 'VARCHAR'}))
        WHERE part = $part
        """,
        {"file": str(_FILE), "part": part},
    )


def match_subjects(reading: LiveReading, table: str) -> None:
    """``stage.roa_subject``: about, subject, indicator_id, column, as of the outlook subjects.

    ``stage.<table>`` has columns about and subject. Warns which subjects are not used, and stops
    when not one is.
    """
    connection = reading.connection
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE stage.roa_subject AS
        WITH said AS (
            SELECT DISTINCT about, subject, lower(trim(subject)) AS text FROM stage.{table}
        )
        SELECT said.about, subject, indicator_id, "column", "as"
        FROM said JOIN stage.roa_topic AS topic
          ON topic.about = said.about AND regexp_matches(text, pattern)
             AND NOT (but_not IS NOT NULL AND regexp_matches(text, but_not))
        QUALIFY row_number() OVER (PARTITION BY said.about, subject, indicator_id
                                   ORDER BY place) = 1
        """
    )
    _tell_unused(reading, table, f"""
        SELECT DISTINCT subject FROM stage.{table}
        ANTI JOIN stage.roa_subject USING (about, subject) ORDER BY subject""")


def match_answers(reading: LiveReading, table: str, *, needed: bool = True) -> None:
    """``stage.roa_subject``: theme, subject, indicator_id, as of the survey's subjects.

    Per theme and subject one indicator. When two subjects fit the same indicator the plainest
    (the earliest pattern, then the shortest) is used and the others are told in the log. With
    ``needed`` it is an error when not one is recognised.
    """
    connection = reading.connection
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE stage.roa_fitting AS
        WITH said AS (
            SELECT theme, subject,
                trim(regexp_replace(lower(CASE WHEN list_contains($bare, lower(trim(subject)))
                     THEN theme || ' ' || subject ELSE subject END), '\\s+', ' ', 'g')) AS text
            FROM (SELECT DISTINCT theme, subject FROM stage.{table})
        )
        SELECT theme, subject, text, indicator_id, "as", place
        FROM said JOIN stage.roa_topic
          ON regexp_matches(text, pattern)
             AND NOT (but_not IS NOT NULL AND regexp_matches(text, but_not))
        QUALIFY row_number() OVER (PARTITION BY theme, subject ORDER BY place) = 1
        """,
        {"bare": list(_BARE)},
    )
    connection.execute(
        """
        CREATE OR REPLACE TABLE stage.roa_subject AS
        SELECT theme, subject, indicator_id, "as" FROM stage.roa_fitting
        QUALIFY dense_rank() OVER (PARTITION BY indicator_id
                                   ORDER BY place, length(text), text, theme) = 1
        """
    )
    for indicator, used, others in connection.execute(
        """
        SELECT indicator_id, any_value(subject.subject),
               list(DISTINCT fitting.subject ORDER BY fitting.subject)
        FROM stage.roa_fitting AS fitting JOIN stage.roa_subject AS subject USING (indicator_id)
        WHERE (fitting.theme, fitting.subject) <> (subject.theme, subject.subject)
        GROUP BY indicator_id ORDER BY indicator_id
        """
    ).fetchall():
        reading.warn(table, f"{indicator}: «{used}» is used, not {_listed(others)}")
    _tell_unused(reading, table, f"""
        SELECT DISTINCT concat_ws(': ', nullif(theme, ''), subject) FROM stage.{table}
        ANTI JOIN stage.roa_fitting USING (theme, subject) ORDER BY 1""", needed=needed)


def _tell_unused(
    reading: LiveReading, table: str, query: str, *, needed: bool = True
) -> None:
    unused = [str(row[0]) for row in reading.connection.execute(query).fetchall()]
    if unused:
        reading.warn(table, f"subjects that are not used: {_listed(unused)}")
    (used,) = one_row(reading.connection, "SELECT count(*) FROM stage.roa_subject")
    if needed and not used:
        raise DataError(f"not one subject was recognised: {_listed(unused)}.",
                        file=reading.files[table].file,
                        advice="ROA may have reworded them; see etl/sources/roa_topics.csv.")


def _listed(names: list[str], longest: int = 700) -> str:
    text = "; ".join(f"«{name}»" for name in names)
    return text if len(text) <= longest else f"{text[:longest]}... ({len(names)} in all)"
