"""Drawing a chart: alternative text always, and colours that fit a dark page."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

import streamlit as st

from explorer import charts

_KEPT = 400


def draw_kept(sentence: str, build: Callable[..., Any], *arguments: Hashable) -> None:
    """Show the chart ``build(*arguments)``, which is made once for all visitors.

    The arguments must say everything about the chart: figures, texts and language. ``sentence``
    describes it and is its alternative text. Its height is told to Streamlit too, which then
    leaves room for it while the browser fetches what is needed to draw.
    """
    spec = json.loads(_specification(build, arguments, st.context.theme.type == "dark"))
    st.vega_lite_chart(spec=spec, alt=sentence, theme=None, height=spec["height"])


@lru_cache(maxsize=_KEPT)
def _specification(build: Callable[..., Any], arguments: tuple[Hashable, ...], dark: bool) -> str:
    """Vega-Lite as text. Altair checks it against its schema in the tests, not at every visit."""
    text = json.dumps(build(*arguments).to_dict(validate=False))
    return charts.in_dark(text) if dark else text
