"""DUO, decode tables of 1 cijfer ho: isat -> ISCED, isat -> name, BRIN and postcode -> place."""

from __future__ import annotations

from etl.reading import Reading


def read_isced(reading: Reading, file: str) -> None:
    """``stage.isced``: isat, ISCED-F 2013 detailed field (4 digits) and national 6 digits."""
    reading.csv("isced_raw", file, delimiter=",",
                columns=("opleidingscode", "isced4", "isced4_naam", "isced6", "isced6_naam"))
    reading.require("isced_raw", "opleidingscode", "padded_code(opleidingscode, 5)",
                    "an isat code of five digits", needed=True)
    reading.require_unique("isced_raw", ("opleidingscode",))
    reading.connection.execute(
        """
        CREATE OR REPLACE TABLE stage.isced AS
        SELECT padded_code(opleidingscode, 5) AS isat, padded_code(isced4, 4) AS isced4,
               padded_code(isced6, 6) AS isced6, trim(isced6_naam) AS isced6_name
        FROM stage.isced_raw
        """
    )


def read_brin(reading: Reading, file: str) -> None:
    """``stage.brin``: institution code, name, first four of the postcode and town."""
    reading.csv("brin_raw", file, delimiter=",", columns=("brin", "naam", "pc4", "plaats"))
    reading.leave_out("brin_raw", "brin_code(brin) IS NULL", "no BRIN code of four characters")
    reading.require_unique("brin_raw", ("brin",))
    reading.connection.execute(
        """
        CREATE OR REPLACE TABLE stage.brin AS
        SELECT brin_code(brin) AS brin, trim(naam) AS name, padded_code(pc4, 4) AS pc4,
               nullif(trim(plaats), '') AS place
        FROM stage.brin_raw
        """
    )


def read_postcode(reading: Reading, file: str) -> None:
    """``stage.postcode``: first four of the postcode -> gemeente; only real gemeenten."""
    reading.csv("postcode_raw", file, delimiter=",",
                columns=("pc4", "postbus", "gemeentecode_2024", "gemeente_2024"))
    reading.leave_out("postcode_raw", "padded_code(pc4, 4) IS NULL OR pc4 < '1000'",
                      "not a Dutch postcode")
    reading.connection.execute(
        """
        CREATE OR REPLACE TABLE stage.postcode AS
        SELECT padded_code(pc4, 4) AS pc4,
               'GM' || any_value(padded_code(gemeentecode_2024, 4) ORDER BY postbus) AS gemeente_id
        FROM stage.postcode_raw GROUP BY 1
        """
    )
