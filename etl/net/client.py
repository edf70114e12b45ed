"""One polite HTTP client for all publishers: retries, limits, conditional requests, a cache."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from etl.errors import DataError
from etl.net.cache import Answer, Cache
from etl.net.refusal import Again, refuse_bad_status
from etl.net.secret import Secret

USER_AGENT = "studie-en-werk/1.0 (open data explorer; python-requests)"
_CHUNK = 1 << 16
# What may go along to another host when a publisher sends us there; a key may not.
_HARMLESS = {"user-agent", "accept", "accept-encoding", "connection", "if-none-match",
             "if-modified-since"}

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


class _Session(requests.Session):
    """Takes keys out of a request that is redirected to another host.

    The library itself does so for the header Authorization only.
    """

    def rebuild_auth(
        self, prepared_request: requests.PreparedRequest, response: requests.Response
    ) -> None:
        super().rebuild_auth(prepared_request, response)
        if self.should_strip_auth(str(response.request.url), str(prepared_request.url)):
            for name in set(prepared_request.headers):
                if name.lower() not in _HARMLESS:
                    del prepared_request.headers[name]


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
    sleep: Callable[[float], object] | None = None

    def __post_init__(self) -> None:
        self._stopped = threading.Event()
        # One session for all threads, with no more open connections to a host than it is asked
        # at a time.
        self._session = _Session()
        self._session.headers["User-Agent"] = USER_AGENT
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(
                pool_maxsize=max(self.limits.values(), default=1)))
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
        secret: str | None = None,
    ) -> Answer:
        """The answer of an address, from the publisher or, when it still holds, the cache.

        ``secret`` is a key in ``headers``; it is neither kept nor shown, also when the publisher
        repeats it. Raises DataError with the address and what the publisher said when it cannot
        be had.
        """
        known = self.cache.answer(url)
        if known and (self.offline or self._fresh(known)):
            return known
        if self.offline:
            raise DataError("this address is not in the cache.", file=url,
                            advice="Run once without --offline.")
        problem, key = "", Secret(secret or "")
        for number in range(1, self.patience.tries + 1):
            try:
                with self._door(url):
                    self._go_on(url)
                    return self._ask(url, known, source_id, headers or {}, validate, key)
            except Again as error:
                problem = error.problem
                if number < self.patience.tries:
                    (self.sleep or self._stopped.wait)(self._pause(number, error.wait))
        times = "once" if self.patience.tries == 1 else f"{self.patience.tries} times"
        raise DataError(
            f"{key.hidden(problem)} (tried {times}).", file=url,
            advice="Try again later; the figures of the last good refresh stay in place.",
        )

    def close(self) -> None:
        """End the connections that are still open."""
        self._session.close()

    def stop(self) -> None:
        """Ask nothing more: pauses end, and whatever still wants an address gets an error."""
        self._stopped.set()

    def _go_on(self, url: str) -> None:
        if self._stopped.is_set():
            raise DataError("the refresh was stopped.", file=url,
                            advice="Run it again; it goes on where it was.")

    def _fresh(self, known: Answer) -> bool:
        """Was it answered in this run? Not in the future, as when the clock was put right since."""
        return (self.run_started is not None and
                self.run_started <= datetime.fromisoformat(known.checked) <= datetime.now(UTC))

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

    def _ask(
        self, url: str, known: Answer | None, source_id: str, headers: Mapping[str, str],
        validate: Validate | None, key: Secret,
    ) -> Answer:
        asked = {"Accept": "*/*", **headers, **_conditions(known)}
        traffic = self._traffic(source_id)
        try:
            response = self._session.get(
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
                refuse_bad_status(url, response, key)
                return self._keep(url, response, traffic, validate, key)
        except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
            raise Again("the publisher did not answer in time") from error
        except (requests.ConnectionError, urllib3.exceptions.HTTPError) as error:
            raise Again("no connection could be made" if _never_made(error) else
                        "the connection broke, so the answer was cut off") from error
        except requests.RequestException as error:
            raise DataError(f"this address cannot be asked ({type(error).__name__}).",
                            file=url, advice="Check it in etl/catalogue.toml or after --base-url."
                            ) from error

    def _keep(
        self, url: str, response: requests.Response, traffic: Traffic,
        validate: Validate | None, key: Secret,
    ) -> Answer:
        part = self.cache.scratch()
        try:
            digest, size = self._stream(url, response, part)
            with self._lock:
                traffic.bytes += size
            problem = "the answer is empty" if size == 0 else validate(part) if validate else None
            if problem:
                raise Again(problem)
            if key.text and (key.inside(part) or key.hidden(said := str(
                    [response.url, *response.headers.items()])) != said):
                raise DataError("the answer repeats the key, so it is not kept.", file=url,
                                advice="Tell the publisher; a key does not belong in an answer.")
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

    def _stream(
        self, url: str, response: requests.Response, part: Path
    ) -> tuple[str, int]:
        """Write the body to disk in pieces; a drip that takes too long is a failure too."""
        deadline = time.monotonic() + self.patience.whole
        digest, size = hashlib.sha256(), 0
        with part.open("wb") as file:
            # read1 returns what is there, so that a drip does not hide in a full buffer.
            while piece := response.raw.read1(_CHUNK, decode_content=True):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
                self._go_on(url)
                if time.monotonic() > deadline:
                    raise Again("the answer came too slowly")
        return digest.hexdigest(), size

    def _traffic(self, source_id: str) -> Traffic:
        with self._lock:
            return self.traffic.setdefault(source_id, Traffic())


def _never_made(error: Exception) -> bool:
    """Was there nobody at the address, or no such address, rather than an answer that broke?"""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


def _conditions(known: Answer | None) -> dict[str, str]:
    """Headers that ask for the body only when it changed."""
    if known is None:
        return {}
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
