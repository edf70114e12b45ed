"""Dataverse (DataverseNL): which files a dataset has, and fetching one with its checksum.

``GET /api/datasets/:persistentId/?persistentId=doi:...`` tells files, licence and release;
``.../versions/:latest/files`` tells the files only and is the way out when the first does not.
Ids of files change with every release, so a file is always found by its label. A table that the
repository took in itself ("ingested", label ending in .tab) is asked in its original form.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from etl.errors import DataError
from etl.fetching import Fetching
from etl.net.validate import not_html

_DATASET = "api/datasets/:persistentId/"
_FILES = "api/datasets/:persistentId/versions/:latest/files"
_CHUNK = 1 << 20
_INGESTED = "text/tab-separated-values"
# Terms of use may be pages long; a source's row holds their beginning.
_LONGEST_TERMS = 200


@dataclass(frozen=True)
class DataFile:
    """A file of a dataset: its label, what it should weigh, and its checksum when given.

    ``original`` means that it must be asked as it was uploaded, because the repository keeps a
    copy of its own making; size and checksum then say nothing about what comes.
    """

    label: str
    file_id: int
    size: int | None
    checksum: str | None
    checksum_kind: str | None
    created: date | None
    restricted: bool
    original: bool

    def problem(self, path: Path) -> str | None:
        """What is wrong with the bytes that came, or None."""
        if html := not_html(path):
            return html
        if self.original:
            return None
        if self.size is not None and path.stat().st_size != self.size:
            return (f"the file was cut off: {path.stat().st_size} bytes of {self.size}"
                    if path.stat().st_size < self.size else "the file is larger than listed")
        algorithm = (self.checksum_kind or "").lower().replace("-", "")
        if not self.checksum or algorithm not in hashlib.algorithms_available:
            return None
        digest = hashlib.new(algorithm, usedforsecurity=False)
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                digest.update(piece)
        if digest.hexdigest() != self.checksum.lower():
            return f"the checksum ({self.checksum_kind}) does not agree with the listed one"
        return None


@dataclass(frozen=True)
class Dataset:
    """What a dataset tells about itself; licence and release are None when it does not say."""

    doi: str
    released: date | None
    licence: str | None
    files: tuple[DataFile, ...]


@dataclass(frozen=True)
class Chosen:
    """A file that was fetched: its name in the folder, its label, edition and release."""

    name: str
    label: str
    edition: int
    made: str | None
    released: str | None
    licence: str | None
    doi: str


def fetch_dataset(fetching: Fetching, doi: str) -> Dataset:
    """The files of a dataset, with licence and release where they can be had."""
    params = {"persistentId": doi}
    name = re.sub(r"\W+", "_", doi)
    problem = ""
    try:
        data = _data(fetching.json(_DATASET, f"{name}.json", params=params), doi)
        version = data.get("latestVersion") if isinstance(data, dict) else None
        if isinstance(version, dict) and version.get("files"):
            return Dataset(doi, _day(version.get("releaseTime")), _licence(version),
                           _files(version["files"], doi))
        problem = "it tells no files"
    except DataError as error:
        problem = error.problem
    fetching.note(f"{doi}: licence and release could not be read ({problem})")
    listed = _data(fetching.json(_FILES, f"{name}_files.json", params=params), doi)
    return Dataset(doi, None, None, _files(listed, doi))


def _data(answer: Any, doi: str) -> Any:
    """What is inside the envelope ``{"status": "OK", "data": ...}``."""
    if not isinstance(answer, dict) or answer.get("status") != "OK" or "data" not in answer:
        said = answer.get("message") if isinstance(answer, dict) else None
        raise DataError(f"the repository answered: {str(said)[:160]}." if said else
                        "the answer is not that of a Dataverse repository.", file=doi,
                        advice="Look whether the dataset still has this number.")
    return answer["data"]


def _files(listed: Any, doi: str) -> tuple[DataFile, ...]:
    rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    files = tuple(file for file in (_file(row, doi) for row in rows) if file)
    if not files:
        raise DataError("the dataset lists no files.", file=doi,
                        advice="Look at the publisher's page; it may have moved.")
    return files


def _file(row: Mapping[str, Any], doi: str) -> DataFile | None:
    data = row.get("dataFile")
    if not isinstance(data, dict) or "id" not in data:
        raise DataError("a listed file has no id.", file=doi, column="dataFile.id",
                        advice="The interface of Dataverse may have changed.")
    label = row.get("label") or data.get("filename")
    if not label:
        return None
    checksum = data.get("checksum")
    given = checksum if isinstance(checksum, dict) else (
        {"type": "MD5", "value": data["md5"]} if data.get("md5") else {})
    size = data.get("filesize")
    return DataFile(
        label=str(label), file_id=int(data["id"]), size=None if size is None else int(size),
        checksum=given.get("value"), checksum_kind=given.get("type"),
        created=_day(data.get("creationDate")), restricted=bool(row.get("restricted")),
        original=bool(data.get("originalFileFormat")) or data.get("contentType") == _INGESTED,
    )


def _licence(version: Mapping[str, Any]) -> str | None:
    """Name of the licence, or the start of the terms of use when there is no named licence."""
    licence = version.get("license")
    name = licence.get("name") if isinstance(licence, dict) else licence
    terms = re.sub(r"<[^>]*>", " ", str(version.get("termsOfUse") or ""))
    said = str(name or "").strip() or " ".join(terms.split())
    if said.upper() == "NONE":
        said = " ".join(terms.split())
    return said[:_LONGEST_TERMS] or None


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def editions(files: Sequence[DataFile], stem: str) -> list[tuple[int, DataFile]]:
    """Data files whose label holds ``stem``, each with its edition (a year), newest first.

    Labels vary («..._editie2026.csv», «..._onderzoeken_2025.csv», and none for the first
    edition, which is 0). Explanations beside the data («toelichting») are left out.
    """
    wanted = _letters(stem)
    found = [(_edition(file.label), _version(file.label), file.file_id, file) for file in files
             if wanted in _letters(file.label) and "toelichting" not in file.label.lower()
             and file.label.lower().endswith((".csv", ".tab", ".txt"))]
    return [(edition, file) for edition, _, _, file in
            sorted(found, key=lambda item: item[:3], reverse=True)]


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _edition(label: str) -> int:
    found = re.search(r"editie[ _-]?(20\d\d)", label, re.IGNORECASE)
    found = found or re.search(r"[ _-](20\d\d)(?=[._ -])(?!.*[ _-]20\d\d[._ -])", label)
    return int(found[1]) if found else 0


def _version(label: str) -> str:
    """The day in a label as «..._v20240612.csv»; empty when there is none."""
    found = re.search(r"_v(20\d{6})(?=\D)", label, re.IGNORECASE)
    return found[1] if found else ""


def version_day(label: str) -> date | None:
    """The day in the label of a file («_v20240612»), when it has one."""
    text = _version(label)
    return _day(f"{text[:4]}-{text[4:6]}-{text[6:]}") if text else None


def fetch_file(fetching: Fetching, dataset: Dataset, file: DataFile, edition: int) -> Chosen:
    """Download a file into the folder, whole and with the right checksum."""
    if file.restricted:
        raise DataError("the publisher has closed this file.", file=file.label,
                        advice="Ask the publisher, or wait for the next edition.")
    if not file.original and not file.checksum:
        fetching.note(f"{file.label}: no checksum is listed, so it was not verified")
    name = re.sub(r"[^\w.-]+", "_", file.label)
    fetching.get(f"api/access/datafile/{file.file_id}", name, validate=file.problem,
                 params={"format": "original"} if file.original else None)
    day = version_day(file.label) or file.created
    return Chosen(name=name, label=file.label, edition=edition,
                  made=day.isoformat() if day else None,
                  released=dataset.released.isoformat() if dataset.released else None,
                  licence=dataset.licence, doi=dataset.doi)


def write_chosen(fetching: Fetching, chosen: Sequence[Chosen]) -> None:
    """Leave the reader a list of what was fetched."""
    fetching.write("chosen.json", json.dumps([asdict(item) for item in chosen], indent=1))


def read_chosen(folder: Path) -> list[Chosen]:
    """The list that ``write_chosen`` left."""
    return [Chosen(**item) for item in
            json.loads((folder / "chosen.json").read_text(encoding="utf-8"))]
