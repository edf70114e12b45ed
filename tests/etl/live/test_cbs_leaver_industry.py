"""Where school leavers work, from CBS to links and crisis tags (all figures made up)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from etl.catalogue import load_catalogue, load_hosts
from etl.publish import publish
from etl.reading import open_workspace
from etl.refresh import Plan, live_sources, refresh
from store.connection import REFERENCE, open_store
from tests.etl.live.conftest import IMPATIENT, Refresh
from tests.wire.cbs import Cbs, Table
from tests.wire.cbs_tables import SECTIONS, leavers
from tests.wire.server import serve

SOURCES = ("cbs_85699ned", "cbs_85778ned")
ALL, HORECA, BOUW = "T001081", "389100", "350000"
LEVEL_2, LEVEL_3, LEVEL_4 = "A042726", "A042727", "A042728"
ISCED_05, ISCED_06, ISCED_07 = "A009005", "A009006", "A009007"


def people(table: Table, group: str, study: str, cohort: str, **parts: str) -> None:
    """Write a group of one cohort, a year after leaving: total and sections, others nobody."""
    known = {"alle": ALL, "horeca": HORECA, "bouw": BOUW}
    counts = {known[name]: text for name, text in parts.items()}
    for code, _ in SECTIONS:
        table.changed[("T001038", "10000", group, code, study, "A000101", f"{cohort}SJ00",
                       "TotaalUitstromersMetWerk_1")] = counts.get(code, "0")


def made_up() -> Cbs:
    mbo = leavers("85699NED", "industry", first=2016)
    # The newest cohort is large enough by itself.
    people(mbo, LEVEL_4, ISCED_07, "2023", alle="100", horeca="20", bouw="80")
    people(mbo, LEVEL_4, ISCED_07, "2022", alle="100", horeca="100")
    # 30 people in the newest, 20 in the one before: together 50. The one before that is not used.
    people(mbo, LEVEL_3, ISCED_07, "2023", alle="30", bouw="30")
    people(mbo, LEVEL_3, ISCED_07, "2022", alle="20", horeca="20")
    people(mbo, LEVEL_3, ISCED_07, "2021", alle="500", horeca="500")
    # Never 50 people within five cohorts, though a sixth has many.
    for cohort in ("2023", "2022", "2021", "2020", "2019"):
        people(mbo, LEVEL_2, ISCED_07, cohort, alle="0")
    people(mbo, LEVEL_2, ISCED_07, "2018", alle="900", bouw="900")
    # Of 100 people only 70 are in a section that is shown: too little to say.
    people(mbo, LEVEL_4, ISCED_06, "2023", alle="100", horeca="70", bouw=".")
    # Of 100 people 80 are: that is enough, and the shares are of those 80.
    people(mbo, LEVEL_4, ISCED_05, "2023", alle="100", horeca="60", bouw="20")
    return Cbs({"85699NED": mbo, "85778NED": leavers("85778NED", "industry", "hoop", first=2018)})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A store published after a refresh of both tables."""
    folder = tmp_path_factory.mktemp("industry")
    workspace = open_workspace()
    with serve(made_up()) as server:
        plan = Plan(sources=live_sources(load_catalogue(), SOURCES), hosts=load_hosts(),
                    cache=folder / "cache", base_urls={"cbs": server.url}, patience=IMPATIENT)
        results = refresh(workspace, plan, folder / "none")
    assert {result.source_id: (result.outcome, result.message) for result in results} == (
        dict.fromkeys(SOURCES, ("fetched", None)))
    publish(workspace, folder / "store.duckdb", REFERENCE, "refresh")
    workspace.close()
    opened = open_store(folder / "store.duckdb")
    yield opened
    opened.close()


def shares(store: duckdb.DuckDBPyConnection, field: str, level: str) -> list[tuple[object, ...]]:
    return store.execute(
        "SELECT industry_id, share, people, measured_start, measured_end FROM leaver_industry "
        "WHERE field_id = $field AND level = $level ORDER BY share DESC",
        {"field": field, "level": level}).fetchall()


OCTOBER = (date(2025, 10, 1), date(2025, 10, 31))


def test_newest_cohort_counts_when_it_is_large_enough(store: duckdb.DuckDBPyConnection) -> None:
    assert shares(store, "isced:07", "mbo-4") == [(BOUW, 0.8, 80, *OCTOBER),
                                                  (HORECA, 0.2, 20, *OCTOBER)]


def test_small_cohorts_are_joined_until_there_are_fifty_people(
    store: duckdb.DuckDBPyConnection
) -> None:
    both = (date(2024, 10, 1), date(2025, 10, 31))
    assert shares(store, "isced:07", "mbo-3") == [(BOUW, 0.6, 30, *both), (HORECA, 0.4, 20, *both)]


def test_field_with_fewer_than_fifty_people_has_no_shares(
    store: duckdb.DuckDBPyConnection
) -> None:
    assert shares(store, "isced:07", "mbo-2") == []


def test_field_of_which_too_many_industries_are_hidden_has_no_shares(
    store: duckdb.DuckDBPyConnection
) -> None:
    assert shares(store, "isced:06", "mbo-4") == []
    assert shares(store, "isced:05", "mbo-4") == [(HORECA, 0.75, 60, *OCTOBER),
                                                  (BOUW, 0.25, 20, *OCTOBER)]


def test_levels_are_those_with_a_diploma_and_both_learning_paths(
    store: duckdb.DuckDBPyConnection
) -> None:
    assert {level for (level,) in store.execute("SELECT DISTINCT level FROM leaver_industry"
                                                ).fetchall()} == {
        "mbo", "entree", "mbo-2", "mbo-3", "mbo-4", "hbo", "hbo-ba", "hbo-ma", "wo", "wo-ba",
        "wo-ma"}
    assert {field.split(":")[0] for (field,) in store.execute(
        "SELECT DISTINCT field_id FROM leaver_industry").fetchall()} == {"isced", "hoop"}


def test_programmes_are_linked_by_the_count_and_ours_is_kept_to_compare(
    store: duckdb.DuckDBPyConnection
) -> None:
    linked, sectors = store.execute(
        "SELECT count(DISTINCT programme_id), count(DISTINCT sector) FROM link "
        "JOIN programme USING (programme_id) WHERE kind = 'industry' AND basis = 'cbs_table'"
    ).fetchone()
    assert linked > 1000
    assert sectors == 3
    # Never two bases for one programme, and what is not used stays in link_check.
    assert store.execute("SELECT programme_id FROM link WHERE kind = 'industry' "
                         "GROUP BY ALL HAVING count(DISTINCT basis) > 1").fetchall() == []
    assert store.execute(
        "SELECT link.basis, other.basis FROM link JOIN link_check AS other "
        "USING (programme_id, kind) GROUP BY ALL ORDER BY ALL").fetchall() == [
        ("cbs_table", "own_judgement")]
    assert store.execute(
        "SELECT programme_id FROM link WHERE kind = 'industry' GROUP BY ALL "
        "HAVING abs(sum(weight) - 1) > 1e-6").fetchall() == []


def test_crisis_tags_follow_the_new_links(store: duckdb.DuckDBPyConnection) -> None:
    """A building programme of level 4 now counts as 80 percent building and 20 percent horeca.

    A trade in that field that leads to another section is sure only when CBS counts that section.
    """
    answers = store.execute(
        """
        SELECT known_weight, CAST(strength AS VARCHAR), main_industry, exposure
        FROM programme_effect
        WHERE crisis_id = 'corona_2020' AND programme_id IN (
            SELECT programme_id FROM link WHERE given_for = 'isced:07|mbo-4'
              AND basis = 'cbs_table')
        GROUP BY ALL
        """
    ).fetchall()
    assert {answer[:3] for answer in answers} == {(1.0, "sterk", BOUW), (1.0, "zwak", BOUW)}
    (exposure,) = {answer[3] for answer in answers}
    effects = dict(store.execute(
        "SELECT industry_id, CASE effect WHEN 'hard' THEN 2 WHEN 'geraakt' THEN 1 ELSE 0 END "
        "FROM sector_effect WHERE crisis_id = 'corona_2020'").fetchall())
    assert exposure == pytest.approx(0.8 * effects[BOUW] + 0.2 * effects[HORECA])


def test_table_without_sections_is_refused(refreshed: Refresh) -> None:
    """When CBS moves to the next classification, its letters may mean other things."""
    table = leavers("85699NED", "industry", first=2018)
    place = next(number for number, dim in enumerate(table.dims)
                 if dim.key.startswith("Bedrijfstakken"))
    dims = list(table.dims)
    dims[place] = type(dims[place])(
        dims[place].key, dims[place].title, (
            (ALL, "A-V Alle economische activiteiten"), (HORECA, "Horeca"), (BOUW, "Bouw")), 7)
    table.dims = tuple(dims)
    with serve(Cbs({"85699NED": table})) as server:
        run = refreshed(server, "cbs", "cbs_85699ned")
    assert "no industry is a section that we know" in (
        run.results["cbs_85699ned"].message or "")
