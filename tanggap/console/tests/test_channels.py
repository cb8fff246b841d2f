"""The pages of the channels: health, failed events, conversations for the desk, contacts."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tanggap.carriers.models import Delivery
from tanggap.channels import identity, intake
from tanggap.channels.models import Conversation, Inbound, Message, PersonMerge
from tanggap.channels.tests.plain import CODE, Plain, tell
from tanggap.journal.models import Event
from tanggap.reports.models import Report
from tests import people
from tests.jobs import work_off

pytestmark = pytest.mark.django_db


def test_the_health_page_shows_every_channel(client: Client, channel: Plain) -> None:
    channel.broken = True
    tell({"external_id": "1", "words": "Jalan berlubang"}, at=timezone.now())
    work_off(intake.READ)
    page = people.sign_in(client, people.YANTI).get(reverse("console:channels"))
    assert page.status_code == 200
    assert "Perlu dilihat" in page.content.decode()
    assert [row["health"].failed for row in page.context["rows"] if row["health"].channel.code == CODE] == [1]


def test_the_pages_are_closed_to_officers(client: Client) -> None:
    people.sign_in(client, people.JOKO)
    for name in ("channels", "channels_failed", "talks", "persons"):
        assert client.get(reverse(f"console:{name}")).status_code == 403


def test_a_failed_event_is_read_again_by_a_button(client: Client, channel: Plain) -> None:
    channel.broken = True
    taken = tell({"external_id": "1", "words": "Jalan berlubang"})
    assert taken is not None
    work_off(intake.READ)
    people.sign_in(client, people.PUTRI)
    assert f"#{taken.pk}" in client.get(reverse("console:channels_failed")).content.decode()
    channel.broken = False
    client.post(reverse("console:channels_replay"), {"event": taken.pk})
    work_off(intake.READ)
    assert Inbound.objects.get().state == Inbound.State.READ
    assert Report.objects.count() == 1


def test_the_desk_files_a_conversation_with_what_it_confirms(client: Client, channel: Plain) -> None:
    tell({"external_id": "1", "words": "Min tolong dibantu ya", "pictures": 1})
    work_off(intake.READ)
    talk = Conversation.objects.get()
    people.sign_in(client, people.YANTI)
    page = client.get(reverse("console:talks"))
    assert "Min tolong dibantu ya" in page.content.decode()
    picture = client.get(reverse("console:talks_photo", args=[Message.objects.get().pk, 0]))
    assert picture["Content-Type"] == "image/webp"
    said = {"verb": "catat", "catat-category": "sampah", "catat-kelurahan": "Menteng (Kec. Menteng)"}
    client.post(reverse("console:talks_act", args=[talk.pk]), said)
    report = Report.objects.get()
    assert (report.words, report.photos.count()) == ("Min tolong dibantu ya", 1)
    assert report.holder.code == people.KELURAHAN
    talk.refresh_from_db()
    assert (talk.state, talk.report) == (Conversation.State.SETTLED, report)
    assert Event.objects.get(stream=f"conversation:{talk.pk}", verb="file").actor == people.YANTI.officer().code


def test_the_desk_answers_on_the_channel(client: Client, channel: Plain, mailoutbox: list[object]) -> None:
    tell({"external_id": "1", "words": "Selamat pagi min"})
    work_off(intake.READ)
    people.sign_in(client, people.YANTI)
    address = reverse("console:talks_act", args=[Conversation.objects.get().pk])
    assert client.post(address, {"verb": "jawab", "words": " "}).status_code == 422
    assert client.post(address, {"verb": "jawab", "words": "Selamat pagi, ada yang bisa dibantu?"}).status_code == 302
    work_off()
    assert len(mailoutbox) == 1
    assert client.post(address, {"verb": "sisihkan"}).status_code == 409


def test_two_contacts_are_joined_and_separated(client: Client, channel: Plain) -> None:
    sari = people.SARI
    tell({"external_id": "1", "words": "Jalan berlubang", "author": {"phone": sari.phone}, "proven": ["phone"]})
    work_off(intake.READ)
    report = Report.objects.get()
    handle = {"handle": f"{CODE}:7"}
    other = {"phone": sari.phone} | handle
    tell(
        {"external_id": "2", "words": f"{report.number} lagi", "author": {"handle": f"{CODE}:7"}, "proven": ["handle"]}
    )
    work_off(intake.READ)
    assert Conversation.objects.filter(reason="stranger").count() == 1
    tell({"external_id": "3", "words": "Selamat pagi", "author": other, "proven": ["phone", "handle"]})
    work_off(intake.READ)
    assert len(identity.suggestions()) == 1
    people.sign_in(client, people.YANTI)
    page = client.get(reverse("console:persons"))
    assert sari.phone not in page.content.decode()
    one = page.context["offered"][0]
    client.post(reverse("console:persons_join"), {"kept": one["kept"].pk, "other": one["other"].pk})
    assert identity.suggestions() == []
    merge = PersonMerge.objects.get()
    assert identity.owns(merge.joined, report)
    client.post(reverse("console:persons_separate", args=[merge.pk]))
    assert len(identity.suggestions()) == 1


def test_nobody_is_named_on_the_desks_pages(client: Client, channel: Plain) -> None:
    tell({"external_id": "1", "words": "Selamat pagi"})
    work_off(intake.READ)
    page = people.sign_in(client, people.YANTI).get(reverse("console:talks")).content.decode()
    assert people.SARI.email not in page
    assert json.dumps(people.SARI.name) not in page


def test_replies_that_missed_their_reporter_are_shown_to_the_desk(client: Client, channel: Plain) -> None:
    tell({"external_id": "1", "words": "Jalan berlubang"})
    work_off(intake.READ)
    report = Report.objects.get()
    lost = {"carrier": "sms", "kind": "receipt", "recipient": f"reporter:{report.pk}", "state": "unclear"}
    Delivery.objects.create(event_id=1, failure="caught half sent", **lost)
    page = people.sign_in(client, people.YANTI).get(reverse("console:channels_failed")).content.decode()
    assert report.number in page
    assert "tidak jelas sampai" in page


def test_the_desk_confirms_what_a_message_said_with_one_key(client: Client, channel: Plain) -> None:
    tell({"external_id": "1", "words": "Sampah menumpuk di kelurahan Gondangdia, sudah bau"})
    work_off(intake.READ)
    report = Report.objects.get()
    assert (report.category, report.area) == (None, None)
    form = people.sign_in(client, people.YANTI).get(reverse("console:desk")).context["complete_form"]
    said = {f"lengkapi-{name}": value for name, value in form["said"].items()}
    assert client.post(reverse("console:desk_complete", args=[report.number]), said).status_code == 302
    report.refresh_from_db()
    assert report.area is not None
    assert report.area.name == "Gondangdia"
    assert report.category is not None
