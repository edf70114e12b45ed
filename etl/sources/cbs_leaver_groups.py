"""Who left school, as CBS titles say it: field, level, learning path and diploma.

The titles are read at run time. One that cannot be read gives None, so that its figures are left
out with a note and never put under the wrong group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Diploma = Literal["diploma", "geen_diploma", "alle"]


@dataclass(frozen=True)
class Leavers:
    """A group of school leavers.

    ``level`` is a programme level (mbo-4, hbo-ba) or a sector (mbo, hbo, wo) for all its levels;
    ``form`` is bol or bbl where CBS splits those, else empty.
    """

    level: str
    form: str
    diploma: Diploma
    name: str
    name_en: str

    @property
    def suffix(self) -> str:
        """The group as part of an entity id: mbo-4|bol|diploma, hbo|voltijd|diploma, hbo-ba.

        A level of hbo or wo is by itself the people who got that diploma.
        """
        if self.level in _HO_LEVELS and self.level not in _SECTORS:
            return self.level
        form = self.form or ("voltijd" if self.level in _SECTORS else "")
        diploma = "" if self.diploma == "alle" else self.diploma
        return "|".join(part for part in (self.level, form, diploma) if part)


_DIPLOMA: dict[Diploma, tuple[str, str]] = {
    "diploma": ("met diploma", "with a diploma"),
    "geen_diploma": ("zonder diploma", "without a diploma"),
    "alle": ("met en zonder diploma", "with and without a diploma"),
}
_SAID: dict[Diploma, str] = {"diploma": "met diploma", "geen_diploma": "zonder diploma"}
_MBO_LEVELS = {
    "mbo": ("mbo", "mbo"),
    "entree": ("mbo entree", "mbo entry level"),
    **{f"mbo-{level}": (f"mbo niveau {level}", f"mbo level {level}") for level in (2, 3, 4)},
}
_HO_LEVELS = {
    "hbo-ad": ("associate degree", "associate degree"),
    "hbo-ba": ("hbo-bachelor", "hbo bachelor"),
    "hbo-ma": ("hbo-master", "hbo master"),
    "wo-ba": ("wo-bachelor", "university bachelor"),
    "wo-ma": ("wo-master", "university master"),
    "hbo": ("hbo", "hbo"),
    "wo": ("wo", "university"),
}
_SECTORS = ("hbo", "wo")


def mbo_leavers(title: str, description: str = "") -> Leavers | None:
    """«Bol-vt en bbl mbo niveau 4 met diploma» and the like; None when it says something else.

    A title that names a level but no diploma is read as with a diploma, unless it says totaal:
    CBS lists levels below those with a diploma.
    """
    text = title.lower()
    levels = {_level(found) for found in re.findall(r"entree|\b[1-4]\b|mbo[1-4]\b", text)}
    if len(levels) > 1 or not (levels or "totaal" in text or "diploma" in text):
        return None
    level = levels.pop() if levels else "mbo"
    form = _form(text)
    diploma = _diploma(text, description.lower(), level != "mbo")
    if form is None or diploma is None:
        return None
    names = _DIPLOMA[diploma]
    name, name_en = _MBO_LEVELS[level]
    return Leavers(level, form, diploma, f"{name}, {form or 'bol en bbl'}, {names[0]}",
                   f"{name_en}, {form or 'bol and bbl'}, {names[1]}")


def ho_leavers(title: str, description: str = "") -> Leavers | None:
    """«Hbo-bachelor», «Wo met diploma» and the like; None for hbo and wo together."""
    text = title.lower()
    if "associate" in text or re.search(r"\bhbo[ -]?ad\b", text):
        level = "hbo-ad"
    elif found := re.search(r"\b(hbo|wo)[ -]?(?:bachelor|master)\b", text):
        level = f"{found[1]}-{'ba' if 'bachelor' in text else 'ma'}"
    elif found := re.search(r"\b(hbo|wo)\b", text):
        level = found[1]
    else:
        return None
    if (re.search(r"\bhbo\b", text) and re.search(r"\bwo\b", text)) or "vervolg" in text:
        return None
    diploma = _diploma(text, description.lower(), level not in _SECTORS)
    if diploma is None or (level not in _SECTORS and diploma != "diploma"):
        return None
    name, name_en = _HO_LEVELS[level]
    if level in _SECTORS:
        name = f"{name} voltijd, {_DIPLOMA[diploma][0]}"
        name_en = f"{name_en} full-time, {_DIPLOMA[diploma][1]}"
    return Leavers(level, "", diploma, name, name_en)


def _level(found: str) -> str:
    return "entree" if found.startswith("entree") or found[-1] == "1" else f"mbo-{found[-1]}"


def _form(text: str) -> str | None:
    """Learning path; empty for both, None for a part of one (part-time bol)."""
    bol, bbl = re.search(r"\bbol\b|\bbol-?vt\b|\bbol[- ]voltijd", text), "bbl" in text
    if re.search(r"bol[- ]?(?:dt|deeltijd)", text):
        return None
    if bol and not bbl:
        return "bol"
    return "bbl" if bbl and not bol else ""


def _diploma(text: str, description: str, has_level: bool) -> Diploma | None:
    """With or without a diploma; None when the title says both.

    The description is asked only when the title says nothing, and only when it is clear.
    """
    if "met en zonder diploma" in text or "met of zonder diploma" in text:
        return "alle"
    said: list[Diploma] = [kind for kind, words in _SAID.items() if words in text]
    if said:
        return said[0] if len(said) == 1 else None
    if "totaal" in text:
        return "alle"
    said = [kind for kind, words in _SAID.items() if words in description]
    if len(said) == 1:
        return said[0]
    return "diploma" if has_level else "alle"


def years_after(title: str) -> int | None:
    """«Direct na verlaten onderwijs» is 0, «10 jaar na verlaten onderwijs» 10."""
    text = title.strip().lower()
    if text.startswith("direct"):
        return 0
    found = re.match(r"(\d{1,2}) jaar\b", text)
    return int(found[1]) if found else None
