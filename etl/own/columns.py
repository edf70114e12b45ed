"""The template of own figures: file name, columns and measures, each described once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from etl.sources.sbb_classes import CLASSES

FILE = "eigen-cijfers.csv"
PATTERN = "eigen-cijfers*.csv"

Kind = Literal["class", "percent", "amount"]


@dataclass(frozen=True)
class Measure:
    """Something that can be added: the word for it, our indicator, and how its value is written."""

    name: str
    indicator_id: str
    kind: Kind
    meaning: str


@dataclass(frozen=True)
class Field:
    """A column of the template: its name, whether it must be filled, and what belongs in it."""

    name: str
    required: bool
    meaning: str


MEASURES = (
    Measure("kans_op_stage", "internship_chance", "class",
            "kans op een stage of leerbaan zoals SBB die geeft: " + ", ".join(CLASSES)
            + ", of 1 tot en met 5"),
    Measure("kans_op_werk", "work_chance_sbb", "class",
            "kans op werk zoals SBB die geeft: dezelfde vijf klassen"),
    Measure("stage_gevonden", "own_internship_found", "percent",
            "hoeveel procent van de studenten een stage of leerbaan vond, bijvoorbeeld 93"),
    Measure("werk_gevonden", "own_work_share", "percent",
            "hoeveel procent van de oud-studenten werk heeft, bijvoorbeeld 88,5"),
    Measure("startsalaris_uur", "own_wage_hour", "amount",
            "bruto loon per uur in euro, bijvoorbeeld 14,80"),
    Measure("startsalaris_maand", "own_wage_month", "amount",
            "bruto loon per maand in euro bij een volle werkweek, bijvoorbeeld 2350"),
)
MEASURE = {measure.name: measure for measure in MEASURES}

FIELDS = (
    Field("opleiding", True, "crebo of croho (isat), vijf cijfers"),
    Field("school", False, "BRIN van de school, vier tekens; leeg: heel Nederland of de regio"),
    Field("leerweg", False, "bol of bbl; leeg: alle leerwegen (bij hbo en wo altijd leeg)"),
    Field("cijfer", True, "een van de namen hieronder"),
    Field("waarde", True, "met komma of punt, zonder punt voor duizend"),
    Field("aantal", False, "over hoeveel mensen het gaat"),
    Field("gemeten_van", True, "eerste dag van de meting: 2024-10-01, 1-10-2024 of 2024"),
    Field("gemeten_tot", True, "laatste dag van de meting"),
    Field("jaren_na", False, "hoeveel jaar na de opleiding: 0, 1, 1,5 of 2 tot en met 10"),
    Field("regio", False, "naam van de arbeidsmarktregio of provincie; leeg: heel Nederland"),
    Field("bron", True, "van wie het cijfer is, bijvoorbeeld SBB of de naam van de school"),
    Field("url", True, "pagina waar het staat, of de site van de school"),
    Field("groep", False, "over wie het gaat, als dat niet alle studenten van de opleiding zijn"),
    Field("opmerking", False, "wat de lezer erbij moet weten"),
)
NAMES = tuple(field.name for field in FIELDS)
REQUIRED = tuple(field.name for field in FIELDS if field.required)
