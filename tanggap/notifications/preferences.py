"""Who wants e-mail beside the bell."""

from collections.abc import Iterable

from tanggap.accounts.models import User
from tanggap.agencies.models import Seat


def wanting_email(seats: Iterable[Seat]) -> list[User]:
    """The people who asked for e-mail in one of the seats that are told, each once."""
    return list({seat.user_id: seat.user for seat in seats if seat.wants_email}.values())


def want_email(user: User, wanted: bool) -> None:
    """Ask for e-mail in all of one's open seats, or for none."""
    Seat.objects.filter(user=user, until=None).update(wants_email=wanted)


def wants_email(user: User) -> bool:
    """Whether any open seat asks for e-mail."""
    return Seat.objects.filter(user=user, until=None, wants_email=True).exists()
