"""CBS 86247NED: which gemeente belongs to which of the 35 arbeidsmarktregio's."""

from __future__ import annotations

from etl.reading import Reading


def read(reading: Reading, file: str) -> None:
    """``stage.gemeente``: CBS code GM0014, name and arbeidsmarktregio."""
    name = "gemeentenaam_pc2024"
    region = "arbeidsmarktregio_2026"
    reading.csv("gemeente_raw", file, delimiter=",", columns=("gemeentecode", name, region))
    reading.require("gemeente_raw", "gemeentecode", "padded_code(gemeentecode, 4)",
                    "a gemeente code of four digits", needed=True)
    reading.require_unique("gemeente_raw", ("gemeentecode",))
    reading.connection.execute(
        f"""
        CREATE OR REPLACE TABLE stage.gemeente AS
        SELECT 'GM' || padded_code(gemeentecode, 4) AS gemeente_id, trim({name}) AS name,
               trim({region}) AS arbeidsmarktregio
        FROM stage.gemeente_raw
        """
    )
