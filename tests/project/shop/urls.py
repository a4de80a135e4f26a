from django.contrib import admin
from django.urls import include, path

from . import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("stripe/", include("djstripe.urls", namespace="djstripe")),
    path("plans/", views.Plans.as_view()),
    path("subscribe/", views.subscribe),
    path("cancel/", views.cancel),
    path("resume/", views.resume),
    path("checkout/", views.checkout),
    path("element/", views.element),
    path("card/", views.card),
    path("extra/", views.extra),
    path("refund/", views.refund),
    path("bill/", views.bill),
    path("account/", views.account),
]
