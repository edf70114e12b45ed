"""ROA, outlook to 2030 per occupation group (BRC 2014) -> ``stage.outlook``.

The row 999999 is the total of all occupations: openings are added up over groups, so the total
does not follow from its own parts and is kept as a figure for the nation, never as a group.
"""

from __future__ import annotations

from etl.reading import Reading

COLUMNS = (
    "brc_code", "brc_naam", "uitbreidingsvraag_typering", "uitbreidingsvraag_aantal",
    "vervangingsvraag_typering", "vervangingsvraag_aantal", "baanopeningen_typering",
    "baanopeningen_aantal", "baanopeningen_perc_6jr", "itkb_typering", "itkb_indicator",
    "huidige_situatie_typering", "huidige_situatie_indicator_2026q1", "richting_2025_2030",
)


def read(reading: Reading, file: str) -> None:
    """One row per occupation group; counts in persons, shares as a fraction."""
    reading.csv("outlook_raw", file, delimiter=",", columns=COLUMNS)
    reading.require("outlook_raw", "brc_code",
                    "CASE WHEN trim(brc_code) = '999999' THEN '' ELSE padded_code(brc_code, 4) END",
                    "a BRC code of four digits or the total, 999999", needed=True)
    for column in COLUMNS:
        if column.endswith(("_aantal", "_6jr", "indicator", "2026q1")):
            reading.require("outlook_raw", column, f"number_point({column})", "a number")
    reading.require_unique("outlook_raw", ("brc_code",))
    reading.connection.execute(
        """
        CREATE OR REPLACE TABLE stage.outlook AS
        SELECT
            CASE WHEN trim(brc_code) = '999999' THEN NULL ELSE padded_code(brc_code, 4) END AS brc,
            trim(brc_naam) AS name,
            number_point(uitbreidingsvraag_aantal) AS expansion,
            nullif(trim(uitbreidingsvraag_typering), '') AS expansion_label,
            number_point(vervangingsvraag_aantal) AS replacement,
            nullif(trim(vervangingsvraag_typering), '') AS replacement_label,
            number_point(baanopeningen_aantal) AS openings,
            nullif(trim(baanopeningen_typering), '') AS openings_label,
            number_point(baanopeningen_perc_6jr) / 100 AS openings_share,
            number_point(itkb_indicator) AS itkb,
            nullif(trim(itkb_typering), '') AS itkb_label,
            number_point(huidige_situatie_indicator_2026q1) AS tension,
            nullif(trim(huidige_situatie_typering), '') AS tension_label,
            nullif(trim(richting_2025_2030), '') AS direction
        FROM stage.outlook_raw
        """
    )
