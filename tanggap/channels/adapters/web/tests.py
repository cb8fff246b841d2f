"""Every reply can be written in both languages, with a subject that names the report and the link to its page."""

import pytest
from django.utils import translation

from tanggap.carriers.models import Delivery
from tanggap.channels.adapters.web import adapter
from tanggap.channels.facts import Facts
from tanggap.channels.registry import ADAPTERS, adapter_of
from tanggap.journal.models import Event
from tanggap.reports import catalogue
from tanggap.reports.models import Report
from tanggap.reports.tests import walking
from tanggap.reports.tests.walking import MONDAY, filed

pytestmark = pytest.mark.django_db

KINDS = sorted(file.stem for file in adapter.REPLIES.glob("*.txt") if not file.stem.startswith("_"))


def facts(language: str, *, confidential: bool = False) -> Facts:
    report = filed(of=walking.category(), privacy=Report.Privacy.PRIVATE)
    report.language, report.confidential = language, confidential
    refusal = catalogue.current().refusals[0].code
    data = {"holder": report.holder_id, "now": "selesai", "until": "2026-12-13T02:00:00+00:00", "refusal": refusal}
    event = Event(pk=1, stream=report.stream, seq=1, verb="x", actor="system", at=MONDAY, data=data)
    return Facts(event, report, report)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_each_kind_reads_well_in_each_language(kind: str, language: str) -> None:
    told = facts(language)
    with translation.override(language):
        subject, _, body = adapter.text(kind, told).partition("\n")
    assert told.report.number in subject
    assert told.url in body.splitlines()
    assert "None" not in subject + body
    assert "{" not in subject + body
    assert "\n\n\n" not in body.strip()
    assert ("PIN dari tanda terimamu" in body) == (language == "id")


def test_a_letter_is_addressed_by_the_vault_and_by_nothing_else() -> None:
    told = facts("id")
    letter = adapter.write(
        Delivery(event_id=1, recipient=f"reporter:{told.report.pk}", carrier="smtp", kind="receipt"), told
    )
    assert letter is not None
    assert letter.to == "sari@contoh.id"
    assert "Sari" not in letter.text + letter.html + letter.subject


def test_words_of_a_confidential_case_stay_in_the_house() -> None:
    told = facts("id", confidential=True)
    told.report.statements.create(seq=1, verb="message", text="Saksi kedua bernama Anu.", at=MONDAY)
    with translation.override("id"):
        assert "Anu" not in adapter.text("message", told)


def test_a_channel_without_a_voice_of_its_own_answers_by_the_contact_that_was_left() -> None:
    for code, speaking in ADAPTERS.items():
        assert adapter_of(catalogue.current().channel(code)) is speaking
    assert adapter_of(catalogue.current().channel("media-massa")) is adapter
