"""What people type in a cell -> a value, or what is wrong with it and what to do.

Every function takes the trimmed text of a cell and raises ``Wrong`` when it cannot be used.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from etl.sources.sbb_classes import CLASSES

_NUMBER = re.compile(r"\d{1,9}([.,]\d{1,6})?")
_YEARS_AFTER = (0.0, 1.0, 1.5, *(float(year) for year in range(2, 11)))
LONGEST = 500
EARLIEST = 1990


class Wrong(Exception):
    """A cell that cannot be used: what is wrong, and what to do."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice


def number(text: str) -> float:
    """A number with a decimal comma or point; no separator for thousands."""
    bare = text.replace("\u00a0", " ").removeprefix("€").strip()
    if not _NUMBER.fullmatch(bare):
        raise Wrong(f"«{text[:40]}» is not a number.",
                    "Write it like 14,80 or 2350, without a separator for thousands.")
    return float(bare.replace(",", "."))


def amount(text: str, lowest: float, highest: float) -> float:
    """An amount in euro between two borders."""
    value = number(text)
    if not lowest <= value <= highest:
        raise Wrong(f"{text} is not between {lowest:g} and {highest:g} euro.",
                    "Check the amount and whether it is per hour or per month.")
    return value


def share(text: str) -> float:
    """A percentage of 0 to 100 -> a share of 0 to 1; 0,93 could be either, so it is refused."""
    value = number(text.removesuffix("%").strip())
    if value > 100:
        raise Wrong(f"{text} is more than 100 percent.", "Write a percentage of 0 to 100.")
    if 0 < value < 1:
        raise Wrong(f"{text} could be a share or a percentage.",
                    "Write a percentage, so 93 for 93 percent.")
    return round(value / 100, 6)


def chance_class(text: str) -> int:
    """One of the five classes of SBB, as its word or as 1 to 5."""
    plain = " ".join(text.lower().split())
    if plain in CLASSES:
        return CLASSES.index(plain) + 1
    if plain in {"1", "2", "3", "4", "5"}:
        return int(plain)
    raise Wrong(f"«{text[:40]}» is not a class.", f"Write {', '.join(CLASSES)}, or 1 to 5.")


def count(text: str, fewest: int) -> int | None:
    """How many people; None when not given. Too few to show is refused."""
    if not text:
        return None
    if not re.fullmatch(r"\d{1,7}", text):
        raise Wrong(f"«{text[:40]}» is not a whole number of people.", "Write it like 120.")
    if int(text) < fewest:
        raise Wrong(f"{text} is fewer than {fewest} people.",
                    "Leave this row out, because people could be recognised.")
    return int(text)


def day(text: str, *, last: bool) -> date:
    """A date (2024-10-01, 1-10-2024, 1/10/2024) or a year: its first or last day."""
    if re.fullmatch(r"(19|20)\d{2}", text):
        return date(int(text), 12, 31) if last else date(int(text), 1, 1)
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        parts = [int(part) for part in found.groups()]
    elif found := re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", text):
        parts = [int(part) for part in reversed(found.groups())]
    else:
        parts = [0, 0, 0]
    try:
        found_day = date(*parts)
    except ValueError:
        raise Wrong(f"«{text[:40]}» is not a date.",
                    "Write it like 2024-10-01, 1-10-2024 or 2024.") from None
    if found_day.year < EARLIEST:
        raise Wrong(f"{found_day} is before {EARLIEST}.", "Check the year.")
    return found_day


def years_after(text: str) -> float | None:
    """Years after leaving school, as far as we have words for them."""
    if not text:
        return None
    value = number(text)
    if value not in _YEARS_AFTER:
        raise Wrong(f"{text} is not a moment that we know.", "Write 0, 1, 1,5 or 2 to 10.")
    return value


def web_address(text: str) -> str:
    """An address of a page on the web."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or " " in text:
        raise Wrong(f"«{text[:60]}» is not the address of a page.",
                    "Write it in full, like https://www.kiesmbo.nl.")
    return text


def plain_text(text: str) -> str:
    """A text of some length."""
    if len(text) > LONGEST:
        raise Wrong(f"the text has {len(text)} characters.",
                    f"Make it shorter than {LONGEST + 1}.")
    return " ".join(text.split())
