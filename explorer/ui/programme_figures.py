"""The figures of one programme: the choices, the cards, what is missing, and the dots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from explorer import formats, programme_words, words
from explorer.figures import Figure
from explorer.hours import HOURS
from explorer.outlook import Answer, default_form
from explorer.position import Dot, Position, border, peers, position, telling_names
from explorer.programmes import Programme
from explorer.texts import Texts
from explorer.ui import fold, html, strip, tags
from explorer.ui.session import Library

Known = dict[str, Answer]
# Questions of which the answers can be set side by side on one axis.
_COMPARED = ("pay", "work", "looking", "match")
# What a student asks first; the other figures are one click away.
_FIRST = ("pay", "work", "chance", "internship", "shortage")
# More dots than this are stacked, because a line of its own for each would be a long list.
_MOST_ROWS = 16


def choices(programme: Programme, known_pay: bool, texts: Texts) -> None:
    """bol or bbl, when a mbo programme has both, and hours a week. Both are in the address."""
    forms = both_forms(programme)
    with st.container(horizontal=True, gap="medium"):
        if forms:
            st.segmented_control(
                texts("programme.form_choice"), forms, key="leerweg", required=True,
                format_func=lambda value: texts(f"form.{value}"))
        if known_pay:
            st.segmented_control(
                texts("hours.choice"), [str(hours) for hours in HOURS], key="uren",
                required=True, format_func=lambda value: texts("hours.option", n=value))


def both_forms(programme: Programme) -> list[str]:
    """bol and bbl when the programme has both; else nothing to choose."""
    forms: list[str] = [form for form in ("bol", "bbl") if form in programme.forms]
    return forms if len(forms) > 1 else []


def chosen_form(programme: Programme) -> str:
    """The form whose figures are shown."""
    if not both_forms(programme):
        return default_form(programme)
    return st.session_state.get("leerweg") or "bol"


def cards(library: Library, programme: Programme, known: Known, hours: int, texts: Texts) -> None:
    """A card for every question that has an answer: those asked first, the others folded."""
    st.html(html.paragraph(texts("programme.figures_intro"), "sw-note"))
    shown: dict[str, str] = {}
    for slot, answer in known.items():
        figure = answer.figure
        if figure is None or not figure.known:
            continue
        if (figure.step or 1) > 1:
            gap = library.book.nearer_gap(programme.programme_id, figure)
            answer = replace(answer, nearer_gap=gap)
        extra = programme_words.month_pay(figure, hours, texts) if slot == "pay" else [
            sentence for sentence in (programme_words.border(border(figure), figure, texts),)
            if sentence]
        shown[slot] = html.figure_card(
            answer, texts, tags.measured(figure, library.crises, texts), extra)
    others = [slot for slot in shown if slot not in _FIRST]
    st.html(html.cards([card for slot, card in shown.items() if slot in _FIRST]))
    if others:
        names = " ".join(texts(f"slot.{slot}") for slot in others)
        with st.expander(texts.count("fold.figures", len(others), str(len(others)), names=names)):
            st.html(html.cards([shown[slot] for slot in others]))


def gaps(known: Known, texts: Texts) -> None:
    """Everything that is missing, with the reason and where to look instead."""
    missing = programme_words.missing(known, texts)
    if missing:
        with st.expander(texts.count("fold.gaps", len(missing), str(len(missing)))):
            st.html(html.table([texts("gaps.column_question"), texts("gaps.column_why")],
                               missing))
    else:
        st.markdown(texts("gaps.none"))
    if borrowed := programme_words.borrowed(known, texts):
        st.html(html.paragraph(borrowed, "sw-note"))


def among_others(library: Library, programme: Programme, known: Known, texts: Texts) -> None:
    """Dots of everything that was measured alike, with mine marked, and the same in a sentence."""
    found = {slot: place for slot in _COMPARED
             if (place := _position(library, programme, known.get(slot)))}
    if not found:
        st.markdown(texts("position.none"))
        return
    names = " ".join(texts(f"slot.{slot}") for slot in found)
    with fold.roomy(texts("fold.position", names=names)):
        _places(library, found, known, texts)


def _places(
    library: Library, found: dict[str, Position], known: Known, texts: Texts
) -> None:
    drawn = {slot: place for slot, place in found.items() if len(place.dots) > 1}
    alone = [f"«{texts(f'slot.{slot}')}»" for slot in found if slot not in drawn]
    if drawn:
        ranges = any(dot.low is not None for place in drawn.values() for dot in place.dots)
        intro = texts("position.intro" if ranges else "position.intro_plain")
        notes = dict.fromkeys(_shared(place, texts) for place in drawn.values())
        once = "".join(notes) if len(notes) == 1 else ""
        st.html(html.paragraph(f"{intro} {once}".strip(), "sw-note"))
        for slot, place in drawn.items():
            _strip(library, slot, place, known[slot].figure,
                   "" if once else _shared(place, texts), texts)
    if alone:
        st.html(html.paragraph(
            texts("position.alone", names=words.listed(alone, texts)), "sw-note"))


def _position(library: Library, programme: Programme, answer: Answer | None) -> Position | None:
    figure = answer.figure if answer else None
    if figure is None or figure.value is None or figure.form is None:
        return None
    if figure.indicator.unit != "share" and not figure.indicator.unit.startswith("euro"):
        return None  # classes are too coarse to tell places apart
    others = _peers(library, library.store.data_version, programme.level, figure.form,
                    figure.indicator.indicator_id, figure.years_after)
    return position(figure, others, library.programmes.values(), programme.level)


@st.cache_data(max_entries=200, show_spinner=False)
def _peers(
    _library: Library, data_version: str, level: str, form: str, indicator_id: str,
    years_after: float | None,
) -> tuple[Dot, ...]:
    """Kept per data version, because every programme of a level asks for the same ones."""
    return peers(_library.store, level, form, indicator_id, years_after)


def _shared(place: Position, texts: Texts) -> str:
    """That a dot is a group and not a programme; empty when it is a programme."""
    key = f"position.shared_{place.mine.ladder_level}"
    return texts(key) if texts.has(key) else ""


def _strip(
    library: Library, slot: str, place: Position, figure: Figure | None, shared: str, texts: Texts
) -> None:
    if figure is None:
        return
    told, shown = st.columns([2, 3], gap="large")
    unit = figure.indicator.unit

    def size(value: float) -> str:
        return formats.value_with_unit(value, unit, texts.language)

    if len(place.dots) > _MOST_ROWS:
        values = [dot.value for dot in place.dots]
        shown.html(strip.swarm(values, place.mine.value, (size(min(values)), size(max(values)))))
    else:
        shown.html(strip.rows(_rows(library, place, size, texts), texts))
    notes = [shared] if shared else []
    if place.left_out:
        notes.append(texts.count("position.left_out", place.left_out,
                                 formats.number(place.left_out, 0, texts.language)))
    told.subheader(texts(f"slot.{slot}"))
    told.markdown(programme_words.position(place, figure, texts))
    told.html(html.small_print(" ".join([*notes, _origin(figure, texts)]), texts,
                               words.source(figure, texts)))


def _origin(figure: Figure, texts: Texts) -> str:
    """When it was measured, with the crisis tag, and the source."""
    return " · ".join([programme_words.when(figure, texts),
                       texts("card.source", source=words.source(figure, texts))])


def _rows(
    library: Library, place: Position, size: Callable[[float], str], texts: Texts
) -> list[strip.Row]:
    """The dots with their names, A to Z: this is no ranking."""
    names = _names(library, place, texts)
    made = []
    for dot, name in zip(place.dots, names, strict=True):
        mine = dot.entity_id == place.mine.entity_id
        label = f"{name} ({texts('position.mine')})" if mine else name
        dutch = library.programmes.get(dot.entity_id.partition("|")[0])
        made.append(strip.Row(label, size(dot.value), dot.value, dot.low, dot.high, mine,
                              dutch.name if dutch else ""))
    return sorted(made, key=lambda row: row.name.lower())


def _names(library: Library, place: Position, texts: Texts) -> list[str]:
    """Names of programmes; of groups what sets their descriptions apart."""
    if place.mine.ladder_level != "programme":
        return telling_names([dot.people(texts.language) for dot in place.dots])
    ids = [dot.entity_id.partition("|")[0] for dot in place.dots]
    return [library.programmes[item].title(texts.language) if item in library.programmes else item
            for item in ids]
