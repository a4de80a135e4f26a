"""Forms that are more than the columns of a model. What they are told in secret is never shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .. import encryption
from ..enums import WebhookEndpointValidation
from ..exceptions import InvalidStripeAPIKey
from ..models import APIKey, WebhookEndpoint
from ..models.api import APIKeyType, get_api_key_details_by_prefix, is_organisation_key
from ..redact import SecretText, scrub
from ..settings import djstripe_settings, is_api_version


class SecretField(forms.CharField):
    """A secret typed in: never rendered back, and redacted in every repr."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(
            render_value=False, attrs={"autocomplete": "new-password", "class": "vTextField"}
        )
        super().__init__(widget=widget, max_length=500, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return SecretText(text) if text else text


def no_secret(name: str) -> str:
    """A name, which is shown everywhere. Raises ValidationError if a key stands in it."""
    if scrub(name) != name:
        raise ValidationError("This is a key, not a name: names are shown.")
    return name


class APIKeyAdminCreateForm(forms.Form):
    """A new API key."""

    name = forms.CharField(
        max_length=100,
        required=False,
        help_text="A name by which you know the key.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    secret = SecretField(
        label="Key",
        help_text="Starts with sk_ or rk_. It is encrypted in the database and never shown again.",
    )
    accounts = forms.CharField(
        label="Accounts of the organisation",
        required=False,
        help_text="Only for a key that starts with sk_org_: the ids of the accounts that it acts "
        "for, a space between them. Stripe has no list of them to ask for.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    livemode = forms.BooleanField(
        label="Live mode",
        required=False,
        help_text="Only for a key that does not show its mode.",
    )

    def clean_name(self) -> str:
        """A name must not be a key."""
        name: str = self.cleaned_data["name"]
        return no_secret(name)

    def clean_secret(self) -> SecretText:
        """Judged by its prefix, before Stripe is asked."""
        secret: SecretText = self.cleaned_data["secret"]
        try:
            get_api_key_details_by_prefix(secret)
        except InvalidStripeAPIKey as error:
            raise ValidationError(str(error)) from None
        held = APIKey.objects.filter(
            fingerprint=encryption.fingerprint(secret), secret__isnull=False
        )
        known = held.defer("secret").first()
        if known is not None:
            raise ValidationError(f"This key is here already, as “{scrub(str(known))}”.")
        return secret

    def clean_accounts(self) -> str:
        """Ids of accounts, for an organisation's key and no other."""
        accounts = str(self.cleaned_data["accounts"]).split()
        wrong = [one for one in accounts if not one.startswith("acct_")]
        if wrong:
            raise ValidationError(f"{scrub(wrong[0])} is no account's id, such as acct_123.")
        secret = self.cleaned_data.get("secret")
        if secret and is_organisation_key(secret) != bool(accounts):
            raise ValidationError(
                "An organisation's key acts for several accounts: name them."
                if not accounts
                else "Only an organisation's key (sk_org_…) acts for several accounts."
            )
        return " ".join(accounts)


class APIKeyAdminEditForm(forms.ModelForm):  # type: ignore[type-arg]
    """What of a key may be changed: its name."""

    class Meta:
        model = APIKey
        fields = ("name",)

    def clean_name(self) -> str:
        """A name must not be a key."""
        name: str = self.cleaned_data["name"]
        return no_secret(name)

    def _post_clean(self) -> None:
        # The model's own clean() reads the key, and a name can be changed without it.
        self.instance.name = self.cleaned_data.get("name", self.instance.name)


def credential_choices() -> list[tuple[str, str]]:
    """``(account and mode, label)`` of every key with which an endpoint can be made."""
    choices: dict[str, str] = {}
    keys = APIKey.objects.defer("secret").exclude(type=APIKeyType.publishable)
    for key in keys.order_by("-djstripe_created")[:100]:
        for account in key.accounts:
            value = f"{account}:{'live' if key.livemode else 'test'}"
            choices.setdefault(value, f"{value.replace(':', ', ')} mode – {scrub(str(key))}")
    for livemode, word in ((False, "test"), (True, "live")):
        if djstripe_settings.get_default_api_key(livemode):
            choices[f":{word}"] = f"{word} mode – the key in your settings"
    return list(choices.items())


class WebhookEndpointAdminCreateForm(forms.Form):
    """A new endpoint, to be made at Stripe."""

    credentials = forms.ChoiceField(
        label="Account and mode",
        choices=credential_choices,
        help_text="Whose events it is to receive. Add a key first if the account is missing.",
    )
    base_url = forms.URLField(
        label="Address of this site",
        assume_scheme="https",
        help_text="As Stripe reaches it. The path of the endpoint is added.",
        widget=forms.URLInput(attrs={"class": "vTextField"}),
    )
    connect = forms.BooleanField(
        label="Connected accounts",
        required=False,
        help_text="Receive the events of connected accounts, and not the account's own.",
    )
    enabled_events = forms.CharField(
        label="Events",
        initial="*",
        help_text="Types of event, one in a line. * is all of them.",
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )
    api_version = forms.CharField(
        label="API version",
        max_length=64,
        required=False,
        help_text="In which Stripe renders the events. Ours, so that they can be stored as they come.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    description = forms.CharField(
        max_length=500, required=False, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    tolerance_seconds = forms.IntegerField(
        label="Tolerance in seconds",
        initial=300,
        min_value=1,
        max_value=32767,
        help_text="How old a delivery's signature may be.",
    )

    def clean_enabled_events(self) -> list[str]:
        """The types, each once."""
        words = self.cleaned_data["enabled_events"].replace(",", " ").split()
        return list(dict.fromkeys(words))

    def clean_api_version(self) -> str:
        """Empty is ours."""
        version: str = self.cleaned_data["api_version"].strip()
        if version and not is_api_version(version):
            raise ValidationError("A version looks like 2026-10-28.endive.")
        return version

    @property
    def account_and_mode(self) -> tuple[str | None, bool]:
        """The account (None: the settings' key's own) and the mode that were chosen."""
        account, _, word = self.cleaned_data["credentials"].partition(":")
        return account or None, word == "live"


def validation_choices() -> list[tuple[str, str]]:
    """Not verifying at all is offered only where the settings allow it."""
    allowed = djstripe_settings.DJSTRIPE_ALLOW_UNVERIFIED_WEBHOOKS
    return [
        (value, str(label))
        for value, label in WebhookEndpointValidation.choices
        if allowed or value != WebhookEndpointValidation.none
    ]


class WebhookEndpointAdminEditForm(forms.ModelForm):  # type: ignore[type-arg]
    """What of an endpoint is the application's own."""

    new_secret = SecretField(
        label="New signing secret",
        required=False,
        help_text="Fill in to replace it (whsec_…, from Stripe's Dashboard). "
        "The one before stays valid until it is replaced again.",
    )
    new_more_secrets = SecretField(
        label="More signing secrets",
        required=False,
        help_text="Of what else Stripe sends to this URL, such as a destination of thin events; "
        "several with spaces between. Fill in to replace all of them, or a dash for none.",
    )
    djstripe_validation_method = forms.ChoiceField(
        label="Deliveries are told from forgeries by", choices=validation_choices
    )

    class Meta:
        model = WebhookEndpoint
        fields = ("djstripe_tolerance", "djstripe_validation_method")
        labels = {"djstripe_tolerance": "Tolerance in seconds"}

    def clean_new_secret(self) -> Any:
        """Stripe's secrets have a prefix; the Dashboard shows other strings next to them."""
        secret = self.cleaned_data.get("new_secret")
        if secret and not secret.startswith("whsec_"):
            raise ValidationError("A signing secret starts with whsec_.")
        return secret

    def clean_new_more_secrets(self) -> Any:
        """One on a line; "-" takes all of them away."""
        secrets = (self.cleaned_data.get("new_more_secrets") or "").split()
        if secrets != ["-"] and not all(secret.startswith("whsec_") for secret in secrets):
            raise ValidationError("A signing secret starts with whsec_.")
        return SecretText("\n".join(secrets))
