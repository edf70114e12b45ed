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
_INK, _SOFT, _BAND = (29, 40, 48), (90, 98, 104), (238, 235, 227)
_QR = 30.0


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
    page.multi_cell(0, 9, _safe(texts("handout.heading")), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.set_font("helvetica", size=10)
    page.multi_cell(0, 5, _safe(texts("handout.intro", date=formats.day(today, texts.language),
                                      version=version)),
                    new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(3)
    _table(page, comparison, texts)
    _questions(page, texts)
    _back(page, link, texts)
    _sources(page, sources(comparison, texts), texts)
    return bytes(page.output())


def _table(page: _Page, comparison: Comparison, texts: Texts) -> None:
    page.set_font("helvetica", size=10)
    count = len(comparison.programmes)
    band = FontFace(emphasis="BOLD", fill_color=_BAND, size_pt=10)
    said = FontFace(emphasis="ITALICS", size_pt=9.5)
    with page.table(borders_layout="HORIZONTAL_LINES", text_align="LEFT", line_height=4.8,
                    padding=1.2, headings_style=FontFace(emphasis="BOLD", size_pt=12),
                    col_widths=(1,) * count, first_row_as_headings=True) as table:
        head = table.row()
        for programme in comparison.programmes:
            head.cell(_safe(f"{comparison.names[programme.programme_id]}\n"
                            f"{texts(f'level.{programme.level}')}"))
        for row in comparison.rows:
            table.row().cell(_safe(row.title), colspan=count, style=band)
            cells = table.row()
            for answer in row.answers.values():
                cells.cell(_safe(_answer(answer, texts)))
            table.row().cell(_safe(" ".join(row.sentences)), colspan=count, style=said)
        for crisis in comparison.crises:
            table.row().cell(_safe(crisis.title), colspan=count, style=band)
            cells = table.row()
            for effect in crisis.effects.values():
                cells.cell(_safe(_effect(effect, texts)))


def _answer(answer: Answer | None, texts: Texts) -> str:
    """Value, crisis tag, who it is about: what a card says, in three lines."""
    if answer is None:
        return texts("compare.not_applicable")
    figure = answer.figure
    if figure is None or (figure.value is None and figure.range_kind != "bounds"):
        return f"{texts('card.missing')}: {words.why_missing(answer, texts)}"
    _, label = crisis_words.measured_label(figure, texts)
    return "\n".join([
        words.value(figure, texts), label,
        f"{texts(f'step_short.{figure.ladder_level}')}: {figure.people(texts.language)}",
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
        page.multi_cell(0, 5.2, _safe(f"{number}. {texts(f'handout.question_{number}')}"),
                        new_x=XPos.LMARGIN, new_y=YPos.NEXT)
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
    page.multi_cell(0, 5, _safe(texts("handout.back")), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.set_x(page.l_margin + _QR + 4)
    page.set_font("helvetica", size=8)
    page.multi_cell(0, 4, _safe(link), link=link, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.set_y(max(page.get_y(), top + _QR + 2))


def _sources(page: _Page, lines: Sequence[str], texts: Texts) -> None:
    _heading(page, texts("handout.sources"))
    page.set_font("helvetica", size=8)
    for line in lines:
        page.multi_cell(0, 4, _safe(line), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.multi_cell(0, 4, _safe(texts("handout.not_state")), new_x=XPos.LMARGIN,
                    new_y=YPos.NEXT)


def _heading(page: _Page, text: str) -> None:
    page.ln(3)
    page.set_font("helvetica", "B", 12)
    page.multi_cell(0, 6, _safe(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.set_font("helvetica", size=10)


def _safe(text: str) -> str:
    """Only characters that the standard fonts have; others become a question mark."""
    return text.encode("cp1252", "replace").decode("cp1252")
