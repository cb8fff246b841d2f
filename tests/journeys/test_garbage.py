"""Whatever stands in an address or a field, the answer is a page in words: never a failure of ours."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.test import Client

from tanggap.console.tests import filed
from tanggap.reports import lifecycle
from tanggap.reports.models import Report
from tests import people, pictures
from tests.journeys import citizen

pytestmark = pytest.mark.django_db


def mark(value: object) -> str:
    """A mark of a page, as the queue writes them, of anything."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


TYPED = ("a\0b", "1e400", "9" * 40, "9999-12-31", "\u202e😀{0}\r\nX: y")
GARBAGE = (
    *TYPED,
    "9999-12",
    "2026-13-45T99:99",
    "9999-12-31T23:59:59-12:00",
    "[" * 900,
    mark([1, 1]),
    mark([None, 10**30]),
    mark(["0001-01-01T00:00:00", 1]),
    mark([[], {}]),
)

PUBLIC = {
    "/laporan": "q kelurahan kategori status after before",
    "/lacak": "nomor",
    "/peta/bentuk.json": "lat lon",
    "/lokasi": "next",
    "/akun/masuk": "next",
}
CONSOLE = {
    "/konsol/": "q after before kelurahan instansi petugas sel masuk selesai",
    "/konsol/baru": "sejak",
    "/konsol/dasbor": "periode",
    "/konsol/meja": "after tumpukan",
}
FORMS = {
    "/lokasi": "kelurahan next",
    "/lapor": "words photo_lat photo_lon claimed_at idempotency_key category remove",
    "/lapor/kategori": "category asked",
    "/lapor/lokasi": "lat lon kelurahan accuracy_m street landmark candidate",
    "/lapor/kirim": "privacy name email phone",
    "/akun/masuk": "email next",
}
NEEDED = "words agency unit crew until refusal category likely parent near lat lon kelurahan landmark"


@pytest.mark.parametrize("text", GARBAGE)
def test_addresses_of_the_public_pages_take_anything(text: str, client: Client) -> None:
    for address, names in PUBLIC.items():
        assert client.get(address, dict.fromkeys(names.split(), text)).status_code < 500, address
    for address in ("/lacak/{}", "/l/{}", "/foto/{}/thumb"):
        assert client.get(address.format(text.replace("/", ""))).status_code < 500, address


@pytest.mark.parametrize("text", TYPED)
def test_fields_of_the_public_forms_take_anything(text: str, client: Client) -> None:
    citizen.to_last_step(client)
    for address, names in FORMS.items():
        for name in names.split():
            assert client.post(address, {name: text}).status_code < 500, (address, name)
    own = citizen.file_report(client, words="Sampah menumpuk", email="sari@warga.test")
    for verb in ("pin", "tulis", "jawab", "keberatan", "belum", "beres"):
        said = {"words": text, "stars": text, "pin": text}
        for number in (own.number, "JK\0" + own.number[2:]):
            assert client.post(f"/lacak/{number}/{verb}", said).status_code < 500, verb


@pytest.mark.parametrize("text", GARBAGE)
def test_addresses_of_the_console_take_anything(text: str) -> None:
    desk = people.sign_in(Client(), people.YANTI)
    for address, names in CONSOLE.items():
        for name in names.split():
            assert desk.get(address, {name: text}).status_code < 500, (address, name)
    assert people.sign_in(Client(), people.AGUS).get("/konsol/validasi", {"after": text}).status_code < 500
    assert people.sign_in(Client(), people.PUTRI).get("/konsol/kursi", {"q": text}).status_code < 500


@pytest.mark.parametrize("text", TYPED)
def test_fields_of_the_console_take_anything(text: str) -> None:
    one, client = filed.report(), people.sign_in(Client(), people.JOKO)
    for verb in lifecycle.MOVES:
        said: dict[str, Any] = {"verb": verb, "kembali": text, "lanjut": "1", "tujuan": text}
        said |= {f"{verb}-{name}": text for name in NEEDED.split()}
        assert client.post(f"/konsol/laporan/{one.number}/tindak", said).status_code < 500, verb
    said = {"nomor": text, "pick": text, "verb": "merge", "nama": text, "lupakan": text, "kembali": text}
    for address in ("/konsol/pemberitahuan/1", "/konsol/massal", "/konsol/saringan"):
        assert client.post(address, said).status_code < 500, address


@pytest.mark.parametrize("text", ["nan", "inf", "-1e308", "181", "\0"])
def test_a_proof_with_a_broken_place_is_a_photo_without_a_place(text: str) -> None:
    one = filed.report()
    filed.moved(one, "assign", people.JOKO.officer(), crew=people.RUDI.seat())
    client = people.sign_in(Client(), people.RUDI)
    sent = {"proof": pictures.photo(1), "lat": text, "lon": text, "accuracy_m": text}

    answer = client.post(f"/konsol/lapangan/{one.number}/bukti", sent)

    assert answer.status_code == 302
    assert Report.objects.get(pk=one.pk).photos.get().lat is None


def test_a_reveal_with_a_broken_reason_is_still_a_reveal() -> None:
    one = filed.report()
    client = people.sign_in(Client(), people.MAYA)
    sent = {"number": one.number, "reason": "Permintaan polisi\0 nomor 12/2026 untuk penyidikan"}
    assert client.post("/konsol/identitas", sent).status_code == 200
