"""
A Stripe that costs next to nothing: a process of its own on 127.0.0.1, every object rendered
before anybody asks, so that it is never what a benchmark waits for.

    python -m benchmarks.fake_stripe --objects 200 --stories 20

prints its port. It answers lists, retrieves, and what dj-stripe asks besides; what the
stories of ``objects.py`` tell, it answers in the state of its clock. Under ``/_`` it is
controlled: ``/_reset?objects=N``, ``/_now?t=SECONDS``, ``/_latency?ms=80``, ``/_stats``, ``/_events/PHASE``,
``/_final``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

from . import objects as o

DEFAULT_LIMIT, MAX_LIMIT = 10, 100


def render(value: Any) -> bytes:
    """JSON as Stripe prints it: indented."""
    return json.dumps(value, indent=2).encode()


@dataclass
class Listed:
    """A resource of the world, newest first, rendered plain and with what can be expanded."""

    ids: list[str] = field(default_factory=list)
    position: dict[str, int] = field(default_factory=dict)
    plain: list[bytes] = field(default_factory=list)
    expanded: list[bytes] = field(default_factory=list)


class World:
    """Everything there is to be asked for."""

    def __init__(self, count: int, stories: int) -> None:
        self.stories = stories
        self.visible = count  # how many of each resource are listed
        self.count = count
        self.now: int | None = None
        self.latency_seconds = 0.0
        self.requests: Counter[str] = Counter()
        self.listed = {name: self._listed(name, count) for name in o.BACKFILLED}
        self.timelines = self._timelines(stories)
        self.others = self._others(count, stories)

    @staticmethod
    def _listed(name: str, count: int) -> Listed:
        listed = Listed()
        for position, number in enumerate(range(count - 1, -1, -1)):
            plain = o.made(name, o.Buyer(number))
            listed.ids.append(plain["id"])
            listed.position[plain["id"]] = position
            listed.plain.append(render(plain))
            listed.expanded.append(
                render(o.expanded(name, plain, o.Buyer(number)))
                if name in o.EXPANDED
                else listed.plain[-1]
            )
        return listed

    @staticmethod
    def _timelines(stories: int) -> dict[str, list[tuple[int, dict[str, Any], o.Buyer, str]]]:
        """Each object of the stories as it is from a time on: ``(time, object, whose, resource)``."""
        found: dict[str, list[tuple[int, dict[str, Any], o.Buyer, str]]] = {}
        told = [told for phase in o.PHASES if phase != "unknown" for told in o.told(phase, stories)]
        for story, step in o.told("unknown", stories):
            # Of these only one event is delivered; the rest happened all the same.
            begins = step.created - 35
            told += [(story, s) for s in o.sign_up(story, begins=begins, seconds_apart=5)]
        for story, step in sorted(told, key=lambda one: (one[1].created, one[1].number)):
            line = found.setdefault(step.state["id"], [])
            line.append((step.created, step.state, story, step.resource))
        return found

    @staticmethod
    def _others(count: int, stories: int) -> dict[str, tuple[str, o.Buyer]]:
        """What is only ever asked for by id: ``(resource, whose)``, by id."""
        buyers = [o.Buyer(n) for n in range(max(count, 1))]
        buyers += [o.Buyer(n, family) for n in range(stories) for family in "stu"]
        prefixes = {"payment_methods": "pm", "balance_transactions": "txn"}
        return {b.id(p): (name, b) for b in buyers for name, p in prefixes.items()} | {
            o.PLAN.id(p): (name, o.PLAN) for name, p in (("products", "prod"), ("prices", "price"))
        }

    # answers

    def page(self, name: str, query: dict[str, str], expand: bool) -> bytes:
        """One page of a list, newest first."""
        listed = self.listed[name]
        limit = min(int(query.get("limit", DEFAULT_LIMIT)), MAX_LIMIT)
        # The newest of all are listed only if all are; the oldest always.
        first = self.count - self.visible
        if "starting_after" in query:
            first = max(first, listed.position.get(query["starting_after"], 0) + 1)
        rendered = listed.expanded if expand else listed.plain
        chosen = rendered[first : first + limit]
        more = b"true" if first + limit < len(rendered) else b"false"
        return (
            b'{\n"object": "list",\n"data": [\n' + b",\n".join(chosen) + b'\n],\n"has_more": '
            + more + b',\n"url": "/v1/' + name.encode() + b'"\n}'
        )  # fmt: skip

    def one(self, id: str, expand: bool) -> bytes | None:
        """One object as it is now; None if there never was such a one."""
        line = self.timelines.get(id)
        if line is not None:
            return self._as_of_now(line, expand)
        for listed in self.listed.values():
            position = listed.position.get(id)
            if position is not None:
                return (listed.expanded if expand else listed.plain)[position]
        return _rendered(*self.others[id], expand) if id in self.others else None

    def _as_of_now(self, line: list[Any], expand: bool) -> bytes:
        now = self.now if self.now is not None else line[-1][0]
        _, state, story, resource = line[max(0, bisect_right(line, now, key=lambda s: s[0]) - 1)]
        return render(o.expanded(resource, state, story) if expand else state)

    def events(self, phase: str) -> list[dict[str, Any]]:
        """The events of a phase, as they are to be posted: ``{created, body}``."""
        return [
            {"created": step.created, "body": render(step.event(story)).decode()}
            for story, step in o.told(phase, self.stories)
        ]


@cache
def _rendered(resource: str, b: o.Buyer, expand: bool) -> bytes:
    value = o.made(resource, b)
    return render(o.expanded(resource, value, b) if expand else value)


EMPTY = b'{"object": "list", "data": [], "has_more": false, "url": "/v1/nothing"}'


def missing(name: str, id: str) -> bytes:
    """What Stripe says of an object that is not there."""
    return render(
        {
            "error": {
                "code": "resource_missing",
                "message": f"No such {name.removesuffix('s')}: '{id}'",
                "param": "id",
                "type": "invalid_request_error",
            }
        }
    )


class Server:
    """What to answer to which path."""

    def __init__(self, world: World) -> None:
        self.world = world

    def answer(self, method: str, target: str) -> tuple[int, bytes]:
        path, _, raw_query = target.partition("?")
        pairs = parse_qsl(raw_query)
        query = dict(pairs)
        if path.startswith("/_"):
            return 200, self._control(path, query)
        parts = [unquote(part) for part in path.strip("/").split("/")][1:]
        shape = "/".join(part if i % 2 == 0 else ":id" for i, part in enumerate(parts))
        self.world.requests[f"{method} /v1/{shape}"] += 1
        if method != "GET":
            return 400, missing("method", method)
        expand = any(
            key.startswith("expand") and value.removeprefix("data.") in _EXPANDED_KEYS
            for key, value in pairs
        )
        return self._get(parts, query, expand)

    def _get(self, parts: list[str], query: dict[str, str], expand: bool) -> tuple[int, bytes]:
        match parts:
            case ["account"] | ["accounts", o.ACCOUNT]:
                return 200, render(o.account())
            case ["country_specs", _]:
                return 200, render(o.country_spec())
            case ["country_specs"]:
                return 200, render(
                    {"object": "list", "data": [o.country_spec()], "has_more": False}
                )
            case [name] if name in self.world.listed:
                return 200, self.world.page(name, query, expand)
            case [_] | [_, _, "sources" | "features" | "external_accounts" | "tax_ids"]:
                return 200, EMPTY
            case [name, id]:
                body = self.world.one(id, expand)
                return (404, missing(name, id)) if body is None else (200, body)
        return 404, missing("route", "/".join(parts))

    def _control(self, path: str, query: dict[str, str]) -> bytes:
        world = self.world
        match path.strip("/").split("/"):
            case ["_reset"]:
                world.visible = min(int(query.get("objects", world.count)), world.count)
                world.now = None
                world.requests.clear()
            case ["_now"]:
                world.now = int(query["t"])
            case ["_latency"]:
                world.latency_seconds = int(query["ms"]) / 1000
            case ["_stats"]:
                stats = {"requests": sum(world.requests.values()), "by_route": world.requests}
                return json.dumps(stats).encode()
            case ["_events", phase]:
                return json.dumps(world.events(phase)).encode()
            case ["_final"]:
                return json.dumps(o.final_states(world.stories)).encode()
        return b"{}"


_EXPANDED_KEYS = {key for key, _ in o.EXPANDED.values()}
_REASONS = {200: b"OK", 400: b"Bad Request", 404: b"Not Found"}


@cache
def _head(status: int, second: int) -> bytes:
    return (
        b"HTTP/1.1 %d %s\r\nServer: fake\r\nContent-Type: application/json\r\n"
        b"Stripe-Version: %s\r\nDate: %s\r\nRequest-Id: req_benchmark\r\nContent-Length: "
        % (status, _REASONS[status], o.API_VERSION.encode(), formatdate(second, usegmt=True).encode())
    )  # fmt: skip


class Connection(asyncio.Protocol):
    """One keep-alive connection. Requests have no bodies worth reading."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            line = self.buffer[: self.buffer.index(b"\r\n")].decode("latin-1")
            self.buffer = self.buffer[end + 4 :]
            method, target, _ = line.split(" ", 2)
            status, body = self.server.answer(method, target)
            second = self.server.world.now or int(time.time())
            head = _head(status, second) + str(len(body)).encode() + b"\r\n\r\n"
            write = self.transport.write  # type: ignore[attr-defined]
            late = self.server.world.latency_seconds
            if late and not target.startswith("/_"):
                asyncio.get_running_loop().call_later(late, write, head + body)
            else:
                write(head + body)


async def serve(count: int, stories: int, port: int) -> None:
    """Answer until the parent closes our standard input."""
    server = Server(World(count, stories))
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: Connection(server), "127.0.0.1", port)
    sys.stdout.write(f"{listening.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    # So that it never outlives who started it, however that ends.
    await loop.run_in_executor(None, sys.stdin.read)
    listening.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objects", type=int, default=200, help="of each of the seven kinds")
    parser.add_argument("--stories", type=int, default=20)
    parser.add_argument("--port", type=int, default=0)
    args = parser.parse_args()
    asyncio.run(serve(args.objects, args.stories, args.port))


if __name__ == "__main__":
    main()
