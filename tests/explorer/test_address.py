"""What an address may hold: ids, options, and anything else that people paste."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explorer.address import (
    Strange,
    is_data_version,
    link,
    literal,
    nearest_ids,
    nearest_options,
    nearest_parameter,
    programme_ids,
)
from explorer.ui.bound import Binding

# Codes that do not exist; 90003 stands for two programmes at once.
KNOWN = {"crebo:90001": None, "crebo:90003": None, "isat:90002": None, "isat:90003": None}


@pytest.mark.parametrize(("values", "known", "unknown"), [
    ([], (), ()),
    (["crebo:90001"], ("crebo:90001",), ()),
    ([" CREBO:90001 ", "90002"], ("crebo:90001", "isat:90002"), ()),
    (["90001", "crebo:90001"], ("crebo:90001",), ()),
    (["90003"], (), ("90003",)),            # which of the two?
    (["isat:90001", "x", "90001"], ("crebo:90001",), ("isat:90001", "x")),
    ([""], (), ()),
    (["crebo:90001, isat:90002,,x"], ("crebo:90001", "isat:90002"), ("x",)),
    (["y" * 99], (), ("y" * 40,)),
])
def test_ids(values: list[str], known: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    found = programme_ids(values, KNOWN)
    assert (found.known, found.unknown) == (known, unknown)


junk = some.one_of(some.text(), some.from_regex(r"(crebo|isat|.{0,5}):?\d{0,12}", fullmatch=True),
                   some.from_regex(r"[\d²٣:]{1,6}", fullmatch=True), some.sampled_from(list(KNOWN)))


@given(some.lists(junk))
def test_any_junk_is_known_or_unknown(values: list[str]) -> None:
    found = programme_ids(values, KNOWN)
    assert set(found.known) <= set(KNOWN)
    assert all(len(text) <= 40 for text in found.unknown)
    asked = any(part.strip() for value in values for part in value.split(","))
    assert asked == bool(found.known or found.unknown)


@given(junk)
def test_nearest_of_any_junk(value: str) -> None:
    near = nearest_ids(value, KNOWN)
    assert set(near) <= set(KNOWN)
    assert len(near) <= 3


def test_nearest_is_the_closest_number_of_the_same_kind() -> None:
    assert nearest_ids("crebo:90004", KNOWN) == ("crebo:90003", "crebo:90001")
    assert nearest_ids("90000", KNOWN) == ("crebo:90001", "isat:90002", "crebo:90003")
    assert nearest_ids("kapper", KNOWN) == ()


@pytest.mark.parametrize(("strange", "shown"), [
    (Strange("kleur"), "kleur"), (Strange("niveau", "mbo-9"), "niveau=mbo-9"),
    (Strange("x" * 50), "x" * 39 + "…"),
])
def test_what_is_strange_is_shown_short(strange: Strange, shown: str) -> None:
    assert str(strange) == shown


@pytest.mark.parametrize(("name", "near"), [
    ("nivo", "niveau"), ("Niveaus", "niveau"), ("kleur", None), ("", None), ("x" * 5000, None),
])
def test_nearest_parameter(name: str, near: str | None) -> None:
    assert nearest_parameter(name, ("niveau", "vorm", "taal")) == near


@pytest.mark.parametrize(("text", "is_one"), [
    ("0bd58835", True), ("x", False), ("", False), ("0bd588351", False), ("0BD58835", False),
    ("2026-01-1", False),
])
def test_data_version(text: str, is_one: bool) -> None:
    assert is_data_version(text) is is_one


@pytest.mark.parametrize(("text", "markdown"), [
    ("crebo:00001", "crebo:00001"), ("![x](//a.invalid/b.png)", r"\!\[x\](//a.invalid/b.png)"),
    (":material/home:", r"\:material/home:"), ("**x** $y$", r"\*\*x\*\* \$y\$"),
])
def test_markdown_out_of_an_address_is_shown_as_text(text: str, markdown: str) -> None:
    assert literal(text) == markdown


@pytest.mark.parametrize(("value", "near"), [
    ("mbo-9", [("mbo-2", "mbo 2")]), ("MBO 2", [("mbo-2", "mbo 2")]),
    ("bachlor", [("ba", "bachelor")]), ("beroep", [("hbo", "hoger beroep")]),
])
def test_nearest_option_by_code_or_name(value: str, near: list[tuple[str, str]]) -> None:
    names = {"mbo-2": "mbo 2", "ba": "bachelor", "hbo": "hoger beroep"}
    assert list(nearest_options(value, names, limit=1)) == near


def test_all_of_a_few_options_are_near_when_none_looks_like_it() -> None:
    few = {"nl": "Nederlands", "en": "English"}
    assert dict(nearest_options("klingon", few)) == few
    many = {str(number): f"optie {number}" for number in range(10)}
    assert nearest_options("klingon", many) == ()


@pytest.mark.parametrize(("value", "near"), [("41", ["40", "36"]), ("1", ["24", "32"]),
                                             ("9" * 400, ["40", "36"])])
def test_nearest_number_is_nearest_in_size(value: str, near: list[str]) -> None:
    hours = {hours: f"{hours} uur" for hours in ("24", "32", "36", "40")}
    assert [code for code, _ in nearest_options(value, hours, limit=2)] == near


@given(junk)
def test_nearest_option_of_any_junk_is_an_option(value: str) -> None:
    options = {"mbo-2": "mbo 2", "ba": "bachelor", "ma": "master"}
    assert set(nearest_options(value, options)) <= set(options.items())


BINDINGS = {
    "text": Binding("text", default=""), "one": Binding("one", ("a", "b"), default="a"),
    "many": Binding("many", ("a", "b")), "flag": Binding("flag"),
    "number": Binding("number", default=1),
}


@pytest.mark.parametrize("kind", BINDINGS)
@given(written=some.lists(some.one_of(junk, some.sampled_from(["a", "b", "1", "true", "²"]))))
def test_any_junk_gives_a_widget_a_value_that_can_be_written_again(
    kind: str, written: list[str]
) -> None:
    binding = BINDINGS[kind]
    value = binding.value(written)
    assert binding.value(binding.written(value)) == value


@pytest.mark.parametrize(("kind", "written", "value"), [
    ("number", ["3"], 3), ("number", ["0"], 1), ("number", ["-2"], 1), ("number", ["²"], 1),
    ("number", ["99999"], 1), ("one", ["b"], "b"), ("one", ["z"], "a"), ("one", [], "a"),
    ("many", ["b", "z", "b", "a"], ["b", "a"]), ("flag", ["1"], True), ("flag", ["0"], False),
    ("text", ["x" * 200], "x" * 80),
])
def test_value_out_of_the_address(kind: str, written: list[str], value: object) -> None:
    assert BINDINGS[kind].value(written) == value


@pytest.mark.parametrize(("kind", "written", "skipped"), [
    ("number", ["abc"], ["abc"]), ("number", ["0"], ["0"]), ("number", ["3"], []),
    ("one", ["z"], ["z"]), ("one", ["a", "b"], ["b"]), ("one", ["a", "a"], []),
    ("one", ["", "a"], ["a"]), ("many", ["b", "z", "", "a"], ["z"]), ("flag", ["ja"], ["ja"]),
    ("flag", ["0"], []), ("flag", [""], []), ("text", ["x", "y"], ["y"]), ("text", ["x"], []),
])
def test_what_is_left_out_of_an_address(
    kind: str, written: list[str], skipped: list[str]
) -> None:
    assert BINDINGS[kind].skipped(written) == skipped


@pytest.mark.parametrize(("base", "root"), [
    ("http://localhost:8501", "http://localhost:8501"),
    ("http://localhost:8501/", "http://localhost:8501"),
    ("http://localhost:8501/vergelijken?id=x", "http://localhost:8501"),
    ("https://voorbeeld.invalid/werk/vergelijken", "https://voorbeeld.invalid/werk"),
])
def test_link_is_absolute_and_holds_its_state(base: str, root: str) -> None:
    made = link(base, "vergelijken", [("id", "crebo:90001"), ("id", "isat:90002"), ("v", "")])
    assert made == f"{root}/vergelijken?id=crebo:90001&id=isat:90002"
    assert link(base, "start", []) == f"{root}/start"


@given(some.lists(some.tuples(some.sampled_from(["id", "q", "v"]), some.text(min_size=1))))
def test_link_reads_back(parameters: list[tuple[str, str]]) -> None:
    query = urlsplit(link("http://localhost:8501", "zoeken", parameters)).query
    read = parse_qs(query, keep_blank_values=True)
    for name in {name for name, _ in parameters}:
        assert read[name] == [value for other, value in parameters if other == name]
