"""
Checkout for the visitor of a view: begin it, and find out what became of it.

    def buy(request):
        return redirect(checkout.start(request, price="price_gold", success_url=…).url)

    def thanks(request):
        session = checkout.returned(request)
"""

from __future__ import annotations

from typing import Any

from django.http import Http404

from .exceptions import ForeignSession, InvalidParameter
from .gates import subscriber_of
from .models import Customer, Session

_OF_VISITOR = "djstripe_checkout_sessions"  # in Django's session: those that a guest began
_KEPT = 10


def start(request: Any, **terms: Any) -> Session:
    """
    Begin a Checkout session for the visitor: for their newest customer, for a subscriber who has
    none yet, or for a guest, whose browser's session remembers it.

    ``terms`` are those of ``Session.start()``. Addresses may be paths of this site.
    """
    for name in ("success_url", "cancel_url", "return_url"):
        if terms.get(name):
            # A placeholder must come through as it is.
            terms[name] = (
                request.build_absolute_uri(terms[name]).replace("%7B", "{").replace("%7D", "}")
            )
    subscriber = subscriber_of(request)
    customer = None
    if subscriber is not None:
        where = {"livemode": terms.get("livemode"), "account": terms.get("stripe_account")}
        customers = Customer.objects.of_subscriber(subscriber, **where)
        customer = customers.order_by("-created", "-djstripe_id").first()
    session = Session.start(customer=customer, subscriber=subscriber, **terms)
    if subscriber is None:
        request.session[_OF_VISITOR] = [*_begun_in(request), session.id][-_KEPT:]
    return session


def returned(request: Any, **where: Any) -> Session:
    """
    The Checkout session that a visitor comes back from, as it is now, by the ``session_id`` in
    the address; see ``Session.complete()``, whose ``stripe_account`` and ``api_key`` it takes.

    Raises Http404 without such an id, and ForeignSession (a 403) if the session is somebody
    else's: nothing is shown to whoever came by the address alone.
    """
    session_id = request.GET.get("session_id", "")
    if not session_id:
        raise Http404("No checkout session is named.")
    subscriber = subscriber_of(request)
    if session_id in _begun_in(request):
        subscriber = None  # this very browser began it, whoever is logged in by now
    elif subscriber is None:
        raise ForeignSession()
    try:
        return Session.complete(session_id, subscriber, **where)
    except InvalidParameter as error:
        raise Http404(str(error)) from error


def _begun_in(request: Any) -> list[str]:
    session = getattr(request, "session", None)
    begun: list[str] = [] if session is None else session.get(_OF_VISITOR, [])
    return begun
