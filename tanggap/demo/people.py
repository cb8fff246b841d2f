"""Who works in the demo city: a few people to sign in as, and somebody at every other agency."""

from __future__ import annotations

import base64
import random
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.db import transaction

from tanggap.accounts.models import User
from tanggap.agencies.models import Agency, Seat
from tanggap.reports.catalogue import Catalogue

Role = Seat.Role
Kind = Agency.Kind

DOMAIN: Final = "contoh.id"
PASSWORD: Final = "jakarta-tanggap"  # noqa: S105  (of people who do not exist)
SECRET: Final = base64.b32encode(b"kota contoh tanggap!").decode()
"""The TOTP secret that all of them share, so that one authenticator entry opens every demo sign-in."""
CITIZEN: Final = f"sari@{DOMAIN}"


class Login(NamedTuple):
    """Somebody to sign in as. Several rows with one e-mail are several seats of one person."""

    email: str
    name: str
    agency: str
    role: Role
    title: str


LOGINS: Final[tuple[Login, ...]] = (
    Login("rina.menteng", "Rina Kartika", "kel-31.71.06.1001", Role.OFFICER, "Kasi Ekbang"),
    Login("bayu.menteng", "Bayu Prakoso", "kel-31.71.06.1001", Role.OFFICER, "Operator CRM"),
    Login("rudi.menteng", "Rudi Hartono", "kel-31.71.06.1001", Role.CREW, "PPSU Tim A"),
    Login("siti.menteng", "Siti Aminah", "kel-31.71.06.1001", Role.CREW, "PPSU Tim B"),
    Login("dewi.cikini", "Dewi Lestari", "kel-31.71.06.1003", Role.OFFICER, "Kasi Ekbang"),
    Login("agus.tebet", "Agus Salim", "kel-31.74.01.1001", Role.OFFICER, "Kasi Ekbang"),
    Login("joko.tebet", "Joko Susilo", "kel-31.74.01.1001", Role.CREW, "PPSU Tim A"),
    Login("lina.gading", "Lina Tanuwijaya", "kel-31.72.06.1003", Role.OFFICER, "Kasi Ekbang"),
    Login("hasan.cengkareng", "Hasan Basri", "kel-31.73.01.1006", Role.OFFICER, "Kasi Ekbang"),
    Login("camat.menteng", "Endang Sulastri", "kec-31.71.06", Role.SUPERVISOR, "Camat Menteng"),
    Login("walikota.jakpus", "Bambang Wijaya", "kota-31.71", Role.SUPERVISOR, "Wali Kota Jakarta Pusat"),
    Login("doni.binamarga", "Doni Saputra", "sudin-bina-marga-jakpus", Role.OFFICER, "Kasi Jalan"),
    Login("ujang.binamarga", "Ujang Suryana", "sudin-bina-marga-jakpus", Role.CREW, "Satgas Jalan"),
    Login("maya.sda", "Maya Anggraini", "sudin-sda-jakpus", Role.OFFICER, "Kasi Drainase"),
    Login("yusuf.pertamanan", "Yusuf Maulana", "sudin-pertamanan-jakpus", Role.OFFICER, "Kasi Jalur Hijau"),
    Login("tuti.lh", "Tuti Rahayu", "sudin-lh-jakpus", Role.OFFICER, "Kasi Persampahan"),
    Login("eko.dishub", "Eko Nugroho", "sudin-perhubungan-jakpus", Role.OFFICER, "Kasi Penertiban"),
    Login("iwan.satpol", "Iwan Setiawan", "satpol-31.71.06.1001", Role.OFFICER, "Kasatpol Kelurahan"),
    Login("kepala.binamarga", "Hari Purnomo", "dinas-bina-marga", Role.SUPERVISOR, "Kepala Dinas"),
    Login("pusdatin.binamarga", "Wulan Sari", "dinas-bina-marga", Role.OFFICER, "Admin CRM Dinas"),
    Login("meja.biro", "Nadia Putri", "biro-pemerintahan", Role.DESK, "Meja Biro Pemerintahan"),
    Login("validator.biro", "Fajar Ramadhan", "biro-pemerintahan", Role.VALIDATOR, "Validator"),
    Login("validator2.biro", "Intan Permata", "biro-pemerintahan", Role.VALIDATOR, "Validator"),
    Login("identitas.biro", "Ratna Dewanti", "biro-pemerintahan", Role.IDENTITY, "Pemegang akses identitas"),
    Login("admin.biro", "Taufik Hidayat", "biro-pemerintahan", Role.ADMIN, "Administrator"),
    Login("irban.inspektorat", "Sri Mulyati", "inspektorat", Role.OFFICER, "Inspektur Pembantu"),
)

FIRST: Final = (
    "Adi", "Ahmad", "Andi", "Anisa", "Arif", "Budi", "Citra", "Dani", "Dian", "Dimas", "Eka", "Fitri", "Galih",
    "Hendra", "Ika", "Indra", "Joko", "Kartini", "Lestari", "Mega", "Nur", "Oki", "Putri", "Rahmat", "Reza", "Sari",
    "Slamet", "Tono", "Umar", "Vina", "Wahyu", "Yanti", "Yudi", "Zainal",
)  # fmt: skip
LAST: Final = (
    "Abdullah", "Damanik", "Firmansyah", "Gunawan", "Halim", "Hidayat", "Irawan", "Kurniawan", "Lubis", "Maulana",
    "Nasution", "Pratama", "Purba", "Rahman", "Santoso", "Saputra", "Setiawan", "Siregar", "Sihombing", "Suharto",
    "Sutanto", "Tampubolon", "Utami", "Wibowo", "Wijaya", "Yulianto",
)  # fmt: skip

Seats = dict[tuple[int, str], list[Seat]]


def full_name(chance: random.Random) -> str:
    """A name as one meets it in Jakarta."""
    return f"{chance.choice(FIRST)} {chance.choice(LAST)}"


@transaction.atomic
def settle(catalogue: Catalogue, *, at: datetime) -> None:
    """Give every agency its people, and the citizen Sari an account."""
    chance = random.Random("people")
    agencies = {row.code: row for row in catalogue.agencies.values()}
    rows = [*LOGINS, *_everyone_else(agencies.values(), chance)]
    password = make_password(PASSWORD)
    known = {row.email for row in LOGINS}
    users = {
        row.email: User(
            email=f"{row.email}@{DOMAIN}",
            name=row.name,
            password=password if row.email in known else make_password(None),
            is_staff=row.role == Role.ADMIN,
            is_superuser=row.role == Role.ADMIN,
            date_joined=at,
        )
        for row in rows
    }
    User.objects.bulk_create(users.values())
    Seat.objects.bulk_create(
        Seat(user=users[row.email], agency=agencies[row.agency], role=row.role, title=row.title, since=at)
        for row in rows
    )
    sealer = get_adapter()
    Authenticator.objects.bulk_create(
        Authenticator(user=users[email], type=Authenticator.Type.TOTP, data={"secret": sealer.encrypt(SECRET)})
        for email in sorted(known)
    )
    User.objects.create(email=CITIZEN, name="Sari Wulandari", password=make_password(None), date_joined=at)


def _everyone_else(agencies: Iterable[Agency], chance: random.Random) -> list[Login]:
    taken = {(row.agency, row.role) for row in LOGINS}
    rows = []
    for agency in agencies:
        wanted = [(Role.OFFICER, "Operator CRM"), (Role.SUPERVISOR, f"Kepala {agency.short}")]
        if agency.kind in {Kind.KELURAHAN, Kind.SUDIN, Kind.UPT}:
            wanted.append((Role.CREW, "PPSU Tim A" if agency.kind == Kind.KELURAHAN else "Satgas"))
        for role, title in wanted:
            if (agency.code, role) not in taken and agency.kind != Kind.BIRO:
                rows.append(Login(f"{role}.{agency.code}", full_name(chance), agency.code, role, title[:80]))
    return rows


def seats() -> Seats:
    """Every open seat by agency and role, with its user and agency."""
    found: Seats = defaultdict(list)
    for seat in Seat.objects.filter(until=None).select_related("agency", "user").order_by("pk"):
        found[seat.agency_id, seat.role].append(seat)
    return found


def settled() -> bool:
    """Whether the demo's people live here."""
    return User.objects.filter(email=CITIZEN).exists()


def code(at: float | None = None) -> str:
    """The six digits of this half minute."""
    moment = time.time() if at is None else at
    return str(format_hotp_value(hotp_value(SECRET, int(moment) // 30)))
