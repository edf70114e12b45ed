"""A made-up DataverseNL with the files of ROA, in their exact wire format.

All figures are made up. Switches: ``changed`` cells, other columns, a listing without the dataset
form, wrong checksums, and files of national size (230,419 and 93,379 rows).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tests.wire.server import Reply, Request

AIS, OLD_AIS = "doi:10.34894/DVQTOG", "doi:10.34894/UIQHCI"
RELEASED = "2026-09-18T10:29:22Z"
LICENCE = {"name": "CC BY 4.0", "uri": "http://creativecommons.org/licenses/by/4.0"}

AIS_COLUMNS = (
    "waarderegionaam", "regionaam", "indeling", "aggregatieniveau", "waarde", "detailniveau",
    "waardetopic", "thema", "waardevariabel", "onderwerp", "waardebelang", "naamonderwerp",
    "aantal", "perc", "totaal6jrperc", "gemjaarlijksperc", "indicator", "typering",
    "sorteerdummy", "versie")
SIS_START = (
    "SISCODEniveau", "SISCODEsubniveau", "SISCODEsector", "SISCODEtype", "SISCODElabniveau",
    "SISCODElabsubniveau", "SISCODElabsector", "SISCODElabtype", "SISCODE", "labSISCODE",
    "crcode", "labcrcode", "sort", "thema", "labivar")

Row = dict[str, str]


def as_csv(columns: Sequence[str], rows: Iterable[Row], *, encoding: str = "utf-8-sig") -> bytes:
    """Rows as ROA writes them: ``;`` between fields, quotes only where a field needs them."""
    def cell(text: str) -> str:
        return f'"{text}"' if ";" in text or '"' in text else text

    lines = [";".join(columns)]
    lines += [";".join(cell(row.get(name, "")) for name in columns) for row in rows]
    return ("\n".join(lines) + "\n").encode(encoding)


@dataclass
class File:
    """A file of a dataset as it is listed and as it is served."""

    label: str
    file_id: int
    body: bytes
    kind: str = "SHA-1"
    restricted: bool = False
    content_type: str = "text/csv"
    listed: dict[str, object] = field(default_factory=dict)

    def entry(self) -> dict[str, object]:
        """The file in a listing; ``listed`` replaces parts of ``dataFile``."""
        name = self.kind.lower().replace("-", "")
        return {
            "label": self.label, "restricted": self.restricted, "version": 1,
            "datasetVersionId": 7,
            "dataFile": {
                "id": self.file_id, "persistentId": "", "filename": self.label,
                "contentType": self.content_type, "filesize": len(self.body),
                "storageIdentifier": f"s3://made-up:{self.file_id}", "rootDataFileId": -1,
                "checksum": {"type": self.kind,
                             "value": hashlib.new(name, self.body).hexdigest()},
                "creationDate": "2026-09-18", **self.listed,
            },
        }


@dataclass
class Dataverse:
    """Answers like dataverse.nl; ``datasets`` are files per DOI.

    ``redirect`` sends downloads to another address, as to an object store. Without
    ``dataset_form`` only the list of files can be had.
    """

    datasets: dict[str, list[File]]
    dataset_form: bool = True
    redirect: bool = True
    version: dict[str, object] = field(default_factory=lambda: {"license": LICENCE,
                                                                "releaseTime": RELEASED})
    wrap: Callable[[object], object] = lambda data: {"status": "OK", "data": data}

    def __call__(self, request: Request) -> Reply:
        """The dataset, its list of files, a download, or the object store."""
        path = request.path.strip("/")
        if path.startswith("store/"):
            return self._download(int(path.removeprefix("store/")))
        if path.startswith("api/access/datafile/"):
            number = int(path.rsplit("/", 1)[1])
            if self.redirect:
                return Reply("", 303, headers={"Location": f"/store/{number}"})
            return self._download(number)
        files = self.datasets.get(request.query.get("persistentId", ""))
        if files is None:
            return self._error(404, "Dataset with Persistent ID not found.")
        entries = [file.entry() for file in files]
        if path == "api/datasets/:persistentId/versions/:latest/files":
            return self._json(self.wrap(entries))
        if path == "api/datasets/:persistentId" and self.dataset_form:
            return self._json(self.wrap({"id": 1, "latestVersion": {
                "versionNumber": 5, "versionState": "RELEASED", **self.version,
                "files": entries}}))
        return self._error(404, "API endpoint does not exist on this server.")

    def _download(self, number: int) -> Reply:
        for files in self.datasets.values():
            for file in files:
                if file.file_id == number:
                    return Reply(file.body, content_type=file.content_type, etag=True)
        return self._error(404, f"File with ID {number} not found.")

    @staticmethod
    def _json(data: object) -> Reply:
        return Reply(json.dumps(data), etag=True)

    @staticmethod
    def _error(status: int, message: str) -> Reply:
        return Reply(json.dumps({"status": "ERROR", "message": message}), status)
