"""What a store remembers, what a diff says, and going back to an earlier store."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.diff import SHARE, class_of, diff, moved, summary
from etl.errors import DataError
from etl.keeping import earlier, history, rollback
from etl.publish import build, publish, try_out
from etl.reading import open_workspace
from etl.snapshot import read_snapshot
from store.connection import open_store
from tests.etl.small_reference import FACT, FACT_COLUMNS, write_reference
from tests.etl.test_cli import etl, printed

SCALE = [("laag", 0.5), ("midden", 1.0), ("hoog", None)]


def reference(folder: Path, value: str) -> Path:
    return write_reference(folder, made_up=FACT_COLUMNS + FACT.replace(",0.5,", f",{value},"))


@pytest.fixture
def three_stores(snapshot: Path, tmp_path: Path) -> Path:
    """Three publications after each other, with a made-up share of 0.50, 0.52 and 0.70."""
    target = tmp_path / "outlook.duckdb"
    for value in ("0.5", "0.52", "0.7"):
        build(target, snapshot, reference(tmp_path / "reference", value))
    return target


def edited(store: Path, copy: Path, *statements: str) -> Path:
    shutil.copy(store, copy)
    with duckdb.connect(str(copy)) as connection:
        for statement in statements:
            connection.execute(statement)
    return copy


def made_up_value(path: Path) -> float:
    store = open_store(path)
    (value,) = store.execute("SELECT value FROM figure WHERE source_id = 'made_up_page'"
                             ).fetchone()
    store.close()
    return value


@pytest.mark.parametrize(("before", "after", "scale", "changed"), [
    (100.0, 110.0, (), False), (100.0, 110.1, (), True), (100.0, 89.9, (), True),
    (0.0, 0.0, (), False), (0.0, 0.01, (), True), (-100.0, -95.0, (), False),
    (0.45, 0.5, SCALE, False), (0.5, 0.51, SCALE, True), (5.0, 9.0, SCALE, False),
])
def test_a_figure_moves_by_a_class_or_by_ten_per_cent(
    before: float, after: float, scale: list[tuple[str, float | None]], changed: bool
) -> None:
    assert moved(before, after, scale) is changed


@given(st.floats(0.01, 1e6), st.floats(0.01, 1e6))
def test_without_classes_it_is_the_share_that_counts(before: float, after: float) -> None:
    if abs(after / before - 1) > SHARE + 1e-6:
        assert moved(before, after, ())
    elif abs(after / before - 1) < SHARE - 1e-6:
        assert not moved(before, after, ())


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_classes_follow_the_order_of_the_values(one: float, other: float) -> None:
    order = [label for label, _ in SCALE]
    low, high = sorted((one, other))
    assert order.index(class_of(low, SCALE)) <= order.index(class_of(high, SCALE))


def test_a_store_does_not_differ_from_itself(small_store_path: Path) -> None:
    assert diff(small_store_path, small_store_path) == []


def test_other_rules_list_the_tags_that_changed(small_store_path: Path, tmp_path: Path) -> None:
    """Of industries and programmes with both versions, of figures counted per indicator."""
    def with_rules(version: str, effect: str, tag: str) -> Path:
        common = f"""'corona_2020' AS crisis_id, '{effect}' AS effect, 'laag' AS confidence,
            'nvt' AS recovery, false AS provisional, [] AS reasons, '{version}' AS rule_version"""
        return edited(
            small_store_path, tmp_path / f"{version}.duckdb",
            "DELETE FROM sector_effect", "DELETE FROM programme_effect",
            f"INSERT INTO sector_effect BY NAME SELECT {common}, '389100' AS industry_id, "
            "'{}' AS inputs, '2023Q3' AS data_vintage",
            f"INSERT INTO programme_effect BY NAME SELECT {common}, 'crebo:25901' AS programme_id, "
            "1 AS known_weight, 'sterk' AS strength",
            f"UPDATE figure_crisis SET measured_tag = '{tag}' WHERE crisis_id = 'corona_2020' "
            "AND figure_id LIKE 'made_up_page%'")

    changes = diff(with_rules("1.0", "hard", "M1"), with_rules("1.1", "geraakt", "M3"))
    assert {change.kind for change in changes} == {"tag_changed"}
    told = ("hard, nvt, laag, regels 1.0", "geraakt, nvt, laag, regels 1.1")
    assert {change.subject: (change.before, change.after) for change in changes} == {
        "corona_2020 I Horeca": told, "corona_2020 crebo:25901 Verzinner": told,
        "corona_2020 work_share_12h": ("M1", "M3")}


def test_every_kind_of_change_is_named(
    snapshot: Path, small_store_path: Path, tmp_path: Path
) -> None:
    workspace = open_workspace()
    read_snapshot(workspace, snapshot)
    (programme,) = workspace.execute("SELECT min(programme_id) FROM pub.programme").fetchone()
    for statement in (
        f"UPDATE pub.programme SET name = 'Bedachte naam' WHERE programme_id = '{programme}'",
        "UPDATE pub.source SET edition = 'nieuw' WHERE source_id = 'cbs_83815ned'",
        "DELETE FROM pub.figure WHERE indicator_id = 'hourly_wage_leavers'",
    ):
        workspace.execute(statement)
    folder = reference(tmp_path / "reference", "0.7")
    indicators = folder / "indicators.toml"
    text = indicators.read_text(encoding="utf-8")
    old_name = 'name = "Uurloon na je opleiding"'
    assert old_name in text
    indicators.write_text(text.replace(old_name, 'name = "Anders geteld"'), encoding="utf-8")
    new = tmp_path / "new.duckdb"
    publish(workspace, new, folder, "load")
    workspace.close()
    changes = diff(small_store_path, new)
    by_kind = {change.kind: change for change in changes}
    assert (by_kind["programme_renamed"].subject, by_kind["programme_renamed"].after) == (
        programme, "Bedachte naam")
    assert (by_kind["source_edition"].subject, by_kind["source_edition"].after) == (
        "cbs_83815ned", "nieuw")
    assert (by_kind["definition_changed"].subject, by_kind["definition_changed"].after) == (
        "hourly_wage_leavers", "Anders geteld")
    assert (by_kind["figure_changed"].before, by_kind["figure_changed"].after) == ("0.5", "0.7")
    assert by_kind["figure_gone"].subject == "hourly_wage_leavers"
    backwards = summary(diff(new, small_store_path))
    assert backwards["figure_new"] == summary(changes)["figure_gone"]
    assert "figure_gone" not in backwards


@pytest.mark.parametrize(("make", "said"), [
    (lambda path: None, "there is no store here"),
    (lambda path: path.write_text("x"), "not a store that can be opened"),
    (lambda path: duckdb.connect(str(path)).close(), "not a store that can be opened"),
])
def test_what_is_no_store_is_one_sentence(
    small_store_path: Path, tmp_path: Path, make: object, said: str
) -> None:
    make(tmp_path / "x.duckdb")  # type: ignore[operator]
    with pytest.raises(DataError, match=said):
        diff(tmp_path / "x.duckdb", small_store_path)


def test_a_store_remembers_its_checks_and_what_moved(three_stores: Path) -> None:
    store = open_store(three_stores)
    assert store.execute("SELECT count(*) > 20, bool_and(ok OR level = 'warning') "
                         "FROM check_result").fetchone() == (True, True)
    assert store.execute("SELECT kind::VARCHAR, before, after FROM change "
                         "WHERE kind = 'figure_changed'").fetchall() == [
        ("figure_changed", "0.52", "0.7")]
    records = history(store)
    store.close()
    assert [(record["number"], record["changes"]) for record in records] == [
        (3, 1), (2, 0), (1, None)]
    assert len({record["data_version"] for record in records}) == 3


def test_rollback_goes_back_and_forth(three_stores: Path) -> None:
    assert [made_up_value(path) for path in
            (three_stores, earlier(three_stores, 1), earlier(three_stores, 2))] == [0.7, 0.52, 0.5]
    rollback(three_stores)
    assert made_up_value(three_stores) == 0.52
    rollback(three_stores)
    assert made_up_value(three_stores) == 0.7
    rollback(three_stores, 2)
    assert [made_up_value(path) for path in
            (three_stores, earlier(three_stores, 1), earlier(three_stores, 2))] == [0.5, 0.7, 0.52]
    assert len(list(three_stores.parent.glob("outlook.duckdb*"))) == 3


def test_a_reader_keeps_its_store_during_a_rollback(three_stores: Path) -> None:
    reader = open_store(three_stores)
    rollback(three_stores)
    question = "SELECT value FROM figure WHERE source_id = 'made_up_page'"
    assert reader.execute(question).fetchone() == (0.7,)
    reader.close()


def test_rollback_refuses_what_it_cannot_use(three_stores: Path) -> None:
    with pytest.raises(DataError, match=r"there is no earlier store. Kept: 1, 2"):
        rollback(three_stores, 3)
    with duckdb.connect(str(earlier(three_stores, 1))) as connection:
        connection.execute("UPDATE store_info SET value = '0' WHERE key = 'schema_version'")
    with pytest.raises(DataError, match="schema version 0"):
        rollback(three_stores)
    assert made_up_value(three_stores) == 0.7


def test_trying_out_says_what_would_move_and_leaves_the_store(
    three_stores: Path, snapshot: Path, tmp_path: Path
) -> None:
    workspace = open_workspace()
    read_snapshot(workspace, snapshot)
    published = try_out(workspace, three_stores, reference(tmp_path / "other", "0.9"), "refresh")
    workspace.close()
    assert summary(published.changes) == {"figure_changed": 1}
    assert made_up_value(three_stores) == 0.7
    assert list(three_stores.parent.glob("*.new")) == []


def test_the_command_shows_history_diff_and_rollback(three_stores: Path) -> None:
    assert "figure_changed: 1" in printed(etl(three_stores, "diff"))
    changes = json.loads(printed(etl(three_stores, "diff", "--json")))
    assert [change["after"] for change in changes if change["kind"] == "figure_changed"] == ["0.7"]
    shown = printed(etl(three_stores, "history"))
    assert "rollback --to 2" in shown
    assert "known figures" in shown  # a row of a figure that is missing does not count
    assert len(json.loads(printed(etl(three_stores, "history", "--json")))) == 3
    assert "undoes this" in printed(etl(three_stores, "rollback"))
    assert made_up_value(three_stores) == 0.52
    done = etl(three_stores, "rollback", "--to", "3")
    assert done.returncode == 1
    assert "there is no earlier store" in done.stderr


@pytest.mark.parametrize("verb", ["check", "status", "snapshot", "history"])
def test_a_store_of_another_schema_is_one_sentence(
    small_store_path: Path, tmp_path: Path, verb: str
) -> None:
    old = edited(small_store_path, tmp_path / "old.duckdb",
                 "UPDATE store_info SET value = '0' WHERE key = 'schema_version'")
    done = etl(old, verb)
    assert done.returncode == 1
    assert "schema version 0" in done.stderr
    assert "python -m etl build" in done.stderr


def test_the_first_store_has_no_changes(store: duckdb.DuckDBPyConnection) -> None:
    assert store.execute("SELECT count(*) FROM change").fetchone() == (0,)
    assert [record["number"] for record in history(store)] == [1]
