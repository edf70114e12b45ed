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
    stands in a QR code. Two programmes fit on one page, so that it can be copied for a class.
    """
    names = words.listed(list(comparison.names.values()), texts)
    page = Paper(texts("handout.title", names=names), texts("handout.foot", version=version),
                 texts.language)
    page.title_line(texts("handout.heading"))
    page.small([texts("handout.intro", date=formats.day(today, texts.language),
                      version=version)])
    page.ln(2)
    _rows(page, comparison, texts)
    # Questions to talk about, because figures alone do not make a choice.
    page.talk(texts("handout.talk"), [texts(f"handout.question_{number}")
                                      for number in range(1, _QUESTIONS + 1)],
              3.5, texts("handout.back"), link)
    page.heading(texts("handout.sources"))
    shown = [answer for row in comparison.rows for answer in row.answers.values()]
    page.small([" · ".join([*sources(shown, texts), texts("handout.own_links")]), link])
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
            ([_run_on(paper.detail(answer, texts)) for answer in answers], paper.SMALL),
            (" ".join(row.sentences), paper.SAID),
        ])
    if comparison.crises:
        page.block([(texts("slot.crisis"), paper.BAND), *(
            ([f"{crisis.name}: {_effect(effect, texts)}" for effect in crisis.effects.values()],
             paper.PLAIN) for crisis in comparison.crises)])
    if unknown:
        page.set_font("helvetica", "I", 9)
        page.ln(1)
        page.paragraph(texts("handout.unknown", rows=", ".join(unknown)), 4)


def _run_on(lines: str) -> str:
    """Lines one behind the other, which saves paper."""
    return " · ".join(lines.split("\n"))


def _effect(effect: Effect | None, texts: Texts) -> str:
    if effect is None:
        return texts("effect.onvoldoende")
    return ". ".join(filter(None, [crisis_words.effect_label(effect, texts),
                                  crisis_words.recovery_label(effect, texts)]))
