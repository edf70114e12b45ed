"""ROA's files at their real size: 230,419 and 93,379 rows (all made up)."""

from __future__ import annotations

from tests.etl.live.conftest import Refresh
from tests.wire.roa_files import dataverse
from tests.wire.roa_national import (
    AIS_ROWS,
    SURVEY_ROWS,
    national_outlook,
    national_survey,
    types,
)
from tests.wire.server import serve


def test_files_of_national_size_are_read_whole(refreshed: Refresh) -> None:
    with serve(dataverse(national_outlook(), survey=national_survey())) as server:
        run = refreshed(server, "dataverse", "roa_ais_2030", "roa_sis")
    assert [(name, result.outcome, result.message) for name, result in run.results.items()] == [
        ("roa_ais_2030", "fetched", None), ("roa_sis", "fetched", None)]
    assert dict(run.rows("SELECT file, rows_read FROM pub.load WHERE source_id LIKE 'roa_%' "
                         "AND file NOT LIKE '%2024.csv'")) == {
        "AIStot2030_Arbeidsmarktinformatie_editie2026.csv": AIS_ROWS,
        "AIStot2030_Kerncijfers_Schoolverlatersonderzoeken_2025.csv": SURVEY_ROWS}
    # 48 regions x 114 occupations: the country has a number, the others a class only.
    assert run.rows("SELECT count(*), count(value), count(label) FROM pub.figure WHERE source_id = "
                    "'roa_ais_2030' AND indicator_id = 'outlook_itkb' AND entity_id <> 'NL'") == [
        (48 * 114, 114, 48 * 114)]
    assert run.rows("SELECT count(DISTINCT group_id) > 20 FROM pub.programme_group") == [(True,)]
    assert run.rows("SELECT count(DISTINCT entity_id) FROM pub.figure WHERE source_id = 'roa_sis' "
                    "AND ladder_level = 'education_type'") == [(len(types()),)]
