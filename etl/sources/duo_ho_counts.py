"""DUO, students, first-years and diplomas in hbo and wo -> ``stage.ho_counts``.

The files share one shape: a row per programme, institution, gemeente, form and gender, years in
columns. They differ in the year columns, in hiding small counts ('<5') and in a total row.
Two editions of the same count are two sources; they are never put in one series.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from etl.errors import DataError
from etl.reading import Reading
from store.connection import one_row

FORMS = {"voltijd onderwijs": "voltijd", "deeltijd onderwijs": "deeltijd",
         "duaal onderwijs": "duaal"}
KEYS = ("GEMEENTENUMMER", "CROHO ONDERDEEL", "OPLEIDINGSVORM", "OPLEIDINGSNAAM ACTUEEL",
        "INSTELLINGSNAAM ACTUEEL", "OPLEIDINGSCODE ACTUEEL")


def read_by_gender_rows(
    reading: Reading, file: str, *, indicator: str, years: tuple[int, ...],
    encoding: str = "utf-8",
) -> None:
    """A csv with one row per gender and one column per year."""
    columns = (*KEYS, "BRIN NUMMER ACTUEEL", "GESLACHT", *(str(year) for year in years))
    reading.csv("ho_raw", file, delimiter=";", columns=columns, encoding=encoding)
    _store(reading, indicator, {year: (str(year),) for year in years}, "BRIN NUMMER ACTUEEL",
           "GESLACHT")


def read_by_gender_columns(
    reading: Reading, file: str, *, indicator: str, years: tuple[int, ...],
    encoding: str = "utf-8",
) -> None:
    """A csv with two columns per year, '2013 MAN' and '2013 VROUW', and a total row."""
    value_columns = {year: (f"{year} MAN", f"{year} VROUW") for year in years}
    flat = tuple(name for names in value_columns.values() for name in names)
    columns = (*KEYS, "OPLEIDINGSFASE ACTUEEL", "BRIN NUMMER ACTUEEL", *flat)
    reading.csv("ho_raw", file, delimiter=";", columns=columns, encoding=encoding)
    _compare_with_total_row(reading, value_columns)
    reading.leave_out("ho_raw", "lower(trim(\"OPLEIDINGSFASE ACTUEEL\")) = 'totalen'",
                      "total row among the parts")
    reading.leave_out("ho_raw", "trim(\"OPLEIDINGSCODE ACTUEEL\") = ''", "blank line in the file")
    _store(reading, indicator, value_columns, "BRIN NUMMER ACTUEEL", "OPLEIDINGSFASE ACTUEEL")


def _compare_with_total_row(reading: Reading, values: Mapping[int, tuple[str, ...]]) -> None:
    """The parts must add up to the total row, which holds men and women together."""
    total_row = "lower(trim(\"OPLEIDINGSFASE ACTUEEL\")) = 'totalen'"
    for year, names in values.items():
        both = " + ".join(f'coalesce(whole_count("{name}"), 0)' for name in names)
        parts, total = one_row(
            reading.connection,
            f"SELECT sum({both}) FILTER (NOT {total_row}), sum({both}) FILTER ({total_row}) "
            "FROM stage.ho_raw")
        if total is not None and parts != total:
            reading.warn("ho_raw", f"{year}: the parts add up to {parts}, the total row says "
                                   f"{total}; the parts are used")


def read_json(reading: Reading, file: str, *, indicator: str, years: tuple[int, ...]) -> None:
    """The json form of the gender-row csv; codes are numbers there, so zeros are put back."""
    path = reading.find(file)
    content = path.read_bytes()
    try:
        rows = json.loads(content)
    except ValueError as error:
        raise DataError("this is not complete JSON.", file=str(path),
                        advice="Download the file again.") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DataError("this JSON is not a list of records.", file=str(path),
                        advice="Download the file again.")
    needed = {"OPLEIDINGSCODE ACTUEEL", "INSTELLINGSCODE ACTUEEL", "OPLEIDINGSVORM",
              "GEMEENTENUMMER", "GESLACHT", *(str(year) for year in years)}
    for number, row in enumerate(rows, start=1):
        if missing := needed - row.keys():
            raise DataError("this column is missing.", file=str(path), line=number,
                            column=sorted(missing)[0],
                            advice="Compare the file with the publisher's own copy.")
    reading.records("ho_raw", path, content, rows)
    _store(reading, indicator, {year: (str(year),) for year in years},
           "INSTELLINGSCODE ACTUEEL", "GESLACHT")


def _store(
    reading: Reading, indicator: str, values: Mapping[int, tuple[str, ...]], brin: str, part: str
) -> None:
    """Check, turn years into rows, add up ``part`` and append to ``stage.ho_counts``.

    ``part`` is the column whose rows are added up (gender, phase), so a double row counts twice.
    A sum with hidden parts is not a number but a range: a hidden part is 1 to 4 persons.
    """
    reading.require("ho_raw", "OPLEIDINGSCODE ACTUEEL",
                    'padded_code("OPLEIDINGSCODE ACTUEEL", 5)', "an isat code of five digits",
                    needed=True)
    reading.require("ho_raw", brin, f'brin_code("{brin}")', "a BRIN code", needed=True)
    forms = ", ".join(f"'{form}'" for form in FORMS)
    reading.require("ho_raw", "OPLEIDINGSVORM",
                    f'CASE WHEN "OPLEIDINGSVORM" IN ({forms}) THEN 1 END', "a form we know",
                    needed=True)
    for names in values.values():
        for name in names:
            reading.require("ho_raw", name, f'whole_count("{name}")', "a count of people")
    reading.require_unique("ho_raw", ("GEMEENTENUMMER", brin, "OPLEIDINGSCODE ACTUEEL",
                                      "OPLEIDINGSVORM", part))
    reading.connection.execute(
        """
        CREATE TABLE IF NOT EXISTS stage.ho_counts (
            source_id VARCHAR, indicator_id VARCHAR, isat VARCHAR, brin VARCHAR,
            gemeente_id VARCHAR, form VARCHAR, year INTEGER,
            visible INTEGER, hidden INTEGER)
        """
    )
    for year, names in values.items():
        for name in names:
            reading.connection.execute(
                f"""
                INSERT INTO stage.ho_counts
                SELECT
                    $source, $indicator,
                    padded_code("OPLEIDINGSCODE ACTUEEL", 5), brin_code("{brin}"),
                    'GM' || padded_code("GEMEENTENUMMER", 4),
                    split_part("OPLEIDINGSVORM", ' ', 1), $year,
                    sum(coalesce(whole_count("{name}"), 0)),
                    count(*) FILTER (missing_mark_reason("{name}") = 'too_small')
                FROM stage.ho_raw
                WHERE whole_count("{name}") IS NOT NULL
                   OR missing_mark_reason("{name}") = 'too_small'
                GROUP BY 3, 4, 5, 6
                """,
                {"source": reading.source_id, "indicator": indicator, "year": year},
            )
