"""Every address of web and console: who looks at it and how, or why there is nothing to look at.

An address that stands in neither table fails the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.urls import URLResolver, get_resolver, reverse
from django.utils.translation import override

from tests.screens.town import Town

Arguments = Callable[[Town], tuple[str, ...]]


class View(NamedTuple):
    """One way of looking at a page: as whom, with which report, and the status it answers with."""

    visitor: str = "stranger"
    of: str | Arguments = ""
    query: str = ""
    status: int = 200

    def arguments(self, town: Town) -> tuple[str, ...]:
        if callable(self.of):
            return self.of(town)
        return (town.reports[self.of].number,) if self.of else ()


def _report(visitor: str, *names: str) -> tuple[View, ...]:
    return tuple(View(visitor, name) for name in names)


SHOWN: dict[str, tuple[View, ...]] = {
    "web:home": (View(), View("sari")),
    "web:place": (View(),),
    "web:report": (View(), View("writing")),
    "web:report_category": (View("writing"), View("writing", query="q=lampu"), View("writing", query="q=zzz")),
    "web:report_emergency": (View("alarmed"),),
    "web:report_place": (View("writing"),),
    "web:report_send": (View("writing"),),
    "web:report_receipt": (View("filed", "own"),),
    "web:track": (View(), View(query="nomor=%3F"), View("sari")),
    "web:track_report": (
        *_report("stranger", "waiting", "coordinated", "working", "extension", "validation", "closed", "hidden"),
        *_report("stranger", "merged", "reopened"),
        *_report("sari", "done", "private", "refused", "asking"),
        View("stranger", "private", status=404),
    ),
    "web:reports": (View(), View(query="q=zzzz"), View(query="status=proses")),
    "web:emergency": (View(),),
    "web:about": (View(),),
    "web:privacy": (View(),),
    "web:balai_warga": (View(),),
    "web:balai_warga_widget": (View(),),
    "web:account": (View("sari"),),
    "web:account_sign_in": (View(),),
    "web:account_code": (View("asked"),),
    "web:account_erase": (View("sari"),),
    "console:queue": (View("joko"), View("joko", query="q=zzzz"), View("ratna"), View("lestari"), View("maya")),
    "console:report": (
        *_report("joko", "waiting", "late", "working", "extension", "asking", "done", "merged", "reopened", "hidden"),
        View("dewi", "dispatched"),
        View("hendra", "coordinated"),
        View("agus", "validation"),
        View("lestari", "extension"),
        View("yanti", "desk"),
        View("tini", "private", status=404),
    ),
    "console:field": (View("rudi"), View("tini")),
    "console:field_task": _report("rudi", "working", "reopened", "done"),
    "console:desk": (View("yanti"),),
    "console:validation": (View("agus"),),
    "console:dashboard": (View("joko"), View("lestari", query="rentang=30")),
    "console:bell": (View("joko"),),
    "console:sign_in": (View(), View("expired")),
    "console:factor": (View("at-code"),),
    "console:enrol": (View("at-enrol"),),
    "console:recovery_codes": (View("with-codes"),),
    "console:kept_form": (View("with-form"),),
    "console:forgotten": (View(),),
    "console:set_password": (
        View("forgetful", lambda town: town.set_password),
        View("stranger", lambda town: (town.set_password[0], "habis"), status=410),
    ),
    "console:account": (View("ratna"),),
    "console:change_password": (View("joko"),),
    "console:renew_codes": (View("joko"),),
    "console:reveal": (View("maya"), View("maya", query="nomor=zzz")),
    "console:reveal_log": (View("putri"),),
    "console:counter": (View("joko"), View("yanti"), View("rudi", status=403)),
    "console:counter_answer": (View("joko"),),
    "console:channels": (View("yanti"), View("putri")),
    "console:channels_failed": (View("yanti"),),
    "console:talks": (View("yanti"),),
    "console:persons": (View("yanti"),),
    "console:seats": (View("putri"), View("joko", status=403)),
}

FORM, PART, FILE, AWAY = "a form is sent here", "a part of a page", "no page but a file", "leads elsewhere"

UNSEEN: dict[str, tuple[str, View]] = {
    "web:report_join": (FORM, View(of="waiting")),
    "web:report_start_over": (FORM, View()),
    "web:report_suggestion": (FORM, View()),
    "web:report_surroundings": (FORM, View()),
    "web:report_questions": (PART, View("writing")),
    "web:shapes": (FILE, View(query="lat=-6.19&lon=106.83")),
    "web:track_pin": (FORM, View(of="waiting")),
    "web:track_support": (FORM, View(of="waiting")),
    "web:track_act": (FORM, View(of=lambda town: (town.number("waiting"), "write"))),
    "web:track_link": (AWAY, View(of=lambda town: ("tautan",))),
    "web:photo": (FILE, View(of=lambda town: (town.photo, "thumb"))),
    "web:balai_warga_script": (FILE, View()),
    "web:balai_warga_frame": (FILE, View()),
    "web:account_sign_out": (FORM, View()),
    "web:account_claim": (FORM, View()),
    "web:account_claim_remembered": (FORM, View()),
    "web:account_unfollow": (FORM, View()),
    "web:account_read_bell": (FORM, View()),
    "web:account_language": (FORM, View()),
    "web:account_data": (FILE, View("sari")),
    "console:queue_news": (PART, View("joko")),
    "console:queue_save": (FORM, View("joko")),
    "console:queue_bulk": (FORM, View("joko")),
    "console:report_panel": (PART, View("joko", "waiting")),
    "console:report_move": (FORM, View("joko", "waiting")),
    "console:report_hide": (FORM, View("joko", "waiting")),
    "console:report_others": (PART, View("joko", "waiting")),
    "console:field_nonce": (FILE, View("rudi", "working")),
    "console:field_proof": (FORM, View("rudi", "working")),
    "console:field_finish": (FORM, View("rudi", "working")),
    "console:desk_complete": (FORM, View("yanti", "desk")),
    "console:validation_judge": (FORM, View("agus", "validation")),
    "console:dashboard_export": (FILE, View("joko")),
    "console:bell_read_all": (FORM, View("joko")),
    "console:bell_prefer": (FORM, View("joko")),
    "console:bell_open": (FORM, View("joko", lambda town: ("1",))),
    "console:counter_suggestion": (FORM, View("joko")),
    "console:counter_around": (FORM, View("joko")),
    "console:counter_letter": (FORM, View("yanti", lambda town: ("1",))),
    "console:counter_receipt": (FILE, View("joko", "private", status=404)),
    "console:reveal_scan": (FORM, View("maya")),
    "console:channels_replay": (FORM, View("yanti")),
    "console:talks_act": (FORM, View("yanti", lambda town: ("1",))),
    "console:talks_photo": (FILE, View("yanti", lambda town: ("1", "0"), status=404)),
    "console:persons_join": (FORM, View("yanti")),
    "console:persons_separate": (FORM, View("yanti", lambda town: ("1",))),
    "console:drop_kept_form": (FORM, View("joko")),
    "console:sign_out": (FORM, View()),
    "console:end_seat": (FORM, View("putri", lambda town: ("1",))),
    "console:reset_factor": (FORM, View("putri", lambda town: ("1",))),
}

VIEWS = [(name, view) for name, views in SHOWN.items() for view in views]


def names() -> Iterator[str]:
    """The name of every address of web and console in the URLconf."""

    def walk(resolver: URLResolver, namespace: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, pattern.namespace or namespace)
            elif namespace in ("web", "console"):
                yield f"{namespace}:{pattern.name}"

    return walk(get_resolver(), "")


def path(name: str, view: View, town: Town, *, language: str) -> str:
    """The address in this language."""
    with override(language):
        address = reverse(name, args=view.arguments(town))
    return f"{address}?{view.query}" if view.query else address


def label(name: str, view: View) -> str:
    """How a test of it is called."""
    of = view.of if isinstance(view.of, str) else ""
    return "-".join(part for part in (name, view.visitor, of, view.query) if part)
