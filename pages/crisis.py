"""Crisis: what a crisis does to figures, who was hit, who recovered, and what we do not know."""

from __future__ import annotations

from explorer.ui import crisis_page
from explorer.ui.session import library, texts

crisis_page.show(library(), texts())
