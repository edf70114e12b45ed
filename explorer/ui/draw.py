"""Drawing a chart: alternative text always, and colours that fit a dark page."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer import charts


def draw(chart: Any, sentence: str) -> None:
    """Show an Altair chart with the sentence that describes it as its alternative text."""
    if st.context.theme.type == "dark":
        chart = charts.for_dark(chart)
    st.altair_chart(chart, alt=sentence, theme=None)
