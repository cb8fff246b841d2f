"""Administrators give and end seats, and help people who lost their second factor."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tanggap.accounts import second_factor
from tanggap.accounts.models import User
from tanggap.agencies import seats
from tanggap.agencies.models import Agency, Seat
from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.sign_in.forms import REQUIRED, said, text_input
from tanggap.console.sign_in.views import get_or_post
from tanggap.journal import queue
from tanggap.kit.words import Pair

Role = Seat.Role
MOST_AGENCIES = 20

ROLES = [
    (Role.OFFICER.value, said("Petugas", "Officer")),
    (Role.CREW.value, said("Petugas lapangan", "Field crew")),
    (Role.DESK.value, said("Meja Biro Pemerintahan", "Desk of the Biro")),
    (Role.VALIDATOR.value, said("Validator", "Validator")),
    (Role.SUPERVISOR.value, said("Atasan", "Supervisor")),
    (Role.IDENTITY.value, said("Pemegang akses identitas", "Identity access")),
    (Role.ADMIN.value, said("Administrator", "Administrator")),
]


class SeatForm(forms.Form):
    """Who sits where, in which role."""

    agency = forms.CharField(
        label=said("Kode unit", "Code of the unit"),
        help_text=said("Misalnya kel-31.71.06.1001; cari di samping.", "For example kel-31.71.06.1001; search beside."),
        widget=text_input(autocomplete="off"),
        error_messages=REQUIRED,
    )
    role = forms.ChoiceField(
        label=said("Peran", "Role"),
        choices=ROLES,
        widget=forms.Select(attrs={"class": "select"}),
        error_messages=REQUIRED,
    )
    title = forms.CharField(
        label=said("Sebutan", "Title"),
        help_text=said("Misalnya PPSU Tim A.", "For example PPSU Team A."),
        max_length=80,
        widget=text_input(autocomplete="off"),
        error_messages=REQUIRED,
    )
    name = forms.CharField(
        label=said("Nama", "Name"), max_length=120, widget=text_input(autocomplete="off"), error_messages=REQUIRED
    )
    email = forms.EmailField(
        label=said("E-mail kantor", "Office e-mail"),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={**REQUIRED, "invalid": said("Tulis alamat yang lengkap.", "Write a complete address.")},
    )

    def clean_agency(self) -> Agency:
        """The agency with this code."""
        agency = Agency.objects.filter(code=self.cleaned_data["agency"].strip()).first()
        if agency is None:
            raise forms.ValidationError(said("Tidak ada unit dengan kode ini.", "There is no unit with this code."))
        return agency


@seated(Role.ADMIN)
@never_cache
@get_or_post
def seating(request: ConsoleRequest) -> HttpResponse:
    """Find a unit, see who sits there, seat somebody."""
    form = SeatForm(request.POST or None, initial={"agency": request.GET.get("unit", "")})
    if request.method == "POST" and form.is_valid():
        try:
            seat, fresh = _seat(form)
        except seats.SeatRefused as refusal:
            form.add_error("role", str(refusal.sentence))
        else:
            sentence = Pair("{who} kini duduk sebagai {seat}.", "{who} now sits as {seat}.", who=seat.user, seat=seat)
            messages.success(request, str(sentence))
            if fresh:
                messages.info(
                    request, str(Pair("Surat untuk kata sandi dikirim.", "A letter for the password is sent."))
                )
            return redirect(f"{request.path}?q={seat.agency.code}")
    words = request.GET.get("q", "").replace("\0", "").strip()
    page = {"form": form, "words": words, "agencies": _found(words), "most": MOST_AGENCIES}
    return render(request, "console/seats/seating.html", page, status=422 if form.errors else 200)


@seated(Role.ADMIN)
@require_POST
def end(request: ConsoleRequest, pk: int) -> HttpResponse:
    """Close a seat. One's own seat of administrator stays, so that nobody locks the door from outside."""
    seat = get_object_or_404(Seat.objects.select_related("agency", "user"), pk=pk)
    if seat.user_id == request.user.pk and seat.role == Role.ADMIN:
        messages.error(request, str(Pair("Kursi Anda sendiri tidak dapat diakhiri.", "You cannot end your own seat.")))
    else:
        seats.end_seat(seat, at=timezone.now())
        messages.success(request, str(Pair("Kursi {who} diakhiri.", "The seat of {who} is ended.", who=seat.user)))
    return redirect(f"{_home(request)}?q={seat.agency.code}")


@seated(Role.ADMIN)
@require_POST
def reset_factor(request: ConsoleRequest, pk: int) -> HttpResponse:
    """Let a person who lost phone and recovery codes set up a new second factor; signs them out everywhere."""
    seat = get_object_or_404(Seat.objects.select_related("agency", "user"), pk=pk)
    second_factor.reset(seat.user)
    sentence = Pair(
        "{who} memasang kode baru saat masuk lagi.", "{who} sets up new codes at the next sign-in.", who=seat.user
    )
    messages.success(request, str(sentence))
    return redirect(f"{_home(request)}?q={seat.agency.code}")


@transaction.atomic
def _seat(form: SeatForm) -> tuple[Seat, bool]:
    given = form.cleaned_data
    user = User.objects.filter(email=given["email"].lower()).first()
    user = user or User.objects.create_user(given["email"], name=given["name"])
    fresh = not user.has_usable_password()
    seat = seats.give_seat(user, given["agency"], given["role"], title=given["title"], at=timezone.now())
    if fresh:
        queue.order("accounts.send_reset", user_id=user.pk)
    return seat, fresh


def _found(words: str) -> list[Agency]:
    if not words:
        return []
    named = (
        Q(code__iexact=words) | Q(name_id__icontains=words) | Q(name_en__icontains=words) | Q(short__icontains=words)
    )
    held = Seat.objects.filter(seats.is_open(at=timezone.now())).select_related("user").order_by("role", "pk")
    sitting = Q(seats__user__email__iexact=words) | Q(seats__user__name__icontains=words)
    found = Agency.objects.filter(named | sitting).distinct().order_by("path")
    return list(found.prefetch_related(Prefetch("seats", queryset=held))[:MOST_AGENCIES])


def _home(request: ConsoleRequest) -> str:
    return request.path.partition("/kursi")[0] + "/kursi"
