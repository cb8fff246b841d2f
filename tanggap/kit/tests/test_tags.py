from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from tanggap.kit.looks import STATUS_LOOKS


def rendered(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize("code", STATUS_LOOKS)
def test_a_status_is_a_word_an_icon_and_a_colour(code: str) -> None:
    badge = rendered("{% status code %}", code=code)
    look = STATUS_LOOKS[code]
    assert str(look.word) in badge
    assert f"#{look.icon}" in badge
    assert f"badge--{look.tone}" in badge


def test_icon_is_silent_without_a_label() -> None:
    assert 'aria-hidden="true"' in rendered('{% icon "camera" %}')
    assert 'aria-label="Foto"' in rendered('{% icon "camera" "Foto" %}')


def test_clock_bar_tells_running_paused_and_stopped_apart() -> None:
    now = timezone.now()
    source = '{% clock_bar "Jam" start due stopped=stopped paused=paused %}'
    times = {"start": now - timedelta(hours=5), "due": now + timedelta(hours=1)}
    assert "urgency--orange" in rendered(source, **times)
    assert "sisa" in rendered(source, **times)
    assert "dijeda" in rendered(source, paused=True, **times)
    assert "tepat waktu" in rendered(source, stopped=now, **times)
    late = {"start": now - timedelta(hours=9), "due": now - timedelta(hours=1)}
    assert "terlambat" in rendered(source, stopped=now, **late)


def test_query_changes_a_filter_and_leaves_the_page() -> None:
    request = RequestFactory().get("/konsol?status=proses&q=a b&after=9")
    assert rendered('{% query status="selesai" %}', request=request) == "?status=selesai&amp;q=a+b"
    assert rendered("{% query status=None after=3 %}", request=request) == "?q=a+b&amp;after=3"


def test_current_marks_the_page_and_those_below_it() -> None:
    request = RequestFactory().get("/")
    request.resolver_match = type("Match", (), {"view_name": "web:track_pin"})()
    assert rendered('{% current "web:track" %}', request=request) == ' aria-current="page"'
    assert rendered('{% current "web:home" "web:tracks" %}', request=request) == ""
