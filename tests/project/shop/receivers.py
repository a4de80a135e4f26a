"""What the shop does when Stripe tells it something."""

from django.dispatch import receiver

from djstripe import signals
from djstripe.event_handlers import djstripe_receiver
from djstripe.models import Event

HEARD = []


@djstripe_receiver("customer.subscription.created")
def welcome(sender, event, **kwargs):
    assert isinstance(event, Event)
    HEARD.append(("welcome", event.type, event.customer.subscriber.username))


@djstripe_receiver(["customer.subscription.updated", "customer.subscription.deleted"])
def changed(sender, event, **kwargs):
    HEARD.append(("changed", event.verb, event.data["object"]["cancel_at_period_end"]))


def paid(sender, event, **kwargs):
    HEARD.append(("paid", event.category, event.data["object"]["amount_paid"]))


signals.WEBHOOK_SIGNALS["invoice.paid"].connect(paid, sender=Event)


@receiver(signals.webhook_processing_error)
def failed(sender, exception, **kwargs):
    HEARD.append(("failed", type(exception).__name__))
