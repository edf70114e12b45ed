"""A calm page for an address that the site does not have, in place of Streamlit's own notice."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from rapidfuzz import fuzz, process

from explorer.texts import Texts

_LOOKS_LIKE = 60.0
_STYLE = """
body { font: 1.1rem/1.6 "Source Sans", system-ui, sans-serif; max-width: 40rem;
  margin: 4rem auto; padding: 0 1.2rem; color: #1d2830; background: #fcfbf8; }
h1 { font-family: Georgia, serif; font-size: 2rem; }
a { color: #0b5566; padding: .4rem 0; display: inline-block; }
@media (prefers-color-scheme: dark) {
  body { color: #e9edee; background: #131a1f; } a { color: #7cc4d1; } }
"""


def lost_page(path: str, addresses: Mapping[str, str], texts: Texts, root: str = "") -> bytes:
    """HTML that names the address, offers the page that looks like it, the start and the search.

    ``addresses`` has the name of a page in the texts per address; ``root`` is what stands before
    every path of the site.
    """
    wanted = path.strip("/").lower()
    near = process.extractOne(wanted, list(addresses), scorer=fuzz.ratio,
                              score_cutoff=_LOOKS_LIKE)
    offers = dict.fromkeys([*([near[0]] if near else []), "", "zoeken"])
    links = "".join(
        f'<li><a href="{escape(_link(root, address, texts))}">'
        f"{escape(texts(f'nav.{addresses[address]}') if address else texts('nav.start'))}</a></li>"
        for address in offers
    )
    title = escape(texts("lost.title"))
    sentence = escape(texts("lost.text", path=f"/{wanted[:60]}"))
    return (
        f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{title}</h1><p>{sentence}</p><ul>{links}</ul></main></body></html>"
    ).encode()


def _link(root: str, address: str, texts: Texts) -> str:
    language = "" if texts.language == "nl" else f"?taal={texts.language}"
    return f"{root}/{address}{language}"
