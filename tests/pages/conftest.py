"""The pages, run by Streamlit's own test runner on the embedded store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from explorer.programmes import Programme
from explorer.ui.session import Library, library
from store.connection import ROOT

SHELL = str(ROOT / "pages" / "_shell.py")
_LANGUAGE = re.compile('<script>document.documentElement.lang = "(nl|en)"</script>')
_WORDS = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error")


class Screen:
    """One visit: opens pages by their address and reads what is on them."""

    def __init__(self) -> None:
        self.app = AppTest.from_file(SHELL, default_timeout=60).run()

    def open(self, page: str, **parameters: str | list[str]) -> Screen:
        """Go to an address, as someone who follows a link does."""
        self.app.switch_page(f"{page}.py")
        self.app.query_params.clear()
        self.app.query_params.update(parameters)
        return self.run()

    def run(self) -> Screen:
        """Let the page react to what was set."""
        self.app.run()
        return self

    @property
    def address(self) -> dict[str, list[str]]:
        """What stands in the address now."""
        return {name: [value] if isinstance(value, str) else list(value)
                for name, value in self.app.query_params.items()}

    @property
    def bodies(self) -> list[str]:
        """Our own pieces of HTML, without the marks of what is Dutch on an English page.

        Also without the one script that there is, which tells the language of the page.
        """
        return [re.sub('<span lang="nl">(.*?)</span>', r"\1", _LANGUAGE.sub("", item.proto.body))
                for item in self.app.get("html")]

    @property
    def text(self) -> str:
        """All words on the page."""
        shown = [str(item.value) for kind in _WORDS for item in self.app.get(kind)]
        shown += [unescape(re.sub(r"<[^>]+>", " ", body)) for body in self.bodies]
        return re.sub(r"\s+", " ", " ".join(shown))

    @property
    def notices(self) -> list[str]:
        return [item.value for item in self.app.info]

    @property
    def links(self) -> list[str]:
        """Labels of the links to other pages."""
        return [item.proto.label for item in self.app.get("page_link")]

    def cards(self) -> list[str]:
        """The words of every card."""
        reader = _Cards()
        for body in self.bodies:
            reader.feed(body)
        return reader.cards

    @property
    def failed(self) -> list[str]:
        return [item.value for item in self.app.exception]


class _Cards(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.cards: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self._inside = True
            self.cards.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "article"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.cards[-1] += f"{data} "


@pytest.fixture(scope="session")
def shelf(store_path: Path) -> Iterator[Library]:
    """The library that all pages read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTLOOK_STORE", str(store_path))
        library.clear()
        yield library()
        library.clear()


@pytest.fixture(autouse=True)
def environment(
    shelf: Library, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages find the embedded store; nothing is written where a visitor's store would be."""
    monkeypatch.setenv("OUTLOOK_STORE", str(store_path))


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture(scope="session")
def both_forms(shelf: Library) -> Programme:
    """A mbo programme that one can follow as bol and as bbl."""
    return next(item for item in shelf.programmes.values()
                if item.current and item.forms == ("bbl", "bol") and len(item.institutions) > 5)


@pytest.fixture(scope="session")
def economics(shelf: Library) -> list[Programme]:
    """Hbo bachelors that all stand on the same figure for pay."""
    return [item for item in shelf.programmes.values()
            if item.current and item.field_id == "hoop:ECONOMIE" and item.level == "hbo-ba"][:5]
