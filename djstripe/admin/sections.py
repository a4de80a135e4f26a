"""The sections in which the app's page lists its models, as Stripe's API reference files them."""

from __future__ import annotations

from typing import Any

# By the module in which a model stands; the rest follows under its module's own name.
SECTIONS = (
    ("Core resources", ("core",)),
    ("Payment methods", ("payment_methods",)),
    (
        "Billing",
        ("billing", "subscriptions", "invoices", "coupons", "credit_notes", "quotes", "usage"),
    ),
    ("Checkout and links", ("checkout",)),
    ("Tax and rates", ("tax", "rates")),
    ("Entitlements", ("entitlements",)),
    ("Accounts and Connect", ("account", "connect")),
    ("Webhooks and keys", ("webhooks", "work", "api", "base", "tables")),
)
_PLACE_OF = {
    module: (position, title)
    for position, (title, modules) in enumerate(SECTIONS)
    for module in modules
}


def section_of(model: type[Any]) -> tuple[int, str]:
    """The place and the title of the section in which a model is listed."""
    module = model.__module__.rpartition(".")[2]
    if module in _PLACE_OF:
        return _PLACE_OF[module]
    title = {"v2": "API v2", "misc": "Other", "generic": "Other"}.get(module)
    return len(SECTIONS), title or module.replace("_", " ").capitalize()
