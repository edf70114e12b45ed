"""``python -m etl crisis`` as an analyst types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def crisis(store: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "etl", "crisis", *arguments], capture_output=True, text=True,
        env={**os.environ, "OUTLOOK_STORE": str(store)}, check=False,
    )


def test_explains_an_industry_number_by_number(store_path: Path) -> None:
    text = crisis(store_path, "--crisis", "corona_2020", "--explain", "I").stdout
    assert "base      = mean(2019Q1 22.9, 2019Q2 25.9, 2019Q3 23.1, 2019Q4 20.5)" in text
    assert "A         = deepest mean of 4 quarters, to 2021Q1 = -55.8 %" in text
    assert "EFFECT hard, confidence hoog, recovery hersteld since 2022" in text


def test_explains_a_programme_through_its_industries(store_path: Path) -> None:
    text = crisis(store_path, "--crisis", "corona_2020", "--explain", "crebo:25180").stdout
    assert "crebo:25180 / corona_2020" in text
    assert "I Horeca" in text


def test_replay_as_json(store_path: Path) -> None:
    records = json.loads(crisis(store_path, "--as-of", "2020Q4", "--crisis", "corona_2020",
                                "--json").stdout)
    assert {record["recovery"] for record in records} == {"te_vroeg"}


@pytest.mark.parametrize(("arguments", "said"), [
    (("--as-of", "eind 2020"), "«eind 2020» is not a quarter"),
    (("--crisis", "pest_1350"), "there is no crisis «pest_1350»"),
    (("--explain", "ZZ"), "there is no industry or programme «ZZ»"),
    (("--explain", "crebo:00000"), "there is no programme «crebo:00000»"),
    (("--as-of", "1990Q1"), "Choose a later quarter"),
])
def test_wrong_questions_get_one_sentence(
    store_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = crisis(store_path, *arguments)
    assert result.returncode == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr
