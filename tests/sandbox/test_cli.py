"""Stripe's own command line tool, as it comes from npm, against the sandbox."""

import http.server
import json
import os
import queue
import re
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import stripe

from djstripe.sandbox import Sandbox

from . import node

DOCS = Path(__file__).parents[2] / "docs" / "howto" / "sandbox.md"
NOW = 1_790_000_000
# What the tool's fixtures are written for; the newest versions took some of it away.
TRIGGERS_VERSION = "2025-02-24.acacia"


class Tool:
    """The tool with a home of its own, speaking to one server."""

    def __init__(self, home, url=""):
        self.home = home
        self.url = url
        # The program itself: npm's wrapper would leave it running when it is ended.
        (self.executable,) = node.modules().glob("@stripe/cli-*/bin/stripe*")

    def command(self, *arguments):
        return [str(self.executable), *arguments, "--api-base", self.url]

    @property
    def environment(self):
        return {
            **os.environ,
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home),
            "STRIPE_API_KEY": "sk_test_sandbox",
            "STRIPE_CLI_TELEMETRY_OPTOUT": "1",
        }

    def run(self, *arguments):
        return subprocess.run(
            self.command(*arguments),
            capture_output=True,
            text=True,
            timeout=60,
            env=self.environment,
        )

    def json(self, *arguments):
        result = self.run(*arguments)
        assert result.returncode == 0, result.stdout + result.stderr
        return json.loads(result.stdout)


@pytest.fixture
def server(sandbox):
    with sandbox.serve() as server:
        yield server


@pytest.fixture
def tool(server, tmp_path):
    return Tool(tmp_path, server.url)


def test_get_post_and_delete(tool):
    made = tool.json("post", "/v1/coupons", "-d", "percent_off=10", "-d", "metadata[a]=b")
    found = tool.json("get", f"/v1/coupons/{made['id']}")
    listed = tool.json("coupons", "list", "--limit", "1")
    gone = tool.json("delete", f"/v1/coupons/{made['id']}", "--confirm")
    missing = tool.json("get", f"/v1/coupons/{made['id']}")

    assert (found["percent_off"], found["metadata"]) == (10, {"a": "b"})
    assert [one["id"] for one in listed["data"]] == [made["id"]]
    assert gone["deleted"] is True
    assert missing["error"]["code"] == "resource_missing"


def test_fixtures_name_each_other(tool, sandbox, tmp_path):
    steps = [
        {"name": "who", "path": "/v1/customers", "method": "post", "params": {"name": "Ada"}},
        {
            "name": "card",
            "path": "/v1/payment_methods/pm_card_visa/attach",
            "method": "post",
            "params": {"customer": "${who:id}"},
        },
    ]
    file = tmp_path / "fixtures.json"
    file.write_text(json.dumps({"_meta": {"template_version": 0}, "fixtures": steps}))

    assert tool.run("fixtures", str(file)).returncode == 0

    (customer,), (method,) = sandbox.all("customer"), sandbox.all("payment_method")
    assert (customer["name"], method["customer"]) == ("Ada", customer["id"])


class Application:
    """A web application that takes what is posted to it."""

    def __init__(self):
        self.got = queue.SimpleQueue()
        got = self.got

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                got.put((body, self.headers["Stripe-Signature"]))
                self.send_response(202)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def application():
    application = Application()
    yield application
    application.server.shutdown()
    application.server.server_close()


@pytest.fixture
def listening(tool, application):
    """`stripe listen`, once it says that it is ready; its lines come in a queue."""
    started = []

    def listen(*options):
        process = subprocess.Popen(
            tool.command("listen", "--forward-to", application.url, *options),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=tool.environment,
        )
        started.append(process)
        lines = queue.SimpleQueue()
        threading.Thread(
            target=lambda: [lines.put(one) for one in process.stdout], daemon=True
        ).start()
        while "Ready!" not in (line := lines.get(timeout=20)):
            pass
        return lines, re.search(r"whsec_\w+", line)[0]

    yield listen
    for process in started:
        process.terminate()
        process.wait(20)


def test_listen_forwards_what_happens(listening, application, tool, sandbox):
    lines, secret = listening("--all-snapshot")

    tool.run("trigger", "customer.created")

    body, signed = application.got.get(timeout=20)
    event = stripe.Webhook.construct_event(body, signed, secret, tolerance=None)
    assert event.type == "customer.created"
    said = [lines.get(timeout=20) for _ in range(2)]
    assert "customer.created" in said[0] and "[202] POST" in said[1]
    assert sandbox.list("webhook_endpoint")["data"] == []


def test_listen_takes_events_of_connected_accounts_too(listening, application, sandbox):
    listening("--all-snapshot")
    seller = sandbox.create("account", type="standard")["id"]

    sandbox.create("customer", account=seller)

    body, _ = application.got.get(timeout=20)
    assert json.loads(body)["account"] == seller


def test_an_event_is_sent_again(listening, application, tool, sandbox):
    listening("--all-snapshot")
    sandbox.create("customer")
    first, _ = application.got.get(timeout=20)

    tool.run("events", "resend", sandbox.events[0]["id"])

    again, _ = application.got.get(timeout=20)
    assert json.loads(again)["id"] == json.loads(first)["id"]


def test_triggers_work_but_those_that_the_docs_name(tmp_path):
    """Each makes its event, in a sandbox of its own."""
    tool = Tool(tmp_path)
    known = re.findall(r"^  (\w+(?:\.\w+)+)$", tool.run("trigger", "--help").stdout, re.M)

    def fails(name):
        sandbox = Sandbox(now=NOW, seed=1)
        sandbox.api_version = TRIGGERS_VERSION
        with sandbox.serve() as server:
            result = Tool(tmp_path, server.url).run("trigger", name)
        type = re.sub(r"\.(eu|gb)$", "", name)
        made = {event["type"] for event in sandbox.events}
        is_no_type = type.startswith("subscription.payment_")  # the tool's name, not an event's
        return result.returncode != 0 or (type not in made and not is_no_type)

    with ThreadPoolExecutor(4) as pool:
        failed = {name for name, bad in zip(known, pool.map(fails, known), strict=True) if bad}

    documented = set(re.findall(r"^\| `([\w.]+)` \|", DOCS.read_text(), re.M))
    assert len(known) > 100
    assert failed == documented & set(known)
