"""The mirror in a database of its own, apart from the project's."""

from tests.settings import *  # noqa: F403

DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"},
    "stripe": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"},
}
DATABASE_ROUTERS = ["tests.settings_router.Router"]


class Router:
    """Everything of djstripe's lives in ``stripe``."""

    def _of(self, app_label: str) -> str:
        return "stripe" if app_label == "djstripe" else "default"

    def db_for_read(self, model, **hints):  # type: ignore[no-untyped-def]
        return self._of(model._meta.app_label)

    db_for_write = db_for_read

    def allow_relation(self, one, other, **hints):  # type: ignore[no-untyped-def]
        return True

    def allow_migrate(self, db, app_label, **hints):  # type: ignore[no-untyped-def]
        return db == self._of(app_label)
