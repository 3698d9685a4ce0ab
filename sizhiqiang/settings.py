"""All settings, read from the environment; without any, the embedded default runs: SQLite, no servers.

Refuses to start outside demo mode without SECRET_KEY and ALLOWED_HOSTS.
"""

import json
import tomllib
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from branches.names import CITY, ORGANISATION_DEPARTMENT_FULL, WORK_COMMITTEE_FULL

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

# Demo mode lists the demo accounts on the login page and relaxes what needs HTTPS. It is never on by default.
DEMO = env.bool("DEMO", False)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", "Sizhiqiang-2026")
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "demo-only-not-a-secret" if DEMO else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEMO else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set (set DEMO=1 to try the system out).")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set: name the host the site is served under.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "axes",
    "csp",
    "django_filters",
    "import_export",
    "django_include_bootstrap",
    "branches",
    "evaluation",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "branches.accounts.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sizhiqiang.urls"
WSGI_APPLICATION = "sizhiqiang.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "branches.pages.context.furniture",
                "evaluation.messages.context.inbox",
            ],
            "builtins": ["branches.templatetags.furniture", "evaluation.templatetags.deadlines"],
        },
    }
]
FORM_RENDERER = "branches.pages.rendering.FieldGroups"

DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{DATA_DIR / 'sizhiqiang.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock at BEGIN, so two writers queue instead of failing half-way; recursive_triggers
    # lets the append-only triggers see INSERT OR REPLACE.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "branches.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "branches.access.Accounts",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "phone"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "branches.accounts.passwords.ThreeOfFourClasses"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "evaluation:worklist"
LOGOUT_REDIRECT_URL = "login"

# A throttle, not a lock: only this account from this address waits, and only for some minutes, so nobody can shut
# every secretary out on the last day.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = lambda request: timedelta(minutes=5)  # noqa: E731
AXES_LOCKOUT_TEMPLATE = "registration/throttled.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SECURE_COOKIES = env.bool("SECURE_COOKIES", not DEMO)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_FAILURE_VIEW = "branches.pages.errors.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", False)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 0)
# Whether sub-domains must use HTTPS too, and whether browsers ship the name, is for the owner of the domain to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
FORMAT_MODULE_PATH = ["branches.formats"]
FILTERS_EMPTY_CHOICE_LABEL = "全部"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEMO
MEDIA_ROOT = DATA_DIR / "files"
# Fonts for official documents: the site's own licensed ones can be put beside those that scripts/fonts.sh fetches.
FONTS_DIR = Path(env.str("FONTS_DIR", str(BASE_DIR / "var" / "fonts")))
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
UPLOAD_LIMIT = 20 * 1024 * 1024

# Celery: Redis in production; the embedded default keeps its queue in files, which is fit for one machine because the
# truth is in the database rows.
REDIS_URL = env.str("REDIS_URL", "")
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_QUEUE_DIR = DATA_DIR / "queue"

# The address people open, for links in mail: https://host, without a path.
SITE_URL = env.str("SITE_URL", "") or ("http://127.0.0.1:8000" if DEMO else f"https://{ALLOWED_HOSTS[0]}")
# smtp+tls://user:password@host:587; without it nothing is mailed and the inbox is all there is. A demo keeps mail in files.
EMAIL_URL = env.str("EMAIL_URL", f"filemail:///{DATA_DIR / 'mail'}" if DEMO else "")
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 20
# For how long a worker may be busy with one letter before another takes it over.
DELIVERY_LEASE = timedelta(seconds=env.int("DELIVERY_LEASE_SECONDS", 300))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", "sizhiqiang@localhost" if DEMO else "")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or ALLOWED_HOSTS[0]
if EMAIL_URL and not DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured("MAIL_FROM is not set: name the sender of the mail, since EMAIL_URL is set.")
# A gateway for short messages or a work platform: takes JSON by HTTPS POST, signed with the secret (docs/operations.md).
GATEWAY_URL = env.str("GATEWAY_URL", "")
GATEWAY_SECRET = env.str("GATEWAY_SECRET", "")
if GATEWAY_URL and not (GATEWAY_URL.startswith("https://") and GATEWAY_SECRET):
    raise ImproperlyConfigured("GATEWAY_URL must begin with https:// and needs GATEWAY_SECRET.")
# 机关代字 by the full name of the organ. An organ without one numbers its documents itself.
DOCUMENT_CODES = json.loads(env.str("DOCUMENT_CODES", "") or "null") or {
    ORGANISATION_DEPARTMENT_FULL: "平组通",
    WORK_COMMITTEE_FULL: "平直工",
}
# Where objections are sent and plaques are brought, printed in documents.
CONTACT_ADDRESS = env.str("CONTACT_ADDRESS", f"{CITY}行政办公区（演示地址）" if DEMO else "")

# Whom to ring, printed on help and error pages.
HELP_PHONE = env.str("HELP_PHONE", "0375-0000000" if DEMO else "")

# The series of plaque numbers: PDS-0001, PDS-0002, …
PLAQUE_PREFIX = env.str("PLAQUE_PREFIX", "PDS-")
PLAQUE_DIGITS = env.int("PLAQUE_DIGITS", 4)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
