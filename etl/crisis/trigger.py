"""Proposes new crises and their dip from national vacancies; tests the rules on calm years.

A proposal is not a crisis: an editor decides and adds the row with a source (method 10.1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from etl.crisis.engine import NATIONAL, SectorEffect, Vacancies, compute_sectors
from etl.crisis.quarters import Quarter, span
from etl.crisis.register import Crisis
from etl.crisis.rules import Rules
from etl.crisis.sector import Quarters, above, mean_of


@dataclass(frozen=True)
class Proposal:
    """A run of quarters in which the trigger fired (method 5.2).

    ``first_fall`` is the first quarter of the falls that led to it, so the first quarter of a
    dip to consider; ``worst`` the deepest change on a year earlier (fraction); ``known_as`` the
    crisis of the register whose window the run lies in, None when an editor should look.
    """

    first_fall: Quarter
    fires_from: Quarter
    fires_until: Quarter
    worst: float
    known_as: str | None


def propose(national: Quarters, register: Iterable[Crisis], rules: Rules) -> list[Proposal]:
    """Runs of quarters with national vacancies far below a year earlier, often enough in a row."""
    falls = {quarter: change for quarter in sorted(national)
             if (change := _change(national, quarter)) is not None
             and not above(change, rules.trigger.change)}
    proposals = []
    for run in _runs(falls):
        if len(run) >= rules.trigger.quarters:
            fires = run[rules.trigger.quarters - 1]
            proposals.append(Proposal(run[0], fires, run[-1], min(falls[q] for q in run),
                                      _known_as(fires, run[-1], register)))
    return proposals


def propose_dip(national: Quarters, start: Quarter, rules: Rules
                ) -> tuple[Quarter, Quarter] | None:
    """The dip that begins at ``start`` (method 1); None when it is no dip or has not ended.

    It lasts while vacancies are 10 % or more below the same quarter of the four before
    ``start``. When that takes over two years it ends with the lowest mean of four quarters
    before vacancies are back above that line.
    """
    last = start
    while (gap := _gap(national, last, start)) is not None and not above(gap, rules.dip.gap):
        last = last + 1
    if last == start or gap is None:
        return None
    end = last - 1
    if end.since(start) + 1 <= rules.dip.max_quarters:
        return start, end
    means = [(mean, quarter) for quarter in span(start + 3, end)
             if (mean := mean_of(national, span(quarter - 3, quarter))) is not None]
    return start, min(means)[1]


def _gap(national: Quarters, quarter: Quarter, start: Quarter) -> float | None:
    value, base = national.get(quarter), national.get(quarter.same_in(start - 4))
    return value / base - 1 if value is not None and base else None


def _change(national: Quarters, quarter: Quarter) -> float | None:
    value, before = national.get(quarter), national.get(quarter - 4)
    return value / before - 1 if value is not None and before else None


def _runs(quarters: Iterable[Quarter]) -> list[list[Quarter]]:
    """Quarters in order, cut into runs without a hole."""
    runs: list[list[Quarter]] = []
    for quarter in quarters:
        if runs and quarter.since(runs[-1][-1]) == 1:
            runs[-1].append(quarter)
        else:
            runs.append([quarter])
    return runs


def _known_as(first: Quarter, last: Quarter, register: Iterable[Crisis]) -> str | None:
    return next((crisis.crisis_id for crisis in register
                 if crisis.window.start <= last.end and first.start <= crisis.window.end), None)


def placebo_crisis(start: Quarter) -> Crisis:
    """A made-up crisis of five quarters, to see what the rules say when nothing happened."""
    return Crisis(
        crisis_id=f"placebo_{start}", name_nl="Proef", name_en="Placebo",
        name_short_nl="proef", name_short_en="placebo",
        kind="economisch", window_start=start.start, window_end=(start + 4).end, dip_start=start,
        dip_end=start + 4, evidence_nl="geen", evidence_en="none",
        source="geen", source_en="none", url="geen",
        dating_confidence="hoog",
    )


def placebo(
    vacancies: Vacancies,
    industries: Sequence[str],
    starts: Iterable[Quarter],
    rules: Rules,
    jobs: Mapping[str, Mapping[int, float | None]] | None = None,
) -> tuple[Counter[str], list[SectorEffect]]:
    """Effects of made-up crises at ``starts``: counts of usable ones, and those not weinig.

    Method 5.2 counts vacancies only (no jobs). Its "1999" has to include 2000Q1, four quarters
    after 1999Q1, to come to 580 starts; 1999Q1-1999Q4 gives 566 with the same five alarms.
    """
    counts: Counter[str] = Counter()
    alarms = []
    parents = {industry: None for industry in industries if industry != NATIONAL}
    for start in starts:
        for effect in compute_sectors(vacancies, jobs or {}, parents, (placebo_crisis(start),),
                                      rules):
            if effect.effect == "onvoldoende":
                continue
            counts[effect.effect] += 1
            if effect.effect != "weinig":
                alarms.append(effect)
    return counts, alarms
