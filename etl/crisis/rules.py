"""The thresholds of the method, read from ``data/reference/crisis/thresholds.toml``.

Each TOML table is one of the dataclasses below and each key one of its fields, so a name that
is missing, unknown or of the wrong kind is refused with its name and line. Shares are fractions:
-0.15 = -15 %.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints

from etl.errors import DataError


@dataclass(frozen=True)
class VacancyRules:
    """Family V (method 3.2): borders of the fall A, of rel, and of what is usable."""

    hard: float
    hit: float
    relative: float
    min_base: float
    interval_z: float
    noise_first_year: int
    noise_last_year: int
    noise_min_quarters: int
    base_shift_quarters: int


@dataclass(frozen=True)
class JobRules:
    """Family J (method 3.2): borders of the fall Jm, and when growth speaks against V."""

    hard: float
    hit: float
    min_base: float
    growth: float
    years: int
    lag_quarters: int


@dataclass(frozen=True)
class SupportRules:
    """Family S (method 3.2): share of jobs at supported firms."""

    hard: float


@dataclass(frozen=True)
class CombinationRules:
    """How families are put together (method 3.2) and what counts as falling before (7)."""

    shallow: float
    prior_years: int


@dataclass(frozen=True)
class MeasuredRules:
    """Axis 1 (method 2)."""

    share: float
    start_years: float
    forecast_months: int


@dataclass(frozen=True)
class RecoveryRules:
    """Axis 3 (method 3.4)."""

    min_quarters: int
    confirm_quarters: int
    show_years: int


@dataclass(frozen=True)
class ProvisionalRules:
    """A level while the crisis runs (method 3.4)."""

    min_quarters: int


@dataclass(frozen=True)
class TriggerRules:
    """When a new crisis is proposed (method 5.2)."""

    change: float
    quarters: int


@dataclass(frozen=True)
class DipRules:
    """Which part of a crisis is the dip (method 1)."""

    gap: float
    max_quarters: int


@dataclass(frozen=True)
class ProgrammeRules:
    """From industries to a programme (method 4): borders of the weighted class 0 to 2."""

    hard: float
    hit: float
    known: float


@dataclass(frozen=True)
class ResilienceRules:
    """Crisisbestendigheid (feature C3)."""

    quick_years: float
    min_crises: int


@dataclass(frozen=True)
class CapRules:
    """Industries (CBS keys) whose confidence is at most middel (method 7)."""

    self_employed: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """All thresholds of one rule version; use dataclasses.replace to try other values."""

    rule_version: str
    vacancies: VacancyRules
    jobs: JobRules
    support: SupportRules
    combination: CombinationRules
    measured: MeasuredRules
    recovery: RecoveryRules
    provisional: ProvisionalRules
    trigger: TriggerRules
    dip: DipRules
    programme: ProgrammeRules
    resilience: ResilienceRules
    caps: CapRules


def load_rules(path: Path) -> Rules:
    """Read and check the thresholds; DataError names the line of what is missing or wrong."""
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except OSError as error:
        raise DataError("the file cannot be opened.", file=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"this is not TOML: {error}.", file=str(path)) from error
    try:
        rules: Rules = _build(Rules, raw, "")
        for order, holds in _order(rules):
            if not holds:
                raise _Refused(_names(order), f"the order is wrong: {order} is expected.")
    except _Refused as refused:
        raise DataError(refused.problem, file=str(path), line=line_of(text, *refused.names),
                        advice=refused.advice) from None
    return rules


class _Refused(Exception):
    """Something is wrong with these thresholds; ``load_rules`` looks up the line."""

    def __init__(self, names: Sequence[str], problem: str, advice: str | None = None) -> None:
        super().__init__(problem)
        self.names, self.problem, self.advice = names, problem, advice


def line_of(text: str, *names: str) -> int:
    """Line of the first of these names (``vacancies.hit``) that stands in a thresholds file.

    A key that is missing gets the line of its table, and a missing table the last line.
    """
    table = ""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if head := re.match(r"\[([\w.]+)\]", line):
            table = head[1]
            found.setdefault(table, number)
        elif key := re.match(r"(\w+)\s*=", line):
            found.setdefault(f"{table}.{key[1]}".lstrip("."), number)
    wanted = (*names, *(name.rpartition(".")[0] for name in names))
    last = max(len(text.splitlines()), 1)
    return next((found[name] for name in wanted if name in found), last)


def _names(order: str) -> list[str]:
    return re.findall(r"[a-z]+\.[a-z_]+", order)


def _build(kind: type, raw: dict[str, Any], prefix: str) -> Any:
    """One dataclass from one TOML table; recursive for the tables inside."""
    hints = get_type_hints(kind)
    for name in raw:
        if name not in hints:
            raise _Refused([f"{prefix}{name}"], f"{prefix}{name} is not a known threshold.",
                           "Correct the name or remove the line.")
    values = {}
    for item in fields(kind):
        name = f"{prefix}{item.name}"
        if item.name not in raw:
            raise _Refused([name], f"{name} is missing.", "Add it.")
        values[item.name] = _value(hints[item.name], raw[item.name], name)
    return kind(**values)


_EXPECTED: dict[Any, str] = {
    float: "a number", int: "a whole number", str: "a text", tuple[str, ...]: "a list of texts",
}


def _value(hint: Any, value: Any, name: str) -> Any:
    if isinstance(value, dict) and hint not in (str, int, float):
        return _build(hint, value, f"{name}.")
    if hint is float and type(value) in (int, float) and abs(value) < float("inf"):
        return float(value)
    if hint is int and type(value) is int:
        return value
    if hint is str and isinstance(value, str) and value.strip():
        return value
    is_list = isinstance(value, list) and all(isinstance(part, str) for part in value)
    if hint == tuple[str, ...] and is_list:
        return tuple(value)
    expected = _EXPECTED.get(hint, "a table")
    raise _Refused([name], f"{name} is «{value}», not {expected}.")


def _order(rules: Rules) -> list[tuple[str, bool]]:
    """What must hold between thresholds, as text and outcome."""
    v, j = rules.vacancies, rules.jobs
    counts = {
        "jobs.years": j.years,
        "vacancies.noise_min_quarters": v.noise_min_quarters - 1,
        "combination.prior_years": rules.combination.prior_years,
        "recovery.confirm_quarters": rules.recovery.confirm_quarters,
        "provisional.min_quarters": rules.provisional.min_quarters,
        "trigger.quarters": rules.trigger.quarters,
        "dip.max_quarters": rules.dip.max_quarters - 3,
        "resilience.min_crises": rules.resilience.min_crises,
    }
    least_zero = {
        "vacancies.base_shift_quarters": v.base_shift_quarters,
        "jobs.lag_quarters": j.lag_quarters,
        "measured.forecast_months": rules.measured.forecast_months,
        "recovery.min_quarters": rules.recovery.min_quarters,
        "recovery.show_years": rules.recovery.show_years,
    }
    return [
        ("-1 < vacancies.hard < vacancies.hit < 0", -1 < v.hard < v.hit < 0),
        ("-1 < vacancies.relative < 0", -1 < v.relative < 0),
        ("vacancies.min_base > 0", v.min_base > 0),
        ("vacancies.interval_z > 0", v.interval_z > 0),
        ("vacancies.noise_first_year <= vacancies.noise_last_year",
         v.noise_first_year <= v.noise_last_year),
        ("-1 < jobs.hard < jobs.hit < 0 < jobs.growth", -1 < j.hard < j.hit < 0 < j.growth),
        ("jobs.min_base > 0", j.min_base > 0),
        ("0 < support.hard <= 1", 0 < rules.support.hard <= 1),
        ("vacancies.hard < combination.shallow < vacancies.hit",
         v.hard < rules.combination.shallow < v.hit),
        ("0 < measured.share <= 1", 0 < rules.measured.share <= 1),
        ("measured.start_years >= 0", rules.measured.start_years >= 0),
        ("-1 < trigger.change < 0", -1 < rules.trigger.change < 0),
        ("-1 < dip.gap < 0", -1 < rules.dip.gap < 0),
        ("0 < programme.hit < programme.hard < 2",
         0 < rules.programme.hit < rules.programme.hard < 2),
        ("0 < programme.known <= 1", 0 < rules.programme.known <= 1),
        ("resilience.quick_years > 0", rules.resilience.quick_years > 0),
        *((f"{name} large enough", number >= 1) for name, number in counts.items()),
        *((f"{name} >= 0", number >= 0) for name, number in least_zero.items()),
    ]
