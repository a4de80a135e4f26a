"""
Every table of the mirror.

Written by tools/make_initial_migration.py, in one operation: see
``djstripe.migrations.operations``.
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.migrations.operations import CreateModel

import djstripe.models.api
from djstripe.fields import (
    EncryptedTextField,
    PaymentMethodForeignKey,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeDecimalCurrencyAmountField,
    StripeEnumField,
    StripeForeignKey,
    StripeIdField,
    StripeIntegerField,
    StripeJSONField,
    StripePercentField,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
)
from djstripe.migrations.operations import CreateModels, subscriber_dependency
from djstripe.settings import djstripe_settings

SUBSCRIBER_MODEL = djstripe_settings.get_subscriber_model_string()


def row() -> list[tuple[str, models.Field]]:
    """The columns that every mirrored row has."""
    return [
        ("stripe_data", StripeJSONField(default=dict, null=False)),
        (
            "djstripe_created",
            models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        (
            "djstripe_updated",
            models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        ("djstripe_id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="ID")),
        ("id", StripeIdField(blank=False, max_length=255, null=False)),
        (
            "djstripe_owner_account",
            StripeForeignKey(
                crosses=True, db_index=False, default="", null=False, to="djstripe.account"
            ),
        ),
        (
            "livemode",
            models.BooleanField(
                default=False, help_text="Live mode; otherwise test mode or a sandbox."
            ),
        ),
        ("created", StripeDateTimeField(db_index=True)),
        ("metadata", StripeJSONField()),
        (
            "djstripe_api_version",
            models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        ("djstripe_door", models.CharField(blank=True, default="", editable=False, max_length=16)),
        ("djstripe_earliest", models.BigIntegerField(default=0, editable=False)),
        ("djstripe_latest", models.BigIntegerField(default=0, editable=False)),
        ("djstripe_ticket", models.BigIntegerField(default=0, editable=False)),
        ("djstripe_asked", models.BigIntegerField(default=-1, editable=False)),
        ("djstripe_changed", models.BigIntegerField(default=0, editable=False)),
        (
            "djstripe_digest",
            models.CharField(blank=True, default="", editable=False, max_length=32),
        ),
        ("djstripe_deleted", models.BooleanField(default=False, editable=False)),
        ("djstripe_expanded", models.JSONField(blank=True, editable=False, null=True)),
        ("djstripe_faults", models.JSONField(blank=True, editable=False, null=True)),
    ]


def stripe_object(name: str, *fields: tuple[str, models.Field], **options) -> CreateModel:
    """A model that mirrors a Stripe object: the columns of every row, some anew, and its own."""
    identity = models.UniqueConstraint(
        fields=["id", "djstripe_owner_account", "livemode"],
        name=f"djstripe_{name.lower()}_identity",
    )
    defaults = {"get_latest_by": "created", "abstract": False, "constraints": [identity]}
    columns = {**dict(row()), **dict(fields)}
    return CreateModel(name, list(columns.items()), options={**defaults, **options})


MODELS = [
    CreateModel(
        "APIKey",
        [
            (
                "djstripe_id",
                models.BigAutoField(primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "id",
                StripeIdField(
                    default=djstripe.models.api.generate_api_key_id,
                    editable=False,
                    max_length=255,
                    null=False,
                ),
            ),
            (
                "djstripe_owner_account",
                StripeForeignKey(
                    crosses=True,
                    default="",
                    null=False,
                    related_name="api_keys",
                    to="djstripe.account",
                ),
            ),
            ("livemode", models.BooleanField(default=False, editable=False)),
            (
                "type",
                models.CharField(
                    choices=[
                        ("publishable", "Publishable"),
                        ("secret", "Secret"),
                        ("restricted", "Restricted"),
                    ],
                    editable=False,
                    max_length=16,
                ),
            ),
            (
                "name",
                models.CharField(
                    blank=True,
                    help_text="A name by which you know the key.",
                    max_length=100,
                    verbose_name="Key name",
                ),
            ),
            (
                "secret",
                EncryptedTextField(
                    blank=True,
                    help_text="Encrypted at rest. Empty for a key that your settings hold.",
                    null=True,
                ),
            ),
            (
                "organisation_accounts",
                models.TextField(
                    blank=True,
                    default="",
                    editable=False,
                    help_text="The ids of the accounts that an organisation's key acts for, a space between them.",
                    verbose_name="accounts",
                ),
            ),
            ("fingerprint", models.CharField(editable=False, max_length=64, unique=True)),
            ("last4", models.CharField(blank=True, default="", editable=False, max_length=4)),
            (
                "djstripe_created",
                models.DateTimeField(default=django.utils.timezone.now, editable=False),
            ),
            (
                "djstripe_updated",
                models.DateTimeField(default=django.utils.timezone.now, editable=False),
            ),
        ],
        options={"get_latest_by": "djstripe_created", "verbose_name": "API key"},
    ),
    stripe_object(
        "Account",
        ("business_type", StripeEnumField(max_length=255)),
        ("type", StripeEnumField(max_length=255)),
        ("charges_enabled", StripeBooleanField()),
        ("payouts_enabled", StripeBooleanField()),
        ("details_submitted", StripeBooleanField()),
        ("country", StripeCharField(max_length=255)),
        ("default_currency", StripeCurrencyCodeField(max_length=3)),
        ("email", StripeTextField()),
        ("disabled_reason", StripeCharField(max_length=255)),
        (
            "djstripe_platform",
            models.CharField(
                blank=True,
                default="",
                editable=False,
                help_text="The account through whose key this one was read, because it is connected to it.",
                max_length=255,
                verbose_name="platform",
            ),
        ),
    ),
    stripe_object(
        "AccountPerson",
        (
            "account",
            StripeForeignKey(crosses=True, related_name="persons", to="djstripe.accountv2"),
        ),
        ("email", StripeTextField()),
        ("given_name", StripeTextField()),
        ("surname", StripeTextField()),
        ("updated", StripeDateTimeField()),
    ),
    stripe_object(
        "AccountPersonToken",
        ("used", StripeBooleanField()),
        ("expires_at", StripeDateTimeField()),
    ),
    stripe_object(
        "AccountToken",
        ("used", StripeBooleanField()),
        ("expires_at", StripeDateTimeField()),
    ),
    stripe_object(
        "AccountV2",
        ("closed", StripeBooleanField()),
        ("contact_email", StripeTextField()),
        ("dashboard", StripeCharField(max_length=255)),
        ("display_name", StripeTextField()),
        (
            "djstripe_platform",
            models.CharField(
                blank=True,
                default="",
                editable=False,
                help_text="The account through whose key this one was read, because it is connected to it.",
                max_length=255,
                verbose_name="platform",
            ),
        ),
        verbose_name_plural="accounts (v2)",
    ),
    stripe_object(
        "ActiveEntitlement",
        ("created", StripeDateTimeField()),
        ("lookup_key", StripeCharField(db_index=True, max_length=255)),
        ("feature", StripeForeignKey(related_name="active_entitlements", to="djstripe.feature")),
        ("customer", StripeForeignKey(related_name="active_entitlements", to="djstripe.customer")),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "Alert",
        ("created", StripeDateTimeField()),
        ("title", StripeTextField()),
        ("alert_type", StripeCharField(max_length=255)),
        ("status", StripeCharField(max_length=255)),
        ("meter", StripeForeignKey(related_name="alerts", to="djstripe.meter")),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "AppInstall",
        ("app", StripeCharField(db_index=True, max_length=255)),
        ("status", StripeCharField(max_length=255)),
        ("channel", StripeCharField(max_length=255)),
        ("approval_required", StripeBooleanField()),
        (
            "account",
            StripeForeignKey(crosses=True, related_name="app_installs", to="djstripe.account"),
        ),
    ),
    stripe_object(
        "AppSecret",
        ("name", StripeCharField(db_index=True, max_length=255)),
        ("scope_type", StripeCharField(max_length=255)),
        ("scope_user", StripeCharField(max_length=255)),
        ("expires_at", StripeDateTimeField()),
    ),
    stripe_object(
        "ApplePayDomain",
        ("domain_name", StripeCharField(db_index=True, max_length=255)),
    ),
    stripe_object(
        "Application",
        ("created", StripeDateTimeField()),
        ("name", StripeTextField()),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "ApplicationFee",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("amount_refunded", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("refunded", StripeBooleanField()),
        (
            "account",
            StripeForeignKey(crosses=True, related_name="application_fees", to="djstripe.account"),
        ),
        (
            "application",
            StripeForeignKey(
                crosses=True,
                db_index=False,
                related_name="application_fees",
                to="djstripe.application",
            ),
        ),
        ("balance_transaction", StripeForeignKey(to="djstripe.balancetransaction")),
        ("charge", StripeForeignKey(crosses=True, to="djstripe.charge")),
        (
            "originating_transaction",
            StripeForeignKey(related_name="originated_application_fees", to="djstripe.charge"),
        ),
        (
            "payout",
            StripeForeignKey(crosses=True, related_name="application_fees", to="djstripe.payout"),
        ),
    ),
    stripe_object(
        "ApplicationFeeRefund",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("balance_transaction", StripeForeignKey(to="djstripe.balancetransaction")),
        ("fee", StripeForeignKey(related_name="refunds", to="djstripe.applicationfee")),
    ),
    CreateModel(
        "Attempt",
        [
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ("account", StripeIdField(default="", max_length=255, null=False)),
            ("livemode", models.BooleanField(default=False)),
            ("idempotency_key", StripeIdField(max_length=255, null=False)),
            (
                "named",
                models.BooleanField(default=False, help_text="The application gave the key."),
            ),
            ("method", models.CharField(max_length=8)),
            ("path", models.CharField(max_length=255)),
            ("digest", models.CharField(db_index=True, default="", editable=False, max_length=64)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("sent", "under way"),
                        ("lost", "no answer came"),
                        ("done", "done, as an event says; no answer came"),
                        ("answered", "answered"),
                    ],
                    default="sent",
                    max_length=10,
                ),
            ),
            ("first_sent", models.DateTimeField(default=django.utils.timezone.now)),
            ("until", models.DateTimeField(default=django.utils.timezone.now)),
            ("ticket", models.BigIntegerField(blank=True, editable=False, null=True)),
            ("earliest", models.BigIntegerField(blank=True, editable=False, null=True)),
            ("latest", models.BigIntegerField(blank=True, editable=False, null=True)),
            ("request_id", models.CharField(blank=True, default="", max_length=255)),
            ("failure", models.CharField(blank=True, default="", max_length=255)),
            ("sender", models.CharField(blank=True, default="", editable=False, max_length=255)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("idempotency_key", "account", "livemode"),
                    name="djstripe_attempt_identity",
                )
            ],
            "indexes": [
                models.Index(fields=["state", "first_sent"], name="djstripe_attempt_state")
            ],
            "verbose_name": "attempt",
        },
    ),
    stripe_object(
        "BalanceTransaction",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("type", StripeEnumField(max_length=255)),
        ("status", StripeEnumField(max_length=255)),
        ("reporting_category", StripeEnumField(max_length=255)),
        ("balance_type", StripeCharField(max_length=255)),
        ("fee", StripeQuantumCurrencyAmountField()),
        ("net", StripeQuantumCurrencyAmountField()),
        ("source", StripeIdField(db_index=True, max_length=255)),
    ),
    stripe_object(
        "BankAccount",
        ("created", StripeDateTimeField()),
        (
            "account",
            StripeForeignKey(crosses=True, related_name="bank_accounts", to="djstripe.account"),
        ),
        ("customer", StripeForeignKey(related_name="bank_accounts", to="djstripe.customer")),
        ("status", StripeEnumField(max_length=255)),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("country", StripeCharField(max_length=255)),
        ("default_for_currency", StripeBooleanField()),
        ("fingerprint", StripeCharField(db_index=True, max_length=255)),
        ("last4", StripeCharField(max_length=255)),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "BillingPortalConfiguration",
        ("active", StripeBooleanField()),
        ("is_default", StripeBooleanField()),
        ("name", StripeTextField()),
        (
            "application",
            StripeForeignKey(
                crosses=True,
                db_index=False,
                related_name="billing_portal_configurations",
                to="djstripe.application",
            ),
        ),
    ),
    stripe_object(
        "BillingPortalSession",
        (
            "configuration",
            StripeForeignKey(related_name="sessions", to="djstripe.billingportalconfiguration"),
        ),
        (
            "customer",
            StripeForeignKey(related_name="billing_portal_sessions", to="djstripe.customer"),
        ),
        (
            "customer_account",
            StripeForeignKey(
                crosses=True, related_name="billing_portal_sessions", to="djstripe.accountv2"
            ),
        ),
        (
            "on_behalf_of",
            StripeForeignKey(
                crosses=True,
                related_name="billing_portal_sessions_on_behalf",
                to="djstripe.account",
            ),
        ),
    ),
    CreateModel(
        "Bookmark",
        [
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ("name", models.CharField(max_length=128)),
            ("account", StripeIdField(default="", max_length=255, null=False)),
            ("livemode", models.BooleanField(default=False)),
            ("value", models.TextField(blank=True, default="")),
            ("updated", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("name", "account", "livemode"), name="djstripe_bookmark_identity"
                )
            ]
        },
    ),
    stripe_object(
        "Capability",
        ("created", StripeDateTimeField()),
        (
            "account",
            StripeForeignKey(crosses=True, related_name="capability_rows", to="djstripe.account"),
        ),
        ("status", StripeCharField(max_length=255)),
        ("requested", StripeBooleanField()),
        ("requested_at", StripeDateTimeField()),
        verbose_name_plural="capabilities",
    ),
    stripe_object(
        "Card",
        ("created", StripeDateTimeField()),
        ("account", StripeForeignKey(crosses=True, related_name="cards", to="djstripe.account")),
        ("customer", StripeForeignKey(related_name="cards", to="djstripe.customer")),
        ("brand", StripeEnumField(max_length=255)),
        ("country", StripeCharField(max_length=255)),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("default_for_currency", StripeBooleanField()),
        ("exp_month", StripeIntegerField()),
        ("exp_year", StripeIntegerField()),
        ("fingerprint", StripeCharField(db_index=True, max_length=255)),
        ("funding", StripeEnumField(max_length=255)),
        ("last4", StripeCharField(max_length=255)),
        ("status", StripeCharField(max_length=255)),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "Charge",
        ("amount", StripeDecimalCurrencyAmountField(decimal_places=3, max_digits=20)),
        ("amount_captured", StripeQuantumCurrencyAmountField()),
        ("amount_refunded", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("status", StripeEnumField(max_length=255)),
        ("captured", StripeBooleanField()),
        ("disputed", StripeBooleanField()),
        ("paid", StripeBooleanField()),
        ("refunded", StripeBooleanField()),
        ("failure_code", StripeEnumField(max_length=255)),
        ("receipt_email", StripeTextField()),
        ("transfer_group", StripeCharField(db_index=True, max_length=255)),
        ("balance_transaction", StripeForeignKey(to="djstripe.balancetransaction")),
        (
            "failure_balance_transaction",
            StripeForeignKey(related_name="failure_charges", to="djstripe.balancetransaction"),
        ),
        ("customer", StripeForeignKey(related_name="charges", to="djstripe.customer")),
        ("invoice", StripeForeignKey(related_name="charges", to="djstripe.invoice")),
        ("payment_intent", StripeForeignKey(related_name="charges", to="djstripe.paymentintent")),
        ("payment_method", StripeForeignKey(related_name="charges", to="djstripe.paymentmethod")),
        (
            "source",
            PaymentMethodForeignKey(related_name="charges", to="djstripe.djstripepaymentmethod"),
        ),
        (
            "application",
            StripeForeignKey(
                crosses=True, db_index=False, related_name="charges", to="djstripe.application"
            ),
        ),
        (
            "application_fee",
            StripeForeignKey(crosses=True, related_name="charges", to="djstripe.applicationfee"),
        ),
        (
            "on_behalf_of",
            StripeForeignKey(crosses=True, related_name="charges", to="djstripe.account"),
        ),
        (
            "destination",
            StripeForeignKey(
                crosses=True, related_name="destination_charges", to="djstripe.account"
            ),
        ),
        ("review", StripeForeignKey(related_name="charges", to="djstripe.review")),
        (
            "source_transfer",
            StripeForeignKey(
                crosses=True, related_name="destination_charges", to="djstripe.transfer"
            ),
        ),
        ("transfer", StripeForeignKey(related_name="charges", to="djstripe.transfer")),
    ),
    stripe_object(
        "CheckoutLineItem",
        ("created", StripeDateTimeField()),
        ("amount_discount", StripeQuantumCurrencyAmountField()),
        ("amount_subtotal", StripeQuantumCurrencyAmountField()),
        ("amount_tax", StripeQuantumCurrencyAmountField()),
        ("amount_total", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("quantity", StripeIntegerField()),
        ("price", StripeForeignKey(related_name="checkout_line_items", to="djstripe.price")),
        ("session", StripeForeignKey(related_name="lines", to="djstripe.session")),
        ("payment_link", StripeForeignKey(related_name="lines", to="djstripe.paymentlink")),
        ("quote", StripeForeignKey(related_name="lines", to="djstripe.quote")),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "ClimateOrder",
        ("status", StripeCharField(max_length=255)),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("amount_total", StripeQuantumCurrencyAmountField()),
        ("amount_subtotal", StripeQuantumCurrencyAmountField()),
        ("amount_fees", StripeQuantumCurrencyAmountField()),
        ("expected_delivery_year", StripeIntegerField()),
        ("cancellation_reason", StripeCharField(max_length=255)),
        ("canceled_at", StripeDateTimeField()),
        ("confirmed_at", StripeDateTimeField()),
        ("delayed_at", StripeDateTimeField()),
        ("delivered_at", StripeDateTimeField()),
        ("product_substituted_at", StripeDateTimeField()),
        ("product", StripeForeignKey(related_name="orders", to="djstripe.climateproduct")),
    ),
    stripe_object(
        "ClimateProduct",
        ("name", StripeTextField()),
        ("delivery_year", StripeIntegerField()),
    ),
    stripe_object(
        "ClimateSupplier",
        ("created", StripeDateTimeField()),
        ("name", StripeTextField()),
        ("removal_pathway", StripeCharField(max_length=255)),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "ConfirmationToken",
        ("expires_at", StripeDateTimeField()),
        (
            "payment_intent",
            StripeForeignKey(related_name="confirmation_tokens", to="djstripe.paymentintent"),
        ),
        (
            "setup_intent",
            StripeForeignKey(related_name="confirmation_tokens", to="djstripe.setupintent"),
        ),
        ("customer", StripeForeignKey(related_name="confirmation_tokens", to="djstripe.customer")),
    ),
    stripe_object(
        "ConnectCollectionTransfer",
        ("created", StripeDateTimeField()),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        (
            "destination",
            StripeForeignKey(
                crosses=True, related_name="connect_collection_transfers", to="djstripe.account"
            ),
        ),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "CountrySpec",
        ("created", StripeDateTimeField()),
        ("default_currency", StripeCurrencyCodeField(max_length=3)),
        ("supported_bank_account_currencies", StripeJSONField()),
        ("supported_payment_currencies", StripeJSONField()),
        ("supported_payment_methods", StripeJSONField()),
        ("supported_transfer_countries", StripeJSONField()),
        ("verification_fields", StripeJSONField()),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "Coupon",
        ("name", StripeTextField()),
        ("amount_off", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("percent_off", StripePercentField(decimal_places=4, max_digits=9)),
        ("duration", StripeEnumField(max_length=255)),
        ("redeem_by", StripeDateTimeField()),
        ("times_redeemed", StripeIntegerField()),
        ("valid", StripeBooleanField()),
    ),
    stripe_object(
        "CreditBalanceTransaction",
        ("type", StripeCharField(max_length=255)),
        ("effective_at", StripeDateTimeField()),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        (
            "credit_grant",
            StripeForeignKey(related_name="balance_transactions", to="djstripe.creditgrant"),
        ),
        (
            "invoice",
            StripeForeignKey(related_name="credit_balance_transactions", to="djstripe.invoice"),
        ),
        (
            "test_clock",
            StripeForeignKey(
                db_index=False, related_name="credit_balance_transactions", to="djstripe.testclock"
            ),
        ),
    ),
    stripe_object(
        "CreditGrant",
        ("name", StripeTextField()),
        ("category", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("priority", StripeIntegerField()),
        ("effective_at", StripeDateTimeField()),
        ("expires_at", StripeDateTimeField()),
        ("voided_at", StripeDateTimeField()),
        ("customer", StripeForeignKey(related_name="credit_grants", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="credit_grants", to="djstripe.accountv2"),
        ),
        (
            "test_clock",
            StripeForeignKey(db_index=False, related_name="credit_grants", to="djstripe.testclock"),
        ),
    ),
    stripe_object(
        "CreditNote",
        ("number", StripeCharField(db_index=True, max_length=255)),
        ("status", StripeCharField(max_length=255)),
        ("type", StripeCharField(max_length=255)),
        ("reason", StripeCharField(max_length=255)),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("total", StripeQuantumCurrencyAmountField()),
        ("effective_at", StripeDateTimeField()),
        ("voided_at", StripeDateTimeField()),
        ("customer", StripeForeignKey(related_name="credit_notes", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="credit_notes", to="djstripe.accountv2"),
        ),
        (
            "customer_balance_transaction",
            StripeForeignKey(related_name="credit_notes", to="djstripe.customerbalancetransaction"),
        ),
        ("invoice", StripeForeignKey(related_name="credit_notes", to="djstripe.invoice")),
        ("refund", StripeForeignKey(related_name="credit_notes", to="djstripe.refund")),
    ),
    stripe_object(
        "CreditNoteLineItem",
        ("created", StripeDateTimeField()),
        ("type", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("quantity", StripeIntegerField()),
        ("credit_note", StripeForeignKey(related_name="lines", to="djstripe.creditnote")),
        (
            "invoice_line_item",
            StripeForeignKey(related_name="credit_note_lines", to="djstripe.lineitem"),
        ),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "Customer",
        ("email", StripeTextField()),
        ("name", StripeTextField()),
        ("phone", StripeTextField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("balance", StripeQuantumCurrencyAmountField(default=0)),
        ("delinquent", StripeBooleanField(default=False)),
        ("invoice_prefix", StripeCharField(db_index=True, max_length=255)),
        ("tax_exempt", StripeEnumField(max_length=255)),
        ("coupon", StripeForeignKey(related_name="customers", to="djstripe.coupon")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="customers", to="djstripe.accountv2"),
        ),
        (
            "default_payment_method",
            StripeForeignKey(related_name="default_of_customers", to="djstripe.paymentmethod"),
        ),
        (
            "default_source",
            StripeForeignKey(related_name="default_of_customers", to="djstripe.card"),
        ),
        (
            "test_clock",
            StripeForeignKey(db_index=False, related_name="customers", to="djstripe.testclock"),
        ),
        (
            "subscriber",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="djstripe_customers",
                to=SUBSCRIBER_MODEL,
            ),
        ),
        ("date_purged", models.DateTimeField(blank=True, editable=False, null=True)),
    ),
    stripe_object(
        "CustomerBalanceTransaction",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("type", StripeCharField(max_length=255)),
        ("customer", StripeForeignKey(related_name="balance_transactions", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(
                crosses=True, related_name="balance_transactions", to="djstripe.accountv2"
            ),
        ),
        (
            "invoice",
            StripeForeignKey(related_name="customer_balance_transactions", to="djstripe.invoice"),
        ),
        (
            "credit_note",
            StripeForeignKey(
                related_name="customer_balance_transactions", to="djstripe.creditnote"
            ),
        ),
        (
            "checkout_session",
            StripeForeignKey(related_name="customer_balance_transactions", to="djstripe.session"),
        ),
    ),
    stripe_object(
        "CustomerCashBalanceTransaction",
        ("net_amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("type", StripeCharField(max_length=255)),
        (
            "customer",
            StripeForeignKey(related_name="cash_balance_transactions", to="djstripe.customer"),
        ),
        (
            "customer_account",
            StripeForeignKey(
                crosses=True, related_name="cash_balance_transactions", to="djstripe.accountv2"
            ),
        ),
        (
            "payment_intent",
            StripeForeignKey(related_name="cash_balance_transactions", to="djstripe.paymentintent"),
        ),
        (
            "refund",
            StripeForeignKey(related_name="cash_balance_transactions", to="djstripe.refund"),
        ),
        (
            "balance_transaction",
            StripeForeignKey(
                related_name="cash_balance_transactions", to="djstripe.balancetransaction"
            ),
        ),
    ),
    stripe_object(
        "Discount",
        ("created", StripeDateTimeField()),
        ("start", StripeDateTimeField()),
        ("end", StripeDateTimeField()),
        ("coupon", StripeForeignKey(related_name="discounts", to="djstripe.coupon")),
        ("promotion_code", StripeForeignKey(related_name="discounts", to="djstripe.promotioncode")),
        ("customer", StripeForeignKey(related_name="customer_discounts", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(
                crosses=True, related_name="customer_discounts", to="djstripe.accountv2"
            ),
        ),
        (
            "subscription",
            StripeForeignKey(related_name="subscription_discounts", to="djstripe.subscription"),
        ),
        (
            "subscription_item",
            StripeForeignKey(related_name="item_discounts", to="djstripe.subscriptionitem"),
        ),
        ("invoice", StripeForeignKey(related_name="invoice_discounts", to="djstripe.invoice")),
        (
            "invoice_item",
            StripeForeignKey(related_name="item_discounts", to="djstripe.invoiceitem"),
        ),
        (
            "checkout_session",
            StripeForeignKey(related_name="session_discounts", to="djstripe.session"),
        ),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "Dispute",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("status", StripeEnumField(max_length=255)),
        ("reason", StripeEnumField(max_length=255)),
        ("is_charge_refundable", StripeBooleanField()),
        ("due_by", StripeDateTimeField()),
        (
            "balance_transaction",
            StripeForeignKey(related_name="disputes", to="djstripe.balancetransaction"),
        ),
        ("charge", StripeForeignKey(related_name="disputes", to="djstripe.charge")),
        ("payment_intent", StripeForeignKey(related_name="disputes", to="djstripe.paymentintent")),
    ),
    stripe_object(
        "DjstripePaymentMethod",
        ("type", StripeCharField(db_index=True, max_length=50)),
    ),
    CreateModel(
        "Doubt",
        [
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ("account", StripeIdField(default="", max_length=255, null=False)),
            ("livemode", models.BooleanField(default=False)),
            ("object", StripeIdField(max_length=255, null=False)),
            ("object_id", StripeIdField(max_length=255, null=False)),
            ("ticket", models.BigIntegerField(help_text="The store that raised the doubt last.")),
            ("reason", models.CharField(blank=True, default="", max_length=255)),
            (
                "state",
                models.CharField(
                    choices=[("open", "to be looked up"), ("impossible", "cannot be looked up")],
                    default="open",
                    max_length=16,
                ),
            ),
            (
                "detail",
                models.TextField(blank=True, default="", help_text="Why it cannot be looked up."),
            ),
            ("attempts", models.PositiveIntegerField(default=0)),
            ("arose", models.DateTimeField(default=django.utils.timezone.now)),
            ("next_look", models.DateTimeField(blank=True, null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("object_id", "object", "account", "livemode"),
                    name="djstripe_doubt_identity",
                )
            ],
            "indexes": [models.Index(fields=["state", "next_look"], name="djstripe_doubt_due")],
        },
    ),
    stripe_object(
        "EarlyFraudWarning",
        ("actionable", StripeBooleanField()),
        ("fraud_type", StripeCharField(max_length=255)),
        ("charge", StripeForeignKey(related_name="early_fraud_warnings", to="djstripe.charge")),
        (
            "payment_intent",
            StripeForeignKey(related_name="early_fraud_warnings", to="djstripe.paymentintent"),
        ),
    ),
    stripe_object(
        "EphemeralKey",
        ("expires", StripeDateTimeField()),
    ),
    stripe_object(
        "Event",
        ("api_version", StripeCharField(max_length=64)),
        ("data", StripeJSONField()),
        ("type", StripeCharField(db_index=True, max_length=255)),
        ("request_id", StripeCharField(max_length=255)),
        ("idempotency_key", StripeTextField()),
        ("account", StripeForeignKey(crosses=True, related_name="events", to="djstripe.account")),
        ("object_id", StripeIdField(db_index=True, max_length=255)),
        ("object_type", StripeCharField(max_length=255)),
    ),
    stripe_object(
        "EventDestination",
        ("name", StripeTextField()),
        ("status", StripeCharField(max_length=255)),
        ("type", StripeCharField(max_length=255)),
        ("event_payload", StripeCharField(max_length=255)),
        ("snapshot_api_version", StripeCharField(max_length=255)),
        ("updated", StripeDateTimeField()),
        ("url", StripeTextField()),
    ),
    stripe_object(
        "EventV2",
        ("type", StripeCharField(db_index=True, max_length=255)),
        ("related_object_id", StripeCharField(db_index=True, max_length=255)),
        ("related_object_type", StripeCharField(max_length=255)),
        ("context", StripeCharField(max_length=255)),
        ("request_id", StripeCharField(max_length=255)),
        ("idempotency_key", StripeTextField()),
        ("snapshot_event", StripeForeignKey(related_name="thin_events", to="djstripe.event")),
        verbose_name_plural="events (v2)",
    ),
    stripe_object(
        "ExchangeRate",
        ("created", StripeDateTimeField()),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "Feature",
        ("created", StripeDateTimeField()),
        ("active", StripeBooleanField()),
        ("lookup_key", StripeCharField(db_index=True, max_length=255)),
        ("name", StripeTextField()),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "FeedbackOption",
        ("created", StripeDateTimeField()),
        ("status", StripeCharField(max_length=255)),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "File",
        ("purpose", StripeEnumField(max_length=255)),
        ("type", StripeEnumField(max_length=255)),
        ("filename", StripeTextField()),
        ("size", StripeIntegerField()),
        ("expires_at", StripeDateTimeField()),
    ),
    stripe_object(
        "FileLink",
        ("expired", StripeBooleanField()),
        ("file", StripeForeignKey(to="djstripe.file")),
    ),
    stripe_object(
        "FinancialConnectionsAccount",
        ("status", StripeCharField(max_length=255)),
        ("category", StripeCharField(max_length=255)),
        ("subcategory", StripeCharField(max_length=255)),
        ("institution_name", StripeTextField()),
        ("display_name", StripeTextField()),
        ("last4", StripeCharField(max_length=255)),
        (
            "ownership",
            StripeForeignKey(
                related_name="financial_connections_accounts",
                to="djstripe.financialconnectionsaccountownership",
            ),
        ),
        (
            "account",
            StripeForeignKey(
                crosses=True, related_name="financial_connections_accounts", to="djstripe.account"
            ),
        ),
        (
            "customer",
            StripeForeignKey(related_name="financial_connections_accounts", to="djstripe.customer"),
        ),
        (
            "customer_account",
            StripeForeignKey(
                crosses=True, related_name="financial_connections_accounts", to="djstripe.accountv2"
            ),
        ),
    ),
    stripe_object(
        "FinancialConnectionsAccountOwner",
        ("created", StripeDateTimeField()),
        ("name", StripeTextField()),
        ("email", StripeTextField()),
        ("refreshed_at", StripeDateTimeField()),
        (
            "ownership",
            StripeForeignKey(
                related_name="owners", to="djstripe.financialconnectionsaccountownership"
            ),
        ),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "FinancialConnectionsAccountOwnership",
    ),
    stripe_object(
        "FinancialConnectionsAuthorization",
        ("created", StripeDateTimeField()),
        ("status", StripeCharField(max_length=255)),
        ("institution_name", StripeTextField()),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "FinancialConnectionsSession",
        (
            "account",
            StripeForeignKey(
                crosses=True, related_name="financial_connections_sessions", to="djstripe.account"
            ),
        ),
        (
            "customer",
            StripeForeignKey(related_name="financial_connections_sessions", to="djstripe.customer"),
        ),
        (
            "customer_account",
            StripeForeignKey(
                crosses=True, related_name="financial_connections_sessions", to="djstripe.accountv2"
            ),
        ),
        (
            "bank_account_token",
            StripeForeignKey(related_name="financial_connections_sessions", to="djstripe.token"),
        ),
    ),
    stripe_object(
        "FinancialConnectionsTransaction",
        ("created", StripeDateTimeField()),
        ("status", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("transacted_at", StripeDateTimeField(db_index=True)),
        ("updated", StripeDateTimeField()),
        ("transaction_refresh", StripeCharField(max_length=255)),
        (
            "account",
            StripeForeignKey(
                related_name="transactions", to="djstripe.financialconnectionsaccount"
            ),
        ),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "ForwardingRequest",
        ("url", StripeTextField()),
        ("response_status", StripeIntegerField()),
        (
            "payment_method",
            StripeForeignKey(related_name="forwarding_requests", to="djstripe.paymentmethod"),
        ),
    ),
    stripe_object(
        "GbBankAccount",
        ("archived", StripeBooleanField()),
        ("restricted", StripeBooleanField()),
        ("bank_account_type", StripeCharField(max_length=255)),
        ("bank_name", StripeTextField()),
        ("last4", StripeCharField(max_length=255)),
    ),
    stripe_object(
        "GenericStripeObject",
        ("object", StripeCharField(db_index=True, max_length=255)),
    ),
    CreateModel(
        "IdempotencyKey",
        [
            (
                "uuid",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            ("action", models.CharField(max_length=100)),
            (
                "livemode",
                models.BooleanField(help_text="Whether the key was used in live or test mode."),
            ),
            ("created", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={"unique_together": {("action", "livemode")}},
    ),
    stripe_object(
        "Invoice",
        ("status", StripeEnumField(db_index=True, max_length=255)),
        ("paid", StripeBooleanField()),
        ("number", StripeCharField(db_index=True, max_length=255)),
        ("billing_reason", StripeEnumField(max_length=255)),
        ("collection_method", StripeEnumField(max_length=255)),
        ("attempt_count", StripeIntegerField()),
        ("attempted", StripeBooleanField()),
        ("auto_advance", StripeBooleanField()),
        ("customer_email", StripeTextField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("amount_due", StripeQuantumCurrencyAmountField()),
        ("amount_paid", StripeQuantumCurrencyAmountField()),
        ("amount_remaining", StripeQuantumCurrencyAmountField()),
        ("subtotal", StripeQuantumCurrencyAmountField()),
        ("total", StripeQuantumCurrencyAmountField()),
        ("due_date", StripeDateTimeField()),
        ("effective_at", StripeDateTimeField()),
        ("next_payment_attempt", StripeDateTimeField()),
        ("period_start", StripeDateTimeField()),
        ("period_end", StripeDateTimeField()),
        ("finalized_at", StripeDateTimeField()),
        ("paid_at", StripeDateTimeField()),
        ("charge", StripeForeignKey(related_name="latest_invoices", to="djstripe.charge")),
        (
            "payment_intent",
            StripeForeignKey(related_name="paid_invoices", to="djstripe.paymentintent"),
        ),
        ("customer", StripeForeignKey(related_name="invoices", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="invoices", to="djstripe.accountv2"),
        ),
        ("subscription", StripeForeignKey(related_name="invoices", to="djstripe.subscription")),
        ("quote", StripeForeignKey(related_name="invoices", to="djstripe.quote")),
        (
            "application",
            StripeForeignKey(
                crosses=True, db_index=False, related_name="invoices", to="djstripe.application"
            ),
        ),
        (
            "default_payment_method",
            StripeForeignKey(related_name="default_of_invoices", to="djstripe.paymentmethod"),
        ),
        (
            "default_source",
            StripeForeignKey(related_name="default_of_invoices", to="djstripe.card"),
        ),
        ("from_invoice", StripeForeignKey(related_name="revisions", to="djstripe.invoice")),
        (
            "latest_revision",
            StripeForeignKey(related_name="revised_invoices", to="djstripe.invoice"),
        ),
        (
            "on_behalf_of",
            StripeForeignKey(
                crosses=True, related_name="invoices_on_behalf", to="djstripe.account"
            ),
        ),
        (
            "rendering_template",
            StripeForeignKey(related_name="invoices", to="djstripe.invoicerenderingtemplate"),
        ),
        (
            "test_clock",
            StripeForeignKey(db_index=False, related_name="invoices", to="djstripe.testclock"),
        ),
        ordering=["-created"],
    ),
    stripe_object(
        "InvoiceItem",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("quantity", StripeIntegerField()),
        ("period_start", StripeDateTimeField()),
        ("period_end", StripeDateTimeField()),
        ("proration", StripeBooleanField()),
        ("customer", StripeForeignKey(related_name="invoiceitems", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="invoiceitems", to="djstripe.accountv2"),
        ),
        ("invoice", StripeForeignKey(related_name="invoiceitems", to="djstripe.invoice")),
        ("price", StripeForeignKey(related_name="invoiceitems", to="djstripe.price")),
        ("plan", StripeForeignKey(related_name="invoiceitems", to="djstripe.plan")),
        ("product", StripeForeignKey(related_name="invoiceitems", to="djstripe.product")),
        ("subscription", StripeForeignKey(related_name="invoiceitems", to="djstripe.subscription")),
        (
            "subscription_item",
            StripeForeignKey(related_name="invoiceitems", to="djstripe.subscriptionitem"),
        ),
        (
            "test_clock",
            StripeForeignKey(db_index=False, related_name="invoiceitems", to="djstripe.testclock"),
        ),
    ),
    stripe_object(
        "InvoicePayment",
        ("status", StripeCharField(db_index=True, max_length=255)),
        ("amount_paid", StripeQuantumCurrencyAmountField()),
        ("amount_requested", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("is_default", StripeBooleanField()),
        ("type", StripeCharField(max_length=255)),
        ("paid_at", StripeDateTimeField()),
        ("invoice", StripeForeignKey(related_name="payments", to="djstripe.invoice")),
        ("charge", StripeForeignKey(related_name="invoice_payments", to="djstripe.charge")),
        (
            "payment_intent",
            StripeForeignKey(related_name="invoice_payments", to="djstripe.paymentintent"),
        ),
        (
            "payment_record",
            StripeForeignKey(related_name="invoice_payments", to="djstripe.paymentrecord"),
        ),
    ),
    stripe_object(
        "InvoiceRenderingTemplate",
        ("nickname", StripeTextField()),
        ("status", StripeCharField(max_length=255)),
        ("version", StripeIntegerField()),
    ),
    stripe_object(
        "IssuingAuthorization",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("merchant_amount", StripeQuantumCurrencyAmountField()),
        ("merchant_currency", StripeCurrencyCodeField(max_length=3)),
        ("approved", StripeBooleanField()),
        ("status", StripeCharField(max_length=255)),
        ("authorization_method", StripeCharField(max_length=255)),
        ("card_presence", StripeCharField(max_length=255)),
        ("wallet", StripeCharField(max_length=255)),
        ("card", StripeForeignKey(related_name="authorizations", to="djstripe.issuingcard")),
        (
            "cardholder",
            StripeForeignKey(related_name="authorizations", to="djstripe.issuingcardholder"),
        ),
        ("token", StripeForeignKey(related_name="authorizations", to="djstripe.issuingtoken")),
        db_table="djstripe_issuing_authorization",
    ),
    stripe_object(
        "IssuingCard",
        ("status", StripeCharField(max_length=255)),
        ("type", StripeCharField(max_length=255)),
        ("brand", StripeCharField(max_length=255)),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("last4", StripeCharField(max_length=255)),
        ("exp_month", StripeIntegerField()),
        ("exp_year", StripeIntegerField()),
        ("cancellation_reason", StripeCharField(max_length=255)),
        ("replacement_reason", StripeCharField(max_length=255)),
        ("cardholder", StripeForeignKey(related_name="cards", to="djstripe.issuingcardholder")),
        (
            "financial_account",
            StripeForeignKey(related_name="issuing_cards", to="djstripe.treasuryfinancialaccount"),
        ),
        (
            "personalization_design",
            StripeForeignKey(
                related_name="issuing_cards", to="djstripe.issuingpersonalizationdesign"
            ),
        ),
        ("replaced_by", StripeForeignKey(related_name="replaced_cards", to="djstripe.issuingcard")),
        (
            "replacement_for",
            StripeForeignKey(related_name="replacements", to="djstripe.issuingcard"),
        ),
        db_table="djstripe_issuing_card",
    ),
    stripe_object(
        "IssuingCardholder",
        ("name", StripeTextField()),
        ("email", StripeTextField()),
        ("phone_number", StripeCharField(max_length=255)),
        ("status", StripeCharField(max_length=255)),
        ("type", StripeCharField(max_length=255)),
        db_table="djstripe_issuing_cardholder",
    ),
    stripe_object(
        "IssuingDispute",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("status", StripeCharField(max_length=255)),
        ("loss_reason", StripeCharField(max_length=255)),
        ("reason", StripeCharField(max_length=255)),
        (
            "transaction",
            StripeForeignKey(related_name="disputes", to="djstripe.issuingtransaction"),
        ),
        db_table="djstripe_issuing_dispute",
    ),
    stripe_object(
        "IssuingPersonalizationDesign",
        ("name", StripeTextField()),
        ("lookup_key", StripeCharField(db_index=True, max_length=255)),
        ("status", StripeCharField(max_length=255)),
        ("card_logo", StripeForeignKey(related_name="personalization_designs", to="djstripe.file")),
        (
            "physical_bundle",
            StripeForeignKey(
                related_name="personalization_designs", to="djstripe.issuingphysicalbundle"
            ),
        ),
        db_table="djstripe_issuing_personalization_design",
    ),
    stripe_object(
        "IssuingPhysicalBundle",
        ("created", StripeDateTimeField()),
        ("name", StripeTextField()),
        ("status", StripeCharField(max_length=255)),
        ("type", StripeCharField(max_length=255)),
        db_table="djstripe_issuing_physical_bundle",
    ),
    stripe_object(
        "IssuingToken",
        ("status", StripeCharField(max_length=255)),
        ("network", StripeCharField(max_length=255)),
        ("wallet_provider", StripeCharField(max_length=255)),
        ("last4", StripeCharField(max_length=255)),
        ("network_updated_at", StripeDateTimeField()),
        ("card", StripeForeignKey(related_name="tokens", to="djstripe.issuingcard")),
        db_table="djstripe_issuing_token",
    ),
    stripe_object(
        "IssuingTransaction",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("merchant_amount", StripeQuantumCurrencyAmountField()),
        ("merchant_currency", StripeCurrencyCodeField(max_length=3)),
        ("type", StripeCharField(max_length=255)),
        ("wallet", StripeCharField(max_length=255)),
        (
            "authorization",
            StripeForeignKey(related_name="transactions", to="djstripe.issuingauthorization"),
        ),
        (
            "balance_transaction",
            StripeForeignKey(related_name="issuing_transactions", to="djstripe.balancetransaction"),
        ),
        ("card", StripeForeignKey(related_name="transactions", to="djstripe.issuingcard")),
        (
            "cardholder",
            StripeForeignKey(related_name="transactions", to="djstripe.issuingcardholder"),
        ),
        (
            "dispute",
            StripeForeignKey(related_name="disputed_transactions", to="djstripe.issuingdispute"),
        ),
        ("token", StripeForeignKey(related_name="transactions", to="djstripe.issuingtoken")),
        db_table="djstripe_issuing_transaction",
    ),
    stripe_object(
        "LineItem",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("quantity", StripeIntegerField()),
        ("period_start", StripeDateTimeField()),
        ("period_end", StripeDateTimeField()),
        ("created", StripeDateTimeField()),
        ("type", StripeEnumField(max_length=255)),
        ("proration", StripeBooleanField()),
        ("invoice", StripeForeignKey(related_name="lines", to="djstripe.invoice")),
        ("invoice_item", StripeForeignKey(to="djstripe.invoiceitem")),
        ("subscription", StripeForeignKey(to="djstripe.subscription")),
        ("subscription_item", StripeForeignKey(to="djstripe.subscriptionitem")),
        ("price", StripeForeignKey(related_name="lineitems", to="djstripe.price")),
        ("plan", StripeForeignKey(related_name="lineitems", to="djstripe.plan")),
        ("product", StripeForeignKey(related_name="lineitems", to="djstripe.product")),
    ),
    stripe_object(
        "Mandate",
        ("created", StripeDateTimeField()),
        ("status", StripeEnumField(max_length=255)),
        ("type", StripeEnumField(max_length=255)),
        ("payment_method", StripeForeignKey(to="djstripe.paymentmethod")),
        (
            "on_behalf_of",
            StripeForeignKey(crosses=True, related_name="mandates", to="djstripe.account"),
        ),
        get_latest_by="djstripe_id",
    ),
    CreateModel(
        "MemberSet",
        [
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ("account", StripeIdField(default="", max_length=255, null=False)),
            ("livemode", models.BooleanField(default=False)),
            ("owner", StripeIdField(max_length=255, null=False)),
            ("name", models.CharField(max_length=64)),
            ("earliest", models.BigIntegerField(default=0)),
            ("latest", models.BigIntegerField(default=0)),
            ("ticket", models.BigIntegerField(default=0)),
            ("asked", models.BigIntegerField(default=-1)),
            ("changed", models.BigIntegerField(default=0)),
            ("digest", models.CharField(default="", max_length=32)),
            ("made", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("owner", "name", "account", "livemode"),
                    name="djstripe_memberset_identity",
                )
            ]
        },
    ),
    stripe_object(
        "Meter",
        ("display_name", StripeTextField()),
        ("event_name", StripeCharField(db_index=True, max_length=255)),
        ("event_time_window", StripeCharField(max_length=255)),
        ("status", StripeCharField(max_length=255)),
    ),
    stripe_object(
        "MeterEventAdjustment",
        ("event_name", StripeCharField(db_index=True, max_length=255)),
        ("status", StripeCharField(max_length=255)),
        ("type", StripeCharField(max_length=255)),
    ),
    stripe_object(
        "MeterEventSession",
        ("expires_at", StripeDateTimeField()),
    ),
    stripe_object(
        "MeterEventSummary",
        ("created", StripeDateTimeField()),
        ("start_time", StripeDateTimeField()),
        ("end_time", StripeDateTimeField()),
        ("meter", StripeForeignKey(related_name="event_summaries", to="djstripe.meter")),
        verbose_name_plural="meter event summaries",
    ),
    stripe_object(
        "MoneyManagementAdjustment",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        (
            "financial_account",
            StripeForeignKey(
                related_name="adjustments", to="djstripe.moneymanagementfinancialaccount"
            ),
        ),
    ),
    stripe_object(
        "MoneyManagementFinancialAccount",
        ("status", StripeCharField(max_length=255)),
        ("type", StripeCharField(max_length=255)),
        ("country", StripeCharField(max_length=255)),
        ("display_name", StripeTextField()),
    ),
    stripe_object(
        "MoneyManagementFinancialAddress",
        ("status", StripeCharField(max_length=255)),
        ("type", StripeCharField(max_length=255)),
        ("settlement_currency", StripeCurrencyCodeField(max_length=3)),
        (
            "financial_account",
            StripeForeignKey(
                related_name="financial_addresses", to="djstripe.moneymanagementfinancialaccount"
            ),
        ),
        verbose_name_plural="money management financial addresses",
    ),
    stripe_object(
        "MoneyManagementInboundTransfer",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        (
            "financial_account",
            StripeForeignKey(
                related_name="inbound_transfers", to="djstripe.moneymanagementfinancialaccount"
            ),
        ),
        (
            "us_bank_account",
            StripeForeignKey(related_name="inbound_transfers", to="djstripe.usbankaccount"),
        ),
    ),
    stripe_object(
        "MoneyManagementOutboundPayment",
        ("status", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("cancelable", StripeBooleanField()),
        ("expected_arrival_date", StripeDateTimeField()),
        ("posted_at", StripeDateTimeField()),
        (
            "financial_account",
            StripeForeignKey(
                related_name="outbound_payments", to="djstripe.moneymanagementfinancialaccount"
            ),
        ),
        (
            "payout_intent",
            StripeForeignKey(
                related_name="outbound_payments", to="djstripe.moneymanagementpayoutintent"
            ),
        ),
        (
            "payout_method",
            StripeForeignKey(
                related_name="outbound_payments", to="djstripe.moneymanagementpayoutmethod"
            ),
        ),
        (
            "recipient",
            StripeForeignKey(
                crosses=True, related_name="outbound_payments", to="djstripe.accountv2"
            ),
        ),
        (
            "recipient_verification",
            StripeForeignKey(
                related_name="outbound_payments", to="djstripe.moneymanagementrecipientverification"
            ),
        ),
    ),
    stripe_object(
        "MoneyManagementOutboundSetupIntent",
        ("status", StripeCharField(max_length=255)),
        ("usage_intent", StripeCharField(max_length=255)),
        (
            "payout_method",
            StripeForeignKey(
                related_name="outbound_setup_intents", to="djstripe.moneymanagementpayoutmethod"
            ),
        ),
    ),
    stripe_object(
        "MoneyManagementPayoutIntent",
        ("status", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("confirmation_method", StripeCharField(max_length=255)),
        ("posted_at", StripeDateTimeField()),
        (
            "financial_account",
            StripeForeignKey(
                related_name="payout_intents", to="djstripe.moneymanagementfinancialaccount"
            ),
        ),
        (
            "payout_method",
            StripeForeignKey(
                related_name="payout_intents", to="djstripe.moneymanagementpayoutmethod"
            ),
        ),
        (
            "recipient",
            StripeForeignKey(crosses=True, related_name="payout_intents", to="djstripe.accountv2"),
        ),
    ),
    stripe_object(
        "MoneyManagementPayoutMethod",
        ("type", StripeCharField(max_length=255)),
        ("archived", StripeBooleanField()),
        ("restricted", StripeBooleanField()),
        (
            "latest_outbound_setup_intent",
            StripeForeignKey(
                related_name="payout_methods", to="djstripe.moneymanagementoutboundsetupintent"
            ),
        ),
    ),
    stripe_object(
        "MoneyManagementReceivedCredit",
        ("status", StripeCharField(max_length=255)),
        ("type", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("succeeded_at", StripeDateTimeField()),
        (
            "financial_account",
            StripeForeignKey(
                related_name="received_credits", to="djstripe.moneymanagementfinancialaccount"
            ),
        ),
        (
            "financial_address",
            StripeForeignKey(
                related_name="received_credits", to="djstripe.moneymanagementfinancialaddress"
            ),
        ),
    ),
    stripe_object(
        "MoneyManagementRecipientVerification",
        ("status", StripeCharField(max_length=255)),
        ("match_result", StripeCharField(max_length=255)),
        ("verification_type", StripeCharField(max_length=255)),
        ("expires_at", StripeDateTimeField()),
        (
            "payout_method",
            StripeForeignKey(
                related_name="recipient_verifications", to="djstripe.moneymanagementpayoutmethod"
            ),
        ),
        (
            "recipient",
            StripeForeignKey(
                crosses=True, related_name="recipient_verifications", to="djstripe.accountv2"
            ),
        ),
    ),
    stripe_object(
        "MoneyManagementTransaction",
        ("status", StripeCharField(max_length=255)),
        ("category", StripeCharField(max_length=255)),
        ("flow_type", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("posted_at", StripeDateTimeField()),
        (
            "financial_account",
            StripeForeignKey(
                related_name="transactions", to="djstripe.moneymanagementfinancialaccount"
            ),
        ),
    ),
    stripe_object(
        "MoneyManagementTransactionEntry",
        ("category", StripeCharField(max_length=255)),
        ("flow_type", StripeCharField(max_length=255)),
        ("available", StripeIntegerField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("effective_at", StripeDateTimeField()),
        (
            "financial_account",
            StripeForeignKey(
                related_name="transaction_entries", to="djstripe.moneymanagementfinancialaccount"
            ),
        ),
        (
            "transaction",
            StripeForeignKey(related_name="entries", to="djstripe.moneymanagementtransaction"),
        ),
    ),
    stripe_object(
        "PaymentAttemptRecord",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("reported_by", StripeCharField(max_length=255)),
        ("customer_presence", StripeCharField(max_length=255)),
        (
            "application",
            StripeForeignKey(
                crosses=True,
                db_index=False,
                related_name="payment_attempt_records",
                to="djstripe.application",
            ),
        ),
        (
            "customer",
            StripeForeignKey(related_name="payment_attempt_records", to="djstripe.customer"),
        ),
        (
            "payment_record",
            StripeForeignKey(related_name="payment_attempt_records", to="djstripe.paymentrecord"),
        ),
        (
            "payment_method",
            StripeForeignKey(related_name="payment_attempt_records", to="djstripe.paymentmethod"),
        ),
    ),
    stripe_object(
        "PaymentEvaluation",
        ("recommended_action", StripeCharField(max_length=255)),
        ("outcome_type", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("customer", StripeForeignKey(related_name="payment_evaluations", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(
                crosses=True, related_name="payment_evaluations", to="djstripe.accountv2"
            ),
        ),
        (
            "payment_intent",
            StripeForeignKey(related_name="payment_evaluations", to="djstripe.paymentintent"),
        ),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "PaymentIntent",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("amount_capturable", StripeQuantumCurrencyAmountField()),
        ("amount_received", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("status", StripeEnumField(max_length=255)),
        ("cancellation_reason", StripeEnumField(max_length=255)),
        ("capture_method", StripeEnumField(max_length=255)),
        ("canceled_at", StripeDateTimeField()),
        ("receipt_email", StripeTextField()),
        ("transfer_group", StripeCharField(db_index=True, max_length=255)),
        (
            "application",
            StripeForeignKey(
                crosses=True,
                db_index=False,
                related_name="payment_intents",
                to="djstripe.application",
            ),
        ),
        ("customer", StripeForeignKey(to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="payment_intents", to="djstripe.accountv2"),
        ),
        (
            "destination",
            StripeForeignKey(
                crosses=True, related_name="destination_payment_intents", to="djstripe.account"
            ),
        ),
        ("invoice", StripeForeignKey(related_name="payment_intents", to="djstripe.invoice")),
        (
            "latest_charge",
            StripeForeignKey(related_name="latest_of_payment_intents", to="djstripe.charge"),
        ),
        (
            "on_behalf_of",
            StripeForeignKey(crosses=True, related_name="payment_intents", to="djstripe.account"),
        ),
        ("payment_method", StripeForeignKey(to="djstripe.paymentmethod")),
        (
            "payment_record",
            StripeForeignKey(related_name="payment_intents", to="djstripe.paymentrecord"),
        ),
        ("review", StripeForeignKey(related_name="payment_intents", to="djstripe.review")),
        ("source", StripeForeignKey(related_name="payment_intents", to="djstripe.card")),
    ),
    stripe_object(
        "PaymentIntentAmountDetailsLineItem",
        ("created", StripeDateTimeField()),
        ("product_code", StripeCharField(max_length=255)),
        ("product_name", StripeTextField()),
        ("quantity", StripeIntegerField()),
        ("unit_cost", StripeQuantumCurrencyAmountField()),
        ("discount_amount", StripeQuantumCurrencyAmountField()),
        (
            "payment_intent",
            StripeForeignKey(related_name="amount_details_line_items", to="djstripe.paymentintent"),
        ),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "PaymentLink",
        ("created", StripeDateTimeField()),
        ("active", StripeBooleanField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("url", StripeTextField()),
        (
            "application",
            StripeForeignKey(
                crosses=True,
                db_index=False,
                related_name="payment_links",
                to="djstripe.application",
            ),
        ),
        (
            "on_behalf_of",
            StripeForeignKey(
                crosses=True, related_name="payment_links_on_behalf", to="djstripe.account"
            ),
        ),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "PaymentMethod",
        ("type", StripeEnumField(max_length=255)),
        ("allow_redisplay", StripeCharField(max_length=255)),
        ("fingerprint", StripeCharField(db_index=True, max_length=255)),
        ("customer", StripeForeignKey(related_name="payment_methods", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="payment_methods", to="djstripe.accountv2"),
        ),
    ),
    stripe_object(
        "PaymentMethodConfiguration",
        ("created", StripeDateTimeField()),
        ("name", StripeTextField()),
        ("active", StripeBooleanField()),
        ("is_default", StripeBooleanField()),
        (
            "application",
            StripeForeignKey(
                crosses=True,
                db_index=False,
                related_name="payment_method_configurations",
                to="djstripe.application",
            ),
        ),
        (
            "parent",
            StripeForeignKey(
                crosses=True, related_name="children", to="djstripe.paymentmethodconfiguration"
            ),
        ),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "PaymentMethodDomain",
        ("domain_name", StripeCharField(db_index=True, max_length=255)),
        ("enabled", StripeBooleanField()),
    ),
    stripe_object(
        "PaymentRecord",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("reported_by", StripeCharField(max_length=255)),
        ("customer_presence", StripeCharField(max_length=255)),
        (
            "application",
            StripeForeignKey(
                crosses=True,
                db_index=False,
                related_name="payment_records",
                to="djstripe.application",
            ),
        ),
        ("customer", StripeForeignKey(related_name="payment_records", to="djstripe.customer")),
        (
            "latest_payment_attempt_record",
            StripeForeignKey(
                related_name="latest_of_payment_records", to="djstripe.paymentattemptrecord"
            ),
        ),
        (
            "payment_method",
            StripeForeignKey(related_name="payment_records", to="djstripe.paymentmethod"),
        ),
    ),
    stripe_object(
        "Payout",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("status", StripeEnumField(max_length=255)),
        ("type", StripeEnumField(max_length=255)),
        ("method", StripeEnumField(max_length=255)),
        ("source_type", StripeEnumField(max_length=255)),
        ("failure_code", StripeEnumField(max_length=255)),
        ("reconciliation_status", StripeCharField(max_length=255)),
        ("automatic", StripeBooleanField()),
        ("arrives_at", StripeDateTimeField()),
        (
            "application_fee",
            StripeForeignKey(crosses=True, related_name="payouts", to="djstripe.applicationfee"),
        ),
        ("balance_transaction", StripeForeignKey(to="djstripe.balancetransaction")),
        ("destination", StripeForeignKey(to="djstripe.bankaccount")),
        (
            "failure_balance_transaction",
            StripeForeignKey(related_name="failure_payouts", to="djstripe.balancetransaction"),
        ),
        (
            "payout_method",
            StripeForeignKey(related_name="payouts", to="djstripe.moneymanagementfinancialaccount"),
        ),
        ("original_payout", StripeForeignKey(related_name="payout", to="djstripe.payout")),
        ("reversed_by", StripeForeignKey(related_name="reversed_payout", to="djstripe.payout")),
    ),
    stripe_object(
        "Person",
        ("account", StripeForeignKey(crosses=True, related_name="persons", to="djstripe.account")),
        ("email", StripeTextField()),
        ("first_name", StripeTextField()),
        ("last_name", StripeTextField()),
        ("verification_status", StripeCharField(max_length=255)),
        ("is_representative", StripeBooleanField()),
    ),
    stripe_object(
        "Plan",
        ("active", StripeBooleanField()),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("billing_scheme", StripeEnumField(max_length=255)),
        ("interval", StripeEnumField(max_length=255)),
        ("nickname", StripeCharField(max_length=255)),
        ("usage_type", StripeEnumField(max_length=255)),
        ("product", StripeForeignKey(related_name="plans", to="djstripe.product")),
        ("meter", StripeForeignKey(related_name="plans", to="djstripe.meter")),
    ),
    stripe_object(
        "Price",
        ("active", StripeBooleanField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("nickname", StripeCharField(max_length=255)),
        ("lookup_key", StripeCharField(db_index=True, max_length=255)),
        ("type", StripeEnumField(max_length=255)),
        ("billing_scheme", StripeEnumField(max_length=255)),
        ("unit_amount", StripeQuantumCurrencyAmountField()),
        ("recurring_interval", StripeEnumField(max_length=255)),
        ("product", StripeForeignKey(related_name="prices", to="djstripe.product")),
        ("meter", StripeForeignKey(related_name="prices", to="djstripe.meter")),
    ),
    stripe_object(
        "Product",
        ("name", StripeTextField()),
        ("active", StripeBooleanField()),
        ("type", StripeEnumField(max_length=255)),
        (
            "default_price",
            StripeForeignKey(related_name="default_of_products", to="djstripe.price"),
        ),
        ("tax_code", StripeForeignKey(related_name="products", to="djstripe.taxcode")),
    ),
    stripe_object(
        "ProductCatalogImport",
        ("status", StripeCharField(max_length=255)),
        ("feed_type", StripeCharField(max_length=255)),
        ("mode", StripeCharField(max_length=255)),
    ),
    stripe_object(
        "ProductFeature",
        ("created", StripeDateTimeField()),
        ("product", StripeForeignKey(related_name="features", to="djstripe.product")),
        (
            "entitlement_feature",
            StripeForeignKey(related_name="product_features", to="djstripe.feature"),
        ),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "PromotionCode",
        ("code", StripeCharField(db_index=True, max_length=255)),
        ("active", StripeBooleanField()),
        ("expires_at", StripeDateTimeField()),
        ("coupon", StripeForeignKey(related_name="promotion_codes", to="djstripe.coupon")),
        ("customer", StripeForeignKey(related_name="promotion_codes", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="promotion_codes", to="djstripe.accountv2"),
        ),
    ),
    stripe_object(
        "Quote",
        ("number", StripeCharField(db_index=True, max_length=255)),
        ("status", StripeCharField(max_length=255)),
        ("collection_method", StripeEnumField(max_length=255)),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("amount_subtotal", StripeQuantumCurrencyAmountField()),
        ("amount_total", StripeQuantumCurrencyAmountField()),
        ("expires_at", StripeDateTimeField()),
        (
            "application",
            StripeForeignKey(
                crosses=True, db_index=False, related_name="quotes", to="djstripe.application"
            ),
        ),
        ("customer", StripeForeignKey(related_name="quotes", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="quotes", to="djstripe.accountv2"),
        ),
        ("from_quote", StripeForeignKey(related_name="revisions", to="djstripe.quote")),
        ("invoice", StripeForeignKey(related_name="quotes", to="djstripe.invoice")),
        (
            "on_behalf_of",
            StripeForeignKey(crosses=True, related_name="quotes_on_behalf", to="djstripe.account"),
        ),
        ("subscription", StripeForeignKey(related_name="quotes", to="djstripe.subscription")),
        (
            "subscription_schedule",
            StripeForeignKey(related_name="quotes", to="djstripe.subscriptionschedule"),
        ),
        (
            "test_clock",
            StripeForeignKey(db_index=False, related_name="quotes", to="djstripe.testclock"),
        ),
    ),
    CreateModel(
        "ReceiverRun",
        [
            (
                "state",
                models.CharField(
                    choices=[
                        ("waiting", "waiting"),
                        ("done", "done"),
                        ("dead", "dead letter"),
                        ("dismissed", "dismissed"),
                    ],
                    default="waiting",
                    max_length=10,
                ),
            ),
            ("due", models.DateTimeField(default=django.utils.timezone.now)),
            ("tries", models.PositiveSmallIntegerField(default=0)),
            ("claim", models.CharField(blank=True, default="", editable=False, max_length=32)),
            ("exception", models.CharField(blank=True, default="", max_length=255)),
            ("traceback", models.TextField(blank=True, default="")),
            ("created", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ("updated", models.DateTimeField(default=django.utils.timezone.now)),
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ("receiver", models.CharField(help_text="Its dotted name.", max_length=255)),
            ("event", StripeIdField(max_length=255, null=False)),
            ("event_type", models.CharField(blank=True, default="", max_length=255)),
            ("account", StripeIdField(default="", max_length=255, null=False)),
            ("livemode", models.BooleanField(default=False)),
        ],
        options={
            "abstract": False,
            "constraints": [
                models.UniqueConstraint(
                    fields=("event", "receiver", "account", "livemode"),
                    name="djstripe_receiverrun_identity",
                )
            ],
            "indexes": [models.Index(fields=["state", "due"], name="dj_receiverrun_due")],
            "verbose_name": "run of a receiver",
            "verbose_name_plural": "runs of receivers",
        },
    ),
    stripe_object(
        "Refund",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("status", StripeEnumField(max_length=255)),
        ("reason", StripeEnumField(max_length=255)),
        ("failure_reason", StripeEnumField(max_length=255)),
        ("pending_reason", StripeCharField(max_length=255)),
        ("balance_transaction", StripeForeignKey(to="djstripe.balancetransaction")),
        ("charge", StripeForeignKey(related_name="refunds", to="djstripe.charge")),
        ("customer", StripeForeignKey(related_name="refunds", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="refunds", to="djstripe.accountv2"),
        ),
        (
            "failure_balance_transaction",
            StripeForeignKey(related_name="failure_refunds", to="djstripe.balancetransaction"),
        ),
        ("payment_intent", StripeForeignKey(related_name="refunds", to="djstripe.paymentintent")),
        ("payment_method", StripeForeignKey(related_name="refunds", to="djstripe.paymentmethod")),
        (
            "source_transfer_reversal",
            StripeForeignKey(
                crosses=True, related_name="destination_refunds", to="djstripe.transferreversal"
            ),
        ),
        (
            "transfer_reversal",
            StripeForeignKey(related_name="refunds", to="djstripe.transferreversal"),
        ),
    ),
    stripe_object(
        "ReportRun",
        ("status", StripeCharField(max_length=255)),
        ("succeeded_at", StripeDateTimeField()),
        ("report_type", StripeForeignKey(related_name="report_runs", to="djstripe.reporttype")),
        ("result", StripeForeignKey(related_name="report_runs", to="djstripe.file")),
    ),
    stripe_object(
        "ReportType",
        ("created", StripeDateTimeField()),
        ("name", StripeTextField()),
        ("version", StripeIntegerField()),
        ("data_available_start", StripeDateTimeField()),
        ("data_available_end", StripeDateTimeField()),
        ("updated", StripeDateTimeField()),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "ReserveHold",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("amount_releasable", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("reason", StripeCharField(max_length=255)),
        ("created_by", StripeCharField(max_length=255)),
        ("destination", StripeCharField(max_length=255)),
        ("source_type", StripeCharField(max_length=255)),
        ("is_releasable", StripeBooleanField()),
        ("release_after", StripeDateTimeField()),
        ("scheduled_release", StripeDateTimeField()),
        ("reserve_plan", StripeForeignKey(related_name="holds", to="djstripe.reserveplan")),
        ("source_charge", StripeForeignKey(related_name="reserve_holds", to="djstripe.charge")),
    ),
    stripe_object(
        "ReservePlan",
        ("status", StripeCharField(max_length=255)),
        ("type", StripeCharField(max_length=255)),
        ("created_by", StripeCharField(max_length=255)),
        ("destination", StripeCharField(max_length=255)),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("percent", StripeIntegerField()),
        ("disabled_at", StripeDateTimeField()),
    ),
    stripe_object(
        "ReserveRelease",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("reason", StripeCharField(max_length=255)),
        ("created_by", StripeCharField(max_length=255)),
        ("destination", StripeCharField(max_length=255)),
        ("released_at", StripeDateTimeField()),
        ("reserve_hold", StripeForeignKey(related_name="releases", to="djstripe.reservehold")),
        ("reserve_plan", StripeForeignKey(related_name="releases", to="djstripe.reserveplan")),
    ),
    stripe_object(
        "ReserveTransaction",
        ("created", StripeDateTimeField()),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "Review",
        ("open", StripeBooleanField()),
        ("reason", StripeCharField(max_length=255)),
        ("opened_reason", StripeCharField(max_length=255)),
        ("closed_reason", StripeCharField(max_length=255)),
        ("charge", StripeForeignKey(related_name="reviews", to="djstripe.charge")),
        ("payment_intent", StripeForeignKey(related_name="reviews", to="djstripe.paymentintent")),
    ),
    stripe_object(
        "ScheduledQueryRun",
        ("title", StripeTextField()),
        ("sql", StripeTextField()),
        ("status", StripeEnumField(max_length=255)),
        ("error", StripeJSONField()),
        ("data_load_time", StripeDateTimeField()),
        ("result_available_until", StripeDateTimeField()),
        ("file", StripeForeignKey(to="djstripe.file")),
    ),
    stripe_object(
        "Session",
        ("mode", StripeEnumField(max_length=255)),
        ("status", StripeEnumField(max_length=255)),
        ("payment_status", StripeEnumField(max_length=255)),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("amount_subtotal", StripeQuantumCurrencyAmountField()),
        ("amount_total", StripeQuantumCurrencyAmountField()),
        ("client_reference_id", StripeCharField(db_index=True, max_length=255)),
        ("customer_email", StripeTextField()),
        ("expires_at", StripeDateTimeField()),
        ("customer", StripeForeignKey(to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(
                crosses=True, related_name="checkout_sessions", to="djstripe.accountv2"
            ),
        ),
        ("invoice", StripeForeignKey(related_name="checkout_sessions", to="djstripe.invoice")),
        ("payment_intent", StripeForeignKey(to="djstripe.paymentintent")),
        ("payment_link", StripeForeignKey(related_name="sessions", to="djstripe.paymentlink")),
        ("recovered_from", StripeForeignKey(related_name="recovered_by", to="djstripe.session")),
        ("setup_intent", StripeForeignKey(to="djstripe.setupintent")),
        ("subscription", StripeForeignKey(to="djstripe.subscription")),
    ),
    stripe_object(
        "SetupAttempt",
        ("status", StripeCharField(max_length=255)),
        ("usage", StripeEnumField(max_length=255)),
        (
            "application",
            StripeForeignKey(
                crosses=True,
                db_index=False,
                related_name="setup_attempts",
                to="djstripe.application",
            ),
        ),
        ("customer", StripeForeignKey(related_name="setup_attempts", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="setup_attempts", to="djstripe.accountv2"),
        ),
        (
            "on_behalf_of",
            StripeForeignKey(crosses=True, related_name="setup_attempts", to="djstripe.account"),
        ),
        (
            "payment_method",
            StripeForeignKey(related_name="setup_attempts", to="djstripe.paymentmethod"),
        ),
        (
            "setup_intent",
            StripeForeignKey(related_name="setup_attempts", to="djstripe.setupintent"),
        ),
    ),
    stripe_object(
        "SetupIntent",
        ("status", StripeEnumField(max_length=255)),
        ("usage", StripeEnumField(max_length=255)),
        ("cancellation_reason", StripeEnumField(max_length=255)),
        (
            "application",
            StripeForeignKey(
                crosses=True,
                db_index=False,
                related_name="setup_intents",
                to="djstripe.application",
            ),
        ),
        ("customer", StripeForeignKey(to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="setup_intents", to="djstripe.accountv2"),
        ),
        (
            "latest_attempt",
            StripeForeignKey(related_name="latest_of_setup_intents", to="djstripe.setupattempt"),
        ),
        ("mandate", StripeForeignKey(related_name="setup_intents", to="djstripe.mandate")),
        (
            "on_behalf_of",
            StripeForeignKey(crosses=True, related_name="setup_intents", to="djstripe.account"),
        ),
        ("payment_method", StripeForeignKey(to="djstripe.paymentmethod")),
        (
            "single_use_mandate",
            StripeForeignKey(related_name="single_use_setup_intents", to="djstripe.mandate"),
        ),
    ),
    stripe_object(
        "ShippingRate",
        ("active", StripeBooleanField()),
        ("display_name", StripeTextField()),
        ("type", StripeEnumField(max_length=255)),
        ("tax_behavior", StripeEnumField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("tax_code", StripeForeignKey(to="djstripe.taxcode")),
    ),
    stripe_object(
        "Source",
        ("type", StripeEnumField(max_length=255)),
        ("status", StripeEnumField(max_length=255)),
        ("flow", StripeEnumField(max_length=255)),
        ("usage", StripeEnumField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("customer", StripeForeignKey(related_name="sources", to="djstripe.customer")),
    ),
    stripe_object(
        "SourceMandateNotification",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("reason", StripeCharField(max_length=255)),
        ("status", StripeCharField(max_length=255)),
        ("type", StripeCharField(max_length=255)),
        ("source", StripeForeignKey(related_name="mandate_notifications", to="djstripe.source")),
    ),
    stripe_object(
        "SourceTransaction",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("type", StripeEnumField(max_length=255)),
        ("status", StripeEnumField(max_length=255)),
        ("source", StripeForeignKey(related_name="transactions", to="djstripe.source")),
    ),
    stripe_object(
        "Subscription",
        ("status", StripeEnumField(db_index=True, max_length=255)),
        ("collection_method", StripeEnumField(max_length=255)),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("quantity", StripeIntegerField()),
        ("current_period_start", StripeDateTimeField()),
        ("current_period_end", StripeDateTimeField(db_index=True)),
        ("start_date", StripeDateTimeField()),
        ("trial_start", StripeDateTimeField()),
        ("trial_end", StripeDateTimeField()),
        ("cancel_at", StripeDateTimeField()),
        ("cancel_at_period_end", StripeBooleanField()),
        ("canceled_at", StripeDateTimeField()),
        ("ended_at", StripeDateTimeField()),
        ("customer", StripeForeignKey(related_name="subscriptions", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="subscriptions", to="djstripe.accountv2"),
        ),
        (
            "application",
            StripeForeignKey(
                crosses=True,
                db_index=False,
                related_name="subscriptions",
                to="djstripe.application",
            ),
        ),
        (
            "default_payment_method",
            StripeForeignKey(related_name="default_of_subscriptions", to="djstripe.paymentmethod"),
        ),
        (
            "default_source",
            StripeForeignKey(related_name="default_of_subscriptions", to="djstripe.card"),
        ),
        (
            "latest_invoice",
            StripeForeignKey(related_name="latest_of_subscriptions", to="djstripe.invoice"),
        ),
        (
            "on_behalf_of",
            StripeForeignKey(
                crosses=True, related_name="subscriptions_on_behalf", to="djstripe.account"
            ),
        ),
        (
            "pending_setup_intent",
            StripeForeignKey(related_name="subscriptions", to="djstripe.setupintent"),
        ),
        (
            "schedule",
            StripeForeignKey(
                related_name="scheduled_subscriptions", to="djstripe.subscriptionschedule"
            ),
        ),
        (
            "test_clock",
            StripeForeignKey(db_index=False, related_name="subscriptions", to="djstripe.testclock"),
        ),
    ),
    stripe_object(
        "SubscriptionItem",
        ("quantity", StripeIntegerField()),
        ("current_period_start", StripeDateTimeField()),
        ("current_period_end", StripeDateTimeField()),
        ("subscription", StripeForeignKey(related_name="items", to="djstripe.subscription")),
        ("price", StripeForeignKey(related_name="subscription_items", to="djstripe.price")),
        ("plan", StripeForeignKey(related_name="subscription_items", to="djstripe.plan")),
    ),
    stripe_object(
        "SubscriptionSchedule",
        ("status", StripeEnumField(max_length=255)),
        ("end_behavior", StripeEnumField(max_length=255)),
        ("canceled_at", StripeDateTimeField()),
        ("completed_at", StripeDateTimeField()),
        ("released_at", StripeDateTimeField()),
        ("current_phase", StripeJSONField()),
        ("default_settings", StripeJSONField()),
        ("phases", StripeJSONField()),
        (
            "application",
            StripeForeignKey(
                crosses=True,
                db_index=False,
                related_name="subscription_schedules",
                to="djstripe.application",
            ),
        ),
        ("customer", StripeForeignKey(related_name="schedules", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="schedules", to="djstripe.accountv2"),
        ),
        (
            "released_subscription",
            StripeForeignKey(related_name="released_schedules", to="djstripe.subscription"),
        ),
        (
            "subscription",
            StripeForeignKey(related_name="subscriptions", to="djstripe.subscription"),
        ),
        (
            "test_clock",
            StripeForeignKey(
                db_index=False, related_name="subscription_schedules", to="djstripe.testclock"
            ),
        ),
    ),
    stripe_object(
        "TaxAssociation",
        ("created", StripeDateTimeField()),
        (
            "calculation",
            StripeForeignKey(related_name="associations", to="djstripe.taxcalculation"),
        ),
        (
            "payment_intent",
            StripeForeignKey(related_name="tax_associations", to="djstripe.paymentintent"),
        ),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "TaxCalculation",
        ("created", StripeDateTimeField()),
        ("amount_total", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("tax_amount_exclusive", StripeQuantumCurrencyAmountField()),
        ("tax_amount_inclusive", StripeQuantumCurrencyAmountField()),
        ("tax_date", StripeDateTimeField()),
        ("expires_at", StripeDateTimeField()),
        ("customer", StripeForeignKey(related_name="tax_calculations", to="djstripe.customer")),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "TaxCalculationLineItem",
        ("created", StripeDateTimeField()),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("amount_tax", StripeQuantumCurrencyAmountField()),
        ("quantity", StripeIntegerField()),
        ("reference", StripeTextField()),
        ("tax_behavior", StripeCharField(max_length=255)),
        ("calculation", StripeForeignKey(related_name="line_items", to="djstripe.taxcalculation")),
        ("product", StripeForeignKey(related_name="tax_calculation_lines", to="djstripe.product")),
        ("tax_code", StripeForeignKey(related_name="tax_calculation_lines", to="djstripe.taxcode")),
        (
            "performance_location",
            StripeForeignKey(related_name="tax_calculation_lines", to="djstripe.taxlocation"),
        ),
    ),
    stripe_object(
        "TaxCode",
        ("created", StripeDateTimeField()),
        ("name", StripeTextField()),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "TaxDeductedAtSource",
        ("created", StripeDateTimeField()),
        ("period_start", StripeDateTimeField()),
        ("period_end", StripeDateTimeField()),
        ("tax_deduction_account_number", StripeCharField(max_length=255)),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "TaxId",
        ("type", StripeEnumField(max_length=255)),
        ("value", StripeCharField(db_index=True, max_length=255)),
        ("country", StripeCharField(max_length=255)),
        ("verification_status", StripeCharField(max_length=255)),
        ("customer", StripeForeignKey(related_name="tax_ids", to="djstripe.customer")),
        (
            "customer_account",
            StripeForeignKey(crosses=True, related_name="tax_ids", to="djstripe.accountv2"),
        ),
        ("account", StripeForeignKey(crosses=True, related_name="tax_ids", to="djstripe.account")),
        (
            "application",
            StripeForeignKey(
                crosses=True, db_index=False, related_name="tax_ids", to="djstripe.application"
            ),
        ),
    ),
    stripe_object(
        "TaxLocation",
        ("created", StripeDateTimeField()),
        ("type", StripeCharField(max_length=255)),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "TaxRate",
        ("active", StripeBooleanField()),
        ("display_name", StripeTextField()),
        ("country", StripeCharField(max_length=255)),
        ("state", StripeCharField(max_length=255)),
        ("jurisdiction", StripeTextField()),
        ("inclusive", StripeBooleanField()),
        ("tax_type", StripeCharField(max_length=255)),
    ),
    stripe_object(
        "TaxRegistration",
        ("country", StripeCharField(max_length=255)),
        ("status", StripeCharField(max_length=255)),
        ("active_from", StripeDateTimeField()),
        ("expires_at", StripeDateTimeField()),
    ),
    stripe_object(
        "TaxTransaction",
        ("type", StripeCharField(max_length=255)),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("reference", StripeTextField()),
        ("posted_at", StripeDateTimeField()),
        ("tax_date", StripeDateTimeField()),
        ("customer", StripeForeignKey(related_name="tax_transactions", to="djstripe.customer")),
        (
            "original_transaction",
            StripeForeignKey(related_name="reversals", to="djstripe.taxtransaction"),
        ),
    ),
    stripe_object(
        "TaxTransactionLineItem",
        ("created", StripeDateTimeField()),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("amount_tax", StripeQuantumCurrencyAmountField()),
        ("quantity", StripeIntegerField()),
        ("reference", StripeTextField()),
        ("tax_behavior", StripeCharField(max_length=255)),
        ("type", StripeCharField(max_length=255)),
        ("transaction", StripeForeignKey(related_name="line_items", to="djstripe.taxtransaction")),
        (
            "original_line_item",
            StripeForeignKey(related_name="reversals", to="djstripe.taxtransactionlineitem"),
        ),
        ("product", StripeForeignKey(related_name="tax_transaction_lines", to="djstripe.product")),
        ("tax_code", StripeForeignKey(related_name="tax_transaction_lines", to="djstripe.taxcode")),
    ),
    stripe_object(
        "TerminalConfiguration",
        ("created", StripeDateTimeField()),
        ("name", StripeTextField()),
        ("is_account_default", StripeBooleanField()),
        ("wifi_type", StripeCharField(max_length=255)),
        ("wifi_ssid", StripeTextField()),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "TerminalLocation",
        ("created", StripeDateTimeField()),
        ("display_name", StripeTextField()),
        (
            "configuration_overrides",
            StripeForeignKey(related_name="locations", to="djstripe.terminalconfiguration"),
        ),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "TerminalReader",
        ("created", StripeDateTimeField()),
        ("label", StripeTextField()),
        ("device_type", StripeCharField(max_length=255)),
        ("serial_number", StripeCharField(db_index=True, max_length=255)),
        ("status", StripeCharField(max_length=255)),
        ("action_type", StripeCharField(max_length=255)),
        ("action_status", StripeCharField(max_length=255)),
        ("last_seen_at", StripeDateTimeField()),
        ("location", StripeForeignKey(related_name="readers", to="djstripe.terminallocation")),
        get_latest_by="djstripe_id",
    ),
    stripe_object(
        "TestClock",
        ("name", StripeTextField()),
        ("status", StripeCharField(max_length=255)),
        ("frozen_time", StripeDateTimeField()),
        ("deletes_after", StripeDateTimeField()),
    ),
    stripe_object(
        "ThreeDSecureAuthentication",
        ("status", StripeCharField(max_length=255)),
        ("outcome", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("directory_server", StripeCharField(max_length=255)),
        ("message_category", StripeCharField(max_length=255)),
        ("reason", StripeCharField(max_length=255)),
        (
            "payment_method",
            StripeForeignKey(related_name="authentications", to="djstripe.paymentmethod"),
        ),
    ),
    CreateModel(
        "Ticket",
        [
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
        ],
        options={},
    ),
    stripe_object(
        "Token",
        ("type", StripeCharField(max_length=255)),
        ("used", StripeBooleanField()),
        ("bank_account", StripeForeignKey(related_name="tokens", to="djstripe.bankaccount")),
        ("card", StripeForeignKey(related_name="tokens", to="djstripe.card")),
    ),
    stripe_object(
        "Topup",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("status", StripeCharField(max_length=255)),
        ("failure_code", StripeCharField(max_length=255)),
        ("transfer_group", StripeCharField(db_index=True, max_length=255)),
        ("expected_availability_date", StripeDateTimeField()),
        (
            "balance_transaction",
            StripeForeignKey(related_name="topups", to="djstripe.balancetransaction"),
        ),
        ("payment_method", StripeForeignKey(related_name="topups", to="djstripe.paymentmethod")),
        ("source", StripeForeignKey(related_name="topups", to="djstripe.source")),
    ),
    stripe_object(
        "Transfer",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("amount_reversed", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("reversed", StripeBooleanField()),
        ("source_type", StripeCharField(max_length=255)),
        ("transfer_group", StripeCharField(db_index=True, max_length=255)),
        ("balance_transaction", StripeForeignKey(to="djstripe.balancetransaction")),
        (
            "destination",
            StripeForeignKey(crosses=True, related_name="transfers", to="djstripe.account"),
        ),
        (
            "destination_payment",
            StripeForeignKey(crosses=True, related_name="incoming_transfers", to="djstripe.charge"),
        ),
        ("source_transaction", StripeForeignKey(related_name="transfers", to="djstripe.charge")),
    ),
    stripe_object(
        "TransferReversal",
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        (
            "balance_transaction",
            StripeForeignKey(related_name="transfer_reversals", to="djstripe.balancetransaction"),
        ),
        ("transfer", StripeForeignKey(related_name="reversals", to="djstripe.transfer")),
        (
            "destination_payment_refund",
            StripeForeignKey(
                crosses=True, related_name="destination_transfer_reversals", to="djstripe.refund"
            ),
        ),
        (
            "source_refund",
            StripeForeignKey(related_name="source_transfer_reversals", to="djstripe.refund"),
        ),
    ),
    stripe_object(
        "TreasuryCreditReversal",
        ("status", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("network", StripeCharField(max_length=255)),
        ("posted_at", StripeDateTimeField()),
        (
            "financial_account",
            StripeForeignKey(
                related_name="credit_reversals", to="djstripe.treasuryfinancialaccount"
            ),
        ),
        (
            "received_credit",
            StripeForeignKey(related_name="credit_reversals", to="djstripe.treasuryreceivedcredit"),
        ),
        (
            "transaction",
            StripeForeignKey(related_name="credit_reversals", to="djstripe.treasurytransaction"),
        ),
    ),
    stripe_object(
        "TreasuryDebitReversal",
        ("status", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("network", StripeCharField(max_length=255)),
        ("completed_at", StripeDateTimeField()),
        (
            "financial_account",
            StripeForeignKey(
                related_name="debit_reversals", to="djstripe.treasuryfinancialaccount"
            ),
        ),
        (
            "received_debit",
            StripeForeignKey(related_name="debit_reversals", to="djstripe.treasuryreceiveddebit"),
        ),
        (
            "transaction",
            StripeForeignKey(related_name="debit_reversals", to="djstripe.treasurytransaction"),
        ),
    ),
    stripe_object(
        "TreasuryFinancialAccount",
        ("status", StripeCharField(max_length=255)),
        ("country", StripeCharField(max_length=255)),
        ("nickname", StripeTextField()),
        ("is_default", StripeBooleanField()),
    ),
    stripe_object(
        "TreasuryInboundTransfer",
        ("status", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("cancelable", StripeBooleanField()),
        ("returned", StripeBooleanField()),
        ("failure_code", StripeCharField(max_length=255)),
        ("succeeded_at", StripeDateTimeField()),
        (
            "financial_account",
            StripeForeignKey(
                related_name="inbound_transfers", to="djstripe.treasuryfinancialaccount"
            ),
        ),
        (
            "origin_payment_method",
            StripeForeignKey(related_name="inbound_transfers", to="djstripe.paymentmethod"),
        ),
        (
            "transaction",
            StripeForeignKey(related_name="inbound_transfers", to="djstripe.treasurytransaction"),
        ),
    ),
    stripe_object(
        "TreasuryOutboundPayment",
        ("status", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("cancelable", StripeBooleanField()),
        ("expected_arrival_date", StripeDateTimeField()),
        ("posted_at", StripeDateTimeField()),
        ("customer", StripeForeignKey(related_name="outbound_payments", to="djstripe.customer")),
        (
            "destination_payment_method",
            StripeForeignKey(related_name="outbound_payments", to="djstripe.paymentmethod"),
        ),
        (
            "financial_account",
            StripeForeignKey(
                related_name="outbound_payments", to="djstripe.treasuryfinancialaccount"
            ),
        ),
        (
            "transaction",
            StripeForeignKey(related_name="outbound_payments", to="djstripe.treasurytransaction"),
        ),
    ),
    stripe_object(
        "TreasuryOutboundTransfer",
        ("status", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("cancelable", StripeBooleanField()),
        ("expected_arrival_date", StripeDateTimeField()),
        ("posted_at", StripeDateTimeField()),
        (
            "destination_payment_method",
            StripeForeignKey(related_name="outbound_transfers", to="djstripe.paymentmethod"),
        ),
        (
            "financial_account",
            StripeForeignKey(
                related_name="outbound_transfers", to="djstripe.treasuryfinancialaccount"
            ),
        ),
        (
            "transaction",
            StripeForeignKey(related_name="outbound_transfers", to="djstripe.treasurytransaction"),
        ),
    ),
    stripe_object(
        "TreasuryReceivedCredit",
        ("status", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("network", StripeCharField(max_length=255)),
        ("failure_code", StripeCharField(max_length=255)),
        (
            "financial_account",
            StripeForeignKey(
                related_name="received_credits", to="djstripe.treasuryfinancialaccount"
            ),
        ),
        (
            "transaction",
            StripeForeignKey(related_name="received_credits", to="djstripe.treasurytransaction"),
        ),
    ),
    stripe_object(
        "TreasuryReceivedDebit",
        ("status", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("network", StripeCharField(max_length=255)),
        ("failure_code", StripeCharField(max_length=255)),
        (
            "financial_account",
            StripeForeignKey(
                related_name="received_debits", to="djstripe.treasuryfinancialaccount"
            ),
        ),
        (
            "transaction",
            StripeForeignKey(related_name="received_debits", to="djstripe.treasurytransaction"),
        ),
    ),
    stripe_object(
        "TreasuryTransaction",
        ("status", StripeCharField(max_length=255)),
        ("amount", StripeQuantumCurrencyAmountField()),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("flow", StripeCharField(db_index=True, max_length=255)),
        ("flow_type", StripeCharField(max_length=255)),
        ("posted_at", StripeDateTimeField()),
        ("void_at", StripeDateTimeField()),
        (
            "financial_account",
            StripeForeignKey(related_name="transactions", to="djstripe.treasuryfinancialaccount"),
        ),
    ),
    stripe_object(
        "TreasuryTransactionEntry",
        ("type", StripeCharField(max_length=255)),
        ("currency", StripeCurrencyCodeField(max_length=3)),
        ("flow", StripeCharField(db_index=True, max_length=255)),
        ("flow_type", StripeCharField(max_length=255)),
        ("effective_at", StripeDateTimeField()),
        (
            "financial_account",
            StripeForeignKey(
                related_name="transaction_entries", to="djstripe.treasuryfinancialaccount"
            ),
        ),
        (
            "transaction",
            StripeForeignKey(related_name="entries", to="djstripe.treasurytransaction"),
        ),
    ),
    stripe_object(
        "TrialOffer",
        ("created", StripeDateTimeField()),
        ("active", StripeBooleanField()),
        ("nickname", StripeTextField()),
        ("price", StripeForeignKey(related_name="trial_offers", to="djstripe.price")),
        (
            "transition_price",
            StripeForeignKey(related_name="transitions_of_trial_offers", to="djstripe.price"),
        ),
        get_latest_by="djstripe_id",
    ),
    CreateModel(
        "UpcomingInvoice",
        [],
        options={"abstract": False, "get_latest_by": "created", "proxy": True},
        bases=("djstripe.invoice",),
    ),
    stripe_object(
        "UsBankAccount",
        ("archived", StripeBooleanField()),
        ("restricted", StripeBooleanField()),
        ("bank_account_type", StripeCharField(max_length=255)),
        ("bank_name", StripeTextField()),
        ("last4", StripeCharField(max_length=255)),
        ("verification_status", StripeCharField(max_length=255)),
        (
            "financial_connections_account",
            StripeForeignKey(
                related_name="us_bank_accounts", to="djstripe.financialconnectionsaccount"
            ),
        ),
    ),
    stripe_object(
        "ValueList",
        ("alias", StripeCharField(db_index=True, max_length=255)),
        ("name", StripeTextField()),
        ("item_type", StripeCharField(max_length=255)),
    ),
    stripe_object(
        "ValueListItem",
        ("value", StripeTextField()),
        ("value_list", StripeForeignKey(related_name="items", to="djstripe.valuelist")),
    ),
    stripe_object(
        "VerificationReport",
        ("type", StripeEnumField(max_length=255)),
        ("document", StripeJSONField()),
        ("id_number", StripeJSONField()),
        ("options", StripeJSONField()),
        ("selfie", StripeJSONField()),
        ("client_reference_id", StripeTextField()),
        ("verification_flow", StripeCharField(max_length=255)),
        (
            "verification_session",
            StripeForeignKey(
                related_name="verification_reports", to="djstripe.verificationsession"
            ),
        ),
    ),
    stripe_object(
        "VerificationSession",
        ("status", StripeEnumField(max_length=255)),
        ("type", StripeEnumField(max_length=255)),
        ("last_error", StripeJSONField()),
        ("redaction", StripeJSONField()),
        ("verified_outputs", StripeJSONField()),
        ("client_reference_id", StripeTextField()),
        ("last_verification_report", StripeForeignKey(to="djstripe.verificationreport")),
        (
            "related_customer",
            StripeForeignKey(related_name="verification_sessions", to="djstripe.customer"),
        ),
        (
            "related_customer_account",
            StripeForeignKey(
                crosses=True, related_name="verification_sessions", to="djstripe.accountv2"
            ),
        ),
    ),
    stripe_object(
        "WebhookEndpoint",
        ("api_version", StripeCharField(max_length=64)),
        ("enabled_events", StripeJSONField()),
        ("status", StripeEnumField(max_length=255)),
        ("url", StripeTextField()),
        (
            "application",
            StripeForeignKey(
                crosses=True,
                db_index=False,
                related_name="webhook_endpoints",
                to="djstripe.application",
            ),
        ),
        (
            "secret",
            EncryptedTextField(
                blank=True, help_text="The signing secret (whsec_…), encrypted at rest.", null=True
            ),
        ),
        (
            "previous_secret",
            EncryptedTextField(
                blank=True,
                help_text="The secret before the last roll, valid up to 24 hours.",
                null=True,
            ),
        ),
        (
            "more_secrets",
            EncryptedTextField(
                blank=True,
                help_text="Signing secrets of what else Stripe sends to this URL, one on a line: thin events come from a destination of their own.",
                null=True,
            ),
        ),
        (
            "djstripe_uuid",
            models.UUIDField(
                default=uuid.uuid4,
                help_text="Names the endpoint in its URL.",
                null=True,
                unique=True,
            ),
        ),
        (
            "djstripe_tolerance",
            models.PositiveSmallIntegerField(
                default=300, help_text="How many seconds a delivery's signature may be old."
            ),
        ),
        (
            "djstripe_validation_method",
            models.CharField(
                choices=[
                    ("verify_signature", "By its signature"),
                    ("retrieve_event", "By asking Stripe for the event"),
                    ("none", "Not at all"),
                ],
                default="verify_signature",
                help_text="How deliveries are told from forgeries.",
                max_length=32,
            ),
        ),
    ),
    CreateModel(
        "WebhookEventTrigger",
        [
            (
                "state",
                models.CharField(
                    choices=[
                        ("waiting", "waiting"),
                        ("done", "done"),
                        ("dead", "dead letter"),
                        ("dismissed", "dismissed"),
                    ],
                    default="waiting",
                    max_length=10,
                ),
            ),
            ("due", models.DateTimeField(default=django.utils.timezone.now)),
            ("tries", models.PositiveSmallIntegerField(default=0)),
            ("claim", models.CharField(blank=True, default="", editable=False, max_length=32)),
            ("exception", models.CharField(blank=True, default="", max_length=255)),
            ("traceback", models.TextField(blank=True, default="")),
            ("created", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ("updated", models.DateTimeField(default=django.utils.timezone.now)),
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            (
                "source",
                models.CharField(
                    choices=[
                        ("delivery", "delivered"),
                        ("again", "delivered again"),
                        ("list", "found in the list of events"),
                        ("given", "handed in by the application"),
                    ],
                    default="delivery",
                    max_length=10,
                ),
            ),
            (
                "remote_ip",
                models.GenericIPAddressField(help_text="Where the request came from.", null=True),
            ),
            (
                "headers",
                models.JSONField(default=dict, help_text="The request's headers that matter."),
            ),
            ("body", models.TextField(blank=True, help_text="The request's body, as received.")),
            ("valid", models.BooleanField(default=False, help_text="The signature fitted.")),
            (
                "signed_at",
                models.BigIntegerField(
                    help_text="When Stripe said it (Unix seconds): signed it, or listed it.",
                    null=True,
                ),
            ),
            (
                "first_applied",
                models.DateTimeField(
                    help_text="When it was applied first: which receivers are to run is fixed then.",
                    null=True,
                ),
            ),
            ("processed", models.BooleanField(default=False, help_text="The event was applied.")),
            ("event_stripe_id", StripeIdField(default="", max_length=255, null=False)),
            ("event_type", models.CharField(blank=True, default="", max_length=255)),
            (
                "event",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    to="djstripe.event",
                ),
            ),
            ("djstripe_version", models.CharField(blank=True, default="", max_length=32)),
            ("livemode", models.BooleanField(default=False)),
            (
                "stripe_trigger_account",
                StripeForeignKey(crosses=True, db_index=False, to="djstripe.account"),
            ),
            (
                "webhook_endpoint",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    to="djstripe.webhookendpoint",
                ),
            ),
        ],
        options={
            "abstract": False,
            "get_latest_by": "created",
            "indexes": [
                models.Index(fields=["state", "due"], name="dj_webhookeventtrigger_due"),
                models.Index(
                    fields=["event_stripe_id", "livemode", "stripe_trigger_account"],
                    name="dj_webhookeventtrigger_event",
                ),
            ],
            "verbose_name": "webhook delivery",
            "verbose_name_plural": "webhook deliveries",
        },
    ),
]


class Migration(migrations.Migration):
    initial = True
    dependencies = [subscriber_dependency()]
    operations = [CreateModels(MODELS)]
