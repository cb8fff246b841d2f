"""What a person meets when something goes wrong: a page of ours, and nothing lost."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tanggap.web.pace import paced
from tanggap.web.pages import errors


def test_failure_page_needs_no_database(rf: RequestFactory) -> None:
    answer = errors.failed(rf.get("/"))
    assert answer.status_code == 500
    assert "112" in answer.content.decode()


@pytest.mark.django_db
def test_too_many_requests_are_told_when_to_come_back(client: Client, rf: RequestFactory) -> None:
    @paced(2)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")

    request = client.get("/lacak").wsgi_request
    answers = [view(request) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"


@pytest.mark.django_db
def test_form_from_elsewhere_is_not_offered_again() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/lapor", {"words": "Bukan dari sini"}, headers={"Origin": "http://evil.test"})
    assert answer.status_code == 403
    assert "Bukan dari sini" not in answer.content.decode()
