"""Errors as Stripe answers them: a status and an envelope."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """
    An answer that is an error: `{"error": {"type", "message", "code", "param", …}}`.

    What was done before it is taken back, unless `keeps_work` says that Stripe keeps it.
    """

    def __init__(
        self,
        message: str,
        *,
        keeps_work: bool = False,
        status: int = 400,
        type: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.keeps_work = keeps_work
        self.headers = headers or {}
        self.page: bytes | None = None  # what a proxy in front of Stripe shows instead
        self.missing: tuple[str, str] | None = None  # type and id of what was not found
        parts = {"code": code, "message": message, "param": param, "type": type, **more}
        self.body = {"error": {k: v for k, v in parts.items() if v is not None}}


class ConnectionDropped(Exception):
    """The client sees its connection close instead of an answer."""


def missing(kind: str, id: str, param: str = "id") -> ApiError:
    """No object of that type and id on this account and in this mode."""
    error = ApiError(
        f"No such {WORDS.get(kind, kind)}: '{id}'",
        status=404 if param == "id" else 400,
        code="resource_missing",
        param=param,
    )
    error.missing = (kind, id)
    return error


def required(param: str) -> ApiError:
    return ApiError(f"Missing required param: {param}.", code="parameter_missing", param=param)


def unknown(param: str) -> ApiError:
    return ApiError(f"Received unknown parameter: {param}", code="parameter_unknown", param=param)


def invalid(message: str, param: str | None = None, code: str | None = None) -> ApiError:
    return ApiError(message, param=param, code=code)


def not_simulated(what: str) -> ApiError:
    """The SDK knows the operation, the sandbox does not; it says so rather than pretend."""
    return ApiError(
        f"The sandbox does not simulate {what}. Seed the outcome with Sandbox.add() instead.",
        code="sandbox_not_simulated",
    )


# Stripe's messages name some types in a way of their own.
WORDS = {
    "payment_intent": "payment_intent",
    "payment_method": "PaymentMethod",
    "setup_intent": "setupintent",
    "promotion_code": "promotion code",
    "subscription_item": "subscription item",
    "subscription_schedule": "subscription schedule",
    "webhook_endpoint": "webhook endpoint",
    "balance_transaction": "balance transaction",
    "credit_note": "credit note",
    "tax_rate": "tax rate",
    "tax_id": "tax ID",
    "checkout.session": "checkout.session",
}
