"""What somebody wrote now, told from what their program quoted, and from what it adds below."""

from __future__ import annotations

import re

REPLY = re.compile(r"^\s*(re|aw|bls|balas|balasan|sv|antw)\s*(\[\d+\])?\s*[:：]", re.IGNORECASE)
FORWARD = re.compile(r"^\s*(fwd?|trs|terusan|diteruskan|wg|tr)\s*[:：]", re.IGNORECASE)

QUOTED = (
    ".gmail_quote, .gmail_attr, .gmail_signature, .yahoo_quoted, .moz-cite-prefix, .moz-signature, .protonmail_quote, "
    "blockquote[type=cite], blockquote.gmail_quote, [data-smartmail=gmail_signature], #Signature, "
    ".ms-outlook-mobile-reference-message"
)
AND_ALL_AFTER = ("#divRplyFwdMsg", "#appendonsend", "#mail-editor-reference-message-container", ".OutlookMessageHeader")
"""Outlook marks only where the quotation begins."""

ATTRIBUTION = re.compile(
    r"^[> \t]*(?:"
    r"(?:pada|tanggal)\b[^\n]{5,200}?(?:\n[^\n]{0,200}?){0,2}\b(?:menulis|berkata)\s*:?"
    r"|on\b[^\n]{5,200}?(?:\n[^\n]{0,200}?){0,2}\bwrote\s*:?"
    r"|am\b[^\n]{5,200}?(?:\n[^\n]{0,200}?){0,2}\bschrieb[^\n]*:"
    r"|\d{4}[-/]\d{1,2}[-/]\d{1,2}[^\n<]{0,160}<[^\n<>@]{1,100}@[^\n<>@]{1,100}>\s*:"
    r"|[^\n<]{2,120}<[^\n<>@]{1,100}@[^\n<>@]{1,100}>\s+(?:menulis|wrote)\s*:?"
    r")\s*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Pada Sen, 23 Nov 2026 pukul 10.02 Pemprov DKI <dki@...> menulis: - it may be wrapped over three lines."""

SEPARATORS = (
    re.compile(
        r"^[ \t]*-{2,}\s*(original message|pesan asli|pesan semula|ursprüngliche nachricht)\s*-{2,}",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(r"^[ \t]*_{20,}\s*$(?=\s*^\*?(from|dari|von)\*?\s*:)", re.IGNORECASE | re.MULTILINE),
    re.compile(
        r"^\*?(from|dari)\*?\s*:[^\n]+\n(?:[^\n]*\n){0,2}?\*?(sent|dikirim|terkirim|date|tanggal)\*?\s*:[^\n]+\n"
        r"(?:[^\n]*\n){0,3}?\*?(subject|subjek|perihal)\*?\s*:",
        re.IGNORECASE | re.MULTILINE,
    ),
)

SIGNATURES = (
    re.compile(r"^--\s?$", re.MULTILINE),
    re.compile(
        r"^[ \t]*(sent from (my|yahoo|outlook|mail|samsung|proton)|get outlook for|dikirim dari|terkirim dari|"
        r"dapatkan outlook|kirim dari (hp|ponsel)|sent via|powered by telkomsel)\b[^\n]*$",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(
        r"^[ \t]*(this e-?mail (and|message|may)|the information (contained )?in this e-?mail|disclaimer\s*:|"
        r"(e-?mail|surel|pesan) ini (dan|beserta|bersifat rahasia)|perhatian: (e-?mail|surel))",
        re.IGNORECASE | re.MULTILINE,
    ),
)


def is_reply(subject: str) -> bool:
    """Whether a subject says that the mail answers another."""
    return bool(REPLY.match(subject))


def is_forward(subject: str) -> bool:
    """Whether a subject says that the mail passes another one on."""
    return bool(FORWARD.match(subject))


def bare(subject: str) -> str:
    """The subject without any Re: and Fwd: before it."""
    while (match := REPLY.match(subject) or FORWARD.match(subject)) is not None:
        subject = subject[match.end() :]
    return subject.strip()


def cut(text: str, *, forwarded: bool = False) -> str:
    """The author's own words. What was passed on belongs to them; what was answered does not."""
    text = text.replace("\xa0", " ").replace("\u200b", "")
    if forwarded:
        return _tidy("\n".join(line.lstrip("> ") for line in text.split("\n")))
    ends = [match.start() for pattern in SEPARATORS if (match := pattern.search(text))]
    text = text[: min(ends)] if ends else text
    text = _without_quotation(text)
    ends = [match.start() for pattern in SIGNATURES if (match := pattern.search(text))]
    return _tidy(text[: min(ends)] if ends else text)


def _without_quotation(text: str) -> str:
    match = ATTRIBUTION.search(text)
    if match is None:
        return "\n".join(line for line in text.split("\n") if not line.startswith(">"))
    before, after = text[: match.start()], text[match.end() :]
    if any(line.startswith(">") for line in after.split("\n")):
        # Answers may stand below the quotation, or between its lines.
        after = "\n".join(line for line in after.split("\n") if not line.startswith(">"))
    else:
        after = ""
    before = "\n".join(line for line in before.split("\n") if not line.startswith(">"))
    return f"{before}\n{after}"


def unwrapped(text: str) -> str:
    """Text of ``format=flowed`` with its paragraphs in one line each (RFC 3676)."""
    lines: list[str] = []
    flowing = False
    for line in text.split("\n"):
        line = line.removeprefix(" ") if not line.startswith(">") else line
        if flowing and not line.startswith(">") and line != "-- ":
            lines[-1] += line
        else:
            lines.append(line)
        flowing = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(lines)


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.strip().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
