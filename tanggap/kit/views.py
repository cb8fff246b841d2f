"""The service worker, the manifest of the installed app, the page without a signal, and the page of components."""

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tanggap.kit.showcase import showcase
from tanggap.kit.words import Pair

APP_NAME = "Tanggap"
DESCRIPTION = Pair(
    "Laporkan masalah di sekitarmu dan ikuti sampai beres.",
    "Report a problem near you and follow it until it is solved.",
)


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> FileResponse:
    """Served from the root, so that it may keep pages of the whole site."""
    return FileResponse((settings.FRONTEND / "service-worker.js").open("rb"), content_type="text/javascript")


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to install the site as an app."""
    return JsonResponse(
        {
            "name": APP_NAME,
            "short_name": APP_NAME,
            "description": str(DESCRIPTION),
            "lang": "id",
            "id": "/",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#FAF8F4",
            "theme_color": "#062F42",
            "icons": [
                {"src": static("icon-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": static("icon-512.png"), "sizes": "512x512", "type": "image/png"},
                {
                    "src": static("icon-maskable-512.png"),
                    "sizes": "512x512",
                    "type": "image/png",
                    "purpose": "maskable",
                },
            ],
            "shortcuts": [{"name": "Lapor", "url": reverse("web:report")}],
        },
        content_type="application/manifest+json",
    )


@require_safe
@cache_control(public=True, max_age=3600)
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the service worker and shown where there is no signal."""
    return render(request, "kit/offline.html")


@require_safe
def kit(request: HttpRequest) -> HttpResponse:
    """Every component in every state, to look at and to test. Only in debug."""
    return render(request, "kit/kit.html", showcase(now=timezone.now()))
