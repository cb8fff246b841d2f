"""The queue: few queries, the right reports in each view, filters that stay, pages that neither skip nor repeat."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tanggap.console.inbox import filters, pages, rail
from tanggap.console.inbox.filters import Chosen, span_of
from tanggap.console.models import Presence, SavedFilter
from tanggap.console.tests import filed
from tanggap.journal.models import Event
from tanggap.notifications import bell
from tanggap.notifications.models import BellItem
from tanggap.reports.models import Report
from tests import people

pytestmark = pytest.mark.django_db

MOST_QUERIES = 10
NUMBER = re.compile(r'name="pick" value="(\w+)"')


def shown(answer: object) -> list[str]:
    return NUMBER.findall(answer.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def joko(client: Client) -> Client:
    return people.sign_in(client, people.JOKO)


def test_a_page_of_fifty_rows_costs_ten_queries_at_most(joko: Client) -> None:
    for _ in range(52):
        filed.report()
    for n in range(3):
        SavedFilter.objects.create(user=people.JOKO.user, name=f"Saringan {n}", query="tampilan=semua&umur=3")
    joko.get("/konsol/")
    with CaptureQueriesContext(connection) as counted:
        answer = joko.get("/konsol/?tampilan=semua")
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    sent = [query["sql"] for query in counted if not query["sql"].startswith(frame)]
    assert len(shown(answer)) == pages.PAGE
    assert len(sent) <= MOST_QUERIES, "\n".join(sent)


def test_the_next_deadline_stands_first(joko: Client) -> None:
    fresh, old = filed.report(ago=timedelta(minutes=5)), filed.report(ago=timedelta(hours=5))
    assert shown(joko.get("/konsol/")) == [old.number, fresh.number]


def test_each_view_holds_its_reports_and_the_rail_counts_them(joko: Client) -> None:
    late = filed.report(ago=timedelta(hours=7))
    waiting = filed.report()
    working = filed.moved(filed.report(), "assign", people.JOKO.officer(), crew=people.RUDI.seat())
    asked = filed.moved(filed.report(), "ask", people.JOKO.officer(), words="Sebelah mana persisnya?")
    child = filed.moved(filed.report(), "merge", people.JOKO.officer(), parent=waiting)
    held = {
        "perlu-tindakan": {late, waiting},
        "lewat-batas": {late},
        "belum-ditugaskan": {late, waiting, asked},
        "dikerjakan-tim": {working},
        "menunggu-warga": {asked},
        "digabung": {child},
        "semua": {late, waiting, working, asked, child},
    }
    for view, reports in held.items():
        assert set(shown(joko.get(f"/konsol/?tampilan={view}"))) == {one.number for one in reports}, view
    counts = rail.counts(people.JOKO.viewer(), at=timezone.now())
    assert {view: counts[view.replace("-", "_")] for view in held if view != "semua"} == {
        view: len(reports) for view, reports in held.items() if view != "semua"
    }


def test_a_supervisor_is_shown_the_dates_to_approve(client: Client) -> None:
    one = filed.moved(filed.report(), "take", people.JOKO.officer())
    later = timezone.now() + timedelta(days=20)
    filed.moved(one, "ask_extension", people.JOKO.officer(), until=later, words="Alat berat")
    people.sign_in(client, people.LESTARI)
    assert shown(client.get("/konsol/?tampilan=persetujuan-ews")) == [one.number]
    answer = filed.act(client, one, "grant_extension")
    assert answer.status_code == 302
    assert shown(client.get("/konsol/?tampilan=persetujuan-ews")) == []


def test_pages_neither_skip_nor_repeat(joko: Client) -> None:
    made = {filed.report(ago=timedelta(hours=1)).number for _ in range(7)}
    waiting = filed.moved(filed.report(), "ask", people.JOKO.officer(), words="Di mana?")
    made.add(waiting.number)
    for name, sort in filters.SORTS.items():
        seen, after = [], ""
        while True:
            one = pages.page(Report.objects.all(), sort, after=after, size=3)
            seen += [row.number for row in one.rows]
            if one.after is None:
                break
            back = pages.page(Report.objects.all(), sort, before=pages.mark(one.rows[-1], sort), size=2)
            assert [row.number for row in back.rows] == seen[-3:-1], name
            after = one.after
        assert len(seen) == len(made), name
        assert set(seen) == made, name


def test_filters_narrow_and_stay_in_the_address(joko: Client) -> None:
    private = filed.report(privacy="privat")
    filed.report()
    address = "/konsol/?tampilan=semua&privasi=privat&kategori=lain&urut=terbaru"
    assert Chosen.of(QueryDict(address.partition("?")[2])).query() == (
        "tampilan=semua&urut=terbaru&kategori=lain&privasi=privat"
    )
    answer = joko.get("/konsol/?tampilan=semua&privasi=privat")
    assert shown(answer) == [private.number]
    assert "privasi=privat" in answer.content.decode()


def test_nonsense_in_the_address_is_left_aside(joko: Client) -> None:
    one = filed.report()
    nonsense = ("urut=x&tampilan=y", "after=%00%ff", "petugas=abc&umur=x", "sel=" + "9" * 40, "masuk=2026-99", "q=%00")
    for query in nonsense:
        assert shown(joko.get(f"/konsol/?{query}")) == [one.number], query


def test_numbers_and_words_find_reports_in_any_spelling(joko: Client) -> None:
    one = filed.report(words="Kucing mati di got", street="Jl. Cik Ditiro")
    filed.report()
    number = one.number
    for typed in (number.lower(), f"{number[:2]}-{number[2:8]} {number[8:]}", "kucing GOT", "cik ditiro", number[-4:]):
        found = shown(joko.get("/konsol/", {"q": typed}))
        assert found == [number], typed
    assert shown(joko.get("/konsol/", {"q": "100% _"})) == []


def test_a_span_is_a_day_a_month_or_from_to() -> None:
    for text, days in (("2026-11-20", 1), ("2026-02", 28), ("2026-12", 31), ("2026-11-10..2026-11-23", 14)):
        span = span_of(text)
        assert span is not None
        assert (span[1] - span[0]).days == days, text
    assert span_of("kemarin") is None


def test_news_says_how_many_came_since(joko: Client) -> None:
    since = timezone.now().isoformat()
    address = "/konsol/baru"
    assert joko.get(address, {"sejak": since}).status_code == 204
    filed.report(ago=timedelta(0))
    answer = joko.get(address, {"sejak": since})
    assert "1 laporan baru" in answer.content.decode()


def test_a_filter_is_saved_found_and_forgotten(joko: Client) -> None:
    joko.post("/konsol/saringan", {"nama": "Privat lama", "kembali": "tampilan=semua&privasi=privat"})
    one = SavedFilter.objects.get()
    assert (one.name, one.query) == ("Privat lama", "tampilan=semua&privasi=privat")
    assert "Privat lama" in joko.get("/konsol/").content.decode()
    joko.post("/konsol/saringan", {"lupakan": one.pk})
    assert not SavedFilter.objects.exists()


def test_somebody_elses_filter_is_not_forgotten_by_me(joko: Client) -> None:
    other = SavedFilter.objects.create(user=people.DEWI.user, name="Punya Dewi", query="tampilan=semua")
    joko.post("/konsol/saringan", {"lupakan": other.pk})
    assert SavedFilter.objects.filter(pk=other.pk).exists()


def test_who_else_looks_is_said_and_fades(joko: Client) -> None:
    one = filed.report()
    yanti = people.sign_in(Client(), people.YANTI)
    yanti.get(f"/konsol/laporan/{one.number}")
    assert "Yanti Kusuma juga membuka ini" in joko.get(f"/konsol/laporan/{one.number}/panel").content.decode()
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=3))
    assert "juga membuka" not in joko.get(f"/konsol/laporan/{one.number}/panel").content.decode()


def test_a_bulk_act_moves_each_by_itself_and_says_why_not(joko: Client) -> None:
    two = [filed.report(), filed.report()]
    taken = filed.moved(filed.report(), "take", people.JOKO.officer())
    numbers = [one.number for one in (*two, taken)]
    asked = joko.post("/konsol/massal", {"verb": "take", "pick": numbers})
    assert asked.status_code == 200
    assert "jalankan" in asked.content.decode()
    done = joko.post("/konsol/massal", {"verb": "take", "pick": numbers, "jalankan": "1"}).content.decode()
    assert "2 berhasil, 1 tidak" in done
    assert "status laporan sekarang Proses" in done
    assert {one.status for one in Report.objects.filter(number__in=numbers)} == {"proses"}


def test_a_bulk_act_asks_once_for_what_is_missing(joko: Client) -> None:
    one = filed.report()
    answer = joko.post(
        "/konsol/massal",
        {"verb": "coordinate", "pick": [one.number], "jalankan": "1", "coordinate-agency": "Sudin SDA Jakpus"},
    )
    assert answer.status_code == 422
    assert "Sudin SDA Jakpus" in answer.content.decode()
    one.refresh_from_db()
    assert one.status == "menunggu"


def test_a_bulk_act_does_not_reach_what_the_viewer_may_not_see(client: Client) -> None:
    one = filed.report(privacy="privat")
    people.sign_in(client, people.TINI)
    answer = client.post("/konsol/massal", {"verb": "take", "pick": [one.number], "jalankan": "1"})
    assert answer.status_code == 302
    one.refresh_from_db()
    assert one.status == "menunggu"


def test_after_an_act_the_next_report_comes_up(joko: Client) -> None:
    first, second = filed.report(ago=timedelta(hours=5)), filed.report(ago=timedelta(hours=2))
    answer = filed.act(joko, first, "take", lanjut="1", kembali="urut=batas")
    went = parse_qs(urlparse(answer["Location"]).query)
    assert went["pilih"] == [second.number]


def test_who_opens_a_report_has_read_what_the_bell_said_of_it(joko: Client) -> None:
    one, other = filed.report(), filed.report()
    for report in (one, other):
        event = Event.objects.get(stream=report.stream)
        bell.ring([people.JOKO.user], event=event, report=report, kind="arrived", at=timezone.now())
    assert one.number in joko.get("/konsol/pemberitahuan").content.decode()
    joko.get(f"/konsol/laporan/{one.number}")
    assert bell.unread_count(people.JOKO.user) == 1
    item = BellItem.objects.get(report=other)
    assert joko.post(f"/konsol/pemberitahuan/{item.pk}", {"nomor": other.number}).status_code == 302
    assert bell.unread_count(people.JOKO.user) == 0


def test_email_beside_the_bell_is_ones_own_choice(joko: Client) -> None:
    joko.post("/konsol/pemberitahuan/pilihan", {"surel": "ya"})
    assert people.JOKO.seat().wants_email
    joko.post("/konsol/pemberitahuan/pilihan", {})
    assert not people.JOKO.seat().wants_email
