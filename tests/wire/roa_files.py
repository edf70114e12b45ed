"""The files of ROA with made-up figures: the outlook (AIS) and the surveys of school leavers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from tests.wire.roa import (
    AIS,
    AIS_COLUMNS,
    OLD_AIS,
    SIS_START,
    Dataverse,
    File,
    Row,
    as_csv,
)

REGIONS = ("Nederland", "Groningen", "Midden-Utrecht", "provincie Utrecht", "Regio Atlantis")
OCCUPATIONS = (("0111", "Docenten hoger onderwijs en hoogleraren"),
               ("332", "Verkoopmedewerkers detailhandel"),
               ("0811.0", "Software- en applicatieontwikkelaars"),
               ("999999", "Totaal"), ("12345", "Bedachte groep"))
TYPES = (("4011", "Mbo4 - ict; beheer"), ("6021", "Bachelor - informatica"),
         ("7031", "Master - rechten"))
LEVELS = (("1", "Mbo2"), ("2", "Mbo4"), ("3", "Bachelor"), ("4", "Master, doctor"),
          ("5", "Vmbo-g/t"))
_RISK = "Risicoindicatoren en arbeidsmarktprognoses tot "
_SIS = "Schoolverlatersinformatie (SIS {year})"


@dataclass
class Outlook:
    """One edition of the AIS file.

    ``changed`` are cells by (region, code, start of the subject) -> columns to replace.
    """

    edition: int = 2026
    horizon: int = 2030
    version: str | None = "v20260901"
    quarter: str = "2026Q1"
    classification: str = "BRC2014-Editie 2025"
    suffix: str = ", actualisering"
    regions: Sequence[str] = REGIONS
    occupations: Sequence[tuple[str, str]] = OCCUPATIONS
    types: Sequence[tuple[str, str]] = TYPES
    changed: dict[tuple[str, str, str], Row] = field(default_factory=dict)
    columns: Sequence[str] = AIS_COLUMNS
    filler: int = 0

    def body(self, *, encoding: str = "utf-8-sig") -> bytes:
        """The file as it goes over the wire."""
        columns = [name for name in self.columns if self.version or name != "versie"]
        return as_csv(columns, self.rows(), encoding=encoding)

    def rows(self) -> Iterator[Row]:
        """All rows; the number of a cell follows from its place, so that tests can redo it."""
        for place, region in enumerate(self.regions):
            national = region == "Nederland"
            for level, groups in ((f"beroepsgroep ({self.classification})", self.occupations),
                                  ("      opleidingstype (ONR2019)", self.types),
                                  ("opleidingsniveau (ONR2019)", LEVELS)):
                for number, (code, name) in enumerate(groups):
                    start = {
                        "waarderegionaam": str(place), "regionaam": region,
                        "indeling": "2 beroep" if level.startswith("b") else "3 opleiding",
                        "aggregatieniveau": level, "waarde": code, "detailniveau": name,
                        "sorteerdummy": str(number), "versie": self.version or "",
                    }
                    yield from self._cells(start, number, national)
            for number in range(self.filler // len(self.regions)
                                + (self.filler % len(self.regions) if national else 0)):
                yield {"waarderegionaam": str(place), "regionaam": region,
                       "indeling": "1 bedrijfssector",
                       "aggregatieniveau": "bedrijfssector (SBI08)", "waarde": str(number % 21),
                       "detailniveau": f"bedachte bedrijfssector nummer {number % 21}",
                       "thema": f"Actuele arbeidsmarktsituatie {self.edition - 2}",
                       "onderwerp": f"bedacht onderwerp over werkenden {number % 60}",
                       "perc": f"{number % 100},5", "aantal": str(100 * number),
                       "sorteerdummy": str(number), "versie": self.version or ""}

    def _cells(self, start: Row, number: int, national: bool) -> Iterator[Row]:
        occupation = start["indeling"] == "2 beroep"
        subjects = self._occupation(number) if occupation else self._education(number)
        for subject, cells in subjects:
            theme = f"{_RISK}{self.horizon}{self.suffix}"
            if subject in ("werkloosheid", "vast dienstverband", "buiten de vakrichting"):
                theme = _SIS.format(year=self.edition - 1)
                if not national:
                    continue
            shown = cells if national else {"typering": cells.get("typering", "")}
            row = {**start, "thema": theme, "onderwerp": subject, **shown}
            for (region, code, words), change in self.changed.items():
                if (region, code) == (start["regionaam"], start["waarde"]) \
                        and subject.startswith(words):
                    row.update(change)
            yield row

    def _occupation(self, number: int) -> Iterator[tuple[str, Row]]:
        to = f"tot {self.horizon}"
        yield (f"ITKB toekomstige knelpunten beroepsgroep in {self.horizon}",
               {"indicator": f"0,{780 + 20 * (number % 6)}", "typering": "groot"})
        yield (f"verwachte baanopeningen {to}",
               {"aantal": str(1000 * (number + 1)), "totaal6jrperc": str(10 + number % 40),
                "gemjaarlijksperc": "2,5", "typering": "gemiddeld"})
        yield (f"verwachte uitbreidingsvraag {to}",
               {"aantal": str(-200 + 100 * number), "typering": "laag"})
        yield (f"verwachte vervangingsvraag {to}",
               {"aantal": str(900 * (number + 1)), "typering": "hoog"})
        yield (f"verwachte arbeidsmarktontwikkeling beroep {self.edition - 1}-{self.horizon}",
               {"typering": "blijft krap"})
        yield (f"indicator huidige arbeidsmarktsituatie beroep ({self.quarter})",
               {"indicator": f"{2 + number},5", "typering": "krap"})
        for other in range(2):
            yield "vergelijkbaarheidsindex", {"naamonderwerp": f"Bedacht beroep {other}"}

    def _education(self, number: int) -> Iterator[tuple[str, Row]]:
        to = f"tot {self.horizon}"
        yield (f"ITA toekomstige arbeidsmarktsituatie in {self.horizon}",
               {"indicator": f"{0.8 + 0.1 * (number % 5):.2f}".replace(".", ","),
                "typering": ("zeer goed", "goed", "goed", "matig", "slecht")[number % 5]})
        yield f"verwachte baanopeningen {to}", {"aantal": "4000", "totaal6jrperc": "21"}
        yield f"verwachte instroom van schoolverlaters {to}", {"aantal": "3500"}
        yield "werkloosheid", {"perc": str(2 + number % 9)}
        yield "vast dienstverband", {"perc": "70"}
        yield "buiten de vakrichting", {"perc": "25"}


@dataclass(frozen=True)
class Group:
    """A programme in the survey: level, learning path, type (code and name), code and name."""

    level: str
    path: str
    type_code: str
    type_name: str
    code: str
    name: str


GROUPS = (
    Group("Mbo4", "bol", "4011", "mbo 4 ict; beheer", "25187", "Applicatieontwikkelaar"),
    Group("Mbo4", "bbl", "4011", "mbo 4 ict; beheer", "25187", "Applicatieontwikkelaar"),
    Group("Hbo bachelor", "voltijd", "6021", "bachelor: Informatica", "34479.0", "B Informatica"),
    Group("Wo master", "", "9999", "master rechten", "60300", "M Computer Science"),
    Group("Hbo bachelor", "voltijd", "8888", "bachelor bedacht", "34267", "B Elektrotechniek"),
    Group("Vmbo-k", "", "1001", "vmbo-k techniek", "1", "Vmbo"),
)
TOPICS = (
    ("Arbeidsmarktintrede", "werkloosheid"),
    ("Arbeidsmarktintrede", "intredewerkloosheid (maanden)"),
    ("Baankenmerken", "bruto uurloon"), ("Baankenmerken", "bruto maandloon"),
    ("Aansluiting", "functie op minimaal eigen niveau"),
    ("Aansluiting", "buiten de vakrichting"), ("Aansluiting", "aansluiting (vol)doende/goed"),
    ("Oordeel", "zou opnieuw deze opleiding kiezen"), ("Oordeel", "bedacht onderwerp"),
)


@dataclass
class Survey:
    """One edition of the survey file; ``changed`` by (code, path, subject, year) -> cell."""

    years: tuple[int, ...] = tuple(range(2019, 2025))
    groups: Sequence[Group] = GROUPS
    topics: Sequence[tuple[str, str]] = TOPICS
    changed: dict[tuple[str, str, str, int | str], str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    most: int | None = None

    def body(self) -> bytes:
        """The file as it goes over the wire."""
        columns = [self.renamed.get(name, name)
                   for name in (*SIS_START, *map(_school_year, self.years), "totaal")]
        return as_csv(columns, ({self.renamed.get(name, name): text for name, text in row.items()}
                                for row in islice(self.rows(), self.most)))

    def rows(self) -> Iterator[Row]:
        """All rows: a programme x subject, with a cell per year."""
        for number, group in enumerate(self.groups):
            for place, (theme, subject) in enumerate(self.topics):
                row = {
                    "SISCODEniveau": group.level[:3], "SISCODElabniveau": group.level,
                    "SISCODEsector": group.type_code[:2], "SISCODElabsector": group.level,
                    "SISCODElabsubniveau": group.path, "SISCODEtype": group.type_code,
                    "SISCODElabtype": group.type_name, "SISCODE": f"{group.type_code}{number}",
                    "labSISCODE": group.name, "crcode": group.code, "labcrcode": group.name,
                    "sort": str(place + 1), "thema": theme, "labivar": subject,
                    "totaal": self._cell(group, subject, "totaal", number),
                }
                for year in self.years:
                    row[_school_year(year)] = self._cell(group, subject, year, number)
                yield row

    def _cell(self, group: Group, subject: str, year: int | str, number: int) -> str:
        if (key := (group.code, group.path, subject, year)) in self.changed:
            return self.changed[key]
        count = year % 10 if isinstance(year, int) else 5
        if "loon" in subject:
            base = 14 if "uur" in subject else 2200
            return f"{base + number % 9 + count / 10:.1f}".replace(".", ",")
        if "intrede" in subject:
            return "1,4"
        base = {"werkloosheid": 3, "buiten de vakrichting": 20}.get(subject, 70)
        return f"{base + number % 9 + count / 10:.1f}".replace(".", ",")


OUTCOME_COLUMNS = ("oplcode", "opleiding", "niveau", "labniveau", "richting", "labrichting",
                   "SECM", "labSECM", "amount_2018", "aandeel_2018", "amount_2022",
                   "aandeel_2022")
INCOMES = ("werknemer", "zelfstandig ondernemer", "ontvanger uitkering", "scholier of student")


@dataclass
class Outcomes:
    """The file on sources of income; ``changed`` by (education, income, column) -> cell."""

    educations: Sequence[str] = ("Mbo4 ict beheer", "Bachelor Informatica", "Onbekende opleiding")
    changed: dict[tuple[str, str, str], str] = field(default_factory=dict)
    columns: Sequence[str] = OUTCOME_COLUMNS

    def body(self) -> bytes:
        """The file as it goes over the wire: 60, 20, 15 and 5 percent, of 2,000 people."""
        rows = []
        for number, education in enumerate(self.educations):
            for place, (income, share) in enumerate(zip(INCOMES, (60, 20, 15, 5), strict=True)):
                row = {"oplcode": str(100 + number), "opleiding": education, "niveau": "4",
                       "labniveau": "bedacht", "SECM": str(10 + place), "labSECM": income}
                for year in (2018, 2022):
                    row[f"amount_{year}"] = str(20 * share)
                    row[f"aandeel_{year}"] = f"{share},0"
                rows.append({name: self.changed.get((education, income, name), text)
                             for name, text in row.items()})
        return as_csv(self.columns, rows)


def _school_year(year: int) -> str:
    return f"{year - 1} - {year}"


def dataverse(
    newest: Outlook | None = None, earlier: Outlook | None = None,
    survey: Survey | None = None, old_survey: Survey | None = None,
    outcomes: Outcomes | None = None, old: Sequence[Outlook] = (),
) -> Dataverse:
    """Both datasets, small, each with two editions and an explanation beside them.

    ``old`` are the editions of the earlier dataset, with forecasts to 2028.
    """
    newest = newest or Outlook()
    earlier = earlier or Outlook(2025, version="v20251218", quarter="2025Q2",
                                 classification="BRC2014", suffix="")
    survey = survey or Survey()
    old_survey = old_survey or Survey(years=tuple(range(2018, 2024)))
    explanation = "thema;variabel;bron;toelichting\n<p>kapotte\nregel</p>;é\n".encode("latin-1")
    old = old or [Outlook(edition, 2028, None, f"{edition}Q1", "BRC2014", "",
                          ("Nederland", "Groningen"), OCCUPATIONS[:3], TYPES)
                  for edition in (2023, 2024)]
    return Dataverse({
        AIS: [
            File("AIStot2030_Arbeidsmarktinformatie_editie2025.csv", 572235, earlier.body()),
            File("AIStot2030_Arbeidsmarktinformatie_editie2025_toelichting.csv", 565548,
                 explanation),
            File("AIStot2030_Arbeidsmarktuitkomsten.csv", 566770, b"oplcode;opleiding\n1;x\n"),
            File("AIStot2030_Arbeidsmarktuitkomsten_editie2026.csv", 674142,
                 (outcomes or Outcomes()).body()),
            File("AIStot2030_Kerncijfers_Schoolverlatersonderzoeken_2024.csv", 565551,
                 old_survey.body()),
            File("AIStot2030_Arbeidsmarktinformatie_editie2026.csv", 674144, newest.body()),
            File("AIStot2030_Arbeidsmarktinformatie_editie2026_toelichting.csv", 674140,
                 explanation, kind="MD5"),
            File("AIStot2030_Kerncijfers_Schoolverlatersonderzoeken_2025.csv", 674141,
                 survey.body(), kind="MD5"),
        ],
        OLD_AIS: [
            File(f"AIStot2028_Arbeidsmarktinformatie_editie{item.edition}_v20240612.csv",
                 425745 + number, item.body(), listed={"creationDate": "2024-08-19"})
            for number, item in enumerate(old)
        ],
    })
