"""E-mail from a mailbox to Selesai and back, over a real Postfix and a real Dovecot; and what must not start."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.utils import timezone

from tanggap.carriers.models import Delivery
from tanggap.channels.adapters.email import adapter, authentication, imap, ours
from tanggap.channels.models import Conversation, Inbound, Message
from tanggap.reports.models import Report, Statement
from tests import pictures
from tests.jobs import work_off
from tests.journeys.channel import ask, bring_to_done
from tests.mail_server import AUTHSERV, CITY, MailServer, open_mail_server

pytestmark = pytest.mark.django_db(transaction=True)

SARI, STRANGER, NOBODY = "sari@warga.test", "orang@lain.test", "pindah@warga.test"
HOLES = "Ada lubang besar di jalan Cikini Raya depan stasiun, jalan berlubang dan rusak."
IMPATIENCE = 60.0


@pytest.fixture(scope="module")
def running() -> Iterator[MailServer]:
    with open_mail_server() as server:
        yield server


@pytest.fixture
def server(running: MailServer, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> MailServer:
    """The city's mailbox on an empty mail system; answers leave through it too."""
    running.empty()
    monkeypatch.setenv(imap.URL, running.imap_url())
    monkeypatch.setenv(ours.ADDRESS, CITY)
    monkeypatch.setenv(authentication.AUTHSERV, AUTHSERV)
    settings.SITE = "https://pengaduan.kota.test"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.smtp
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    django_mail.outbox = []
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }
    return running


@pytest.fixture
def listening(server: MailServer) -> Iterator[None]:
    """``tanggap channels listen email``, in a thread of this process."""
    until = Event()

    def listen() -> None:
        try:
            adapter.listen(until=until)
        finally:
            connection.close()

    thread = Thread(target=listen)
    thread.start()
    yield
    until.set()
    thread.join(IMPATIENCE)
    assert not thread.is_alive()


def mail_from(
    sender: str, words: str, *, subject: str = "Jalan berlubang di Cikini", to: str = CITY, **headers: str
) -> EmailMessage:
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = sender, to, subject
    written["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    for name, value in headers.items():
        written[name.replace("_", "-")] = value
    written.set_content(words)
    return written


def answer_to(letter: EmailMessage, words: str, *, sender: str = SARI, **headers: str) -> EmailMessage:
    """As mail programs do it: to Reply-To, with the letter quoted below."""
    quoted = "\n".join(f"> {line}" for line in text_of(letter).splitlines())
    return mail_from(
        sender,
        f"{words}\n\nPada Sel, 24 Nov 2026 pukul 10.20 Layanan pengaduan Jakarta\n<{CITY}> menulis:\n\n{quoted}\n",
        subject=letter["Subject"],
        to=letter["Reply-To"],
        In_Reply_To=letter["Message-ID"],
        References=f"{letter['References']} {letter['Message-ID']}",
        **headers,
    )


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def send(server: MailServer, written: EmailMessage, *, envelope: str = SARI) -> None:
    server.send(written, sender=envelope, to=ours_in(written))


def ours_in(written: EmailMessage) -> str:
    return str(written["To"].addresses[0].addr_spec)


def wait_for(count: int, of: Callable[[], int]) -> None:
    deadline = time.monotonic() + IMPATIENCE
    while of() < count:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def fetch() -> int:
    """What the worker does each minute, and everything that follows from it."""
    taken = adapter.poll(timezone.now())
    work_off()
    return taken


def reported(server: MailServer) -> tuple[Report, EmailMessage]:
    """A report of Sari's by mail, and the receipt in her mailbox."""
    send(server, mail_from(SARI, HOLES))
    server.letters(CITY, at_least=1)
    assert fetch() == 1
    (receipt,) = server.letters(SARI, at_least=1)
    return Report.objects.get(), receipt


def members(threads: Any) -> int:
    return sum(members(one) for one in threads) if isinstance(threads, tuple | list) else 1


def listened(count: int) -> None:
    """Wait until the listener has taken so many mails, then do what follows."""
    wait_for(count, Inbound.objects.count)
    work_off()


def test_from_a_mail_to_done_and_every_answer_in_the_citizens_thread(server: MailServer, listening: None) -> None:
    first = mail_from(f"Sari Dewi <{SARI}>", HOLES + "\n\nDikirim dari iPhone saya\n")
    photo = pictures.body(pictures.scene(7), "HEIF")
    first.add_attachment(photo, maintype="image", subtype="heic", filename="IMG_1.HEIC")
    send(server, first)
    server.send(first, sender=SARI, to=SARI)  # her own copy, as in a folder of sent mail
    listened(1)
    report = Report.objects.get()
    assert (report.channel.code, report.language, report.photos.count()) == ("email", "id", 1)
    receipt = server.letters(SARI, at_least=2)[-1]
    assert (receipt["Subject"], receipt["In-Reply-To"]) == ("Re: Jalan berlubang di Cikini", first["Message-ID"])
    assert report.number in text_of(receipt)
    assert "PIN: " in text_of(receipt)

    ask(report, "Berapa lubangnya?")
    question = server.letters(SARI, at_least=3)[-1]
    assert "Berapa lubangnya?" in text_of(question)
    assert "PIN: " not in text_of(question)
    send(server, answer_to(question, "Tiga, Pak."))
    listened(2)
    assert Statement.objects.filter(report=report, by_reporter=True).get(verb="answer").text == "Tiga, Pak."

    bring_to_done(report)
    letters = in_one_thread(server)
    send(server, answer_to(letters[-1], "Belum beres, lubangnya muncul lagi."))
    listened(3)
    report.refresh_from_db()
    assert (report.status, report.round) == ("proses", 2)


def in_one_thread(server: MailServer) -> list[EmailMessage]:
    """What lies in Sari's mailbox: her copy and each letter that was sent, all of it one exchange to her server."""
    sent = Delivery.objects.filter(state=Delivery.State.SENT).order_by("event_id")
    letters = server.letters(SARI, at_least=1 + sent.count())
    assert len(letters) == 1 + sent.count()
    assert [row.kind for row in sent][-1] == "done"
    assert all(letter["Subject"] == "Re: Jalan berlubang di Cikini" for letter in letters[1:])
    threads = server.threads(SARI)
    assert (len(threads), members(threads)) == (1, len(letters))
    return letters


def test_a_listener_that_was_cut_off_comes_back(server: MailServer, listening: None) -> None:
    send(server, mail_from(SARI, HOLES))
    listened(1)
    server.hang_up(CITY)
    send(server, mail_from(SARI, "Lampu jalan mati di jalan Surabaya.", subject="Lampu mati"))
    listened(2)
    assert Report.objects.count() == 2


def test_the_same_mail_delivered_five_times_makes_one_report(server: MailServer) -> None:
    written = mail_from(SARI, HOLES)
    for _ in range(5):
        send(server, written)
    server.letters(CITY, at_least=5)
    assert [fetch(), fetch()] == [1, 0]
    assert Report.objects.count() == 1
    assert len(server.letters(SARI, at_least=1)) == 1


def test_an_english_writer_is_answered_in_english(server: MailServer) -> None:
    words = "There is a broken street light in front of our house at Jalan Surabaya, please fix it. Lampu jalan mati."
    send(server, mail_from(SARI, words, subject="Street light"))
    server.letters(CITY, at_least=1)
    fetch()
    receipt = server.letters(SARI, at_least=1)[0]
    assert receipt["Content-Language"] == "en"
    assert "We received your report" in text_of(receipt)


def test_an_out_of_office_answer_to_every_letter_starts_nothing(server: MailServer) -> None:
    reported(server)
    for _ in range(3):
        for letter in server.letters(SARI):
            away = answer_to(letter, "Saya cuti.", Auto_Submitted="auto-replied", X_Auto_Response_Suppress="All")
            send(server, away, envelope="")
        server.letters(CITY, at_least=Inbound.objects.count() + 1)
        fetch()
        server.settle()
    assert len(server.letters(SARI)) == 1
    assert Message.objects.filter(outcome=Message.Outcome.IGNORED).count() == 3
    assert (Inbound.objects.count(), Delivery.objects.count(), Conversation.objects.count()) == (4, 1, 1)


def test_a_machine_that_hides_that_it_is_one_is_not_answered_either(server: MailServer) -> None:
    report, _ = reported(server)
    heard = 1
    for _ in range(3):
        for letter in server.letters(SARI)[heard - 1 :]:
            send(server, answer_to(letter, "Pesan Anda sudah kami terima."))
            heard += 1
        server.letters(CITY, at_least=heard)
        fetch()
        server.settle()
    assert len(server.letters(SARI)) == Delivery.objects.count() == 1
    assert Inbound.objects.count() == 2
    assert Statement.objects.filter(report=report, by_reporter=True).count() == 1


def test_a_letter_that_comes_back_ends_its_delivery_and_starts_nothing(server: MailServer) -> None:
    send(server, mail_from(NOBODY, HOLES), envelope=NOBODY)
    server.letters(CITY, at_least=1)
    fetch()
    assert Delivery.objects.get().state == Delivery.State.SENT
    bounce = server.letters(CITY, at_least=2)[-1]
    assert bounce.get_content_type() == "multipart/report"
    assert [fetch(), fetch()] == [1, 0]
    server.settle()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.failure) == (Delivery.State.REFUSED, "5.1.1")
    assert len(server.letters(CITY)) == Inbound.objects.count() == 2
    assert (Report.objects.count(), Conversation.objects.count()) == (1, 1)


def test_our_own_mail_coming_back_starts_nothing(server: MailServer) -> None:
    _, receipt = reported(server)
    server.send(receipt, sender=SARI, to=CITY)
    again = mail_from(SARI, text_of(receipt), subject=receipt["Subject"], X_Loop=receipt["X-Loop"])
    send(server, again)
    as_us = mail_from(CITY, HOLES)
    send(server, as_us, envelope=CITY)
    server.letters(CITY, at_least=4)
    assert fetch() == 3
    server.settle()
    assert Message.objects.filter(outcome=Message.Outcome.IGNORED).count() == 3
    assert (len(server.letters(SARI)), len(server.letters(CITY))) == (1, 4)
    assert (Report.objects.count(), Delivery.objects.count()) == (1, 1)


def by_token(receipt: EmailMessage, number: str) -> EmailMessage:
    return mail_from(STRANGER, "Batalkan saja laporan ini.", to=receipt["Reply-To"], subject="Re: laporan")


def by_reference(receipt: EmailMessage, number: str) -> EmailMessage:
    return answer_to(receipt, "Batalkan saja.", sender=STRANGER)


def by_number(receipt: EmailMessage, number: str) -> EmailMessage:
    return mail_from(STRANGER, f"Bagaimana status {number}? Kirim PIN-nya ke saya.", subject=f"Re: {number}")


def under_her_name(receipt: EmailMessage, number: str) -> EmailMessage:
    return answer_to(receipt, "Batalkan saja.")


def with_a_forged_verdict(receipt: EmailMessage, number: str) -> EmailMessage:
    verdict = f"{AUTHSERV}; dmarc=pass header.from=warga.test; spf=pass smtp.mailfrom=warga.test"
    return answer_to(receipt, "Batalkan saja.", Authentication_Results=verdict)


@pytest.mark.parametrize("attempt", [by_token, by_reference, by_number, under_her_name, with_a_forged_verdict])
def test_a_stranger_neither_adds_nor_reads(
    server: MailServer, attempt: Callable[[EmailMessage, str], EmailMessage]
) -> None:
    report, receipt = reported(server)
    send(server, attempt(receipt, report.number), envelope=STRANGER)
    server.letters(CITY, at_least=2)
    assert fetch() == 1
    server.settle()
    seq = report.journal_seq
    report.refresh_from_db()
    assert report.journal_seq == seq
    assert server.letters(STRANGER) == []
    assert len(server.letters(SARI)) == Delivery.objects.count() == 1
    talk = Conversation.objects.get(state=Conversation.State.DESK)
    assert (talk.reason, talk.report) == (Conversation.Reason.STRANGER, None)
