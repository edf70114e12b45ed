"""Vergelijken: up to four programmes side by side, a verdict in words per row."""

from __future__ import annotations

import streamlit as st

from explorer.ui import comparison
from explorer.ui.session import library, texts

t = texts()
lib = library()

st.title(t("compare.title"))
comparison.show(lib, t)
