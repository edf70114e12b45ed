"""Under «where is it offered»: figures per school and per region, when someone has them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from explorer import words
from explorer.figures import Figure
from explorer.programmes import Programme
from explorer.school_figures import LocalFigures, regional_figures, school_figures
from explorer.texts import Texts
from explorer.ui import html, tags
from explorer.ui.session import Library

_SHOWN = 10


def show(library: Library, programme: Programme, texts: Texts) -> None:
    """Nothing at all when there are no such figures."""
    _part(library, school_figures(library.book, programme.programme_id), "school", texts)
    _part(library, regional_figures(library.book, programme.programme_id), "region", texts)


def _part(library: Library, items: Sequence[LocalFigures], kind: str, texts: Texts) -> None:
    if not any(figure.value is not None for item in items for figure in item.figures.values()):
        return
    st.subheader(texts(f"chance.per_{kind}"))
    st.html(html.paragraph(texts(f"chance.per_{kind}_intro"), "sw-note"))
    # A column where no one has a value tells nothing.
    indicators = {figure.indicator.indicator_id: figure.indicator
                  for item in items for figure in item.figures.values()
                  if figure.value is not None}
    forms = any(item.form for item in items)
    header = [texts(f"chance.column_{kind}"), *([texts("programme.column_form")] if forms else []),
              *(indicator.title(texts.language) for indicator in indicators.values())]
    rows = _rows(items, list(indicators), forms, texts)
    st.html(html.rich_table(header, rows[:_SHOWN]))
    if len(rows) > _SHOWN:
        with st.expander(texts("chance.all_rows", n=len(rows))):
            st.html(html.rich_table(header, rows))
    st.html(_sources(library, items, texts))


def _rows(
    items: Sequence[LocalFigures], indicators: Sequence[str], forms: bool, texts: Texts
) -> list[list[str]]:
    """One row per school or region, as HTML.

    Bol and bbl share one where all their figures are the same.
    """
    merged: dict[tuple[str, ...], list[str]] = {}
    for item in items:
        cells = [words.value(item.figures[key], texts) if key in item.figures else "–"
                 for key in indicators]
        form = texts(f"form_short.{item.form}") if item.form else "–"
        name = html.marked(item.name, texts, item.name)
        merged.setdefault((name, *map(escape, cells)), []).append(form)
    return [[key[0], *([", ".join(found)] if forms else []), *key[1:]]
            for key, found in merged.items()]


def _sources(library: Library, items: Sequence[LocalFigures], texts: Texts) -> str:
    """Per source and kind of figure: crisis tag, moment and source; and what SBB says."""
    examples: dict[tuple[str, str, object], Figure] = {}
    remarks: dict[str, Figure] = {}
    for item in items:
        for figure in item.figures.values():
            if figure.value is None:
                continue
            key = (figure.source.source_id, figure.indicator.indicator_id, figure.measured_start)
            examples.setdefault(key, figure)
            if said := words.said(figure, texts):
                remarks.setdefault(said, figure)
    parts = []
    for figure in examples.values():
        address = escape(figure.address(), quote=True)
        line = " · ".join([figure.indicator.title(texts.language), words.measured(figure, texts),
                           texts("card.source", source=words.source(figure, texts))])
        link = escape(texts("card.open_source", publisher=figure.source.publisher))
        source = words.source(figure, texts)
        parts.append(
            f'{tags.measured(figure, library.crises, texts)}<p class="sw-meta">'
            f"{html.marked(line, texts, source)} · "
            f'<a href="{address}" target="_blank" rel="noopener noreferrer">{link}</a></p>')
    parts += [f'<p class="sw-note">{html.marked(said, texts, figure.note or "")}</p>'
              for said, figure in remarks.items()]
    return "".join(parts)
