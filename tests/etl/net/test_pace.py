"""Requests of one source are spread over time, whatever the publisher's answers take."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from etl.fetching import Fetching
from etl.net.cache import Cache
from etl.net.client import Client, Traffic
from etl.net.pace import Pace


class Clock:
    """Time that only passes when someone waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def paced(tmp_path_factory, per_second: float) -> tuple[Pace, Traffic, Clock]:
    folder: Path = tmp_path_factory.mktemp("pace")
    client = Client(cache=Cache(folder / "cache"))
    client.traffic["made_up"] = Traffic()
    fetching = Fetching(client, "made_up", "http://localhost", folder / "files", {})
    clock = Clock()
    return Pace(fetching, per_second, clock, clock.sleep), client.traffic["made_up"], clock


@given(st.lists(st.tuples(st.floats(0, 0.3), st.integers(0, 3)), min_size=1, max_size=80))
def test_never_more_than_allowed_in_any_second(
    tmp_path_factory, answers: list[tuple[float, int]]
) -> None:
    """Each address costs some seconds and 0 (cache) to 3 (tried again) requests."""
    pace, traffic, clock = paced(tmp_path_factory, 20)
    moments: list[float] = []
    for seconds, requests in answers:
        clock.now += seconds
        traffic.requests += requests
        moments += [clock.now] * requests
        pace()
    for first in moments:
        assert sum(first <= moment < first + 0.999 for moment in moments) <= 20 + 2


def test_answer_from_the_cache_costs_no_time(tmp_path_factory) -> None:
    pace, traffic, clock = paced(tmp_path_factory, 2)
    pace()
    assert clock.now == 0
    traffic.requests += 1
    pace()
    pace()
    assert clock.now == 0.5
