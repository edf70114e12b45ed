"""Tiny files in the exact formats of the publishers. Every name and figure in them is made up.

Each ``..._ROW`` is one data row, in the publisher's column order; ``text`` makes a file of rows
that differ from it, and ``parse`` lets one parser read it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from etl.reading import Reading, open_workspace

Row = dict[str, str]

RIO_ROW: Row = {
    "X_id": "1", "INSTELLINGSCODE": "99AA", "INSTELLINGSNAAM": "Hogeschool Verzonnen",
    "VESTIGINGSCODE": "99AA01", "GEMEENTENAAM": "Bedachtgemeente", "PLAATSNAAM": "BEDACHTSTAD",
    "ERKENDEOPLEIDINGSCODE": "30001", "INSTROOM_EINDDATUM": "NA",
    "OPLEIDINGSEENHEIDCODE": "1000O0001", "OPLEIDINGSEENHEID_NAAM": "Verzinkunde",
    "OPLEIDINGSEENHEID_INTERNATIONALE_NAAM": "NA", "STUDIELAST": "240", "NIVEAU": "HBO-BA",
    "ISCED": "413", "NLQF": "6", "VORM": "VOLTIJD", "ONDERDEEL": "ECONOMIE",
    "SUBONDERDEEL": "NA", "BEROEPSEISEN": "GEEN_BEROEPSEISEN", "BEKOSTIGINGSCODE": "BEKOSTIGD",
    "ACCREDITATIE_BESLUITDATUM": "2025-03-20T00:00:00",
}
MBO_ROW: Row = {
    "BRIN NUMMER": "99BB", "SOORTINS": "ROC", "INSTELLINGSNAAM": "Roc Verzonnen",
    "PLAATSNAAM": "BEDACHTSTAD", "TYPE MBO": "BOLVT", "KWALIFICATIENIVEAU": "4",
    "KWALIFICATIE CODE": "25901", "KWALIFICATIE NAAM": "Verzinner", "MBO SECTOR": "techniek",
    "DOMEIN": "Bedachte dingen", "SECTORUNIT SBB": "Bedachte sector",
    **{f"{part}{year}": "" for year in range(2015, 2020) for part in ("MAN", "VROUW", "TOTAAL")},
    "MAN2019": "7", "VROUW2019": "5", "TOTAAL2019": "12",
}
DOSSIER_ROW: Row = {
    "domein_code": "79990", "domein": "Bedachte dingen", "dossier_crebo": "23901",
    "dossier": "Verzinnen", "crebo": "25901", "kwalificatie": "Verzinner", "niveau": "4",
    "prijsfactor": "1,30", "soort_opleiding": "vakopleiding", "beroepsvereisten": "---",
    "leerweg": "BOL/BBL",
}
ISCED_ROW: Row = {"opleidingscode": "30001", "isced4": "0413", "isced4_naam": "bedrijf",
                  "isced6": "041301", "isced6_naam": "bedrijf, bedacht"}
BRIN_ROW: Row = {"brin": "99AA", "naam": "Hogeschool Verzonnen", "pc4": "9901",
                 "plaats": "BEDACHTSTAD"}
POSTCODE_ROW: Row = {"pc4": "9901", "postbus": "N", "gemeentecode_2024": "9801",
                     "gemeente_2024": "Bedachtgemeente"}
HO_KEYS: Row = {
    "PROVINCIE": "Bedachtland", "GEMEENTENUMMER": "9801", "GEMEENTENAAM": "Bedachtgemeente",
    "BRIN NUMMER ACTUEEL": "99AA", "INSTELLINGSNAAM ACTUEEL": "Hogeschool Verzonnen",
    "CROHO ONDERDEEL": "economie", "OPLEIDINGSCODE ACTUEEL": "30001",
    "OPLEIDINGSNAAM ACTUEEL": "B Verzinkunde", "OPLEIDINGSVORM": "voltijd onderwijs",
}
LEAVERS = "Uitstromers ho met en zonder diploma"
POSITION_ROW: Row = {
    "Geslacht": "Mannen", "Persoonskenmerken": "Geen internationale student",
    LEAVERS: "Hbo-bachelor", "Arbeidsmarktpositie": "Met werk, zonder uitkering",
    "Studierichting": "Economie", "Peilmoment": "1 jaar na verlaten onderwijs",
    "Perioden": "2015/'16", "Uitstromers ho (aantal)": "     100",
}
WAGE = "Uurloon werknemers na verlaten ho (euro)"
WAGE_ROW: Row = {
    "Geslacht": "Totaal", LEAVERS: "Hbo-bachelor",
    "Bedrijfstakken (SBI 2008)": "A-U Alle economische activiteiten",
    "Studierichting": "Economie", "Peilmoment": "Direct na verlaten onderwijs",
    "Perioden": "2015/'16", WAGE: "   11.11",
}
VACANCIES_ROW: Row = {
    "ID": "0", "Bedrijfskenmerken": "389100 ", "Perioden": "2020KW01",
    "OpenstaandeVacatures_1": "    11.1", "OntstaneVacatures_2": "      22",
    "VervuldeVacatures_3": "       0",
}
REGIONAL_ROW: Row = {"ID": "0", "BedrijfstakkenBranchesSBI2008": "389100 ", "Regios": "PV99  ",
                     "Perioden": "2020KW01", "OpenstaandeVacatures": "1.1"}
JOBS_ROW: Row = {
    "ID": "0", "KenmerkenBaanWerknemerBedrijf": "70500  ",
    "BedrijfstakkenBranchesSBI2008": "389100 ", "Perioden": "2020JJ00", "Banen_1": "99",
    "Arbeidsvolume_2": "55", "Uurloon_3": "11.11",
}
GEMEENTE_ROW: Row = {"gemeentecode": "9801", "gemeentenaam_pc2024": "Bedachtgemeente",
                     "arbeidsmarktregio_2026": "Bedachte Regio"}
OUTLOOK_ROW: Row = {
    "brc_code": "0991", "brc_naam": "Verzinners", "uitbreidingsvraag_typering": "laag",
    "uitbreidingsvraag_aantal": "-900", "vervangingsvraag_typering": "hoog",
    "vervangingsvraag_aantal": "9900", "baanopeningen_typering": "hoog",
    "baanopeningen_aantal": "9900", "baanopeningen_perc_6jr": "33", "itkb_typering": "groot",
    "itkb_indicator": "0.777", "huidige_situatie_typering": "krap",
    "huidige_situatie_indicator_2026q1": "1.99", "richting_2025_2030": "verruiming",
}
INDUSTRIES = (("T001081", "A-U Alle economische activiteiten"), ("389100", "I Horeca"),
              ("WP19074", "Bedrijfsgrootte: 0 tot 10 werkza..."))
PERIODS = """\
"TableInfos"
"ID";"Title";"Summary"
"0";"Bedachte vacatures";"Openstaande vacatures
naar bedacht kenmerk"

"Perioden"
Key;Title;Description;Status
"2019KW04";"2019 4e kwartaal";;"Definitief"
"2019JJ00";"2019 jaar";"Het jaarcijfer is bedacht:
gewicht 1";"Definitief"
"2020KW01";"2020 1e kwartaal";;"Voorlopig"
"""


def text(row: Row, rows: Sequence[Row], delimiter: str, *, newline: str = "\r\n",
         quoted: bool = False, bom: bool = False) -> str:
    """A file with ``row``'s columns and one line for each of ``rows``, filled up from ``row``."""
    lines = [list(row), *([*{**row, **other}.values()] for other in rows)]
    marked = [
        [f'"{part}"' if quoted or delimiter in part else part for part in line] for line in lines
    ]
    return "\ufeff" * bom + "".join(delimiter.join(line) + newline for line in marked)


def ho_rows_row(years: Sequence[int]) -> Row:
    """A row of the DUO files with a row per gender and a column per year."""
    return {**HO_KEYS, "GESLACHT": "man", **{str(year): "10" for year in years}}


def ho_columns_row(years: Sequence[int]) -> Row:
    """A row of the DUO file with a column per gender and year, and a ; at the end."""
    values = {f"{year} {gender}": "10" for year in years for gender in ("MAN", "VROUW")}
    return {**HO_KEYS, "OPLEIDINGSFASE ACTUEEL": "propedeuse bachelor", **values, "": ""}


def ho_json(rows: Sequence[dict[str, object]]) -> str:
    """The DUO json: other names of two columns, and the programme's code as a number."""
    years = {str(year): 10 for year in range(2020, 2025)}
    row = {**years, "GEMEENTENUMMER": "9801", "INSTELLINGSCODE ACTUEEL": "99AA",
           "OPLEIDINGSCODE ACTUEEL": 30001, "OPLEIDINGSVORM": "voltijd onderwijs",
           "GESLACHT": "man"}
    return json.dumps([{**row, **other} for other in rows], indent=2)


def names(pairs: Sequence[tuple[str, str]], delimiter: str = ",") -> str:
    """A CBS list of keys and titles."""
    return text({"Key": "", "Title": ""}, [{"Key": key, "Title": title} for key, title in pairs],
                delimiter, newline="\n")


def parse(folder: Path, parser: Callable[..., None], content: str | bytes,
          reading: Reading | None = None, **options: object) -> Reading:
    """Write one file and let one parser read it, as ``load`` would."""
    folder.mkdir(exist_ok=True)
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    (folder / "made_up.txt").write_bytes(data)
    used = reading or Reading(open_workspace(), folder, "made_up_source")
    parser(used, "made_up.txt", **options)
    return used


def rows_of(reading: Reading, query: str) -> list[tuple[object, ...]]:
    """What a query on the workspace gives."""
    return reading.connection.execute(query).fetchall()
