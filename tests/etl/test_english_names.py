"""English names of what publishers only name in Dutch: of things, and of who a figure is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import DataError
from etl.publish import build
from store.connection import open_store
from tests.etl.small_reference import FILES, write_reference


def test_names_come_from_the_reference_at_every_build(snapshot: Path, tmp_path: Path) -> None:
    names = FILES["english_names.csv"].replace("Made-up industry", "Another name")
    build(tmp_path / "s.duckdb", snapshot,
          write_reference(tmp_path / "reference", english_names=f"{names}segment:Zorg,Care\n"))
    store = open_store(tmp_path / "s.duckdb")
    assert store.execute("SELECT name, name_en FROM industry WHERE industry_id = '389100'"
                         ).fetchall() == [("Horeca", "Another name")]
    assert store.execute("SELECT name_en FROM occupation").fetchall() == [("Made-up occupation",)]
    # The places of a region where only Dutch has a name.
    assert store.execute("SELECT DISTINCT name_en FROM region").fetchall() == [(None,)]
    assert store.execute("SELECT name_en FROM english_name WHERE name_id = 'segment:Zorg'"
                         ).fetchall() == [("Care",)]
    store.close()


def test_who_a_figure_is_about_has_the_english_name(small_store_path: Path) -> None:
    store = open_store(small_store_path)
    assert store.execute(
        "SELECT DISTINCT population_en FROM figure WHERE indicator_id = 'hourly_wage_industry' "
        "AND entity_id LIKE 'sbi:389100|%'").fetchall() == [
        ("employees aged 20 to 25 in Accommodation and food serving",)]
    # This occupation is made up, so no English name of it is known.
    assert store.execute("SELECT DISTINCT population_en FROM figure WHERE indicator_id = "
                         "'outlook_itkb' AND entity_id = 'brc:0991'").fetchall() == [
        ("everyone working as: Verzinners",)]
    store.close()


@pytest.mark.parametrize("row", ["sbi:389100,Once more\n", "sbi:350000,\n", ",Nothing\n"])
def test_wrong_name_is_refused_with_its_line(snapshot: Path, tmp_path: Path, row: str) -> None:
    names = FILES["english_names.csv"]
    with pytest.raises(DataError, match=r"english_names\.csv, line 5"):
        build(tmp_path / "s.duckdb", snapshot,
              write_reference(tmp_path / "reference", english_names=names + row))
