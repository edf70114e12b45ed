"""The page of one programme: the address, the heading, and the sections in their order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape

import streamlit as st

from explorer import formats
from explorer.address import programme_ids
from explorer.compare import MOST
from explorer.hours import HOURS, USUAL
from explorer.leads_to import counted_in, industries, occupations, own_estimate, why_none
from explorer.outlook import answers
from explorer.programmes import Programme
from explorer.report import Link, about_links
from explorer.texts import Texts
from explorer.ui import (
    crisis_panel,
    html,
    programme_after,
    programme_charts,
    programme_figures,
    programme_numbers,
    programme_work,
    strange,
)
from explorer.ui.bound import Binding, publish, seed
from explorer.ui.frame import name_tab, open_programme, page, unknown_programme
from explorer.ui.session import Library, basket, linked, toggle_basket

PAGE = "opleiding"
BINDINGS = {
    "leerweg": Binding("one", ("bol", "bbl"), default="bol"),
    "uren": Binding("one", [str(hours) for hours in HOURS], default=str(USUAL)),
    "zondercrisis": Binding("flag"),
}
# Anchor in the address, short name in the contents, and the title of the section itself.
SECTIONS = (
    ("cijfers", "figures", "programme.figures"),
    ("onbekend", "unknown", "gaps.title"),
    ("tussen-andere", "position", "position.title"),
    ("werk", "work", "programme.work"),
    ("crises", "crises", "effect.title"),
    ("vooruitzicht", "outlook", "programme.outlook"),
    ("mensen-en-plekken", "supply", "supply.title"),
    ("provincies", "regions", "regional.title"),
    ("door-de-tijd", "trend", "programme.trend"),
    ("waar", "places", "programme.offered"),
    ("lijkt-op", "near", "similar.title"),
    ("wat-nu", "next", "programme.next"),
)


def from_address(library: Library, texts: Texts) -> Programme | None:
    """The programme that the address names; otherwise a message and the nearest ones."""
    found = programme_ids(st.query_params.get_all("id"), library.programmes)
    if found.known:
        return library.programmes[found.known[0]]
    st.title(texts("nav.programme"))
    for code in found.unknown:
        unknown_programme(library, code, texts)
    if not found.unknown:
        st.info(texts("notice.pick_first"), icon=":material/info:")
    st.page_link(page("search"), label=texts("notice.go_search"), icon=":material/search:")
    return None


def show(library: Library, programme: Programme, texts: Texts) -> None:
    """All sections of the page, in the order of the questions a student asks."""
    seed(PAGE, BINDINGS)
    name_tab(programme.title(texts.language), texts)
    _heading(library, programme, texts)
    strange.tell(BINDINGS, lambda key: _option_names(key, texts), texts, keep=("id",))
    _others(library, texts)
    _contents(texts)
    form = programme_figures.chosen_form(programme)
    hours = int(st.session_state.get("uren") or USUAL)
    known = answers(library.book, [programme], form)[programme.programme_id]
    linked = industries(library.store, programme.programme_id)
    found = occupations(library.book, programme.programme_id)
    inside = counted_in(library.store, programme.programme_id)
    unlinked = why_none(library.store, programme.programme_id, texts.language)

    def figures() -> None:
        pay = known["pay"].figure if "pay" in known else None
        hourly = pay is not None and pay.indicator.unit == "euro_per_hour" \
            and pay.value is not None
        programme_figures.choices(programme, hourly, texts)
        programme_figures.cards(library, programme, known, hours, texts)

    def work() -> None:
        programme_work.industries_table(
            library, linked, own_estimate(library.store, programme.programme_id),
            unlinked.get("industry"), texts)
        programme_work.counted(inside, texts)
        shown: list[Link] = [*linked, *found, *inside]
        own = any(item.own_judgement for item in shown)
        wrong = about_links(programme, shown, unlinked, library.store.data_version, texts)
        programme_work.judgement(own or bool(unlinked), wrong, texts)

    parts: dict[str, Callable[[], None]] = {
        "figures": figures,
        "unknown": lambda: programme_figures.gaps(known, texts),
        "position": lambda: programme_figures.among_others(library, programme, known, texts),
        "work": work,
        "crises": lambda: crisis_panel.of_programme(library, programme, texts),
        "outlook": lambda: programme_work.outlook(
            library, found, unlinked.get("occupation"), texts),
        "supply": lambda: programme_numbers.people_and_places(
            library, programme, found, form, texts),
        "regions": lambda: programme_numbers.provinces(library, linked, texts),
        "trend": lambda: programme_charts.show(library, programme, known, texts),
        "places": lambda: programme_after.places(library, programme, texts),
        "near": lambda: programme_after.near(library, programme, found, form, texts),
        "next": lambda: programme_after.next_steps(library, programme, known, texts),
    }
    for anchor, name, title in SECTIONS:
        st.header(texts(title), anchor=anchor)
        parts[name]()
    _about(programme, texts)
    publish(PAGE, BINDINGS, keep=("id",))


def _heading(library: Library, programme: Programme, texts: Texts) -> None:
    """Name, level, code, the button for the comparison, and why one may not be able to start."""
    title, button = st.columns([4, 1.4], vertical_alignment="bottom")
    if texts.language == "nl":
        title.title(programme.title(texts.language))
    else:  # only in markdown can be said that a part of the name is Dutch
        title.markdown(f"# {html.title(programme, texts)}", unsafe_allow_html=True)
    inside = programme.programme_id in basket()
    button.button(
        texts("programme.in_compare" if inside else "programme.add"),
        icon=":material/check:" if inside else ":material/add:", width="stretch",
        on_click=toggle_basket, args=(programme.programme_id,),
        disabled=len(basket()) >= 4 and not inside,
    )
    code = texts("programme.code_mbo" if programme.sector == "mbo" else "programme.code_ho",
                 code=programme.code)
    badges = [texts(f"level.{programme.level}"), programme.field(texts.language), code]
    left, right = st.columns([4, 1.4])
    left.html('<div class="sw-badges">' + "".join(
        f'<span class="sw-badge">{escape(text)}</span>' for text in badges if text) + "</div>")
    if basket():
        right.page_link(page("compare"), label=texts("search.to_compare"),
                        icon=":material/compare_arrows:",
                        query_params=linked(*(("id", chosen) for chosen in basket())))
    for warning in _warnings(programme, texts):
        st.info(warning, icon=":material/info:")
    if newer := library.successors.get(programme.programme_id):
        successor = library.programmes[newer]
        open_programme(newer, texts("programme.successor", name=successor.title(texts.language),
                                    code=successor.code))


def _others(library: Library, texts: Texts) -> None:
    """Say what more an address names; this page shows the first programme."""
    found = programme_ids(st.query_params.get_all("id"), library.programmes)
    for code in found.unknown:
        unknown_programme(library, code, texts)
    if len(found.known) > 1:
        st.info(texts("notice.more_programmes"), icon=":material/info:")
        st.page_link(page("compare"), label=texts("notice.compare_them"),
                     icon=":material/compare_arrows:",
                     query_params=linked(*(("id", item) for item in found.known[:MOST])))


def _option_names(key: str, texts: Texts) -> dict[str, str]:
    """The options of a choice on this page, by their code in the address."""
    if key == "uren":
        return {str(hours): texts("hours.option", n=hours) for hours in HOURS}
    if key == "leerweg":
        return {form: texts(f"form.{form}") for form in BINDINGS["leerweg"].options}
    return {"1": texts("active.zondercrisis")} if key == "zondercrisis" else {}


def _warnings(programme: Programme, texts: Texts) -> list[str]:
    """Why someone may not be able to start this programme."""
    if programme.mbo_kind not in (None, "kwalificatie"):
        return [texts("programme.old_mbo")]
    if programme.active:
        return []
    if programme.intake_end:
        ended = formats.day(date.fromisoformat(programme.intake_end), texts.language)
        return [texts("programme.ended", date=ended)]
    return [texts("programme.no_students", year=programme.register_date[:4])]


def _contents(texts: Texts) -> None:
    """Links to the sections, because the page is long."""
    links = "".join(f'<a href="#{anchor}">{escape(texts(f"contents.{name}"))}</a>'
                    for anchor, name, _ in SECTIONS)
    label = escape(texts("contents.title"), quote=True)
    st.html(f'<nav class="sw-contents" aria-label="{label}">{links}</nav>')


def _about(programme: Programme, texts: Texts) -> None:
    with st.expander(texts("programme.facts")):
        language = (texts("programme.unknown_language") if programme.sector != "mbo" else "")
        required = programme.profession_requirements
        load = "" if programme.study_load is None else formats.number(
            programme.study_load, 0, texts.language)
        facts = [
            (texts("programme.fact_level"), texts(f"level.{programme.level}")),
            (texts("programme.fact_form"), ", ".join(texts(f"form_short.{form}")
                                                     for form in programme.forms)),
            (texts("programme.fact_field"), programme.field(texts.language)),
            (texts("programme.fact_dossier"), programme.dossier or ""),
            (texts("programme.fact_isced"), (programme.isced_id or "").removeprefix("isced:")),
            (texts("programme.fact_load"), load),
            (texts("programme.fact_requirements"),
             "" if required is None else texts("programme.yes" if required else "programme.no")),
            (texts("programme.fact_language"), language),
        ]
        st.html(html.facts((name, html.marked(value, texts, programme.dossier or ""))
                           for name, value in facts))
