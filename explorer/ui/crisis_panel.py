"""Crises on the page of a programme: what they did, the evidence, and «zonder crisisjaren»."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from explorer import charts, crisis_words, formats
from explorer.crisis import (
    Effect,
    in_crisis,
    programme_effects,
    resiliences,
    sector_effects,
    vacancies,
)
from explorer.figures import Figure
from explorer.programmes import Programme
from explorer.texts import Texts
from explorer.ui import html, tags
from explorer.ui.draw import draw_kept
from explorer.ui.session import Library

Lines = list[tuple[str, list[Figure]]]
SWITCH = "zondercrisis"
# Links that are sure enough to name an industry.
_LINKED = ("sterk", "redelijk")


def windows(library: Library) -> list[tuple[date, date]]:
    """First and last day of every crisis that had a dip of the labour market."""
    return [(crisis.window_start, crisis.window_end or date.today())
            for crisis in library.crises.values() if crisis.dip_start]


def of_programme(library: Library, programme: Programme, texts: Texts) -> None:
    """The last crisis, the earlier ones folded, and behind one click every number."""
    st.html(html.paragraph(texts("effect.intro"), "sw-note"))
    found = programme_effects(library.store, [programme.programme_id])
    effects = found.get(programme.programme_id, [])
    if effects and effects[0].average:
        st.html(html.paragraph(texts(
            "effect.average", industry=effects[0].title(texts.language)), "sw-note"))
    cards = [tags.effect_card(effect, library.crises[effect.crisis_id], texts)
             for effect in effects]
    st.html(html.cards(cards[:1]))
    if earlier := [library.crises[effect.crisis_id].title(texts.language)
                   for effect in effects[1:]]:
        with st.expander(texts("fold.crises", n=len(earlier), names=", ".join(earlier))):
            st.html(html.cards(cards[1:]))
    _resilience(library, effects, texts)
    shown = _shown(library, effects, texts)
    if shown:
        with st.expander(texts("effect.evidence")):
            industry_line(library, shown[0], texts)
            st.html(tags.evidence(
                [(library.crises[effect.crisis_id].title(texts.language), effect)
                 for effect in shown], texts))


def _shown(library: Library, effects: list[Effect], texts: Texts) -> list[Effect]:
    """What the cards rest on: the main industry, or the country when none can be named."""
    if effects and effects[0].strength not in _LINKED:
        return [replace(nation, industry=texts("crisis.nation"), industry_en=None)
                for effect in effects
                for nation in sector_effects(library.store, effect.crisis_id, ("totaal",))]
    return [effect for effect in effects if effect.inputs and effect.industry_id]


def _resilience(library: Library, effects: list[Effect], texts: Texts) -> None:
    """How deep the main industry fell and how long it took, over all crises in the data.

    Not when the link is too weak to name an industry: this is never surer than the link.
    """
    found = {item.industry_id: item for item in resiliences(library.store)}
    for effect in effects[:1]:
        item = found.get(effect.industry_id or "") if effect.strength in _LINKED else None
        st.markdown(texts("resilience.weak") if item is None else texts(
            "resilience.of_industry", industry=item.title(texts.language),
            words=crisis_words.resilience(item, texts)))


def industry_line(library: Library, effect: Effect, texts: Texts) -> None:
    """Vacancies of the industry since 1997 with the crises hatched, and the sentence with it."""
    rows = [row for row in vacancies(library.store, effect.industry_id or "")
            if row["value"] is not None]
    if not rows:
        return

    def many(row: dict[str, Any]) -> str:
        return formats.number(1000 * row["value"], 0, texts.language)

    sentence = texts(
        "effect.chart_sentence", industry=effect.title(texts.language), first=many(rows[0]),
        start=rows[0]["period_start"].year, last=many(rows[-1]),
        end=formats.quarter(rows[-1]["period_start"], texts.language),
    )
    st.markdown(sentence)
    shown = _without_crisis_quarters(rows, windows(library), texts)
    draw_kept(sentence, _vacancy_line,
              tuple((row["period_start"], row["value"]) for row in shown),
              tuple(windows(library)), texts.language)
    st.caption(texts("effect.source", vintage=crisis_words.since(effect.data_vintage or "", texts),
                     version=effect.rule_version))


def _without_crisis_quarters(
    rows: list[dict[str, Any]], spans: list[tuple[date, date]], texts: Texts
) -> list[dict[str, Any]]:
    """The quarters as they are, or with those from a crisis left open."""
    inside = [any(start <= row["period_start"] <= end for start, end in spans) for row in rows]
    if not _toggle(f"{SWITCH}_vacatures", sum(inside), texts):
        return rows
    return [{**row, "value": None} if hidden else row
            for row, hidden in zip(rows, inside, strict=True)]


def _vacancy_line(
    quarters: tuple[tuple[date, float | None], ...], spans: tuple[tuple[date, date], ...],
    language: str,
) -> Any:
    # Vacancies are counted on the last day of a quarter, so that is where they are drawn.
    rows = [{"period_start": date(start.year + (start.month == 10), (start.month + 2) % 12 + 1, 1),
             "value": value} for start, value in quarters]
    return charts.vacancy_line(rows, spans, "x 1.000", language)


def switch(lines: Lines, texts: Texts) -> None:
    """«Zonder crisisjaren», when any of these lines has a measurement from a crisis."""
    hidden = sum(in_crisis(figure) for _, figures in lines for figure in figures)
    _toggle(SWITCH, hidden, texts)


def _toggle(key: str, hidden: int, texts: Texts) -> bool:
    """The switch with what it does or did under it; not there when nothing would be hidden."""
    if not hidden:
        return False
    on = st.toggle(texts("without.toggle"), key=key)
    st.caption(texts.count("without.hidden", hidden, str(hidden)) if on else texts("without.help"))
    return on


def without_crisis_years(lines: Lines) -> Lines:
    """The lines as they are, or with the measurements from a crisis taken out."""
    if not st.session_state.get(SWITCH):
        return lines
    return [(slot, [_emptied(figure) for figure in figures]) for slot, figures in lines]


def _emptied(figure: Figure) -> Figure:
    """The figure without its number when it was measured in a crisis; its year stays in view."""
    if not in_crisis(figure):
        return figure
    return replace(figure, value=None, low=None, high=None, missing_reason="not_applicable")
