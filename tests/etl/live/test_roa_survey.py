"""ROA's surveys of school leavers, from the wire to figures (made up; see tests/wire)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from etl.catalogue import load_catalogue, load_hosts
from etl.publish import publish
from etl.reading import open_workspace
from etl.refresh import Plan, live_sources, refresh
from etl.taking import Result
from store.connection import REFERENCE, open_store
from tests.etl.live.conftest import IMPATIENT, Refresh, _small
from tests.wire.roa_files import GROUPS, TOPICS, Group, Survey, dataverse
from tests.wire.server import serve

SOURCE = "roa_sis"
Fetched = tuple[duckdb.DuckDBPyConnection, Result]
BOL, HBO, WO = "crebo:25187|bol", "isat:34479", "isat:60300"
INFORMATICA = ("34479.0", "voltijd")


def with_known_cells() -> Survey:
    """The newest edition, with groups of fewer than twenty and a wo that was not always asked."""
    cells: dict[tuple[str, str, str, int | str], str] = {
        ("34479.0", "voltijd", "werkloosheid", 2020): "",
    }
    for year in range(2018, 2025):
        cells["34267", "voltijd", "werkloosheid", year] = ""
        cells["34267", "voltijd", "bruto uurloon", year] = ""
        if year % 2:
            cells["60300", "", "werkloosheid", year] = ""
    cells["34267", "voltijd", "bruto uurloon", "totaal"] = ""
    more = Group("Hbo bachelor", "", "6021", "bachelor informatica", "34406", "B Bedacht")
    return Survey(changed=cells, groups=[*GROUPS, more])


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fetched]:
    folder = tmp_path_factory.mktemp("roa")
    workspace = open_workspace()
    with serve(dataverse(survey=with_known_cells(),
                         old_survey=replace(with_known_cells(),
                                            years=tuple(range(2018, 2024))))) as server:
        plan = Plan(sources=[_small(source, 10, {})
                             for source in live_sources(load_catalogue(), [SOURCE])],
                    hosts=load_hosts(), cache=folder / "cache",
                    base_urls={"dataverse": server.url}, patience=IMPATIENT)
        (result,) = refresh(workspace, plan, folder / "none")
    yield workspace, result
    workspace.close()


def rows(fetched: Fetched, columns: str, entity: str, indicator: str, more: str = "true"
         ) -> list[tuple[object, ...]]:
    return fetched[0].execute(
        f"SELECT {columns} FROM pub.figure WHERE source_id = 'roa_sis' AND entity_id = '{entity}' "
        f"AND indicator_id = '{indicator}' AND {more} ORDER BY measured_start").fetchall()


def test_source_tells_its_years(fetched: Fetched) -> None:
    assert (fetched[1].outcome, fetched[1].message) == ("fetched", None)
    assert fetched[0].execute(
        "SELECT edition, published, licence, reference_start, reference_end FROM pub.source "
        "WHERE source_id = 'roa_sis'").fetchall() == [
        ("2025, diploma's van 2018 tot en met 2024", date(2026, 9, 18), "CC BY 4.0",
         date(2019, 9, 22), date(2026, 1, 31))]


def test_every_year_of_a_programme_with_its_windows(fetched: Fetched) -> None:
    """Made up: bol is group 0, so 3.0 percent and a tenth per year of the diploma.

    2018 comes from the older edition, which is the only one that has it.
    """
    found = rows(fetched, "value, entry_start, entry_end, measured_start, measured_end, "
                 "missing_reason, n, status", BOL, "unemployment_survey")
    assert [row[0] for row in found] == [0.038, 0.039, 0.03, 0.031, 0.032, 0.033, 0.034]
    assert found[1][1:] == (date(2019, 5, 1), date(2019, 9, 30), date(2020, 9, 22),
                            date(2020, 12, 21), None, None, "A")
    assert rows(fetched, "population, population_en, entry_assumed, measured_assumed, years_after,"
                " ladder_level, note", BOL, "unemployment_survey", "year(entry_end) = 2024") == [
        ("Applicatieontwikkelaar, bol, diploma in schooljaar 2023-2024",
         "Applicatieontwikkelaar, bol, diploma in school year 2023-2024", True, True, 1.5,
         "programme", "ROA toont alleen groepen van 20 mensen of meer; hoeveel het er zijn, "
                      "staat er niet bij.")]


@pytest.mark.parametrize(("entity", "window"), [
    (BOL, (date(2024, 5, 1), date(2024, 9, 30), date(2025, 9, 22), date(2025, 12, 21))),
    (HBO, (date(2024, 5, 1), date(2024, 9, 30), date(2025, 10, 1), date(2026, 1, 31))),
    (WO, (date(2023, 10, 1), date(2024, 9, 30), date(2025, 10, 1), date(2025, 12, 31))),
])
def test_mbo_hbo_and_wo_are_asked_at_their_own_time(
    fetched: Fetched, entity: str, window: tuple[date, ...]
) -> None:
    assert rows(fetched, "entry_start, entry_end, measured_start, measured_end", entity,
                "at_level_survey", "year(entry_end) = 2024") == [window]


@pytest.mark.parametrize(("indicator", "value"), [
    # Group 2 (informatica) of 2024: 2 on top of the start of each subject, and 0.4 for the year.
    ("unemployment_survey", 0.054), ("hourly_wage_survey", 16.4), ("monthly_wage_survey", 2202.4),
    ("at_level_survey", 0.724), ("match_survey", 0.724), ("choose_again_survey", 0.724),
    # 22.4 percent work outside their field, so 77.6 within it.
    ("own_field_survey", 0.776),
])
def test_subjects_and_their_units(fetched: Fetched, indicator: str, value: float) -> None:
    assert rows(fetched, "value", HBO, indicator, "year(entry_end) = 2024") == [
        (pytest.approx(value),)]


def test_turned_share_says_that_it_was_turned(fetched: Fetched) -> None:
    ((note,),) = rows(fetched, "note", HBO, "own_field_survey", "year(entry_end) = 2024")
    assert str(note).endswith("ROA telt wie dit niet heeft; dat is hier omgedraaid.")


def test_learning_paths_are_told_apart(fetched: Fetched) -> None:
    """bbl is group 1: one percent more than bol."""
    assert rows(fetched, "value", "crebo:25187|bbl", "unemployment_survey",
                "year(entry_end) = 2024") == [(0.044,)]
    assert rows(fetched, "value", "crebo:25187", "unemployment_survey") == []


def test_empty_cell_is_too_small_and_one_that_nobody_has_was_not_measured(
    fetched: Fetched
) -> None:
    assert rows(fetched, "value, missing_reason, status", HBO, "unemployment_survey",
                "year(entry_end) = 2020") == [(None, "too_small", "Q")]
    assert [row for row in rows(fetched, "year(entry_end), missing_reason", WO,
                                "unemployment_survey") if row[1]] == [
        (2019, "not_measured"), (2021, "not_measured"), (2023, "not_measured")]


def test_programme_without_a_single_year_says_so_once_and_takes_all_years_together(
    fetched: Fetched
) -> None:
    assert rows(fetched, "value, missing_reason, entry_start, entry_end, measured_start, "
                "measured_end, population", "isat:34267", "unemployment_survey") == [
        (0.075, None, date(2019, 5, 1), date(2024, 9, 30),
         date(2020, 10, 1), date(2026, 1, 31),
         "B Elektrotechniek, diploma van 2019 tot en met 2024 samen"),
        (None, "too_small", date(2024, 5, 1), date(2024, 9, 30), date(2025, 10, 1),
         date(2026, 1, 31), "B Elektrotechniek, diploma in schooljaar 2023-2024")]
    assert rows(fetched, "value, missing_reason", "isat:34267", "hourly_wage_survey") == [
        (None, "too_small")]


def test_programmes_are_put_under_the_types_of_the_outlook(fetched: Fetched) -> None:
    """By name, because the codes of the two files may differ (9999 is rechten, 7031)."""
    assert fetched[0].execute(
        "SELECT programme_id, group_id, name FROM pub.programme_group "
        "WHERE source_id = 'roa_sis' ORDER BY ALL").fetchall() == [
        ("crebo:25187", "onr:4011", "Mbo4 - ict; beheer"),
        ("isat:34406", "onr:6021", "Bachelor - informatica"),
        ("isat:34479", "onr:6021", "Bachelor - informatica"),
        ("isat:60300", "onr:7031", "Master - rechten")]


def test_education_type_has_the_survey_of_the_outlook_file(fetched: Fetched) -> None:
    """«SIS 2025» in the made-up file: 2 percent, and 25 percent outside the field."""
    assert rows(fetched, "value, entry_end, measured_start, ladder_level, population",
                "onr:4011", "unemployment_survey") == [
        (0.02, date(2024, 9, 30), date(2025, 9, 22), "education_type",
         "opleidingstype «Mbo4 - ict; beheer», diploma in schooljaar 2023-2024")]
    assert rows(fetched, "value", "onr:6021", "own_field_survey") == [(0.75,)]


def test_what_is_not_used_is_told(fetched: Fetched) -> None:
    warnings = dict(fetched[0].execute(
        "SELECT file, warnings FROM pub.load WHERE source_id = 'roa_sis'").fetchall())
    assert warnings["AIStot2030_Kerncijfers_Schoolverlatersonderzoeken_2025.csv"] == [
        "subjects that are not used: «Arbeidsmarktintrede: intredewerkloosheid (maanden)»; "
        "«Oordeel: bedacht onderwerp»",
        "education type of programmes: 4 by name, 0 by code, 1 without one"]
    assert warnings["AIStot2030_Arbeidsmarktinformatie_editie2026.csv"] == [
        "subjects that are not used: «vast dienstverband»"]
    left = dict(fetched[0].execute(
        "SELECT reason, rows FROM pub.left_out WHERE source_id = 'roa_sis' "
        "AND file LIKE '%2025.csv'").fetchall())
    # Seven groups x two subjects; and the vmbo with the seven subjects that are used.
    assert left == {"subject that is not used": 14,
                    "not about one programme or education type": 7}


# -- what the publisher may change ---------------------------------------------------------

def refreshed_with(refreshed: Refresh, survey: Survey, old: Survey | None = None):
    """A refresh from a server with these surveys; the older one has nothing of its own."""
    with serve(dataverse(survey=survey, old_survey=old or Survey(years=(2019,)))) as server:
        return refreshed(server, "dataverse", SOURCE, min_rows=10)


def values(run, entity: str, indicator: str) -> list[tuple[object, ...]]:
    return run.rows(f"SELECT year(entry_end), value FROM pub.figure WHERE source_id = 'roa_sis' "
                    f"AND entity_id = '{entity}' AND indicator_id = '{indicator}' ORDER BY 1")


def test_codes_are_trusted_when_they_agree_with_the_names(refreshed: Refresh) -> None:
    """Of five types four agree in name and code, so the fifth is found by its code."""
    from tests.wire.roa_files import Outlook

    types = tuple((str(5000 + number), f"Bachelor - soort {number}") for number in range(5))
    groups = [Group("Hbo bachelor", "", code, name, str(34000 + number), name)
              for number, (code, name) in enumerate(types)]
    groups[4] = replace(groups[4], type_name="heel anders gezegd")
    with serve(dataverse(Outlook(types=types), survey=Survey(groups=groups),
                         old_survey=Survey(years=(2019,), groups=groups))) as server:
        run = refreshed(server, "dataverse", SOURCE, min_rows=10)
    assert run.rows("SELECT programme_id, group_id FROM pub.programme_group "
                    "WHERE source_id = 'roa_sis' ORDER BY 1") == [
        (f"isat:{34000 + number}", f"onr:{5000 + number}") for number in range(5)]
    (warnings,) = [told for (told,) in run.rows(
        "SELECT warnings FROM pub.load WHERE file LIKE '%onderzoeken_2025.csv'")]
    assert "education type of programmes: 4 by name, 1 by code, 0 without one" in warnings


def test_rows_without_a_code_are_about_their_type(refreshed: Refresh) -> None:
    groups = [*GROUPS, Group("Mbo4", "", "4011", "mbo 4 ict; beheer", "", "Mbo 4 ict totaal")]
    run = refreshed_with(refreshed, Survey(groups=groups))
    assert values(run, "onr:4011", "unemployment_survey") == [
        (year, pytest.approx(0.09 + (year % 10) / 1000)) for year in range(2019, 2025)]


def test_fractions_are_not_divided_again(refreshed: Refresh) -> None:
    survey = Survey()
    survey.changed = {(group.code, group.path, "werkloosheid", year): "0,05"
                      for group in GROUPS for year in (*range(2019, 2025), "totaal")}
    assert {value for _, value in values(refreshed_with(refreshed, survey, survey), HBO,
                                         "unemployment_survey")} == {0.05}


def test_an_older_edition_that_counts_otherwise_adds_no_years(refreshed: Refresh) -> None:
    old = Survey(years=tuple(range(2018, 2024)))
    old.changed = {(group.code, group.path, "bruto uurloon", year): "30,0"
                   for group in GROUPS for year in old.years}
    run = refreshed_with(refreshed, Survey(), old)
    assert [year for year, _ in values(run, HBO, "hourly_wage_survey")] == list(range(2019, 2025))
    assert [year for year, _ in values(run, HBO, "unemployment_survey")][0] == 2018
    (warnings,) = [told for (told,) in run.rows(
        "SELECT warnings FROM pub.load WHERE file LIKE '%onderzoeken_2024.csv'")]
    assert "hourly_wage_survey: agrees with the newest edition on 0 of 25 figures only, so its " \
           "years are not added" in warnings


def test_plainest_of_two_subjects_that_fit_is_used_and_the_other_told(
    refreshed: Refresh
) -> None:
    run = refreshed_with(refreshed, Survey(topics=(
        ("Baankenmerken", "bruto uurloon in euro van alle werkenden"), *TOPICS)))
    assert values(run, HBO, "hourly_wage_survey")[-1] == (2024, 16.4)
    (warnings,) = [told for (told,) in run.rows(
        "SELECT warnings FROM pub.load WHERE file LIKE '%onderzoeken_2025.csv'")]
    assert "hourly_wage_survey: «bruto uurloon» is used, not «bruto uurloon in euro van alle " \
           "werkenden»" in warnings


def test_bare_answer_is_read_with_its_theme(refreshed: Refresh) -> None:
    run = refreshed_with(refreshed, Survey(topics=(("Werkloosheid", "percentage"), *TOPICS[2:])))
    assert values(run, HBO, "unemployment_survey")[-1] == (2024, 0.724)


def test_rows_that_contradict_each_other_are_not_used(refreshed: Refresh) -> None:
    """The same programme twice: once alike (the first counts), once with another number."""
    alike = replace(GROUPS[2], code="34479", path="duaal")
    other = replace(GROUPS[4], name="B Elektro")
    run = refreshed_with(refreshed, Survey(groups=[*GROUPS, alike, other]),
                         Survey(years=(2019,), groups=GROUPS[:4]))
    assert values(run, HBO, "unemployment_survey")[-1] == (2024, 0.054)
    assert values(run, "isat:34267", "unemployment_survey") == []
    assert run.rows("SELECT rows FROM pub.left_out WHERE reason = "
                    "'two rows for one programme and subject' AND file LIKE '%2025.csv'") == [
        (3 * 7,)]


@pytest.mark.parametrize(("survey", "message"), [
    (Survey(renamed={"crcode": "opleidingscode"}), "column crcode: this column is missing."),
    (Survey(renamed={f"{year - 1} - {year}": f"jaar{year}" for year in range(2019, 2025)}),
     "no column is a school year"),
    (Survey(topics=(("Bedacht", "iets"),)), "not one subject was recognised: «Bedacht: iets»."),
    (Survey(changed={(*INFORMATICA, "werkloosheid", 2021): "3.1"}),
     "column 2020 - 2021: «3.1» is not a number with a decimal comma."),
    (Survey(changed={(group.code, group.path, "bruto uurloon", 2021): "1614"
                     for group in GROUPS}),
     "values of hourly_wage_survey cannot be; first: "),
])
def test_survey_that_changed_is_refused_as_a_whole(
    refreshed: Refresh, survey: Survey, message: str
) -> None:
    run = refreshed_with(refreshed, survey)
    assert run.results[SOURCE].outcome == "failed"
    assert message in str(run.results[SOURCE].message)
    assert run.rows("SELECT count(*) FROM pub.figure WHERE source_id = 'roa_sis'") == [(0,)]


def test_one_odd_value_is_left_out_and_told(refreshed: Refresh) -> None:
    groups = [Group("Hbo bachelor", "", "6021", "bachelor informatica", str(34000 + number), "B")
              for number in range(40)]
    survey = Survey(groups=groups, changed={("34003", "", "bruto uurloon", 2021): "0,0"})
    run = refreshed_with(refreshed, survey, Survey(years=(2019,), groups=groups))
    assert [year for year, _ in values(run, "isat:34003", "hourly_wage_survey")] == [
        2019, 2020, 2022, 2023, 2024]
    (warnings,) = [told for (told,) in run.rows(
        "SELECT warnings FROM pub.load WHERE file LIKE '%onderzoeken_2025.csv'")]
    assert any(text.startswith("1 values of hourly_wage_survey that cannot be are not used")
               for text in warnings)


def test_figures_climb_the_ladder_and_get_their_crisis_tag(
    fetched: Fetched, tmp_path
) -> None:
    """Diploma 2019 was asked in the dip (M1), 2020 left school in it (M2), 2018 is before (M4)."""
    store = tmp_path / "store.duckdb"
    publish(fetched[0], store, REFERENCE, "refresh")
    opened = open_store(store)
    tags = opened.execute(
        "SELECT year(entry_end), measured_tag FROM figure JOIN figure_crisis USING (figure_id) "
        "WHERE entity_id = 'isat:34479' AND indicator_id = 'unemployment_survey' "
        "AND crisis_id = 'corona_2020' ORDER BY 1").fetchall()
    steps = opened.execute(
        "SELECT programme_id, form, step, ladder_level, value FROM best_figure "
        "WHERE indicator_id = 'unemployment_survey' AND programme_id IN "
        "('crebo:25187', 'isat:34479') ORDER BY ALL").fetchall()
    opened.close()
    assert tags == [(2018, "M4"), (2019, "M1"), (2020, "M2")]
    assert steps == [("crebo:25187", "bbl", 1, "programme", 0.044),
                     ("crebo:25187", "bol", 1, "programme", 0.034),
                     ("isat:34479", "alle", 1, "programme", 0.054)]
