"""Made-up tables of DUO on mbo: students, diplomas, new students, offers and addresses.

Two schools that exist (25LH in Utrecht, 25LX in Etten-Leur) and one that does not (99ZZ), with
two crebos that exist (25180 of dossier 23085, 25187) and one that does not (29901).
"""

from __future__ import annotations

from typing import Any

from tests.wire.duo import Package, Resource

KEYS = ("INSTELLINGSCODE", "INSTELLINGSNAAM", "PLAATSNAAM INSTELLING", "LEERWEG", "NIVEAU",
         "ERKENDE OPLEIDING CODE", "ERKENDE OPLEIDING NAAM", "SECTORKAMER NAAM",
         "HOOFDGROEP NAAM")
COOK = (2, 25180, "Kok", "Voedsel, groen en gastvrijheid", "Horeca")
STARS = (4, 29901, "Sterrenkijker", "ICT en creatieve industrie", "Techniek")
UTRECHT = ("25LH", "Bedacht College", "UTRECHT")
NEW_SCHOOL = ("99ZZ", "Sterrencollege", "UTRECHT")
NOWHERE = ("99ZZ", "Sterrencollege", "NERGENSHUIZEN")


def mbo_students() -> Package:
    """Students of 2024 and 2025; -1 is a hidden count, blank is nobody."""
    return Package("mbo-studenten-per-instelling", (
        Resource("aaaa0001", "Studenten per instelling bevoegd gezag plaats en leerweg",
                 ("JAAR", "INSTELLINGSCODE", "BBL"), ((2025, "25LH", 3),)),
        Resource(
            "aaaa0003", "Studenten per instelling plaats van de instelling sectorkamer leerweg "
            "opleiding niveau geslacht", (*KEYS, "MAN2024", "VROUW2024", "MAN2025", "VROUW2025"),
            (
                (*UTRECHT, "BOLVT", *COOK, 10, 20, 30, -1),
                (*UTRECHT, "BBL", *COOK, 7, 8, None, 6),
                ("25LX", "Bedacht West", "ETTEN-LEUR", "BBL", *COOK, 100, 50, 101, 51),
                (*NEW_SCHOOL, "BOLVT", *STARS, 5, 6, 40, 60),
                (*NOWHERE, "BBL", *STARS, None, None, 12, 13),
            ), file="2020-2024-03-studenten.csv")))


def mbo_diplomas() -> Package:
    """Diplomas of 2024 and 2025 in a file whose name says 2020-2024."""
    return Package("gediplomeerde-mbo-studenten", (Resource(
        "aaaa0010", "Gediplomeerden",
        (*KEYS, "DIPMAN2024", "DIPVROUW2024", "DIPMAN2025", "DIPVROUW2025"),
        (
            (*UTRECHT, "BOLVT", *COOK, 11, 9, -1, -1),
            ("25LX", "Bedacht West", "ETTEN-LEUR", "EX", *COOK, None, 12, 5, 7),
        ), file="2020-2024-gediplomeerden.csv"),))


def mbo_intake(*years: int) -> Package:
    """New students: two files a year; the cook counts 2 more every year after 2024."""
    tables = []
    for year in years:
        more = 2 * (year - 2024)
        shared = ("25LH", "Bedacht College", "hg001", "Horeca", 2)
        tables.append(Resource(
            f"bbbb{year}a", f"{year} nieuw-instromende-studenten-per-instelling-vooropleiding",
            ("VOOROPLEIDING VO", "INSTELLINGSCODE", "TOTAAL MBO"), (("vmbo", "25LH", 999),)))
        tables.append(Resource(
            f"bbbb{year}b", f"{year} nieuw-instromende-studenten-per-instelling-niveau-leerweg-"
            "beroepsopleiding-met-soorten-instroom",
            ("INSTELLINGSCODE", "INSTELLINGSNAAM", "HOOFDGROEP CODE", "HOOFDGROEP NAAM", "NIVEAU",
             "LEERWEG", "BEROEPSOPLEIDING CODE", "BEROEPSOPLEIDING NAAM", "TOTAAL MBO",
             "INSTROOM MBO", "INSTROOM OPLEIDING"),
            (
                (*shared, "BOLVT", 25180, "Kok", 90, 20 + more, 30 + more),
                (*shared, "BBL", 25180, "Kok", 40, -1, 10),
                (*shared, "BOLVT", 23085, "Keuken", 17, 15, 16),
            ), file=f"{year}-soorten-inst.csv"))
    return Package("instromende-mbo-studenten", tuple(tables))


OFFER_COLUMNS = (
    "OPLEIDINGSEENHEIDCODE", "OPLEIDINGSEENHEID_TYPE", "OPLEIDINGSEENHEID_NIVEAU",
    "OPLEIDINGSEENHEID_NAAM", "OPLEIDINGSEENHEID_INTERNATIONALE_NAAM_ENGELS",
    "ERKENDEOPLEIDINGSCODE", "KWALIFICATIEDOSSIER", "DOMEIN", "ONDERWIJSAANBIEDERID", "NAAM",
    "ONDERWIJSLOCATIECODE", "POSTCODE", "PLAATSNAAM", "LEERTRAJECT", "MBONIVEAU", "VOERTAAL")


def offer(code: int | None, name: str, provider: str, town: str, path: str, **other: Any
          ) -> tuple[Any, ...]:
    """A row of the offer; ``other`` are columns in lower case."""
    row = {
        "OPLEIDINGSEENHEIDCODE": "1000O0001", "OPLEIDINGSEENHEID_TYPE": "MBOKWALIFICATIE",
        "OPLEIDINGSEENHEID_NIVEAU": "MBO-2", "OPLEIDINGSEENHEID_NAAM": name,
        "OPLEIDINGSEENHEID_INTERNATIONALE_NAAM_ENGELS": None, "ERKENDEOPLEIDINGSCODE": code,
        "KWALIFICATIEDOSSIER": None, "DOMEIN": None, "ONDERWIJSAANBIEDERID": provider,
        "NAAM": "Aanbieder", "ONDERWIJSLOCATIECODE": "100X001", "POSTCODE": "3511AB",
        "PLAATSNAAM": town, "LEERTRAJECT": path, "MBONIVEAU": None, "VOERTAAL": "NLD",
        **{key.upper(): value for key, value in other.items()}}
    return tuple(row[name] for name in OFFER_COLUMNS)


def mbo_offer() -> Package:
    """What one can sign up for, with rows that are no whole programme of bol or bbl."""
    stars = {"opleidingseenheid_niveau": "MBO-4", "kwalificatiedossier": "23999 Sterren",
             "opleidingseenheid_internationale_naam_engels": "Stargazer"}
    return Package("mbo_opleidingsaanbod", (
        Resource("cccc0002", "mbo_opleidingsaanbod_cohorten", ("AANGEBODEN_OPLEIDINGCODE",),
                 (("x",),)),
        Resource("cccc0001", "mbo_opleidingsaanbod", OFFER_COLUMNS, (
            offer(25180, "Kok", "100A001", "Utrecht", "BOL", kwalificatiedossier="Keuken"),
            offer(25180, "Kok", "100A001", "Utrecht", "BOL", kwalificatiedossier="Keuken"),
            offer(25180, "Kok", "100A001", "Utrecht", "BBL", kwalificatiedossier="Keuken"),
            offer(29901, "Sterrenkijker", "100A002", "Nergenshuizen", "BOL", postcode=None,
                  voertaal="ENG", **stars),
            offer(29902, "Zonnebrandmeester", "100A009", "Utrecht", "BOL"),
            offer(25187, "Deel", "100A001", "Utrecht", "BOL",
                  opleidingseenheid_type="MBOKEUZEDEEL"),
            offer(25187, "Ontwikkelaar", "100A001", "Utrecht", "DERDE_LEERWEG"),
            offer(None, "Zonder crebo", "100A001", "Utrecht", "BOL"),
        ))), modified="2026-09-01T05:31:00.000000")


def rio_dumps() -> Package:
    """Which school a provider is: 100A001 was 00GT and is 25LH, 100A002 is a new private school."""
    return Package("rio_nfo_po_vo_vavo_mbo_ho", (
        Resource("dddd0001", "relaties_onderwijsaanbieders_onderwijsinstellingserkenningen",
                 ("ONDERWIJSAANBIEDERID", "OIE_CODE", "BEGINDATUM", "EINDDATUM"), (
                     ("100A001", "00GT", "2000-01-01", "2020-12-31"),
                     ("100A001", "25LH", "2021-01-01", None),
                     ("100A002", "99ZY", "2021-01-01", None))),
        Resource("dddd0002", "onderwijsinstellingserkenningen",
                 ("OIE_CODE", "VOLLEDIGE_NAAM", "SOORT", "BEKOSTIGINGSCODE", "EINDDATUM"), (
                     ("25LH", "Bedacht College", "ROC", "BEKOSTIGD", None),
                     ("00GT", "Bedacht Zuid", "ROC", "BEKOSTIGD", None),
                     ("99ZY", "Sterrenschool", "BMBO", "NIET_BEKOSTIGD", None))),
        Resource("dddd0003", "relaties_onderwijsinstellingserkenningen_vestigingserkenningen",
                 ("OIE_CODE",), (("x",),)),
    ))


def addresses(package: str, *rows: tuple[Any, ...]) -> Package:
    """Addresses of boards and of institutions.

    A row is code, postcode, town, number of gemeente and, if it has one, its site.
    """
    return Package(package, (
        Resource(f"{package}1", "Adressen van besturen", ("BEVOEGD GEZAG NUMMER", "POSTCODE"),
                 ((12345, "1000 AA"),)),
        Resource(f"{package}2", "Adressen instellingen",
                 ("PROVINCIE", "INSTELLINGSCODE", "INSTELLINGSNAAM", "POSTCODE", "PLAATSNAAM",
                  "GEMEENTENUMMER", "RPA-GEBIED NAAM", "INTERNETADRES"),
                 tuple(("Utrecht", code, "Andere Naam", postcode, town, gemeente, "Oud gebied",
                        site[0] if site else None)
                       for code, postcode, town, gemeente, *site in rows))),
        modified="2026-08-03T09:00:00.000000")
