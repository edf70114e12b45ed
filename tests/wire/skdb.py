"""Studiekeuzedatabase version 1 as far as it is known: a token, and plain JSON arrays.

Names of the programme's own fields are the publisher's; those of pay and work are not known, so
they are made up here in several spellings, and so is every figure.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.wire.server import Reply, Request

TOKEN = "made.up.jwt"
# Programmes and institutions of the register, so that figures meet a page.
ISATS = ("34406", "34479", "34436", "34401")
BRINS = ("21PE", "25BE")
Spelling = Literal["flat", "nested", "fractions"]
Paging = Literal["none", "next", "page"]
Fault = Literal["no_fields", "no_code", "schools_differ", "few", "same_page", "extra_field",
                "missing_last_page", "first_page_last"]


@dataclass
class Skdb:
    """The publisher. ``size`` rows a page when it pages, with their ``total`` beside them."""

    isats: Sequence[str] = ISATS
    brins: Sequence[str] = BRINS
    spelling: Spelling = "flat"
    paging: Paging = "none"
    size: int = 3
    total: bool = False
    faults: set[Fault] = field(default_factory=set)

    def __call__(self, request: Request) -> Reply:
        """Answer a request; the base without /v1 does not exist."""
        if request.path != "/v1/opleidingen":
            return Reply(json.dumps({"message": "Not Found"}), 404)
        if request.headers.get("authorization") != f"Bearer secret-token:{TOKEN}":
            return Reply(json.dumps({"message": "Unauthorized"}), 401)
        rows = [self._row(brin, isat) for isat in self.isats for brin in self.brins]
        if self.paging == "none":
            return Reply(json.dumps(rows), etag=True)
        number = int(request.query.get("page", "1"))
        part = rows[(number - 1) * self.size:number * self.size]
        last = number * self.size >= len(rows)
        if "same_page" in self.faults and number > 1:
            part = rows[:self.size]
        if "first_page_last" in self.faults and last:
            part = rows[:self.size]
        if self.paging == "page":
            return Reply(json.dumps(part), etag=True)
        last = last or ("missing_last_page" in self.faults and number == 2)
        following = None if last else f"/v1/opleidingen?page={number + 1}"
        count = {"total": len(rows)} if self.total else {}
        return Reply(json.dumps({**count, "items": part, "links": {"next": following}}),
                     etag=True)

    def _row(self, brin: str, isat: str) -> dict[str, Any]:
        place = self.isats.index(isat)
        row: dict[str, Any] = {
            "instellingSkdb": 1000 + place, "instellingNaam": f"Bedachte hogeschool {brin}",
            "instellingCode": brin, "opleidingNaam": f"Bedachte studie {isat}",
            "opleidingCode": isat, "crohoCode": int(isat), "rioCode": "1016O1755",
            "graad": "Bachelor", "soortHo": "hbo", "studielastEcts": 240,
            "toelatingsEisenMbo": True, "niveauDiplomasPrc": 61,
        }
        if "no_code" in self.faults:
            for name in ("opleidingCode", "crohoCode"):
                del row[name]
        pay, jobless = 2700 + 10 * place, 4 + place
        people = 12 if "few" in self.faults else 120
        if "schools_differ" in self.faults:
            pay += 100 * self.brins.index(brin)
        if "no_fields" in self.faults:
            row["vormen"] = [{"vorm": "voltijd", "eersteJaars": 100}]
        elif self.spelling == "flat":
            row |= {
                "startSalarisMediaan": pay, "startSalarisGemiddeld": pay + 55,
                "startSalarisAantal": people, "salarisMeetjaar": 2023,
                "werkloosheidPrc": None if place == 3 else jobless,
                "baanOpNiveauPrc": 88, "baanInVakgebiedPrc": 80, "vastContractPrc": "71",
            }
        else:
            scale = 100 if self.spelling == "fractions" else 1
            row["vormen"] = [
                {"vorm": form, "eindeOpleidingDatum": None, "standaardOnderwijsIndeling": {
                    "startsalarisBrutoMaand": pay + 500 * number, "aantalWerklozen": 5,
                    "nWerkloosheid": people,
                    "werkloos": jobless / scale, "functieOpNiveau": 88 / scale,
                    "landelijkSalaris": 9999}}
                for number, form in enumerate(("voltijd", "deeltijd"))]
        if "extra_field" in self.faults:
            row["nieuw"] = {"iets": [1, 2, {"diep": "x"}]}
        return row
