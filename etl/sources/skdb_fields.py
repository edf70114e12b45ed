"""Which fields of the Studiekeuzedatabase are about pay and work, told by their names.

The names of those fields are not documented in the open, and they moved between tables before.
So every field of every programme is looked at: its path (``vormen.arbeidsmarkt.werkloosheidPrc``)
is matched with words. Words that make a field something else than the figure itself (a year, a
quartile, a national mean) take it out; words for a count make it the number of respondents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

FORMS = ("voltijd", "deeltijd", "duaal")

# In order: the first that fits counts. All words of a tuple must be in the path.
_ABOUT: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("pay", (("salaris",), ("loon",), ("verdien",))),
    ("unemployment_skdb", (("werkloos",), ("werkzoek",), ("werkloz",))),
    ("permanent_skdb", (("vast", "contract"), ("vast", "baan"), ("vast", "dienst"),
                        ("vaste", "aanstelling"))),
    ("job_level_skdb", (("niveau", "baan"), ("niveau", "functie"), ("niveau", "werk"))),
    ("job_field_skdb", (("vakgebied", "baan"), ("vakgebied", "functie"), ("vakgebied", "werk"),
                        ("vakgebied", "arbeid"), ("richting", "baan"), ("richting", "functie"),
                        ("richting", "werk"))),
)
_NOT_THE_FIGURE = ("meetjaar", "peiljaar", "jaartal", "cohort", "datum", "bron", "toelicht",
                   "landelijk", "benchmark", "kwartiel", "percentiel", "p25", "p75", "minimum",
                   "maximum", "marge", "betrouwbaar", "standaardfout", "standaardafwijking",
                   "vorig", "tekst", "label", "url", "code", "zonder",
                   # These are about the programme itself, not about what comes after it.
                   "vooropleiding", "werkvorm", "werkgroep", "diploma", "onderwijsniveau",
                   "afstudeerricht", "netwerk")
_COUNT = re.compile(r"(?i:respondent)|(?:^|\.)n(?=[A-Z])|N$")
_NUMBER = re.compile(r"(?i:aantal)")
# Of two fields about the same the median comes first, then the mean, then the shortest name.
_PREFERRED = ("mediaan", "gemiddeld")


@dataclass(frozen=True)
class Field:
    """What a field is about: our indicator («pay» when its size must tell), or its number."""

    about: str
    is_count: bool


@dataclass(frozen=True)
class Leaf:
    """A number somewhere in the answer for one programme."""

    path: str
    form: str | None
    number: float | None


def field_of(path: str) -> Field | None:
    """What a path is about; None when it is not about pay or work."""
    count = bool(_COUNT.search(path))
    words = re.sub(r"[^a-z0-9.]", "", path.lower())
    if any(word in words for word in _NOT_THE_FIGURE):
        return None
    for about, choices in _ABOUT:
        if any(all(word in words for word in choice) for choice in choices):
            # A number of salaries is of who answered; a number of unemployed is a part of them.
            if _NUMBER.search(path) and not count:
                return Field(about, True) if about == "pay" else None
            return Field(about, count)
    return None


def looks_like_year(numbers: set[float]) -> bool:
    """Whole numbers of a few recent years are no pay, whatever the field is called."""
    return len(numbers) <= 6 and all(number.is_integer() and 1990 <= number <= 2050
                                     for number in numbers)


def preference(path: str) -> tuple[int, int, str]:
    """To sort fields about the same by: lowest first."""
    words = path.lower()
    rank = next((number for number, word in enumerate(_PREFERRED) if word in words),
                len(_PREFERRED))
    return rank, len(path), path


def leaves(value: Any, path: str = "", form: str | None = None) -> Iterator[Leaf]:
    """Every number in a nested answer, with its path and the form (voltijd ...) it is about."""
    if isinstance(value, dict):
        form = form_in(value) or form
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else str(key), form)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path, form)
    elif not isinstance(value, bool):
        named = next((name for name in FORMS if name in path.rsplit(".", 1)[-1].lower()), None)
        number = number_in(value)
        if number is not None or value is None:
            yield Leaf(path, named or form, number)


def form_in(row: dict[str, Any]) -> str | None:
    """The form that an object says it is about."""
    for value in row.values():
        if isinstance(value, str) and value.strip().lower() in FORMS:
            return value.strip().lower()
    return None


def number_in(value: Any) -> float | None:
    """A number, also when it is written as text with a comma or a percent sign."""
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str) and re.fullmatch(r"\s*-?\d{1,9}([.,]\d{1,6})?\s*%?\s*", value):
        return float(value.replace("%", "").replace(",", "."))
    return None
