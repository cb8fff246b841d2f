"""A letter is sent once, or known not to be sendable; its id never changes; no address reaches a log."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from procrastinate.jobs import Job

from tanggap.carriers import delivery, smtp
from tanggap.carriers.failures import FIRST_REST, LONGEST_REST, MOST_ATTEMPTS, Later, Patience, Refused
from tanggap.carriers.letters import Letter, compose
from tanggap.carriers.models import Delivery
from tests.post_office import PostOffice, open_post_office

NOW = timezone.now()
ADDRESS = "sari@warga.test"
TEXT = "JK2611230001 diterima\n\nTerima kasih & salam.\n\nhttps://kota.test/lacak/JK2611230001\n"


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    with open_post_office() as office, override_settings(**mail_to(office.port)):
        yield office


def mail_to(port: int) -> dict[str, object]:
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
        "EMAIL_TIMEOUT": 5,
    }


def ordered(**given: object) -> Delivery:
    return Delivery.objects.create(
        **{"event_id": 1, "recipient": "reporter:17", "carrier": "smtp", "kind": "receipt", "made_at": NOW} | given
    )


def letter(row: Delivery) -> Letter:
    url = "https://kota.test/lacak/JK2611230001"
    return compose(row, TEXT, to=ADDRESS, number="JK2611230001", url=url, button="Lihat", language="id")


@pytest.mark.django_db
def test_a_letter_arrives_as_text_and_html_under_its_own_id(post_office: PostOffice) -> None:
    row = ordered()
    delivery.carry(row.pk, letter, at=NOW)
    (arrived,) = post_office.letters
    assert arrived["Subject"] == "JK2611230001 diterima"
    assert arrived["To"] == ADDRESS
    assert arrived["Auto-Submitted"] == "auto-generated"
    text, html = (part.get_content() for part in arrived.iter_parts())
    assert "Terima kasih & salam." in text
    assert "Terima kasih &amp; salam." in html
    assert "diterima" not in text
    row.refresh_from_db()
    assert (row.state, row.attempts, row.sent_at) == (Delivery.State.SENT, 1, NOW)


@pytest.mark.django_db
def test_what_was_sent_is_not_sent_again(post_office: PostOffice) -> None:
    row = ordered()
    delivery.carry(row.pk, letter, at=NOW)
    delivery.carry(row.pk, letter, at=NOW)
    assert len(post_office.letters) == 1


@pytest.mark.django_db
def test_a_worker_killed_before_it_noted_the_sending_repeats_the_same_id(post_office: PostOffice) -> None:
    row, other = ordered(), ordered(event_id=2)
    smtp.send(letter(row))
    delivery.carry(row.pk, letter, at=NOW)
    delivery.carry(other.pk, letter, at=NOW)
    first, again, third = post_office.ids
    assert first == again != third


@pytest.mark.django_db
def test_ordering_twice_makes_one_delivery() -> None:
    event = type("Anything", (), {"pk": 5})()
    first = delivery.order(event, "user:7", kind="arrived", at=NOW)
    assert first is not None
    assert delivery.order(event, "user:7", kind="arrived", at=NOW) is None


@pytest.mark.django_db
def test_an_address_that_does_not_exist_ends_it(post_office: PostOffice) -> None:
    post_office.refusals[ADDRESS] = "550 No such user"
    row = ordered()
    delivery.carry(row.pk, letter, at=NOW)
    row.refresh_from_db()
    assert (row.state, row.failure) == (Delivery.State.REFUSED, "smtp 550")


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["451 Greylisted", "452 Full"])
def test_a_passing_trouble_is_tried_again_for_a_week(post_office: PostOffice, answer: str) -> None:
    post_office.refusals[ADDRESS] = answer
    row = ordered()
    with pytest.raises(Later):
        delivery.carry(row.pk, letter, at=NOW)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.failure) == (Delivery.State.WAITING, 1, f"smtp {answer[:3]}")
    delivery.carry(row.pk, letter, at=NOW + timedelta(days=7))
    row.refresh_from_db()
    assert row.state == Delivery.State.GIVEN_UP


def test_a_server_that_takes_no_data_is_judged_by_its_answer(post_office: PostOffice) -> None:
    post_office.outage = "554 Spam"
    with pytest.raises(Refused):
        smtp.send(letter(Delivery(event_id=1)))
    post_office.outage = "421 Too busy"
    with pytest.raises(Later):
        smtp.send(letter(Delivery(event_id=1)))


def test_a_server_that_is_away_is_tried_again() -> None:
    with open_post_office() as gone:
        port = gone.port
    with override_settings(**mail_to(port)), pytest.raises(Later):
        smtp.send(letter(Delivery(event_id=1)))


@pytest.mark.django_db
def test_nobody_to_write_to_ends_it_quietly() -> None:
    row = ordered()
    delivery.carry(row.pk, lambda _: None, at=NOW)
    row.refresh_from_db()
    assert row.state == Delivery.State.NOWHERE


def test_no_error_tells_the_address_not_even_through_its_cause(post_office: PostOffice) -> None:
    post_office.refusals[ADDRESS] = f"550 {ADDRESS} unknown"
    with pytest.raises(Refused) as refusal:
        smtp.send(letter(Delivery(event_id=1)))
    assert ADDRESS not in str(refusal.value)
    assert refusal.value.__context__ is refusal.value.__cause__ is None
    assert ADDRESS not in repr(letter(Delivery(event_id=1)))


def test_patience_doubles_up_to_six_hours_and_outlasts_a_week() -> None:
    def rest(attempts: int) -> float | None:
        job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="x", attempts=attempts)
        decision = Patience().get_retry_decision(exception=Later("x"), job=job)
        if decision is None:
            return None
        assert decision.retry_at is not None
        return round((decision.retry_at - timezone.now()).total_seconds())

    assert [rest(attempts) for attempts in (0, 1, 2, 30)] == [FIRST_REST, 30, 60, LONGEST_REST]
    assert rest(MOST_ATTEMPTS) is None
    assert sum(rest(attempts) or 0 for attempts in range(MOST_ATTEMPTS)) > timedelta(days=7).total_seconds()
