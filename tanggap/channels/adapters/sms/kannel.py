"""What Kannel tells: a message that came (``mo``) and the fate of one that we sent (``dlr``), as form fields.

Of a GET they stand in the query string, of a POST in the body; text is in the charset that Kannel names.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

ARRIVED, BUFFERED, TAKEN = 1, 4, 8
ON_THE_WAY = frozenset({BUFFERED, TAKEN})
UCS2 = "2"


class Strange(ValueError):
    """Not what Kannel is set up to send."""


def fields(raw: bytes) -> dict[str, str]:
    """The fields, each octet a character: which charset the text has, another field says."""
    return dict(parse_qsl(raw.decode("ascii", "replace"), keep_blank_values=True, encoding="latin-1"))


def text(told: Mapping[str, str]) -> str:
    """What somebody wrote. Data that a phone sent as such ("8-BIT") is read as UTF-8: somebody has to see it."""
    octets = told.get("text", "").encode("latin-1")
    charset = told.get("charset") or ("UTF-16BE" if told.get("coding") == UCS2 else "UTF-8")
    try:
        return octets.decode(charset, "replace")
    except LookupError:
        return octets.decode("utf-8", "replace")


def utf8(told: Mapping[str, str], name: str) -> str:
    """A field that is plain text."""
    return told.get(name, "").encode("latin-1").decode("utf-8", "replace")
