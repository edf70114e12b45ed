"""A real browser and a real server for the journeys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.server import serving

# Streamlit's page asks for these next to the page it is on before it tries the root.
_PROBES = ("/_stcore/health", "/_stcore/host-config")


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Chromium, or a skip that says what is missing."""
    pytest.importorskip("playwright.sync_api", reason="needs playwright (tests/requirements.txt)")
    from tests.browser.chromium import EXECUTABLE, chromium

    if not EXECUTABLE.exists():
        pytest.skip(f"needs Chromium, and {EXECUTABLE} is not there")
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="package")
def site(
    browser: Any, store_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a server with the embedded store."""
    with serving(store_path, tmp_path_factory.mktemp("server") / "log") as address:
        yield address


class Visitor:
    """Someone with a browser of their own; remembers every request and every error."""

    def __init__(self, browser: Any, site: str) -> None:
        self.site = site
        self.context = browser.new_context(locale="nl-NL",
                                           viewport={"width": 1280, "height": 720})
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.page = self.context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _listen(self, message: Any) -> None:
        address = message.location.get("url", "")
        if message.type == "error" and not urlsplit(address).path.endswith(_PROBES):
            self.errors.append(f"{message.text} {address}")

    def open(self, address: str) -> Any:
        """Go to an address of the site and wait until the page is there."""
        self.page.goto(address if "://" in address else f"{self.site}/{address}")
        return self.settled()

    def settled(self) -> Any:
        """The page, when the script has run to its end."""
        self.page.wait_for_selector(
            "[data-testid=stApp][data-test-script-state=notRunning] .sw-footer", timeout=60_000)
        return self.page

    def elsewhere(self) -> list[str]:
        """Requests that did not go to the server itself."""
        return [url for url in self.requests
                if not url.startswith((f"{self.site}/", "data:", "blob:"))]


@pytest.fixture
def visitors(browser: Any) -> Iterator[list[Visitor]]:
    """Everyone who visited in a test; they leave afterwards, and went nowhere else."""
    known: list[Visitor] = []
    yield known
    for visitor in known:
        visitor.context.close()
    for visitor in known:
        assert visitor.elsewhere() == []
        assert visitor.errors == []


@pytest.fixture
def visitor(browser: Any, site: str, visitors: list[Visitor]) -> Visitor:
    """Someone on the site with the embedded store."""
    visitors.append(Visitor(browser, site))
    return visitors[-1]


@pytest.fixture
def other(browser: Any, site: str, visitors: list[Visitor]) -> Visitor:
    """Someone else, with nothing of the first one's visit."""
    visitors.append(Visitor(browser, site))
    return visitors[-1]
