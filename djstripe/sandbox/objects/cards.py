"""Stripe's test cards: what they look like and how a payment with them ends."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..catalogue import Json


class Card(NamedTuple):
    """
    A test card. `outcome` says what becomes of its payments.

    "succeeds", "authenticate" (the customer must first), "bypass_pending" (the money is available
    at once), "disputed", "product_not_received" and "inquiry" (contested at once), or the code it
    is declined with.
    Source: https://docs.stripe.com/testing
    """

    number: str
    brand: str
    country: str = "US"
    funding: str = "credit"
    outcome: str = "succeeds"


CARDS = (
    Card("4242424242424242", "visa"),
    Card("4000056655665556", "visa", funding="debit"),
    Card("5555555555554444", "mastercard"),
    Card("5200828282828210", "mastercard", funding="debit"),
    Card("378282246310005", "amex"),
    Card("6011111111111117", "discover"),
    Card("3056930009020004", "diners"),
    Card("3566002020360505", "jcb", "JP"),
    Card("6200000000000005", "unionpay", "CN"),
    Card("4000000000000002", "visa", outcome="generic_decline"),
    Card("4000000000009995", "visa", outcome="insufficient_funds"),
    Card("4000000000009987", "visa", outcome="lost_card"),
    Card("4000000000000069", "visa", outcome="expired_card"),
    Card("4000000000000127", "visa", outcome="incorrect_cvc"),
    Card("4000000000000341", "visa", outcome="generic_decline"),
    Card("4000002500003155", "visa", "IE", outcome="authenticate"),
    Card("4000002760003184", "visa", "DE", outcome="authenticate"),
    Card("4000000000003220", "visa", outcome="authenticate"),
    Card("4000000000003063", "visa", outcome="authenticate"),
    Card("4000000000000077", "visa", outcome="bypass_pending"),
    Card("4000000000000259", "visa", outcome="disputed"),
    Card("4000000000002685", "visa", outcome="product_not_received"),
    Card("4000000000001976", "visa", outcome="inquiry"),
)
_BY_NUMBER = {card.number: card for card in CARDS}
_NAMES = {
    "visa": "4242424242424242",
    "visa_debit": "4000056655665556",
    "mastercard": "5555555555554444",
    "mastercard_debit": "5200828282828210",
    "amex": "378282246310005",
    "discover": "6011111111111117",
    "diners": "3056930009020004",
    "jcb": "3566002020360505",
    "unionpay": "6200000000000005",
    "chargeDeclined": "4000000000000002",
    "visa_chargeDeclined": "4000000000000002",
    "chargeDeclinedInsufficientFunds": "4000000000009995",
    "visa_chargeDeclinedInsufficientFunds": "4000000000009995",
    "visa_chargeDeclinedLostCard": "4000000000009987",
    "chargeCustomerFail": "4000000000000341",
    "visa_chargeDeclinedExpiredCard": "4000000000000069",
    "chargeDeclinedExpiredCard": "4000000000000069",
    "chargeDeclinedIncorrectCvc": "4000000000000127",
    "authenticationRequired": "4000002760003184",
    "authenticationRequiredOnSetup": "4000002500003155",
    "threeDSecure2Required": "4000000000003220",
    "threeDSecureRequired": "4000000000003063",
    "bypassPending": "4000000000000077",
    "createDispute": "4000000000000259",
    "createDisputeProductNotReceived": "4000000000002685",
    "createDisputeInquiry": "4000000000001976",
}
TEST_METHODS = {f"pm_card_{name}": number for name, number in _NAMES.items()}
_TOKENS = {f"tok_{name}": number for name, number in _NAMES.items()}


def card_of(details: Json) -> Card:
    """The card that a number or a token means; a number that is not known succeeds."""
    token = str(details.get("token") or "")
    number = str(details.get("number") or _TOKENS.get(token) or TEST_METHODS.get(token) or "")
    number = number.replace(" ", "").replace("-", "") or "4242424242424242"
    return _BY_NUMBER.get(number) or Card(number, "visa")


def card_details(card: Card, given: Json, fingerprint: str) -> Json:
    """The `card` hash of a payment method."""
    checks: dict[str, Any] = {
        "address_line1_check": None,
        "address_postal_code_check": None,
        "cvc_check": "pass",
    }
    return {
        "brand": card.brand,
        "checks": checks,
        "country": card.country,
        "display_brand": card.brand,
        "exp_month": given.get("exp_month") or 12,
        "exp_year": given.get("exp_year") or 2034,
        "fingerprint": fingerprint,
        "funding": card.funding,
        "generated_from": None,
        "last4": card.number[-4:],
        "networks": {"available": [card.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


DECLINES = {
    "generic_decline": ("card_declined", "Your card was declined."),
    "insufficient_funds": ("card_declined", "Your card has insufficient funds."),
    "lost_card": ("card_declined", "Your card was declined."),
    "expired_card": ("expired_card", "Your card has expired."),
    "incorrect_cvc": ("incorrect_cvc", "Your card's security code is incorrect."),
}
