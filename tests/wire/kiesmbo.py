"""KiesMBO as its interface answers: two versions, a key, a limit per second. Figures are made up.

Names, envelopes and types are those of the publisher's own examples; every score is made up.
``KiesMbo(schools=60, programmes=480)`` has about the size of the country.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.wire.server import Reply, Request

KEY = "made-up-key"
REMARK = ("Let op: bedacht. De coronacrisis heeft invloed op de uitkomst. Daardoor vind je "
          "moeilijker een stage.")
# Qualifications of the register, so that figures meet a page; their scores are made up.
CREBOS = ("25180", "25168", "25171", "25179", "25182", "25491", "25498", "25605")
BRINS = ("25LH", "25PM", "25PT", "27GZ", "30RR")

Fault = Literal[
    "renamed_items", "renamed_score", "extra_field", "unknown_item", "odd_class", "no_date",
    "other_school", "no_cards", "error_cards", "no_studies", "schools_disagree",
]


@dataclass
class KiesMbo:
    """The publisher. ``v2_key`` is another key for version 2, as SBB may ask for.

    ``limit`` requests in a second are answered, more get 429.
    """

    schools: Sequence[str] = BRINS
    crebos: Sequence[str] = CREBOS
    faults: set[Fault] = field(default_factory=set)
    v2_key: str = KEY
    limit: int = 20
    pay: float = 14.5
    busiest: int = 0
    _moments: deque[float] = field(default_factory=deque)

    def __call__(self, request: Request) -> Reply:
        """Answer a request as the gateway does."""
        if self._too_fast():
            return _json({"statusCode": 429, "message": "Rate limit is exceeded."}, 429,
                         {"Retry-After": "1"})
        parts = request.path.strip("/").split("/")
        wanted = self.v2_key if "v2" in parts else KEY
        if request.headers.get("ocp-apim-subscription-key") != wanted:
            return _json({"statusCode": 401, "message": "Access denied due to missing or invalid "
                          "subscription key."}, 401)
        return self._answer(parts[2:])

    def _too_fast(self) -> bool:
        now = time.monotonic()
        while self._moments and now - self._moments[0] >= 1:
            self._moments.popleft()
        self._moments.append(now)
        self.busiest = max(self.busiest, len(self._moments))
        return len(self._moments) > self.limit

    def _answer(self, parts: list[str]) -> Reply:
        if parts[1:] == ["export"]:
            return _json(self._export(), etag=True)
        if parts[1:] == ["studies"]:
            rows = [] if "no_studies" in self.faults else [
                {"Name": f"Bedacht {crebo}", "StudyNumber": _number(crebo), "Crebo": crebo}
                for crebo in self.crebos]
            return _wrapped(rows)
        if parts[1:2] == ["studieincijfers"] and len(parts) == 3:
            return _wrapped(self._codes(parts[2]))
        if parts[1:2] == ["studieincijfers"] and len(parts) == 4:
            if "no_cards" in self.faults:
                return _json({"statusCode": 404, "message": "Resource not found"}, 404)
            if "error_cards" in self.faults:
                return _json({"HasError": "True", "ErrorMessage": "bedacht", "Data": None})
            return _wrapped(self._card(parts[2], parts[3]))
        return _json({"statusCode": 404, "message": "Resource not found"}, 404)

    def _export(self) -> dict[str, Any]:
        export: dict[str, Any] = {
            "lastUpdated": "2024-05-22T10:05:53.0000000+00:00",
            "schools": [{"brin": brin, "name": f"Bedacht roc {brin}", "website": "",
                         "locations": []} for brin in self.schools],
            "studies": [{"crebo": crebo, "creboName": f"Bedachte opleiding {crebo}",
                         "studyNumber": _number(crebo), "profession": _profession(crebo),
                         "professionNumber": "23000", "level": _level(crebo),
                         "duration": "2024-03-04"} for crebo in self.crebos],
        }
        if "no_date" in self.faults:
            del export["lastUpdated"]
        return export

    def _codes(self, brin: str) -> list[dict[str, Any]]:
        rows = []
        for crebo in self.crebos:
            for form in ("BOL", "BBL", "TOT") if crebo != self.crebos[-1] else ("TOT",):
                code = f"{_profession(crebo)}_{form}{_level(crebo)}"
                rows.append({"Code": code, "Name": f"Bedachte opleiding {crebo}-{form}",
                             "FrameURL": "", "ApiURL": "", "Level": _level(crebo), "Brin": brin})
        return rows

    def _card(self, brin: str, code: str) -> dict[str, Any]:
        crebo = next(item for item in self.crebos if code.startswith(f"{_profession(item)}_"))
        place, school = self.crebos.index(crebo), self.schools.index(brin)
        bbl = "BBL" in code
        card = {
            "Code": code, "Name": f"Bedachte opleiding {crebo}", "Level": _level(crebo),
            "FrameURL": f"https://www.kiesmbo.nl/studieincijfers/{brin.lower()}/{code.lower()}",
            "ApiURL": "/api/v1/studieincijfers/25px/bc008_bol4",
            "Brin": "99ZZ" if "other_school" in self.faults else brin,
            "SchoolName": f"Bedacht roc {brin}", "Remarks": "",
            "Items": [
                self._item("Percentage geslaagde studenten", 0, 0.78, ""),
                self._item("Kans op leerbaan" if bbl else "Kans op stage",
                           0 if school == 0 and place == 1 else (place + school) % 5 + 1,
                           place % 5 + 1, _number(crebo), "" if bbl else REMARK),
                self._item("Kans op werk", (place + 2 * school) % 5 + 1,
                           5 if "schools_disagree" in self.faults and school == 0
                           else (place + 1) % 5 + 1, _number(crebo)),
                # Of the occupation, without a study number; schools have none of their own.
                self._item("Startsalaris", 0, self.pay + place, ""),
            ],
        }
        if "odd_class" in self.faults:
            card["Items"][1]["Score"] = 0.78
        if "unknown_item" in self.faults:
            card["Items"].append(self._item("Bedacht nieuw cijfer", 3, 3, ""))
        if "renamed_items" in self.faults:
            card["Onderdelen"] = card.pop("Items")
        return card

    def _item(self, title: str, score: float, nation: float, number: str,
              remarks: str = "") -> dict[str, Any]:
        item = {"Item": title, "Score": score, "NationScore": nation, "StudyNumber": number,
                "StudyName": f"Bedacht {number}" if number else "", "Order": 9287,
                "Remarks": remarks}
        if "renamed_score" in self.faults:
            item["Uitkomst"] = item.pop("Score")
        if "extra_field" in self.faults:
            item["Nieuw"] = "bedacht"
        return item


def _number(crebo: str) -> str:
    return f"b{crebo[1:]}"


def _profession(crebo: str) -> str:
    return f"bc{crebo[2:]}"


def _level(crebo: str) -> int:
    return 2 + int(crebo) % 3


def _wrapped(data: Any) -> Reply:
    return _json({"HasError": "False", "Data": data}, etag=True)


def _json(body: Any, status: int = 200, headers: dict[str, str] | None = None,
          *, etag: bool = False) -> Reply:
    return Reply(json.dumps(body, ensure_ascii=False), status, headers=headers or {}, etag=etag)
