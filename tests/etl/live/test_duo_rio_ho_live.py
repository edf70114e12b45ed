"""The register of hbo and wo from a replay of DUO (made up) into programmes, schools and offers."""

from __future__ import annotations

from datetime import date

import pytest

from tests.etl.live.conftest import Refresh, Refreshed
from tests.etl.live.duo import from_duo, left_out, message, told
from tests.wire.duo import Portal, Resource
from tests.wire.duo_ho_tables import languages, register

SOURCE = "duo_rio_ho"


def taken(refreshed: Refresh, portal: Portal, least_share: float = 0.0) -> Refreshed:
    return from_duo(refreshed, portal, SOURCE, least_share=least_share)


def changed(resource: Resource) -> Portal:
    portal = Portal((register(), languages()))
    portal.change("overzicht-erkenningen-ho", 0, resource)
    return portal


def listed() -> Resource:
    return register().resources[0]


def test_programmes_schools_and_offers(refreshed: Refresh) -> None:
    done = taken(refreshed, Portal((register(), languages())))
    assert done.rows("SELECT code, name, name_en, level, form, language, funding, register_isced, "
                     "active, intake_end FROM pub.programme WHERE sector <> 'mbo' "
                     "ORDER BY code") == [
        ("01991", "Sterrenkunde aan zee", "Seaside Astronomy", "hbo-ba", ["voltijd"], "NLD",
         "bekostigd", "0533", True, None),
        ("34479", "Informatica", None, "hbo-ba", ["deeltijd", "voltijd"], "ENG+NLD",
         "bekostigd+niet_bekostigd", "0613", True, None),
        ("39902", "Loopt af", None, "hbo-ba", ["voltijd"], None, "bekostigd", "0613", False,
         date(2020, 8, 31))]
    assert done.rows("SELECT programme_id, institution_id, place_id, gemeente_id, form "
                     f"FROM pub.offering WHERE source_id = '{SOURCE}' "
                     "AND programme_id <> 'isat:39902' ORDER BY ALL") == [
        ("isat:01991", "99HZ", "NERGENSHUIZEN", None, "voltijd"),
        ("isat:34479", "25BE", "GRONINGEN", "GM0014", "deeltijd"),
        ("isat:34479", "25BE", "GRONINGEN", "GM0014", "voltijd"),
        ("isat:34479", "99HZ", "NERGENSHUIZEN", None, "voltijd")]
    # The register knows no addresses: a school that we have keeps its own.
    assert done.rows("SELECT institution_id, place_id, postcode4, gemeente_id FROM "
                     "pub.institution WHERE institution_id IN ('25BE', '99HZ') ORDER BY 1") == [
        ("25BE", "GRONINGEN", "9747", "GM0014"), ("99HZ", "NERGENSHUIZEN", None, None)]
    assert left_out(done, SOURCE) == {
        "a level we do not know": 1, "no isat code (a variant of another programme)": 1}
    assert "are not on the map: NERGENSHUIZEN" in told(done, SOURCE)
    assert done.rows("SELECT edition, reference_start FROM pub.source "
                     f"WHERE source_id = '{SOURCE}'") == [
        ("register van 2026-09-01", date(2026, 9, 1))]


def test_what_left_the_register_leaves_and_mbo_stays(refreshed: Refresh) -> None:
    done = taken(refreshed, Portal((register(), languages())))
    assert done.rows("SELECT count(*) FROM pub.programme WHERE code = '56109'") == [(0,)]
    assert done.rows("SELECT count(*) FROM pub.offering "
                     "WHERE programme_id = 'isat:56109'") == [(0,)]
    assert done.rows("SELECT count(*) FROM pub.programme WHERE sector = 'mbo'") == [(1360,)]


def test_without_the_overview_the_languages_of_before_stay(refreshed: Refresh) -> None:
    done = taken(refreshed, Portal((register(),)))
    assert done.results[SOURCE].outcome == "fetched"
    assert done.rows("SELECT DISTINCT language FROM pub.programme WHERE sector <> 'mbo'") == [
        (None,)]  # the embedded register tells none
    assert "the languages stay as they were, because: " in told(done, SOURCE)
    assert "Not found: ho_opleidingsoverzicht" in told(done, SOURCE)


@pytest.mark.parametrize(("portal", "share", "sentence"), [
    (Portal((register(), languages())), 0.5,
     "overzicht-erkenningen-ho: only 3 programmes where 1459 were active before."),
    (changed(listed().renamed("VORM", "VARIANT")), 0.0, "column VORM: this column is missing."),
    (changed(listed().changed(0, INSTROOM_EINDDATUM="morgen")), 0.0, "«morgen» is not a date."),
    (changed(listed().changed(0, ERKENDEOPLEIDINGSCODE="344790")), 0.0,
     "«344790» is not an isat code of five digits."),
])
def test_register_that_shrank_or_changed_is_refused(
    refreshed: Refresh, portal: Portal, share: float, sentence: str
) -> None:
    done = taken(refreshed, portal, share)
    assert sentence in message(done, SOURCE)
    assert done.rows("SELECT count(*) FROM pub.programme WHERE sector <> 'mbo'") == [(1497,)]
    assert done.rows("SELECT edition FROM pub.source "
                     f"WHERE source_id = '{SOURCE}'") == [("register van maart 2026",)]


def test_new_column_and_unknown_field_are_told(refreshed: Refresh) -> None:
    done = taken(refreshed, changed(
        listed().with_column("NIEUW", "x").changed(2, ONDERDEEL="RUIMTEVAART")))
    assert "overzicht-erkenningen-ho: new columns that are not used: NIEUW" in told(done, SOURCE)
    assert left_out(done, SOURCE)["no study field, or one we do not know"] == 1
