"""Paper: an A4 page of our own with blocks that stay whole, writing room and a QR code."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import segno
from fpdf import FPDF, FontFace
from fpdf.enums import XPos, YPos

from explorer import crisis_words, words
from explorer.outlook import Answer
from explorer.texts import Texts

if TYPE_CHECKING:  # what a trial draws on; it has no name in the public part of the library
    from fpdf.recorder import FPDFRecorder

_INK, _SOFT = (29, 40, 48), (90, 98, 104)
_QR = 26.0
# Millimetres of a line per point of its letters: their size and some air.
_LINE = 0.3528 * 1.17
NAME = FontFace(emphasis="BOLD", size_pt=12)
BAND = FontFace(emphasis="BOLD", size_pt=10, fill_color=(238, 235, 227))
VALUE = FontFace(emphasis="BOLD", size_pt=13)
SMALL = FontFace(size_pt=8)
SAID = FontFace(emphasis="ITALICS", size_pt=9)
PLAIN = FontFace(size_pt=9)


class Paper(FPDF):
    """A4 with a footer line on every page, in the language of the texts."""

    def __init__(self, title: str, foot: str, language: str) -> None:
        super().__init__(format="A4")
        self.foot = foot
        # The standard fonts of every PDF reader; this encoding has the euro sign.
        self.core_fonts_encoding = "windows-1252"
        self.set_margins(15, 12, 15)
        self.set_auto_page_break(True, margin=14)
        self.set_text_color(*_INK)
        self.set_lang(language)
        self.set_title(safe(title))
        self.add_page()

    def footer(self) -> None:
        """Who made it, and the page number."""
        self.set_y(-12)
        self.set_font("helvetica", size=8)
        self.set_text_color(*_SOFT)
        self.cell(0, 5, safe(f"{self.foot}  ·  {self.page_no()}"), align="C")
        self.set_text_color(*_INK)

    def title_line(self, text: str) -> None:
        """The one large line on top."""
        self.set_font("times", "B", 20)
        self.paragraph(text, 9)
        self.set_font("helvetica", size=10)

    def heading(self, text: str) -> None:
        """A line above a section; what follows is in the ordinary letter."""
        self.ln(2)
        self.set_font("helvetica", "B", 12)
        self.paragraph(text, 6)
        self.set_font("helvetica", size=10)

    def paragraph(self, text: str, height: float) -> None:
        """Text over the whole width; ``height`` of a line in mm."""
        self.multi_cell(0, height, safe(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def small(self, lines: Sequence[str]) -> None:
        """Lines such as sources, in small letters."""
        self.set_font("helvetica", size=7.5)
        for line in lines:
            self.paragraph(line, 7.5 * _LINE)

    def questions(self, lines: Sequence[str], room: float) -> None:
        """Numbered questions, each with ``room`` mm to write under it."""
        for number, line in enumerate(lines, start=1):
            self.paragraph(f"{number}. {line}", 5.2)
            self.ln(room)

    def block(self, lines: list[tuple[str | list[str], FontFace]]) -> None:
        """Rows of a table that stay together; a text instead of a list spans all columns."""
        with self.offset_rendering() as trial:
            _draw_block(trial, lines)
        if trial.page_break_triggered:
            self.add_page()
        _draw_block(self, lines)

    def way_back(self, text: str, link: str) -> None:
        """The way back to the screen: a QR code and the address in letters."""
        if self.get_y() + _QR > self.h - 20:
            self.add_page()
        top = self.get_y() + 2
        self._qr(link, self.l_margin, top)
        self.set_xy(self.l_margin + _QR + 4, top + 3)
        self.set_font("helvetica", "B", 10)
        self.paragraph(text, 5)
        self.set_x(self.l_margin + _QR + 4)
        self.set_font("helvetica", size=8)
        self.multi_cell(0, 4, safe(link), link=link, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_y(max(self.get_y(), top + _QR + 2))

    def talk(self, title: str, lines: Sequence[str], room: float, back: str, link: str) -> None:
        """Questions under a title with the way back beside them, together on one page."""
        wide = _QR + 14
        if self.get_y() + _QR + 18 > self.h - self.b_margin:
            self.add_page()
        top, right = self.get_y(), self.w - self.r_margin
        self.set_right_margin(self.r_margin + wide + 4)
        self.heading(title)
        self.questions(lines, room)
        bottom = self.get_y()
        self.set_right_margin(self.w - right)
        self._qr(link, right - _QR, top + 2)
        self.set_xy(right - wide, top + _QR + 2)
        self.set_font("helvetica", "B", 8)
        self.multi_cell(wide, 3.4, safe(back), align="R", link=link, new_x=XPos.LMARGIN,
                        new_y=YPos.NEXT)
        self.set_y(max(self.get_y(), bottom))

    def _qr(self, link: str, x: float, y: float) -> None:
        image = io.BytesIO()
        segno.make(link, error="m", micro=False).save(image, kind="png", scale=8, border=2)
        self.image(image, x=x, y=y, w=_QR, h=_QR, alt_text=safe(link))


def _draw_block(page: FPDF | FPDFRecorder, lines: list[tuple[str | list[str], FontFace]]) -> None:
    count = max(len(cells) for cells, _ in lines if isinstance(cells, list))
    page.set_font("helvetica", size=10)
    for cells, style in lines:
        # A table per row, because a table has one height of line, and small letters need less.
        with page.table(
            borders_layout="NONE", text_align="LEFT", v_align="TOP",
            line_height=(style.size_pt or 10) * _LINE, padding=(0.3, 1.2),
            first_row_as_headings=False, col_widths=(1,) * count,
        ) as table:
            row = table.row()
            if isinstance(cells, str):
                row.cell(safe(cells), colspan=count, style=style)
            else:
                for cell in cells:
                    row.cell(safe(cell), style=style)


def safe(text: str) -> str:
    """Only characters that the standard fonts have; others become a question mark."""
    return text.encode("cp1252", "replace").decode("cp1252")


def value(answer: Answer | None, texts: Texts) -> str:
    """The figure itself, or that we do not know."""
    if answer is None:
        return "–"
    if answer.figure is None or not answer.known:
        return texts("card.missing")
    return words.value(answer.figure, texts)


def detail(answer: Answer | None, texts: Texts) -> str:
    """Crisis tag, who it is about, when: what a card says under the value."""
    if answer is None:
        return texts("compare.not_applicable")
    figure = answer.figure
    if figure is None or not figure.known:
        return words.why_missing(answer, texts)
    _, label = crisis_words.measured_label(figure, texts)
    return "\n".join([
        label, f"{texts(f'step_short.{figure.ladder_level}')}: {figure.people(texts.language)}",
        f"{words.measured(figure, texts)}, {words.people(figure, texts)}",
    ])
