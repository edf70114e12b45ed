"""UWV Open Match from a replay server (every count made up) into monthly means.

A replay of two occupations in three provinces has six rows of each kind a week: 6 x 10 = 60
vacancies and 6 x 20 = 120 job seekers; in April to June 2020 6 x 5 = 30 and 6 x 30 = 180.
"""

from __future__ import annotations

import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sources.uwv_open_match import unpack, weekly_files
from tests.etl.live.conftest import Refresh, Refreshed
from tests.wire.server import serve
from tests.wire.uwv import COLUMNS, FIRST, OpenMatch

MONTHS = "SELECT strftime(measured_start, '%Y-%m'), value FROM pub.figure " \
         "WHERE indicator_id = '{}' AND region_id = '{}' ORDER BY 1"


def done_by(refreshed: Refresh, publisher: OpenMatch) -> Refreshed:
    with serve(publisher) as server:
        return refreshed(server, "overheid", "uwv_open_match", min_rows=1)


def faulty(fault: str) -> OpenMatch:
    publisher = OpenMatch(weeks=3)
    publisher.faults.add(fault)  # type: ignore[arg-type]
    return publisher


def warnings(done: Refreshed) -> str:
    return "\n".join(str(row[0]) for row in done.rows(
        "SELECT unnest(warnings) FROM pub.load WHERE source_id = 'uwv_open_match'"))


def test_month_is_the_mean_of_its_weeks_and_shows_the_dip(refreshed: Refresh) -> None:
    """35 weeks from 26 November 2019 to 21 July 2020, so nine months."""
    done = done_by(refreshed, OpenMatch(weeks=35))
    assert done.results["uwv_open_match"].outcome == "fetched"
    vacancies = dict(done.rows(MONTHS.format("uwv_vacancies", "NL01")))
    assert vacancies == {
        "2019-11": 60, "2019-12": 60, "2020-01": 60, "2020-02": 60, "2020-03": 60,
        "2020-04": 30, "2020-05": 30, "2020-06": 30, "2020-07": 60}
    assert dict(done.rows(MONTHS.format("uwv_job_seekers", "NL01")))["2020-05"] == 180
    # A third of the rows is in Friesland, which the publisher calls Fryslân.
    assert dict(done.rows(MONTHS.format("uwv_vacancies", "PV21")))["2020-05"] == 10
    assert done.rows(
        "SELECT measured_start, measured_end, note, unnest([ladder_level, entity_id]) "
        "FROM pub.figure WHERE figure_id = 'uwv_open_match:uwv_vacancies:NL01:2020-04'") == [
        (date(2020, 4, 7), date(2020, 4, 28), "Gemiddelde van 4 tellingen in deze maand.", text)
        for text in ("nation", "uwv:open_match")]
    assert done.rows("SELECT edition, shareable FROM pub.source "
                     "WHERE source_id = 'uwv_open_match'") == [
        ("35 weken tot en met 2020-07-21", False)]


def test_those_who_want_another_job_are_not_counted_twice(refreshed: Refresh) -> None:
    """Rows by the wanted occupation hold 1000 each in the replay; none of them may be in it."""
    done = done_by(refreshed, OpenMatch(weeks=2))
    assert done.rows("SELECT max(value) FROM pub.figure WHERE source_id = 'uwv_open_match'") \
        == [(120.0,)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "latin-1", "cp1252"])
def test_old_and_new_encodings_give_the_same(refreshed: Refresh, encoding: str) -> None:
    done = done_by(refreshed, OpenMatch(weeks=1, encoding=encoding))
    assert done.rows(MONTHS.format("uwv_vacancies", "PV21")) == [("2019-11", 20.0)]


@pytest.mark.parametrize(("fault", "message"), [
    ("renamed_column", "column AANTAL: this column is missing"),
    ("bad_number", "no number: veel"),
    ("two_files", "holds 2 csv files where one was expected"),
    ("no_resources", "no weekly ZIP files are listed"),
    ("short_line", "a line cannot be read"),
])
def test_fault_is_told_and_the_last_good_figures_stay(
    refreshed: Refresh, fault: str, message: str
) -> None:
    done = done_by(refreshed, faulty(fault))
    assert done.results["uwv_open_match"].outcome == "failed"
    assert message in (done.results["uwv_open_match"].message or "")
    assert done.rows("SELECT count(*) > 20000 FROM pub.figure") == [(True,)]


@pytest.mark.parametrize(("fault", "warning", "vacancies"), [
    ("extra_column", "columns not used: NIEUW_BEDACHT", 60),
    ("new_kind", "kinds of record not used: leerplek", 60),
    ("hidden", "18 row(s) without a number", 40),
    ("unknown_province", "counted in the country only: Bedachtland", 60),
    ("double_week", "1 of 4 listed files are double", 60),
    ("other_resources", "1 of 4 listed files are double or no weekly ZIP", 60),
    ("same_day_twice", "1 file(s) about a day that another one has, first 20191203.zip", 60),
    ("wrong_day", "2 file(s) about a day that another one has", 60),
    ("week_lost", "1 week(s) between 2019-11-26 and 2019-12-10 have no file", 60),
])
def test_surprise_is_noted_and_the_rest_is_read(
    refreshed: Refresh, fault: str, warning: str, vacancies: int
) -> None:
    done = done_by(refreshed, faulty(fault))
    assert done.results["uwv_open_match"].outcome == "fetched"
    assert warning in warnings(done)
    values = {value for _, value in done.rows(MONTHS.format("uwv_vacancies", "NL01"))}
    assert values == {vacancies}


@pytest.mark.parametrize("fault", ["truncate", "reset", "429", "503", "html", "empty"])
def test_trouble_on_the_way_is_tried_again(refreshed: Refresh, fault: str) -> None:
    with serve(OpenMatch(weeks=2)) as server:
        server.misbehave("2019-12-03.zip", fault)  # type: ignore[arg-type]
        done = refreshed(server, "overheid", "uwv_open_match", min_rows=1)
    assert done.results["uwv_open_match"].outcome == "fetched"
    assert len(done.rows(MONTHS.format("uwv_vacancies", "NL01"))) == 2


def test_licence_of_the_list_decides_what_may_be_shared(refreshed: Refresh) -> None:
    done = done_by(refreshed, OpenMatch(weeks=1, licence="CC-BY-4.0"))
    assert done.rows("SELECT licence, shareable FROM pub.source "
                     "WHERE source_id = 'uwv_open_match'") == [("CC-BY-4.0", True)]
    done = done_by(refreshed, OpenMatch(weeks=1, licence="cc-by-nc"))
    assert done.rows("SELECT shareable FROM pub.source WHERE source_id = 'uwv_open_match'") \
        == [(False,)]


def test_second_run_gets_only_what_changed_and_offline_nothing(refreshed: Refresh) -> None:
    query = "SELECT * FROM pub.figure WHERE source_id = 'uwv_open_match' ORDER BY figure_id"
    with serve(OpenMatch(weeks=4)) as server:
        first = refreshed(server, "overheid", "uwv_open_match", min_rows=1).rows(query)
        assert first
        assert refreshed(server, "overheid", "uwv_open_match", min_rows=1).rows(query) == first
        assert server.statuses == [200] * 5 + [304] * 5
        again = refreshed(server, "overheid", "uwv_open_match", min_rows=1, offline=True)
        assert again.rows(query) == first
        assert len(server.statuses) == 10


def test_columns_are_as_many_as_the_publisher_has() -> None:
    assert len(COLUMNS) == 39


@given(st.integers(0, 180), st.sampled_from(["%Y%m%d", "%Y-%m-%d"]), st.booleans())
def test_week_is_found_in_address_or_name(number: int, form: str, in_name: bool) -> None:
    day = FIRST + timedelta(weeks=number)
    text = day.strftime(form)
    row = {"format": "zip", "name": text if in_name else "x",
           "url": "https://example.org/a" if in_name else f"https://example.org/{text}.zip"}
    assert list(weekly_files({"result": {"resources": [row]}})) == [f"{day:%Y%m%d}"]


@given(text=st.text(st.characters(codec="cp1252", exclude_characters="\r\n\ufeff\x1a"),
                    min_size=1, max_size=30), encoding=st.sampled_from(["utf-8-sig", "cp1252"]))
def test_any_text_comes_out_of_a_zip_as_utf8(
    tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str
) -> None:
    """A text whose Windows bytes happen to be UTF-8 too is the one case that cannot be told."""
    folder: Path = tmp_path_factory.mktemp("zip")
    content = f"KOP;{text}\r\n".encode(encoding)
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("a.CSV", content)
    unpack(folder / "a.zip", folder / "a.csv")
    written = (folder / "a.csv").read_text(encoding="utf-8")
    try:
        expected = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        expected = content.decode("cp1252", errors="replace")
    assert written == expected.replace("\r\n", "\n")
