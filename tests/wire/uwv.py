"""UWV Open Match on data.overheid.nl: a CKAN list and weekly ZIP files. Figures are made up.

Column names are the publisher's as far as they are known; the names of the 18 others are not, so
``AANT_LEEFT_A`` and the like are made up. Every week has per occupation and place a row of each
kind. In the replay the vacancies of a row are 10, and 5 in the weeks of April to June 2020; job
seekers are 20 and in those weeks 30. ``OpenMatch(weeks=181, places=400, occupations=100)`` is
about a tenth of the real size.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from tests.wire.server import Reply, Request

FIRST = date(2019, 11, 26)
PROVINCES = ("Fryslân", "Zuid-Holland", "Limburg")
PACKAGE = "/data/api/3/action/package_show"
COLUMNS = (
    "PEILDATUM", "BEROEP_CD", "REFERENTIEBEROEP", "BEROEPENCLUSTER_CD", "BEROEPENCLUSTER",
    "POSTCODEGEBIED", "PROVINCIE", "GEMEENTE", "REC_TYPE", "AANTAL", "GEM_LEEFTIJD",
    "AANTAL_MAN", "AANTAL_VROUW", "OPLNIV_GEM",
    *(f"AANT_OPLNIV_{number}" for number in range(1, 7)),
    *(f"AANT_LEEFT_{letter}" for letter in "ABCDEF"),
    *(f"AANT_UPW_{letter}" for letter in "ABCDEF"),
    *(f"AANT_WE_{letter}" for letter in "ABCDEF"), "AANT_JR_ERV_GEM",
)
Fault = Literal["renamed_column", "extra_column", "new_kind", "bad_number", "hidden", "double_week",
                "same_day_twice", "two_files", "no_resources", "unknown_province", "short_line",
                "other_resources", "wrong_day", "fewer_listed", "week_lost"]


@dataclass
class OpenMatch:
    """The publisher; ``encoding`` is that of the csv files inside the ZIPs."""

    weeks: int = 12
    occupations: int = 2
    places: int = 3
    encoding: str = "utf-8-sig"
    licence: str | None = None
    url: str = ""
    faults: set[Fault] = field(default_factory=set)

    def __call__(self, request: Request) -> Reply:
        """The list, or the ZIP of a week."""
        if request.path == PACKAGE:
            self.url = f"http://{request.headers['host']}"
            if request.query.get("id") != "uwv-open-match-data":
                return Reply(json.dumps({"success": False}), 404)
            return Reply(json.dumps(self._package()), etag=True)
        day = date.fromisoformat(request.path.rsplit("_", 1)[-1].removesuffix(".zip"))
        return Reply(self.zipped(day), content_type="application/zip", etag=True)

    def days(self) -> list[date]:
        """The days of all weekly files."""
        return [FIRST + timedelta(weeks=number) for number in range(self.weeks)
                if number != 1 or "week_lost" not in self.faults]

    def _package(self) -> dict[str, Any]:
        resources = [
            {"id": f"made-up-{day}", "format": "ZIP", "name": f"Open Match {day:%Y%m%d}",
             "url": f"{self.url}/bestanden/{day:%Y%m%d}/openmatch_{day}.zip",
             "created": f"{day}T09:00:00"} for day in self.days()]
        if "no_resources" in self.faults:
            resources = []
        if "double_week" in self.faults:
            resources.append({**resources[0], "created": "2099-01-01T00:00:00"})
        if "other_resources" in self.faults:
            resources.append({"format": "PDF", "name": "Toelichting 20191126",
                              "url": f"{self.url}/toelichting.pdf", "created": ""})
        counted = len(resources)
        if "fewer_listed" in self.faults:
            resources.pop()
        return {"help": "", "success": True, "result": {
            "name": "uwv-open-match-data", "license_id": self.licence, "num_resources": counted,
            "resources": resources}}

    def zipped(self, day: date) -> bytes:
        """The ZIP of a week."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            # A fixed time, so that the same week always has the same bytes.
            info = zipfile.ZipInfo(f"openmatch_{day}.csv", (2023, 5, 16, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, self._csv(day).encode(self.encoding, errors="replace"))
            if "two_files" in self.faults:
                archive.writestr("nog_een.csv", "a;b\n")
        return buffer.getvalue()

    def _csv(self, day: date) -> str:
        corona = date(2020, 4, 1) <= day <= date(2020, 6, 30)
        amounts = {"Vacature": 5 if corona else 10, "ErvaringsBeroep": 30 if corona else 20,
                   "WensBeroep": 1000}
        if "new_kind" in self.faults:
            amounts["Leerplek"] = 7
        shown = "16-05-2023" if "wrong_day" in self.faults else f"{day:%d-%m-%Y}"
        if "same_day_twice" in self.faults and day == self.days()[1]:
            shown = f"{self.days()[0]:%d-%m-%Y}"
        columns = list(COLUMNS)
        if "renamed_column" in self.faults:
            columns[columns.index("AANTAL")] = "HOEVEEL"
        if "extra_column" in self.faults:
            columns.append("NIEUW_BEDACHT")
        lines = [";".join(columns)]
        for kind, amount in amounts.items():
            for occupation in range(self.occupations):
                for place in range(self.places):
                    row = dict.fromkeys(columns, "")
                    province = PROVINCES[place % len(PROVINCES)]
                    if "unknown_province" in self.faults and place == 0:
                        province = "Bedachtland"
                    number = f"{amount},0"
                    if "hidden" in self.faults and place == 0:
                        number = "<5"
                    if "bad_number" in self.faults:
                        number = "veel"
                    row |= {"PEILDATUM": shown, "BEROEP_CD": f"{occupation:05}",
                            "REFERENTIEBEROEP": "Bedenker; oud", "PROVINCIE": province,
                            "POSTCODEGEBIED": f"{1000 + place}", "REC_TYPE": kind,
                            "AANTAL": number, "HOEVEEL": number, "GEM_LEEFTIJD": "41,5"}
                    lines.append(";".join(f'"{row[name]}"' if ";" in row[name] else row[name]
                                          for name in columns))
        if "short_line" in self.faults:
            lines.append("26-11-2019;00001")
        return "\r\n".join(lines) + "\r\n"
