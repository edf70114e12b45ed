"""CBS 86247NED: gemeenten and arbeidsmarktregio's."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import DataError
from etl.sources.cbs_regions import read
from tests.etl.made_up_files import GEMEENTE_ROW, parse, rows_of, text


def test_codes_get_their_zeros_back(tmp_path: Path) -> None:
    rows = [{"gemeentecode": "14"}, {"gemeentenaam_pc2024": " Ander gehucht "}]
    reading = parse(tmp_path, read, text(GEMEENTE_ROW, rows, ","))
    assert rows_of(reading, "FROM stage.gemeente ORDER BY gemeente_id") == [
        ("GM0014", "Bedachtgemeente", "Bedachte Regio"), ("GM9801", "Ander gehucht",
                                                          "Bedachte Regio"),
    ]


@pytest.mark.parametrize("code", ["GM0014", "123456", "", "NA"])
def test_wrong_code_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(DataError, match="line 3, column gemeentecode"):
        parse(tmp_path, read, text(GEMEENTE_ROW, [{}, {"gemeentecode": code}], ","))


def test_gemeente_in_two_regions_is_refused(tmp_path: Path) -> None:
    rows = [{}, {"arbeidsmarktregio_2026": "Andere regio"}]
    with pytest.raises(DataError, match="the key 9801 is already on line 2"):
        parse(tmp_path, read, text(GEMEENTE_ROW, rows, ","))
