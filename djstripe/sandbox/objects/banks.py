"""
Stripe's test bank accounts: how a debit of one ends, and a payout to one.

Sources: https://docs.stripe.com/testing#non-card-payments, https://docs.stripe.com/connect/testing
"""

from __future__ import annotations

from typing import Any

from ..catalogue import Json
from ..errors import ApiError

# Debits pass some time in `processing`; the documentation's test mode takes about 3 minutes.
PROCESSING_SECONDS = 180
KINDS = ("us_bank_account", "sepa_debit")

# The account number of a debit of `us_bank_account`, or of a payout, to what becomes of it.
NUMBERS = {
    "000123456789": "succeeds",
    "000111111113": "account_closed",
    "000111111116": "no_account",
    "000222222227": "insufficient_funds",
    "000333333335": "debit_not_authorized",
    "000444444440": "invalid_currency",
    "000555555559": "disputed",
    "000000000009": "processing",
    "000777777771": "charge_exceeds_weekly_limit",
}
_NAMES = {
    "pm_usBankAccount_success": "000123456789",
    "pm_usBankAccount_accountClosed": "000111111113",
    "pm_usBankAccount_noAccount": "000111111116",
    "pm_usBankAccount_insufficientFunds": "000222222227",
    "pm_usBankAccount_debitNotAuthorized": "000333333335",
    "pm_usBankAccount_invalidCurrency": "000444444440",
    "pm_usBankAccount_dispute": "000555555559",
    "pm_usBankAccount_processing": "000000000009",
    "pm_usBankAccount_weeklyLimitExceeded": "000777777771",
}
_IBANS = {
    "AT611904300234573201": "succeeds",
    "AT321904300235473204": "succeeds",
    "AT861904300235473202": "generic_could_not_process",
    "AT051904300235473205": "generic_could_not_process",
    "AT591904300235473203": "disputed",
    "DE89370400440532013000": "succeeds",
    "DE08370400440532013003": "succeeds",
    "DE62370400440532013001": "generic_could_not_process",
    "DE78370400440532013004": "generic_could_not_process",
    "DE35370400440532013002": "disputed",
}
UNUSABLE_IBAN = "AT511904300000066666"
_IBAN_NAMES = {
    f"pm_sepaDebit_{name}_{iban[:2].lower()}": iban
    for names, ibans in (
        (
            ("success", "successDelayed", "failed", "failedDelayed", "disputed"),
            [iban for iban in _IBANS if iban.startswith(country)],
        )
        for country in ("AT", "DE")
    )
    for name, iban in zip(names, ibans, strict=True)
}
METHODS: dict[str, tuple[str, Json]] = {
    **{
        name: ("us_bank_account", {"routing_number": "110000000", "account_number": number})
        for name, number in _NAMES.items()
    },
    **{name: ("sepa_debit", {"iban": iban}) for name, iban in _IBAN_NAMES.items()},
}

FAILURES = {
    "account_closed": "The customer's bank account has been closed.",
    "no_account": "The customer's bank account could not be located.",
    "insufficient_funds": "The customer's account has insufficient funds to cover this payment.",
    "debit_not_authorized": "The customer has notified their bank that this payment was unauthorized.",
    "invalid_currency": "The bank was unable to process this payment because of its currency.",
    "charge_exceeds_weekly_limit": "This payment exceeds the weekly volume limit of the account.",
    "generic_could_not_process": "The customer's bank could not process this payment.",
    "could_not_process": "The bank could not process this payout.",
}


def outcome_of(kind: str, details: Json) -> str:
    """
    What becomes of the debits of a bank account: "succeeds", "disputed", "processing" (for ever),
    or the code with which they fail.

    Raises `bank_account_unusable` for the IBAN that cannot even be kept.
    """
    if kind == "sepa_debit":
        iban = str(details.get("iban") or "").replace(" ", "").upper()
        if iban == UNUSABLE_IBAN:
            message = "The bank account cannot be used. Please try another one."
            raise ApiError(message, code="bank_account_unusable")
        return _IBANS.get(iban, "succeeds")
    return payout_outcome(details.get("account_number"))


def payout_outcome(number: Any) -> str:
    """What becomes of a payout to an account number: "succeeds" or the code it fails with."""
    return NUMBERS.get(str(number or ""), "succeeds")


def error_code(failure: str) -> str:
    """The error code of a payment whose debit failed; not every failure is one."""
    known = ("account_closed", "debit_not_authorized", "insufficient_funds", "no_account")
    return failure if failure in known else "payment_intent_payment_attempt_failed"
