"""What a browser may do with our pages: sent with every answer."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERMISSIONS_POLICY = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), interest-cohort=()"


def content_security_policy(*, tiles: str = "") -> str:
    """Scripts, styles and connections of our own only; pictures also from memory, and map tiles from their server."""
    address = urlsplit(tiles)
    tile_server = f" {address.scheme}://{address.netloc}" if address.netloc else ""
    rules = {
        "default-src": "'self'",
        "script-src": "'self'",
        # A bar's width and a marker's place are style attributes; no style sheet or script may stand in a page.
        "style-src": "'self'",
        "style-src-attr": "'unsafe-inline'",
        "img-src": f"'self' blob: data:{tile_server}",
        "connect-src": f"'self'{tile_server}",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{what} {where}" for what, where in rules.items())


# Unfold's admin pages carry Alpine, which evaluates expressions that stand in attributes.
LOOSER_FOR_ADMIN = {
    "script-src 'self'": "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src 'self'": "style-src 'self' 'unsafe-inline'",
}


class SecurityHeaders:
    """Adds the content security policy and the permissions policy to each answer that does not bring its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = settings.CONTENT_SECURITY_POLICY
        self.admin_policy = self.policy
        for strict, loose in LOOSER_FOR_ADMIN.items():
            self.admin_policy = self.admin_policy.replace(strict + ";", loose + ";")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = self.admin_policy if request.path.startswith("/admin/") else self.policy
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
