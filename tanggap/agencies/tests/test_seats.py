"""Seats and the tree of agencies."""

from datetime import UTC, datetime, timedelta

import pytest

from tanggap.agencies import hierarchy, seats
from tanggap.agencies.models import Agency, Seat
from tests import people

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def agency(code: str) -> Agency:
    return Agency.objects.get(code=code)


def test_a_seat_is_open_from_its_beginning_to_its_end() -> None:
    seat = seats.give_seat(people.SARI.user, agency(people.KELURAHAN), Seat.Role.CREW, title="PPSU Tim B", at=AT)
    assert list(seats.open_seats(people.SARI.user, at=AT)) == [seat]
    assert not seats.open_seats(people.SARI.user, at=AT - timedelta(seconds=1))
    seats.end_seat(seat, at=AT + timedelta(days=1))
    seats.end_seat(seat, at=AT + timedelta(days=9))
    assert seat.until == AT + timedelta(days=1)
    assert seats.open_seats(people.SARI.user, at=AT + timedelta(hours=23))
    assert not seats.open_seats(people.SARI.user, at=AT + timedelta(days=1))


def test_giving_the_same_seat_twice_gives_one() -> None:
    one, other = (
        seats.give_seat(people.SARI.user, agency(people.KELURAHAN), Seat.Role.OFFICER, at=AT) for _ in range(2)
    )
    assert one == other
    assert one.title == "Petugas"


@pytest.mark.parametrize(
    ("code", "role"),
    [
        (people.KELURAHAN, Seat.Role.IDENTITY),
        (people.KELURAHAN, Seat.Role.ADMIN),
        ("dinas-bina-marga", Seat.Role.DESK),
        (people.KELURAHAN, "raja"),
    ],
)
def test_roles_over_the_whole_city_are_refused_elsewhere(code: str, role: str) -> None:
    with pytest.raises(seats.SeatRefused):
        seats.give_seat(people.SARI.user, agency(code), role, at=AT)


def test_seats_at_names_who_sits_there_in_a_role() -> None:
    for person in (people.RATNA, people.JOKO, people.RUDI):
        person.all_seats()
    here = agency(people.KELURAHAN)
    assert [seat.user.name for seat in seats.seats_at(here, Seat.Role.CREW, at=AT)] == ["Rudi Hartono"]
    assert seats.seats_at(here, at=AT).count() == 4


def test_the_parents_are_those_of_the_city() -> None:
    def line(code: str) -> list[str]:
        return [other.code for other in hierarchy.above(agency(code))]

    assert line(people.KELURAHAN)[0] == people.KECAMATAN
    assert line("sudin-bina-marga-jakpus") == ["dinas-bina-marga", "biro-pemerintahan"]
    approver = hierarchy.approver(agency("sudin-sda-jakpus"))
    assert approver is not None
    assert approver.code == "dinas-sda"
    assert hierarchy.approver(agency("biro-pemerintahan")) is None


def test_a_subtree_is_what_stands_under_an_agency() -> None:
    kecamatan = agency(people.KECAMATAN)
    codes = set(hierarchy.subtree(kecamatan).values_list("code", flat=True))
    assert people.KELURAHAN in codes
    assert "kel-31.74.01.1003" not in codes
    assert hierarchy.under(agency(people.KELURAHAN), kecamatan)
    assert not hierarchy.under_any(agency("dinas-sda"), [kecamatan])
    assert people.KELURAHAN not in hierarchy.siblings(agency(people.KELURAHAN)).values_list("code", flat=True)


def test_path_of_follows_the_parent() -> None:
    assert hierarchy.path_of("x", parent=None) == "x/"
    assert hierarchy.path_of("x", parent=agency("dinas-sda")).endswith("dinas-sda/x/")
