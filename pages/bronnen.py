"""Bronnen: every source, what is missing and why, checks, changes, downloads."""

from __future__ import annotations

from explorer.ui.session import library, texts
from explorer.ui.sources_page import show

show(library(), texts())
