"""What two ways of writing a word have in common: spelling, plurals, families of words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Words that say nothing about which programme is meant.
NOISE = frozenset("de het een en of in voor met van iets ik wil graag worden studie studeren "
                  "opleiding opleidingen cursus school leren tot als bij te op aan the and of to "
                  "a at something with maken maak doen gaan vind leuk hou over naar om veel "
                  "later become i want like weet niet geen idee nog ook wat welke kan kun zou wel "
                  "mijn mij me past alles leuks makkelijk makkelijke werken verdienen baan beroep "
                  "beroepen rijk miljonair betaald betaalt salaris goed hoog s my don t know work "
                  "job werk goede snel toekomst na niks niets buurt dichtbij".split())
# Ways in which Dutch makes a person, a subject and an adjective of one word.
_FAMILIES = tuple((re.compile(f"(?:{ends})$"), root) for ends, root in (
    ("kundigen|kundige|kundig|kunde", "kund"),
    ("verzorgenden|verzorgende|verzorgers|verzorger|verzorging|verzorgen", "verzorg"),
    ("logisch|logische|logie|logen|loog", "log"),
    ("nomisch|nomische|nomie|nomen|noom", "nom"),
    ("technicus|technici|technisch|technische|technieken|techniek", "techn"),
    ("therapeutisch|therapeutische|therapeuten|therapeut|therapie", "therap"),
    ("grafisch|grafische|grafie|grafen|graaf", "graf"),
    ("istische|istisch|istiek|isten|iste|ist", "ist"),
))
_ENDING = re.compile(r"(?:ingen|ing|enden|ende|ers|er|en|e|(?<![aeiou])s)$")
_SHORTEST_STEM = 4


def fold(text: str) -> str:
    """Lower case, no accents, single blanks: what two spellings of a word have in common."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9+#]+", " ", plain).strip()


def squeeze(text: str) -> str:
    """Without blanks, so that «makeup», «make up» and «make-up» are one word."""
    return text.replace(" ", "")


def starts_a_word(letters: str, text: str) -> bool:
    """Do the letters, blanks left out, begin where a word of a text begins?

    «meubelmaker» does in «ontwerpend meubel maker», «hond» does not in «forensisch onderzoek».
    """
    words = text.split()
    return any("".join(words[start:]).startswith(letters) for start in range(len(words)))


def content(words: list[str]) -> list[str]:
    """The words that say which programme is meant; all of them when that leaves nothing."""
    return [word for word in words if word not in NOISE] or words


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What a folded word shares with its plural and its family: verpleegkunde, verpleegkundige.

    Made for finding, not for grammar: two words with one stem may now and then differ, so a
    match on a stem counts for less than one on the word itself.
    """
    for ends, root in _FAMILIES:
        found, times = ends.subn(root, word)
        if times and len(found) >= len(root):
            return _even(found)
    ending = _ENDING.search(word)
    if ending and ending.start() >= _SHORTEST_STEM:
        return _even(word[:ending.start()])
    return _even(word)


def _even(word: str) -> str:
    """One spelling for what Dutch writes differently at the end: leraar/leraren, huis/huizen."""
    last = {"z": "s", "v": "f"}.get(word[-1:], word[-1:])
    return re.sub(r"(.)\1", r"\1", word[:-1] + last)
