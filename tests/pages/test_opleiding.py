"""The page of one programme: every section, in words that can be held against the store."""

from __future__ import annotations

import re
from html import unescape

import pytest

from explorer import formats
from explorer.hours import per_month
from explorer.leads_to import counted_in, industries, occupations, why_none
from explorer.outlook import answers
from explorer.programmes import Programme
from explorer.store import Store
from explorer.texts import flat_texts
from explorer.ui import programme as page
from explorer.ui.session import Library
from tests.pages.conftest import Screen

NL = flat_texts("nl")
COOK, ACCOUNTANCY, DENTISTRY = "crebo:25180", "isat:34406", "isat:66588"
ENTREE = "crebo:23110"
# Sites that the page may point to; everything else would be an address we made up.
SITES = {"www.kiesmbo.nl", "www.studiekeuze123.nl", "www.s-bb.nl", "www.discriminatie.nl"}


@pytest.fixture(scope="module")
def kinds(shelf: Library) -> dict[str, Programme]:
    """One programme of every kind that asks something else of the page."""
    def first(**wanted: object) -> Programme:
        return next(item for item in shelf.programmes.values()
                    if all(getattr(item, name) == value for name, value in wanted.items()))

    return {
        "mbo-2": shelf.programmes[COOK], "hbo": shelf.programmes[ACCOUNTANCY],
        "wo": shelf.programmes[DENTISTRY],
        "mbo-4 bbl": first(level="mbo-4", forms=("bbl",), current=True),
        "entree": first(level="entree", current=True),
        "old": first(mbo_kind="oud"), "dossier": first(mbo_kind="dossier"),
        "ended": first(active=False, sector="hbo"), "ad": first(level="hbo-ad", current=True),
        "postinitial": first(level="wo-pm"), "undivided": first(level="wo-o"),
    }


KINDS = ("mbo-2", "hbo", "wo", "mbo-4 bbl", "entree", "old", "dossier", "ended", "ad",
         "postinitial", "undivided")


def anchors(screen: Screen) -> list[str]:
    return [item.proto.anchor for item in screen.app.header]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_programme_has_every_section(
    kind: str, language: str, screen: Screen, kinds: dict[str, Programme]
) -> None:
    screen.open("opleiding", id=kinds[kind].programme_id, taal=language)
    assert screen.failed == []
    assert anchors(screen) == [anchor for anchor, _, _ in page.SECTIONS]
    pointed = re.findall(r'href="#([^"]+)"', " ".join(screen.bodies))
    assert pointed == anchors(screen)
    assert not re.search(r"\{\w*\}|\bNone\b|\bnan\b", screen.text)


@pytest.mark.parametrize("kind", KINDS)
def test_every_card_says_all_that_is_needed_to_judge_it(
    kind: str, screen: Screen, kinds: dict[str, Programme]
) -> None:
    screen.open("opleiding", id=kinds[kind].programme_id)
    cards = [card for card in screen.cards() if NL["card.more"] in card]
    steps = [text.split("{")[0] for key, text in NL.items() if key.startswith("step.")]
    for card in cards:
        assert re.search(r"Bron: \S+", card), card
        assert re.search(r"(Gemeten|Voorspelling uit) .*\d{4}", card), card
        assert re.search(r"\d mensen|aantal mensen onbekend", card), card
        assert "Gaat over: " in card.split(NL["card.more"])[0], card
        assert any(step in card for step in steps), card
        assert any(text in card for key, text in NL.items()
                   if re.fullmatch(r"tag\.(M\d|B|none)", key)), card
    if kind in ("mbo-2", "hbo", "wo"):
        assert len(cards) >= 3


def month(shelf: Library, programme_id: str, hours: int) -> str:
    """Pay per month by hand, from the wage in the store."""
    figure = answers(shelf.book, [shelf.programmes[programme_id]])[programme_id]["pay"].figure
    return formats.euro(per_month(figure.value, hours), 0).replace("\u00a0", " ")


def table(screen: Screen, column: str) -> str:
    """The table with a column of this name."""
    return next(body for body in screen.bodies if f'<th scope="col">{column}</th>' in body)


def test_hours_change_the_pay_per_month_and_stay_in_the_address(
    screen: Screen, shelf: Library
) -> None:
    screen.open("opleiding", id=COOK)
    assert f"Bij 36 uur per week is dat ongeveer {month(shelf, COOK, 36)} bruto" in screen.text
    assert "uren" not in screen.address
    screen.app.segmented_control(key="uren").set_value("24")
    screen.run()
    told = f"Bij 24 uur per week is dat ongeveer {month(shelf, COOK, 24)} bruto"
    assert told in screen.text
    assert screen.address["uren"] == ["24"]
    assert told in screen.open("opleiding", id=COOK, uren="24").text


@pytest.mark.parametrize("strange", ["0", "999", "veel", "-36"])
def test_strange_hours_give_the_usual_ones(strange: str, screen: Screen) -> None:
    screen.open("opleiding", id=COOK, uren=strange)
    assert screen.failed == []
    assert "Bij 36 uur per week" in screen.text
    assert screen.address == {"id": [COOK]}


def test_hours_are_not_asked_without_an_hourly_wage(screen: Screen, shelf: Library) -> None:
    without = next(
        programme_id for programme_id in list(shelf.programmes)[::11]
        if answers(shelf.book, [shelf.programmes[programme_id]])[programme_id]["pay"].value is None)
    screen.open("opleiding", id=without)
    assert screen.failed == []
    assert "uren" not in {item.key for item in screen.app.segmented_control}
    assert NL["hours.choice"] not in screen.text


def test_what_is_missing_stands_in_one_block_with_its_reason(screen: Screen) -> None:
    screen.open("opleiding", id=COOK)
    block = table(screen, NL["gaps.column_why"])
    for slot in ("chance", "internship"):
        assert NL[f"slot.{slot}"] in block
    assert "vraagt een sleutel" in block
    assert not any(NL["slot.internship"] in card for card in screen.cards())
    assert f"Bij «{NL['slot.pay']}», «{NL['slot.work']}»" in screen.text


def strips(screen: Screen) -> list[str]:
    return [body for body in screen.bodies if "sw-strip" in body or "sw-swarm" in body]


def test_fields_are_dots_and_programmes_that_share_one_are_not(
    screen: Screen, shelf: Library
) -> None:
    screen.open("opleiding", id=ACCOUNTANCY)
    pay, work, looking = strips(screen)
    assert NL["position.shared_field_level"] in screen.text
    for strip, fields in ((pay, 7), (work, 7), (looking, 4)):
        assert strip.count("<li") == fields
        assert strip.count("sw-diamond") == 1
    names = re.findall(r"<span>([^<]+)</span>", pay)
    assert names == sorted(names, key=str.lower)
    assert [name for name in names if NL["position.mine"] in name] == \
        [f"Economie ({NL['position.mine']})"]
    assert re.search(r"De 7 vakgebieden lopen van € 13,48 per uur tot € 19,98 per uur", screen.text)


def test_figure_that_everyone_shares_has_no_place_among_others(screen: Screen) -> None:
    screen.open("opleiding", id=COOK)
    names = f"«{NL['slot.work']}», «{NL['slot.looking']}» en «{NL['slot.match']}»"
    assert f"Bij {names} is geen plek tussen andere te zien" in screen.text


@pytest.mark.parametrize("kind", ["mbo-2", "hbo", "wo"])
def test_page_ranks_nothing(kind: str, screen: Screen, kinds: dict[str, Programme]) -> None:
    shown = screen.open("opleiding", id=kinds[kind].programme_id).text.lower()
    assert not re.search(r"\b(beste|slechtste keuze|hoogste score|ranglijst|top \d|kansloos"
                         r"|\d+e plaats|nummer \d)\b|door corona", shown)


def test_industries_say_how_strong_the_link_is_and_whose_judgement(
    screen: Screen, shelf: Library
) -> None:
    screen.open("opleiding", id=COOK)
    shown = table(screen, NL["programme.column_industry"])
    linked = industries(shelf.store, COOK)
    assert all(item.name in shown for item in linked)
    assert shown.count("door ons gemaakt") == sum(item.own_judgement for item in linked) > 0
    assert shown.count("onze schatting") == len(linked)
    assert NL["leads.report"] in [item.label for item in screen.app.expander]


def test_every_industry_tells_what_every_crisis_did(screen: Screen, shelf: Library) -> None:
    screen.open("opleiding", id=COOK)
    body = next(item for item in screen.bodies
                if NL["programme.column_industry"] in item and "Coronacrisis" in item)
    rows = [re.sub(r"<[^>]+>", " ", row) for row in body.split("<tr>")[2:]]
    told = dict(zip((item.name for item in industries(shelf.store, COOK)), rows, strict=True))
    assert NL["effect.hard"] in told["Horeca"]
    assert "Weer op het oude niveau sinds 2022" in told["Horeca"]
    assert NL["effect.weinig"] in told["Gezondheids- en welzijnszorg"]
    with_dip = [crisis for crisis in shelf.crises.values() if crisis.dip_start]
    assert all(crisis.name in body for crisis in with_dip)
    assert all(row.count("geraakt") == len(with_dip) for row in rows)


@pytest.mark.parametrize(("programme", "basis"), [(COOK, "own"), (ACCOUNTANCY, "register")])
def test_study_field_and_part_of_sbb_tell_whose_link_it_is(
    screen: Screen, shelf: Library, programme: str, basis: str
) -> None:
    shown = screen.open("opleiding", id=programme).text
    linked = counted_in(shelf.store, programme)
    assert [item.kind for item in linked] == ["field", "internship_segment"][:len(linked)]
    assert len(linked) == (2 if programme == COOK else 1)
    for item in linked:
        strength = NL[f"strength.{item.strength}"]
        whose = NL[f"leads.{basis}"].format(strength=strength)
        assert f"{item.name}: {whose}. {item.reason}" in shown


def test_no_link_says_why_that_it_is_our_judgement_and_where_to_report(
    screen: Screen, shelf: Library
) -> None:
    shown = screen.open("opleiding", id=ENTREE).text
    why = why_none(shelf.store, ENTREE, "nl")
    assert set(why) == {"occupation", "industry"}
    assert f"{why['occupation']} {NL['programme.work_none']}" in shown
    assert f"{why['industry']} {NL['programme.industry_none']}" in shown
    assert NL["programme.work_intro"] in shown
    assert NL["leads.report"] in [item.label for item in screen.app.expander]


def test_outlook_tells_the_class_and_the_distance_to_its_border(
    screen: Screen, shelf: Library
) -> None:
    screen.open("opleiding", id=ACCOUNTANCY)
    cards = [card for card in screen.cards() if "ROA noemt het tekort" in card]
    found = occupations(shelf.book, ACCOUNTANCY)
    assert len(cards) == len(found)
    near = next(card for card in cards if "Financieel specialisten" in card)
    assert ("Dit is net niet «vrijwel geen», want het getal van ROA is 0,867 en de grens ligt "
            "bij 0,866.") in near
    far = next(card for card in cards if card.startswith("Accountants"))
    assert "Het getal van ROA is 0,888, en de grens met «vrijwel geen» ligt bij 0,866." in far


def test_all_groups_are_dots_with_mine_numbered(screen: Screen, shelf: Library) -> None:
    screen.open("opleiding", id=ACCOUNTANCY)
    picture = next(body for body in screen.bodies if "sw-classes" in body)
    mine = len(occupations(shelf.book, ACCOUNTANCY))
    assert picture.count("sw-mark") == mine
    assert picture.count("sw-dot") == 114 - mine
    counts = [int(number) for number in re.findall(r"<p>[^<(]+\((\d+)\)</p>", picture)]
    assert sum(counts) == 114
    assert "7 «zeer groot», 39 «groot», 18 «enige», 29 «vrijwel geen» en 21 «geen»" in screen.text


def test_one_edition_has_no_track_record(screen: Screen) -> None:
    assert NL["track.one"] in screen.open("opleiding", id=COOK).text


def test_supply_stands_beside_demand_and_is_not_joined(screen: Screen) -> None:
    screen.open("opleiding", id=ACCOUNTANCY)
    people, places = (table(screen, NL[f"supply.{name}"])
                      for name in ("column_what", "column_group"))
    assert re.search(r"Studenten.*5\.094.*1 oktober 2024", people)
    assert re.search(r"Diploma.*tussen 670 en 700.*Gemeten tijdens het herstel", people)
    assert re.search(r"Accountants.*23\.600.*2030", places)
    assert NL["supply.intro"] in screen.text


def test_vacancies_per_province_with_quarter_source_and_step(screen: Screen) -> None:
    screen.open("opleiding", id=COOK)
    assert ("In «Horeca» stonden de meeste vacatures open in Noord-Holland (8.600) en de minste "
            "in Flevoland (700), aan het eind van het 2e kwartaal 2023.") in screen.text
    assert "Gemeten 2e kwartaal 2023 · Niet in crisistijd gemeten · Cijfer van een bedrijfstak" \
        in screen.text
    assert "CBS (83599NED)" in screen.text
    assert table(screen, NL["regional.province"]).count("<tr>") == 13
    assert "«Handel», dus daar zit Detailhandel" in screen.text


def test_schools_are_listed_once_with_their_forms(screen: Screen) -> None:
    screen.open("opleiding", id=COOK)
    shown = table(screen, NL["programme.column_school"])
    assert re.search(r"Albeda.*?Rotterdam.*?bbl 22, bol 131", shown)
    assert shown.count("Albeda") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_links_to_other_sites_are_known_and_tell_nothing(
    kind: str, screen: Screen, kinds: dict[str, Programme], shelf: Library
) -> None:
    chosen = kinds[kind]
    screen.open("opleiding", id=chosen.programme_id)
    sources = {figure.address() for figure in shelf.book.best([chosen.programme_id])}
    sources |= {source.url for source in shelf.book.sources.values()}
    tags = [tag for body in screen.bodies for tag in re.findall(r"<a [^>]+>", body)
            if 'href="#' not in tag]
    for tag in tags:
        address = re.search(r'href="(https://([^/"]+)[^"]*)"', tag)
        assert address, tag
        assert address[2] in SITES or address[1].replace("&amp;", "&") in sources, tag
        assert 'rel="noopener noreferrer"' in tag
    own = "kiesmbo" if chosen.sector == "mbo" else "studiekeuze123"
    assert any(own in tag for tag in tags)
    assert any("s-bb.nl/nieuws/meld" in tag for tag in tags) is (chosen.sector == "mbo")
    assert any("discriminatie.nl" in tag for tag in tags)


@pytest.mark.parametrize("kind", ["mbo-2", "hbo", "wo"])
def test_neighbours_tell_outlook_and_pay(
    kind: str, screen: Screen, kinds: dict[str, Programme]
) -> None:
    screen.open("opleiding", id=kinds[kind].programme_id)
    told = [body for body in screen.bodies if body.startswith('<p class="sw-small">')
            and "Want: " in body]
    assert 1 <= len(told) <= 3
    pay = {text.split("{")[0] for key, text in NL.items() if key.startswith("near_pay.")}
    outlook = {text for key, text in NL.items() if key.startswith("similar.outlook_")}
    for body in told:
        assert any(text in body for text in pay), body
        assert any(text in body for text in outlook), body


def test_next_steps_have_questions_for_home_and_help(screen: Screen) -> None:
    shown = screen.open("opleiding", id=COOK).text
    for key in ("next.visit", "next.home_1", "next.home_5", "next.fair_school", "next.fair_sbb"):
        assert NL[key] in shown


def test_second_visit_asks_the_store_little(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rerun must be quick, and questions to the store are what takes time."""
    screen.open("opleiding", id=COOK)
    asked = []
    rows = Store.rows

    def counted(self: Store, query: str, *parameters: object) -> object:
        asked.append(query)
        return rows(self, query, *parameters)

    monkeypatch.setattr(Store, "rows", counted)
    screen.run()
    assert screen.failed == []
    assert 0 < len(asked) <= 20


@pytest.mark.parametrize("programme_id", ["crebo:25180", "isat:34479", "isat:56978"])
def test_counts_of_people_places_and_schools_tell_unit_date_crisis_state_and_source(
    screen: Screen, programme_id: str
) -> None:
    screen.open("opleiding", id=programme_id)
    assert screen.failed == []
    tables = [body for body in screen.bodies if NL["supply.column_when"] in body]
    assert tables
    rows = [unescape(re.sub(r"<[^>]+>", " ", row)) for body in tables
            for row in re.findall(r"<tr>(.*?)</tr>", body)[1:]]
    for row in rows:
        assert re.search(r"studenten|eerstejaars|diploma's|plekken|schoolverlaters", row), row
        assert re.search(r"crisistijd|voor corona|herstel", row), row
        assert re.search(r"\d{4}", row), row
    start = NL["programme.offered_mbo" if programme_id[0] == "c" else "programme.offered_date"]
    assert re.search(start.split("{date}")[0] + r".+ Bron: DUO", screen.text)
