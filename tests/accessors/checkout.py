"""Checkout, the billing portal and entitlements: one payload each, and what its accessors answer."""

from __future__ import annotations

from tests.accessors.core import T, list_of, object_
from tests.accessors.tools import Case, Since, Until

PAID_BY_ACCOUNT = Since("clover", "acct_9")

LINES = list_of({"object": "item", "id": "li_1", "amount_total": 2380})

INVOICED = {
    "enabled": True,
    "invoice_data": {
        "account_tax_ids": ["txi_1"],
        "issuer": {"account": "acct_4"},
        "rendering_options": {"template": "inrtem_1"},
    },
}

SESSION = Case(
    "Session",
    object_(
        "checkout.session",
        "cs_1",
        adaptive_pricing=Since("acacia", {"enabled": True}),
        after_expiration=Since("acacia", {"recovery": None}),
        allow_promotion_codes=True,
        allowed_payment_method_types=Since("endive", ["card"]),
        amount_subtotal=2000,
        amount_total=2380,
        automatic_tax={"enabled": True, "liability": {"account": "acct_3"}},
        billing_address_collection="auto",
        branding_settings=Since("clover", {"icon": {"file": "file_1"}, "logo": {"file": "file_2"}}),
        cancel_url="https://example.com/cancel",
        client_reference_id="cart-1",
        client_secret="cs_1_secret",
        collected_information=Since("basil", {"shipping_details": {"name": "Ada"}}),
        consent=Since("acacia", {"promotions": None}),
        consent_collection=Since("acacia", {"promotions": "auto"}),
        currency="usd",
        currency_conversion=Since("acacia", {"fx_rate": "1.1"}),
        custom_fields=Since("acacia", [{"key": "size"}]),
        custom_text=Since("acacia", {"submit": None}),
        customer="cus_1",
        customer_account=PAID_BY_ACCOUNT,
        customer_creation=Since("acacia", "always"),
        customer_details={"email": "ada@example.com"},
        customer_email="ada@example.com",
        discounts=Since("acacia", [{"coupon": "co_1", "promotion_code": "promo_1"}]),
        display_items=Until("2020-08-27", [{"type": "custom"}]),
        excluded_payment_method_types=Since("clover", ["klarna"]),
        expires_at=T + 60,
        integration_identifier=Since("dahlia", "x"),
        invoice=Since("acacia", "in_1"),
        invoice_creation=Since("acacia", INVOICED),
        line_items=LINES,
        locale="auto",
        managed_payments=Since("dahlia", {"enabled": True}),
        mode="payment",
        name_collection=Since("clover", {"individual": {"enabled": True}}),
        optional_items=Since("basil", [{"price": "price_2", "quantity": 1}]),
        origin_context=Since("clover", "web"),
        payment_intent="pi_1",
        payment_link=Since("acacia", "plink_1"),
        payment_method_collection=Since("acacia", "always"),
        payment_method_configuration_details=Since("acacia", {"id": "pmc_1", "parent": "pmc_2"}),
        payment_method_options={"card": {}},
        payment_method_types=["card"],
        payment_status="paid",
        permissions=Since("basil", {"update_shipping_details": "server_only"}),
        phone_number_collection=Since("acacia", {"enabled": False}),
        presentment_details=Since("basil", {"presentment_amount": 1900}),
        recovered_from=Since("acacia", "cs_0"),
        redirect_on_completion=Since("acacia", "always"),
        return_url=Since("acacia", "https://example.com/back"),
        saved_payment_method_options=Since("acacia", {"payment_method_save": None}),
        setup_intent="seti_1",
        shipping=Until("2020-08-27", {"name": "Ada"}),
        shipping_address_collection={"allowed_countries": ["DE"]},
        shipping_cost=Since("acacia", {"amount_total": 500, "shipping_rate": "shr_1"}),
        shipping_details=Since("acacia", Until("acacia", {"name": "Ada"})),
        shipping_options=Since("acacia", [{"shipping_rate": "shr_1"}]),
        status="complete",
        submit_type="pay",
        subscription="sub_1",
        success_url="https://example.com/thanks",
        tax_id_collection=Since("acacia", {"enabled": True}),
        total_details={"amount_tax": 380},
        ui_mode=Since("acacia", Since("dahlia", "embedded_page", "embedded")),
        url="https://checkout.stripe.com/c/pay/cs_1",
        wallet_options=Since("basil", {"link": {"display": "auto"}}),
    ),
    same="adaptive_pricing after_expiration allow_promotion_codes allowed_payment_method_types "
    "amount_subtotal amount_total automatic_tax billing_address_collection branding_settings "
    "cancel_url client_reference_id collected_information consent consent_collection currency "
    "currency_conversion custom_text customer_creation customer_details customer_email discounts "
    "display_items excluded_payment_method_types integration_identifier invoice_creation locale "
    "managed_payments mode name_collection optional_items origin_context "
    "payment_method_collection payment_method_configuration_details payment_method_options "
    "payment_method_types payment_status permissions phone_number_collection "
    "presentment_details redirect_on_completion return_url saved_payment_method_options "
    "shipping_address_collection shipping_cost status submit_type success_url "
    "tax_id_collection total_details url wallet_options",
    moments="expires_at",
    rows="customer:Customer customer_account:AccountV2 invoice:Invoice "
    "payment_intent:PaymentIntent payment_link:PaymentLink recovered_from:Session "
    "setup_intent:SetupIntent subscription:Subscription",
    expected={
        "account_tax_ids": Since("acacia", ["TaxId txi_1"], []),
        "branding_icon": Since("clover", "File file_1", None),
        "branding_logo": Since("clover", "File file_2", None),
        "coupons": Since("acacia", ["Coupon co_1"], []),
        "custom_fields": Since("acacia", [{"key": "size"}], []),
        "invoice_issuer": Since("acacia", "Account acct_4", None),
        "invoice_rendering_template": Since("acacia", "InvoiceRenderingTemplate inrtem_1", None),
        "line_items": LINES,
        "optional_prices": Since("basil", ["Price price_2"], []),
        "parent_payment_method_configuration": Since(
            "acacia", "PaymentMethodConfiguration pmc_2", None
        ),
        "payment_method_configuration": Since("acacia", "PaymentMethodConfiguration pmc_1", None),
        "promotion_codes": Since("acacia", ["PromotionCode promo_1"], []),
        "shipping_details": {"name": "Ada"},
        "shipping_options": Since("acacia", [{"shipping_rate": "shr_1"}], []),
        "shipping_rate": Since("acacia", "ShippingRate shr_1", None),
        "shipping_rates": Since("acacia", ["ShippingRate shr_1"], []),
        "tax_liability_account": "Account acct_3",
        "ui_mode": Since("acacia", "embedded_page", None),
    },
)


def line(**more: object) -> dict[str, object]:
    return {
        "object": "item",
        "id": "li_1",
        "adjustable_quantity": Since("dahlia", {"enabled": True}),
        "amount_discount": 100,
        "amount_subtotal": 2000,
        "amount_tax": 380,
        "amount_total": 2280,
        "currency": "usd",
        "discounts": [{"amount": 100}],
        "price": object_("price", "price_1", product="prod_1"),
        "quantity": 2,
        "taxes": [{"amount": 380}],
        **more,
    }


CHECKOUT_LINE = Case(
    "CheckoutLineItem",
    line(),
    same="adjustable_quantity amount_discount amount_subtotal amount_tax amount_total currency "
    "discounts quantity taxes",
    rows="price:Price",
    # Only the list that it stands in says whose it is.
    expected={"payment_link": None, "quote": None, "session": "Session cs_1"},
    first=[object_("checkout.session", "cs_1", line_items=list_of(line()))],
)

LINK_LINE = Case(
    "CheckoutLineItem",
    line(),
    expected={"payment_link": "PaymentLink plink_1", "quote": None, "session": None},
    first=[object_("payment_link", "plink_1", line_items=list_of(line()))],
    name="of a link",
)

QUOTE_LINE = Case(
    "CheckoutLineItem",
    line(),
    expected={"payment_link": None, "quote": "Quote qt_1", "session": None},
    first=[object_("quote", "qt_1", line_items=list_of(line()))],
    name="of a quote",
)

PAYMENT_LINK = Case(
    "PaymentLink",
    object_(
        "payment_link",
        "plink_1",
        active=True,
        after_completion={"type": "hosted_confirmation"},
        allow_promotion_codes=True,
        application=Since("acacia", "ca_1"),
        application_fee_amount=100,
        application_fee_percent=10.0,
        automatic_tax={"enabled": True, "liability": {"account": "acct_3"}},
        billing_address_collection="auto",
        consent_collection={"promotions": "auto"},
        currency="usd",
        custom_fields=Since("acacia", [{"key": "size"}]),
        custom_text=Since("acacia", {"submit": None}),
        customer_creation="always",
        inactive_message=Since("acacia", "Sold out"),
        invoice_creation=Since("acacia", INVOICED),
        line_items=LINES,
        managed_payments=Since("endive", {"enabled": True}),
        name_collection=Since("clover", {"individual": {"enabled": True}}),
        on_behalf_of="acct_5",
        optional_items=Since("basil", [{"price": "price_2", "quantity": 1}]),
        payment_intent_data=Since("acacia", {"capture_method": "manual"}),
        payment_method_collection="always",
        payment_method_options=Since("endive", {"card": {}}),
        payment_method_types=["card"],
        phone_number_collection={"enabled": True},
        restrictions=Since("acacia", {"completed_sessions": {"limit": 1}}),
        shipping_address_collection={"allowed_countries": ["DE"]},
        shipping_options=[{"shipping_rate": "shr_1"}],
        submit_type="pay",
        subscription_data={
            "invoice_settings": {
                "account_tax_ids": ["txi_2"],
                "issuer": Until("2020-08-27", {"account": "acct_4"}),
            }
        },
        tax_id_collection={"enabled": True},
        transfer_data={"destination": "acct_6"},
        url="https://buy.stripe.com/x",
    ),
    same="active after_completion allow_promotion_codes application_fee_amount "
    "application_fee_percent automatic_tax billing_address_collection consent_collection "
    "currency custom_text customer_creation inactive_message invoice_creation managed_payments "
    "name_collection optional_items payment_intent_data payment_method_collection "
    "payment_method_options payment_method_types phone_number_collection restrictions "
    "shipping_address_collection shipping_options submit_type subscription_data "
    "tax_id_collection transfer_data url",
    rows="application:Application on_behalf_of:Account",
    expected={
        "account_tax_ids": Since("acacia", ["TaxId txi_1"], []),
        "custom_fields": Since("acacia", [{"key": "size"}], []),
        "invoice_issuer": "Account acct_4",
        "invoice_rendering_template": Since("acacia", "InvoiceRenderingTemplate inrtem_1", None),
        "line_items": LINES,
        "optional_prices": Since("basil", ["Price price_2"], []),
        "shipping_rates": ["ShippingRate shr_1"],
        "subscription_account_tax_ids": ["TaxId txi_2"],
        "tax_liability_account": "Account acct_3",
        "transfer_destination": "Account acct_6",
    },
)

PORTAL = Case(
    "BillingPortalConfiguration",
    object_(
        "billing_portal.configuration",
        "bpc_1",
        active=True,
        application="ca_1",
        business_profile={"headline": "Ada"},
        default_return_url="https://example.com",
        features={
            "payment_method_update": {"payment_method_configuration": "pmc_1"},
            "subscription_cancel": {"cancellation_reason": {"feedback_options": ["fbo_1"]}},
            "subscription_update": {"products": [{"product": "prod_1", "prices": ["price_1"]}]},
        },
        is_default=True,
        login_page={"enabled": True},
        name=Since("basil", "Ours"),
        updated=T + 1,
    ),
    same="active business_profile default_return_url features is_default login_page name",
    moments="updated",
    rows="application:Application",
    expected={
        "feedback_options": ["FeedbackOption fbo_1"],
        "payment_method_configuration": "PaymentMethodConfiguration pmc_1",
        "products": ["Product prod_1"],
    },
)

CONFIRM = {
    "subscription": "sub_1",
    "discounts": [{"coupon": "co_1", "promotion_code": "promo_1"}],
    "items": [{"id": "si_1", "price": "price_1"}],
}

PORTAL_SESSION = Case(
    "BillingPortalSession",
    object_(
        "billing_portal.session",
        "bps_1",
        after_expiration=Since("endive", {"x": 1}),
        configuration="bpc_1",
        customer="cus_1",
        customer_account=PAID_BY_ACCOUNT,
        flow={
            "type": "subscription_update_confirm",
            "subscription_cancel": {"retention": {"coupon_offer": {"coupon": "co_2"}}},
            "subscription_update_confirm": CONFIRM,
        },
        locale="de",
        on_behalf_of="acct_5",
        return_url="https://example.com",
        url="https://billing.stripe.com/p/session/secret",
    ),
    same="after_expiration flow locale return_url",
    rows="configuration:BillingPortalConfiguration customer:Customer "
    "customer_account:AccountV2 on_behalf_of:Account",
    expected={
        "flow_coupons": ["Coupon co_1"],
        "flow_prices": ["Price price_1"],
        "flow_promotion_codes": ["PromotionCode promo_1"],
        "flow_subscription": "Subscription sub_1",
        "flow_subscription_items": ["SubscriptionItem si_1"],
        "retention_coupon": "Coupon co_2",
        "url": None,
    },
)

# --------------------------------------------------------------------------- entitlements

FEATURE_JSON = {
    "object": "entitlements.feature",
    "id": "feat_1",
    "active": True,
    "lookup_key": "export",
    "name": "Exports",
}

FEATURE = Case("Feature", FEATURE_JSON, same="active lookup_key name")

PRODUCT_FEATURE = Case(
    "ProductFeature",
    # The backfill writes in whose it is: Stripe says that only in the path.
    {
        "object": "product_feature",
        "id": "prodft_1",
        "entitlement_feature": FEATURE_JSON,
        "product": "prod_1",
    },
    rows="entitlement_feature:Feature product:Product",
)

ACTIVE_ENTITLEMENT = Case(
    "ActiveEntitlement",
    # The backfill writes in whose it is: Stripe says that only in the filter.
    {
        "object": "entitlements.active_entitlement",
        "id": "ent_1",
        "customer": "cus_1",
        "feature": FEATURE_JSON,
        "lookup_key": "export",
    },
    same="lookup_key",
    rows="customer:Customer feature:Feature",
)

CASES = [value for value in list(globals().values()) if isinstance(value, Case)]
