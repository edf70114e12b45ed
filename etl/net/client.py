"""One polite HTTP client for all publishers: retries, limits, conditional requests, a cache."""

from __future__ import annotations

import hashlib
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests
import urllib3

from etl.errors import DataError
from etl.net.cache import Answer, Cache

USER_AGENT = "studie-en-werk/1.0 (open data explorer; python-requests)"
_CHUNK = 1 << 16
_TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}

# What is wrong with a body that came in whole (HTML instead of data, cut-off JSON), or None.
Validate = Callable[[Path], str | None]


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds, and how often to try."""

    tries: int = 5
    connect: float = 15.0
    read: float = 60.0
    whole: float = 900.0
    first_pause: float = 1.0
    longest_pause: float = 120.0


@dataclass
class Traffic:
    """What a source cost: requests made and bytes that came in."""

    requests: int = 0
    bytes: int = 0
    not_modified: int = 0


class _Again(Exception):
    """This try failed in a way that another one may mend."""

    def __init__(self, problem: str, wait: float | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.wait = wait


@dataclass
class Client:
    """Gets addresses for all sources of one run; used by several threads.

    ``limits`` is the number of requests at a time per host name (1 where not given). With
    ``offline`` nothing is asked: only the cache answers. Addresses that were answered since
    ``run_started`` are not asked again, so that a run which broke off goes on where it was.
    """

    cache: Cache
    patience: Patience = field(default_factory=Patience)
    limits: Mapping[str, int] = field(default_factory=dict)
    offline: bool = False
    run_started: datetime | None = None
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self._local = threading.local()
        self._lock = threading.Lock()
        self._doors: dict[str, threading.Semaphore] = {}
        self.traffic: dict[str, Traffic] = {}
        self.hosts: Counter[str] = Counter()

    def get(
        self,
        url: str,
        *,
        source_id: str = "",
        headers: Mapping[str, str] | None = None,
        validate: Validate | None = None,
    ) -> Answer:
        """The answer of an address, from the publisher or, when it still holds, the cache.

        ``headers`` may hold a secret; it is neither kept nor shown. Raises DataError with the
        address and what the publisher said when it cannot be had.
        """
        known = self.cache.answer(url)
        if known and (self.offline or self._fresh(known)):
            return known
        if self.offline:
            raise DataError("this address is not in the cache.", file=url,
                            advice="Run once without --offline.")
        problem = ""
        for number in range(1, self.patience.tries + 1):
            try:
                with self._door(url):
                    return self._ask(url, known, source_id, headers or {}, validate)
            except _Again as error:
                problem = error.problem
                known = None if "cut off" in problem else known
                if number < self.patience.tries:
                    self.sleep(self._pause(number, error.wait))
        raise DataError(
            f"{problem} (tried {self.patience.tries} times).", file=url,
            advice="Try again later; the figures of the last good refresh stay in place.",
        )

    def _fresh(self, known: Answer) -> bool:
        return (self.run_started is not None
                and datetime.fromisoformat(known.checked) >= self.run_started)

    def _pause(self, number: int, wait: float | None) -> float:
        """Doubling pauses with jitter, so that clients do not come back all at once."""
        if wait is None:
            wait = self.patience.first_pause * 2 ** (number - 1) * random.uniform(0.75, 1.25)
        return min(wait, self.patience.longest_pause)

    def _door(self, url: str) -> threading.Semaphore:
        host = urlsplit(url).netloc
        with self._lock:
            self.hosts[host] += 1
            if host not in self._doors:
                self._doors[host] = threading.Semaphore(self.limits.get(host, 1))
            return self._doors[host]

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.headers["User-Agent"] = USER_AGENT
        return self._local.session

    def _ask(
        self, url: str, known: Answer | None, source_id: str, headers: Mapping[str, str],
        validate: Validate | None,
    ) -> Answer:
        asked = {"Accept": "*/*", **headers, **_conditions(known)}
        traffic = self._traffic(source_id)
        try:
            response = self._session().get(
                url, headers=asked, stream=True,
                timeout=(self.patience.connect, self.patience.read),
            )
            with response:
                with self._lock:
                    traffic.requests += 1
                if response.status_code == 304 and known:
                    with self._lock:
                        traffic.not_modified += 1
                    return self.cache.keep(replace(known, checked=_now()))
                _refuse_bad_status(url, response)
                return self._keep(url, response, traffic, validate)
        except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
            raise _Again("the publisher did not answer in time") from error
        except (requests.ConnectionError, urllib3.exceptions.HTTPError) as error:
            raise _Again("the connection broke, so the answer was cut off") from error
        except requests.RequestException as error:
            raise DataError(f"this address cannot be asked ({type(error).__name__}).",
                            file=url, advice="Check the address in etl/catalogue.toml.") from error

    def _keep(
        self, url: str, response: requests.Response, traffic: Traffic, validate: Validate | None
    ) -> Answer:
        part = self.cache.scratch()
        try:
            digest, size = self._stream(response, part)
            with self._lock:
                traffic.bytes += size
            problem = "the answer is empty" if size == 0 else validate(part) if validate else None
            if problem:
                raise _Again(problem)
            now = _now()
            return self.cache.keep(
                Answer(
                    url=url, final_url=response.url, sha256=digest, size=size,
                    content_type=response.headers.get("Content-Type", ""),
                    etag=response.headers.get("ETag"),
                    last_modified=response.headers.get("Last-Modified"),
                    fetched=now, checked=now,
                ),
                part,
            )
        finally:
            part.unlink(missing_ok=True)

    def _stream(self, response: requests.Response, part: Path) -> tuple[str, int]:
        """Write the body to disk in pieces; a drip that takes too long is a failure too."""
        deadline = time.monotonic() + self.patience.whole
        digest, size = hashlib.sha256(), 0
        with part.open("wb") as file:
            # read1 returns what is there, so that a drip does not hide in a full buffer.
            while piece := response.raw.read1(_CHUNK, decode_content=True):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
                if time.monotonic() > deadline:
                    raise _Again("the answer came too slowly")
        return digest.hexdigest(), size

    def _traffic(self, source_id: str) -> Traffic:
        with self._lock:
            return self.traffic.setdefault(source_id, Traffic())


def _conditions(known: Answer | None) -> dict[str, str]:
    """Headers that ask for the body only when it changed."""
    if known is None:
        return {}
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _refuse_bad_status(url: str, response: requests.Response) -> None:
    status = response.status_code
    if status == 200:
        return
    if status in _TRY_AGAIN:
        raise _Again(f"the publisher answered {status}", _retry_after(response))
    text = response.raw.read(4000, decode_content=True).decode("utf-8", "replace").strip()
    if status in (401, 403):
        # Another body might repeat the key that was sent, so it is not shown.
        said = _ckan(text) if text.startswith("{") else None
        raise DataError(f"the publisher refuses access ({status}){said and f': {said}' or ''}.",
                        file=url,
                        advice="Check the key or token in the environment.")
    raise DataError(f"the publisher answered {status}{_said(text)}.", file=url,
                    advice="The address may have changed; look at the publisher's page.")


def _said(text: str) -> str:
    """What a short error body says, unless it is HTML."""
    said = _ckan(text) or text
    return "" if not said or said.startswith("<") else f": {' '.join(said.split())[:160]}"


def _ckan(text: str) -> str | None:
    """What CKAN says inside its envelope ``{"error": {...}, "success": false}``.

    For an unknown action it answers with a text in quotes instead. None for any other body.
    """
    try:
        answer = json.loads(text)
    except ValueError:
        return None
    if isinstance(answer, str):
        return answer
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict) or answer.get("success") is not False:
        return None
    parts = {name: value for name, value in error.items() if name != "__type"}
    said = parts.pop("message", None) or "; ".join(
        f"{name}: {value[0] if isinstance(value, list) and value else value}"
        for name, value in parts.items())
    return str(said or error.get("__type", "")).strip().rstrip(".") or None


def _retry_after(response: requests.Response) -> float | None:
    """Seconds from Retry-After: a number or a date (which may lie in the past)."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        return None
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
