"""Finding programmes: words that forgive typing errors and know synonyms, and filters.

The order is relevance, then A to Z. It is never pay. Programmes without a figure that is
filtered on are counted and told, not dropped in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace

from rapidfuzz import fuzz, process

from explorer.programmes import Programme

# Words that say nothing about which programme is meant.
_NOISE = frozenset("de het een en of in voor met van iets ik wil graag worden studie studeren "
                   "opleiding cursus school leren tot als bij the and of to a".split())
_TYPO = 82.0
_CERTAIN = {"name_start": 100, "name_word": 95, "name_part": 90, "synonym": 85, "english": 80,
            "group": 65, "occupation": 60, "typo": 50}


@dataclass(frozen=True)
class Query:
    """What someone looks for. Empty tuples mean: everything."""

    text: str = ""
    levels: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    min_pay: float | None = None
    min_work: float | None = None
    with_old: bool = False
    effects: tuple[str, ...] = ()
    recoveries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A programme that was found, and why: a reason code and the word that matched."""

    programme: Programme
    score: float
    reason: str
    matched: str


@dataclass(frozen=True)
class Found:
    """The answer to a query, with counts that tell what filters left out."""

    hits: tuple[Hit, ...]
    without_pay: int = 0
    without_work: int = 0
    unknown_effect: int = 0
    hidden_old: int = 0
    facets: Mapping[str, Counter[str]] = field(default_factory=dict)


def fold(text: str) -> str:
    """Lower case, no accents, single blanks: what two spellings of a word have in common."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9+#]+", " ", plain).strip()


def _squeeze(text: str) -> str:
    """Without blanks, so that «makeup», «make up» and «make-up» are one word."""
    return text.replace(" ", "")


def _alphabet(programme: Programme) -> tuple[str, str, str]:
    """A to Z as people read it: capitals and accents make no difference."""
    return fold(programme.name), programme.level, programme.programme_id


def _content(wanted: str) -> str:
    """The words that say which programme is meant."""
    return " ".join(word for word in wanted.split() if word not in _NOISE)


@dataclass(frozen=True)
class _Entry:
    programme: Programme
    name: str
    english: str
    group: str
    occupations: tuple[str, ...]


class SearchIndex:
    """All programmes, ready to be searched. Build it once per store."""

    def __init__(
        self,
        programmes: Iterable[Programme],
        synonyms: Mapping[str, tuple[str, ...]],
        occupations: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._entries = [
            _Entry(
                programme,
                fold(programme.name),
                fold(programme.name_en or ""),
                fold(f"{programme.dossier or ''} {programme.domein or ''}"),
                tuple(fold(name) for name in occupations.get(programme.programme_id, ())),
            )
            for programme in programmes
        ]
        self._entries.sort(key=lambda entry: _alphabet(entry.programme))
        self._synonyms = {fold(term): tuple(fold(target) for target in targets)
                          for term, targets in synonyms.items()}
        self._by_code = {entry.programme.code: entry for entry in self._entries}

    def hits(self, text: str) -> list[Hit]:
        """Programmes that match the words, best first, then A to Z. No words: all, A to Z."""
        wanted = fold(text)
        if not wanted:
            return [Hit(entry.programme, 0.0, "all", "") for entry in self._entries]
        if wanted in self._by_code:
            return [Hit(self._by_code[wanted].programme, 100.0, "code", wanted)]
        targets = self._targets(wanted)
        hits = [hit for entry in self._entries if (hit := _match(entry, wanted, targets))]
        # A synonym that only looks like what was typed is a guess, no better than a look-alike
        # name: it must not keep «Kapper» away from who types «kaper».
        if not set(targets.values()) & {wanted, _content(wanted), *wanted.split()}:
            hits = [replace(hit, score=hit.score / 2) if hit.reason == "synonym" else hit
                    for hit in hits]
        if not any(hit.reason.startswith(("name", "english")) or hit.score >= _CERTAIN["synonym"]
                   for hit in hits):
            known = {hit.programme.programme_id for hit in hits}
            hits += [hit for hit in self._typos(wanted) if hit.programme.programme_id not in known]
        return sorted(hits, key=lambda hit: (-hit.score, _alphabet(hit.programme)))

    def suggestions(self, text: str, limit: int = 3) -> list[str]:
        """Words close to what was typed, for when nothing was found."""
        words = sorted({word for entry in self._entries for word in entry.name.split()
                        if len(word) > 3} | set(self._synonyms))
        found = process.extract(fold(text), words, scorer=fuzz.ratio, limit=limit)
        return [word for word, score, _ in found if score > 50]

    def _targets(self, wanted: str) -> dict[str, str]:
        """Words in names that the typed text stands for -> the synonym that told so."""
        terms = [wanted, *(word for word in wanted.split() if word not in _NOISE)]
        content = _content(wanted)
        found: dict[str, str] = {}
        for term in dict.fromkeys([*terms, content]):
            for target in self._synonyms.get(term, ()):
                found.setdefault(target, term)
        if not found and len(content) > 3:
            close = process.extractOne(content, list(self._synonyms), scorer=fuzz.ratio,
                                       score_cutoff=_TYPO)
            if close:
                found = dict.fromkeys(self._synonyms[close[0]], close[0])
        return found

    def _typos(self, wanted: str) -> list[Hit]:
        """Names that contain nearly every typed word."""
        words = [word for word in wanted.split() if word not in _NOISE and len(word) > 3]
        if not words:
            return []
        hits = []
        for entry in self._entries:
            parts = f"{entry.name} {entry.english}".split()
            scores = [max((fuzz.ratio(word, part) for part in parts), default=0.0)
                      for word in words]
            whole = fuzz.ratio(_squeeze(wanted), _squeeze(entry.name))
            score = max(min(scores), whole)
            if score >= _TYPO:
                hits.append(Hit(entry.programme, _CERTAIN["typo"] * score / 100, "typo",
                                entry.programme.name))
        return hits


def _match(entry: _Entry, wanted: str, targets: Mapping[str, str]) -> Hit | None:
    """The best reason for which an entry answers the words, if any."""
    words = [word for word in wanted.split() if word not in _NOISE] or wanted.split()

    def hit(reason: str, matched: str) -> Hit:
        # Shorter names are closer to what was typed; the difference stays below one class.
        closeness = 4 * len(wanted) / max(len(entry.name), len(wanted), 1)
        return Hit(entry.programme, _CERTAIN[reason] + closeness, reason, matched)

    if entry.name.startswith(wanted):
        return hit("name_start", wanted)
    if all(re.search(rf"\b{re.escape(word)}", entry.name) for word in words):
        return hit("name_word", wanted)
    if len(wanted) > 3 and (all(word in entry.name for word in words)
                            or _squeeze(wanted) in _squeeze(entry.name)):
        return hit("name_part", wanted)
    for target, term in targets.items():
        if re.search(rf"\b{re.escape(target)}", entry.name) or (
            len(target) > 4 and target in entry.name
        ):
            return hit("synonym", term)
    if len(wanted) > 2 and all(re.search(rf"\b{re.escape(word)}", entry.english)
                               for word in words):
        return hit("english", wanted)
    if len(wanted) > 3 and all(re.search(rf"\b{re.escape(word)}", entry.group) for word in words):
        return hit("group", wanted)
    for occupation in entry.occupations:
        if len(wanted) > 3 and all(re.search(rf"\b{re.escape(word)}", occupation)
                                   for word in words):
            return hit("occupation", occupation)
    return None


def search(
    index: SearchIndex,
    query: Query,
    pay: Mapping[str, float],
    work: Mapping[str, float],
    crisis: Mapping[str, tuple[str, str]] | None = None,
) -> Found:
    """Programmes that match words and filters.

    ``pay`` and ``work`` give the value per programme that the filters compare with (euro per
    hour; share), ``crisis`` the effect and recovery in corona time. A programme without the
    figure is left out only by that filter, and counted; so is one of which we do not know the
    effect, unless that is what was asked for.
    The facets count, per option, what would be left if only that filter were changed.
    """
    hits = index.hits(query.text)
    hidden_old = 0
    if not query.with_old:
        current = [hit for hit in hits if hit.programme.current]
        hidden_old = len(hits) - len(current)
        hits = current
    tests = _tests(query)
    passed = [hit for hit in hits if all(test(hit.programme) for test in tests.values())]
    without_pay = without_work = 0
    if query.min_pay is not None:
        known = [hit for hit in passed if hit.programme.programme_id in pay]
        without_pay = len(passed) - len(known)
        passed = [hit for hit in known if pay[hit.programme.programme_id] >= query.min_pay]
    if query.min_work is not None:
        known = [hit for hit in passed if hit.programme.programme_id in work]
        without_work = len(passed) - len(known)
        passed = [hit for hit in known if work[hit.programme.programme_id] >= query.min_work]
    passed, unknown_effect = _by_crisis(passed, query, crisis or {})
    return Found(tuple(passed), without_pay, without_work, unknown_effect, hidden_old,
                 _facets(hits, tests))


def _by_crisis(
    hits: list[Hit], query: Query, crisis: Mapping[str, tuple[str, str]]
) -> tuple[list[Hit], int]:
    """Hits with the wanted effect and recovery, and how many were left out as unknown."""
    if not query.effects and not query.recoveries:
        return hits, 0
    kept, unknown = [], 0
    for hit in hits:
        effect, recovery = crisis.get(hit.programme.programme_id, ("onvoldoende", "nvt"))
        wanted = ((not query.effects or effect in query.effects)
                  and (not query.recoveries or recovery in query.recoveries))
        if wanted:
            kept.append(hit)
        elif effect == "onvoldoende":
            unknown += 1
    return kept, unknown


_OPTIONS: dict[str, Callable[[Programme], Iterable[str]]] = {
    "levels": lambda programme: (programme.level,),
    "forms": lambda programme: programme.forms,
    "fields": lambda programme: (programme.field_id,) if programme.field_id else (),
    "provinces": lambda programme: programme.provinces,
    "institutions": lambda programme: programme.institutions,
}


def _tests(query: Query) -> dict[str, Callable[[Programme], bool]]:
    """Per filter: does a programme have one of the chosen options?"""
    chosen = {item.name: getattr(query, item.name) for item in fields(query)}

    def test(name: str) -> Callable[[Programme], bool]:
        wanted = frozenset(chosen[name])
        return lambda programme: not wanted or not wanted.isdisjoint(_OPTIONS[name](programme))

    return {name: test(name) for name in _OPTIONS}


def _facets(
    hits: Iterable[Hit], tests: Mapping[str, Callable[[Programme], bool]]
) -> dict[str, Counter[str]]:
    counters: dict[str, Counter[str]] = {name: Counter() for name in _OPTIONS}
    for hit in hits:
        failed = [name for name, test in tests.items() if not test(hit.programme)]
        for name, counter in counters.items():
            if not failed or failed == [name]:
                counter.update(_OPTIONS[name](hit.programme))
    return counters
