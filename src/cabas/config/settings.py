"""Settings of one installation: all it keeps and all it is told is in one data folder, CABAS_DATA.

`cabas.config.installation_file` reads what it is told (public address, mail, database), there or in the environment.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cabas.config import sqlite, version
from cabas.config.installation_file import installation
from cabas.config.secret_key import secret_key
from cabas.config.sign_in import *  # noqa: F403 (constants of one subject)

sqlite.use_bundled_library()

SOURCE = Path(__file__).resolve().parents[1]
PROJECT = SOURCE.parents[1]
DATA = Path(os.environ.get("CABAS_DATA", PROJECT / "data"))
IS_DEMO = (DATA / "demo.json").exists()
DEBUG = False
VERSION = version.current()
INSTALLATION = installation(DATA)


def _sqlite() -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "cabas.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": (
                f"PRAGMA journal_mode={sqlite.journal_mode()};PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA busy_timeout=10000;PRAGMA cache_size=-20000;PRAGMA journal_size_limit=67108864;"
                "PRAGMA temp_store=MEMORY;PRAGMA recursive_triggers=ON;"
            ),
        },
        "TEST": {"NAME": os.environ.get("CABAS_TEST_SQLITE") or DATA / "test.sqlite3"},
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        # One thread a process: its one connection is kept. A pool would hold the same one, with threads of its own.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # What `cabas.prepared` asks is planned a few times for each connection, then no more (`prepared.planning`).
        "OPTIONS": {"prepare_threshold": 0},
    }


SECRET_KEY = secret_key(DATA)
DATABASE_URL = INSTALLATION.database_url
DATABASES = {"default": _postgresql(DATABASE_URL) if DATABASE_URL else _sqlite()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Behind a proxy only where the public address is https: nobody else is believed about how people came, and from where.
PUBLIC_ADDRESS = INSTALLATION.address
ALLOWED_HOSTS = INSTALLATION.allowed_hosts
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS] if PUBLIC_ADDRESS else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if INSTALLATION.is_secure else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if INSTALLATION.is_secure else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = INSTALLATION.is_secure

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
    "cabas.ui",
    "cabas.ledger",
    "cabas.people",
    "cabas.handbook",
    "cabas.groups",
    "cabas.mail",
    "cabas.catalogs",
    "cabas.payments",
    "cabas.payments.online",
    "cabas.membership_fees",
    "cabas.distributions",
    "cabas.planning",
    "cabas.stand",
    "cabas.volunteering",
    "cabas.closing",
    "cabas.papers",
    "cabas.treasury",
    "cabas.producers",
    "cabas.announcements",
    "cabas.households",
    "cabas.starting",
    "cabas.dashboards",
    "cabas.hosting",
    "cabas.joining",
    "cabas.payments.online.simulated",
    "cabas.examples",
    *(["cabas.demo"] if IS_DEMO else []),
]

MIDDLEWARE = [
    *(["cabas.config.counting.count_statements"] if os.environ.get("CABAS_COUNT_STATEMENTS") else []),
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # Django masks its CSRF token and pads what it compresses, against BREACH
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cabas.ui.language.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cabas.ui.giving_back.GiveBack",
    "cabas.ui.errors.say_not_allowed",
]

ROOT_URLCONF = "cabas.config.urls"
WSGI_APPLICATION = "cabas.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cabas.config.navigation.navigation",
            ],
            "builtins": ["cabas.ui.templatetags.cabas"],
        },
    }
]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["cabas.people.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
HANDBOOK = PROJECT / "docs" / "aide"
STATICFILES_DIRS = [("aide", HANDBOOK / "images")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cabas.config.asset_names.AssetStorage"},
}
MEDIA_ROOT = DATA / "media"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Mail of a demonstration never leaves; that of a real installation leaves by its server, or waits and is tried again.
MAIL = urlsplit(INSTALLATION.mail_server or "smtp://localhost:25")
EMAIL_BACKEND = "cabas.demo.mailbox.DemoMailbox" if IS_DEMO else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = MAIL.hostname
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL.username or ""), unquote(MAIL.password or "")
EMAIL_USE_SSL = MAIL.scheme == "smtps"
EMAIL_USE_TLS = bool(EMAIL_HOST_USER) and not EMAIL_USE_SSL
EMAIL_PORT = MAIL.port or (465 if EMAIL_USE_SSL else 587 if EMAIL_HOST_USER else 25)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = INSTALLATION.mail_from or f"Cabas <cabas@{INSTALLATION.host or 'localhost'}>"

# An attendance sheet of 300 baskets is keyed in on one page, five fields and the weights for each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# Which function makes the paper that goes with a mail, by the name it has in the queue.
MAIL_PAPERS = {
    "message file": "cabas.announcements.files.bytes_of",
    "receipt": "cabas.papers.mailing.receipt_to_attach",
    "statement": "cabas.papers.mailing.statement_to_attach",
    "vendor order": "cabas.producers.order_files.pdf_to_attach",
    "vendor order sheet": "cabas.producers.order_files.xlsx_to_attach",
}

# Which function says where what concerns a farm is sent: its own address, and those of its people.
FARM_ADDRESSES = "cabas.producers.sending.addresses_of_all"

# Which function says the secret that a mail carries, and that is not kept with it.
MAIL_SECRETS = {
    "day pass": "cabas.stand.pass_mail.link_to_tell",
    "invitation": "cabas.households.first_entrance.link_to_tell",
}

# Where the provider of card payments answers, if not at its own address; how often what was lost is looked for.
ONLINE_PROVIDER_ADDRESS = os.environ.get("CABAS_ONLINE_PROVIDER_ADDRESS", "")
ONLINE_LOOK_AGAIN_SECONDS = int(os.environ.get("CABAS_ONLINE_LOOK_AGAIN_SECONDS", "300"))

CSRF_FAILURE_VIEW = "cabas.ui.errors.csrf_failure"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

SESSION_ENGINE = "cabas.people.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
