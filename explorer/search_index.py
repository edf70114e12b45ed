"""The index behind the search box: names, synonyms, occupations and industries, by word.

Every way in which a word can lead to a programme has a class. The best class wins, and each hit
carries the reason for which it is there and the words that matched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from explorer.lexicon import Lexicon, Linked
from explorer.programmes import Programme, namesakes
from explorer.search_words import NOISE, fold, squeeze, starts_a_word

# How well a word must fit to count as a typing error, and how far behind the best it may be.
_TYPO, _NEARLY = 82.0, 8.0
# How well a word must fit to be offered to someone who found nothing.
_LIKE = 55.0
_SCORE = {"code": 200.0, "name_start": 100.0, "name_word": 97.0, "synonym": 95.0,
          "name_begins": 93.0, "name_family": 90.0, "name_part": 87.0, "synonym_part": 84.0,
          "english": 80.0, "group": 65.0, "occupation": 60.0, "sector": 55.0, "typo": 50.0,
          "industry": 40.0}
# From this class on a word is understood, so that nobody needs to guess at typing errors.
_UNDERSTOOD = _SCORE["english"]
_LONGEST_PHRASE = 4
# Levels that one starts at after another study stand just behind what fits as well and can be
# started from school; what one starts at after years of work stands behind the next class too.
_BEHIND = {"hbo-ma": 2.0, "wo-ma": 2.0, "hbo-pm": 12.0, "wo-pm": 12.0}


@dataclass(frozen=True)
class Hit:
    """A programme that was found, and why.

    ``reason`` is a key of the texts under «why», ``matched`` the words that matched and
    ``through`` what led from them to the programme: a word in names, an occupation, an industry.
    ``missed`` are typed words that this programme has nothing to do with.
    """

    programme: Programme
    score: float
    reason: str
    matched: str = ""
    through: str = ""
    missed: str = ""
    distance: float | None = None
    nearest: str = ""


@dataclass(frozen=True)
class Found:
    """Why one word leads to one entry: a class from ``_SCORE`` and what to tell about it."""

    score: float
    reason: str
    matched: str
    through: str = ""


class SearchIndex:
    """All programmes, ready to be searched. Build it once per store."""

    def __init__(
        self,
        programmes: Iterable[Programme],
        synonyms: Mapping[str, tuple[str, ...]],
        occupations: Mapping[str, tuple[str, ...]],
        industries: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.programmes = sorted(programmes, key=alphabet)
        self._names = [fold(programme.name) for programme in self.programmes]
        self._squeezed = [squeeze(name) for name in self._names]
        self._name = Lexicon(self._names)
        self._english = Lexicon([fold(item.name_en or "") for item in self.programmes])
        self._group = Lexicon([fold(item.dossier or "") for item in self.programmes])
        self._sector = Lexicon([fold(item.domein or "") for item in self.programmes])
        self._occupation = Linked(self.programmes, occupations)
        self._industry = Linked(self.programmes, industries or {})
        self._synonyms = {fold(term): tuple(dict.fromkeys(fold(target) for target in targets))
                          for term, targets in synonyms.items()}
        self.namesakes = namesakes(self.programmes)
        self._codes = {item.code: number for number, item in enumerate(self.programmes)}
        self._known = sorted({
            word for word in (*self._name.words, *self._english.words, *self._synonyms,
                              *self._occupation.lexicon.words) if len(word) > 3})

    def hits(self, text: str) -> list[Hit]:
        """Programmes that match the words, best first, then A to Z. No words: all, A to Z."""
        wanted = fold(text)
        if not wanted:
            return [Hit(programme, 0.0, "all") for programme in self.programmes]
        if (code := self._code(wanted)):
            return code
        words = wanted.split()
        units = self._units(words)
        if not units:
            return []
        ways = {unit: self._ways(unit) for unit in units}
        found = _all_of(ways)
        self._whole_name(wanted, found)
        if not found and ways:
            found = _most_of(ways) or self._squeezed_typos(wanted)
        hits = [Hit(self.programmes[number], way.score + self._fit(wanted, number),
                    way.reason, way.matched, way.through, missed)
                for number, (way, missed) in found.items()]
        return sorted(hits, key=lambda hit: (-hit.score, alphabet(hit.programme)))

    def knows(self, word: str) -> bool:
        """Does a folded word lead to any programme as it is written?"""
        return any(way.reason != "typo" for way in self._ways(word).values())

    def names_all(self, words: Sequence[str]) -> bool:
        """Is there a programme that has all these words in its own name, and can be started?"""
        sets = [self._name.starting(word) | self._name.family(word) for word in words]
        return any(self.programmes[number].current for number in set.intersection(*sets)) \
            if sets else False

    def in_names(self, word: str) -> bool:
        """Is this a word of a programme's name, or one that people use for a programme?"""
        return word in self._name or word in self._english or word in self._synonyms

    def says_nothing(self, text: str) -> bool:
        """Are there only words in it that go with any programme: «geen idee», «iets leuks»?"""
        words = fold(text).split()
        return bool(words) and not self._units(words)

    def suggestions(self, text: str, limit: int = 3) -> list[str]:
        """Other words close to what was typed that do find something, for when it did not."""
        wanted = fold(text)
        words = [word for word in self._known if word in self._synonyms or word in self._name]
        found = process.extract(wanted, words, scorer=fuzz.ratio, limit=limit * 4,
                                score_cutoff=_LIKE)
        near = [word for word, _, _ in found if word != wanted and word not in NOISE]
        return [word for word in near if any(hit.programme.current for hit in self.hits(word))
                ][:limit]

    def _code(self, wanted: str) -> list[Hit]:
        """The programme with this code, or those whose code starts like it."""
        if not wanted.isdigit() or len(wanted) < 3:
            return []
        return [Hit(self.programmes[number], _SCORE["code"],
                    "code" if code == wanted else "code_start", code)
                for code, number in sorted(self._codes.items()) if code.startswith(wanted)]

    def _units(self, words: list[str]) -> list[str]:
        """The words that say something, where a synonym of several words counts as one.

        Dutch writes as one word what people often type as two: gym leraar, dokters assistente.
        """
        units, start = [], 0
        while start < len(words):
            length = next((n for n in range(min(_LONGEST_PHRASE, len(words) - start), 1, -1)
                           if " ".join(words[start:start + n]) in self._synonyms), 1)
            unit = " ".join(words[start:start + length])
            joined = "".join(words[start:start + 2])
            if (length == 1 and joined != unit and not NOISE.intersection(words[start:start + 2])
                    and self._is_one_word(joined)):
                length, unit = 2, joined
            units.append(unit)
            start += length
        return [unit for unit in dict.fromkeys(units) if unit not in NOISE]

    def _is_one_word(self, word: str) -> bool:
        return word in self._synonyms or bool(self._name.texts(word) or self._name.family(word))

    def _ways(self, unit: str) -> dict[int, Found]:
        """Per programme the best way in which this word or phrase leads to it."""
        found: dict[int, Found] = {}

        def add(numbers: Iterable[int], score: float, reason: str, through: str = "") -> None:
            for number in numbers:
                if number not in found or found[number].score < score:
                    found[number] = Found(score, reason, unit, through)

        add(self._name.texts(unit), _SCORE["name_word"], "name_word")
        add(self._name.starting(unit), _SCORE["name_begins"], "name_word")
        add(self._name.family(unit), _SCORE["name_family"], "name_family")
        if len(unit) > 3:
            add(self._name.containing(unit), _SCORE["name_part"], "name_part")
        for target in self._synonyms.get(unit, ()):
            add(self._targets(target), _SCORE["synonym"], "synonym", target)
            add(self._around(target), _SCORE["synonym_part"], "synonym", target)
        if len(unit) > 2:
            add(self._english.starting(unit), _SCORE["english"], "english")
        if len(unit) > 3:
            for kind, groups in (("group", self._group), ("sector", self._sector)):
                add(groups.starting(unit) | groups.family(unit), _SCORE[kind], kind)
            for reason, linked in (("occupation", self._occupation),
                                   ("industry", self._industry)):
                for number, through in linked.leading_from(unit):
                    add((number,), _SCORE[reason], reason, through)
            if max((way.score for way in found.values()), default=0.0) < _UNDERSTOOD:
                for number, way in self._typos(unit).items():
                    add((number,), way.score, way.reason, way.through)
        return found

    def _targets(self, target: str) -> set[int]:
        """Programmes with the words that a synonym stands for in their name."""
        if " " not in target:
            return self._name.starting(target)
        return {number for number, name in enumerate(self._names) if target in name}

    def _around(self, target: str) -> set[int]:
        """Programmes with a longer word around what a synonym stands for: tuin in moestuin."""
        return self._name.containing(target) if len(target) > 4 and " " not in target else set()

    def _typos(self, word: str) -> dict[int, Found]:
        """Programmes that a word leads to when a letter or two is wrong.

        A synonym that only looks like what was typed is a guess, no better than a look-alike
        name: it must not keep «Kapper» away from who types «kaper».
        """
        close = process.extract(word, self._known, scorer=fuzz.ratio, score_cutoff=_TYPO, limit=12)
        found: dict[int, Found] = {}
        best = close[0][1] if close else 0.0
        for other, likeness, _ in close:
            if likeness < best - _NEARLY:
                continue
            score = _SCORE["typo"] * likeness / 100
            for lexicon in (self._name, self._english):
                for number in lexicon.texts(other):
                    found.setdefault(number, Found(score, "typo", word, other))
            for target in self._synonyms.get(other, ()):
                for number in self._targets(target) | self._around(target):
                    found.setdefault(number, Found(score - 8, "synonym_typo", word, other))
            for number, through in self._occupation.leading_from(other):
                found.setdefault(number, Found(score - 10, "occupation", word, through))
        return found

    def _whole_name(self, wanted: str, found: dict[int, tuple[Found, str]]) -> None:
        """Names that start with all that was typed come first; also when blanks differ."""
        tight = squeeze(wanted)
        for number, name in enumerate(self._names):
            if f"{name} ".startswith(f"{wanted} "):
                found[number] = Found(_SCORE["name_start"], "name_start", wanted), ""
            elif name.startswith(wanted):
                known = found.get(number)
                if known is None or known[0].score <= _SCORE["name_begins"]:
                    found[number] = Found(_SCORE["name_begins"] + 1, "name_start", wanted), ""
            elif (len(tight) > 3 and number not in found and tight in self._squeezed[number]
                  and starts_a_word(tight, name)):
                found[number] = Found(_SCORE["name_part"], "name_part", wanted), ""

    def _squeezed_typos(self, wanted: str) -> dict[int, tuple[Found, str]]:
        """Whole names that nearly are what was typed, whatever the blanks."""
        close = process.extract(squeeze(wanted), self._squeezed, scorer=fuzz.ratio,
                                score_cutoff=_TYPO, limit=20)
        return {number: (Found(_SCORE["typo"] * likeness / 100, "typo", wanted,
                               self._names[number]), "")
                for _, likeness, number in close}

    def _fit(self, wanted: str, number: int) -> float:
        """Shorter names are closer to what was typed; the difference stays below one class."""
        close = 2 * len(wanted) / max(len(self._names[number]), len(wanted), 1)
        return close - _BEHIND.get(self.programmes[number].level, 0.0)


def alphabet(programme: Programme) -> tuple[str, str, str]:
    """A to Z as people read it: capitals and accents make no difference."""
    return fold(programme.name), programme.level, programme.programme_id


def _all_of(ways: Mapping[str, Mapping[int, Found]]) -> dict[int, tuple[Found, str]]:
    """Programmes that every word leads to; the weakest of the words says why."""
    if not ways:
        return {}
    numbers = set.intersection(*(set(found) for found in ways.values()))
    return {number: (min((found[number] for found in ways.values()),
                         key=lambda way: way.score), "")
            for number in numbers}


def _most_of(ways: Mapping[str, Mapping[int, Found]]) -> dict[int, tuple[Found, str]]:
    """When nothing fits all words: what fits most of them, and which words it misses."""
    fits: dict[int, list[str]] = {}
    for unit, found in ways.items():
        for number, way in found.items():
            if way.score >= _SCORE["group"]:
                fits.setdefault(number, []).append(unit)
    most = max((len(units) for units in fits.values()), default=0)
    result = {}
    for number, units in fits.items():
        if len(units) == most:
            way = min((ways[unit][number] for unit in units), key=lambda way: way.score)
            missed = ", ".join(unit for unit in ways if unit not in units)
            result[number] = replace(way, score=way.score / 2), missed
    return result
