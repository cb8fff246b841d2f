"""The whole site, with the page of components, a form that keeps drafts, and what was sent to it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import RequestContext, Template
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.static import serve

from tanggap.config.urls import urlpatterns as site
from tanggap.kit import views

RECEIVED: list[dict[str, Any]] = []

DRAFT = """{% extends "web/base.html" %}{% block content %}
<p class="notice notice--gold" data-draft hidden><span data-draft-count></span></p>
<form method="post" action="/sent" data-draft="test" data-once enctype="multipart/form-data">
  {% include "kit/photo_picker.html" %}
  {% include "kit/text_field.html" with name="words" label="Kata" %}
  {% include "kit/pin_map.html" with lat=-6.1954 lon=106.8326 %}
  <input type="hidden" name="lat"><input type="hidden" name="lon"><input type="hidden" name="accuracy_m">
  <p data-countdown="2099-01-01T00:00:00+07:00" id="far">?</p>
  <button class="button" id="send">Kirim</button>
</form>{% endblock %}"""


def draft(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Template(DRAFT).render(RequestContext(request)))


@csrf_exempt
def sent(request: HttpRequest) -> HttpResponse:
    files = [(file.name, file.size) for file in request.FILES.getlist("photos")]
    RECEIVED.append({**request.POST.dict(), "files": files})
    return HttpResponseRedirect("/draft")


urlpatterns = [
    path("kit", views.kit),
    path("en/kit", views.kit),
    path("draft", draft),
    path("sent", sent),
    re_path(r"^static/(?P<path>.*)$", serve, {"document_root": settings.FRONTEND}),
    *site,
]
