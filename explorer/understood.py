"""What a typed line says beside the programme: a town, a school, a province, a level, a form.

«kapper amsterdam» is a programme and a town. Such words are read as filters, which the page
says, with one click to have them taken as plain words instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from explorer.distance import POSTCODE, Home, Town, Towns
from explorer.search_index import SearchIndex
from explorer.search_words import NOISE, content, fold

# Ways through the vmbo that lead to mbo 2, 3 and 4; the «basis» way leads to mbo 2.
_VMBO = ("kader", "kb", "k", "gemengd", "gl", "theoretisch", "tl", "gt", "t")
_LEVELS = {
    "entree": ("entree",), "mbo 1": ("entree",), "niveau 1": ("entree",),
    "mbo": ("entree", "mbo-2", "mbo-3", "mbo-4"), "roc": ("entree", "mbo-2", "mbo-3", "mbo-4"),
    **{f"{word} {number}": (f"mbo-{number}",) for word in ("mbo", "niveau") for number in "234"},
    "ad": ("hbo-ad",), "associate degree": ("hbo-ad",), "hbo ad": ("hbo-ad",),
    "hbo": ("hbo-ad", "hbo-ba", "hbo-ma", "hbo-pm"),
    "hogeschool": ("hbo-ad", "hbo-ba", "hbo-ma", "hbo-pm"),
    "hbo bachelor": ("hbo-ba",), "hbo master": ("hbo-ma",),
    "wo": ("wo-ba", "wo-ma", "wo-pm", "wo-o"), "universiteit": ("wo-ba", "wo-ma", "wo-pm", "wo-o"),
    "uni": ("wo-ba", "wo-ma", "wo-pm", "wo-o"), "university": ("wo-ba", "wo-ma", "wo-pm", "wo-o"),
    "wo bachelor": ("wo-ba",), "wo master": ("wo-ma",),
    # Where someone comes from says where one may go next.
    **dict.fromkeys(("vmbo", "mavo", *(f"vmbo {way}" for way in _VMBO)),
                    ("mbo-2", "mbo-3", "mbo-4")),
    **dict.fromkeys(("vmbo basis", "vmbo bb", "vmbo b"), ("mbo-2",)),
    "havo": ("mbo-4", "hbo-ad", "hbo-ba"),
    **dict.fromkeys(("vwo", "gymnasium", "atheneum"), ("hbo-ba", "wo-ba")),
    "bachelor": ("hbo-ba", "wo-ba"), "master": ("hbo-ma", "wo-ma"),
}
_FORMS = {"bol": ("bol",), "bbl": ("bbl",), "voltijd": ("voltijd",), "deeltijd": ("deeltijd",),
          "duaal": ("duaal",), "leerwerk": ("bbl",), "leerwerkbaan": ("bbl",),
          "werken en leren": ("bbl",), "leren en werken": ("bbl",), "parttime": ("deeltijd",),
          "part time": ("deeltijd",)}
_PROVINCES = {"brabant": "Noord-Brabant", "fryslan": "Friesland", "noord holland": "Noord-Holland"}
# Words in names of schools that many schools share.
_PLAIN = frozenset("hogeschool university universiteit applied sciences roc mbo college school "
                   "stichting business academie academy instituut institute kunsten christelijke "
                   "educatief opleidingen international group groep voor higher education "
                   "grafisch vrije oost west regio more center central kerk kerken makers "
                   "moderne koning poort unie lyceum unknown faculteit katholiek europe hall "
                   "protestantse theological institution instr".split())
_LONGEST = 5
_LIKE_A_TOWN = 85.0


@dataclass(frozen=True)
class Clue:
    """Words that were read as a filter.

    kind: place, school, region, level, form, or where someone lives: near (a town without a
    school) and postcode; ``options`` is then the title of the town. Otherwise ``options`` are
    the codes of the filter. ``typed`` are the words.
    """

    kind: str
    typed: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """The words to search for, and what the other words say."""

    words: str
    clues: tuple[Clue, ...] = ()


class Reader:
    """Knows the words that are no programme. Built once per store.

    ``places`` are place ids by name of towns with a school, ``schools`` names by id of schools
    that offer something, ``nicknames`` what people call them.
    """

    def __init__(
        self,
        places: Mapping[str, tuple[str, ...]],
        schools: Mapping[str, str],
        nicknames: Mapping[str, tuple[str, ...]],
        regions: Mapping[str, str],
        towns: Towns,
        index: SearchIndex,
    ) -> None:
        self._index, self._towns = index, towns
        self._phrases: dict[str, tuple[str, tuple[str, ...]]] = {}
        by_region = {name: region for region, name in regions.items()}
        self._add("school", _own_words(schools, index))
        self._add("region", {name: (region,) for region, name in regions.items()})
        self._add("region", {word: (by_region[name],) for word, name in _PROVINCES.items()
                             if name in by_region})
        self._add("school", {name: tuple(school for school, other in schools.items()
                                         if other == name) for name in schools.values()})
        self._add("school", {name: known for name, ids in nicknames.items()
                             if (known := tuple(item for item in ids if item in schools))})
        self._add("place", places)
        self._places = sorted(fold(name) for name in places)
        self._add("level", _LEVELS)
        self._add("form", _FORMS)

    def _add(self, kind: str, meanings: Mapping[str, tuple[str, ...]]) -> None:
        """Later kinds win: Utrecht is a town before it is a province or a word of a school."""
        self._phrases.update({fold(phrase): (kind, options)
                              for phrase, options in meanings.items() if fold(phrase)})

    def read(self, text: str) -> Reading:
        """Take the words that are no programme out of a typed line.

        A line whose words all stand in the name of one programme is left alone.
        """
        words = fold(text).split()
        clues, rest = self._clues(words)
        meant = [word for word in rest if word not in NOISE]
        if clues and meant and self._index.names_all(content(words)):
            return Reading(text)
        if meant and len(content(words)) > 1:
            more, meant = self._towns_among(meant)
            clues += more
        return Reading(" ".join(meant), tuple(clues)) if clues else Reading(text)

    def _clues(self, words: list[str]) -> tuple[list[Clue], list[str]]:
        """The longest known phrases, and the words in between."""
        clues, rest, start = [], [], 0
        while start < len(words):
            if home := self._postcode(words, start):
                clues.append(home)
                start += len(home.typed.split())
                continue
            for length in range(min(_LONGEST, len(words) - start), 0, -1):
                phrase = " ".join(words[start:start + length])
                if phrase in self._phrases:
                    kind, options = self._phrases[phrase]
                    clues.append(Clue(kind, phrase, options))
                    start += length
                    break
            else:
                rest.append(words[start])
                start += 1
        return clues, rest

    def _postcode(self, words: list[str], start: int) -> Clue | None:
        """A postcode with its letters, or four digits beside other words.

        Four digits alone are more likely the start of a code of a programme.
        """
        for length in (2, 1):
            typed = " ".join(words[start:start + length])
            found = POSTCODE.fullmatch(typed)
            if found is None or (len(words) == 1 and not found[2]):
                continue
            home = self._towns.find(typed)
            if isinstance(home, Home):
                return Clue("postcode", typed, (home.town.title,))
        return None

    def _towns_among(self, words: list[str]) -> tuple[list[Clue], list[str]]:
        """Words that lead to no programme but are a town, or nearly the name of one."""
        clues, rest = [], []
        for word in words:
            if self._index.knows(word):
                rest.append(word)
            elif towns := self._towns.named(word):
                clues.append(Clue("near", word, (_largest(towns).title,)))
            elif len(word) > 4 and (close := process.extractOne(
                    word, self._places, scorer=fuzz.ratio, score_cutoff=_LIKE_A_TOWN)):
                clues.append(Clue("place", word, self._phrases[close[0]][1]))
            else:
                rest.append(word)
        # With nothing left but towns the words were not understood: better no guess at all.
        return (clues, rest) if rest else ([], words)


def _largest(towns: Sequence[Town]) -> Town:
    return max(towns, key=lambda town: town.inhabitants)


def _own_words(schools: Mapping[str, str], index: SearchIndex) -> dict[str, tuple[str, ...]]:
    """Words that stand in the name of one or two schools and in no programme: fontys, albeda."""
    found: dict[str, list[str]] = {}
    for school, name in schools.items():
        for word in dict.fromkeys(fold(name).split()):
            if len(word) > 3 and word not in _PLAIN and word not in NOISE:
                found.setdefault(word, []).append(school)
    return {word: tuple(ids) for word, ids in found.items()
            if len(ids) <= 2 and not index.in_names(word)}


def merged(clues: Iterable[Clue]) -> dict[str, tuple[str, ...]]:
    """Codes per kind of clue; two clues about the level keep what they have in common."""
    found: dict[str, tuple[str, ...]] = {}
    for clue in clues:
        known = found.get(clue.kind, ())
        common = tuple(option for option in clue.options if option in known)
        if clue.kind == "level" and common:
            found[clue.kind] = common
        else:
            found[clue.kind] = tuple(dict.fromkeys((*known, *clue.options)))
    return found
