"""The desk: what lies on it, and one form that completes a report and sends it on its way."""

import pytest
from django.test import Client

from tanggap.console.tests import filed
from tanggap.reports.models import Report
from tanggap.reports.tests.walking import IN_MENTENG
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def yanti(client: Client) -> Client:
    return people.sign_in(client, people.YANTI)


def complete(client: Client, one: Report, **said: str) -> object:
    form = {f"lengkapi-{name}": value for name, value in said.items()}
    return client.post(f"/konsol/meja/{one.number}/lengkapi", form)


def test_reports_without_place_or_category_lie_on_the_desk(yanti: Client) -> None:
    no_category, no_place = filed.uncategorised(), filed.report(place=False)
    filed.report()
    page = yanti.get("/konsol/meja").content.decode()
    assert no_category.number in page
    assert no_place.number in page
    assert no_category.number in yanti.get("/konsol/meja?tumpukan=tanpa-kategori").content.decode()
    assert no_place.number not in yanti.get("/konsol/meja?tumpukan=tanpa-kategori").content.decode()


def test_category_and_kelurahan_in_one_go_send_it_to_its_holder(yanti: Client) -> None:
    one, category = filed.uncategorised(), filed.at_kelurahan()
    answer = complete(yanti, one, category=category.code, kelurahan="Menteng (Kec. Menteng)", landmark="dekat masjid")
    assert answer.status_code == 302  # type: ignore[attr-defined]
    one = Report.objects.select_related("holder", "area").get(pk=one.pk)
    assert (one.holder.code, one.area.code, one.landmark) == (people.KELURAHAN, people.MENTENG, "dekat masjid")  # type: ignore[union-attr]


def test_a_pin_says_the_kelurahan(yanti: Client) -> None:
    one, (lat, lon) = filed.uncategorised(), IN_MENTENG
    complete(yanti, one, category=filed.at_kelurahan().code, lat=str(lat), lon=str(lon))
    one.refresh_from_db()
    assert (one.lat, one.lon, one.place_source) == (lat, lon, "desk")


def test_half_a_form_changes_nothing_and_loses_nothing(yanti: Client) -> None:
    one = filed.uncategorised()
    nowhere = {"category": filed.at_kelurahan().code, "kelurahan": "Gotham"}
    for said in (nowhere, {"category": "", "kelurahan": "Menteng"}):
        answer = complete(yanti, one, **said)
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert f'value="{said["kelurahan"]}"' in answer.content.decode()  # type: ignore[attr-defined]
        one.refresh_from_db()
        assert (one.category, one.area) == (None, None)


def test_what_was_sent_back_twice_is_decided_here(yanti: Client) -> None:
    one = filed.report()
    sudin = filed.agency("sudin-bina-marga-jakpus")
    for _ in range(2):
        filed.moved(one, "coordinate", people.JOKO.officer(), agency=sudin, words="Jalan kota")
        filed.moved(one, "send_back", people.DEWI.officer(), words="Jalan lingkungan")
    assert one.number in yanti.get("/konsol/meja?tumpukan=dikembalikan").content.decode()
    answer = filed.act(yanti, one, "decide", agency=sudin.short, words="Sudin yang menangani")
    assert answer.status_code == 302
    assert Report.objects.get(pk=one.pk).decided


def test_confidential_cases_are_not_the_desks(yanti: Client) -> None:
    one = filed.confidential()
    assert yanti.get(f"/konsol/meja?pilih={one.number}").status_code == 404
    assert complete(yanti, one, kelurahan="Menteng").status_code == 404  # type: ignore[attr-defined]
