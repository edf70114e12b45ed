"""Figures as dots on one axis, in HTML: they follow the width of the screen and stay text.

Mine is a diamond and the others are dots, so that shape tells them apart without colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from explorer.position import Scale, stacked
from explorer.texts import Texts
from explorer.ui import html

# Pixels per floor of a stack, per lane of numbered marks, and the least height of a track. In a
# stack that would be higher than the last number the dots slide over each other.
_FLOOR, _LANE, _BASE, _HIGHEST = 9, 24, 14, 220
# Numbered marks nearer to each other than this part of the width go above each other.
_TOUCH = 9.0


@dataclass(frozen=True)
class Row:
    """A named figure with its text; ``low`` and ``high`` are its quartiles, when known.

    ``dutch`` is the part of the name that is Dutch in any language.
    """

    name: str
    text: str
    value: float
    low: float | None = None
    high: float | None = None
    mine: bool = False
    dutch: str = ""


def rows(items: Sequence[Row], texts: Texts) -> str:
    """A line for every figure with its name and number, all on the same scale."""
    scale = Scale.of(number for item in items for number in (item.value, item.low, item.high)
                     if number is not None)
    body = "".join(
        f'<li{" class=sw-mine" if item.mine else ""}><p><span>'
        f'{html.marked(item.name, texts, item.dutch)}</span> '
        f"<b>{escape(item.text)}</b></p>"
        f'<div class="sw-track" aria-hidden="true">{_range(item, scale)}{_dot(item, scale)}</div>'
        "</li>"
        for item in items
    )
    return f'<ul class="sw-strip">{body}</ul>'


def _range(item: Row, scale: Scale) -> str:
    if item.low is None or item.high is None:
        return ""
    left = scale.place(item.low)
    width = round(scale.place(item.high) - left, 2)
    return f'<i class="sw-range" style="left:{left}%;width:{width}%"></i>'


def _dot(item: Row, scale: Scale) -> str:
    kind = "sw-diamond" if item.mine else "sw-dot"
    return f'<i class="{kind}" style="left:{scale.place(item.value)}%"></i>'


def swarm(values: Sequence[float], mine: float, ends: tuple[str, str]) -> str:
    """Many figures as stacked dots with mine among them; ``ends`` are lowest and highest."""
    others = list(values)
    if mine in others:
        others.remove(mine)
    scale = Scale.of(values)
    return (f'<div class="sw-swarm">{_stack(others, {"": mine}, scale)}'
            f'<p class="sw-ends"><span>{escape(ends[0])}</span><span>{escape(ends[1])}</span></p>'
            "</div>")


@dataclass(frozen=True)
class Class:
    """A class with its values, and ``mine``: the mark of each of my own values in it."""

    label: str
    values: tuple[float, ...]
    mine: dict[str, float]


def classes(items: Sequence[Class], ends: tuple[str, str]) -> str:
    """A row of stacked dots for every class, all on the same scale; mine carry a number."""
    scale = Scale.of(value for item in items for value in (*item.values, *item.mine.values()))
    body = "".join(
        f'<li><p>{escape(item.label)}</p>{_stack(item.values, item.mine, scale)}</li>'
        for item in items
    )
    return (f'<ul class="sw-classes" aria-hidden="true">{body}</ul>'
            f'<p class="sw-ends" aria-hidden="true"><span>{escape(ends[0])}</span>'
            f"<span>{escape(ends[1])}</span></p>")


def _stack(values: Sequence[float], mine: dict[str, float], scale: Scale) -> str:
    """Dots on each other, and above them the marks of mine, that never cover each other."""
    places = stacked(sorted(values), scale)
    floors = 1 + max((floor for _, floor in places), default=-1)
    step = min(_FLOOR, _HIGHEST / max(floors, 1))
    top = math.ceil(floors * step)
    dots = "".join(f'<i class="sw-dot" style="left:{left}%;bottom:{floor * step:.4g}px"></i>'
                   for left, floor in places)
    marks, lanes = _marks(mine, scale, top)
    height = max(_BASE, top + lanes * _LANE)
    return (f'<div class="sw-track sw-stack" style="height:{height}px" aria-hidden="true">'
            f"{dots}{marks}</div>")


def _marks(mine: dict[str, float], scale: Scale, bottom: int) -> tuple[str, int]:
    """The marks as HTML, and how many lanes they take."""
    ends: list[float] = []  # per lane the place of its last mark
    marks = []
    for name, value in sorted(mine.items(), key=lambda item: item[1]):
        left = scale.place(value)
        lane = next((number for number, last in enumerate(ends) if left - last >= _TOUCH),
                    len(ends))
        ends[lane:lane + 1] = [left]
        marks.append(f'<i class="{"sw-mark" if name else "sw-diamond"}" '
                     f'style="left:{left}%;bottom:{bottom + lane * _LANE + 4}px">'
                     f"{escape(name)}</i>")
    return "".join(marks), len(ends)
