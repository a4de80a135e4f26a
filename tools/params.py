"""
Write the types of what verbs take: ``djstripe/models/params.pyi``.

    python -m tools.params

A verb is typed by a line in VERBS and ``**kwargs: Unpack[params.ModelVerb]`` in its signature.

Read from the installed SDK's own parameter types, which follow Stripe's documentation, with what
our verbs take besides: rows where Stripe has ids, datetimes where it has Unix seconds, Decimals
where it has decimal strings, any sequence where it has lists. What a verb names itself is left
out. Nothing of it exists at run time.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import stripe

SDK = Path(stripe.__file__).parent
TARGET = Path(__file__).parent.parent / "djstripe/models/params.pyi"

# What a verb does at Stripe, or what of that its keyword arguments are (after #).
VERBS = {
    "Account.api_reject": "POST /v1/accounts/{}/reject",
    "Account.create": "POST /v1/accounts",
    "Account.create_link": "POST /v1/account_links",
    "Account.create_login_link": "POST /v1/accounts/{}/login_links",
    "Account.reject": "POST /v1/accounts/{}/reject",
    "Account.update": "POST /v1/accounts/{}",
    "AccountV2.api_close": "POST /v2/core/accounts/{}/close",
    "AppInstall.uninstall": "POST /v1/apps/installs/{}/uninstall",
    "BankAccount.create": "POST /v1/customers/{}/sources",
    "BankAccount.remove": "DELETE /v1/customers/{}/sources/{}",
    "BankAccount.update": "POST /v1/customers/{}/sources/{}",
    "BankAccount.verify": "POST /v1/customers/{}/sources/{}/verify",
    "BillingPortalConfiguration.update": "POST /v1/billing_portal/configurations/{}",
    "BillingPortalSession.begin": "POST /v1/billing_portal/sessions",
    "BillingPortalSession.create": "POST /v1/billing_portal/sessions",
    "Card.create": "POST /v1/customers/{}/sources",
    "Card.create_token": "POST /v1/tokens",
    "Card.remove": "DELETE /v1/customers/{}/sources/{}",
    "Card.update": "POST /v1/customers/{}/sources/{}",
    "Charge.capture": "POST /v1/charges/{}/capture",
    "Charge.update": "POST /v1/charges/{}",
    "ClimateOrder.cancel": "POST /v1/climate/orders/{}/cancel",
    "Coupon.create": "POST /v1/coupons",
    "Coupon.update": "POST /v1/coupons/{}",
    "CreditGrant.update": "POST /v1/billing/credit_grants/{}",
    "CreditNote.create": "POST /v1/credit_notes",
    "CreditNote.update": "POST /v1/credit_notes/{}",
    "Customer.add_tax_id": "POST /v1/customers/{}/tax_ids",
    "Customer.begin_payment": "POST /v1/payment_intents",
    "Customer.begin_setup": "POST /v1/setup_intents",
    "Customer.billing_portal": "POST /v1/billing_portal/sessions",
    "Customer.charge": "POST /v1/charges",
    "Customer.checkout": "POST /v1/checkout/sessions",
    "Customer.create": "POST /v1/customers",
    "Customer.create_invoice": "POST /v1/invoices",
    "Customer.credit": "POST /v1/customers/{}/balance_transactions",
    "Customer.debit": "POST /v1/customers/{}/balance_transactions",
    "Customer.detach_payment_methods": "GET /v1/customers/{}/payment_methods",
    "Customer.get_or_create": "POST /v1/customers",
    "Customer.grant_credit": "POST /v1/billing/credit_grants",
    "Customer.pay": "POST /v1/payment_intents",
    "Customer.read_payment_methods": "GET /v1/customers/{}/payment_methods",
    "Customer.send_invoice": "POST /v1/invoices/{}/pay",
    "Customer.subscribe": "POST /v1/subscriptions",
    "Customer.update": "POST /v1/customers/{}",
    "Customer.upcoming_invoice": "POST /v1/invoices/create_preview",
    "Dispute.add_evidence": "POST /v1/disputes/{}#evidence",
    "Dispute.submit": "POST /v1/disputes/{}#evidence",
    "EventDestination.disable": "POST /v2/core/event_destinations/{}/disable",
    "EventDestination.enable": "POST /v2/core/event_destinations/{}/enable",
    "Feature.create": "POST /v1/entitlements/features",
    "Feature.update": "POST /v1/entitlements/features/{}",
    "File.create": "POST /v1/files",
    "File.create_link": "POST /v1/file_links",
    "FileLink.update": "POST /v1/file_links/{}",
    "FinancialConnectionsAccount.disconnect": "POST /v1/financial_connections/accounts/{}/disconnect",
    "FinancialConnectionsAccount.refresh": "POST /v1/financial_connections/accounts/{}/refresh",
    "FinancialConnectionsAccount.subscribe": "POST /v1/financial_connections/accounts/{}/subscribe",
    "FinancialConnectionsAccount.unsubscribe": "POST /v1/financial_connections/accounts/{}/unsubscribe",
    "GbBankAccount.archive": "POST /v2/core/vault/gb_bank_accounts/{}/archive",
    "GbBankAccount.unarchive": "POST /v2/core/vault/gb_bank_accounts/{}/unarchive",
    "Invoice.add_lines": "POST /v1/invoices/{}/add_lines",
    "Invoice.attach_payment": "POST /v1/invoices/{}/attach_payment",
    "Invoice.finalize": "POST /v1/invoices/{}/finalize",
    "Invoice.mark_uncollectible": "POST /v1/invoices/{}/mark_uncollectible",
    "Invoice.pay": "POST /v1/invoices/{}/pay",
    "Invoice.refund": "POST /v1/refunds",
    "Invoice.retry": "POST /v1/invoices/{}/pay",
    "Invoice.send": "POST /v1/invoices/{}/send",
    "Invoice.upcoming": "POST /v1/invoices/create_preview",
    "Invoice.update": "POST /v1/invoices/{}",
    "Invoice.void": "POST /v1/invoices/{}/void",
    "InvoiceItem.update": "POST /v1/invoiceitems/{}",
    "IssuingAuthorization.approve": "POST /v1/issuing/authorizations/{}/approve",
    "IssuingAuthorization.decline": "POST /v1/issuing/authorizations/{}/decline",
    "IssuingDispute.submit": "POST /v1/issuing/disputes/{}/submit",
    "LineItem.update": "POST /v1/invoices/{}/lines/{}",
    "Meter.create": "POST /v1/billing/meters",
    "Meter.update": "POST /v1/billing/meters/{}",
    "MoneyManagementOutboundPayment.cancel": "POST /v2/money_management/outbound_payments/{}/cancel",
    "MoneyManagementOutboundSetupIntent.cancel": "POST /v2/money_management/outbound_setup_intents/{}/cancel",
    "MoneyManagementPayoutIntent.cancel": "POST /v2/money_management/payout_intents/{}/cancel",
    "MoneyManagementPayoutIntent.confirm": "POST /v2/money_management/payout_intents/{}/confirm",
    "MoneyManagementPayoutMethod.archive": "POST /v2/money_management/payout_methods/{}/archive",
    "MoneyManagementPayoutMethod.unarchive": "POST /v2/money_management/payout_methods/{}/unarchive",
    "MoneyManagementRecipientVerification.acknowledge": "POST /v2/money_management/recipient_verifications/{}/acknowledge",
    "PaymentIntent.cancel": "POST /v1/payment_intents/{}/cancel",
    "PaymentIntent.capture": "POST /v1/payment_intents/{}/capture",
    "PaymentIntent.confirm": "POST /v1/payment_intents/{}/confirm",
    "PaymentIntent.increment_authorization": "POST /v1/payment_intents/{}/increment_authorization",
    "PaymentIntent.refund": "POST /v1/refunds",
    "PaymentIntent.update": "POST /v1/payment_intents/{}",
    "PaymentLink.create": "POST /v1/payment_links",
    "PaymentLink.update": "POST /v1/payment_links/{}",
    "PaymentMethod.update": "POST /v1/payment_methods/{}",
    "PaymentMethodDomain.validate": "POST /v1/payment_method_domains/{}/validate",
    "Payout.cancel": "POST /v1/payouts/{}/cancel",
    "Payout.create": "POST /v1/payouts",
    "Payout.reverse": "POST /v1/payouts/{}/reverse",
    "Payout.update": "POST /v1/payouts/{}",
    "Price.create": "POST /v1/prices",
    "Price.get_or_create": "POST /v1/prices",
    "Price.update": "POST /v1/prices/{}",
    "Product.create": "POST /v1/products",
    "Product.update": "POST /v1/products/{}",
    "PromotionCode.update": "POST /v1/promotion_codes/{}",
    "Quote.create": "POST /v1/quotes",
    "Quote.finalize": "POST /v1/quotes/{}/finalize",
    "Quote.update": "POST /v1/quotes/{}",
    "Refund.cancel": "POST /v1/refunds/{}/cancel",
    "Refund.update": "POST /v1/refunds/{}",
    "Review.approve": "POST /v1/reviews/{}/approve",
    "Session.create": "POST /v1/checkout/sessions",
    "Session.start": "POST /v1/checkout/sessions",
    "Session.update": "POST /v1/checkout/sessions/{}",
    "SetupIntent.cancel": "POST /v1/setup_intents/{}/cancel",
    "SetupIntent.confirm": "POST /v1/setup_intents/{}/confirm",
    "SetupIntent.update": "POST /v1/setup_intents/{}",
    "ShippingRate.update": "POST /v1/shipping_rates/{}",
    "Subscription.add_discount": "POST /v1/subscriptions/{}",
    "Subscription.add_item": "POST /v1/subscriptions/{}",
    "Subscription.cancel": "DELETE /v1/subscriptions/{}",
    "Subscription.cancel_on": "POST /v1/subscriptions/{}",
    "Subscription.create_schedule": "POST /v1/subscription_schedules",
    "Subscription.decrement_quantity": "POST /v1/subscriptions/{}",
    "Subscription.end_trial": "POST /v1/subscriptions/{}",
    "Subscription.extend_trial": "POST /v1/subscriptions/{}",
    "Subscription.increment_quantity": "POST /v1/subscriptions/{}",
    "Subscription.pause_collecting": "POST /v1/subscriptions/{}#pause_collection",
    "Subscription.preview_update": "POST /v1/invoices/create_preview#subscription_details + POST /v1/invoices/create_preview",
    "Subscription.remove_discounts": "POST /v1/subscriptions/{}",
    "Subscription.remove_item": "POST /v1/subscriptions/{}",
    "Subscription.resume": "POST /v1/subscriptions/{}/resume",
    "Subscription.set_quantity": "POST /v1/subscriptions/{}",
    "Subscription.swap": "POST /v1/subscriptions/{}",
    "Subscription.update": "POST /v1/subscriptions/{}",
    "SubscriptionItem.remove": "DELETE /v1/subscription_items/{}",
    "SubscriptionItem.update": "POST /v1/subscription_items/{}",
    "SubscriptionSchedule.cancel": "POST /v1/subscription_schedules/{}/cancel",
    "SubscriptionSchedule.create": "POST /v1/subscription_schedules",
    "SubscriptionSchedule.release": "POST /v1/subscription_schedules/{}/release",
    "SubscriptionSchedule.update": "POST /v1/subscription_schedules/{}",
    "TaxCalculation.create": "POST /v1/tax/calculations",
    "TaxCalculation.record": "POST /v1/tax/transactions/create_from_calculation",
    "TaxId.create": "POST /v1/tax_ids",
    "TaxRate.create": "POST /v1/tax_rates",
    "TaxRate.update": "POST /v1/tax_rates/{}",
    "TaxTransaction.reverse": "POST /v1/tax/transactions/create_reversal",
    "TerminalReader.cancel_action": "POST /v1/terminal/readers/{}/cancel_action",
    "TerminalReader.collect_payment_method": "POST /v1/terminal/readers/{}/collect_payment_method",
    "TerminalReader.confirm_payment_intent": "POST /v1/terminal/readers/{}/confirm_payment_intent",
    "TerminalReader.process_payment_intent": "POST /v1/terminal/readers/{}/process_payment_intent",
    "TerminalReader.process_setup_intent": "POST /v1/terminal/readers/{}/process_setup_intent",
    "TerminalReader.refund_payment": "POST /v1/terminal/readers/{}/refund_payment",
    "TerminalReader.set_reader_display": "POST /v1/terminal/readers/{}/set_reader_display",
    "ThreeDSecureAuthentication.cancel": "POST /v1/three_d_secure/authentications/{}/cancel",
    "ThreeDSecureAuthentication.submit": "POST /v1/three_d_secure/authentications/{}/submit",
    "Topup.cancel": "POST /v1/topups/{}/cancel",
    "Transfer.create": "POST /v1/transfers",
    "Transfer.reverse": "POST /v1/transfers/{}/reversals",
    "Transfer.update": "POST /v1/transfers/{}",
    "TreasuryFinancialAccount.close": "POST /v1/treasury/financial_accounts/{}/close",
    "TreasuryInboundTransfer.cancel": "POST /v1/treasury/inbound_transfers/{}/cancel",
    "TreasuryOutboundPayment.cancel": "POST /v1/treasury/outbound_payments/{}/cancel",
    "TreasuryOutboundTransfer.cancel": "POST /v1/treasury/outbound_transfers/{}/cancel",
    "UsBankAccount.archive": "POST /v2/core/vault/us_bank_accounts/{}/archive",
    "UsBankAccount.confirm_microdeposits": "POST /v2/core/vault/us_bank_accounts/{}/confirm_microdeposits",
    "UsBankAccount.send_microdeposits": "POST /v2/core/vault/us_bank_accounts/{}/send_microdeposits",
    "UsBankAccount.unarchive": "POST /v2/core/vault/us_bank_accounts/{}/unarchive",
    "VerificationSession.cancel": "POST /v1/identity/verification_sessions/{}/cancel",
    "VerificationSession.redact": "POST /v1/identity/verification_sessions/{}/redact",
    "WebhookEndpoint.update": "POST /v1/webhook_endpoints/{}",
}

# What a verb sets itself, or of what it makes something else, besides its named arguments.
SETS = {
    "Customer": {"customer", "customer_account"},
    "Account.create_link": {"account"},
    "Customer.billing_portal": {"customer", "customer_account", "flow_data"},
    "Customer.checkout": {"customer", "customer_account", "line_items"},
    "Customer.detach_payment_methods": {"expand"},
    "Invoice.refund": {"charge", "payment_intent"},
    "PaymentIntent.refund": {"charge", "payment_intent"},
    "Session.start": {"line_items"},
    "Subscription.add_discount": {"discounts"},
    "Subscription.add_item": {"items"},
    "Subscription.cancel_on": {"cancel_at"},
    "Subscription.cancel": {"cancel_at_period_end"},
    "Subscription.create_schedule": {"from_subscription", "stripe_account", "livemode"},
    "Subscription.decrement_quantity": {"items"},
    "Subscription.end_trial": {"trial_end"},
    "Subscription.extend_trial": {"trial_end"},
    "Subscription.increment_quantity": {"items"},
    "Subscription.preview_update": {"subscription", "customer"},
    "Subscription.remove_discounts": {"discounts"},
    "Subscription.remove_item": {"items"},
    "Subscription.set_quantity": {"items"},
    "TaxCalculation.record": {"calculation", "stripe_account", "livemode"},
    "TaxTransaction.reverse": {"original_transaction", "stripe_account", "livemode"},
}
# What a verb takes in another way than Stripe, or hands on to another verb.
OWN = {
    "Customer.checkout": {"subscriber": "Any"},
    "Customer.get_or_create": {"metadata": "Mapping[str, str]", "idempotency_key": "str | None"},
    "Price.create": {"unit_amount": "int | Decimal"},
    "Price.get_or_create": {"unit_amount": "int | Decimal", "id": "str"},
    "Session.create": {"customer": "Row"},
}
OPTIONS = {
    "api_key": "str | None",
    "stripe_account": "str | None",
    "idempotency_key": "str | None",
    "expand": "Sequence[str]",
}

HEAD = '''"""
What verbs take besides their named arguments, for type checkers and editors.

Written by ``python -m tools.params`` out of the types of stripe {version}; not to be edited.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .base import StripeModel

# An object of Stripe's: its row, or its id.
Row: TypeAlias = str | StripeModel
# A moment, or Unix seconds.
Moment: TypeAlias = int | datetime

'''


# --------------------------------------------------------------------------- reading the SDK


@dataclass
class Module:
    """The classes of one file of the SDK's parameters, by name: fields, annotations, docs."""

    classes: dict[str, dict[str, tuple[ast.expr, str]]]


def read_module(path: Path) -> Module:
    tree = ast.parse(path.read_text())
    classes: dict[str, dict[str, tuple[ast.expr, str]]] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            classes[node.name] = _fields(node.body)
        elif _is_functional(node):
            table = node.value.args[1]  # type: ignore[attr-defined]
            classes[node.targets[0].id] = {  # type: ignore[attr-defined]
                key.value: (value, "") for key, value in zip(table.keys, table.values, strict=True)
            }
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                inherited = classes.get(getattr(base, "id", ""), {})
                classes[node.name] = {**inherited, **classes[node.name]}
    return Module(classes)


def _is_functional(node: ast.stmt) -> bool:
    """``X = TypedDict("X", {"from": …})``, for names that Python keeps for itself."""
    made = getattr(node, "value", None)
    return isinstance(made, ast.Call) and getattr(made.func, "id", "") == "TypedDict"


def _fields(body: list[ast.stmt]) -> dict[str, tuple[ast.expr, str]]:
    found = {}
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            said = getattr(getattr(after, "value", None), "value", "")
            found[node.target.id] = (node.annotation, said if isinstance(said, str) else "")
    return found


def operations() -> dict[str, tuple[Path, str]]:
    """The file and class of the parameters of every operation: ``POST /v1/refunds/{}``."""
    found: dict[str, tuple[Path, str]] = {}
    for path in sorted(SDK.rglob("_*_service.py")):
        tree = ast.parse(path.read_text())
        imported = {
            alias.name: SDK.parent / (node.module.replace(".", "/") + ".py")
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            asked = _asked(function)
            named = _params_class(function)
            if asked and named in imported:
                found[asked] = (imported[named], named)
    return found


def _asked(function: ast.FunctionDef) -> str | None:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "_request":
            method, path = (node.args[n] for n in (0, 1))
            texts = [n.value for n in ast.walk(path) if isinstance(n, ast.Constant)]
            assert isinstance(method, ast.Constant)
            return f"{str(method.value).upper()} {re.sub(r'{[^}]*}', '{}', str(texts[0]))}"
    return None


def _params_class(function: ast.FunctionDef) -> str:
    for argument in function.args.args:
        if argument.arg == "params" and argument.annotation is not None:
            said = ast.unparse(argument.annotation).replace("'", '"')
            return re.sub(r'^Optional\["(.*)"\]$|^"(.*)"$', r"\1\2", said)
    return ""


# ------------------------------------------------------------------------------- writing ours


@dataclass
class Writer:
    """Collects TypedDicts; those that say the same are one."""

    rows: frozenset[str]
    out: dict[str, str] = field(default_factory=dict)  # body -> name
    names: dict[str, str] = field(default_factory=dict)  # name -> body
    modules: dict[Path, Module] = field(default_factory=dict)

    def module(self, path: Path) -> Module:
        if path not in self.modules:
            self.modules[path] = read_module(path)
        return self.modules[path]

    def nested(self, path: Path, name: str) -> str:
        """The name of our twin of one of the SDK's inner types."""
        fields = {
            key: self.annotation(path, key, annotation, said)
            for key, (annotation, said) in self.module(path).classes[name].items()
        }
        body = self.body(fields)
        if body in self.out:
            return self.out[body]
        short = re.sub(r"(Create|Update|Modify|List)?Params", "", name)
        wanted, number = short, 2
        while wanted in self.names:
            wanted, number = f"{short}{number}", number + 1
        self.out[body], self.names[wanted] = wanted, body
        return wanted

    def body(self, fields: dict[str, str]) -> str:
        if any(not key.isidentifier() or key in _KEYWORDS for key in fields):
            inside = ", ".join(f'"{key}": {said}' for key, said in fields.items())
            return f"= TypedDict(@NAME@, {{{inside}}})"
        return "\n".join(f"    {key}: {said}" for key, said in fields.items()) or "    ..."

    def annotation(self, path: Path, key: str, node: ast.expr, said: str) -> str:
        """The type of one parameter, as our verbs take it."""
        return self._type(path, key, node, said)

    def _type(self, path: Path, key: str, node: Any, said: str) -> str:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self._type(path, key, ast.parse(node.value, mode="eval").body, said)
        if isinstance(node, ast.Constant):
            return repr(node.value)
        if isinstance(node, ast.BinOp):
            sides = [self._type(path, key, one, said) for one in (node.left, node.right)]
            return " | ".join(dict.fromkeys(one for one in sides if one))
        if isinstance(node, ast.Attribute):
            return node.attr
        if isinstance(node, ast.Name):
            return self._name(path, key, node.id, said)
        assert isinstance(node, ast.Subscript), ast.dump(node)
        outer = ast.unparse(node.value).rpartition(".")[2]
        if outer == "Literal":
            return f"Literal[{ast.unparse(node.slice).strip('()')}]"
        if outer == "UntypedStripeObject":
            return ""
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        inside = [self._type(path, key, one, said) for one in parts]
        if outer == "Union":
            return " | ".join(dict.fromkeys(one for one in inside if one))
        if outer == "Optional":
            return f"{inside[0]} | None"
        ours = {"List": "Sequence", "Dict": "Mapping", "NotRequired": "NotRequired"}[outer]
        return f"{ours}[{', '.join(inside)}]"

    def _name(self, path: Path, key: str, name: str, said: str) -> str:
        if name in self.module(path).classes:
            return self.nested(path, name)
        if name == "str" and key in self.rows:
            return "Row"
        if name == "str" and key.endswith("_decimal"):
            return "str | Decimal"
        if name in ("str", "bool", "float", "Any", "None"):
            return name
        if name == "int":
            return "Moment" if _MOMENT.search(key) or _SAYS_MOMENT.search(said) else "int"
        if name == "Decimal":
            return "str | Decimal"
        if name == "UntypedStripeObject":
            return ""
        return "Any"


# Numbers that are Unix seconds, by their name or by what Stripe says of them.
_MOMENT = re.compile(r"(_at|_date|_end|_start|_time|redeem_by|^start|^end|^timestamp)$")
_SAYS_MOMENT = re.compile(r"timestamp|Unix|epoch")
_KEYWORDS = {"from", "in", "is", "class", "pass", "not", "and", "or", "lambda"}
# Parameters that are ids, besides those that verbs look at (djstripe/models/guards.py).
ALSO_ROWS = {
    "account_tax_ids",
    "bank_account",
    "configuration",
    "customer_source",
    "external_account",
    "feature",
    "invoice_item",
    "invoice_line_item",
    "location",
    "payment_link",
    "payment_method_configuration",
    "payout",
    "rate",
    "refund",
    "reader",
    "tax_id",
    "tax_rate",
}


def method_of(verb: str) -> tuple[Any, bool]:
    """The function behind a verb, and whether it is the class's."""
    from djstripe import models

    model, name = verb.split(".")
    static = inspect.getattr_static(getattr(models, model), name)
    return inspect.unwrap(getattr(static, "__func__", static)), isinstance(static, classmethod)


def type_of(verb: str) -> str:
    """
    What the type of a verb's parameters is called: ``CustomerSubscribe``. Models that inherit a
    verb share it.
    """
    method, _ = method_of(verb)
    model, name = next(other for other in VERBS if method_of(other)[0] is method).split(".")
    return model + "".join(word.title() for word in name.split("_"))


def fields_of(writer: Writer, known: dict[str, tuple[Path, str]], verb: str) -> dict[str, str]:
    """The parameters of a verb and their types."""
    model = verb.split(".")[0]
    method, of_class = method_of(verb)
    named = set(inspect.signature(method).parameters)
    hidden = named | SETS.get(verb, SETS.get(model, set()))
    makes = of_class and verb.endswith(".create")
    fields: dict[str, str] = {}
    for source in VERBS[verb].split(" + "):
        at, _, part = source.partition("#")
        path, name = known[at]
        declared = writer.module(path).classes[name]
        if part:
            inner = re.findall(r"\w+", ast.unparse(declared[part][0]))
            declared = writer.module(path).classes[
                next(word for word in inner if word in writer.module(path).classes)
            ]
        for key, (annotation, said) in declared.items():
            if key in hidden or key == "expand" or key in fields:
                continue
            type_ = writer.annotation(path, key, annotation, said)
            bare = re.sub(r"^NotRequired\[(.*)\]$", r"\1", type_)
            fields[key] = type_ if makes else f"NotRequired[{bare}]"
    own = OWN.get(verb, {})
    if "#" not in source:
        own = {**OPTIONS, **({"livemode": "bool | None"} if of_class else {}), **own}
    for key, type_ in own.items():
        if key not in hidden:
            fields[key] = f"NotRequired[{type_}]"
    return fields


def written() -> str:
    """The whole file."""
    from djstripe.models import guards

    writer = Writer(rows=frozenset({*guards.KINDS, *ALSO_ROWS}))
    known = operations()
    verbs = {}
    for verb in VERBS:
        if (name := type_of(verb)) not in verbs:
            verbs[name] = writer.body(fields_of(writer, known, verb))
    lines = [HEAD.format(version=stripe.VERSION)]
    for name, body in [*writer.names.items(), *verbs.items()]:
        if body.startswith("= TypedDict"):
            lines.append(f"{name} {body.replace('@NAME@', repr(name))}\n")
        else:
            lines.append(f"class {name}(TypedDict):\n{body}\n")
    return "\n".join(lines)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    TARGET.write_text(written())
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(TARGET)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
