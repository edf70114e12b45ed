"""RIO, the register of institutions and programmes: its open API (LOD v2), for single look-ups.

Lists come as HAL: the rows are the first value of ``_embedded``, under a name of which the case
differs per list, and ``_links.next.href`` is followed as it is. Nothing tells how many rows there
are; a page holds at most 100, deep pages are refused with 400, and the last page may have no
``_embedded`` at all. What lies under a row (``/opleidingen/{id}/...``) takes no paging, and
answers with one object, a plain array or a list as above.

For everything at once there are the daily dumps on DUO's portal; see ``duo_mbo_offer_live``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from etl.errors import DataError
from etl.net.client import Client
from etl.net.validate import whole_json

API = "api/rio/v2"
PAGE = 100


@dataclass(frozen=True)
class Offered:
    """A programme as a school offers it: ``form`` is bol, bbl, voltijd ...; dates as written."""

    unit: str
    name: str | None
    form: str | None
    language: str | None
    website: str | None
    first_intake: str | None
    last_intake: str | None
    provider: str | None
    street: str | None
    postcode: str | None
    town: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class InRio:
    """What RIO says of a code; ``more`` offers were counted and not looked up."""

    code: str
    recognitions: tuple[dict[str, Any], ...]
    programmes: tuple[dict[str, Any], ...]
    offered: tuple[Offered, ...]
    more: int

    def as_record(self) -> dict[str, Any]:
        """The same as plain values, for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Rio:
    """The way to the register; ``base_url`` without the path of the API."""

    client: Client
    base_url: str

    def rows(self, path: str, **filters: str) -> Iterator[dict[str, Any]]:
        """All rows of a list; a filter that RIO does not know is a DataError."""
        address = self._url(path, {**filters, "page": "0", "pageSize": str(PAGE)})
        seen: set[str] = set()
        known: set[str] = set()
        while address:
            if address in seen:
                raise DataError("this page names itself as the next one.", file=address,
                                advice="RIO has a fault; try again tomorrow.")
            seen.add(address)
            answer = self._get(address)
            rows = _rows(answer, address)
            names = {str(row["id"]) for row in rows if "id" in row}
            if names & known:
                raise DataError("a page came twice, so other rows are missing.", file=address,
                                advice="RIO has a fault; try again tomorrow.")
            known |= names
            yield from rows
            links = answer.get("_links") if isinstance(answer, dict) else None
            following = ((links or {}).get("next") or {}).get("href") or ""
            if links is not None and len(rows) == PAGE and not following:
                raise DataError("this page is full and names no next one, so rows are missing.",
                                file=address, advice="RIO has a fault; try again tomorrow.")
            address = following

    def below(self, path: str) -> list[dict[str, Any]]:
        """What lies under a row: one object, or more; none when RIO has nothing there (404)."""
        address = self._url(path, {})
        try:
            answer = self._get(address)
        except DataError as error:
            if "answered 404" in error.problem:
                return []
            raise
        if isinstance(answer, dict) and "id" in answer:
            return [answer]
        return _rows(answer, address)

    def _url(self, path: str, params: dict[str, str]) -> str:
        query = f"?{urlencode(params)}" if params else ""
        return f"{self.base_url.rstrip('/')}/{API}/{path}{query}"

    def _get(self, address: str) -> Any:
        try:
            answer = self.client.get(address, source_id="rio", validate=whole_json)
        except DataError as error:
            if "answered 503" in error.problem:
                raise DataError("RIO is closed for maintenance (503).", file=address,
                                advice="Try again later.") from error
            if "answered 400" in error.problem:
                said = error.problem.partition(": ")[2].rstrip(".")
                raise DataError(
                    f"RIO refuses this question (400){said and f': {said}'}.", file=address,
                    advice="Its filters or pages may have changed; look at the specification of "
                           "the RIO LOD API.") from error
            raise DataError(error.problem, file=address, advice="Try again later.") from error
        return json.loads(self.client.cache.path(answer).read_text(encoding="utf-8-sig"))


def _rows(answer: Any, address: str) -> list[dict[str, Any]]:
    if isinstance(answer, dict) and "_links" in answer:
        answer = next(iter((answer.get("_embedded") or {}).values()), [])
    if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
        raise DataError("this is not an answer of RIO.", file=address,
                        advice="Look at the specification of the RIO LOD API.")
    return answer


def programme_code(text: str) -> str:
    """A crebo or isat code of five digits; a DataError for anything else."""
    if not re.fullmatch(r"[0-9]{1,5}", text):
        raise DataError(f"«{text}» is not a code of a programme.",
                        advice="Write a crebo or isat code, e.g. 25180 or 34479.")
    return text.zfill(5)


def look_up(rio: Rio, code: str, day: str, most: int) -> InRio:
    """What RIO says on a day (yyyy-mm-dd) of a crebo or isat code.

    Where a programme is offered costs two questions per offer, so that is asked for the first
    ``most``. Raises DataError when RIO does not know the code.
    """
    recognitions = list(rio.rows("opleidingserkenningen", erkendeopleidingscode=code))
    if not recognitions:
        raise DataError(f"RIO knows no programme with code {code}.",
                        advice="Look at rio.onderwijsregistratie.nl; the code may be wrong.")
    programmes: dict[str, dict[str, Any]] = {}
    for recognition in recognitions:
        for row in rio.below(f"opleidingserkenningen/{recognition['id']}/opleiding"):
            programmes.setdefault(row["opleidingseenheidcode"], _plain(row))
    offers = [(unit, row) for unit in programmes
              for row in rio.rows("aangeboden-opleidingen", opleidingseenheidcode=unit,
                                  datumGeldigOp=day)]
    return InRio(
        code=code, recognitions=tuple(map(_plain, recognitions)),
        programmes=tuple(programmes.values()),
        offered=tuple(_offered(rio, unit, row) for unit, row in offers[:most]),
        more=max(len(offers) - most, 0))


def _offered(rio: Rio, unit: str, row: dict[str, Any]) -> Offered:
    under = f"aangeboden-opleidingen/{row['id']}"
    place = next(iter(rio.below(f"{under}/onderwijslocatie")), {})
    provider = next(iter(rio.below(f"{under}/onderwijsaanbieder")), {})
    language = row.get("voertaal")
    street = [place.get(part) for part in ("straatnaam", "huisnummer", "huisnummertoevoeging")]
    return Offered(
        unit=unit, name=row.get("eigennaam"),
        form=str(row.get("leertraject") or row.get("vorm") or "").lower() or None,
        language="+".join(language) if isinstance(language, list) else language,
        website=row.get("website"), first_intake=row.get("eersteInstroomdatum"),
        last_intake=row.get("laatsteInstroomdatum"), provider=provider.get("naam"),
        street=" ".join(str(part) for part in street if part) or None,
        postcode=place.get("postcode"), town=place.get("plaatsnaam"),
        latitude=place.get("gpsLatitude"), longitude=place.get("gpsLongitude"))


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row without its links."""
    return {name: value for name, value in row.items() if not name.startswith("_")}
