"""The demo city: every life through the real domain, a queue with something of everything, and people to sign in as."""

from __future__ import annotations

import itertools
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tanggap.accounts import second_factor
from tanggap.accounts.models import User
from tanggap.demo import load, people, plan
from tanggap.demo.drawings import KINDS
from tanggap.demo.themes import THEMES
from tanggap.journal.models import Event
from tanggap.notifications.models import BellItem
from tanggap.reports import catalogue, evidence, lifecycle, photos
from tanggap.reports.models import Clock, Feedback, Photo, Report, Status, Turn
from tanggap.reports.tests.standing import agency, report


def call(*args: str) -> str:
    out = StringIO()
    call_command("demo", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def _storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


@pytest.fixture
def _demo(db: None, _storage: None) -> None:
    call("load", "--reports", "60", "--processes", "1")


@pytest.mark.usefixtures("_demo")
def test_demo_city_is_a_true_one_when_it_is_loaded(client: Client) -> None:
    # One test, because loading takes half of a minute.
    assert {one.status for one in Report.objects.all()} == set(Status)
    _the_journal_tells_the_present()
    _there_is_something_of_everything()
    _menteng_has_a_queue()
    _photos_hang_and_differ(client)
    assert not ProcrastinateJob.objects.exists()  # nobody is told of the past

    count = Report.objects.count()
    assert "already" in call("load")
    assert Report.objects.count() == count
    _its_people_can_sign_in()


def _the_journal_tells_the_present() -> None:
    events: dict[str, list[Event]] = {}
    for event in Event.objects.order_by("stream", "seq"):
        events.setdefault(event.stream, []).append(event)
    for one in Report.objects.all():
        told = lifecycle.replay(events[one.stream])
        present = {"now": one.status, "holder": one.holder_id, "round": one.round, "merged_into": one.merged_into_id}
        assert {key: told[key] for key in present} == present
        assert all(early.at <= late.at for early, late in itertools.pairwise(events[one.stream]))
    assert Turn.objects.filter(ended_at=None).count() == Report.objects.count()
    assert not Clock.objects.filter(stopped_at=None, report__status=Status.CLOSED).exists()


def _there_is_something_of_everything() -> None:
    assert Report.objects.exclude(merged_into=None).exists()
    assert Report.objects.filter(round__gt=1).exists()
    assert Report.objects.filter(followup_rejected=True).exists()
    assert Report.objects.filter(asked_at__isnull=False).exists()
    assert Report.objects.filter(privacy=Report.Privacy.PRIVATE).exists()
    assert Report.objects.filter(confidential=True).exists()
    assert Report.objects.filter(holder=catalogue.current().desk, status=Status.WAITING, area=None).exists()
    assert {row.settled for row in Feedback.objects.all()} == {True, False}
    assert BellItem.objects.filter(read_at=None).exists()


def _menteng_has_a_queue() -> None:
    menteng = Report.objects.filter(holder__code="kel-31.71.06.1001", status__in=lifecycle.OPEN)
    assert 40 <= menteng.count() <= 60
    assert menteng.filter(next_due_at__lt=timezone.now()).exists()
    assert menteng.filter(next_due_at__range=(timezone.now(), timezone.now() + timedelta(hours=2))).exists()


def _photos_hang_and_differ(client: Client) -> None:
    resolved = Report.objects.filter(status=Status.VALIDATION).first()
    assert resolved is not None
    assert evidence.checked_proofs(resolved)
    shown = Photo.objects.filter(report__privacy="publik", report__confidential=False).first()
    assert shown is not None
    assert client.get(photos.copy_url(shown, "thumb"))["Content-Type"] == "image/webp"
    assert default_storage.exists(shown.original)
    hashes = {photo.sha256: photo.phash or 0 for photo in Photo.objects.all()}
    assert len(hashes) > 40
    for one, other in itertools.combinations(hashes.values(), 2):
        assert ((one ^ other) & (1 << 64) - 1).bit_count() > evidence.NEAR_BITS


def _its_people_can_sign_in() -> None:
    listed = call("logins")
    assert f"rina.menteng@{people.DOMAIN}" in listed
    assert people.PASSWORD in listed
    rina = User.objects.get(email=f"rina.menteng@{people.DOMAIN}")
    assert rina.check_password(people.PASSWORD)
    second_factor.check(rina, code=call("code"), at=timezone.now())


@pytest.mark.django_db
def test_demo_is_refused_when_the_city_has_reports_of_its_own() -> None:
    report(agency("kelurahan-sendiri"))

    with pytest.raises(CommandError, match="not the demo's"):
        call("load")


@pytest.mark.django_db
def test_demo_is_refused_when_the_city_is_a_real_one(settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="TANGGAP_DEMO"):
        call("load")


def test_themes_name_drawings_that_exist() -> None:
    assert {theme.drawing for theme in THEMES if theme.drawing} <= set(KINDS)


def test_code_is_that_of_an_authenticator_app() -> None:
    assert len(people.code(0.0)) == 6
    assert people.code(0.0) == people.code(29.9)
    assert people.code(0.0) != people.code(30.0)


def test_plan_names_every_set_piece() -> None:
    assert sum(len(row.hours_ago) for row in plan.QUEUE) >= 50
    assert load.STEPS_AT_ONCE > 1
