"""E-mail, through Django's mail settings (``TANGGAP_EMAIL_URL``)."""

import smtplib

from django.core.mail import EmailMultiAlternatives

from tanggap.carriers.failures import Later, Refused
from tanggap.carriers.letters import Letter

# RFC 3834 asks automatic letters to say so; Exchange listens to the second one. Both keep mail loops from starting.
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}

EXTRA = {
    "reply_to": "Reply-To",
    "in_reply_to": "In-Reply-To",
    "references": "References",
    "auto_submitted": "Auto-Submitted",
    "loop": "X-Loop",
}
"""What a letter may bring along for its headers. Besides, ``from`` names another writer than the city's general one."""

PERMANENT = range(500, 600)


def send(letter: Letter) -> str:
    """Hand the letter to the mail server; the receipt is its Message-ID.

    Raises Refused where trying again is useless, Later where it is not. The errors carry a code only: what smtplib
    raises holds the recipient's address, and logs must not.
    """
    failure = _try(letter)
    # Outside of the handlers, so that no traceback chains back to the original.
    if failure is not None:
        raise failure
    return letter.id


def _try(letter: Letter) -> Refused | Later | None:
    try:
        _message(letter).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _ in refusal.recipients.values()]
        return _judge(max(codes, default=0))
    except smtplib.SMTPDataError as refusal:
        return _judge(refusal.smtp_code)
    except smtplib.SMTPResponseException as refusal:
        # Sign-in, sender or greeting refused: our own settings are wrong, and can be put right within the week.
        return Later(f"smtp {refusal.smtp_code}")
    except (ValueError, smtplib.SMTPNotSupportedError) as refusal:
        return Refused(type(refusal).__name__)
    except (OSError, smtplib.SMTPException) as failure:
        return Later(type(failure).__name__)
    return None


def _judge(code: int) -> Refused | Later:
    return Refused(f"smtp {code}") if code in PERMANENT else Later(f"smtp {code}")


def _message(letter: Letter) -> EmailMultiAlternatives:
    headers = {**AUTOMATIC, "Message-ID": letter.id, "Content-Language": letter.language}
    if letter.thread:
        headers["References"] = letter.thread
    headers |= {EXTRA[name]: value for name, value in letter.extra.items() if name in EXTRA and value}
    sender = letter.extra.get("from")
    message = EmailMultiAlternatives(letter.subject, letter.text, sender, [letter.to], headers=headers)
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message
