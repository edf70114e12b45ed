"""Filters as sets of programmes, with the number that would remain for every option.

A set is a whole number with one bit per programme, so that counting hundreds of options takes
about a millisecond: ``&`` keeps what two filters have in common, ``|`` joins options.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from explorer.programmes import Programme

# Steps that a figure or a distance may be held against.
PAY_STEPS = tuple(str(step) for step in (10, 12, 13, 14, 15, 16, 17, 18, 19, 20))
WORK_STEPS = tuple(str(step) for step in (60, 70, 75, 80, 85, 90, 95))
CHANCE_STEPS = ("2", "3", "4", "5")
DISTANCE_STEPS = ("10", "25", "50", "75")
DISTANCE = "distance"


@dataclass(frozen=True)
class Facet:
    """A filter: which programmes each option holds, and of which we know anything.

    ``unknown_option`` is the option that asks for programmes of which we know nothing.
    """

    options: Mapping[str, int]
    known: int
    unknown_option: str | None = None

    def passing(self, chosen: Sequence[str]) -> int:
        """Programmes with one of the chosen options; all when nothing is chosen."""
        if not chosen:
            return -1
        kept = 0
        for option in chosen:
            kept |= self.options.get(option, 0)
        return kept


@dataclass(frozen=True)
class Selected:
    """What the filters leave. All sets are numbers with a bit per programme.

    ``kept`` passes every filter. ``unknown`` would pass if we knew what a filter asks for, and
    ``lacking`` says per filter how many of those lack its figure. ``counts`` is, per filter and
    option, how many would be kept if of that filter only this option were chosen.
    """

    kept: int
    unknown: int
    lacking: dict[str, int] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


class Facets:
    """The filters that are the same for every visitor, built once per store."""

    def __init__(self, programmes: Iterable[Programme]) -> None:
        self.numbers = {programme.programme_id: number
                        for number, programme in enumerate(programmes)}
        self.all = (1 << len(self.numbers)) - 1
        self._facets: dict[str, Facet] = {}

    def bits(self, programme_ids: Iterable[str]) -> int:
        """The set of these programmes."""
        found = 0
        for programme_id in programme_ids:
            found |= 1 << self.numbers[programme_id]
        return found

    def add_options(
        self, name: str, programmes: Iterable[Programme],
        options: Callable[[Programme], Iterable[str]],
    ) -> None:
        """A filter on what a programme has: one or more options, or none when not known."""
        found: dict[str, int] = {}
        known = 0
        for programme in programmes:
            bit = 1 << self.numbers[programme.programme_id]
            for option in options(programme):
                found[option] = found.get(option, 0) | bit
                known |= bit
        self._facets[name] = Facet(found, known)

    def add_classes(
        self, name: str, classes: Mapping[str, str], unknown_option: str
    ) -> None:
        """A filter on one class per programme, of which one class says that we do not know.

        A programme without a class is in the class that says so.
        """
        found: dict[str, int] = {}
        for programme_id, option in classes.items():
            if programme_id in self.numbers:
                found[option] = found.get(option, 0) | 1 << self.numbers[programme_id]
        known = 0
        for option, bits in found.items():
            known |= bits if option != unknown_option else 0
        found[unknown_option] = self.all & ~known
        self._facets[name] = Facet(found, known, unknown_option)

    def add_minimum(
        self, name: str, values: Mapping[str, float], steps: Iterable[str], scale: float = 1.0
    ) -> None:
        """A filter on a figure of at least a step; ``scale`` turns a step into its unit."""
        self._facets[name] = self._threshold(
            values, steps, lambda value, step: value >= float(step) * scale - 1e-9)

    def distance(self, kilometres: Mapping[str, float]) -> Facet:
        """A filter on a distance of at most a step, for one visitor's home."""
        return self._threshold(kilometres, DISTANCE_STEPS,
                               lambda value, step: value <= float(step))

    def _threshold(
        self, values: Mapping[str, float], steps: Iterable[str],
        fits: Callable[[float, str], bool],
    ) -> Facet:
        known = {programme_id: value for programme_id, value in values.items()
                 if programme_id in self.numbers}
        return Facet(
            {step: self.bits(item for item, value in known.items() if fits(value, step))
             for step in steps},
            self.bits(known),
        )

    def has_any(self, name: str) -> bool:
        """Do we know anything for this filter, of any programme?"""
        return bool(self._facets[name].known)

    def select(
        self, within: int, chosen: Mapping[str, Sequence[str]], extra: Mapping[str, Facet]
    ) -> Selected:
        """What remains of a set; ``extra`` are filters of this visitor alone, by name."""
        facets = {**self._facets, **extra}
        passing = {name: facet.passing(chosen.get(name, ())) for name, facet in facets.items()}
        kept = lenient = within
        for name, facet in facets.items():
            kept &= passing[name]
            lenient &= passing[name] if not _hides_unknown(facet, chosen.get(name, ())) \
                else passing[name] | ~facet.known
        unknown = lenient & ~kept
        lacking = {
            name: number for name, facet in facets.items()
            if _hides_unknown(facet, chosen.get(name, ()))
            and (number := (unknown & ~facet.known).bit_count())
        }
        return Selected(kept, unknown, lacking, _counts(within, facets, passing))


def _hides_unknown(facet: Facet, chosen: Sequence[str]) -> bool:
    return bool(chosen) and facet.unknown_option not in chosen


def _counts(
    within: int, facets: Mapping[str, Facet], passing: Mapping[str, int]
) -> dict[str, dict[str, int]]:
    """Per filter and option: how many pass it and all other filters."""
    before, names = {}, list(facets)
    rest = within
    for name in names:
        before[name] = rest
        rest &= passing[name]
    counts: dict[str, dict[str, int]] = {}
    after = -1
    for name in reversed(names):
        others = before[name] & after
        counts[name] = {option: (others & bits).bit_count()
                        for option, bits in facets[name].options.items()}
        after &= passing[name]
    return counts
