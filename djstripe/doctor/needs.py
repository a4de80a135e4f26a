"""
Which types of event are needed here: by receivers, and to keep the mirror's rows up to date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connections, router

from .. import mirror
from ..event_handlers import names_that_fit, receiver_name
from ..signals import WEBHOOK_SIGNALS, known_event_types

# Stripe makes these only where an endpoint names them; "*" does not.
# Source: https://docs.stripe.com/api/events/types, "Selection required"
SELECTION_REQUIRED = frozenset(
    {
        "identity.verification_session.redacted",
        "issuing_authorization.request",
        "reporting.report_type.updated",
    }
)

# Stripe waits for an answer to it, which a mirror does not give.
ASKS_FOR_AN_ANSWER = frozenset({"issuing_authorization.request"})

# The objects of those types that are not called after their object.
OBJECTS: Mapping[str, str] = {
    "account.external_account": "bank_account",
    "application_fee.refund": "fee_refund",
    "charge.dispute": "dispute",
    "charge.refund": "refund",
    "customer.discount": "discount",
    "customer.source": "card",
    "customer.subscription": "subscription",
    "customer.tax_id": "tax_id",
    "entitlements.active_entitlement_summary": "entitlements.active_entitlement",
    "sigma.scheduled_query_run": "scheduled_query_run",
}


def object_of(event_type: str) -> str:
    """The kind of object that events of a type are about; "" if the mirror keeps none such."""
    stem = event_type.rpartition(".")[0]
    name = OBJECTS.get(stem, stem)
    if name.startswith("issuing_"):
        name = name.replace("_", ".", 1)
    return name if mirror.is_declared(name) else ""


@dataclass(frozen=True)
class Needs:
    """
    ``receivers``: the types that the project's receivers listen to, with the receivers' names.
    ``mirror``: the types that tell of changes to kinds of object of which there are rows.
    """

    receivers: Mapping[str, tuple[str, ...]]
    mirror: frozenset[str]

    def missed_by(self, enabled_events: Iterable[str]) -> tuple[list[str], list[str]]:
        """The types that receivers need, and those that the mirror needs, and do not come."""
        enabled = set(enabled_events)

        def comes(event_type: str) -> bool:
            if event_type in SELECTION_REQUIRED:
                return event_type in enabled
            return "*" in enabled or event_type in enabled

        return (
            sorted(kind for kind in self.receivers if not comes(kind)),
            sorted(kind for kind in self.mirror - set(self.receivers) if not comes(kind)),
        )


def needs() -> Needs:
    """What is needed here now: one query."""
    known = known_event_types()
    return Needs(_by_receivers(known), _by_the_mirror(known))


def _by_receivers(known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    listeners: dict[str, list[str]] = {}
    for name, signal in WEBHOOK_SIGNALS.items():
        plain, coroutines = signal._live_receivers(None)
        if names := [receiver_name(one) for one in (*plain, *coroutines)]:
            listeners[name] = names
    needed: dict[str, tuple[str, ...]] = {}
    for kind in {*known, *(name for name in listeners if "*" not in name)}:
        # Thin events come from destinations of their own.
        if kind.startswith(("v1.", "v2.")):
            continue
        fitting = [kind] if kind in SELECTION_REQUIRED else names_that_fit(kind)
        if found := [who for name in fitting for who in listeners.get(name, ())]:
            needed[kind] = tuple(dict.fromkeys(found))
    return needed


def _by_the_mirror(known: Iterable[str]) -> frozenset[str]:
    kinds = {kind: name for kind in known if (name := object_of(kind))}
    held = _held({name: mirror.model_for(name) for name in kinds.values()})
    return frozenset(k for k, name in kinds.items() if name in held) - ASKS_FOR_AN_ANSWER


def _held(models: Mapping[str, Any]) -> set[str]:
    """Of which of these kinds of object there are rows: one query."""
    named = [(name, model) for name, model in models.items() if model is not None]
    if not named:
        return set()
    connection = connections[router.db_for_read(named[0][1])]
    quoted = (connection.ops.quote_name(model._meta.db_table) for _, model in named)
    parts = [
        f"SELECT {number} AS n WHERE EXISTS (SELECT 1 FROM {table})"
        for number, table in enumerate(quoted)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {named[number][0] for (number,) in cursor.fetchall()}
