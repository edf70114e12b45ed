"""The page of one programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import escape

import streamlit as st

from explorer import formats, words
from explorer.address import nearest_ids, programme_ids
from explorer.compare import differs
from explorer.figures import Figure
from explorer.outlook import (
    Answer,
    Occupation,
    answers,
    default_form,
    industries,
    occupations,
)
from explorer.programmes import Programme, offerings
from explorer.similar import similar
from explorer.texts import Texts
from explorer.ui import crisis_panel, html, programme_charts, tags
from explorer.ui.bound import Binding, publish, seed
from explorer.ui.frame import open_programme, page
from explorer.ui.session import Library, basket, toggle_basket

PAGE = "opleiding"
BINDINGS = {
    "leerweg": Binding("one", ("bol", "bbl"), default="bol"),
    "zondercrisis": Binding("flag"),
}


def from_address(library: Library, texts: Texts) -> Programme | None:
    """The programme that the address names; otherwise a message and the nearest ones."""
    asked = st.query_params.get("id", "")
    found = programme_ids([asked] if asked else [], library.programmes)
    if found.known:
        return library.programmes[found.known[0]]
    st.title(texts("nav.programme"))
    if asked:
        st.info(texts("notice.unknown_programme", code=asked[:40]), icon=":material/info:")
        near = nearest_ids(asked, library.programmes)
        if near:
            st.markdown(texts("notice.nearest"))
            for programme_id in near:
                programme = library.programmes[programme_id]
                open_programme(programme_id, f"{programme.title(texts.language)} "
                                             f"({programme.code})")
    else:
        st.info(texts("notice.pick_first"), icon=":material/info:")
    st.page_link(page("search"), label=texts("notice.go_search"), icon=":material/search:")
    return None


def show(library: Library, programme: Programme, texts: Texts) -> None:
    """All sections of the page, in the order of the questions a student asks."""
    seed(PAGE, BINDINGS)
    _heading(library, programme, texts)
    form = _form(programme, texts)
    known = answers(library.book, [programme], form)[programme.programme_id]
    _figures(library, programme, known, texts)
    _work(library, programme, texts)
    crisis_panel.of_programme(library, programme, texts)
    programme_charts.show(library, programme, known, texts)
    _offered(library, programme, texts)
    _similar(library, programme, texts)
    _next(programme, texts)
    _about(programme, texts)
    publish(PAGE, BINDINGS, keep=("id",))


def _heading(library: Library, programme: Programme, texts: Texts) -> None:
    title, button = st.columns([4, 1.4], vertical_alignment="bottom")
    title.title(programme.title(texts.language))
    inside = programme.programme_id in basket()
    button.button(
        texts("programme.in_compare" if inside else "programme.add"),
        icon=":material/check:" if inside else ":material/add:", width="stretch",
        on_click=toggle_basket, args=(programme.programme_id,),
        disabled=len(basket()) >= 4 and not inside,
    )
    if basket():
        st.page_link(page("compare"), label=texts("search.to_compare"),
                     icon=":material/compare_arrows:",
                     query_params=[("id", chosen) for chosen in basket()])
    code = texts("programme.code_mbo" if programme.sector == "mbo" else "programme.code_ho",
                 code=programme.code)
    badges = [texts(f"level.{programme.level}"), programme.field_name or "", code]
    st.html('<div class="sw-badges">' + "".join(
        f'<span class="sw-badge">{escape(text)}</span>' for text in badges if text) + "</div>")
    for warning in _warnings(programme, texts):
        st.info(warning, icon=":material/info:")
    if newer := library.successors.get(programme.programme_id):
        successor = library.programmes[newer]
        open_programme(newer, texts("programme.successor", name=successor.title(texts.language),
                                    code=successor.code))


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


def _form(programme: Programme, texts: Texts) -> str:
    """bol or bbl, when a mbo programme has both; the choice is in the address."""
    choices = [form for form in ("bol", "bbl") if form in programme.forms]
    if len(choices) < 2:
        return default_form(programme)
    return st.segmented_control(
        texts("programme.form_choice"), choices, key="leerweg", required=True,
        format_func=lambda value: texts(f"form.{value}"),
    ) or "bol"


def _figures(
    library: Library, programme: Programme, known: dict[str, Answer], texts: Texts
) -> None:
    st.header(texts("programme.figures"))
    st.html(html.paragraph(texts("programme.figures_intro"), "sw-note"))
    shown = []
    for answer in known.values():
        figure = answer.figure
        if figure is not None and figure.value is not None and (figure.step or 1) > 1:
            gap = library.book.nearer_gap(programme.programme_id, figure)
            answer = replace(answer, nearer_gap=gap)
        tag = tags.measured(figure, library.crises, texts) if figure else ""
        shown.append(html.figure_card(answer, texts, tag))
    st.html(html.cards(shown))


def _work(library: Library, programme: Programme, texts: Texts) -> None:
    """Industries and occupations that the programme leads to, with the outlook to 2030."""
    st.header(texts("programme.work"))
    linked = industries(library.store, programme.programme_id)
    found = occupations(library.book, programme.programme_id)
    if linked:
        st.markdown(f"{linked[0].reason} ({texts(f'strength.{linked[0].strength}')})")
        st.html(html.table(
            [texts("programme.column_industry"), texts("programme.column_share")],
            [(industry.name, texts("outlook.share_of_work",
                                   share=formats.percent(industry.weight)))
             for industry in linked],
        ))
    else:
        st.markdown(texts("programme.industry_none"))
    st.subheader(texts("programme.outlook"))
    if not found:
        st.markdown(texts("programme.work_none"))
    else:
        st.html(html.paragraph(texts("programme.outlook_intro"), "sw-note"))
        st.html(html.cards([_occupation_card(library, item, texts)
                            for item in found]))
    if any(item.own_judgement for item in [*linked, *found]):
        st.caption(f"{texts('programme.work_intro')} {texts('programme.report')}")


def _occupation_card(library: Library, item: Occupation, texts: Texts) -> str:
    """What ROA expects for an occupation group, in words for who chooses."""
    figure = item.figures.get("outlook_itkb")
    openings, share = (item.figures.get(name) for name in
                       ("outlook_openings", "outlook_openings_share"))
    parts = [f'<p class="sw-step">{escape(words.outlook(figure and figure.label, texts))}</p>']
    if figure and (other := words.distance_to_class(figure)):
        parts.append(f'<p class="sw-note">{escape(texts("outlook.close", label=other))}</p>')
    if openings and openings.value is not None and share and share.value is not None:
        text = texts("outlook.openings", n=formats.number(openings.value, 0, texts.language),
                     share=formats.of_hundred(share.value, texts.language))
        parts.append(f'<p class="sw-note">{escape(text)}</p>')
    linked = texts("outlook.share_of_work", share=formats.percent(item.weight))
    parts.append(f'<p class="sw-small">{escape(texts(f"strength.{item.strength}"))}, '
                 f'{escape(linked)}. {escape(item.reason)}</p>')
    if figure:
        parts.append(tags.measured(figure, library.crises, texts))
        parts.append(f'<p class="sw-small">{escape(words.step(figure, texts))}</p>')
        parts.append(html.meta(figure, texts))
    return f'<article class="sw-card"><h3>{escape(item.name)}</h3>{"".join(parts)}</article>'


def _offered(library: Library, programme: Programme, texts: Texts) -> None:
    st.header(texts("programme.offered"))
    places = offerings(library.store, programme.programme_id)
    if not places:
        st.markdown(texts("programme.offered_none"))
        return
    mbo = programme.sector == "mbo"
    day = formats.day(date.fromisoformat(programme.register_date), texts.language)
    st.html(html.paragraph(
        texts("programme.offered_mbo" if mbo else "programme.offered_date", date=day), "sw-note"))
    names = ["school", "place", "form", *(["students"] if mbo else [])]
    header = [texts(f"programme.column_{name}") for name in names]
    rows = []
    for place in places:
        form = texts(f"form_short.{place.form}") if place.form else "–"
        row = [place.institution, f"{place.place}" if place.place else "–", form]
        if mbo:
            row.append(formats.number(place.students or 0))
        rows.append(row)
    shown = rows if len(rows) <= 12 else rows[:10]
    st.html(html.table(header, shown))
    if len(shown) < len(rows):
        with st.expander(texts("programme.all_places", n=len(rows))):
            st.html(html.table(header, rows))


def _similar(library: Library, programme: Programme, texts: Texts) -> None:
    """At most three neighbours with the reason; ordered by likeness, never by pay."""
    found = similar(programme, library.programmes, library.links)
    if not found:
        return
    st.header(texts("similar.title"))
    st.html(html.paragraph(texts("similar.intro"), "sw-note"))
    mine = _main_outlook(library, programme)
    for column, item in zip(st.columns(3), found, strict=False):
        with column.container(border=True, height="stretch"):
            open_programme(item.programme.programme_id, item.programme.title(texts.language))
            reasons = words.listed([texts(f"similar.{reason}") for reason in item.reasons], texts)
            lines = [texts(f"level.{item.programme.level}"),
                     texts("similar.why", reasons=reasons),
                     _outlook_difference(mine, _main_outlook(library, item.programme), texts)]
            st.html("".join(html.paragraph(line, "sw-small") for line in lines if line))


def _main_outlook(library: Library, programme: Programme) -> Figure | None:
    """The outlook of the occupation group where most people with this programme work."""
    found = occupations(library.book, programme.programme_id)
    return found[0].figures.get("outlook_itkb") if found else None


def _outlook_difference(mine: Figure | None, other: Figure | None, texts: Texts) -> str:
    """How the outlook of a neighbour differs, in words; nothing when we do not know both."""
    if mine is None or other is None or mine.value is None or other.value is None:
        return texts("similar.outlook_unknown")
    if mine.figure_id == other.figure_id:
        return texts("similar.outlook_shared")
    if not differs(mine, other):
        return texts("similar.outlook_equal")
    return texts("similar.outlook_better" if other.value < mine.value
                 else "similar.outlook_worse")


def _next(programme: Programme, texts: Texts) -> None:
    st.header(texts("programme.next"))
    site = "next_kiesmbo" if programme.sector == "mbo" else "next_studiekeuze"
    st.markdown("\n".join(f"- {texts(f'programme.{key}')}"
                          for key in ("next_open_day", "next_talk", site)))


def _about(programme: Programme, texts: Texts) -> None:
    with st.expander(texts("programme.facts")):
        language = (texts("programme.unknown_language") if programme.sector != "mbo" else "")
        required = programme.profession_requirements
        load = "" if programme.study_load is None else formats.number(programme.study_load)
        st.html(html.facts([
            (texts("programme.fact_level"), texts(f"level.{programme.level}")),
            (texts("programme.fact_form"), ", ".join(texts(f"form_short.{form}")
                                                     for form in programme.forms)),
            (texts("programme.fact_field"), programme.field_name or ""),
            (texts("programme.fact_dossier"), programme.dossier or ""),
            (texts("programme.fact_isced"), (programme.isced_id or "").removeprefix("isced:")),
            (texts("programme.fact_load"), load),
            (texts("programme.fact_requirements"),
             "" if required is None else texts("programme.yes" if required else "programme.no")),
            (texts("programme.fact_language"), language),
        ]))
