"""``python -m etl rio CODE`` against a replay of the register (everything in it made up)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl import cli
from etl.errors import DataError
from etl.net.cache import Cache
from etl.net.client import Client
from etl.sources.rio_lod import Rio as Register
from etl.sources.rio_lod import look_up, programme_code
from tests.etl.live.conftest import IMPATIENT
from tests.wire.rio import Fault, Rio
from tests.wire.server import Replay, serve


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, and no waiting between tries."""
    monkeypatch.setenv("OUTLOOK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("etl.rio_command.Patience", lambda tries: IMPATIENT)
    return tmp_path / "cache"


def faulty(fault: Fault, offers: int = 2) -> Rio:
    return Rio(offers, {fault})


def asked(rio: Rio, *arguments: str) -> tuple[int, Replay]:
    """Run the verb against a register; its exit code, and the server."""
    with serve(rio) as server:
        rio.url = server.url
        return cli.main(["rio", *arguments, "--base-url", f"rio={server.url}"]), server


def found(rio: Rio, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    """What the verb prints with --json; it must have gone well."""
    code, _ = asked(rio, *arguments, "--json")
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    return json.loads(printed.out)


def test_recognition_programme_offers_and_places(capsys: pytest.CaptureFixture[str]) -> None:
    answer = found(Rio(), capsys, "25180")
    assert [row["instroomeinddatum"] for row in answer["recognitions"]] == ["2031-07-31"]
    assert [(row["volledigeNaam"], row["niveau"]) for row in answer["programmes"]] == [
        ("Kok", "MBO-2")]
    assert [offer["form"] for offer in answer["offered"]] == ["bol", "bbl"]
    assert answer["offered"][0] == {
        "unit": "1000O0001", "name": "Kok met sterren", "form": "bol", "language": "NLD",
        "website": "https://school.invalid/kok", "first_intake": "2024-08-01",
        "last_intake": None, "provider": "Bedacht College", "street": "Bedachtestraat 7 B",
        "postcode": "3511AB", "town": "UTRECHT", "latitude": 52.09, "longitude": 5.12}
    assert answer["more"] == 0


def test_on_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = asked(Rio(3), "25180", "--most", "1")
    printed = capsys.readouterr().out
    assert code == 0
    assert "25180 Kok (MBO-2, 3200 SBU), 1000O0001, in RIO on 20" in printed
    assert ("recognised: MBOOPLEIDINGSERKENNING, CREBO, by OCW, from 2016-08-01, no new students "
            "after 2031-07-31") in printed
    assert "Bedacht College" in printed
    assert "UTRECHT" in printed
    assert "2 more offers; --most 3 asks where those are too." in printed


def test_programme_that_nobody_offers(capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = asked(Rio(), "34479")
    assert code == 0
    assert "RIO names no school that offers it today." in capsys.readouterr().out


@pytest.mark.parametrize(("offers", "pages"), [(99, 1), (100, 2), (201, 3)])
def test_pages_are_followed_to_the_last(
    offers: int, pages: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full page names a next one, which is empty and without rows after 100 offers."""
    code, server = asked(Rio(offers), "25180", "--most", "0")
    assert code == 0
    assert f"{offers} more offers" in capsys.readouterr().out
    lists = [request.query for request in server.asked
             if request.path.endswith("/aangeboden-opleidingen")]
    assert [query["page"] for query in lists] == [str(number) for number in range(pages)]
    assert all(query["pageSize"] == "100" for query in lists)


def test_below_a_row_nothing_is_paged() -> None:
    _, server = asked(Rio(), "25180")
    below = [request for request in server.asked if request.path.count("/") > 4]
    assert len(below) == 1 + 2 * 2
    assert [request.query for request in below] == [{}] * 5


@pytest.mark.parametrize("fault", ["array", "list_below"])
def test_plain_arrays_and_lists_below_a_row_give_the_same(
    fault: Fault, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(faulty(fault), capsys, "25180") == found(Rio(), capsys, "25180")


def test_offer_without_a_location_is_still_told(capsys: pytest.CaptureFixture[str]) -> None:
    answer = found(faulty("no_location"), capsys, "25180")
    assert [(offer["town"], offer["street"], offer["provider"]) for offer in answer["offered"]] \
        == [(None, None, "Bedacht College")] * 2


@pytest.mark.parametrize(("fault", "offers", "sentence"), [
    ("maintenance", 2, "RIO is closed for maintenance (503). Try again later."),
    ("deep_pages", 150, "page=1&pageSize=100&bewaard=ja: RIO refuses this question (400)."),
    ("renamed_filter", 2, "RIO refuses this question (400): onbekende parameter."),
    ("next_is_itself", 250, "this page names itself as the next one."),
    ("page_twice", 250, "a page came twice, so other rows are missing."),
    ("last_page_lost", 250, "this page is full and names no next one, so rows are missing."),
    ("not_rio", 2, "this is not an answer of RIO."),
])
def test_error_is_one_sentence_and_the_code_is_not_zero(
    fault: Fault, offers: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = asked(faulty(fault, offers), "25180", "--json")
    printed = capsys.readouterr()
    assert (code, printed.out, printed.err.count("\n")) == (1, "", 1)
    assert printed.err.startswith("error: http://127.0.0.1:")
    assert sentence in printed.err


@pytest.mark.parametrize("fault", ["truncate", "reset", "429", "503", "html", "empty"])
def test_trouble_on_the_way_is_tried_again(fault: str, capsys: pytest.CaptureFixture[str]) -> None:
    rio = Rio()
    with serve(rio) as server:
        rio.url = server.url
        server.misbehave("opleidingserkenningen?", fault)  # type: ignore[arg-type]
        assert cli.main(["rio", "25180", "--base-url", f"rio={server.url}"]) == 0
    assert "Bedacht College" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "sentence"), [
    (("29999",), "RIO knows no programme with code 29999."),
    (("kok",), "«kok» is not a code of a programme. Write a crebo or isat code"),
    (("123456",), "«123456» is not a code of a programme."),
    (("25180", "--most", "-1"), "--most must be 0 or more."),
    (("25180", "--base-url", "roi=http://x"), "«roi=http://x» is not a publisher"),
])
def test_wrong_question(
    arguments: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = asked(Rio(), *arguments)
    assert code == 1
    assert sentence in capsys.readouterr().err


def test_leading_zeros_are_put_back() -> None:
    assert programme_code("1991") == "01991"


def test_nobody_at_home_is_told_in_one_sentence(tmp_path: Path) -> None:
    client = Client(Cache(tmp_path / "other"), IMPATIENT)
    with pytest.raises(DataError, match="no connection could be made.*Try again later"):
        look_up(Register(client, "http://127.0.0.1:9"), "25180", "2026-01-01", 1)
