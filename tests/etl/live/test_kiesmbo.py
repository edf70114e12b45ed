"""KiesMBO from a replay server (every score made up) into figures.

In the replay the scores follow from the places of the crebo (p) and the school (s): chance of an
internship (p + s) % 5 + 1, nationally p % 5 + 1; chance of work (p + 2s) % 5 + 1, nationally
(p + 1) % 5 + 1; pay 14.5 + p, nationally only.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sources.kiesmbo import chosen_codes, unwrapped
from tests.etl.live.conftest import Refresh, Refreshed
from tests.wire.kiesmbo import BRINS, CREBOS, KEY, REMARK, KiesMbo
from tests.wire.server import serve

SMALL = {"schools": BRINS[:2], "crebos": CREBOS[:3]}
FIGURE = "SELECT {} FROM pub.figure WHERE source_id = 'kiesmbo' AND entity_id = '{}' " \
         "AND indicator_id = '{}'"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIESMBO_KEY", KEY)


def small(refreshed: Refresh, publisher: KiesMbo, **options: object) -> Refreshed:
    publisher.limit = 10_000
    with serve(publisher) as server:
        return refreshed(server, "kiesmbo", min_rows=1, per_second=10_000, **options)


def figure(done: Refreshed, columns: str, entity: str, indicator: str) -> tuple[object, ...]:
    (row,) = done.rows(FIGURE.format(columns, entity, indicator))
    return row


def test_every_indicator_at_school_and_in_the_country(refreshed: Refresh) -> None:
    done = small(refreshed, KiesMbo(**SMALL))
    result = done.results["kiesmbo"]
    assert (result.outcome, result.message) == ("fetched", None)
    # Three crebos at two schools: two with bol and bbl, one with all paths together; and each
    # of these five nationally. Chance of internship, of work, and pay.
    assert result.rows == 5 * 2 * 3 + 5 * 3
    # Crebo 1, school 1: (1 + 1) % 5 + 1 = 3 and nationally 1 % 5 + 1 = 2.
    shown = "value, label, ladder_level, status, horizon, measured_start, measured_end"
    entity, year = "crebo:25168|25PM|bol", (date(2024, 1, 1), date(2024, 5, 22))
    assert figure(done, shown, entity, "internship_chance") == (
        3.0, "voldoende", "offering", "A", None, *year)
    assert figure(done, shown, "crebo:25168|bol", "internship_chance") == (
        2.0, "matig", "programme", "A", None, *year)
    # Work: (1 + 2 * 1) % 5 + 1 = 4, forecast for three years after 2024.
    assert figure(done, shown, entity, "work_chance_sbb") == (
        4.0, "ruim voldoende", "offering", "F", 2027, *year)
    # All paths together, where a school tells no paths apart: no path in the name.
    assert figure(done, "value", "crebo:25171", "internship_chance") == (3.0,)
    # Pay of the occupation, known nationally only; the year of measuring is our assumption.
    assert figure(done, "value, measured_start, measured_end, measured_assumed, population",
                  "crebo:25168|bbl", "start_wage_hour_sic") == (
        15.5, date(2022, 1, 1), date(2023, 12, 31), True,
        "Bedachte opleiding 25168, bbl, jaar van de meting onbekend")
    assert figure(done, "value, missing_reason", entity, "start_wage_hour_sic") == (
        None, "publisher_gives_none")


def test_zero_is_no_score_and_the_remark_is_kept_word_for_word(refreshed: Refresh) -> None:
    done = small(refreshed, KiesMbo(**SMALL))
    assert figure(done, "value, label, missing_reason, note", "crebo:25168|25LH|bol",
                  "internship_chance") == (None, None, "publisher_gives_none", REMARK)
    assert figure(done, "value, note", "crebo:25168|bol", "internship_chance") == (2.0, REMARK)
    assert figure(done, "note", "crebo:25168|bbl", "internship_chance") == (None,)


def test_pay_per_month_is_another_indicator(refreshed: Refresh) -> None:
    done = small(refreshed, KiesMbo(**SMALL, pay=2100))
    assert figure(done, "value", "crebo:25180|bol", "start_wage_month_sic") == (2100.0,)
    assert done.rows("SELECT 1 FROM pub.figure WHERE indicator_id = 'start_wage_hour_sic'") == []


def test_source_is_never_shared_and_its_date_is_that_of_the_export(refreshed: Refresh) -> None:
    done = small(refreshed, KiesMbo(**SMALL))
    assert done.rows("SELECT shareable, edition, published FROM pub.source "
                     "WHERE source_id = 'kiesmbo'") == [
        (False, "stand van 2024-05-22", date(2024, 5, 22))]


def test_without_a_key_nothing_is_asked_and_it_says_which(
    refreshed: Refresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KIESMBO_KEY")
    with serve(KiesMbo(**SMALL)) as server:
        result = refreshed(server, "kiesmbo").results["kiesmbo"]
        assert server.asked == []
    assert (result.outcome, result.message) == (
        "not_loaded", "needs a key in the variable KIESMBO_KEY")


def test_wrong_key_is_refused_and_never_written_down(
    refreshed: Refresh, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KIESMBO_KEY", "wrong-and-secret")
    done = small(refreshed, KiesMbo(**SMALL))
    result = done.results["kiesmbo"]
    assert result.outcome == "failed"
    assert "refuses access (401)" in (result.message or "")
    monkeypatch.setenv("KIESMBO_KEY", KEY)
    done = small(refreshed, KiesMbo(**SMALL))
    assert done.results["kiesmbo"].outcome == "fetched"
    for secret in (b"wrong-and-secret", KEY.encode()):
        assert secret not in str(vars(done.results["kiesmbo"])).encode()
        assert not [path for path in tmp_path.rglob("*") if path.is_file()
                    and secret in path.read_bytes()]


def test_key_of_version_1_only_is_enough(refreshed: Refresh) -> None:
    done = small(refreshed, KiesMbo(**SMALL, v2_key="another"))
    assert done.results["kiesmbo"].outcome == "fetched"
    assert "version 1 was used" in done.results["kiesmbo"].notes[0]


def test_never_more_than_twenty_requests_in_a_second(refreshed: Refresh) -> None:
    """Ninety requests; the server counts them per second and would refuse the 21st."""
    publisher = KiesMbo()
    with serve(publisher) as server:
        done = refreshed(server, "kiesmbo")
        assert len(server.asked) > 80
        assert 429 not in server.statuses
    assert done.results["kiesmbo"].outcome == "fetched"
    assert 10 <= publisher.busiest <= 20


def test_refusal_for_being_too_fast_is_waited_out(refreshed: Refresh) -> None:
    publisher = KiesMbo(**SMALL)
    with serve(publisher) as server:
        server.misbehave("studieincijfers/25LH", "429", 2)
        server.misbehave("v1/studies", "reset", 1)
        done = refreshed(server, "kiesmbo", min_rows=1)
        assert server.statuses.count(429) == 2
    assert done.results["kiesmbo"].outcome == "fetched"


@pytest.mark.parametrize(("fault", "message"), [
    ("renamed_items", "column Items: this card has no items"),
    ("renamed_score", "column Score: this part of an item is missing"),
    ("no_cards", "10 of 10 cards of Studie in Cijfers cannot be had"),
    ("error_cards", "10 of 10 cards"),
    ("other_school", "no figure came out of the cards"),
])
def test_fault_is_told_and_the_last_good_figures_stay(
    refreshed: Refresh, fault: str, message: str
) -> None:
    publisher = KiesMbo(**SMALL)
    publisher.faults.add(fault)  # type: ignore[arg-type]
    done = small(refreshed, publisher)
    assert done.results["kiesmbo"].outcome == "failed"
    assert message in (done.results["kiesmbo"].message or "")
    assert done.rows("SELECT count(*) FROM pub.figure WHERE source_id = 'kiesmbo'") == [(0,)]
    assert done.rows("SELECT count(*) > 20000 FROM pub.figure") == [(True,)]


@pytest.mark.parametrize(("fault", "warning"), [
    ("extra_field", None), ("unknown_item", "Bedacht nieuw cijfer"),
    ("odd_class", "10 scores that are no class or amount"), ("no_date", "today was taken"),
    # The list of version 1 is empty, but the export knows the studies too.
    ("no_studies", None),
    ("schools_disagree", "national scores on which schools do not agree"),
])
def test_surprise_is_noted_and_the_rest_is_read(
    refreshed: Refresh, fault: str, warning: str | None
) -> None:
    publisher = KiesMbo(**SMALL)
    publisher.faults.add(fault)  # type: ignore[arg-type]
    done = small(refreshed, publisher)
    assert done.results["kiesmbo"].outcome == "fetched"
    (warnings,) = zip(*done.rows("SELECT unnest(warnings) FROM pub.load "
                                 "WHERE source_id = 'kiesmbo'"), strict=True)
    assert any((warning or "items not used") in text for text in warnings)


def test_offline_repeats_the_run_without_a_request(refreshed: Refresh) -> None:
    publisher = KiesMbo(**SMALL, limit=10_000)
    with serve(publisher) as server:
        first = refreshed(server, "kiesmbo", min_rows=1, per_second=10_000)
        asked = len(server.asked)
        again = refreshed(server, "kiesmbo", min_rows=1, per_second=10_000)
        assert set(server.statuses[asked:]) == {304}
        offline = refreshed(server, "kiesmbo", min_rows=1, per_second=10_000, offline=True)
        assert len(server.asked) == 2 * asked
    query = "SELECT * FROM pub.figure WHERE source_id = 'kiesmbo' ORDER BY figure_id"
    assert first.rows(query)
    assert first.rows(query) == again.rows(query) == offline.rows(query)


def test_card_of_all_paths_only_where_it_stands_alone() -> None:
    assert chosen_codes(["bc008_TOT4", "bc008_BOL4", "bc009_TOT2", "bc008_TOT3", "vreemd"]) == [
        "bc008_BOL4", "bc008_TOT3", "bc009_TOT2"]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
                    max_leaves=8))
def test_envelope_comes_off_in_every_spelling(data: object) -> None:
    pascal = unwrapped({"HasError": "False", "Data": data})
    assert pascal == unwrapped({"hasError": False, "data": data})
    assert unwrapped({"HasError": "True", "Data": data}) is None
    assert unwrapped({"hasError": True, "data": data}) is None
