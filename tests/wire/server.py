"""A small HTTP server that answers like a publisher and can be told to misbehave.

A publisher is a function from a ``Request`` to a ``Reply``. ``misbehave`` makes the next answers
to addresses that contain a text go wrong in one way, a number of times.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

Fault = Literal[
    "reset", "drip", "truncate", "429", "500", "503", "html", "wrong_type", "empty", "gzip",
    "late_clock",
]


@dataclass(frozen=True)
class Request:
    """What was asked: path (unquoted), query and headers (lower-case names)."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """What a publisher answers. With ``etag`` the server answers 304 to who has it already."""

    body: bytes | str = b""
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    etag: bool = False


Publisher = Callable[[Request], Reply]


@dataclass
class Replay:
    """A running server: its address, what it was asked, and how it will misbehave.

    ``pause`` is the time between two drips.
    """

    url: str
    asked: list[Request] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    faults: list[list[object]] = field(default_factory=list)
    retry_after: str = "0"
    pause: float = 0.01

    def misbehave(self, text: str, fault: Fault, times: int = 1) -> None:
        """Spoil the next ``times`` answers to addresses that contain ``text``."""
        self.faults.append([text, fault, times])

    def take_fault(self, address: str) -> str | None:
        """The fault for this address, used up once."""
        for entry in self.faults:
            if str(entry[0]) in address and int(str(entry[2])) > 0:
                entry[2] = int(str(entry[2])) - 1
                return str(entry[1])
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is part of the play and no news on standard error."""
        if not isinstance(sys.exception(), (ConnectionError, ValueError)):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def serve(publisher: Publisher) -> Iterator[Replay]:
    """Serve a publisher on a free port of this machine until the block ends."""
    replay = Replay("")
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            request = Request(
                unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True)),
                {name.lower(): value for name, value in self.headers.items()},
            )
            with lock:
                replay.asked.append(request)
                fault = replay.take_fault(unquote(self.path))
            reply = publisher(request)
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            _answer(self, replay, request, reply, body, fault)

        def log_message(self, *arguments: object) -> None:
            del arguments

    server = _Server(("127.0.0.1", 0), Handler)
    replay.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield replay
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(
    handler: BaseHTTPRequestHandler, replay: Replay, request: Request, reply: Reply,
    body: bytes, fault: str | None,
) -> None:
    """Send the reply, or what the fault makes of it."""
    if fault == "reset":
        # Linger 0 makes the system send RST instead of a tidy end.
        handler.connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True
        handler.connection.close()
        return
    status, kind, headers = reply.status, reply.content_type, dict(reply.headers)
    if fault in ("429", "500", "503"):
        status, kind, body = int(fault), "application/json", b'{"error": "made-up failure"}'
        headers = {"Retry-After": replay.retry_after} if fault == "429" else {}
    elif fault == "html":
        kind, body = "text/html", b"<!DOCTYPE html><html><body>Onderhoud</body></html>"
    elif fault == "wrong_type":
        kind = "application/octet-stream"
    elif fault == "empty":
        body = b""
    elif fault == "gzip":
        body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
    if reply.etag and status == 200 and fault is None:
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        headers["ETag"] = tag
        if request.headers.get("if-none-match") == tag:
            status, body = 304, b""
    replay.statuses.append(status)
    handler.send_response_only(status)
    late = -400 * 86400 if fault == "late_clock" else 0
    headers.setdefault("Date", formatdate(time.time() + late, usegmt=True))
    handler.send_header("Content-Type", kind)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    with contextlib.suppress(ConnectionError):
        _send(handler, body, fault, replay.pause)


def _send(
    handler: BaseHTTPRequestHandler, body: bytes, fault: str | None, pause: float
) -> None:
    if fault == "truncate":
        handler.wfile.write(body[: len(body) // 2])
        handler.close_connection = True
    elif fault == "drip":
        for position in range(0, len(body), 20):
            handler.wfile.write(body[position:position + 20])
            handler.wfile.flush()
            time.sleep(pause)
    else:
        handler.wfile.write(body)
