"""The wiring: what is below is registered with what is above."""

from __future__ import annotations

from django.apps import AppConfig

from . import __version__

__all__ = ["DjstripeAppConfig", "__version__"]


class DjstripeAppConfig(AppConfig):
    """A local, queryable mirror of Stripe."""

    name = "djstripe"
    label = "djstripe"
    verbose_name = "Stripe"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, event_handlers, inbox, look, platforms, subscribers  # noqa: F401
        from .gateway import ports
        from .mirror import tickets
        from .models import api, twins
        from .models.attempts import DatabaseLedger
        from .models.flows import flows
        from .settings import djstripe_settings

        ports.read_ticket = tickets.current
        ports.ledger = DatabaseLedger()
        ports.before_waiting = twins.refuse_open_transaction
        flows.find_credentials = api.find_credentials
        djstripe_settings.default_idempotency_key = api.stored_idempotency_key
        flows.find_account = api.find_account
        flows.process_event = inbox.process_event
        flows.look_again = look.look_again
        flows.send_event = event_handlers.send_event_signals
        subscribers.connect()
        platforms.connect()
