"""The sheet for home: one A4 to talk about a programme with parents, with three figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from explorer import crisis_words, formats, paper, words
from explorer.crisis import Crisis, Effect
from explorer.export import sources
from explorer.outlook import Answer
from explorer.paper import Paper
from explorer.programmes import Programme
from explorer.texts import Texts

QUESTIONS = 5
_FIGURES = 3


def home_sheet(
    programme: Programme, known: Mapping[str, Answer], corona: Effect | None,
    crises: Mapping[str, Crisis], version: str, link: str, today: date, texts: Texts,
) -> bytes:
    """The PDF: three figures, what their crisis tags mean, five questions with room to write.

    ``known`` are the answers of the programme in the order of its page; the first three with a
    figure are shown. ``corona`` is what corona time did to the work, or None when unknown.
    """
    name = programme.title(texts.language)
    page = Paper(texts("home_sheet.title", name=name), texts("handout.foot", version=version),
                 texts.language)
    page.title_line(texts("home_sheet.title", name=name))
    page.paragraph(texts("home_sheet.made", level=texts(f"level.{programme.level}"),
                         code=programme.code, date=formats.day(today, texts.language),
                         version=version), 5)
    page.ln(2)
    page.paragraph(texts("home_sheet.intro"), 5)
    page.ln(2)
    shown = dict([item for item in known.items() if item[1].known][:_FIGURES])
    _figures(page, shown, texts)
    _tags(page, shown, crises, texts)
    if corona is not None:
        page.heading(texts("home_sheet.work"))
        page.paragraph(crisis_words.summary(corona, crises[corona.crisis_id], texts), 5)
        page.paragraph(texts("home_sheet.sure", words=texts(f"confidence.{corona.confidence}")), 5)
    page.heading(texts("next.home_title"))
    page.questions([texts(f"next.home_{number}") for number in range(1, QUESTIONS + 1)], 9)
    page.way_back(texts("home_sheet.back"), link)
    page.heading(texts("handout.sources"))
    page.small(sources(shown.values(), texts))
    return bytes(page.output())


def _figures(page: Paper, shown: Mapping[str, Answer], texts: Texts) -> None:
    if not shown:
        page.paragraph(texts("card.missing"), 5)
        return
    page.block([
        ([texts(f"slot.{slot}") for slot in shown], paper.NAME),
        ([paper.value(answer, texts) for answer in shown.values()], paper.VALUE),
        ([paper.detail(answer, texts) for answer in shown.values()], paper.SMALL),
    ])


def _tags(
    page: Paper, shown: Mapping[str, Answer], crises: Mapping[str, Crisis], texts: Texts
) -> None:
    """What the crisis tags of these figures mean, each said once.

    When they are not the same for all, with the questions that each is about.
    """
    meanings: dict[str, list[str]] = {}
    for slot, answer in shown.items():
        if answer.figure is not None:
            _, label = crisis_words.measured_label(answer.figure, texts)
            sentence = crisis_words.measured_sentence(answer.figure, dict(crises), texts)
            meanings.setdefault(f"{label}. {sentence}".strip(), []).append(
                f"«{texts(f'slot.{slot}')}»")
    page.heading(texts("home_sheet.tags"))
    for meaning, questions in meanings.items():
        about = f"{words.listed(questions, texts)}: {meaning[:1].lower()}{meaning[1:]}"
        page.paragraph(about if len(meanings) > 1 else meaning, 5)
