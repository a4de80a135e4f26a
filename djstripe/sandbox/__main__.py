"""`python -m djstripe.sandbox`: serve a Stripe on a port of this machine."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from .company import Company
from .http import PortTaken
from .sandbox import TEST_KEY, Sandbox


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m djstripe.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=12_111, help="0 for any free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--company", action="store_true", help="with a year of a company's life")
    parser.add_argument("--customers", type=int, default=300, help="how many the company has")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same ids")
    parser.add_argument("--now", type=int, help="a clock that stands at these Unix seconds")
    parser.add_argument("--tick", type=float, help="seconds between two changes of the company")
    parser.add_argument("--webhook", metavar="URL", help="send all events there")
    parser.add_argument("--secret", help="what the webhook's deliveries are signed with")
    parser.add_argument("--state", type=Path, metavar="FILE", help="loaded now, kept at the end")
    return parser


def main(argv: list[str] | None = None) -> int:
    options = arguments().parse_args(argv)
    sandbox = Sandbox(now=options.now, seed=options.seed)
    company = Company(sandbox, customers=options.customers)
    if options.state and options.state.exists():
        sandbox.load(options.state.read_text())
    elif options.company:
        company.found()
    try:
        server = sandbox.serve(options.port, options.host)
    except PortTaken as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    print(f"Stripe is at {server.url}, with any key such as {TEST_KEY}.", flush=True)  # noqa: T201
    if options.webhook:
        endpoint = sandbox.deliver_to(options.webhook, options.secret)
        print(f"Events go to {options.webhook}, secret {endpoint['secret']}.", flush=True)  # noqa: T201
    try:
        _live(company, options.tick) if options.tick else server.wait()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        if options.state:
            options.state.write_text(sandbox.dump())
    return 0


def _live(company: Company, seconds: float) -> None:
    number = 0
    while True:
        time.sleep(seconds)
        print(company.live(number), flush=True)  # noqa: T201
        number += 1


if __name__ == "__main__":
    sys.exit(main())
