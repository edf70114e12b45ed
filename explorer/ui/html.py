"""Pieces of HTML, with every value escaped. Streamlit has no figure card; this is ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from explorer import formats, words
from explorer.figures import Figure
from explorer.outlook import Answer
from explorer.programmes import Programme
from explorer.texts import Texts


def marked(text: str, texts: Texts, *dutch: str) -> str:
    """The text, escaped, with what is Dutch in it marked, so that it is read aloud as Dutch.

    ``dutch`` are the parts that stay Dutch on an English page.
    """
    parts = sorted({part for part in dutch if part}, key=len, reverse=True)
    if texts.language == "nl" or not parts:
        return escape(text)
    pattern = "|".join(rf"(?<!\w){re.escape(part)}(?!\w)" for part in parts)
    return "".join(
        f'<span lang="nl">{escape(piece)}</span>' if number % 2 else escape(piece)
        for number, piece in enumerate(re.split(f"({pattern})", text)))


def title(programme: Programme, texts: Texts) -> str:
    """The name of a programme, of which the Dutch part is marked."""
    own = "" if programme.name == programme.name_en else programme.name
    return marked(programme.title(texts.language), texts, own)


def figure_card(answer: Answer, texts: Texts, tag: str = "", extra: Sequence[str] = ()) -> str:
    """A figure with all that is needed to judge it, or the reason why there is none.

    ``tag`` is the crisis tag of the figure, already as HTML; ``extra`` are sentences about it.
    """
    title = escape(texts(f"slot.{answer.slot}"))
    figure = answer.figure
    if figure is None or not figure.known:
        return _missing_card(title, answer, texts)
    parts = [
        f'<p class="sw-value">{escape(words.value(figure, texts))}</p>',
        f'<p class="sw-what">{escape(_what(figure, texts))}</p>',
    ]
    if figure.indicator.unit == "share" and figure.value is not None:
        parts.append(icon_row(figure.value))
    if spread := _spread(figure, texts):
        parts.append(f'<p class="sw-note">{escape(spread)}</p>')
    parts += [f'<p class="sw-note">{escape(sentence)}</p>' for sentence in extra]
    parts.append(tag)
    if said := words.said(figure, texts):
        parts.append(f'<p class="sw-note">{marked(said, texts, figure.note or "")}</p>')
    parts.append(f'<p class="sw-step">{escape(words.step(figure, texts))}</p>')
    if answer.nearer_gap:
        gap = texts("step.gap", reason=texts(f"missing.{answer.nearer_gap}"))
        parts.append(f'<p class="sw-note">{escape(gap)}</p>')
    parts.append(about(figure, texts))
    parts.append(meta(figure, texts))
    return _card(title, parts)


def _what(figure: Figure, texts: Texts) -> str:
    name = figure.indicator.title(texts.language)
    moment = words.moment(figure, texts)
    return f"{name}, {moment}" if moment and moment not in name.lower() else name


def _spread(figure: Figure, texts: Texts) -> str:
    """Quartiles in words, or why there is only a range."""
    if figure.range_kind == "quartiles" and figure.low is not None and figure.high is not None:
        unit, language = figure.indicator.unit, texts.language
        return texts("card.quartiles",
                     low=formats.value_with_unit(figure.low, unit, language).split(" per ")[0],
                     high=formats.value_with_unit(figure.high, unit, language))
    if figure.range_kind == "bounds":
        return texts("card.bounds_why")
    return ""


def about(figure: Figure, texts: Texts) -> str:
    """Who the figure is about."""
    people = texts("card.people", people=figure.people(texts.language))
    return f'<p class="sw-small">{marked(people, texts, *_dutch_people(figure))}.</p>'


def people(figure: Figure, texts: Texts) -> str:
    """The same without a word before it."""
    return marked(figure.people(texts.language), texts, *_dutch_people(figure))


def _dutch_people(figure: Figure) -> list[str]:
    """What is Dutch in the English words for the people: all of them, or a quoted name."""
    if not figure.population_en:
        return [figure.population]
    return re.findall("«(.+?)»", figure.population_en)


def meta(figure: Figure, texts: Texts, first: str = "") -> str:
    """When, how many, source; and behind one click the whole story, with ``first`` in front."""
    line = " · ".join([words.measured(figure, texts), words.people(figure, texts),
                       texts("card.source", source=words.source(figure, texts))])
    title = f"{figure.source.title}, {figure.source.edition}"
    licence, publisher = figure.source.licence, figure.source.publisher
    note = figure.note if figure.note and not figure.note_en else ""
    details = [
        first,
        figure.indicator.explained(texts.language),
        words.entry(figure, texts),
        words.said(figure, texts) or figure.remark(texts.language),
        texts("card.provisional") + "." if figure.status == "P" else "",
        texts("card.estimated") + "." if figure.status == "E" else "",
        f"{title}.",
        texts("card.licence", licence=licence) + ".",
    ]
    body = "".join(f"<p>{marked(text, texts, title, licence, note)}</p>"
                   for text in details if text)
    address = escape(figure.address(), quote=True)
    publisher = marked(texts("card.open_source", publisher=publisher), texts, publisher)
    return (
        f'<p class="sw-meta">{marked(line, texts, words.source(figure, texts))}</p>'
        f'<details class="sw-more"><summary>{escape(texts("card.more"))}</summary>{body}'
        f'<p><a href="{address}" target="_blank" rel="noopener noreferrer">{publisher}</a></p>'
        "</details>"
    )


def _missing_card(title: str, answer: Answer, texts: Texts) -> str:
    return _card(title, [
        f'<p class="sw-value sw-unknown">{escape(texts("card.missing"))}</p>',
        f'<p class="sw-note">{escape(words.why_missing(answer, texts))}</p>',
    ])


def _card(title: str, parts: Iterable[str]) -> str:
    return f'<article class="sw-card"><h3>{title}</h3>{"".join(parts)}</article>'


def cards(items: Sequence[str]) -> str:
    """Cards next to each other, as many as fit."""
    return f'<div class="sw-cards">{"".join(items)}</div>'


def icon_row(share: float) -> str:
    """Ten small figures, filled for how many of the ten; the words stand beside it."""
    filled = formats.of_ten(share)
    icons = "".join(
        f'<i class="{"sw-on" if number < filled else "sw-off"}"></i>' for number in range(10)
    )
    return f'<div class="sw-icons" aria-hidden="true">{icons}</div>'


def table(header: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """A real table that wraps its cells and scrolls inside itself when it must."""
    return rich_table(header, [[escape(cell) for cell in row] for row in rows], caption)


def rich_table(
    header: Sequence[str], rows: Iterable[Sequence[str]], caption: str = ""
) -> str:
    """The same, for cells that are pieces of HTML already."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    body = "".join(
        "<tr>" + "".join(
            f'<{"th scope=row" if number == 0 else "td"} data-label="{escape(header[number])}">'
            f'{cell}</{"th" if number == 0 else "td"}>'
            for number, cell in enumerate(row)
        ) + "</tr>"
        for row in rows
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (f'<div class="sw-table"><table>{title}<thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>")


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values as a description list; the values are pieces of HTML already."""
    body = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>"
                   for name, value in pairs if value)
    return f'<dl class="sw-facts">{body}</dl>'


def paragraph(text: str, kind: str = "sw-lead") -> str:
    """A paragraph in one of our text styles."""
    return f'<p class="{kind}">{escape(text)}</p>'


def small_print(text: str, texts: Texts, *dutch: str) -> str:
    """A line such as a source, under what it belongs to."""
    return f'<p class="sw-meta">{marked(text, texts, *dutch)}</p>'
