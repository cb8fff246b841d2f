"""The webhook of every channel: challenge, signature, store, answer. What the event says is read later, in a job."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tanggap.accounts.visitor import address_of
from tanggap.channels import counting, intake
from tanggap.channels.capabilities import Acknowledges, Challenged, Hooked, switched_on
from tanggap.channels.heard import Answer, Call
from tanggap.channels.registry import named

NOT_SIGNED = Answer(403, "Not signed.")
SWITCHED_OFF = Answer(403, "This channel is switched off.")


# Signed by the other side; no browser session is involved.
@csrf_exempt
@transaction.non_atomic_requests
@require_http_methods(["GET", "POST"])
def hook(request: HttpRequest, code: str, part: str = "") -> HttpResponse:
    """Take an event in. Forged, unsigned or unwanted: 403, and one more on the channel's counter."""
    adapter, at = named(code), timezone.now()
    if not isinstance(adapter, Hooked):
        raise Http404
    call = call_of(request, part)
    if not switched_on(adapter):
        counting.count(code, counting.REFUSED, at=at)
        return _response(SWITCHED_OFF)
    challenge = adapter.challenge(call) if isinstance(adapter, Challenged) else None
    if challenge is not None:
        return _response(challenge)
    if not adapter.signed(call):
        counting.count(code, counting.FORGED, at=at)
        return _response(NOT_SIGNED)
    meta = {"method": call.method, "part": part}
    new = intake.take(code, adapter.external_id(call), call.raw, content_type=call.content_type, meta=meta, at=at)
    return _response(adapter.acknowledge(call, new is not None) if isinstance(adapter, Acknowledges) else Answer())


def call_of(request: HttpRequest, part: str) -> Call:
    """The request as adapters know it; of a GET the query string is the event."""
    query = request.META.get("QUERY_STRING", "")
    return Call(
        method=request.method or "",
        part=part,
        raw=query.encode() if request.method == "GET" else request.body,
        query=request.GET.dict(),
        # Signatures are compared as ASCII text; anything else signs nothing.
        headers={name.lower(): value for name, value in request.headers.items() if value.isascii()},
        content_type=request.content_type or "application/x-www-form-urlencoded",
        address=address_of(request),
    )


def _response(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
