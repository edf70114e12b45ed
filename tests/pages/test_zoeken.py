"""Zoeken: words and filters in the address and on the page, and what is told with the results."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from explorer.search import Query
from explorer.texts import flat_texts
from explorer.ui.session import Library
from tests.pages.conftest import Screen

NL = flat_texts("nl")


def found(screen: Screen) -> int:
    """The number of programmes that the page says to have found."""
    return int(re.search(r"\*\*([\d.]+) opleiding", screen.text)[1].replace(".", ""))


def widget(screen: Screen, kind: str, name: str) -> Any:
    """The widget of a filter, by its name in the address."""
    return next(item for item in getattr(screen.app, kind) if item.key.split()[0] == name)


def button(screen: Screen, label: str) -> Any:
    return next(item for item in screen.app.button if item.label == label)


def press(screen: Screen, label: str) -> Screen:
    button(screen, label).click()
    screen.run()
    assert screen.failed == []
    return screen


def options(screen: Screen, kind: str, name: str) -> dict[str, int]:
    """The options of a filter with the number behind each."""
    shown = [re.fullmatch(r"(.*) \(([\d.]+)\)", option)
             for option in widget(screen, kind, name).options]
    return {match[1]: int(match[2].replace(".", "")) for match in shown}


def test_words_in_the_address_give_the_results(screen: Screen) -> None:
    screen.open("zoeken", q="kaper")
    assert any("Kapper" in label for label in screen.links)
    assert screen.app.text_input(key="q").value == "kaper"
    assert screen.address["q"] == ["kaper"]


@pytest.mark.parametrize(("words", "sentence"), [
    ("kapper", "«kapper» staat in de naam"),
    ("juf", "Past bij je zoekwoord «juf»: daarmee bedoelen mensen vaak «onderwijsassistent»"),
    ("horeca", "Mensen met deze opleiding werken vaak in de bedrijfstak «Horeca»"),
    ("psycholoog", "Leidt op tot werk in de beroepsgroep «Psychologen en sociologen»"),
    ("kaper", "«kapper» lijkt op wat je typte: «kaper»"),
])
def test_every_result_says_why_it_is_there(words: str, sentence: str, screen: Screen) -> None:
    pages = 1 + found(screen.open("zoeken", q=words)) // 15
    shown = " ".join(screen.open("zoeken", q=words, pagina=str(page)).text
                     for page in range(1, min(pages, 12) + 1))
    assert sentence in shown


@pytest.mark.parametrize("words", ["kapper", "verpleegkunde", "horeca", "iets met dieren"])
def test_no_card_without_a_reason(words: str, screen: Screen) -> None:
    screen.open("zoeken", q=words)
    results = [body for body in screen.bodies if "sw-result" in body]
    assert results
    assert [body for body in results if "sw-why" not in body] == []


def test_town_in_the_words_is_told_and_can_be_undone(screen: Screen) -> None:
    screen.open("zoeken", q="kapper amsterdam")
    assert "«amsterdam» lezen we als plaats: Amsterdam." in screen.text
    there = found(screen)
    press(screen, NL["clue.literal"])
    assert NL["clue.is_literal"] in screen.text
    assert "Past niet bij «amsterdam»" in screen.text
    assert screen.address["letterlijk"] == ["1"]
    press(screen, NL["clue.undo"])
    assert found(screen) == there
    assert "letterlijk" not in screen.address


def test_new_words_are_read_anew_after_literal_ones(screen: Screen) -> None:
    screen.open("zoeken", q="kapper amsterdam", letterlijk="1")
    screen.app.text_input(key="q").set_value("kapper utrecht")
    screen.run()
    assert "«utrecht» lezen we als plaats: Utrecht." in screen.text


def test_town_where_it_is_not_offered_gives_a_way_to_look_around(screen: Screen) -> None:
    screen.open("zoeken", q="kok lelystad")
    assert any(NL["search.none"] in notice for notice in screen.notices)
    press(screen, NL["clue.around"].format(km=25, name="Lelystad"))
    assert screen.address == {"q": ["kok"], "vanaf": ["Lelystad"], "km": ["25"]}


def test_filters_in_the_address_and_on_the_page_give_the_same(screen: Screen) -> None:
    everything = found(screen.open("zoeken"))
    by_link = found(screen.open("zoeken", niveau=["mbo-2", "mbo-3"], vorm="bbl"))
    assert 0 < by_link < everything
    screen.open("zoeken")
    widget(screen, "pills", "niveau").set_value(["mbo-2", "mbo-3"])
    screen.run()
    widget(screen, "pills", "vorm").set_value(["bbl"])
    screen.run()
    assert found(screen) == by_link
    assert screen.address == {"niveau": ["mbo-2", "mbo-3"], "vorm": ["bbl"]}


EVERYTHING = {
    "q": "zorg", "niveau": ["mbo-3", "mbo-4"], "vorm": "bol", "regio": ["PV26", "amr:Twente"],
    "plaats": "Utrecht", "vanaf": "Utrecht", "km": "50", "loon": "10", "werk": "60",
    "crisis": ["weinig", "geraakt"], "zondercrisis": "1", "oud": "1", "onbekend": "1",
    "volgorde": "afstand", "beeld": "kaart",
}


def test_every_filter_is_in_the_address_and_stays_there(screen: Screen) -> None:
    written = {name: [value] if isinstance(value, str) else value
               for name, value in EVERYTHING.items()}
    screen.open("zoeken", **EVERYTHING)
    assert screen.failed == []
    assert screen.address == written
    n = found(screen)
    assert screen.run().address == written
    assert found(screen) == n


def test_each_filter_is_a_chip_that_takes_it_away(screen: Screen) -> None:
    screen.open("zoeken", niveau=["mbo-2", "mbo-3"], loon="10", vanaf="Utrecht", km="50", oud="1")
    chips = [item.label for item in screen.app.button if str(item.key).startswith("chip_")]
    assert chips == ["mbo 2", "mbo 3", "vanaf Utrecht", "binnen 50 km",
                     "loon: minstens €\xa010", "ook oude opleidingen"]
    press(screen, "mbo 2")
    assert screen.address["niveau"] == ["mbo-3"]
    assert widget(screen, "pills", "niveau").value == ["mbo-3"]
    press(screen, "vanaf Utrecht")
    assert "vanaf" not in screen.address


def test_filters_can_be_cleared(screen: Screen) -> None:
    everything = found(screen.open("zoeken"))
    screen.open("zoeken", **{**EVERYTHING, "beeld": "lijst", "volgorde": "past"})
    press(screen, NL["search.clear"])
    assert found(screen) == everything
    assert screen.address == {}
    assert widget(screen, "pills", "niveau").value == []


def test_a_filter_can_be_changed_after_the_map_was_shown(screen: Screen) -> None:
    """The map has no page numbers; that once made a change on it fall back."""
    screen.open("zoeken", q="techniek", pagina="2")
    screen.app.segmented_control(key="beeld").set_value("kaart")
    screen.run()
    screen.run()
    widget(screen, "pills", "niveau").set_value(["mbo-2"])
    screen.run()
    assert screen.address["niveau"] == ["mbo-2"]


@pytest.mark.parametrize(("kind", "name", "label", "code"), [
    ("pills", "niveau", "mbo 3", "mbo-3"), ("pills", "vorm", "bbl", "bbl"),
    ("multiselect", "regio", "Limburg (provincie)", "PV31"),
    ("multiselect", "plaats", "Zwolle", "Zwolle"), ("pills", "loon", "€\xa014", "14"),
    ("pills", "werk", "90 van de 100", "90"), ("pills", "km", "25 km", "25"),
    ("pills", "crisis", "geraakt", "geraakt"),
    ("pills", "herstel", "Weer op het oude niveau", "hersteld"),
])
def test_number_behind_an_option_is_what_it_gives(
    kind: str, name: str, label: str, code: str, screen: Screen
) -> None:
    start = {"niveau": ["mbo-3", "mbo-4"], "vanaf": "Zwolle", "q": "techniek"}
    counted = options(screen.open("zoeken", **start), kind, name)[label]
    assert found(screen.open("zoeken", **{**start, name: code})) == counted


def test_minimum_pay_is_about_a_group_and_keeps_who_earns_it(
    screen: Screen, shelf: Library
) -> None:
    screen.open("zoeken", loon="16", niveau="hbo-ba")
    assert NL["search.group_filter"] in screen.text
    wanted = [item for item in shelf.programmes.values() if item.current
              and item.level == "hbo-ba" and shelf.pay.get(item.programme_id, 0) >= 16]
    assert found(screen) == len(wanted)


def test_programmes_without_the_figure_are_counted_and_shown_last(
    screen: Screen, shelf: Library
) -> None:
    lacking = [item for item in shelf.programmes.values()
               if item.current and item.programme_id not in shelf.work]
    assert len(lacking) > 1
    screen.open("zoeken", werk="60")
    assert (f"{len(lacking)} opleidingen staan hier niet bij, want wij weten dit niet: "
            f"{NL['search.lack_work']}.") in screen.text
    n = found(screen)
    press(screen, NL["search.show_unknown"])
    assert screen.address["onbekend"] == ["1"]
    assert found(screen) == n
    last = -(-(n + len(lacking)) // 15)
    screen.open("zoeken", werk="60", onbekend="1", pagina=str(last))
    assert NL["search.unknown_title"] in screen.text
    assert any(item.name in label for item in lacking for label in screen.links)
    assert "staan onderaan" in screen.text


def test_old_programmes_are_one_click_away(screen: Screen) -> None:
    screen.open("zoeken", q="kok")
    n = found(screen)
    hidden = int(re.search(r"(\d+) oude opleidingen zijn verborgen", screen.text)[1])
    press(screen, NL["search.show_old"])
    assert found(screen) == n + hidden


def test_distance_stands_on_every_card_with_what_it_is(screen: Screen) -> None:
    screen.open("zoeken", q="kok", vanaf="3511", km="50", volgorde="afstand")
    assert NL["where.short"].format(name="Utrecht") in screen.text
    assert NL["where.from_postcode"].format(gemeente="Utrecht", name="Utrecht") in screen.text
    results = [body for body in screen.bodies if "sw-result" in body]
    far = [re.search(r">(\d+ km|minder dan 1 km), [^<]+<", body) for body in results]
    assert all(far)
    away = [int(re.sub(r"\D", "", match[1])) for match in far]
    assert away == sorted(away)


@pytest.mark.parametrize(("home", "sentence", "offers"), [
    ("utrech", "Wij kennen geen plaats met de naam «utrech»", ["Utrecht"]),
    ("Valkenburg", "Welke bedoel je?", ["Valkenburg (Limburg)", "Valkenburg (Zuid-Holland)"]),
    ("12", "«12» is geen postcode", []),
    ("1301 zz zz", "is geen postcode", []),
    ("9999 ZZ", None, []),
    ("1098", None, []),
    ("1999", "De postcode «1999» kennen wij niet", []),
])
def test_bad_home_gives_a_calm_sentence_with_the_nearest(
    home: str, sentence: str | None, offers: list[str], screen: Screen
) -> None:
    everything = found(screen.open("zoeken"))
    screen.open("zoeken", vanaf=home)
    assert screen.failed == []
    assert found(screen) == everything
    assert [sentence in notice for notice in screen.notices] == ([True] if sentence else [])
    labels = [item.label for item in screen.app.button]
    assert set(offers) <= set(labels)
    if offers:
        press(screen, offers[0])
        assert screen.address["vanaf"] == [offers[0]]
        assert screen.notices == []


def test_strange_filter_is_told_left_out_and_the_nearest_offered(screen: Screen) -> None:
    everything = found(screen.open("zoeken"))
    screen.open("zoeken", niveau="mbo-9", kleur="rood")
    assert any("niveau=mbo-9" in notice and "kleur" in notice for notice in screen.notices)
    assert found(screen) == everything
    press(screen, "mbo 2")
    assert screen.address == {"niveau": ["mbo-2"]}


def test_nothing_found_gives_advice_and_words(screen: Screen) -> None:
    screen.open("zoeken", q="xqverplegxx", niveau="mbo-2")
    assert any(NL["search.none"] in notice for notice in screen.notices)
    assert screen.failed == []


@pytest.mark.parametrize("view", ["lijst", "tabel", "kaart"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_view_of_the_results(view: str, language: str, screen: Screen) -> None:
    screen.open("zoeken", q="techniek", beeld=view, taal=language, vanaf="Zwolle")
    assert screen.failed == []
    assert screen.app.title[0].value == flat_texts(language)["search.title"]


def test_table_links_to_the_programme_and_says_why(screen: Screen) -> None:
    screen.open("zoeken", q="kapper", beeld="tabel")
    table = next(body for body in screen.bodies if "<table>" in body)
    assert 'href="opleiding?id=crebo:' in table
    assert "staat in de naam" in table


def rows_of(screen: Screen) -> dict[str, dict[str, str]]:
    """The table of results: per programme (its code) the words of every cell."""
    table = next(body for body in screen.bodies if "<table>" in body)
    rows = [dict(re.findall(r'data-label="([^"]+)">(.*?)</t[dh]>', row))
            for row in re.findall(r"<tr>(.*?)</tr>", table)]
    return {row[NL["search.table_code"]]: {
        name: unescape(re.sub(r"<[^>]+>", "", cell)).replace("\xa0", " ")
        for name, cell in row.items()} for row in rows if row}


def test_every_figure_in_the_table_tells_all_that_is_needed_to_judge_it(screen: Screen) -> None:
    screen.open("zoeken", q="informatica", beeld="tabel")
    shown = rows_of(screen)
    figures = [row[NL[f"search.table_{slot}"]] for row in shown.values()
               for slot in ("pay", "work", "students") if row[NL[f"search.table_{slot}"]] != "–"]
    assert len(figures) > 20
    for figure in figures:
        assert re.search(r"per uur|van de 100|studenten|eerstejaars", figure), figure
        assert re.search(r"gemeten .*\d{4}", figure), figure
        assert re.search(r"CBS|DUO|SEO", figure), figure
        assert re.search(r"deze opleiding|groep|niveau", figure), figure
        assert re.search(r"crisistijd|voor corona|herstel", figure), figure
        assert "aantal onbekend" not in figure
    assert NL["search.table_note"] in screen.text
    assert any(re.search(r"\d mensen", figure) for figure in figures)
    assert not re.search(r"(\d+) studenten.* \1 mensen", " ".join(figures))


def test_first_years_and_hidden_counts_are_not_told_as_students(screen: Screen) -> None:
    """Of wo only first-year students are known; of hbo DUO gives a lowest and highest number."""
    screen.open("zoeken", q="informatica", beeld="tabel")
    shown = {code: row[NL["search.table_students"]] for code, row in rows_of(screen).items()}
    assert shown["56978"].startswith("560 eerstejaars")
    assert shown["34479"].startswith("tussen 3.973 en 3.979 studenten")


def test_map_and_its_table_say_the_same_as_the_filter(screen: Screen, shelf: Library) -> None:
    screen.open("zoeken", q="kapper", beeld="kaart")
    table = unescape(next(body for body in screen.bodies if NL["map.table"] in body))
    rows = dict(re.findall(r">([^<>]+)</th><td[^>]*>[^<]+</td><td[^>]*>(\d+)</td>", table))
    counts = shelf.searcher.search(Query("kapper")).counts["places"]
    assert {place: int(n) for place, n in rows.items()} == {
        place: n for place, n in counts.items() if n}


def test_town_chosen_on_the_map_shows_its_programmes(screen: Screen) -> None:
    screen.open("zoeken", q="kapper", beeld="kaart")
    screen.app.selectbox(key="map_pick").set_value("Utrecht")
    screen.run()
    assert screen.failed == []
    assert screen.address["plaats"] == ["Utrecht"]
    assert NL["map.chosen"].format(name="Utrecht") in screen.text
    assert any("Kapper" in label for label in screen.links)
    screen.app.selectbox(key="map_pick").set_value(None)
    screen.run()
    assert "plaats" not in screen.address


def test_last_page_and_beyond(screen: Screen) -> None:
    for number in ("2", "9999"):
        screen.open("zoeken", pagina=number)
        assert screen.failed == []
        assert len(screen.links) >= 15


def test_examples_in_the_search_box_find_something(shelf: Library) -> None:
    examples = re.split(r", | of ", NL["search.placeholder"].removeprefix("Bijvoorbeeld "))
    assert len(examples) >= 3
    assert [words for words in examples if not shelf.searcher.search(Query(words)).hits] == []


def test_figures_from_crisis_time_can_be_hidden(screen: Screen) -> None:
    screen.open("zoeken", q="kok")
    assert NL["tag.M1"] in screen.text
    screen.open("zoeken", q="kok", zondercrisis="1")
    assert NL["search.hidden_figures"] in screen.text
    assert NL["tag.M1"] not in screen.text


def test_chance_of_work_and_internship_say_that_the_figures_are_not_open(screen: Screen) -> None:
    screen.open("zoeken")
    assert screen.text.count(NL["search.not_loaded"]) == 2
    assert widget(screen, "pills", "kans").disabled
    assert widget(screen, "pills", "stage").disabled


def test_every_figure_on_a_card_says_on_how_many_people_it_rests(screen: Screen) -> None:
    screen.open("zoeken", q="hbo verpleegkunde")
    details = [found for body in screen.bodies for found in re.findall(
        r'<b>[^<]+</b> <span class="sw-small">\(([^<]+)\)</span>', body)]
    assert details
    number = re.compile(rf" · ([\d.]+ mensen|{NL['card.n_unknown_short']})$")
    assert [text for text in details if not number.search(text)] == []
