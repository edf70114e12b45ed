"""Rules of the house: which part may import which, file size, and nothing from outside."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from store.connection import ROOT

PARTS = ("explorer", "etl", "store", "pages", "tests")
PYTHON = [ROOT / "app.py",
          *(path for part in PARTS for path in sorted((ROOT / part).rglob("*.py")))]
ASSETS = [path for part in ("explorer", "pages") for kind in ("html", "css", "svg", "js")
          for path in sorted((ROOT / part).rglob(f"*.{kind}"))]
MOST_LINES = 400


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """Top names of everything a file imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def users(module: str) -> set[str]:
    return {name(path) for path in PYTHON if module in imported(path)
            and not name(path).startswith("tests/")}


def test_there_is_something_to_check() -> None:
    assert len(PYTHON) > 60
    assert users("duckdb")
    assert {path.suffix for path in ASSETS} >= {".css", ".svg"}


def test_streamlit_stays_in_the_pages() -> None:
    elsewhere = {path for path in users("streamlit")
                 if not path.startswith(("app.py", "pages/", "explorer/ui/"))}
    assert elsewhere == set()


def test_reading_and_making_the_store_do_not_know_each_other() -> None:
    assert {path for path in users("etl") if path.startswith("explorer/")} == set()
    assert {path for path in users("explorer") if path.startswith(("etl/", "store/"))} == set()
    assert {path for path in users("etl") if path.startswith("store/")} == set()


def test_only_the_first_start_calls_the_etl() -> None:
    assert {path for path in users("etl") if not path.startswith("etl/")} == {"pages/_shell.py"}


def test_program_does_not_need_the_tests() -> None:
    assert users("tests") == set()


@pytest.mark.parametrize("path", [*PYTHON, *ASSETS], ids=name)
def test_file_is_not_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


_OUTSIDE = re.compile(
    r"""(?:src|srcset|xlink:href|action)\s*=\s*["']?(?:https?:)?//"""
    r"""|<link\b[^>]*href\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import""",
    re.IGNORECASE)


@pytest.mark.parametrize("text", [
    '<img src="https://x.invalid/a.png">', "url(//x.invalid/a.woff2)", '@import "x.css"',
    '<link rel="stylesheet" href="http://x.invalid/a.css">', "<script src=//x.invalid/a.js>",
])
def test_outside_is_recognised(text: str) -> None:
    assert _OUTSIDE.search(text)


@pytest.mark.parametrize("path", [
    *ASSETS, *(path for path in PYTHON if not name(path).startswith(("tests/", "etl/")))], ids=name)
def test_no_page_fetches_from_outside(path: Path) -> None:
    assert _OUTSIDE.search(path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("path", [path for path in PYTHON if name(path).startswith("explorer")],
                         ids=name)
def test_explorer_never_asks_the_network(path: Path) -> None:
    assert not imported(path) & {"requests", "urllib3", "httpx", "socket", "aiohttp"}
