"""RIO LOD v2 in its wire format, with made-up programmes, schools and places.

Lists are HAL under names of which the case differs, pages hold at most 100 rows, the next page is
reached by its own address only, and the page after the last full one has no ``_embedded``. An
unknown filter, a deep page, a page that is too large and paging below a row are refused with 400.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

from tests.wire.server import Reply, Request

Fault = Literal["deep_pages", "maintenance", "next_is_itself", "no_location", "array", "list_below",
                "not_rio", "renamed_filter", "last_page_lost", "page_twice"]
_FILTERS = {
    "opleidingserkenningen": {"opleidingserkenningtype", "erkendeopleidingscode", "datumGeldigOp"},
    "aangeboden-opleidingen": {"type", "onderwijslocatieId", "datumGeldigOp",
                               "opleidingseenheidcode", "organisatorischeEenheidcode"},
}
_NAMES = {"opleidingserkenningen": "Opleidingserkenningen",
          "aangeboden-opleidingen": "aangebodenOpleidingen"}
UNIT = "1000O0001"


@dataclass
class Rio:
    """The register: crebo 25180 is offered ``offers`` times, by turns as BOL and BBL.

    Isat 34479 has a unit and no offers; 29999 is not known.
    """

    offers: int = 2
    faults: set[Fault] = field(default_factory=set)
    url: str = ""

    def __call__(self, request: Request) -> Reply:
        """One list, or what lies under a row."""
        if "maintenance" in self.faults:
            return Reply("", 503)
        if "not_rio" in self.faults:
            return _json({"hello": "world"})
        parts = request.path.strip("/").split("/")
        if parts[:3] != ["api", "rio", "v2"]:
            return Reply("", 404)
        match parts[3:]:
            case [name] if name in _FILTERS:
                return self._list(name, request.query)
            case [_, _, below] if not request.query:
                return self._below(parts[4], below)
        return Reply("", 400)

    def _list(self, name: str, query: dict[str, str]) -> Reply:
        known = _FILTERS[name] - ({"opleidingseenheidcode"} if "renamed_filter" in self.faults
                                  else set())
        page, size = int(query.get("page", 0)), int(query.get("pageSize", 20))
        if set(query) - known - {"page", "pageSize", "bewaard"} or not 1 <= size <= 100:
            return Reply("onbekende parameter", 400, "text/plain")
        # Only the address that the page before gave leads on.
        if page and ("bewaard" not in query or "deep_pages" in self.faults):
            return Reply("", 400)
        rows = [row for row in self._rows(name) if all(
            row.get(key) == query[key] for key in known & set(query) if key != "datumGeldigOp")]
        if "array" in self.faults:
            return _json([_public(row) for row in rows])
        first = page - 1 if page and "page_twice" in self.faults else page
        part = rows[first * size:(first + 1) * size]
        address = f"{self.url}/api/rio/v2/{name}"
        links = {"self": {"href": f"{address}?{urlencode(query)}"}}
        if len(part) == size and not (page and "last_page_lost" in self.faults):
            step = page if "next_is_itself" in self.faults and page else page + 1
            links["next"] = {"href": f"{address}?" + urlencode(
                {**query, "page": step, "bewaard": "ja"})}
        embedded = {"_embedded": {_NAMES[name]: [_public(row) for row in part]}} if part else {}
        return _json({**embedded, "_links": links})

    def _rows(self, name: str) -> list[dict[str, Any]]:
        if name == "opleidingserkenningen":
            shared = {"erkenner": "OCW", "einddatum": None}
            return [
                {**shared, "id": "e1", "erkendeopleidingscode": "25180",
                 "type": "MBOOPLEIDINGSERKENNING", "opleidingsstelsel": "CREBO",
                 "ingangsdatum": "2016-08-01", "instroomeinddatum": "2031-07-31"},
                {**shared, "id": "e2", "erkendeopleidingscode": "34479",
                 "type": "HOOPLEIDINGSERKENNING", "opleidingsstelsel": "ISAT",
                 "ingangsdatum": "2002-09-01"}]
        return [
            {"id": f"a{number}", "opleidingseenheidcode": UNIT, "type": "AANGEBODENMBOOPLEIDING",
             "eigennaam": "Kok met sterren", "leertraject": "BBL" if number % 2 else "BOL",
             "voertaal": "NLD", "eersteInstroomdatum": "2024-08-01", "laatsteInstroomdatum": None,
             "website": "https://school.invalid/kok"}
            for number in range(self.offers)]

    def _below(self, row: str, below: str) -> Reply:
        if below == "onderwijslocatie" and "no_location" in self.faults:
            return Reply("", 404)
        found = {
            "opleiding": {
                "id": f"o-{row}", "opleidingseenheidcode": UNIT if row == "e1" else "1000O0002",
                "volledigeNaam": "Kok" if row == "e1" else "Informatica",
                "niveau": "MBO-2" if row == "e1" else "HBO-BA", "studielast": 3200,
                "studielasteenheid": "SBU"},
            "onderwijslocatie": {
                "id": "100X001", "straatnaam": "Bedachtestraat", "huisnummer": 7,
                "huisnummertoevoeging": "B", "postcode": "3511AB", "plaatsnaam": "UTRECHT",
                "gpsLatitude": 52.09, "gpsLongitude": 5.12, "bag-id": "0344"},
            "onderwijsaanbieder": {"id": "100A001", "code": "100A001", "naam": "Bedacht College"},
        }.get(below)
        if found is None:
            return Reply("", 404)
        if "list_below" in self.faults:
            return _json({"_embedded": {"Gevonden": [found]}, "_links": {}})
        return _json({**found, "_links": {"self": {"href": "x"}}})


def _public(row: dict[str, Any]) -> dict[str, Any]:
    """A row as it is listed: an offer does not tell its unit."""
    hidden = {"opleidingseenheidcode"} if row["id"].startswith("a") else set()
    return {**{key: value for key, value in row.items() if key not in hidden},
            "_links": {"self": {"href": f"https://rio.invalid/{row['id']}"}}}


def _json(answer: Any) -> Reply:
    return Reply(json.dumps(answer), content_type="application/hal+json")
