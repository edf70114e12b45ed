"""Programmes and figures that do not exist, for tests that need to choose every value."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from datetime import date
from typing import Any

from explorer.crisis import Effect
from explorer.figures import Figure, Indicator, Source
from explorer.programmes import Programme


def _made(kind: type[Any], **values: Any) -> Any:
    """An object in which everything that is not named is unknown."""
    unknown = {item.name: None for item in fields(kind) if item.default is MISSING}
    return kind(**{**unknown, **values})


SOURCE = _made(
    Source,
    source_id="bedacht", publisher="Bedachte uitgever", title="Bedachte tabel", table_id="B1",
    edition="2020", licence="CC0", attribution="Bron: Bedachte uitgever",
    url="https://voorbeeld.invalid/tabel",
)
PAY = _made(
    Indicator,
    indicator_id="bedacht_loon", theme="pay", name="Bedacht uurloon",
    name_en="Made-up hourly wage", explanation="Bedacht.", explanation_en="Made up.",
    unit="euro_per_hour", direction="more_is_better", precision=0.01, scale=(),
)
SHARE = replace(PAY, indicator_id="bedacht_deel", name="Bedacht deel", name_en="Made-up share",
                unit="share", precision=0.001)
COUNT = replace(PAY, indicator_id="bedacht_aantal", name="Bedacht aantal", unit="count",
                precision=1.0)
CLASSED = replace(
    PAY, indicator_id="bedachte_klasse", name="Bedachte klasse", unit="index", precision=0.001,
    scale=(("laag", 0.5), ("midden", 1.0), ("hoog", None)),
)

_PROGRAMME = _made(
    Programme,
    programme_id="crebo:90001", code="90001", sector="mbo", level="mbo-4",
    name="Bedacht programma", name_en=None, forms=("bol",), field_id=None, field_name=None,
    isced_id=None, dossier=None, dossier_id=None, domein=None, mbo_kind="kwalificatie",
    funding="bekostigd", active=True, intake_end=None, register_date="2020-01-01",
    source_id="bedacht", study_load=None, profession_requirements=None,
    institutions=frozenset(), provinces=frozenset(), places=frozenset(),
)
_FIGURE = _made(
    Figure,
    figure_id="bedacht 1", indicator=SHARE, ladder_level="level", entity_id="bedacht",
    region_id="NL01", years_after=1.0, value=0.5, low=None, high=None, range_kind=None,
    label=None, n=None, population="bedachte mensen", population_en="made-up people",
    entry_start=None, entry_end=None, entry_assumed=False, measured_start=date(2019, 10, 1),
    measured_end=date(2019, 10, 31), measured_assumed=False, published=None, horizon=None,
    source=SOURCE, url=None, status="A", missing_reason=None, note=None, step=1,
    programme_id="crebo:90001", form="bol",
)
_EFFECT = _made(
    Effect,
    crisis_id="corona_2020", effect="hard", confidence="hoog", recovery="hersteld",
    recovered_since="2022", provisional=False, industry_id="X", industry="Bedachte bedrijfstak",
    fall=-0.4, national_fall=-0.2, jobs_fall=-0.1, reasons=(), inputs={}, data_vintage="2023Q3",
    rule_version="1.0",
)


def programme(code: str, name: str, **changed: Any) -> Programme:
    """A made-up mbo programme."""
    return replace(_PROGRAMME, programme_id=f"crebo:{code}", code=code, name=name, **changed)


def figure(value: float | None, **changed: Any) -> Figure:
    """A made-up figure; without a value it is missing because it was not measured."""
    reason = "not_measured" if value is None else None
    changed.setdefault("figure_id", f"bedacht {value} {changed}")
    return replace(_FIGURE, value=value, **{"missing_reason": reason, **changed})


def measured(year: int, value: float | None, **changed: Any) -> Figure:
    """The made-up figure of October of a year."""
    return figure(value, measured_start=date(year, 10, 1), measured_end=date(year, 10, 31),
                  **changed)


def effect(**changed: Any) -> Effect:
    """A made-up effect of the corona crisis."""
    return replace(_EFFECT, **changed)
