"""Proof that the work was done: taken on the spot, stamped by the server, and never used before.

Proof has been faked with one photo for two reports. Each proof is therefore compared with every earlier one by a
perceptual hash (``docs/decisions/0041-proof-hash.md``); a reuse blocks and both photos are shown.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.core import signing
from django.core.files.base import File
from django.db import models, transaction
from django.db.models.expressions import RawSQL

from tanggap.agencies.models import Seat
from tanggap.journal.record import record
from tanggap.kit.words import Pair
from tanggap.reports import authority, needs, photos
from tanggap.reports.duplicates import distance_m
from tanggap.reports.models import Photo, Report, Status
from tanggap.reports.refusals import NotNow, NotYours

NONCE_LASTS: Final = timedelta(minutes=10)
NEAR_BITS: Final = 6
"""Two hashes that differ in so many of 64 bits or fewer are one picture: resized, recompressed, a little brighter."""

NEAR_BITS_ON_THE_SPOT: Final = 4
"""The same against this report's own photos: an honest proof is taken from where the reporter stood."""

_SALT: Final = "reports.evidence"
_BANDS: Final = 4
_BAND_BITS: Final = 16
_NEARBY: Final = (0, *(1 << bit for bit in range(_BAND_BITS)))
"""What to XOR a band with. Of six differing bits over four bands, some band holds at most one (pigeonhole)."""

REUSED = Pair(
    "Foto ini sudah pernah dipakai. Ambil foto baru di lokasi.",
    "This photo was used before. Take a new one on the spot.",
)
NOT_BEING_WORKED = Pair(
    "Bukti diambil selama laporan dalam Proses.", "Proof is taken while the report is being worked on."
)
NOT_YOUR_TASK = Pair(
    "Bukti hanya dapat diambil oleh pemegang laporan atau petugas yang ditugaskan.",
    "Only the holder of the report or the crew it was given to can take its proof.",
)


class Reused(NotNow):
    """The photo was used before; ``photo`` is the blocked one and ``earlier`` the one it repeats."""

    def __init__(self, photo: Photo, earlier: Photo) -> None:
        super().__init__(REUSED, field="photo")
        self.photo = photo
        self.earlier = earlier


def nonce(seat: Seat, report: Report, at: datetime) -> str:
    """A sign that the camera was opened in the app, for this seat and report, at this moment."""
    return signing.dumps([seat.pk, report.pk, at.timestamp()], salt=_SALT)


def take_proof(
    upload: File[Any],
    *,
    report: Report,
    seat: Seat,
    lat: float | None,
    lon: float | None,
    accuracy: float | None = None,
    nonce: str = "",
    at: datetime,
) -> Photo:
    """Keep a proof photo with its place, origin and check; both outcomes are journalled on the report.

    ``lat`` and ``lon`` are those of the device, whose accuracy in metres is given where known; without them the
    place that the file claims is measured. Raises NotAPhoto, NotNow, NotYours, and Reused after the blocked photo
    has been kept: call it outside of any other transaction, or the record of the block is rolled back.
    """
    with transaction.atomic():
        report.refresh_from_db(from_queryset=Report.objects.select_for_update())
        _refuse_strangers(report, seat)
        again = _sent_twice(upload, report=report, seat=seat)
        if again is not None:
            return again
        device: dict[str, Any] = {"lat": lat, "lon": lon} if lat is not None and lon is not None else {}
        photo = photos.take_in(upload, report=report, purpose=Photo.Purpose.PROOF, at=at, seat=seat, **device)
        photo.origin = origin_of(photo, nonce, at=at)
        photo.distance_m = distance_to_pin(photo, report)
        photo.reused_from = earlier_use(photo, report)
        photo.checked_at = None if photo.reused_from else at
        photo.save(update_fields=["origin", "distance_m", "reused_from", "checked_at"])
        journal(photo, report, seat=seat, accuracy=accuracy, at=at)
    if photo.reused_from is not None:
        raise Reused(photo, photo.reused_from)
    return photo


def checked_proofs(report: Report) -> list[Photo]:
    """The proofs that count now: checked, not hidden, of this round, newer than a follow-up that was rejected."""
    return needs.proofs(report)


def origin_of(photo: Photo, nonce: str, *, at: datetime) -> Photo.Origin:
    """ "Diambil lewat aplikasi" takes a nonce of this seat and report, ten minutes old at most, and no older EXIF."""
    try:
        seat, report, given_at = signing.loads(nonce, salt=_SALT)
        age = at - datetime.fromtimestamp(given_at, tz=at.tzinfo)
    except (signing.BadSignature, TypeError, ValueError, OverflowError):
        return Photo.Origin.UPLOAD
    fresh = timedelta(0) <= age <= NONCE_LASTS
    own = (seat, report) == (photo.uploaded_by_id, photo.report_id)
    from_gallery = photo.taken_at is not None and photo.taken_at < at - age - NONCE_LASTS
    return Photo.Origin.APP if fresh and own and not from_gallery else Photo.Origin.UPLOAD


def distance_to_pin(photo: Photo, report: Report) -> float | None:
    """Metres from where the photo was taken to the report's pin; None where one of them is unknown."""
    if photo.lat is None or photo.lon is None or report.lat is None or report.lon is None:
        return None
    return round(distance_m(photo.lat, photo.lon, report.lat, report.lon), 1)


def earlier_use(photo: Photo, report: Report) -> Photo | None:
    """The nearest earlier proof, or photo of this report, that shows the same picture.

    Proofs that count for the same piece of work are no reuse: two shots of one finished job look alike.
    """
    siblings = [proof.pk for proof in needs.proofs(report)]
    earlier = Photo.objects.filter(pk__lt=photo.pk).exclude(pk__in=siblings)
    elsewhere = earlier.filter(models.Q(sha256=photo.sha256) | _near_bands(photo), purpose=Photo.Purpose.PROOF)
    own = earlier.filter(report=report).exclude(purpose=Photo.Purpose.PROOF)
    return _nearest(elsewhere, photo, NEAR_BITS) or _nearest(own, photo, NEAR_BITS_ON_THE_SPOT)


def _near_bands(photo: Photo) -> models.Q:
    near = models.Q()
    for band in range(_BANDS):
        bits = ((photo.phash or 0) >> (_BAND_BITS * band)) & 0xFFFF
        near |= models.Q(**{f"band_{band}__in": [bits ^ change for change in _NEARBY]})
    return near


def _nearest(candidates: models.QuerySet[Photo], photo: Photo, bits: int) -> Photo | None:
    differing = RawSQL('bit_count(("reports_photo"."phash" # %s::bigint)::bit(64))', (photo.phash,))
    return (
        candidates.annotate(differing=differing)
        .filter(models.Q(differing__lte=bits) | models.Q(sha256=photo.sha256))
        .order_by("differing", "pk")
        .first()
    )


def _sent_twice(upload: File[Any], *, report: Report, seat: Seat) -> Photo | None:
    """The same file again for the same job: a phone that lost the answer, not a second proof."""
    sha256 = photos.digest_of(upload)
    same = (proof for proof in needs.proofs(report) if (proof.sha256, proof.uploaded_by_id) == (sha256, seat.pk))
    return next(same, None)


def _refuse_strangers(report: Report, seat: Seat) -> None:
    by = authority.Officer(seat)
    if not (authority.holder(by, report) or authority.assignee(by, report)):
        raise NotYours(NOT_YOUR_TASK)
    if report.status != Status.IN_PROGRESS:
        raise NotNow(NOT_BEING_WORKED)


def journal(photo: Photo, report: Report, *, seat: Seat, accuracy: float | None, at: datetime) -> None:
    """Tell the report's journal what came of a proof; the report is locked."""
    facts: dict[str, Any] = {"photo": photo.pk, "origin": photo.origin, "sha256": photo.sha256}
    if photo.distance_m is not None:
        facts["distance_m"] = round(photo.distance_m)
    if accuracy is not None:
        facts["accuracy_m"] = round(accuracy)
    if photo.reused_from_id is not None:
        facts["earlier"] = photo.reused_from_id
    verb = "proof_blocked" if photo.reused_from_id else "proof_taken"
    record(report, verb, by=f"seat:{seat.pk}", at=at, **facts)
    report.save(update_fields=list(Report.JOURNAL_FIELDS))
