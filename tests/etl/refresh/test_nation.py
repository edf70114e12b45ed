"""The catalogue's own expectations hold for registers of the real size (all figures made up).

Only DUO, because its tables are the quickest; ``python -m tests.bench.country`` takes them all.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.cli import main
from store.connection import open_store
from tests.wire import nation
from tests.wire.server import serve


def test_duo_at_national_size_is_taken_in_as_the_catalogue_expects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "outlook.duckdb"
    monkeypatch.setenv("OUTLOOK_STORE", str(store))
    monkeypatch.setenv("OUTLOOK_CACHE", str(tmp_path / "cache"))
    with serve(nation.duo()) as server:
        code = main(["refresh", "--quiet", "--only", "duo", "--base-url", f"duo={server.url}"])
    assert (code, capsys.readouterr().err) == (0, "")
    with open_store(store) as opened:
        # What is not offered any more keeps where it was: old programmes, part-time.
        kept = opened.execute(
            "SELECT DISTINCT offering.form::VARCHAR, active "
            "FROM offering JOIN programme USING (programme_id) "
            "WHERE offering.source_id NOT IN ('duo_mbo_offer', 'duo_rio_ho')").fetchall()
        assert kept == [("bol-dt", False)]
        outcomes = opened.execute("SELECT DISTINCT outcome FROM refresh").fetchall()
    assert outcomes == [("fetched",)]
