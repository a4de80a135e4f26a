"""Whatever is thrown at the door, nobody sees a 500, and nothing is stored that is not signed."""

from __future__ import annotations

from typing import Any

import pytest

from djstripe.models import WebhookEventTrigger

from .garbage import SECRET, doors, throw


@pytest.mark.django_db
def test_garbage_is_refused(settings: Any) -> None:
    settings.DJSTRIPE_WEBHOOK_SECRETS = [SECRET]
    settings.DJSTRIPE_ACCOUNT_ID = "acct_1"

    thrown = throw(doors(), 1_500, seed=7)

    assert thrown.failures == []
    assert thrown.statuses[400] > 300 and thrown.statuses[200] > 50
    assert WebhookEventTrigger.objects.count() == thrown.statuses[200]
