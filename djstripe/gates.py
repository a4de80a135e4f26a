"""
Who may come in: the questions that views, templates and permissions ask of the mirror.

A gate is asked about a subscriber (a row of DJSTRIPE_SUBSCRIBER_MODEL) and is open if any of the
subscriber's customers, in the settings' mode and account, may use the feature or has the
subscription. Each question costs one query and no request to Stripe.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from asgiref.sync import sync_to_async
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from .models import ActiveEntitlement, Customer
from .models.base import StripeModel
from .settings import djstripe_settings

Feature = StripeModel | str


def features_of(
    subscriber: Any, *, livemode: bool | None = None, account: Any = None
) -> frozenset[str]:
    """
    The lookup keys of every feature that a subscriber may use now.

    ``livemode``: None is the mode of the settings. ``account`` (a row or an id): None is the
    account of the settings' key.
    """
    if not is_saved(subscriber):
        return frozenset()
    found: frozenset[str] = ActiveEntitlement.objects.of_subscriber(
        subscriber, livemode=livemode, account=account
    ).keys()
    return found


def has_feature(
    subscriber: Any, *features: Feature, livemode: bool | None = None, account: Any = None
) -> bool:
    """
    Whether a subscriber may use all of these features (lookup keys, or rows) now.

    Raises TypeError if none is named.
    """
    if not features:
        raise TypeError("has_feature() needs at least one feature.")
    if not is_saved(subscriber):
        return False
    held = ActiveEntitlement.objects.of_subscriber(subscriber, livemode=livemode, account=account)
    found = held.to(*features).order_by().values_list("lookup_key", "feature_id")
    names = {name for pair in found for name in pair}
    return all((one if isinstance(one, str) else one.id) in names for one in features)


def is_subscribed(
    subscriber: Any,
    product: StripeModel | str | None = None,
    *,
    livemode: bool | None = None,
    account: Any = None,
) -> bool:
    """
    Whether a subscriber has a subscription that is active or on trial; with ``product`` (a row
    or an id), one that has this product among its items.
    """
    if not is_saved(subscriber):
        return False
    customers = Customer.objects.of_subscriber(subscriber, livemode=livemode, account=account)
    asked = customers.subscribed() if product is None else customers.subscribed_to(product)
    return bool(asked.exists())


def is_saved(subscriber: Any) -> bool:
    """Whether this is a row of the database: a visitor who is not logged in is none."""
    return getattr(subscriber, "pk", None) is not None


def subscriber_of(request: Any) -> Any:
    """Whom a request is about, by DJSTRIPE_SUBSCRIBER_MODEL_REQUEST_CALLBACK; None if nobody."""
    subscriber = djstripe_settings.subscriber_request_callback(request)
    return subscriber if is_saved(subscriber) else None


# ------------------------------------------------------------------------------- at the door


@dataclass(frozen=True)
class Gate:
    """
    What a view asks of its visitor, and what becomes of whom it does not let in.

    Who is not logged in is sent to ``login_url`` (None: LOGIN_URL). Who is, and may not, is sent
    to ``buy_url`` (an address or a URL's name), which is told by ``next`` where they wanted to
    go; without it the answer is 403. With ``raise_exception`` it is 403 for everybody.
    """

    features: tuple[Feature, ...] = ()
    subscription: bool = False
    product: StripeModel | str | None = None
    buy_url: str | None = None
    login_url: str | None = None
    raise_exception: bool = False
    redirect_field_name: str | None = REDIRECT_FIELD_NAME
    livemode: bool | None = None
    account: Any = None

    def is_open_to(self, subscriber: Any) -> bool:
        """Whether a subscriber comes through."""
        where = {"livemode": self.livemode, "account": self.account}
        if self.features and not has_feature(subscriber, *self.features, **where):
            return False
        return not self.subscription or is_subscribed(subscriber, self.product, **where)

    def refuse(self, request: Any) -> HttpResponseBase | None:
        """
        The answer to a visitor who may not come in; None for who may.

        Raises PermissionDenied where the answer is 403.
        """
        subscriber = subscriber_of(request)
        if subscriber is not None and self.is_open_to(subscriber):
            return None
        user = getattr(request, "user", None)
        if self.raise_exception:
            raise PermissionDenied(self.reason())
        if subscriber is None and (user is None or not user.is_authenticated):
            login = resolve_url(self.login_url) if self.login_url else None
            here = _path_of(request, login)
            return redirect_to_login(here, login, self.redirect_field_name)
        if self.buy_url is None:
            raise PermissionDenied(self.reason())
        to = resolve_url(self.buy_url)
        if self.redirect_field_name:
            asked = urlencode({self.redirect_field_name: _path_of(request, to)})
            to = f"{to}{'&' if '?' in to else '?'}{asked}"
        return HttpResponseRedirect(to)

    async def arefuse(self, request: Any) -> HttpResponseBase | None:
        """:meth:`refuse` for views that are coroutines."""
        return await sync_to_async(self.refuse)(request)

    def reason(self) -> str:
        """What the visitor lacks."""
        if self.features:
            return f"This needs {', '.join(str(one) for one in self.features)}."
        return "This needs a subscription."

    def but(self, **changes: Any) -> Gate:
        """The same gate with other terms."""
        return replace(self, **changes)


def _path_of(request: Any, to: str | None) -> str:
    """Where the visitor wanted to go; with the host where ``to`` is on another."""
    path: str = request.build_absolute_uri()
    there, here = urlsplit(to or ""), urlsplit(path)
    if (not there.scheme or there.scheme == here.scheme) and (
        not there.netloc or there.netloc == here.netloc
    ):
        path = request.get_full_path()
    return path


def feature_permission(*features: Feature, **terms: Any) -> type:
    """
    A permission for Django REST framework's ``permission_classes``: who may use all of these
    features. ``terms`` are those of :class:`Gate` (``livemode``, ``account``).
    """
    gate = Gate(features=features, **terms)

    class HasFeature:
        """Whether the visitor may use the features that the view asks for."""

        message = gate.reason()

        def has_permission(self, request: Any, view: Any) -> bool:
            subscriber = subscriber_of(request)
            return subscriber is not None and gate.is_open_to(subscriber)

        def has_object_permission(self, request: Any, view: Any, obj: Any) -> bool:
            return self.has_permission(request, view)

    return HasFeature
