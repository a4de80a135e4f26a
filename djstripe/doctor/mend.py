"""
Change at Stripe, or here, what a finding says can be changed.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ..endpoints import create_endpoint
from ..exceptions import ImpossibleAPIRequest
from ..models import WebhookEndpoint
from .examine import Act, Finding
from .seen import Target


def mend(finding: Finding) -> str:
    """
    Do what a finding's remedy says; returns what was done.

    Raises the SDK's errors, and ImpossibleAPIRequest for a finding without a remedy.
    """
    if finding.remedy is None or finding.target is None:
        raise ImpossibleAPIRequest(f"Nobody but you can do this: {finding.advice}")
    target, value = finding.target, finding.remedy.value
    row = target.row
    match finding.remedy.act:
        case Act.ENABLE if target.is_destination:
            row.enable()
            return f"{target.id} is enabled."
        case Act.ENABLE:
            row.act(disabled=False)
            return f"{target.id} is enabled. For what happened meanwhile: djstripe_repair."
        case Act.SUBSCRIBE:
            row.act(enabled_events=list(value))
            return f"{target.id} brings {len(value)} types now."
        case Act.MOVE if target.is_destination:
            row.act(webhook_endpoint={"url": value})
            return f"{target.id} delivers to {value}."
        case Act.MOVE:
            row.act(url=value)
            return f"{target.id} delivers to {value}."
        case Act.ADOPT:
            WebhookEndpoint._base_manager.filter(pk=row.pk).update(djstripe_uuid=value)
            return f"The row of {target.id} answers at its URL; its secret is still to be put in."
        case Act.ADD:
            made = _another(target, enabled_events=value)
            return f"{made.id} brings {', '.join(value)}."
        case Act.REPLACE:
            made = _another(target, enabled_events=target.enabled_events, api_version=value)
            row.act(disabled=True)
            return (
                f"{made.id} delivers in {value}, and {target.id} is disabled. Stripe retries "
                "nothing to a disabled endpoint: run djstripe_repair."
            )


def _another(target: Target, **more: Any) -> WebhookEndpoint:
    """An endpoint at the same site, of the same kind, for the same account in the same mode."""
    row = target.row
    site = urlunsplit(urlsplit(target.url)._replace(path="", query="", fragment=""))
    return create_endpoint(
        site,
        row.credentials(),
        connect=target.scope == "connected",
        description=str((row.stripe_data or {}).get("description") or ""),
        tolerance_seconds=row.djstripe_tolerance,
        **more,
    )
