"""Kwalificatiedossiers in the mbo regulation of 2015 -> ``stage.dossier``.

The regulation is law (no copyright). It names per crebo the dossier, the domain and whether
there are legal requirements for the profession. Price factors have a decimal comma. It is read
after ``stage.mbo_students``: a qualification without any student there is left out.
"""

from __future__ import annotations

from etl.reading import Reading

COLUMNS = ("domein_code", "domein", "dossier_crebo", "dossier", "crebo", "kwalificatie",
           "niveau", "prijsfactor", "beroepsvereisten")


def read(reading: Reading, file: str) -> None:
    """One row per crebo: domain, dossier and legal requirements."""
    reading.csv("dossier_raw", file, delimiter=",", columns=COLUMNS)
    reading.require("dossier_raw", "crebo", "padded_code(crebo, 5)", "a crebo of five digits",
                    needed=True)
    reading.require("dossier_raw", "prijsfactor", "number_comma(prijsfactor)", "a price factor")
    reading.require_unique("dossier_raw", ("crebo",))
    reading.leave_out("dossier_raw",
                      "padded_code(crebo, 5) NOT IN (SELECT crebo FROM stage.mbo_students)",
                      "a crebo that no school reports to DUO")
    reading.connection.execute(
        """
        CREATE OR REPLACE TABLE stage.dossier AS
        SELECT
            padded_code(crebo, 5) AS crebo,
            trim(domein_code) AS domein_code,
            trim(domein) AS domein,
            padded_code(dossier_crebo, 5) AS dossier_crebo,
            trim(dossier) AS dossier,
            trim(kwalificatie) AS name,
            trim(beroepsvereisten) NOT IN ('', '---') AS profession_requirements
        FROM stage.dossier_raw
        """
    )
