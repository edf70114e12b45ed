"""CBS tables per industry: 80472ned and 83599NED (vacancies), 81431ned (jobs and wages).

All three use the same six-digit keys for industries. Keys and values are padded; quarters,
years and "special periods" (2010X000) are mixed, and the letters in the code tell them apart.
"""

from __future__ import annotations

import csv
import io
import re

from etl.delimited import checked_content
from etl.errors import DataError
from etl.reading import Reading

# Characteristics of jobs that we use (CBS codes of 81431ned): all employees and young people.
AGE_GROUPS = {"T001098": "totaal", "70400": "15-20", "70500": "20-25", "70600": "25-30"}
_PERIOD = re.compile(r"(19|20)\d{2}[A-Z]{2}\d{2}")


def read_names(reading: Reading, file: str, *, delimiter: str = ",") -> None:
    """Append ``stage.industry_name``: CBS key and title ('389100', 'I Horeca')."""
    reading.csv("industry_raw", file, delimiter=delimiter, columns=("Key", "Title"))
    reading.leave_out("industry_raw", "\"Key\" LIKE 'WP%'",
                      "size class of companies, not an industry")
    reading.connection.execute(
        "CREATE TABLE IF NOT EXISTS stage.industry_name (key VARCHAR, title VARCHAR)"
    )
    reading.connection.execute(
        'INSERT INTO stage.industry_name SELECT trim("Key"), trim("Title") FROM stage.industry_raw'
    )


def read_regions(reading: Reading, file: str) -> None:
    """``stage.region_name``: NL01, landsdelen and provinces, with the suffix (PV) removed."""
    reading.csv("region_raw", file, delimiter=",", columns=("Key", "Title"))
    reading.connection.execute(
        """
        CREATE OR REPLACE TABLE stage.region_name AS
        SELECT trim("Key") AS region_id,
               trim(regexp_replace("Title", '\\((PV|LD)\\)', '')) AS name
        FROM stage.region_raw
        """
    )


def read_period_status(reading: Reading, file: str) -> None:
    """``stage.period_status``: period -> Definitief or Voorlopig, from CBS metadata.

    The metadata file holds several tables one after the other, so only rows that start with a
    period count; the status is the last field.
    """
    path = reading.find(file)
    content = checked_content(path, "utf-8")
    rows = [
        {"period": row[0], "status": row[-1]}
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
        if len(row) >= 4 and _PERIOD.fullmatch(row[0].strip())
    ]
    if not rows:
        raise DataError("no periods with a status were found.", file=str(path),
                        advice="This should be the metadata file of the CBS table.")
    reading.records("period_status", path, content, rows)


def read_vacancies(reading: Reading, file: str) -> None:
    """``stage.vacancies``: open, new and filled vacancies (thousands) per industry and period."""
    measures = ("OpenstaandeVacatures_1", "OntstaneVacatures_2", "VervuldeVacatures_3")
    reading.csv("vacancies_raw", file, delimiter=";",
                columns=("Bedrijfskenmerken", "Perioden", *measures))
    reading.require("vacancies_raw", "Perioden", 'period_kind("Perioden")', "a CBS period",
                    needed=True)
    for measure in measures:
        reading.require("vacancies_raw", measure, f'number_point("{measure}")', "a number")
    reading.require_unique("vacancies_raw", ("Bedrijfskenmerken", "Perioden"))
    reading.leave_out("vacancies_raw", "trim(\"Bedrijfskenmerken\") LIKE 'WP%'",
                      "size class of companies, not an industry")
    reading.connection.execute(
        f"""
        CREATE OR REPLACE TABLE stage.vacancies AS
        SELECT trim("Bedrijfskenmerken") AS industry_id, trim("Perioden") AS period, measure,
               number_point(text) AS value, missing_mark_reason(text) AS missing_reason
        FROM (
            UNPIVOT stage.vacancies_raw ON {', '.join(f'"{name}"' for name in measures)}
            INTO NAME measure VALUE text
        )
        """
    )


def read_regional_vacancies(reading: Reading, file: str) -> None:
    """``stage.regional_vacancies``: open vacancies (thousands) per industry, region, quarter."""
    value = "OpenstaandeVacatures"
    reading.csv("regional_raw", file, delimiter=",",
                columns=("BedrijfstakkenBranchesSBI2008", "Regios", "Perioden", value))
    reading.require("regional_raw", "Perioden", 'period_kind("Perioden")', "a CBS period",
                    needed=True)
    reading.require("regional_raw", value, f'number_point("{value}")', "a number")
    reading.require_unique("regional_raw",
                           ("BedrijfstakkenBranchesSBI2008", "Regios", "Perioden"))
    reading.connection.execute(
        f"""
        CREATE OR REPLACE TABLE stage.regional_vacancies AS
        SELECT trim("BedrijfstakkenBranchesSBI2008") AS industry_id, trim("Regios") AS region_id,
               trim("Perioden") AS period, number_point("{value}") AS value,
               missing_mark_reason("{value}") AS missing_reason
        FROM stage.regional_raw
        """
    )


def read_jobs(reading: Reading, file: str) -> None:
    """``stage.jobs``: jobs (thousands) and mean hourly wage (euro) per industry, age and year."""
    measures = ("Banen_1", "Uurloon_3")
    group = "KenmerkenBaanWerknemerBedrijf"
    reading.csv("jobs_raw", file, delimiter=";",
                columns=(group, "BedrijfstakkenBranchesSBI2008", "Perioden", *measures))
    reading.require("jobs_raw", "Perioden", 'period_kind("Perioden")', "a CBS period",
                    needed=True)
    for measure in measures:
        reading.require("jobs_raw", measure, f'number_point("{measure}")', "a number")
    reading.require_unique("jobs_raw", (group, "BedrijfstakkenBranchesSBI2008", "Perioden"))
    reading.leave_out("jobs_raw", "period_kind(\"Perioden\") = 'special'",
                      "special period (X000) beside the year itself")
    reading.leave_out("jobs_raw",
                      "trim(\"BedrijfstakkenBranchesSBI2008\") NOT IN "
                      "(SELECT key FROM stage.industry_name)",
                      "industry key that the metadata do not name")
    ages = ", ".join(f"'{code}'" for code in AGE_GROUPS)
    reading.leave_out("jobs_raw", f'trim("{group}") NOT IN ({ages})',
                      "other split (gender, contract, size, other ages) that no page uses")
    cases = " ".join(f"WHEN '{code}' THEN '{age}'" for code, age in AGE_GROUPS.items())
    reading.connection.execute(
        f"""
        CREATE OR REPLACE TABLE stage.jobs AS
        SELECT CASE trim("{group}") {cases} END AS age_group,
               trim("BedrijfstakkenBranchesSBI2008") AS industry_id, trim("Perioden") AS period,
               measure, number_point(text) AS value, missing_mark_reason(text) AS missing_reason
        FROM (
            UNPIVOT stage.jobs_raw ON {', '.join(f'"{name}"' for name in measures)}
            INTO NAME measure VALUE text
        )
        """
    )
