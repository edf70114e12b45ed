"""What the browser is told to fetch along with the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explorer.ui import preload
from explorer.ui.door import _PRELOAD


def names(links: str) -> list[str]:
    return re.findall(r'href="\./static/js/([^"]+)"', links)


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """One kind of element with a part that has a part, and a circle."""
    (tmp_path / "Html.aa11.js").write_text('import{a as b}from"./base.bb22.js";')
    (tmp_path / "base.bb22.js").write_text("import{c}from './deep.cc33.js';")
    (tmp_path / "deep.cc33.js").write_text('import{d}from"./base.bb22.js";')
    (tmp_path / "HtmlOther.dd44.js").write_text("")
    return tmp_path


def test_parts_of_parts_come_along_and_each_once(scripts: Path) -> None:
    assert names(preload.links("", scripts, ("Html",))) == [
        "Html.aa11.js", "base.bb22.js", "deep.cc33.js"]


def test_what_the_page_names_itself_is_left_out(scripts: Path) -> None:
    assert names(preload.links("x base.bb22.js x", scripts, ("Html",))) == [
        "Html.aa11.js", "deep.cc33.js"]


def test_kind_that_does_not_exist_gives_nothing(scripts: Path) -> None:
    assert preload.links("", scripts, ("Gone",)) == ""


@pytest.mark.parametrize("kind", ["Html", "Button", "PageLink", "TextInput", "Selectbox",
                                  "ButtonGroup"])
def test_this_version_of_streamlit_has_every_kind(kind: str) -> None:
    assert [name for name in names(_PRELOAD) if name.startswith(f"{kind}.")]
