"""State in the address: what a link may hold, and what to say when it holds something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from rapidfuzz import fuzz

_ID = re.compile(r"(crebo|isat):\d{5}")
_LOOKS_LIKE = 55.0


@dataclass(frozen=True)
class ProgrammeIds:
    """Programme ids out of an address: the ones we know, and what we did not understand."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]


def programme_ids(values: Iterable[str], known: Mapping[str, object]) -> ProgrammeIds:
    """Split ids in known and unknown ones, without doubles, in their order.

    A bare five-digit code is understood too, when only one programme has it.
    """
    good: dict[str, None] = {}
    bad: dict[str, None] = {}
    for value in values:
        text = value.strip().lower()
        candidates = [text] if _ID.fullmatch(text) else [f"crebo:{text}", f"isat:{text}"]
        matches = [candidate for candidate in candidates if candidate in known]
        if len(matches) == 1:
            good[matches[0]] = None
        else:
            bad[value.strip()[:40]] = None
    return ProgrammeIds(tuple(good), tuple(bad))


def unknown_options(
    parameters: Mapping[str, Sequence[str]], options: Mapping[str, Iterable[str] | None]
) -> tuple[str, ...]:
    """Parameters and values of an address that the page does not know, as 'name=value'.

    ``options`` gives per parameter the values it may have; None means: anything.
    """
    strange = []
    for name, values in parameters.items():
        if name not in options:
            strange.append(name)
            continue
        allowed = options[name]
        if allowed is None:
            continue
        known = set(allowed)
        strange += [f"{name}={value}" for value in values if value and value not in known]
    return tuple(text[:40] for text in strange)


def nearest_options(
    value: str, names: Mapping[str, str], limit: int = 3
) -> tuple[tuple[str, str], ...]:
    """Options (code, name) whose code or name looks like a value that we do not know.

    Of options that are numbers the nearest in size.
    """
    wanted = value.strip().lower()
    if wanted[:40].isdecimal() and names and all(code.isdecimal() for code in names):
        size = int(wanted[:40])
        near = sorted(names, key=lambda code: (abs(int(code) - size), int(code)))[:limit]
        return tuple((code, names[code]) for code in near)
    scores = {code: max(fuzz.ratio(wanted, code.lower()), fuzz.ratio(wanted, name.lower()))
              for code, name in names.items()}
    best = sorted(scores, key=lambda code: -scores[code])[:limit]
    return tuple((code, names[code]) for code in best if scores[code] >= _LOOKS_LIKE)


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
