"""The style sheet: contrast of the crisis tags by the formula of WCAG, and nothing from outside."""

from __future__ import annotations

import re
import tomllib

import pytest

from explorer.ui import tags
from store.connection import ROOT

CSS = (ROOT / "explorer" / "ui" / "style.css").read_text(encoding="utf-8")
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
RULES = dict(re.findall(r"\.sw-tag-([\w-]+)\s*\{([^}]*)\}", CSS))


def declared(rule: str, name: str) -> str | None:
    found = re.search(rf"(?:^|[;\s]){name}\s*:\s*(#[0-9a-fA-F]{{6}})", rule)
    return found[1] if found else None


def luminance(colour: str) -> float:
    parts = [int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
                        for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


COLOURED = [name for name, rule in RULES.items() if declared(rule, "background")]


def test_tags_have_colours() -> None:
    assert len(COLOURED) >= 8


@pytest.mark.parametrize("name", COLOURED)
def test_tag_can_be_read(name: str) -> None:
    ink, paper = declared(RULES[name], "color"), declared(RULES[name], "background")
    assert ink and paper
    assert contrast(ink, paper) >= 4.5


@pytest.mark.parametrize("name", COLOURED)
def test_border_of_a_tag_is_more_than_colour(name: str) -> None:
    """Tags with the same colours have another border, so that they differ in grey too."""
    same = [other for other in COLOURED if other != name
            and declared(RULES[other], "color") == declared(RULES[name], "color")
            and RULES[other].split("border")[1] == RULES[name].split("border")[1]]
    # «unknown» and «too early» both say: we do not know.
    assert set(same) <= {"unknown", "back-te_vroeg"}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_theme_can_be_read(mode: str) -> None:
    colours = THEME[mode]
    for paper in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(colours["textColor"], colours[paper]) >= 7
        assert contrast(colours["primaryColor"], colours[paper]) >= 4.5


def test_nothing_comes_from_outside() -> None:
    assert [address for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", CSS)
            if not address.startswith("data:")] == []
    assert "@import" not in CSS


@pytest.mark.parametrize("shape", sorted({*tags._EFFECT_SHAPE.values(),
                                          *tags._RECOVERY_SHAPE.values(), "clock", "differs"}))
def test_every_shape_is_drawn(shape: str) -> None:
    assert f".sw-icon-{shape} " in CSS


@pytest.mark.parametrize("style", [
    "hard", "geraakt", "weinig", "unknown", "measured", "none",
    *(f"back-{name}" for name in tags._RECOVERY_SHAPE),
])
def test_every_style_of_a_tag_exists(style: str) -> None:
    assert style in RULES
