"""A key of the analyst: recognised in whatever a publisher says back, so that it stays secret."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from etl.errors import DataError

_CHUNK = 1 << 20


def check_key(name: str, key: str) -> None:
    """Raises DataError, which does not show it, when a key cannot stand in a header."""
    if not (key.isascii() and key.isprintable()):
        raise DataError("the key holds a character that cannot be sent.", file=name,
                        advice="Copy it again, without anything around it.")


@dataclass(frozen=True)
class Secret:
    """A key as it stands in the environment, perhaps with a prefix such as «Bearer »."""

    text: str

    def forms(self) -> tuple[str, ...]:
        """The key as it may be repeated: without prefix, in JSON, in an address. Longest first."""
        bare = re.split(r"[\s:]+", self.text.strip())[-1]
        found = {form for key in (self.text.strip(), bare)
                 for form in (key, json.dumps(key)[1:-1], quote(key, safe="")) if form}
        return tuple(sorted(found, key=len, reverse=True))

    def hidden(self, text: str) -> str:
        """The text with stars in place of the key."""
        for form in self.forms():
            text = text.replace(form, "***")
        return text

    def inside(self, path: Path) -> bool:
        """Does a file hold the key? Read in pieces that overlap."""
        forms = [form.encode() for form in self.forms()]
        overlap = max(map(len, forms), default=0)
        before = b""
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                if any(form in before + piece for form in forms):
                    return True
                before = piece[-overlap:]
        return False
