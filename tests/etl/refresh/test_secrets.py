"""A key is sent to its publisher and is nowhere else, whatever the publisher does with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from etl.net.secret import Secret
from tests.etl.refresh.conftest import Country, Desk, Ran
from tests.wire import kiesmbo, skdb
from tests.wire.country import served
from tests.wire.server import Publisher, Reply, Request, serve

KEYS = (kiesmbo.KEY, skdb.TOKEN)
NAMES = ("kiesmbo", "skdb")


def key_of(request: Request) -> str:
    """The key that came along, without its prefix."""
    text = request.headers.get("ocp-apim-subscription-key") or request.headers.get(
        "authorization", "")
    return text.rpartition(":")[2]


def found(desk: Desk, ran: Ran) -> list[str]:
    """Which keys are in what was printed or kept."""
    kept = b"\n".join((ran.out.encode(), ran.err.encode(), *desk.kept_bytes()))
    return [key for key in KEYS if key.encode() in kept or quote(key, safe="").encode() in kept]


def test_refresh_that_works_keeps_no_key(country: Country) -> None:
    for host, key in zip(NAMES, KEYS, strict=True):
        assert {key_of(request) for request in country.servers[host].asked} == {key}
    assert found(country.desk, country.first) == []


Echo = Callable[[Request], Reply]
ECHOES: dict[str, tuple[Echo, str]] = {
    "refusal in words": (lambda request: Reply(
        f"Sleutel {key_of(request)} is niet geldig", 400, "text/plain"),
        "the publisher answered 400: Sleutel *** is niet geldig."),
    "refusal of access": (lambda request: Reply(json.dumps(
        {"success": False, "error": {"message": f"no access for {key_of(request)}"}}), 403),
        "the publisher refuses access (403): no access for ***."),
    "address that holds it": (lambda request: Reply(
        f"niet gevonden: /x?key={quote(key_of(request))}", 410, "text/plain"),
        "the publisher answered 410: niet gevonden: /x?key=***."),
    "failure": (lambda request: Reply(key_of(request), 500), "the publisher answered 500"),
    "data": (lambda request: Reply(json.dumps({"HasError": "False", "key": key_of(request)})),
             "the answer repeats the key, so it is not kept."),
    "header": (lambda request: Reply("[]", headers={"ETag": f'"{key_of(request)}"'}),
               "the answer repeats the key, so it is not kept."),
    "other data": (lambda request: Reply(key_of(request)),
                   "something else came instead of JSON; it starts with «***»"),
    "redirect to itself": (lambda request: Reply(
        "[]") if request.query else Reply("", 302, headers={"Location": f"?{key_of(request)}=1"}),
        "the answer repeats the key, so it is not kept."),
}


@pytest.mark.parametrize(("echo", "said"), ECHOES.values(), ids=ECHOES)
def test_key_that_is_repeated_is_not_shown_or_kept(
    small_desk: Desk, echo: Publisher, said: str
) -> None:
    before = small_desk.fingerprint()
    with served(dict.fromkeys(NAMES, echo)) as servers:
        ran = small_desk.refresh(servers)
        assert all(key_of(server.asked[0]) in KEYS for server in servers.values())
    assert (ran.code, set(ran.outcomes().values())) == (1, {"failed"})
    assert all(said in record["message"] for record in ran.sources.values()), ran.out
    assert found(small_desk, ran) == []
    assert small_desk.fingerprint() == before


def test_key_does_not_follow_a_redirect_to_another_site(small_desk: Desk) -> None:
    with serve(lambda request: Reply("[]")) as other:
        away = Reply("", 302, headers={"Location": f"{other.url}/elsewhere"})
        with served(dict.fromkeys(NAMES, lambda request: away)) as servers:
            small_desk.refresh(servers)
    assert other.asked
    assert not any(key in str(request.headers) for request in other.asked for key in KEYS)


def test_key_does_not_follow_a_link_to_another_site(small_desk: Desk) -> None:
    """A next page that is said to be elsewhere."""
    with serve(lambda request: Reply("[]")) as other:
        page = json.dumps({"items": [{"crohoCode": 34479}],
                           "links": {"next": f"{other.url}/v1/opleidingen?page=2"}})
        with served({"skdb": lambda request: Reply(page)}) as servers:
            ran = small_desk.refresh(servers)
    assert other.asked == []
    assert ran.code == 1
    assert "points to another site, which may not see the key" in ran.sources["skdb"]["message"]


def test_without_keys_the_others_are_asked_and_these_say_which_they_miss(
    small_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kiesmbo, "KEY", "")
    monkeypatch.setattr(skdb, "TOKEN", "")
    with served(dict.fromkeys(NAMES, lambda request: Reply("[]"))) as servers:
        ran = small_desk.refresh(servers)
        assert not any(server.asked for server in servers.values())
    assert (ran.code, ran.err) == (0, "")
    assert {record["message"] for record in ran.sources.values()} == {
        "needs a key in the variable KIESMBO_KEY", "needs a key in the variable SKDB_TOKEN"}


@pytest.mark.parametrize("key", ["made-up-k\u20acy", "made-up\nkey"])
def test_key_that_cannot_be_sent_is_told_but_not_shown(
    small_desk: Desk, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """As when it was copied with something around it; the library would repeat it in its error."""
    monkeypatch.setattr(kiesmbo, "KEY", key)
    with served({"kiesmbo": lambda request: Reply("[]")}) as servers:
        ran = small_desk.refresh(servers)
        assert servers["kiesmbo"].asked == []
    assert ran.sources["kiesmbo"]["message"] == (
        "KIESMBO_KEY: the key holds a character that cannot be sent. Copy it again, without "
        "anything around it.")
    kept = b"\n".join((ran.out.encode(), ran.err.encode(), *small_desk.kept_bytes()))
    assert (ran.code, b"made-up" in kept) == (1, False)


def test_blanks_around_a_key_do_not_go_along(
    small_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As from a file with the line ends of Windows."""
    key = kiesmbo.KEY
    monkeypatch.setattr(kiesmbo, "KEY", f" {key}\r\n")
    with served({"kiesmbo": lambda request: Reply("[]")}) as servers:
        small_desk.refresh(servers)
        assert {key_of(request) for request in servers["kiesmbo"].asked} == {key}


def test_key_is_found_across_pieces_of_a_file(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.net.secret._CHUNK", 10)
    file = tmp_path / "answer"
    for place in range(25):
        file.write_bytes(b"." * place + b"made-up-key" + b"." * 7)
        assert Secret("Bearer made-up-key").inside(file)
    file.write_bytes(b"made-up" + b"." * 20 + b"-key")
    assert not Secret("made-up-key").inside(file)
    assert Secret("").hidden("as it is") == "as it is"
