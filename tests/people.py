"""The cast: people whom every test knows. They come into being when a test first asks for them.

    people.RATNA.user               her account
    people.RATNA.seat()             her seat (the first), or seat("validator")
    people.RATNA.officer()          the same as an actor for reports.lifecycle
    people.sign_in(client, people.RATNA)

Their agencies are the real ones of the Jakarta pack, in and around Menteng.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import make_password
from django.test import Client

from tanggap.accounts import sealing, second_factor
from tanggap.accounts.contact import Contact
from tanggap.accounts.models import User
from tanggap.agencies.models import Agency, Seat
from tanggap.console.access import BACKEND, FACTOR
from tanggap.reports.authority import Officer, Viewer, viewer_of

PASSWORD = "kata-sandi-demo"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SEATED_SINCE = datetime(2020, 1, 1, tzinfo=UTC)

MENTENG = "31.71.06.1001"
KELURAHAN = f"kel-{MENTENG}"
KECAMATAN = "kec-31.71.06"
Role = Seat.Role


@dataclass(frozen=True)
class Person:
    """Somebody of the cast."""

    name: str
    email: str = ""
    phone: str = ""
    seats: tuple[tuple[str, str, str], ...] = ()
    admin: bool = False

    @property
    def user(self) -> User:
        """The account, made if need be; staff have a password, citizens none."""
        user, _ = User.objects.get_or_create(
            email=self.email,
            defaults={
                "name": self.name,
                "is_staff": self.admin,
                "is_superuser": self.admin,
                "password": make_password(PASSWORD if self.seats else None),
            },
        )
        return user

    def seat(self, role: str | None = None) -> Seat:
        """The person's seat, or the one in this role."""
        return next(seat for seat in self.all_seats() if role in (None, seat.role))

    def all_seats(self) -> list[Seat]:
        """Every seat, in the order of the cast list, with agency and user at hand."""
        user = self.user
        return [
            Seat.objects.select_related("agency", "user").get_or_create(
                user=user,
                agency=Agency.objects.get(code=agency),
                role=role,
                until=None,
                defaults={"title": title, "since": SEATED_SINCE},
            )[0]
            for agency, role, title in self.seats
        ]

    def officer(self, role: str | None = None) -> Officer:
        """The person as an actor from that seat."""
        return Officer(self.seat(role))

    def viewer(self) -> Viewer:
        """The person as one who looks, from all seats."""
        self.all_seats()
        return viewer_of(self.user)

    @property
    def contact(self) -> Contact:
        """What this person leaves with a report."""
        return Contact(name=self.name, email=self.email, phone=self.phone) if self.email else Contact()


SARI = Person("Sari Wulandari", "sari@warga.test", "+6281298765432")
"""Lives in Menteng, reports with her e-mail and phone number."""

BUDI = Person("Budi")
"""Reports without a name."""

RATNA = Person(
    "Ratna Dewanti",
    "ratna@jakarta.test",
    seats=(
        (KELURAHAN, Role.SUPERVISOR, "Lurah Menteng"),
        (KELURAHAN, Role.VALIDATOR, "Lurah Menteng"),
    ),
)
JOKO = Person("Joko Prasetyo", "joko@jakarta.test", seats=((KELURAHAN, Role.OFFICER, "Petugas CRM Menteng"),))
RUDI = Person("Rudi Hartono", "rudi@jakarta.test", seats=((KELURAHAN, Role.CREW, "PPSU Tim A"),))
DEWI = Person("Dewi Lestiani", "dewi@jakarta.test", seats=(("sudin-bina-marga-jakpus", Role.OFFICER, "Petugas CRM"),))
HENDRA = Person("Hendra Wijaya", "hendra@jakarta.test", seats=(("dinas-bina-marga", Role.OFFICER, "Petugas CRM"),))
TINI = Person("Tini Suhartini", "tini@jakarta.test", seats=(("sudin-sda-jakpus", Role.OFFICER, "Petugas CRM"),))
YANTI = Person("Yanti Kusuma", "yanti@jakarta.test", seats=(("biro-pemerintahan", Role.DESK, "Meja CRM"),))
AGUS = Person("Agus Salim", "agus@jakarta.test", seats=(("biro-pemerintahan", Role.VALIDATOR, "Validator"),))
LESTARI = Person("Lestari Ningsih", "lestari@jakarta.test", seats=((KECAMATAN, Role.SUPERVISOR, "Camat Menteng"),))
WAHYU = Person("Wahyu Nugroho", "wahyu@jakarta.test", seats=(("inspektorat", Role.OFFICER, "Inspektur Pembantu"),))
MAYA = Person("Maya Anggraini", "maya@jakarta.test", seats=(("biro-pemerintahan", Role.IDENTITY, "Akses identitas"),))
PUTRI = Person(
    "Putri Maharani", "putri@jakarta.test", seats=(("biro-pemerintahan", Role.ADMIN, "Administrator"),), admin=True
)

STAFF = (RATNA, JOKO, RUDI, DEWI, HENDRA, TINI, YANTI, AGUS, LESTARI, WAHYU, MAYA, PUTRI)


def sign_in(client: Client, person: Person) -> Client:
    """Put a person past password and second factor, with all their seats; citizens are signed in as by their code."""
    person.all_seats()
    user = person.user
    client.force_login(user, backend=BACKEND)
    if person.seats:
        session = client.session
        session[FACTOR] = user.pk
        session.save()
    return client


def with_second_factor(person: Person) -> Person:
    """Give a person an authenticator app with a known secret; ``code_now`` reads it."""
    person.all_seats()
    secret = sealing.seal_text(SECRET, about=second_factor.PLACE)
    Authenticator.objects.get_or_create(
        user=person.user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": secret}}
    )
    return person


def code_now(secret: str = SECRET) -> str:
    """What the authenticator app shows at this moment."""
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret.replace(" ", ""), counters[len(counters) // 2])))
