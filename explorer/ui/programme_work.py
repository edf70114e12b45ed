"""The work that a programme leads to: industries, occupations, and their outlook to 2030."""

from __future__ import annotations

from html import escape

import streamlit as st

from explorer import formats, programme_words, words
from explorer.crisis import Effect, effects_of_industries
from explorer.leads_to import OUTLOOK, CountedIn, LinkedIndustry, Occupation, outlooks_of_all
from explorer.position import border
from explorer.report import Report
from explorer.texts import Texts
from explorer.ui import html, report, strip, tags
from explorer.ui.session import Library

# More industries than this stand in a folded table.
SHOWN = 3


def industries_table(
    library: Library, linked: list[LinkedIndustry], estimate: list[LinkedIndustry],
    why: str | None, texts: Texts,
) -> None:
    """Where people end up, how strong each link is, what each crisis did there; or why not.

    ``estimate``: our own shares, told beside a count that is used instead.
    """
    if not linked:
        st.markdown(" ".join(filter(None, [why, texts("programme.industry_none")])))
        return
    st.markdown(linked[0].why(texts.language))
    _hits(library, linked[:SHOWN], texts)
    if others := linked[SHOWN:]:
        names = ", ".join(item.title(texts.language) for item in others)
        with st.expander(texts.count("fold.industries", len(others), str(len(others)),
                                     names=names)):
            _hits(library, others, texts)
    if estimate:
        st.caption(texts("leads.own_estimate", shares=words.listed(
            [f"{item.title(texts.language)} {formats.percent(item.weight, 0, texts.language)}"
             for item in estimate], texts)))


def _hits(library: Library, linked: list[LinkedIndustry], texts: Texts) -> None:
    """A row per industry: its share, how strong the link is, and what each crisis did there."""
    crises = [crisis for crisis in reversed(library.crises.values()) if crisis.dip_start]
    effects = effects_of_industries(library.store, [item.industry_id for item in linked])
    st.html(html.rich_table(
        [texts("programme.column_industry"), texts("programme.column_share"),
         *(crisis.title(texts.language) for crisis in crises)],
        [(escape(item.title(texts.language)),
          f'{escape(_share(item, texts))}<br><span class="sw-small">'
          f"{escape(_whose(item, texts))}</span>",
          *(_hit(effects.get(item.industry_id, {}).get(crisis.crisis_id), texts)
            for crisis in crises))
         for item in linked],
    ))


def _hit(effect: Effect | None, texts: Texts) -> str:
    """What a crisis did to an industry that is named in the row already."""
    if effect is None:
        return escape(texts("effect.onvoldoende"))
    label = texts(f"effect.{effect.effect}")
    return (f'<div class="sw-tags">{tags.plain_effect(effect, label, texts)}'
            f"{tags.recovery(effect, texts)}</div>")


def _share(item: LinkedIndustry | Occupation, texts: Texts) -> str:
    """Which part of the people work there, and that it is our estimate when it is."""
    share = texts("outlook.share_of_work",
                  share=formats.percent(item.weight, 0, texts.language))
    return texts("leads.estimate", share=share) if item.own_judgement else share


def _whose(
    item: LinkedIndustry | Occupation | CountedIn, texts: Texts, other: str = "leads.measured"
) -> str:
    """'sterke koppeling, door ons gemaakt'."""
    return texts("leads.own" if item.own_judgement else other,
                 strength=texts(f"strength.{item.strength}"))


def counted(items: list[CountedIn], texts: Texts) -> None:
    """In which study field and part of SBB a programme is counted, and who says so."""
    if not items:
        return
    names = ", ".join(item.title(texts.language) for item in items)
    with st.expander(texts("fold.counted", names=names)):
        st.html(html.facts(
            (texts(f"leads.{item.kind}"),
             escape(f"{item.title(texts.language)}: "
                    f"{_whose(item, texts, other='leads.register')}. {item.why(texts.language)}"))
            for item in items))


def judgement(own: bool, wrong: Report, texts: Texts) -> None:
    """That links are ours, and the way to tell that one is wrong."""
    if own:
        st.caption(texts("programme.work_intro"))
    with st.expander(texts("leads.report"), icon=":material/flag:"):
        report.show(wrong, texts)


def outlook(
    library: Library, found: list[Occupation], why: str | None, texts: Texts
) -> None:
    """A card per occupation group, all groups side by side, and earlier forecasts; or why not."""
    if not found:
        st.markdown(" ".join(filter(None, [why, texts("programme.work_none")])))
        return
    intro = f"{texts('programme.outlook_intro')} {texts('border.low_is_large')}"
    st.html(html.paragraph(intro, "sw-note"))
    reasons = list(dict.fromkeys(item.why(texts.language) for item in found))
    if len(reasons) == 1:
        st.markdown(reasons[0])
    cards = [_card(library, item, texts, reason=len(reasons) > 1) for item in found]
    st.html(cards[0])
    if others := found[1:]:
        names = ", ".join(item.title(texts.language) for item in others)
        with st.expander(texts.count("fold.groups", len(others), str(len(others)), names=names)):
            st.html(html.cards(cards[1:]))
    _all_groups(library, found, texts)
    told = programme_words.track_record(found, texts)
    record = "".join(html.paragraph(sentence, "sw-note") for sentence in told)
    if told in ([texts("track.one")], [texts("track.none")]):
        st.html(record)
        return
    with st.expander(texts("track.title")):
        st.html(record)


def _card(library: Library, item: Occupation, texts: Texts, *, reason: bool) -> str:
    """What ROA expects for an occupation group, in words for who chooses."""
    figure = item.figures.get(OUTLOOK)
    expected = words.outlook(figure.label if figure else None, texts)
    parts = [f'<p class="sw-what">{escape(expected)}</p>']
    if figure and figure.label:
        told = [texts("border.label", label=programme_words.class_name(figure.label, texts)),
                programme_words.border(border(figure), figure, texts)]
        parts.append(html.paragraph(" ".join(text for text in told if text), "sw-note"))
    parts += [html.paragraph(text, "sw-note") for text in _openings(item, texts)]
    if now := words.tension(item.figures.get("tension_uwv"), texts):
        parts.append(html.paragraph(now, "sw-note"))
    linked = f"{_share(item, texts)}, {_whose(item, texts)}." + (
        f" {item.why(texts.language)}" if reason else "")
    parts.append(html.paragraph(linked[0].upper() + linked[1:], "sw-small"))
    if figure:
        parts += [tags.measured(figure, library.crises, texts),
                  f'<p class="sw-step">{escape(words.step(figure, texts))}</p>',
                  html.about(figure, texts), html.meta(figure, texts)]
    return f'<article class="sw-card"><h3>{escape(item.title(texts.language))}</h3>' \
           f'{"".join(parts)}</article>'


def _openings(item: Occupation, texts: Texts) -> list[str]:
    """How many places open up, and which part of all jobs that is."""
    many, share = (item.figures.get(name) for name in
                   ("outlook_openings", "outlook_openings_share"))
    if many is None or many.value is None or share is None or share.value is None:
        return []
    return [texts("outlook.openings", n=formats.number(many.value, 0, texts.language),
                  share=formats.of_hundred(share.value, texts.language))]


def _all_groups(library: Library, found: list[Occupation], texts: Texts) -> None:
    """Every group of the forecast as a dot in its class, with those of this programme marked."""
    mine = [item for item in found
            if (figure := item.figures.get(OUTLOOK)) and figure.value is not None]
    if not mine:
        return
    figure = mine[0].figures[OUTLOOK]
    groups = outlooks_of_all(library.store, figure)
    order = [label for label, _ in figure.indicator.scale]
    ids = {item.occupation_id: str(number) for number, item in enumerate(mine, 1)}
    items = []
    for label in order:
        inside = [(group, value) for group, value, of in groups if of == label]
        items.append(strip.Class(
            f"{programme_words.class_name(label, texts)} ({len(inside)})",
            tuple(value for group, value in inside if group not in ids),
            {ids[group]: value for group, value in inside if group in ids}))
    values = [value for _, value, _ in groups]
    names = words.listed([f"{number} {item.title(texts.language)}"
                          for number, item in enumerate(mine, 1)], texts)
    ends = (f"{formats.number(min(values), 3, texts.language)} {texts('all_groups.axis_low')}",
            f"{formats.number(max(values), 3, texts.language)} {texts('all_groups.axis_high')}")
    with st.expander(texts("fold.all_groups", n=len(groups))):
        st.markdown(texts(
            "all_groups.sentence", n=len(groups), mine=names,
            counts=programme_words.class_counts([label for _, _, label in groups], order, texts)))
        st.html(strip.classes(items, ends))
        source = words.source(figure, texts)
        st.html(html.small_print(" · ".join([
            programme_words.when(figure, texts), texts("card.source", source=source)]),
            texts, source))
