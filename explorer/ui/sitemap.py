"""The pages of the site: script, address and icon. The navigation and the door both need it."""

from __future__ import annotations

START = "start"
# Name in the texts -> (script, address, icon). The start page is also at the root.
PAGES: dict[str, tuple[str, str, str | None]] = {
    START: ("pages/start.py", "start", ":material/home:"),
    "search": ("pages/zoeken.py", "zoeken", ":material/search:"),
    "compare": ("pages/vergelijken.py", "vergelijken", ":material/compare_arrows:"),
    "crisis": ("pages/crisis.py", "crisis", ":material/history:"),
    "sources": ("pages/bronnen.py", "bronnen", ":material/database:"),
    "programme": ("pages/opleiding.py", "opleiding", None),
}
HIDDEN = frozenset({"programme"})
ADDRESSES = {address: name for name, (_, address, _) in PAGES.items()}
