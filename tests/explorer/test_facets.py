"""Filters as sets of programmes: what passes, what is unknown, and the counts per option."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as some

from explorer.facets import Facets
from explorer.programmes import Programme
from tests.explorer.made_up import programme

LEVELS, FORMS, TOWNS = ("mbo-2", "mbo-3", "hbo-ba"), ("bol", "bbl"), ("Zandstad", "Duindorp")
STEPS = ("10", "12", "14")
EFFECTS = ("hard", "weinig", "onvoldoende")


def _choices(options: tuple[str, ...]) -> some.SearchStrategy[tuple[str, ...]]:
    return some.lists(some.sampled_from(options), unique=True, max_size=2).map(tuple)


programmes = some.lists(some.builds(
    programme, code=some.integers(10000, 99999).map(str), name=some.just("Zand"),
    level=some.sampled_from(LEVELS), forms=_choices(FORMS),
    places=_choices(TOWNS).map(frozenset),
), max_size=12, unique_by=lambda item: item.code)
values = some.dictionaries(some.integers(0, 11), some.sampled_from([9.0, 10.0, 12.5, 14.0, 20.0]))
classes = some.dictionaries(some.integers(0, 11), some.sampled_from(EFFECTS))
selections = some.fixed_dictionaries({
    "levels": _choices(LEVELS), "forms": _choices(FORMS), "places": _choices(TOWNS),
    "pay": some.sampled_from([(), *((step,) for step in STEPS)]), "effects": _choices(EFFECTS),
})


def _made(
    items: list[Programme], pay: dict[int, float], effects: dict[int, str]
) -> tuple[Facets, dict[str, float], dict[str, str]]:
    facets = Facets(items)
    known_pay = {item.programme_id: pay[n] for n, item in enumerate(items) if n in pay}
    known_effects = {item.programme_id: effects[n] for n, item in enumerate(items)
                     if n in effects}
    facets.add_options("levels", items, lambda item: (item.level,))
    facets.add_options("forms", items, lambda item: item.forms)
    facets.add_options("places", items, lambda item: item.places)
    facets.add_minimum("pay", known_pay, STEPS)
    facets.add_classes("effects", known_effects, "onvoldoende")
    return facets, known_pay, known_effects


def _verdict(
    item: Programme, name: str, chosen: tuple[str, ...], pay: dict[str, float],
    effects: dict[str, str],
) -> bool | None:
    """The rule in plain words: True, False, or None when we do not know."""
    if not chosen:
        return True
    if name == "pay":
        value = pay.get(item.programme_id)
        return None if value is None else value >= float(chosen[0])
    if name == "effects":
        effect = effects.get(item.programme_id, "onvoldoende")
        if effect == "onvoldoende" and "onvoldoende" not in chosen:
            return None
        return effect in chosen
    has = {"levels": (item.level,), "forms": item.forms, "places": item.places}[name]
    return None if not has else bool(set(has) & set(chosen))


@given(programmes, values, classes, selections)
def test_selection_follows_the_rule(
    items: list[Programme], pay: dict[int, float], effects: dict[int, str],
    chosen: dict[str, tuple[str, ...]],
) -> None:
    facets, known_pay, known_effects = _made(items, pay, effects)
    selected = facets.select(facets.all, chosen, {})
    verdicts = {item.programme_id: {
        name: _verdict(item, name, options, known_pay, known_effects)
        for name, options in chosen.items()} for item in items}
    kept = {key for key, row in verdicts.items() if all(row.values())}
    maybe = {key for key, row in verdicts.items()
             if all(verdict is not False for verdict in row.values())} - kept
    assert selected.kept == facets.bits(kept)
    assert selected.unknown == facets.bits(maybe)
    lacking = Counter(name for key in maybe for name, verdict in verdicts[key].items()
                      if verdict is None)
    assert selected.lacking == lacking


@given(programmes, values, classes, selections)
def test_count_behind_an_option_is_what_choosing_it_gives(
    items: list[Programme], pay: dict[int, float], effects: dict[int, str],
    chosen: dict[str, tuple[str, ...]],
) -> None:
    facets, _, _ = _made(items, pay, effects)
    selected = facets.select(facets.all, chosen, {})
    for name, counts in selected.counts.items():
        for option, count in counts.items():
            other = facets.select(facets.all, {**chosen, name: (option,)}, {})
            assert count == other.kept.bit_count(), (name, option)


@given(programmes, selections)
def test_selecting_within_a_set_never_adds(
    items: list[Programme], chosen: dict[str, tuple[str, ...]]
) -> None:
    facets, _, _ = _made(items, {}, {})
    half = facets.bits(item.programme_id for item in items[::2])
    selected = facets.select(half, chosen, {})
    assert selected.kept & ~half == 0
    assert selected.unknown & ~half == 0


def test_minimum_keeps_the_border() -> None:
    items = [programme("90001", "Een"), programme("90002", "Twee")]
    facets = Facets(items)
    facets.add_minimum("work", {"crebo:90001": 0.7, "crebo:90002": 0.699}, ("70",), 0.01)
    assert facets.select(facets.all, {"work": ("70",)}, {}).kept == facets.bits(["crebo:90001"])


def test_filter_without_any_figure_says_so() -> None:
    facets = Facets([programme("90001", "Een")])
    facets.add_minimum("chance", {}, ("2",))
    facets.add_minimum("pay", {"crebo:90001": 10.0}, ("10",))
    assert not facets.has_any("chance")
    assert facets.has_any("pay")


def test_distance_is_a_maximum() -> None:
    facets = Facets([programme("90001", "Een"), programme("90002", "Twee")])
    near = facets.distance({"crebo:90001": 10.0, "crebo:90002": 10.4})
    assert near.options["10"] == facets.bits(["crebo:90001"])
    assert near.options["25"] == facets.all
