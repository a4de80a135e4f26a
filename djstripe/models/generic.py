"""
The table for Stripe objects of kinds that are newer than this release.
"""

from __future__ import annotations

from typing import Any

from ..fields import Attribute, StripeCharField
from .base import StripeModel


class GenericStripeObject(StripeModel):
    """
    An object of a kind that no model declares: nothing of it is lost until one does.

    ``object`` says what it is (``"galactic.invoice"``), ``stripe_data`` all the rest.
    """

    # declaration
    listable = False
    retrievable = False
    stores_unknown_objects = True

    # columns
    object = StripeCharField(db_index=True)

    # attributes
    status: Attribute[Any] = Attribute()
    type: Attribute[Any] = Attribute()

    def __str__(self) -> str:
        return f"{self.object} <id={self.id}>"
