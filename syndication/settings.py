"""Django's settings, read from the environment or from `.env` in the home. `docs/settings.md` lists them for operators."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from channels.hours import working_hours
from syndication.home import find_home, on_or_off, positive_seconds, some_seconds
from syndication.home.keys import session_key
from syndication.home.mail import WANTED, mail_settings

HOME = find_home(os.environ)
HOME.make()

SYNDICATION_SECRET_KEYS = HOME.secret_keys()
# Whoever was signed in when a key was exchanged stays so: the older keys still know their sessions.
SECRET_KEY, *SECRET_KEY_FALLBACKS = [session_key(key) for key in SYNDICATION_SECRET_KEYS]
SYNDICATION_RETIRED_KEYS_FILE = HOME.retired_keys_file
DEBUG = False

SYNDICATION_BASE_URL = HOME.get("SYNDICATION_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
# The WebSub hub that tells the readers of our feeds of changes; the feeds name it, and nothing else uses it. Empty: none.
SYNDICATION_HUB_URL = HOME.get("SYNDICATION_HUB_URL")
SYNDICATION_ALLOW_PRIVATE_HOSTS = [
    host.strip() for host in HOME.get("SYNDICATION_ALLOW_PRIVATE_HOSTS").split(",") if host.strip()
]
# Where the feeds lie as files, for a web server that sends them without us.
SYNDICATION_FEEDS_DIR = HOME.get("SYNDICATION_FEEDS_DIR") or str(HOME.root / "feeds")
# Whether hubs that feeds name are asked to tell us of changes; they can only where SYNDICATION_BASE_URL is https.
SYNDICATION_WEBSUB = HOME.read("SYNDICATION_WEBSUB", on_or_off, "on", "on or off")
# Where the demonstration shows what each channel's public would see; empty on a real instance.
SYNDICATION_WALL_URL = HOME.get("SYNDICATION_WALL_URL")
# Hosts whose items are the ministry's own, besides moha.gov.vn and its subdomains.
SYNDICATION_MINISTRY_HOSTS = [
    host.strip().lower() for host in HOME.get("SYNDICATION_MINISTRY_HOSTS", "moha.gov.vn").split(",") if host.strip()
]
# Between two of its sources, of a host that is neither the ministry's nor let through by name.
SYNDICATION_HOST_SPACING_SECONDS = HOME.read(
    "SYNDICATION_HOST_SPACING_SECONDS", some_seconds, "1", "a number of seconds from 0 up to 86400"
)
ALLOWED_HOSTS = ["*"] if not HOME.get("ALLOWED_HOSTS") else HOME.get("ALLOWED_HOSTS").split(",")
CSRF_TRUSTED_ORIGINS = [SYNDICATION_BASE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = urlsplit(SYNDICATION_BASE_URL).scheme == "https"

# Each room is an app of its own; the package `syndication` is not one (its label would clash with Django's).
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "scheduler",
    "syndication.items",
    "syndication.sources",
    "syndication.gate",
    "syndication.notices",
    "syndication.desk",
    "syndication.feeds",
    "syndication.console",
]
MIDDLEWARE = [
    "syndication.feeds.as_told.AsTold",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "syndication.urls"
WSGI_APPLICATION = "syndication.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES: dict[str, Any] = {
    "default": HOME.read(
        "DATABASE_URL",
        dj_database_url.parse,
        f"sqlite:///{HOME.root / 'syndication.sqlite3'}",
        "the address of a database; write for instance postgres://user:password@host/name",
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A write lock from the first statement: two claimers meet at BEGIN and never at COMMIT.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # FULL, because a commit that a power cut undoes is a delivery that would be sent twice.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # Tests meet the same kind of database as production: a file with a write-ahead log, not one in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME.root / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that has gone without a word (a failed-over machine) is given up after a while, not waited for for ever.
    patience = {"connect_timeout": 10, "tcp_user_timeout": 30_000}  # seconds, milliseconds
    DATABASES["default"]["OPTIONS"] = {**patience, **DATABASES["default"].get("OPTIONS", {})}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
SYNDICATION_WORKING_HOURS = HOME.read(
    "SYNDICATION_WORKING_HOURS",
    working_hours,
    "08:00-12:00,13:00-17:00",
    "the hours of a working day; write for instance 08:00-12:00,13:00-17:00",
)

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = HOME.media
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
]

# The two ways up from the scheduler: it asks this before anything leaves, and it emits `scheduler.ports.moved`.
SCHEDULER_CLEARANCE = "syndication.gate.clearance.may_go"
SCHEDULER_TICK_SECONDS = 1.0
SCHEDULER_RUN_DIR = HOME.run
# How long a worker is believed to be alive without a sign of life; it gives one every third of that.
SCHEDULER_LEASE_SECONDS = HOME.read(
    "SYNDICATION_LEASE_SECONDS", positive_seconds, "60", "a number of seconds above 0 and up to 86400"
)

REDIS_URL = HOME.get("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL or f"redis+socket://{HOME.redis_socket}"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # the ledger brings back what a lost worker left, not the message
CELERY_WORKER_CONCURRENCY = 4
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 30, "retry_on_timeout": True}
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_TASK_DEFAULT_QUEUE = "desk"
CELERY_BEAT_SCHEDULER = "scheduler.beat:LookingScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(HOME.run / "beat")
CLOCK = {"queue": "clock", "expires": 10}  # of its own, so that nothing slow stands before the tick
CELERY_BEAT_SCHEDULE = {
    "dispatch": {"task": "scheduler.tasks.tick", "schedule": SCHEDULER_TICK_SECONDS, "options": CLOCK},
    "pull": {"task": "syndication.desk.tasks.pull_due", "schedule": 5.0, "options": {"expires": 10}},
    "hubs": {"task": "syndication.desk.tasks.tend_hubs", "schedule": 15.0, "options": {"expires": 10}},
    "look-ahead": {"task": "syndication.desk.tasks.look_ahead", "schedule": 10.0, "options": {"expires": 10}},
    "feeds": {"task": "syndication.feeds.tasks.catch_up", "schedule": 60.0, "options": {"expires": 50}},
    "feeds-files": {"task": "syndication.feeds.tasks.keep_files", "schedule": 600.0, "options": {"expires": 500}},
    "read-back": {"task": "syndication.desk.tasks.read_back_due", "schedule": 60.0, "options": {"expires": 50}},
    "watch": {"task": "syndication.desk.tasks.watch_accounts", "schedule": 60.0, "options": {"expires": 50}},
}

# Notices by mail: Django's EMAIL_ settings, made from one address. Without one, notices are in the console alone.
_MAIL = HOME.read("SYNDICATION_EMAIL_URL", mail_settings, "", WANTED)
SYNDICATION_SENDS_MAIL = bool(HOME.get("SYNDICATION_EMAIL_URL"))
EMAIL_BACKEND: str = _MAIL["EMAIL_BACKEND"]
EMAIL_HOST: str = _MAIL.get("EMAIL_HOST", "localhost")
EMAIL_PORT: int = _MAIL.get("EMAIL_PORT", 25)
EMAIL_HOST_USER: str = _MAIL.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD: str = _MAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS: bool = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL: bool = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT: int | None = _MAIL.get("EMAIL_TIMEOUT")
EMAIL_FILE_PATH: str | None = _MAIL.get("EMAIL_FILE_PATH")
EMAIL_USE_LOCALTIME = True
DEFAULT_FROM_EMAIL = HOME.get("SYNDICATION_EMAIL_FROM") or f"syndication@{urlsplit(SYNDICATION_BASE_URL).hostname}"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"no keys": {"()": "syndication.home.hidden.NoKeys"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no keys"]}},
    "root": {"handlers": ["stderr"], "level": HOME.get("SYNDICATION_LOG_LEVEL", "WARNING")},
}
