"""The hand-out: a comparison on A4, made by us, readable in grey and from a distance."""

from __future__ import annotations

from datetime import date

from explorer import crisis_words, formats, paper, words
from explorer.comparison import Comparison
from explorer.crisis import Effect
from explorer.export import sources
from explorer.paper import Paper
from explorer.texts import Texts

# On paper three columns stay readable.
MOST = 3
_QUESTIONS = 3


def handout(comparison: Comparison, version: str, link: str, today: date, texts: Texts) -> bytes:
    """The PDF of a comparison of at most three programmes.

    ``link`` leads back to the same comparison with the same data version; it is printed and
    stands in a QR code.
    """
    names = words.listed(list(comparison.names.values()), texts)
    page = Paper(texts("handout.title", names=names), texts("handout.foot", version=version),
                 texts.language)
    page.title_line(texts("handout.heading"))
    page.paragraph(texts("handout.intro", date=formats.day(today, texts.language),
                         version=version), 5)
    page.ln(3)
    _rows(page, comparison, texts)
    # Questions to talk about, because figures alone do not make a choice.
    page.heading(texts("handout.talk"))
    page.questions([texts(f"handout.question_{number}")
                    for number in range(1, _QUESTIONS + 1)], 5)
    page.way_back(texts("handout.back"), link)
    page.heading(texts("handout.sources"))
    shown = [answer for row in comparison.rows for answer in row.answers.values()]
    page.small([*sources(shown, texts), texts("handout.own_links")])
    return bytes(page.output())


def _rows(page: Paper, comparison: Comparison, texts: Texts) -> None:
    """Names, then a block per question that is never cut in two by a page break."""
    names = [f"{comparison.names[programme.programme_id]}\n{texts(f'level.{programme.level}')}"
             for programme in comparison.programmes]
    page.block([(names, paper.NAME)])
    unknown = []
    for row in comparison.rows:
        answers = row.answers.values()
        if not row.known:
            unknown.append(row.title)
            continue
        page.block([
            (row.title, paper.BAND),
            ([paper.value(answer, texts) for answer in answers], paper.VALUE),
            ([paper.detail(answer, texts) for answer in answers], paper.SMALL),
            (" ".join(row.sentences), paper.SAID),
        ])
    for crisis in comparison.crises:
        page.block([
            (crisis.title, paper.BAND),
            ([_effect(effect, texts) for effect in crisis.effects.values()], paper.PLAIN),
        ])
    if unknown:
        page.set_font("helvetica", "I", 9.5)
        page.ln(2)
        page.paragraph(texts("handout.unknown", rows=", ".join(unknown)), 4.8)


def _effect(effect: Effect | None, texts: Texts) -> str:
    if effect is None:
        return texts("effect.onvoldoende")
    return "\n".join(filter(None, [crisis_words.effect_label(effect, texts),
                                   crisis_words.recovery_label(effect, texts)]))
