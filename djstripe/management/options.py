"""
What several commands understand in the same way.
"""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Sequence
from typing import Any

from djstripe.inbox import Chosen
from djstripe.inbox.chosen import STATES
from djstripe.when import read_moment


def moment(text: str) -> dt.datetime:
    """A moment on a command line."""
    try:
        return read_moment(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def add_choice(parser: ArgumentParser, *, receivers: bool) -> None:
    """The options that choose entries of the inbox."""
    parser.add_argument(
        "ids", nargs="*", metavar="ID", help="numbers of entries, or ids of events (evt_…)"
    )
    parser.add_argument(
        "--state", action="append", choices=STATES, metavar="STATE", help=", ".join(STATES)
    )
    parser.add_argument(
        "--type", action="append", metavar="TYPE", help="such as invoice.paid, invoice.* or *.paid"
    )
    parser.add_argument("--account", default="", metavar="acct_…", help="events of this account")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--live", action="store_true", help="live mode only")
    mode.add_argument("--test", action="store_true", help="test mode only")
    parser.add_argument(
        "--since", type=moment, metavar="WHEN", help="recorded since: 2026-11-01, 3h, yesterday"
    )
    parser.add_argument("--until", type=moment, metavar="WHEN", help="recorded before")
    parser.add_argument(
        "--endpoint",
        default="",
        metavar="NAME",
        help='its id, uuid or a part of its URL; "settings" is the one from the settings',
    )
    if receivers:
        parser.add_argument("--receivers", action="store_true", help="the runs of receivers, too")
        parser.add_argument(
            "--receiver", default="", metavar="NAME", help="only runs of this receiver (with *)"
        )


def chosen(options: dict[str, Any], *, states: Sequence[str] = ()) -> Chosen:
    """What the options of ``add_choice`` choose."""
    return Chosen(
        ids=tuple(options["ids"]),
        types=tuple(options["type"] or ()),
        states=(*(options["state"] or ()), *states),
        account=options["account"],
        livemode=True if options["live"] else False if options["test"] else None,
        since=options["since"],
        until=options["until"],
        endpoint=options["endpoint"],
        receiver=options.get("receiver") or "",
    )


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """Lines of a table: columns as wide as what stands in them, numbers to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
    numeric = [
        any(row[i] for row in cells) and all(not row[i] or row[i].isdigit() for row in cells)
        for i in range(len(headings))
    ]

    def line(row: Sequence[str]) -> str:
        shown = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        return "  ".join(shown).rstrip()

    return [line(headings), *map(line, cells)]


def count(number: int, noun: str, plural: str = "") -> str:
    """So many of something: "1 event", "2 events"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
