"""All texts of the interface, one TOML file per language, looked up by key."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("nl", "en")
_FOLDER = Path(__file__).parent


class Texts:
    """Texts of one language. ``texts("card.source", name="CBS")`` fills in {name}."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._texts = flat_texts(self.language)

    def __call__(self, key: str, **values: Any) -> str:
        """The text behind a key with the values filled in; an unknown key is a KeyError."""
        text = self._texts[key]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Is there a text behind this key?"""
        return key in self._texts

    def count(self, key: str, number: int, shown: str, **values: Any) -> str:
        """The singular text for 1, else the plural: keys ``key.one`` and ``key.many``."""
        return self(f"{key}.{'one' if number == 1 else 'many'}", n=shown, **values)


def spoken(dutch: str, english: str | None, language: str) -> str:
    """What the data say in the language of the page; in Dutch when they have no English."""
    return english or dutch if language == "en" else dutch


@cache
def flat_texts(language: str) -> dict[str, str]:
    """The file of a language with its tables flattened: {'card.source': ...}."""
    content = (_FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flatten(tomllib.loads(content), ""))


def _flatten(table: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    result: list[tuple[str, str]] = []
    for key, value in table.items():
        path = f"{prefix}{key}"
        if isinstance(value, dict):
            result += _flatten(value, f"{path}.")
        else:
            result.append((path, value))
    return result
