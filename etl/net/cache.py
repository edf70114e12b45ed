"""Answers of publishers, kept by content: a run can be repeated offline and resumed after a break.

``objects/ab/abcd...`` holds the bytes under their SHA-256; ``answers/<sha256 of url>.json`` says
which bytes an address gave, when, and with which marks (ETag, Last-Modified) to ask again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

_CHUNK = 1 << 20
# A run that broke off is taken up again when it is not older than this.
RESUME_WITHIN = timedelta(hours=12)
# Folders beside the answers: bodies on their way in, and per run what its connectors read.
_INCOMING, RUNS = "incoming", "runs"


@dataclass(frozen=True)
class Answer:
    """What an address gave: bytes (by checksum) and where they came from.

    ``fetched`` is when the bytes came, ``checked`` when the publisher last said they still hold.
    """

    url: str
    final_url: str
    sha256: str
    size: int
    content_type: str
    etag: str | None
    last_modified: str | None
    fetched: str
    checked: str


class Cache:
    """A folder of answers. Safe for several threads: every file is written and then renamed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def answer(self, url: str) -> Answer | None:
        """The last answer of an address, when its bytes are still whole; otherwise None."""
        try:
            entry = Answer(**json.loads(self._entry(url).read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        path = self.path(entry)
        return entry if path.is_file() and path.stat().st_size == entry.size else None

    def path(self, entry: Answer) -> Path:
        """Where the bytes of an answer are."""
        return self.folder / "objects" / entry.sha256[:2] / entry.sha256

    def keep(self, entry: Answer, body: Path | None = None) -> Answer:
        """Remember an answer; ``body`` is moved into the objects unless they have it."""
        if body is not None:
            target = self.path(entry)
            target.parent.mkdir(parents=True, exist_ok=True)
            body.replace(target)
        self._write(self._entry(entry.url), json.dumps(asdict(entry), indent=1, sort_keys=True))
        return entry

    def scratch(self) -> Path:
        """A new empty file on the same disk, to stream a body into."""
        folder = self.folder / _INCOMING
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        os.close(handle)
        return Path(name)

    def begin_run(self) -> datetime:
        """Start of the run; that of the broken-off run when there is one to take up again."""
        self._tidy()
        marker = self.folder / "unfinished"
        now = datetime.now(UTC)
        try:
            started = datetime.fromisoformat(marker.read_text(encoding="utf-8"))
            if timedelta(0) <= now - started < RESUME_WITHIN:
                return started
        except (FileNotFoundError, ValueError, TypeError):
            pass
        self._write(marker, now.isoformat())
        return now

    def end_run(self) -> None:
        """The run came to its end, so the next one asks everything anew."""
        (self.folder / "unfinished").unlink(missing_ok=True)

    def _tidy(self) -> None:
        """Remove what runs that were killed left behind, long enough ago that none goes on."""
        oldest = time.time() - RESUME_WITHIN.total_seconds()
        for left in [*self.folder.glob(f"{_INCOMING}/*"), *self.folder.glob(f"{RUNS}/*")]:
            with suppress(OSError):
                if left.stat().st_mtime < oldest:
                    shutil.rmtree(left) if left.is_dir() else left.unlink()

    def _entry(self, url: str) -> Path:
        name = hashlib.sha256(url.encode()).hexdigest()
        return self.folder / "answers" / name[:2] / f"{name}.json"

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = self.scratch()
        part.write_text(text, encoding="utf-8")
        part.replace(path)


def checksum(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()
