"""What the store tells about its sources."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.catalogue import load_catalogue
from etl.status import source_status, store_info, table_counts
from store.connection import open_store
from store.schema import SCHEMA_VERSION, TABLE


@pytest.mark.parametrize(("today", "age"), [
    (date(2020, 10, 31), 0), (date(2020, 11, 10), 10), (date(2020, 1, 1), 0),
])
def test_age_is_counted_from_the_last_day_the_figures_speak_of(
    small_store_path: Path, today: date, age: int
) -> None:
    records = {record["source_id"]: record
               for record in source_status(open_store(small_store_path), today)}
    assert records["made_up_page"]["age_days"] == age


def test_rows_are_added_up_over_the_files_of_a_source(small_store_path: Path) -> None:
    records = {record["source_id"]: record
               for record in source_status(open_store(small_store_path), date(2026, 1, 1))}
    embedded = {source.source_id for source in load_catalogue() if source.files}
    assert set(records) == {*embedded, "made_up_page"}
    vacancies = records["cbs_80472ned"]  # 3 industries, 3 periods and 2 rows of figures
    assert (vacancies["rows_read"], vacancies["rows"], vacancies["rows_left_out"]) == (8, 7, 1)
    typed_over = records["made_up_page"]
    assert (typed_over["rows_read"], typed_over["figures_with_value"]) == (1, 1)
    assert typed_over["warnings"] == []


def test_every_table_is_counted(small_store_path: Path) -> None:
    counts = table_counts(open_store(small_store_path))
    assert set(counts) == {*TABLE, "store_info"}
    assert (counts["programme"], counts["offering"]) == (2, 3)


def test_store_says_what_it_is_made_of(small_store_path: Path) -> None:
    info = store_info(open_store(small_store_path))
    assert info["schema_version"] == SCHEMA_VERSION
    assert info["made_by"] == "load"
    assert len(info["data_version"]) == 8
