"""The client against a server that misbehaves in every way a publisher can."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from etl.errors import DataError
from etl.net.cache import RESUME_WITHIN, Cache
from etl.net.client import USER_AGENT, Client, Patience
from etl.net.validate import not_html, whole_json
from tests.wire.server import Fault, Replay, Reply, Request, serve

BODY = b'{"value": [' + b"1, " * 500 + b"2]}"
QUICK = Patience(tries=3, connect=2.0, read=1.0, whole=0.3, first_pause=0.0)


def publisher(request: Request) -> Reply:
    if request.path == "/gone":
        return Reply(b'{"message": "no such table"}', 404)
    if request.path == "/closed":
        return Reply(b"{}", 401)
    if request.path == "/moved":
        return Reply(b"", 302, headers={"Location": "/data"})
    if request.path == "/dated":
        since = request.headers.get("if-modified-since")
        stamp = "Wed, 01 Jan 2025 00:00:00 GMT"
        return Reply(b"", 304) if since == stamp else Reply(
            BODY, headers={"Last-Modified": stamp})
    return Reply(BODY, etag=request.path == "/tagged")


@pytest.fixture
def server() -> Iterator[Replay]:
    with serve(publisher) as replay:
        yield replay


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return Client(Cache(tmp_path / "cache"), QUICK)


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
    with pytest.raises(DataError, match="connection broke"):
        client.get("http://127.0.0.1:9/data")


def test_a_redirect_is_followed_and_told(server: Replay, client: Client) -> None:
    answer = client.get(server.url + "/moved")
    assert client.cache.path(answer).read_bytes() == BODY
    assert answer.final_url == server.url + "/data"


@pytest.mark.parametrize("path", ["/tagged", "/dated"])
def test_asking_again_costs_no_body_when_nothing_changed(
    server: Replay, client: Client, path: str
) -> None:
    first = client.get(server.url + path)
    again = client.get(server.url + path, source_id="again")
    assert server.statuses == [200, 304]
    assert again.sha256 == first.sha256
    assert again.fetched == first.fetched
    assert again.checked > first.checked
    assert client.traffic["again"].bytes == 0


def test_bytes_that_were_lost_from_the_cache_are_fetched_again(
    server: Replay, client: Client
) -> None:
    client.cache.path(client.get(server.url + "/tagged")).unlink()
    assert body(client, server.url + "/tagged") == BODY
    assert server.statuses == [200, 200]


def test_offline_answers_from_the_cache_only(server: Replay, client: Client) -> None:
    client.get(server.url + "/data")
    offline = Client(client.cache, QUICK, offline=True)
    assert body(offline, server.url + "/data") == BODY
    with pytest.raises(DataError, match="not in the cache. Run once without --offline"):
        offline.get(server.url + "/other")
    assert len(server.asked) == 1


def test_a_run_that_broke_off_asks_only_what_it_had_not(
    server: Replay, client: Client
) -> None:
    client.run_started = client.cache.begin_run()
    client.get(server.url + "/data")
    resumed = Client(client.cache, QUICK, run_started=client.cache.begin_run())
    resumed.get(server.url + "/data")
    resumed.get(server.url + "/other")
    assert [request.path for request in server.asked] == ["/data", "/other"]
    client.cache.end_run()
    later = Client(client.cache, QUICK, run_started=client.cache.begin_run())
    later.get(server.url + "/data")
    assert len(server.asked) == 3


def test_clock_that_was_put_right_does_not_keep_old_answers_for_new(
    server: Replay, client: Client
) -> None:
    """Our own clock was ahead when the answer came, so it seems to come from this run."""
    known = client.get(server.url + "/tagged")
    ahead = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    client.cache.keep(replace(known, checked=ahead))
    client.run_started = client.cache.begin_run()
    client.get(server.url + "/tagged")
    assert server.statuses == [200, 304]


def test_what_a_killed_run_left_behind_is_removed_after_a_while(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    old, new = cache.scratch(), cache.scratch()
    folders = [tmp_path / "runs" / name / "made_up" for name in ("1", "2")]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "data.json").write_text("{}")
    long_ago = time.time() - RESUME_WITHIN.total_seconds() - 60
    for path in (old, folders[0].parent):
        os.utime(path, (long_ago, long_ago))
    cache.begin_run()
    assert (old.exists(), new.exists()) == (False, True)
    assert [folder.parent.exists() for folder in folders] == [False, True]


def test_after_a_stop_nothing_is_asked_and_no_pause_is_sat_out(
    server: Replay, tmp_path: Path
) -> None:
    client = Client(Cache(tmp_path), Patience(tries=3, first_pause=60.0))
    server.misbehave("/data", "503", times=9)
    stopper = threading.Timer(0.1, client.stop)
    stopper.start()
    with pytest.raises(DataError, match="the refresh was stopped. Run it again"):
        client.get(server.url + "/data")
    stopper.join()
    assert len(server.asked) == 1


def test_a_break_too_long_ago_starts_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    old = datetime.now(UTC) - RESUME_WITHIN - timedelta(minutes=1)
    (tmp_path / "unfinished").write_text(old.isoformat(), encoding="utf-8")
    assert cache.begin_run() > old
    (tmp_path / "unfinished").write_text("not a date", encoding="utf-8")
    assert cache.begin_run() > old


@pytest.mark.parametrize(("value", "least", "most"), [
    (lambda: "7", 7, 7),
    (lambda: format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True), 25, 31),
    (lambda: format_datetime(datetime.now(UTC) - timedelta(days=9), usegmt=True), 0, 0),
    (lambda: "99999", 120, 120),
    (lambda: "soon", 0, 2),
])
def test_retry_after_is_obeyed_up_to_a_limit(
    server: Replay, tmp_path: Path, value: Callable[[], str], least: float, most: float
) -> None:
    pauses: list[float] = []
    client = Client(Cache(tmp_path), Patience(tries=2), sleep=pauses.append)
    server.retry_after = value()
    server.misbehave("/data", "429")
    client.get(server.url + "/data")
    assert least <= pauses[0] <= most


@pytest.mark.parametrize("skew", [timedelta(days=400), timedelta(days=-400)])
def test_a_date_to_retry_after_is_read_by_the_clock_of_the_publisher(
    tmp_path: Path, skew: timedelta
) -> None:
    pauses: list[float] = []
    client = Client(Cache(tmp_path), Patience(tries=2), sleep=pauses.append)
    now = datetime.now(UTC) + skew

    def busy(request: Request) -> Reply:
        return Reply("{}", 429, headers={
            "Date": format_datetime(now, usegmt=True),
            "Retry-After": format_datetime(now + timedelta(seconds=20), usegmt=True)})

    with serve(busy) as server, pytest.raises(DataError, match="answered 429"):
        client.get(server.url)
    assert pauses == [20.0]


def test_pauses_grow_and_differ(server: Replay, tmp_path: Path) -> None:
    pauses: list[float] = []
    client = Client(Cache(tmp_path), Patience(tries=5, first_pause=1.0), sleep=pauses.append)
    server.misbehave("/data", "503", times=9)
    with pytest.raises(DataError):
        client.get(server.url + "/data")
    assert [round(pause / 2 ** number) for number, pause in enumerate(pauses)] == [1, 1, 1, 1]
    assert len({round(pause / 2 ** number, 6) for number, pause in enumerate(pauses)}) > 1


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
