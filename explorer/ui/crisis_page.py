"""The page about crises: three questions, the industries, the timeline, the limits."""

from __future__ import annotations

from collections import Counter
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from explorer import crisis_charts, crisis_words, formats
from explorer.crisis import (
    CORONA,
    NATION,
    Crisis,
    Effect,
    higher_example,
    resiliences,
    sector_effects,
    yearly_change,
)
from explorer.crisis_picks import FAR, fell_far, opposites
from explorer.texts import Texts, spoken
from explorer.ui import crisis_panel, fold, html, strange, tags
from explorer.ui.bound import Binding, publish, seed
from explorer.ui.draw import draw_kept
from explorer.ui.session import Library

PAGE = "crisis"
_ORDER = ("hard", "geraakt", "weinig", "gemengd", "onvoldoende")


def show(library: Library, texts: Texts) -> None:
    """The whole page: the idea in a picture, who was hit, all industries, and the limits."""
    bindings = _bindings(library)
    seed(PAGE, bindings)
    st.title(texts("crisis.title"))
    st.html(html.paragraph(texts("crisis.intro")))
    strange.tell(bindings, lambda key: _option_names(library, key, texts), texts)
    _idea(library, texts)
    _higher(library, texts)
    _who(library, texts)
    _timeline(library, texts)
    _resilience(library, texts)
    _limits(library, texts)
    publish(PAGE, bindings)


def _idea(library: Library, texts: Texts) -> None:
    """The last crisis in one picture, beside the three questions that we ask of every figure."""
    crisis = [known for known in library.crises.values() if known.dip_start][-1]
    pair = opposites(sector_effects(library.store, crisis.crisis_id, ("sectie",)))
    if not pair:
        st.html(tags.legend(texts))
        return
    picture, questions = st.columns([3, 2], gap="large")
    with picture:
        hit, spared = pair
        sentence = texts(
            "crisis.picture", crisis=crisis_words.lowered(crisis.title(texts.language)),
            hit=hit.title(texts.language), hit_size=_lowest(hit, texts),
            spared=spared.title(texts.language), spared_size=_lowest(spared, texts))
        drawn = tuple(crisis_charts.gaps(effect, texts.language) for effect in pair)
        draw_kept(sentence, crisis_charts.contrast, drawn,
                  (crisis.window_start, crisis.window_end or date.today()),
                  crisis.title(texts.language), texts.language)
        st.html(html.paragraph(sentence, "sw-note"))
    with questions:
        st.html(tags.legend(texts))


def _lowest(effect: Effect, texts: Texts) -> str:
    return formats.percent(abs(effect.inputs["vacancies"]["worst_gap"]), 0, texts.language)


def _higher(library: Library, texts: Texts) -> None:
    """The counter-example, from the figures themselves."""
    found = higher_example(library.store)
    if found is None or found[1] <= found[0]:
        return
    before, during = (formats.euro(value, 2, texts.language) for value in found)
    st.html(f'<div class="sw-honest"><b>{escape(texts("crisis.higher"))}.</b> '
            f'{escape(texts("crisis.higher_text", before=before, during=during))}</div>')


def _bindings(library: Library) -> dict[str, Binding]:
    return {
        "welke": Binding("one", library.crises, default=CORONA),
        "bedrijfstak": Binding("one", [row["industry_id"] for row in _industries(library)]),
    }


def _industries(library: Library) -> list[dict[str, Any]]:
    """Industries that can be picked; the same for every crisis."""
    return library.store.rows("SELECT industry_id, name, name_en FROM industry "
                              "WHERE kind IN ('sectie', 'deel')")


def _option_names(library: Library, key: str, texts: Texts) -> dict[str, str]:
    """The options of a choice on this page, by their code in the address."""
    if key == "welke":
        return {crisis: known.title(texts.language) for crisis, known in library.crises.items()}
    return {row["industry_id"]: spoken(row["name"], row["name_en"], texts.language)
            for row in _industries(library)} if key == "bedrijfstak" else {}


def _who(library: Library, texts: Texts) -> None:
    """Per crisis the industries in groups, with the evidence of one of them on demand."""
    st.header(texts("crisis.who"), anchor="wie")
    chosen = st.segmented_control(
        texts("crisis.pick"), list(library.crises), key="welke", required=True,
        format_func=lambda key: library.crises[key].title(texts.language),
    ) or CORONA
    crisis = library.crises[chosen]
    evidence, who = crisis.dated(texts.language)
    source = texts("crisis.source", source=f"[{who}]({crisis.url})")
    st.markdown(f"{_window(crisis, texts)} {evidence} {source}")
    if crisis.dip_start is None:
        st.markdown(texts("crisis.no_dip"))
        if crisis.kind == "kosten":
            st.markdown(texts("tag.prices"))
        return
    effects = sector_effects(library.store, chosen, ("sectie",))
    st.html(html.paragraph(f'{crisis_words.nation(effects[0], texts)} '
                           f'{texts("crisis.who_text")}', "sw-note"))
    label = texts("fold.hit_industries", n=len(effects), counts=_counts(effects, texts))
    with fold.on_phone(label):
        st.html(_table(effects, texts))
    names = {effect.industry_id: effect for effect in _by_name(
        sector_effects(library.store, chosen, ("sectie", "deel")), texts)}
    if st.session_state.get("bedrijfstak") not in names:
        st.session_state["bedrijfstak"] = None
    picked = st.selectbox(
        texts("crisis.industry_pick"), list(names), index=None, key="bedrijfstak",
        format_func=lambda key: names[key].title(texts.language) or key,
        placeholder=texts("crisis.industry_pick"), label_visibility="collapsed",
    )
    if picked:
        effect = names[picked]
        st.html(tags.effect_card(effect, crisis, texts))
        crisis_panel.industry_line(library, effect, texts)
        st.html(tags.evidence([(crisis.title(texts.language), effect)], texts))


def _by_name(effects: list[Effect], texts: Texts) -> list[Effect]:
    """A to Z in the language of the page."""
    return sorted(effects, key=lambda effect: effect.title(texts.language))


def _window(crisis: Crisis, texts: Texts) -> str:
    start = formats.day(crisis.window_start, texts.language)
    if crisis.window_end is None:
        return texts("crisis.window_open", start=start)
    return texts("crisis.window", start=start, end=formats.day(crisis.window_end, texts.language))


def _table(effects: list[Effect], texts: Texts) -> str:
    """Industries by class, A to Z in each class; tags in the cells."""
    header = [texts(f"crisis.column_{name}") for name in
              ("industry", "effect", "fall", "jobs", "recovery", "sure")]
    ordered = sorted(_by_name(effects, texts), key=lambda effect: _ORDER.index(effect.effect))
    body = []
    for effect in ordered:
        label = texts(f"effect.{effect.effect}")
        # A fall of too few vacancies says nothing, so it is not shown either.
        fall = effect.fall if effect.inputs.get("levels", {}).get("vacancies") else None
        cells = [
            tags.plain_effect(effect, label, texts),
            f'<span class="sw-number">{escape(_change(fall, texts))}</span>',
            f'<span class="sw-number">{escape(_change(effect.jobs_fall, texts, 1))}</span>',
            tags.recovery_short(effect, texts) or "–",
            f'<span class="sw-small">{escape(crisis_words.sure(effect, texts))}</span>',
        ]
        body.append(
            f'<tr><th scope="row">{escape(effect.title(texts.language))}</th>' + "".join(
                f'<td data-label="{escape(name)}">{cell}</td>'
                for name, cell in zip(header[1:], cells, strict=True)) + "</tr>")
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    return (f'<div class="sw-table sw-rows"><table><thead><tr>{head}</tr></thead>'
            f'<tbody>{"".join(body)}</tbody></table></div>')


def _counts(effects: list[Effect], texts: Texts) -> str:
    """How many industries there are of every class that there is."""
    counts = Counter(effect.effect for effect in effects)
    return ", ".join(f"{counts[name]} {texts(f'effect.{name}')}" for name in _ORDER if counts[name])


def _change(value: float | None, texts: Texts, decimals: int = 0) -> str:
    if value is None:
        return "–"
    sign = "+" if value > 0 else ""
    return f"{sign}{formats.percent(value, decimals, texts.language)}"


def _timeline(library: Library, texts: Texts) -> None:
    st.header(texts("crisis.timeline"), anchor="tijdlijn")
    rows = [{**row, "name": texts("crisis.nation") if row["industry_id"] == NATION
             else spoken(row["name"], row["name_en"], texts.language)}
            for row in yearly_change(library.store)]
    counts = fell_far(rows, library.crises)
    listing = ", ".join(
        texts("crisis.timeline_part", n=n, name=crisis_words.lowered(
            library.crises[crisis_id].title(texts.language)))
        for crisis_id, n in counts.items())
    sections = len({row["industry_id"] for row in rows if row["industry_id"] != NATION})
    sentence = texts("crisis.timeline_sentence", n=sections, listing=listing,
                     size=formats.percent(FAR, 0, texts.language))
    st.markdown(f'{texts("crisis.timeline_text")} {sentence}')
    draw_kept(sentence, crisis_charts.strips,
              tuple((row["name"], row["period_start"], row["change"]) for row in rows),
              tuple(crisis_panel.windows(library)), texts("crisis.timeline_scale"),
              texts.language)


def _resilience(library: Library, texts: Texts) -> None:
    """Per group of programmes: those that mostly lead to the same industry."""
    st.header(texts("crisis.resilience"), anchor="bestendigheid")
    st.markdown(texts("crisis.resilience_text"))
    header = [texts(f"crisis.column_{name}") for name in ("industry", "resilience", "programmes")]
    table = html.table(header, sorted(
        (found.title(texts.language), crisis_words.resilience(found, texts),
         formats.number(found.programmes, 0, texts.language))
        for found in resiliences(library.store) if found.programmes))
    with st.expander(texts("crisis.resilience_all")):
        st.html(table.replace('"sw-table"', '"sw-table sw-rows"'))


def _limits(library: Library, texts: Texts) -> None:
    st.header(texts("crisis.unknown_title"), anchor="onbekend")
    (row,) = library.store.rows("SELECT max(data_vintage) AS vintage FROM sector_effect")
    st.markdown(texts("crisis.unknown_text",
                      vintage=crisis_words.since(row["vintage"] or "", texts)))
    st.subheader(texts("crisis.method"), anchor="methode")
    st.markdown(texts("crisis.method_text", version=library.store.info["rule_version"]))
