"""The mirror may live in a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys

STORY = """
import django
django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("migrate", database="stripe", verbosity=0)
from django.db import connections
from django.test.utils import CaptureQueriesContext
from djstripe import mirror
from djstripe.mirror import tickets
from djstripe.models import Customer, Subscription
from djstripe.snapshot import Stamp
from tests.worlds import T0, store

user = User.objects.create_user("ada")
with CaptureQueriesContext(connections["default"]) as default:
    store({"object": "customer", "id": "cus_1", "name": "Ada"})
    store({"object": "subscription", "id": "sub_1", "customer": "cus_1",
           "items": {"object": "list", "data": [{"object": "subscription_item", "id": "si_1"}]}})
    store({"object": "customer", "id": "cus_1", "name": "Eve"}, Stamp(T0, T0 + 1))
    assert Subscription.objects.get().customer.name == "Ada"
    assert Customer.objects.get().subscriptions.get().items.get().id == "si_1"
    assert mirror.Doubt.objects.count() == 1
    assert tickets.current() == 3
assert [q["sql"] for q in default.captured_queries] == []

store({"object": "customer", "id": "cus_2", "metadata": {"djstripe_subscriber": str(user.pk)}})
assert Customer.objects.get(id="cus_2").subscriber_id == user.pk

from djstripe import inbox
from djstripe.models import ReceiverRun
from djstripe.event_handlers import djstripe_receiver
@djstripe_receiver("customer.updated")
def listen(event, **kwargs):
    if event.id == "evt_1":
        raise RuntimeError("closed")
for name in ("evt_1", "evt_2"):
    event = {"object": "event", "id": name, "type": "customer.updated", "created": T0 + 9,
             "api_version": "2026-10-28.endive", "livemode": False, "account": "acct_1",
             "data": {"object": {"object": "customer", "id": name.replace("evt", "cus_of")}}}
    with CaptureQueriesContext(connections["default"]) as default:
        assert inbox.process_event(event).id == name
    assert [q["sql"] for q in default.captured_queries] == []
# The inbox lives where the mirror does, and so does what is known of receivers.
assert Customer.objects.filter(id__startswith="cus_of").count() == 2
states = dict(ReceiverRun.objects.values_list("event", "state"))
assert states == {"evt_1": "waiting", "evt_2": "done"}, states
print("converged")
"""


def test_a_router_sends_the_mirror_elsewhere() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings_router"}

    run = subprocess.run(
        [sys.executable, "-c", STORY], env=environment, capture_output=True, text=True, timeout=120
    )

    assert run.stdout.strip() == "converged", run.stderr
