"""The end of the page of a programme: where it is offered, what looks like it, what to do now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape

import streamlit as st

from explorer import address, formats, programme_words, words
from explorer.crisis import CORONA, programme_effects
from explorer.figures import Figure
from explorer.home_sheet import QUESTIONS, home_sheet
from explorer.leads_to import OUTLOOK, Occupation, occupations_of
from explorer.outlook import Answer, answers
from explorer.programmes import Offering, Programme, offerings
from explorer.similar import similar
from explorer.texts import LANGUAGES, Texts
from explorer.ui import html, school_panel
from explorer.ui.bound import LANGUAGE
from explorer.ui.frame import open_programme
from explorer.ui.session import Library

_SHOWN = 4
# Where the open registers do not give an address of a school, the national sites do.
_SITES = {"mbo": "https://www.kiesmbo.nl/opleidingen",
          "ho": "https://www.studiekeuze123.nl/opleidingen"}
# SBB, «Meld stagediscriminatie», and the national door to the bureaus against discrimination.
_REPORT = "https://www.s-bb.nl/nieuws/meld-stagediscriminatie"
_ADVICE = "https://www.discriminatie.nl"


def places(library: Library, programme: Programme, texts: Texts) -> None:
    """Schools and towns, and the national site that has the addresses we do not have."""
    found = offerings(library.store, programme.programme_id)
    mbo = programme.sector == "mbo"
    if found:
        day = formats.day(date.fromisoformat(programme.register_date), texts.language)
        source = words.listed(sorted({words.named(library.book.sources[offer.source_id])
                                      for offer in found}), texts)
        st.html(html.small_print(texts("programme.offered_mbo" if mbo else "programme.offered_date",
                                       date=day, source=source), texts, source))
        last = "students" if mbo else "form"
        header = [texts(f"programme.column_{name}") for name in ("school", "place", last)]
        rows = _by_school(found, texts)
        st.html(html.rich_table(header, rows if len(rows) <= _SHOWN + 2 else rows[:_SHOWN]))
        if len(rows) > _SHOWN + 2:
            with st.expander(texts("programme.all_places", n=len(rows))):
                st.html(html.rich_table(header, rows))
    else:
        st.markdown(texts("programme.offered_none"))
    site = "mbo" if mbo else "ho"
    known = bool(found) and all(offer.website for offer in found)
    st.html(("" if known else html.paragraph(texts("school_site.why"), "sw-note"))
            + _link(_SITES[site], texts(f"school_site.{site}")))
    school_panel.show(library, programme, texts)


def _by_school(found: list[Offering], texts: Texts) -> list[tuple[str, str, str]]:
    """One row for a school in a town, as HTML: its forms, with the students where we know them."""
    forms: dict[tuple[str, str], list[str]] = {}
    sites = {offer.institution: offer.website for offer in found}
    for offer in found:
        name = texts(f"form_short.{offer.form}") if offer.form else "–"
        students = "" if offer.students is None else \
            f" {formats.number(offer.students, 0, texts.language)}"
        forms.setdefault((offer.institution, offer.place or "–"), []).append(f"{name}{students}")
    return [(_school(school, sites[school], texts), html.marked(place, texts, place),
             escape(", ".join(dict.fromkeys(named))))
            for (school, place), named in forms.items()]


def _school(name: str, site: str | None, texts: Texts) -> str:
    """The name of a school, with a link to its own site where the registers tell it."""
    named = html.marked(name, texts, name)
    return named if site is None else _anchor(site, named)


def _link(address: str, label: str) -> str:
    """A paragraph with a link to another site."""
    return f'<p class="sw-note">{_anchor(address, escape(label))}</p>'


def _anchor(address: str, label: str) -> str:
    """A link to another site, which opens beside this one and is told nothing about it.

    ``label`` is a piece of HTML.
    """
    return (f'<a href="{escape(address, quote=True)}" target="_blank" '
            f'rel="noopener noreferrer">{label}</a>')


def near(
    library: Library, programme: Programme, mine: list[Occupation], form: str, texts: Texts
) -> None:
    """At most three neighbours with the reason; ordered by likeness, never by pay."""
    found = similar(programme, library.programmes, library.links)
    if not found:
        st.markdown(texts("similar.none"))
        return
    st.html(html.paragraph(texts("similar.intro"), "sw-note"))
    others = [item.programme for item in found]
    known = answers(library.book, [programme, *others], form)
    work = occupations_of(library.book, [other.programme_id for other in others])
    for column, item in zip(st.columns(3), found, strict=False):
        other = item.programme.programme_id
        with column.container(border=True, height="stretch",
                              key=f"lijkt_{item.programme.code}"):
            open_programme(other, item.programme.title(texts.language))
            reasons = words.listed([texts(f"similar.{reason}") for reason in item.reasons], texts)
            lines = [
                texts(f"level.{item.programme.level}"), texts("similar.why", reasons=reasons),
                programme_words.outlook_difference(_outlook(mine), _outlook(work[other]), texts),
                programme_words.pay_difference(known[programme.programme_id]["pay"],
                                               known[other]["pay"], texts),
            ]
            st.html("".join(html.paragraph(line, "sw-small") for line in lines))


def _outlook(found: list[Occupation]) -> Figure | None:
    """The outlook of the occupation group where most people with the programme work."""
    return found[0].figures.get(OUTLOOK) if found else None


def next_steps(
    library: Library, programme: Programme, known: Mapping[str, Answer], texts: Texts
) -> None:
    """What someone can do now, questions for at home, and help with unfair treatment."""
    site = "next_kiesmbo" if programme.sector == "mbo" else "next_studiekeuze"
    st.markdown("\n".join(f"- {text}" for text in (
        texts("next.visit"), texts(f"programme.{site}"), texts("next.compare"))))
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(texts("next.home_title"))
        st.markdown("\n".join([texts("next.home"), "", *(
            f"- {texts(f'next.home_{number}')}" for number in range(1, QUESTIONS + 1))]))
        st.download_button(
            texts("home_sheet.button"), lambda: _home_sheet(library, programme, known, texts),
            file_name=f"thuis-blad-{programme.code}.pdf", mime="application/pdf",
            icon=":material/print:", on_click="ignore", help=texts("home_sheet.button_help"))
    with right, st.expander(texts("next.fair_title")):
        told = ["fair_early", "fair_school", *(["fair_sbb"] if programme.sector == "mbo" else [])]
        links = _link(_REPORT, texts("next.fair_sbb_link")) if programme.sector == "mbo" else ""
        st.html("".join(html.paragraph(texts(f"next.{key}"), "sw-note") for key in told) + links
                + html.paragraph(texts("next.fair_advice"), "sw-note")
                + _link(_ADVICE, texts("next.fair_advice_link")))


def _home_sheet(
    library: Library, programme: Programme, known: Mapping[str, Answer], texts: Texts
) -> bytes:
    effects = programme_effects(library.store, [programme.programme_id])
    corona = next((effect for effect in effects.get(programme.programme_id, [])
                   if effect.crisis_id == CORONA), None)
    parameters = [("id", programme.programme_id)]
    parameters += [(LANGUAGE, texts.language)] if texts.language != LANGUAGES[0] else []
    return home_sheet(
        programme, known, corona, library.crises, library.store.data_version,
        address.link(st.context.url or "", "opleiding", parameters), date.today(), texts)
