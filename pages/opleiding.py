"""Opleiding: one programme, every figure with its step, source and date."""

from __future__ import annotations

from explorer.ui import programme
from explorer.ui.session import library, texts

t = texts()
lib = library()

chosen = programme.from_address(lib, t)
if chosen is not None:
    programme.show(lib, chosen, t)
