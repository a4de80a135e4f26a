"""`python -m djstripe.sandbox`, as the person at the keyboard sees it."""

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from django.core.management import CommandError, call_command

HERE = [sys.executable, "-m", "djstripe.sandbox", "--port", "0"]


class Running:
    """A sandbox in a process of its own."""

    def __init__(self, *options):
        self.process = subprocess.Popen(
            [*HERE, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.said = []
        while not self.said or "Ctrl-C" not in self.said[-1]:
            line = self.process.stdout.readline()
            assert line, self.process.stderr.read()
            self.said.append(line.strip())
        self.url = re.search(r"http://[\d.:]+", " ".join(self.said[:-1]))[0]

    def get(self, path, version=None):
        headers = {"Authorization": "Bearer sk_test_x"}
        if version:
            headers["Stripe-Version"] = version
        request = urllib.request.Request(f"{self.url}{path}", headers=headers)
        return urllib.request.urlopen(request, timeout=10)

    def json(self, path):
        return json.load(self.get(path))

    def end(self, number=signal.SIGINT):
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@pytest.fixture
def run():
    started = []

    def start(*options):
        started.append(Running(*options))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.communicate()


def refused(*options):
    result = subprocess.run([*HERE, *options], capture_output=True, text=True, timeout=30)
    assert "Traceback" not in result.stderr
    return result.returncode, result.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_and_keeps_its_state(run, tmp_path, number):
    kept = tmp_path / "stripe.json"
    first = run("--company", "--customers", "3", "--state", str(kept))
    before = first.json("/v1/customers")["data"]

    code, out, err = first.end(number)
    second = run("--state", str(kept))

    assert (code, err) == (0, "")
    assert f"kept in {kept}" in out
    assert len(before) == 3
    assert second.json("/v1/customers")["data"] == before


def test_the_clock_stands_at_the_moment_that_is_asked_for(run):
    standing = run("--now", "2026-01-31")

    assert standing.get("/v1/customers").headers["Date"] == "Sat, 31 Jan 2026 00:00:00 GMT"


def test_a_clock_may_run_from_a_moment(run):
    running = run("--now", "2020-01-31T12:00:00", "--clock", "running")

    assert running.get("/v1/customers").headers["Date"].startswith("Fri, 31 Jan 2020 12:0")


def test_fixtures_are_there(run, tmp_path):
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    one.write_text(json.dumps([{"object": "customer", "id": "cus_1", "email": "a@example.com"}]))
    other.write_text(
        json.dumps({"object": "list", "data": [{"object": "coupon", "id": "TEN"}], "url": "/"})
    )

    running = run("--fixtures", str(one), "--fixtures", str(other))

    assert running.json("/v1/customers/cus_1")["email"] == "a@example.com"
    assert running.json("/v1/coupons/TEN")["id"] == "TEN"


def test_faults_wait_for_their_requests(run):
    running = run("--fault", "rate_limit path=/v1/charges* retry_after=7")

    assert running.get("/v1/customers").status == 200
    with pytest.raises(urllib.error.HTTPError) as refusal:
        running.get("/v1/charges")
    assert (refusal.value.code, refusal.value.headers["Retry-After"]) == (429, "7")


def test_an_accounts_version_is_that_of_requests_without_one(run):
    running = run("--api-version", "2020-08-27")

    assert running.get("/v1/customers").headers["Stripe-Version"] == "2020-08-27"
    newer = running.get("/v1/customers", "2026-10-28.endive")
    assert newer.headers["Stripe-Version"] == "2026-10-28.endive"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--fault", "earthquake"], "There is no fault 'earthquake'"),
        (["--fault", "drop after"], "not a name and pairs"),
        (["--fault", "drop colour=red"], "does not work"),
        (["--fixtures", "nowhere.json"], "nowhere.json cannot be read as fixtures"),
        (["--fixtures", __file__], "cannot be read as fixtures"),
        (["--state", __file__], "cannot be used as a sandbox's state"),
        (["--now", "yesterday"], "'yesterday' is no moment"),
        (["--clock", "backwards"], "invalid choice"),
    ],
)
def test_what_cannot_be_used_is_said(options, told):
    code, said = refused(*options)

    assert code != 0
    assert told in said


def test_a_taken_port_is_said():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = refused("--port", str(taken.getsockname()[1]))

    assert code == 1
    assert "is taken by another program" in said


def test_the_help_names_its_options():
    result = subprocess.run([*HERE, "--help"], capture_output=True, check=True, text=True)

    for word in ("--company", "--fixtures", "--state", "--clock", "--fault", "rate_limit"):
        assert word in result.stdout


def test_the_management_command_is_the_same():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match="is taken by another program"):
            call_command("djstripe_sandbox", port=port)
    with pytest.raises(CommandError, match="There is no fault"):
        call_command("djstripe_sandbox", "--port", "0", "--fault", "earthquake")
