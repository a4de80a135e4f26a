"""
What was sent to do something at Stripe, written down before it is sent.

An attempt whose answer arrived is forgotten with the transaction that stores the answer (one
under a key of the caller's is kept for as long as Stripe keeps the key, for its answer may be
replayed). What is left are attempts whose answer never came: the next call that asks for the
same goes out under the same key, so that it is done once; and repair looks for what they did.

Source: https://docs.stripe.com/api/idempotent_requests
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import socket
import time
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from django.db import DatabaseError, models, router
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .. import gateway, mirror
from ..fields import StripeIdField, as_django_wants
from ..snapshot import Stamp

logger = logging.getLogger(__name__)

# Stripe keeps keys for at least 24 hours; by the end of that nothing must be under way.
REMEMBERED = dt.timedelta(hours=23, minutes=50)
MOST_COMPARED = 50  # attempts at the same thing that are under way at once


class AttemptState(models.TextChoices):
    """How an attempt stands."""

    SENT = "sent", "under way"
    LOST = "lost", "no answer came"
    DONE = "done", "done, as an event says; no answer came"
    ANSWERED = "answered", "answered"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Attempts by how they stand."""

    def unanswered(self, now: dt.datetime) -> AttemptQuerySet:
        """Those whose answer never came, and of which no event has told."""
        overdue = models.Q(state=AttemptState.SENT, until__lt=now)
        return self.filter(models.Q(state=AttemptState.LOST) | overdue)

    def unknown(self, now: dt.datetime) -> AttemptQuerySet:
        """Those of which nobody will learn any more what became of them: Stripe forgot the key."""
        return self.unanswered(now).filter(first_sent__lt=now - REMEMBERED)

    def forgotten(self, now: dt.datetime) -> AttemptQuerySet:
        """Those that serve nobody any more: Stripe has forgotten the key, and it is known what was."""
        known = [AttemptState.DONE, AttemptState.ANSWERED]
        return self.filter(state__in=known, first_sent__lt=now - REMEMBERED)


class Attempt(models.Model):
    """
    A request that does something at Stripe.

    ``digest`` tells whether two ask for the same: it is keyed, for the parameters may hold
    secrets. ``until``: by then it has ended, whatever becomes of it. ``earliest``, ``latest`` and
    ``ticket``: when what Stripe answered was true, or, without an answer, the ticket of the
    first request. ``sender``: the process that sent it last.
    """

    State = AttemptState

    id = models.BigAutoField(primary_key=True)
    account = StripeIdField(null=False, default="")
    livemode = models.BooleanField(default=False)
    idempotency_key = StripeIdField(null=False)
    named = models.BooleanField(default=False, help_text="The application gave the key.")
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, default="", db_index=True, editable=False)
    state = models.CharField(max_length=10, choices=AttemptState.choices, default=AttemptState.SENT)
    first_sent = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(default=timezone.now)
    ticket = models.BigIntegerField(null=True, blank=True, editable=False)
    earliest = models.BigIntegerField(null=True, blank=True, editable=False)
    latest = models.BigIntegerField(null=True, blank=True, editable=False)
    request_id = models.CharField(max_length=255, default="", blank=True)
    failure = models.CharField(max_length=255, default="", blank=True)
    sender = models.CharField(max_length=255, default="", blank=True, editable=False)

    objects = models.Manager.from_queryset(AttemptQuerySet)()

    class Meta:
        verbose_name = "attempt"
        constraints = [
            models.UniqueConstraint(
                fields=["idempotency_key", "account", "livemode"],
                name="djstripe_attempt_identity",
            )
        ]
        indexes = [models.Index(fields=["state", "first_sent"], name="djstripe_attempt_state")]

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def standing(self) -> str:
        """How it stands now, in a word of ``AttemptState``; "unknown" if nobody can learn it."""
        now = _moment(time.time())
        if self.state in (AttemptState.LOST, AttemptState.SENT):
            if self.first_sent < now - REMEMBERED:
                return "unknown"
            if self.until < now:
                return AttemptState.LOST.value
        return self.state

    @property
    def stamp(self) -> Stamp | None:
        """When what Stripe answered was true; None without an answer."""
        if self.earliest is None or self.latest is None:
            return None
        return Stamp(self.earliest, self.latest, self.ticket)


# ------------------------------------------------------------------------------ who sends


def _pid_namespace() -> str:
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return ""


_HOST = f"{socket.gethostname()} {_pid_namespace()}"
_tokens: dict[int, str] = {}  # by process: a fork is another
_in_hand: set[str] = set()  # keys of what this process is about


def _me() -> str:
    pid = os.getpid()
    if pid not in _tokens:
        _tokens.clear()
        _in_hand.clear()
        _tokens[pid] = uuid.uuid4().hex
    return f"{_HOST}|{pid}|{_tokens[pid]}"


def _may_live(row: Attempt) -> bool:
    """
    Whether whoever sent an attempt may still be about it.

    Nobody can know it of another machine.
    """
    host, _, rest = row.sender.partition("|")
    pid, _, _token = rest.partition("|")
    if row.sender == _me():
        return row.idempotency_key in _in_hand
    if host != _HOST or os.name != "posix" or not pid.isdigit():
        return True
    if int(pid) == os.getpid():
        return False  # another process had this number before
    try:
        os.kill(int(pid), 0)  # 0 is no signal: it only asks
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


# ------------------------------------------------------------------------------ what is same


def digest_of(sending: gateway.Sending) -> str:
    """What tells two requests apart; "" for parameters that cannot be compared (a file)."""
    credentials = sending.credentials
    said = [
        credentials.account, credentials.livemode, credentials.stripe_account,
        sending.method, sending.path, sending.params,
    ]  # fmt: skip
    try:
        text = json.dumps(said, sort_keys=True, default=_comparable)
    except TypeError:
        return ""
    return salted_hmac("djstripe.attempts", text, algorithm="sha256").hexdigest()


def _comparable(value: Any) -> Any:
    if isinstance(value, dt.date | Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a {type(value).__name__} cannot be compared")


def _moment(unix_seconds: float) -> dt.datetime:
    return as_django_wants(dt.datetime.fromtimestamp(unix_seconds, dt.UTC))


def _unix_seconds(moment: dt.datetime) -> float:
    return (moment if timezone.is_aware(moment) else timezone.make_aware(moment)).timestamp()


# ------------------------------------------------------------------------------ the ledger


class DatabaseLedger:
    """
    The gateway's ledger, in the mirror's database.

    Inside a transaction of the application's, what is written down shares its fate.
    """

    def begin(self, sending: gateway.Sending) -> gateway.Attempt:
        digest, now = digest_of(sending), _moment(sending.now)
        if sending.idempotency_key is not None:
            return self._begin_named(sending, sending.idempotency_key, digest, now)
        for row in self._same(digest, now):
            if self._take(row, sending, now):
                return _known(row)
        return self._write_down(sending, str(uuid.uuid4()), digest, now)

    def _begin_named(
        self, sending: gateway.Sending, key: str, digest: str, now: dt.datetime
    ) -> gateway.Attempt:
        account, livemode = sending.credentials.account, sending.credentials.livemode
        row = _rows().filter(idempotency_key=key, account=account, livemode=livemode).first()
        if row is not None and row.first_sent < now - REMEMBERED:
            _rows().filter(pk=row.pk).delete()
            row = None
        if row is None:
            return self._write_down(sending, key, digest, now)
        # Asked for something else, Stripe will say that the key is taken.
        if row.digest == digest and row.state != AttemptState.ANSWERED:
            self._take(row, sending, now)
        return _known(row)

    def _same(self, digest: str, now: dt.datetime) -> list[Attempt]:
        """Attempts at the same thing whose answer never came, the oldest first."""
        if not digest:
            return []
        rows = _rows().filter(digest=digest, named=False, first_sent__gte=now - REMEMBERED)
        rows = rows.exclude(state=AttemptState.ANSWERED).order_by("pk")
        return [
            row
            for row in rows[:MOST_COMPARED]
            if row.state != AttemptState.SENT or row.until < now or not _may_live(row)
        ]

    def _take(self, row: Attempt, sending: gateway.Sending, now: dt.datetime) -> bool:
        """Go on with an attempt; False if somebody else does."""
        me, until = _me(), now + dt.timedelta(seconds=sending.seconds)
        taken = _rows().filter(pk=row.pk, sender=row.sender, state=row.state, until=row.until)
        if not taken.update(state=AttemptState.SENT, sender=me, until=until):
            return False
        _in_hand.add(row.idempotency_key)
        return True

    def _write_down(
        self, sending: gateway.Sending, key: str, digest: str, now: dt.datetime
    ) -> gateway.Attempt:
        named = sending.idempotency_key is not None
        row = Attempt(
            account=sending.credentials.account,
            livemode=sending.credentials.livemode,
            idempotency_key=key,
            named=named,
            method=sending.method,
            path=sending.path[:255],
            digest=digest,
            first_sent=now,
            until=now + dt.timedelta(seconds=sending.seconds),
            ticket=sending.ticket,
            sender=_me(),
        )
        if named:
            # Somebody may have written it down meanwhile; then theirs is the first.
            _rows().bulk_create([row], ignore_conflicts=True)
        else:
            row.save(using=_using(), force_insert=True)
        _in_hand.add(key)
        return gateway.Attempt(key, row.account, row.livemode, named=named)

    def end(self, attempt: gateway.Attempt, stamp: Stamp, request_id: str | None) -> None:
        if not attempt.named:
            self._of(attempt).delete()
        elif attempt.answered is None:
            self._of(attempt).update(
                state=AttemptState.ANSWERED,
                earliest=stamp.earliest,
                latest=stamp.latest,
                ticket=stamp.ticket,
                request_id=request_id or "",
                failure="",
            )
        self.let_go(attempt)

    def withdraw(self, attempt: gateway.Attempt) -> None:
        if attempt.is_new:
            self._of(attempt).delete()
        else:
            self._of(attempt).filter(state=AttemptState.SENT).update(state=AttemptState.LOST)
        self.let_go(attempt)

    def lose(self, attempt: gateway.Attempt, why: str) -> None:
        try:
            rows = self._of(attempt).exclude(state=AttemptState.ANSWERED)
            if rows.update(state=AttemptState.LOST, failure=why[:255]):
                doubt_what_they_touch(self._of(attempt), f"the answer to a request was lost: {why}")
        except DatabaseError as error:
            # Whoever called must hear why there is no answer, and not this.
            logger.warning("djstripe: a lost answer was not noted: %s", type(error).__name__)
        self.let_go(attempt)

    def let_go(self, attempt: gateway.Attempt) -> None:
        _in_hand.discard(attempt.idempotency_key)

    def _of(self, attempt: gateway.Attempt) -> AttemptQuerySet:
        return _rows().filter(
            idempotency_key=attempt.idempotency_key,
            account=attempt.account,
            livemode=attempt.livemode,
        )


def _using() -> str:
    return router.db_for_write(Attempt)


def _rows() -> AttemptQuerySet:
    return Attempt.objects.using(_using()).all()


def _known(row: Attempt) -> gateway.Attempt:
    return gateway.Attempt(
        row.idempotency_key,
        row.account,
        row.livemode,
        named=row.named,
        first_sent=_unix_seconds(row.first_sent),
        first_ticket=row.ticket,
        answered=row.stamp,
        is_new=False,
    )


# ------------------------------------------------------------------------ what they touched


def doubt_what_they_touch(rows: models.QuerySet[Attempt], reason: str) -> None:
    """Have the objects that these attempts were to change looked at again."""
    doubts = {}
    for row in rows:
        found = object_at(row.path)
        if found is not None:
            doubts[found[1], found[0], row.account, row.livemode] = reason
    if doubts:
        mirror.doubt(doubts, using=rows.db)


def object_at(path: str) -> tuple[str, str] | None:
    """
    The object name and id that a path is about: ``("invoice", "in_1")`` of /v1/invoices/in_1/pay.

    None where it names no object, or none that can be looked at.
    """
    found = None
    for model in mirror.all_models():
        if model.endpoint and path.startswith(model.endpoint + "/") and model.retrievable:
            id = unquote(path.removeprefix(model.endpoint + "/").split("/")[0])
            if found is None or len(model.endpoint) > found[0]:
                found = (len(model.endpoint), model.object_name, id)
    return None if found is None or not found[2] else (found[1], found[2])


def clear_forgotten(now: dt.datetime | None = None) -> int:
    """Delete the attempts that serve nobody any more; returns how many."""
    return _rows().forgotten(now or _moment(time.time())).delete()[0]
