"""Bronnen: every source, what is left out and why, what is missing, and the checks."""

from __future__ import annotations

import re
from datetime import date

import streamlit as st

from explorer import formats
from explorer.ui import html
from explorer.ui.session import library, texts

t = texts()
lib = library()

st.title(t("sources.title"))
st.html(html.paragraph(t("sources.intro")))
st.caption(t("sources.version", version=lib.store.data_version, made=lib.store.info["made_at"]))


def age(last: date) -> str:
    """How long ago the figures speak of, in days or whole years."""
    days = (date.today() - last).days
    if days < 0:
        return "–"
    years = days // 365
    return (t.count("sources.age_years", years, str(years)) if years
            else t.count("sources.age_days", days, str(days)))


def why(reason: str) -> str:
    """The reason of the load log in the language of the page."""
    key = "left_out." + re.sub(r"[^a-z0-9]+", "_", reason.lower()).strip("_")
    return t(key) if t.has(key) else reason


rows = lib.store.rows(
    """
    SELECT publisher, title, table_id, edition, reference_start, reference_end, licence,
           coalesce(loaded.rows_read, typed.rows, 0) AS rows_read,
           coalesce(loaded.rows_left_out, 0) AS rows_left_out
    FROM source
    LEFT JOIN (
        SELECT source_id, sum(rows_read) AS rows_read, sum(rows_left_out) AS rows_left_out
        FROM load GROUP BY source_id
    ) AS loaded USING (source_id)
    LEFT JOIN (SELECT source_id, count(*) AS rows FROM figure GROUP BY source_id) AS typed
        USING (source_id)
    ORDER BY publisher, title, edition
    """
)
st.html(html.table(
    [t(f"sources.{name}") for name in
     ("publisher", "table", "edition", "period", "age", "rows", "left_out", "licence")],
    [
        (
            row["publisher"],
            f"{row['title']} ({row['table_id']})" if row["table_id"] else row["title"],
            row["edition"],
            formats.period(row["reference_start"], row["reference_end"], t.language),
            age(row["reference_end"]),
            formats.number(row["rows_read"]),
            formats.number(row["rows_left_out"]),
            row["licence"],
        )
        for row in rows
    ],
))

st.header(t("sources.left_out_title"))
st.html(html.table(
    [t(f"sources.{name}") for name in ("file", "rows", "reason", "line")],
    [
        (row["file"], formats.number(row["rows"]), why(row["reason"]), str(row["first_line"]))
        for row in lib.store.rows("SELECT * FROM left_out ORDER BY file, reason")
    ],
))

st.header(t("sources.not_here"))
st.markdown(t("sources.not_here_text"))
st.markdown(t("sources.report"))
