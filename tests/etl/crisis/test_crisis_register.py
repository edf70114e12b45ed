"""The register refuses rows that cannot be right, and says where."""

from datetime import date

import pytest

from etl.crisis.quarters import Quarter
from etl.crisis.register import (
    Crisis,
    Known,
    Window,
    base_of,
    load_experts,
    load_register,
    load_support,
)
from etl.errors import DataError

HEADER = ("crisis_id,name_nl,name_en,name_short_nl,name_short_en,kind,window_start,window_end,"
          "dip_start,dip_end,evidence_nl,evidence_en,source,source_en,url,dating_confidence")


def row(crisis_id="a", kind="economisch", window=("2020-03-16", "2022-03-31"),
        dip=("2020Q1", "2021Q1"), dating="hoog"):
    """One made-up row of the register."""
    return ",".join([crisis_id, "Naam", "Name", "naam", "name", kind, *window, *dip,
                     "bewijs", "evidence", "bron", "source", "https://example.org", dating])


def written(tmp_path, *lines, header=HEADER):
    path = tmp_path / "register.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def test_the_projects_own_register(register):
    assert [crisis.crisis_id for crisis in register] == [
        "dotcom_2002", "krediet_2008", "corona_2020", "energie_2022"]
    corona, energie = register[2], register[3]
    assert corona.dip == Window(date(2020, 3, 16), date(2021, 3, 31))
    assert corona.full_start == Quarter(2020, 2)
    assert energie.dip is None and energie.window.end == date.max
    assert register[1].full_start == register[1].start == Quarter(2008, 4)


@pytest.mark.parametrize(("line", "column", "words"), [
    (row(window=("2020-03-16", "2020-03-15")), "window_end", "ends before it starts"),
    (row(dip=("2021Q1", "2020Q1")), "dip_end", "ends before it starts"),
    (row(dip=("2019Q4", "2020Q2")), "dip_start", "outside the window"),
    (row(dip=("2022Q2", "")), "dip_start", "outside the window"),
    (row(dip=("2020Q1", "2022Q2")), "dip_end", "after the window"),
    (row(dip=("", "2021Q1")), "dip_end", "no start"),
    (row(window=("", "")), "window_start", "empty"),
    (row(kind="oorlog"), "kind", "«oorlog»"),
    (row(dating="zeker"), "dating_confidence", "«zeker»"),
    (row(window=("2020-02-30", "")), "window_start", "not a date"),
    (row(dip=("2020-1", "")), "dip_start", "not a quarter"),
    (row(crisis_id=""), "crisis_id", "empty"),
    (row().replace(",evidence,", ",,"), "evidence_en", "empty"),
])
def test_bad_rows_name_line_and_column(tmp_path, line, column, words):
    path = written(tmp_path, row("goed", window=("2008-10-01", "2013-12-31"),
                                 dip=("2008Q4", "2013Q4")), line)
    with pytest.raises(DataError, match=words) as caught:
        load_register(path)
    assert (caught.value.file, caught.value.line, caught.value.column) == (str(path), 3, column)


def test_a_crisis_stands_in_the_file_once(tmp_path):
    with pytest.raises(DataError, match="already") as caught:
        load_register(written(tmp_path, row(dip=("", "")), row(dip=("", ""))))
    assert caught.value.line == 3


def test_dips_do_not_overlap_also_when_one_still_runs(tmp_path):
    running = row("a", window=("2020-01-01", ""), dip=("2020Q1", ""))
    later = row("b", window=("2025-01-01", ""), dip=("2025Q1", "2025Q4"))
    with pytest.raises(DataError, match="overlaps that of a") as caught:
        load_register(written(tmp_path, running, later))
    assert (caught.value.line, caught.value.column) == (3, "dip_start")


def test_missing_column_and_short_row(tmp_path):
    with pytest.raises(DataError, match="column is missing") as caught:
        load_register(written(tmp_path, header=HEADER.replace(",kind", "")))
    assert caught.value.column == "kind"
    with pytest.raises(DataError, match="another number of fields"):
        load_register(written(tmp_path, "a,b"))
    with pytest.raises(DataError, match="cannot be opened"):
        load_register(tmp_path / "none.csv")


def test_support_and_experts_of_the_project(reference):
    support = load_support(reference / "support.csv")
    experts = load_experts(reference / "expert_list.csv")
    assert support == {("corona_2020", "389100"): 0.85, ("corona_2020", "428100"): 0.76,
                       ("corona_2020", "410200"): 0.57}
    assert experts["corona_2020", "388400"] == "groei"
    assert len(experts) == 14


def test_bad_support_and_experts_are_refused(tmp_path):
    path = tmp_path / "support.csv"
    head = "crisis_id,industry_id,code,share_pct,period,publisher,url\n"
    for share in ("101", "-1", "veel", "nan"):
        path.write_text(f"{head}c,1,I,{share},p,CBS,u\n", encoding="utf-8")
        with pytest.raises(DataError, match="0 to 100"):
            load_support(path)
    path.write_text(f"{head}c,1,I,5,p,CBS,u\nc,1,I,6,p,CBS,u\n", encoding="utf-8")
    with pytest.raises(DataError, match="already") as caught:
        load_support(path)
    assert caught.value.line == 3
    path.write_text("crisis_id,industry_id,listed_as,expectation,date,publisher,url\n"
                    "c,1,x,misschien,2020-05,UWV,u\n", encoding="utf-8")
    with pytest.raises(DataError, match="«misschien»"):
        load_experts(path)


@pytest.mark.parametrize(("crisis", "industry", "column"), [
    ("pest_1350", "389100", "crisis_id"), ("corona_2020", "999999", "industry_id"),
])
def test_unknown_industry_or_crisis_is_refused_with_its_line(tmp_path, crisis, industry, column):
    known = Known({"corona_2020"}, {"389100"})
    support = tmp_path / "support.csv"
    support.write_text("crisis_id,industry_id,code,share_pct,period,publisher,url\n"
                       f"corona_2020,389100,I,85,p,CBS,u\n{crisis},{industry},I,5,p,CBS,u\n",
                       encoding="utf-8")
    experts = tmp_path / "experts.csv"
    experts.write_text("crisis_id,industry_id,listed_as,expectation,date,publisher,url\n"
                       "corona_2020,,x,groei,2020-05,UWV,u\n"
                       f"{crisis},{industry},x,groei,2020-05,UWV,u\n", encoding="utf-8")
    for load, path in ((load_support, support), (load_experts, experts)):
        with pytest.raises(DataError, match="is not") as caught:
            load(path, known)
        assert (caught.value.file, caught.value.line, caught.value.column) == (
            str(path), 3, column)


def made_up(crisis_id, first, last):
    return Crisis(crisis_id, "n", "n", "n", "n", "economisch", first.start, last.end, first, last,
                  "e", "e", "s", "s", "u", "hoog")


def test_the_base_moves_back_past_another_dip():
    first = made_up("a", Quarter(2010, 1), Quarter(2010, 2))
    second = made_up("b", Quarter(2011, 1), Quarter(2011, 4))
    plain = base_of(second, [second], 8)
    assert (plain.first, plain.year, plain.shifted) == (Quarter(2010, 1), 2010, False)
    moved = base_of(second, [first, second], 8)
    assert (moved.first, moved.year, moved.shifted) == (Quarter(2009, 1), 2009, True)
    stuck = base_of(second, [first, second], 3)
    assert (stuck.first, stuck.overlaps_dip) == (Quarter(2010, 1), True)


@pytest.mark.parametrize(("start", "year"), [("2020Q1", 2019), ("2020Q2", 2019), ("2020Q3", 2019),
                                             ("2020Q4", 2020)])
def test_base_year_of_jobs_holds_most_base_quarters(start, year):
    quarter = Quarter.parse(start)
    assert base_of(made_up("a", quarter, quarter), [], 0).year == year
