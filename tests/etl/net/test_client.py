"""The client against a server that misbehaves in every way a publisher can."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from etl.errors import DataError
from etl.net.cache import Cache
from etl.net.client import USER_AGENT, Client
from etl.net.validate import not_html, whole_json
from tests.etl.net.conftest import BODY, QUICK
from tests.wire.server import Fault, Replay, Reply, Request, serve


def body(client: Client, url: str, **options: object) -> bytes:
    return client.cache.path(client.get(url, **options)).read_bytes()  # type: ignore[arg-type]


def test_an_answer_is_kept_with_where_it_came_from(server: Replay, client: Client) -> None:
    answer = client.get(server.url + "/data", source_id="made_up")
    assert client.cache.path(answer).read_bytes() == BODY
    assert (answer.url, answer.size) == (server.url + "/data", len(BODY))
    assert client.cache.answer(server.url + "/data") == answer
    assert server.asked[0].headers["user-agent"] == USER_AGENT
    assert client.traffic["made_up"].requests == 1
    assert client.traffic["made_up"].bytes == len(BODY)


@pytest.mark.parametrize("fault", ["reset", "truncate", "429", "500", "503", "empty", "drip"])
def test_one_failure_is_tried_again(server: Replay, client: Client, fault: Fault) -> None:
    server.misbehave("/data", fault)
    assert body(client, server.url + "/data") == BODY
    assert len(server.asked) == 2


@pytest.mark.parametrize(("fault", "said"), [
    ("reset", "connection broke"), ("truncate", "cut off"), ("429", "answered 429"),
    ("500", "answered 500"), ("503", "answered 503"), ("empty", "is empty"),
    ("drip", "too slowly"), ("html", "web page came instead of data"),
])
def test_a_lasting_failure_is_one_sentence_with_the_address(
    server: Replay, client: Client, fault: Fault, said: str
) -> None:
    server.misbehave("/data", fault, times=99)
    with pytest.raises(DataError) as caught:
        client.get(server.url + "/data", validate=not_html)
    assert said in caught.value.problem
    assert "tried 3 times" in caught.value.problem
    assert caught.value.file == server.url + "/data"
    assert len(server.asked) == 3
    assert client.cache.answer(server.url + "/data") is None
    assert list(client.cache.folder.rglob("incoming/*")) == []


@pytest.mark.parametrize(("text", "said"), [
    ("<?xml version='1.0'?><feed/>", "something else came instead of JSON; it starts with «<?xml"),
    ("\ufeffTe druk\n", "something else came instead of JSON; it starts with «Te druk»"),
    ('{"value": [1, 2', "the JSON was cut off"), ("<!DOCTYPE html>", "a web page came"),
])
def test_what_came_instead_of_json_is_told(client: Client, text: str, said: str) -> None:
    with serve(lambda request: Reply(text)) as server, pytest.raises(DataError) as caught:
        client.get(server.url, validate=whole_json)
    assert caught.value.problem.startswith(said)


@pytest.mark.parametrize("fault", ["gzip", "wrong_type", "late_clock"])
def test_harmless_oddities_are_no_failure(
    server: Replay, client: Client, fault: Fault
) -> None:
    server.misbehave("/data", fault)
    assert body(client, server.url + "/data", validate=whole_json) == BODY
    assert len(server.asked) == 1


@pytest.mark.parametrize(("path", "said"), [
    ("/gone", "answered 404: {\"message\": \"no such table\"}"), ("/closed", "refuses access"),
])
def test_an_answer_that_will_not_change_is_not_tried_again(
    server: Replay, client: Client, path: str, said: str
) -> None:
    with pytest.raises(DataError, match="^") as caught:
        client.get(server.url + path)
    assert said in str(caught.value)
    assert len(server.asked) == 1


CKAN = {
    404: {"__type": "Not Found Error", "message": "Not found: bedacht"},
    403: {"__type": "Authorization Error", "message": "Access denied: not for you."},
    409: {"name_or_id": ["Missing value"], "__type": "Validation Error"},
    400: {"__type": "Search Query Error", "message": "Search Query is invalid: x"},
}


@pytest.mark.parametrize(("status", "said"), [
    (404, "the publisher answered 404: Not found: bedacht."),
    (403, "the publisher refuses access (403): Access denied: not for you."),
    (409, "the publisher answered 409: name_or_id: Missing value."),
    (400, "the publisher answered 400: Search Query is invalid: x."),
])
def test_what_ckan_says_inside_its_envelope_is_the_sentence(
    client: Client, status: int, said: str
) -> None:
    text = json.dumps({"help": "https://example.org/" + "h" * 300, "error": CKAN[status],
                       "success": False})
    with serve(lambda request: Reply(text, status)) as server, \
            pytest.raises(DataError) as caught:
        client.get(server.url + "/api/3/action/package_show?id=bedacht")
    assert caught.value.problem == said


def test_ckan_answers_an_unknown_action_with_a_text(client: Client) -> None:
    text = json.dumps("Bad request - Action name not known: package_shw")
    with serve(lambda request: Reply(text, 400)) as server, pytest.raises(
            DataError, match="answered 400: Bad request - Action name not known: package_shw."):
        client.get(server.url + "/api/3/action/package_shw")


def test_a_server_that_is_not_there_is_one_sentence(client: Client) -> None:
    """Nothing came, so nothing can have been cut off."""
    with pytest.raises(DataError, match=r"no connection could be made \(tried") as caught:
        client.get("http://127.0.0.1:9/data")
    assert "cut off" not in str(caught.value)


def test_a_redirect_is_followed_and_told(server: Replay, client: Client) -> None:
    answer = client.get(server.url + "/moved")
    assert client.cache.path(answer).read_bytes() == BODY
    assert answer.final_url == server.url + "/data"


def test_a_secret_is_sent_but_not_kept_or_shown(server: Replay, client: Client) -> None:
    client.get(server.url + "/data", headers={"Key": "made-up-secret"})
    assert server.asked[0].headers["key"] == "made-up-secret"
    with pytest.raises(DataError) as caught:
        client.get(server.url + "/closed", headers={"Key": "made-up-secret"})
    kept = [path.read_bytes() for path in client.cache.folder.rglob("*") if path.is_file()]
    assert kept
    assert not any(b"made-up-secret" in text for text in [*kept, str(caught.value).encode()])


def test_a_host_is_asked_no_more_at_a_time_than_allowed(tmp_path: Path) -> None:
    now, most = 0, 0
    lock = threading.Lock()

    def slow(request: Request) -> Reply:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.03)
        with lock:
            now -= 1
        return Reply(BODY)

    with serve(slow) as server:
        client = Client(Cache(tmp_path), QUICK, limits={server.url.split("//")[1]: 2})
        threads = [threading.Thread(target=client.get, args=(f"{server.url}/{number}",))
                   for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most == 2
