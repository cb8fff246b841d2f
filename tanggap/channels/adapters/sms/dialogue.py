"""What people write to the number: keywords, plain words, and the short exchange that asks for the place."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum
from typing import Any, NamedTuple

from django.utils import translation

from tanggap.channels import threads
from tanggap.channels.gazetteer import gazetteer
from tanggap.channels.heard import Heard, Turn
from tanggap.channels.understanding import understand
from tanggap.kit.words import Pair


class Act(Enum):
    """What a message wants."""

    TELL = "tell"
    FILE = "file"
    STATUS = "status"
    HELP = "help"
    STOP = "stop"
    GO = "go"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    CLOSE = "close"
    APPEAL = "appeal"


KEYWORDS: dict[str, tuple[Act, str]] = {
    "lapor": (Act.FILE, "id"), "laporan": (Act.FILE, "id"), "aduan": (Act.FILE, "id"), "adu": (Act.FILE, "id"),
    "report": (Act.FILE, "en"),
    "status": (Act.STATUS, "id"), "cek": (Act.STATUS, "id"), "lacak": (Act.STATUS, "id"), "check": (Act.STATUS, "en"),
    "track": (Act.STATUS, "en"),
    "bantuan": (Act.HELP, "id"), "bantu": (Act.HELP, "id"), "info": (Act.HELP, "id"), "menu": (Act.HELP, "id"),
    "help": (Act.HELP, "en"),
    "stop": (Act.STOP, "id"), "berhenti": (Act.STOP, "id"), "unreg": (Act.STOP, "id"), "unsubscribe": (Act.STOP, "en"),
    "mulai": (Act.GO, "id"), "start": (Act.GO, "en"),
    "batal": (Act.WITHDRAW, "id"), "batalkan": (Act.WITHDRAW, "id"), "withdraw": (Act.WITHDRAW, "en"),
    "belum": (Act.REOPEN, "id"), "beres": (Act.CLOSE, "id"), "sudah": (Act.CLOSE, "id"),
    "banding": (Act.APPEAL, "id"), "keberatan": (Act.APPEAL, "id"), "appeal": (Act.APPEAL, "en"),
}  # fmt: skip
"""The first word of a message, and the language that it is answered in."""

ALONE = frozenset({Act.HELP, Act.STOP, Act.GO})
"""Keywords only where nothing follows: "bantuan sosial belum cair" is a report."""

WITH_NUMBER = frozenset({Act.WITHDRAW, Act.REOPEN, Act.CLOSE, Act.APPEAL})
"""Keywords only where a number is named: "belum ada yang datang" is words."""

_FIRST = re.compile(r"\s*[#*\"'(]*([A-Za-z]+)[\s:;.,?#!*\"')-]*", re.ASCII)

HELP = Pair(
    "LAPOR lalu masalah dan tempatnya, contoh: LAPOR lampu jalan mati, Jl Besuki, Menteng. STATUS lalu nomor untuk "
    "mengecek. STOP berhenti dikabari. In English: REPORT, CHECK, HELP. Darurat: 112",
    "REPORT, then problem and place, e.g. REPORT street light out, Jl Besuki, Menteng. CHECK, then the number, for "
    "its status. STOP ends messages. Emergency: 112",
)
STOPPED = Pair(
    "Kami berhenti mengabari laporan-laporanmu lewat SMS. Kirim MULAI untuk dikabari lagi.",
    "We stop telling you about your reports by text message. Send START to be told again.",
)
GOING = Pair(
    "Kamu dikabari lagi tentang laporan-laporanmu lewat SMS.", "We tell you about your reports by text message again."
)
WHERE = Pair(
    "Di mana tempatnya? Balas dengan nama kelurahan dan jalan atau patokan, contoh: Menteng, Jl Besuki 4.",
    "Where is it? Reply with the kelurahan and the street or a landmark, e.g. Menteng, Jl Besuki 4.",
)
WHICH = Pair(
    "Kelurahan itu belum kami temukan. Balas dengan nama kelurahannya, contoh: Kel. Menteng. Bila tidak tahu, balas X.",
    "We could not find that kelurahan. Reply with its name, e.g. Kel. Menteng. If you do not know it, reply X.",
)
QUESTIONS = (WHERE, WHICH)

SURE = 0.85
"""From which score on a kelurahan in somebody's own words is taken as theirs; the core scores one that was titled so
at 0.97, a bare name at 0.87."""

UNKNOWN = frozenset({"x", "tidak tahu", "gak tahu", "ga tau", "tdk tahu", "dont know"})


class Parsed(NamedTuple):
    """A message taken apart."""

    act: Act
    words: str
    """What it says besides the keyword."""
    number: str
    language: str


def parse(text: str) -> Parsed:
    """Which keyword a message begins with, if any, and what it says besides."""
    text = text.strip()
    number = threads.number_in(text)
    first = _FIRST.match(text)
    act, language = KEYWORDS.get(first[1].lower(), (Act.TELL, "id")) if first else (Act.TELL, "id")
    rest = text[first.end() :].strip() if first else text
    fits = {
        Act.STATUS: bool(number) or not rest,
        Act.FILE: True,
        **dict.fromkeys(ALONE, not rest),
        **dict.fromkeys(WITH_NUMBER, bool(number)),
    }
    if act is Act.TELL or not fits[act]:
        return Parsed(Act.TELL, text, number, "id")
    if act is Act.FILE and not rest:
        return Parsed(Act.HELP, text, "", language)
    return Parsed(act, text if act in ALONE else rest, number, language)


def converse(heard: Heard, memory: dict[str, Any]) -> Turn:
    """Ask for the place of a report that names none, at most twice; then it is filed as it is."""
    asked = int(memory.get("asked", 0))
    if asked:
        heard = replace(heard, explicit=True, language=memory.get("language", heard.language))
    understood = understand(heard.words)
    if asked:
        place = gazetteer().read(heard.words).kelurahan or understood.kelurahan
        placed = replace(heard, kelurahan=place.code if place else "", street=_street(heard.words))
        if place or asked == len(QUESTIONS) or heard.words.strip().lower() in UNKNOWN:
            return Turn(placed)
        return _ask(heard, asked)
    if understood.kelurahan is not None and understood.kelurahan_score >= SURE:
        heard = replace(heard, kelurahan=understood.kelurahan.code)
    # An emergency waits for nothing; words that tell no matter are the desk's to answer.
    matter = heard.fresh or understood.category is not None
    if heard.kelurahan or understood.kelurahan or understood.emergency or not matter:
        return Turn(heard)
    return _ask(heard, 0)


def _ask(heard: Heard, asked: int) -> Turn:
    with translation.override(heard.language):
        question = str(QUESTIONS[asked])
    return Turn(heard, ask=question, memory={"asked": asked + 1, "language": heard.language})


def _street(words: str) -> str:
    """The answer to "where", as it was given; empty where it is none."""
    return "" if words.strip().lower() in UNKNOWN else " ".join(words.split())
