"""Parts of a page that stand open where there is room, and folded on a phone."""

from __future__ import annotations

from typing import Any

import streamlit as st


def roomy(label: str) -> Any:
    """A part under a heading that says what is in it: open, except on a phone.

    Browsers on a phone call themselves mobile; that is all that is read, and nothing is kept.
    """
    return st.expander(label, expanded="Mobi" not in (st.context.headers.get("User-Agent") or ""))
