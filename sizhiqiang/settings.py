"""All settings, read from the environment. What an installation has to say is asked first (sizhiqiang/installation.py)."""

import os
import sys
import tomllib
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from branches.files.addresses import is_bucket
from branches.origin import networks
from sizhiqiang import installation
from sizhiqiang.secrets import secret

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

ONLY_READS = installation.only_reads(sys.argv)
installation.demand(os.environ, only_reads=ONLY_READS)

DATA_DIR = Path(env.str("DATA_DIR", "") or BASE_DIR / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)

# Demo mode lists the demo accounts on the login page and relaxes what needs HTTPS. It is never on by default.
DEMO = env.bool("DEMO", False)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", "") or installation.PUBLISHED
# A small site on one machine: SQLite, a queue in files, secrets that are made once.
EMBEDDED = env.bool("EMBEDDED", False)
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = installation.hosts(os.environ)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Where others reach the demo, its login page keeps the password to itself.
IS_ON_LOOPBACK = installation.is_on_loopback(os.environ)

# Outside the database and its backup: what is stored under them is worth nothing without.
KEYS = DATA_DIR / "keys" if DEMO or EMBEDDED else None
SECRET_KEY = secret("SECRET_KEY", os.environ, made_in=KEYS, is_needed=not ONLY_READS)
# Seals each transaction of the journal: whoever does not know it cannot write a row that was not done here.
SEAL_KEY = secret("SEAL_KEY", os.environ, made_in=KEYS, is_needed=not ONLY_READS)
CODES_KEY = secret("CODES_KEY", os.environ, made_in=KEYS, is_needed=not ONLY_READS)
TOTP_KEY = secret("TOTP_KEY", os.environ, made_in=KEYS, is_needed=not ONLY_READS)
# Whether posts that act for many ask for a second factor (branches.permissions.NEEDING_SECOND_FACTOR).
SECOND_FACTOR = env.bool("SECOND_FACTOR", not DEMO)

# Single sign-on: OpenID Connect by the address of its issuer; a plain OAuth 2.0 provider by its three addresses, too.
OIDC_ISSUER = env.str("OIDC_ISSUER", "")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = secret("OIDC_CLIENT_SECRET", os.environ) if OIDC_ISSUER else ""
OIDC_SCOPES = env.str("OIDC_SCOPES", "openid")
OIDC_LABEL = env.str("OIDC_LABEL", "统一身份认证") if OIDC_ISSUER else ""
# What the provider says of how somebody signed in (acr, amr) that counts as a second factor here.
OIDC_STRONG = env.list("OIDC_STRONG", default=["mfa"])
OIDC_AUTHORIZE_URL = env.str("OIDC_AUTHORIZE_URL", "")
OIDC_TOKEN_URL = env.str("OIDC_TOKEN_URL", "")
OIDC_USERINFO_URL = env.str("OIDC_USERINFO_URL", "")
# The field by which a plain OAuth 2.0 provider calls a person, for good.
OIDC_SUBJECT = env.str("OIDC_SUBJECT", "sub")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "csp",
    "django_filters",
    "import_export",
    "django_include_bootstrap",
    "branches",
    "evaluation",
]

MIDDLEWARE = [
    "branches.origin.TrueAddress",
    "sizhiqiang.logs.Requests",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "branches.systems.entrance.Systems",
    "branches.incoming.characters.Readable",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "branches.accounts.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "branches.jobs.exports.Exports",
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

DATABASE_URL = secret("DATABASE_URL", os.environ, is_needed=False) or f"sqlite:///{DATA_DIR / 'sizhiqiang.sqlite3'}"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
# The role that owns the tables, for `migrate` alone (docs/operations.md). Empty: the one of DATABASE_URL.
MIGRATE_DATABASE_URL = secret("MIGRATE_DATABASE_URL", os.environ, is_needed=False)
# The role that reads, for `backup` alone; where to a copy of each backup goes, and whose age identity alone opens it.
BACKUP_DATABASE_URL = secret("BACKUP_DATABASE_URL", os.environ, is_needed=False)
BACKUP_TO = env.str("BACKUP_TO", "")
BACKUP_TO_ACCESS_KEY = env.str("BACKUP_TO_ACCESS_KEY", "")
BACKUP_TO_SECRET_KEY = secret("BACKUP_TO_SECRET_KEY", os.environ) if is_bucket(BACKUP_TO) else ""
BACKUP_TO_REGION = env.str("BACKUP_TO_REGION", "") or "us-east-1"
BACKUP_RECIPIENT = env.str("BACKUP_RECIPIENT", "")
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
    # In seconds; 0 gives each connection back at once, which suits a pool.
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Each transaction is an act of the journal.
DATABASES["default"]["ENGINE"] = DATABASES["default"]["ENGINE"].replace("django.db.backends", "branches.journal")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "branches.User"
AUTHENTICATION_BACKENDS = [
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
# dengbao: passwords are changed every 90 days. none: where people sign in elsewhere, and in the demo.
SECURITY_PROFILE = env.str("SECURITY_PROFILE", "none" if DEMO else "dengbao")
PASSWORD_LIFETIME = timedelta(days=90) if SECURITY_PROFILE == "dengbao" else None
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "evaluation:worklist"
LOGOUT_REDIRECT_URL = "login"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 60
# Its end moves on with each request, but is written once a minute at most (branches/accounts/sessions.py).
SESSION_WRITTEN_EVERY = 60
SESSION_COOKIE_HTTPONLY = True
SECURE_COOKIES = env.bool("SECURE_COOKIES", not DEMO)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_FAILURE_VIEW = "branches.pages.errors.csrf_failure"
# The proxies that stand in front, by address or network: only their X-Forwarded-For, X-Forwarded-Proto and X-Request-ID
# are believed (branches/origin.py strikes out everybody else's).
TRUSTED_PROXIES = networks(env.list("TRUSTED_PROXIES", default=[]))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
# Where administrators sit: outside these networks their rights do not act. Empty: they act anywhere.
ADMIN_NETWORKS = networks(env.list("ADMIN_NETWORKS", default=[]))
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", False)
# Asked from this machine, without a proxy.
SECURE_REDIRECT_EXEMPT = [r"^metrics$"]
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
# Files of the site, and what the backup tells of itself: on the disk of this machine, or where every machine of the
# site finds them.
FILES_BUCKET = env.str("FILES_BUCKET", "")
FILES_ACCESS_KEY = env.str("FILES_ACCESS_KEY", "")
FILES_SECRET_KEY = secret("FILES_SECRET_KEY", os.environ) if FILES_BUCKET else ""
FILES_REGION = env.str("FILES_REGION", "") or "us-east-1"
_BUCKET = {"address": FILES_BUCKET, "key": FILES_ACCESS_KEY, "secret": FILES_SECRET_KEY, "region": FILES_REGION}
_IN_BUCKET = {
    part: {"BACKEND": "branches.files.bucket.Bucket", "OPTIONS": _BUCKET | {"part": part}}
    for part in ("files", "backup")
}
_ON_DISK = {
    "files": {"BACKEND": "branches.files.disk.Disk"},
    "backup": {"BACKEND": "branches.files.disk.Disk", "OPTIONS": {"location": str(DATA_DIR / "backup")}},
}
_STORES = _IN_BUCKET if FILES_BUCKET else _ON_DISK
STORAGES = {
    "default": _STORES["files"],
    "backup": _STORES["backup"],
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEMO
MEDIA_ROOT = DATA_DIR / "files"
# Fonts for official documents: the site's own licensed ones can be put beside those that scripts/fonts.sh fetches.
FONTS_DIR = Path(env.str("FONTS_DIR", "") or BASE_DIR / "var" / "fonts")
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
UPLOAD_LIMIT = 20 * 1024 * 1024

# Celery: Redis in production; without it the queue is kept in files, which is fit for one machine because the
# truth is in the database rows.
REDIS_URL = secret("REDIS_URL", os.environ, is_needed=False)
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_QUEUE_DIR = DATA_DIR / "queue"

# The address people open, for links in mail: https://host, without a path.
SITE_URL = env.str("SITE_URL", "") or ("http://127.0.0.1:8000" if DEMO else f"https://{ALLOWED_HOSTS[0]}")
# smtp+tls://user:password@host:587; without it nothing is mailed and the inbox is all there is. A demo keeps mail in files.
_MAIL = {"EMAIL_URL": f"filemail:///{DATA_DIR / 'mail'}"} if DEMO and not env.str("EMAIL_URL_FILE", "") else {}
EMAIL_URL = secret("EMAIL_URL", _MAIL | os.environ, is_needed=False)
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 20
# For how long a worker may be busy with one letter before another takes it over.
DELIVERY_LEASE = timedelta(seconds=env.int("DELIVERY_LEASE_SECONDS", 300))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", "sizhiqiang@localhost" if DEMO else "")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or ALLOWED_HOSTS[0]
# A gateway for short messages or a work platform: takes JSON by HTTPS POST, signed with the secret (docs/operations.md).
GATEWAY_URL = env.str("GATEWAY_URL", "")
GATEWAY_SECRET = secret("GATEWAY_SECRET", os.environ) if GATEWAY_URL else ""

# Whom to ring, printed on help and error pages, which need no database. What documents print is set at /settings/.
HELP_PHONE = env.str("HELP_PHONE", "0375-0000000" if DEMO else "")

# The series of plaque numbers: PDS-0001, PDS-0002, …
PLAQUE_PREFIX = env.str("PLAQUE_PREFIX", "PDS-")
PLAQUE_DIGITS = env.int("PLAQUE_DIGITS", 4)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "sizhiqiang.logs.Lines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        # The one line that says what has been started: at any level.
        "sizhiqiang.start": {"level": "INFO"},
        # Django's own lines quote addresses, and with them what was searched for; ours say the same without.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        # It says at each start that it can speak.
        "pikepdf": {"level": "WARNING"},
    },
}
