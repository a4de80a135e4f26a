"""``djstripe_listen`` under the name that it has in dj-stripe."""

from __future__ import annotations

from djstripe.management.commands.djstripe_listen import Command

__all__ = ["Command"]
