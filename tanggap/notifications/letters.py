"""The letter that says by e-mail what the bell says."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from tanggap.accounts.models import User
from tanggap.carriers.letters import Letter, compose
from tanggap.carriers.models import Delivery
from tanggap.journal.models import Event
from tanggap.kit.words import Pair
from tanggap.notifications.sentences import SENTENCES
from tanggap.reports.models import Report

OPEN = Pair("Buka laporan", "Open the report")
NO_CATEGORY = Pair("Belum berkategori", "No category yet")


def write(delivery: Delivery) -> Letter | None:
    """Write it at the moment of sending; None where the person has left."""
    user = User.objects.filter(pk=delivery.recipient.removeprefix("user:"), is_active=True).first()
    stream = Event.objects.values_list("stream", flat=True).get(pk=delivery.event_id)
    report = Report.objects.select_related("category", "area").get(pk=stream.removeprefix("report:"))
    followed = delivery.kind.startswith("followed_")
    if user is None or (followed and not report.public):
        return None
    with translation.override(user.language):
        url = _address(report, followed=followed, language=user.language)
        facts = {
            "sentence": SENTENCES[delivery.kind].format(number=report.number),
            "report": report,
            "category": report.category or NO_CATEGORY,
            "place": report.area.name if report.area else "",
            "url": url,
            "followed": followed,
        }
        text = render_to_string("notifications/letter.txt", facts)
        return compose(
            delivery, text, to=user.email, number=report.number, url=url, button=str(OPEN), language=user.language
        )


def _address(report: Report, *, followed: bool, language: str) -> str:
    prefix = "/en" if language == "en" else ""
    page = "lacak" if followed else "konsol/laporan"
    return f"{settings.SITE}{prefix}/{page}/{report.number}"
