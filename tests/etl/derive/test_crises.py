"""The crisis method on the real series of the embedded snapshot."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from etl.crisis.engine import NATIONAL, by_key
from etl.crisis.programme import ProgrammeEffect, compute_programmes
from etl.crisis.quarters import Quarter, span
from etl.crisis.trigger import placebo, propose
from etl.derive.crises import CrisisInputs, programme_links, read_inputs
from etl.errors import DataError
from store.connection import REFERENCE

HORECA = "389100"


@pytest.fixture(scope="module")
def inputs(store: duckdb.DuckDBPyConnection) -> CrisisInputs:
    return read_inputs(store, REFERENCE / "crisis")


def test_horeca_in_corona(store: duckdb.DuckDBPyConnection) -> None:
    effect, recovery, since, confidence, known = store.execute(
        "SELECT effect, recovery, recovered_since, confidence, inputs FROM sector_effect "
        "WHERE crisis_id = 'corona_2020' AND industry_id = $horeca", {"horeca": HORECA},
    ).fetchone()
    numbers = json.loads(known)
    assert (effect, recovery, since, confidence) == ("hard", "hersteld", "2022", "hoog")
    assert numbers["vacancies"]["base"] == pytest.approx(23.1)
    assert round(numbers["vacancies"]["A"], 2) == -0.56
    assert round(numbers["vacancies"]["rel"], 2) == -0.43
    assert numbers["recovery"]["vacancies_since"] == "2021Q2"
    assert numbers["recovery"]["jobs_since"] == 2022


def test_replay_at_the_end_of_2020_calls_nothing_recovered(inputs: CrisisInputs) -> None:
    corona = [effect for effect in inputs.sectors(Quarter(2020, 4))
              if effect.crisis_id == "corona_2020"]
    assert len(corona) > 40
    assert {effect.recovery for effect in corona} == {"te_vroeg"}
    assert all(effect.provisional for effect in corona)
    assert "hersteld" not in {effect.recovery for effect in inputs.sectors(Quarter(2020, 4))}


def test_a_new_crisis_is_a_new_row(store: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """A made-up crisis in a calm year: effects for every industry, and no line of code."""
    folder = shutil.copytree(REFERENCE / "crisis", tmp_path / "crisis")
    with (folder / "register.csv").open("a", encoding="utf-8") as register:
        register.write("proef_2015,Proef,Trial,proef,trial,economisch,2015-01-01,2016-03-31,"
                       "2015Q1,2016Q1,bedacht,made up,bedacht,made up,https://example.org,hoog\n")
    found = [effect for effect in read_inputs(store, folder).sectors()
             if effect.crisis_id == "proef_2015"]
    assert len(found) == 47
    assert "weinig" in {effect.effect for effect in found}


def test_placebo_crises_give_no_false_alarm_of_one_percent(inputs: CrisisInputs) -> None:
    sections = [key for key, parent in inputs.industries.items()
                if parent is None and key != NATIONAL]
    calm = [*span(Quarter(1999, 1), Quarter(1999, 4)), *span(Quarter(2003, 3), Quarter(2007, 2)),
            *span(Quarter(2014, 1), Quarter(2018, 4))]
    counts, alarms = placebo(inputs.vacancies, sections, calm, inputs.rules)
    print(f"placebo: {counts.total()} starts, {len(alarms)} alarms")
    assert counts.total() > 500
    assert len(alarms) / counts.total() <= 0.01
    assert counts["hard"] == 0
    # The border of 1 % is for vacancies. Jobs that shrink for years look like a crisis in any
    # year; those alarms are more, but never hard, and the page tells that it cannot tell.
    counts, alarms = placebo(inputs.vacancies, sections, calm, inputs.rules, inputs.jobs)
    print(f"placebo with jobs: {counts.total()} starts, {len(alarms)} alarms")
    assert counts["hard"] == 0


def test_the_national_trigger_finds_the_known_crises(inputs: CrisisInputs) -> None:
    found = [(str(item.fires_from), str(item.fires_until))
             for item in propose(inputs.vacancies[NATIONAL], inputs.register, inputs.rules)]
    assert found == [("2002Q1", "2003Q4"), ("2009Q1", "2010Q1"), ("2012Q3", "2013Q2"),
                     ("2020Q2", "2020Q4")]


def test_same_data_same_tags(store: duckdb.DuckDBPyConnection, inputs: CrisisInputs) -> None:
    """Read again, and with every series and industry in another order."""
    again = read_inputs(store, REFERENCE / "crisis")
    turned = replace(
        again,
        vacancies={key: dict(reversed(again.vacancies[key].items()))
                   for key in reversed(again.vacancies)},
        jobs={key: dict(reversed(again.jobs[key].items())) for key in reversed(again.jobs)},
        industries=dict(reversed(again.industries.items())),
    )
    links = programme_links(store)

    def told(of: CrisisInputs) -> tuple[dict[tuple[str, str], str], list[ProgrammeEffect]]:
        effects = by_key(of.sectors())
        texts = {key: effect.to_json() + repr(effect) for key, effect in effects.items()}
        return texts, compute_programmes(links, effects, of.register, of.rules)

    assert told(inputs) == told(again) == told(turned)


def test_an_industry_that_cbs_does_not_have_is_refused_with_its_line(
    store: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    folder = shutil.copytree(REFERENCE / "crisis", tmp_path / "crisis")
    rules = folder / "thresholds.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace('"435500"', '"435501"'),
                     encoding="utf-8")
    with pytest.raises(DataError, match=r"thresholds.toml, line 6\d.*«435501» is not an industry"):
        read_inputs(store, folder)
    shutil.copy(REFERENCE / "crisis" / "thresholds.toml", rules)
    support = folder / "support.csv"
    support.write_text(support.read_text(encoding="utf-8").replace("428100", "428101"),
                       encoding="utf-8")
    with pytest.raises(DataError, match=r"support.csv, line 3, column industry_id: «428101»"):
        read_inputs(store, folder)


@pytest.mark.parametrize(("indicator", "entity", "year", "tag"), [
    ("unemployment_hbo_monitor", "hbo|voltijd", 2020, "M1"),
    ("unemployment_hbo_monitor", "hbo|voltijd", 2021, "M2"),
    ("work_share_12h", "mbo|bol|diploma", 2020, "M1"),
    ("work_share_12h", "mbo|bol", 2021, "M3"),
    ("work_share_leavers", "hoop:ECONOMIE|hbo-ba", 2020, "M1"),
    ("hourly_wage_leavers", "hoop:ECONOMIE|hbo", 2019, "M4"),
])
def test_figures_are_tagged_by_when_they_were_measured(
    store: duckdb.DuckDBPyConnection, indicator: str, entity: str, year: int, tag: str
) -> None:
    tags = store.execute(
        """
        SELECT DISTINCT measured_tag FROM figure JOIN figure_crisis USING (figure_id)
        WHERE crisis_id = 'corona_2020' AND indicator_id = $indicator AND entity_id = $entity
          AND year(measured_start) = $year
        """,
        {"indicator": indicator, "entity": entity, "year": year},
    ).fetchall()
    assert tags == [(tag,)]


def test_programme_is_never_more_certain_than_its_link(store: duckdb.DuckDBPyConnection) -> None:
    rows = store.execute(
        """
        SELECT programme_id FROM programme_effect
        WHERE (strength IN ('zwak', 'geen') AND effect <> 'onvoldoende')
           OR (strength = 'redelijk' AND confidence = 'hoog')
        """
    ).fetchall()
    assert rows == []
    assert store.execute("SELECT count(*) FROM programme_effect WHERE effect = 'hard'"
                         ).fetchone()[0] > 50


def test_two_definitions_of_work_after_mbo_never_share_a_line(
    store: duckdb.DuckDBPyConnection
) -> None:
    """The old series counts any job, the new one jobs of 12 hours or more."""
    rows = store.execute(
        "SELECT DISTINCT indicator_id, source_id FROM figure "
        "WHERE indicator_id IN ('work_share_any_mbo', 'work_share_12h') "
        "AND entity_id LIKE 'mbo|bol%'"
    ).fetchall()
    indicators = {indicator for indicator, _ in rows}
    assert indicators == {"work_share_any_mbo", "work_share_12h"}
    sources = {name: {source for indicator, source in rows if indicator == name}
               for name in indicators}
    assert not sources["work_share_any_mbo"] & sources["work_share_12h"]


def test_vintages_of_youth_participation_are_never_joined(
    store: duckdb.DuckDBPyConnection
) -> None:
    """CBS counts since its new survey in another way, so the old count is another indicator."""
    rows = store.execute(
        """
        SELECT indicator_id, list(DISTINCT source_id), count(*) FROM figure
        WHERE indicator_id IN ('youth_participation_old', 'youth_participation_new')
        GROUP BY indicator_id ORDER BY indicator_id
        """
    ).fetchall()
    assert [row[0] for row in rows] == ["youth_participation_new", "youth_participation_old"]
    assert not set(rows[0][1]) & set(rows[1][1])
    assert min(row[2] for row in rows) > 4
    (breaks,) = store.execute(
        """
        SELECT count(*) FROM figure JOIN figure_crisis USING (figure_id)
        WHERE indicator_id LIKE 'youth_participation%' AND measured_tag = 'B'
        """
    ).fetchone()
    assert breaks > 0
