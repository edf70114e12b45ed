"""What one can sign up for in mbo, and addresses of schools, from a replay of DUO (made up)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.etl.live.conftest import Refresh, Refreshed
from tests.etl.live.duo import from_duo, left_out, message, told
from tests.wire.duo import Portal, Resource
from tests.wire.duo_mbo_tables import addresses, mbo_offer, offer, rio_dumps

OFFER, MBO, HO = "duo_mbo_offer", "duo_addresses_mbo", "duo_addresses_ho"
ACTIVE = "SELECT count(*) FROM pub.programme WHERE sector = 'mbo' AND active"


def portal(resource: Resource | None = None, providers: Resource | None = None) -> Portal:
    """The offer and the dumps of RIO, with another list or other providers."""
    found = Portal((mbo_offer(), rio_dumps()))
    if resource:
        found.change("mbo_opleidingsaanbod", 1, resource)
    if providers:
        found.change("rio_nfo_po_vo_vavo_mbo_ho", 0, providers)
    return found


def listed() -> Resource:
    return mbo_offer().resources[1]


def offered(refreshed: Refresh, found: Portal, least_share: float = 0.0) -> Refreshed:
    return from_duo(refreshed, found, OFFER, least_share=least_share)


def test_programmes_that_one_can_sign_up_for(refreshed: Refresh) -> None:
    done = offered(refreshed, portal())
    assert done.results[OFFER].message is None
    # What the list does not tell about a programme that we knew (sector, sectorunit) stays.
    assert done.rows("SELECT name, name_en, level, form, language, funding, mbo_sector, domein, "
                     "sectorunit, dossier_id, dossier FROM pub.programme "
                     "WHERE code IN ('25180', '29901') ORDER BY code") == [
        ("Kok", None, "mbo-2", ["bbl", "bol"], "NLD", "bekostigd", "economie",
         "Horeca en bakkerij", "Sectorunit voedsel, groen en gastvrijheid", "dossier:23085",
         "Keuken"),
        ("Sterrenkijker", "Stargazer", "mbo-4", ["bol"], "ENG", "niet_bekostigd", None, None,
         None, "dossier:23999", "Sterren")]
    assert done.rows("SELECT DISTINCT register_date FROM pub.programme "
                     f"WHERE source_id = '{OFFER}'") == [(date(2026, 9, 1),)]
    assert done.rows("SELECT code FROM pub.programme WHERE sector = 'mbo' AND active "
                     "ORDER BY code") == [("25180",), ("29901",)]


def test_where_and_how_they_are_offered(refreshed: Refresh) -> None:
    """Provider 100A001 was 00GT until 2020 and is 25LH now."""
    done = offered(refreshed, portal())
    assert done.rows("SELECT programme_id, institution_id, place_id, gemeente_id, form, units, "
                     f"funding FROM pub.offering WHERE source_id = '{OFFER}' ORDER BY ALL") == [
        ("crebo:25180", "25LH", "UTRECHT", "GM0344", "bbl", 1, "bekostigd"),
        ("crebo:25180", "25LH", "UTRECHT", "GM0344", "bol", 2, "bekostigd"),
        ("crebo:29901", "99ZY", "NERGENSHUIZEN", None, "bol", 1, "niet_bekostigd")]
    assert done.rows("SELECT name, place_id, source_id FROM pub.institution "
                     "WHERE institution_id IN ('25LH', '99ZY') ORDER BY institution_id") == [
        ("ROC Midden Nederland", "UTRECHT", "duo_mbo_students_2019"),
        ("Sterrenschool", "NERGENSHUIZEN", OFFER)]
    assert "are not on the map: NERGENSHUIZEN" in told(done, OFFER)
    # Where a programme was offered that nobody can start now is kept.
    assert done.rows("SELECT count(*) > 0 FROM pub.offering "
                     "WHERE programme_id = 'crebo:25187'") == [(True,)]


def test_what_is_no_whole_programme_of_a_school_is_left_out(refreshed: Refresh) -> None:
    assert left_out(offered(refreshed, portal()), OFFER) == {
        "not a whole programme with a crebo": 2, "another learning path than bol or bbl": 1,
        "no school (BRIN) of this provider in RIO": 1}


def test_dossier_that_is_not_ours_is_told(refreshed: Refresh) -> None:
    rows = (*listed().rows, offer(29903, "Maanwandelaar", "100A001", "Utrecht", "BOL",
                                  kwalificatiedossier="Maan"))
    done = offered(refreshed, portal(replace(listed(), rows=rows)))
    assert "1 dossier(s) could not be recognised, e.g. «Maan»" in told(done, OFFER)
    assert done.rows("SELECT dossier_id, dossier FROM pub.programme WHERE code = '29903'") == [
        (None, "Maan")]


@pytest.mark.parametrize(("found", "share", "sentence"), [
    (portal(), 0.5, "mbo_opleidingsaanbod: only 2 programmes where 511 were active before. Look "
                    "at the dataset"),
    (portal(listed().renamed("ONDERWIJSAANBIEDERID", "AANBIEDER")), 0.0,
     "column ONDERWIJSAANBIEDERID: this column is missing."),
    (portal(providers=rio_dumps().resources[0].changed(0, EINDDATUM="31-12-2020")), 0.0,
     "«31-12-2020» is not a date."),
    (Portal((mbo_offer(),)), 0.0, "answered 404: Not found: rio_nfo_po_vo_vavo_mbo_ho"),
])
def test_list_that_shrank_or_changed_is_refused(
    refreshed: Refresh, found: Portal, share: float, sentence: str
) -> None:
    done = offered(refreshed, found, share)
    assert sentence in message(done, OFFER)
    assert done.rows(ACTIVE) == [(811,)]
    assert done.rows("SELECT count(*) FROM pub.offering WHERE source_id = 'duo_mbo_offer'") == [
        (0,)]


def test_address_of_the_school(refreshed: Refresh) -> None:
    """99XX offers nothing, so it is not taken; gemeente 9999 is not one, so the postcode tells."""
    done = from_duo(refreshed, Portal((
        addresses("adressen_mbo",
                  ("25LH", "5611 AB", "eindhoven", 772, "www.bedacht.example/MBO"),
                  ("25LX", None, "NERGENSHUIZEN", None, "geen site"),
                  ("99XX", "1011AB", "Amsterdam", "0363")),
        addresses("adressen_ho", ("25BE", "9712CP", "Groningen", "9999")))), MBO, HO)
    assert done.rows("SELECT institution_id, name, place_id, postcode4, gemeente_id, website, "
                     "source_id FROM pub.institution WHERE source_id LIKE 'duo_addresses%' "
                     "ORDER BY ALL") == [
        ("25BE", "Hanzehogeschool Groningen", "GRONINGEN", "9712", "GM0014", None, HO),
        ("25LH", "ROC Midden Nederland", "EINDHOVEN", "5611", "GM0772",
         "https://www.bedacht.example/MBO", MBO),
        ("25LX", "ROC West-Brabant", "NERGENSHUIZEN", "4873", "GM0777", None, MBO)]
    assert done.rows("SELECT count(*) FROM pub.institution WHERE institution_id = '99XX'") == [
        (0,)]
    assert "are not on the map: NERGENSHUIZEN" in told(done, MBO)
    assert done.rows(f"SELECT edition, published FROM pub.source WHERE source_id = '{HO}'") == [
        ("adressen van 2026-08-03", date(2026, 8, 3))]


@pytest.mark.parametrize(("rows", "sentence"), [
    ((("25LH", "0123 AB", "Utrecht", None),), "«0123 AB» is not a Dutch postcode."),
    ((("25LH", "3511AB", "Utrecht", None),) * 2, "the key 25LH is already on line 2."),
    ((("99XX", "1011AB", "Amsterdam", None),), "only 0 rows where at least 1 were expected."),
])
def test_addresses_that_cannot_be_right_are_refused(
    refreshed: Refresh, rows: tuple[tuple[object, ...], ...], sentence: str
) -> None:
    done = from_duo(refreshed, addresses("adressen_mbo", *rows), MBO)
    assert sentence in message(done, MBO)
    assert done.rows("SELECT place_id, postcode4 FROM pub.institution "
                     "WHERE institution_id = '25LH'") == [("UTRECHT", "3562")]
