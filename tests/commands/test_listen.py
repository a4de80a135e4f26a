"""``djstripe_listen``: the official CLI forwards to this machine, and an endpoint is there for it."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from djstripe import inbox
from djstripe.endpoints import listening_endpoint
from djstripe.gateway import Credentials
from djstripe.models import Customer, WebhookEndpoint, WebhookEventTrigger
from djstripe.sandbox import Sandbox
from tests.sandbox import node

KEY = "sk_test_" + "0123456789abcdef01234567"
ACCOUNT = "acct_1"
LONGEST_SECONDS = 90.0  # for which the real tool may run
BY_HAND = Credentials(api_key=KEY, account=ACCOUNT, livemode=False)


@pytest.fixture(autouse=True)
def account_is_known(settings: Any) -> None:
    settings.DJSTRIPE_ACCOUNT_ID = ACCOUNT
    settings.STRIPE_API_HOST = ""


@pytest.fixture
def tool(tmp_path: Path) -> Callable[[str], str]:
    """A program in the CLI's place that says these lines; what it was told is in a file."""

    def make(body: str) -> str:
        path = tmp_path / "stripe"
        path.write_text(
            f"#!{sys.executable}\n"
            "import os, sys\n"
            "if '--help' in sys.argv: print('--all-snapshot --all-thin'); sys.exit()\n"
            f"open({str(tmp_path / 'told')!r}, 'w').write("
            "os.environ['STRIPE_API_KEY'] + '\\n' + '\\n'.join(sys.argv[1:]))\n" + body
        )
        path.chmod(0o755)
        return str(path)

    return make


def told(tool: str) -> tuple[str, list[str]]:
    key, *arguments = (Path(tool).parent / "told").read_text().split("\n")
    return key, arguments


def listen(tool: str, *words: str) -> str:
    out = io.StringIO()
    call_command("djstripe_listen", "--cli", tool, *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_tool_is_told_where_to_and_the_key_is_on_no_command_line(
    tool: Callable[[str], str],
) -> None:
    cli = tool("print('Ready! Your webhook signing secret is whsec_1234567890')")

    said = listen(cli, "--port", "8123", "--thin", "--api-base", "http://127.0.0.1:1")

    key, arguments = told(cli)
    assert key == KEY and KEY not in arguments
    assert arguments[1].startswith("--forward-to")
    assert arguments[2].startswith("http://localhost:8123/stripe/webhook/")
    assert {"--latest", "--all-snapshot", "--all-thin"} <= set(arguments)
    assert arguments[-2:] == ["--api-base", "http://127.0.0.1:1"]
    assert "whsec_1234567890" not in said and "Ready!" in said
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.django_db
def test_certain_types_alone_and_the_sandbox_of_the_settings(
    tool: Callable[[str], str], settings: Any
) -> None:
    settings.STRIPE_API_HOST = "http://127.0.0.1:12111"
    cli = tool("")

    listen(cli, "--events", "invoice.paid", "charge.failed")

    _, arguments = told(cli)
    assert arguments[arguments.index("--events") + 1] == "invoice.paid,charge.failed"
    assert "--all-snapshot" not in arguments
    assert arguments[-1] == "http://127.0.0.1:12111"


@pytest.mark.django_db
def test_a_tool_that_ends_at_once_says_why(tool: Callable[[str], str]) -> None:
    cli = tool(f"print('Authorization failed for {KEY}'); sys.exit(1)")

    with pytest.raises(CommandError, match="ended with code 1: Authorization failed") as error:
        listen(cli)

    assert KEY not in str(error.value)
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.django_db
def test_without_the_tool_it_says_where_to_get_it() -> None:
    with pytest.raises(CommandError, match="npm install -g @stripe/cli"):
        listen("no-such-stripe")


@pytest.mark.django_db
def test_it_answers_to_dj_stripes_name() -> None:
    with pytest.raises(CommandError, match="is not installed"):
        call_command("stripe_listen", "--cli", "no-such-stripe")


@pytest.mark.django_db
def test_what_came_in_outlives_the_endpoint_and_a_killed_run_leaves_nothing_behind() -> None:
    with listening_endpoint(BY_HAND, "localhost_8000") as first:
        entry = WebhookEventTrigger.objects.create(webhook_endpoint=first, valid=True)
    entry.refresh_from_db()
    assert entry.webhook_endpoint is None and not WebhookEndpoint.objects.exists()

    left = listening_endpoint(BY_HAND, "localhost_8000")
    left.__enter__()  # and the process is killed
    with listening_endpoint(BY_HAND, "localhost_8000"):
        assert WebhookEndpoint.objects.count() == 1
    assert not WebhookEndpoint.objects.exists()
    left.gen.close()


@pytest.fixture
def sandbox() -> Iterator[tuple[Sandbox, Any]]:
    sandbox = Sandbox(now=int(time.time()), seed=3)
    with sandbox.serve() as server:
        yield sandbox, server


@pytest.fixture
def real_tool(tmp_path: Path) -> Iterator[str]:
    """The tool itself, behind a script that notes its process; killed where a test takes too long."""
    (program,) = node.modules().glob("@stripe/cli-*/bin/stripe*")
    noted = tmp_path / "pid"
    script = tmp_path / "noted-stripe"
    script.write_text(
        f"#!{sys.executable}\n"
        "import os, sys\n"
        f"open({str(noted)!r}, 'w').write(str(os.getpid()))\n"
        f"os.execv({str(program)!r}, sys.argv)\n"
    )
    script.chmod(0o755)

    def kill() -> None:
        with suppress(OSError, ValueError):
            os.kill(int(noted.read_text()), signal.SIGKILL)

    watch = threading.Timer(LONGEST_SECONDS, kill)
    watch.start()
    yield str(script)
    watch.cancel()
    kill()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C interrupts, whatever the runner of the tests makes of it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(
    threading.current_thread() is not threading.main_thread(),
    reason="signals come to the main thread, and the tests run in another",
)
def test_the_real_tool_forwards_what_happens_until_it_is_stopped(
    transactional_db: None,
    interruptible: None,
    live_server: Any,
    sandbox: Any,
    settings: Any,
    tmp_path: Path,
    real_tool: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In its own words: `stripe listen`, a server, an event, Ctrl-C."""
    company, stripe_here = sandbox
    settings.DJSTRIPE_ACCOUNT_ID = company.account
    settings.STRIPE_API_HOST = stripe_here.url
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    site = urlsplit(live_server.url)
    output = io.StringIO()

    def happen() -> None:
        wait_for(lambda: "Ready!" in output.getvalue())
        company.create("customer", name="Ada")
        wait_for(lambda: "[200] POST" in output.getvalue())
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    thread = threading.Thread(target=happen, daemon=True)
    thread.start()
    call_command(
        "djstripe_listen",
        *("--cli", real_tool, "--host", str(site.hostname), "--port", str(site.port)),
        stdout=output,
    )
    thread.join(20)

    said = output.getvalue()
    assert "customer.created" in said and "Stopped" in said
    assert "whsec_…" in said
    inbox.drain()
    assert Customer.objects.get().name == "Ada"
    assert not WebhookEndpoint.objects.exists()


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + LONGEST_SECONDS / 3
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
