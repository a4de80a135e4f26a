"""Django settings of the test suite. ``DJSTRIPE_TEST_DB`` chooses sqlite, postgres or mariadb."""

import os

SECRET_KEY = "tests-only"
DEBUG = False
USE_TZ = os.environ.get("DJSTRIPE_TEST_USE_TZ", "1") == "1"
TIME_ZONE = "Europe/Berlin"
ROOT_URLCONF = "tests.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "djstripe",
    "tests.moon",
    "tests.proof",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
STATIC_URL = "static/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

STRIPE_TEST_SECRET_KEY = "sk_test_" + "0123456789abcdef01234567"
STRIPE_LIVE_MODE = False
# Nothing listens there: a test that asks Stripe without a sandbox fails at once.
STRIPE_API_HOST = "http://127.0.0.1:9"
DJSTRIPE_MAX_RETRIES = 0
# Whoever tests it sets it; elsewhere it would be a query more now and then.
DJSTRIPE_INBOX_SWEEP_SECONDS = 0
SILENCED_SYSTEM_CHECKS = ["djstripe.W002"]


def _database() -> dict[str, object]:
    kind = os.environ.get("DJSTRIPE_TEST_DB", "sqlite")
    if kind == "postgres":
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ.get("PGDATABASE", "postgres"),
            "USER": os.environ.get("PGUSER", "postgres"),
            "PASSWORD": os.environ.get("PGPASSWORD", ""),
            "HOST": os.environ.get("PGHOST", "127.0.0.1"),
            "PORT": os.environ.get("PGPORT", "5432"),
        }
    if kind == "mariadb":
        try:
            import MySQLdb  # noqa: F401
        except ImportError:
            import pymysql

            # Django asks for mysqlclient, which needs a compiler; PyMySQL needs nothing.
            pymysql.version_info = (2, 2, 7, "final", 0)
            pymysql.install_as_MySQLdb()
        return {
            "ENGINE": "django.db.backends.mysql",
            "NAME": "djstripe",
            "USER": os.environ.get("MYSQL_USER", "root"),
            "PASSWORD": os.environ.get("MYSQL_PASSWORD", ""),
            "HOST": os.environ.get("MYSQL_HOST", "127.0.0.1"),
            "PORT": os.environ.get("MYSQL_PORT", "3306"),
            "OPTIONS": {"charset": "utf8mb4"},
        }
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}


DATABASES = {"default": _database()}
