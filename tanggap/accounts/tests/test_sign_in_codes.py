"""Citizens' codes: sent once, valid ten minutes, five tries, one use; and the limits behind them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from tanggap.accounts import jobs, limits, otp
from tanggap.accounts.models import SignInCode, Tally, User
from tests import people

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def ask(email: str = "sari@warga.test", *, at: datetime = AT, visitor: str = "192.0.2.7") -> tuple[SignInCode, str]:
    code = otp.ask(email, language="id", visitor=visitor, at=at)
    return code, otp.opened(code)["digits"]


def test_a_right_code_makes_the_account_once() -> None:
    code, digits = ask("  Sari@Warga.TEST ")
    assert not User.objects.exists()
    user = otp.confirm(code.handle, f" {digits[:3]} {digits[3:]} ", at=AT)
    assert user.email == "sari@warga.test"
    assert not user.has_usable_password()
    with pytest.raises(otp.WrongCode):
        otp.confirm(code.handle, digits, at=AT)
    again, digits = ask()
    assert otp.confirm(again.handle, digits, at=AT) == user


def test_a_code_ends_after_ten_minutes() -> None:
    code, digits = ask()
    with pytest.raises(otp.WrongCode):
        otp.confirm(code.handle, digits, at=AT + timedelta(minutes=10))


def test_a_sixth_try_is_refused_even_with_the_right_code() -> None:
    code, digits = ask()
    wrong = f"{(int(digits) + 1) % 10**6:06}"
    for _ in range(otp.TRIES):
        with pytest.raises(otp.WrongCode):
            otp.confirm(code.handle, wrong, at=AT)
    with pytest.raises(otp.WrongCode):
        otp.confirm(code.handle, digits, at=AT)


def test_a_code_of_one_visitor_does_not_open_another_s() -> None:
    code, _ = ask()
    _, digits = ask("budi@warga.test")
    if digits != otp.opened(code)["digits"]:
        with pytest.raises(otp.WrongCode):
            otp.confirm(code.handle, digits, at=AT)


def test_staff_do_not_sign_in_by_code() -> None:
    people.JOKO.all_seats()
    code, digits = ask(people.JOKO.email)
    with pytest.raises(otp.StaffAddress):
        otp.confirm(code.handle, digits, at=AT)


@pytest.mark.parametrize("address", ["", "sari", "sari@", "a@b", "sari@warga.test\nbcc: x@y.test"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(otp.NotAnAddress):
        ask(address)


def test_five_codes_an_hour_go_to_one_address() -> None:
    for _ in range(5):
        ask()
    with pytest.raises(limits.TooOften):
        ask()
    ask("budi@warga.test")
    ask(at=AT + timedelta(hours=1))


def test_the_row_and_the_queue_hold_neither_address_nor_code() -> None:
    _, digits = ask()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(t)::text FROM accounts_signincode t UNION ALL SELECT args::text FROM procrastinate_jobs"
        )
        rows = " ".join(row[0] for row in cursor.fetchall())
    assert "sari" not in rows.lower()
    assert f'"{digits}"' not in rows


def test_the_letter_carries_the_code_and_is_sent_once() -> None:
    code, digits = ask(at=timezone.now())
    jobs.send_code(code_id=code.pk)
    jobs.send_code(code_id=code.pk)
    [letter] = mail.outbox
    assert letter.to == ["sari@warga.test"]
    assert re.findall(r"\b\d{6}\b", str(letter.body)) == [digits]
    assert digits in letter.subject


def test_sweep_takes_what_has_ended() -> None:
    ask()
    assert otp.sweep(at=AT + timedelta(hours=2)) == 0
    assert otp.sweep(at=AT + timedelta(days=2)) == 1
    assert limits.sweep(at=AT + timedelta(days=2)) == 2


def test_a_limit_counts_within_its_window_and_names_nobody() -> None:
    limit = limits.Limit("test", most=2, within=timedelta(minutes=5))
    assert [limits.spend(limit, who="sari@warga.test", at=AT) for _ in range(2)] == [1, 2]
    assert limits.spent(limit, who="sari@warga.test", at=AT)
    with pytest.raises(limits.TooOften) as refusal:
        limits.spend(limit, who="sari@warga.test", at=AT)
    assert refusal.value.sentence.en == "Too many tries. Try again in {n} {n:minute|minutes}."
    assert "sari" not in Tally.objects.get().key
    assert limits.spend(limit, who="sari@warga.test", at=AT + timedelta(minutes=5)) == 1
    limits.clear(limit, who="sari@warga.test")
    assert not limits.spent(limit, who="sari@warga.test", at=AT)
