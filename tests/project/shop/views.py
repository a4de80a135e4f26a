"""The shop's pages: each does what a page does that was written after dj-stripe's examples."""

from decimal import Decimal

import stripe
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import JsonResponse
from django.views.generic import TemplateView

from djstripe.mixins import SubscriptionMixin
from djstripe.models import Customer, PaymentIntent, Price, Product
from djstripe.settings import djstripe_settings


class Plans(LoginRequiredMixin, SubscriptionMixin, TemplateView):
    """What can be bought, and what the visitor has."""

    template_name = "plans.html"


def customer_of(request):
    customer, _ = Customer.get_or_create(subscriber=request.user)
    return customer


@login_required
def subscribe(request):
    """With a card that the browser has made a payment method of."""
    customer = customer_of(request)
    customer.add_payment_method(request.POST["payment_method"])
    price = Price.objects.get(lookup_key=request.POST["plan"])
    subscription = customer.subscribe(price=price)
    return JsonResponse(
        {
            "status": subscription.status,
            "customer": subscription.customer == customer,
            "items": [item.price.id == price.id for item in subscription.items.all()],
        }
    )


@login_required
def cancel(request):
    subscription = customer_of(request).subscription
    subscription = subscription.cancel(at_period_end=True)
    return JsonResponse({"ends": subscription.cancel_at_period_end})


@login_required
def resume(request):
    subscription = customer_of(request).subscription
    subscription = subscription.reactivate()
    return JsonResponse({"ends": subscription.cancel_at_period_end})


@login_required
def checkout(request):
    """A visit to Stripe's own page, begun with the SDK."""
    price = Price.objects.get(lookup_key=request.POST["plan"])
    session = stripe.checkout.Session.create(
        api_key=djstripe_settings.STRIPE_SECRET_KEY,
        customer=customer_of(request).id,
        mode="subscription",
        line_items=[{"price": price.id, "quantity": 1}],
        success_url="https://shop.example.com/done",
        metadata={djstripe_settings.SUBSCRIBER_CUSTOMER_KEY: request.user.pk},
    )
    return JsonResponse({"id": session.id, "has_url": bool(session.url)})


@login_required
def element(request):
    """An intent for Stripe's payment element, and its row at once."""
    intent = stripe.PaymentIntent.create(
        api_key=djstripe_settings.STRIPE_SECRET_KEY,
        amount=2_000,
        currency="usd",
        customer=customer_of(request).id,
        automatic_payment_methods={"enabled": True},
    )
    row = PaymentIntent.sync_from_stripe_data(intent)
    return JsonResponse(
        {
            "secret": bool(intent.client_secret),
            "status": row.stripe_data["status"],
            "amount": row.stripe_data["amount"],
            "customer": row.customer.subscriber.username,
        }
    )


@login_required
def card(request):
    """A card for later."""
    method = customer_of(request).add_payment_method(request.POST["payment_method"])
    customer = customer_of(request)
    return JsonResponse(
        {
            "type": method.type,
            "default": customer.default_payment_method == method,
            "number": customer.payment_methods.count(),
        }
    )


@login_required
def extra(request):
    """Something besides the plan, on the next invoice."""
    item = customer_of(request).add_invoice_item(
        amount=Decimal("7.50"), currency="usd", description="A tote bag"
    )
    return JsonResponse({"amount": item.amount, "description": item.description})


@login_required
def bill(request):
    """What is pending, now."""
    return JsonResponse({"paid": customer_of(request).send_invoice()})


@login_required
def refund(request):
    """Half of the largest charge."""
    charge = customer_of(request).charges.order_by("-amount").first()
    refund = charge.refund(amount=charge.amount / 2, reason="requested_by_customer")
    return JsonResponse(
        {"amount": refund.amount, "status": refund.status, "whole": str(charge.amount)}
    )


@login_required
def account(request):
    """What the shop knows of its customer."""
    customer = customer_of(request)
    subscription = customer.subscription
    product = Product.objects.get(name="Reading club")
    return JsonResponse(
        {
            "subscribed": customer.has_any_active_subscription(),
            "to the club": customer.is_subscribed_to(product),
            "valid": subscription.is_valid(),
            "period": subscription.current_period_end is not None,
            "invoices": customer.invoices.count(),
            "bought": [str(charge.amount) for charge in customer.charges.all()],
            "who": str(customer),
            "price": product.prices.get(lookup_key="club").human_readable_price,
        }
    )
