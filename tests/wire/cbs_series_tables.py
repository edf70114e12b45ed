"""Tables of CBS with made-up series per industry: vacancies, jobs and wages."""

from __future__ import annotations

import math

from tests.wire.cbs import Dim, Table, Topic

INDUSTRIES = (
    ("T001081", "A-U Alle economische activiteiten"), ("301000", "A Landbouw, bosbouw en visserij"),
    ("305700", "B Delfstoffenwinning"), ("300002", "B-E Nijverheid (geen bouw) en energie"),
    ("307500", "C Industrie"), ("346600", "D Energievoorziening"),
    ("348000", "E Waterbedrijven en afvalbeheer"), ("350000", "F Bouwnijverheid"),
    ("354200", "G Handel"), ("371600", "47 Detailhandel (niet in auto’s)"),
    ("383100", "H Vervoer en opslag"), ("389100", "I Horeca"),
    ("391600", "J Informatie en communicatie"), ("396300", "K Financiële dienstverlening"),
    ("402000", "L Verhuur en handel van onroerend goed"),
    ("403300", "M Specialistische zakelijke diensten"),
    ("410200", "N Verhuur en overige zakelijke diensten"),
    ("417400", "O Openbaar bestuur en overheidsdiensten"), ("419000", "P Onderwijs"),
    ("422400", "Q Gezondheids- en welzijnszorg"), ("428100", "R Cultuur, sport en recreatie"),
    ("435500", "S Overige dienstverlening"),
)
SIZES = (("WP19074", "Bedrijfsgrootte: 0 tot 10 werkzame pe..."),
         ("WP19098", "Bedrijfsgrootte: 100 of meer werkzame..."))
REGIONS = (("NL01", "Nederland"), ("LD01", "Noord-Nederland (LD)"), ("PV20", "Groningen (PV)"),
           ("PV27", "Noord-Holland (PV)"), ("CR01", "Oost-Groningen (CR)"))
TRAITS = (("T001098", "Totaal"), ("3000", "Geslacht: mannen"),
          ("41100", "Leeftijd: jonger dan 15 jaar"), ("70400", "Leeftijd: 15 tot 20 jaar"),
          ("70500", "Leeftijd: 20 tot 25 jaar"), ("70600", "Leeftijd: 25 tot 30 jaar"),
          ("70700", "Leeftijd: 30 tot 35 jaar"))
_QUARTERS = ("1e", "2e", "3e", "4e")


def quarters_and_years(first: int, last: int, quarters: int = 4) -> Dim:
    """Perioden with quarters and, after four of them, their year; the last two are provisional.

    ``quarters`` is how many quarters the last year has.
    """
    members: list[tuple[str, str]] = []
    for year in range(first, last + 1):
        known = quarters if year == last else 4
        members += [(f"{year}KW0{number + 1}", f"{year} {_QUARTERS[number]} kwartaal")
                    for number in range(known)]
        if known == 4:
            members.append((f"{year}JJ00", str(year)))
    return Dim("Perioden", "Perioden", tuple(members), kind="TimeDimension",
               provisional=frozenset(code for code, _ in members[-2:]))


def vacancies(first: int = 1997, last: int = 2026, quarters: int = 2) -> Table:
    """80472ned: open, new and filled vacancies per industry and size class."""
    topics = (Topic("OpenstaandeVacatures_1", "Openstaande vacatures", "x 1 000", 1, "Double"),
              Topic("OntstaneVacatures_2", "Ontstane vacatures", "x 1 000", 0, "Double"),
              Topic("VervuldeVacatures_3", "Vervulde vacatures", "x 1 000", 0, "Double"))
    dims = (Dim("Bedrijfskenmerken", "Bedrijfskenmerken", (*INDUSTRIES, *SIZES), 7),
            quarters_and_years(first, last, quarters))

    def cell(at: dict[str, str], topic: str) -> str:
        period = at["Perioden"]
        if period == "1997JJ00" and topic == "OpenstaandeVacatures_1":
            return "."
        base = _base(at["Bedrijfskenmerken"]) * _tide(int(period[:4]))
        return f"{base:.1f}" if topic == "OpenstaandeVacatures_1" else f"{base:.0f}"

    return Table("80472ned", "Vacatures; bedacht", dims, topics, cell, "2026-08-14T02:00:00")


def regional_vacancies(first: int = 2011, last: int = 2026, quarters: int = 2) -> Table:
    """83599NED: open vacancies per industry and region."""
    dims = (Dim("BedrijfstakkenBranchesSBI2008", "Bedrijfstakken/branches (SBI 2008)",
                tuple(item for item in INDUSTRIES if item[0] != "371600"), 7),
            Dim("Regios", "Regio's", REGIONS, 6, "GeoDimension"),
            quarters_and_years(first, last, quarters))

    def cell(at: dict[str, str], topic: str) -> str:
        del topic
        share = {"NL01": 1.0, "LD01": 0.2, "PV20": 0.1, "PV27": 0.3, "CR01": 0.02}[at["Regios"]]
        base = _base(at["BedrijfstakkenBranchesSBI2008"]) * share
        return f"{base * _tide(int(at['Perioden'][:4])):.1f}"

    topic = Topic("OpenstaandeVacatures_1", "Openstaande vacatures", "x 1 000", 1, "Double")
    return Table("83599NED", "Vacatures per regio; bedacht", dims, (topic,), cell)


def jobs(first: int = 2009, last: int = 2024) -> Table:
    """81431ned: jobs and wages per industry and characteristic, with a special period in 2010."""
    periods = [(f"{year}JJ00", str(year)) for year in range(first, last + 1)]
    periods.insert(1, ("2010X000", "2010 (oude telling)"))
    dims = (Dim("KenmerkenBaanWerknemerBedrijf", "Kenmerken baan, werknemer en bedrijf", TRAITS, 7),
            Dim("BedrijfstakkenBranchesSBI2008", "Bedrijfstakken/branches (SBI 2008)",
                tuple(item for item in INDUSTRIES if item[0] != "371600"), 7),
            Dim("Perioden", "Perioden", tuple(periods), kind="TimeDimension",
                provisional=frozenset({f"{last}JJ00"})))
    topics = (Topic("Banen_1", "Banen", "x 1 000"),
              Topic("Arbeidsvolume_2", "Arbeidsvolume", "x 1 000"),
              Topic("Uurloon_3", "Uurloon", "euro", 2, "Double", "Lonen"),
              Topic("MaandloonInclusiefOverwerk_4", "Maandloon inclusief overwerk", "euro", 0,
                    "Integer", "Lonen"))

    def cell(at: dict[str, str], topic: str) -> str:
        year, age = int(at["Perioden"][:4]), at["KenmerkenBaanWerknemerBedrijf"]
        if topic == "Uurloon_3":
            if age == "70400" and at["BedrijfstakkenBranchesSBI2008"] == "305700":
                return "0.00"
            start = {"70400": 6.0, "70500": 12.0, "70600": 17.0}.get(age, 20.0)
            return f"{start + 0.5 * (year - 2009):.2f}"
        part = 1.0 if age == "T001098" else 0.1
        base = 8 * _base(at["BedrijfstakkenBranchesSBI2008"])
        return f"{base * part * _tide(year):.0f}"

    return Table("81431ned", "Banen; bedacht", dims, topics, cell, "2026-07-10T02:00:00")


def _base(industry: str) -> float:
    """Thousands; the total is the largest."""
    places = {code: number for number, (code, _) in enumerate((*INDUSTRIES, *SIZES))}
    return 400.0 if industry == "T001081" else 5.0 + 2.0 * places[industry]


def _tide(year: int) -> float:
    """A slow wave over the years, so that the series go up and down."""
    return 1.0 + 0.3 * math.sin((year - 1997) / 3)
