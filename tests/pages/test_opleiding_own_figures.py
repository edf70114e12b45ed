"""The page of a programme when there is more to show: figures of programmes themselves, and two
editions of the forecast. The added figures are made up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from explorer.texts import Texts, flat_texts
from explorer.ui.session import Library, library
from store.connection import ROOT
from tests.pages.conftest import Screen

NL = flat_texts("nl")
ACCOUNTANCY = "isat:34406"


@pytest.fixture
def own_figures(
    shelf: Library, store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A store with a made-up wage for every hbo bachelor, and made-up earlier forecasts."""
    path = tmp_path / "outlook.duckdb"
    path.write_bytes(store_path.read_bytes())
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE store_info SET value = 'bedacht1' WHERE key = 'data_version'")
        connection.execute(
            """
            INSERT INTO figure BY NAME
            SELECT figure.* REPLACE (
                'bedacht ' || programme_id AS figure_id, 'programme' AS ladder_level,
                programme_id AS entity_id, NULL AS low, NULL AS high, NULL AS range_kind,
                15 + (hash(programme_id) % 800) / 100.0 AS value)
            FROM figure CROSS JOIN programme
            WHERE entity_id = 'hoop:ECONOMIE|hbo' AND indicator_id = 'hourly_wage_leavers'
              AND years_after = 1 AND level = 'hbo-ba'
            """)
        connection.execute("DELETE FROM best")
        connection.execute("DELETE FROM ladder")
        connection.execute((ROOT / "etl" / "derive" / "ladder.sql").read_text(encoding="utf-8"))
        connection.execute(
            """
            INSERT INTO figure BY NAME
            SELECT * REPLACE ('bedacht ' || figure_id AS figure_id, 0.8 AS value, 'groot' AS label,
                              measured_start - INTERVAL 1 YEAR AS measured_start,
                              measured_end - INTERVAL 1 YEAR AS measured_end)
            FROM figure WHERE indicator_id = 'outlook_itkb' AND ladder_level = 'occupation'
            """)
    monkeypatch.setenv("OUTLOOK_STORE", str(path))
    library.clear()
    yield path
    library.clear()


def test_with_own_figures_every_programme_is_a_dot(own_figures: Path, screen: Screen) -> None:
    screen.open("opleiding", id=ACCOUNTANCY)
    assert screen.failed == []
    swarm = next(body for body in screen.bodies if "sw-swarm" in body)
    current = sum(item.current and item.level == "hbo-ba"
                  for item in library().programmes.values())
    assert swarm.count("sw-dot") == current - 1
    assert swarm.count("sw-diamond") == 1
    assert re.search(rf"De helft van de {current} opleidingen ligt tussen", screen.text)
    assert "vakgebied" not in " ".join(
        item.value for item in screen.app.markdown if "De helft van de" in item.value)


def test_with_two_editions_the_earlier_forecast_is_told(
    own_figures: Path, screen: Screen
) -> None:
    screen.open("opleiding", id=ACCOUNTANCY)
    assert NL["track.one"] not in screen.text
    told = Texts("nl")("track.changed", name="Accountants", then="1 september 2025",
                       before="groot", label="geen", horizon=2030)
    assert told in screen.text
    assert "114 beroepsgroepen" in screen.text
