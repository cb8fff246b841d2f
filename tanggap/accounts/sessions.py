"""Sessions sealed in their rows: they name the reports a browser may read, beside the account that is signed in."""

from typing import Any

from django.contrib.sessions.serializers import JSONSerializer

from tanggap.accounts import sealing

ABOUT = "session"


class SealedSerializer:
    """JSON, encrypted under the vault's keys, so that a copy of the database links nobody to a report."""

    def dumps(self, obj: Any) -> bytes:
        """The sealed session."""
        return sealing.seal_text(JSONSerializer().dumps(obj).decode("latin-1"), about=ABOUT).encode()

    def loads(self, data: bytes) -> Any:
        """The session again, or an empty one where the key that sealed it is gone: the person signs in anew."""
        try:
            return JSONSerializer().loads(sealing.unseal_text(data.decode(), about=ABOUT).encode("latin-1"))
        except sealing.CannotOpen:
            return {}
