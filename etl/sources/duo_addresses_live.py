"""DUO, addresses of mbo schools, hogescholen and universities as they are in BRIN now.

``adressen_mbo`` and ``adressen_ho`` (``options.package``) have a row per institution. Only the
town, the first four of the postcode, the gemeente and the site are taken, of schools that offer a
programme in our registers: a school without one would be found by nobody. Their names stay as the
registers write them. The old regions in these files (34 RPA regions) are not those of UWV and
not used.

Tables: institution.
"""

from __future__ import annotations

from pathlib import Path

from etl.fetching import Fetching, LiveReading
from etl.sources.duo_ckan import fetch_table
from etl.sources.duo_tables import Table, read_table
from etl.sources.duo_towns import know_towns, warn_of_unknown_towns

_SQL = Path(__file__).with_name("duo_addresses_live.sql")
_AREAS = ("NODAAL GEBIED", "RPA-GEBIED", "WGR-GEBIED", "COROPGEBIED", "ONDERWIJSGEBIED",
          "RMC-REGIO", "MBO INSTELLINGSSOORT")


def table_of(package: str) -> Table:
    """The table of institutions of a dataset; the other one holds their boards."""
    return Table(
        "address", package, "instellingen",
        ("INSTELLINGSCODE", "POSTCODE", "PLAATSNAAM"), ("GEMEENTENUMMER", "INTERNETADRES"),
        unused=(
            "SOORT HO", "PROVINCIE", "BEVOEGD GEZAG NUMMER", "BEVOEGD GEZAG NAAM",
            "INSTELLINGSNAAM", "STRAATNAAM", "HUISNUMMER-TOEVOEGING", "GEMEENTENAAM",
            "DENOMINATIE", "TELEFOONNUMMER", "STRAATNAAM CORRESPONDENTIEADRES",
            "HUISNUMMER-TOEVOEGING CORRESPONDENTIEADRES", "POSTCODE CORRESPONDENTIEADRES",
            "PLAATSNAAM CORRESPONDENTIEADRES", "ADMINISTRATIEKANTOORNUMMER", "KVK-NUMMER",
            *(f"{area} {part}" for area in _AREAS for part in ("CODE", "NAAM")),
        ),
    )


def fetch(fetching: Fetching) -> None:
    """The table of institutions."""
    fetch_table(fetching, table_of(fetching.options["package"]))


def read(reading: LiveReading) -> None:
    """Fill live.institution."""
    about = read_table(reading, table_of(reading.options["package"]))
    reading.leave_out("address", 'brin_code("INSTELLINGSCODE") IS NULL',
                      "no BRIN code of four characters")
    reading.require("address", "POSTCODE",
                    "CASE WHEN regexp_full_match(trim(\"POSTCODE\"), "
                    "'[1-9][0-9]{3} ?[A-Z]{2}') THEN 1 END", "a Dutch postcode")
    reading.require_unique("address", ("INSTELLINGSCODE",))
    know_towns(reading, 'SELECT "PLAATSNAAM" AS town FROM stage.address '
                        "WHERE brin_code(\"INSTELLINGSCODE\") IN "
                        "(SELECT institution_id FROM pub.offering)")
    about.stage_edition(reading)
    reading.connection.execute(_SQL.read_text(encoding="utf-8"))
    warn_of_unknown_towns(reading, "address")
    about.describe(reading, edition=f"adressen van {about.published}",
                   reference_start=about.published, reference_end=about.published)
