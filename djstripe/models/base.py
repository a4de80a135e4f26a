"""
What every Stripe object's model has: the columns of a mirrored row, and the verbs that
every object understands.

What a model *is* stands in its class: see :class:`StripeModel` for the words a class may
declare.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Self

import stripe
from django.db import models
from django.db.models.signals import class_prepared
from django.utils import timezone

from .. import mirror
from ..exceptions import InvalidPayload, NotListable, NotRetrievable
from ..fields import (
    WRONG_SHAPE,
    Attribute,
    NestedList,
    OwnedSet,
    StripeDateTimeField,
    StripeForeignKey,
    StripeIdField,
    StripeJSONField,
)
from ..gateway import Credentials, get_gateway
from ..managers import StripeManager, StripeModelManager, StripeQuerySet
from ..redact import SecretText
from ..settings import djstripe_settings, read_key_format
from ..snapshot import Door, Snapshot, Stamp
from . import answers, guards
from .door import StripeDoor
from .flows import flows
from .history import History, children_of, owners_of, parents_of
from .twins import class_stream, class_twin, twin
from .verbs import tell


def sdk(name: str) -> type[Any] | None:
    """The SDK's class by its dotted name (``"billing.Meter"``); None where the installed SDK lacks it."""
    found: Any = stripe
    for part in name.split("."):
        found = getattr(found, part, None)
    return found if isinstance(found, type) else None


def _never_failing(label: Callable[[Any], str]) -> Callable[[Any], str]:
    """A label that says the id where the payload is of a shape that nobody expected."""

    @functools.wraps(label)
    def never_failing(row: Any) -> str:
        try:
            text = label(row)
        except WRONG_SHAPE:
            text = ""
        return text if isinstance(text, str) and text else str(row.id or "")

    return never_failing


class StripeBaseModel(models.Model):
    """A row with Stripe's JSON in it."""

    stripe_class: ClassVar[type[Any] | None] = None

    stripe_data = StripeJSONField(default=dict, null=False, path=lambda payload: payload)
    djstripe_created = models.DateTimeField(default=timezone.now, editable=False)
    djstripe_updated = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class StripeModel(StripeBaseModel):
    """
    A Stripe object, as of the newest snapshot the mirror has seen of it.

    Words a class may declare:

    ``stripe_class``
        the SDK's class (``sdk("Subscription")``).
    ``object_name``
        what its payloads call themselves (``"subscription"``); ``also_named`` for old names.
    ``endpoint``
        where Stripe lists and creates it (``"/v1/subscriptions"``); one object is retrieved
        at ``endpoint/{id}`` unless ``retrieve_path`` says otherwise.
    ``listable``, ``retrievable``
        False where Stripe has no such endpoint.
    ``list_params``
        sent with every list request (``{"status": "all"}``).
    ``list_under``
        ``(model name, path or parameter)``: listed once for every row of another model:
        ``("Invoice", "/v1/invoices/{id}/lines")`` or ``("Subscription", "subscription")``.
    ``lists_by_created``
        False where the list endpoint has no ``created`` filter.
    ``expand_fields``
        expanded whenever the object is read.
    ``expanded_only``
        top-level keys that a payload carries only if they were expanded; kept apart, so that
        a payload without them erases nothing.
    ``secrets``
        top-level keys that are never stored.
    ``sets``, ``nested``
        the lists inside its payload (:class:`OwnedSet`, :class:`NestedList`).
    ``set_carriers``
        object names without an id that carry one of its sets:
        ``{"entitlements.active_entitlement_summary": ("customer", OwnedSet(…))}``.
    ``owner_path``
        where the payload names the account the object belongs to, if not the one asked.
    ``looked_up_by``
        the relation through which a member without an endpoint of its own is looked up.
    ``stripe_dashboard_item_name``
        its section in Stripe's Dashboard.
    """

    # declaration
    object_name: ClassVar[str] = ""
    also_named: ClassVar[tuple[str, ...]] = ()
    endpoint: ClassVar[str] = ""
    retrieve_path: ClassVar[str] = ""
    listable: ClassVar[bool] = True
    retrievable: ClassVar[bool] = True
    list_params: ClassVar[Mapping[str, Any]] = {}
    list_under: ClassVar[tuple[str, str] | None] = None
    lists_by_created: ClassVar[bool] = True
    expand_fields: ClassVar[list[str]] = []
    expanded_only: ClassVar[tuple[str, ...]] = ()
    secrets: ClassVar[tuple[str, ...]] = ()
    sets: ClassVar[tuple[OwnedSet, ...]] = ()
    nested: ClassVar[tuple[NestedList, ...]] = ()
    set_carriers: ClassVar[Mapping[str, tuple[str, OwnedSet]]] = {}
    owner_path: ClassVar[str] = ""
    looked_up_by: ClassVar[str] = ""
    stores_unknown_objects: ClassVar[bool] = False
    stripe_dashboard_item_name: ClassVar[str] = ""

    # columns: identity
    # Any to type checkers, which take filter(customer_id=…) for a comparison with this number.
    djstripe_id: models.BigAutoField[Any, Any] = models.BigAutoField(
        verbose_name="ID", primary_key=True
    )
    id = StripeIdField(null=False, blank=False)
    djstripe_owner_account = StripeForeignKey(
        "djstripe.Account",
        null=False,
        default="",
        db_index=False,
        path=lambda payload: None,
        help_text="The Stripe account this object belongs to.",
    )
    livemode = models.BooleanField(
        default=False, help_text="Live mode; otherwise test mode or a sandbox."
    )

    # columns: what many objects say
    created = StripeDateTimeField(db_index=True)
    metadata = StripeJSONField()

    # columns: what decides which of two snapshots is newer
    djstripe_api_version = models.CharField(max_length=64, default="", blank=True, editable=False)
    djstripe_door = models.CharField(max_length=16, default="", blank=True, editable=False)
    djstripe_earliest = models.BigIntegerField(default=0, editable=False)
    djstripe_latest = models.BigIntegerField(default=0, editable=False)
    djstripe_ticket = models.BigIntegerField(default=0, editable=False)
    djstripe_asked = models.BigIntegerField(default=-1, editable=False)
    djstripe_changed = models.BigIntegerField(default=0, editable=False)
    djstripe_digest = models.CharField(max_length=32, default="", blank=True, editable=False)
    djstripe_deleted = models.BooleanField(default=False, editable=False)
    djstripe_expanded = models.JSONField(null=True, blank=True, editable=False)
    djstripe_faults = models.JSONField(null=True, blank=True, editable=False)

    objects: ClassVar[StripeQuerySet[Self]] = StripeManager()
    stripe_objects: ClassVar[StripeQuerySet[Self]] = StripeModelManager()

    # every operation of Stripe's: ``row.stripe.cancel()``, ``Model.stripe.list()``
    stripe = StripeDoor()

    class Meta:
        abstract = True
        get_latest_by = "created"
        constraints = [
            models.UniqueConstraint(
                fields=["id", "djstripe_owner_account", "livemode"],
                name="djstripe_%(class)s_identity",
            )
        ]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "__str__" in vars(cls):
            cls.__str__ = _never_failing(cls.__str__)  # type: ignore[method-assign]

    # attributes
    description: Attribute[str] = Attribute(default="")

    def __str__(self) -> str:
        return f"<id={self.id}>"

    # what the class knows

    @classmethod
    def object_names(cls) -> tuple[str, ...]:
        """What payloads of this model call themselves."""
        return (cls.object_name, *cls.also_named) if cls.object_name else cls.also_named

    @classmethod
    def is_valid_object(cls, data: Mapping[str, Any]) -> bool:
        """Whether a payload is of this model's kind."""
        return data.get("object") in cls.object_names()

    @classmethod
    def path_of(cls, id: str, **parts: str) -> str:
        """Where Stripe answers one object. Raises NotRetrievable if nowhere."""
        if not cls.retrievable or not (cls.retrieve_path or cls.endpoint):
            raise NotRetrievable(f"Stripe has no endpoint that returns one {cls.object_name}.")
        template = cls.retrieve_path or cls.endpoint + "/{id}"
        return template.format(id=id, **parts)

    @classmethod
    def list_path(cls) -> str:
        """Where Stripe lists the objects. Raises NotListable if nowhere."""
        if not cls.listable or not cls.endpoint:
            raise NotListable(f"Stripe has no list of all {cls.object_name} objects.")
        return cls.endpoint

    # credentials

    def credentials(
        self, api_key: str | None = None, stripe_account: str | None = None
    ) -> Credentials:
        """The key with which Stripe is asked about this row: its account's, in its mode."""
        api_key = SecretText(api_key) if api_key else None
        account = stripe_account or self.djstripe_owner_account_id
        return flows.find_credentials(account=account, livemode=self.livemode, api_key=api_key)

    @property
    def default_api_key(self) -> str:
        """The secret key for this row's account and mode. Whoever asks for it must not show it."""
        return self.credentials().api_key.reveal()

    # what happened

    def history(self, *, family: bool = False) -> History:
        """
        The events that touched this object, newest first: what changed, and by which request.

        A member of a set (a subscription's item) has none of its own: its owner's tell of it.
        With ``family`` also those about what this is a part of, and what is a part of this.
        """
        ids = {self.id, *owners_of(self)}
        if family:
            ids |= parents_of(self) | children_of(self)
        return History(ids, self.djstripe_owner_account_id, self.livemode)

    # verbs: ask Stripe

    def api_retrieve(self, api_key: str | None = None, stripe_account: str | None = None) -> Any:
        """
        This object as Stripe has it now, as the SDK's typed object. Nothing is stored.

        Raises stripe.InvalidRequestError if Stripe does not know it.
        """
        credentials = self.credentials(api_key, stripe_account)
        snapshot = get_gateway().retrieve(
            self.retrieve_url(), credentials, expand=tuple(self.expand_fields)
        )
        return get_gateway().to_stripe_object(snapshot.data, credentials)

    def retrieve_url(self) -> str:
        """Where Stripe answers this very object. Models with nested endpoints override it."""
        return self.path_of(self.id)

    def refresh_from_stripe(self) -> Self:
        """Look at this object at Stripe once, store what it says, and return the row as it is now."""
        snapshot = get_gateway().look(
            self.object_name,
            self.id,
            self.retrieve_url(),
            self.credentials(),
            expand=tuple(self.expand_fields),
        )
        mirror.store([snapshot])
        self.refresh_from_db()
        return self

    @classmethod
    def get_expand_params(cls, api_key: str | None = None, **kwargs: Any) -> list[str]:
        """What a list request expands."""
        return [f"data.{name}" for name in cls.expand_fields]

    @classmethod
    def api_list(
        cls,
        api_key: str | None = None,
        stripe_account: str | None = None,
        livemode: bool | None = None,
        **kwargs: Any,
    ) -> Iterator[Any]:
        """
        Every object of this kind at Stripe, newest first, as the SDK's typed objects.

        Raises NotListable if Stripe has no such list. Nothing is stored.
        """
        credentials = flows.find_credentials(
            account=stripe_account, livemode=livemode, api_key=api_key
        )
        params = {**cls.list_params, **kwargs}
        named = params.pop("expand", cls.get_expand_params())
        expand = [name.removeprefix("data.") for name in named]
        for page in get_gateway().pages(cls.list_path(), credentials, params=params, expand=expand):
            for snapshot in page.snapshots:
                yield get_gateway().to_stripe_object(snapshot.data, credentials)

    # verbs: tell Stripe, store the answer

    @classmethod
    def create_at_stripe(
        cls,
        *,
        api_key: str | None = None,
        stripe_account: str | None = None,
        livemode: bool | None = None,
        idempotency_key: str | None = None,
        path: str | None = None,
        **params: Any,
    ) -> Any:
        """Create an object at Stripe, store the answer, and return the row."""
        credentials = flows.find_credentials(
            account=stripe_account, livemode=livemode, api_key=api_key
        )
        path = path or cls.list_path_for_create()
        outcome = tell(
            "post",
            path,
            credentials,
            to_params(params, credentials, path),
            idempotency_key=idempotency_key,
            expand=cls.expand_fields,
        )
        return answers.hand_out(outcome.row, outcome.snapshot.data)

    @classmethod
    def list_path_for_create(cls) -> str:
        """Where new objects are posted."""
        return cls.endpoint

    def act(
        self,
        action: str = "",
        /,
        *,
        method: str = "post",
        api_key: str | None = None,
        stripe_account: str | None = None,
        idempotency_key: str | None = None,
        **params: Any,
    ) -> Any:
        """
        Do something to this object at Stripe, store the answer, and return the answered row.

        ``action`` is the last part of the path (``"cancel"``); without it the object itself is
        modified, or with ``method="delete"`` deleted.
        """
        guards.check_actor(self, stripe_account)
        credentials = self.credentials(api_key, stripe_account)
        path = f"{self.retrieve_url()}/{action}" if action else self.retrieve_url()
        sent = to_params(params, credentials, path, currency=getattr(self, "currency", None))
        gone = (self.object_name, str(self.id)) if method == "delete" and not action else None
        outcome = tell(
            method, path, credentials, sent, idempotency_key=idempotency_key, deletes=gone
        )
        stored = outcome.row
        if stored is not None and type(stored) is type(self) and stored.pk == self.pk:
            self.refresh_from_db()
            stored = self
        return answers.hand_out(stored, outcome.snapshot.data)

    @classmethod
    def _api_create(cls, api_key: str | None = None, **kwargs: Any) -> Any:
        """Create an object at Stripe and return the SDK's typed object. Nothing is stored."""
        credentials = flows.find_credentials(
            account=kwargs.pop("stripe_account", None),
            livemode=kwargs.pop("livemode", None),
            api_key=api_key,
        )
        key, path = kwargs.pop("idempotency_key", None), cls.list_path_for_create()
        snapshot = get_gateway().create(
            path, credentials, to_params(kwargs, credentials, path), idempotency_key=key
        )
        return get_gateway().to_stripe_object(snapshot.data, credentials)

    def _api_update(
        self, api_key: str | None = None, stripe_account: str | None = None, **kwargs: Any
    ) -> Any:
        """Modify this object at Stripe and return the SDK's typed object. Nothing is stored."""
        credentials = self.credentials(api_key, stripe_account)
        snapshot = get_gateway().modify(self.retrieve_url(), credentials, to_params(kwargs))
        return get_gateway().to_stripe_object(snapshot.data, credentials)

    def _api_delete(
        self, api_key: str | None = None, stripe_account: str | None = None, **kwargs: Any
    ) -> Any:
        """Delete this object at Stripe and return the SDK's typed answer. Nothing is stored."""
        credentials = self.credentials(api_key, stripe_account)
        snapshot = get_gateway().delete(self.retrieve_url(), credentials, to_params(kwargs))
        return get_gateway().to_stripe_object(snapshot.data, credentials)

    # verbs: store what the application already has

    @classmethod
    def sync_from_stripe_data(cls, data: Any, api_key: str | None = None) -> Any:
        """
        Store a payload that the application got from Stripe by itself, and return its row.

        Nobody knows when it was true: it fills an absent row, and where the stored row is
        different a doubt is recorded, which a look at Stripe decides. With one of the SDK's
        objects that look is taken at once; with a plain dict it is left to repair.

        Raises InvalidPayload if the payload is of another kind.
        """
        payload = plain_payload(data)
        if not cls.is_valid_object(payload):
            raise InvalidPayload(
                f"Trying to fit {payload.get('object')!r} into {cls.__name__}: "
                f"its payloads say object={cls.object_name!r}."
            )
        livemode = payload.get("livemode")
        account, mode = flows.find_account(
            livemode if isinstance(livemode, bool) else None, api_key or _key_of(data)
        )
        # The SDK's objects remember for whom they were asked.
        account = getattr(data, "stripe_account", None) or account
        snapshot = Snapshot(
            data=payload,
            account=account,
            livemode=mode,
            stamp=Stamp.unknown(),
            door=Door.GIVEN,
            api_version=djstripe_settings.STRIPE_API_VERSION,
            deleted=payload.get("deleted") is True,
        )
        outcome = mirror.store([snapshot])[0]
        outcome.raise_if_refused()
        row = outcome.row
        if outcome.is_doubt and isinstance(data, stripe.StripeObject) and cls.retrievable:
            return row.refresh_from_stripe()
        return row

    # twins, for async views

    aapi_retrieve = twin(api_retrieve)
    aapi_list = class_stream(api_list)
    arefresh_from_stripe = twin(refresh_from_stripe)
    acreate_at_stripe = class_twin(create_at_stripe)
    aact = twin(act)
    async_from_stripe_data = class_twin(sync_from_stripe_data)

    # Stripe's Dashboard

    def get_stripe_dashboard_url(self) -> str:
        """This object's page in Stripe's Dashboard, or "" where it has none."""
        if not self.stripe_dashboard_item_name or not self.id:
            return ""
        return f"{self.dashboard_base()}{self.stripe_dashboard_item_name}/{self.id}"

    def dashboard_base(self) -> str:
        """The Dashboard of this row's account and mode, with a slash at the end."""
        account = f"{self.djstripe_owner_account_id}/" if self.djstripe_owner_account_id else ""
        return f"https://dashboard.stripe.com/{account}{'' if self.livemode else 'test/'}"


def plain_payload(data: Any) -> dict[str, Any]:
    """A payload as a plain dict, whether it came as one or as an object of any SDK version."""
    if isinstance(data, stripe.StripeObject):
        convert: Callable[..., Any] = getattr(data, "to_dict_recursive", None) or data.to_dict
        plain: dict[str, Any] = convert()
        return plain
    if isinstance(data, Mapping):
        return dict(data)
    raise InvalidPayload(
        f"A {type(data).__name__} is not a Stripe object: hand in the SDK's object or its JSON as a dict."
    )


def _key_of(data: Any) -> str | None:
    """The key that one of the SDK's objects was got with; None if it remembers none."""
    key = getattr(data, "api_key", None) if isinstance(data, stripe.StripeObject) else None
    return SecretText(key) if isinstance(key, str) and read_key_format(key) else None


def to_params(
    params: Mapping[str, Any],
    credentials: Credentials | None = None,
    path: str = "",
    *,
    currency: str | None = None,
) -> dict[str, Any]:
    """
    What the caller gave, as Stripe's API takes it: rows become their ids, None is left out.

    Refused before anything is sent, with InvalidRow or InvalidAmount, what cannot be meant:
    see ``guards.check``.
    """
    guards.check(params, credentials, path, currency=currency or "")
    return {key: guards.wire_value(value) for key, value in params.items() if value is not None}


class UndatedModel(StripeModel):
    """An object of which Stripe does not say when it was made: ``created`` is always empty."""

    created = StripeDateTimeField()

    class Meta(StripeModel.Meta):
        abstract = True
        get_latest_by = "djstripe_id"


def _register(sender: type[models.Model], **kwargs: Any) -> None:
    if issubclass(sender, StripeModel) and not sender._meta.abstract:
        mirror.register(sender)


class_prepared.connect(_register, dispatch_uid="djstripe.models.base")


# Of an action's name that does not fit; a digest of the whole follows.
KEPT_OF_LONG_ACTIONS = 59


class IdempotencyKey(models.Model):
    """The key under which an action was sent to Stripe, so that a repetition acts once."""

    uuid = models.UUIDField(max_length=36, primary_key=True, editable=False, default=uuid.uuid4)
    action = models.CharField(max_length=100)
    livemode = models.BooleanField(help_text="Whether the key was used in live or test mode.")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        unique_together = ("action", "livemode")

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_expired(self) -> bool:
        """Stripe remembers a key for 24 hours."""
        return timezone.now() > self.created + dt.timedelta(hours=24)
