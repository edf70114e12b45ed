"""Starts the real server on a free port, the way a visitor's host does, and stops it again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.connection import ROOT


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status(address: str) -> int:
    """HTTP status of an address; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@contextmanager
def serving(store: Path, log: Path) -> Iterator[str]:
    """The address of a server that reads this store."""
    address = f"http://localhost:{(port := free_port())}"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true",
             "--server.port", str(port)],
            cwd=ROOT, env={**os.environ, "OUTLOOK_STORE": str(store)}, stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            for _ in range(240):
                if status(f"{address}/_stcore/health") == 200:
                    break
                if server.poll() is not None:
                    raise RuntimeError(f"the server stopped: {log.read_text()}")
                time.sleep(0.25)
            else:
                raise RuntimeError(f"the server does not answer: {log.read_text()}")
            yield address
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
