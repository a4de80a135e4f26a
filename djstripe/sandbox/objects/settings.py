"""How an account bills: what Stripe's Dashboard asks for under Billing, with the same defaults."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from ..world import World


@dataclass(frozen=True)
class Settings:
    """
    The billing settings of one account.

    `retry_days` are the days from one failed payment of a renewal to the next try (Smart Retries
    are off: a schedule says when). When the last has failed, a subscription is "canceled", "unpaid"
    or stays "past_due". `upcoming_days` before a renewal it is announced, 0: never.
    https://docs.stripe.com/billing/revenue-recovery/smart-retries
    https://docs.stripe.com/billing/subscriptions/webhooks
    """

    retry_days: tuple[int, ...] = (3, 5, 7)
    after_retries: str = "canceled"
    upcoming_days: int = 7
    draft_seconds: int = 3_600
    incomplete_seconds: int = 23 * 3_600
    trial_notice_days: int = 3


def settings_of(world: World) -> Settings:
    """The settings of the account in which something happens."""
    account = world.find("account", world.shelf.account)
    kept = account.hidden.get("billing") if account is not None else None
    if not kept:
        return _DEFAULT
    return Settings(**{**kept, "retry_days": tuple(kept["retry_days"])})


def change_settings(world: World, **changes: Any) -> Settings:
    """Give settings of an account new values; raises TypeError for one that does not exist."""
    settings = replace(settings_of(world), **changes)
    if settings.after_retries not in ("canceled", "unpaid", "past_due"):
        raise ValueError(
            f"After the last retry a subscription is canceled, unpaid or past_due, "
            f"not {settings.after_retries}."
        )
    account = world.get("account", world.shelf.account)
    kept = {**asdict(settings), "retry_days": list(settings.retry_days)}
    world.shelf.state.shared.hide(account, billing=kept)
    return settings


_DEFAULT = Settings()
