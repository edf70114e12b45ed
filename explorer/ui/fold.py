"""Parts of a page that stand open where there is room, and folded on a phone."""

from __future__ import annotations

from typing import Any

import streamlit as st


def roomy(label: str) -> Any:
    """A part under a heading that says what is in it: open, except on a phone."""
    return st.expander(label, expanded=not on_a_phone())


def on_phone(label: str) -> Any:
    """A long part: as it is where there is room, and behind its label on a phone."""
    return st.expander(label) if on_a_phone() else st.container()


def on_a_phone() -> bool:
    """Browsers on a phone call themselves mobile; that is all that is read, nothing is kept."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")
