"""State in the address: what a link may hold, and what to say when it holds something else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from rapidfuzz import fuzz

_ID = re.compile(r"(crebo|isat):\d{5}")
_VERSION = re.compile(r"[0-9a-f]{8}")
# What markdown would not show as it is: its own signs, and the names of icons and colours.
_MARKDOWN = re.compile(r"[\\`*_\[\]<>$~#!|]|:(?=[a-zA-Z])")
# What other sites hang on a link when it is shared there, to follow who opens it.
_FOLLOWS = re.compile(r"(utm|mc|pk|mtm|hsa)_\w+|\w*clid|igsh(id)?|_ga|_gl|si|ref|source")
_LOOKS_LIKE = 55.0
# Of so few options all are offered when none looks like what was asked.
_FEW = 6


@dataclass(frozen=True)
class ProgrammeIds:
    """Programme ids out of an address: the ones we know, and what we did not understand."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]


def programme_ids(values: Iterable[str], known: Mapping[str, object]) -> ProgrammeIds:
    """Split ids in known and unknown ones, without doubles, in their order.

    A bare five-digit code is understood too, when only one programme has it. Several ids may
    stand in one value, with commas between them.
    """
    good: dict[str, None] = {}
    bad: dict[str, None] = {}
    for value in (part for text in values for part in text.split(",") if part.strip()):
        text = value.strip().lower()
        candidates = [text] if _ID.fullmatch(text) else [f"crebo:{text}", f"isat:{text}"]
        matches = [candidate for candidate in candidates if candidate in known]
        if len(matches) == 1:
            good[matches[0]] = None
        else:
            bad[value.strip()[:40]] = None
    return ProgrammeIds(tuple(good), tuple(bad))


@dataclass(frozen=True)
class Strange:
    """Something in an address that a page does not know: a parameter, or a value of one."""

    name: str
    value: str | None = None

    def __str__(self) -> str:
        text = self.name if self.value is None else f"{self.name}={self.value}"
        return text if len(text) <= 40 else f"{text[:39]}…"


def follows(name: str) -> bool:
    """Is this parameter a mark of another site? Then nobody asked for it and it is left out."""
    return bool(_FOLLOWS.fullmatch(name.lower()))


def is_data_version(text: str) -> bool:
    """May this be the version of a store, ours or another?"""
    return bool(_VERSION.fullmatch(text))


def literal(text: str) -> str:
    """Markdown that shows a text of an address as it is, without links, pictures or styles."""
    return _MARKDOWN.sub(lambda found: f"\\{found.group()}", text)


def nearest_options(
    value: str, names: Mapping[str, str], limit: int = 3
) -> tuple[tuple[str, str], ...]:
    """Options (code, name) whose code or name looks like a value that we do not know.

    Of options that are numbers the nearest in size; of a few options all, when none looks like it.
    """
    wanted = value.strip().lower()[:80]
    if wanted[:40].isdecimal() and names and all(code.isdecimal() for code in names):
        size = int(wanted[:40])
        near = sorted(names, key=lambda code: (abs(int(code) - size), int(code)))[:limit]
        return tuple((code, names[code]) for code in near)
    near = _looking_like(wanted, names)[:limit] or (list(names) if len(names) <= _FEW else [])
    return tuple((code, names[code]) for code in near)


def nearest_parameter(name: str, known: Collection[str]) -> str | None:
    """The parameter that someone probably meant with a name that we do not know."""
    return next(iter(_looking_like(name.lower()[:80], {other: other for other in known})), None)


def _looking_like(wanted: str, names: Mapping[str, str]) -> list[str]:
    """Codes that look like what was asked, or their names do; the most alike first."""
    scores = {code: max(_alike(wanted, code.lower()), _alike(wanted, name.lower()))
              for code, name in names.items()}
    return [code for code in sorted(scores, key=lambda code: -scores[code])
            if scores[code] >= _LOOKS_LIKE]


def _alike(wanted: str, option: str) -> float:
    """How alike two texts are, from 0 to 100; one that has all words of the other is very alike."""
    words = _words(wanted)
    whole = 90.0 if words and words <= _words(option) else 0.0
    return max(whole, fuzz.ratio(wanted, option))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text))


def nearest_ids(value: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Ids of programmes whose code is numerically closest to the digits of an unknown id."""
    digits = re.sub(r"\D", "", value)[:9]
    if not digits:
        return ()
    kind = value.split(":")[0].lower()
    same_kind = [item for item in known if not kind.isalpha() or item.startswith(f"{kind}:")]
    return tuple(sorted(same_kind, key=lambda item: (abs(int(item.split(":")[1]) - int(digits)),
                                                     item))[:limit])


def link(base: str, page: str, parameters: Sequence[tuple[str, str]]) -> str:
    """An absolute address of a page with its state."""
    query = urlencode([(name, value) for name, value in parameters if value], safe=":,")
    root = base.split("?")[0].rstrip("/")
    root = root.rsplit("/", 1)[0] if root.count("/") > 2 else root
    return f"{root}/{page}?{query}" if query else f"{root}/{page}"
