"""
Webhook endpoints: their secret is shown once, when they are made.

https://docs.stripe.com/api/webhook_endpoints
"""

from __future__ import annotations

from typing import Any

from .. import catalogue, targets, versions
from ..catalogue import Json
from ..errors import invalid
from ..events import API_VERSION
from ..render import view
from ..state import Record
from ..store import Answer, Call, behaviour, merged
from ..world import World


def make_endpoint(
    world: World,
    url: str,
    enabled_events: list[Any],
    secret: str | None = None,
    connect: bool = False,
    **fields: Any,
) -> Record:
    """An enabled endpoint; the secret is made unless it is given."""
    hidden = {"secret": secret or f"whsec_{world.shelf.state.token(32)}", "connect": connect}
    data = {
        "url": url,
        "enabled_events": enabled_events,
        "status": "enabled",
        "api_version": API_VERSION,
        **fields,
    }
    record = world.create("webhook_endpoint", data, event=None, hidden=hidden)
    shown = {k: v for k, v in record.data.items() if k != "secret"}
    world.shelf.change(record, shown)
    return record


@behaviour("POST", "/v1/webhook_endpoints")
def create_endpoint(call: Call) -> Answer:
    params = call.params
    _check(params["url"], params["enabled_events"], call.world.shelf.livemode)
    every = call.world.shelf.every("webhook_endpoint")
    if sum(not one.hidden.get("unlisted") for one in every) >= targets.MOST:
        raise invalid(f"An account has at most {targets.MOST} webhook endpoints.")
    version = params.get("api_version") or None
    fields: Json = {
        "description": params.get("description"),
        "metadata": params.get("metadata") or {},
        "api_version": versions.checked(version) if version else None,
    }
    record = make_endpoint(
        call.world,
        params["url"],
        params["enabled_events"],
        connect=bool(params.get("connect")),
        **fields,
    )
    return {**view(record), "secret": record.hidden["secret"]}


@behaviour("POST", "/v1/webhook_endpoints/{webhook_endpoint}")
def modify_endpoint(call: Call) -> Answer:
    record = call.target()
    changes = merged(record, call.params)
    after = {**record.data, **changes}
    _check(after["url"], after["enabled_events"] or [], record.shelf.livemode)
    if call.params.get("disabled") is not None:
        changes["status"] = "disabled" if call.params["disabled"] else "enabled"
    return call.world.update(record, changes, None)


def _check(url: str | None, names: list[str], livemode: bool) -> None:
    schemes = ("https://",) if livemode else ("http://", "https://")
    if not url or not url.startswith(schemes):
        message = f"A webhook endpoint needs a URL with {' or '.join(schemes)}."
        raise invalid(message, "url", "url_invalid")
    if not names:
        raise invalid("An endpoint asks for one event type at least.", "enabled_events")
    for name in names:
        if name != "*" and name not in catalogue.event_types():
            raise invalid(f"Invalid enabled_events: there is no event {name}.", "enabled_events")
