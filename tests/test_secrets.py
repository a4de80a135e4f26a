"""Planted keys and signing secrets are found nowhere but encrypted."""

from __future__ import annotations

import base64
import copy
import logging
import pickle
import pprint
import traceback
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from typing import Any

import pytest
import stripe
from django.core import serializers
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.forms.models import model_to_dict
from django.test import RequestFactory, override_settings
from django.views.debug import ExceptionReporter

from djstripe import encryption
from djstripe.endpoints import create_endpoint
from djstripe.exceptions import DjStripeError
from djstripe.gateway import Credentials, get_gateway
from djstripe.models import APIKey, Customer, WebhookEndpoint
from djstripe.models.api import find_credentials
from djstripe.sandbox import Sandbox
from djstripe.sandbox.keys import Key
from djstripe.settings import djstripe_settings

pytestmark = pytest.mark.django_db

KEY = "sk_test_" + "PlantedKey" * 3
SIGNING = "whsec_" + "PlantedSecret" * 2
MARKS = ("PlantedKey", "PlantedSecret")


@pytest.fixture
def sandbox(stripe_sandbox: Sandbox, stripe_gateway: Any) -> Sandbox:
    return stripe_sandbox


def whole_database() -> str:
    """Every row of every table, as the database holds it."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            parts += [str(row) for row in cursor.fetchall()]
    return "\n".join(parts)


def assert_nowhere(text: str) -> None:
    assert_none_of(MARKS, text)


def test_stored_secrets_are_read_back_and_are_not_in_the_database(sandbox: Sandbox) -> None:
    key, created = APIKey.objects.get_or_create_by_api_key(KEY)
    endpoint = WebhookEndpoint.objects.create(id="we_1", secret=SIGNING, previous_secret=SIGNING)

    assert created and APIKey.objects.of_secret(KEY) == key
    assert str(APIKey.objects.get(pk=key.pk).secret) == KEY
    assert WebhookEndpoint.objects.get(pk=endpoint.pk).signing_secrets == [SIGNING, SIGNING]
    assert_nowhere(whole_database())


def test_a_key_of_the_settings_leaves_only_its_fingerprint(sandbox: Sandbox, settings: Any) -> None:
    settings.STRIPE_TEST_SECRET_KEY = KEY

    credentials = find_credentials()

    row = APIKey.objects.get()
    assert row.secret is None and row.djstripe_owner_account_id == credentials.account
    assert_nowhere(whole_database())


def test_an_endpoint_made_at_stripe_keeps_its_secret_encrypted(sandbox: Sandbox) -> None:
    endpoint = create_endpoint("https://example.com", find_credentials())

    fresh = WebhookEndpoint.objects.get(pk=endpoint.pk)
    assert fresh.secret.startswith("whsec_")
    assert "secret" not in fresh.stripe_data
    assert str(fresh.secret) not in whole_database()


def test_no_repr_error_log_or_traceback_shows_a_key(
    sandbox: Sandbox, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.STRIPE_TEST_SECRET_KEY = KEY
    credentials = find_credentials()
    seen = [
        repr(credentials),
        str(credentials),
        repr(APIKey.objects.all()),
        str(credentials.api_key),
    ]
    APIKey.objects.get_or_create_by_api_key("sk_test_" + "PlantedKey" * 4)
    row = Customer.objects.create(id="cus_none", djstripe_owner_account_id=credentials.account)
    seen += [repr(vars(APIKey.objects.exclude(secret__isnull=True).get()))]

    for fault in ("rate_limit", "server_error", "drop"):
        getattr(sandbox.faults, fault)(times=9)
        with pytest.raises(stripe.StripeError) as raised:
            row.api_retrieve()
        seen += traceback.format_exception(raised.value)
        report = traceback.TracebackException.from_exception(raised.value, capture_locals=True)
        seen += report.format()
        sandbox.faults.clear()

    assert_nowhere("\n".join([*seen, caplog.text]))


@pytest.mark.parametrize(
    "key", ["", "PlantedKey", "pk_test_" + "PlantedKey" * 3, "sk_live_" + "PlantedKey" * 3]
)
def test_a_key_that_will_not_do_is_refused_without_being_shown(key: str, sandbox: Sandbox) -> None:
    with pytest.raises(DjStripeError) as raised:
        Credentials(key, "acct_1", livemode=False)

    assert_nowhere(str(raised.value))
    assert sandbox.requests == []


def test_rotation_writes_every_secret_anew(sandbox: Sandbox, settings: Any) -> None:
    from cryptography.fernet import Fernet

    first, second = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.DJSTRIPE_ENCRYPTION_KEYS = [first]
    APIKey.objects.get_or_create_by_api_key(KEY)
    WebhookEndpoint.objects.create(id="we_1", secret=SIGNING)

    settings.DJSTRIPE_ENCRYPTION_KEYS = [second, first]
    call_command("djstripe_rotate_secrets", verbosity=0)
    settings.DJSTRIPE_ENCRYPTION_KEYS = [second]

    assert str(APIKey.objects.get().secret) == KEY
    assert str(WebhookEndpoint.objects.get().secret) == SIGNING


def test_a_dump_of_the_data_holds_no_secret(sandbox: Sandbox, capsys: Any) -> None:
    APIKey.objects.get_or_create_by_api_key(KEY)
    WebhookEndpoint.objects.create(id="we_1", secret=SIGNING)

    call_command("dumpdata", "djstripe")

    out = capsys.readouterr().out
    assert_nowhere(out)
    assert encryption.PREFIX in out


# every door: keys of every kind are planted, and everything that anybody can see is searched

SETTINGS_KEY = "sk_test_" + "PlantedKeyOfTheSettings" * 2
LIVE_KEY = "rk_live_" + "PlantedKeyRestricted" * 2
ORGANISATION_KEY = "sk_org_test_" + "PlantedKeyOfTheOrganisation"
NEW = "sk_test_" + "PlantedKeyThatIsNew" * 2
ENCRYPTION_KEY = base64.urlsafe_b64encode(b"PlantedEncryptionKey".ljust(32, b"!")).decode()
ALL_MARKS = (*MARKS, ENCRYPTION_KEY, ENCRYPTION_KEY[:16])


@pytest.fixture
def planted(sandbox: Sandbox, settings: Any, caplog: pytest.LogCaptureFixture) -> Sandbox:
    """Secrets of every kind in every place where one may stand; everything is logged."""
    caplog.set_level(logging.DEBUG)
    settings.DJSTRIPE_ENCRYPTION_KEYS = [ENCRYPTION_KEY]
    settings.STRIPE_TEST_SECRET_KEY = SETTINGS_KEY
    settings.DJSTRIPE_WEBHOOK_SECRETS = [SIGNING + "OfTheSettings"]
    settings.DJSTRIPE_WEBHOOK_SECRET = SIGNING + "TheOnlyOne"
    sandbox.open_account("acct_b")
    organisation = Key(ORGANISATION_KEY, ["acct_b"], livemode=False, organization=True)
    sandbox.keys.known[ORGANISATION_KEY] = organisation
    APIKey.objects.get_or_create_by_api_key(KEY)
    APIKey.objects.get_or_create_by_api_key(LIVE_KEY)
    APIKey.objects.get_or_create_by_api_key(ORGANISATION_KEY, accounts=["acct_b"])
    WebhookEndpoint.objects.create(
        id="we_planted",
        djstripe_owner_account_id=sandbox.account,
        secret=SIGNING,
        previous_secret=SIGNING + "Previous",
        more_secrets=f"{SIGNING}Third\n{SIGNING}Fourth",
    )
    return sandbox


def assert_shown_nowhere(text: str) -> None:
    assert_none_of(ALL_MARKS, text)


def assert_none_of(marks: Iterable[str], text: str) -> None:
    found = [text.index(mark) for mark in marks if mark in text]
    # Not an assertion about the text itself: pytest would compare megabytes letter by letter.
    if found:
        pytest.fail(text[max(0, found[0] - 800) :][:1_000], pytrace=False)


def shown(error: BaseException, *, pages: bool = False) -> str:
    """
    All that anybody is shown of an error: itself, its traceback with the locals of every frame,
    and with ``pages`` also Django's error pages, which take their time.
    """
    trace = traceback.TracebackException.from_exception(error, capture_locals=True)
    parts = [*trace.format(), str(error), repr(error), repr(vars(error))]
    if pages:
        request = RequestFactory().get("/")
        reporter = ExceptionReporter(request, type(error), error, error.__traceback__)
        with override_settings(DEBUG=True):
            parts += [reporter.get_traceback_html(), reporter.get_traceback_text()]
        parts.append(reporter.get_traceback_text())
    return "\n".join(parts)


def everything_fails(sandbox: Sandbox) -> dict[str, Callable[[], Any]]:
    """What goes wrong between us and Stripe, by name."""
    faults = sandbox.faults
    return {
        "rate limited": lambda: faults.rate_limit(times=None),
        "server error": lambda: faults.server_error(times=None),
        "dropped": lambda: faults.drop(times=None),
        "cut off": lambda: faults.half(times=None),
        "conflict": lambda: faults.conflict(times=None),
        "revoked": lambda: [
            sandbox.keys.revoke(key) for key in (SETTINGS_KEY, KEY, LIVE_KEY, ORGANISATION_KEY)
        ],
        "not permitted": lambda: [
            sandbox.keys.known.update({key: Key(key, [sandbox.account], live, [])})
            for key, live in ((SETTINGS_KEY, False), (KEY, False), (LIVE_KEY, True))
        ],
    }


@pytest.mark.parametrize(
    "fault",
    [
        "rate limited",
        "server error",
        "dropped",
        "cut off",
        "conflict",
        "revoked",
        "not permitted",
    ],
)
def test_whatever_goes_wrong_no_error_shows_a_key(
    planted: Sandbox, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    rows = [
        Customer(id="cus_1", djstripe_owner_account_id=planted.account),
        Customer(id="cus_2", djstripe_owner_account_id=planted.account, livemode=True),
        Customer(id="cus_3", djstripe_owner_account_id="acct_b"),
        Customer(id="cus_4", djstripe_owner_account_id="acct_unknown"),
    ]
    Customer.objects.bulk_create(rows)
    everything_fails(planted)[fault]()
    # No list of what was seen: it would be among the locals of the next error.
    count = 0

    for row in rows:
        for act in (
            row.api_retrieve,
            row.refresh_from_stripe,
            lambda row=row: row.act(name="A"),
            lambda row=row: row.subscribe(price="price_1"),
            row.purge,
        ):
            with pytest.raises((stripe.StripeError, DjStripeError)) as raised:
                act()
            assert_shown_nowhere(shown(raised.value, pages=count == 0))
            count += 1
    for start in (
        lambda: Customer.create_at_stripe(name="A"),
        lambda: list(Customer.api_list()),
        lambda: find_credentials(api_key=NEW),
        lambda: APIKey.objects.get_or_create_by_api_key(NEW),
        lambda: APIKey.objects.exclude(organisation_accounts="").get().refresh_account(),
        lambda: create_endpoint("https://example.com", find_credentials()),
    ):
        try:
            start()
        except (stripe.StripeError, DjStripeError) as error:
            assert_shown_nowhere(shown(error))
            count += 1

    assert count >= 22
    assert_shown_nowhere(caplog.text)


WRONG = {
    "STRIPE_TEST_SECRET_KEY": LIVE_KEY,
    "STRIPE_LIVE_SECRET_KEY": SETTINGS_KEY,
    "STRIPE_SECRET_KEY": "PlantedKey which is none",
    "STRIPE_TEST_PUBLIC_KEY": SETTINGS_KEY,
    "DJSTRIPE_WEBHOOK_SECRETS": [SIGNING, ""],
    "DJSTRIPE_ENCRYPTION_KEYS": [ENCRYPTION_KEY, "PlantedKey which is none"],
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_told_without_its_value(
    planted: Sandbox, settings: Any, name: str
) -> None:
    setattr(settings, name, WRONG[name])

    with pytest.raises((ImproperlyConfigured, DjStripeError)) as raised:
        djstripe_settings.get_api_keys()
        djstripe_settings.DJSTRIPE_WEBHOOK_SECRETS  # noqa: B018
        encryption.encrypt("x")

    assert_shown_nowhere(shown(raised.value, pages=True))
    messages = run_checks(app_configs=None, tags=["djstripe"])
    assert_shown_nowhere(repr(messages) + "".join(map(str, messages)))


def ways_to_look_at(value: Any) -> Iterator[str]:
    yield from (repr(value), str(value), f"{value}", f"{value!r}", pprint.pformat(value))
    yield repr(getattr(value, "__dict__", ""))
    yield repr(pickle.dumps(value))
    yield repr(copy.deepcopy(value))


def test_no_row_shows_or_pickles_its_secrets(planted: Sandbox) -> None:
    unsaved = APIKey(secret="sk_test_" + "PlantedKeyUnsaved" * 2)
    endpoint = WebhookEndpoint(id="we_unsaved", secret=SIGNING)
    rows = [unsaved, endpoint, *APIKey.objects.all(), *WebhookEndpoint.stripe_objects.all()]

    for row in rows:
        assert_shown_nowhere("\n".join(ways_to_look_at(row)))
        assert_shown_nowhere(repr(model_to_dict(row)))
        again = pickle.loads(pickle.dumps(row))
        assert str(again.secret) == str(row.secret) and copy.deepcopy(row).secret == row.secret
    assert_shown_nowhere(repr(list(APIKey.objects.values())))
    for kind in ("json", "xml", "python"):
        assert_shown_nowhere(str(serializers.serialize(kind, rows[2:])))


def test_no_part_of_the_settings_or_the_gateway_shows_a_secret(planted: Sandbox) -> None:
    parts = [
        djstripe_settings,
        djstripe_settings.get_api_keys(),
        djstripe_settings.STRIPE_SECRET_KEY,
        djstripe_settings.DJSTRIPE_WEBHOOK_SECRETS,
        djstripe_settings.DJSTRIPE_ENCRYPTION_KEYS,
        [find_credentials(), find_credentials(account="acct_b")],
        find_credentials(livemode=True, account=planted.account).api_key,
        get_gateway(),
    ]

    for part in parts:
        for view in (repr(part), str([part]), pprint.pformat(part), repr(vars(type(part)))):
            assert_shown_nowhere(view)
    for part in parts[1:5]:
        assert_shown_nowhere(repr(pickle.dumps(part)))
        assert pickle.loads(pickle.dumps(part)) == part


# A line for every command of ours: arguments with which it does something. A command without a
# line here fails the test below.
COMMANDS: dict[str, list[list[str]]] = {
    "djstripe_clear_expired_idempotency_keys": [[]],
    "djstripe_create_endpoint": [["https://example.com"], ["https://example.com", "--live"]],
    "djstripe_doctor": [[], ["--json"], ["--fix", "--yes"]],
    "djstripe_inbox": [["status"], ["status", "--json"], ["list", "--json"], ["show", "1"]],
    "djstripe_init_customers": [[]],
    "djstripe_listen": [["--cli", "/no/such/tool"], ["--cli", "false"]],
    "djstripe_process_events": [[], ["--failed"]],
    "djstripe_prune": [[], ["--dry-run"]],
    "djstripe_repair": [[], ["--json"], ["--connected"]],
    "djstripe_rotate_secrets": [[], ["--dry-run"]],
    "djstripe_sandbox": [["--fixtures", "/no/such/file"]],
    "djstripe_sync_customers": [[]],
    "djstripe_sync_models": [
        ["Customer", "Account"],
        ["Customer", "--api-keys", SETTINGS_KEY, KEY],
        ["Customer", "--api-keys", "sk_test_" + "PlantedKeyOfNobody" * 2],
        ["Customer", "--account", "acct_b"],
    ],
    "djstripe_worker": [["--once"]],
    "stripe_listen": [["--cli", "/no/such/tool"]],
}


def test_every_command_has_its_line() -> None:
    ours = {name for name, app in get_commands().items() if app == "djstripe"}

    assert ours == set(COMMANDS)


# A worker lets go of its connection, which a test's own transaction does not survive.
ENDS_ITS_CONNECTION = "djstripe_worker"
Capture = pytest.CaptureFixture[str]
Logs = pytest.LogCaptureFixture


@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - {ENDS_ITS_CONNECTION}))
@pytest.mark.parametrize("revoked", [False, True], ids=["answered", "refused"])
def test_no_command_shows_a_secret(
    planted: Sandbox,
    django_user_model: Any,
    capfd: Capture,
    caplog: Logs,
    command: str,
    revoked: bool,
) -> None:
    look_through(planted, django_user_model, capfd, caplog, command, revoked)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("revoked", [False, True], ids=["answered", "refused"])
def test_the_worker_shows_no_secret(
    planted: Sandbox, django_user_model: Any, capfd: Capture, caplog: Logs, revoked: bool
) -> None:
    look_through(planted, django_user_model, capfd, caplog, ENDS_ITS_CONNECTION, revoked)


def look_through(
    planted: Sandbox,
    django_user_model: Any,
    capfd: Capture,
    caplog: Logs,
    command: str,
    revoked: bool,
) -> None:
    """Run a command as its lines say, and search all that it says, logs and raises."""
    django_user_model.objects.create(username="ada", email="ada@example.com")
    planted.create("customer", email="ada@example.com")
    if revoked:
        everything_fails(planted)["revoked"]()
    seen = []

    for arguments in COMMANDS[command]:
        out = StringIO()
        try:
            call_command(command, *arguments, "-v", "3", stdout=out, stderr=out)
        except (CommandError, stripe.StripeError, DjStripeError, SystemExit) as error:
            # The key on the command line is what the caller wrote; errors must not repeat it.
            seen.append(str(error) if "--api-keys" in arguments else shown(error))
        seen.append(out.getvalue())

    printed = capfd.readouterr()
    assert_shown_nowhere("\n".join([*seen, printed.out, printed.err, caplog.text]))
