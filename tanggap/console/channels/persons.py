"""One person over several channels: suggested where a proven number or address is shared, joined and separated."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tanggap.agencies.models import Seat
from tanggap.channels import identity
from tanggap.channels.models import Person, PersonMerge
from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.refusals import answered
from tanggap.kit.words import Pair

Role = Seat.Role
LATEST = 50


@require_safe
@never_cache
@seated(Role.DESK, Role.IDENTITY)
def persons(request: ConsoleRequest) -> HttpResponse:
    """What to join, and what was joined. Addresses are covered but for their ends."""
    offered = [
        {
            "kept": one.kept,
            "other": one.other,
            "kind": one.kind,
            "handles": [identity.shown(one.kept), identity.shown(one.other)],
        }
        for one in identity.suggestions()
    ]
    joined = PersonMerge.objects.filter(undone_at=None).select_related("kept", "joined").order_by("-at")[:LATEST]
    merged = [{"merge": one, "handles": [identity.shown(one.kept), identity.shown(one.joined)]} for one in joined]
    return render(request, "console/channels/persons.html", {"offered": offered, "merged": merged})


@require_POST
@seated(Role.DESK, Role.IDENTITY)
@answered
def join(request: ConsoleRequest) -> HttpResponse:
    """Count two persons as one."""
    kept = get_object_or_404(Person, pk=request.POST.get("kept") or 0)
    other = get_object_or_404(Person, pk=request.POST.get("other") or 0)
    identity.merge(kept, other, by=f"seat:{request.seat.pk}", at=timezone.now())
    messages.success(request, str(Pair("Kontak digabung.", "The contacts were joined.")))
    return redirect("console:persons")


@require_POST
@seated(Role.DESK, Role.IDENTITY)
def separate(request: ConsoleRequest, pk: int) -> HttpResponse:
    """Take it back."""
    merged = get_object_or_404(PersonMerge, pk=pk)
    identity.unmerge(merged, by=f"seat:{request.seat.pk}", at=timezone.now())
    messages.success(request, str(Pair("Kontak dipisahkan lagi.", "The contacts were separated again.")))
    return redirect("console:persons")
