"""A small town to look at: a report in every status, with its people, its photos and its unread news."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tanggap.accounts import vault
from tanggap.accounts.contact import Contact
from tanggap.agencies.models import Seat
from tanggap.console.sign_in.views import NEW_CODES
from tanggap.reports import catalogue, evidence, filing, hiding, keys, photos
from tanggap.reports.authority import Reporter
from tanggap.reports.filing import Filing
from tanggap.reports.lifecycle import move
from tanggap.reports.models import Category, Photo, Report
from tanggap.reports.tests.walking import IN_MENTENG, category
from tests import people, pictures
from tests.jobs import work_off
from tests.journeys import citizen

BETWEEN = timedelta(minutes=7)


@dataclass
class Town:
    """Report numbers by what is to be seen of them, and the cookies of each visitor."""

    reports: dict[str, Report] = field(default_factory=dict)
    visitors: dict[str, dict[str, str]] = field(default_factory=dict)
    photo: str = ""
    set_password: tuple[str, str] = ("", "")

    def number(self, name: str) -> str:
        return self.reports[name].number


def build() -> Town:
    """Let the town happen, through the same doors as in life."""
    town = Town()
    for name, life in LIVES.items():
        town.reports[name] = life()
    _visit(town)
    work_off("reactions.follow", "reports.make_copies")
    town.photo = Photo.objects.filter(report=town.reports["waiting"]).latest("pk").token
    return town


class Life:
    """One report on its way: each step a few minutes after the one before."""

    def __init__(self, *, ago: timedelta = timedelta(hours=3), photo: bool = True, **given: Any) -> None:
        self.at = timezone.now() - ago
        self.report = _filed(at=self.at, **given)
        if photo:
            photos.take_in(_picture(), report=self.report, at=self.at)

    def then(self, verb: str, *, by: Any, **given: Any) -> Life:
        self.at += BETWEEN
        move(self.report, verb, by=by, at=self.at, **given)
        return self

    def proven(self, *, by: Seat, in_app: bool = True) -> Life:
        self.at += BETWEEN
        lat, lon = IN_MENTENG
        nonce = evidence.nonce(by, self.report, self.at) if in_app else ""
        evidence.take_proof(_picture(), report=self.report, seat=by, lat=lat, lon=lon, nonce=nonce, at=self.at)
        return self

    def worked(self) -> Life:
        return self.then("assign", by=people.JOKO.officer(), crew=people.RUDI.seat())

    def done(self) -> Life:
        by = people.RUDI
        return self.worked().proven(by=by.seat()).then("resolve", by=by.officer(), words="Sampah sudah diangkut.")

    @property
    def reporter(self) -> Reporter:
        return Reporter(frozenset({self.report.pk}))


_shots = iter(range(1, 1000))


def _picture() -> Any:
    return pictures.photo(next(_shots))


def _filed(
    *,
    at: datetime,
    of: Category | None = None,
    words: str = "Sampah menumpuk di depan gang, baunya sampai ke sekolah.",
    street: str = "Jl. Teuku Umar",
    channel: str = "jaki",
    place: bool = True,
    **given: Any,
) -> Report:
    lat, lon = IN_MENTENG if place else (None, None)
    where = {"lat": lat, "lon": lon, "area_code": people.MENTENG, "street": street} if place else {}
    return filing.file(
        Filing(
            token=keys.new_token(),
            channel=catalogue.current().channel(channel),
            words=words,
            category=of,
            contact=Contact(name=people.SARI.name, email=people.SARI.email),
            **{"privacy": Report.Privacy.PUBLIC, **where, **given},
        ),
        at=at,
    ).report


def litter(**given: Any) -> Category:
    """A category that the kelurahan works on itself."""
    return category(family="kelurahan", **given)


def _coordinated() -> Report:
    life = Life(of=litter(), words="Lubang di lajur kiri, sudah seminggu.", street="Jl. Cikini Raya")
    roads = catalogue.current().agency("dinas-bina-marga")
    return life.then("coordinate", by=people.JOKO.officer(), agency=roads, words="Jalan provinsi.").report


def _dispatched() -> Report:
    report = _coordinated()
    unit = catalogue.current().agency("sudin-bina-marga-jakpus")
    move(report, "dispose", by=people.HENDRA.officer(), at=timezone.now(), unit=unit)
    return report


def _in_validation() -> Report:
    by = people.RUDI
    life = Life(of=litter(), words="Tumpukan puing menutup saluran.").worked().proven(by=by.seat(), in_app=False)
    return life.then("resolve", by=by.officer(), words="Puing sudah diangkut.").report


def _refused() -> Report:
    reason = catalogue.current().refusals[0]
    life = Life(of=litter(), photo=False, words="Tetangga menyetel musik keras.")
    return life.then("refuse", by=people.JOKO.officer(), refusal=reason, words="Bukan kewenangan kami.").report


def _asking() -> Report:
    life = Life(of=litter(), words="Lampu padam.")
    return life.then("ask", by=people.JOKO.officer(), words="Tiang nomor berapa?").report


def _asked_for_time() -> Report:
    life = Life(of=litter(), words="Pohon miring ke kabel.").worked()
    assert life.report.next_due_at is not None
    later = life.report.next_due_at + timedelta(days=3)
    return life.then("ask_extension", by=people.JOKO.officer(), until=later, words="Perlu alat berat.").report


def _merged() -> Report:
    parent = Life(of=litter()).report
    return Life(of=litter(), photo=False).then("merge", by=people.JOKO.officer(), parent=parent).report


def _reopened() -> Report:
    life = Life(of=litter(), words="Got tersumbat depan sekolah.").done()
    return life.then("reopen", by=life.reporter, words="Masih mampet, airnya meluap lagi.").report


def _hidden() -> Report:
    report = Life(of=litter(), words="Kata-kata yang tidak pantas.").report
    hiding.hide(
        report, f"words:{report.pk}", reason=next(iter(hiding.REASONS)), by=people.JOKO.officer(), at=timezone.now()
    )
    return report


LIVES: dict[str, Callable[[], Report]] = {
    "waiting": lambda: Life(of=litter(), ago=timedelta(minutes=40)).report,
    "by-hand": lambda: Life(of=litter(), words="Karung pasir pecah di trotoar.").report,
    "late": lambda: Life(of=litter(), ago=timedelta(days=9), words="Coretan di dinding halte.").report,
    "coordinated": _coordinated,
    "dispatched": _dispatched,
    "working": lambda: Life(of=litter(), words="Kasur bekas di trotoar.").worked().report,
    "asking": lambda: (
        Life(of=litter(), words="Lampu padam.")
        .then("ask", by=people.JOKO.officer(), words="Tiang nomor berapa?")
        .report
    ),
    "extension": _asked_for_time,
    "validation": _in_validation,
    "done": lambda: Life(of=litter()).done().report,
    "private": lambda: (
        Life(of=litter(), privacy=Report.Privacy.PRIVATE, words="Bau selokan di gang kami.").done().report
    ),
    "closed": lambda: (life := Life(of=litter()).done()).then("close", by=life.reporter).report,
    "refused": _refused,
    "reopened": _reopened,
    "merged": _merged,
    "hidden": _hidden,
    "desk": lambda: Life(place=False, photo=False, channel="twitter", words="Tolong min, baunya ke rumah.").report,
}


# Who comes by, and with what in the browser.


def _visit(town: Town) -> None:
    town.visitors["stranger"] = {}
    _begin_drafts(town)
    for person in (people.SARI, *people.STAFF):
        town.visitors[person.name.split()[0].lower()] = _cookies(people.sign_in(Client(), person))
    _own_reports(town)
    _at_the_door(town)


def _begin_drafts(town: Town) -> None:
    writing = Client()
    photo = pictures.photo(77, exif=pictures.exif(place=pictures.MENTENG))
    citizen.to_last_step(writing, photo=photo)
    town.visitors["writing"] = _cookies(writing)
    alarmed = Client()
    alarmed.post("/lapor", {"words": "Ada rumah terbakar di gang kami"})
    town.visitors["alarmed"] = _cookies(alarmed)
    filed = Client()
    town.reports["own"] = citizen.file_report(filed)
    town.visitors["filed"] = _cookies(filed)


def _own_reports(town: Town) -> None:
    """Sari's account holds some of them, a private one too."""
    for name in ("private", "done", "refused", "asking"):
        vault.claim(town.reports[name].pk, people.SARI.user, timezone.now())


def _at_the_door(town: Town) -> None:
    """People half way through signing in, and those with something to keep."""
    knowing = people.with_second_factor(people.DEWI)
    people.with_second_factor(people.JOKO)
    for name, person in (("at-code", knowing), ("at-enrol", people.TINI)):
        client = Client()
        person.all_seats()
        client.post("/konsol/masuk", {"email": person.email, "password": people.PASSWORD})
        town.visitors[name] = _cookies(client)
    with_codes = people.sign_in(Client(), people.WAHYU)
    session = with_codes.session
    session[NEW_CODES] = {"codes": [f"{n:04d}-{n:04d}" for n in range(8)], "then": ""}
    session.save()
    town.visitors["with-codes"] = _cookies(with_codes)
    late = Client()
    late.post(f"/konsol/laporan/{town.number('waiting')}/tindak", {"verb": "take", "take-words": "Tim berangkat pagi."})
    town.visitors["expired"] = _cookies(late)
    late = Client()
    late.post(f"/konsol/laporan/{town.number('waiting')}/tindak", {"verb": "take", "take-words": "Tim berangkat pagi."})
    town.visitors["with-form"] = _cookies(people.sign_in(late, people.AGUS))
    asked = Client()
    asked.post("/akun/masuk", {"email": "baru@warga.test"})
    town.visitors["asked"] = _cookies(asked)
    user = people.LESTARI.user
    uid, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
    forgetful = Client()
    forgetful.get(f"/konsol/masuk/atur/{uid}/{token}")
    town.visitors["forgetful"] = _cookies(forgetful)
    town.set_password = (uid, "-")


def _cookies(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items() if name != "csrftoken" and morsel.value}
