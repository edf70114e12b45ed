"""Words of short texts, to be looked up from the start, by family or in part."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from explorer.programmes import Programme
from explorer.search_words import fold, stem


class Lexicon:
    """The words of a list of short texts. Answers are the numbers of texts in that list."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            for word in dict.fromkeys(text.split()):
                self._texts.setdefault(word, []).append(number)
        self.words = sorted(self._texts)
        self._stems: dict[str, list[str]] = {}
        for word in self.words:
            self._stems.setdefault(stem(word), []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._texts

    def texts(self, word: str) -> list[int]:
        """Texts with exactly this word."""
        return self._texts.get(word, [])

    def starting(self, word: str) -> set[int]:
        """Texts with a word that starts like this."""
        found: set[int] = set()
        for position in range(bisect_left(self.words, word), len(self.words)):
            if not self.words[position].startswith(word):
                break
            found.update(self._texts[self.words[position]])
        return found

    def family(self, word: str) -> set[int]:
        """Texts with a word of the same family."""
        return {number for other in self._stems.get(stem(word), ())
                for number in self._texts[other]}

    def containing(self, part: str) -> set[int]:
        """Texts with a word that has this in it."""
        return {number for word in self.words if part in word for number in self._texts[word]}


class Linked:
    """Names of occupations or industries, and the programmes that lead to them."""

    def __init__(
        self, programmes: Sequence[Programme], links: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._names = sorted({name for names in links.values() for name in names})
        self._place = {name: number for number, name in enumerate(self._names)}
        self._programmes: dict[str, list[int]] = {}
        for number, programme in enumerate(programmes):
            for name in links.get(programme.programme_id, ()):
                self._programmes.setdefault(name, []).append(number)
        self.lexicon = Lexicon([fold(name) for name in self._names])

    def leading_from(self, word: str) -> list[tuple[int, str]]:
        """Programmes that lead to something with this word in its name, and that name."""
        texts = self.lexicon.starting(word) | self.lexicon.family(word)
        return [(number, self._names[text]) for text in sorted(texts)
                for number in self._programmes.get(self._names[text], ())]
