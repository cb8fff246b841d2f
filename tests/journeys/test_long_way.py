"""The long way: passed on, sent back twice, decided, a later date, a rejected follow-up, reopened, done.

Every officer works in a browser without JavaScript.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from tanggap.journal.models import Event
from tanggap.reports.models import Report
from tests import people
from tests.browser import PHONE, Opens
from tests.journeys import officer
from tests.journeys.citizen import file_report

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


@pytest.fixture
def staff(open_page: Opens) -> dict[str, Page]:
    """Everybody who has a part in it, signed in, none of them with scripts."""
    cast = (people.DEWI, people.TINI, people.JOKO, people.YANTI, people.LESTARI, people.AGUS)
    for person in cast:
        person.all_seats()
    return {person.name.split()[0]: officer.sign_in(open_page(scripts=False), person) for person in cast}


def at(report: Report) -> tuple[str, str]:
    report.refresh_from_db()
    return report.status, report.holder.code


def work_and_resolve(page: Page, report: Report, *, seed: int, folder: Path) -> None:
    officer.upload_proof(page, report.number, seed=seed, folder=folder)
    officer.finish(page, report.number, words="Sudah dikerjakan.")


def judge(page: Page, number: str, verb: str, *, why: str = "") -> None:
    page.goto(f"/konsol/validasi?pilih={number}")
    if why:
        page.get_by_label("Alasan").fill(why)
    page.get_by_role("button", name=verb).click()


def test_the_long_way_to_done(staff: dict[str, Page], tmp_path: Path) -> None:
    citizen = Client()
    report = file_report(citizen, category="jalan", email="sari@warga.test")
    assert at(report) == ("menunggu", "sudin-bina-marga-jakpus")
    sent_back_twice_and_decided(staff, report)
    a_later_date(staff, report)
    rejected_then_accepted(staff, report, tmp_path)
    reopened_and_settled(staff, report, citizen, tmp_path)
    verbs = list(Event.objects.filter(stream=report.stream).order_by("seq").values_list("verb", flat=True))
    assert [verb for verb in verbs if verb != "proof_taken"] == [
        "file", "coordinate", "send_back", "coordinate", "send_back", "decide", "take", "ask_extension",
        "grant_extension", "resolve", "reject", "resolve", "accept", "reopen", "resolve", "accept", "close",
    ]  # fmt: skip


def sent_back_twice_and_decided(staff: dict[str, Page], report: Report) -> None:
    """After two send-backs the desk's word is the last."""
    number = report.number
    officer.act(staff["Dewi"], number, "Koordinasikan ke instansi lain", agency="sudin-sda-jakpus", words="Saluran")
    assert at(report) == ("koordinasi", "sudin-sda-jakpus")
    officer.act(staff["Tini"], number, "Kembalikan ke pengirim", words="Bukan saluran, ini badan jalan.")
    assert at(report) == ("koordinasi", "sudin-bina-marga-jakpus")
    officer.act(staff["Dewi"], number, "Koordinasikan ke instansi lain", agency="Kel. Menteng", words="Jalan gang")
    officer.act(staff["Joko"], number, "Kembalikan ke pengirim", words="Bukan jalan lingkungan.")
    assert at(report) == ("koordinasi", "biro-pemerintahan")
    staff["Yanti"].goto("/konsol/meja?tumpukan=dikembalikan")
    expect(staff["Yanti"].get_by_text(number).first).to_be_visible()
    officer.act(staff["Yanti"], number, "Putuskan penanggung jawab", agency="Kel. Menteng", words="Jalan lingkungan.")
    assert at(report) == ("koordinasi", people.KELURAHAN)
    staff["Joko"].goto(f"/konsol/laporan/{number}")
    assert staff["Joko"].get_by_text("Kembalikan ke pengirim").count() == 0


def a_later_date(staff: dict[str, Page], report: Report) -> None:
    """Heavy work needs more time, which the camat approves; the first date is kept."""
    number, day = report.number, timezone.localdate() + timedelta(days=20)
    officer.act(staff["Joko"], number, "Kerjakan")
    officer.act(staff["Joko"], number, "Minta tanggal baru (EWS)", until=day.isoformat(), words="Menunggu alat berat.")
    staff["Lestari"].goto("/konsol/?tampilan=persetujuan-ews")
    expect(staff["Lestari"].locator(".queue-table .cell-line")).to_contain_text(number)
    officer.act(staff["Lestari"], number, "Setujui tanggal baru")
    clock = report.clocks.get(kind="resolution")
    assert timezone.localtime(clock.due_at).date() == day
    assert clock.original_due_at < clock.due_at


def rejected_then_accepted(staff: dict[str, Page], report: Report, folder: Path) -> None:
    """The first follow-up comes back as TL Ditolak, the second one is accepted."""
    work_and_resolve(staff["Joko"], report, seed=31, folder=folder)
    assert at(report)[0] == "menunggu_validasi"
    judge(staff["Agus"], report.number, "Tolak, kerjakan lagi", why="Fotonya bukan di lokasi.")
    assert at(report)[0] == "proses"
    assert report.followup_rejected
    staff["Joko"].goto(f"/konsol/laporan/{report.number}")
    expect(staff["Joko"].get_by_text("TL Ditolak").first).to_be_visible()
    work_and_resolve(staff["Joko"], report, seed=32, folder=folder)
    judge(staff["Agus"], report.number, "Terima, lanjut")
    assert at(report)[0] == "selesai"


def reopened_and_settled(staff: dict[str, Page], report: Report, citizen: Client, folder: Path) -> None:
    """Not settled, says the citizen; it is worked again, and then it is."""
    assert citizen.post(f"/lacak/{report.number}/belum", {"words": "Lubangnya terbuka lagi."}).status_code == 302
    assert at(report)[0] == "proses"
    assert report.round == 2
    work_and_resolve(staff["Joko"], report, seed=33, folder=folder)
    judge(staff["Agus"], report.number, "Terima, lanjut")
    assert citizen.post(f"/lacak/{report.number}/beres", {"stars": "4", "words": ""}).status_code == 302
    assert at(report)[0] == "ditutup"


def test_two_officers_press_at_once_and_the_later_one_loses_no_word(open_page: Opens) -> None:
    report = file_report(Client(), category="sampah")
    people.RUDI.seat()
    first = officer.sign_in(open_page(), people.JOKO)
    second = officer.sign_in(open_page(size=PHONE), people.YANTI)
    second.goto(f"/konsol/laporan/{report.number}")
    move = officer.unfold(second.locator("#act"), "Tolak dengan alasan")
    move.get_by_label("Penjelasan").fill("Sudah saya cek, lokasinya di luar kota.")
    move.locator("[type=radio]").first.check()
    officer.act(first, report.number, "Kerjakan")
    move.get_by_role("button", name="Tolak dengan alasan").click()
    expect(second.get_by_role("alert")).to_contain_text("status laporan sekarang Proses")
    expect(second.get_by_text("Sudah saya cek, lokasinya di luar kota.")).to_be_visible()
    expect(second.get_by_text("Terakhir: Mulai dikerjakan")).to_be_visible()
    assert at(report)[0] == "proses"
