"""A thousand events from outside, each delivered twice, while the worker is killed twice: each is handled once."""

from __future__ import annotations

import base64
import hmac
import json
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tanggap.config.postgres import Cluster
from tests.faults.town import Town, wait
from tests.post_office import open_post_office

EVENTS = 1000
DELIVERED = 2
"""How often the other side delivers each event."""

KILLED_AT = (300, 700)
"""After how many events were handled the worker is killed."""

PATIENCE = 900
"""Seconds, on a machine that does other work besides: four thousand jobs follow."""
ACCOUNT, SECRET = "100", "consumer secret"
SETTINGS = {
    "TANGGAP_X_ACCOUNT": ACCOUNT,
    "TANGGAP_X_CONSUMER_KEY": "key",
    "TANGGAP_X_CONSUMER_SECRET": SECRET,
    "TANGGAP_X_ACCESS_TOKEN": "token",
    "TANGGAP_X_ACCESS_SECRET": "access secret",
}


class Answering(BaseHTTPRequestHandler):
    """X's side of the way out: takes every reply and counts it by the post it answers."""

    answered: Counter[str] = Counter()
    ids = 0
    lock = threading.Lock()

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.lock:
            Answering.ids += 1
            if post := told.get("reply", {}).get("in_reply_to_tweet_id"):
                self.answered[post] += 1
        self._say({"data": {"id": str(Answering.ids), "dm_event_id": str(Answering.ids)}})

    def do_GET(self) -> None:
        self._say({"meta": {"result_count": 0}})

    def _say(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: Any) -> None:
        """Nothing."""


@pytest.fixture
def town() -> Iterator[Town]:
    home = Path(tempfile.mkdtemp(prefix="tanggap-"))
    home.chmod(0o755)
    cluster = Cluster(home / "postgres")
    cluster.start()
    other_side = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=other_side.serve_forever, daemon=True).start()
    with open_post_office() as office:
        town = Town(home, cluster.url, office)
        town.environment |= SETTINGS | {"TANGGAP_X_API": f"http://127.0.0.1:{other_side.server_port}"}
        try:
            yield town
        finally:
            town.stop()
            cluster.stop()
            other_side.shutdown()
            for left in (cluster.place, cluster.socket_folder, home):
                shutil.rmtree(left, ignore_errors=True)


def event(place: int) -> bytes:
    """A mention, by an author of its own."""
    post = {
        "id_str": str(10_000 + place),
        "created_at": "Mon Nov 23 03:00:00 +0000 2026",
        "text": "@DKIJakarta jalan berlubang di depan pasar",
        "user": {"id_str": str(50_000 + place), "name": "Warga"},
        "entities": {"user_mentions": [{"id_str": ACCOUNT}]},
    }
    return json.dumps({"for_user_id": ACCOUNT, "tweet_create_events": [post]}).encode()


def deliver(town: Town, places: list[int]) -> None:
    """Bring these events over one connection, as X signs them."""
    connection = HTTPConnection("127.0.0.1", town.port, timeout=30)
    for place in places:
        raw = event(place)
        mark = base64.b64encode(hmac.new(SECRET.encode(), raw, sha256).digest()).decode()
        headers = {"Content-Type": "application/json", "x-twitter-webhooks-signature": f"sha256={mark}"}
        connection.request("POST", "/api/kanal/twitter", raw, headers)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body[:500]
    connection.close()


def handled(town: Town) -> int:
    return int(town.ask("SELECT count(*) FROM channels_inbound WHERE state <> 'new'")[0][0])


def handled_more_than(town: Town, at: int) -> bool:
    return handled(town) >= at


def kill_on_the_way(town: Town) -> int:
    """Kill the worker in the middle of the work; returns how often."""
    for at in KILLED_AT:
        wait(partial(handled_more_than, town, at), seconds=PATIENCE)
        town.kill("worker")
        town.start("worker")
    return len(KILLED_AT)


def everything_done(town: Town) -> bool:
    names = ["channels.read", "reactions.follow", "channels.reply"]
    jobs = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = ANY(%s) AND status IN ('todo', 'doing')"
    return town.ask(jobs, names) == [(0,)]


def test_a_thousand_events_are_handled_once_each_under_fire(town: Town) -> None:
    town.prepare()
    town.start("web")
    town.start("worker")
    town.wait_for_web()
    Answering.answered.clear()

    with ThreadPoolExecutor(4) as pool:
        everything = list(range(EVENTS)) * DELIVERED
        brought = [pool.submit(deliver, town, everything[share::3]) for share in range(3)]
        kills = kill_on_the_way(town)
        for one in brought:
            one.result()
    wait(lambda: everything_done(town), seconds=PATIENCE)

    assert kills == len(KILLED_AT)
    assert town.ask("SELECT state, count(*) FROM channels_inbound GROUP BY state") == [("read", EVENTS)]
    theirs = "SELECT count(*) FROM channels_message WHERE inbound_id IS NOT NULL"
    assert town.ask(theirs) == [(EVENTS,)]
    assert town.ask("SELECT count(*) FROM reports_report") == [(EVENTS,)]
    assert town.ask("SELECT count(*) FROM journal_event WHERE verb = 'file'") == [(EVENTS,)]
    twice = [post for post, times in Answering.answered.items() if times > 1]
    unclear = town.ask("SELECT count(*) FROM carriers_delivery WHERE state = 'unclear'")[0][0]
    assert twice == []
    assert len(Answering.answered) >= EVENTS - unclear
    assert "All as it was." in town.run("-m", "tanggap", "journal", "verify")
    assert "berlubang" not in town.log.read_text(errors="replace")
