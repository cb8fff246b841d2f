"""Every address of the site. Indonesian pages have no prefix; their English twins stand under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from tanggap.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("api/", include("tanggap.api.urls")),
    path("", include("tanggap.kit.urls")),
    *i18n_patterns(
        path("konsol/", include("tanggap.console.urls")),
        path("", include("tanggap.web.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "tanggap.web.pages.errors.bad_request"
handler403 = "tanggap.web.pages.errors.forbidden"
handler404 = "tanggap.web.pages.errors.not_found"
handler500 = "tanggap.web.pages.errors.failed"
