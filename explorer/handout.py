"""The hand-out: a comparison on A4, made by us, readable in grey and from a distance."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import segno
from fpdf import FPDF, FontFace
from fpdf.enums import XPos, YPos

from explorer import crisis_words, formats, words
from explorer.comparison import Comparison
from explorer.crisis import Effect
from explorer.export import sources
from explorer.outlook import Answer
from explorer.texts import Texts

# On paper three columns stay readable.
MOST = 3
_INK, _SOFT = (29, 40, 48), (90, 98, 104)
_QR = 26.0
_NAME = FontFace(emphasis="BOLD", size_pt=12)
_BAND = FontFace(emphasis="BOLD", size_pt=10, fill_color=(238, 235, 227))
_VALUE = FontFace(emphasis="BOLD", size_pt=13)
_SMALL = FontFace(size_pt=8)
_SAID = FontFace(emphasis="ITALICS", size_pt=9.5)
_PLAIN = FontFace(size_pt=9.5)


class _Page(FPDF):
    """A4 with a footer line on every page."""

    def __init__(self, foot: str) -> None:
        super().__init__(format="A4")
        self.foot = foot
        # The standard fonts of every PDF reader; this encoding has the euro sign.
        self.core_fonts_encoding = "windows-1252"
        self.set_margins(15, 14, 15)
        self.set_auto_page_break(True, margin=16)
        self.set_text_color(*_INK)

    def footer(self) -> None:
        """Who made it, and the page number."""
        self.set_y(-12)
        self.set_font("helvetica", size=8)
        self.set_text_color(*_SOFT)
        self.cell(0, 5, _safe(f"{self.foot}  ·  {self.page_no()}"), align="C")
        self.set_text_color(*_INK)


def handout(comparison: Comparison, version: str, link: str, today: date, texts: Texts) -> bytes:
    """The PDF of a comparison of at most three programmes.

    ``link`` leads back to the same comparison with the same data version; it is printed and
    stands in a QR code.
    """
    page = _Page(texts("handout.foot", version=version))
    page.set_lang(texts.language)
    page.set_title(_safe(texts("handout.title", names=words.listed(
        list(comparison.names.values()), texts))))
    page.add_page()
    page.set_font("times", "B", 20)
    _paragraph(page, texts("handout.heading"), 9)
    page.set_font("helvetica", size=10)
    _paragraph(page, texts("handout.intro", date=formats.day(today, texts.language),
                           version=version), 5)
    page.ln(3)
    _rows(page, comparison, texts)
    _questions(page, texts)
    _back(page, link, texts)
    _sources(page, sources(comparison, texts), texts)
    return bytes(page.output())


def _rows(page: _Page, comparison: Comparison, texts: Texts) -> None:
    """Names, then a block per question that is never cut in two by a page break."""
    names = [f"{comparison.names[programme.programme_id]}\n{texts(f'level.{programme.level}')}"
             for programme in comparison.programmes]
    _block(page, [(names, _NAME)])
    unknown = []
    for row in comparison.rows:
        answers = list(row.answers.values())
        if not any(_known(answer) for answer in answers):
            unknown.append(row.title)
            continue
        _block(page, [
            (row.title, _BAND),
            ([_value(answer, texts) for answer in answers], _VALUE),
            ([_detail(answer, texts) for answer in answers], _SMALL),
            (" ".join(row.sentences), _SAID),
        ])
    for crisis in comparison.crises:
        _block(page, [
            (crisis.title, _BAND),
            ([_effect(effect, texts) for effect in crisis.effects.values()], _PLAIN),
        ])
    if unknown:
        page.set_font("helvetica", "I", 9.5)
        page.ln(2)
        _paragraph(page, texts("handout.unknown", rows=", ".join(unknown)), 4.8)


def _block(page: _Page, lines: list[tuple[str | list[str], FontFace]]) -> None:
    """Rows of a table that stay together; a text instead of a list spans all columns."""
    with page.offset_rendering() as trial:
        _draw_block(trial, lines)
    if trial.page_break_triggered:
        page.add_page()
    _draw_block(page, lines)


def _draw_block(page: FPDF, lines: list[tuple[str | list[str], FontFace]]) -> None:
    count = max(len(cells) for cells, _ in lines if isinstance(cells, list))
    page.set_font("helvetica", size=10)
    with page.table(
        borders_layout="NONE", text_align="LEFT", v_align="TOP", line_height=4.4,
        padding=(0.7, 1.2), first_row_as_headings=False, col_widths=(1,) * count,
    ) as table:
        for cells, style in lines:
            row = table.row()
            if isinstance(cells, str):
                row.cell(_safe(cells), colspan=count, style=style)
            else:
                for cell in cells:
                    row.cell(_safe(cell), style=style)


def _known(answer: Answer | None) -> bool:
    figure = answer.figure if answer else None
    return figure is not None and (figure.value is not None or figure.range_kind == "bounds")


def _value(answer: Answer | None, texts: Texts) -> str:
    if answer is None:
        return "–"
    if not _known(answer) or answer.figure is None:
        return texts("card.missing")
    return words.value(answer.figure, texts)


def _detail(answer: Answer | None, texts: Texts) -> str:
    """Crisis tag, who it is about, when: what a card says under the value."""
    if answer is None:
        return texts("compare.not_applicable")
    figure = answer.figure
    if not _known(answer) or figure is None:
        return words.why_missing(answer, texts)
    _, label = crisis_words.measured_label(figure, texts)
    return "\n".join([
        label, f"{texts(f'step_short.{figure.ladder_level}')}: {figure.people(texts.language)}",
        f"{words.measured(figure, texts)}, {words.people(figure, texts)}",
    ])


def _effect(effect: Effect | None, texts: Texts) -> str:
    if effect is None:
        return texts("effect.onvoldoende")
    return "\n".join(filter(None, [crisis_words.effect_label(effect, texts),
                                   crisis_words.recovery_label(effect, texts)]))


def _questions(page: _Page, texts: Texts) -> None:
    """Questions to talk about, because figures alone do not make a choice."""
    _heading(page, texts("handout.talk"))
    for number in (1, 2, 3):
        _paragraph(page, f"{number}. {texts(f'handout.question_{number}')}", 5.2)
        page.ln(5)


def _back(page: _Page, link: str, texts: Texts) -> None:
    """The way back to the screen: a QR code and the address in letters."""
    if page.get_y() + _QR > page.h - 20:
        page.add_page()
    top = page.get_y() + 2
    image = io.BytesIO()
    segno.make(link, error="m", micro=False).save(image, kind="png", scale=8, border=2)
    page.image(image, x=page.l_margin, y=top, w=_QR, h=_QR, alt_text=_safe(link))
    page.set_xy(page.l_margin + _QR + 4, top + 3)
    page.set_font("helvetica", "B", 10)
    _paragraph(page, texts("handout.back"), 5)
    page.set_x(page.l_margin + _QR + 4)
    page.set_font("helvetica", size=8)
    page.multi_cell(0, 4, _safe(link), link=link, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.set_y(max(page.get_y(), top + _QR + 2))


def _sources(page: _Page, lines: Sequence[str], texts: Texts) -> None:
    _heading(page, texts("handout.sources"))
    page.set_font("helvetica", size=8)
    for line in lines:
        _paragraph(page, line, 3.8)
    _paragraph(page, texts("handout.own_links"), 3.8)


def _heading(page: _Page, text: str) -> None:
    page.ln(3)
    page.set_font("helvetica", "B", 12)
    _paragraph(page, text, 6)
    page.set_font("helvetica", size=10)


def _paragraph(page: _Page, text: str, height: float) -> None:
    page.multi_cell(0, height, _safe(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _safe(text: str) -> str:
    """Only characters that the standard fonts have; others become a question mark."""
    return text.encode("cp1252", "replace").decode("cp1252")
