"""A second refresh, with news, oddities and a source that fails; what moved; and going back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest

from tests.etl.refresh.conftest import Country, Desk, Ran
from tests.wire.cbs import Cbs, Table
from tests.wire.cbs_tables import leavers
from tests.wire.country import served
from tests.wire.roa_files import dataverse
from tests.wire.uwv import OpenMatch


@dataclass(frozen=True)
class Moved:
    """A second refresh with news, oddities and one source that fails, and then back again."""

    desk: Desk
    before: str
    ran: Ran
    published: str
    diff: list[dict[str, object]]
    history: list[dict[str, object]]
    status: dict[str, dict[str, object]]
    sums: dict[str, set[tuple[object, ...]]]
    back: Ran
    after: str


@pytest.fixture(scope="module")
def moved(country: Country, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moved]:
    """Wages rise by a fifth or a hundredth; the outlook cannot be had; the rest is only odd.

    Odd are a column more, a member more, a kind of record more, gzip, a wrong content type and a
    clock that is more than a year slow.
    """
    desk = Desk(tmp_path_factory.mktemp("moved"))
    os.link(country.desk.store, desk.store)
    wages = _with_a_new_field(leavers("83815NED", "wage", "hoop", first=2022))
    for group, factor in (("A042726", 1.2), ("A042727", 1.01)):
        at = ("T001038", group, "T001081", "T001072", "A000101", "2023SJ00",
              "UurloonWerknemersNaVerlatenHo_1")
        wages.changed[at] = f"{factor * float(wages.text(at[:-1], at[-1])):.2f}"
    before = desk.fingerprint()
    with served({"cbs": Cbs({"83815NED": wages}, extra_column="Toelichting"),
                 "dataverse": dataverse(),
                 "overheid": OpenMatch(faults={"extra_column", "new_kind"})}) as servers:
        servers["cbs"].misbehave("DataProperties", "wrong_type")
        servers["cbs"].misbehave("Perioden", "late_clock")
        servers["cbs"].misbehave("UntypedDataSet?", "gzip", 99)
        servers["dataverse"].misbehave("/store/674144", "503", 99)
        ran = desk.refresh(servers, only=["cbs_83815ned", "roa_ais_2030", "overheid"])
    published = desk.fingerprint()
    yield Moved(
        desk, str(before), ran, str(published),
        json.loads(desk.run("diff", "--json").out),
        json.loads(desk.run("history", "--json").out),
        {record["source_id"]: record
         for record in json.loads(desk.run("status", "--json").out)["sources"]},
        {name: _figures(path) for name, path in (
            ("old", country.desk.store), ("new", desk.store))},
        desk.run("rollback"), str(desk.fingerprint()))


def _with_a_new_field(table: Table) -> Table:
    """Ruimtevaart earns what the first field earns."""
    place = next(number for number, dim in enumerate(table.dims) if dim.key == "Studierichting")
    dim, old = table.dims[place], table.cell
    new = replace(dim, members=(*dim.members, ("A009099", "Ruimtevaart")))

    def cell(at: dict[str, str], topic: str) -> str:
        return old({key: "A009001" if code == "A009099" else code
                    for key, code in at.items()}, topic)

    return replace(table, cell=cell, dims=(*table.dims[:place], new, *table.dims[place + 1:]))


def _figures(store: Path) -> set[tuple[object, ...]]:
    with duckdb.connect(str(store), read_only=True) as opened:
        return set(opened.execute(
            "SELECT source_id, figure_id, value, label, status FROM figure "
            "WHERE source_id IN ('roa_ais_2030', 'uwv_open_match')").fetchall())


def test_one_failure_does_not_keep_the_others_from_being_published(moved: Moved) -> None:
    assert moved.ran.outcomes() == {"cbs_83815ned": "fetched", "roa_ais_2030": "failed",
                                    "uwv_open_match": "fetched"}
    assert moved.ran.code == 1
    assert moved.ran.err.startswith("error: roa_ais_2030: http://127.0.0.1:")
    assert moved.ran.err.count("\n") == 1
    assert moved.published != moved.before


def test_last_good_figures_stay_and_are_marked_with_their_age(moved: Moved) -> None:
    kept, good = moved.status["roa_ais_2030"], moved.status["uwv_open_match"]
    assert kept["outcome"] == "failed"
    assert "answered 503" in str(kept["message"])
    assert kept["fetched"] < kept["attempted"]
    assert (good["outcome"], good["fetched"]) == ("fetched", good["attempted"])
    assert {row[0] for row in moved.sums["new"]} == {"roa_ais_2030", "uwv_open_match"}
    assert moved.sums["new"] == moved.sums["old"]


def test_oddities_are_noted_and_change_nothing(moved: Moved) -> None:
    """Gzip and a clock that is slow are not worth a word; far fewer rows than before are."""
    assert sorted(moved.ran.sources["cbs_83815ned"]["notes"]) == [
        "550 rows where there were 1,540; see «python -m etl diff»",
        "83815NED has a column that it does not describe: Toelichting",
        "the publisher calls its JSON «application/octet-stream»"]
    assert "not a study field of ours: Ruimtevaart" in str(
        moved.status["cbs_83815ned"]["warnings"])
    warnings = str(moved.status["uwv_open_match"]["warnings"])
    assert "NIEUW_BEDACHT" in warnings.upper()
    assert "leerplek" in warnings.lower()


def test_diff_shows_what_moved_by_more_than_ten_percent(moved: Moved) -> None:
    changed = [change for change in moved.diff if change["kind"] == "figure_changed"
               and change["years_after"] == 1.0]
    assert [change["subject"] for change in changed] == ["hbo-ba"], changed
    before, after = (float(str(changed[0][name])) for name in ("before", "after"))
    assert after == pytest.approx(1.2 * before, abs=0.01)


def test_history_lists_both_and_rollback_brings_the_first_back(moved: Moved) -> None:
    assert [(entry["number"], entry["made_by"]) for entry in moved.history] == [
        (2, "refresh"), (1, "refresh")]
    assert moved.history[0]["changes"] > 0
    assert (moved.back.code, moved.back.err) == (0, "")
    assert moved.after == moved.before
    # And once more would bring the second back.
    assert (moved.desk.folder / "outlook.duckdb.1").is_file()
