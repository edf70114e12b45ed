"""``python -m etl crisis``: the table of effects, or one derivation number by number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.crisis.engine import NATIONAL, SectorEffect, by_key
from etl.crisis.explain import REASONS, explain
from etl.crisis.programme import IndustryLink, ProgrammeEffect, compute_programmes
from etl.crisis.quarters import Quarter
from etl.crisis.trigger import propose
from etl.derive.crises import CrisisInputs, programme_links, read_inputs
from etl.errors import DataError


@dataclass(frozen=True)
class CrisisQuestion:
    """What the analyst asked: a moment to replay, one crisis, one industry or programme."""

    as_of: Quarter | None
    crisis: str | None
    explained: str | None


def quarter(text: str) -> Quarter:
    """'2020Q4' as a quarter, or one sentence about what is wrong."""
    try:
        return Quarter.parse(text)
    except ValueError as error:
        raise DataError(f"«{text}» is not a quarter.", advice="Write it as 2020Q4.") from error


def sector_table(
    store: duckdb.DuckDBPyConnection, reference: Path, question: CrisisQuestion
) -> list[dict[str, object]]:
    """One record per crisis and industry, recomputed with what was known at ``as_of``."""
    inputs = read_inputs(store, reference)
    names = _names(store)
    return [_record(effect, names) for effect in _effects(inputs, question)]


def proposals(store: duckdb.DuckDBPyConnection, reference: Path) -> list[str]:
    """When the national trigger fired, and whether the register knows that crisis."""
    inputs = read_inputs(store, reference)
    return [
        f"national trigger {found.fires_from} to {found.fires_until}: vacancies at worst "
        f"{100 * found.worst:+.0f} % on a year earlier, "
        + (f"in the register as {found.known_as}" if found.known_as
           else "NOT in the register: look whether this is a new crisis")
        for found in propose(inputs.vacancies.get(NATIONAL, {}), inputs.register, inputs.rules)
    ]


def derivation(
    store: duckdb.DuckDBPyConnection, reference: Path, question: CrisisQuestion
) -> list[str]:
    """The whole derivation of an industry (CBS key or SBI code) or a programme, as lines."""
    inputs = read_inputs(store, reference)
    names = _names(store)
    effects = _effects(inputs, question)
    wanted = question.explained or ""
    if wanted.startswith(("crebo:", "isat:")):
        return _programme_lines(store, inputs, effects, names, wanted)
    industry = _industry(store, wanted)
    lines: list[str] = []
    for effect in effects:
        if effect.industry_id == industry:
            lines += [*explain(effect, inputs.rules, names.get(industry, "")), ""]
    return lines


def _effects(inputs: CrisisInputs, question: CrisisQuestion) -> list[SectorEffect]:
    known = [crisis.crisis_id for crisis in inputs.register]
    if question.crisis and question.crisis not in known:
        raise DataError(f"there is no crisis «{question.crisis}» in the register.",
                        advice=f"Known are: {', '.join(known)}.")
    try:
        effects = inputs.sectors(question.as_of)
    except ValueError as error:
        raise DataError(f"{error}.", advice="Choose a later quarter.") from error
    return [effect for effect in effects if question.crisis in (None, effect.crisis_id)]


def _names(store: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(store.execute("SELECT industry_id, code || ' ' || name FROM industry").fetchall())


def _industry(store: duckdb.DuckDBPyConnection, wanted: str) -> str:
    """A CBS key for what was typed: the key itself or an SBI code such as I or 47."""
    row = store.execute(
        "SELECT industry_id FROM industry WHERE industry_id = $wanted OR code = $wanted",
        {"wanted": wanted},
    ).fetchone()
    if row is None:
        raise DataError(f"there is no industry or programme «{wanted}».",
                        advice="Give a CBS key (389100), an SBI code (I) or a programme "
                               "(crebo:25180).")
    return row[0]


def _record(effect: SectorEffect, names: dict[str, str]) -> dict[str, object]:
    facts = effect.vacancies
    return {
        "crisis": effect.crisis_id,
        "industry_id": effect.industry_id,
        "industry": names.get(effect.industry_id, ""),
        "effect": effect.effect,
        "provisional": effect.provisional,
        "A": facts.fall if facts else None,
        "rel": facts.relative if facts else None,
        "Jm": effect.jobs.worst if effect.jobs else None,
        "recovery": effect.recovery,
        "since": effect.recovered_since,
        "confidence": effect.confidence,
    }


def _programme_lines(
    store: duckdb.DuckDBPyConnection, inputs: CrisisInputs, effects: list[SectorEffect],
    names: dict[str, str], programme_id: str,
) -> list[str]:
    links = programme_links(store)
    if programme_id not in links:
        raise DataError(f"there is no programme «{programme_id}».",
                        advice="Look it up on the page Zoeken.")
    found = compute_programmes({programme_id: links[programme_id]}, by_key(effects),
                               inputs.register, inputs.rules)
    lines: list[str] = []
    for result in found:
        lines += _one_programme(result, links[programme_id], names)
        lines += ["  because of:"]
        for effect in effects:
            shown = {link.industry_id for link in links[programme_id]}
            if effect.crisis_id == result.crisis_id and effect.industry_id in shown:
                name = names.get(effect.industry_id, "")
                lines += [f"  {line}" for line in explain(effect, inputs.rules, name)]
        lines.append("")
    return lines


def _one_programme(
    result: ProgrammeEffect, links: list[IndustryLink], names: dict[str, str]
) -> list[str]:
    shares = ", ".join(
        f"{names.get(link.industry_id, 'no industry')} {link.weight:.2f} ({link.strength})"
        for link in links
    )
    exposure = "?" if result.exposure is None else f"{result.exposure:.2f}"
    lines = [
        f"{result.programme_id} / {result.crisis_id}",
        f"  links      = {shares or 'none'}",
        f"  exposure E = {exposure} (weinig 0, geraakt 1, hard 2), over "
        f"{result.known_weight:.2f} of the leavers",
        f"  EFFECT {result.effect}, confidence {result.confidence}, recovery {result.recovery}"
        + (f" since {result.recovered_since}" if result.recovered_since else ""),
    ]
    return lines + [f"  because {code}: {REASONS.get(code, '')}" for code in result.reasons]
