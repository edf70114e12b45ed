"""Crisis tags into the store: per industry, per programme, per figure (see etl/crisis)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from etl.crisis.engine import NATIONAL, SectorEffect, by_key, compute_sectors
from etl.crisis.measured import measured_tag
from etl.crisis.programme import IndustryLink, ProgrammeEffect, compute_programmes
from etl.crisis.quarters import Quarter
from etl.crisis.register import (
    Crisis,
    Known,
    Window,
    load_experts,
    load_register,
    load_support,
)
from etl.crisis.resilience import resilience
from etl.crisis.rules import Rules, line_of, load_rules
from etl.errors import DataError

_STATUS = {"M1": "S", "M2": "S", "B": "B"}


@dataclass(frozen=True)
class CrisisInputs:
    """All that the engine needs, read from an open store and the reference folder."""

    vacancies: dict[str, dict[Quarter, float | None]]
    jobs: dict[str, dict[int, float | None]]
    industries: dict[str, str | None]
    register: tuple[Crisis, ...]
    rules: Rules
    support: dict[tuple[str, str], float]
    experts: dict[tuple[str, str], str]

    def sectors(self, as_of: Quarter | None = None) -> list[SectorEffect]:
        """One effect per crisis and industry, with data up to ``as_of``."""
        return compute_sectors(self.vacancies, self.jobs, self.industries, self.register,
                               self.rules, self.support, self.experts, as_of)


def rules_version(folder: Path) -> str:
    """Version of the thresholds in use."""
    return load_rules(folder / "thresholds.toml").rule_version


def read_inputs(store: duckdb.DuckDBPyConnection, folder: Path) -> CrisisInputs:
    """Series of industries from the store, register and thresholds from ``folder``.

    A reference row about an industry that CBS does not have is refused with its line; a store
    without industries knows none, so then nothing is checked.
    """
    vacancies: dict[str, dict[Quarter, float | None]] = defaultdict(dict)
    for industry, start, value in store.execute(
        """
        SELECT industry_id, period_start, value FROM series
        WHERE source_id = 'cbs_80472ned' AND indicator_id = 'open_vacancies'
          AND period_type = 'quarter'
        """
    ).fetchall():
        vacancies[industry][Quarter(start.year, (start.month + 2) // 3)] = value
    jobs: dict[str, dict[int, float | None]] = defaultdict(dict)
    for industry, start, value in store.execute(
        """
        SELECT industry_id, period_start, value FROM series
        WHERE indicator_id = 'jobs' AND age_group = 'totaal' AND period_type = 'year'
        """
    ).fetchall():
        jobs[industry][start.year] = value
    industries = dict(store.execute(
        "SELECT industry_id, parent FROM industry WHERE kind IN ('totaal', 'sectie', 'deel') "
        "ORDER BY kind, code, industry_id"
    ).fetchall())
    register = load_register(folder / "register.csv")
    known = Known({crisis.crisis_id for crisis in register}, industries) if industries else None
    return CrisisInputs(
        vacancies=dict(vacancies),
        jobs=dict(jobs),
        industries=industries,
        register=register,
        rules=_rules_for(folder / "thresholds.toml", known),
        support=load_support(folder / "support.csv", known),
        experts=load_experts(folder / "expert_list.csv", known),
    )


def _rules_for(path: Path, known: Known | None) -> Rules:
    """The thresholds; those that name industries may only name industries of CBS."""
    rules = load_rules(path)
    for industry in rules.caps.self_employed:
        if known is not None and industry not in known.industries:
            line = line_of(path.read_text(encoding="utf-8"), "caps.self_employed")
            raise DataError(f"«{industry}» is not an industry of CBS.", file=str(path), line=line,
                            column="caps.self_employed", advice="Correct this line.")
    return rules


def programme_links(store: duckdb.DuckDBPyConnection) -> dict[str, list[IndustryLink]]:
    """Industries per programme with their weight and strength; 'geen' is an empty industry."""
    links: dict[str, list[IndustryLink]] = {
        programme: [] for (programme,) in
        store.execute("SELECT programme_id FROM programme ORDER BY programme_id").fetchall()
    }
    for programme, target, weight, strength in store.execute(
        "SELECT programme_id, to_id, weight, CAST(strength AS VARCHAR) FROM link "
        "WHERE kind = 'industry' ORDER BY programme_id, weight DESC, to_id"
    ).fetchall():
        links[programme].append(IndustryLink(target.removeprefix("sbi:"), weight, strength))
    return links


def derive_crises(store: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Fill crisis, sector_effect, programme_effect, figure_crisis and resilience.

    Whether a figure was measured in a crisis needs dates only; the other answers need the
    national vacancies and stay empty without them.
    """
    inputs = read_inputs(store, folder)
    _insert(store, "crisis", [_crisis_row(crisis) for crisis in inputs.register])
    _tag_figures(store, inputs)
    if not any(value is not None for value in inputs.vacancies.get(NATIONAL, {}).values()):
        return
    effects = inputs.sectors()
    _insert(store, "sector_effect", [_sector_row(effect) for effect in effects])
    programmes = compute_programmes(programme_links(store), by_key(effects), inputs.register,
                                    inputs.rules)
    _insert(store, "programme_effect", [
        _programme_row(effect, inputs.rules) for effect in programmes])
    _insert(store, "resilience", [
        {"industry_id": found.industry_id, "depth": found.depth, "speed": found.speed,
         "years": found.years, "crises": len(found.episodes)}
        for found in (resilience(industry, effects, inputs.rules)
                      for industry in inputs.industries)
    ])


def _tag_figures(store: duckdb.DuckDBPyConnection, inputs: CrisisInputs) -> None:
    """Axis 1 for every figure. Many figures share their windows, so each is computed once."""
    windows = store.execute(
        """
        SELECT DISTINCT entry_start, entry_end, measured_start, measured_end, published, horizon,
               status = 'B' AS is_break
        FROM figure
        """
    ).fetchall()
    names = ("entry_start", "entry_end", "measured_start", "measured_end", "published",
             "horizon", "is_break")
    tags = []
    for row in windows:
        for crisis in inputs.register:
            if tag := _tag(row, crisis, inputs.rules):
                tags.append({**dict(zip(names, row, strict=True)), "crisis_id": crisis.crisis_id,
                             "measured_tag": tag, "obs_status": _STATUS.get(tag)})
    if not tags:
        return
    store.register("incoming", _table(tags))
    same = " AND ".join(
        f"figure.{name} IS NOT DISTINCT FROM incoming.{name}" for name in names[:-1]
    )
    store.execute(
        f"""
        INSERT INTO figure_crisis BY NAME
        SELECT figure_id, crisis_id, measured_tag, obs_status
        FROM figure JOIN incoming ON {same} AND (figure.status = 'B') = incoming.is_break
        """
    )
    store.unregister("incoming")


def _tag(row: tuple[Any, ...], crisis: Crisis, rules: Rules) -> str | None:
    entry_start, entry_end, start, end, published, horizon, is_break = row
    entry = Window(entry_start, entry_end) if entry_start and entry_end else None
    return measured_tag(entry, Window(start, end), published, horizon, crisis, rules, is_break)


def _crisis_row(crisis: Crisis) -> dict[str, Any]:
    dip = crisis.dip
    return {
        "crisis_id": crisis.crisis_id,
        "name": crisis.name_nl,
        "name_en": crisis.name_en,
        "short_name": crisis.name_short_nl,
        "short_name_en": crisis.name_short_en,
        "kind": crisis.kind,
        "window_start": crisis.window_start,
        "window_end": crisis.window_end,
        "dip_start": dip.start if dip else None,
        "dip_end": dip.end if dip and dip.end < date.max else None,
        "evidence": crisis.evidence_nl,
        "evidence_en": crisis.evidence_en,
        "source": crisis.source,
        "source_en": crisis.source_en,
        "url": crisis.url,
        "dating_confidence": crisis.dating_confidence,
    }


def _sector_row(effect: SectorEffect) -> dict[str, Any]:
    facts = effect.vacancies
    ratio = facts.national_ratio if facts else None
    return {
        "crisis_id": effect.crisis_id,
        "industry_id": effect.industry_id,
        "effect": effect.effect,
        "confidence": effect.confidence,
        "recovery": effect.recovery,
        "recovered_since": effect.recovered_since,
        "provisional": effect.provisional,
        "fall": facts.fall if facts else None,
        "national_fall": None if ratio is None else ratio - 1,
        "jobs_fall": effect.jobs.worst if effect.jobs else None,
        "reasons": list(effect.reasons),
        "inputs": effect.to_json(),
        "data_vintage": effect.vintage_vacancies,
        "rule_version": effect.rule_version,
    }


def _programme_row(effect: ProgrammeEffect, rules: Rules) -> dict[str, Any]:
    return {
        "programme_id": effect.programme_id,
        "crisis_id": effect.crisis_id,
        "effect": effect.effect,
        "confidence": effect.confidence,
        "recovery": effect.recovery,
        "recovered_since": effect.recovered_since,
        "provisional": effect.provisional,
        "exposure": effect.exposure,
        "known_weight": effect.known_weight,
        "main_industry": effect.main_industry or None,
        "strength": effect.strength,
        "reasons": list(effect.reasons),
        "rule_version": rules.rule_version,
    }


def _insert(store: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    store.register("incoming", _table(rows))
    store.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    store.unregister("incoming")


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.table({name: [row[name] for row in rows] for name in rows[0]})
