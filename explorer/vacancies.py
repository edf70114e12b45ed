"""Open vacancies per province, for the industries that a programme leads to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from explorer.crisis import Crisis
from explorer.leads_to import LinkedIndustry
from explorer.store import Store
from explorer.texts import spoken


@dataclass(frozen=True)
class Quarter:
    """Open vacancies in one quarter: province -> number, or None when CBS gives none."""

    start: date
    end: date
    source_id: str
    regions: dict[str, int | None]


@dataclass(frozen=True)
class RegionalVacancies:
    """An industry with the newest quarter that is known for its provinces.

    ``stands_for`` are the linked industries that have no numbers of their own per
    province, so that the section they belong to speaks for them. ``newer`` is a later quarter
    that is known for some provinces only.
    """

    industry_id: str
    industry: str
    stands_for: tuple[LinkedIndustry, ...]
    quarter: Quarter
    newer: Quarter | None
    industry_en: str | None = None

    def title(self, language: str) -> str:
        """Name of the industry in the language of the page."""
        return spoken(self.industry, self.industry_en, language)


def regional_vacancies(
    store: Store, linked: Sequence[LinkedIndustry]
) -> list[RegionalVacancies]:
    """Heaviest industry first, every section once; empty when CBS has none of them."""
    known = _quarters(store, sorted({item.industry_id for item in linked}
                                    | {item.parent for item in linked if item.parent}))
    names = {row["industry_id"]: (row["name"], row["name_en"])
             for row in store.rows("SELECT industry_id, name, name_en FROM industry")}
    sections: dict[str, list[LinkedIndustry]] = {}
    for item in linked:
        own = item.industry_id in known
        section = item.industry_id if own else item.parent
        if section in known:
            sections.setdefault(section, []).extend([] if own else [item])
    newer = _later_points(store, list(sections))
    return [
        RegionalVacancies(
            section, names[section][0], tuple(children), known[section],
            newer[section] if section in newer
            and newer[section].start > known[section].start else None, names[section][1])
        for section, children in sections.items()
    ]


def _quarters(store: Store, industry_ids: Sequence[str]) -> dict[str, Quarter]:
    """Per industry the newest quarter with a number for any province."""
    rows = store.rows(
        """
        WITH provinces AS (
            SELECT industry_id, region_id, period_start, period_end, value, source_id
            FROM series JOIN region USING (region_id)
            WHERE region.kind = 'provincie' AND indicator_id = 'open_vacancies'
              AND period_type = 'quarter' AND list_contains($industries, industry_id)
        )
        SELECT * FROM provinces
        QUALIFY period_start = max(CASE WHEN value IS NOT NULL THEN period_start END)
            OVER (PARTITION BY industry_id)
        ORDER BY industry_id, region_id, source_id
        """,
        {"industries": list(industry_ids)},
    )
    return _by_industry(rows)


def _later_points(store: Store, industry_ids: Sequence[str]) -> dict[str, Quarter]:
    """Loose numbers of single quarters, which do not cover every province."""
    rows = store.rows(
        """
        SELECT substr(entity_id, 5) AS industry_id, region_id, measured_start AS period_start,
               measured_end AS period_end, value, source_id
        FROM figure JOIN region USING (region_id)
        WHERE region.kind = 'provincie' AND indicator_id = 'open_vacancies'
          AND list_contains($industries, substr(entity_id, 5))
        QUALIFY period_start = max(period_start) OVER (PARTITION BY entity_id)
        ORDER BY industry_id, region_id, source_id
        """,
        {"industries": list(industry_ids)},
    )
    return _by_industry(rows)


def _by_industry(rows: Sequence[dict[str, Any]]) -> dict[str, Quarter]:
    """Rows of one quarter each, with thousands made into numbers of vacancies."""
    found: dict[str, Quarter] = {}
    for row in rows:
        quarter = found.setdefault(row["industry_id"], Quarter(
            row["period_start"], row["period_end"], row["source_id"], {}))
        value = row["value"]
        quarter.regions[row["region_id"]] = None if value is None else round(1000 * value)
    return found


def crisis_state(quarter: Quarter, crises: Iterable[Crisis]) -> str:
    """M1 when it lies in the dip of a crisis, M3 when beside it in the crisis, else 'none'.

    The tags of figures are computed with the store; numbers of a series have none of their own.
    """
    dips = [crisis for crisis in crises if crisis.dip_start]
    for tag, windows in (
        ("M1", [(crisis.dip_start, crisis.dip_end) for crisis in dips]),
        ("M3", [(crisis.window_start, crisis.window_end) for crisis in dips]),
    ):
        if any(start and start <= quarter.end and (end is None or quarter.start <= end)
               for start, end in windows):
            return tag
    return "none"
