"""The text files: complete in both languages, in step with the code, and careful in what is said.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from explorer.texts import LANGUAGES, Texts, flat_texts
from store.connection import ROOT

NL, EN = flat_texts("nl"), flat_texts("en")
TABLES = {key.split(".")[0] for key in NL}
CODE = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py")),
        *sorted((ROOT / "explorer").rglob("*.py"))]
ALL = [(language, key, text) for language in LANGUAGES
       for key, text in flat_texts(language).items()]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert set(NL) == set(EN)


def test_both_languages_have_the_same_places_to_fill() -> None:
    both = set(NL) & set(EN)
    assert {key: places(NL[key]) for key in both} == {key: places(EN[key]) for key in both}


def test_english_is_not_dutch() -> None:
    """Names and short words may be equal; sentences may not."""
    same = [key for key, text in NL.items() if text == EN.get(key) and len(text.split()) > 4]
    assert same == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_counted_texts_come_in_pairs(language: str) -> None:
    keys = flat_texts(language)
    many = {key.removesuffix(".many") for key in keys if key.endswith(".many")}
    assert [key for key in many if f"{key}.one" not in keys or key in keys] == []
    assert Texts(language).count("search.count", 1, "1") == keys["search.count.one"].format(n="1")
    assert Texts(language).count("search.count", 0, "0") == keys["search.count.many"].format(n="0")


_NEVER = re.compile(
    r"\bkansloos|\bkansloze|\bcohort|\bsignifican|door (de )?corona|vanwege (de )?corona"
    r"|due to (the )?corona|because of (the )?corona|caused by (the )?corona", re.IGNORECASE)


def test_no_text_uses_a_word_that_hurts_confuses_or_claims_a_cause() -> None:
    assert [(language, key) for language, key, text in ALL if _NEVER.search(text)] == []


def test_texts_are_whole() -> None:
    strange = [(language, key) for language, key, text in ALL
               if "  " in text or text != text.strip() or re.search(r"TODO|XXX|\?\?", text)]
    assert strange == []


def exists(key: str) -> bool:
    return key in NL or {f"{key}.one", f"{key}.many"} <= set(NL)


def test_unknown_key_is_an_error_and_unknown_language_is_dutch() -> None:
    with pytest.raises(KeyError):
        Texts("nl")("bestaat.niet")
    assert Texts("de").language == "nl"


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_key_in_the_code_exists(path: Path) -> None:
    """Whole keys must exist; of keys with a changing part there must be at least one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
             for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            if re.fullmatch(r"[a-z]+\.[a-z_0-9.]+", node.value) \
                    and node.value.split(".")[0] in TABLES:
                assert exists(node.value), f"{path.name}:{node.lineno} {node.value}"
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            start = str(node.values[0].value)
            if re.fullmatch(r"[a-z_]+\.[a-z_0-9.]*", start) and start.split(".")[0] in TABLES:
                pattern = "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant)
                                  else r"[^.]+" for part in node.values)
                assert any(re.fullmatch(rf"{pattern}(\.one)?", key) for key in NL), \
                    f"{path.name}:{node.lineno} {pattern}"


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_place_in_a_text_is_filled_by_the_code(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and node.args
                and getattr(node.func, "id", "") in ("texts", "t", "words")):
            continue
        key = node.args[0]
        if isinstance(key, ast.Constant) and key.value in NL:
            given = {keyword.arg for keyword in node.keywords}
            assert None in given or places(NL[key.value]) == given, \
                f"{path.name}:{node.lineno} {key.value}"
