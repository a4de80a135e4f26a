"""
The Stripe of a run: a sandbox that serves its API, and a company that lives at it.

``python -m tests.real.company EVENTS SEED`` prints where its API is; ``go URL SECRET`` on its
standard input lets the company live and its events be delivered there; it prints ``half`` and
``delivered …``, and serves until its input ends.
"""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
import time
from collections import Counter
from urllib.parse import urlsplit

from djstripe.sandbox import Company, Sandbox, signature

from .parent import leave_with_parent

COURIERS = 8
WAITING_AT_MOST = 200  # deliveries; the company lives on while they are made
SHARE_OF_DUPLICATES = 0.15


class Couriers:
    """Deliver in adverse order, some twice, and again what was not answered with 2xx."""

    def __init__(self, url: str, secret: str, seed: int, half: int) -> None:
        self.half = half
        self.place = urlsplit(url)
        self.secret = secret
        self.random = random.Random(f"couriers {seed}")
        self.waiting: list[bytes] = []
        self.came = 0
        self.under_way = 0
        self.answered: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.ended = False
        self.lock = threading.Condition()

    def receive(self, body: bytes, headers: dict[str, str]) -> int:
        """What the sandbox delivers to."""
        with self.lock:
            self.came += 1
            self.waiting.append(body)
            if self.random.random() < SHARE_OF_DUPLICATES:
                self.waiting.append(body)
            self.lock.notify_all()
        return 200

    def take(self) -> bytes | None:
        """The next delivery: as often as not the newest of all; None if there will be no more."""
        with self.lock:
            while not self.waiting:
                if self.ended and not self.under_way:
                    return None
                self.lock.wait(0.1)
            newest = self.random.random() < 0.5
            position = -1 if newest else self.random.randrange(len(self.waiting))
            self.under_way += 1
            return self.waiting.pop(position)

    def work(self) -> None:
        """One courier, until there is nothing more to deliver."""
        connection: http.client.HTTPConnection | None = None
        while (body := self.take()) is not None:
            try:
                if connection is None:
                    connection = http.client.HTTPConnection(self.place.netloc, timeout=60)
                status = self.post(connection, body)
            except (OSError, http.client.HTTPException) as error:
                status = 0
                self.failures[type(error).__name__] += 1
                connection = None
            with self.lock:
                self.under_way -= 1
                if 200 <= status < 300:
                    event = json.loads(body)["id"]
                    self.answered[event] += 1
                    if len(self.answered) == self.half and self.answered[event] == 1:
                        say("half")
                else:
                    if status:
                        self.failures[str(status)] += 1
                    self.waiting.append(body)
                self.lock.notify_all()
            if not 200 <= status < 300:
                time.sleep(0.1)

    def post(self, connection: http.client.HTTPConnection, body: bytes) -> int:
        """One try of one delivery, signed anew; the status of its answer."""
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature(body, self.secret, int(time.time())),
        }
        connection.request("POST", self.place.path, body, headers)
        response = connection.getresponse()
        response.read()
        return response.status


def say(word: str, **facts: object) -> None:
    print(json.dumps({"say": word, **facts}), flush=True)


def main(events: int, seed: int) -> None:
    sandbox = Sandbox(seed=seed)
    company = Company(sandbox, customers=20).found()
    with sandbox.serve() as server:
        say("serving", url=server.url, account=sandbox.account)
        word, url, secret = sys.stdin.readline().split()
        assert word == "go"
        couriers = Couriers(url, secret, seed, half=events // 2)
        sandbox.deliver_to(couriers.receive)
        threads = [threading.Thread(target=couriers.work) for _ in range(COURIERS)]
        began, before = time.monotonic(), len(sandbox.events)
        for thread in threads:
            thread.start()
        tick = 0
        while len(sandbox.events) - before < events:
            with couriers.lock:
                while len(couriers.waiting) > WAITING_AT_MOST:
                    couriers.lock.wait(0.5)
            company.live(tick)
            tick += 1
        with couriers.lock:
            couriers.lock.wait_for(lambda: couriers.came >= len(sandbox.events) - before, 60)
            couriers.ended = True
        for thread in threads:
            thread.join()
        say(
            "delivered",
            answered=dict(couriers.answered),
            failures=dict(couriers.failures),
            seconds=round(time.monotonic() - began, 1),
            types={e["id"]: e["type"] for e in sandbox.events[before:]},
        )
        sys.stdin.readline()


if __name__ == "__main__":
    leave_with_parent()
    main(int(sys.argv[1]), int(sys.argv[2]))
