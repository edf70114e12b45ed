"""CBS 85776NED (position) and 83815NED (hourly wage) of people who left hbo and wo.

StatLine portal exports carry titles instead of codes, and values padded to the left.
"""

from __future__ import annotations

from etl.reading import Reading

FIELDS = {
    "Onderwijs": "ONDERWIJS",
    "Landbouw en natuurlijke omgeving": "LANDBOUW_EN_NATUURLIJKE_OMGEVING",
    "Natuur": "NATUUR",
    "Techniek": "TECHNIEK",
    "Gezondheidszorg": "GEZONDHEIDSZORG",
    "Economie": "ECONOMIE",
    "Recht": "RECHT",
    "Gedrag en Maatschappij": "GEDRAG_EN_MAATSCHAPPIJ",
    "Taal en cultuur": "TAAL_EN_CULTUUR",
    "Sectoroverstijgend": "SECTOROVERSTIJGEND",
    "Totaal": "TOTAAL",
}
LEVELS = {"Hbo-bachelor": "hbo-ba", "Hbo-master": "hbo-ma", "Wo-bachelor": "wo-ba",
          "Wo-master": "wo-ma"}
_LEAVERS = "Uitstromers ho met en zonder diploma"


def read_position(reading: Reading, file: str) -> None:
    """``stage.ho_position``: people per field, diploma, moment and position; genders added up.

    The file has men and women only, so the total is their sum. CBS rounds each part to 10.
    A position that is missing for one gender is missing for both.
    """
    value = "Uitstromers ho (aantal)"
    reading.csv("position_raw", file, delimiter=";",
                columns=("Geslacht", "Persoonskenmerken", _LEAVERS, "Arbeidsmarktpositie",
                         "Studierichting", "Peilmoment", "Perioden", value))
    _check(reading, "position_raw", value, "whole_count")
    reading.require_unique("position_raw", ("Geslacht", _LEAVERS, "Arbeidsmarktpositie",
                                            "Studierichting", "Peilmoment", "Perioden"))
    reading.connection.execute(
        f"""
        CREATE OR REPLACE TABLE stage.ho_position AS
        SELECT {_dimensions()},
            "Arbeidsmarktpositie" AS position,
            CASE WHEN count(whole_count("{value}")) = 2 THEN sum(whole_count("{value}")) END
                AS people
        FROM stage.position_raw
        WHERE "Geslacht" IN ('Mannen', 'Vrouwen')
        GROUP BY ALL
        """
    )


def read_wage(reading: Reading, file: str, *, table: str) -> None:
    """``stage.<table>``: median gross hourly wage (euro) per field, diploma and moment."""
    value = "Uurloon werknemers na verlaten ho (euro)"
    raw = f"{table}_raw"
    reading.csv(raw, file, delimiter=";",
                columns=("Geslacht", _LEAVERS, "Bedrijfstakken (SBI 2008)", "Studierichting",
                         "Peilmoment", "Perioden", value))
    _check(reading, raw, value, "number_point")
    reading.leave_out(raw, "\"Geslacht\" <> 'Totaal'",
                      "split by gender; the rows for both together are in another file")
    reading.connection.execute(
        f"""
        CREATE OR REPLACE TABLE stage.{table} AS
        SELECT {_dimensions()}, number_point("{value}") AS euro,
               missing_mark_reason("{value}") AS missing_reason
        FROM stage.{raw}
        """
    )


def _check(reading: Reading, table: str, value: str, parser: str) -> None:
    reading.require(table, value, f'{parser}("{value}")', "a number with a decimal point")
    reading.require(table, "Perioden", 'school_year_end("Perioden")', "a school year (2015/'16)",
                    needed=True)
    for column, known in (("Studierichting", FIELDS), (_LEAVERS, LEVELS)):
        names = ", ".join(f"'{name}'" for name in known)
        reading.require(table, column, f'CASE WHEN "{column}" IN ({names}) THEN 1 END',
                        "a category we know", needed=True)
    reading.require(table, "Peilmoment", _YEARS_AFTER, "a moment we know", needed=True)


_YEARS_AFTER = (
    "CASE WHEN \"Peilmoment\" LIKE 'Direct%' THEN 0 "
    "ELSE try_cast(regexp_extract(\"Peilmoment\", '^([0-9]+) jaar', 1) AS INTEGER) END"
)


def _dimensions() -> str:
    """SELECT list: HOOP field, level, years after, and the year people left school."""
    fields = " ".join(f"WHEN '{name}' THEN '{code}'" for name, code in FIELDS.items())
    levels = " ".join(f"WHEN '{name}' THEN '{code}'" for name, code in LEVELS.items())
    return f"""
            CASE "Studierichting" {fields} END AS hoop,
            CASE "{_LEAVERS}" {levels} END AS level,
            {_YEARS_AFTER} AS years_after,
            school_year_end("Perioden") AS left_in"""
