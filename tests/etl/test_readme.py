"""What the README tells analysts to type exists."""

from __future__ import annotations

import re

import pytest

from etl.catalogue import load_catalogue, load_hosts
from etl.cli import parser
from etl.refresh import live_sources
from etl.refresh_command import plan_of
from store.connection import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
ANALYSTS = README.split("## For analysts")[1].split("\n## ")[0]
COMMANDS = sorted(set(re.findall(r"python -m etl ([a-z][^`|»]*)`", ANALYSTS)))
OPTIONS = [option for cell in re.findall(r"^\| (`--.*?) \|", ANALYSTS, re.MULTILINE)
           for option in re.findall(r"`(--[^`]+)`", cell)]


@pytest.mark.parametrize("command", COMMANDS)
def test_command_exists(command: str) -> None:
    words = command.replace("OLD NEW", "old new").split()
    assert parser().parse_args(words).verb == words[0]


@pytest.mark.parametrize("option", OPTIONS)
def test_option_of_refresh_exists(option: str) -> None:
    assert plan_of(parser().parse_args(["refresh", *option.split()])).sources


def test_every_outcome_and_key_is_explained() -> None:
    for outcome in ("fetched", "unchanged", "failed", "not_loaded"):
        assert f"| `{outcome}` |" in ANALYSTS
    for source in live_sources(load_catalogue()):
        assert source.live
        assert source.live.host in load_hosts()
        assert source.live.key is None or f"`export {source.live.key}=" in ANALYSTS
