"""DUO, the register of hbo and wo programmes of today, with the language they are taught in.

Two tables of the portal: ``overzicht-erkenningen-ho`` is the register itself, in the columns of
``duo_rio_ho``; ``ho_opleidingsoverzicht`` is what schools offer, and tells the language. When
the second one cannot be had, the languages that we knew stay.

Tables: programme, institution and offering of hbo and wo. A programme that left the register
leaves the store too.
"""

from __future__ import annotations

from pathlib import Path

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.sources.duo_ckan import fetch_table
from etl.sources.duo_rio_ho import COLUMNS, LEVELS, parse
from etl.sources.duo_tables import Table, read_table, refuse_shrunk
from etl.sources.duo_towns import know_towns, warn_of_unknown_towns
from store.connection import one_row

_SQL = Path(__file__).with_name("duo_rio_ho_live.sql")
REGISTER = Table(
    "rio_raw", "overzicht-erkenningen-ho", "ho erkenningen rio", COLUMNS,
    unused=(
        "BEVOEGD_GEZAG_CODE", "BEVOEGD_GEZAG_NAAM", "VESTIGINGSNAAM",
        "EIGEN_OPLEIDINGSEENHEIDSLEUTEL", "OPLEIDINGSEENHEID_SOORT", "STUDIELASTEENHEID", "GRAAD",
        "GRAADTOEVOEGING", "EQF", "BEKOSTIGINGSNIVEAU", "GRONDSLAG_STUDIELAST",
        "OPLEIDINGSERKENNINGSKADER", "INTENSIEFPROGRAMMA", "AANVULLENDE_EISEN",
        "BEKOSTIGINGSDUUR", "VESTIGINGSLICENTIE_BEGINDATUM", "VESTIGINGSLICENTIE_EINDDATUM",
        "ACCREDITATIE_BEGINDATUM", "ACCREDITATIE_VERVALDATUM", "ACCREDITATIE_AFBOUWDATUM",
        "ACCREDITATIE_INLEVERDATUM", "ACCREDITATIE_VOORWAARDENDATUM",
        "ACCREDITATIE_INTREKKINGSDATUM", "ACCREDITATIE_UITSTELDATUM",
        "ACCREDITATIE_UITSTELREDEN", "SAMENWERKENDEINSTELLINGEN",
    ),
)
LANGUAGES = Table(
    "ho_offered", "ho_opleidingsoverzicht", "ho opleidingsoverzicht",
    ("ERKENDEOPLEIDINGSCODE", "VOERTAAL"),
    unused=(
        "ONDERWIJSBESTUURID", "ONDERWIJSBESTUUR_NAAM", "ONDERWIJSAANBIEDERID",
        "ONDERWIJSAANBIEDER_NAAM", "SOORT", "OPLEIDINGSEENHEIDCODE", "VARIANT_VAN", "ERKENNER",
        "NAAM_LANG", "INTERNATIONALE_NAAM", "BEGINDATUM", "EINDDATUM", "NIVEAU", "GRAAD",
        "STUDIELAST", "EQF", "ISCED", "NLQF", "WAARDEDOCUMENTSOORT", "PENVOERDER", "EIGENNAAM",
        "EIGENNAAM_DUITS", "EIGENNAAM_ENGELS", "VORM", "AANGEBODEN_OPLEIDING_BEGINDATUM",
        "AANGEBODEN_OPLEIDING_EINDDATUM", "EERSTE_INSTROOMDATUM", "LAATSTE_INSTROOMDATUM",
        "WEBSITE", "SAMENWERKEND_MET", "BUITENLANDSEPARTNER", "DEFICIENTIE",
        "EISEN_WERKZAAMHEDEN", "PROPEDEUTISCHE_FASE", "STUDIEKEUZECHECK", "VERSNELD_TRAJECT",
        "AANGEBODEN_OPLEIDINGCODE", "EIGEN_AANGEBODEN_OPLEIDINGSLEUTEL", "ONDERWIJSLOCATIECODE",
        "ONDERWIJSLOCATIESTRAAT", "ONDERWIJSLOCATIEPLAATS", "OMSCHRIJVING",
    ),
)


def fetch(fetching: Fetching) -> None:
    """Both tables; without the second one the languages of before stay."""
    fetch_table(fetching, REGISTER)
    try:
        fetch_table(fetching, LANGUAGES)
    except DataError as error:
        (fetching.folder / f"{LANGUAGES.name}.json").unlink(missing_ok=True)
        fetching.note(f"the languages stay as they were, because: {error}")


def read(reading: LiveReading) -> None:
    """Fill live.programme, live.institution and live.offering."""
    about = read_table(reading, REGISTER)
    known = ", ".join(f"'{level}'" for level in LEVELS)
    reading.leave_out(REGISTER.name, f"\"NIVEAU\" NOT IN ({known})", "a level we do not know")
    reading.leave_out(
        REGISTER.name,
        "filled(\"ONDERDEEL\") IS NULL OR 'hoop:' || trim(\"ONDERDEEL\") NOT IN "
        "(SELECT field_id FROM ref.field)", "no study field, or one we do not know")
    parse(reading)
    refuse_shrunk(reading, about, *_known_and_listed(reading))
    _languages(reading)
    know_towns(reading, "SELECT place AS town FROM stage.rio")
    about.stage_edition(reading)
    reading.connection.execute(_SQL.read_text(encoding="utf-8"))
    warn_of_unknown_towns(reading, REGISTER.name)
    about.describe(
        reading, edition=f"register van {about.published}", reference_start=about.published,
        reference_end=about.published,
        note="Een rij is een opleiding op een locatie in een vorm. De voertaal komt uit het "
             "ho-opleidingsoverzicht van DUO.")


def _known_and_listed(reading: LiveReading) -> tuple[int, int]:
    """Programmes in the register, and those that were active before."""
    (now,) = one_row(reading.connection, "SELECT count(*) FROM stage.ho_programme")
    (before,) = one_row(
        reading.connection, "SELECT count(*) FROM pub.programme WHERE sector <> 'mbo' AND active")
    return now, before


def _languages(reading: LiveReading) -> None:
    """``stage.ho_language``: isat and its languages (ISO 639-2), or those we knew before."""
    if not (reading.folder / f"{LANGUAGES.name}.json").is_file():
        reading.connection.execute(
            "CREATE OR REPLACE TABLE stage.ho_language AS SELECT code AS isat, language "
            "FROM pub.programme WHERE sector <> 'mbo'")
        return
    read_table(reading, LANGUAGES)
    reading.leave_out(LANGUAGES.name, 'padded_code("ERKENDEOPLEIDINGSCODE", 5) IS NULL',
                      "no isat code (a variant of another programme)")
    reading.connection.execute(
        """
        CREATE OR REPLACE TABLE stage.ho_language AS
        SELECT isat, array_to_string(list_sort(list_distinct(list(language))), '+') AS language
        FROM (
            SELECT padded_code("ERKENDEOPLEIDINGSCODE", 5) AS isat,
                   unnest(regexp_extract_all(upper("VOERTAAL"), '[A-Z]{3}')) AS language
            FROM stage.ho_offered
        )
        GROUP BY isat
        """
    )
