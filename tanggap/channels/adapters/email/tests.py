"""A line for each kind of mail in ``samples/``; answers in both languages; mails that no grammar foresaw."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from tanggap.accounts.contact import Contact
from tanggap.carriers import smtp
from tanggap.carriers.models import Delivery
from tanggap.channels import threads
from tanggap.channels.adapters.email import adapter, authentication, imap, ours, parsing, quoting
from tanggap.channels.adapters.email.parsing import Mail
from tanggap.channels.facts import Facts
from tanggap.channels.heard import Heard, Kind, Said
from tanggap.journal.models import Event
from tanggap.reports import catalogue
from tanggap.reports.models import Report
from tanggap.reports.tests import walking
from tanggap.reports.tests.walking import MONDAY, filed

SAMPLES = Path(__file__).parent / "samples"
KINDS = sorted(file.stem for file in adapter.REPLIES.glob("*.txt") if not file.stem.startswith("_"))
OURS = "<41.0123456789abcdef@pengaduan.jakarta.test>"
PLUS = "jk2611230007-0123456789abcdef0123"
PROVEN = ("email",)
HOLES = "Jalan berlubang di Menteng\n\n"
ANSWER: dict[str, Any] = {"proven": PROVEN, "token": PLUS, "references": (OURS, "<a1@mail.warga.test>")}

HEARD: dict[str, tuple[Kind, dict[str, Any]]] = {
    "plain": (
        Kind.MESSAGE,
        {
            "proven": PROVEN,
            "words": f"{HOLES}Selamat pagi,\n\nada lubang besar di Jl. Cikini Raya depan stasiun, "
            "sudah dua motor jatuh.\nMohon segera ditambal.",
        },
    ),
    "html_only": (
        Kind.MESSAGE,
        {
            "words": "Lampu jalan mati\n\nLampu jalan di Jl. Surabaya mati sejak Senin.\n\n"
            "Gelap & rawan.\n\nTerima kasih"
        },
    ),
    "alternative_photos": (
        Kind.MESSAGE,
        {"words": "Sampah menumpuk\n\nSampah sudah seminggu tidak diangkut di RW 05 😷", "photos": 3},
    ),
    "inline_pictures": (Kind.MESSAGE, {"words": "Got mampet\n\nIni gotnya\n\nmampet sejak kemarin", "photos": 1}),
    "reply_gmail": (Kind.MESSAGE, {"words": "Lubangnya ada tiga, pas di depan halte.", **ANSWER}),
    "reply_gmail_html": (Kind.MESSAGE, {"words": "Sudah saya cek, tiga lubang.", **ANSWER}),
    "reply_outlook": (Kind.MESSAGE, {"words": "Ada tiga lubang, Pak.", **ANSWER}),
    "reply_outlook_html": (Kind.MESSAGE, {"words": "Ada tiga lubang.", **ANSWER}),
    "reply_below": (
        Kind.MESSAGE,
        {
            "words": "Three of them, right at the bus stop. Please hurry, it is dangerous.\n\nYou are welcome.",
            "language": "en",
            **ANSWER,
        },
    ),
    "not_settled": (
        Kind.MESSAGE,
        {"words": "Belum beres, lubangnya muncul lagi setelah hujan.", "verb": "reopen", **ANSWER},
    ),
    "number_in_subject": (
        Kind.MESSAGE,
        {"number": "JK2611230007", "words": "Tambahan untuk JK 261123-0007\n\nMakin dalam."},
    ),
    "forward": (
        Kind.MESSAGE,
        {
            "words": "Pohon tumbang\n\nMohon dibantu.\n\n---------- Forwarded message ---------\n"
            "Dari: Budi <budi@warga.test>\nDate: Min, 22 Nov 2026 20.00\nSubject: Pohon tumbang\n"
            "To: <sari@warga.test>\n\nPohon tumbang menutup Jl. Teuku Umar."
        },
    ),
    "forward_attached": (Kind.MESSAGE, {"words": "Pohon tumbang menutup jalan."}),
    "wrong_charset": (
        Kind.MESSAGE,
        {"words": "Trotoar rusak - café pojok\n\nTrotoar di depan café rusak – mohon dicek 🙏"},
    ),
    "windows_1252": (Kind.MESSAGE, {"words": "Saluran “mampet” di café pojok – bau."}),
    "flowed": (
        Kind.MESSAGE,
        {
            "words": "PKL di trotoar\n\nPedagang kaki lima memenuhi trotoar di Jl. Sabang sehingga pejalan kaki "
            "turun ke jalan.\n\nMohon ditertibkan."
        },
    ),
    "without_message_id": (Kind.MESSAGE, {"words": "Parkir liar di depan pasar setiap pagi.", "proven": PROVEN}),
    "english": (
        Kind.MESSAGE,
        {
            "words": "Broken street light\n\nThere is a broken street light in front of our house, please fix it.",
            "language": "en",
        },
    ),
    "forged": (Kind.MESSAGE, {"proven": (), "token": PLUS, "words": "Batalkan saja."}),
    "unvouched": (Kind.MESSAGE, {"proven": ()}),
    "two_senders": (Kind.MESSAGE, {"proven": ()}),
    "broken": (
        Kind.MESSAGE,
        {"proven": (), "words": "Jalan berlubang di depan rumah saya, tolong.", "sent_at": None},
    ),
    "out_of_office": (Kind.AUTO_REPLY, {}),
    "vacation_without_headers": (Kind.AUTO_REPLY, {}),
    "precedence_bulk": (Kind.AUTO_REPLY, {}),
    "mailing_list": (Kind.IGNORE, {}),
    "foreign_loop": (Kind.AUTO_REPLY, {}),
    "suppress": (Kind.AUTO_REPLY, {}),
    "empty_return_path": (Kind.AUTO_REPLY, {}),
    "no_reply": (Kind.AUTO_REPLY, {}),
    "our_own_letter": (Kind.OWN, {}),
    "our_letter_redirected": (Kind.OWN, {}),
    "bounce": (Kind.BOUNCE, {"receipt": OURS, "code": "5.1.1", "arrived": False}),
    "bounce_delayed": (Kind.IGNORE, {}),
    "bounce_headers_only": (Kind.BOUNCE, {"receipt": OURS, "code": "5.2.2"}),
    "bounce_plain": (Kind.BOUNCE, {"receipt": OURS, "code": "5.7.1"}),
    "delivered": (Kind.DELIVERY, {"receipt": OURS, "arrived": True}),
    "read_receipt": (Kind.IGNORE, {}),
}


@pytest.fixture(autouse=True)
def _city_mail(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setenv(ours.ADDRESS, "dki@jakarta.go.id")
    monkeypatch.setenv(authentication.AUTHSERV, "mx.jakarta.go.id")
    settings.SITE = "https://pengaduan.jakarta.test"


def read(name: str) -> Heard:
    (heard,) = adapter.read((SAMPLES / f"{name}.eml").read_bytes(), "message/rfc822", {})
    return heard


@pytest.mark.parametrize("name", HEARD)
def test_a_sample_is_heard_as_it_was_meant(name: str) -> None:
    kind, told = HEARD[name]
    heard = read(name)
    assert heard.kind is kind
    for field, value in told.items():
        found = getattr(heard, field)
        assert (len(found) if field == "photos" else found) == value, field


def test_every_sample_has_its_line() -> None:
    assert sorted(file.stem for file in SAMPLES.glob("*.eml")) == sorted(HEARD)


def test_pictures_come_before_papers_and_keep_their_bytes() -> None:
    names = [picture.name for picture in read("alternative_photos").photos]
    assert names == ["IMG_0001.JPG", "IMG_0002.HEIC", "surat rt.pdf"]
    assert read("alternative_photos").photos[0].content.startswith(b"\xff\xd8")


def test_an_id_is_made_up_once_for_the_same_mail_whatever_way_it_came() -> None:
    raw = (SAMPLES / "without_message_id.eml").read_bytes()
    other_way = b"Received: from a by b; Mon, 23 Nov 2026 10:02:12 +0700\n" + raw
    assert Mail(raw).id == Mail(other_way).id
    assert not parsing.real(Mail(raw).id)
    assert Mail(raw.replace(b"pasar", b"kantor")).id != Mail(raw).id


@pytest.mark.parametrize(
    ("results", "vouched"),
    [
        ("mx.jakarta.go.id; dmarc=pass header.from=warga.test", True),
        ("mx.jakarta.go.id; spf=pass smtp.mailfrom=sari@warga.test", True),
        ("MX.jakarta.go.id 1; dkim=pass (2048) header.d=warga.test", True),
        ("mx.jakarta.go.id; dmarc=none; dkim=pass header.i=@warga.test", True),
        ("mx.jakarta.go.id; dmarc=fail (p=none) header.from=warga.test; spf=pass smtp.mailfrom=warga.test", False),
        ("mx.jakarta.go.id; dmarc=pass header.from=lain.test", False),
        ("mx.jakarta.go.id; spf=pass smtp.mailfrom=lain.test", False),
        ("mx.jakarta.go.id; dkim=pass header.d=jahatwarga.test", False),
        ("mx.jakarta.go.id; spf=softfail smtp.mailfrom=warga.test", False),
        ("mx.lain.test; dmarc=pass header.from=warga.test", False),
        ("mx.jakarta.go.id.lain.test; dmarc=pass header.from=warga.test", False),
        ("mx.jakarta.go.id; none", False),
    ],
)
def test_only_our_own_server_vouches_and_only_for_the_domain_it_checked(results: str, vouched: bool) -> None:
    raw = f"Authentication-Results: {results}\nFrom: Sari <sari@warga.test>\n\nHalo\n".encode()
    assert authentication.vouched(Mail(raw)) is vouched


def test_nobody_vouches_where_our_server_was_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(authentication.AUTHSERV)
    assert not authentication.vouched(Mail(b"Authentication-Results: ; dmarc=pass\nFrom: sari@warga.test\n\nHalo\n"))
    assert adapter.settings()[authentication.AUTHSERV] is False


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Masih gelap.\n\nPada tanggal Sel, 24 Nov 2026 07.00, Layanan <dki@x.id> menulis:\n> lama", "Masih gelap."),
        ("Masih gelap.\nOn Tue, 24 Nov 2026, at 07.00, Layanan <dki@x.id> wrote:\n\nlama", "Masih gelap."),
        ("Masih gelap.\n\nLayanan <dki@x.id> menulis:\n> lama", "Masih gelap."),
        ("Masih gelap.\n\n-----Original Message-----\nFrom: x", "Masih gelap."),
        ("Masih gelap.\n\n*From:* a\n*Sent:* b\n*To:* c\n*Subject:* d\n\nlama", "Masih gelap."),
        ("Masih gelap.\n\nDikirim dari Yahoo Mail di Android", "Masih gelap."),
        ("Masih gelap.\n-- \nSari, Manajer", "Masih gelap."),
        (
            "Pada hari Senin lampu mati.\nSaya menulis lagi besok.",
            "Pada hari Senin lampu mati.\nSaya menulis lagi besok.",
        ),
        ("Dari: rumah saya sampai pasar, lubang.", "Dari: rumah saya sampai pasar, lubang."),
    ],
)
def test_the_authors_own_words_are_told_from_quotations(text: str, own: str) -> None:
    assert quoting.cut(text) == own


def test_a_citizen_may_complain_about_what_is_outside_of_an_office() -> None:
    raw = b"From: sari@warga.test\nSubject: Di luar kantor kelurahan banyak sampah\n\nMohon diangkut.\n"
    (heard,) = adapter.read(raw, "", {})
    assert heard.kind is Kind.MESSAGE


@given(some.binary(max_size=600))
def test_bytes_of_any_kind_have_an_id_and_are_read(noise: bytes) -> None:
    for raw in (noise, b"From: a@b.test\nSubject: =?utf-8?q?" + noise, b"Content-Type: " + noise + b"\n\nhalo"):
        assert parsing.event_id(raw)
        assert adapter.read(raw, "message/rfc822", {})


def facts(language: str) -> Facts:
    report = filed(of=walking.category(), privacy=Report.Privacy.PRIVATE)
    report.language = language
    refusal = catalogue.current().refusals[0].code
    data = {"holder": report.holder_id, "now": "selesai", "until": "2026-12-13T02:00:00+00:00", "refusal": refusal}
    return Facts(
        Event(pk=1, stream=report.stream, seq=1, verb="x", actor="system", at=MONDAY, data=data), report, report
    )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_each_answer_reads_well_in_each_language(kind: str, language: str) -> None:
    told = facts(language)
    with translation.override(language):
        headline, _, body = adapter.text(kind, told).partition("\n")
    assert told.report.number in headline
    assert told.url in body.splitlines()
    assert "None" not in headline + body
    assert "{" not in headline + body
    assert "\n\n\n" not in body.strip()
    assert "tautan rahasia" not in body
    assert "secret link" not in body
    assert ("Balas surel ini" in body) == (language == "id")


@pytest.mark.django_db
def test_a_letter_can_be_answered_and_says_that_a_machine_sent_it() -> None:
    told = facts("id")
    letter = adapter.write(Delivery(event_id=1, recipient="reporter:1", carrier="smtp", kind="receipt"), told)
    assert letter is not None
    sent = smtp._message(letter).message()
    token = threads.token(told.report.number)
    assert sent["To"] == "sari@contoh.id"
    assert sent["Reply-To"] == f"dki+{token}@jakarta.go.id"
    assert "dki@jakarta.go.id" in sent["From"]
    assert (sent["Auto-Submitted"], sent["X-Loop"]) == ("auto-replied", "dki@jakarta.go.id")
    assert ours.is_letter(sent["Message-ID"])
    assert "Sari" not in sent.as_string()
    back = Mail(b"From: sari@contoh.id\nTo: " + sent["Reply-To"].encode() + b"\n\nhalo")
    assert threads.by_token(ours.token_in(back)) == told.report


def test_words_outside_a_report_answer_the_mail_they_are_about() -> None:
    said = Said(
        conversation_id=1,
        kind="answer",
        words="Di mana tepatnya?",
        to=Contact(email="sari@warga.test"),
        thread="<a1@mail.warga.test>",
        answers="<a2@mail.warga.test>\nLampu mati",
        token="",
    )
    letter = adapter.say(Delivery(event_id=1, recipient="conversation:1", carrier="smtp", kind="answer"), said)
    assert letter is not None
    sent: EmailMessage = smtp._message(letter).message()
    assert (sent["Subject"], sent["In-Reply-To"]) == ("Re: Lampu mati", "<a2@mail.warga.test>")
    assert sent["References"] == "<a1@mail.warga.test> <a2@mail.warga.test>"
    assert sent["Reply-To"] == "dki@jakarta.go.id"
    assert letter.text.startswith("Di mana tepatnya?")


def test_a_mailbox_is_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(imap.URL, "imaps://dki%40jakarta.go.id:r%2Fhasia@imap.jakarta.go.id/Masuk")
    box = imap.mailbox()
    assert (box.host, box.port, box.tls, box.user) == ("imap.jakarta.go.id", 993, True, "dki@jakarta.go.id")
    assert (box.password, box.folder) == ("r/hasia", "Masuk")
    monkeypatch.setenv(imap.URL, "pop3://x")
    with pytest.raises(imap.BadAddress):
        imap.mailbox()
