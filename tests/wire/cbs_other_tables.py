"""Tables of CBS with made-up figures: counts per study field, young people, and regions."""

from __future__ import annotations

from tests.wire.cbs import Dim, Table, Topic
from tests.wire.cbs_series_tables import quarters_and_years
from tests.wire.cbs_tables import ISCED, codes, school_years

_SEX = Dim("Geslacht", "Geslacht", (("T001038", "Totaal mannen en vrouwen"), ("3000", "Mannen")), 7)
_MBO_LEVELS = (("T001336", "Totaal mbo"), ("A041751", "Mbo-entreeopleiding"),
               ("A041755", "Mbo niveau 2"), ("A041759", "Mbo niveau 3"),
               ("A041763", "Mbo niveau 4"))
_FORMS = (("A025290", "Totaal mbo (incl. extranei)"), ("A025291", "Totaal mbo (excl. extranei)"),
          ("A025292", "Bol totaal"), ("A025293", "Bbl totaal"), ("A025294", "Extranei"))
_MBO_STUDIES = (("T001072", "Totaal"), *codes(9001, ISCED), ("A009020", "Sectorkamer handel"),
                ("A009021", "79000 Bouw en infra"))
_HO_STUDIES = (("T001072", "Totaal"), ("A010001", "01 Onderwijs"),
               ("A010002", "011 Onderwijskunde, lerarenopleiding..."),
               ("A010003", "0111 Onderwijskunde"), ("A010004", "04 Recht, administratie..."),
               ("A010005", "0413 Management, bedrijfs- en personeelsw..."))
_EDUCATION = (("A025294", "Hoger beroepsonderwijs"), ("A025297", "Wetenschappelijk onderwijs"))
_DIPLOMAS = (("T001180", "Totaal diploma's"), ("A028901", "Hbo-associate degree"),
             ("A028902", "Bachelor"), ("A028903", "Hbo-master"), ("A028904", "Wo-master"),
             ("A028905", "Vervolgopleidingen"))
_ORIGIN = (("T001040", "Totaal"), ("1012600", "Nederland"))
LEVELS = ("Totaal", "1 Laag onderwijsniveau", "12 Vmbo, havo-, vwo-onderbouw, mbo1",
          "2 Middelbaar onderwijsniveau", "211 Mbo2 en mbo3", "212 Mbo4", "213 Havo, vwo",
          "3 Hoog onderwijsniveau", "31 Hbo-, wo-bachelor", "311 Hbo-, wo-bachelor",
          "32 Hbo-, wo-master, doctor", "321 Hbo-, wo-master, doctor", "Weet niet of onbekend")


def mbo_counts(table_id: str, topic: str, title: str, last: int) -> Table:
    """85353NED (students) or 85356NED (diplomas)."""
    region = Dim("Regio", "Regio", (("NL01", "Nederland"), ("PV20", "Groningen (PV)"),
                                    ("GM0363", "Amsterdam")), 10, "GeoDimension")
    dims = (_SEX, Dim("Niveau", "Niveau", _MBO_LEVELS), Dim("Leerweg", "Leerweg", _FORMS),
            Dim("Studierichting", "Studierichting", _MBO_STUDIES), region, school_years(2015, last))

    def cell(at: dict[str, str], key: str) -> str:
        del key
        level = [code for code, _ in _MBO_LEVELS].index(at["Niveau"])
        form = [code for code, _ in _FORMS].index(at["Leerweg"])
        study = [code for code, _ in _MBO_STUDIES].index(at["Studierichting"])
        return str(10_000 * level + 1_000 * form + 10 * study + 10 * int(at["Perioden"][2:4]))

    return Table(table_id, "Mbo; bedacht", dims, (Topic(topic, title),), cell)


def ho_diplomas(last: int = 2024) -> Table:
    """85425NED: diplomas of hbo and wo by ISCED field and kind of diploma."""
    dims = (_SEX, Dim("Onderwijssoort", "Onderwijssoort", _EDUCATION),
            Dim("Studierichting", "Studierichting", _HO_STUDIES),
            Dim("SoortDiploma", "Soort diploma", _DIPLOMAS),
            Dim("Herkomstland", "Herkomstland", _ORIGIN, 7),
            Dim("GeboortelandOuders", "Geboorteland (ouders)", _ORIGIN, 7),
            school_years(2015, last))

    def cell(at: dict[str, str], key: str) -> str:
        del key
        kind = [code for code, _ in _DIPLOMAS].index(at["SoortDiploma"])
        is_hbo = at["Onderwijssoort"] == "A025294"
        if (kind in (1, 3) and not is_hbo) or (kind == 4 and is_hbo):
            return ""
        study = [code for code, _ in _HO_STUDIES].index(at["Studierichting"])
        return str(1_000 * (kind + 1) + 100 * study + (10 if is_hbo else 20))

    return Table("85425NED", "Ho; bedacht", dims, (Topic("Gediplomeerden_1", "Gediplomeerden"),),
                 cell)


def young_people() -> Table:
    """85263NED: work of people of 15 to 25, per quarter and year."""
    dims = (_SEX, Dim("Leeftijd", "Leeftijd", (("52020", "15 tot 25 jaar"),
                                               ("41700", "15 tot 20 jaar")), 7),
            Dim("Onderwijsvolgend", "Onderwijsvolgend", (
                ("T001372", "Totaal"), ("A028753", "Volgt formeel onderwijs"))),
            quarters_and_years(2013, 2026, 1))
    return Table("85263NED", "Arbeidsdeelname; jongeren, bedacht", dims, _LABOUR, _labour_cell)


def by_education() -> Table:
    """85266NED: work of age groups by highest level of education."""
    dims = (_SEX, Dim("Leeftijd", "Leeftijd", (("52052", "15 tot 75 jaar"),
                                               ("52020", "15 tot 25 jaar"),
                                               ("53500", "25 tot 35 jaar")), 7),
            Dim("HoogstBehaaldOnderwijsniveau", "Hoogst behaald onderwijsniveau",
                codes(51000, LEVELS)), quarters_and_years(2013, 2026, 1))
    return Table("85266NED", "Arbeidsdeelname; niveau, bedacht", dims, _LABOUR, _labour_cell)


_LABOUR = (Topic("Beroepsbevolking_2", "Beroepsbevolking", "x 1 000"),
           Topic("Werkloosheidspercentage_21", "Werkloosheidspercentage", "%", 1, "Double"),
           Topic("NettoArbeidsparticipatie_24", "Netto arbeidsparticipatie", "%", 1, "Double"))


def _labour_cell(at: dict[str, str], topic: str) -> str:
    year = int(at["Perioden"][:4])
    return {"Beroepsbevolking_2": "1500", "Werkloosheidspercentage_21": f"{(year - 2000) / 4:.1f}",
            "NettoArbeidsparticipatie_24": f"{60 + (year - 2013) / 2:.1f}"}[topic]


def gemeenten(how_many: int = 342) -> Table:
    """86247NED: gemeenten with a code and a name for each of many divisions."""
    members = (("GM0014", "Groningen (gemeente)"), ("GM0344", "Utrecht (gemeente)"),
               *((f"GM{9000 + number}", f"Bedachtstad {number}") for number in range(how_many - 2)))
    topics = (Topic("Code_1", "Code", "", 0, "String"), Topic("Naam_2", "Naam", "", 0, "String"),
              Topic("Code_4", "Code", "", 0, "String", "Arbeidsmarktregio's"),
              Topic("Naam_5", "Naam", "", 0, "String", "Arbeidsmarktregio's"),
              Topic("Code_6", "Code", "", 0, "String", "GGD-regio's"),
              Topic("Naam_7", "Naam", "", 0, "String", "GGD-regio's"))

    def cell(at: dict[str, str], topic: str) -> str:
        return {"Naam_5": "Groningen" if at["RegioS"] == "GM0014" else "Bedachte regio",
                "Naam_7": "GGD Bedacht", "Naam_2": "Naam"}.get(topic, "XX01")

    return Table("86247NED", "Gebieden in Nederland 2027", (
        Dim("RegioS", "Regio's", members, 10, "GeoDimension"),), topics, cell)
