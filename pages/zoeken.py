"""Zoeken: words and filters in the address, results as list, table and map."""

from __future__ import annotations

import streamlit as st

from explorer.ui import filter_state, filters, results
from explorer.ui.session import library, texts

t = texts()
lib = library()

st.title(t("search.title"))
filters.explain_strange_address(lib, t)
filter_state.read_address(lib)
filters.search_box(t)
wanted = filter_state.wanted(lib)
found = lib.searcher.search(wanted.query)
filters.bar(lib, found, t)
filters.chips(lib, t)
filters.notes(lib, wanted, found, t)
results.show(lib, wanted, found, t)
filter_state.write_address(lib)
