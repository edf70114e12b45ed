"""Axis 1 (method 2): was this figure measured in a crisis? Date arithmetic, nothing else."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from etl.crisis.register import Crisis, Window, overlap_days
from etl.crisis.rules import MeasuredRules, Rules

Windows = Window | Sequence[Window]
"""One window, or several when years were pooled and nothing was observed in between."""


@dataclass(frozen=True)
class Measured:
    """The tag of one figure for one crisis, and the numbers it follows from.

    Shares are fractions of the days of the figure's own windows; ``years`` is the time between
    the last day of entry and the first day of measurement. None = cannot be known.
    """

    tag: str | None
    dip_share: float | None
    window_share: float | None
    entry_share: float | None
    years: float | None


def measured_tag(
    entry: Windows | None,
    measured: Windows,
    published: date | None,
    horizon: int | None,
    crisis: Crisis,
    rules: Rules,
    is_break: bool = False,
) -> str | None:
    """The tag alone: M1 to M5, B, or None when the crisis left no mark on this figure."""
    return measured_evidence(entry, measured, published, horizon, crisis, rules, is_break).tag


def measured_evidence(
    entry: Windows | None,
    measured: Windows,
    published: date | None,
    horizon: int | None,
    crisis: Crisis,
    rules: Rules,
    is_break: bool = False,
) -> Measured:
    """The tag with its shares.

    ``horizon`` is the year a forecast speaks of; a forecast can only be M5, and without a
    publication date it gets no tag. M1 measured in the dip, M2 started in the dip, M3 measured
    in the window after or beside the dip, M4 measured before. An unknown entry window (None)
    rules out M2 only. A crisis without a dip has nothing to recover from, so it gives M4 or
    nothing. B (measured in another way) is for a figure from after the start of the crisis that
    has no other tag: it cannot be compared with before. The other tags tell a reader more, and
    the figure keeps its own status B beside them.
    """
    if horizon is not None:
        return Measured(_forecast(published, crisis, rules.measured), None, None, None, None)
    measured, entry = _as_tuple(measured), _as_tuple(entry)
    evidence = Measured(
        None,
        _share(crisis.dip, measured),
        _share(crisis.window, measured),
        _share(crisis.dip, entry) if entry else None,
        _years(entry, measured),
    )
    tag = _tag(evidence, crisis, max(window.end for window in measured), rules.measured)
    if tag is None and is_break:
        tag = "B"
    return Measured(tag, evidence.dip_share, evidence.window_share, evidence.entry_share,
                    evidence.years)


def _tag(found: Measured, crisis: Crisis, last_day: date, rules: MeasuredRules) -> str | None:
    if crisis.dip is not None:
        if (found.dip_share or 0) >= rules.share:
            return "M1"
        started = found.years is not None and found.years <= rules.start_years
        if started and (found.entry_share or 0) >= rules.share:
            return "M2"
        if (found.window_share or 0) > 0:
            return "M3"
    return "M4" if last_day < crisis.window_start else None


def _forecast(published: date | None, crisis: Crisis, rules: MeasuredRules) -> str | None:
    """M5 when published in the dip or at most so many months after its last day."""
    if published is None or crisis.dip is None or published < crisis.dip.start:
        return None
    return "M5" if published <= _months_later(crisis.dip.end, rules.forecast_months) else None


def _months_later(day: date, months: int) -> date:
    """The same day so many months on; a month end stays a month end."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if year > date.max.year:
        return date.max
    length = calendar.monthrange(year, month)[1]
    is_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month, length if is_end else min(day.day, length))


def _as_tuple(windows: Windows | None) -> tuple[Window, ...]:
    if windows is None:
        return ()
    return (windows,) if isinstance(windows, Window) else tuple(windows)


def _share(crisis_days: Window | None, windows: tuple[Window, ...]) -> float | None:
    """Part of the days of ``windows`` that lie in the crisis; 0 when it has no such days."""
    if crisis_days is None:
        return 0.0
    days = sum((window.end - window.start).days + 1 for window in windows)
    return sum(overlap_days(crisis_days, window) for window in windows) / days


def _years(entry: tuple[Window, ...], measured: tuple[Window, ...]) -> float | None:
    if not entry:
        return None
    left = max(window.end for window in entry)
    return (min(window.start for window in measured) - left).days / 365.25
