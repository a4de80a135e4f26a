from __future__ import annotations

from djstripe.fields import Attribute, StripeCharField, StripeForeignKey
from djstripe.models.base import StripeModel


class MoonLanding(StripeModel):
    """An object of Stripe's that no release has heard of."""

    object_name = "moon_landing"
    endpoint = "/v1/moon_landings"

    site = StripeCharField()
    customer = StripeForeignKey("djstripe.Customer", related_name="moon_landings")

    crew: Attribute[int | None] = Attribute()
