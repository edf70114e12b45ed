"""Start: one search box, three doors, the date of the data, one honest line."""

from __future__ import annotations

from datetime import date

import streamlit as st

from explorer import formats
from explorer.ui import html, strange
from explorer.ui.frame import page
from explorer.ui.session import library, linked, texts

t = texts()
lib = library()

st.title(t("start.title"))
strange.tell({}, lambda _: {}, t)
st.html(html.paragraph(t("start.intro")))

with st.form("find", border=False):
    words, button = st.columns([5, 1], vertical_alignment="bottom")
    wanted = words.text_input(t("start.search_label"), key="wanted", max_chars=80,
                              placeholder=t("start.search_placeholder"))
    if button.form_submit_button(t("start.search_button"), type="primary", width="stretch"):
        st.switch_page(page("search"),
                       query_params=linked(*([("q", wanted)] if wanted else [])))

with st.container(horizontal=True, vertical_alignment="center", gap="small", key="voorbeelden"):
    st.html(html.paragraph(t("start.examples"), "sw-small"), width="content")
    for example in t("start.example_words").split(", "):
        st.page_link(page("search"), label=example, query_params=linked(("q", example)))

for column, door in zip(st.columns(3), ("search", "compare", "crisis"), strict=True):
    with column.container(border=True, height="stretch", key=f"deur_{door}"):
        st.page_link(page(door), label=f"**{t(f'start.door_{door}')}**")
        st.html(html.paragraph(t(f"start.door_{door}_text"), "sw-note"))

registers = {programme.sector: programme.register_date for programme in lib.programmes.values()}
current = [programme for programme in lib.programmes.values() if programme.current]
st.html(
    html.paragraph(t(
        "start.data_date",
        newest=formats.month(date.fromisoformat(lib.store.info["newest_figures"]), t.language),
        register=formats.day(date.fromisoformat(registers["hbo"]), t.language),
        mbo=formats.day(date.fromisoformat(registers["mbo"]), t.language),
    ), "sw-note")
    + html.paragraph(t("start.honest"), "sw-honest")
    + html.paragraph(t(
        "start.numbers",
        programmes=formats.number(len(current), 0, t.language),
        institutions=formats.number(
            len(frozenset().union(*(programme.institutions for programme in current))),
            0, t.language),
        figures=formats.number(
            lib.store.rows("SELECT count(value) AS n FROM figure")[0]["n"], 0, t.language),
    ), "sw-small")
)
