"""Charts of one programme: the years after leaving, and the same figure measured again."""

from __future__ import annotations

import streamlit as st

from explorer import charts, formats, words
from explorer.figures import Figure
from explorer.outlook import SLOT, Answer, trend
from explorer.programmes import Programme
from explorer.texts import Texts
from explorer.ui import crisis_panel, fold, html
from explorer.ui.draw import draw_kept
from explorer.ui.session import Library

Lines = list[tuple[str, list[Figure]]]


def show(
    library: Library, programme: Programme, known: dict[str, Answer], texts: Texts
) -> None:
    """Both kinds of charts, with one switch that takes the crisis years out of all of them."""
    followed = _followed(library, programme, known)
    measured = _measured(library, known)
    if not followed and not measured:
        st.markdown(texts("programme.trend_none"))
        return
    number = len(followed) + len(measured)
    names = " ".join(dict.fromkeys(texts(f"slot.{slot}") for slot, _ in [*followed, *measured]))
    with fold.roomy(texts.count("fold.trend", number, str(number), names=names)):
        crisis_panel.switch([*followed, *measured], texts)
        _draw_followed(crisis_panel.without_crisis_years(followed), texts)
        _draw_measured(library, crisis_panel.without_crisis_years(measured), texts)


def _followed(library: Library, programme: Programme, known: dict[str, Answer]) -> Lines:
    """Pay and work of one group in the years after leaving, where CBS follows it."""
    lines = []
    for slot in ("pay", "work"):
        figure = known[slot].figure if slot in known else None
        if figure is None:
            continue
        # The answer may be of one moment only; then another one that follows people is drawn.
        others = [key for key, _ in SLOT[slot].candidates(programme.sector)]
        for indicator_id in dict.fromkeys([figure.indicator.indicator_id, *others]):
            group = _followed_group(library, programme, figure, indicator_id)
            if len(group) > 2:
                lines.append((slot, group))
                break
    return lines


def _followed_group(
    library: Library, programme: Programme, like: Figure, indicator_id: str
) -> list[Figure]:
    """The nearest group of which this indicator is known over the years, in the same form."""
    steps = {other.entity_id: other.step or 0
             for other in library.book.best([programme.programme_id])
             if other.indicator.indicator_id == indicator_id and other.form == like.form}
    nearest = [other for other in library.book.of_entities(list(steps), like.region_id)
               if other.indicator.indicator_id == indicator_id and other.value is not None
               and other.years_after is not None]
    return _one_group(nearest, steps)


def _one_group(figures: list[Figure], steps: dict[str, int]) -> list[Figure]:
    """Figures of one source, entity and cohort, so that a line follows the same people.

    The longest line wins; among equally long ones the nearest on the ladder.
    """
    groups: dict[tuple[str, str, object], list[Figure]] = {}
    for figure in figures:
        key = (figure.source.source_id, figure.entity_id, figure.entry_end)
        groups.setdefault(key, []).append(figure)
    best = min(groups.items(), key=lambda item: (-len(item[1]), steps[item[0][1]], item[0][:2]),
               default=(None, []))[1]
    return sorted(best, key=lambda figure: figure.years_after or 0)


def _measured(library: Library, known: dict[str, Answer]) -> Lines:
    """The same figure measured over and over: one source, one definition per line."""
    lines = []
    for slot in ("work", "looking", "students"):
        figure = known[slot].figure if slot in known else None
        if figure is None:
            continue
        again = trend(library.book, figure)
        if sum(item.value is not None or item.low is not None for item in again) > 1:
            lines.append((slot, again))
    return lines


def _draw_followed(lines: Lines, texts: Texts) -> None:
    if not lines:
        return
    st.subheader(texts("programme.later"))
    st.html(html.paragraph(texts("programme.later_intro"), "sw-note"))
    for column, (_, figures) in zip(st.columns(len(lines)), lines, strict=True):
        with column:
            shown = [figure for figure in figures if figure.value is not None]
            first, last = shown[0], shown[-1]
            sentence = texts(
                "chart.after_sentence", name=last.indicator.title(texts.language),
                people=last.people(texts.language), first=words.value(first, texts),
                moment=words.moment(first, texts), last=words.value(last, texts),
                n=formats.number(last.years_after or 0, 0, texts.language),
            )
            st.markdown(sentence)
            draw_kept(sentence, charts.years_after, tuple(figures), _axis(last, texts),
                      texts.language)
            source = words.source(last, texts)
            st.html(html.small_print(" · ".join([
                words.measured(last, texts), words.people(last, texts),
                texts("card.source", source=source)]), texts, source))


def _draw_measured(library: Library, lines: Lines, texts: Texts) -> None:
    if not lines:
        return
    st.subheader(texts("programme.again"))
    for column, (slot, figures) in zip(st.columns(len(lines)), lines, strict=True):
        with column:
            sentence = words.trend(figures, texts)
            st.markdown(sentence)
            if slot == "students":
                draw_kept(sentence, charts.bars, tuple(figures), texts("chart.in_crisis"),
                          texts.language)
            else:
                draw_kept(sentence, charts.trend_line, tuple(figures),
                          _axis(figures[-1], texts), texts.language,
                          tuple(crisis_panel.windows(library)))
            if slot == "students" and figures[-1].ladder_level == "programme":
                st.caption(texts("chart.new_code"))
            source, edition = words.source(figures[-1], texts), figures[-1].source.edition
            st.html(html.small_print(texts("chart.editions", source=source, edition=edition),
                                     texts, source, edition))


def _axis(figure: Figure, texts: Texts) -> str:
    return texts("chart.share_axis" if figure.indicator.unit == "share" else "chart.pay_axis")
