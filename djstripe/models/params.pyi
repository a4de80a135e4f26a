"""
What verbs take besides their named arguments, for type checkers and editors.

Written by ``python -m tools.params`` out of the types of stripe 16.1.0; not to be edited.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .base import StripeModel

# An object of Stripe's: its row, or its id.
Row: TypeAlias = str | StripeModel
# A moment, or Unix seconds.
Moment: TypeAlias = int | datetime

class AccountBusinessProfileAnnualRevenue(TypedDict):
    amount: int
    currency: str
    fiscal_year_end: str

class AccountBusinessProfileMonthlyEstimatedRevenue(TypedDict):
    amount: int
    currency: str

class AccountBusinessProfileSupportAddress(TypedDict):
    city: NotRequired[str]
    country: NotRequired[str]
    line1: NotRequired[str]
    line2: NotRequired[str]
    postal_code: NotRequired[str]
    state: NotRequired[str]

class AccountBusinessProfile(TypedDict):
    annual_revenue: NotRequired[AccountBusinessProfileAnnualRevenue]
    estimated_worker_count: NotRequired[int]
    mcc: NotRequired[str]
    minority_owned_business_designation: NotRequired[
        Sequence[
            Literal[
                "lgbtqi_owned_business",
                "minority_owned_business",
                "none_of_these_apply",
                "prefer_not_to_answer",
                "women_owned_business",
            ]
            | str
        ]
    ]
    monthly_estimated_revenue: NotRequired[AccountBusinessProfileMonthlyEstimatedRevenue]
    name: NotRequired[str]
    product_description: NotRequired[str]
    specified_commercial_transactions_act_url: NotRequired[Literal[""] | str]
    support_address: NotRequired[AccountBusinessProfileSupportAddress]
    support_email: NotRequired[str]
    support_phone: NotRequired[str]
    support_url: NotRequired[Literal[""] | str]
    url: NotRequired[str]

class AccountCapabilitiesAcssDebitPayments(TypedDict):
    requested: NotRequired[bool]

class AccountCapabilities(TypedDict):
    acss_debit_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    affirm_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    afterpay_clearpay_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    alma_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    amazon_pay_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    app_distribution: NotRequired[AccountCapabilitiesAcssDebitPayments]
    au_becs_debit_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    bacs_debit_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    bancontact_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    bank_transfer_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    billie_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    bizum_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    blik_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    blik_recurring_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    boleto_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    card_issuing: NotRequired[AccountCapabilitiesAcssDebitPayments]
    card_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    cartes_bancaires_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    cashapp_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    crypto_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    eps_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    fpx_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    gb_bank_transfer_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    giropay_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    grabpay_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    ideal_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    india_international_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    jcb_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    jp_bank_transfer_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    kakao_pay_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    klarna_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    konbini_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    kr_card_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    legacy_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    link_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    mb_way_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    mobilepay_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    multibanco_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    mx_bank_transfer_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    naver_pay_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    nz_bank_account_becs_debit_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    oxxo_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    p24_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    pay_by_bank_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    payco_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    paynow_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    paypay_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    payto_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    pix_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    promptpay_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    revolut_pay_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    samsung_pay_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    satispay_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    scalapay_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    sepa_bank_transfer_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    sepa_debit_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    sequra_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    sofort_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    sunbit_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    swish_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    tax_reporting_us_1099_k: NotRequired[AccountCapabilitiesAcssDebitPayments]
    tax_reporting_us_1099_misc: NotRequired[AccountCapabilitiesAcssDebitPayments]
    transfers: NotRequired[AccountCapabilitiesAcssDebitPayments]
    treasury: NotRequired[AccountCapabilitiesAcssDebitPayments]
    twint_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    upi_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    us_bank_account_ach_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    us_bank_transfer_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    wero_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]
    zip_payments: NotRequired[AccountCapabilitiesAcssDebitPayments]

class AccountCompanyAddressKana(TypedDict):
    city: NotRequired[str]
    country: NotRequired[str]
    line1: NotRequired[str]
    line2: NotRequired[str]
    postal_code: NotRequired[str]
    state: NotRequired[str]
    town: NotRequired[str]

class AccountCompanyDirectorshipDeclaration(TypedDict):
    date: NotRequired[Moment]
    ip: NotRequired[str]
    user_agent: NotRequired[str]

class AccountCompanyRegistrationDate(TypedDict):
    day: int
    month: int
    year: int

class AccountCompanyVerificationDocument(TypedDict):
    back: NotRequired[str]
    front: NotRequired[str]

class AccountCompanyVerification(TypedDict):
    document: NotRequired[AccountCompanyVerificationDocument]

class AccountCompany(TypedDict):
    address: NotRequired[AccountBusinessProfileSupportAddress]
    address_kana: NotRequired[AccountCompanyAddressKana]
    address_kanji: NotRequired[AccountCompanyAddressKana]
    administrative_address: NotRequired[AccountBusinessProfileSupportAddress]
    directors_provided: NotRequired[bool]
    directorship_declaration: NotRequired[AccountCompanyDirectorshipDeclaration]
    executives_provided: NotRequired[bool]
    export_license_id: NotRequired[str]
    export_purpose_code: NotRequired[str]
    name: NotRequired[str]
    name_kana: NotRequired[str]
    name_kanji: NotRequired[str]
    owners_provided: NotRequired[bool]
    ownership_declaration: NotRequired[AccountCompanyDirectorshipDeclaration]
    ownership_exemption_reason: NotRequired[
        Literal[""]
        | Literal[
            "qualified_entity_exceeds_ownership_threshold", "qualifies_as_financial_institution"
        ]
        | str
    ]
    phone: NotRequired[str]
    physical_address: NotRequired[AccountBusinessProfileSupportAddress]
    principal_place_of_business: NotRequired[AccountBusinessProfileSupportAddress]
    registration_date: NotRequired[Literal[""] | AccountCompanyRegistrationDate]
    registration_number: NotRequired[str]
    representative_declaration: NotRequired[AccountCompanyDirectorshipDeclaration]
    structure: NotRequired[
        Literal[""]
        | Literal[
            "free_zone_establishment",
            "free_zone_llc",
            "government_instrumentality",
            "governmental_unit",
            "incorporated_non_profit",
            "incorporated_partnership",
            "limited_liability_partnership",
            "llc",
            "multi_member_llc",
            "private_company",
            "private_corporation",
            "private_partnership",
            "public_company",
            "public_corporation",
            "public_partnership",
            "registered_charity",
            "single_member_llc",
            "sole_establishment",
            "sole_proprietorship",
            "tax_exempt_government_instrumentality",
            "unincorporated_association",
            "unincorporated_non_profit",
            "unincorporated_partnership",
        ]
        | str
    ]
    tax_id: NotRequired[Row]
    tax_id_registrar: NotRequired[str]
    vat_id: NotRequired[str]
    verification: NotRequired[AccountCompanyVerification]

class AccountControllerFees(TypedDict):
    payer: NotRequired[Literal["account", "application"] | str]

class AccountControllerLosses(TypedDict):
    payments: NotRequired[Literal["application", "stripe"] | str]

class AccountControllerStripeDashboard(TypedDict):
    type: NotRequired[Literal["express", "full", "none"] | str]

class AccountController(TypedDict):
    fees: NotRequired[AccountControllerFees]
    losses: NotRequired[AccountControllerLosses]
    requirement_collection: NotRequired[Literal["application", "stripe"] | str]
    stripe_dashboard: NotRequired[AccountControllerStripeDashboard]

class AccountDocumentsBankAccountOwnershipVerification(TypedDict):
    files: NotRequired[Sequence[str]]

class AccountDocumentsProofOfUltimateBeneficialOwnershipSigner(TypedDict):
    person: NotRequired[str]

class AccountDocumentsProofOfUltimateBeneficialOwnership(TypedDict):
    files: NotRequired[Sequence[str]]
    signer: NotRequired[AccountDocumentsProofOfUltimateBeneficialOwnershipSigner]

class AccountDocuments(TypedDict):
    bank_account_ownership_verification: NotRequired[
        AccountDocumentsBankAccountOwnershipVerification
    ]
    company_license: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    company_memorandum_of_association: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    company_ministerial_decree: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    company_registration_verification: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    company_tax_id_verification: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    proof_of_address: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    proof_of_business_presence: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    proof_of_ultimate_beneficial_ownership: NotRequired[
        AccountDocumentsProofOfUltimateBeneficialOwnership
    ]

class AccountBankAccount(TypedDict):
    object: Literal["bank_account"]
    account_holder_name: NotRequired[str]
    account_holder_type: NotRequired[Literal["company", "individual"] | str]
    account_number: str
    country: str
    currency: NotRequired[str]
    routing_number: NotRequired[str]

class AccountCard(TypedDict):
    object: Literal["card"]
    address_city: NotRequired[str]
    address_country: NotRequired[str]
    address_line1: NotRequired[str]
    address_line2: NotRequired[str]
    address_state: NotRequired[str]
    address_zip: NotRequired[str]
    currency: NotRequired[str]
    cvc: NotRequired[str]
    default_for_currency: NotRequired[bool]
    exp_month: int
    exp_year: int
    metadata: NotRequired[Mapping[str, str]]
    name: NotRequired[str]
    number: str

class AccountCardToken(TypedDict):
    object: Literal["card"]
    currency: NotRequired[str]
    token: str

class AccountGroups(TypedDict):
    payments_pricing: NotRequired[Literal[""] | str]

class AccountIndividualRelationship(TypedDict):
    director: NotRequired[bool]
    executive: NotRequired[bool]
    owner: NotRequired[bool]
    percent_ownership: NotRequired[Literal[""] | float]
    title: NotRequired[str]

class AccountIndividualVerification(TypedDict):
    additional_document: NotRequired[AccountCompanyVerificationDocument]
    document: NotRequired[AccountCompanyVerificationDocument]

class AccountIndividual(TypedDict):
    address: NotRequired[AccountBusinessProfileSupportAddress]
    address_kana: NotRequired[AccountCompanyAddressKana]
    address_kanji: NotRequired[AccountCompanyAddressKana]
    dob: NotRequired[Literal[""] | AccountCompanyRegistrationDate]
    email: NotRequired[str]
    first_name: NotRequired[str]
    first_name_kana: NotRequired[str]
    first_name_kanji: NotRequired[str]
    full_name_aliases: NotRequired[Literal[""] | Sequence[str]]
    gender: NotRequired[str]
    id_number: NotRequired[str]
    id_number_secondary: NotRequired[str]
    last_name: NotRequired[str]
    last_name_kana: NotRequired[str]
    last_name_kanji: NotRequired[str]
    maiden_name: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    phone: NotRequired[str]
    political_exposure: NotRequired[Literal["existing", "none"] | str]
    registered_address: NotRequired[AccountBusinessProfileSupportAddress]
    relationship: NotRequired[AccountIndividualRelationship]
    ssn_last_4: NotRequired[str]
    verification: NotRequired[AccountIndividualVerification]

class AccountSettingsBacsDebitPayments(TypedDict):
    display_name: NotRequired[str]

class AccountSettingsBranding(TypedDict):
    icon: NotRequired[str]
    logo: NotRequired[str]
    primary_color: NotRequired[str]
    secondary_color: NotRequired[str]

class AccountSettingsCardIssuingTosAcceptance(TypedDict):
    date: NotRequired[Moment]
    ip: NotRequired[str]
    user_agent: NotRequired[Literal[""] | str]

class AccountSettingsCardIssuing(TypedDict):
    tos_acceptance: NotRequired[AccountSettingsCardIssuingTosAcceptance]

class AccountSettingsCardPaymentsDeclineOn(TypedDict):
    avs_failure: NotRequired[bool]
    cvc_failure: NotRequired[bool]

class AccountSettingsCardPayments(TypedDict):
    decline_on: NotRequired[AccountSettingsCardPaymentsDeclineOn]
    statement_descriptor_prefix: NotRequired[str]
    statement_descriptor_prefix_kana: NotRequired[Literal[""] | str]
    statement_descriptor_prefix_kanji: NotRequired[Literal[""] | str]

class AccountSettingsInvoices(TypedDict):
    hosted_payment_method_save: NotRequired[Literal["always", "never", "offer"] | str]

class AccountSettingsPayments(TypedDict):
    statement_descriptor: NotRequired[str]
    statement_descriptor_kana: NotRequired[str]
    statement_descriptor_kanji: NotRequired[str]

class AccountSettingsPayoutsSchedule(TypedDict):
    delay_days: NotRequired[Literal["minimum"] | int]
    interval: NotRequired[Literal["daily", "manual", "monthly", "weekly"] | str]
    monthly_anchor: NotRequired[int]
    monthly_payout_days: NotRequired[Sequence[int]]
    weekly_anchor: NotRequired[
        Literal["friday", "monday", "saturday", "sunday", "thursday", "tuesday", "wednesday"] | str
    ]
    weekly_payout_days: NotRequired[
        Sequence[Literal["friday", "monday", "thursday", "tuesday", "wednesday"] | str]
    ]

class AccountSettingsPayouts(TypedDict):
    debit_negative_balances: NotRequired[bool]
    schedule: NotRequired[AccountSettingsPayoutsSchedule]
    statement_descriptor: NotRequired[str]

class AccountSettingsPaypayPaymentsSiteAccessible(TypedDict): ...

class AccountSettingsPaypayPaymentsSiteInDevelopment(TypedDict):
    password: str
    username: NotRequired[str]

class AccountSettingsPaypayPaymentsSiteRestricted(TypedDict):
    payment_flow_file: NotRequired[str]

class AccountSettingsPaypayPaymentsSite(TypedDict):
    accessible: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    in_development: NotRequired[AccountSettingsPaypayPaymentsSiteInDevelopment]
    restricted: NotRequired[AccountSettingsPaypayPaymentsSiteRestricted]
    type: NotRequired[Literal["accessible", "in_development", "restricted"]]

class AccountSettingsPaypayPayments(TypedDict):
    additional_files: NotRequired[Sequence[str]]
    goods_type: NotRequired[Literal["digital_content", "other"]]
    site: NotRequired[AccountSettingsPaypayPaymentsSite]

class AccountSettingsSepaDebitPayments(TypedDict):
    creditor_id: NotRequired[str]

class AccountSettings(TypedDict):
    bacs_debit_payments: NotRequired[AccountSettingsBacsDebitPayments]
    branding: NotRequired[AccountSettingsBranding]
    card_issuing: NotRequired[AccountSettingsCardIssuing]
    card_payments: NotRequired[AccountSettingsCardPayments]
    invoices: NotRequired[AccountSettingsInvoices]
    payments: NotRequired[AccountSettingsPayments]
    payouts: NotRequired[AccountSettingsPayouts]
    paypay_payments: NotRequired[AccountSettingsPaypayPayments]
    sepa_debit_payments: NotRequired[AccountSettingsSepaDebitPayments]
    treasury: NotRequired[AccountSettingsCardIssuing]

class AccountTosAcceptance(TypedDict):
    date: NotRequired[Moment]
    ip: NotRequired[str]
    service_agreement: NotRequired[str]
    user_agent: NotRequired[str]

class AccountLinkCollectionOptions(TypedDict):
    fields: NotRequired[Literal["currently_due", "eventually_due"] | str]
    future_requirements: NotRequired[Literal["include", "omit"] | str]

class AccountDocuments2(TypedDict):
    bank_account_ownership_verification: NotRequired[
        AccountDocumentsBankAccountOwnershipVerification
    ]
    company_license: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    company_memorandum_of_association: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    company_ministerial_decree: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    company_registration_verification: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    company_tax_id_verification: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    proof_of_address: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    proof_of_business_presence: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    proof_of_registration: NotRequired[AccountDocumentsProofOfUltimateBeneficialOwnership]
    proof_of_ultimate_beneficial_ownership: NotRequired[
        AccountDocumentsProofOfUltimateBeneficialOwnership
    ]

class AccountSettingsInvoices2(TypedDict):
    default_account_tax_ids: NotRequired[Literal[""] | Sequence[str]]
    hosted_payment_method_save: NotRequired[Literal["always", "never", "offer"] | str]

class AccountSettings2(TypedDict):
    bacs_debit_payments: NotRequired[AccountSettingsBacsDebitPayments]
    branding: NotRequired[AccountSettingsBranding]
    card_issuing: NotRequired[AccountSettingsCardIssuing]
    card_payments: NotRequired[AccountSettingsCardPayments]
    invoices: NotRequired[AccountSettingsInvoices2]
    payments: NotRequired[AccountSettingsPayments]
    payouts: NotRequired[AccountSettingsPayouts]
    paypay_payments: NotRequired[AccountSettingsPaypayPayments]
    sepa_debit_payments: NotRequired[AccountSettingsSepaDebitPayments]
    treasury: NotRequired[AccountSettingsCardIssuing]

class CustomerPaymentSourceOwner(TypedDict):
    address: NotRequired[AccountBusinessProfileSupportAddress]
    email: NotRequired[str]
    name: NotRequired[str]
    phone: NotRequired[str]

class ConfigurationBusinessProfile(TypedDict):
    headline: NotRequired[Literal[""] | str]
    privacy_policy_url: NotRequired[Literal[""] | str]
    terms_of_service_url: NotRequired[Literal[""] | str]

class ConfigurationFeaturesCustomerUpdate(TypedDict):
    allowed_updates: NotRequired[
        Literal[""]
        | Sequence[Literal["address", "email", "name", "phone", "shipping", "tax_id"] | str]
    ]
    enabled: NotRequired[bool]

class ConfigurationFeaturesInvoiceHistory(TypedDict):
    enabled: bool

class ConfigurationFeaturesPaymentMethodUpdate(TypedDict):
    enabled: bool
    payment_method_configuration: NotRequired[Literal[""] | Row]

class ConfigurationFeaturesSubscriptionCancelCancellationReason(TypedDict):
    enabled: bool
    feedback_options: NotRequired[Literal[""] | Sequence[str]]
    options: NotRequired[
        Literal[""]
        | Sequence[
            Literal[
                "customer_service",
                "low_quality",
                "missing_features",
                "other",
                "switched_service",
                "too_complex",
                "too_expensive",
                "unused",
            ]
            | str
        ]
    ]

class ConfigurationFeaturesSubscriptionCancel(TypedDict):
    cancellation_reason: NotRequired[ConfigurationFeaturesSubscriptionCancelCancellationReason]
    enabled: NotRequired[bool]
    mode: NotRequired[Literal["at_period_end", "immediately"] | str]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]

class ConfigurationFeaturesSubscriptionPauseDurationIntervalOption(TypedDict):
    interval: Literal["day", "month", "week", "year"] | str
    interval_count: NotRequired[int]

class ConfigurationFeaturesSubscriptionPauseDuration(TypedDict):
    interval_options: NotRequired[
        Literal[""] | Sequence[ConfigurationFeaturesSubscriptionPauseDurationIntervalOption]
    ]
    type: Literal["indefinite", "interval_options"] | str

class ConfigurationFeaturesSubscriptionPause(TypedDict):
    duration: NotRequired[ConfigurationFeaturesSubscriptionPauseDuration]
    enabled: NotRequired[bool]

class ConfigurationFeaturesSubscriptionUpdateProductAdjustableQuantity(TypedDict):
    enabled: bool
    maximum: NotRequired[int]
    minimum: NotRequired[int]

class ConfigurationFeaturesSubscriptionUpdateProduct(TypedDict):
    adjustable_quantity: NotRequired[
        ConfigurationFeaturesSubscriptionUpdateProductAdjustableQuantity
    ]
    prices: Sequence[str]
    product: Row

class ConfigurationFeaturesSubscriptionUpdateScheduleAtPeriodEndCondition(TypedDict):
    type: Literal["decreasing_item_amount", "shortening_interval"] | str

class ConfigurationFeaturesSubscriptionUpdateScheduleAtPeriodEnd(TypedDict):
    conditions: NotRequired[
        Literal[""] | Sequence[ConfigurationFeaturesSubscriptionUpdateScheduleAtPeriodEndCondition]
    ]

class ConfigurationFeaturesSubscriptionUpdate(TypedDict):
    billing_cycle_anchor: NotRequired[Literal["now", "unchanged"] | str]
    default_allowed_updates: NotRequired[
        Literal[""] | Sequence[Literal["price", "promotion_code", "quantity"] | str]
    ]
    enabled: NotRequired[bool]
    products: NotRequired[Literal[""] | Sequence[ConfigurationFeaturesSubscriptionUpdateProduct]]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    schedule_at_period_end: NotRequired[ConfigurationFeaturesSubscriptionUpdateScheduleAtPeriodEnd]
    trial_update_behavior: NotRequired[Literal["continue_trial", "end_trial"] | str]

class ConfigurationFeatures(TypedDict):
    customer_update: NotRequired[ConfigurationFeaturesCustomerUpdate]
    invoice_history: NotRequired[ConfigurationFeaturesInvoiceHistory]
    payment_method_update: NotRequired[ConfigurationFeaturesPaymentMethodUpdate]
    subscription_cancel: NotRequired[ConfigurationFeaturesSubscriptionCancel]
    subscription_pause: NotRequired[ConfigurationFeaturesSubscriptionPause]
    subscription_update: NotRequired[ConfigurationFeaturesSubscriptionUpdate]

class SessionAfterExpirationCustomerLogin(TypedDict):
    expires_at: NotRequired[Moment]

class SessionAfterExpiration(TypedDict):
    customer_login: NotRequired[SessionAfterExpirationCustomerLogin]
    type: Literal["customer_login"] | str

class SessionFlowDataAfterCompletionHostedConfirmation(TypedDict):
    custom_message: NotRequired[str]

class SessionFlowDataAfterCompletionRedirect(TypedDict):
    return_url: str

class SessionFlowDataAfterCompletion(TypedDict):
    hosted_confirmation: NotRequired[SessionFlowDataAfterCompletionHostedConfirmation]
    redirect: NotRequired[SessionFlowDataAfterCompletionRedirect]
    type: Literal["hosted_confirmation", "portal_homepage", "redirect"] | str

class SessionFlowDataSubscriptionCancelRetentionCouponOffer(TypedDict):
    coupon: Row

class SessionFlowDataSubscriptionCancelRetention(TypedDict):
    coupon_offer: SessionFlowDataSubscriptionCancelRetentionCouponOffer
    type: Literal["coupon_offer"]

class SessionFlowDataSubscriptionCancel(TypedDict):
    retention: NotRequired[SessionFlowDataSubscriptionCancelRetention]
    subscription: Row

class SessionFlowDataSubscriptionPause(TypedDict):
    subscription: Row

class SessionFlowDataSubscriptionUpdateConfirmDiscount(TypedDict):
    coupon: NotRequired[Row]
    promotion_code: NotRequired[Row]

class SessionFlowDataSubscriptionUpdateConfirmItem(TypedDict):
    id: str
    price: NotRequired[Row]
    quantity: NotRequired[int]

class SessionFlowDataSubscriptionUpdateConfirm(TypedDict):
    discounts: NotRequired[Sequence[SessionFlowDataSubscriptionUpdateConfirmDiscount]]
    items: Sequence[SessionFlowDataSubscriptionUpdateConfirmItem]
    subscription: Row

class SessionFlowData(TypedDict):
    after_completion: NotRequired[SessionFlowDataAfterCompletion]
    subscription_cancel: NotRequired[SessionFlowDataSubscriptionCancel]
    subscription_pause: NotRequired[SessionFlowDataSubscriptionPause]
    subscription_update: NotRequired[SessionFlowDataSubscriptionPause]
    subscription_update_confirm: NotRequired[SessionFlowDataSubscriptionUpdateConfirm]
    type: (
        Literal[
            "customer_update",
            "payment_method_update",
            "subscription_cancel",
            "subscription_pause",
            "subscription_update",
            "subscription_update_confirm",
        ]
        | str
    )

class TokenAccountCompany(TypedDict):
    address: NotRequired[AccountBusinessProfileSupportAddress]
    address_kana: NotRequired[AccountCompanyAddressKana]
    address_kanji: NotRequired[AccountCompanyAddressKana]
    administrative_address: NotRequired[AccountBusinessProfileSupportAddress]
    directors_provided: NotRequired[bool]
    directorship_declaration: NotRequired[AccountCompanyDirectorshipDeclaration]
    executives_provided: NotRequired[bool]
    export_license_id: NotRequired[str]
    export_purpose_code: NotRequired[str]
    name: NotRequired[str]
    name_kana: NotRequired[str]
    name_kanji: NotRequired[str]
    owners_provided: NotRequired[bool]
    ownership_declaration: NotRequired[AccountCompanyDirectorshipDeclaration]
    ownership_declaration_shown_and_signed: NotRequired[bool]
    ownership_exemption_reason: NotRequired[
        Literal[""]
        | Literal[
            "qualified_entity_exceeds_ownership_threshold", "qualifies_as_financial_institution"
        ]
        | str
    ]
    phone: NotRequired[str]
    physical_address: NotRequired[AccountBusinessProfileSupportAddress]
    principal_place_of_business: NotRequired[AccountBusinessProfileSupportAddress]
    registration_date: NotRequired[Literal[""] | AccountCompanyRegistrationDate]
    registration_number: NotRequired[str]
    representative_declaration: NotRequired[AccountCompanyDirectorshipDeclaration]
    structure: NotRequired[
        Literal[""]
        | Literal[
            "free_zone_establishment",
            "free_zone_llc",
            "government_instrumentality",
            "governmental_unit",
            "incorporated_non_profit",
            "incorporated_partnership",
            "limited_liability_partnership",
            "llc",
            "multi_member_llc",
            "private_company",
            "private_corporation",
            "private_partnership",
            "public_company",
            "public_corporation",
            "public_partnership",
            "registered_charity",
            "single_member_llc",
            "sole_establishment",
            "sole_proprietorship",
            "tax_exempt_government_instrumentality",
            "unincorporated_association",
            "unincorporated_non_profit",
            "unincorporated_partnership",
        ]
        | str
    ]
    tax_id: NotRequired[Row]
    tax_id_registrar: NotRequired[str]
    vat_id: NotRequired[str]
    verification: NotRequired[AccountCompanyVerification]

class TokenAccount(TypedDict):
    business_type: NotRequired[
        Literal["company", "government_entity", "individual", "non_profit"] | str
    ]
    company: NotRequired[TokenAccountCompany]
    individual: NotRequired[AccountIndividual]
    tos_shown_and_accepted: NotRequired[bool]

class TokenBankAccount(TypedDict):
    account_holder_name: NotRequired[str]
    account_holder_type: NotRequired[Literal["company", "individual"] | str]
    account_number: str
    account_type: NotRequired[Literal["checking", "futsu", "savings", "toza"] | str]
    country: str
    currency: NotRequired[str]
    payment_method: NotRequired[Row]
    routing_number: NotRequired[str]

class TokenCardNetworks(TypedDict):
    preferred: NotRequired[Literal["cartes_bancaires", "mastercard", "visa"] | str]

class TokenCard(TypedDict):
    address_city: NotRequired[str]
    address_country: NotRequired[str]
    address_line1: NotRequired[str]
    address_line2: NotRequired[str]
    address_state: NotRequired[str]
    address_zip: NotRequired[str]
    currency: NotRequired[str]
    cvc: NotRequired[str]
    exp_month: str
    exp_year: str
    name: NotRequired[str]
    networks: NotRequired[TokenCardNetworks]
    number: str

class TokenCvcUpdate(TypedDict):
    cvc: str

class TokenPersonAdditionalTosAcceptances(TypedDict):
    account: NotRequired[AccountSettingsCardIssuingTosAcceptance]

class TokenPersonDocuments(TypedDict):
    company_authorization: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    passport: NotRequired[AccountDocumentsBankAccountOwnershipVerification]
    visa: NotRequired[AccountDocumentsBankAccountOwnershipVerification]

class TokenPersonRelationship(TypedDict):
    authorizer: NotRequired[bool]
    director: NotRequired[bool]
    executive: NotRequired[bool]
    legal_guardian: NotRequired[bool]
    owner: NotRequired[bool]
    percent_ownership: NotRequired[Literal[""] | float]
    representative: NotRequired[bool]
    title: NotRequired[str]

class TokenPersonUsCfpbDataEthnicityDetails(TypedDict):
    ethnicity: NotRequired[
        Sequence[
            Literal[
                "cuban",
                "hispanic_or_latino",
                "mexican",
                "not_hispanic_or_latino",
                "other_hispanic_or_latino",
                "prefer_not_to_answer",
                "puerto_rican",
            ]
            | str
        ]
    ]
    ethnicity_other: NotRequired[str]

class TokenPersonUsCfpbDataRaceDetails(TypedDict):
    race: NotRequired[
        Sequence[
            Literal[
                "african_american",
                "american_indian_or_alaska_native",
                "asian",
                "asian_indian",
                "black_or_african_american",
                "chinese",
                "ethiopian",
                "filipino",
                "guamanian_or_chamorro",
                "haitian",
                "jamaican",
                "japanese",
                "korean",
                "native_hawaiian",
                "native_hawaiian_or_other_pacific_islander",
                "nigerian",
                "other_asian",
                "other_black_or_african_american",
                "other_pacific_islander",
                "prefer_not_to_answer",
                "samoan",
                "somali",
                "vietnamese",
                "white",
            ]
            | str
        ]
    ]
    race_other: NotRequired[str]

class TokenPersonUsCfpbData(TypedDict):
    ethnicity_details: NotRequired[TokenPersonUsCfpbDataEthnicityDetails]
    race_details: NotRequired[TokenPersonUsCfpbDataRaceDetails]
    self_identified_gender: NotRequired[str]

class TokenPerson(TypedDict):
    additional_tos_acceptances: NotRequired[TokenPersonAdditionalTosAcceptances]
    address: NotRequired[AccountBusinessProfileSupportAddress]
    address_kana: NotRequired[AccountCompanyAddressKana]
    address_kanji: NotRequired[AccountCompanyAddressKana]
    dob: NotRequired[Literal[""] | AccountCompanyRegistrationDate]
    documents: NotRequired[TokenPersonDocuments]
    email: NotRequired[str]
    first_name: NotRequired[str]
    first_name_kana: NotRequired[str]
    first_name_kanji: NotRequired[str]
    full_name_aliases: NotRequired[Literal[""] | Sequence[str]]
    gender: NotRequired[str]
    id_number: NotRequired[str]
    id_number_secondary: NotRequired[str]
    last_name: NotRequired[str]
    last_name_kana: NotRequired[str]
    last_name_kanji: NotRequired[str]
    maiden_name: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    nationality: NotRequired[str]
    phone: NotRequired[str]
    political_exposure: NotRequired[Literal["existing", "none"] | str]
    registered_address: NotRequired[AccountBusinessProfileSupportAddress]
    relationship: NotRequired[TokenPersonRelationship]
    ssn_last_4: NotRequired[str]
    us_cfpb_data: NotRequired[TokenPersonUsCfpbData]
    verification: NotRequired[AccountIndividualVerification]

class TokenPii(TypedDict):
    id_number: NotRequired[str]

class ChargeCaptureTransferData(TypedDict):
    amount: NotRequired[int]

class ChargeFraudDetails(TypedDict):
    user_report: Literal[""] | Literal["fraudulent", "safe"] | str

class ChargeShipping(TypedDict):
    address: AccountBusinessProfileSupportAddress
    carrier: NotRequired[str]
    name: str
    phone: NotRequired[str]
    tracking_number: NotRequired[str]

class CouponAppliesTo(TypedDict):
    products: NotRequired[Sequence[str]]

class CouponCurrencyOptions(TypedDict):
    amount_off: int

class CreditNoteLineTaxAmount(TypedDict):
    amount: int
    tax_rate: Row
    taxable_amount: int

class CreditNoteLine(TypedDict):
    amount: NotRequired[int]
    description: NotRequired[str]
    invoice_line_item: NotRequired[Row]
    metadata: NotRequired[Mapping[str, str]]
    quantity: NotRequired[int]
    tax_amounts: NotRequired[Literal[""] | Sequence[CreditNoteLineTaxAmount]]
    tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    type: Literal["custom_line_item", "invoice_line_item"] | str
    unit_amount: NotRequired[int]
    unit_amount_decimal: NotRequired[str | Decimal]

class CreditNoteRefundPaymentRecordRefund(TypedDict):
    payment_record: str
    refund_group: str

class CreditNoteRefund(TypedDict):
    amount_refunded: NotRequired[int]
    payment_record_refund: NotRequired[CreditNoteRefundPaymentRecordRefund]
    refund: NotRequired[Row]
    type: NotRequired[Literal["payment_record_refund", "refund"] | str]

class CreditNoteShippingCost(TypedDict):
    shipping_rate: NotRequired[Row]

class PaymentIntentAmountDetailsLineItemPaymentMethodOptionsCard(TypedDict):
    commodity_code: NotRequired[str]

class PaymentIntentAmountDetailsLineItemPaymentMethodOptionsKlarna(TypedDict):
    image_url: NotRequired[str]
    product_url: NotRequired[str]
    reference: NotRequired[str]
    subscription_reference: NotRequired[str]

class PaymentIntentAmountDetailsLineItemPaymentMethodOptionsPaypal(TypedDict):
    category: NotRequired[Literal["digital_goods", "donation", "physical_goods"] | str]
    description: NotRequired[str]
    sold_by: NotRequired[str]

class PaymentIntentAmountDetailsLineItemPaymentMethodOptions(TypedDict):
    card: NotRequired[PaymentIntentAmountDetailsLineItemPaymentMethodOptionsCard]
    card_present: NotRequired[PaymentIntentAmountDetailsLineItemPaymentMethodOptionsCard]
    klarna: NotRequired[PaymentIntentAmountDetailsLineItemPaymentMethodOptionsKlarna]
    paypal: NotRequired[PaymentIntentAmountDetailsLineItemPaymentMethodOptionsPaypal]

class PaymentIntentAmountDetailsLineItemTax(TypedDict):
    total_tax_amount: int

class PaymentIntentAmountDetailsLineItem(TypedDict):
    discount_amount: NotRequired[int]
    payment_method_options: NotRequired[PaymentIntentAmountDetailsLineItemPaymentMethodOptions]
    product_code: NotRequired[str]
    product_name: str
    quantity: int
    tax: NotRequired[PaymentIntentAmountDetailsLineItemTax]
    unit_cost: int
    unit_of_measure: NotRequired[str]

class PaymentIntentAmountDetailsShipping(TypedDict):
    amount: NotRequired[Literal[""] | int]
    from_postal_code: NotRequired[Literal[""] | str]
    to_postal_code: NotRequired[Literal[""] | str]

class PaymentIntentAmountDetails(TypedDict):
    discount_amount: NotRequired[Literal[""] | int]
    enforce_arithmetic_validation: NotRequired[bool]
    line_items: NotRequired[Literal[""] | Sequence[PaymentIntentAmountDetailsLineItem]]
    shipping: NotRequired[Literal[""] | PaymentIntentAmountDetailsShipping]
    tax: NotRequired[Literal[""] | PaymentIntentAmountDetailsLineItemTax]

class PaymentIntentAutomaticPaymentMethods(TypedDict):
    allow_redirects: NotRequired[Literal["always", "never"] | str]
    enabled: bool

class PaymentIntentHooksInputsTax(TypedDict):
    calculation: Literal[""] | str

class PaymentIntentHooksInputs(TypedDict):
    tax: NotRequired[PaymentIntentHooksInputsTax]

class PaymentIntentHooks(TypedDict):
    inputs: NotRequired[PaymentIntentHooksInputs]

class PaymentIntentMandateDataCustomerAcceptanceOnline(TypedDict):
    ip_address: str
    user_agent: str

class PaymentIntentMandateDataCustomerAcceptance(TypedDict):
    accepted_at: NotRequired[Moment]
    offline: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    online: NotRequired[PaymentIntentMandateDataCustomerAcceptanceOnline]
    type: Literal["offline", "online"] | str

class PaymentIntentMandateData(TypedDict):
    customer_acceptance: PaymentIntentMandateDataCustomerAcceptance

class PaymentIntentPaymentDetails(TypedDict):
    customer_reference: NotRequired[Literal[""] | str]
    order_reference: NotRequired[Literal[""] | str]

class PaymentIntentPaymentMethodDataAcssDebit(TypedDict):
    account_number: str
    institution_number: str
    transit_number: str

class PaymentIntentPaymentMethodDataAuBecsDebit(TypedDict):
    account_number: str
    bsb_number: str

class PaymentIntentPaymentMethodDataBacsDebit(TypedDict):
    account_number: NotRequired[str]
    sort_code: NotRequired[str]

class PaymentIntentPaymentMethodDataBillingDetails(TypedDict):
    address: NotRequired[Literal[""] | AccountBusinessProfileSupportAddress]
    email: NotRequired[Literal[""] | str]
    name: NotRequired[Literal[""] | str]
    phone: NotRequired[Literal[""] | str]
    tax_id: NotRequired[Row]

class PaymentIntentPaymentMethodDataBoleto(TypedDict):
    tax_id: Row

class PaymentIntentPaymentMethodDataEps(TypedDict):
    bank: NotRequired[
        Literal[
            "arzte_und_apotheker_bank",
            "austrian_anadi_bank_ag",
            "bank_austria",
            "bankhaus_carl_spangler",
            "bankhaus_schelhammer_und_schattera_ag",
            "bawag_psk_ag",
            "bks_bank_ag",
            "brull_kallmus_bank_ag",
            "btv_vier_lander_bank",
            "capital_bank_grawe_gruppe_ag",
            "deutsche_bank_ag",
            "dolomitenbank",
            "easybank_ag",
            "erste_bank_und_sparkassen",
            "hypo_alpeadriabank_international_ag",
            "hypo_bank_burgenland_aktiengesellschaft",
            "hypo_noe_lb_fur_niederosterreich_u_wien",
            "hypo_oberosterreich_salzburg_steiermark",
            "hypo_tirol_bank_ag",
            "hypo_vorarlberg_bank_ag",
            "marchfelder_bank",
            "oberbank_ag",
            "raiffeisen_bankengruppe_osterreich",
            "schoellerbank_ag",
            "sparda_bank_wien",
            "volksbank_gruppe",
            "volkskreditbank_ag",
            "vr_bank_braunau",
        ]
        | str
    ]

class PaymentIntentPaymentMethodDataFpx(TypedDict):
    account_holder_type: NotRequired[Literal["company", "individual"] | str]
    bank: (
        Literal[
            "affin_bank",
            "agrobank",
            "alliance_bank",
            "ambank",
            "bank_islam",
            "bank_muamalat",
            "bank_of_china",
            "bank_rakyat",
            "bnp_paribas",
            "bsn",
            "cimb",
            "citibank",
            "deutsche_bank",
            "hong_leong_bank",
            "hsbc",
            "kfh",
            "maybank2e",
            "maybank2u",
            "mbsb_bank",
            "ocbc",
            "pb_enterprise",
            "public_bank",
            "rhb",
            "standard_chartered",
            "uob",
        ]
        | str
    )

class PaymentIntentPaymentMethodDataIdeal(TypedDict):
    bank: NotRequired[
        Literal[
            "abn_amro",
            "adyen",
            "asn_bank",
            "bunq",
            "buut",
            "finom",
            "handelsbanken",
            "ing",
            "knab",
            "mollie",
            "moneyou",
            "n26",
            "nn",
            "rabobank",
            "regiobank",
            "revolut",
            "sns_bank",
            "triodos_bank",
            "van_lanschot",
            "yoursafe",
        ]
        | str
    ]

class PaymentIntentPaymentMethodDataKlarna(TypedDict):
    dob: NotRequired[AccountCompanyRegistrationDate]

class PaymentIntentPaymentMethodDataNaverPay(TypedDict):
    funding: NotRequired[Literal["card", "points"] | str]

class PaymentIntentPaymentMethodDataNzBankAccount(TypedDict):
    account_holder_name: NotRequired[str]
    account_number: str
    bank_code: str
    branch_code: str
    reference: NotRequired[str]
    suffix: str

class PaymentIntentPaymentMethodDataP24(TypedDict):
    bank: NotRequired[
        Literal[
            "alior_bank",
            "bank_millennium",
            "bank_nowy_bfg_sa",
            "bank_pekao_sa",
            "banki_spbdzielcze",
            "blik",
            "bnp_paribas",
            "boz",
            "citi_handlowy",
            "credit_agricole",
            "envelobank",
            "etransfer_pocztowy24",
            "getin_bank",
            "ideabank",
            "ing",
            "inteligo",
            "mbank_mtransfer",
            "nest_przelew",
            "noble_pay",
            "pbac_z_ipko",
            "plus_bank",
            "santander_przelew24",
            "tmobile_usbugi_bankowe",
            "toyota_bank",
            "velobank",
            "volkswagen_bank",
        ]
        | str
    ]

class PaymentIntentPaymentMethodDataPayto(TypedDict):
    account_number: NotRequired[str]
    bsb_number: NotRequired[str]
    pay_id: NotRequired[str]

class PaymentIntentPaymentMethodDataRadarOptions(TypedDict):
    session: NotRequired[str]

class PaymentIntentPaymentMethodDataSepaDebit(TypedDict):
    iban: str

class PaymentIntentPaymentMethodDataSofort(TypedDict):
    country: Literal["AT", "BE", "DE", "ES", "IT", "NL"] | str

class PaymentIntentPaymentMethodDataUpiMandateOptions(TypedDict):
    amount: NotRequired[int]
    amount_type: NotRequired[Literal["fixed", "maximum"] | str]
    description: NotRequired[str]
    end_date: NotRequired[Moment]

class PaymentIntentPaymentMethodDataUpi(TypedDict):
    mandate_options: NotRequired[PaymentIntentPaymentMethodDataUpiMandateOptions]

class PaymentIntentPaymentMethodDataUsBankAccount(TypedDict):
    account_holder_type: NotRequired[Literal["company", "individual"] | str]
    account_number: NotRequired[str]
    account_type: NotRequired[Literal["checking", "savings"] | str]
    financial_connections_account: NotRequired[str]
    routing_number: NotRequired[str]

class PaymentIntentPaymentMethodData(TypedDict):
    acss_debit: NotRequired[PaymentIntentPaymentMethodDataAcssDebit]
    affirm: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    afterpay_clearpay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    alipay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    allow_redisplay: NotRequired[Literal["always", "limited", "unspecified"] | str]
    alma: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    amazon_pay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    au_becs_debit: NotRequired[PaymentIntentPaymentMethodDataAuBecsDebit]
    bacs_debit: NotRequired[PaymentIntentPaymentMethodDataBacsDebit]
    bancontact: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    billie: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    billing_details: NotRequired[PaymentIntentPaymentMethodDataBillingDetails]
    bizum: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    blik: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    boleto: NotRequired[PaymentIntentPaymentMethodDataBoleto]
    cashapp: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    crypto: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    customer_balance: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    eps: NotRequired[PaymentIntentPaymentMethodDataEps]
    fpx: NotRequired[PaymentIntentPaymentMethodDataFpx]
    giropay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    grabpay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    ideal: NotRequired[PaymentIntentPaymentMethodDataIdeal]
    interac_present: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    kakao_pay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    klarna: NotRequired[PaymentIntentPaymentMethodDataKlarna]
    konbini: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    kr_card: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    link: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    mb_way: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    metadata: NotRequired[Mapping[str, str]]
    mobilepay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    multibanco: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    naver_pay: NotRequired[PaymentIntentPaymentMethodDataNaverPay]
    nz_bank_account: NotRequired[PaymentIntentPaymentMethodDataNzBankAccount]
    oxxo: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    p24: NotRequired[PaymentIntentPaymentMethodDataP24]
    pay_by_bank: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    payco: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    paynow: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    paypal: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    paypay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    payto: NotRequired[PaymentIntentPaymentMethodDataPayto]
    pix: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    promptpay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    radar_options: NotRequired[PaymentIntentPaymentMethodDataRadarOptions]
    revolut_pay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    samsung_pay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    satispay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    scalapay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    sepa_debit: NotRequired[PaymentIntentPaymentMethodDataSepaDebit]
    sequra: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    sofort: NotRequired[PaymentIntentPaymentMethodDataSofort]
    sunbit: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    swish: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    twint: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    type: (
        Literal[
            "acss_debit",
            "affirm",
            "afterpay_clearpay",
            "alipay",
            "alma",
            "amazon_pay",
            "au_becs_debit",
            "bacs_debit",
            "bancontact",
            "billie",
            "bizum",
            "blik",
            "boleto",
            "cashapp",
            "crypto",
            "customer_balance",
            "eps",
            "fpx",
            "giropay",
            "grabpay",
            "ideal",
            "kakao_pay",
            "klarna",
            "konbini",
            "kr_card",
            "link",
            "mb_way",
            "mobilepay",
            "multibanco",
            "naver_pay",
            "nz_bank_account",
            "oxxo",
            "p24",
            "pay_by_bank",
            "payco",
            "paynow",
            "paypal",
            "paypay",
            "payto",
            "pix",
            "promptpay",
            "revolut_pay",
            "samsung_pay",
            "satispay",
            "scalapay",
            "sepa_debit",
            "sequra",
            "sofort",
            "sunbit",
            "swish",
            "twint",
            "upi",
            "us_bank_account",
            "wechat_pay",
            "zip",
        ]
        | str
    )
    upi: NotRequired[PaymentIntentPaymentMethodDataUpi]
    us_bank_account: NotRequired[PaymentIntentPaymentMethodDataUsBankAccount]
    wechat_pay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    zip: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]

class PaymentIntentPaymentMethodOptionsAcssDebitMandateOptions(TypedDict):
    custom_mandate_url: NotRequired[Literal[""] | str]
    interval_description: NotRequired[str]
    payment_schedule: NotRequired[Literal["combined", "interval", "sporadic"] | str]
    transaction_type: NotRequired[Literal["business", "personal"] | str]

class PaymentIntentPaymentMethodOptionsAcssDebit(TypedDict):
    mandate_options: NotRequired[PaymentIntentPaymentMethodOptionsAcssDebitMandateOptions]
    setup_future_usage: NotRequired[
        Literal[""] | Literal["none", "off_session", "on_session"] | str
    ]
    target_date: NotRequired[str]
    verification_method: NotRequired[Literal["automatic", "instant", "microdeposits"] | str]

class PaymentIntentPaymentMethodOptionsAffirm(TypedDict):
    capture_method: NotRequired[Literal[""] | Literal["manual"]]
    preferred_locale: NotRequired[str]
    setup_future_usage: NotRequired[Literal["none"]]

class PaymentIntentPaymentMethodOptionsAfterpayClearpay(TypedDict):
    capture_method: NotRequired[Literal[""] | Literal["manual"]]
    reference: NotRequired[str]
    setup_future_usage: NotRequired[Literal["none"]]

class PaymentIntentPaymentMethodOptionsAlipay(TypedDict):
    setup_future_usage: NotRequired[Literal[""] | Literal["none", "off_session"] | str]

class PaymentIntentPaymentMethodOptionsAlma(TypedDict):
    capture_method: NotRequired[Literal[""] | Literal["manual"]]

class PaymentIntentPaymentMethodOptionsAmazonPay(TypedDict):
    capture_method: NotRequired[Literal[""] | Literal["manual"]]
    setup_future_usage: NotRequired[Literal[""] | Literal["none", "off_session"] | str]

class PaymentIntentPaymentMethodOptionsAuBecsDebit(TypedDict):
    setup_future_usage: NotRequired[
        Literal[""] | Literal["none", "off_session", "on_session"] | str
    ]
    target_date: NotRequired[str]

class PaymentIntentPaymentMethodOptionsBacsDebitMandateOptions(TypedDict):
    reference_prefix: NotRequired[Literal[""] | str]

class PaymentIntentPaymentMethodOptionsBacsDebit(TypedDict):
    mandate_options: NotRequired[PaymentIntentPaymentMethodOptionsBacsDebitMandateOptions]
    setup_future_usage: NotRequired[
        Literal[""] | Literal["none", "off_session", "on_session"] | str
    ]
    target_date: NotRequired[str]

class PaymentIntentPaymentMethodOptionsBancontact(TypedDict):
    preferred_language: NotRequired[Literal["de", "en", "fr", "nl"] | str]
    setup_future_usage: NotRequired[Literal[""] | Literal["none", "off_session"] | str]

class PaymentIntentPaymentMethodOptionsBillieCompanyDetails(TypedDict):
    registered_address: NotRequired[Literal[""] | AccountBusinessProfileSupportAddress]
    registered_name: NotRequired[str]
    registration_number: NotRequired[str]
    registration_type: NotRequired[
        Literal[""]
        | Literal[
            "ch_ein",
            "de_hrb",
            "dk_cvr",
            "es_cif",
            "fi_tunnus",
            "fr_siren",
            "fr_siret",
            "it_rea",
            "nl_kvk",
            "no_org_number",
            "no_pno",
            "se_org_number",
            "se_pno",
            "uk_crn",
        ]
        | str
    ]
    vat: NotRequired[str]

class PaymentIntentPaymentMethodOptionsBillie(TypedDict):
    capture_method: NotRequired[Literal[""] | Literal["manual"]]
    company_details: NotRequired[
        Literal[""] | PaymentIntentPaymentMethodOptionsBillieCompanyDetails
    ]
    reference: NotRequired[str]

class PaymentIntentPaymentMethodOptionsBlik(TypedDict):
    code: NotRequired[str]
    mandate_options: NotRequired[SessionAfterExpirationCustomerLogin]
    setup_future_usage: NotRequired[Literal[""] | Literal["none", "off_session"] | str]

class PaymentIntentPaymentMethodOptionsBoleto(TypedDict):
    expires_after_days: NotRequired[int]
    setup_future_usage: NotRequired[
        Literal[""] | Literal["none", "off_session", "on_session"] | str
    ]

class PaymentIntentPaymentMethodOptionsCardInstallmentsPlan(TypedDict):
    count: NotRequired[int]
    interval: NotRequired[Literal["month"]]
    type: Literal["bonus", "fixed_count", "revolving"] | str

class PaymentIntentPaymentMethodOptionsCardInstallments(TypedDict):
    enabled: NotRequired[bool]
    plan: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCardInstallmentsPlan]

class PaymentIntentPaymentMethodOptionsCardMandateOptions(TypedDict):
    amount: int
    amount_type: Literal["fixed", "maximum"] | str
    description: NotRequired[str]
    end_date: NotRequired[Moment]
    interval: Literal["day", "month", "sporadic", "week", "year"] | str
    interval_count: NotRequired[int]
    reference: str
    start_date: Moment
    supported_types: NotRequired[Sequence[Literal["india"]]]

class PaymentIntentPaymentMethodOptionsCardThreeDSecureNetworkOptionsCartesBancaires(TypedDict):
    cb_avalgo: Literal["0", "1", "2", "3", "4", "A"] | str
    cb_exemption: NotRequired[str]
    cb_score: NotRequired[int]

class PaymentIntentPaymentMethodOptionsCardThreeDSecureNetworkOptions(TypedDict):
    cartes_bancaires: NotRequired[
        PaymentIntentPaymentMethodOptionsCardThreeDSecureNetworkOptionsCartesBancaires
    ]

class PaymentIntentPaymentMethodOptionsCardThreeDSecure(TypedDict):
    ares_trans_status: NotRequired[Literal["A", "C", "I", "N", "R", "U", "Y"] | str]
    cryptogram: str
    electronic_commerce_indicator: NotRequired[Literal["01", "02", "05", "06", "07"] | str]
    exemption_indicator: NotRequired[Literal["low_risk", "none"] | str]
    network_options: NotRequired[PaymentIntentPaymentMethodOptionsCardThreeDSecureNetworkOptions]
    requestor_challenge_indicator: NotRequired[str]
    transaction_id: str
    version: Literal["1.0.2", "2.1.0", "2.2.0", "2.3.0", "2.3.1"] | str

class PaymentIntentPaymentMethodOptionsCard(TypedDict):
    capture_method: NotRequired[Literal[""] | Literal["manual"]]
    cvc_token: NotRequired[str]
    installments: NotRequired[PaymentIntentPaymentMethodOptionsCardInstallments]
    mandate_options: NotRequired[PaymentIntentPaymentMethodOptionsCardMandateOptions]
    moto: NotRequired[bool]
    network: NotRequired[
        Literal[
            "amex",
            "cartes_bancaires",
            "diners",
            "discover",
            "eftpos_au",
            "girocard",
            "interac",
            "jcb",
            "link",
            "mastercard",
            "unionpay",
            "unknown",
            "visa",
        ]
        | str
    ]
    request_extended_authorization: NotRequired[Literal["if_available", "never"] | str]
    request_incremental_authorization: NotRequired[Literal["if_available", "never"] | str]
    request_multicapture: NotRequired[Literal["if_available", "never"] | str]
    request_overcapture: NotRequired[Literal["if_available", "never"] | str]
    request_three_d_secure: NotRequired[Literal["any", "automatic", "challenge"] | str]
    require_cvc_recollection: NotRequired[bool]
    setup_credential_usage: NotRequired[Literal["installment", "recurring", "unscheduled"] | str]
    setup_future_usage: NotRequired[
        Literal[""] | Literal["none", "off_session", "on_session"] | str
    ]
    statement_descriptor_suffix_kana: NotRequired[Literal[""] | str]
    statement_descriptor_suffix_kanji: NotRequired[Literal[""] | str]
    stored_credential_usage: NotRequired[Literal["installment", "recurring", "unscheduled"] | str]
    three_d_secure: NotRequired[PaymentIntentPaymentMethodOptionsCardThreeDSecure]

class PaymentIntentPaymentMethodOptionsCardPresentRouting(TypedDict):
    requested_priority: NotRequired[Literal["domestic", "international"] | str]

class PaymentIntentPaymentMethodOptionsCardPresent(TypedDict):
    capture_method: NotRequired[Literal["manual", "manual_preferred"]]
    request_extended_authorization: NotRequired[bool]
    request_incremental_authorization_support: NotRequired[bool]
    routing: NotRequired[PaymentIntentPaymentMethodOptionsCardPresentRouting]

class PaymentIntentPaymentMethodOptionsCashapp(TypedDict):
    capture_method: NotRequired[Literal[""] | Literal["manual"]]
    setup_future_usage: NotRequired[
        Literal[""] | Literal["none", "off_session", "on_session"] | str
    ]

class PaymentIntentPaymentMethodOptionsCrypto(TypedDict):
    setup_future_usage: NotRequired[Literal["none"]]

class PaymentIntentPaymentMethodOptionsCustomerBalanceBankTransferEuBankTransfer(TypedDict):
    country: str

class PaymentIntentPaymentMethodOptionsCustomerBalanceBankTransfer(TypedDict):
    eu_bank_transfer: NotRequired[
        PaymentIntentPaymentMethodOptionsCustomerBalanceBankTransferEuBankTransfer
    ]
    requested_address_types: NotRequired[
        Sequence[Literal["aba", "iban", "sepa", "sort_code", "spei", "swift", "zengin"] | str]
    ]
    type: (
        Literal[
            "eu_bank_transfer",
            "gb_bank_transfer",
            "jp_bank_transfer",
            "mx_bank_transfer",
            "us_bank_transfer",
        ]
        | str
    )

class PaymentIntentPaymentMethodOptionsCustomerBalance(TypedDict):
    bank_transfer: NotRequired[PaymentIntentPaymentMethodOptionsCustomerBalanceBankTransfer]
    funding_type: NotRequired[Literal["bank_transfer"]]
    setup_future_usage: NotRequired[Literal["none"]]

class PaymentIntentPaymentMethodOptionsKlarnaOnDemand(TypedDict):
    average_amount: NotRequired[int]
    maximum_amount: NotRequired[int]
    minimum_amount: NotRequired[int]
    purchase_interval: NotRequired[Literal["day", "month", "week", "year"] | str]
    purchase_interval_count: NotRequired[int]

class PaymentIntentPaymentMethodOptionsKlarnaSubscriptionNextBilling(TypedDict):
    amount: int
    date: str

class PaymentIntentPaymentMethodOptionsKlarnaSubscription(TypedDict):
    interval: Literal["day", "month", "week", "year"] | str
    interval_count: NotRequired[int]
    name: NotRequired[str]
    next_billing: NotRequired[PaymentIntentPaymentMethodOptionsKlarnaSubscriptionNextBilling]
    reference: str

class PaymentIntentPaymentMethodOptionsKlarna(TypedDict):
    capture_method: NotRequired[Literal[""] | Literal["manual"]]
    on_demand: NotRequired[PaymentIntentPaymentMethodOptionsKlarnaOnDemand]
    preferred_locale: NotRequired[
        Literal[
            "cs-CZ",
            "da-DK",
            "de-AT",
            "de-CH",
            "de-DE",
            "el-GR",
            "en-AT",
            "en-AU",
            "en-BE",
            "en-CA",
            "en-CH",
            "en-CZ",
            "en-DE",
            "en-DK",
            "en-ES",
            "en-FI",
            "en-FR",
            "en-GB",
            "en-GR",
            "en-IE",
            "en-IT",
            "en-NL",
            "en-NO",
            "en-NZ",
            "en-PL",
            "en-PT",
            "en-RO",
            "en-SE",
            "en-US",
            "es-ES",
            "es-US",
            "fi-FI",
            "fr-BE",
            "fr-CA",
            "fr-CH",
            "fr-FR",
            "it-CH",
            "it-IT",
            "nb-NO",
            "nl-BE",
            "nl-NL",
            "pl-PL",
            "pt-PT",
            "ro-RO",
            "sv-FI",
            "sv-SE",
        ]
        | str
    ]
    setup_future_usage: NotRequired[Literal["none", "off_session", "on_session"] | str]
    subscriptions: NotRequired[
        Literal[""] | Sequence[PaymentIntentPaymentMethodOptionsKlarnaSubscription]
    ]

class PaymentIntentPaymentMethodOptionsKonbini(TypedDict):
    confirmation_number: NotRequired[Literal[""] | str]
    expires_after_days: NotRequired[Literal[""] | int]
    expires_at: NotRequired[Literal[""] | Moment]
    product_description: NotRequired[Literal[""] | str]
    setup_future_usage: NotRequired[Literal["none"]]

class PaymentIntentPaymentMethodOptionsLink(TypedDict):
    capture_method: NotRequired[Literal[""] | Literal["manual"]]
    persistent_token: NotRequired[str]
    setup_future_usage: NotRequired[Literal[""] | Literal["none", "off_session"] | str]

class PaymentIntentPaymentMethodOptionsMobilepay(TypedDict):
    capture_method: NotRequired[Literal[""] | Literal["manual"]]
    setup_future_usage: NotRequired[Literal["none"]]

class PaymentIntentPaymentMethodOptionsOxxo(TypedDict):
    expires_after_days: NotRequired[int]
    setup_future_usage: NotRequired[Literal["none"]]

class PaymentIntentPaymentMethodOptionsP24(TypedDict):
    setup_future_usage: NotRequired[Literal["none"]]
    tos_shown_and_accepted: NotRequired[bool]

class PaymentIntentPaymentMethodOptionsPaypal(TypedDict):
    capture_method: NotRequired[Literal[""] | Literal["manual"]]
    preferred_locale: NotRequired[
        Literal[
            "cs-CZ",
            "da-DK",
            "de-AT",
            "de-DE",
            "de-LU",
            "el-GR",
            "en-GB",
            "en-US",
            "es-ES",
            "fi-FI",
            "fr-BE",
            "fr-FR",
            "fr-LU",
            "hu-HU",
            "it-IT",
            "nl-BE",
            "nl-NL",
            "pl-PL",
            "pt-PT",
            "sk-SK",
            "sv-SE",
        ]
        | str
    ]
    reference: NotRequired[str]
    risk_correlation_id: NotRequired[str]
    setup_future_usage: NotRequired[Literal[""] | Literal["none", "off_session"] | str]

class PaymentIntentPaymentMethodOptionsPaytoMandateOptions(TypedDict):
    amount: NotRequired[Literal[""] | int]
    amount_type: NotRequired[Literal[""] | Literal["fixed", "maximum"] | str]
    end_date: NotRequired[Literal[""] | str]
    payment_schedule: NotRequired[
        Literal[""]
        | Literal[
            "adhoc",
            "annual",
            "daily",
            "fortnightly",
            "monthly",
            "quarterly",
            "semi_annual",
            "weekly",
        ]
        | str
    ]
    payments_per_period: NotRequired[Literal[""] | int]
    purpose: NotRequired[
        Literal[""]
        | Literal[
            "dependant_support",
            "government",
            "loan",
            "mortgage",
            "other",
            "pension",
            "personal",
            "retail",
            "salary",
            "tax",
            "utility",
        ]
        | str
    ]

class PaymentIntentPaymentMethodOptionsPayto(TypedDict):
    mandate_options: NotRequired[PaymentIntentPaymentMethodOptionsPaytoMandateOptions]
    setup_future_usage: NotRequired[Literal[""] | Literal["none", "off_session"] | str]

class PaymentIntentPaymentMethodOptionsPixMandateOptions(TypedDict):
    amount: NotRequired[int]
    amount_includes_iof: NotRequired[Literal["always", "never"] | str]
    amount_type: NotRequired[Literal["fixed", "maximum"] | str]
    currency: NotRequired[str]
    end_date: NotRequired[str]
    payment_schedule: NotRequired[
        Literal["halfyearly", "monthly", "quarterly", "weekly", "yearly"] | str
    ]
    reference: NotRequired[str]
    start_date: NotRequired[str]

class PaymentIntentPaymentMethodOptionsPix(TypedDict):
    amount_includes_iof: NotRequired[Literal["always", "never"] | str]
    expires_after_seconds: NotRequired[int]
    expires_at: NotRequired[Moment]
    mandate_options: NotRequired[PaymentIntentPaymentMethodOptionsPixMandateOptions]
    setup_future_usage: NotRequired[Literal["none", "off_session"] | str]

class PaymentIntentPaymentMethodOptionsRevolutPay(TypedDict):
    capture_method: NotRequired[Literal[""] | Literal["manual"]]
    setup_future_usage: NotRequired[Literal[""] | Literal["none", "off_session"]]

class PaymentIntentPaymentMethodOptionsSofort(TypedDict):
    preferred_language: NotRequired[
        Literal[""] | Literal["de", "en", "es", "fr", "it", "nl", "pl"] | str
    ]
    setup_future_usage: NotRequired[Literal[""] | Literal["none", "off_session"] | str]

class PaymentIntentPaymentMethodOptionsSwish(TypedDict):
    reference: NotRequired[Literal[""] | str]
    setup_future_usage: NotRequired[Literal["none"]]

class PaymentIntentPaymentMethodOptionsTwint(TypedDict):
    setup_future_usage: NotRequired[Literal["none", "off_session"] | str]

class PaymentIntentPaymentMethodOptionsUpi(TypedDict):
    mandate_options: NotRequired[PaymentIntentPaymentMethodDataUpiMandateOptions]
    setup_future_usage: NotRequired[
        Literal[""] | Literal["none", "off_session", "on_session"] | str
    ]

class PaymentIntentPaymentMethodOptionsUsBankAccountFinancialConnectionsFilters(TypedDict):
    account_subcategories: NotRequired[Sequence[Literal["checking", "savings"] | str]]

class PaymentIntentPaymentMethodOptionsUsBankAccountFinancialConnections(TypedDict):
    filters: NotRequired[PaymentIntentPaymentMethodOptionsUsBankAccountFinancialConnectionsFilters]
    permissions: NotRequired[
        Sequence[Literal["balances", "ownership", "payment_method", "transactions"] | str]
    ]
    prefetch: NotRequired[Sequence[Literal["balances", "ownership", "transactions"] | str]]
    return_url: NotRequired[str]

class PaymentIntentPaymentMethodOptionsUsBankAccountMandateOptions(TypedDict):
    collection_method: NotRequired[Literal[""] | Literal["paper"]]

class PaymentIntentPaymentMethodOptionsUsBankAccountNetworks(TypedDict):
    requested: NotRequired[Sequence[Literal["ach", "us_domestic_wire"] | str]]

class PaymentIntentPaymentMethodOptionsUsBankAccount(TypedDict):
    financial_connections: NotRequired[
        PaymentIntentPaymentMethodOptionsUsBankAccountFinancialConnections
    ]
    mandate_options: NotRequired[PaymentIntentPaymentMethodOptionsUsBankAccountMandateOptions]
    networks: NotRequired[PaymentIntentPaymentMethodOptionsUsBankAccountNetworks]
    setup_future_usage: NotRequired[
        Literal[""] | Literal["none", "off_session", "on_session"] | str
    ]
    target_date: NotRequired[str]
    transaction_purpose: NotRequired[
        Literal[""] | Literal["goods", "other", "services", "unspecified"] | str
    ]
    verification_method: NotRequired[Literal["automatic", "instant", "microdeposits"] | str]

class PaymentIntentPaymentMethodOptionsWechatPay(TypedDict):
    app_id: NotRequired[str]
    client: NotRequired[Literal["android", "ios", "web"] | str]
    setup_future_usage: NotRequired[Literal["none"] | str]

class PaymentIntentPaymentMethodOptions(TypedDict):
    acss_debit: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsAcssDebit]
    affirm: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsAffirm]
    afterpay_clearpay: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsAfterpayClearpay]
    alipay: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsAlipay]
    alma: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsAlma]
    amazon_pay: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsAmazonPay]
    au_becs_debit: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsAuBecsDebit]
    bacs_debit: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsBacsDebit]
    bancontact: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsBancontact]
    billie: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsBillie]
    bizum: NotRequired[Literal[""] | AccountSettingsPaypayPaymentsSiteAccessible]
    blik: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsBlik]
    boleto: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsBoleto]
    card: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCard]
    card_present: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCardPresent]
    cashapp: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCashapp]
    crypto: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCrypto]
    customer_balance: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCustomerBalance]
    eps: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCrypto]
    fpx: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCrypto]
    giropay: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCrypto]
    grabpay: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCrypto]
    ideal: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsAlipay]
    interac_present: NotRequired[Literal[""] | AccountSettingsPaypayPaymentsSiteAccessible]
    kakao_pay: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsAmazonPay]
    klarna: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsKlarna]
    konbini: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsKonbini]
    kr_card: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsAmazonPay]
    link: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsLink]
    mb_way: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCrypto]
    mobilepay: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsMobilepay]
    multibanco: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCrypto]
    naver_pay: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsAmazonPay]
    nz_bank_account: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsAuBecsDebit]
    oxxo: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsOxxo]
    p24: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsP24]
    pay_by_bank: NotRequired[Literal[""] | AccountSettingsPaypayPaymentsSiteAccessible]
    payco: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsMobilepay]
    paynow: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCrypto]
    paypal: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsPaypal]
    paypay: NotRequired[Literal[""] | AccountSettingsPaypayPaymentsSiteAccessible]
    payto: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsPayto]
    pix: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsPix]
    promptpay: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCrypto]
    revolut_pay: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsRevolutPay]
    samsung_pay: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsMobilepay]
    satispay: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCashapp]
    scalapay: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsAlma]
    sepa_debit: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsBacsDebit]
    sequra: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsMobilepay]
    sofort: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsSofort]
    sunbit: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsMobilepay]
    swish: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsSwish]
    twint: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsTwint]
    upi: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsUpi]
    us_bank_account: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsUsBankAccount]
    wechat_pay: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsWechatPay]
    zip: NotRequired[Literal[""] | PaymentIntentPaymentMethodOptionsCrypto]

class PaymentIntentRadarOptions(TypedDict):
    referrer: NotRequired[Literal[""] | str]
    session: NotRequired[str]

class PaymentIntentTransferDataPaymentData(TypedDict):
    description: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]

class PaymentIntentTransferData(TypedDict):
    amount: NotRequired[int]
    description: NotRequired[str]
    destination: Row
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    payment_data: NotRequired[PaymentIntentTransferDataPaymentData]

class SetupIntentPaymentMethodOptionsAcssDebitMandateOptions(TypedDict):
    custom_mandate_url: NotRequired[Literal[""] | str]
    default_for: NotRequired[Sequence[Literal["invoice", "subscription"] | str]]
    interval_description: NotRequired[str]
    payment_schedule: NotRequired[Literal["combined", "interval", "sporadic"] | str]
    transaction_type: NotRequired[Literal["business", "personal"] | str]

class SetupIntentPaymentMethodOptionsAcssDebit(TypedDict):
    currency: NotRequired[Literal["cad", "usd"] | str]
    mandate_options: NotRequired[SetupIntentPaymentMethodOptionsAcssDebitMandateOptions]
    verification_method: NotRequired[Literal["automatic", "instant", "microdeposits"] | str]

class SetupIntentPaymentMethodOptionsBacsDebit(TypedDict):
    mandate_options: NotRequired[PaymentIntentPaymentMethodOptionsBacsDebitMandateOptions]

class SetupIntentPaymentMethodOptionsBlik(TypedDict):
    code: NotRequired[str]
    mandate_options: NotRequired[SessionAfterExpirationCustomerLogin]

class SetupIntentPaymentMethodOptionsCardMandateOptions(TypedDict):
    amount: int
    amount_type: Literal["fixed", "maximum"] | str
    currency: str
    description: NotRequired[str]
    end_date: NotRequired[Moment]
    interval: Literal["day", "month", "sporadic", "week", "year"] | str
    interval_count: NotRequired[int]
    reference: str
    start_date: Moment
    supported_types: NotRequired[Sequence[Literal["india"]]]

class SetupIntentPaymentMethodOptionsCardThreeDSecure(TypedDict):
    ares_trans_status: NotRequired[Literal["A", "C", "I", "N", "R", "U", "Y"] | str]
    cryptogram: NotRequired[str]
    electronic_commerce_indicator: NotRequired[Literal["01", "02", "05", "06", "07"] | str]
    network_options: NotRequired[PaymentIntentPaymentMethodOptionsCardThreeDSecureNetworkOptions]
    requestor_challenge_indicator: NotRequired[str]
    transaction_id: NotRequired[str]
    version: NotRequired[Literal["1.0.2", "2.1.0", "2.2.0", "2.3.0", "2.3.1"] | str]

class SetupIntentPaymentMethodOptionsCard(TypedDict):
    mandate_options: NotRequired[SetupIntentPaymentMethodOptionsCardMandateOptions]
    moto: NotRequired[bool]
    network: NotRequired[
        Literal[
            "amex",
            "cartes_bancaires",
            "diners",
            "discover",
            "eftpos_au",
            "girocard",
            "interac",
            "jcb",
            "link",
            "mastercard",
            "unionpay",
            "unknown",
            "visa",
        ]
        | str
    ]
    request_three_d_secure: NotRequired[Literal["any", "automatic", "challenge"] | str]
    setup_credential_usage: NotRequired[Literal["installment", "recurring", "unscheduled"] | str]
    three_d_secure: NotRequired[SetupIntentPaymentMethodOptionsCardThreeDSecure]

class SetupIntentPaymentMethodOptionsKlarnaSubscription(TypedDict):
    interval: Literal["day", "month", "week", "year"] | str
    interval_count: NotRequired[int]
    name: NotRequired[str]
    next_billing: PaymentIntentPaymentMethodOptionsKlarnaSubscriptionNextBilling
    reference: str

class SetupIntentPaymentMethodOptionsKlarna(TypedDict):
    currency: NotRequired[str]
    on_demand: NotRequired[PaymentIntentPaymentMethodOptionsKlarnaOnDemand]
    preferred_locale: NotRequired[
        Literal[
            "cs-CZ",
            "da-DK",
            "de-AT",
            "de-CH",
            "de-DE",
            "el-GR",
            "en-AT",
            "en-AU",
            "en-BE",
            "en-CA",
            "en-CH",
            "en-CZ",
            "en-DE",
            "en-DK",
            "en-ES",
            "en-FI",
            "en-FR",
            "en-GB",
            "en-GR",
            "en-IE",
            "en-IT",
            "en-NL",
            "en-NO",
            "en-NZ",
            "en-PL",
            "en-PT",
            "en-RO",
            "en-SE",
            "en-US",
            "es-ES",
            "es-US",
            "fi-FI",
            "fr-BE",
            "fr-CA",
            "fr-CH",
            "fr-FR",
            "it-CH",
            "it-IT",
            "nb-NO",
            "nl-BE",
            "nl-NL",
            "pl-PL",
            "pt-PT",
            "ro-RO",
            "sv-FI",
            "sv-SE",
        ]
        | str
    ]
    subscriptions: NotRequired[
        Literal[""] | Sequence[SetupIntentPaymentMethodOptionsKlarnaSubscription]
    ]

class SetupIntentPaymentMethodOptionsLink(TypedDict):
    persistent_token: NotRequired[str]

class SetupIntentPaymentMethodOptionsPaypal(TypedDict):
    billing_agreement_id: NotRequired[str]

class SetupIntentPaymentMethodOptionsPaytoMandateOptions(TypedDict):
    amount: NotRequired[Literal[""] | int]
    amount_type: NotRequired[Literal[""] | Literal["fixed", "maximum"] | str]
    end_date: NotRequired[Literal[""] | str]
    payment_schedule: NotRequired[
        Literal[""]
        | Literal[
            "adhoc",
            "annual",
            "daily",
            "fortnightly",
            "monthly",
            "quarterly",
            "semi_annual",
            "weekly",
        ]
        | str
    ]
    payments_per_period: NotRequired[Literal[""] | int]
    purpose: NotRequired[
        Literal[""]
        | Literal[
            "dependant_support",
            "government",
            "loan",
            "mortgage",
            "other",
            "pension",
            "personal",
            "retail",
            "salary",
            "tax",
            "utility",
        ]
        | str
    ]
    start_date: NotRequired[Literal[""] | str]

class SetupIntentPaymentMethodOptionsPayto(TypedDict):
    mandate_options: NotRequired[SetupIntentPaymentMethodOptionsPaytoMandateOptions]

class SetupIntentPaymentMethodOptionsPix(TypedDict):
    mandate_options: NotRequired[PaymentIntentPaymentMethodOptionsPixMandateOptions]

class SetupIntentPaymentMethodOptionsUsBankAccount(TypedDict):
    financial_connections: NotRequired[
        PaymentIntentPaymentMethodOptionsUsBankAccountFinancialConnections
    ]
    mandate_options: NotRequired[PaymentIntentPaymentMethodOptionsUsBankAccountMandateOptions]
    networks: NotRequired[PaymentIntentPaymentMethodOptionsUsBankAccountNetworks]
    verification_method: NotRequired[Literal["automatic", "instant", "microdeposits"] | str]

class SetupIntentPaymentMethodOptions(TypedDict):
    acss_debit: NotRequired[SetupIntentPaymentMethodOptionsAcssDebit]
    amazon_pay: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    bacs_debit: NotRequired[SetupIntentPaymentMethodOptionsBacsDebit]
    bizum: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    blik: NotRequired[SetupIntentPaymentMethodOptionsBlik]
    card: NotRequired[SetupIntentPaymentMethodOptionsCard]
    card_present: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    klarna: NotRequired[SetupIntentPaymentMethodOptionsKlarna]
    link: NotRequired[SetupIntentPaymentMethodOptionsLink]
    paypal: NotRequired[SetupIntentPaymentMethodOptionsPaypal]
    payto: NotRequired[SetupIntentPaymentMethodOptionsPayto]
    pix: NotRequired[SetupIntentPaymentMethodOptionsPix]
    sepa_debit: NotRequired[SetupIntentPaymentMethodOptionsBacsDebit]
    upi: NotRequired[PaymentIntentPaymentMethodOptionsUpi]
    us_bank_account: NotRequired[SetupIntentPaymentMethodOptionsUsBankAccount]

class ChargeDestination(TypedDict):
    account: Row
    amount: NotRequired[int]

class ChargeTransferData(TypedDict):
    amount: NotRequired[int]
    description: NotRequired[str]
    destination: Row

class SessionAdaptivePricing(TypedDict):
    enabled: NotRequired[bool]

class SessionAfterExpirationRecovery(TypedDict):
    allow_promotion_codes: NotRequired[bool]
    enabled: bool

class SessionAfterExpiration2(TypedDict):
    recovery: NotRequired[SessionAfterExpirationRecovery]

class SessionAutomaticTaxLiability(TypedDict):
    account: NotRequired[Row]
    type: Literal["account", "self"] | str

class SessionAutomaticTax(TypedDict):
    enabled: bool
    liability: NotRequired[SessionAutomaticTaxLiability]

class SessionBrandingSettingsIcon(TypedDict):
    file: NotRequired[Row]
    type: Literal["file", "url"] | str
    url: NotRequired[str]

class SessionBrandingSettings(TypedDict):
    background_color: NotRequired[Literal[""] | str]
    border_style: NotRequired[Literal[""] | Literal["pill", "rectangular", "rounded"] | str]
    button_color: NotRequired[Literal[""] | str]
    display_name: NotRequired[str]
    font_family: NotRequired[
        Literal[""]
        | Literal[
            "be_vietnam_pro",
            "bitter",
            "chakra_petch",
            "default",
            "hahmlet",
            "inconsolata",
            "inter",
            "lato",
            "lora",
            "m_plus_1_code",
            "montserrat",
            "noto_sans",
            "noto_sans_jp",
            "noto_serif",
            "nunito",
            "open_sans",
            "pridi",
            "pt_sans",
            "pt_serif",
            "raleway",
            "roboto",
            "roboto_slab",
            "source_sans_pro",
            "titillium_web",
            "ubuntu_mono",
            "zen_maru_gothic",
        ]
        | str
    ]
    icon: NotRequired[SessionBrandingSettingsIcon]
    logo: NotRequired[SessionBrandingSettingsIcon]

class SessionConsentCollectionPaymentMethodReuseAgreement(TypedDict):
    position: Literal["auto", "hidden"] | str

class SessionConsentCollection(TypedDict):
    payment_method_reuse_agreement: NotRequired[SessionConsentCollectionPaymentMethodReuseAgreement]
    promotions: NotRequired[Literal["auto", "none"] | str]
    terms_of_service: NotRequired[Literal["none", "required"] | str]

class SessionCustomFieldDropdownOption(TypedDict):
    label: str
    value: str

class SessionCustomFieldDropdown(TypedDict):
    default_value: NotRequired[str]
    options: Sequence[SessionCustomFieldDropdownOption]

class SessionCustomFieldLabel(TypedDict):
    custom: str
    type: Literal["custom"]

class SessionCustomFieldNumeric(TypedDict):
    default_value: NotRequired[str]
    maximum_length: NotRequired[int]
    minimum_length: NotRequired[int]

class SessionCustomField(TypedDict):
    dropdown: NotRequired[SessionCustomFieldDropdown]
    key: str
    label: SessionCustomFieldLabel
    numeric: NotRequired[SessionCustomFieldNumeric]
    optional: NotRequired[bool]
    text: NotRequired[SessionCustomFieldNumeric]
    type: Literal["dropdown", "numeric", "text"] | str

class SessionCustomTextAfterSubmit(TypedDict):
    message: str

class SessionCustomText(TypedDict):
    after_submit: NotRequired[Literal[""] | SessionCustomTextAfterSubmit]
    shipping_address: NotRequired[Literal[""] | SessionCustomTextAfterSubmit]
    submit: NotRequired[Literal[""] | SessionCustomTextAfterSubmit]
    terms_of_service_acceptance: NotRequired[Literal[""] | SessionCustomTextAfterSubmit]

class SessionCustomerUpdate(TypedDict):
    address: NotRequired[Literal["auto", "never"] | str]
    name: NotRequired[Literal["auto", "never"] | str]
    shipping: NotRequired[Literal["auto", "never"] | str]

class SessionInvoiceCreationInvoiceDataCustomField(TypedDict):
    name: str
    value: str

class SessionInvoiceCreationInvoiceDataRenderingOptions(TypedDict):
    amount_tax_display: NotRequired[
        Literal[""] | Literal["exclude_tax", "include_inclusive_tax"] | str
    ]
    template: NotRequired[str]

class SessionInvoiceCreationInvoiceData(TypedDict):
    account_tax_ids: NotRequired[Literal[""] | Sequence[Row]]
    custom_fields: NotRequired[Literal[""] | Sequence[SessionInvoiceCreationInvoiceDataCustomField]]
    description: NotRequired[str]
    footer: NotRequired[str]
    issuer: NotRequired[SessionAutomaticTaxLiability]
    metadata: NotRequired[Mapping[str, str]]
    rendering_options: NotRequired[Literal[""] | SessionInvoiceCreationInvoiceDataRenderingOptions]

class SessionInvoiceCreation(TypedDict):
    enabled: bool
    invoice_data: NotRequired[SessionInvoiceCreationInvoiceData]

class SessionNameCollectionBusiness(TypedDict):
    enabled: bool
    optional: NotRequired[bool]

class SessionNameCollection(TypedDict):
    business: NotRequired[SessionNameCollectionBusiness]
    individual: NotRequired[SessionNameCollectionBusiness]

class SessionOptionalItem(TypedDict):
    adjustable_quantity: NotRequired[
        ConfigurationFeaturesSubscriptionUpdateProductAdjustableQuantity
    ]
    price: Row
    quantity: int

class SessionPaymentIntentDataShippingAddress(TypedDict):
    city: NotRequired[str]
    country: NotRequired[str]
    line1: str
    line2: NotRequired[str]
    postal_code: NotRequired[str]
    state: NotRequired[str]

class SessionPaymentIntentDataShipping(TypedDict):
    address: SessionPaymentIntentDataShippingAddress
    carrier: NotRequired[str]
    name: str
    phone: NotRequired[str]
    tracking_number: NotRequired[str]

class SessionPaymentIntentDataTransferData(TypedDict):
    amount: NotRequired[int]
    destination: Row

class SessionPaymentIntentData(TypedDict):
    application_fee_amount: NotRequired[int]
    capture_method: NotRequired[Literal["automatic", "automatic_async", "manual"] | str]
    description: NotRequired[str]
    metadata: NotRequired[Mapping[str, str]]
    on_behalf_of: NotRequired[Row]
    receipt_email: NotRequired[str]
    setup_future_usage: NotRequired[Literal["off_session", "on_session"] | str]
    shipping: NotRequired[SessionPaymentIntentDataShipping]
    statement_descriptor: NotRequired[str]
    statement_descriptor_suffix: NotRequired[str]
    transfer_data: NotRequired[SessionPaymentIntentDataTransferData]
    transfer_group: NotRequired[str]

class SessionPaymentMethodData(TypedDict):
    allow_redisplay: NotRequired[Literal["always", "limited", "unspecified"] | str]

class SessionPaymentMethodOptionsAcssDebit(TypedDict):
    currency: NotRequired[Literal["cad", "usd"] | str]
    mandate_options: NotRequired[SetupIntentPaymentMethodOptionsAcssDebitMandateOptions]
    setup_future_usage: NotRequired[Literal["none", "off_session", "on_session"] | str]
    target_date: NotRequired[str]
    verification_method: NotRequired[Literal["automatic", "instant", "microdeposits"] | str]

class SessionPaymentMethodOptionsAffirm(TypedDict):
    capture_method: NotRequired[Literal["manual"]]
    setup_future_usage: NotRequired[Literal["none"]]

class SessionPaymentMethodOptionsAlipay(TypedDict):
    setup_future_usage: NotRequired[Literal["none"] | str]

class SessionPaymentMethodOptionsAlma(TypedDict):
    capture_method: NotRequired[Literal["manual"]]

class SessionPaymentMethodOptionsAmazonPay(TypedDict):
    capture_method: NotRequired[Literal["manual"]]
    setup_future_usage: NotRequired[Literal["none", "off_session"] | str]

class SessionPaymentMethodOptionsAuBecsDebit(TypedDict):
    setup_future_usage: NotRequired[Literal["none"]]
    target_date: NotRequired[str]

class SessionPaymentMethodOptionsBacsDebit(TypedDict):
    mandate_options: NotRequired[PaymentIntentPaymentMethodOptionsBacsDebitMandateOptions]
    setup_future_usage: NotRequired[Literal["none", "off_session", "on_session"] | str]
    target_date: NotRequired[str]

class SessionPaymentMethodOptionsBlik(TypedDict):
    mandate_options: NotRequired[SessionAfterExpirationCustomerLogin]
    setup_future_usage: NotRequired[Literal[""] | Literal["none", "off_session"] | str]

class SessionPaymentMethodOptionsBoleto(TypedDict):
    expires_after_days: NotRequired[int]
    setup_future_usage: NotRequired[Literal["none", "off_session", "on_session"] | str]

class SessionPaymentMethodOptionsCardRestrictions(TypedDict):
    brands_blocked: NotRequired[
        Sequence[Literal["american_express", "discover_global_network", "mastercard", "visa"] | str]
    ]
    funding_types_blocked: NotRequired[Sequence[Literal["credit", "debit", "prepaid"] | str]]

class SessionPaymentMethodOptionsCard(TypedDict):
    capture_method: NotRequired[Literal["manual"]]
    installments: NotRequired[SessionAdaptivePricing]
    request_extended_authorization: NotRequired[Literal["if_available", "never"] | str]
    request_incremental_authorization: NotRequired[Literal["if_available", "never"] | str]
    request_multicapture: NotRequired[Literal["if_available", "never"] | str]
    request_overcapture: NotRequired[Literal["if_available", "never"] | str]
    request_three_d_secure: NotRequired[Literal["any", "automatic", "challenge"] | str]
    restrictions: NotRequired[SessionPaymentMethodOptionsCardRestrictions]
    setup_future_usage: NotRequired[Literal["off_session", "on_session"] | str]
    statement_descriptor_suffix_kana: NotRequired[str]
    statement_descriptor_suffix_kanji: NotRequired[str]

class SessionPaymentMethodOptionsCashapp(TypedDict):
    capture_method: NotRequired[Literal["manual"]]
    setup_future_usage: NotRequired[Literal["none", "off_session", "on_session"] | str]

class SessionPaymentMethodOptionsKlarna(TypedDict):
    capture_method: NotRequired[Literal["manual"]]
    setup_future_usage: NotRequired[Literal["none"]]
    subscriptions: NotRequired[
        Literal[""] | Sequence[SetupIntentPaymentMethodOptionsKlarnaSubscription]
    ]

class SessionPaymentMethodOptionsPayto(TypedDict):
    mandate_options: NotRequired[SetupIntentPaymentMethodOptionsPaytoMandateOptions]
    setup_future_usage: NotRequired[Literal["none", "off_session"] | str]

class SessionPaymentMethodOptionsPix(TypedDict):
    amount_includes_iof: NotRequired[Literal["always", "never"] | str]
    expires_after_seconds: NotRequired[int]
    mandate_options: NotRequired[PaymentIntentPaymentMethodOptionsPixMandateOptions]
    setup_future_usage: NotRequired[Literal["none", "off_session"] | str]

class SessionPaymentMethodOptionsRevolutPay(TypedDict):
    capture_method: NotRequired[Literal["manual"]]
    setup_future_usage: NotRequired[Literal["none", "off_session"]]

class SessionPaymentMethodOptionsSwish(TypedDict):
    reference: NotRequired[str]

class SessionPaymentMethodOptionsUsBankAccountFinancialConnections(TypedDict):
    permissions: NotRequired[
        Sequence[Literal["balances", "ownership", "payment_method", "transactions"] | str]
    ]
    prefetch: NotRequired[Sequence[Literal["balances", "ownership", "transactions"] | str]]

class SessionPaymentMethodOptionsUsBankAccount(TypedDict):
    financial_connections: NotRequired[SessionPaymentMethodOptionsUsBankAccountFinancialConnections]
    setup_future_usage: NotRequired[Literal["none", "off_session", "on_session"] | str]
    target_date: NotRequired[str]
    verification_method: NotRequired[Literal["automatic", "instant"] | str]

class SessionPaymentMethodOptionsWechatPay(TypedDict):
    app_id: NotRequired[str]
    client: Literal["android", "ios", "web"] | str
    setup_future_usage: NotRequired[Literal["none"] | str]

class SessionPaymentMethodOptions(TypedDict):
    acss_debit: NotRequired[SessionPaymentMethodOptionsAcssDebit]
    affirm: NotRequired[SessionPaymentMethodOptionsAffirm]
    afterpay_clearpay: NotRequired[SessionPaymentMethodOptionsAffirm]
    alipay: NotRequired[SessionPaymentMethodOptionsAlipay]
    alma: NotRequired[SessionPaymentMethodOptionsAlma]
    amazon_pay: NotRequired[SessionPaymentMethodOptionsAmazonPay]
    au_becs_debit: NotRequired[SessionPaymentMethodOptionsAuBecsDebit]
    bacs_debit: NotRequired[SessionPaymentMethodOptionsBacsDebit]
    bancontact: NotRequired[PaymentIntentPaymentMethodOptionsTwint]
    billie: NotRequired[SessionPaymentMethodOptionsAlma]
    blik: NotRequired[SessionPaymentMethodOptionsBlik]
    boleto: NotRequired[SessionPaymentMethodOptionsBoleto]
    card: NotRequired[SessionPaymentMethodOptionsCard]
    cashapp: NotRequired[SessionPaymentMethodOptionsCashapp]
    crypto: NotRequired[PaymentIntentPaymentMethodOptionsCrypto]
    customer_balance: NotRequired[PaymentIntentPaymentMethodOptionsCustomerBalance]
    demo_pay: NotRequired[PaymentIntentPaymentMethodOptionsTwint]
    eps: NotRequired[PaymentIntentPaymentMethodOptionsCrypto]
    fpx: NotRequired[PaymentIntentPaymentMethodOptionsCrypto]
    giropay: NotRequired[PaymentIntentPaymentMethodOptionsCrypto]
    grabpay: NotRequired[PaymentIntentPaymentMethodOptionsCrypto]
    ideal: NotRequired[PaymentIntentPaymentMethodOptionsCrypto]
    kakao_pay: NotRequired[SessionPaymentMethodOptionsAmazonPay]
    klarna: NotRequired[SessionPaymentMethodOptionsKlarna]
    konbini: NotRequired[PaymentIntentPaymentMethodOptionsOxxo]
    kr_card: NotRequired[SessionPaymentMethodOptionsAmazonPay]
    link: NotRequired[SessionPaymentMethodOptionsAmazonPay]
    mobilepay: NotRequired[SessionPaymentMethodOptionsAffirm]
    multibanco: NotRequired[PaymentIntentPaymentMethodOptionsCrypto]
    naver_pay: NotRequired[SessionPaymentMethodOptionsAmazonPay]
    oxxo: NotRequired[PaymentIntentPaymentMethodOptionsOxxo]
    p24: NotRequired[PaymentIntentPaymentMethodOptionsP24]
    pay_by_bank: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    payco: NotRequired[SessionPaymentMethodOptionsAffirm]
    paynow: NotRequired[PaymentIntentPaymentMethodOptionsCrypto]
    paypal: NotRequired[PaymentIntentPaymentMethodOptionsPaypal]
    payto: NotRequired[SessionPaymentMethodOptionsPayto]
    pix: NotRequired[SessionPaymentMethodOptionsPix]
    revolut_pay: NotRequired[SessionPaymentMethodOptionsRevolutPay]
    samsung_pay: NotRequired[SessionPaymentMethodOptionsAffirm]
    satispay: NotRequired[SessionPaymentMethodOptionsAlma]
    scalapay: NotRequired[SessionPaymentMethodOptionsAlma]
    sepa_debit: NotRequired[SessionPaymentMethodOptionsBacsDebit]
    sequra: NotRequired[SessionPaymentMethodOptionsAlma]
    sofort: NotRequired[PaymentIntentPaymentMethodOptionsCrypto]
    sunbit: NotRequired[SessionPaymentMethodOptionsAffirm]
    swish: NotRequired[SessionPaymentMethodOptionsSwish]
    twint: NotRequired[PaymentIntentPaymentMethodOptionsTwint]
    upi: NotRequired[PaymentIntentPaymentMethodOptionsUpi]
    us_bank_account: NotRequired[SessionPaymentMethodOptionsUsBankAccount]
    wechat_pay: NotRequired[SessionPaymentMethodOptionsWechatPay]

class SessionPermissions(TypedDict):
    update_shipping_details: NotRequired[Literal["client_only", "server_only"] | str]

class SessionSavedPaymentMethodOptions(TypedDict):
    allow_redisplay_filters: NotRequired[
        Sequence[Literal["always", "limited", "unspecified"] | str]
    ]
    payment_method_remove: NotRequired[Literal["disabled", "enabled"] | str]
    payment_method_save: NotRequired[Literal["disabled", "enabled"] | str]

class SessionSetupIntentData(TypedDict):
    description: NotRequired[str]
    metadata: NotRequired[Mapping[str, str]]
    on_behalf_of: NotRequired[Row]

class SessionShippingAddressCollection(TypedDict):
    allowed_countries: Sequence[
        Literal[
            "AC",
            "AD",
            "AE",
            "AF",
            "AG",
            "AI",
            "AL",
            "AM",
            "AO",
            "AQ",
            "AR",
            "AT",
            "AU",
            "AW",
            "AX",
            "AZ",
            "BA",
            "BB",
            "BD",
            "BE",
            "BF",
            "BG",
            "BH",
            "BI",
            "BJ",
            "BL",
            "BM",
            "BN",
            "BO",
            "BQ",
            "BR",
            "BS",
            "BT",
            "BV",
            "BW",
            "BY",
            "BZ",
            "CA",
            "CD",
            "CF",
            "CG",
            "CH",
            "CI",
            "CK",
            "CL",
            "CM",
            "CN",
            "CO",
            "CR",
            "CV",
            "CW",
            "CY",
            "CZ",
            "DE",
            "DJ",
            "DK",
            "DM",
            "DO",
            "DZ",
            "EC",
            "EE",
            "EG",
            "EH",
            "ER",
            "ES",
            "ET",
            "FI",
            "FJ",
            "FK",
            "FO",
            "FR",
            "GA",
            "GB",
            "GD",
            "GE",
            "GF",
            "GG",
            "GH",
            "GI",
            "GL",
            "GM",
            "GN",
            "GP",
            "GQ",
            "GR",
            "GS",
            "GT",
            "GU",
            "GW",
            "GY",
            "HK",
            "HN",
            "HR",
            "HT",
            "HU",
            "ID",
            "IE",
            "IL",
            "IM",
            "IN",
            "IO",
            "IQ",
            "IS",
            "IT",
            "JE",
            "JM",
            "JO",
            "JP",
            "KE",
            "KG",
            "KH",
            "KI",
            "KM",
            "KN",
            "KR",
            "KW",
            "KY",
            "KZ",
            "LA",
            "LB",
            "LC",
            "LI",
            "LK",
            "LR",
            "LS",
            "LT",
            "LU",
            "LV",
            "LY",
            "MA",
            "MC",
            "MD",
            "ME",
            "MF",
            "MG",
            "MK",
            "ML",
            "MM",
            "MN",
            "MO",
            "MQ",
            "MR",
            "MS",
            "MT",
            "MU",
            "MV",
            "MW",
            "MX",
            "MY",
            "MZ",
            "NA",
            "NC",
            "NE",
            "NG",
            "NI",
            "NL",
            "NO",
            "NP",
            "NR",
            "NU",
            "NZ",
            "OM",
            "PA",
            "PE",
            "PF",
            "PG",
            "PH",
            "PK",
            "PL",
            "PM",
            "PN",
            "PR",
            "PS",
            "PT",
            "PY",
            "QA",
            "RE",
            "RO",
            "RS",
            "RU",
            "RW",
            "SA",
            "SB",
            "SC",
            "SD",
            "SE",
            "SG",
            "SH",
            "SI",
            "SJ",
            "SK",
            "SL",
            "SM",
            "SN",
            "SO",
            "SR",
            "SS",
            "ST",
            "SV",
            "SX",
            "SZ",
            "TA",
            "TC",
            "TD",
            "TF",
            "TG",
            "TH",
            "TJ",
            "TK",
            "TL",
            "TM",
            "TN",
            "TO",
            "TR",
            "TT",
            "TV",
            "TW",
            "TZ",
            "UA",
            "UG",
            "US",
            "UY",
            "UZ",
            "VA",
            "VC",
            "VE",
            "VG",
            "VN",
            "VU",
            "WF",
            "WS",
            "XK",
            "YE",
            "YT",
            "ZA",
            "ZM",
            "ZW",
            "ZZ",
        ]
        | str
    ]

class SessionShippingOptionShippingRateDataDeliveryEstimateMaximum(TypedDict):
    unit: Literal["business_day", "day", "hour", "month", "week"] | str
    value: int

class SessionShippingOptionShippingRateDataDeliveryEstimate(TypedDict):
    maximum: NotRequired[SessionShippingOptionShippingRateDataDeliveryEstimateMaximum]
    minimum: NotRequired[SessionShippingOptionShippingRateDataDeliveryEstimateMaximum]

class SessionShippingOptionShippingRateDataFixedAmountCurrencyOptions(TypedDict):
    amount: int
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]

class SessionShippingOptionShippingRateDataFixedAmount(TypedDict):
    amount: int
    currency: str
    currency_options: NotRequired[
        Mapping[str, SessionShippingOptionShippingRateDataFixedAmountCurrencyOptions]
    ]

class SessionShippingOptionShippingRateData(TypedDict):
    delivery_estimate: NotRequired[SessionShippingOptionShippingRateDataDeliveryEstimate]
    display_name: str
    fixed_amount: NotRequired[SessionShippingOptionShippingRateDataFixedAmount]
    metadata: NotRequired[Mapping[str, str]]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]
    tax_code: NotRequired[str]
    type: NotRequired[Literal["fixed_amount"]]

class SessionShippingOption(TypedDict):
    shipping_rate: NotRequired[Row]
    shipping_rate_data: NotRequired[SessionShippingOptionShippingRateData]

class SessionSubscriptionDataBillingCycleAnchorConfig(TypedDict):
    day_of_month: int
    hour: NotRequired[int]
    minute: NotRequired[int]
    month: NotRequired[int]
    second: NotRequired[int]

class SessionSubscriptionDataBillingModeFlexible(TypedDict):
    proration_discounts: NotRequired[Literal["included", "itemized"] | str]

class SessionSubscriptionDataBillingMode(TypedDict):
    flexible: NotRequired[SessionSubscriptionDataBillingModeFlexible]
    type: Literal["classic", "flexible"] | str

class SessionSubscriptionDataInvoiceSettings(TypedDict):
    account_tax_ids: NotRequired[Literal[""] | Sequence[Row]]
    custom_fields: NotRequired[Literal[""] | Sequence[SessionInvoiceCreationInvoiceDataCustomField]]
    description: NotRequired[str]
    footer: NotRequired[str]
    issuer: NotRequired[SessionAutomaticTaxLiability]

class SessionSubscriptionDataTransferData(TypedDict):
    amount_percent: NotRequired[float]
    destination: Row

class SessionSubscriptionDataTrialSettingsEndBehavior(TypedDict):
    missing_payment_method: Literal["cancel", "create_invoice", "pause"] | str

class SessionSubscriptionDataTrialSettings(TypedDict):
    end_behavior: SessionSubscriptionDataTrialSettingsEndBehavior

class SessionSubscriptionData(TypedDict):
    application_fee_percent: NotRequired[float]
    billing_cycle_anchor: NotRequired[Moment]
    billing_cycle_anchor_config: NotRequired[SessionSubscriptionDataBillingCycleAnchorConfig]
    billing_mode: NotRequired[SessionSubscriptionDataBillingMode]
    default_tax_rates: NotRequired[Sequence[Row]]
    description: NotRequired[str]
    invoice_settings: NotRequired[SessionSubscriptionDataInvoiceSettings]
    metadata: NotRequired[Mapping[str, str]]
    on_behalf_of: NotRequired[Row]
    pending_invoice_item_interval: NotRequired[
        ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    ]
    proration_behavior: NotRequired[Literal["create_prorations", "none"] | str]
    transfer_data: NotRequired[SessionSubscriptionDataTransferData]
    trial_end: NotRequired[Moment]
    trial_period_days: NotRequired[int]
    trial_settings: NotRequired[SessionSubscriptionDataTrialSettings]

class SessionTaxIdCollection(TypedDict):
    enabled: bool
    required: NotRequired[Literal["if_supported", "never"] | str]

class SessionWalletOptionsLink(TypedDict):
    display: NotRequired[Literal["auto", "never"] | str]

class SessionWalletOptions(TypedDict):
    link: NotRequired[SessionWalletOptionsLink]

class CustomerCashBalanceSettings(TypedDict):
    reconciliation_mode: NotRequired[Literal["automatic", "manual", "merchant_default"] | str]

class CustomerCashBalance(TypedDict):
    settings: NotRequired[CustomerCashBalanceSettings]

class CustomerInvoiceSettings(TypedDict):
    custom_fields: NotRequired[Literal[""] | Sequence[SessionInvoiceCreationInvoiceDataCustomField]]
    default_payment_method: NotRequired[Row]
    footer: NotRequired[str]
    rendering_options: NotRequired[Literal[""] | SessionInvoiceCreationInvoiceDataRenderingOptions]

class CustomerShipping(TypedDict):
    address: AccountBusinessProfileSupportAddress
    name: str
    phone: NotRequired[str]

class CustomerTax(TypedDict):
    ip_address: NotRequired[Literal[""] | str]
    validate_location: NotRequired[Literal["deferred", "immediately"] | str]

class CustomerTaxIdDatum(TypedDict):
    type: (
        Literal[
            "ad_nrt",
            "ae_trn",
            "al_tin",
            "am_tin",
            "ao_tin",
            "ar_cuit",
            "au_abn",
            "au_acn",
            "au_arn",
            "au_wpn",
            "aw_tin",
            "az_tin",
            "ba_tin",
            "bb_tin",
            "bd_bin",
            "bf_ifu",
            "bg_uic",
            "bh_vat",
            "bj_ifu",
            "bo_tin",
            "br_cnpj",
            "br_cpf",
            "bs_tin",
            "bw_vat",
            "by_tin",
            "ca_bn",
            "ca_gst_hst",
            "ca_pst_bc",
            "ca_pst_mb",
            "ca_pst_sk",
            "ca_qst",
            "cd_nif",
            "ch_uid",
            "ch_vat",
            "ci_vat",
            "cl_tin",
            "cm_niu",
            "cn_tin",
            "co_nit",
            "cr_tin",
            "cv_nif",
            "cz_dic",
            "de_stn",
            "do_rcn",
            "ec_ruc",
            "eg_tin",
            "es_cif",
            "et_tin",
            "eu_oss_vat",
            "eu_vat",
            "fo_vat",
            "fr_siren",
            "fr_siret",
            "fr_spi",
            "gb_vat",
            "ge_vat",
            "gh_tin",
            "gi_tin",
            "gn_nif",
            "hk_br",
            "hr_oib",
            "hu_tin",
            "ic_nif",
            "id_npwp",
            "il_vat",
            "in_gst",
            "is_kt",
            "is_vat",
            "it_cf",
            "jp_cn",
            "jp_rn",
            "jp_trn",
            "ke_pin",
            "kg_tin",
            "kh_tin",
            "kr_brn",
            "kz_bin",
            "la_tin",
            "li_uid",
            "li_vat",
            "lk_vat",
            "ma_vat",
            "md_cf",
            "md_vat",
            "me_pib",
            "mk_vat",
            "mr_nif",
            "mu_vat",
            "mx_rfc",
            "my_frp",
            "my_itn",
            "my_sst",
            "mz_nuit",
            "ng_tin",
            "no_vat",
            "no_voec",
            "np_pan",
            "nz_bn",
            "nz_gst",
            "om_vat",
            "pe_ruc",
            "ph_tin",
            "pl_nip",
            "pt_nif",
            "py_ruc",
            "ro_tin",
            "rs_pib",
            "ru_inn",
            "ru_kpp",
            "sa_vat",
            "sg_gst",
            "sg_uen",
            "si_tin",
            "sm_coe",
            "sn_ninea",
            "sr_fin",
            "sv_nit",
            "th_vat",
            "tj_tin",
            "tr_tin",
            "tt_bir",
            "tt_vat",
            "tw_vat",
            "tz_vat",
            "ua_vat",
            "ug_tin",
            "us_ein",
            "uy_ruc",
            "uz_tin",
            "uz_vat",
            "ve_rif",
            "vn_tin",
            "za_vat",
            "zm_tin",
            "zw_tin",
        ]
        | str
    )
    value: str

class InvoiceDiscount(TypedDict):
    coupon: NotRequired[Row]
    discount: NotRequired[Row]
    promotion_code: NotRequired[Row]

class InvoiceFromInvoice(TypedDict):
    action: Literal["revision"]
    invoice: Row

class InvoicePaymentSettingsPaymentMethodOptionsAcssDebitMandateOptions(TypedDict):
    transaction_type: NotRequired[Literal["business", "personal"] | str]

class InvoicePaymentSettingsPaymentMethodOptionsAcssDebit(TypedDict):
    mandate_options: NotRequired[InvoicePaymentSettingsPaymentMethodOptionsAcssDebitMandateOptions]
    verification_method: NotRequired[Literal["automatic", "instant", "microdeposits"] | str]

class InvoicePaymentSettingsPaymentMethodOptionsBancontact(TypedDict):
    preferred_language: NotRequired[Literal["de", "en", "fr", "nl"] | str]

class InvoicePaymentSettingsPaymentMethodOptionsBillie(TypedDict):
    company_details: NotRequired[
        Literal[""] | PaymentIntentPaymentMethodOptionsBillieCompanyDetails
    ]
    reference: NotRequired[str]

class InvoicePaymentSettingsPaymentMethodOptionsCard(TypedDict):
    installments: NotRequired[PaymentIntentPaymentMethodOptionsCardInstallments]
    request_three_d_secure: NotRequired[Literal["any", "automatic", "challenge"] | str]

class InvoicePaymentSettingsPaymentMethodOptionsCustomerBalanceBankTransfer(TypedDict):
    eu_bank_transfer: NotRequired[
        PaymentIntentPaymentMethodOptionsCustomerBalanceBankTransferEuBankTransfer
    ]
    type: NotRequired[str]

class InvoicePaymentSettingsPaymentMethodOptionsCustomerBalance(TypedDict):
    bank_transfer: NotRequired[
        InvoicePaymentSettingsPaymentMethodOptionsCustomerBalanceBankTransfer
    ]
    funding_type: NotRequired[str]

class InvoicePaymentSettingsPaymentMethodOptionsPaytoMandateOptions(TypedDict):
    amount: NotRequired[int]
    purpose: NotRequired[
        Literal[
            "dependant_support",
            "government",
            "loan",
            "mortgage",
            "other",
            "pension",
            "personal",
            "retail",
            "salary",
            "tax",
            "utility",
        ]
        | str
    ]

class InvoicePaymentSettingsPaymentMethodOptionsPayto(TypedDict):
    mandate_options: NotRequired[InvoicePaymentSettingsPaymentMethodOptionsPaytoMandateOptions]

class InvoicePaymentSettingsPaymentMethodOptionsPix(TypedDict):
    amount_includes_iof: NotRequired[Literal["always", "never"] | str]
    expires_after_seconds: NotRequired[int]

class InvoicePaymentSettingsPaymentMethodOptionsUsBankAccountFinancialConnections(TypedDict):
    filters: NotRequired[PaymentIntentPaymentMethodOptionsUsBankAccountFinancialConnectionsFilters]
    permissions: NotRequired[
        Sequence[Literal["balances", "ownership", "payment_method", "transactions"] | str]
    ]
    prefetch: NotRequired[Sequence[Literal["balances", "ownership", "transactions"] | str]]

class InvoicePaymentSettingsPaymentMethodOptionsUsBankAccount(TypedDict):
    financial_connections: NotRequired[
        InvoicePaymentSettingsPaymentMethodOptionsUsBankAccountFinancialConnections
    ]
    verification_method: NotRequired[Literal["automatic", "instant", "microdeposits"] | str]

class InvoicePaymentSettingsPaymentMethodOptions(TypedDict):
    acss_debit: NotRequired[Literal[""] | InvoicePaymentSettingsPaymentMethodOptionsAcssDebit]
    bancontact: NotRequired[Literal[""] | InvoicePaymentSettingsPaymentMethodOptionsBancontact]
    billie: NotRequired[Literal[""] | InvoicePaymentSettingsPaymentMethodOptionsBillie]
    blik: NotRequired[Literal[""] | AccountSettingsPaypayPaymentsSiteAccessible]
    card: NotRequired[Literal[""] | InvoicePaymentSettingsPaymentMethodOptionsCard]
    customer_balance: NotRequired[
        Literal[""] | InvoicePaymentSettingsPaymentMethodOptionsCustomerBalance
    ]
    konbini: NotRequired[Literal[""] | AccountSettingsPaypayPaymentsSiteAccessible]
    payto: NotRequired[Literal[""] | InvoicePaymentSettingsPaymentMethodOptionsPayto]
    pix: NotRequired[Literal[""] | InvoicePaymentSettingsPaymentMethodOptionsPix]
    sepa_debit: NotRequired[Literal[""] | AccountSettingsPaypayPaymentsSiteAccessible]
    upi: NotRequired[Literal[""] | PaymentIntentPaymentMethodDataUpi]
    us_bank_account: NotRequired[
        Literal[""] | InvoicePaymentSettingsPaymentMethodOptionsUsBankAccount
    ]

class InvoicePaymentSettings(TypedDict):
    default_mandate: NotRequired[Literal[""] | str]
    payment_method_options: NotRequired[InvoicePaymentSettingsPaymentMethodOptions]
    payment_method_types: NotRequired[
        Literal[""]
        | Sequence[
            Literal[
                "ach_credit_transfer",
                "ach_debit",
                "acss_debit",
                "affirm",
                "alipay",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "crypto",
                "custom",
                "customer_balance",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "jp_credit_transfer",
                "kakao_pay",
                "klarna",
                "konbini",
                "kr_card",
                "link",
                "mb_way",
                "multibanco",
                "naver_pay",
                "nz_bank_account",
                "p24",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "satispay",
                "sepa_credit_transfer",
                "sepa_debit",
                "sequra",
                "sofort",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
            ]
            | str
        ]
    ]

class InvoiceRenderingPdf(TypedDict):
    page_size: NotRequired[Literal["a4", "auto", "letter"] | str]

class InvoiceRendering(TypedDict):
    amount_tax_display: NotRequired[
        Literal[""] | Literal["exclude_tax", "include_inclusive_tax"] | str
    ]
    pdf: NotRequired[InvoiceRenderingPdf]
    template: NotRequired[str]
    template_version: NotRequired[Literal[""] | int]

class InvoiceShippingDetails(TypedDict):
    address: AccountBusinessProfileSupportAddress
    name: str
    phone: NotRequired[Literal[""] | str]

class CreditGrantApplicabilityConfigScopePrice(TypedDict):
    id: str

class CreditGrantApplicabilityConfigScope(TypedDict):
    price_type: NotRequired[Literal["metered"]]
    prices: NotRequired[Sequence[CreditGrantApplicabilityConfigScopePrice]]

class CreditGrantApplicabilityConfig(TypedDict):
    scope: CreditGrantApplicabilityConfigScope

class SubscriptionAddInvoiceItemPeriodEnd(TypedDict):
    timestamp: NotRequired[Moment]
    type: Literal["min_item_period_end", "timestamp"] | str

class SubscriptionAddInvoiceItemPeriodStart(TypedDict):
    timestamp: NotRequired[Moment]
    type: Literal["max_item_period_start", "now", "timestamp"] | str

class SubscriptionAddInvoiceItemPeriod(TypedDict):
    end: SubscriptionAddInvoiceItemPeriodEnd
    start: SubscriptionAddInvoiceItemPeriodStart

class SubscriptionAddInvoiceItemPriceData(TypedDict):
    currency: str
    product: Row
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]
    unit_amount: NotRequired[int]
    unit_amount_decimal: NotRequired[str | Decimal]

class SubscriptionAddInvoiceItem(TypedDict):
    discountable: NotRequired[bool]
    discounts: NotRequired[Sequence[InvoiceDiscount]]
    metadata: NotRequired[Mapping[str, str]]
    period: NotRequired[SubscriptionAddInvoiceItemPeriod]
    price: NotRequired[Row]
    price_data: NotRequired[SubscriptionAddInvoiceItemPriceData]
    quantity: NotRequired[int]
    tax_rates: NotRequired[Literal[""] | Sequence[Row]]

class SubscriptionBillingScheduleAppliesTo(TypedDict):
    price: NotRequired[Row]
    type: Literal["price"]

class SubscriptionBillingScheduleBillUntil(TypedDict):
    duration: NotRequired[ConfigurationFeaturesSubscriptionPauseDurationIntervalOption]
    timestamp: NotRequired[Moment]
    type: Literal["duration", "timestamp"] | str

class SubscriptionBillingSchedule(TypedDict):
    applies_to: NotRequired[Sequence[SubscriptionBillingScheduleAppliesTo]]
    bill_until: SubscriptionBillingScheduleBillUntil
    key: NotRequired[str]

class SubscriptionBillingThresholds(TypedDict):
    amount_gte: NotRequired[int]
    reset_billing_cycle_anchor: NotRequired[bool]

class SubscriptionPaymentSettingsPaymentMethodOptionsBillie(TypedDict):
    company_details: NotRequired[
        Literal[""] | PaymentIntentPaymentMethodOptionsBillieCompanyDetails
    ]

class SubscriptionPaymentSettingsPaymentMethodOptionsBlik(TypedDict):
    mandate_options: NotRequired[SessionAfterExpirationCustomerLogin]

class SubscriptionPaymentSettingsPaymentMethodOptionsCardMandateOptions(TypedDict):
    amount: NotRequired[int]
    amount_type: NotRequired[Literal["fixed", "maximum"] | str]
    description: NotRequired[str]

class SubscriptionPaymentSettingsPaymentMethodOptionsCard(TypedDict):
    mandate_options: NotRequired[SubscriptionPaymentSettingsPaymentMethodOptionsCardMandateOptions]
    network: NotRequired[
        Literal[
            "amex",
            "cartes_bancaires",
            "diners",
            "discover",
            "eftpos_au",
            "girocard",
            "interac",
            "jcb",
            "link",
            "mastercard",
            "unionpay",
            "unknown",
            "visa",
        ]
        | str
    ]
    request_three_d_secure: NotRequired[Literal["any", "automatic", "challenge"] | str]

class SubscriptionPaymentSettingsPaymentMethodOptionsPixMandateOptions(TypedDict):
    amount: NotRequired[int]
    amount_includes_iof: NotRequired[Literal["always", "never"] | str]
    end_date: NotRequired[str]
    payment_schedule: NotRequired[
        Literal["halfyearly", "monthly", "quarterly", "weekly", "yearly"] | str
    ]

class SubscriptionPaymentSettingsPaymentMethodOptionsPix(TypedDict):
    expires_after_seconds: NotRequired[int]
    mandate_options: NotRequired[SubscriptionPaymentSettingsPaymentMethodOptionsPixMandateOptions]

class SubscriptionPaymentSettingsPaymentMethodOptions(TypedDict):
    acss_debit: NotRequired[Literal[""] | InvoicePaymentSettingsPaymentMethodOptionsAcssDebit]
    bancontact: NotRequired[Literal[""] | InvoicePaymentSettingsPaymentMethodOptionsBancontact]
    billie: NotRequired[Literal[""] | SubscriptionPaymentSettingsPaymentMethodOptionsBillie]
    blik: NotRequired[Literal[""] | SubscriptionPaymentSettingsPaymentMethodOptionsBlik]
    card: NotRequired[Literal[""] | SubscriptionPaymentSettingsPaymentMethodOptionsCard]
    customer_balance: NotRequired[
        Literal[""] | InvoicePaymentSettingsPaymentMethodOptionsCustomerBalance
    ]
    konbini: NotRequired[Literal[""] | AccountSettingsPaypayPaymentsSiteAccessible]
    payto: NotRequired[Literal[""] | InvoicePaymentSettingsPaymentMethodOptionsPayto]
    pix: NotRequired[Literal[""] | SubscriptionPaymentSettingsPaymentMethodOptionsPix]
    sepa_debit: NotRequired[Literal[""] | AccountSettingsPaypayPaymentsSiteAccessible]
    upi: NotRequired[Literal[""] | PaymentIntentPaymentMethodDataUpi]
    us_bank_account: NotRequired[
        Literal[""] | InvoicePaymentSettingsPaymentMethodOptionsUsBankAccount
    ]

class SubscriptionPaymentSettings(TypedDict):
    payment_method_options: NotRequired[SubscriptionPaymentSettingsPaymentMethodOptions]
    payment_method_types: NotRequired[
        Literal[""]
        | Sequence[
            Literal[
                "ach_credit_transfer",
                "ach_debit",
                "acss_debit",
                "affirm",
                "alipay",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "crypto",
                "custom",
                "customer_balance",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "jp_credit_transfer",
                "kakao_pay",
                "klarna",
                "konbini",
                "kr_card",
                "link",
                "mb_way",
                "multibanco",
                "naver_pay",
                "nz_bank_account",
                "p24",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "satispay",
                "sepa_credit_transfer",
                "sepa_debit",
                "sequra",
                "sofort",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
            ]
            | str
        ]
    ]
    save_default_payment_method: NotRequired[Literal["off", "on_subscription"] | str]

class SubscriptionTrialSettingsEndBehavior(TypedDict):
    billing_cycle_anchor: NotRequired[Literal["now", "unchanged"] | str]
    missing_payment_method: NotRequired[Literal["cancel", "create_invoice", "pause"] | str]

class SubscriptionTrialSettings(TypedDict):
    end_behavior: SubscriptionTrialSettingsEndBehavior

class CustomerTax2(TypedDict):
    ip_address: NotRequired[Literal[""] | str]
    validate_location: NotRequired[Literal["auto", "deferred", "immediately"] | str]

class InvoiceCreatePreviewCustomerDetailsTax(TypedDict):
    ip_address: NotRequired[Literal[""] | str]

class InvoiceCreatePreviewCustomerDetails(TypedDict):
    address: NotRequired[Literal[""] | AccountBusinessProfileSupportAddress]
    shipping: NotRequired[Literal[""] | CustomerShipping]
    tax: NotRequired[InvoiceCreatePreviewCustomerDetailsTax]
    tax_exempt: NotRequired[Literal[""] | Literal["exempt", "none", "reverse"] | str]
    tax_ids: NotRequired[Sequence[CustomerTaxIdDatum]]

class InvoiceCreatePreviewInvoiceItemPeriod(TypedDict):
    end: Moment
    start: Moment

class InvoiceCreatePreviewInvoiceItem(TypedDict):
    amount: NotRequired[int]
    currency: NotRequired[str]
    description: NotRequired[str]
    discountable: NotRequired[bool]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoiceitem: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    period: NotRequired[InvoiceCreatePreviewInvoiceItemPeriod]
    price: NotRequired[Row]
    price_data: NotRequired[SubscriptionAddInvoiceItemPriceData]
    quantity: NotRequired[int]
    quantity_decimal: NotRequired[str | Decimal]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]
    tax_code: NotRequired[Literal[""] | str]
    tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    unit_amount: NotRequired[int]
    unit_amount_decimal: NotRequired[str | Decimal]

class InvoiceCreatePreviewScheduleDetailsPauseSchedulePausePauseAt(TypedDict):
    timestamp: NotRequired[Moment]
    type: Literal["now", "timestamp"] | str

class InvoiceCreatePreviewScheduleDetailsPauseSchedulePauseSettingsBillForOutstandingUsageThrough(
    TypedDict
):
    type: NotRequired[Literal["none", "pause_at"] | str]

class InvoiceCreatePreviewScheduleDetailsPauseSchedulePauseSettingsBillForUnusedTimeFrom(TypedDict):
    type: NotRequired[Literal["item_current_period_start", "none", "pause_at"] | str]

class InvoiceCreatePreviewScheduleDetailsPauseSchedulePauseSettingsBillFor(TypedDict):
    outstanding_usage_through: NotRequired[
        InvoiceCreatePreviewScheduleDetailsPauseSchedulePauseSettingsBillForOutstandingUsageThrough
    ]
    unused_time_from: NotRequired[
        InvoiceCreatePreviewScheduleDetailsPauseSchedulePauseSettingsBillForUnusedTimeFrom
    ]

class InvoiceCreatePreviewScheduleDetailsPauseSchedulePauseSettings(TypedDict):
    bill_for: NotRequired[InvoiceCreatePreviewScheduleDetailsPauseSchedulePauseSettingsBillFor]
    invoicing_behavior: NotRequired[Literal["invoice", "pending_invoice_item"] | str]
    type: NotRequired[Literal["subscription"] | str]

class InvoiceCreatePreviewScheduleDetailsPauseSchedulePause(TypedDict):
    pause_at: NotRequired[InvoiceCreatePreviewScheduleDetailsPauseSchedulePausePauseAt]
    settings: NotRequired[InvoiceCreatePreviewScheduleDetailsPauseSchedulePauseSettings]

class InvoiceCreatePreviewScheduleDetailsPauseScheduleResumeResumeAt(TypedDict):
    duration: NotRequired[ConfigurationFeaturesSubscriptionPauseDurationIntervalOption]
    timestamp: NotRequired[Moment]
    type: Literal["duration", "now", "timestamp"] | str

class InvoiceCreatePreviewScheduleDetailsPauseScheduleResumeSettings(TypedDict):
    billing_cycle_anchor: NotRequired[Literal["resume_at", "unchanged"] | str]
    payment_behavior: NotRequired[
        Literal["resume_on_payment_attempt", "resume_on_payment_success"] | str
    ]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]

class InvoiceCreatePreviewScheduleDetailsPauseScheduleResume(TypedDict):
    resume_at: NotRequired[InvoiceCreatePreviewScheduleDetailsPauseScheduleResumeResumeAt]
    settings: NotRequired[InvoiceCreatePreviewScheduleDetailsPauseScheduleResumeSettings]

class InvoiceCreatePreviewScheduleDetailsPauseSchedule(TypedDict):
    key: NotRequired[str]
    pause: NotRequired[InvoiceCreatePreviewScheduleDetailsPauseSchedulePause]
    resume: NotRequired[Literal[""] | InvoiceCreatePreviewScheduleDetailsPauseScheduleResume]

class InvoiceCreatePreviewScheduleDetailsPhaseAddInvoiceItemPeriodEnd(TypedDict):
    timestamp: NotRequired[Moment]
    type: Literal["min_item_period_end", "phase_end", "timestamp"] | str

class InvoiceCreatePreviewScheduleDetailsPhaseAddInvoiceItemPeriodStart(TypedDict):
    timestamp: NotRequired[Moment]
    type: Literal["max_item_period_start", "phase_start", "timestamp"] | str

class InvoiceCreatePreviewScheduleDetailsPhaseAddInvoiceItemPeriod(TypedDict):
    end: InvoiceCreatePreviewScheduleDetailsPhaseAddInvoiceItemPeriodEnd
    start: InvoiceCreatePreviewScheduleDetailsPhaseAddInvoiceItemPeriodStart

class InvoiceCreatePreviewScheduleDetailsPhaseAddInvoiceItem(TypedDict):
    discountable: NotRequired[bool]
    discounts: NotRequired[Sequence[InvoiceDiscount]]
    metadata: NotRequired[Mapping[str, str]]
    period: NotRequired[InvoiceCreatePreviewScheduleDetailsPhaseAddInvoiceItemPeriod]
    price: NotRequired[Row]
    price_data: NotRequired[SubscriptionAddInvoiceItemPriceData]
    quantity: NotRequired[int]
    tax_rates: NotRequired[Literal[""] | Sequence[Row]]

class InvoiceCreatePreviewScheduleDetailsPhaseInvoiceSettings(TypedDict):
    account_tax_ids: NotRequired[Literal[""] | Sequence[Row]]
    days_until_due: NotRequired[int]
    issuer: NotRequired[SessionAutomaticTaxLiability]

class InvoiceCreatePreviewScheduleDetailsPhaseItemBillingThresholds(TypedDict):
    usage_gte: int

class InvoiceCreatePreviewScheduleDetailsPhaseItemPriceData(TypedDict):
    currency: str
    product: Row
    recurring: ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]
    unit_amount: NotRequired[int]
    unit_amount_decimal: NotRequired[str | Decimal]

class InvoiceCreatePreviewScheduleDetailsPhaseItem(TypedDict):
    billing_thresholds: NotRequired[
        Literal[""] | InvoiceCreatePreviewScheduleDetailsPhaseItemBillingThresholds
    ]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    metadata: NotRequired[Mapping[str, str]]
    plan: NotRequired[Row]
    price: NotRequired[Row]
    price_data: NotRequired[InvoiceCreatePreviewScheduleDetailsPhaseItemPriceData]
    quantity: NotRequired[int]
    tax_rates: NotRequired[Literal[""] | Sequence[Row]]

class InvoiceCreatePreviewScheduleDetailsPhase(TypedDict):
    add_invoice_items: NotRequired[Sequence[InvoiceCreatePreviewScheduleDetailsPhaseAddInvoiceItem]]
    application_fee_percent: NotRequired[float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[Literal["automatic", "phase_start"] | str]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    currency: NotRequired[str]
    default_payment_method: NotRequired[Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    duration: NotRequired[ConfigurationFeaturesSubscriptionPauseDurationIntervalOption]
    end_date: NotRequired[Moment | Literal["now"]]
    invoice_settings: NotRequired[InvoiceCreatePreviewScheduleDetailsPhaseInvoiceSettings]
    items: Sequence[InvoiceCreatePreviewScheduleDetailsPhaseItem]
    metadata: NotRequired[Mapping[str, str]]
    on_behalf_of: NotRequired[Row]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    start_date: NotRequired[Moment | Literal["now"]]
    transfer_data: NotRequired[SessionSubscriptionDataTransferData]
    trial: NotRequired[bool]
    trial_end: NotRequired[Moment | Literal["now"]]

class InvoiceCreatePreviewScheduleDetails(TypedDict):
    billing_mode: NotRequired[SessionSubscriptionDataBillingMode]
    end_behavior: NotRequired[Literal["cancel", "release"] | str]
    pause_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewScheduleDetailsPauseSchedule]
    ]
    phases: NotRequired[Sequence[InvoiceCreatePreviewScheduleDetailsPhase]]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]

class InvoiceCreatePreviewSubscriptionDetailsBillingCycleAnchor(TypedDict):
    timestamp: NotRequired[Moment]
    type: Literal["now", "timestamp", "unchanged"] | str

class InvoiceCreatePreviewSubscriptionDetailsBillingSchedule(TypedDict):
    applies_to: NotRequired[Sequence[SubscriptionBillingScheduleAppliesTo]]
    bill_until: NotRequired[SubscriptionBillingScheduleBillUntil]
    key: NotRequired[str]

class InvoiceCreatePreviewSubscriptionDetailsItemCurrentTrial(TypedDict):
    trial_offer: str

class InvoiceCreatePreviewSubscriptionDetailsItem(TypedDict):
    billing_thresholds: NotRequired[
        Literal[""] | InvoiceCreatePreviewScheduleDetailsPhaseItemBillingThresholds
    ]
    clear_usage: NotRequired[bool]
    current_trial: NotRequired[InvoiceCreatePreviewSubscriptionDetailsItemCurrentTrial]
    deleted: NotRequired[bool]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    id: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    plan: NotRequired[Row]
    price: NotRequired[Row]
    price_data: NotRequired[InvoiceCreatePreviewScheduleDetailsPhaseItemPriceData]
    quantity: NotRequired[int]
    tax_rates: NotRequired[Literal[""] | Sequence[Row]]

class InvoiceCreatePreviewSubscriptionDetailsPauseBillForOutstandingUsageThrough(TypedDict):
    type: Literal["none", "now"] | str

class InvoiceCreatePreviewSubscriptionDetailsPauseBillForUnusedTimeFrom(TypedDict):
    type: Literal["item_current_period_start", "none", "now"] | str

class InvoiceCreatePreviewSubscriptionDetailsPauseBillFor(TypedDict):
    outstanding_usage_through: NotRequired[
        InvoiceCreatePreviewSubscriptionDetailsPauseBillForOutstandingUsageThrough
    ]
    unused_time_from: NotRequired[InvoiceCreatePreviewSubscriptionDetailsPauseBillForUnusedTimeFrom]

class InvoiceCreatePreviewSubscriptionDetailsPause(TypedDict):
    bill_for: NotRequired[InvoiceCreatePreviewSubscriptionDetailsPauseBillFor]
    invoicing_behavior: NotRequired[Literal["invoice", "pending_invoice_item"] | str]
    type: NotRequired[Literal["subscription"] | str]

class InvoiceCreatePreviewSubscriptionDetails(TypedDict):
    billing_cycle_anchor: NotRequired[InvoiceCreatePreviewSubscriptionDetailsBillingCycleAnchor]
    billing_mode: NotRequired[SessionSubscriptionDataBillingMode]
    billing_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewSubscriptionDetailsBillingSchedule]
    ]
    cancel_at: NotRequired[
        Literal[""] | Moment | Literal["max_billed_until", "max_period_end", "min_period_end"] | str
    ]
    cancel_at_period_end: NotRequired[bool]
    cancel_now: NotRequired[bool]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    items: NotRequired[Sequence[InvoiceCreatePreviewSubscriptionDetailsItem]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    pause: NotRequired[InvoiceCreatePreviewSubscriptionDetailsPause]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    proration_date: NotRequired[Moment]
    resume_at: NotRequired[Literal["now"]]
    start_date: NotRequired[Moment]
    trial_end: NotRequired[Literal["now"] | Moment]

class DisputeEvidenceAppealCard(TypedDict):
    reason_for_filing: NotRequired[Literal[""] | str]
    supporting_files: NotRequired[Literal[""] | Sequence[str]]

class DisputeEvidenceAppeal(TypedDict):
    card: NotRequired[Literal[""] | DisputeEvidenceAppealCard]

class DisputeEvidenceEnhancedEvidenceMastercardCompliance(TypedDict):
    fee_acknowledged: NotRequired[bool]

class DisputeEvidenceEnhancedEvidenceVisaCompellingEvidence3DisputedTransactionShippingAddress(
    TypedDict
):
    city: NotRequired[Literal[""] | str]
    country: NotRequired[Literal[""] | str]
    line1: NotRequired[Literal[""] | str]
    line2: NotRequired[Literal[""] | str]
    postal_code: NotRequired[Literal[""] | str]
    state: NotRequired[Literal[""] | str]

class DisputeEvidenceEnhancedEvidenceVisaCompellingEvidence3DisputedTransaction(TypedDict):
    customer_account_id: NotRequired[Literal[""] | str]
    customer_device_fingerprint: NotRequired[Literal[""] | str]
    customer_device_id: NotRequired[Literal[""] | str]
    customer_email_address: NotRequired[Literal[""] | str]
    customer_purchase_ip: NotRequired[Literal[""] | str]
    merchandise_or_services: NotRequired[Literal["merchandise", "services"] | str]
    product_description: NotRequired[Literal[""] | str]
    shipping_address: NotRequired[
        DisputeEvidenceEnhancedEvidenceVisaCompellingEvidence3DisputedTransactionShippingAddress
    ]

class DisputeEvidenceEnhancedEvidenceVisaCompellingEvidence3PriorUndisputedTransaction(TypedDict):
    charge: Row
    customer_account_id: NotRequired[Literal[""] | str]
    customer_device_fingerprint: NotRequired[Literal[""] | str]
    customer_device_id: NotRequired[Literal[""] | str]
    customer_email_address: NotRequired[Literal[""] | str]
    customer_purchase_ip: NotRequired[Literal[""] | str]
    product_description: NotRequired[Literal[""] | str]
    shipping_address: NotRequired[
        DisputeEvidenceEnhancedEvidenceVisaCompellingEvidence3DisputedTransactionShippingAddress
    ]

class DisputeEvidenceEnhancedEvidenceVisaCompellingEvidence3(TypedDict):
    disputed_transaction: NotRequired[
        DisputeEvidenceEnhancedEvidenceVisaCompellingEvidence3DisputedTransaction
    ]
    prior_undisputed_transactions: NotRequired[
        Sequence[DisputeEvidenceEnhancedEvidenceVisaCompellingEvidence3PriorUndisputedTransaction]
    ]

class DisputeEvidenceEnhancedEvidence(TypedDict):
    mastercard_compliance: NotRequired[DisputeEvidenceEnhancedEvidenceMastercardCompliance]
    visa_compelling_evidence_3: NotRequired[DisputeEvidenceEnhancedEvidenceVisaCompellingEvidence3]
    visa_compliance: NotRequired[DisputeEvidenceEnhancedEvidenceMastercardCompliance]

class FileFileLinkData(TypedDict):
    create: bool
    expires_at: NotRequired[Moment]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]

class InvoiceItemPricing(TypedDict):
    price: NotRequired[Row]

class InvoiceLineItemPriceDataProductDataTaxDetails(TypedDict):
    performance_location: NotRequired[str]
    tax_code: NotRequired[Literal[""] | str]

class InvoiceLineItemPriceDataProductData(TypedDict):
    description: NotRequired[str]
    images: NotRequired[Sequence[str]]
    metadata: NotRequired[Mapping[str, str]]
    name: str
    tax_code: NotRequired[str]
    tax_details: NotRequired[InvoiceLineItemPriceDataProductDataTaxDetails]
    unit_label: NotRequired[str]

class InvoiceLineItemPriceData(TypedDict):
    currency: str
    product: NotRequired[Row]
    product_data: NotRequired[InvoiceLineItemPriceDataProductData]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]
    unit_amount: NotRequired[int]
    unit_amount_decimal: NotRequired[str | Decimal]

class InvoiceLineItemTaxAmountTaxRateData(TypedDict):
    country: NotRequired[str]
    description: NotRequired[str]
    display_name: str
    inclusive: bool
    jurisdiction: NotRequired[str]
    jurisdiction_level: NotRequired[
        Literal["city", "country", "county", "district", "multiple", "state"] | str
    ]
    percentage: float
    state: NotRequired[str]
    tax_type: NotRequired[
        Literal[
            "admissions_tax",
            "amusement_tax",
            "attendance_tax",
            "communications_tax",
            "digital_excise_tax",
            "entertainment_tax",
            "get_fund",
            "gross_receipts_tax",
            "gst",
            "hospitality_tax",
            "hst",
            "igst",
            "jct",
            "lease_tax",
            "luxury_tax",
            "mass_transit_parking_tax",
            "nhil",
            "parking_tax",
            "pst",
            "qst",
            "resort_tax",
            "retail_delivery_fee",
            "rst",
            "sales_tax",
            "service_tax",
            "tourism_tax",
            "utility_users_tax",
            "vat",
        ]
        | str
    ]

class InvoiceLineItemTaxAmount(TypedDict):
    amount: int
    tax_rate_data: InvoiceLineItemTaxAmountTaxRateData
    taxability_reason: NotRequired[
        Literal[
            "customer_exempt",
            "not_collecting",
            "not_subject_to_tax",
            "not_supported",
            "portion_product_exempt",
            "portion_reduced_rated",
            "portion_standard_rated",
            "product_exempt",
            "product_exempt_holiday",
            "proportionally_rated",
            "reduced_rated",
            "reverse_charge",
            "standard_rated",
            "taxable_basis_reduced",
            "zero_rated",
        ]
        | str
    ]
    taxable_amount: int

class MeterCustomerMapping(TypedDict):
    event_payload_key: str
    type: Literal["by_id"]

class MeterDefaultAggregation(TypedDict):
    formula: Literal["count", "last", "sum"] | str

class MeterValueSettings(TypedDict):
    event_payload_key: str

class PaymentIntentConfirmMandateDataCustomerAcceptanceOnline(TypedDict):
    ip_address: NotRequired[str]
    user_agent: NotRequired[str]

class PaymentIntentConfirmMandateDataCustomerAcceptance(TypedDict):
    accepted_at: NotRequired[Moment]
    offline: NotRequired[AccountSettingsPaypayPaymentsSiteAccessible]
    online: NotRequired[PaymentIntentConfirmMandateDataCustomerAcceptanceOnline]
    type: Literal["offline", "online"] | str

class PaymentIntentConfirmMandateData(TypedDict):
    customer_acceptance: NotRequired[PaymentIntentConfirmMandateDataCustomerAcceptance]

class PaymentIntentTransferData2(TypedDict):
    amount: NotRequired[int]
    description: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    payment_data: NotRequired[PaymentIntentTransferDataPaymentData]

class PaymentLinkAfterCompletionRedirect(TypedDict):
    url: str

class PaymentLinkAfterCompletion(TypedDict):
    hosted_confirmation: NotRequired[SessionFlowDataAfterCompletionHostedConfirmation]
    redirect: NotRequired[PaymentLinkAfterCompletionRedirect]
    type: Literal["hosted_confirmation", "redirect"] | str

class PaymentLinkInvoiceCreationInvoiceData(TypedDict):
    account_tax_ids: NotRequired[Literal[""] | Sequence[Row]]
    custom_fields: NotRequired[Literal[""] | Sequence[SessionInvoiceCreationInvoiceDataCustomField]]
    description: NotRequired[str]
    footer: NotRequired[str]
    issuer: NotRequired[SessionAutomaticTaxLiability]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    rendering_options: NotRequired[Literal[""] | SessionInvoiceCreationInvoiceDataRenderingOptions]

class PaymentLinkInvoiceCreation(TypedDict):
    enabled: bool
    invoice_data: NotRequired[PaymentLinkInvoiceCreationInvoiceData]

class PaymentLinkLineItemPriceData(TypedDict):
    currency: str
    product: NotRequired[Row]
    product_data: NotRequired[InvoiceLineItemPriceDataProductData]
    recurring: NotRequired[ConfigurationFeaturesSubscriptionPauseDurationIntervalOption]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]
    unit_amount: NotRequired[int]
    unit_amount_decimal: NotRequired[str | Decimal]

class PaymentLinkLineItem(TypedDict):
    adjustable_quantity: NotRequired[
        ConfigurationFeaturesSubscriptionUpdateProductAdjustableQuantity
    ]
    price: NotRequired[Row]
    price_data: NotRequired[PaymentLinkLineItemPriceData]
    quantity: int

class PaymentLinkPaymentIntentData(TypedDict):
    capture_method: NotRequired[Literal["automatic", "automatic_async", "manual"] | str]
    description: NotRequired[str]
    metadata: NotRequired[Mapping[str, str]]
    setup_future_usage: NotRequired[Literal["off_session", "on_session"] | str]
    statement_descriptor: NotRequired[str]
    statement_descriptor_suffix: NotRequired[str]
    transfer_group: NotRequired[str]

class PaymentLinkPaymentMethodOptionsCardRestrictions(TypedDict):
    brands_blocked: NotRequired[
        Sequence[Literal["american_express", "discover_global_network", "mastercard", "visa"] | str]
    ]

class PaymentLinkPaymentMethodOptionsCard(TypedDict):
    restrictions: NotRequired[PaymentLinkPaymentMethodOptionsCardRestrictions]

class PaymentLinkPaymentMethodOptions(TypedDict):
    card: NotRequired[PaymentLinkPaymentMethodOptionsCard]

class PaymentLinkRestrictionsCompletedSessions(TypedDict):
    limit: int

class PaymentLinkRestrictions(TypedDict):
    completed_sessions: PaymentLinkRestrictionsCompletedSessions

class PaymentLinkSubscriptionData(TypedDict):
    description: NotRequired[str]
    invoice_settings: NotRequired[SessionSubscriptionDataInvoiceSettings]
    metadata: NotRequired[Mapping[str, str]]
    trial_period_days: NotRequired[int]
    trial_settings: NotRequired[SessionSubscriptionDataTrialSettings]

class PaymentLinkLineItem2(TypedDict):
    adjustable_quantity: NotRequired[
        ConfigurationFeaturesSubscriptionUpdateProductAdjustableQuantity
    ]
    id: str
    quantity: NotRequired[int]

class PaymentLinkPaymentIntentData2(TypedDict):
    description: NotRequired[Literal[""] | str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    setup_future_usage: NotRequired[Literal[""] | Literal["off_session", "on_session"] | str]
    statement_descriptor: NotRequired[Literal[""] | str]
    statement_descriptor_suffix: NotRequired[Literal[""] | str]
    transfer_group: NotRequired[Literal[""] | str]

class PaymentLinkPaymentMethodOptionsCardRestrictions2(TypedDict):
    brands_blocked: NotRequired[
        Literal[""]
        | Sequence[
            Literal["american_express", "discover_global_network", "mastercard", "visa"] | str
        ]
    ]

class PaymentLinkPaymentMethodOptionsCard2(TypedDict):
    restrictions: NotRequired[Literal[""] | PaymentLinkPaymentMethodOptionsCardRestrictions2]

class PaymentLinkPaymentMethodOptions2(TypedDict):
    card: NotRequired[Literal[""] | PaymentLinkPaymentMethodOptionsCard2]

class PaymentLinkSubscriptionData2(TypedDict):
    invoice_settings: NotRequired[SessionSubscriptionDataInvoiceSettings]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    trial_period_days: NotRequired[Literal[""] | int]
    trial_settings: NotRequired[Literal[""] | SessionSubscriptionDataTrialSettings]

class PaymentLinkTransferData(TypedDict):
    amount: NotRequired[Literal[""] | int]
    destination: Row

class PaymentMethodCardNetworks(TypedDict):
    preferred: NotRequired[Literal[""] | Literal["cartes_bancaires", "mastercard", "visa"] | str]

class PaymentMethodCard(TypedDict):
    exp_month: NotRequired[int]
    exp_year: NotRequired[int]
    networks: NotRequired[PaymentMethodCardNetworks]

class PaymentMethodUsBankAccount(TypedDict):
    account_holder_type: NotRequired[Literal["company", "individual"] | str]
    account_type: NotRequired[Literal["checking", "savings"] | str]

class PriceCurrencyOptionsCustomUnitAmount(TypedDict):
    enabled: bool
    maximum: NotRequired[int]
    minimum: NotRequired[int]
    preset: NotRequired[int]

class PriceCurrencyOptionsTier(TypedDict):
    flat_amount: NotRequired[int]
    flat_amount_decimal: NotRequired[str | Decimal]
    unit_amount: NotRequired[int]
    unit_amount_decimal: NotRequired[str | Decimal]
    up_to: Literal["inf"] | int

class PriceCurrencyOptions(TypedDict):
    custom_unit_amount: NotRequired[PriceCurrencyOptionsCustomUnitAmount]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]
    tiers: NotRequired[Sequence[PriceCurrencyOptionsTier]]
    unit_amount: NotRequired[int]
    unit_amount_decimal: NotRequired[str | Decimal]

class PriceProductData(TypedDict):
    active: NotRequired[bool]
    id: NotRequired[str]
    metadata: NotRequired[Mapping[str, str]]
    name: str
    statement_descriptor: NotRequired[str]
    tax_code: NotRequired[str]
    tax_details: NotRequired[InvoiceLineItemPriceDataProductDataTaxDetails]
    unit_label: NotRequired[str]

class PriceRecurring(TypedDict):
    interval: Literal["day", "month", "week", "year"] | str
    interval_count: NotRequired[int]
    meter: NotRequired[Row]
    trial_period_days: NotRequired[int]
    usage_type: NotRequired[Literal["licensed", "metered"] | str]

class PriceTransformQuantity(TypedDict):
    divide_by: int
    round: Literal["down", "up"] | str

class ProductDefaultPriceData(TypedDict):
    currency: str
    currency_options: NotRequired[Mapping[str, PriceCurrencyOptions]]
    custom_unit_amount: NotRequired[PriceCurrencyOptionsCustomUnitAmount]
    metadata: NotRequired[Mapping[str, str]]
    recurring: NotRequired[ConfigurationFeaturesSubscriptionPauseDurationIntervalOption]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]
    unit_amount: NotRequired[int]
    unit_amount_decimal: NotRequired[str | Decimal]

class ProductMarketingFeature(TypedDict):
    name: str

class ProductPackageDimensions(TypedDict):
    height: float
    length: float
    weight: float
    width: float

class PromotionCodeRestrictionsCurrencyOptions(TypedDict):
    minimum_amount: NotRequired[int]

class PromotionCodeRestrictions(TypedDict):
    currency_options: NotRequired[Mapping[str, PromotionCodeRestrictionsCurrencyOptions]]

class QuoteFromQuote(TypedDict):
    is_revision: NotRequired[bool]
    quote: Row

class QuoteInvoiceSettings(TypedDict):
    custom_fields: NotRequired[Literal[""] | Sequence[SessionInvoiceCreationInvoiceDataCustomField]]
    days_until_due: NotRequired[int]
    description: NotRequired[Literal[""] | str]
    footer: NotRequired[Literal[""] | str]
    issuer: NotRequired[SessionAutomaticTaxLiability]

class QuoteLineItemPriceData(TypedDict):
    currency: str
    product: Row
    recurring: NotRequired[ConfigurationFeaturesSubscriptionPauseDurationIntervalOption]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]
    unit_amount: NotRequired[int]
    unit_amount_decimal: NotRequired[str | Decimal]

class QuoteLineItem(TypedDict):
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    price: NotRequired[Row]
    price_data: NotRequired[QuoteLineItemPriceData]
    quantity: NotRequired[int]
    tax_rates: NotRequired[Literal[""] | Sequence[Row]]

class QuoteSubscriptionData(TypedDict):
    billing_mode: NotRequired[SessionSubscriptionDataBillingMode]
    description: NotRequired[str]
    effective_date: NotRequired[Literal[""] | Literal["current_period_end"] | Moment]
    metadata: NotRequired[Mapping[str, str]]
    trial_period_days: NotRequired[Literal[""] | int]

class QuoteTransferData(TypedDict):
    amount: NotRequired[int]
    amount_percent: NotRequired[float]
    destination: Row

class QuoteLineItem2(TypedDict):
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    id: NotRequired[str]
    price: NotRequired[Row]
    price_data: NotRequired[QuoteLineItemPriceData]
    quantity: NotRequired[int]
    tax_rates: NotRequired[Literal[""] | Sequence[Row]]

class QuoteSubscriptionData2(TypedDict):
    description: NotRequired[Literal[""] | str]
    effective_date: NotRequired[Literal[""] | Literal["current_period_end"] | Moment]
    metadata: NotRequired[Mapping[str, str]]
    trial_period_days: NotRequired[Literal[""] | int]

class SessionLineItem(TypedDict):
    adjustable_quantity: NotRequired[
        ConfigurationFeaturesSubscriptionUpdateProductAdjustableQuantity
    ]
    metadata: NotRequired[Mapping[str, str]]
    price: NotRequired[Row]
    price_data: NotRequired[PaymentLinkLineItemPriceData]
    quantity: NotRequired[int]
    tax_rates: NotRequired[Sequence[Row]]

class SessionCollectedInformationShippingDetailsAddress(TypedDict):
    city: NotRequired[str]
    country: str
    line1: str
    line2: NotRequired[str]
    postal_code: NotRequired[str]
    state: NotRequired[str]

class SessionCollectedInformationShippingDetails(TypedDict):
    address: SessionCollectedInformationShippingDetailsAddress
    name: str

class SessionCollectedInformation(TypedDict):
    shipping_details: NotRequired[SessionCollectedInformationShippingDetails]

class SessionLineItem2(TypedDict):
    adjustable_quantity: NotRequired[
        ConfigurationFeaturesSubscriptionUpdateProductAdjustableQuantity
    ]
    id: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    price: NotRequired[Row]
    price_data: NotRequired[PaymentLinkLineItemPriceData]
    quantity: NotRequired[int]
    tax_rates: NotRequired[Literal[""] | Sequence[Row]]

class SessionPaymentIntentData2(TypedDict):
    description: NotRequired[Literal[""] | str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    setup_future_usage: NotRequired[Literal[""] | Literal["off_session", "on_session"] | str]
    statement_descriptor: NotRequired[Literal[""] | str]
    statement_descriptor_suffix: NotRequired[Literal[""] | str]

class ShippingRateFixedAmountCurrencyOptions(TypedDict):
    amount: NotRequired[int]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]

class ShippingRateFixedAmount(TypedDict):
    currency_options: NotRequired[Mapping[str, ShippingRateFixedAmountCurrencyOptions]]

class SubscriptionBillingCycleAnchor(TypedDict):
    type: Literal["now", "unchanged"] | str

class SubscriptionCancellationDetails(TypedDict):
    comment: NotRequired[Literal[""] | str]
    feedback: NotRequired[
        Literal[""]
        | Literal[
            "customer_service",
            "low_quality",
            "missing_features",
            "other",
            "switched_service",
            "too_complex",
            "too_expensive",
            "unused",
        ]
        | str
    ]
    feedback_option: NotRequired[str]

class SubscriptionInvoiceSettings(TypedDict):
    account_tax_ids: NotRequired[Literal[""] | Sequence[Row]]
    custom_fields: NotRequired[Literal[""] | Sequence[SessionInvoiceCreationInvoiceDataCustomField]]
    description: NotRequired[Literal[""] | str]
    footer: NotRequired[Literal[""] | str]
    issuer: NotRequired[SessionAutomaticTaxLiability]

class SubscriptionPauseCollection(TypedDict):
    behavior: Literal["keep_as_draft", "mark_uncollectible", "void"] | str
    resumes_at: NotRequired[Moment]

class SubscriptionScheduleDefaultSettingsInvoiceSettings(TypedDict):
    account_tax_ids: NotRequired[Literal[""] | Sequence[Row]]
    custom_fields: NotRequired[Literal[""] | Sequence[SessionInvoiceCreationInvoiceDataCustomField]]
    days_until_due: NotRequired[int]
    description: NotRequired[Literal[""] | str]
    footer: NotRequired[Literal[""] | str]
    issuer: NotRequired[SessionAutomaticTaxLiability]

class SubscriptionScheduleDefaultSettings(TypedDict):
    application_fee_percent: NotRequired[float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[Literal["automatic", "phase_start"] | str]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    default_payment_method: NotRequired[Row]
    description: NotRequired[Literal[""] | str]
    invoice_settings: NotRequired[SubscriptionScheduleDefaultSettingsInvoiceSettings]
    on_behalf_of: NotRequired[Literal[""] | Row]
    transfer_data: NotRequired[Literal[""] | SessionSubscriptionDataTransferData]

class SubscriptionSchedulePauseSchedulePause(TypedDict):
    pause_at: InvoiceCreatePreviewScheduleDetailsPauseSchedulePausePauseAt
    settings: NotRequired[InvoiceCreatePreviewScheduleDetailsPauseSchedulePauseSettings]

class SubscriptionSchedulePauseScheduleResume(TypedDict):
    resume_at: InvoiceCreatePreviewScheduleDetailsPauseScheduleResumeResumeAt
    settings: NotRequired[InvoiceCreatePreviewScheduleDetailsPauseScheduleResumeSettings]

class SubscriptionSchedulePauseSchedule(TypedDict):
    key: NotRequired[str]
    pause: NotRequired[SubscriptionSchedulePauseSchedulePause]
    resume: NotRequired[SubscriptionSchedulePauseScheduleResume]

class SubscriptionSchedulePhase(TypedDict):
    add_invoice_items: NotRequired[Sequence[InvoiceCreatePreviewScheduleDetailsPhaseAddInvoiceItem]]
    application_fee_percent: NotRequired[float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[Literal["automatic", "phase_start"] | str]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    currency: NotRequired[str]
    default_payment_method: NotRequired[Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    duration: NotRequired[ConfigurationFeaturesSubscriptionPauseDurationIntervalOption]
    end_date: NotRequired[Moment]
    invoice_settings: NotRequired[SubscriptionScheduleDefaultSettingsInvoiceSettings]
    items: Sequence[InvoiceCreatePreviewScheduleDetailsPhaseItem]
    metadata: NotRequired[Mapping[str, str]]
    on_behalf_of: NotRequired[Row]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    transfer_data: NotRequired[SessionSubscriptionDataTransferData]
    trial: NotRequired[bool]
    trial_end: NotRequired[Moment]

class SubscriptionSchedulePhase2(TypedDict):
    add_invoice_items: NotRequired[Sequence[InvoiceCreatePreviewScheduleDetailsPhaseAddInvoiceItem]]
    application_fee_percent: NotRequired[float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[Literal["automatic", "phase_start"] | str]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    currency: NotRequired[str]
    default_payment_method: NotRequired[Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    duration: NotRequired[ConfigurationFeaturesSubscriptionPauseDurationIntervalOption]
    end_date: NotRequired[Moment | Literal["now"]]
    invoice_settings: NotRequired[SubscriptionScheduleDefaultSettingsInvoiceSettings]
    items: Sequence[InvoiceCreatePreviewScheduleDetailsPhaseItem]
    metadata: NotRequired[Mapping[str, str]]
    on_behalf_of: NotRequired[Row]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    start_date: NotRequired[Moment | Literal["now"]]
    transfer_data: NotRequired[SessionSubscriptionDataTransferData]
    trial: NotRequired[bool]
    trial_end: NotRequired[Moment | Literal["now"]]

class CalculationCustomerDetailsAddress(TypedDict):
    city: NotRequired[Literal[""] | str]
    country: str
    line1: NotRequired[Literal[""] | str]
    line2: NotRequired[Literal[""] | str]
    postal_code: NotRequired[Literal[""] | str]
    state: NotRequired[Literal[""] | str]

class CalculationCustomerDetails(TypedDict):
    address: NotRequired[CalculationCustomerDetailsAddress]
    address_source: NotRequired[Literal["billing", "shipping"] | str]
    ip_address: NotRequired[str]
    tax_ids: NotRequired[Sequence[CustomerTaxIdDatum]]
    taxability_override: NotRequired[Literal["customer_exempt", "none", "reverse_charge"] | str]

class CalculationLineItem(TypedDict):
    amount: int
    metadata: NotRequired[Mapping[str, str]]
    performance_location: NotRequired[str]
    product: NotRequired[Row]
    quantity: NotRequired[int]
    reference: NotRequired[str]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive"] | str]
    tax_code: NotRequired[str]

class CalculationShipFromDetails(TypedDict):
    address: CalculationCustomerDetailsAddress

class CalculationShippingCost(TypedDict):
    amount: NotRequired[int]
    shipping_rate: NotRequired[Row]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive"] | str]
    tax_code: NotRequired[str]

class TaxIdOwner(TypedDict):
    account: NotRequired[Row]
    customer: NotRequired[Row]
    customer_account: NotRequired[Row]
    type: Literal["account", "application", "customer", "self"] | str

class TransactionCreateReversalLineItem(TypedDict):
    amount: int
    amount_tax: int
    metadata: NotRequired[Mapping[str, str]]
    original_line_item: str
    quantity: NotRequired[int]
    reference: str

class TransactionCreateReversalShippingCost(TypedDict):
    amount: int
    amount_tax: int

class ReaderCollectPaymentMethodCollectConfigTipping(TypedDict):
    amount_eligible: NotRequired[int]

class ReaderCollectPaymentMethodCollectConfig(TypedDict):
    allow_redisplay: NotRequired[Literal["always", "limited", "unspecified"] | str]
    enable_customer_cancellation: NotRequired[bool]
    skip_tipping: NotRequired[bool]
    tipping: NotRequired[ReaderCollectPaymentMethodCollectConfigTipping]

class ReaderConfirmPaymentIntentConfirmConfig(TypedDict):
    return_url: NotRequired[str]

class ReaderProcessPaymentIntentProcessConfig(TypedDict):
    allow_redisplay: NotRequired[Literal["always", "limited", "unspecified"] | str]
    enable_customer_cancellation: NotRequired[bool]
    return_url: NotRequired[str]
    skip_tipping: NotRequired[bool]
    tipping: NotRequired[ReaderCollectPaymentMethodCollectConfigTipping]

class ReaderProcessSetupIntentProcessConfig(TypedDict):
    enable_customer_cancellation: NotRequired[bool]

class ReaderSetReaderDisplayCartLineItem(TypedDict):
    amount: int
    description: str
    quantity: int

class ReaderSetReaderDisplayCart(TypedDict):
    currency: str
    line_items: Sequence[ReaderSetReaderDisplayCartLineItem]
    tax: NotRequired[int]
    total: int

class FinancialAccountCloseForwardingSettings(TypedDict):
    financial_account: NotRequired[str]
    payment_method: NotRequired[Row]
    type: Literal["financial_account", "payment_method"] | str

class AccountApiReject(TypedDict):
    payouts_action: NotRequired[Literal["none", "pause"]]
    reason: NotRequired[
        Literal[
            "credit",
            "fraud_no_intent_to_fulfill",
            "fraud_other",
            "fraud_payment_method_casher",
            "fraud_payment_method_tester",
            "other",
            "terms_of_service",
        ]
        | str
    ]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class AccountCreate(TypedDict):
    account_token: NotRequired[str]
    business_profile: NotRequired[AccountBusinessProfile]
    business_type: NotRequired[
        Literal["company", "government_entity", "individual", "non_profit"] | str
    ]
    capabilities: NotRequired[AccountCapabilities]
    company: NotRequired[AccountCompany]
    controller: NotRequired[AccountController]
    country: NotRequired[str]
    default_currency: NotRequired[str]
    documents: NotRequired[AccountDocuments]
    email: NotRequired[str]
    external_account: NotRequired[Row | AccountBankAccount | AccountCard | AccountCardToken]
    groups: NotRequired[AccountGroups]
    individual: NotRequired[AccountIndividual]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    settings: NotRequired[AccountSettings]
    tos_acceptance: NotRequired[AccountTosAcceptance]
    type: NotRequired[Literal["custom", "express", "standard"] | str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class AccountCreateLink(TypedDict):
    collect: NotRequired[Literal["currently_due", "eventually_due"] | str]
    collection_options: NotRequired[AccountLinkCollectionOptions]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class AccountCreateLoginLink(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class AccountReject(TypedDict):
    payouts_action: NotRequired[Literal["none", "pause"]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class AccountUpdate(TypedDict):
    account_token: NotRequired[str]
    business_profile: NotRequired[AccountBusinessProfile]
    business_type: NotRequired[
        Literal["company", "government_entity", "individual", "non_profit"] | str
    ]
    capabilities: NotRequired[AccountCapabilities]
    company: NotRequired[AccountCompany]
    default_currency: NotRequired[str]
    documents: NotRequired[AccountDocuments2]
    email: NotRequired[str]
    external_account: NotRequired[
        Literal[""] | Row | AccountBankAccount | AccountCard | AccountCardToken
    ]
    groups: NotRequired[AccountGroups]
    individual: NotRequired[AccountIndividual]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    settings: NotRequired[AccountSettings2]
    tos_acceptance: NotRequired[AccountTosAcceptance]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class AccountV2ApiClose(TypedDict):
    applied_configurations: NotRequired[Sequence[Literal["customer", "merchant", "recipient"]]]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class AppInstallUninstall(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class BankAccountCreate(TypedDict):
    metadata: NotRequired[Mapping[str, str]]
    source: Row
    validate: NotRequired[bool]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class BankAccountRemove(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class BankAccountUpdate(TypedDict):
    account_holder_name: NotRequired[str]
    account_holder_type: NotRequired[Literal["company", "individual"] | str]
    address_city: NotRequired[str]
    address_country: NotRequired[str]
    address_line1: NotRequired[str]
    address_line2: NotRequired[str]
    address_state: NotRequired[str]
    address_zip: NotRequired[str]
    exp_month: NotRequired[str]
    exp_year: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    name: NotRequired[str]
    owner: NotRequired[CustomerPaymentSourceOwner]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class BankAccountVerify(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class BillingPortalConfigurationUpdate(TypedDict):
    active: NotRequired[bool]
    business_profile: NotRequired[ConfigurationBusinessProfile]
    default_return_url: NotRequired[Literal[""] | str]
    features: NotRequired[ConfigurationFeatures]
    login_page: NotRequired[ConfigurationFeaturesInvoiceHistory]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    name: NotRequired[Literal[""] | str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class BillingPortalSessionBegin(TypedDict):
    after_expiration: NotRequired[SessionAfterExpiration]
    configuration: NotRequired[Row]
    customer_account: NotRequired[Row]
    flow_data: NotRequired[SessionFlowData]
    locale: NotRequired[
        Literal[
            "auto",
            "bg",
            "cs",
            "da",
            "de",
            "el",
            "en",
            "en-AU",
            "en-CA",
            "en-GB",
            "en-IE",
            "en-IN",
            "en-NZ",
            "en-SG",
            "es",
            "es-419",
            "et",
            "fi",
            "fil",
            "fr",
            "fr-CA",
            "hr",
            "hu",
            "id",
            "it",
            "ja",
            "ko",
            "lt",
            "lv",
            "ms",
            "mt",
            "nb",
            "nl",
            "pl",
            "pt",
            "pt-BR",
            "ro",
            "ru",
            "sk",
            "sl",
            "sv",
            "th",
            "tr",
            "vi",
            "zh",
            "zh-HK",
            "zh-TW",
        ]
        | str
    ]
    on_behalf_of: NotRequired[Row]
    return_url: NotRequired[str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class BillingPortalSessionCreate(TypedDict):
    after_expiration: NotRequired[SessionAfterExpiration]
    configuration: NotRequired[Row]
    customer_account: NotRequired[Row]
    flow_data: NotRequired[SessionFlowData]
    locale: NotRequired[
        Literal[
            "auto",
            "bg",
            "cs",
            "da",
            "de",
            "el",
            "en",
            "en-AU",
            "en-CA",
            "en-GB",
            "en-IE",
            "en-IN",
            "en-NZ",
            "en-SG",
            "es",
            "es-419",
            "et",
            "fi",
            "fil",
            "fr",
            "fr-CA",
            "hr",
            "hu",
            "id",
            "it",
            "ja",
            "ko",
            "lt",
            "lv",
            "ms",
            "mt",
            "nb",
            "nl",
            "pl",
            "pt",
            "pt-BR",
            "ro",
            "ru",
            "sk",
            "sl",
            "sv",
            "th",
            "tr",
            "vi",
            "zh",
            "zh-HK",
            "zh-TW",
        ]
        | str
    ]
    on_behalf_of: NotRequired[Row]
    return_url: NotRequired[str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class CardCreateToken(TypedDict):
    account: NotRequired[TokenAccount]
    bank_account: NotRequired[TokenBankAccount]
    card: NotRequired[TokenCard | str]
    customer: NotRequired[Row]
    cvc_update: NotRequired[TokenCvcUpdate]
    person: NotRequired[TokenPerson]
    pii: NotRequired[TokenPii]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class ChargeCapture(TypedDict):
    amount: NotRequired[int]
    application_fee: NotRequired[int]
    application_fee_amount: NotRequired[int]
    receipt_email: NotRequired[str]
    statement_descriptor: NotRequired[str]
    statement_descriptor_suffix: NotRequired[str]
    transfer_data: NotRequired[ChargeCaptureTransferData]
    transfer_group: NotRequired[str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class ChargeUpdate(TypedDict):
    customer: NotRequired[Row]
    description: NotRequired[str]
    fraud_details: NotRequired[ChargeFraudDetails]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    receipt_email: NotRequired[str]
    shipping: NotRequired[ChargeShipping]
    transfer_group: NotRequired[str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class ClimateOrderCancel(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CouponCreate(TypedDict):
    amount_off: NotRequired[int]
    applies_to: NotRequired[CouponAppliesTo]
    currency: NotRequired[str]
    currency_options: NotRequired[Mapping[str, CouponCurrencyOptions]]
    duration: NotRequired[Literal["forever", "once", "repeating"] | str]
    duration_in_months: NotRequired[int]
    id: NotRequired[str]
    max_redemptions: NotRequired[int]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    name: NotRequired[str]
    percent_off: NotRequired[float]
    redeem_by: NotRequired[Moment]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class CouponUpdate(TypedDict):
    currency_options: NotRequired[Mapping[str, CouponCurrencyOptions]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    name: NotRequired[str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CreditGrantUpdate(TypedDict):
    expires_at: NotRequired[Literal[""] | Moment]
    metadata: NotRequired[Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CreditNoteCreate(TypedDict):
    amount: NotRequired[int]
    credit_amount: NotRequired[int]
    effective_at: NotRequired[Moment]
    email_type: NotRequired[Literal["credit_note", "none"] | str]
    invoice: Row
    lines: NotRequired[Sequence[CreditNoteLine]]
    memo: NotRequired[str]
    metadata: NotRequired[Mapping[str, str]]
    out_of_band_amount: NotRequired[int]
    reason: NotRequired[
        Literal["duplicate", "fraudulent", "order_change", "product_unsatisfactory"] | str
    ]
    refund_amount: NotRequired[int]
    refunds: NotRequired[Sequence[CreditNoteRefund]]
    shipping_cost: NotRequired[CreditNoteShippingCost]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class CreditNoteUpdate(TypedDict):
    memo: NotRequired[str]
    metadata: NotRequired[Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerAddTaxId(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerBeginPayment(TypedDict):
    allowed_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boku_promptpay",
                "boleto",
                "capchase_pay",
                "card",
                "card_present",
                "cashapp",
                "check_scan",
                "click_to_pay",
                "crypto",
                "customer_balance",
                "demo_pay",
                "duitnow",
                "dummy_auth_push",
                "dummy_passthrough_card",
                "edenred",
                "eps",
                "fpx",
                "gcash",
                "getbalance",
                "gift_card",
                "giropay",
                "gopay",
                "grabpay",
                "id_bank_transfer",
                "ideal",
                "interac_present",
                "kakao_pay",
                "klarna",
                "knet",
                "konbini",
                "kr_card",
                "kr_market",
                "kriya",
                "link",
                "mb_way",
                "mobilepay",
                "momo",
                "mondu",
                "multibanco",
                "naver_pay",
                "netbanking",
                "ng_bank",
                "ng_bank_transfer",
                "ng_card",
                "ng_market",
                "ng_ussd",
                "ng_wallet",
                "nz_bank_account",
                "octopus",
                "oxxo",
                "p24",
                "paper_check",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "qris",
                "rechnung",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "shop_pay",
                "shopeepay",
                "sofort",
                "south_korea_market",
                "stripe_balance",
                "sunbit",
                "swish",
                "tamara",
                "test_pay",
                "touch_n_go",
                "truemoney",
                "twint",
                "upi",
                "us_bank_account",
                "us_cash_voucher",
                "vipps",
                "wechat_pay",
                "wero",
                "zip",
            ]
            | str
        ]
    ]
    amount_details: NotRequired[PaymentIntentAmountDetails]
    application_fee_amount: NotRequired[int]
    automatic_payment_methods: NotRequired[PaymentIntentAutomaticPaymentMethods]
    capture_method: NotRequired[Literal["automatic", "automatic_async", "manual"] | str]
    confirm: NotRequired[bool]
    confirmation_method: NotRequired[Literal["automatic", "manual"] | str]
    confirmation_token: NotRequired[str]
    description: NotRequired[str]
    error_on_requires_action: NotRequired[bool]
    excluded_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "crypto",
                "customer_balance",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "kakao_pay",
                "klarna",
                "konbini",
                "kr_card",
                "mb_way",
                "mobilepay",
                "multibanco",
                "naver_pay",
                "nz_bank_account",
                "oxxo",
                "p24",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "sofort",
                "sunbit",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
                "zip",
            ]
            | str
        ]
    ]
    hooks: NotRequired[PaymentIntentHooks]
    mandate: NotRequired[Row]
    mandate_data: NotRequired[Literal[""] | PaymentIntentMandateData]
    metadata: NotRequired[Mapping[str, str]]
    off_session: NotRequired[bool | Literal["one_off", "recurring"] | str]
    on_behalf_of: NotRequired[Row]
    payment_details: NotRequired[PaymentIntentPaymentDetails]
    payment_method: NotRequired[Row]
    payment_method_configuration: NotRequired[Row]
    payment_method_data: NotRequired[PaymentIntentPaymentMethodData]
    payment_method_options: NotRequired[PaymentIntentPaymentMethodOptions]
    radar_options: NotRequired[PaymentIntentRadarOptions]
    receipt_email: NotRequired[str]
    return_url: NotRequired[str]
    setup_future_usage: NotRequired[Literal["off_session", "on_session"] | str]
    shipping: NotRequired[ChargeShipping]
    statement_descriptor: NotRequired[str]
    statement_descriptor_suffix: NotRequired[str]
    transfer_data: NotRequired[PaymentIntentTransferData]
    transfer_group: NotRequired[str]
    use_stripe_sdk: NotRequired[bool]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerBeginSetup(TypedDict):
    allowed_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boku_promptpay",
                "boleto",
                "capchase_pay",
                "card",
                "card_present",
                "cashapp",
                "check_scan",
                "click_to_pay",
                "crypto",
                "customer_balance",
                "demo_pay",
                "duitnow",
                "dummy_auth_push",
                "dummy_passthrough_card",
                "edenred",
                "eps",
                "fpx",
                "gcash",
                "getbalance",
                "gift_card",
                "giropay",
                "gopay",
                "grabpay",
                "id_bank_transfer",
                "ideal",
                "interac_present",
                "kakao_pay",
                "klarna",
                "knet",
                "konbini",
                "kr_card",
                "kr_market",
                "kriya",
                "link",
                "mb_way",
                "mobilepay",
                "momo",
                "mondu",
                "multibanco",
                "naver_pay",
                "netbanking",
                "ng_bank",
                "ng_bank_transfer",
                "ng_card",
                "ng_market",
                "ng_ussd",
                "ng_wallet",
                "nz_bank_account",
                "octopus",
                "oxxo",
                "p24",
                "paper_check",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "qris",
                "rechnung",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "shop_pay",
                "shopeepay",
                "sofort",
                "south_korea_market",
                "stripe_balance",
                "sunbit",
                "swish",
                "tamara",
                "test_pay",
                "touch_n_go",
                "truemoney",
                "twint",
                "upi",
                "us_bank_account",
                "us_cash_voucher",
                "vipps",
                "wechat_pay",
                "wero",
                "zip",
            ]
            | str
        ]
    ]
    attach_to_self: NotRequired[bool]
    automatic_payment_methods: NotRequired[PaymentIntentAutomaticPaymentMethods]
    confirm: NotRequired[bool]
    confirmation_token: NotRequired[str]
    description: NotRequired[str]
    excluded_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "crypto",
                "customer_balance",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "kakao_pay",
                "klarna",
                "konbini",
                "kr_card",
                "mb_way",
                "mobilepay",
                "multibanco",
                "naver_pay",
                "nz_bank_account",
                "oxxo",
                "p24",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "sofort",
                "sunbit",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
                "zip",
            ]
            | str
        ]
    ]
    flow_directions: NotRequired[Sequence[Literal["inbound", "outbound"] | str]]
    mandate_data: NotRequired[Literal[""] | PaymentIntentMandateData]
    metadata: NotRequired[Mapping[str, str]]
    on_behalf_of: NotRequired[Row]
    payment_method: NotRequired[Row]
    payment_method_configuration: NotRequired[Row]
    payment_method_data: NotRequired[PaymentIntentPaymentMethodData]
    payment_method_options: NotRequired[SetupIntentPaymentMethodOptions]
    return_url: NotRequired[str]
    single_use: NotRequired[AccountBusinessProfileMonthlyEstimatedRevenue]
    usage: NotRequired[Literal["off_session", "on_session"] | str]
    use_stripe_sdk: NotRequired[bool]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerBillingPortal(TypedDict):
    after_expiration: NotRequired[SessionAfterExpiration]
    configuration: NotRequired[Row]
    locale: NotRequired[
        Literal[
            "auto",
            "bg",
            "cs",
            "da",
            "de",
            "el",
            "en",
            "en-AU",
            "en-CA",
            "en-GB",
            "en-IE",
            "en-IN",
            "en-NZ",
            "en-SG",
            "es",
            "es-419",
            "et",
            "fi",
            "fil",
            "fr",
            "fr-CA",
            "hr",
            "hu",
            "id",
            "it",
            "ja",
            "ko",
            "lt",
            "lv",
            "ms",
            "mt",
            "nb",
            "nl",
            "pl",
            "pt",
            "pt-BR",
            "ro",
            "ru",
            "sk",
            "sl",
            "sv",
            "th",
            "tr",
            "vi",
            "zh",
            "zh-HK",
            "zh-TW",
        ]
        | str
    ]
    on_behalf_of: NotRequired[Row]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerCharge(TypedDict):
    application_fee_amount: NotRequired[int]
    capture: NotRequired[bool]
    currency: NotRequired[str]
    description: NotRequired[str]
    destination: NotRequired[ChargeDestination]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    on_behalf_of: NotRequired[Row]
    radar_options: NotRequired[PaymentIntentPaymentMethodDataRadarOptions]
    receipt_email: NotRequired[str]
    shipping: NotRequired[ChargeShipping]
    statement_descriptor: NotRequired[str]
    statement_descriptor_suffix: NotRequired[str]
    transfer_data: NotRequired[ChargeTransferData]
    transfer_group: NotRequired[str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerCheckout(TypedDict):
    adaptive_pricing: NotRequired[SessionAdaptivePricing]
    after_expiration: NotRequired[SessionAfterExpiration2]
    allow_promotion_codes: NotRequired[bool]
    allowed_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "crypto",
                "customer_balance",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "kakao_pay",
                "klarna",
                "konbini",
                "kr_card",
                "link",
                "mb_way",
                "mobilepay",
                "multibanco",
                "naver_pay",
                "nz_bank_account",
                "oxxo",
                "p24",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "sofort",
                "sunbit",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
                "zip",
            ]
            | str
        ]
    ]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_address_collection: NotRequired[Literal["auto", "required"] | str]
    branding_settings: NotRequired[SessionBrandingSettings]
    client_reference_id: NotRequired[str]
    consent_collection: NotRequired[SessionConsentCollection]
    currency: NotRequired[str]
    custom_fields: NotRequired[Sequence[SessionCustomField]]
    custom_text: NotRequired[SessionCustomText]
    customer_creation: NotRequired[Literal["always", "if_required"] | str]
    customer_email: NotRequired[str]
    customer_update: NotRequired[SessionCustomerUpdate]
    discounts: NotRequired[Sequence[SessionFlowDataSubscriptionUpdateConfirmDiscount]]
    excluded_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "crypto",
                "customer_balance",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "kakao_pay",
                "klarna",
                "konbini",
                "kr_card",
                "mb_way",
                "mobilepay",
                "multibanco",
                "naver_pay",
                "nz_bank_account",
                "oxxo",
                "p24",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "sofort",
                "sunbit",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
                "zip",
            ]
            | str
        ]
    ]
    expires_at: NotRequired[Moment]
    integration_identifier: NotRequired[str]
    invoice_creation: NotRequired[SessionInvoiceCreation]
    locale: NotRequired[
        Literal[
            "auto",
            "bg",
            "cs",
            "da",
            "de",
            "el",
            "en",
            "en-GB",
            "es",
            "es-419",
            "et",
            "fi",
            "fil",
            "fr",
            "fr-CA",
            "hi-IN",
            "hr",
            "hu",
            "id",
            "it",
            "ja",
            "ko",
            "lt",
            "lv",
            "ms",
            "mt",
            "nb",
            "nl",
            "pl",
            "pt",
            "pt-BR",
            "ro",
            "ru",
            "sk",
            "sl",
            "sv",
            "th",
            "tr",
            "vi",
            "zh",
            "zh-HK",
            "zh-TW",
        ]
        | str
    ]
    managed_payments: NotRequired[SessionAdaptivePricing]
    metadata: NotRequired[Mapping[str, str]]
    name_collection: NotRequired[SessionNameCollection]
    optional_items: NotRequired[Sequence[SessionOptionalItem]]
    origin_context: NotRequired[Literal["mobile_app", "web"] | str]
    payment_intent_data: NotRequired[SessionPaymentIntentData]
    payment_method_collection: NotRequired[Literal["always", "if_required"] | str]
    payment_method_configuration: NotRequired[Row]
    payment_method_data: NotRequired[SessionPaymentMethodData]
    payment_method_options: NotRequired[SessionPaymentMethodOptions]
    permissions: NotRequired[SessionPermissions]
    phone_number_collection: NotRequired[ConfigurationFeaturesInvoiceHistory]
    redirect_on_completion: NotRequired[Literal["always", "if_required", "never"] | str]
    return_url: NotRequired[str]
    saved_payment_method_options: NotRequired[SessionSavedPaymentMethodOptions]
    setup_intent_data: NotRequired[SessionSetupIntentData]
    shipping_address_collection: NotRequired[SessionShippingAddressCollection]
    shipping_options: NotRequired[Sequence[SessionShippingOption]]
    submit_type: NotRequired[Literal["auto", "book", "donate", "pay", "subscribe"] | str]
    subscription_data: NotRequired[SessionSubscriptionData]
    tax_id_collection: NotRequired[SessionTaxIdCollection]
    ui_mode: NotRequired[Literal["elements", "embedded_page", "form", "hosted_page"] | str]
    wallet_options: NotRequired[SessionWalletOptions]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    subscriber: NotRequired[Any]

class CustomerCreate(TypedDict):
    address: NotRequired[Literal[""] | AccountBusinessProfileSupportAddress]
    balance: NotRequired[int]
    business_name: NotRequired[Literal[""] | str]
    cash_balance: NotRequired[CustomerCashBalance]
    description: NotRequired[str]
    email: NotRequired[str]
    individual_name: NotRequired[Literal[""] | str]
    invoice_prefix: NotRequired[str]
    invoice_settings: NotRequired[CustomerInvoiceSettings]
    name: NotRequired[str]
    next_invoice_sequence: NotRequired[int]
    payment_method: NotRequired[Row]
    phone: NotRequired[str]
    preferred_locales: NotRequired[Sequence[str]]
    shipping: NotRequired[Literal[""] | CustomerShipping]
    source: NotRequired[Row]
    tax: NotRequired[CustomerTax]
    tax_exempt: NotRequired[Literal[""] | Literal["exempt", "none", "reverse"] | str]
    tax_id_data: NotRequired[Sequence[CustomerTaxIdDatum]]
    test_clock: NotRequired[Row]
    validate: NotRequired[bool]
    expand: NotRequired[Sequence[str]]

class CustomerCreateInvoice(TypedDict):
    account_tax_ids: NotRequired[Literal[""] | Sequence[Row]]
    application_fee_amount: NotRequired[int]
    auto_advance: NotRequired[bool]
    automatic_tax: NotRequired[SessionAutomaticTax]
    automatically_finalizes_at: NotRequired[Moment]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    currency: NotRequired[str]
    custom_fields: NotRequired[Literal[""] | Sequence[SessionInvoiceCreationInvoiceDataCustomField]]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Row]
    default_tax_rates: NotRequired[Sequence[Row]]
    description: NotRequired[str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    due_date: NotRequired[Moment]
    effective_at: NotRequired[Moment]
    footer: NotRequired[str]
    from_invoice: NotRequired[InvoiceFromInvoice]
    issuer: NotRequired[SessionAutomaticTaxLiability]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    number: NotRequired[str]
    on_behalf_of: NotRequired[Row]
    payment_settings: NotRequired[InvoicePaymentSettings]
    pending_invoice_items_behavior: NotRequired[Literal["exclude", "include"] | str]
    rendering: NotRequired[InvoiceRendering]
    shipping_cost: NotRequired[SessionShippingOption]
    shipping_details: NotRequired[InvoiceShippingDetails]
    statement_descriptor: NotRequired[str]
    subscription: NotRequired[Row]
    transfer_data: NotRequired[SessionPaymentIntentDataTransferData]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerCredit(TypedDict):
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerDebit(TypedDict):
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerDetachPaymentMethods(TypedDict):
    allow_redisplay: NotRequired[Literal["always", "limited", "unspecified"] | str]
    ending_before: NotRequired[str]
    limit: NotRequired[int]
    starting_after: NotRequired[str]
    type: NotRequired[
        Literal[
            "acss_debit",
            "affirm",
            "afterpay_clearpay",
            "alipay",
            "alma",
            "amazon_pay",
            "au_becs_debit",
            "bacs_debit",
            "bancontact",
            "billie",
            "bizum",
            "blik",
            "boleto",
            "card",
            "cashapp",
            "crypto",
            "custom",
            "customer_balance",
            "eps",
            "fpx",
            "giropay",
            "grabpay",
            "ideal",
            "kakao_pay",
            "klarna",
            "konbini",
            "kr_card",
            "link",
            "mb_way",
            "mobilepay",
            "multibanco",
            "naver_pay",
            "nz_bank_account",
            "oxxo",
            "p24",
            "pay_by_bank",
            "payco",
            "paynow",
            "paypal",
            "paypay",
            "payto",
            "pix",
            "promptpay",
            "revolut_pay",
            "samsung_pay",
            "satispay",
            "scalapay",
            "sepa_debit",
            "sequra",
            "sofort",
            "sunbit",
            "swish",
            "twint",
            "upi",
            "us_bank_account",
            "wechat_pay",
            "zip",
        ]
        | str
    ]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]

class CustomerGetOrCreate(TypedDict):
    address: NotRequired[Literal[""] | AccountBusinessProfileSupportAddress]
    balance: NotRequired[int]
    business_name: NotRequired[Literal[""] | str]
    cash_balance: NotRequired[CustomerCashBalance]
    description: NotRequired[str]
    email: NotRequired[str]
    individual_name: NotRequired[Literal[""] | str]
    invoice_prefix: NotRequired[str]
    invoice_settings: NotRequired[CustomerInvoiceSettings]
    metadata: NotRequired[Mapping[str, str]]
    name: NotRequired[str]
    next_invoice_sequence: NotRequired[int]
    payment_method: NotRequired[Row]
    phone: NotRequired[str]
    preferred_locales: NotRequired[Sequence[str]]
    shipping: NotRequired[Literal[""] | CustomerShipping]
    source: NotRequired[Row]
    tax: NotRequired[CustomerTax]
    tax_exempt: NotRequired[Literal[""] | Literal["exempt", "none", "reverse"] | str]
    tax_id_data: NotRequired[Sequence[CustomerTaxIdDatum]]
    test_clock: NotRequired[Row]
    validate: NotRequired[bool]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerGrantCredit(TypedDict):
    applicability_config: NotRequired[CreditGrantApplicabilityConfig]
    effective_at: NotRequired[Moment]
    metadata: NotRequired[Mapping[str, str]]
    priority: NotRequired[int]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerPay(TypedDict):
    allowed_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boku_promptpay",
                "boleto",
                "capchase_pay",
                "card",
                "card_present",
                "cashapp",
                "check_scan",
                "click_to_pay",
                "crypto",
                "customer_balance",
                "demo_pay",
                "duitnow",
                "dummy_auth_push",
                "dummy_passthrough_card",
                "edenred",
                "eps",
                "fpx",
                "gcash",
                "getbalance",
                "gift_card",
                "giropay",
                "gopay",
                "grabpay",
                "id_bank_transfer",
                "ideal",
                "interac_present",
                "kakao_pay",
                "klarna",
                "knet",
                "konbini",
                "kr_card",
                "kr_market",
                "kriya",
                "link",
                "mb_way",
                "mobilepay",
                "momo",
                "mondu",
                "multibanco",
                "naver_pay",
                "netbanking",
                "ng_bank",
                "ng_bank_transfer",
                "ng_card",
                "ng_market",
                "ng_ussd",
                "ng_wallet",
                "nz_bank_account",
                "octopus",
                "oxxo",
                "p24",
                "paper_check",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "qris",
                "rechnung",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "shop_pay",
                "shopeepay",
                "sofort",
                "south_korea_market",
                "stripe_balance",
                "sunbit",
                "swish",
                "tamara",
                "test_pay",
                "touch_n_go",
                "truemoney",
                "twint",
                "upi",
                "us_bank_account",
                "us_cash_voucher",
                "vipps",
                "wechat_pay",
                "wero",
                "zip",
            ]
            | str
        ]
    ]
    amount_details: NotRequired[PaymentIntentAmountDetails]
    application_fee_amount: NotRequired[int]
    automatic_payment_methods: NotRequired[PaymentIntentAutomaticPaymentMethods]
    capture_method: NotRequired[Literal["automatic", "automatic_async", "manual"] | str]
    confirm: NotRequired[bool]
    confirmation_method: NotRequired[Literal["automatic", "manual"] | str]
    confirmation_token: NotRequired[str]
    description: NotRequired[str]
    error_on_requires_action: NotRequired[bool]
    excluded_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "crypto",
                "customer_balance",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "kakao_pay",
                "klarna",
                "konbini",
                "kr_card",
                "mb_way",
                "mobilepay",
                "multibanco",
                "naver_pay",
                "nz_bank_account",
                "oxxo",
                "p24",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "sofort",
                "sunbit",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
                "zip",
            ]
            | str
        ]
    ]
    hooks: NotRequired[PaymentIntentHooks]
    mandate: NotRequired[Row]
    mandate_data: NotRequired[Literal[""] | PaymentIntentMandateData]
    metadata: NotRequired[Mapping[str, str]]
    on_behalf_of: NotRequired[Row]
    payment_details: NotRequired[PaymentIntentPaymentDetails]
    payment_method_configuration: NotRequired[Row]
    payment_method_data: NotRequired[PaymentIntentPaymentMethodData]
    payment_method_options: NotRequired[PaymentIntentPaymentMethodOptions]
    radar_options: NotRequired[PaymentIntentRadarOptions]
    receipt_email: NotRequired[str]
    return_url: NotRequired[str]
    setup_future_usage: NotRequired[Literal["off_session", "on_session"] | str]
    shipping: NotRequired[ChargeShipping]
    statement_descriptor: NotRequired[str]
    statement_descriptor_suffix: NotRequired[str]
    transfer_data: NotRequired[PaymentIntentTransferData]
    transfer_group: NotRequired[str]
    use_stripe_sdk: NotRequired[bool]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerReadPaymentMethods(TypedDict):
    allow_redisplay: NotRequired[Literal["always", "limited", "unspecified"] | str]
    ending_before: NotRequired[str]
    limit: NotRequired[int]
    starting_after: NotRequired[str]
    type: NotRequired[
        Literal[
            "acss_debit",
            "affirm",
            "afterpay_clearpay",
            "alipay",
            "alma",
            "amazon_pay",
            "au_becs_debit",
            "bacs_debit",
            "bancontact",
            "billie",
            "bizum",
            "blik",
            "boleto",
            "card",
            "cashapp",
            "crypto",
            "custom",
            "customer_balance",
            "eps",
            "fpx",
            "giropay",
            "grabpay",
            "ideal",
            "kakao_pay",
            "klarna",
            "konbini",
            "kr_card",
            "link",
            "mb_way",
            "mobilepay",
            "multibanco",
            "naver_pay",
            "nz_bank_account",
            "oxxo",
            "p24",
            "pay_by_bank",
            "payco",
            "paynow",
            "paypal",
            "paypay",
            "payto",
            "pix",
            "promptpay",
            "revolut_pay",
            "samsung_pay",
            "satispay",
            "scalapay",
            "sepa_debit",
            "sequra",
            "sofort",
            "sunbit",
            "swish",
            "twint",
            "upi",
            "us_bank_account",
            "wechat_pay",
            "zip",
        ]
        | str
    ]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerSendInvoice(TypedDict):
    forgive: NotRequired[bool]
    mandate: NotRequired[Literal[""] | Row]
    off_session: NotRequired[bool]
    paid_out_of_band: NotRequired[bool]
    payment_method: NotRequired[Row]
    source: NotRequired[Row]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerSubscribe(TypedDict):
    add_invoice_items: NotRequired[Sequence[SubscriptionAddInvoiceItem]]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    backdate_start_date: NotRequired[Moment]
    billing_cycle_anchor: NotRequired[Moment]
    billing_cycle_anchor_config: NotRequired[SessionSubscriptionDataBillingCycleAnchorConfig]
    billing_mode: NotRequired[SessionSubscriptionDataBillingMode]
    billing_schedules: NotRequired[Sequence[SubscriptionBillingSchedule]]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    cancel_at: NotRequired[
        Moment | Literal["max_billed_until", "max_period_end", "min_period_end"] | str
    ]
    cancel_at_period_end: NotRequired[bool]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    currency: NotRequired[str]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoice_settings: NotRequired[SessionSubscriptionDataInvoiceSettings]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    off_session: NotRequired[bool]
    on_behalf_of: NotRequired[Literal[""] | Row]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    payment_settings: NotRequired[SubscriptionPaymentSettings]
    pending_invoice_item_interval: NotRequired[
        Literal[""] | ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    ]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    transfer_data: NotRequired[SessionSubscriptionDataTransferData]
    trial_end: NotRequired[Literal["now"] | Moment]
    trial_from_plan: NotRequired[bool]
    trial_period_days: NotRequired[int]
    trial_settings: NotRequired[SubscriptionTrialSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerUpdate(TypedDict):
    address: NotRequired[Literal[""] | AccountBusinessProfileSupportAddress]
    balance: NotRequired[int]
    business_name: NotRequired[Literal[""] | str]
    cash_balance: NotRequired[CustomerCashBalance]
    default_source: NotRequired[Row]
    description: NotRequired[str]
    email: NotRequired[str]
    individual_name: NotRequired[Literal[""] | str]
    invoice_prefix: NotRequired[str]
    invoice_settings: NotRequired[CustomerInvoiceSettings]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    name: NotRequired[str]
    next_invoice_sequence: NotRequired[int]
    phone: NotRequired[str]
    preferred_locales: NotRequired[Sequence[str]]
    shipping: NotRequired[Literal[""] | CustomerShipping]
    source: NotRequired[Row]
    tax: NotRequired[CustomerTax2]
    tax_exempt: NotRequired[Literal[""] | Literal["exempt", "none", "reverse"] | str]
    validate: NotRequired[bool]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class CustomerUpcomingInvoice(TypedDict):
    automatic_tax: NotRequired[SessionAutomaticTax]
    currency: NotRequired[str]
    customer_details: NotRequired[InvoiceCreatePreviewCustomerDetails]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoice_items: NotRequired[Sequence[InvoiceCreatePreviewInvoiceItem]]
    issuer: NotRequired[SessionAutomaticTaxLiability]
    on_behalf_of: NotRequired[Literal[""] | Row]
    preview_mode: NotRequired[Literal["next", "recurring"] | str]
    schedule: NotRequired[Row]
    schedule_details: NotRequired[InvoiceCreatePreviewScheduleDetails]
    subscription: NotRequired[Row]
    subscription_details: NotRequired[InvoiceCreatePreviewSubscriptionDetails]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class DisputeAddEvidence(TypedDict):
    access_activity_log: NotRequired[str]
    appeal: NotRequired[Literal[""] | DisputeEvidenceAppeal]
    billing_address: NotRequired[str]
    cancellation_policy: NotRequired[str]
    cancellation_policy_disclosure: NotRequired[str]
    cancellation_rebuttal: NotRequired[str]
    customer_communication: NotRequired[str]
    customer_email_address: NotRequired[str]
    customer_name: NotRequired[str]
    customer_purchase_ip: NotRequired[str]
    customer_signature: NotRequired[str]
    duplicate_charge_documentation: NotRequired[str]
    duplicate_charge_explanation: NotRequired[str]
    duplicate_charge_id: NotRequired[str]
    enhanced_evidence: NotRequired[Literal[""] | DisputeEvidenceEnhancedEvidence]
    product_description: NotRequired[str]
    receipt: NotRequired[str]
    refund_policy: NotRequired[str]
    refund_policy_disclosure: NotRequired[str]
    refund_refusal_explanation: NotRequired[str]
    service_date: NotRequired[str]
    service_documentation: NotRequired[str]
    shipping_address: NotRequired[str]
    shipping_carrier: NotRequired[str]
    shipping_date: NotRequired[str]
    shipping_documentation: NotRequired[str]
    shipping_tracking_number: NotRequired[str]
    uncategorized_file: NotRequired[str]
    uncategorized_text: NotRequired[str]

class DisputeSubmit(TypedDict):
    access_activity_log: NotRequired[str]
    appeal: NotRequired[Literal[""] | DisputeEvidenceAppeal]
    billing_address: NotRequired[str]
    cancellation_policy: NotRequired[str]
    cancellation_policy_disclosure: NotRequired[str]
    cancellation_rebuttal: NotRequired[str]
    customer_communication: NotRequired[str]
    customer_email_address: NotRequired[str]
    customer_name: NotRequired[str]
    customer_purchase_ip: NotRequired[str]
    customer_signature: NotRequired[str]
    duplicate_charge_documentation: NotRequired[str]
    duplicate_charge_explanation: NotRequired[str]
    duplicate_charge_id: NotRequired[str]
    enhanced_evidence: NotRequired[Literal[""] | DisputeEvidenceEnhancedEvidence]
    product_description: NotRequired[str]
    receipt: NotRequired[str]
    refund_policy: NotRequired[str]
    refund_policy_disclosure: NotRequired[str]
    refund_refusal_explanation: NotRequired[str]
    service_date: NotRequired[str]
    service_documentation: NotRequired[str]
    shipping_address: NotRequired[str]
    shipping_carrier: NotRequired[str]
    shipping_date: NotRequired[str]
    shipping_documentation: NotRequired[str]
    shipping_tracking_number: NotRequired[str]
    uncategorized_file: NotRequired[str]
    uncategorized_text: NotRequired[str]

class EventDestinationDisable(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class EventDestinationEnable(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class FeatureCreate(TypedDict):
    metadata: NotRequired[Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class FeatureUpdate(TypedDict):
    active: NotRequired[bool]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    name: NotRequired[str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class FileCreate(TypedDict):
    file_link_data: NotRequired[FileFileLinkData]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class FileCreateLink(TypedDict):
    file: NotRequired[Row]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class FileLinkUpdate(TypedDict):
    expires_at: NotRequired[Literal[""] | Literal["now"] | Moment]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class FinancialConnectionsAccountDisconnect(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class FinancialConnectionsAccountRefresh(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class FinancialConnectionsAccountSubscribe(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class FinancialConnectionsAccountUnsubscribe(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class GbBankAccountArchive(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class GbBankAccountUnarchive(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class InvoiceAddLines(TypedDict):
    invoice_metadata: NotRequired[Literal[""] | Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class InvoiceAttachPayment(TypedDict):
    payment_intent: NotRequired[Row]
    payment_record: NotRequired[str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class InvoiceFinalize(TypedDict):
    auto_advance: NotRequired[bool]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class InvoiceMarkUncollectible(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class InvoicePay(TypedDict):
    forgive: NotRequired[bool]
    mandate: NotRequired[Literal[""] | Row]
    off_session: NotRequired[bool]
    paid_out_of_band: NotRequired[bool]
    payment_method: NotRequired[Row]
    source: NotRequired[Row]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class InvoiceRefund(TypedDict):
    currency: NotRequired[str]
    customer: NotRequired[Row]
    instructions_email: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    origin: NotRequired[Literal["customer_balance"]]
    refund_application_fee: NotRequired[bool]
    reverse_transfer: NotRequired[bool]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class InvoiceRetry(TypedDict):
    forgive: NotRequired[bool]
    mandate: NotRequired[Literal[""] | Row]
    off_session: NotRequired[bool]
    paid_out_of_band: NotRequired[bool]
    payment_method: NotRequired[Row]
    source: NotRequired[Row]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class InvoiceSend(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class InvoiceUpcoming(TypedDict):
    automatic_tax: NotRequired[SessionAutomaticTax]
    currency: NotRequired[str]
    customer_account: NotRequired[Row]
    customer_details: NotRequired[InvoiceCreatePreviewCustomerDetails]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoice_items: NotRequired[Sequence[InvoiceCreatePreviewInvoiceItem]]
    issuer: NotRequired[SessionAutomaticTaxLiability]
    on_behalf_of: NotRequired[Literal[""] | Row]
    preview_mode: NotRequired[Literal["next", "recurring"] | str]
    schedule: NotRequired[Row]
    schedule_details: NotRequired[InvoiceCreatePreviewScheduleDetails]
    subscription_details: NotRequired[InvoiceCreatePreviewSubscriptionDetails]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class InvoiceUpdate(TypedDict):
    account_tax_ids: NotRequired[Literal[""] | Sequence[Row]]
    application_fee_amount: NotRequired[int]
    auto_advance: NotRequired[bool]
    automatic_tax: NotRequired[SessionAutomaticTax]
    automatically_finalizes_at: NotRequired[Moment]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    custom_fields: NotRequired[Literal[""] | Sequence[SessionInvoiceCreationInvoiceDataCustomField]]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Literal[""] | Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    due_date: NotRequired[Moment]
    effective_at: NotRequired[Literal[""] | Moment]
    footer: NotRequired[str]
    issuer: NotRequired[SessionAutomaticTaxLiability]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    number: NotRequired[Literal[""] | str]
    on_behalf_of: NotRequired[Literal[""] | Row]
    payment_settings: NotRequired[InvoicePaymentSettings]
    rendering: NotRequired[InvoiceRendering]
    shipping_cost: NotRequired[Literal[""] | SessionShippingOption]
    shipping_details: NotRequired[Literal[""] | InvoiceShippingDetails]
    statement_descriptor: NotRequired[str]
    transfer_data: NotRequired[Literal[""] | SessionPaymentIntentDataTransferData]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class InvoiceVoid(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class InvoiceItemUpdate(TypedDict):
    amount: NotRequired[int]
    description: NotRequired[str]
    discountable: NotRequired[bool]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoicing_rules: NotRequired[Literal[""]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    period: NotRequired[InvoiceCreatePreviewInvoiceItemPeriod]
    price_data: NotRequired[SubscriptionAddInvoiceItemPriceData]
    pricing: NotRequired[InvoiceItemPricing]
    quantity: NotRequired[int]
    quantity_decimal: NotRequired[str | Decimal]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]
    tax_code: NotRequired[Literal[""] | str]
    tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    unit_amount_decimal: NotRequired[str | Decimal]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class IssuingAuthorizationApprove(TypedDict):
    amount: NotRequired[int]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class IssuingAuthorizationDecline(TypedDict):
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class IssuingDisputeSubmit(TypedDict):
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class LineItemUpdate(TypedDict):
    amount: NotRequired[int]
    description: NotRequired[str]
    discountable: NotRequired[bool]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    period: NotRequired[InvoiceCreatePreviewInvoiceItemPeriod]
    price_data: NotRequired[InvoiceLineItemPriceData]
    pricing: NotRequired[InvoiceItemPricing]
    quantity: NotRequired[int]
    quantity_decimal: NotRequired[str | Decimal]
    tax_amounts: NotRequired[Literal[""] | Sequence[InvoiceLineItemTaxAmount]]
    tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class MeterCreate(TypedDict):
    customer_mapping: NotRequired[MeterCustomerMapping]
    default_aggregation: MeterDefaultAggregation
    display_name: str
    event_name: str
    event_time_window: NotRequired[Literal["day", "hour"] | str]
    value_settings: NotRequired[MeterValueSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class MeterUpdate(TypedDict):
    display_name: NotRequired[str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class MoneyManagementOutboundPaymentCancel(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class MoneyManagementOutboundSetupIntentCancel(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class MoneyManagementPayoutIntentCancel(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class MoneyManagementPayoutIntentConfirm(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class MoneyManagementPayoutMethodArchive(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class MoneyManagementPayoutMethodUnarchive(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class MoneyManagementRecipientVerificationAcknowledge(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class PaymentIntentCancel(TypedDict):
    cancellation_reason: NotRequired[
        Literal["abandoned", "duplicate", "fraudulent", "requested_by_customer"] | str
    ]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class PaymentIntentCapture(TypedDict):
    amount_details: NotRequired[PaymentIntentAmountDetails]
    amount_to_capture: NotRequired[int]
    application_fee_amount: NotRequired[int]
    final_capture: NotRequired[bool]
    hooks: NotRequired[PaymentIntentHooks]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    payment_details: NotRequired[Literal[""] | PaymentIntentPaymentDetails]
    statement_descriptor: NotRequired[str]
    statement_descriptor_suffix: NotRequired[str]
    transfer_data: NotRequired[ChargeCaptureTransferData]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class PaymentIntentConfirm(TypedDict):
    allowed_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boku_promptpay",
                "boleto",
                "capchase_pay",
                "card",
                "card_present",
                "cashapp",
                "check_scan",
                "click_to_pay",
                "crypto",
                "customer_balance",
                "demo_pay",
                "duitnow",
                "dummy_auth_push",
                "dummy_passthrough_card",
                "edenred",
                "eps",
                "fpx",
                "gcash",
                "getbalance",
                "gift_card",
                "giropay",
                "gopay",
                "grabpay",
                "id_bank_transfer",
                "ideal",
                "interac_present",
                "kakao_pay",
                "klarna",
                "knet",
                "konbini",
                "kr_card",
                "kr_market",
                "kriya",
                "link",
                "mb_way",
                "mobilepay",
                "momo",
                "mondu",
                "multibanco",
                "naver_pay",
                "netbanking",
                "ng_bank",
                "ng_bank_transfer",
                "ng_card",
                "ng_market",
                "ng_ussd",
                "ng_wallet",
                "nz_bank_account",
                "octopus",
                "oxxo",
                "p24",
                "paper_check",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "qris",
                "rechnung",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "shop_pay",
                "shopeepay",
                "sofort",
                "south_korea_market",
                "stripe_balance",
                "sunbit",
                "swish",
                "tamara",
                "test_pay",
                "touch_n_go",
                "truemoney",
                "twint",
                "upi",
                "us_bank_account",
                "us_cash_voucher",
                "vipps",
                "wechat_pay",
                "wero",
                "zip",
            ]
            | str
        ]
    ]
    amount_details: NotRequired[Literal[""] | PaymentIntentAmountDetails]
    amount_to_confirm: NotRequired[int]
    capture_method: NotRequired[Literal["automatic", "automatic_async", "manual"] | str]
    confirmation_token: NotRequired[str]
    error_on_requires_action: NotRequired[bool]
    excluded_payment_method_types: NotRequired[
        Literal[""]
        | Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "crypto",
                "customer_balance",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "kakao_pay",
                "klarna",
                "konbini",
                "kr_card",
                "mb_way",
                "mobilepay",
                "multibanco",
                "naver_pay",
                "nz_bank_account",
                "oxxo",
                "p24",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "sofort",
                "sunbit",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
                "zip",
            ]
            | str
        ]
    ]
    hooks: NotRequired[PaymentIntentHooks]
    mandate: NotRequired[Row]
    mandate_data: NotRequired[Literal[""] | PaymentIntentConfirmMandateData]
    off_session: NotRequired[bool | Literal["one_off", "recurring"] | str]
    payment_details: NotRequired[Literal[""] | PaymentIntentPaymentDetails]
    payment_method: NotRequired[Row]
    payment_method_data: NotRequired[PaymentIntentPaymentMethodData]
    payment_method_options: NotRequired[PaymentIntentPaymentMethodOptions]
    radar_options: NotRequired[PaymentIntentRadarOptions]
    receipt_email: NotRequired[Literal[""] | str]
    return_url: NotRequired[str]
    setup_future_usage: NotRequired[Literal[""] | Literal["off_session", "on_session"] | str]
    shipping: NotRequired[Literal[""] | ChargeShipping]
    use_stripe_sdk: NotRequired[bool]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class PaymentIntentIncrementAuthorization(TypedDict):
    amount_details: NotRequired[PaymentIntentAmountDetails]
    application_fee_amount: NotRequired[int]
    description: NotRequired[str]
    hooks: NotRequired[PaymentIntentHooks]
    metadata: NotRequired[Mapping[str, str]]
    payment_details: NotRequired[PaymentIntentPaymentDetails]
    statement_descriptor: NotRequired[str]
    transfer_data: NotRequired[ChargeCaptureTransferData]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class PaymentIntentRefund(TypedDict):
    currency: NotRequired[str]
    customer: NotRequired[Row]
    instructions_email: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    origin: NotRequired[Literal["customer_balance"]]
    refund_application_fee: NotRequired[bool]
    reverse_transfer: NotRequired[bool]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class PaymentIntentUpdate(TypedDict):
    allowed_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boku_promptpay",
                "boleto",
                "capchase_pay",
                "card",
                "card_present",
                "cashapp",
                "check_scan",
                "click_to_pay",
                "crypto",
                "customer_balance",
                "demo_pay",
                "duitnow",
                "dummy_auth_push",
                "dummy_passthrough_card",
                "edenred",
                "eps",
                "fpx",
                "gcash",
                "getbalance",
                "gift_card",
                "giropay",
                "gopay",
                "grabpay",
                "id_bank_transfer",
                "ideal",
                "interac_present",
                "kakao_pay",
                "klarna",
                "knet",
                "konbini",
                "kr_card",
                "kr_market",
                "kriya",
                "link",
                "mb_way",
                "mobilepay",
                "momo",
                "mondu",
                "multibanco",
                "naver_pay",
                "netbanking",
                "ng_bank",
                "ng_bank_transfer",
                "ng_card",
                "ng_market",
                "ng_ussd",
                "ng_wallet",
                "nz_bank_account",
                "octopus",
                "oxxo",
                "p24",
                "paper_check",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "qris",
                "rechnung",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "shop_pay",
                "shopeepay",
                "sofort",
                "south_korea_market",
                "stripe_balance",
                "sunbit",
                "swish",
                "tamara",
                "test_pay",
                "touch_n_go",
                "truemoney",
                "twint",
                "upi",
                "us_bank_account",
                "us_cash_voucher",
                "vipps",
                "wechat_pay",
                "wero",
                "zip",
            ]
            | str
        ]
    ]
    amount: NotRequired[int]
    amount_details: NotRequired[Literal[""] | PaymentIntentAmountDetails]
    application_fee_amount: NotRequired[Literal[""] | int]
    capture_method: NotRequired[Literal["automatic", "automatic_async", "manual"] | str]
    currency: NotRequired[str]
    customer: NotRequired[Row]
    customer_account: NotRequired[Row]
    description: NotRequired[str]
    excluded_payment_method_types: NotRequired[
        Literal[""]
        | Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "crypto",
                "customer_balance",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "kakao_pay",
                "klarna",
                "konbini",
                "kr_card",
                "mb_way",
                "mobilepay",
                "multibanco",
                "naver_pay",
                "nz_bank_account",
                "oxxo",
                "p24",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "sofort",
                "sunbit",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
                "zip",
            ]
            | str
        ]
    ]
    hooks: NotRequired[PaymentIntentHooks]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    payment_details: NotRequired[Literal[""] | PaymentIntentPaymentDetails]
    payment_method: NotRequired[Row]
    payment_method_configuration: NotRequired[Row]
    payment_method_data: NotRequired[PaymentIntentPaymentMethodData]
    payment_method_options: NotRequired[PaymentIntentPaymentMethodOptions]
    receipt_email: NotRequired[Literal[""] | str]
    setup_future_usage: NotRequired[Literal[""] | Literal["off_session", "on_session"] | str]
    shipping: NotRequired[Literal[""] | ChargeShipping]
    statement_descriptor: NotRequired[str]
    statement_descriptor_suffix: NotRequired[str]
    transfer_data: NotRequired[PaymentIntentTransferData2]
    transfer_group: NotRequired[str]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class PaymentLinkCreate(TypedDict):
    after_completion: NotRequired[PaymentLinkAfterCompletion]
    allow_promotion_codes: NotRequired[bool]
    application_fee_amount: NotRequired[int]
    application_fee_percent: NotRequired[float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_address_collection: NotRequired[Literal["auto", "required"] | str]
    consent_collection: NotRequired[SessionConsentCollection]
    currency: NotRequired[str]
    custom_fields: NotRequired[Sequence[SessionCustomField]]
    custom_text: NotRequired[SessionCustomText]
    customer_creation: NotRequired[Literal["always", "if_required"] | str]
    inactive_message: NotRequired[str]
    invoice_creation: NotRequired[PaymentLinkInvoiceCreation]
    line_items: Sequence[PaymentLinkLineItem]
    managed_payments: NotRequired[SessionAdaptivePricing]
    metadata: NotRequired[Mapping[str, str]]
    name_collection: NotRequired[SessionNameCollection]
    on_behalf_of: NotRequired[Row]
    optional_items: NotRequired[Sequence[SessionOptionalItem]]
    payment_intent_data: NotRequired[PaymentLinkPaymentIntentData]
    payment_method_collection: NotRequired[Literal["always", "if_required"] | str]
    payment_method_options: NotRequired[PaymentLinkPaymentMethodOptions]
    payment_method_types: NotRequired[
        Sequence[
            Literal[
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "klarna",
                "konbini",
                "link",
                "mb_way",
                "mobilepay",
                "multibanco",
                "oxxo",
                "p24",
                "pay_by_bank",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "sofort",
                "sunbit",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
                "zip",
            ]
            | str
        ]
    ]
    phone_number_collection: NotRequired[ConfigurationFeaturesInvoiceHistory]
    restrictions: NotRequired[PaymentLinkRestrictions]
    shipping_address_collection: NotRequired[SessionShippingAddressCollection]
    shipping_options: NotRequired[Sequence[CreditNoteShippingCost]]
    submit_type: NotRequired[Literal["auto", "book", "donate", "pay", "subscribe"] | str]
    subscription_data: NotRequired[PaymentLinkSubscriptionData]
    tax_id_collection: NotRequired[SessionTaxIdCollection]
    transfer_data: NotRequired[SessionPaymentIntentDataTransferData]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class PaymentLinkUpdate(TypedDict):
    active: NotRequired[bool]
    after_completion: NotRequired[PaymentLinkAfterCompletion]
    allow_promotion_codes: NotRequired[bool]
    application_fee_amount: NotRequired[Literal[""] | int]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_address_collection: NotRequired[Literal["auto", "required"] | str]
    consent_collection: NotRequired[SessionConsentCollection]
    custom_fields: NotRequired[Literal[""] | Sequence[SessionCustomField]]
    custom_text: NotRequired[SessionCustomText]
    customer_creation: NotRequired[Literal["always", "if_required"] | str]
    inactive_message: NotRequired[Literal[""] | str]
    invoice_creation: NotRequired[PaymentLinkInvoiceCreation]
    line_items: NotRequired[Sequence[PaymentLinkLineItem2]]
    metadata: NotRequired[Mapping[str, str]]
    name_collection: NotRequired[Literal[""] | SessionNameCollection]
    on_behalf_of: NotRequired[Literal[""] | Row]
    optional_items: NotRequired[Literal[""] | Sequence[SessionOptionalItem]]
    payment_intent_data: NotRequired[PaymentLinkPaymentIntentData2]
    payment_method_collection: NotRequired[Literal["always", "if_required"] | str]
    payment_method_options: NotRequired[Literal[""] | PaymentLinkPaymentMethodOptions2]
    payment_method_types: NotRequired[
        Literal[""]
        | Sequence[
            Literal[
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "klarna",
                "konbini",
                "link",
                "mb_way",
                "mobilepay",
                "multibanco",
                "oxxo",
                "p24",
                "pay_by_bank",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "sofort",
                "sunbit",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
                "zip",
            ]
            | str
        ]
    ]
    phone_number_collection: NotRequired[ConfigurationFeaturesInvoiceHistory]
    restrictions: NotRequired[Literal[""] | PaymentLinkRestrictions]
    shipping_address_collection: NotRequired[Literal[""] | SessionShippingAddressCollection]
    shipping_options: NotRequired[Literal[""] | Sequence[CreditNoteShippingCost]]
    submit_type: NotRequired[Literal["auto", "book", "donate", "pay", "subscribe"] | str]
    subscription_data: NotRequired[PaymentLinkSubscriptionData2]
    tax_id_collection: NotRequired[SessionTaxIdCollection]
    transfer_data: NotRequired[Literal[""] | PaymentLinkTransferData]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class PaymentMethodUpdate(TypedDict):
    allow_redisplay: NotRequired[Literal["always", "limited", "unspecified"] | str]
    billing_details: NotRequired[PaymentIntentPaymentMethodDataBillingDetails]
    card: NotRequired[PaymentMethodCard]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    us_bank_account: NotRequired[PaymentMethodUsBankAccount]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class PaymentMethodDomainValidate(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class PayoutCancel(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class PayoutCreate(TypedDict):
    description: NotRequired[str]
    destination: NotRequired[Row]
    metadata: NotRequired[Mapping[str, str]]
    method: NotRequired[Literal["instant", "standard"] | str]
    payout_method: NotRequired[str]
    source_type: NotRequired[Literal["bank_account", "card", "fpx"] | str]
    statement_descriptor: NotRequired[str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class PayoutReverse(TypedDict):
    metadata: NotRequired[Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class PayoutUpdate(TypedDict):
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class PriceCreate(TypedDict):
    active: NotRequired[bool]
    billing_scheme: NotRequired[Literal["per_unit", "tiered"] | str]
    currency: str
    currency_options: NotRequired[Mapping[str, PriceCurrencyOptions]]
    custom_unit_amount: NotRequired[PriceCurrencyOptionsCustomUnitAmount]
    lookup_key: NotRequired[str]
    metadata: NotRequired[Mapping[str, str]]
    nickname: NotRequired[str]
    product: NotRequired[Row]
    product_data: NotRequired[PriceProductData]
    recurring: NotRequired[PriceRecurring]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]
    tiers: NotRequired[Sequence[PriceCurrencyOptionsTier]]
    tiers_mode: NotRequired[Literal["graduated", "volume"] | str]
    transfer_lookup_key: NotRequired[bool]
    transform_quantity: NotRequired[PriceTransformQuantity]
    unit_amount: NotRequired[int | Decimal]
    unit_amount_decimal: NotRequired[str | Decimal]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class PriceGetOrCreate(TypedDict):
    active: NotRequired[bool]
    billing_scheme: NotRequired[Literal["per_unit", "tiered"] | str]
    currency: NotRequired[str]
    currency_options: NotRequired[Mapping[str, PriceCurrencyOptions]]
    custom_unit_amount: NotRequired[PriceCurrencyOptionsCustomUnitAmount]
    lookup_key: NotRequired[str]
    metadata: NotRequired[Mapping[str, str]]
    nickname: NotRequired[str]
    product: NotRequired[Row]
    product_data: NotRequired[PriceProductData]
    recurring: NotRequired[PriceRecurring]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]
    tiers: NotRequired[Sequence[PriceCurrencyOptionsTier]]
    tiers_mode: NotRequired[Literal["graduated", "volume"] | str]
    transfer_lookup_key: NotRequired[bool]
    transform_quantity: NotRequired[PriceTransformQuantity]
    unit_amount: NotRequired[int | Decimal]
    unit_amount_decimal: NotRequired[str | Decimal]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]
    id: NotRequired[str]

class PriceUpdate(TypedDict):
    active: NotRequired[bool]
    currency_options: NotRequired[Literal[""] | Mapping[str, PriceCurrencyOptions]]
    lookup_key: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    nickname: NotRequired[str]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]
    transfer_lookup_key: NotRequired[bool]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class ProductCreate(TypedDict):
    active: NotRequired[bool]
    default_price_data: NotRequired[ProductDefaultPriceData]
    description: NotRequired[str]
    id: NotRequired[str]
    images: NotRequired[Sequence[str]]
    marketing_features: NotRequired[Sequence[ProductMarketingFeature]]
    metadata: NotRequired[Mapping[str, str]]
    name: str
    package_dimensions: NotRequired[ProductPackageDimensions]
    shippable: NotRequired[bool]
    statement_descriptor: NotRequired[str]
    tax_code: NotRequired[str]
    tax_details: NotRequired[InvoiceLineItemPriceDataProductDataTaxDetails]
    type: NotRequired[Literal["good", "service"] | str]
    unit_label: NotRequired[str]
    url: NotRequired[str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class ProductUpdate(TypedDict):
    active: NotRequired[bool]
    default_price: NotRequired[Row]
    description: NotRequired[Literal[""] | str]
    images: NotRequired[Literal[""] | Sequence[str]]
    marketing_features: NotRequired[Literal[""] | Sequence[ProductMarketingFeature]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    name: NotRequired[str]
    package_dimensions: NotRequired[Literal[""] | ProductPackageDimensions]
    shippable: NotRequired[bool]
    statement_descriptor: NotRequired[str]
    tax_code: NotRequired[Literal[""] | str]
    tax_details: NotRequired[Literal[""] | InvoiceLineItemPriceDataProductDataTaxDetails]
    unit_label: NotRequired[Literal[""] | str]
    url: NotRequired[Literal[""] | str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class PromotionCodeUpdate(TypedDict):
    active: NotRequired[bool]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    restrictions: NotRequired[PromotionCodeRestrictions]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class QuoteCreate(TypedDict):
    application_fee_amount: NotRequired[Literal[""] | int]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    customer: NotRequired[Row]
    customer_account: NotRequired[Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    expires_at: NotRequired[Moment]
    footer: NotRequired[Literal[""] | str]
    from_quote: NotRequired[QuoteFromQuote]
    header: NotRequired[Literal[""] | str]
    invoice_settings: NotRequired[QuoteInvoiceSettings]
    line_items: NotRequired[Sequence[QuoteLineItem]]
    metadata: NotRequired[Mapping[str, str]]
    on_behalf_of: NotRequired[Literal[""] | Row]
    subscription_data: NotRequired[QuoteSubscriptionData]
    test_clock: NotRequired[Row]
    transfer_data: NotRequired[Literal[""] | QuoteTransferData]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class QuoteFinalize(TypedDict):
    expires_at: NotRequired[Moment]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class QuoteUpdate(TypedDict):
    application_fee_amount: NotRequired[Literal[""] | int]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    customer: NotRequired[Row]
    customer_account: NotRequired[Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    expires_at: NotRequired[Moment]
    footer: NotRequired[Literal[""] | str]
    header: NotRequired[Literal[""] | str]
    invoice_settings: NotRequired[QuoteInvoiceSettings]
    line_items: NotRequired[Sequence[QuoteLineItem2]]
    metadata: NotRequired[Mapping[str, str]]
    on_behalf_of: NotRequired[Literal[""] | Row]
    subscription_data: NotRequired[QuoteSubscriptionData2]
    transfer_data: NotRequired[Literal[""] | QuoteTransferData]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class RefundCancel(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class RefundUpdate(TypedDict):
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class ReviewApprove(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SessionCreate(TypedDict):
    adaptive_pricing: NotRequired[SessionAdaptivePricing]
    after_expiration: NotRequired[SessionAfterExpiration2]
    allow_promotion_codes: NotRequired[bool]
    allowed_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "crypto",
                "customer_balance",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "kakao_pay",
                "klarna",
                "konbini",
                "kr_card",
                "link",
                "mb_way",
                "mobilepay",
                "multibanco",
                "naver_pay",
                "nz_bank_account",
                "oxxo",
                "p24",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "sofort",
                "sunbit",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
                "zip",
            ]
            | str
        ]
    ]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_address_collection: NotRequired[Literal["auto", "required"] | str]
    branding_settings: NotRequired[SessionBrandingSettings]
    cancel_url: NotRequired[str]
    client_reference_id: NotRequired[str]
    consent_collection: NotRequired[SessionConsentCollection]
    currency: NotRequired[str]
    custom_fields: NotRequired[Sequence[SessionCustomField]]
    custom_text: NotRequired[SessionCustomText]
    customer: NotRequired[Row]
    customer_account: NotRequired[Row]
    customer_creation: NotRequired[Literal["always", "if_required"] | str]
    customer_email: NotRequired[str]
    customer_update: NotRequired[SessionCustomerUpdate]
    discounts: NotRequired[Sequence[SessionFlowDataSubscriptionUpdateConfirmDiscount]]
    excluded_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "crypto",
                "customer_balance",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "kakao_pay",
                "klarna",
                "konbini",
                "kr_card",
                "mb_way",
                "mobilepay",
                "multibanco",
                "naver_pay",
                "nz_bank_account",
                "oxxo",
                "p24",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "sofort",
                "sunbit",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
                "zip",
            ]
            | str
        ]
    ]
    expires_at: NotRequired[Moment]
    integration_identifier: NotRequired[str]
    invoice_creation: NotRequired[SessionInvoiceCreation]
    line_items: NotRequired[Sequence[SessionLineItem]]
    locale: NotRequired[
        Literal[
            "auto",
            "bg",
            "cs",
            "da",
            "de",
            "el",
            "en",
            "en-GB",
            "es",
            "es-419",
            "et",
            "fi",
            "fil",
            "fr",
            "fr-CA",
            "hi-IN",
            "hr",
            "hu",
            "id",
            "it",
            "ja",
            "ko",
            "lt",
            "lv",
            "ms",
            "mt",
            "nb",
            "nl",
            "pl",
            "pt",
            "pt-BR",
            "ro",
            "ru",
            "sk",
            "sl",
            "sv",
            "th",
            "tr",
            "vi",
            "zh",
            "zh-HK",
            "zh-TW",
        ]
        | str
    ]
    managed_payments: NotRequired[SessionAdaptivePricing]
    metadata: NotRequired[Mapping[str, str]]
    mode: NotRequired[Literal["payment", "setup", "subscription"] | str]
    name_collection: NotRequired[SessionNameCollection]
    optional_items: NotRequired[Sequence[SessionOptionalItem]]
    origin_context: NotRequired[Literal["mobile_app", "web"] | str]
    payment_intent_data: NotRequired[SessionPaymentIntentData]
    payment_method_collection: NotRequired[Literal["always", "if_required"] | str]
    payment_method_configuration: NotRequired[Row]
    payment_method_data: NotRequired[SessionPaymentMethodData]
    payment_method_options: NotRequired[SessionPaymentMethodOptions]
    permissions: NotRequired[SessionPermissions]
    phone_number_collection: NotRequired[ConfigurationFeaturesInvoiceHistory]
    redirect_on_completion: NotRequired[Literal["always", "if_required", "never"] | str]
    return_url: NotRequired[str]
    saved_payment_method_options: NotRequired[SessionSavedPaymentMethodOptions]
    setup_intent_data: NotRequired[SessionSetupIntentData]
    shipping_address_collection: NotRequired[SessionShippingAddressCollection]
    shipping_options: NotRequired[Sequence[SessionShippingOption]]
    submit_type: NotRequired[Literal["auto", "book", "donate", "pay", "subscribe"] | str]
    subscription_data: NotRequired[SessionSubscriptionData]
    success_url: NotRequired[str]
    tax_id_collection: NotRequired[SessionTaxIdCollection]
    ui_mode: NotRequired[Literal["elements", "embedded_page", "form", "hosted_page"] | str]
    wallet_options: NotRequired[SessionWalletOptions]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class SessionStart(TypedDict):
    adaptive_pricing: NotRequired[SessionAdaptivePricing]
    after_expiration: NotRequired[SessionAfterExpiration2]
    allow_promotion_codes: NotRequired[bool]
    allowed_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "crypto",
                "customer_balance",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "kakao_pay",
                "klarna",
                "konbini",
                "kr_card",
                "link",
                "mb_way",
                "mobilepay",
                "multibanco",
                "naver_pay",
                "nz_bank_account",
                "oxxo",
                "p24",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "sofort",
                "sunbit",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
                "zip",
            ]
            | str
        ]
    ]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_address_collection: NotRequired[Literal["auto", "required"] | str]
    branding_settings: NotRequired[SessionBrandingSettings]
    client_reference_id: NotRequired[str]
    consent_collection: NotRequired[SessionConsentCollection]
    currency: NotRequired[str]
    custom_fields: NotRequired[Sequence[SessionCustomField]]
    custom_text: NotRequired[SessionCustomText]
    customer_account: NotRequired[Row]
    customer_creation: NotRequired[Literal["always", "if_required"] | str]
    customer_email: NotRequired[str]
    customer_update: NotRequired[SessionCustomerUpdate]
    discounts: NotRequired[Sequence[SessionFlowDataSubscriptionUpdateConfirmDiscount]]
    excluded_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "crypto",
                "customer_balance",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "kakao_pay",
                "klarna",
                "konbini",
                "kr_card",
                "mb_way",
                "mobilepay",
                "multibanco",
                "naver_pay",
                "nz_bank_account",
                "oxxo",
                "p24",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "sofort",
                "sunbit",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
                "zip",
            ]
            | str
        ]
    ]
    expires_at: NotRequired[Moment]
    integration_identifier: NotRequired[str]
    invoice_creation: NotRequired[SessionInvoiceCreation]
    locale: NotRequired[
        Literal[
            "auto",
            "bg",
            "cs",
            "da",
            "de",
            "el",
            "en",
            "en-GB",
            "es",
            "es-419",
            "et",
            "fi",
            "fil",
            "fr",
            "fr-CA",
            "hi-IN",
            "hr",
            "hu",
            "id",
            "it",
            "ja",
            "ko",
            "lt",
            "lv",
            "ms",
            "mt",
            "nb",
            "nl",
            "pl",
            "pt",
            "pt-BR",
            "ro",
            "ru",
            "sk",
            "sl",
            "sv",
            "th",
            "tr",
            "vi",
            "zh",
            "zh-HK",
            "zh-TW",
        ]
        | str
    ]
    managed_payments: NotRequired[SessionAdaptivePricing]
    metadata: NotRequired[Mapping[str, str]]
    name_collection: NotRequired[SessionNameCollection]
    optional_items: NotRequired[Sequence[SessionOptionalItem]]
    origin_context: NotRequired[Literal["mobile_app", "web"] | str]
    payment_intent_data: NotRequired[SessionPaymentIntentData]
    payment_method_collection: NotRequired[Literal["always", "if_required"] | str]
    payment_method_configuration: NotRequired[Row]
    payment_method_data: NotRequired[SessionPaymentMethodData]
    payment_method_options: NotRequired[SessionPaymentMethodOptions]
    permissions: NotRequired[SessionPermissions]
    phone_number_collection: NotRequired[ConfigurationFeaturesInvoiceHistory]
    redirect_on_completion: NotRequired[Literal["always", "if_required", "never"] | str]
    return_url: NotRequired[str]
    saved_payment_method_options: NotRequired[SessionSavedPaymentMethodOptions]
    setup_intent_data: NotRequired[SessionSetupIntentData]
    shipping_address_collection: NotRequired[SessionShippingAddressCollection]
    shipping_options: NotRequired[Sequence[SessionShippingOption]]
    submit_type: NotRequired[Literal["auto", "book", "donate", "pay", "subscribe"] | str]
    subscription_data: NotRequired[SessionSubscriptionData]
    tax_id_collection: NotRequired[SessionTaxIdCollection]
    ui_mode: NotRequired[Literal["elements", "embedded_page", "form", "hosted_page"] | str]
    wallet_options: NotRequired[SessionWalletOptions]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class SessionUpdate(TypedDict):
    collected_information: NotRequired[SessionCollectedInformation]
    line_items: NotRequired[Sequence[SessionLineItem2]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    payment_intent_data: NotRequired[SessionPaymentIntentData2]
    shipping_options: NotRequired[Literal[""] | Sequence[SessionShippingOption]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SetupIntentCancel(TypedDict):
    cancellation_reason: NotRequired[
        Literal["abandoned", "duplicate", "requested_by_customer"] | str
    ]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SetupIntentConfirm(TypedDict):
    allowed_payment_method_types: NotRequired[
        Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boku_promptpay",
                "boleto",
                "capchase_pay",
                "card",
                "card_present",
                "cashapp",
                "check_scan",
                "click_to_pay",
                "crypto",
                "customer_balance",
                "demo_pay",
                "duitnow",
                "dummy_auth_push",
                "dummy_passthrough_card",
                "edenred",
                "eps",
                "fpx",
                "gcash",
                "getbalance",
                "gift_card",
                "giropay",
                "gopay",
                "grabpay",
                "id_bank_transfer",
                "ideal",
                "interac_present",
                "kakao_pay",
                "klarna",
                "knet",
                "konbini",
                "kr_card",
                "kr_market",
                "kriya",
                "link",
                "mb_way",
                "mobilepay",
                "momo",
                "mondu",
                "multibanco",
                "naver_pay",
                "netbanking",
                "ng_bank",
                "ng_bank_transfer",
                "ng_card",
                "ng_market",
                "ng_ussd",
                "ng_wallet",
                "nz_bank_account",
                "octopus",
                "oxxo",
                "p24",
                "paper_check",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "qris",
                "rechnung",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "shop_pay",
                "shopeepay",
                "sofort",
                "south_korea_market",
                "stripe_balance",
                "sunbit",
                "swish",
                "tamara",
                "test_pay",
                "touch_n_go",
                "truemoney",
                "twint",
                "upi",
                "us_bank_account",
                "us_cash_voucher",
                "vipps",
                "wechat_pay",
                "wero",
                "zip",
            ]
            | str
        ]
    ]
    confirmation_token: NotRequired[str]
    mandate_data: NotRequired[Literal[""] | PaymentIntentConfirmMandateData]
    payment_method: NotRequired[Row]
    payment_method_data: NotRequired[PaymentIntentPaymentMethodData]
    payment_method_options: NotRequired[SetupIntentPaymentMethodOptions]
    return_url: NotRequired[str]
    use_stripe_sdk: NotRequired[bool]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SetupIntentUpdate(TypedDict):
    allowed_payment_method_types: NotRequired[
        Literal[""]
        | Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boku_promptpay",
                "boleto",
                "capchase_pay",
                "card",
                "card_present",
                "cashapp",
                "check_scan",
                "click_to_pay",
                "crypto",
                "customer_balance",
                "demo_pay",
                "duitnow",
                "dummy_auth_push",
                "dummy_passthrough_card",
                "edenred",
                "eps",
                "fpx",
                "gcash",
                "getbalance",
                "gift_card",
                "giropay",
                "gopay",
                "grabpay",
                "id_bank_transfer",
                "ideal",
                "interac_present",
                "kakao_pay",
                "klarna",
                "knet",
                "konbini",
                "kr_card",
                "kr_market",
                "kriya",
                "link",
                "mb_way",
                "mobilepay",
                "momo",
                "mondu",
                "multibanco",
                "naver_pay",
                "netbanking",
                "ng_bank",
                "ng_bank_transfer",
                "ng_card",
                "ng_market",
                "ng_ussd",
                "ng_wallet",
                "nz_bank_account",
                "octopus",
                "oxxo",
                "p24",
                "paper_check",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "qris",
                "rechnung",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "shop_pay",
                "shopeepay",
                "sofort",
                "south_korea_market",
                "stripe_balance",
                "sunbit",
                "swish",
                "tamara",
                "test_pay",
                "touch_n_go",
                "truemoney",
                "twint",
                "upi",
                "us_bank_account",
                "us_cash_voucher",
                "vipps",
                "wechat_pay",
                "wero",
                "zip",
            ]
            | str
        ]
    ]
    attach_to_self: NotRequired[bool]
    customer: NotRequired[Row]
    customer_account: NotRequired[Row]
    description: NotRequired[str]
    excluded_payment_method_types: NotRequired[
        Literal[""]
        | Sequence[
            Literal[
                "acss_debit",
                "affirm",
                "afterpay_clearpay",
                "alipay",
                "alma",
                "amazon_pay",
                "au_becs_debit",
                "bacs_debit",
                "bancontact",
                "billie",
                "bizum",
                "blik",
                "boleto",
                "card",
                "cashapp",
                "crypto",
                "customer_balance",
                "eps",
                "fpx",
                "giropay",
                "grabpay",
                "ideal",
                "kakao_pay",
                "klarna",
                "konbini",
                "kr_card",
                "mb_way",
                "mobilepay",
                "multibanco",
                "naver_pay",
                "nz_bank_account",
                "oxxo",
                "p24",
                "pay_by_bank",
                "payco",
                "paynow",
                "paypal",
                "paypay",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "samsung_pay",
                "satispay",
                "scalapay",
                "sepa_debit",
                "sequra",
                "sofort",
                "sunbit",
                "swish",
                "twint",
                "upi",
                "us_bank_account",
                "wechat_pay",
                "zip",
            ]
            | str
        ]
    ]
    flow_directions: NotRequired[Sequence[Literal["inbound", "outbound"] | str]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    payment_method: NotRequired[Row]
    payment_method_configuration: NotRequired[Row]
    payment_method_data: NotRequired[PaymentIntentPaymentMethodData]
    payment_method_options: NotRequired[SetupIntentPaymentMethodOptions]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class ShippingRateUpdate(TypedDict):
    active: NotRequired[bool]
    fixed_amount: NotRequired[ShippingRateFixedAmount]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    tax_behavior: NotRequired[Literal["exclusive", "inclusive", "unspecified"] | str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionAddDiscount(TypedDict):
    add_invoice_items: NotRequired[Sequence[SubscriptionAddInvoiceItem]]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[SubscriptionBillingCycleAnchor]
    billing_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewSubscriptionDetailsBillingSchedule]
    ]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    cancel_at: NotRequired[
        Literal[""] | Moment | Literal["max_billed_until", "max_period_end", "min_period_end"] | str
    ]
    cancel_at_period_end: NotRequired[bool]
    cancellation_details: NotRequired[SubscriptionCancellationDetails]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Literal[""] | Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    invoice_settings: NotRequired[SubscriptionInvoiceSettings]
    items: NotRequired[Sequence[InvoiceCreatePreviewSubscriptionDetailsItem]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    off_session: NotRequired[bool]
    on_behalf_of: NotRequired[Literal[""] | Row]
    pause_collection: NotRequired[Literal[""] | SubscriptionPauseCollection]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    payment_settings: NotRequired[SubscriptionPaymentSettings]
    pending_invoice_item_interval: NotRequired[
        Literal[""] | ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    ]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    proration_date: NotRequired[Moment]
    transfer_data: NotRequired[Literal[""] | SessionSubscriptionDataTransferData]
    trial_end: NotRequired[Literal["now"] | Moment]
    trial_from_plan: NotRequired[bool]
    trial_settings: NotRequired[SubscriptionTrialSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionAddItem(TypedDict):
    add_invoice_items: NotRequired[Sequence[SubscriptionAddInvoiceItem]]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[SubscriptionBillingCycleAnchor]
    billing_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewSubscriptionDetailsBillingSchedule]
    ]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    cancel_at: NotRequired[
        Literal[""] | Moment | Literal["max_billed_until", "max_period_end", "min_period_end"] | str
    ]
    cancel_at_period_end: NotRequired[bool]
    cancellation_details: NotRequired[SubscriptionCancellationDetails]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Literal[""] | Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoice_settings: NotRequired[SubscriptionInvoiceSettings]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    off_session: NotRequired[bool]
    on_behalf_of: NotRequired[Literal[""] | Row]
    pause_collection: NotRequired[Literal[""] | SubscriptionPauseCollection]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    payment_settings: NotRequired[SubscriptionPaymentSettings]
    pending_invoice_item_interval: NotRequired[
        Literal[""] | ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    ]
    proration_date: NotRequired[Moment]
    transfer_data: NotRequired[Literal[""] | SessionSubscriptionDataTransferData]
    trial_end: NotRequired[Literal["now"] | Moment]
    trial_from_plan: NotRequired[bool]
    trial_settings: NotRequired[SubscriptionTrialSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionCancel(TypedDict):
    cancellation_details: NotRequired[SubscriptionCancellationDetails]
    invoice_now: NotRequired[bool]
    prorate: NotRequired[bool]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionCancelOn(TypedDict):
    add_invoice_items: NotRequired[Sequence[SubscriptionAddInvoiceItem]]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[SubscriptionBillingCycleAnchor]
    billing_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewSubscriptionDetailsBillingSchedule]
    ]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    cancel_at_period_end: NotRequired[bool]
    cancellation_details: NotRequired[SubscriptionCancellationDetails]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Literal[""] | Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoice_settings: NotRequired[SubscriptionInvoiceSettings]
    items: NotRequired[Sequence[InvoiceCreatePreviewSubscriptionDetailsItem]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    off_session: NotRequired[bool]
    on_behalf_of: NotRequired[Literal[""] | Row]
    pause_collection: NotRequired[Literal[""] | SubscriptionPauseCollection]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    payment_settings: NotRequired[SubscriptionPaymentSettings]
    pending_invoice_item_interval: NotRequired[
        Literal[""] | ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    ]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    proration_date: NotRequired[Moment]
    transfer_data: NotRequired[Literal[""] | SessionSubscriptionDataTransferData]
    trial_end: NotRequired[Literal["now"] | Moment]
    trial_from_plan: NotRequired[bool]
    trial_settings: NotRequired[SubscriptionTrialSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionCreateSchedule(TypedDict):
    billing_mode: NotRequired[SessionSubscriptionDataBillingMode]
    customer: NotRequired[Row]
    customer_account: NotRequired[Row]
    default_settings: NotRequired[SubscriptionScheduleDefaultSettings]
    end_behavior: NotRequired[Literal["cancel", "none", "release", "renew"] | str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    pause_schedules: NotRequired[Sequence[SubscriptionSchedulePauseSchedule]]
    phases: NotRequired[Sequence[SubscriptionSchedulePhase]]
    start_date: NotRequired[Moment | Literal["now"]]
    api_key: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionDecrementQuantity(TypedDict):
    add_invoice_items: NotRequired[Sequence[SubscriptionAddInvoiceItem]]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[SubscriptionBillingCycleAnchor]
    billing_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewSubscriptionDetailsBillingSchedule]
    ]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    cancel_at: NotRequired[
        Literal[""] | Moment | Literal["max_billed_until", "max_period_end", "min_period_end"] | str
    ]
    cancel_at_period_end: NotRequired[bool]
    cancellation_details: NotRequired[SubscriptionCancellationDetails]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Literal[""] | Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoice_settings: NotRequired[SubscriptionInvoiceSettings]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    off_session: NotRequired[bool]
    on_behalf_of: NotRequired[Literal[""] | Row]
    pause_collection: NotRequired[Literal[""] | SubscriptionPauseCollection]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    payment_settings: NotRequired[SubscriptionPaymentSettings]
    pending_invoice_item_interval: NotRequired[
        Literal[""] | ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    ]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    proration_date: NotRequired[Moment]
    transfer_data: NotRequired[Literal[""] | SessionSubscriptionDataTransferData]
    trial_end: NotRequired[Literal["now"] | Moment]
    trial_from_plan: NotRequired[bool]
    trial_settings: NotRequired[SubscriptionTrialSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionEndTrial(TypedDict):
    add_invoice_items: NotRequired[Sequence[SubscriptionAddInvoiceItem]]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[SubscriptionBillingCycleAnchor]
    billing_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewSubscriptionDetailsBillingSchedule]
    ]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    cancel_at: NotRequired[
        Literal[""] | Moment | Literal["max_billed_until", "max_period_end", "min_period_end"] | str
    ]
    cancel_at_period_end: NotRequired[bool]
    cancellation_details: NotRequired[SubscriptionCancellationDetails]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Literal[""] | Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoice_settings: NotRequired[SubscriptionInvoiceSettings]
    items: NotRequired[Sequence[InvoiceCreatePreviewSubscriptionDetailsItem]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    off_session: NotRequired[bool]
    on_behalf_of: NotRequired[Literal[""] | Row]
    pause_collection: NotRequired[Literal[""] | SubscriptionPauseCollection]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    payment_settings: NotRequired[SubscriptionPaymentSettings]
    pending_invoice_item_interval: NotRequired[
        Literal[""] | ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    ]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    proration_date: NotRequired[Moment]
    transfer_data: NotRequired[Literal[""] | SessionSubscriptionDataTransferData]
    trial_from_plan: NotRequired[bool]
    trial_settings: NotRequired[SubscriptionTrialSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionExtendTrial(TypedDict):
    add_invoice_items: NotRequired[Sequence[SubscriptionAddInvoiceItem]]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[SubscriptionBillingCycleAnchor]
    billing_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewSubscriptionDetailsBillingSchedule]
    ]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    cancel_at: NotRequired[
        Literal[""] | Moment | Literal["max_billed_until", "max_period_end", "min_period_end"] | str
    ]
    cancel_at_period_end: NotRequired[bool]
    cancellation_details: NotRequired[SubscriptionCancellationDetails]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Literal[""] | Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoice_settings: NotRequired[SubscriptionInvoiceSettings]
    items: NotRequired[Sequence[InvoiceCreatePreviewSubscriptionDetailsItem]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    off_session: NotRequired[bool]
    on_behalf_of: NotRequired[Literal[""] | Row]
    pause_collection: NotRequired[Literal[""] | SubscriptionPauseCollection]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    payment_settings: NotRequired[SubscriptionPaymentSettings]
    pending_invoice_item_interval: NotRequired[
        Literal[""] | ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    ]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    proration_date: NotRequired[Moment]
    transfer_data: NotRequired[Literal[""] | SessionSubscriptionDataTransferData]
    trial_from_plan: NotRequired[bool]
    trial_settings: NotRequired[SubscriptionTrialSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionIncrementQuantity(TypedDict):
    add_invoice_items: NotRequired[Sequence[SubscriptionAddInvoiceItem]]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[SubscriptionBillingCycleAnchor]
    billing_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewSubscriptionDetailsBillingSchedule]
    ]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    cancel_at: NotRequired[
        Literal[""] | Moment | Literal["max_billed_until", "max_period_end", "min_period_end"] | str
    ]
    cancel_at_period_end: NotRequired[bool]
    cancellation_details: NotRequired[SubscriptionCancellationDetails]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Literal[""] | Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoice_settings: NotRequired[SubscriptionInvoiceSettings]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    off_session: NotRequired[bool]
    on_behalf_of: NotRequired[Literal[""] | Row]
    pause_collection: NotRequired[Literal[""] | SubscriptionPauseCollection]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    payment_settings: NotRequired[SubscriptionPaymentSettings]
    pending_invoice_item_interval: NotRequired[
        Literal[""] | ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    ]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    proration_date: NotRequired[Moment]
    transfer_data: NotRequired[Literal[""] | SessionSubscriptionDataTransferData]
    trial_end: NotRequired[Literal["now"] | Moment]
    trial_from_plan: NotRequired[bool]
    trial_settings: NotRequired[SubscriptionTrialSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionPauseCollecting(TypedDict):
    resumes_at: NotRequired[Moment]

class SubscriptionPreviewUpdate(TypedDict):
    billing_cycle_anchor: NotRequired[InvoiceCreatePreviewSubscriptionDetailsBillingCycleAnchor]
    billing_mode: NotRequired[SessionSubscriptionDataBillingMode]
    billing_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewSubscriptionDetailsBillingSchedule]
    ]
    cancel_at: NotRequired[
        Literal[""] | Moment | Literal["max_billed_until", "max_period_end", "min_period_end"] | str
    ]
    cancel_at_period_end: NotRequired[bool]
    cancel_now: NotRequired[bool]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    pause: NotRequired[InvoiceCreatePreviewSubscriptionDetailsPause]
    proration_date: NotRequired[Moment]
    resume_at: NotRequired[Literal["now"]]
    start_date: NotRequired[Moment]
    trial_end: NotRequired[Literal["now"] | Moment]
    automatic_tax: NotRequired[SessionAutomaticTax]
    currency: NotRequired[str]
    customer_account: NotRequired[Row]
    customer_details: NotRequired[InvoiceCreatePreviewCustomerDetails]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoice_items: NotRequired[Sequence[InvoiceCreatePreviewInvoiceItem]]
    issuer: NotRequired[SessionAutomaticTaxLiability]
    on_behalf_of: NotRequired[Literal[""] | Row]
    preview_mode: NotRequired[Literal["next", "recurring"] | str]
    schedule: NotRequired[Row]
    schedule_details: NotRequired[InvoiceCreatePreviewScheduleDetails]
    subscription_details: NotRequired[InvoiceCreatePreviewSubscriptionDetails]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionRemoveDiscounts(TypedDict):
    add_invoice_items: NotRequired[Sequence[SubscriptionAddInvoiceItem]]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[SubscriptionBillingCycleAnchor]
    billing_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewSubscriptionDetailsBillingSchedule]
    ]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    cancel_at: NotRequired[
        Literal[""] | Moment | Literal["max_billed_until", "max_period_end", "min_period_end"] | str
    ]
    cancel_at_period_end: NotRequired[bool]
    cancellation_details: NotRequired[SubscriptionCancellationDetails]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Literal[""] | Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    invoice_settings: NotRequired[SubscriptionInvoiceSettings]
    items: NotRequired[Sequence[InvoiceCreatePreviewSubscriptionDetailsItem]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    off_session: NotRequired[bool]
    on_behalf_of: NotRequired[Literal[""] | Row]
    pause_collection: NotRequired[Literal[""] | SubscriptionPauseCollection]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    payment_settings: NotRequired[SubscriptionPaymentSettings]
    pending_invoice_item_interval: NotRequired[
        Literal[""] | ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    ]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    proration_date: NotRequired[Moment]
    transfer_data: NotRequired[Literal[""] | SessionSubscriptionDataTransferData]
    trial_end: NotRequired[Literal["now"] | Moment]
    trial_from_plan: NotRequired[bool]
    trial_settings: NotRequired[SubscriptionTrialSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionRemoveItem(TypedDict):
    add_invoice_items: NotRequired[Sequence[SubscriptionAddInvoiceItem]]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[SubscriptionBillingCycleAnchor]
    billing_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewSubscriptionDetailsBillingSchedule]
    ]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    cancel_at: NotRequired[
        Literal[""] | Moment | Literal["max_billed_until", "max_period_end", "min_period_end"] | str
    ]
    cancel_at_period_end: NotRequired[bool]
    cancellation_details: NotRequired[SubscriptionCancellationDetails]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Literal[""] | Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoice_settings: NotRequired[SubscriptionInvoiceSettings]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    off_session: NotRequired[bool]
    on_behalf_of: NotRequired[Literal[""] | Row]
    pause_collection: NotRequired[Literal[""] | SubscriptionPauseCollection]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    payment_settings: NotRequired[SubscriptionPaymentSettings]
    pending_invoice_item_interval: NotRequired[
        Literal[""] | ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    ]
    proration_date: NotRequired[Moment]
    transfer_data: NotRequired[Literal[""] | SessionSubscriptionDataTransferData]
    trial_end: NotRequired[Literal["now"] | Moment]
    trial_from_plan: NotRequired[bool]
    trial_settings: NotRequired[SubscriptionTrialSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionResume(TypedDict):
    billing_cycle_anchor: NotRequired[SubscriptionBillingCycleAnchor]
    payment_behavior: NotRequired[
        Literal["resume_on_payment_attempt", "resume_on_payment_success"] | str
    ]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    proration_date: NotRequired[Moment]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionSetQuantity(TypedDict):
    add_invoice_items: NotRequired[Sequence[SubscriptionAddInvoiceItem]]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[SubscriptionBillingCycleAnchor]
    billing_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewSubscriptionDetailsBillingSchedule]
    ]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    cancel_at: NotRequired[
        Literal[""] | Moment | Literal["max_billed_until", "max_period_end", "min_period_end"] | str
    ]
    cancel_at_period_end: NotRequired[bool]
    cancellation_details: NotRequired[SubscriptionCancellationDetails]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Literal[""] | Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoice_settings: NotRequired[SubscriptionInvoiceSettings]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    off_session: NotRequired[bool]
    on_behalf_of: NotRequired[Literal[""] | Row]
    pause_collection: NotRequired[Literal[""] | SubscriptionPauseCollection]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    payment_settings: NotRequired[SubscriptionPaymentSettings]
    pending_invoice_item_interval: NotRequired[
        Literal[""] | ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    ]
    proration_date: NotRequired[Moment]
    transfer_data: NotRequired[Literal[""] | SessionSubscriptionDataTransferData]
    trial_end: NotRequired[Literal["now"] | Moment]
    trial_from_plan: NotRequired[bool]
    trial_settings: NotRequired[SubscriptionTrialSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionSwap(TypedDict):
    add_invoice_items: NotRequired[Sequence[SubscriptionAddInvoiceItem]]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[SubscriptionBillingCycleAnchor]
    billing_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewSubscriptionDetailsBillingSchedule]
    ]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    cancel_at: NotRequired[
        Literal[""] | Moment | Literal["max_billed_until", "max_period_end", "min_period_end"] | str
    ]
    cancel_at_period_end: NotRequired[bool]
    cancellation_details: NotRequired[SubscriptionCancellationDetails]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Literal[""] | Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoice_settings: NotRequired[SubscriptionInvoiceSettings]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    off_session: NotRequired[bool]
    on_behalf_of: NotRequired[Literal[""] | Row]
    pause_collection: NotRequired[Literal[""] | SubscriptionPauseCollection]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    payment_settings: NotRequired[SubscriptionPaymentSettings]
    pending_invoice_item_interval: NotRequired[
        Literal[""] | ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    ]
    proration_date: NotRequired[Moment]
    transfer_data: NotRequired[Literal[""] | SessionSubscriptionDataTransferData]
    trial_end: NotRequired[Literal["now"] | Moment]
    trial_from_plan: NotRequired[bool]
    trial_settings: NotRequired[SubscriptionTrialSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionUpdate(TypedDict):
    add_invoice_items: NotRequired[Sequence[SubscriptionAddInvoiceItem]]
    application_fee_percent: NotRequired[Literal[""] | float]
    automatic_tax: NotRequired[SessionAutomaticTax]
    billing_cycle_anchor: NotRequired[SubscriptionBillingCycleAnchor]
    billing_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewSubscriptionDetailsBillingSchedule]
    ]
    billing_thresholds: NotRequired[Literal[""] | SubscriptionBillingThresholds]
    cancel_at: NotRequired[
        Literal[""] | Moment | Literal["max_billed_until", "max_period_end", "min_period_end"] | str
    ]
    cancel_at_period_end: NotRequired[bool]
    cancellation_details: NotRequired[SubscriptionCancellationDetails]
    collection_method: NotRequired[Literal["charge_automatically", "send_invoice"] | str]
    days_until_due: NotRequired[int]
    default_payment_method: NotRequired[Row]
    default_source: NotRequired[Literal[""] | Row]
    default_tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    description: NotRequired[Literal[""] | str]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    invoice_settings: NotRequired[SubscriptionInvoiceSettings]
    items: NotRequired[Sequence[InvoiceCreatePreviewSubscriptionDetailsItem]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    off_session: NotRequired[bool]
    on_behalf_of: NotRequired[Literal[""] | Row]
    pause_collection: NotRequired[Literal[""] | SubscriptionPauseCollection]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    payment_settings: NotRequired[SubscriptionPaymentSettings]
    pending_invoice_item_interval: NotRequired[
        Literal[""] | ConfigurationFeaturesSubscriptionPauseDurationIntervalOption
    ]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    proration_date: NotRequired[Moment]
    transfer_data: NotRequired[Literal[""] | SessionSubscriptionDataTransferData]
    trial_end: NotRequired[Literal["now"] | Moment]
    trial_from_plan: NotRequired[bool]
    trial_settings: NotRequired[SubscriptionTrialSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionItemRemove(TypedDict):
    clear_usage: NotRequired[bool]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    proration_date: NotRequired[Moment]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionItemUpdate(TypedDict):
    billing_thresholds: NotRequired[
        Literal[""] | InvoiceCreatePreviewScheduleDetailsPhaseItemBillingThresholds
    ]
    current_trial: NotRequired[InvoiceCreatePreviewSubscriptionDetailsItemCurrentTrial]
    discounts: NotRequired[Literal[""] | Sequence[InvoiceDiscount]]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    off_session: NotRequired[bool]
    payment_behavior: NotRequired[
        Literal[
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ]
        | str
    ]
    plan: NotRequired[Row]
    price: NotRequired[Row]
    price_data: NotRequired[InvoiceCreatePreviewScheduleDetailsPhaseItemPriceData]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    proration_date: NotRequired[Moment]
    quantity: NotRequired[int]
    tax_rates: NotRequired[Literal[""] | Sequence[Row]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionScheduleCancel(TypedDict):
    invoice_now: NotRequired[bool]
    prorate: NotRequired[bool]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionScheduleCreate(TypedDict):
    billing_mode: NotRequired[SessionSubscriptionDataBillingMode]
    customer: NotRequired[Row]
    customer_account: NotRequired[Row]
    default_settings: NotRequired[SubscriptionScheduleDefaultSettings]
    end_behavior: NotRequired[Literal["cancel", "none", "release", "renew"] | str]
    from_subscription: NotRequired[Row]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    pause_schedules: NotRequired[Sequence[SubscriptionSchedulePauseSchedule]]
    phases: NotRequired[Sequence[SubscriptionSchedulePhase]]
    start_date: NotRequired[Moment | Literal["now"]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class SubscriptionScheduleRelease(TypedDict):
    preserve_cancel_date: NotRequired[bool]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class SubscriptionScheduleUpdate(TypedDict):
    default_settings: NotRequired[SubscriptionScheduleDefaultSettings]
    end_behavior: NotRequired[Literal["cancel", "none", "release", "renew"] | str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    pause_schedules: NotRequired[
        Literal[""] | Sequence[InvoiceCreatePreviewScheduleDetailsPauseSchedule]
    ]
    phases: NotRequired[Sequence[SubscriptionSchedulePhase2]]
    proration_behavior: NotRequired[Literal["always_invoice", "create_prorations", "none"] | str]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TaxCalculationCreate(TypedDict):
    currency: str
    customer: NotRequired[Row]
    customer_details: NotRequired[CalculationCustomerDetails]
    line_items: Sequence[CalculationLineItem]
    ship_from_details: NotRequired[CalculationShipFromDetails]
    shipping_cost: NotRequired[CalculationShippingCost]
    tax_date: NotRequired[Moment]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class TaxCalculationRecord(TypedDict):
    metadata: NotRequired[Mapping[str, str]]
    posted_at: NotRequired[Moment]
    api_key: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TaxIdCreate(TypedDict):
    owner: NotRequired[TaxIdOwner]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class TaxRateCreate(TypedDict):
    active: NotRequired[bool]
    country: NotRequired[str]
    description: NotRequired[str]
    display_name: str
    inclusive: bool
    jurisdiction: NotRequired[str]
    metadata: NotRequired[Mapping[str, str]]
    percentage: float
    state: NotRequired[str]
    tax_type: NotRequired[
        Literal[
            "admissions_tax",
            "amusement_tax",
            "attendance_tax",
            "communications_tax",
            "digital_excise_tax",
            "entertainment_tax",
            "get_fund",
            "gross_receipts_tax",
            "gst",
            "hospitality_tax",
            "hst",
            "igst",
            "jct",
            "lease_tax",
            "luxury_tax",
            "mass_transit_parking_tax",
            "nhil",
            "parking_tax",
            "pst",
            "qst",
            "resort_tax",
            "retail_delivery_fee",
            "rst",
            "sales_tax",
            "service_tax",
            "tourism_tax",
            "utility_users_tax",
            "vat",
        ]
        | str
    ]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class TaxRateUpdate(TypedDict):
    active: NotRequired[bool]
    country: NotRequired[str]
    description: NotRequired[str]
    display_name: NotRequired[str]
    jurisdiction: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    state: NotRequired[str]
    tax_type: NotRequired[
        Literal[
            "admissions_tax",
            "amusement_tax",
            "attendance_tax",
            "communications_tax",
            "digital_excise_tax",
            "entertainment_tax",
            "get_fund",
            "gross_receipts_tax",
            "gst",
            "hospitality_tax",
            "hst",
            "igst",
            "jct",
            "lease_tax",
            "luxury_tax",
            "mass_transit_parking_tax",
            "nhil",
            "parking_tax",
            "pst",
            "qst",
            "resort_tax",
            "retail_delivery_fee",
            "rst",
            "sales_tax",
            "service_tax",
            "tourism_tax",
            "utility_users_tax",
            "vat",
        ]
        | str
    ]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TaxTransactionReverse(TypedDict):
    flat_amount: NotRequired[int]
    line_items: NotRequired[Sequence[TransactionCreateReversalLineItem]]
    metadata: NotRequired[Mapping[str, str]]
    shipping_cost: NotRequired[TransactionCreateReversalShippingCost]
    api_key: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TerminalReaderCancelAction(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TerminalReaderCollectPaymentMethod(TypedDict):
    collect_config: NotRequired[ReaderCollectPaymentMethodCollectConfig]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TerminalReaderConfirmPaymentIntent(TypedDict):
    confirm_config: NotRequired[ReaderConfirmPaymentIntentConfirmConfig]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TerminalReaderProcessPaymentIntent(TypedDict):
    process_config: NotRequired[ReaderProcessPaymentIntentProcessConfig]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TerminalReaderProcessSetupIntent(TypedDict):
    allow_redisplay: NotRequired[Literal["always", "limited", "unspecified"] | str]
    process_config: NotRequired[ReaderProcessSetupIntentProcessConfig]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TerminalReaderRefundPayment(TypedDict):
    amount: NotRequired[int]
    charge: NotRequired[Row]
    metadata: NotRequired[Mapping[str, str]]
    payment_intent: NotRequired[Row]
    refund_application_fee: NotRequired[bool]
    refund_payment_config: NotRequired[ReaderProcessSetupIntentProcessConfig]
    reverse_transfer: NotRequired[bool]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TerminalReaderSetReaderDisplay(TypedDict):
    cart: NotRequired[ReaderSetReaderDisplayCart]
    type: NotRequired[Literal["cart"]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class ThreeDSecureAuthenticationCancel(TypedDict):
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class ThreeDSecureAuthenticationSubmit(TypedDict):
    fingerprinting_result: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TopupCancel(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TransferCreate(TypedDict):
    description: NotRequired[str]
    metadata: NotRequired[Mapping[str, str]]
    source_transaction: NotRequired[Row]
    source_type: NotRequired[Literal["bank_account", "card", "fpx"] | str]
    transfer_group: NotRequired[str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
    livemode: NotRequired[bool | None]

class TransferReverse(TypedDict):
    description: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    refund_application_fee: NotRequired[bool]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TransferUpdate(TypedDict):
    description: NotRequired[str]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TreasuryFinancialAccountClose(TypedDict):
    forwarding_settings: NotRequired[FinancialAccountCloseForwardingSettings]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TreasuryInboundTransferCancel(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TreasuryOutboundPaymentCancel(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class TreasuryOutboundTransferCancel(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class UsBankAccountArchive(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class UsBankAccountConfirmMicrodeposits(TypedDict):
    amounts: NotRequired[Sequence[int]]
    descriptor_code: NotRequired[str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class UsBankAccountSendMicrodeposits(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class UsBankAccountUnarchive(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class VerificationSessionCancel(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class VerificationSessionRedact(TypedDict):
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]

class WebhookEndpointUpdate(TypedDict):
    description: NotRequired[Literal[""] | str]
    disabled: NotRequired[bool]
    enabled_events: NotRequired[
        Sequence[
            Literal[
                "*",
                "account.application.authorized",
                "account.application.deauthorized",
                "account.external_account.created",
                "account.external_account.deleted",
                "account.external_account.updated",
                "account.updated",
                "application_fee.created",
                "application_fee.refund.updated",
                "application_fee.refunded",
                "apps.install.created",
                "apps.install.deleted",
                "apps.install.updated",
                "balance.available",
                "balance_settings.updated",
                "billing.alert.triggered",
                "billing.credit_balance_transaction.created",
                "billing.credit_grant.created",
                "billing.credit_grant.updated",
                "billing.meter.created",
                "billing.meter.deactivated",
                "billing.meter.reactivated",
                "billing.meter.updated",
                "billing_portal.configuration.created",
                "billing_portal.configuration.updated",
                "billing_portal.session.created",
                "capability.updated",
                "cash_balance.funds_available",
                "charge.captured",
                "charge.dispute.closed",
                "charge.dispute.created",
                "charge.dispute.funds_reinstated",
                "charge.dispute.funds_withdrawn",
                "charge.dispute.updated",
                "charge.expired",
                "charge.failed",
                "charge.pending",
                "charge.refund.updated",
                "charge.refunded",
                "charge.succeeded",
                "charge.updated",
                "checkout.session.async_payment_failed",
                "checkout.session.async_payment_succeeded",
                "checkout.session.completed",
                "checkout.session.expired",
                "climate.order.canceled",
                "climate.order.created",
                "climate.order.delayed",
                "climate.order.delivered",
                "climate.order.product_substituted",
                "climate.product.created",
                "climate.product.pricing_updated",
                "coupon.created",
                "coupon.deleted",
                "coupon.updated",
                "credit_note.created",
                "credit_note.updated",
                "credit_note.voided",
                "customer.created",
                "customer.deleted",
                "customer.discount.created",
                "customer.discount.deleted",
                "customer.discount.updated",
                "customer.source.created",
                "customer.source.deleted",
                "customer.source.expiring",
                "customer.source.updated",
                "customer.subscription.created",
                "customer.subscription.deleted",
                "customer.subscription.paused",
                "customer.subscription.pending_update_applied",
                "customer.subscription.pending_update_expired",
                "customer.subscription.resumed",
                "customer.subscription.trial_will_end",
                "customer.subscription.updated",
                "customer.tax_id.created",
                "customer.tax_id.deleted",
                "customer.tax_id.updated",
                "customer.updated",
                "customer_cash_balance_transaction.created",
                "entitlements.active_entitlement_summary.updated",
                "file.created",
                "financial_connections.account.account_numbers_updated",
                "financial_connections.account.created",
                "financial_connections.account.deactivated",
                "financial_connections.account.disconnected",
                "financial_connections.account.expected_deactivation_date_updated",
                "financial_connections.account.reactivated",
                "financial_connections.account.refreshed_balance",
                "financial_connections.account.refreshed_ownership",
                "financial_connections.account.refreshed_transactions",
                "financial_connections.account.supported_payment_method_types_updated",
                "financial_connections.account.upcoming_account_number_expiry",
                "financial_connections.account.upcoming_deactivation",
                "financial_connections.authorization.expected_deactivation_date_updated",
                "financial_connections.authorization.upcoming_deactivation",
                "identity.verification_session.canceled",
                "identity.verification_session.created",
                "identity.verification_session.processing",
                "identity.verification_session.redacted",
                "identity.verification_session.requires_input",
                "identity.verification_session.verified",
                "invoice.created",
                "invoice.deleted",
                "invoice.finalization_failed",
                "invoice.finalized",
                "invoice.marked_uncollectible",
                "invoice.overdue",
                "invoice.overpaid",
                "invoice.paid",
                "invoice.payment_action_required",
                "invoice.payment_attempt_required",
                "invoice.payment_failed",
                "invoice.payment_succeeded",
                "invoice.sent",
                "invoice.upcoming",
                "invoice.updated",
                "invoice.voided",
                "invoice.will_be_due",
                "invoice_payment.paid",
                "invoiceitem.created",
                "invoiceitem.deleted",
                "issuing_authorization.created",
                "issuing_authorization.request",
                "issuing_authorization.updated",
                "issuing_card.created",
                "issuing_card.updated",
                "issuing_cardholder.created",
                "issuing_cardholder.updated",
                "issuing_dispute.closed",
                "issuing_dispute.created",
                "issuing_dispute.funds_reinstated",
                "issuing_dispute.funds_rescinded",
                "issuing_dispute.submitted",
                "issuing_dispute.updated",
                "issuing_personalization_design.activated",
                "issuing_personalization_design.deactivated",
                "issuing_personalization_design.rejected",
                "issuing_personalization_design.updated",
                "issuing_token.created",
                "issuing_token.updated",
                "issuing_transaction.created",
                "issuing_transaction.purchase_details_receipt_updated",
                "issuing_transaction.updated",
                "mandate.updated",
                "payment_intent.amount_capturable_updated",
                "payment_intent.canceled",
                "payment_intent.created",
                "payment_intent.partially_funded",
                "payment_intent.payment_failed",
                "payment_intent.processing",
                "payment_intent.requires_action",
                "payment_intent.succeeded",
                "payment_link.created",
                "payment_link.updated",
                "payment_method.attached",
                "payment_method.automatically_updated",
                "payment_method.detached",
                "payment_method.updated",
                "payout.canceled",
                "payout.created",
                "payout.failed",
                "payout.paid",
                "payout.reconciliation_completed",
                "payout.updated",
                "person.created",
                "person.deleted",
                "person.updated",
                "plan.created",
                "plan.deleted",
                "plan.updated",
                "price.created",
                "price.deleted",
                "price.updated",
                "product.created",
                "product.deleted",
                "product.updated",
                "promotion_code.created",
                "promotion_code.updated",
                "quote.accepted",
                "quote.canceled",
                "quote.created",
                "quote.finalized",
                "radar.early_fraud_warning.created",
                "radar.early_fraud_warning.updated",
                "refund.created",
                "refund.failed",
                "refund.updated",
                "reporting.report_run.failed",
                "reporting.report_run.succeeded",
                "reporting.report_type.updated",
                "reserve.hold.created",
                "reserve.hold.updated",
                "reserve.plan.created",
                "reserve.plan.disabled",
                "reserve.plan.expired",
                "reserve.plan.updated",
                "reserve.release.created",
                "review.closed",
                "review.opened",
                "setup_intent.canceled",
                "setup_intent.created",
                "setup_intent.requires_action",
                "setup_intent.setup_failed",
                "setup_intent.succeeded",
                "sigma.scheduled_query_run.created",
                "source.canceled",
                "source.chargeable",
                "source.failed",
                "source.mandate_notification",
                "source.refund_attributes_required",
                "source.transaction.created",
                "source.transaction.updated",
                "subscription_schedule.aborted",
                "subscription_schedule.canceled",
                "subscription_schedule.completed",
                "subscription_schedule.created",
                "subscription_schedule.expiring",
                "subscription_schedule.released",
                "subscription_schedule.updated",
                "tax.settings.updated",
                "tax_rate.created",
                "tax_rate.updated",
                "terminal.reader.action_failed",
                "terminal.reader.action_succeeded",
                "terminal.reader.action_updated",
                "test_helpers.test_clock.advancing",
                "test_helpers.test_clock.created",
                "test_helpers.test_clock.deleted",
                "test_helpers.test_clock.internal_failure",
                "test_helpers.test_clock.ready",
                "three_d_secure.authentication.canceled",
                "three_d_secure.authentication.challenge_started",
                "three_d_secure.authentication.errored",
                "three_d_secure.authentication.failed",
                "three_d_secure.authentication.requires_challenge",
                "three_d_secure.authentication.requires_submission",
                "three_d_secure.authentication.succeeded",
                "topup.canceled",
                "topup.created",
                "topup.failed",
                "topup.reversed",
                "topup.succeeded",
                "transfer.created",
                "transfer.reversed",
                "transfer.updated",
                "treasury.credit_reversal.created",
                "treasury.credit_reversal.posted",
                "treasury.debit_reversal.completed",
                "treasury.debit_reversal.created",
                "treasury.debit_reversal.initial_credit_granted",
                "treasury.financial_account.closed",
                "treasury.financial_account.created",
                "treasury.financial_account.features_status_updated",
                "treasury.inbound_transfer.canceled",
                "treasury.inbound_transfer.created",
                "treasury.inbound_transfer.failed",
                "treasury.inbound_transfer.succeeded",
                "treasury.outbound_payment.canceled",
                "treasury.outbound_payment.created",
                "treasury.outbound_payment.expected_arrival_date_updated",
                "treasury.outbound_payment.failed",
                "treasury.outbound_payment.posted",
                "treasury.outbound_payment.returned",
                "treasury.outbound_payment.tracking_details_updated",
                "treasury.outbound_transfer.canceled",
                "treasury.outbound_transfer.created",
                "treasury.outbound_transfer.expected_arrival_date_updated",
                "treasury.outbound_transfer.failed",
                "treasury.outbound_transfer.posted",
                "treasury.outbound_transfer.returned",
                "treasury.outbound_transfer.tracking_details_updated",
                "treasury.received_credit.created",
                "treasury.received_credit.failed",
                "treasury.received_credit.succeeded",
                "treasury.received_debit.created",
            ]
        ]
    ]
    metadata: NotRequired[Literal[""] | Mapping[str, str]]
    url: NotRequired[str]
    api_key: NotRequired[str | None]
    stripe_account: NotRequired[str | None]
    idempotency_key: NotRequired[str | None]
    expand: NotRequired[Sequence[str]]
