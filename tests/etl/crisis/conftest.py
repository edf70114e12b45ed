"""Shared pieces for the crisis tests: the real reference files and a few real CBS series.

GOLDEN holds figures of Statistics Netherlands (CBS), CC BY 4.0: open vacancies at the end of the
quarter in thousands (80472ned, to 2023Q3) and employee jobs in thousands (81431ned, to 2022).
All other series in these tests are made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.crisis.engine import SectorEffect, by_key, compute_sectors
from etl.crisis.quarters import Quarter
from etl.crisis.register import Crisis, load_experts, load_register, load_support
from etl.crisis.rules import Rules, load_rules

REFERENCE = Path(__file__).parents[3] / "data" / "reference" / "crisis"

GOLDEN_VACANCIES = """
T001081 1997Q1
    89.8 101.7 92.7 116.2 134.2 153.3 129.7 137.6 158.8 197.1 171.1 184.4 216.6 219.3 184.2
    205.3 216.8 219.4 172.1 165.3 178.9 163 116.2 121.8 124.1 125.7 81.8 94.8 121.5 136.3 109.6
    120.7 154.1 154.4 153.3 157.3 192.1 223 220.6 221.7 239.2 251.2 238.3 240.6 250.3 256.7
    239.2 189.9 155.9 138.4 124.7 119.4 116 124.9 123.4 124.4 135.5 143.6 130.6 116.6 118.2
    116.1 106 94.9 97.1 96.8 93.7 91 105.7 112.9 112.1 112.9 127 136.5 130.9 136.3 153 161.8
    159.1 163.4 188.5 212.8 210.1 218.6 237.8 260.6 258.3 254.9 278.9 293.8 283.8 281.2 221.7
    200.4 215.6 213.7 248.5 333.6 376.3 376.4 448.2 479.8 451.9 418.9 432.9 441.2 416.8
350000 2007Q4
    18.9 21.6 19.8 17.1 12.3 8.7 6.9 6 5.4 5.6 5.3 6.2 6 6.5 6.8 5.6 4.7 5.1 4.6 4.2 3 3.3 3 3.3
    3 3.9 4 4.1 3.9 4.4 5.4 5.5 5.6 5.9 6.8 7.2 7.3 9.6 11.4 12.8 14.2 15.6 16.7 16.3 16.6 18.9
    18.8 18 16.8 13.9 13.1 14.4 15.6 18.1 21.1 23.2 25.1 26.4 28.5 27 24.2 25.4 26.1 26.6
389100 2007Q4
    11.6 14.6 16.2 12.2 9.4 9.5 8.4 7.2 5.3 7.4 8.9 8.3 7.5 9.1 9.9 8.2 7 8.4 8.1 7.1 6.4 8 7.5
    6.7 5.6 8.8 9.3 8.9 7.8 11.1 11.2 9.8 10 12.9 13.7 14.4 13.1 16.4 19.6 18.1 16.7 19.1 22.9
    21.1 18.9 22.9 25.9 23.1 20.5 9.9 10.2 10.8 6.1 13.7 29.2 36.2 24.2 44.3 44.6 37.5 29.3 35
    37.1 31.6
346600 2014Q1
    0.3 0.5 0.6 0.4 0.6 0.6 0.4 0.8 0.7 0.7 0.8 0.9 0.7 0.6 0.5 0.6 0.7 0.7 0.8 0.8 0.9 0.9 1
    1.2 1.2 1.1 1 1.1 1 1.3 1.6 1.7 2.2 2.6 1.8 2 2.3 2.3 2.4
383100 2014Q1
    3.9 4.2 4 4.3 5.2 6 4.9 4.7 5.3 6.6 6.8 6.9 7.5 8.4 8.9 8.7 10.5 12.4 13.3 13.3 13.8 13.6
    12.5 12.4 8.4 6.9 8.2 7.8 10.1 15.2 17.1 17.3 19.2 20.5 21.9 19 18.2 18.7 18.9
388400 2014Q1
    0.6 0.8 0.6 0.7 0.5 0.6 0.6 0.7 0.6 0.8 0.8 1 1 1 1 1.1 1.7 3.2 4.2 5.3 4.8 4.7 3.6 4.1 2.5
    1.5 1.7 1.4 2 4.3 4.8 4.8 4.8 5.2 5.2 3.8 3 3.7 4.2
410200 2014Q1
    6.5 7.8 7.3 7.1 8.6 9.4 9 9.8 11.1 11.5 10.5 10.7 11.7 14.1 14.6 14.8 15.9 17.7 17 16.9 18.4
    20.3 20.8 20.5 15.6 14.5 14.7 14.2 15.3 22.9 25 25.1 28.9 30.6 30.1 28.6 29.9 30.6 29.5
422400 2014Q1
    11.9 12.7 12.3 13.3 15 16.1 15.8 16.5 20.7 21.5 22.4 23.9 26.9 27.5 26.9 28.4 30.6 31.1 32.5
    34.3 36.5 38.8 37.7 39.3 37.1 34.5 36.8 36.7 38.3 45.4 50.8 55.4 61 66.3 67 63.2 66.2 66.7
    63.9
428100 2014Q1
    1.6 1.4 1.5 1.7 1.9 1.9 1.8 1.8 2 1.9 1.9 2.3 2.9 2.8 2.5 2.7 2.7 3.4 3.5 3.1 4.3 4 4.2 4.1
    3.2 2.1 2.4 1.7 3 5.1 6.2 4.2 6.7 6.6 6.4 5.6 6.7 6.6 6.2
301000 2014Q1
    0.9 1.2 0.9 0.8 1 1.3 0.9 0.9 1.1 1.3 1.1 0.8 1.6 1.7 1.7 1.6 2.1 2.5 2.4 2.1 2.8 3 2.6 2.4
    2.2 2.4 2.2 1.9 2.5 2.8 3.2 2.8 3.9 4 3 3 3.4 3.5 3.6
"""

GOLDEN_JOBS = """
T001081 2014 7706 7783 7893 8096 8324 8501 8391 8561 8868
350000 2014 307 298 298 307 318 329 336 343 352
389100 2014 357 373 389 407 425 441 396 386 454
346600 2014 26 27 27 27 27 28 29 32 34
383100 2014 366 363 365 371 387 394 386 391 400
410200 2014 852 921 975 1053 1101 1100 973 1009 1058
422400 2014 1317 1293 1286 1311 1346 1397 1433 1473 1495
428100 2014 129 129 130 135 139 142 133 129 147
301000 2014 104 102 104 106 108 110 112 114 111
"""


@dataclass(frozen=True)
class Golden:
    """Real series per CBS key, and the industries they stand for."""

    vacancies: dict[str, dict[Quarter, float | None]]
    jobs: dict[str, dict[int, float | None]]
    industries: dict[str, str | None]


def _vacancies() -> dict[str, dict[Quarter, float | None]]:
    series: dict[str, dict[Quarter, float | None]] = {}
    for line in GOLDEN_VACANCIES.strip().splitlines():
        if not line.startswith(" "):
            key, first = line.split()
            start, series[key] = Quarter.parse(first), {}
            continue
        for value in line.split():
            series[key][start + len(series[key])] = float(value)
    return series


def _jobs() -> dict[str, dict[int, float | None]]:
    rows = (line.split() for line in GOLDEN_JOBS.strip().splitlines())
    return {key: {int(first) + step: float(value) for step, value in enumerate(values)}
            for key, first, *values in rows}


@pytest.fixture(scope="session")
def golden() -> Golden:
    """Ten real industries; post and couriers (388400) is a part of transport (383100)."""
    vacancies = _vacancies()
    industries = {key: "383100" if key == "388400" else None for key in vacancies}
    return Golden(vacancies, _jobs(), industries)


@pytest.fixture(scope="session")
def reference() -> Path:
    """Folder with the reference files of the project."""
    return REFERENCE


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The thresholds of the project."""
    return load_rules(REFERENCE / "thresholds.toml")


@pytest.fixture(scope="session")
def register() -> tuple[Crisis, ...]:
    """The crises of the project."""
    return load_register(REFERENCE / "register.csv")


@pytest.fixture(scope="session")
def corona(register: tuple[Crisis, ...]) -> Crisis:
    """The corona crisis."""
    return next(crisis for crisis in register if crisis.crisis_id == "corona_2020")


@pytest.fixture(scope="session")
def effects(golden: Golden, register: tuple[Crisis, ...], rules: Rules
            ) -> dict[tuple[str, str], SectorEffect]:
    """Effects of all crises on the real series, by crisis and industry."""
    return by_key(compute_sectors(
        golden.vacancies, golden.jobs, golden.industries, register, rules,
        load_support(REFERENCE / "support.csv"), load_experts(REFERENCE / "expert_list.csv")))
