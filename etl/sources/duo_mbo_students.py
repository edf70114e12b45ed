"""DUO, mbo students per institution, programme and learning path -> ``stage.mbo_students``.

Wide file with MAN, VROUW and TOTAAL for five years. Blank means: no students that year.
"""

from __future__ import annotations

from etl.reading import Reading
from store.connection import one_row

YEARS = (2015, 2016, 2017, 2018, 2019)
COLUMNS = (
    "BRIN NUMMER", "INSTELLINGSNAAM", "PLAATSNAAM", "TYPE MBO", "KWALIFICATIENIVEAU",
    "KWALIFICATIE CODE", "KWALIFICATIE NAAM", "MBO SECTOR", "DOMEIN", "SECTORUNIT SBB",
    *(f"{part}{year}" for year in YEARS for part in ("MAN", "VROUW", "TOTAAL")),
)


def read(reading: Reading, file: str) -> None:
    """One row per crebo, level, institution, place, path and year with students (persons)."""
    reading.csv("mbo_raw", file, delimiter=";", columns=COLUMNS)
    reading.require("mbo_raw", "KWALIFICATIE CODE", 'padded_code("KWALIFICATIE CODE", 5)',
                    "a crebo of five digits", needed=True)
    reading.require("mbo_raw", "BRIN NUMMER", 'brin_code("BRIN NUMMER")', "a BRIN code",
                    needed=True)
    reading.require("mbo_raw", "TYPE MBO",
                    """CASE WHEN "TYPE MBO" IN ('BOLVT', 'BOLDT', 'BBL') THEN 1 END""",
                    "a learning path we know (BOLVT, BOLDT, BBL)", needed=True)
    reading.require("mbo_raw", "KWALIFICATIENIVEAU",
                    """CASE WHEN "KWALIFICATIENIVEAU" IN ('1', '2', '3', '4') THEN 1 END""",
                    "a level from 1 to 4", needed=True)
    for year in YEARS:
        for part in ("MAN", "VROUW", "TOTAAL"):
            reading.require("mbo_raw", f"{part}{year}", f'whole_count("{part}{year}")',
                            "a count of students")
    reading.require_unique("mbo_raw", ("BRIN NUMMER", "PLAATSNAAM", "TYPE MBO",
                                       "KWALIFICATIENIVEAU", "KWALIFICATIE CODE"))
    _check_totals(reading)
    years = ", ".join(f'"TOTAAL{year}" AS "{year}"' for year in YEARS)
    reading.connection.execute(
        f"""
        CREATE OR REPLACE TABLE stage.mbo_students AS
        SELECT crebo, name, level, mbo_sector, domein, sectorunit, brin, institution_name, place,
               form, CAST(year AS INTEGER) AS year, whole_count(students) AS students
        FROM (
            UNPIVOT (
                SELECT
                    padded_code("KWALIFICATIE CODE", 5) AS crebo,
                    trim("KWALIFICATIE NAAM") AS name,
                    CAST("KWALIFICATIENIVEAU" AS INTEGER) AS level,
                    trim("MBO SECTOR") AS mbo_sector,
                    trim("DOMEIN") AS domein,
                    trim("SECTORUNIT SBB") AS sectorunit,
                    brin_code("BRIN NUMMER") AS brin,
                    trim("INSTELLINGSNAAM") AS institution_name,
                    trim("PLAATSNAAM") AS place,
                    CASE "TYPE MBO"
                        WHEN 'BOLVT' THEN 'bol' WHEN 'BOLDT' THEN 'bol-dt' ELSE 'bbl' END AS form,
                    {years}
                FROM stage.mbo_raw
            ) ON {', '.join(f'"{year}"' for year in YEARS)} INTO NAME year VALUE students
        )
        """
    )


def _check_totals(reading: Reading) -> None:
    """Men and women must add up to the total; otherwise columns have shifted."""
    for year in YEARS:
        wrong = one_row(
            reading.connection,
            f"""
            SELECT count(*), min(line) FROM stage.mbo_raw
            WHERE whole_count("TOTAAL{year}") <>
                coalesce(whole_count("MAN{year}"), 0) + coalesce(whole_count("VROUW{year}"), 0)
            """
        )
        if wrong[0]:
            reading.warn("mbo_raw", f"{year}: in {wrong[0]} rows men and women do not add up to "
                                    f"the total (first: line {wrong[1]}); the total is used")
