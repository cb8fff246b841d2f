"""Who sits where: giving a seat, ending it, and the seats that are open."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from tanggap.accounts.models import User
from tanggap.agencies.models import Agency, Seat
from tanggap.kit.words import Pair


class SeatRefused(Exception):
    """This agency gives no seat of this role."""

    def __init__(self, sentence: Pair) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


ONLY_AT = {
    Seat.Role.DESK: frozenset({Agency.Kind.BIRO}),
    Seat.Role.IDENTITY: frozenset({Agency.Kind.BIRO, Agency.Kind.INSPEKTORAT}),
    Seat.Role.ADMIN: frozenset({Agency.Kind.BIRO}),
}
"""Roles that reach over the whole city sit at these kinds of agency alone."""


def is_open(*, at: datetime) -> Q:
    """Seats that their person holds at a moment."""
    return Q(since__lte=at) & (Q(until=None) | Q(until__gt=at))


def open_seats(user: User, *, at: datetime) -> QuerySet[Seat]:
    """The seats this person holds now, oldest first, with their agencies (one query)."""
    return Seat.objects.filter(is_open(at=at), user=user).select_related("agency", "user").order_by("pk")


def seats_at(agency: Agency, *roles: str, at: datetime) -> QuerySet[Seat]:
    """Who sits at an agency, in these roles or in any, with their persons."""
    seats = Seat.objects.filter(is_open(at=at), agency=agency)
    seats = seats.filter(role__in=roles) if roles else seats
    return seats.select_related("user", "agency").order_by("role", "title", "pk")


@transaction.atomic
def give_seat(user: User, agency: Agency, role: str, *, title: str = "", at: datetime) -> Seat:
    """Seat a person; one who sits there in this role already keeps the seat. Raises SeatRefused."""
    if role not in Seat.Role.values:
        raise SeatRefused(Pair("Peran {role} tidak dikenal.", "There is no role {role}.", role=role))
    if role in ONLY_AT and agency.kind not in ONLY_AT[Seat.Role(role)]:
        raise SeatRefused(
            Pair(
                "Peran {role} tidak dapat diberikan di {agency}.",
                "The role {role} cannot be given at {agency}.",
                role=role,
                agency=agency.short,
            )
        )
    title = title or f"{Seat.Role(role).label}"
    seat, _ = Seat.objects.get_or_create(
        user=user, agency=agency, role=role, until=None, defaults={"title": title, "since": at}
    )
    return seat


def end_seat(seat: Seat, *, at: datetime) -> None:
    """Close a seat; what its person did from it stays theirs. An ended seat stays as it ended."""
    if seat.until is None:
        seat.until = at
        seat.save(update_fields=["until"])
