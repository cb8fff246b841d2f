"""SIGKILL to web and worker in the middle of a thousand filings: nothing acknowledged is lost, nobody goes untold,
and nobody is told twice under another id."""

import re
import shutil
import tempfile
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from urllib.parse import urlencode

import pytest

from tanggap.config.postgres import Cluster
from tests.faults.town import Town, wait
from tests.post_office import PostOffice, open_post_office

FILINGS = 1000
CITIZENS = 8
KILLS_AT = {"web": (300, 700), "worker": (200, 700, 950)}
"""After how many acknowledgements each is killed; at 700 both are."""

PATIENCE = 120  # seconds in which a citizen keeps trying, and the worker catches up

CSRF = "abcdefghijklmnopqrstuvwxyzABCDEF"
IN_MENTENG = {"lat": "-6.19505", "lon": "106.83226"}


@dataclass
class Complaint:
    """One citizen's report: the key their phone chose, and the number they were told."""

    place: int
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    number: str = ""
    tries: int = 0

    @property
    def address(self) -> str:
        return f"warga{self.place}@warga.test"


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


@pytest.fixture
def town(post_office: PostOffice) -> Iterator[Town]:
    # Open to others: a root's database server runs under an id of its own.
    home = Path(tempfile.mkdtemp(prefix="tanggap-"))
    home.chmod(0o755)
    cluster = Cluster(home / "postgres")
    cluster.start()
    town = Town(home, cluster.url, post_office)
    try:
        yield town
    finally:
        town.stop()
        cluster.stop()
        for left in (cluster.place, cluster.socket_folder, home):
            shutil.rmtree(left, ignore_errors=True)


class Browser:
    """A browser without scripts, on one connection: httpx would take as much of the processor as the city does."""

    def __init__(self, port: int, address: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=20)
        self.address = address
        self.cookies = {"csrftoken": CSRF}

    def send(self, path: str, form: dict[str, str]) -> str:
        """Post a form; where the answer leads."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            # Of its own, because filings are limited per address.
            "X-Forwarded-For": self.address,
        }
        self.connection.request("POST", path, urlencode({**form, "csrfmiddlewaretoken": CSRF}), headers)
        answer = self.connection.getresponse()
        body = answer.read()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        assert answer.status == 302, (path, answer.status, body[:2000])
        return answer.headers["Location"]


def file(town: Town, complaint: Complaint, category: str) -> str:
    """The three steps of /lapor; the number in the receipt's address."""
    browser = Browser(town.port, f"10.0.{complaint.place // 250}.{complaint.place % 250}")
    try:
        described = {"words": "Lubang di depan sekolah", "category": category, "idempotency_key": complaint.key}
        browser.send("/lapor", described)
        browser.send("/lapor/lokasi", {**IN_MENTENG, "seen": "1"})
        contact = {"privacy": "publik", "identity": "contact", "name": "Warga", "email": complaint.address}
        receipt = browser.send("/lapor/kirim", contact)
    finally:
        browser.connection.close()
    found = re.search(r"/lapor/terima/(\w+)", receipt)
    assert found, receipt
    return found[1]


class Day:
    """A day on which a thousand citizens report and somebody keeps pulling the plugs."""

    def __init__(self, town: Town, category: str) -> None:
        self.town = town
        self.category = category
        self.complaints = [Complaint(place) for place in range(FILINGS)]
        self.acknowledged = 0
        self.kills: Counter[str] = Counter()
        self.lock = Lock()

    def report(self, complaint: Complaint) -> None:
        """Try with the same key until the city has answered."""
        deadline = monotonic() + PATIENCE
        while not complaint.number:
            complaint.tries += 1
            try:
                complaint.number = file(self.town, complaint, self.category)
            except (OSError, HTTPException):
                assert monotonic() < deadline, "the city did not come back"
                sleep(0.2)
        with self.lock:
            self.acknowledged += 1
            due = [name for name, at in KILLS_AT.items() if self.acknowledged in at]
        for name in due:
            self.town.kill(name)
            self.kills[name] += 1
            self.town.start(name)

    def pass_by(self) -> None:
        with ThreadPoolExecutor(CITIZENS) as citizens:
            list(citizens.map(self.report, self.complaints))


def everything_done(town: Town) -> bool:
    jobs = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = ANY(%s) AND status IN ('todo', 'doing')"
    return town.ask(jobs, ["reactions.follow", "channels.reply"]) == [(0,)]


def test_a_thousand_filings_under_fire(town: Town, post_office: PostOffice) -> None:
    given = town.prepare()
    town.start("web")
    town.start("worker")
    town.wait_for_web()

    day = Day(town, given["category"])
    day.pass_by()
    wait(lambda: everything_done(town), seconds=PATIENCE)

    assert day.kills == {name: len(at) for name, at in KILLS_AT.items()}
    numbers = [complaint.number for complaint in day.complaints]
    assert any(complaint.tries > 1 for complaint in day.complaints), "no kill hit a request: the test proves nothing"
    assert_every_acknowledged_report_exists_once(town, numbers)
    assert_the_unit_heard_of_each_once(town, given["user"], given["holder"])
    assert_each_reporter_was_answered_under_one_id(post_office, day.complaints)
    assert "All as it was." in town.run("-m", "tanggap", "journal", "verify")
    assert "warga.test" not in town.log.read_text(errors="replace")


def assert_every_acknowledged_report_exists_once(town: Town, numbers: list[str]) -> None:
    assert len(set(numbers)) == FILINGS
    stored = [number for (number,) in town.ask("SELECT number FROM reports_report")]
    assert sorted(stored) == sorted(numbers)
    assert town.ask("SELECT count(*) FROM journal_event WHERE verb = 'file'") == [(FILINGS,)]


def assert_the_unit_heard_of_each_once(town: Town, user: int, holder: int) -> None:
    assert town.ask("SELECT DISTINCT holder_id FROM reports_report") == [(holder,)]
    rung = town.ask("SELECT report_id FROM notifications_bellitem WHERE user_id = %s", user)
    reports = town.ask("SELECT id FROM reports_report")
    assert sorted(rung) == sorted(reports)


def assert_each_reporter_was_answered_under_one_id(post_office: PostOffice, complaints: list[Complaint]) -> None:
    ids: dict[str, set[str]] = defaultdict(set)
    about: dict[str, set[str]] = defaultdict(set)
    for letter in post_office.letters:
        ids[str(letter["To"])].add(str(letter["Message-ID"]))
        about[str(letter["To"])].add(str(letter["Subject"]).split()[0])
    assert {address: len(found) for address, found in ids.items()} == {one.address: 1 for one in complaints}
    assert about == {one.address: {one.number} for one in complaints}
