from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

admin.site.site_header = "djstripe demo"
admin.site.site_title = "djstripe demo"
admin.site.index_title = "A company's Stripe life"

urlpatterns = [
    path("", RedirectView.as_view(url="/admin/djstripe/")),
    path("admin/", admin.site.urls),
    path("stripe/", include("djstripe.urls")),
]
