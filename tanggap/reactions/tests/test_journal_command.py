"""``tanggap journal verify``, as a person and as a program reads it."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tanggap.reports.lifecycle import move
from tanggap.reports.models import Report, Statement
from tanggap.reports.tests import walking
from tanggap.reports.tests.walking import MONDAY, filed, hours, officer
from tests.database import journal_unguarded

pytestmark = pytest.mark.django_db


def asked() -> Report:
    report = filed(of=walking.category())
    move(report, "take", by=officer(report.holder), at=MONDAY + hours(1))
    move(report, "message", by=officer(report.holder), at=MONDAY + hours(2), words="Kami datang besok pagi.")
    return report


def run(*args: str) -> str:
    out = StringIO()
    call_command("journal", *args, stdout=out)
    return out.getvalue()


def test_a_sound_journal_is_said_to_be_so() -> None:
    asked()
    assert "All as it was." in run("verify")
    assert json.loads(run("verify", "--json"))["sound"] is True


def test_a_changed_row_is_named_and_fails_the_command() -> None:
    report = asked()
    with journal_unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE journal_event SET actor = 'seat:99' WHERE stream = %s AND seq = 2", [report.stream])
    out = StringIO()
    with pytest.raises(CommandError, match="not what it was"):
        call_command("journal", "verify", stdout=out)
    assert f"{report.stream}#2 was changed" in out.getvalue()


def test_changed_words_are_found_and_redacted_ones_told_apart() -> None:
    report, other = asked(), asked()
    Statement.objects.filter(report=report).update(text="Kami datang minggu depan.")
    Statement.objects.filter(report=other).update(text="", salt="", redacted_at=MONDAY + timedelta(days=1))
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("journal", "verify", stdout=out)
    assert f"{report.stream}#3 has other words than were written" in out.getvalue()
    assert f"{other.stream}#3 redacted" in out.getvalue()


def test_words_that_were_deleted_are_missed() -> None:
    report = asked()
    Statement.objects.filter(report=report).delete()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("journal", "verify", stdout=out)
    assert f"{report.stream}#3 has lost its words" in out.getvalue()


def test_a_seal_can_be_set_and_shown_by_hand() -> None:
    assert run("head") == "No seal yet.\n"
    asked()
    told = run("seal")
    # Inside of the test's own transaction nothing is settled yet.
    assert told == "Nothing to seal.\n"
