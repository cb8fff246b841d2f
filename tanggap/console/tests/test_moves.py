"""Every move through its form: done, refused with the reason beside what was typed, never lost, never leaking."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.console.reports.panel import panel
from tanggap.console.reports.wanted import ASKED, find_agency, find_kelurahan
from tanggap.console.tests import filed
from tanggap.journal.models import Event
from tanggap.reports import catalogue, needs
from tanggap.reports.lifecycle import MOVES
from tanggap.reports.models import Report
from tanggap.reports.refusals import Incomplete
from tanggap.reports.tests import walking
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def joko(client: Client) -> Client:
    return people.sign_in(client, people.JOKO)


def now(one: Report) -> Report:
    return Report.objects.select_related("holder", "assignee").get(pk=one.pk)


def test_every_need_has_a_way_to_be_asked() -> None:
    named = {value.name for value in vars(needs).values() if isinstance(value, needs.Need)}
    assert named == set(ASKED)


def test_the_panel_offers_the_open_moves_and_no_other(joko: Client) -> None:
    one = filed.report()
    verbs = [form.verb for form in panel(one, people.JOKO.viewer(), at=timezone.now()).forms]
    assert set(verbs) == {"assign", "take", "coordinate", "ask", "message", "refuse", "merge"}
    page = joko.get(f"/konsol/laporan/{one.number}").content.decode()
    for verb in MOVES:
        assert (f'name="verb" value="{verb}"' in page) == (verb in verbs), verb


def test_assign_gives_the_task_to_the_crew(joko: Client) -> None:
    one, rudi = filed.report(), people.RUDI.seat()
    assert filed.act(joko, one, "assign", crew=rudi.pk).status_code == 302
    assert (now(one).status, now(one).assignee) == ("proses", rudi)


def test_coordinate_finds_the_agency_by_what_was_typed(joko: Client) -> None:
    one = filed.report()
    typed = filed.agency("sudin-bina-marga-jakpus").short.lower()
    assert filed.act(joko, one, "coordinate", agency=typed, words="Jalan kota").status_code == 302
    assert now(one).holder.code == "sudin-bina-marga-jakpus"


def test_a_name_that_fits_several_agencies_names_some_of_them(joko: Client) -> None:
    one = filed.report()
    answer = filed.act(joko, one, "coordinate", agency="bina marga", words="Jalan kota yang panjang")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "cocok dengan" in page
    assert "Jalan kota yang panjang" in page
    assert 'value="bina marga"' in page


def test_refuse_takes_a_reason_from_the_list(joko: Client) -> None:
    one = filed.report()
    reason = catalogue.current().refusals[0]
    assert filed.act(joko, one, "refuse", refusal="karangan", words="Bukan").status_code == 422
    assert filed.act(joko, one, "refuse", refusal=reason.code, words="Di Depok").status_code == 302
    assert now(one).status == "ditolak"


def test_merge_by_number_in_any_spelling(joko: Client) -> None:
    child, parent = filed.report(), filed.report()
    typed = f"{parent.number[:2].lower()}-{parent.number[2:8]}-{parent.number[8:]}"
    assert filed.act(joko, child, "merge", parent=typed).status_code == 302
    assert now(child).merged_into == parent
    assert filed.act(joko, child, "unmerge").status_code == 302
    assert now(child).merged_into is None


def test_merge_into_a_report_out_of_sight_is_refused_as_unknown(joko: Client) -> None:
    child, elsewhere = filed.report(), filed.confidential()
    answer = filed.act(joko, child, "merge", parent=elsewhere.number)
    assert answer.status_code == 422
    assert "tidak ditemukan" in answer.content.decode()


def test_dispose_goes_to_a_unit_of_ones_own(client: Client) -> None:
    dinas = filed.agency("dinas-bina-marga")
    one = filed.moved(filed.report(), "coordinate", people.JOKO.officer(), agency=dinas, words="Jalan")
    people.sign_in(client, people.HENDRA)
    assert filed.act(client, one, "dispose", unit="sudin-bina-marga-jakpus").status_code == 302
    assert (now(one).status, now(one).holder.code) == ("disposisi", "sudin-bina-marga-jakpus")


def test_a_later_date_is_asked_to_the_end_of_a_day(joko: Client) -> None:
    one = filed.moved(filed.report(), "take", people.JOKO.officer())
    day = timezone.localdate() + timedelta(days=20)
    assert filed.act(joko, one, "ask_extension", until="kapan-kapan", words="Alat berat").status_code == 422
    assert filed.act(joko, one, "ask_extension", until=day.isoformat(), words="Alat berat").status_code == 302
    until = timezone.localtime(one.extensions.get().until)
    assert (until.date(), until.hour, until.minute) == (day, 23, 59)


def test_ask_and_message_reach_the_reporter_without_a_name(joko: Client) -> None:
    one = filed.report()
    assert filed.act(joko, one, "ask", words="Sebelah mana?").status_code == 302
    assert filed.act(joko, one, "message", words="Kami cek besok.").status_code == 302
    page = joko.get(f"/konsol/laporan/{one.number}").content.decode()
    assert "Sebelah mana?" in page
    assert "sari@warga.test" not in page


def test_the_second_of_two_who_press_at_once_sees_what_happened(joko: Client) -> None:
    one = filed.report()
    filed.moved(one, "coordinate", people.JOKO.officer(), agency=filed.agency("sudin-sda-jakpus"), words="Saluran")
    reason = catalogue.current().refusals[0].code
    answer = filed.act(joko, one, "refuse", refusal=reason, words="Kalimat panjang yang tidak boleh hilang")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Kalimat panjang yang tidak boleh hilang" in page
    assert filed.agency("sudin-sda-jakpus").short in page


def test_a_move_whose_time_has_passed_is_answered_409_with_the_latest_event(joko: Client) -> None:
    one = filed.moved(filed.report(), "take", people.JOKO.officer())
    answer = filed.act(joko, one, "refuse", refusal="x", words="Kalimat yang sudah diketik")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "status laporan sekarang Proses" in page
    assert "Terakhir: Mulai dikerjakan" in page
    assert "Kalimat yang sudah diketik" in page


def test_missing_words_are_said_beside_their_field(joko: Client) -> None:
    one = filed.report()
    answer = filed.act(joko, one, "coordinate", agency="Sudin SDA Jakpus", words="  ")
    assert answer.status_code == 422
    assert "Tulis dulu keterangannya." in answer.content.decode()
    assert not Event.objects.filter(stream=one.stream, verb="coordinate").exists()


@pytest.mark.parametrize("words", ["🙏🏽 " * 300, "\u202eterbalik", "<script>alert(1)</script>", "a\0b"])
def test_any_text_is_kept_and_shown_as_text(joko: Client, words: str) -> None:
    one = filed.report()
    assert filed.act(joko, one, "message", words=words).status_code == 302
    assert "<script>alert" not in joko.get(f"/konsol/laporan/{one.number}").content.decode()


def test_an_unknown_verb_and_a_foreign_report_lead_nowhere(joko: Client) -> None:
    assert filed.act(joko, filed.report(), "hapus").status_code == 400
    assert filed.act(joko, filed.confidential(), "take").status_code == 404


def test_a_next_address_outside_is_not_followed(joko: Client) -> None:
    one = filed.report()
    answer = joko.post(f"/konsol/laporan/{one.number}/tindak", {"verb": "take", "tujuan": "https://jahat.example/"})
    assert answer["Location"] == f"/konsol/laporan/{one.number}"


def test_words_are_hidden_with_a_reason_and_shown_again(joko: Client) -> None:
    one = filed.report(words="Nama saya Fulan")
    address = f"/konsol/laporan/{one.number}/sembunyi"
    assert joko.post(address, {"target": f"words:{one.pk}", "reason": "personal"}).status_code == 302
    assert now(one).words_hidden
    assert joko.post(address, {"target": f"words:{one.pk}", "reason": "personal"}).status_code == 409
    assert joko.post(address, {"target": f"words:{one.pk}", "act": "lift"}).status_code == 302
    assert not now(one).words_hidden
    assert joko.post(address, {"target": "photo:99", "reason": "personal"}).status_code == 422


def test_only_those_who_may_hide_do(client: Client) -> None:
    one = filed.report()
    people.sign_in(client, people.LESTARI)
    address = f"/konsol/laporan/{one.number}/sembunyi"
    assert client.post(address, {"target": f"words:{one.pk}", "reason": "personal"}).status_code == 403


def test_the_report_page_tells_the_whole_life(joko: Client) -> None:
    of = filed.at_kelurahan()
    one, near = filed.report(of=of), filed.report(of=of)
    filed.moved(one, "take", people.JOKO.officer())
    walking.proof(one, at=timezone.now())
    page = joko.get(f"/konsol/laporan/{one.number}").content.decode()
    for part in (
        "Riwayat",
        "Penyelesaian",
        "Koordinasi",
        "Perjalanan antarinstansi",
        "Foto bukti",
        near.number,
        "<svg",
    ):
        assert part in page, part
    assert "Gabung ke sini" in page


def test_the_english_page_is_english(joko: Client) -> None:
    one = filed.report()
    page = joko.get(f"/en/konsol/laporan/{one.number}").content.decode()
    assert "Next act" in page
    for indonesian in ("Tindakan berikut", "Riwayat", "Pelapor disamarkan", "Batas waktu", "Perjalanan"):
        assert indonesian not in page


def test_agencies_are_found_by_code_short_name_and_words() -> None:
    sda = filed.agency("sudin-sda-jakpus")
    for typed in (sda.code, sda.short.upper(), sda.name_id, sda.name_en):
        assert find_agency(typed) == sda, typed
    assert find_agency("   ") is None
    with pytest.raises(Incomplete):
        find_agency("sudin")


def test_kelurahan_are_found_by_name_label_and_code() -> None:
    for typed in ("menteng", "Kelurahan Menteng", "Kel. MENTENG", "Menteng (Kec. Menteng)", people.MENTENG):
        found: Any = find_kelurahan(typed)
        assert found.code == people.MENTENG, typed
    assert find_kelurahan("Gotham") is None
