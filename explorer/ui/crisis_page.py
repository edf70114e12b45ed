"""The page about crises: three questions, the industries, the timeline, the limits."""

from __future__ import annotations

from html import escape

import streamlit as st

from explorer import charts, crisis_words, formats
from explorer.crisis import CORONA, Crisis, Effect, resiliences, sector_effects, yearly_change
from explorer.texts import Texts
from explorer.ui import crisis_panel, html, tags
from explorer.ui.bound import Binding, publish, seed
from explorer.ui.draw import draw
from explorer.ui.session import Library

PAGE = "crisis"
_ORDER = ("hard", "geraakt", "weinig", "gemengd", "onvoldoende")


def show(library: Library, texts: Texts) -> None:
    """The whole page."""
    bindings = _bindings(library)
    seed(PAGE, bindings)
    st.title(texts("crisis.title"))
    st.html(html.paragraph(texts("crisis.intro")))
    _three_questions(texts)
    st.html(f'<div class="sw-honest"><b>{escape(texts("crisis.higher"))}.</b> '
            f'{escape(texts("crisis.higher_text"))}</div>')
    _who(library, texts)
    _timeline(library, texts)
    _resilience(library, texts)
    _limits(library, texts)
    publish(PAGE, bindings)


def _bindings(library: Library) -> dict[str, Binding]:
    industries = [row["industry_id"] for row in
                  library.store.rows("SELECT industry_id FROM industry")]
    return {
        "welke": Binding("one", library.crises, default=CORONA),
        "bedrijfstak": Binding("one", industries),
    }


def _three_questions(texts: Texts) -> None:
    st.html(html.cards([
        f'<article class="sw-card"><h3>{escape(texts(f"crisis.{key}"))}</h3>'
        f'<p class="sw-note">{escape(texts(f"crisis.{key}_text"))}</p></article>'
        for key in ("q1", "q2", "q3", "dont_know")
    ]))


def _who(library: Library, texts: Texts) -> None:
    """Per crisis the industries in groups, with the evidence of one of them on demand."""
    st.header(texts("crisis.who"))
    chosen = st.segmented_control(
        texts("crisis.pick"), list(library.crises), key="welke", required=True,
        format_func=lambda key: library.crises[key].title(texts.language),
    ) or CORONA
    crisis = library.crises[chosen]
    st.markdown(f"{_window(crisis, texts)} {crisis.evidence}")
    if crisis.dip_start is None:
        st.markdown(texts("crisis.no_dip"))
        return
    effects = sector_effects(library.store, chosen, ("sectie",))
    st.html(html.paragraph(texts("crisis.who_text"), "sw-note"))
    st.html(_table(effects, texts))
    names = {effect.industry_id: effect for effect in
             sector_effects(library.store, chosen, ("sectie", "deel"))}
    if st.session_state.get("bedrijfstak") not in names:
        st.session_state["bedrijfstak"] = None
    picked = st.selectbox(
        texts("crisis.industry_pick"), list(names), index=None, key="bedrijfstak",
        format_func=lambda key: names[key].industry or key,
        placeholder=texts("crisis.industry_pick"), label_visibility="collapsed",
    )
    if picked:
        effect = names[picked]
        st.html(tags.effect_card(effect, crisis, texts) + tags.evidence(effect, texts))
        crisis_panel.industry_line(library, effect, texts)


def _window(crisis: Crisis, texts: Texts) -> str:
    start = formats.day(crisis.window_start, texts.language)
    if crisis.window_end is None:
        return texts("crisis.window_open", start=start)
    return texts("crisis.window", start=start, end=formats.day(crisis.window_end, texts.language))


def _table(effects: list[Effect], texts: Texts) -> str:
    """Industries by class, A to Z in each class; tags in the cells."""
    header = [texts(f"crisis.column_{name}") for name in
              ("industry", "effect", "fall", "jobs", "recovery", "sure")]
    ordered = sorted(effects, key=lambda effect: (_ORDER.index(effect.effect), effect.industry))
    body = []
    for effect in ordered:
        label = texts(f"effect.{effect.effect}")
        cells = [
            tags.plain_effect(effect, label),
            f'<span class="sw-number">{escape(_change(effect.fall, texts))}</span>',
            f'<span class="sw-number">{escape(_change(effect.jobs_fall, texts, 1))}</span>',
            tags.recovery(effect, texts) or "–",
            f"<span>{crisis_words.DOTS[effect.confidence]}</span> "
            f'<span class="sw-small">{escape(texts(f"confidence.{effect.confidence}"))}</span>',
        ]
        body.append(
            f'<tr><th scope="row">{escape(effect.industry or "")}</th>' + "".join(
                f'<td data-label="{escape(name)}">{cell}</td>'
                for name, cell in zip(header[1:], cells, strict=True)) + "</tr>")
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    return (f'<div class="sw-table"><table><thead><tr>{head}</tr></thead>'
            f'<tbody>{"".join(body)}</tbody></table></div>')


def _change(value: float | None, texts: Texts, decimals: int = 0) -> str:
    if value is None:
        return "–"
    sign = "+" if value > 0 else ""
    return f"{sign}{formats.percent(value, decimals, texts.language)}"


def _timeline(library: Library, texts: Texts) -> None:
    st.header(texts("crisis.timeline"))
    st.markdown(texts("crisis.timeline_text"))
    sentence = texts("crisis.timeline_sentence")
    draw(charts.change_map(yearly_change(library.store), crisis_panel.windows(library),
                           texts.language), sentence)
    st.markdown(sentence)


def _resilience(library: Library, texts: Texts) -> None:
    st.header(texts("crisis.resilience"))
    st.markdown(texts("crisis.resilience_text"))
    st.html(html.table(
        [texts(f"crisis.column_{name}") for name in ("industry", "resilience", "crises")],
        [(found.industry, crisis_words.resilience(found, texts), str(found.crises))
         for found in resiliences(library.store)],
    ))


def _limits(library: Library, texts: Texts) -> None:
    st.header(texts("crisis.unknown_title"))
    (row,) = library.store.rows("SELECT max(data_vintage) AS vintage FROM sector_effect")
    st.markdown(texts("crisis.unknown_text",
                      vintage=crisis_words.since(row["vintage"] or "", texts)))
    st.subheader(texts("crisis.method"))
    st.markdown(texts("crisis.method_text", version=library.store.info["rule_version"]))
