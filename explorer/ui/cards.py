"""Results as cards: why it is there, where, two figures, and what corona time did to the work."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from explorer import crisis_words, formats, words
from explorer.crisis import CORONA, Effect, in_crisis, programme_effects
from explorer.figures import Figure
from explorer.outlook import Answer, answers
from explorer.programmes import Programme
from explorer.search import Hit
from explorer.texts import Texts, spoken
from explorer.ui import html, tags
from explorer.ui.frame import open_programme
from explorer.ui.session import Library, basket, toggle_basket


def known_figures(
    library: Library, hits: Sequence[Hit], hide: bool
) -> dict[str, dict[str, Answer]]:
    """The figures of these programmes, without those from crisis time when they are hidden."""
    found = answers(library.book, [hit.programme for hit in hits])
    if not hide:
        return found
    return {
        programme_id: {slot: answer for slot, answer in known.items()
                       if answer.figure is None or not in_crisis(answer.figure)}
        for programme_id, known in found.items()
    }


def cards(
    library: Library, hits: Sequence[Hit], found: dict[str, dict[str, Answer]], texts: Texts
) -> None:
    """A card per hit, with the figures that were found for it."""
    effects = programme_effects(library.store, [hit.programme.programme_id for hit in hits])
    for hit in hits:
        corona = next((effect for effect in effects.get(hit.programme.programme_id, [])
                       if effect.crisis_id == CORONA), None)
        _card(library, hit, found[hit.programme.programme_id], corona, texts)


def _card(
    library: Library, hit: Hit, known: dict[str, Answer], corona: Effect | None, texts: Texts
) -> None:
    programme = hit.programme
    with st.container(border=True, gap="xsmall", key=f"kaart_{programme.code}"):
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
            with st.container():
                open_programme(programme.programme_id, f"**{programme.title(texts.language)}**")
            _compare_button(programme, texts)
        st.html(_summary(library, hit, known, corona, texts))


def _compare_button(programme: Programme, texts: Texts) -> None:
    chosen = basket()
    inside = programme.programme_id in chosen
    full = len(chosen) >= 4 and not inside
    st.button(
        texts("search.remove" if inside else "search.add"),
        key=f"basket_{programme.programme_id}",
        icon=":material/check:" if inside else ":material/add:",
        on_click=toggle_basket, args=(programme.programme_id,), disabled=full,
        help=texts("search.full") if full else None,
    )


def _summary(
    library: Library, hit: Hit, known: dict[str, Answer], corona: Effect | None, texts: Texts
) -> str:
    """Why this result is here, badges, two figures, and what corona did to this work."""
    programme = hit.programme
    schools = [library.institutions.get(school, "") for school in programme.institutions]
    badges = [texts(f"level.{programme.level}"),
              ", ".join(texts(f"form_short.{form}") for form in programme.forms),
              where(library, programme, texts),
              far(hit, texts),
              texts(f"programme.code_{'mbo' if programme.sector == 'mbo' else 'ho'}",
                    code=programme.code)]
    figures = [_pair(known[slot], texts) for slot in ("pay", "work") if slot in known]
    effect = crisis_words.summary(corona, library.crises[CORONA], texts) if corona else ""
    because = reason(library, hit, texts)
    twins = library.index.namesakes.get(programme.programme_id, ())
    same = texts("search.same_name", codes=words.listed(twins, texts)) if twins else ""
    return (
        '<div class="sw-result">'
        + (f'<p class="sw-why">{because}</p>' if because else "")
        + '<div class="sw-badges">'
        + "".join(f'<span class="sw-badge">'
                  f'{html.marked(text, texts, *schools, hit.nearest or "")}</span>'
                  for text in badges if text)
        + f'</div><div class="sw-pair">{"".join(figures)}</div>'
        + (f'<p class="sw-small">{escape(effect)}</p>' if effect else "")
        + (f'<p class="sw-small">{escape(same)}</p>' if same else "")
        + "</div>"
    )


def _pair(answer: Answer, texts: Texts) -> str:
    """Value, step, date, source and number of people in one short line, as everywhere else."""
    title = escape(texts(f"slot.{answer.slot}"))
    figure = answer.figure
    if figure is None or figure.value is None:
        return f"<span>{title} <b>{escape(texts('card.missing'))}</b></span>"
    return (f"<span>{title} <b>{escape(words.value(figure, texts))}</b> "
            f'<span class="sw-small">({_detail(figure, texts, _people(figure, texts))})</span> '
            f"{tags.measured_short(figure, texts)}</span>")


def cell(answer: Answer | None, texts: Texts) -> str:
    """The same for a table, always with the crisis state, as HTML.

    A number of people that is not known goes unsaid, for the note under the table says so.
    """
    if answer is None or not answer.known:
        return "–"
    figure = answer.figure
    assert figure is not None
    moment = words.moment(figure, texts)
    _, label = crisis_words.measured_label(figure, texts)
    details = [escape(moment)] if moment else []
    details += [_detail(figure, texts, "" if figure.n is None else words.people(figure, texts)),
                escape(crisis_words.lowered(label))]
    return (f"<b>{escape(words.value(figure, texts))}</b> "
            f'<span class="sw-small">{" · ".join(details)}</span>')


def _people(figure: Figure, texts: Texts) -> str:
    return texts("card.n_unknown_short") if figure.n is None else words.people(figure, texts)


def _detail(figure: Figure, texts: Texts, on: str) -> str:
    """Step, date, source and, ``on`` how many people it rests, as HTML; a count is that itself."""
    source = words.source(figure, texts)
    parts = [texts(f"step_short.{figure.ladder_level}"),
             crisis_words.lowered(words.measured(figure, texts)), source]
    if on and figure.indicator.unit != "count":
        parts.append(on)
    return html.marked(" · ".join(parts), texts, source)


def where(library: Library, programme: Programme, texts: Texts) -> str:
    """How many schools, or which one when there is only one."""
    n = len(programme.institutions)
    if n == 1:
        return library.institutions.get(next(iter(programme.institutions)), "")
    return texts.count("search.schools", n, str(n)) if n else texts("search.no_schools")


def far(hit: Hit, texts: Texts) -> str:
    """How far the nearest town is, in a straight line; empty without a home or a town."""
    if hit.distance is None:
        return ""
    if hit.distance < 1:
        return f"{texts('where.close')}, {hit.nearest}"
    return texts("where.on_card", km=formats.number(hit.distance, 0, texts.language),
                 place=hit.nearest)


def reason(library: Library, hit: Hit, texts: Texts) -> str:
    """Why this result is here, as HTML."""
    programme = hit.programme
    through = spoken(hit.through, library.english.get(hit.through), texts.language)
    group = programme.dossier or programme.domein or ""
    because = texts(f"why.{hit.reason}", word=hit.matched, through=through,
                    name_en=programme.name_en or "", group=programme.dossier or "",
                    sector=programme.domein or "")
    missed = texts("why.missed", missed=hit.missed) if hit.missed else ""
    # What people type and what it stands for are words of names, and most names are Dutch.
    dutch = [f"«{word}»" for word in (hit.matched, hit.through, hit.missed)]
    return html.marked(f"{because} {missed}".strip(), texts, group, *dutch)
