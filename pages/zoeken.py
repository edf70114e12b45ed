"""Zoeken: words and filters in the address, results as list, table and map."""

from __future__ import annotations

import streamlit as st

from explorer.ui import filters, results
from explorer.ui.session import library, texts

t = texts()
lib = library()

st.title(t("search.title"))
filters.explain_strange_address(lib, t)
query, hide_crisis_figures = filters.panel(lib, t)
results.show(lib, query, hide_crisis_figures, t)
filters.write_address(lib)
