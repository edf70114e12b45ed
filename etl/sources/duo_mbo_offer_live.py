"""DUO, the mbo programmes that one can sign up for today: which, at which school and where.

``mbo_opleidingsaanbod`` has a row per qualification, provider, location and learning path, for
as long as one can sign up. A provider has a number of RIO; which school (BRIN) it belongs to is
in two of the daily dumps of RIO: the relation of providers and recognised institutions, and
those institutions with their name.

Tables: programme, institution and offering of mbo. A crebo that we knew and that nobody can sign
up for now is no longer active; where it was offered before is kept.
"""

from __future__ import annotations

from pathlib import Path

from etl.fetching import Fetching, LiveReading
from etl.sources.duo_ckan import fetch_table
from etl.sources.duo_tables import ADVICE, Table, read_table, refuse_shrunk
from etl.sources.duo_towns import know_towns, warn_of_unknown_towns
from store.connection import one_row

_SQL = Path(__file__).with_name("duo_mbo_offer.sql")
_RIO = "rio_nfo_po_vo_vavo_mbo_ho"
OFFER = Table(
    "mbo_offer", "mbo_opleidingsaanbod", "mbo opleidingsaanbod -cohorten",
    ("OPLEIDINGSEENHEID_NIVEAU", "OPLEIDINGSEENHEID_NAAM", "ERKENDEOPLEIDINGSCODE",
     "ONDERWIJSAANBIEDERID", "NAAM", "PLAATSNAAM", "LEERTRAJECT"),
    optional=("OPLEIDINGSEENHEID_TYPE", "OPLEIDINGSEENHEID_INTERNATIONALE_NAAM_ENGELS",
              "KWALIFICATIEDOSSIER", "DOMEIN", "POSTCODE", "MBONIVEAU", "VOERTAAL"),
    unused=("OPLEIDINGSEENHEIDCODE", "WAARDEDOCUMENTSOORT", "STUDIELAST", "STUDIELASTEENHEID",
            "ERKENDEOPLEIDINGSTYPE", "ERKENDEOPLEIDINGSSTELSEL", "ONDERWIJSBESTUURID",
            "KVK_NUMMER", "ONDERWIJSLOCATIECODE", "STRAATNAAM", "HUISNUMMER",
            "HUISNUMMERTOEVOEGING", "AANGEBODEN_OPLEIDINGCODE", "AANGEBODEN_OPLEIDING_TYPE",
            "AFWIJKENDE_OPLEIDINGSDUUROMVANG", "AFWIJKENDE_OPLEIDINGSDUUREENHEID",
            "EIGEN_AANGEBODEN_OPLEIDINGSLEUTEL", "EIGENNAAM", "WEBSITE"),
)
PROVIDERS = Table(
    "provider_school", _RIO,
    "relaties onderwijsaanbieders onderwijsinstellingserkenningen",
    ("ONDERWIJSAANBIEDERID", "OIE_CODE"), optional=("EINDDATUM",), unused=("BEGINDATUM",),
)
SCHOOLS = Table(
    "rio_school", _RIO, "onderwijsinstellingserkenningen -relaties",
    ("OIE_CODE", "VOLLEDIGE_NAAM"), optional=("EINDDATUM", "SOORT", "BEKOSTIGINGSCODE"),
    unused=("BEGINDATUM", "BEGINDATUM_PERIODE", "EINDDATUM_PERIODE", "VERKORTE_NAAM", "WET",
            "ERKENNER", "DENOMINATIE", "INBEDRIJFDATUM", "UITBEDRIJFDATUM"),
)
# Parts of a programme, for which one gets a certificate and no diploma.
_PARTS = ("MBOKEUZEDEEL", "MBOREGIONAALKEUZEDEEL", "MBOCERTIFICEERBAREEENHEID",
          "MBODEELKWALIFICATIE", "MBOGENERIEKEXAMENONDERDEEL")
_PATHS = {"BOL": "bol", "BBL": "bbl", "BOL_DT": "bol-dt"}


def fetch(fetching: Fetching) -> None:
    """The offer, and the two dumps that tell which school a provider is."""
    for table in (OFFER, PROVIDERS, SCHOOLS):
        fetch_table(fetching, table)


def read(reading: LiveReading) -> None:
    """Fill live.programme, live.institution and live.offering."""
    about = read_table(reading, OFFER)
    read_table(reading, PROVIDERS)
    read_table(reading, SCHOOLS)
    about.stage_edition(reading)
    _leave_out_what_we_do_not_show(reading)
    _name_schools(reading)
    reading.leave_out(
        OFFER.name,
        'trim("ONDERWIJSAANBIEDERID") NOT IN (SELECT provider FROM stage.school_of)',
        "no school (BRIN) of this provider in RIO")
    paths = " ".join(f"WHEN '{code}' THEN '{form}'" for code, form in _PATHS.items())
    reading.connection.execute(
        f"""
        CREATE OR REPLACE TABLE stage.mbo_offered AS
        SELECT
            padded_code("ERKENDEOPLEIDINGSCODE", 5) AS crebo,
            {_LEVEL} AS level,
            trim("OPLEIDINGSEENHEID_NAAM") AS name,
            filled("OPLEIDINGSEENHEID_INTERNATIONALE_NAAM_ENGELS") AS name_en,
            filled("KWALIFICATIEDOSSIER") AS dossier, filled("DOMEIN") AS domein,
            school.brin, upper(filled("PLAATSNAAM")) AS town,
            nullif(regexp_extract("POSTCODE", '^\\s*([1-9][0-9]{{3}})', 1), '') AS pc4,
            CASE upper(trim("LEERTRAJECT")) {paths} END AS form,
            upper("VOERTAAL") AS language
        FROM stage.mbo_offer AS offer
        JOIN stage.school_of AS school ON school.provider = trim(offer."ONDERWIJSAANBIEDERID")
        """
    )
    refuse_shrunk(reading, about, *_known_and_offered(reading))
    know_towns(reading, "SELECT town FROM stage.mbo_offered")
    reading.connection.execute(_SQL.read_text(encoding="utf-8"))
    warn_of_unknown_towns(reading, OFFER.name)
    _warn_of_dossiers(reading)
    about.describe(reading, edition=f"aanbod van {about.published}",
                   reference_start=about.published, reference_end=about.published)


_LEVEL = """CAST(nullif(regexp_extract(
            coalesce(filled("OPLEIDINGSEENHEID_NIVEAU"), "MBONIVEAU", ''), '[1-4]$'), '')
            AS INTEGER)"""


def _leave_out_what_we_do_not_show(reading: LiveReading) -> None:
    parts = ", ".join(f"'{part}'" for part in _PARTS)
    reading.leave_out(
        OFFER.name, f'padded_code("ERKENDEOPLEIDINGSCODE", 5) IS NULL '
                    f"OR coalesce(\"OPLEIDINGSEENHEID_TYPE\" IN ({parts}), false)",
        "not a whole programme with a crebo")
    paths = ", ".join(f"'{path}'" for path in _PATHS)
    reading.leave_out(OFFER.name, f'coalesce(upper(trim("LEERTRAJECT")) NOT IN ({paths}), true)',
                      "another learning path than bol or bbl")
    reading.leave_out(OFFER.name, f"{_LEVEL} IS NULL", "no level")


def _name_schools(reading: LiveReading) -> None:
    """``stage.school_of`` (provider, brin, name, funding): one school per provider.

    A provider may belong to several recognised institutions; those that are a school for mbo
    come first, then those that we know, then the first in the alphabet.
    """
    reading.require(SCHOOLS.name, "EINDDATUM", 'iso_date("EINDDATUM")', "a date")
    reading.require(PROVIDERS.name, "EINDDATUM", 'iso_date("EINDDATUM")', "a date")
    reading.connection.execute(
        """
        CREATE OR REPLACE TABLE stage.school_of AS
        SELECT
            trim(provider."ONDERWIJSAANBIEDERID") AS provider,
            brin_code(school."OIE_CODE") AS brin,
            trim(school."VOLLEDIGE_NAAM") AS name,
            CASE WHEN upper(trim(school."BEKOSTIGINGSCODE")) IN ('NIET_BEKOSTIGD', 'AANGEWEZEN')
                 THEN lower(trim(school."BEKOSTIGINGSCODE")) ELSE 'bekostigd' END AS funding
        FROM stage.provider_school AS provider
        JOIN stage.rio_school AS school ON trim(school."OIE_CODE") = trim(provider."OIE_CODE")
        LEFT JOIN pub.institution AS known ON known.institution_id = trim(school."OIE_CODE")
        CROSS JOIN stage.edition AS edition
        WHERE brin_code(school."OIE_CODE") IS NOT NULL
          AND coalesce(iso_date(provider."EINDDATUM") > edition.day, true)
          AND coalesce(iso_date(school."EINDDATUM") > edition.day, true)
        QUALIFY row_number() OVER (
            PARTITION BY trim(provider."ONDERWIJSAANBIEDERID")
            ORDER BY coalesce(school."SOORT", '') NOT IN (
                         'ROC', 'AOC', 'VAK', 'BMBO', 'BMBO_HO', 'ROCV', 'AOCV', 'VAKV'),
                     known.institution_id IS NULL, school."OIE_CODE", school."VOLLEDIGE_NAAM"
        ) = 1
        """
    )


def _known_and_offered(reading: LiveReading) -> tuple[int, int]:
    """Programmes in the list, and those that were active before."""
    (now,) = one_row(reading.connection, "SELECT count(DISTINCT crebo) FROM stage.mbo_offered")
    (before,) = one_row(
        reading.connection,
        "SELECT count(*) FROM pub.programme WHERE sector = 'mbo' AND active "
        "AND left(code, 2) BETWEEN '25' AND '29'")
    return now, before


def _warn_of_dossiers(reading: LiveReading) -> None:
    """DUO does not say whether a dossier is a code or a name; tell which one could not be read."""
    found = reading.connection.execute(
        """
        SELECT offered.dossier, count(DISTINCT crebo) FROM stage.mbo_offered AS offered
        JOIN live.programme AS programme ON programme.code = offered.crebo
        WHERE offered.dossier IS NOT NULL AND programme.dossier_id IS NULL
        GROUP BY 1 ORDER BY 2 DESC, 1
        """
    ).fetchall()
    if found:
        reading.warn(OFFER.name, f"{len(found)} dossier(s) could not be recognised, "
                                 f"e.g. «{found[0][0]}»: {ADVICE}")
