"""From words to a report: category, kelurahan, urgency and emergency, or "do not know"."""

from __future__ import annotations

from dataclasses import dataclass

from tanggap.areas.models import Area
from tanggap.channels.gazetteer import gazetteer
from tanggap.reports import catalogue, suggestions
from tanggap.reports.models import Category
from tanggap.reports.suggestions import EmergencyHint, Suggestion
from tanggap.reports.wording import tokens, words_of

LEAST_SHARE = 0.3  # of all that the words could mean; below it the desk reads the message unaided
POLICE = "110"  # a crime is no category of the city
EMERGENCY, SOON, USUAL = "emergency", "soon", ""
PRESSING = words_of(
    "bahaya berbahaya membahayakan segera darurat urgent mendesak korban jatuh kecelakaan tersandung kesandung luka"
    " terluka nyaris ambruk roboh miring ambles longsor menganga nyangkut menjuntai kesetrum nyetrum parah"
    " sekarang cepat sakit rawan dangerous danger hurt injured"
)
SELLING = words_of(
    "promo pinjaman pinjol diskon jual dijual hub hubungi wa whatsapp slot gacor deposit cicilan loker lowongan"
    " investasi murah kredit bonus klik daftar cashback modal untung dijamin cod"
)
MUCH_SELLING = 3  # such words in one message make it an advertisement


@dataclass(frozen=True)
class Understood:
    """What the words seem to say; None and empty mean "do not know". Scores run from 0 to 1."""

    category: Category | None = None
    kelurahan: Area | None = None
    emergency: EmergencyHint | None = None
    urgency: str = USUAL
    category_score: float = 0.0
    kelurahan_score: float = 0.0

    @property
    def kelurahan_code(self) -> str | None:
        return self.kelurahan.code if self.kelurahan else None


def understand(text: str) -> Understood:
    """Read a message as people write them. Names of places are set aside before the matter is looked for."""
    place = gazetteer().read(text)
    matter = " ".join(place.rest)
    emergency = suggestions.emergency_in(matter)
    likely = None if emergency is None and _sells(matter) else _likely(suggestions.suggest(matter), emergency)
    return Understood(
        category=likely.category if likely else None,
        category_score=likely.score if likely else 0.0,
        kelurahan=place.kelurahan,
        kelurahan_score=place.score,
        emergency=emergency,
        urgency=_urgency(text, emergency),
    )


def _likely(offered: list[Suggestion], emergency: EmergencyHint | None) -> Suggestion | None:
    """The category that is sure enough; in an emergency rather one of those that name whom to call."""
    # A category of emergencies takes no reports: without an emergency it is not meant.
    usual = [one for one in offered if emergency is not None or not one.category.emergency]
    sure = usual[0] if usual and usual[0].score >= LEAST_SHARE else None
    if emergency is None:
        return sure
    urgent = next((one for one in offered if one.category.emergency), None) or _category_of(emergency)
    return urgent or (sure if emergency.number != POLICE else None)


def _category_of(emergency: EmergencyHint) -> Suggestion | None:
    """The one category that names this number; where several or none do, we do not know."""
    known = [row for row in catalogue.current().categories.values() if row.active and row.emergency == emergency.number]
    return Suggestion(known[0], LEAST_SHARE) if len(known) == 1 else None


def _urgency(text: str, emergency: EmergencyHint | None) -> str:
    if emergency is not None:
        return EMERGENCY
    return SOON if PRESSING.intersection(tokens(text)) else USUAL


def _sells(text: str) -> bool:
    return len(SELLING.intersection(tokens(text))) >= MUCH_SELLING
