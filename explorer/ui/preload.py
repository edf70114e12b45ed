"""Which of Streamlit's own scripts a page will need, so that the browser fetches them at once.

Streamlit asks for the script of an element when the first one of its kind comes, which is when
the page has been made already. A phone then waits once more, and what stands below waits too.
"""

from __future__ import annotations

import re
from pathlib import Path

import streamlit

SHELL = Path(streamlit.__file__).with_name("static") / "index.html"
_SCRIPTS = SHELL.parent / "static" / "js"
# The kinds that stand above the fold of nearly every page.
_KINDS = ("Html", "Button", "PageLink", "TextInput", "Selectbox", "ButtonGroup")
_PART = re.compile(r"""from\s*["']\./([\w.-]+\.js)["']""")


def links(named: str, scripts: Path = _SCRIPTS, kinds: tuple[str, ...] = _KINDS) -> str:
    """Links for the head of the page, without those that are ``named`` in it already.

    Empty for a kind that this version of Streamlit does not have.
    """
    wanted = [path for kind in kinds for path in sorted(scripts.glob(f"{kind}.*.js"))]
    found: dict[str, None] = {}
    while wanted:
        path = wanted.pop(0)
        if path.name not in found and path.is_file():
            found[path.name] = None
            wanted += [scripts / part for part in _PART.findall(path.read_text(encoding="utf-8"))]
    return "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
                   for name in found if name not in named)
