"""
Realistic Stripe objects, made up: shapes of API version 2026-05-27.dahlia.

Every object is a function of its number, so that the fake Stripe and whoever checks the
outcome agree without talking. Sizes are Stripe's: a charge is about 3 kB as Stripe prints it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

API_VERSION = "2026-05-27.dahlia"
ACCOUNT = "acct_1BenchmarkXYZ0001"
EPOCH = 1_700_000_000  # when the company began (Unix seconds)
MONTH = 30 * 86_400

Json = dict[str, Any]

FIRST_NAMES = ("Ada", "Bo", "Chidi", "Dilek", "Emre", "Françoise", "Gül", "Håkon", "Inés", "Jiří")
LAST_NAMES = ("Okafor", "Müller", "Nguyen", "Kowalska", "Silva", "Tanaka", "O’Brien", "Popescu")
CITIES = ("Berlin", "Lyon", "Porto", "Kraków", "Oslo", "Ankara", "Brno", "Cork")
COUNTRIES = ("DE", "FR", "PT", "PL", "NO", "TR", "CZ", "IE")
BRANDS = ("visa", "mastercard", "amex")


@dataclass(frozen=True)
class Buyer:
    """One customer and everything that hangs on it, by number; ``family`` keeps worlds apart."""

    number: int
    family: str = "w"

    def id(self, prefix: str) -> str:
        """``prefix_`` and as many characters as Stripe's ids have."""
        return f"{prefix}_1{self.family}{self.number:07d}BenchmarkQx9"

    @property
    def created(self) -> int:
        return EPOCH + self.number * 61

    @property
    def name(self) -> str:
        n = self.number
        return f"{FIRST_NAMES[n % len(FIRST_NAMES)]} {LAST_NAMES[n % len(LAST_NAMES)]}"

    @property
    def email(self) -> str:
        return f"buyer{self.number}.{self.family}@example.com"

    @property
    def amount(self) -> int:
        return 900 + self.number % 90 * 100

    @property
    def address(self) -> Json:
        n = self.number
        return {
            "city": CITIES[n % len(CITIES)],
            "country": COUNTRIES[n % len(COUNTRIES)],
            "line1": f"Long Street {n % 200 + 1}",
            "line2": None,
            "postal_code": f"{10_000 + n % 80_000}",
            "state": None,
        }

    @property
    def metadata(self) -> Json:
        return {"tenant": f"tenant-{self.number % 50}", "source": "website", "seats": "4"}


def account() -> Json:
    """The account whose API key is used."""
    return {
        "id": ACCOUNT,
        "object": "account",
        "business_profile": {"mcc": "5734", "name": "Benchmark Ltd", "url": "https://example.com"},
        "business_type": "company",
        "capabilities": {"card_payments": "active", "transfers": "active"},
        "charges_enabled": True,
        "country": "DE",
        "created": EPOCH - 86_400,
        "default_currency": "eur",
        "details_submitted": True,
        "email": "owner@example.com",
        "metadata": {},
        "payouts_enabled": True,
        "settings": {
            "branding": {
                "icon": None, "logo": None, "primary_color": None, "secondary_color": None,
            },
            "dashboard": {"display_name": "Benchmark", "timezone": "Europe/Berlin"},
            "payments": {"statement_descriptor": "BENCHMARK"},
        },
        "type": "standard",
    }  # fmt: skip


def country_spec() -> Json:
    """What one country allows; listed for whoever asks."""
    return {
        "id": "DE",
        "object": "country_spec",
        "default_currency": "eur",
        "supported_bank_account_currencies": {"eur": ["DE"]},
        "supported_payment_currencies": ["eur", "usd"],
        "supported_payment_methods": ["card"],
        "supported_transfer_countries": ["DE"],
        "verification_fields": {
            "company": {"additional": [], "minimum": ["business_profile.url"]},
            "individual": {"additional": [], "minimum": ["business_profile.url"]},
        },
    }


def product(b: Buyer) -> Json:
    return {
        "id": b.id("prod"),
        "object": "product",
        "active": True,
        "attributes": [],
        "created": b.created,
        "default_price": b.id("price"),
        "description": f"Plan {b.number}: everything a small team needs, billed monthly.",
        "images": [],
        "livemode": False,
        "marketing_features": [{"name": "Unlimited projects"}, {"name": "Support by e-mail"}],
        "metadata": b.metadata,
        "name": f"Plan {b.number}",
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "type": "service",
        "unit_label": "seat",
        "updated": b.created,
        "url": None,
    }


def price(b: Buyer) -> Json:
    return {
        "id": b.id("price"),
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": b.created,
        "currency": "eur",
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": f"plan-{b.family}-{b.number}",
        "metadata": {"tier": "standard"},
        "nickname": None,
        "product": b.id("prod"),
        "recurring": {
            "interval": "month",
            "interval_count": 1,
            "meter": None,
            "trial_period_days": None,
            "usage_type": "licensed",
        },
        "tax_behavior": "exclusive",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring",
        "unit_amount": b.amount,
        "unit_amount_decimal": str(b.amount),
    }


def customer(b: Buyer) -> Json:
    return {
        "id": b.id("cus"),
        "object": "customer",
        "address": b.address,
        "balance": 0,
        "business_name": None,
        "created": b.created,
        "currency": "eur",
        "default_source": None,
        "delinquent": False,
        "description": f"Team of {b.name}",
        "discount": None,
        "email": b.email,
        "individual_name": b.name,
        "invoice_prefix": f"B{b.family.upper()}{b.number:06d}",
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": b.id("pm"),
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": b.metadata,
        "name": b.name,
        "next_invoice_sequence": 2,
        "phone": "+4930123456",
        "preferred_locales": ["de-DE"],
        "shipping": {"address": b.address, "name": b.name, "phone": None},
        "tax_exempt": "none",
        "test_clock": None,
    }


def _card(b: Buyer) -> Json:
    n = b.number
    return {
        "brand": BRANDS[n % len(BRANDS)],
        "checks": {
            "address_line1_check": "pass",
            "address_postal_code_check": "pass",
            "cvc_check": "pass",
        },
        "country": COUNTRIES[n % len(COUNTRIES)],
        "exp_month": n % 12 + 1,
        "exp_year": 2031,
        "fingerprint": f"Fp{b.family}{n:010d}Zq",
        "funding": "credit",
        "last4": f"{n % 10_000:04d}",
        "network_token": {"used": False},
        "three_d_secure": None,
        "wallet": None,
    }


def payment_method(b: Buyer) -> Json:
    kept = {k: v for k, v in _card(b).items() if k != "network_token"}
    return {
        "id": b.id("pm"),
        "object": "payment_method",
        "allow_redisplay": "limited",
        "billing_details": _billing_details(b),
        "card": {
            **kept,
            "display_brand": kept["brand"],
            "generated_from": None,
            "networks": {"available": [kept["brand"]], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
        },
        "created": b.created + 2,
        "customer": b.id("cus"),
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
    }


def _billing_details(b: Buyer) -> Json:
    return {
        "address": b.address,
        "email": b.email,
        "name": b.name,
        "phone": None,
        "tax_id": None,
    }


def subscription(b: Buyer, of_price: Buyer | None = None) -> Json:
    plan = of_price or b
    return {
        "id": b.id("sub"),
        "object": "subscription",
        "application": None,
        "application_fee_percent": None,
        "automatic_tax": {"disabled_reason": None, "enabled": True, "liability": {"type": "self"}},
        "billing_cycle_anchor": b.created + 3,
        "billing_cycle_anchor_config": None,
        "billing_mode": {"flexible": {"proration_discounts": "included"}, "type": "flexible"},
        "billing_thresholds": None,
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "created": b.created + 3,
        "currency": "eur",
        "customer": b.id("cus"),
        "customer_account": None,
        "days_until_due": None,
        "default_payment_method": b.id("pm"),
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "ended_at": None,
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "items": {
            "object": "list",
            "data": [
                {
                    "id": b.id("si"),
                    "object": "subscription_item",
                    "billing_thresholds": None,
                    "created": b.created + 3,
                    "current_period_end": b.created + 3 + MONTH,
                    "current_period_start": b.created + 3,
                    "discounts": [],
                    "metadata": {},
                    "price": price(plan),
                    "quantity": 4,
                    "subscription": b.id("sub"),
                    "tax_rates": [],
                }
            ],
            "has_more": False,
            "total_count": 1,
            "url": f"/v1/subscription_items?subscription={b.id('sub')}",
        },
        "latest_invoice": b.id("in"),
        "livemode": False,
        "metadata": b.metadata,
        "next_pending_invoice_item_invoice": None,
        "on_behalf_of": None,
        "pause_collection": None,
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "pending_invoice_item_interval": None,
        "pending_setup_intent": None,
        "pending_update": None,
        "schedule": None,
        "start_date": b.created + 3,
        "status": "active",
        "test_clock": None,
        "transfer_data": None,
        "trial_end": None,
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
        "trial_start": None,
    }


def invoice(b: Buyer, of_price: Buyer | None = None) -> Json:
    plan, total = of_price or b, 4 * (of_price or b).amount
    parent = {"metadata": b.metadata, "subscription": b.id("sub")}
    return {
        "id": b.id("in"),
        "object": "invoice",
        "account_country": "DE",
        "account_name": "Benchmark Ltd",
        "account_tax_ids": None,
        "amount_due": total,
        "amount_overpaid": 0,
        "amount_paid": total,
        "amount_remaining": 0,
        "amount_shipping": 0,
        "application": None,
        "attempt_count": 1,
        "attempted": True,
        "auto_advance": False,
        "automatic_tax": {
            "disabled_reason": None, "enabled": True, "liability": {"type": "self"},
            "provider": "stripe", "status": "complete",
        },
        "automatically_finalizes_at": None,
        "billing_reason": "subscription_create",
        "collection_method": "charge_automatically",
        "created": b.created + 4,
        "currency": "eur",
        "custom_fields": None,
        "customer": b.id("cus"),
        "customer_account": None,
        "customer_address": b.address,
        "customer_email": b.email,
        "customer_name": b.name,
        "customer_phone": None,
        "customer_shipping": None,
        "customer_tax_exempt": "none",
        "customer_tax_ids": [],
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "due_date": None,
        "effective_at": b.created + 5,
        "ending_balance": 0,
        "footer": None,
        "from_invoice": None,
        "hosted_invoice_url": f"https://invoice.example.com/i/{ACCOUNT}/test_{b.id('Y')}?s=ap",
        "invoice_pdf": f"https://pay.example.com/invoice/{ACCOUNT}/test_{b.id('Y')}/pdf?s=ap",
        "issuer": {"type": "self"},
        "last_finalization_error": None,
        "latest_revision": None,
        "lines": {
            "object": "list",
            "data": [
                {
                    "id": b.id("il"),
                    "object": "line_item",
                    "amount": total,
                    "currency": "eur",
                    "description": f"4 seat × Plan {plan.number} (at €{plan.amount / 100:.2f} / month)",
                    "discount_amounts": [],
                    "discountable": True,
                    "discounts": [],
                    "invoice": b.id("in"),
                    "livemode": False,
                    "metadata": b.metadata,
                    "parent": {
                        "invoice_item_details": None,
                        "subscription_item_details": {
                            "invoice_item": None,
                            "proration": False,
                            "proration_details": {"credited_items": None},
                            "subscription": b.id("sub"),
                            "subscription_item": b.id("si"),
                        },
                        "type": "subscription_item_details",
                    },
                    "period": {"end": b.created + MONTH, "start": b.created},
                    "pretax_credit_amounts": [],
                    "pricing": {
                        "price_details": {"price": plan.id("price"), "product": plan.id("prod")},
                        "type": "price_details",
                        "unit_amount_decimal": str(plan.amount),
                    },
                    "quantity": 4,
                    "taxes": [],
                }
            ],
            "has_more": False,
            "total_count": 1,
            "url": f"/v1/invoices/{b.id('in')}/lines",
        },
        "livemode": False,
        "metadata": {},
        "next_payment_attempt": None,
        "number": f"B{b.family.upper()}{b.number:06d}-0001",
        "on_behalf_of": None,
        "parent": {
            "quote_details": None,
            "subscription_details": parent,
            "type": "subscription_details",
        },
        "payment_settings": {
            "default_mandate": None,
            "payment_method_options": None,
            "payment_method_types": None,
        },
        "period_end": b.created + 3,
        "period_start": b.created + 3,
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "receipt_number": None,
        "rendering": None,
        "shipping_cost": None,
        "shipping_details": None,
        "starting_balance": 0,
        "statement_descriptor": None,
        "status": "paid",
        "status_transitions": {
            "finalized_at": b.created + 5,
            "marked_uncollectible_at": None,
            "paid_at": b.created + 6,
            "voided_at": None,
        },
        "subtotal": total,
        "subtotal_excluding_tax": total,
        "test_clock": None,
        "total": total,
        "total_discount_amounts": [],
        "total_excluding_tax": total,
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
        "webhooks_delivered_at": b.created + 5,
    }  # fmt: skip


def payment_intent(b: Buyer) -> Json:
    total = 4 * b.amount
    return {
        "id": b.id("pi"),
        "object": "payment_intent",
        "amount": total,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": total,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{b.id('pi')}_secret_xY{b.number:08d}",
        "confirmation_method": "automatic",
        "created": b.created + 5,
        "currency": "eur",
        "customer": b.id("cus"),
        "customer_account": None,
        "description": "Subscription creation",
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": b.id("ch"),
        "livemode": False,
        "metadata": b.metadata,
        "next_action": None,
        "on_behalf_of": None,
        "payment_details": {"customer_reference": None, "order_reference": b.id("in")},
        "payment_method": b.id("pm"),
        "payment_method_configuration_details": None,
        "payment_method_options": {
            "card": {
                "installments": None,
                "mandate_options": None,
                "network": None,
                "request_three_d_secure": "automatic",
                "setup_future_usage": "off_session",
            }
        },
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": b.email,
        "review": None,
        "setup_future_usage": "off_session",
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "succeeded",
        "transfer_data": None,
        "transfer_group": None,
    }


def charge(b: Buyer) -> Json:
    total = 4 * b.amount
    return {
        "id": b.id("ch"),
        "object": "charge",
        "amount": total,
        "amount_captured": total,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": b.id("txn"),
        "billing_details": _billing_details(b),
        "calculated_statement_descriptor": "BENCHMARK",
        "captured": True,
        "created": b.created + 6,
        "currency": "eur",
        "customer": b.id("cus"),
        "description": "Subscription creation",
        "destination": None,
        "dispute": None,
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": b.metadata,
        "on_behalf_of": None,
        "order": None,
        "outcome": {
            "advice_code": None,
            "network_advice_code": None,
            "network_decline_code": None,
            "network_status": "approved_by_network",
            "reason": None,
            "risk_level": "normal",
            "risk_score": b.number % 60,
            "seller_message": "Payment complete.",
            "type": "authorized",
        },
        "paid": True,
        "payment_intent": b.id("pi"),
        "payment_method": b.id("pm"),
        "payment_method_details": {
            "card": {
                **_card(b),
                "amount_authorized": total,
                "authorization_code": f"{b.number % 1_000_000:06d}",
                "extended_authorization": {"status": "disabled"},
                "incremental_authorization": {"status": "unavailable"},
                "installments": None,
                "mandate": None,
                "multicapture": {"status": "unavailable"},
                "network": BRANDS[b.number % len(BRANDS)],
                "network_transaction_id": f"{b.number:015d}",
                "overcapture": {"maximum_amount_capturable": total, "status": "unavailable"},
                "regulated_status": "unregulated",
            },
            "type": "card",
        },
        "presentment_details": None,
        "radar_options": {},
        "receipt_email": b.email,
        "receipt_number": None,
        "receipt_url": f"https://pay.example.com/receipts/invoices/{b.id('rcpt')}?s=ap",
        "refunded": False,
        "review": None,
        "shipping": {"address": b.address, "name": b.name, "phone": None},
        "source": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "succeeded",
        "transfer_data": None,
        "transfer_group": None,
    }


def invoice_payments(b: Buyer) -> Json:
    """What stands in an invoice if its payments were expanded."""
    total = 4 * b.amount
    payment = {
        "id": b.id("inpay"),
        "object": "invoice_payment",
        "amount_paid": total,
        "amount_requested": total,
        "created": b.created + 5,
        "currency": "eur",
        "invoice": b.id("in"),
        "is_default": True,
        "livemode": False,
        "payment": {"payment_intent": b.id("pi"), "type": "payment_intent"},
        "status": "paid",
        "status_transitions": {"canceled_at": None, "paid_at": b.created + 6},
    }
    return {
        "object": "list",
        "data": [payment],
        "has_more": False,
        "url": f"/v1/invoice_payments?invoice={b.id('in')}",
    }


def balance_transaction(b: Buyer) -> Json:
    total = 4 * b.amount
    fee = total * 15 // 1000 + 25
    return {
        "id": b.id("txn"),
        "object": "balance_transaction",
        "amount": total,
        "available_on": b.created + 7 * 86_400,
        "balance_type": "payments",
        "created": b.created + 6,
        "currency": "eur",
        "description": "Subscription creation",
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [
            {
                "amount": fee,
                "application": None,
                "currency": "eur",
                "description": "Stripe processing fees",
                "type": "stripe_fee",
            }
        ],
        "net": total - fee,
        "reporting_category": "charge",
        "source": b.id("ch"),
        "status": "available",
        "type": "charge",
    }


# Where each kind is listed; parents first.
BACKFILLED = {
    "products": product,
    "prices": price,
    "customers": customer,
    "subscriptions": subscription,
    "invoices": invoice,
    "payment_intents": payment_intent,
    "charges": charge,
}
# What is asked for by id as well.
RETRIEVED = {**BACKFILLED, "payment_methods": payment_method, "balance_transactions": balance_transaction}  # fmt: skip

# What an ``expand`` puts into an object, by resource: the key, and what stands there then.
EXPANDED = {
    "charges": ("balance_transaction", balance_transaction),
    "prices": ("product", product),
    "invoices": ("payments", invoice_payments),
}


def expanded(resource: str, value: Json, b: Buyer) -> Json:
    """An object with what can be expanded in it, where there is something to expand."""
    key, make = EXPANDED.get(resource, ("", None))
    if make is None or (value.get(key) is None and key != "payments"):
        return value
    return {**value, key: make(PLAN if b.family != "w" and key == "product" else b)}


# ---------------------------------------------------------------- stories


@dataclass(frozen=True)
class Step:
    """One event of a story: what happened to which object, and how the object is then."""

    type: str
    resource: str
    state: Json
    created: int
    number: int  # of the step among all of its story, over all rounds

    def event(self, story: Buyer) -> Json:
        """The event that Stripe sends of it."""
        return {
            "id": f"evt_1{story.family}{story.number:06d}s{self.number:03d}BenchmarkQx9",
            "object": "event",
            "api_version": API_VERSION,
            "created": self.created,
            "data": {"object": self.state},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": f"req_{story.family}{story.number}{self.number}", "idempotency_key": None},
            "type": self.type,
        }  # fmt: skip


# One plan that everybody in the stories signs up for.
PLAN = Buyer(0, "w")

_SIGN_UP: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("customer.created", "customers", {}),
    ("payment_method.attached", "payment_methods", {}),
    ("customer.subscription.created", "subscriptions", {"status": "incomplete"}),
    ("invoice.created", "invoices", {"status": "draft", "amount_paid": 0, "number": None}),
    ("invoice.finalized", "invoices", {"status": "open", "amount_paid": 0}),
    ("payment_intent.succeeded", "payment_intents", {}),
    ("charge.succeeded", "charges", {"balance_transaction": None}),
    ("invoice.paid", "invoices", {}),
    ("customer.subscription.updated", "subscriptions", {}),
    ("charge.updated", "charges", {}),
)


def sign_up(
    story: Buyer, *, begins: int, seconds_apart: int, times_before: int = 0
) -> Iterator[Step]:
    """
    Somebody signs up and pays: ten events of six objects, each of which changes its object.

    Told again with ``times_before=1``, the same things happen to the same objects once more.
    ``metadata.state`` counts the states of an object's story, so that an outdated row shows.
    """
    for place, (kind, resource, changes) in enumerate(_SIGN_UP):
        number = times_before * len(_SIGN_UP) + place
        state = made(resource, story)
        state = {**state, **changes, "metadata": {**state["metadata"], "state": str(number)}}
        yield Step(kind, resource, state, begins + place * seconds_apart, number)


def made(resource: str, b: Buyer) -> Json:
    """One object of a story, or of the world that is backfilled."""
    if b.family != "w" and resource in ("subscriptions", "invoices"):
        return (subscription if resource == "subscriptions" else invoice)(b, PLAN)
    return RETRIEVED[resource](b)


PHASES = ("unknown", "new", "known", "second", "late", "waiting")


def told(phase: str, stories: int) -> list[tuple[Buyer, Step]]:
    """
    The events of one phase, in the order in which they are delivered.

    ``unknown``: an invoice is paid, of customers that the mirror has never heard of;
    ``new``: sign-ups, so that every object is new;
    ``known``: the same once more, so that every object is known and changes;
    ``second``: sign-ups of others, each within one second;
    ``late``: known objects change, as in ``known``, and Stripe takes its time to answer;
    ``waiting``: known objects change six times over, and who has a worker lets it apply them.
    """
    if phase == "unknown":
        begins = EPOCH + 10 * MONTH
        return [
            (story, step)
            for n in range(max(1, stories // 2))
            for story in [Buyer(n, "u")]
            for step in sign_up(story, begins=begins + n * 100, seconds_apart=5)
            if step.type == "invoice.paid"
        ]
    if phase in ("late", "waiting"):
        rounds = range(2, 3) if phase == "late" else range(3, 9)
        return [
            (story, step)
            for before in rounds
            for n in range(min(stories, 5) if phase == "late" else stories)
            for story in [Buyer(n, "s")]
            for step in sign_up(
                story,
                begins=EPOCH + (14 + before) * MONTH + n * 100,
                seconds_apart=5,
                times_before=before,
            )
        ]
    begins, apart, before, family = {
        "new": (EPOCH + 11 * MONTH, 5, 0, "s"),
        "known": (EPOCH + 12 * MONTH, 5, 1, "s"),
        "second": (EPOCH + 13 * MONTH, 0, 0, "t"),
    }[phase]
    return [
        (story, step)
        for n in range(stories)
        for story in [Buyer(n, family)]
        for step in sign_up(
            story, begins=begins + n * 100, seconds_apart=apart, times_before=before
        )
    ]


def final_states(stories: int) -> dict[str, str]:
    """``metadata.state`` of each object of the stories, by id, when every phase has been told."""
    last: dict[str, str] = {}
    for phase in PHASES:
        for _, step in told(phase, stories):
            last[step.state["id"]] = step.state["metadata"]["state"]
    return last
