"""`python -m djstripe.sandbox`: serve a Stripe on a port of this machine."""

from __future__ import annotations

import argparse
import sys

from . import command


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        "python -m djstripe.sandbox", description="Serve a Stripe on a port of this machine."
    )
    command.add_arguments(parser)
    options = parser.parse_args(argv)
    try:
        command.run(options, lambda line: print(line, flush=True))  # noqa: T201
    except command.REFUSALS as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
