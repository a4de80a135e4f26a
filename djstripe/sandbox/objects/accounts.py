"""Accounts, connected and the own one."""

from __future__ import annotations

from typing import Any

from .. import catalogue
from ..catalogue import Json
from ..state import Record
from ..store import Answer, Call, behaviour, create
from ..world import blank
from .fees import currency_of


def account(id: str, created: int, **fields: Any) -> Json:
    """An account that may charge and be paid out."""
    data = blank("account")
    data.update(
        {
            "business_profile": {"name": "Sandbox", "url": "https://example.com", "mcc": None},
            "business_type": "company",
            "capabilities": {"card_payments": "active", "transfers": "active"},
            "charges_enabled": True,
            "country": "US",
            "created": created,
            "default_currency": "usd",
            "details_submitted": True,
            "email": f"{id[-6:].lower()}@example.com",
            "metadata": {},
            "payouts_enabled": True,
            "settings": {
                "dashboard": {"display_name": "Sandbox", "timezone": "Etc/UTC"},
                "payouts": {
                    "debit_negative_balances": True,
                    "schedule": {"delay_days": 2, "interval": "daily"},
                },
            },
            "type": "standard",
            **fields,
        }
    )
    data.pop("id", None)
    data.pop("object", None)
    return {"id": id, "object": "account", **catalogue.completed_inside(data, "account")}


@behaviour("GET", "/v1/account")
def own_account(call: Call) -> Answer:
    return call.world.get("account", call.account)


@behaviour("POST", "/v1/accounts")
def create_account(call: Call) -> Answer:
    made = create(call)
    assert isinstance(made, Record)
    call.world.shelf.hide(made, platform=call.account)
    country = str(call.params.get("country") or "US")
    full = account(made.id, call.world.now, country=country, default_currency=currency_of(country))
    given = {k: v for k, v in made.data.items() if v not in (None, {}, [], "", False)}
    call.world.update(made, {**full, **given, "type": call.params.get("type") or "standard"}, None)
    return made


@behaviour("POST", "/v1/accounts/{account}/reject")
def reject_account(call: Call) -> Answer:
    """A platform refuses a connected account, which can do nothing from then on."""
    record = call.world.get("account", call.ids["account"], "account")
    requirements = {
        **(record.data.get("requirements") or {}),
        "disabled_reason": f"rejected.{call.params['reason']}",
    }
    changes = {"charges_enabled": False, "payouts_enabled": False, "requirements": requirements}
    return call.world.update(record, changes)
