"""Where each province stands in a tile map: column, row and short name. Laid out by hand."""

from __future__ import annotations

TILES = {
    "PV20": (3, 0, "Groningen"), "PV21": (2, 0, "Friesland"), "PV22": (3, 1, "Drenthe"),
    "PV27": (1, 1, "N-Holland"), "PV24": (2, 1, "Flevoland"), "PV23": (3, 2, "Overijssel"),
    "PV28": (0, 2, "Z-Holland"), "PV26": (1, 2, "Utrecht"), "PV25": (2, 2, "Gelderland"),
    "PV29": (0, 3, "Zeeland"), "PV30": (1, 3, "N-Brabant"), "PV31": (2, 3, "Limburg"),
}
_ENGLISH = {**TILES, "PV28": (0, 2, "S-Holland")}


def tiles(language: str) -> dict[str, tuple[int, int, str]]:
    """The tiles with their names in the language of the page."""
    return _ENGLISH if language == "en" else TILES
