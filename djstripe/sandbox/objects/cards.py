"""
Stripe's test cards: what they look like and how a payment with them ends.

Source: https://docs.stripe.com/testing
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..catalogue import Json
from ..errors import ApiError


class Card(NamedTuple):
    """
    A test card.

    `outcome` says what becomes of its payments: "succeeds", "bypass_pending" (the money is
    available at once), "disputed", "product_not_received" and "inquiry" (contested at once),
    "disputed_twice", "fraud_warning", "refund_pending" and "refund_fails" (what becomes of its
    refunds), "elevated_risk", or the code it is declined with.

    `secure` says when its holder must authenticate: "" never, "always", "unless_set_up" (on-session
    always, off-session unless it was set up), "set_up" (on-session only), "optional" (if asked
    for). `fails` are the checks that fail, separated by spaces.
    """

    number: str
    brand: str
    country: str = "US"
    funding: str = "credit"
    outcome: str = "succeeds"
    secure: str = ""
    fails: str = ""


CARDS = (
    Card("4242424242424242", "visa"),
    Card("4000056655665556", "visa", funding="debit"),
    Card("4000056655665572", "visa", funding="debit"),
    Card("4000056755665555", "visa", funding="debit"),
    Card("5555555555554444", "mastercard"),
    Card("2223003122003222", "mastercard"),
    Card("5200828282828210", "mastercard", funding="debit"),
    Card("5105105105105100", "mastercard", funding="prepaid"),
    Card("378282246310005", "amex"),
    Card("371449635398431", "amex"),
    Card("6011111111111117", "discover"),
    Card("6011000990139424", "discover"),
    Card("6011981111111113", "discover", funding="debit"),
    Card("3056930009020004", "diners"),
    Card("36227206271667", "diners"),
    Card("3566002020360505", "jcb", "JP"),
    Card("6200000000000005", "unionpay", "CN"),
    Card("6200000000000047", "unionpay", "CN", "debit"),
    Card("6205500000000000004", "unionpay", "CN"),
    # by country
    Card("4000000320000021", "visa", "AR"),
    Card("4000000760000002", "visa", "BR"),
    Card("4000001240000000", "visa", "CA"),
    Card("4000004840008001", "visa", "MX"),
    Card("4000000400000008", "visa", "AT"),
    Card("4000000560000004", "visa", "BE"),
    Card("4000002080000001", "visa", "DK"),
    Card("4000002500000003", "visa", "FR"),
    Card("4000002760000016", "visa", "DE"),
    Card("4000003720000005", "visa", "IE"),
    Card("4000003800000008", "visa", "IT"),
    Card("4000005280000002", "visa", "NL"),
    Card("4000005780000007", "visa", "NO"),
    Card("4000006200000007", "visa", "PT"),
    Card("4000007240000007", "visa", "ES"),
    Card("4000007520000008", "visa", "SE"),
    Card("4000007560000009", "visa", "CH"),
    Card("4000008260000000", "visa", "GB"),
    Card("4000058260000005", "visa", "GB", "debit"),
    Card("4000000360000006", "visa", "AU"),
    Card("4000003560000008", "visa", "IN"),
    Card("4000003920000003", "visa", "JP"),
    Card("4000007020000003", "visa", "SG"),
    # declined
    Card("4000000000000002", "visa", outcome="generic_decline"),
    Card("4000000000009995", "visa", outcome="insufficient_funds"),
    Card("4000000000009987", "visa", outcome="lost_card"),
    Card("4000000000009979", "visa", outcome="stolen_card"),
    Card("4000000000000069", "visa", outcome="expired_card"),
    Card("4000000000000127", "visa", outcome="incorrect_cvc"),
    Card("4000000000000119", "visa", outcome="processing_error"),
    Card("4000000000006975", "visa", outcome="card_velocity_exceeded"),
    Card("4000000000000341", "visa", outcome="generic_decline"),
    # fraud and checks
    Card("4100000000000019", "visa", outcome="fraudulent"),
    Card("4000000000004954", "visa", outcome="highest_risk"),
    Card("4000000000009235", "visa", outcome="elevated_risk"),
    Card("4000000000000101", "visa", fails="cvc_check"),
    Card("4000000000000036", "visa", fails="address_postal_code_check"),
    Card("4000000000000028", "visa", fails="address_line1_check"),
    Card("4000000000000010", "visa", fails="address_line1_check address_postal_code_check"),
    # authentication
    Card("4000002500003155", "visa", "IE", secure="unless_set_up"),
    Card("4000002760003184", "visa", "DE", secure="always"),
    Card("4000003800000446", "visa", "IT", secure="set_up"),
    Card("4000008260003178", "visa", "GB", outcome="insufficient_funds", secure="always"),
    Card("4000000000003220", "visa", secure="always"),
    Card("4000000000003063", "visa", secure="always"),
    Card("4000008400001629", "visa", outcome="generic_decline", secure="always"),
    Card("4000008400001280", "visa", outcome="processing_error", secure="always"),
    Card("4000000000003055", "visa", secure="optional"),
    # disputes, warnings and refunds
    Card("4000000000000077", "visa", outcome="bypass_pending"),
    Card("4000003720000278", "visa", "IE", outcome="bypass_pending"),
    Card("4000000000000259", "visa", outcome="disputed"),
    Card("4000000000002685", "visa", outcome="product_not_received"),
    Card("4000000000001976", "visa", outcome="inquiry"),
    Card("4000004040000079", "visa", outcome="disputed_twice"),
    Card("4000000000005423", "visa", outcome="fraud_warning"),
    Card("4000000000007726", "visa", outcome="refund_pending"),
    Card("4000000000005126", "visa", outcome="refund_fails"),
)
BY_NUMBER = {card.number: card for card in CARDS}
# Cards that fail only when they are charged; other declined ones cannot be saved at all.
ATTACHABLE = frozenset(
    ["4000000000000341", "4000008260003178", "4000008400001629", "4000008400001280"]
)

_NAMES = {
    "visa": "4242424242424242",
    "visa_debit": "4000056655665556",
    "mastercard": "5555555555554444",
    "mastercard_debit": "5200828282828210",
    "mastercard_prepaid": "5105105105105100",
    "amex": "378282246310005",
    "discover": "6011111111111117",
    "diners": "3056930009020004",
    "jcb": "3566002020360505",
    "unionpay": "6200000000000005",
    "chargeCustomerFail": "4000000000000341",
    "chargeDeclinedFraudulent": "4100000000000019",
    "radarBlock": "4100000000000019",
    "riskLevelHighest": "4000000000004954",
    "riskLevelElevated": "4000000000009235",
    "cvcCheckFail": "4000000000000101",
    "avsZipFail": "4000000000000036",
    "avsLine1Fail": "4000000000000028",
    "avsFail": "4000000000000010",
    "authenticationRequired": "4000002760003184",
    "authenticationRequiredOnSetup": "4000002500003155",
    "authenticationRequiredSetupForOffSession": "4000003800000446",
    "authenticationRequiredChargeDeclinedInsufficientFunds": "4000008260003178",
    "threeDSecure2Required": "4000000000003220",
    "threeDSecureRequired": "4000000000003063",
    "threeDSecureRequiredChargeDeclined": "4000008400001629",
    "threeDSecureRequiredProcessingError": "4000008400001280",
    "threeDSecureOptional": "4000000000003055",
    "amex_threeDSecureNotSupported": "378282246310005",
    "bypassPending": "4000000000000077",
    "bypassPendingInternational": "4000003720000278",
    "createDispute": "4000000000000259",
    "createDisputeProductNotReceived": "4000000000002685",
    "createDisputeInquiry": "4000000000001976",
    "createMultipleDisputes": "4000004040000079",
    "createIssuerFraudRecord": "4000000000005423",
    "pendingRefund": "4000000000007726",
    "refundFail": "4000000000005126",
}
# The documentation has these with `visa_` in front or without.
_DECLINES = {
    "chargeDeclined": "4000000000000002",
    "chargeDeclinedInsufficientFunds": "4000000000009995",
    "chargeDeclinedLostCard": "4000000000009987",
    "chargeDeclinedStolenCard": "4000000000009979",
    "chargeDeclinedExpiredCard": "4000000000000069",
    "chargeDeclinedIncorrectCvc": "4000000000000127",
    "chargeDeclinedProcessingError": "4000000000000119",
    "chargeDeclinedVelocityLimitExceeded": "4000000000006975",
}
_NAMES.update(_DECLINES)
_NAMES.update({f"visa_{name}": number for name, number in _DECLINES.items()})
# `pm_card_br` and its like: the first credit card of a country.
for _card in reversed(CARDS):
    if _card[1] == "visa" and _card[3:] == ("credit", "succeeds", "", ""):
        _NAMES[_card.country.lower()] = _card.number
_NAMES["us"] = "4242424242424242"
TEST_METHODS = {f"pm_card_{name}": number for name, number in _NAMES.items()}
_TOKENS = {f"tok_{name}": number for name, number in _NAMES.items()}
_TOKENS |= {
    "tok_visa_debit_us_transferSuccess": "4000056655665556",
    "tok_visa_debit_us_transferFail": "4000056655665572",
    "tok_visa_debit_us_instantPayoutUnsupported": "4000056755665555",
    "tok_mastercard_debit_us_transferSuccess": "5200828282828210",
    "tok_discover_debit_us_transferSuccess": "6011981111111113",
}


def card_of(details: Json) -> Card:
    """
    The card that a number or a token means; a number that is not known succeeds.

    Raises Stripe's `incorrect_number` for one whose check digit is wrong.
    """
    token = str(details.get("token") or "")
    number = str(details.get("number") or _TOKENS.get(token) or TEST_METHODS.get(token) or "")
    number = number.replace(" ", "").replace("-", "") or "4242424242424242"
    if number in BY_NUMBER:
        return BY_NUMBER[number]
    if not _checks(number):
        raise refused("incorrect_number", "Your card number is incorrect.", "number")
    return Card(number, _brand(number))


def is_token(id: Any) -> bool:
    """Whether it is the name of one of Stripe's test tokens of a card."""
    return id in _TOKENS


def _checks(number: str) -> bool:
    """Luhn's check digit."""
    if not number.isdigit():
        return False
    digits = [int(one) for one in reversed(number)]
    doubled = (sum(divmod(2 * one, 10)) for one in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _brand(number: str) -> str:
    for prefixes, brand in (
        (("34", "37"), "amex"),
        (("30", "36", "38", "39"), "diners"),
        (("35",), "jcb"),
        (("60", "64", "65"), "discover"),
        (("62",), "unionpay"),
        (("5", "2"), "mastercard"),
    ):
        if number.startswith(prefixes):
            return brand
    return "visa"


def refused(code: str, message: str, param: str) -> ApiError:
    """A card that is not even tried."""
    return ApiError(message, status=402, type="card_error", code=code, param=param)


def number(given: Json, name: str) -> int | None:
    """A number that may have come as text."""
    text = str(given.get(name) or "")
    return int(text) if text.isdigit() else None


def check_entered(given: Json, now_year: int) -> None:
    """Refuse what a customer may have mistyped. https://docs.stripe.com/testing#invalid-data"""
    month, year, cvc = number(given, "exp_month"), number(given, "exp_year"), given.get("cvc")
    if month is not None and not 1 <= month <= 12:
        message = "Your card's expiration month is invalid."
        raise refused("invalid_expiry_month", message, "exp_month")
    if year is not None and not now_year <= (year if year > 99 else 2000 + year) < 2100:
        message = "Your card's expiration year is invalid."
        raise refused("invalid_expiry_year", message, "exp_year")
    if cvc is not None and not (str(cvc).isdigit() and len(str(cvc)) in (3, 4)):
        raise refused("invalid_cvc", "Your card's security code is invalid.", "cvc")


def behaviour_of(card: Card) -> Json:
    """What is kept, and not shown, of how a payment with a card goes."""
    return {"outcome": card.outcome, "secure": card.secure, "number": card.number}


def card_details(card: Card, given: Json, fingerprint: str) -> Json:
    """The `card` hash of a payment method."""
    checks: dict[str, Any] = {
        "address_line1_check": None,
        "address_postal_code_check": None,
        "cvc_check": "pass",
    }
    checks.update(dict.fromkeys(card.fails.split(), "fail"))
    year = number(given, "exp_year") or 2034
    return {
        "brand": card.brand,
        "checks": checks,
        "country": card.country,
        "display_brand": card.brand,
        "exp_month": number(given, "exp_month") or 12,
        "exp_year": year if year > 99 else 2000 + year,
        "fingerprint": fingerprint,
        "funding": card.funding,
        "generated_from": None,
        "last4": card.number[-4:],
        "networks": {"available": [card.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": card.brand != "amex"},
        "wallet": None,
    }


# Outcome to error code and message. https://docs.stripe.com/declines/codes
DECLINES = {
    "generic_decline": ("card_declined", "Your card was declined."),
    "insufficient_funds": ("card_declined", "Your card has insufficient funds."),
    "lost_card": ("card_declined", "Your card was declined."),
    "stolen_card": ("card_declined", "Your card was declined."),
    "expired_card": ("expired_card", "Your card has expired."),
    "incorrect_cvc": ("incorrect_cvc", "Your card's security code is incorrect."),
    "processing_error": (
        "processing_error",
        "An error occurred while processing your card. Try again in a little bit.",
    ),
    "card_velocity_exceeded": (
        "card_declined",
        "Your card was declined for making repeated attempts too frequently or exceeding its "
        "amount limit.",
    ),
    "fraudulent": ("card_declined", "Your card was declined."),
    "highest_risk": ("card_declined", "Your card was declined."),
    "authentication_required": (
        "authentication_required",
        "Your card was declined. This transaction requires authentication.",
    ),
}
# Not declined by the issuer: Stripe did not even ask.
BLOCKED = {"fraudulent", "highest_risk"}
