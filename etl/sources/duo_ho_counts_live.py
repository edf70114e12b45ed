"""DUO, counts of hbo and wo per programme, institution, gemeente and form, the last five years.

Four datasets with the same files: ``p01hoinges`` (people), ``p02ho1ejrs`` (people who are in
higher education for the first time), ``p03hoinschr`` (enrolments: who follows two programmes
counts twice) and ``p04hogdipl`` (diplomas). Each has, for hbo and for wo, a file per form and one
per programme; the first is used when it tells the programme, else the second. The years come
from a column: STUDIEJAAR 2023 is the school year 2023/24, counted on 1 October 2023.

Tables: student_count and figure. ``options.about`` is the indicator. What is hidden is told in
``duo_counts``.
"""

from __future__ import annotations

from dataclasses import replace

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.sources.duo_ckan import fetch_table
from etl.sources.duo_counts import hiding, start_counting, store_counts
from etl.sources.duo_tables import Table, read_table

_PROGRAMME, _FORM = "OPLEIDINGSCODE_ACTUEEL", "OPLEIDINGSVORM"
_KEYS = ("GEMEENTENUMMER", "INSTELLINGSCODE_ACTUEEL", _PROGRAMME)
_UNUSED = ("PROVINCIENAAM", "GEMEENTENAAM", "SOORT_INSTELLING", "TYPE_HOGER_ONDERWIJS",
           "INSTELLINGSNAAM_ACTUEEL", "ONDERDEEL", "SUBONDERDEEL", "OPLEIDINGSNAAM_ACTUEEL",
           "GESLACHT")
# Indicator: dataset, column with the year, column with the count.
DATASETS = {
    "students": ("p01hoinges", "STUDIEJAAR", "AANTAL_INGESCHREVENEN"),
    "first_years_ho": ("p02ho1ejrs", "STUDIEJAAR", "AANTAL_EERSTEJAARS_INGESCHREVENEN"),
    "enrolments": ("p03hoinschr", "STUDIEJAAR", "AANTAL_INSCHRIJVINGEN"),
    "diplomas": ("p04hogdipl", "DIPLOMAJAAR", "AANTAL_GEDIPLOMEERDEN"),
}
SECTORS = {"hbo": "beroepsonderwijs", "wo": "wetenschappelijk"}
_FORMS = {"VT": "voltijd", "DT": "deeltijd", "DU": "duaal"}


def table_of(indicator: str, sector: str) -> Table:
    """The table of a sector, by form."""
    package, year, count = DATASETS[indicator]
    return Table(f"ho_{sector}", package, f"{SECTORS[sector]} opleidingsvorm",
                 (year, count, *_KEYS), (_FORM, "SOORT_DIPLOMA"), unused=_UNUSED)


def fetch(fetching: Fetching) -> None:
    """Both sectors of the dataset that ``options.about`` asks for."""
    for sector, word in SECTORS.items():
        table = table_of(fetching.options["about"], sector)
        try:
            fetch_table(fetching, table)
        except DataError as error:
            if error.column != _PROGRAMME:
                raise
            fetching.note(f"{table.package}: the file by form of {sector} does not tell the "
                          "programme, so the one per programme was used")
            fetch_table(fetching, replace(table, resource=f"{word} niveau opleiding"))


def read(reading: LiveReading) -> None:
    """Fill live.student_count and live.figure."""
    indicator = reading.options["about"]
    _, year, count = DATASETS[indicator]
    start_counting(reading)
    for sector in SECTORS:
        table = table_of(indicator, sector)
        about = read_table(reading, table)
        _check_keys(reading, table.name, year)
        # How small counts are hidden is decided per file, so each is counted before the next.
        hiding(reading, table.name, (count,), about)
        _count(reading, table.name, indicator, year, count)
    first, last = store_counts(reading, about)
    start, end = ("01-01", "12-31") if indicator == "diplomas" else ("10-01", "10-01")
    about.describe(reading, edition=f"{first}-{last}", reference_start=f"{first}-{start}",
                   reference_end=f"{last}-{end}")


def _check_keys(reading: LiveReading, table: str, year: str) -> None:
    reading.leave_out(table, f'padded_code("{_PROGRAMME}", 5) IS NULL',
                      "no isat code of five digits")
    reading.leave_out(table, "coalesce(lower(\"SOORT_DIPLOMA\") LIKE '%propedeuse%', false)",
                      "a first-year diploma, which is no end of a programme")
    reading.require(table, year, f"{_YEAR.format(year)}", "a year", needed=True)
    reading.require(table, "INSTELLINGSCODE_ACTUEEL", 'brin_code("INSTELLINGSCODE_ACTUEEL")',
                    "a BRIN code", needed=True)
    reading.require(table, "GEMEENTENUMMER", 'padded_code("GEMEENTENUMMER", 4)',
                    "a number of a gemeente", needed=True)
    reading.require(table, _FORM, _FORM_SQL, "a form we know")


_YEAR = "CAST(nullif(regexp_extract(trim(\"{0}\"), '^20[0-9]{{2}}$'), '') AS INTEGER)"
_FORM_SQL = (
    "CASE " + " ".join(f"WHEN upper(trim(\"{_FORM}\")) = '{code}' "
                       f"OR lower(trim(\"{_FORM}\")) LIKE '{form}%' THEN '{form}'"
                       for code, form in _FORMS.items())
    + f" WHEN filled(\"{_FORM}\") IS NULL THEN 'alle' END"
)


def _count(reading: LiveReading, table: str, indicator: str, year: str, count: str) -> None:
    """A file without forms counts for «alle»: nobody knows how they are divided."""
    reading.connection.execute(
        f"""
        INSERT INTO stage.counted
        SELECT
            $indicator, 'isat:' || padded_code("{_PROGRAMME}", 5),
            brin_code("INSTELLINGSCODE_ACTUEEL"), 'GM' || padded_code("GEMEENTENUMMER", 4),
            {_FORM_SQL} AS form, {_YEAR.format(year)} AS year,
            sum(visible("{count}")), sum(hidden("{count}"))
        FROM stage.{table}
        WHERE is_count("{count}")
        GROUP BY ALL
        """,
        {"indicator": indicator},
    )
