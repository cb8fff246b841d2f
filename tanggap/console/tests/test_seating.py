"""Administrators seat people."""

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tanggap.accounts import second_factor
from tanggap.accounts.models import User
from tanggap.agencies.models import Seat
from tests import people

pytestmark = pytest.mark.django_db

NEW = {
    "agency": people.KELURAHAN,
    "role": "crew",
    "title": "PPSU Tim C",
    "name": "Wati Susanti",
    "email": "Wati@jakarta.test",
}


@pytest.fixture
def admin(client: Client) -> Client:
    return people.sign_in(client, people.PUTRI)


def test_somebody_new_gets_an_account_a_seat_and_a_letter(admin: Client) -> None:
    assert admin.post("/konsol/kursi", NEW)["Location"] == f"/konsol/kursi?q={people.KELURAHAN}"
    seat = Seat.objects.get(title="PPSU Tim C")
    assert (seat.user.email, seat.user.name, seat.role) == ("wati@jakarta.test", "Wati Susanti", "crew")
    assert not seat.user.has_usable_password()
    job = ProcrastinateJob.objects.get(task_name="accounts.send_reset")
    assert job.args == {"user_id": seat.user.pk}
    assert "Wati Susanti" in admin.get(f"/konsol/kursi?q={people.KELURAHAN}").content.decode()


def test_somebody_known_keeps_name_and_password(admin: Client) -> None:
    people.JOKO.all_seats()
    admin.post("/konsol/kursi", {**NEW, "email": people.JOKO.email, "name": "Lain"})
    assert User.objects.get(email=people.JOKO.email).name == "Joko Prasetyo"
    assert not ProcrastinateJob.objects.filter(task_name="accounts.send_reset").exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"agency": "kel-x"}, "Tidak ada unit dengan kode ini."),
        ({"role": "desk"}, "Peran desk tidak dapat diberikan di"),
        ({"email": "wati"}, "Tulis alamat yang lengkap."),
        ({"title": ""}, "Bagian ini belum diisi."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(admin: Client, wrong: dict[str, str], sentence: str) -> None:
    answer = admin.post("/konsol/kursi", {**NEW, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="Wati Susanti"' in answer.content.decode()
    assert not User.objects.filter(email="wati@jakarta.test", seats__isnull=False).exists()


def test_an_ended_seat_closes_the_console(admin: Client) -> None:
    joko = people.sign_in(Client(), people.JOKO)
    admin.post(f"/konsol/kursi/{people.JOKO.seat().pk}/akhiri")
    assert Seat.objects.filter(user=people.JOKO.user, until__lte=timezone.now()).exists()
    assert joko.get("/konsol/akun").status_code == 200
    assert not joko.get("/konsol/akun").context["seats"]


def test_nobody_ends_their_own_administration(admin: Client) -> None:
    admin.post(f"/konsol/kursi/{people.PUTRI.seat().pk}/akhiri")
    assert Seat.objects.get(user=people.PUTRI.user).until is None


def test_a_lost_second_factor_is_reset(admin: Client) -> None:
    people.with_second_factor(people.JOKO)
    admin.post(f"/konsol/kursi/{people.JOKO.seat().pk}/atur-ulang")
    assert not second_factor.enrolled(people.JOKO.user)


def test_a_person_is_found_by_name(admin: Client) -> None:
    people.JOKO.all_seats()
    assert "Kelurahan Menteng" in admin.get("/konsol/kursi?q=joko").content.decode()
    assert "Tidak ada unit" in admin.get("/konsol/kursi?q=zzz").content.decode()
