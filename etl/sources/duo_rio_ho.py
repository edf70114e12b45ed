"""DUO, RIO overview of recognised hbo and wo programmes -> ``stage.rio`` and what it adds up to.

One row of the file is a programme at a location in one form, so programmes repeat; the
programme itself is ERKENDEOPLEIDINGSCODE (isat). The file holds no language of instruction.
``stage.ho_programme`` (isat), ``stage.ho_rows`` (isat) and ``stage.ho_offer`` (isat, brin, town,
form) are made by ``duo_rio_ho.sql``.
"""

from __future__ import annotations

from pathlib import Path

from etl.reading import Reading

_SQL = Path(__file__).with_name("duo_rio_ho.sql")

COLUMNS = (
    "INSTELLINGSCODE", "INSTELLINGSNAAM", "VESTIGINGSCODE", "GEMEENTENAAM", "PLAATSNAAM",
    "ERKENDEOPLEIDINGSCODE", "INSTROOM_EINDDATUM", "OPLEIDINGSEENHEIDCODE",
    "OPLEIDINGSEENHEID_NAAM", "OPLEIDINGSEENHEID_INTERNATIONALE_NAAM", "STUDIELAST", "NIVEAU",
    "ISCED", "NLQF", "VORM", "ONDERDEEL", "SUBONDERDEEL", "BEROEPSEISEN", "BEKOSTIGINGSCODE",
    "ACCREDITATIE_BESLUITDATUM",
)
LEVELS = ("HBO-AD", "HBO-BA", "HBO-MA", "HBO-PM", "WO-BA", "WO-MA", "WO-PM", "WO-O")


def read(reading: Reading, file: str) -> None:
    """Columns of stage.rio: typed and with codes at full width; names as DUO writes them."""
    reading.csv("rio_raw", file, delimiter=",", columns=COLUMNS)
    parse(reading)
    reading.require_unique("rio_raw", ("INSTELLINGSCODE", "VESTIGINGSCODE", "PLAATSNAAM",
                                       "ERKENDEOPLEIDINGSCODE", "OPLEIDINGSEENHEIDCODE", "VORM"))


def parse(reading: Reading) -> None:
    """The tables of this source from ``stage.rio_raw``, in which nothing is '' or NA."""
    reading.require("rio_raw", "ERKENDEOPLEIDINGSCODE",
                    'padded_code("ERKENDEOPLEIDINGSCODE", 5)', "an isat code of five digits",
                    needed=True)
    reading.require("rio_raw", "INSTELLINGSCODE", 'brin_code("INSTELLINGSCODE")', "a BRIN code",
                    needed=True)
    reading.require("rio_raw", "INSTROOM_EINDDATUM", 'iso_date("INSTROOM_EINDDATUM")', "a date")
    reading.require("rio_raw", "STUDIELAST", 'whole_count("STUDIELAST")', "a number of credits")
    known = ", ".join(f"'{level}'" for level in LEVELS)
    reading.require("rio_raw", "NIVEAU", f'CASE WHEN "NIVEAU" IN ({known}) THEN 1 END',
                    "a level we know", needed=True)
    reading.connection.execute(
        """
        CREATE OR REPLACE TABLE stage.rio AS
        SELECT
            line,
            padded_code("ERKENDEOPLEIDINGSCODE", 5) AS isat,
            brin_code("INSTELLINGSCODE") AS brin,
            trim("INSTELLINGSNAAM") AS institution_name,
            filled("GEMEENTENAAM") AS gemeente,
            upper(filled("PLAATSNAAM")) AS place,
            iso_date("INSTROOM_EINDDATUM") AS intake_end,
            trim("OPLEIDINGSEENHEID_NAAM") AS name,
            filled("OPLEIDINGSEENHEID_INTERNATIONALE_NAAM") AS name_en,
            whole_count("STUDIELAST") AS study_load,
            lower(trim("NIVEAU")) AS level,
            padded_code("ISCED", 4) AS isced,
            filled("NLQF") AS nlqf,
            lower(filled("VORM")) AS form,
            filled("ONDERDEEL") AS hoop,
            filled("SUBONDERDEEL") AS subonderdeel,
            trim("BEROEPSEISEN") = 'BEROEPSEISEN' AS profession_requirements,
            lower(trim("BEKOSTIGINGSCODE")) AS funding
        FROM stage.rio_raw
        """
    )
    reading.connection.execute(_SQL.read_text(encoding="utf-8"))
