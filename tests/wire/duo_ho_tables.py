"""Made-up tables of DUO on hbo and wo: the register, languages and counts.

Institutions that exist (25BE, 21PE) with programmes that exist (34479, 56109) and one of each
that does not (99HZ, 01991).
"""

from __future__ import annotations

from typing import Any

from tests.wire.duo import Package, Resource

DATASETS = {
    "duo_ho_students": ("p01hoinges", "STUDIEJAAR", "AANTAL_INGESCHREVENEN"),
    "duo_ho_first_years": ("p02ho1ejrs", "STUDIEJAAR", "AANTAL_EERSTEJAARS_INGESCHREVENEN"),
    "duo_ho_enrolments": ("p03hoinschr", "STUDIEJAAR", "AANTAL_INSCHRIJVINGEN"),
    "duo_ho_diplomas": ("p04hogdipl", "DIPLOMAJAAR", "AANTAL_GEDIPLOMEERDEN"),
}
_PLACE = ("PROVINCIENAAM", "GEMEENTENUMMER", "GEMEENTENAAM", "SOORT_INSTELLING")
_SCHOOL = ("INSTELLINGSCODE_ACTUEEL", "INSTELLINGSNAAM_ACTUEEL", "ONDERDEEL", "SUBONDERDEEL")
_CODES = ("OPLEIDINGSCODE_ACTUEEL", "OPLEIDINGSNAAM_ACTUEEL")
FILTER = ("Er is een AVG filter: aantallen kleiner dan 5 (1,2,3,4) worden allemaal weergegeven "
          "door 4.")


def counts(source: str, hidden: int = -1, *, codes_by_form: bool = True) -> Package:
    """A dataset of counts of 2024 and 2025: ``hidden`` is how a small count is written.

    Informatica at 25BE: 41 and 43 full-time, 12 and a hidden count part-time. Theologie at 21PE:
    25 in 2025 only.
    """
    package, year, count = DATASETS[source]
    hbo = ("Groningen", "0014", "Groningen", "reguliere inst.", "25BE", "Bedachte Hogeschool",
           "TECHNIEK", "N.V.T.")
    wo = ("Zuid-Holland", "0599", "Rotterdam", "reguliere inst.", "21PE", "Bedachte Universiteit",
          "TAAL_EN_CULTUUR", "N.V.T.")
    informatica, theologie = (34479, "B Informatica"), (56109, "B Theologie")
    found = [
        (2024, *hbo, *informatica, "VT", 41), (2025, *hbo, *informatica, "VT", 43),
        (2024, *hbo, *informatica, "DT", 12), (2025, *hbo, *informatica, "DT", hidden)]
    other = [(2025, *wo, *theologie, "VT", 25)]
    resources = []
    for sector, name, rows in (("hbo", "hoger beroepsonderwijs", found),
                               ("wo", "wetenschappelijk onderwijs", other)):
        end = "in het domein hoger onderwijs"
        keys = (year, *_PLACE, *_SCHOOL)
        resources += [
            Resource(f"{package}{sector}1", f"Aantallen {name} inclusief geslacht {end}",
                     (*keys, "GESLACHT", count), tuple((*row[:9], "VROUW", 7) for row in rows)),
            _by_form(f"{package}{sector}2", f"Aantallen {name} inclusief opleidingsvorm {end}",
                     (*keys, *_CODES, "OPLEIDINGSVORM", count), rows, codes_by_form),
            Resource(f"{package}{sector}3", f"Aantallen {name} niveau opleiding {end}",
                     (*keys, *_CODES, count), tuple((*row[:11], row[12]) for row in rows)),
        ]
    return Package(package, tuple(resources), notes=FILTER if hidden == 4 else "")


def _by_form(resource_id: str, name: str, columns: tuple[str, ...], rows: Any, codes: bool
             ) -> Resource:
    if codes:
        return Resource(resource_id, name, columns, tuple(rows))
    kept = [place for place, column in enumerate(columns) if column not in _CODES]
    return Resource(resource_id, name, tuple(columns[place] for place in kept),
                    tuple(tuple(row[place] for place in kept) for row in rows))


REGISTER_COLUMNS = (
    "BEVOEGD_GEZAG_CODE", "INSTELLINGSCODE", "INSTELLINGSNAAM", "VESTIGINGSCODE", "GEMEENTENAAM",
    "PLAATSNAAM", "ERKENDEOPLEIDINGSCODE", "INSTROOM_EINDDATUM", "OPLEIDINGSEENHEIDCODE",
    "OPLEIDINGSEENHEID_NAAM", "OPLEIDINGSEENHEID_INTERNATIONALE_NAAM", "STUDIELAST", "NIVEAU",
    "ISCED", "NLQF", "VORM", "ONDERDEEL", "SUBONDERDEEL", "BEROEPSEISEN", "BEKOSTIGINGSCODE",
    "ACCREDITATIE_BESLUITDATUM")


def recognised(brin: str, town: str, code: int, name: str, **other: Any) -> tuple[Any, ...]:
    """A row of the register; ``other`` are columns in lower case."""
    row = {
        "BEVOEGD_GEZAG_CODE": 20000, "INSTELLINGSCODE": brin, "INSTELLINGSNAAM": f"Bedacht {brin}",
        "VESTIGINGSCODE": f"{brin}01", "GEMEENTENAAM": town.title(), "PLAATSNAAM": town,
        "ERKENDEOPLEIDINGSCODE": code, "INSTROOM_EINDDATUM": None,
        "OPLEIDINGSEENHEIDCODE": "1000O1000", "OPLEIDINGSEENHEID_NAAM": name,
        "OPLEIDINGSEENHEID_INTERNATIONALE_NAAM": None, "STUDIELAST": 240, "NIVEAU": "HBO-BA",
        "ISCED": 613, "NLQF": 6, "VORM": "VOLTIJD", "ONDERDEEL": "TECHNIEK", "SUBONDERDEEL": None,
        "BEROEPSEISEN": "GEEN_BEROEPSEISEN", "BEKOSTIGINGSCODE": "BEKOSTIGD",
        "ACCREDITATIE_BESLUITDATUM": "2025-03-20T00:00:00",
        **{key.upper(): value for key, value in other.items()}}
    return tuple(row[column] for column in REGISTER_COLUMNS)


def register() -> Package:
    """Informatica at two schools, a new programme in an unknown town, an ended one."""
    return Package("overzicht-erkenningen-ho", (
        Resource("ffff0001", "HO_Erkenningen_RIO", REGISTER_COLUMNS, (
            recognised("25BE", "GRONINGEN", 34479, "Informatica"),
            recognised("25BE", "GRONINGEN", 34479, "Informatica", vorm="DEELTIJD"),
            recognised("99HZ", "NERGENSHUIZEN", 34479, "Informatica",
                       bekostigingscode="NIET_BEKOSTIGD", gemeentenaam="Nergens"),
            recognised("99HZ", "NERGENSHUIZEN", 1991, "Sterrenkunde aan zee", isced=533,
                       opleidingseenheid_internationale_naam="Seaside Astronomy"),
            recognised("25BE", "GRONINGEN", 39902, "Loopt af",
                       instroom_einddatum="2020-08-31T00:00:00"),
            recognised("25BE", "GRONINGEN", 39903, "Vreemd niveau", niveau="HBO-O"),
        )),
        Resource("ffff0002", "Toelichting", ("X",), (("x",),)),
    ), modified="2026-09-01T05:31:00.000000")


def languages() -> Package:
    """Informatica in two languages; a variant has no isat code."""
    return Package("ho_opleidingsoverzicht", (Resource(
        "ffff0003", "ho_opleidingsoverzicht", ("ONDERWIJSBESTUURID", "ERKENDEOPLEIDINGSCODE",
                                               "VOERTAAL"),
        (("1", 34479, "NLD"), ("1", 34479, "ENG"), ("1", None, "DEU"), ("1", 1991, "NLD"))),))
