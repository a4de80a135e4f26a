"""
Behaviour, object by object.

A module registers what its operations do with `@behaviour(verb, template)`; the functions that
do the work take a `World`, so that the company can use them for a past that it invents. What has
no behaviour here is kept faithfully (`djstripe.sandbox.store`), and an action without behaviour
answers `sandbox_not_simulated`; `operations_table()` says which is which.

Behaving: accounts, balance, customers and their balance, discounts, sources and payment methods,
products, prices, plans, coupons, promotion codes, tax rates on what is billed, meters and their
events, credit grants, subscriptions, their items and schedules, invoices, invoice items, lines and
payments, credit notes, quotes, payment intents, setup intents, charges, refunds, disputes, payouts,
transfers and reversals, entitlements, checkout and portal sessions, payment links, webhook
endpoints, events, test clocks, files; of version 2, events and event destinations. What is due
happens as time passes (`djstripe.sandbox.agenda`). Not simulated: issuing, treasury, terminal and
identity actions, cash balances, payment records, tax calculations' transactions, automatic tax
with a registration, billing thresholds and schedules, trial offers, revisions of invoices and
quotes.
"""

from .. import catalogue, routes
from ..store import BEHAVIOURS
from . import (
    balance,
    balances,
    billing,
    carts,
    catalog,
    changes,
    charges,
    checkout,
    clocks,
    collection,
    connect,
    credit_notes,
    credits,
    customers,
    cycle,
    destinations,
    disputes,
    endpoints,
    events,
    fees,
    files,
    invoices,
    lines,
    meters,
    payments,
    payouts,
    plans,
    previews,
    quotes,
    refunds,
    schedules,
    settings,
    setups,
    standing,
    topups,
    transfers,
)
from .accounts import account
from .checkout import visit
from .destinations import make_destination
from .endpoints import make_endpoint
from .settings import change_settings


def operations_table() -> list[tuple[str, str, str]]:
    """Every operation: verb, path and "behaves", "stores" or "refuses"."""
    rows = []
    for operation in catalogue.operations():
        if (operation.method, operation.template) in BEHAVIOURS:
            word = "behaves"
        else:
            word = "refuses" if routes.word_of(operation) == "action" else "stores"
        rows.append((operation.method, operation.template, word))
    return rows


__all__ = [
    "account",
    "balance",
    "balances",
    "billing",
    "carts",
    "catalog",
    "change_settings",
    "changes",
    "charges",
    "checkout",
    "clocks",
    "collection",
    "connect",
    "credit_notes",
    "credits",
    "customers",
    "cycle",
    "destinations",
    "disputes",
    "endpoints",
    "events",
    "fees",
    "files",
    "invoices",
    "lines",
    "make_destination",
    "make_endpoint",
    "meters",
    "operations_table",
    "payments",
    "payouts",
    "plans",
    "previews",
    "quotes",
    "refunds",
    "schedules",
    "settings",
    "setups",
    "standing",
    "topups",
    "transfers",
    "visit",
]
