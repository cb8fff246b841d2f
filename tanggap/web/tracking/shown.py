"""What stands on the tracking page, put into the words and shapes of its template."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tanggap.areas import drawing
from tanggap.kit.formatting import distance, moment
from tanggap.kit.words import Pair, active_language
from tanggap.reports import guards
from tanggap.reports.models import Photo, Report, Status
from tanggap.reports.photos import copy_url
from tanggap.reports.story import Story, story
from tanggap.reports.support import supports
from tanggap.reports.tracking import Reader
from tanggap.web.filing import answers
from tanggap.web.reports import listing

NEAR_ENOUGH_M = 100.0
"""Up to here a phone's own inaccuracy explains the distance between proof and pin."""

STATES = {"ok": "done", "now": "now", "todo": ""}
TONES = {"ok": "green", "late": "red", "": ""}
OWN_MOST = 20

LABELS = {
    "write": Pair("Tulis pesan ke petugas", "Write to the officers"),
    "write_hint": Pair("Namamu tidak diteruskan.", "Your name is not passed on."),
    "appeal": Pair("Ajukan keberatan", "Appeal"),
    "appeal_hint": Pair(
        "Sekali saja; meja Biro Pemerintahan yang memutuskan.", "Once only; the desk of Biro Pemerintahan decides."
    ),
    "publish": Pair("Terbitkan tanpa kata-kata", "Publish without words"),
    "publish_hint": Pair(
        "Foto, tempat dan langkahnya jadi contoh bagi warga lain; kata-kata dan namamu tidak ikut.",
        "Photos, place and steps become an example for others; your words and name stay out.",
    ),
    "withdraw": Pair("Batalkan laporan", "Withdraw the report"),
    "withdraw_hint": Pair(
        "Hanya sebelum dikerjakan, dan tidak bisa diurungkan.", "Before work starts only, and it cannot be undone."
    ),
}


class Fact(NamedTuple):
    """One line about a proof photo; ``look`` is empty, is-unsure or is-bad."""

    icon: str
    text: Pair
    look: str = ""


def context(report: Report, reader: Reader, *, device: str, at: datetime) -> dict[str, Any]:
    """Everything the template needs, in at most eight queries with the report's own."""
    told = story(report, reader, at=at)
    return {
        "report": report,
        "story": told,
        "title": title(report, told),
        "place": listing.place_of(report),
        "steps": steps(report, told),
        "entries": entries(told),
        "evidence": evidence(told),
        "more_photos": [*told.before[1:], *told.replies, *told.after[:-1]],
        "facts": proof_facts(told, at=at),
        "answers": answers.told(report.category, report.answers) if _words_shown(report, told) else [],
        "words": report.words if _words_shown(report, told) else "",
        # A landmark is the reporter's own wording too, and may name a house.
        "landmark": report.landmark if _words_shown(report, told) else "",
        "map": _map(report, told),
        "supported": bool(device) and report.public and not told.owned and supports(report, by=device),
        "question": next((entry.words for entry in told.timeline if entry.verb == "ask"), ""),
        "labels": LABELS,
        "closes_at": report.ended_at + guards.REOPEN_WITHIN if report.ended_at else None,
        "address": settings.SITE + reverse("web:track_report", args=[report.number]),
    }


def _words_shown(report: Report, told: Story) -> bool:
    return not told.limited and (told.owned or not report.words_hidden)


def title(report: Report, told: Story) -> str:
    """ "Tumpukan sampah di Jl. Teuku Umar"."""
    name = report.category.name if report.category else str(Pair("Laporan", "Report"))
    if told.limited:
        return str(Pair("Laporan gabungan", "The report that yours joined"))
    where = report.street or (f"Kel. {report.area.name}" if report.area else "")
    return str(Pair("{what} di {where}", "{what} at {where}", what=name, where=where)) if where else name


def steps(report: Report, told: Story) -> list[dict[str, Any]]:
    """The five steps; a refused or withdrawn report says so in its second."""
    shown: list[dict[str, Any]] = [
        {"word": stage.label, "state": STATES[stage.state], "icon": "user-check" if stage.state == "now" else ""}
        for stage in told.stages
    ]
    for step in shown:
        if step["state"] == "now" and report.status != Status.DONE:
            step["icon"] = ""
    if report.status == Status.REFUSED:
        shown[1] = {"word": Pair("Ditolak", "Refused"), "state": "bad", "icon": ""}
    elif report.status == Status.CLOSED and report.resolved_at is None:
        shown[1] = {"word": Pair("Dibatalkan", "Withdrawn"), "state": "bad", "icon": ""}
    return shown


def entries(told: Story) -> list[dict[str, Any]]:
    """The timeline's lines."""
    return [
        {
            "title": entry.title,
            "at": entry.at,
            "icon": entry.icon,
            "tone": TONES.get(entry.tone, ""),
            "by": entry.who,
            "quote": entry.words,
        }
        for entry in told.timeline
    ]


def evidence(told: Story) -> dict[str, Any] | None:
    """The first photo of the problem beside the last proof."""
    if not told.before and not told.after:
        return None
    before = told.before[0] if told.before else None
    after = told.after[-1] if told.after else None
    return {
        "before": _picture(before, Pair("Foto sebelum ditangani", "Photo before the work")) if before else None,
        "after": _picture(after, Pair("Foto sesudah ditangani", "Photo after the work")) if after else None,
    }


def _picture(photo: Photo, alt: Pair) -> dict[str, str]:
    return {"src": copy_url(photo, "card"), "full": copy_url(photo, "full"), "alt": str(alt)}


def proof_facts(told: Story, *, at: datetime) -> list[Fact]:
    """What is known of the last proof: how it was taken, how far away, and who checked it."""
    if not told.after:
        return []
    proof = told.after[-1]
    facts = [_origin(proof, at=at), _distance(proof)]
    if proof.checked_at is not None and proof.reused_from_id is None:
        facts.append(
            Fact(
                "zoom-check",
                Pair("Belum pernah dipakai sebagai bukti laporan lain", "Never used before as proof of another report"),
            )
        )
    accepted = next((entry for entry in told.timeline if entry.verb == "accept"), None)
    if accepted is not None:
        facts.append(
            Fact(
                "eye-check",
                Pair("Diperiksa {who} {at}", "Checked by {who} {at}", who=accepted.who, at=_said(accepted.at, at=at)),
            )
        )
    return facts


def _origin(proof: Photo, *, at: datetime) -> Fact:
    if proof.origin == Photo.Origin.APP:
        return Fact(
            "shield-check",
            Pair(
                "Diambil langsung dari kamera aplikasi {at}, bukan dari galeri",
                "Taken with the app {at}, not from a gallery",
                at=_said(proof.uploaded_at, at=at),
            ),
        )
    return Fact(
        "upload",
        Pair("Foto unggahan, selalu diperiksa validator", "An uploaded photo; a validator always checks it"),
        "is-unsure",
    )


def _said(moment_: datetime, *, at: datetime) -> str:
    return moment(moment_, now=timezone.localtime(at), language=active_language())


def _distance(proof: Photo) -> Fact:
    if proof.distance_m is None:
        return Fact(
            "map-pin-off", Pair("Tempat pengambilan tidak diketahui", "Not known where it was taken"), "is-unsure"
        )
    far = distance(proof.distance_m, language=active_language())
    look = "" if proof.distance_m <= NEAR_ENOUGH_M else "is-unsure"
    return Fact("map-pin", Pair("{far} dari titik laporan", "{far} from the report's pin", far=far), look)


def _map(report: Report, told: Story) -> str:
    if told.limited or report.lat is None or report.lon is None:
        return ""
    return drawing.map_svg(report.lat, report.lon, width=640, height=420, pins=[(report.lat, report.lon)])


def own_reports(reader: Reader) -> list[listing.Card]:
    """The reports of this reader, latest first (two queries; none for a stranger)."""
    if not reader.report_ids:
        return []
    own = Report.objects.filter(pk__in=reader.report_ids).select_related("holder").order_by("-filed_at", "-pk")
    return listing.cards(own[:OWN_MOST])
