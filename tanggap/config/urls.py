"""Every address of the site. Indonesian pages have no prefix; their English twins stand under /en/."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from tanggap.config.health import healthz


def _part(prefix: str, package: str) -> list[URLPattern | URLResolver]:
    found = find_spec(package) and find_spec(f"{package}.urls")
    return [path(prefix, include(f"{package}.urls"))] if found else []


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    *_part("api/", "tanggap.api"),
    *_part("", "tanggap.kit"),
    *i18n_patterns(
        *_part("konsol/", "tanggap.console"),
        *_part("", "tanggap.web"),
        prefix_default_language=False,
    ),
]

handler400 = "tanggap.web.pages.errors.bad_request"
handler403 = "tanggap.web.pages.errors.forbidden"
handler404 = "tanggap.web.pages.errors.not_found"
handler500 = "tanggap.web.pages.errors.failed"
