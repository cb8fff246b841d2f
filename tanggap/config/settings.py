"""Every setting, once. Wiring only: what a value means stands where it is used; how it is read stands in env.py."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from tanggap.config import env, postgres
from tanggap.config.headers import content_security_policy
from tanggap.config.logs import configure_logs

ROOT = Path(__file__).resolve().parents[2]
HOME = env.folder("TANGGAP_HOME", ROOT / "var")

# The city and its outside sources.

CITY = env.text("TANGGAP_CITY", "jakarta")
BOUNDARIES = env.text("TANGGAP_BOUNDARIES")
ROADS = env.text("TANGGAP_ROADS")
TILES = env.text("TANGGAP_TILES")

# Who may reach the site, and how.

PORT = env.number("PORT", 8000, least=1, most=65535)
SITE = env.text("TANGGAP_SITE", f"http://localhost:{PORT}").rstrip("/")
HTTPS = SITE.startswith("https://")
# A demo city has sign-ins that everybody knows: at a public address it must be asked for.
DEMO = env.flag("TANGGAP_DEMO", default=not HTTPS)
DEBUG = env.flag("TANGGAP_DEBUG", default=False)
ALLOWED_HOSTS = [*env.words("TANGGAP_HOSTS"), *env.hosts_of(SITE)]
# Sites that may show the form of Balai Warga in a frame; it knows no session, so by default any.
WIDGET_SITES = env.words("TANGGAP_WIDGET_SITES") or ["*"]
CSRF_TRUSTED_ORIGINS = [SITE] if HTTPS else []

SECRET_KEY = env.secret("TANGGAP_SECRET_KEY", kept_in=HOME / "secrets" / "secret_key")
VAULT_KEYS = env.versioned_keys(env.secret("TANGGAP_VAULT_KEYS", kept_in=HOME / "secrets" / "vault_keys"))

ROOT_URLCONF = "tanggap.config.urls"
WSGI_APPLICATION = "tanggap.config.wsgi.application"

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "django_htmx",
    "django_vite",
    "django_prometheus",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "tanggap.config",
    "tanggap.web",
    "tanggap.console",
    "tanggap.demo",
    "tanggap.city",
    "tanggap.reactions",
    "tanggap.dashboards",
    "tanggap.search",
    "tanggap.channels",
    "tanggap.notifications",
    "tanggap.carriers",
    "tanggap.reports",
    "tanggap.moderation",
    "tanggap.agencies",
    "tanggap.accounts",
    "tanggap.journal",
    "tanggap.areas",
    "tanggap.kit",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "tanggap.config.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tanggap.console.access.Gate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tanggap.console.access.seats_in_page",
                "tanggap.console.bell.views.unread_in_page",
                "tanggap.web.page.common",
            ],
            "builtins": ["tanggap.kit.templatetags.words", "tanggap.kit.templatetags.kit"],
        },
    }
]

# The database: DATABASE_URL, else the private server under HOME.

DATABASE_URL = env.text("DATABASE_URL")
CLUSTER = None if DATABASE_URL else postgres.Cluster(HOME / "postgres")
DATABASES = {"default": env.database(CLUSTER.url if CLUSTER else DATABASE_URL)}
# A connection per request would cost two thirds of the throughput, parsing each statement anew a sixth.
DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 1}
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Jobs stand in the same database; a worker that has not noted its heartbeat for a while counts as lost.

WORKER_LOST_AFTER = env.number("TANGGAP_WORKER_LOST_AFTER", 20, least=4, most=3600)  # seconds
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": WORKER_LOST_AFTER / 4,
    "stalled_worker_timeout": WORKER_LOST_AFTER,
    "shutdown_graceful_timeout": 10,
}

# People: who signs in, how, and for how long.

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
MFA_ADAPTER = "tanggap.accounts.second_factor.SealedSecrets"
MFA_TOTP_ISSUER = "Tanggap"
MFA_TOTP_TOLERANCE = 1
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=24).total_seconds())
SESSION_SERIALIZER = "tanggap.accounts.sessions.SealedSerializer"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"

# The catalogue's admin, in the colours of the other pages.

UNFOLD = {
    "SITE_TITLE": "Katalog",
    "SITE_HEADER": "Katalog",
    "SITE_URL": "/konsol/",
    "COLORS": {
        "primary": {
            "50": "239 246 250",
            "100": "219 236 244",
            "200": "186 220 234",
            "300": "138 194 216",
            "400": "66 146 179",
            "500": "23 116 152",
            "600": "11 98 133",
            "700": "9 80 109",
            "800": "8 63 87",
            "900": "6 47 66",
            "950": "4 33 47",
        }
    },
}

# Words and times.

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# Files. Photos are never served from their folder: a view decides who sees which copy.

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.existing_folder(HOME / "static"))
FRONTEND = ROOT / "frontend" / "dist"
STATICFILES_DIRS = [FRONTEND] if FRONTEND.is_dir() else []
DJANGO_VITE = {"default": {"dev_mode": False, "manifest_path": FRONTEND / "manifest.json"}}
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[.-][0-9a-zA-Z_-]{8,12}\..+$"

PHOTOS = HOME / "photos"
S3_BUCKET = env.text("TANGGAP_S3_BUCKET")
STORAGES: dict[str, Any] = {
    "default": env.photo_storage(bucket=S3_BUCKET, folder=PHOTOS),
    "staticfiles": {"BACKEND": "tanggap.config.static.HashedOnce"},
}

# Three photos of 30 MB and the words beside them; whatever exceeds 1 MB waits on disk, not in memory.
PHOTO_LARGEST = 30 * 2**20
PHOTOS_MOST = 3
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
FILE_UPLOAD_TEMP_DIR = env.existing_folder(HOME / "uploads")
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 100

# Letters.

globals().update(env.mail(env.text("TANGGAP_EMAIL_URL"), kept_in=HOME / "mail"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("TANGGAP_MAIL_FROM", "Tanggap <noreply@localhost>")

# What the browser may do with our pages.

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
BEHIND_PROXY = env.flag("TANGGAP_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "tanggap.web.pages.errors.expired"
CONTENT_SECURITY_POLICY = content_security_policy(tiles=TILES)

# Logs: one JSON object a line on stderr, with ids and never with a person's data.

LOGGING_CONFIG = None
configure_logs(debug=DEBUG)

SILENCED_SYSTEM_CHECKS: list[str] = []
