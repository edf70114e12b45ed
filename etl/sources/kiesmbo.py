"""KiesMBO (SBB): chance of an internship, chance of work and starting pay, per school.

The interface needs a key (header ``Ocp-Apim-Subscription-Key``) and allows 20 requests a
second. Version 1 wraps its answers in ``{"HasError": "False", "Data": ...}`` with names in
PascalCase and booleans as text; version 2 does not and uses camelCase. What is fetched:

* ``v2/export`` (``v1/export`` where the key is not good for version 2): schools, programmes,
  and the date of the data;
* ``v1/studies``: which study number (b0121) is which crebo;
* ``v1/studieincijfers/{brin}`` and per card ``/{code}``: the items of Studie in Cijfers. A code
  like bc203_BOL4 is an occupation, a learning path and a level. TOT is all paths together, and
  is skipped where a school has a card per path.

A score of 0 means that there is none: percentages of 0 stand beside national ones of 78. What
the items mean for our figures is in ``kiesmbo_figures.sql``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.net.pace import Pace
from etl.sources.sbb_classes import CLASSES, YEARS_AHEAD
from store.connection import one_row

_SQL = Path(__file__).with_name("kiesmbo_figures.sql")
_API = "kiesmbo/api"
_CODE = re.compile(r"(?P<profession>[A-Za-z]+\d+)_(?P<form>[A-Za-z]+?)(?P<level>\d)")
_ADVICE = "The interface of KiesMBO may have changed; look at the publisher's page."
_ITEM = ("Item", "Score", "NationScore", "StudyNumber")
# More cards than this part that cannot be had means that something is wrong with all of them.
_MOST_FAILED = 0.5


def fetch(fetching: Fetching) -> None:
    """All lists and all cards of all schools, not faster than the publisher allows."""
    door = _Door(fetching)
    schools = sorted({brin for brin in map(_brin, _schools(_export(door))) if brin})
    if not schools:
        raise DataError("the export has no schools with a BRIN.", file=f"{_API}/v2/export",
                        advice=_ADVICE)
    door.data(f"{_API}/v1/studies", "studies.json")
    asked = failed = 0
    for brin in schools:
        try:
            listed = door.data(f"{_API}/v1/studieincijfers/{brin}", f"schools/{brin}.json")
        except _NoSuchCard:
            fetching.note(f"no Studie in Cijfers of school {brin}")
            continue
        for code in chosen_codes(str(row.get("code", "")) for row in _rows(listed)):
            asked += 1
            try:
                door.data(f"{_API}/v1/studieincijfers/{brin}/{code}", f"cards/{brin}_{code}.json")
            except _NoSuchCard:
                failed += 1
    if asked and failed / asked > _MOST_FAILED:
        raise DataError(f"{failed} of {asked} cards of Studie in Cijfers cannot be had.",
                        file=f"{_API}/v1/studieincijfers", advice=_ADVICE)
    if failed:
        fetching.note(f"{failed} of {asked} cards of Studie in Cijfers are listed but not there")


def chosen_codes(codes: Iterable[str]) -> list[str]:
    """Codes to ask of one school: those per learning path, and TOT only where it stands alone."""
    paths: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for code in sorted(set(codes)):
        if found := _CODE.fullmatch(code):
            key = (found["profession"].lower(), found["level"])
            paths.setdefault(key, []).append((found["form"].upper(), code))
    return [code for forms in paths.values() for form, code in forms
            if form != "TOT" or len(forms) == 1]


class _NoSuchCard(Exception):
    """The publisher lists it and does not have it."""


class _Door:
    """Asks the interface: key in the header, never faster than allowed, envelope taken off."""

    def __init__(self, fetching: Fetching) -> None:
        self.fetching = fetching
        self.pace = Pace(fetching, float(fetching.options["per_second"]))

    def data(self, path: str, name: str) -> Any:
        """What an address gives, with names in lower case."""
        try:
            answer = self.fetching.json(path, name, headers={
                "Ocp-Apim-Subscription-Key": self.fetching.secret or ""})
        except DataError as error:
            if "answered 404" in error.problem:
                raise _NoSuchCard from error
            raise
        finally:
            self.pace()
        found = unwrapped(answer)
        if found is None:
            raise _NoSuchCard
        return found


def _export(door: _Door) -> Any:
    """The export of version 2; that of version 1 when the key is for version 1 only."""
    try:
        return door.data(f"{_API}/v2/export", "export.json")
    except (DataError, _NoSuchCard) as error:
        if isinstance(error, DataError) and "refuses access" not in error.problem:
            raise
        door.fetching.note("the key gives no access to version 2; version 1 was used")
    try:
        return door.data(f"{_API}/v1/export", "export.json")
    except _NoSuchCard as error:
        raise DataError("there is no export.", file=f"{_API}/v1/export",
                        advice=_ADVICE) from error


def unwrapped(answer: Any) -> Any:
    """The data inside the envelope of version 1, or the answer itself; None for an error.

    Names become lower case, because the two versions write them in two ways.
    """
    low = _lower(answer)
    if isinstance(low, dict) and "haserror" in low:
        if str(low["haserror"]).strip().lower() == "true":
            return None
        return low.get("data")
    return low


def _lower(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key).lower(): _lower(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_lower(item) for item in value]
    return value


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _schools(export: Any) -> list[dict[str, Any]]:
    return _rows(export.get("schools")) if isinstance(export, dict) else []


def _brin(school: dict[str, Any]) -> str | None:
    brin = str(school.get("brin", "")).strip().upper()
    return brin if re.fullmatch(r"\d{2}[A-Z0-9]{2}", brin) else None


def read(reading: LiveReading) -> None:
    """Cards -> ``live.figure``; see ``kiesmbo_figures.sql``."""
    export = unwrapped(_json(reading.folder / "export.json"))
    day = _last_updated(export)
    studies = [*_rows(unwrapped(_json(reading.folder / "studies.json"))),
               *_rows(export.get("studies"))]
    _put(reading, "kiesmbo_study", "studies.json", [
        {"number": row.get("studynumber"), "crebo": row.get("crebo"),
         "name": row.get("creboname") or row.get("name"), "profession": row.get("profession"),
         "level": row.get("level")} for row in studies])
    reading.leave_out("kiesmbo_study", "coalesce(trim(crebo), '') = ''", "study without a crebo")
    reading.require("kiesmbo_study", "crebo", "padded_code(crebo, 5)", "a crebo", needed=True)
    _put(reading, "kiesmbo_item", "studieincijfers", list(_items(reading.folder)))
    reading.leave_out("kiesmbo_item", "form NOT IN ('BOL', 'BBL', 'TOT')",
                      "learning path other than bol and bbl")
    reading.leave_out("kiesmbo_item", "answered_brin <> brin",
                      "card of another school than the one that was asked")
    if day is None:
        reading.warn("kiesmbo_item", "the export has no date, so today was taken")
    reading.connection.execute(
        "CREATE OR REPLACE TABLE stage.kiesmbo_day AS "
        "SELECT $day::DATE AS day, $classes::VARCHAR[] AS classes, $ahead::INTEGER AS ahead",
        {"day": min(day or date.today(), date.today()), "classes": list(CLASSES),
         "ahead": YEARS_AHEAD})
    reading.connection.execute(_SQL.read_text(encoding="utf-8"))
    _tell(reading)
    (first, last) = one_row(
        reading.connection, "SELECT min(measured_start), max(measured_end) FROM live.figure")
    if first is None:
        raise DataError("no figure came out of the cards of Studie in Cijfers.",
                        file="studieincijfers", advice=_ADVICE)
    reading.describe(edition=f"stand van {last}", published=last, reference_start=first,
                     reference_end=last)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8-sig"))


def _last_updated(export: Any) -> date | None:
    try:
        return date.fromisoformat(str(export.get("lastupdated", ""))[:10])
    except (AttributeError, ValueError):
        return None


def _items(folder: Path) -> Iterator[dict[str, Any]]:
    """One row per item of every card; the names of the card and the file must agree."""
    for path in sorted((folder / "cards").glob("*.json")):
        brin, _, code = path.stem.partition("_")
        found = _CODE.fullmatch(code)
        card = unwrapped(_json(path))
        if not found or not isinstance(card, dict):
            continue
        if "items" not in card:
            raise DataError("this card has no items.", file=path.name, column="Items",
                            advice=_ADVICE)
        for item in _rows(card["items"]):
            if missing := [name for name in _ITEM if name.lower() not in item]:
                raise DataError("this part of an item is missing.", file=path.name,
                                column=missing[0], advice=_ADVICE)
            yield {
                "brin": brin, "form": found["form"].upper(), "level": found["level"],
                "profession": found["profession"].lower(), "school": card.get("schoolname"),
                "answered_brin": str(card.get("brin") or brin).upper(),
                "item": item.get("item"), "score": item.get("score"),
                "nation": item.get("nationscore"), "number": item.get("studynumber"),
                "name": item.get("studyname"), "url": card.get("frameurl"),
                "remarks": _remarks(item.get("remarks"), card.get("remarks")),
            }


def _remarks(*texts: Any) -> str:
    """What SBB says with it, word for word; a remark that is there twice is said once."""
    known = [str(text).strip() for text in texts if text and str(text).strip()]
    return " ".join(dict.fromkeys(known))


def _put(reading: LiveReading, table: str, name: str, rows: list[dict[str, Any]]) -> None:
    digest = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
    reading.records(table, reading.folder / name, digest.encode(), rows)


def _tell(reading: LiveReading) -> None:
    """What was met and not used, for the reader of the load log."""
    rows = reading.connection.execute(
        "SELECT DISTINCT item FROM stage.kiesmbo_meant WHERE kind IS NULL ORDER BY item")
    if other := [str(row[0]) for row in rows.fetchall()]:
        reading.warn("kiesmbo_item", f"items not used: {', '.join(other)}"[:400])
    for problem, query in (
        ("scores that are no class or amount",
         "SELECT count(*) FROM stage.kiesmbo_value WHERE strange"),
        ("items of a study that is in no list",
         "SELECT count(*) FROM stage.kiesmbo_unknown"),
        ("national scores on which schools do not agree; the one that most show is used",
         "SELECT count(*) FROM stage.kiesmbo_national WHERE kinds > 1"),
    ):
        (number,) = one_row(reading.connection, query)
        if number:
            reading.warn("kiesmbo_item", f"{number} {problem}")
