"""The five classes of SBB for chances of work and of an internship, lowest first.

SBB names them gering, matig, voldoende, ruim voldoende and goed; KiesMBO sends 1 to 5. The
chance of work is a forecast: for a student who starts now, two to three years ahead.
"""

from __future__ import annotations

CLASSES = ("gering", "matig", "voldoende", "ruim voldoende", "goed")
YEARS_AHEAD = 3
