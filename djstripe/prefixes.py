"""
What an id says of its object by how it begins.

Stripe publishes no list; these are the beginnings in the examples of its API reference. Products,
coupons and plans may have any id, for their makers choose it.
"""

from __future__ import annotations

import re

# By the object they are ids of, in the names that payloads use.
PREFIXES = {
    "acct": "account", "aca": "billing.credit_grant", "ba": "bank_account",
    "bpc": "billing_portal.configuration", "bps": "billing_portal.session",
    "card": "card", "cbtxn": "customer_balance_transaction", "ch": "charge", "cn": "credit_note",
    "cs": "checkout.session", "cus": "customer", "dp": "dispute", "du": "dispute",
    "di": "discount", "ent": "entitlements.active_entitlement", "evt": "event",
    "fee": "application_fee", "feat": "entitlements.feature", "file": "file", "fr": "fee_refund", "iauth": "issuing.authorization",
    "ic": "issuing.card", "ich": "issuing.cardholder", "idp": "issuing.dispute",
    "ii": "invoiceitem", "il": "line_item", "in": "invoice", "inpay": "invoice_payment",
    "ipi": "issuing.transaction", "issfr": "radar.early_fraud_warning", "link": "file_link",
    "mandate": "mandate", "mtr": "billing.meter", "person": "person", "pi": "payment_intent",
    "plan": "plan", "plink": "payment_link", "pm": "payment_method",
    "pmc": "payment_method_configuration", "po": "payout", "price": "price", "prod": "product",
    "promo": "promotion_code", "prv": "review", "py": "charge", "pyr": "refund", "qt": "quote",
    "re": "refund", "seti": "setup_intent", "setatt": "setup_attempt", "shr": "shipping_rate",
    "si": "subscription_item", "src": "source", "sub": "subscription",
    "sub_sched": "subscription_schedule", "clock": "test_helpers.test_clock",
    "tmr": "terminal.reader", "tml": "terminal.location", "tr": "transfer",
    "trr": "transfer_reversal", "tu": "topup", "txcd": "tax_code", "txi": "tax_id",
    "txn": "balance_transaction", "txr": "tax_rate", "vs": "identity.verification_session",
    "we": "webhook_endpoint",
}  # fmt: skip

_ID = re.compile(r"(?P<prefix>[a-z]+(?:_sched)?)_[A-Za-z0-9_]{2,254}")


def object_named(id: str) -> str:
    """The name of the kind of object that an id is of, such as "customer"; "" if it does not say."""
    match = _ID.fullmatch(id)
    return PREFIXES.get(match["prefix"], "") if match and len(id) <= 255 else ""
