"""
Entitlements: which features a product has, and which a customer may therefore use.

https://docs.stripe.com/billing/entitlements
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..fields import StripeBooleanField, StripeCharField, StripeForeignKey, StripeTextField
from ..managers import ActiveEntitlementManager, FeatureManager
from .base import StripeModel, UndatedModel, sdk
from .guards import check_actor, check_beside, path_with
from .twins import class_twin, twin
from .verbs import tell

if TYPE_CHECKING:
    from typing import Unpack

    from ..managers import ActiveEntitlementQuerySet, _ActiveQuerySet
    from . import params


class Feature(UndatedModel):
    """
    Something that a customer may or may not use.

    https://docs.stripe.com/api/entitlements/feature
    """

    # declaration
    stripe_class = sdk("entitlements.Feature")
    object_name = "entitlements.feature"
    endpoint = "/v1/entitlements/features"
    lists_by_created = False

    # columns
    active = StripeBooleanField()
    lookup_key = StripeCharField(db_index=True)
    name = StripeTextField()

    objects: ClassVar[_ActiveQuerySet[Feature]] = FeatureManager()

    def __str__(self) -> str:
        return self.name or self.lookup_key or self.id or ""

    # verbs

    @classmethod
    def create(cls, lookup_key: str, name: str, **params: Unpack[params.FeatureCreate]) -> Feature:
        """
        Make a feature. Its ``lookup_key`` is what your code asks for; Stripe lets no two active
        features have the same.

        https://docs.stripe.com/api/entitlements/feature/create
        """
        feature: Feature = cls.create_at_stripe(lookup_key=lookup_key, name=name, **params)
        return feature

    def update(self, **kwargs: Unpack[params.FeatureUpdate]) -> Feature:
        """Change it at Stripe (``name``, ``metadata``)."""
        return self.act(**kwargs)  # type: ignore[no-any-return]

    def archive(self) -> Feature:
        """
        Put it away for good: it goes on being granted where it is attached, cannot be attached
        anew, and its lookup key is free for another feature.
        """
        return self.update(active=False)

    def attach_to(self, product: StripeModel | str) -> ProductFeature:
        """
        Let a product (a row or an id) grant this feature.

        It counts for those who subscribe from now on, for the others from their next period.
        https://docs.stripe.com/api/product-feature/attach
        """
        check_actor(self)
        check_beside(product, "product", self)
        wanted = product if isinstance(product, str) else product.id
        attached: ProductFeature = tell(
            "post",
            path_with("/v1/products/{product}/features", product=product),
            self.credentials(),
            {"entitlement_feature": self.id},
            # The answer does not say whose feature it is.
            beside={"product": wanted},
        ).row
        return attached

    def detach_from(self, product: StripeModel | str) -> None:
        """
        Let a product grant this feature no more, as of the next period of its subscriptions.

        Raises ProductFeature.DoesNotExist if the mirror does not know that it does.
        """
        check_actor(self)
        check_beside(product, "product", self)
        wanted = product if isinstance(product, str) else product.id
        ProductFeature.objects.get(
            entitlement_feature_id=self.id,
            product_id=wanted,
            livemode=self.livemode,
            djstripe_owner_account_id=self.djstripe_owner_account_id,
        ).act(method="delete")

    # twins, for async views

    acreate = class_twin(create)
    aupdate = twin(update)
    aarchive = twin(archive)
    aattach_to = twin(attach_to)
    adetach_from = twin(detach_from)


class ProductFeature(UndatedModel):
    """
    That a product has a feature.

    https://docs.stripe.com/api/product-feature
    """

    # declaration
    stripe_class = sdk("ProductFeature")
    object_name = "product_feature"
    listable = False
    list_under = ("Product", "/v1/products/{id}/features")
    retrieve_path = "/v1/products/{product}/features/{id}"
    lists_by_created = False

    # columns
    # Stripe says only in the path whose feature it is.
    product = StripeForeignKey("Product", keep=True, related_name="features")
    entitlement_feature = StripeForeignKey("Feature", related_name="product_features")

    def __str__(self) -> str:
        return str(self.entitlement_feature or self.entitlement_feature_id)

    # verbs

    def retrieve_url(self) -> str:
        """One is answered under its product."""
        return self.path_of(self.id, product=self.product_id or "")


class ActiveEntitlement(UndatedModel):
    """
    That a customer may use a feature now.

    The whole of what a customer may use comes at once, by the event
    entitlements.active_entitlement_summary.updated or by a backfill: see
    ``Customer.entitlements``.

    https://docs.stripe.com/api/entitlements/active-entitlement
    """

    # declaration
    stripe_class = sdk("entitlements.ActiveEntitlement")
    object_name = "entitlements.active_entitlement"
    endpoint = "/v1/entitlements/active_entitlements"
    list_under = ("Customer", "customer")
    lists_by_created = False

    # columns
    lookup_key = StripeCharField(db_index=True)
    feature = StripeForeignKey("Feature", related_name="active_entitlements")
    # Stripe says only in the filter of the list, or in the summary, whose it is.
    customer = StripeForeignKey("Customer", keep=True, related_name="active_entitlements")

    objects: ClassVar[ActiveEntitlementQuerySet[ActiveEntitlement]] = ActiveEntitlementManager()

    def __str__(self) -> str:
        return self.lookup_key or self.id or ""
