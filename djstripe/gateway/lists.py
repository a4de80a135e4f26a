"""
Lists that Stripe embedded and cut off, read to their ends.

Stripe puts at most ten elements of a list into the object that holds it, with
``has_more: true`` and the address of the rest.
Source: https://docs.stripe.com/api/pagination
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..snapshot import Stamp
from .paths import is_api_path

_HAS_MORE = re.compile(r'"has_more":\s*true')

# What an event holds is how things were; completed with today's elements it would be neither.
_FROZEN = frozenset({"event"})

# One page of the rest: (address, starting_after, expand) -> (the list's JSON, its stamp);
# None if Stripe will not give it out.
ReadRest = Callable[[str, str, Sequence[str]], tuple[Mapping[str, Any], Stamp] | None]


def count_cut_lists(body: str) -> int:
    """How many lists in an answer, itself included, have more than was sent."""
    return len(_HAS_MORE.findall(body))


class Completer:
    """
    Completes the lists inside one object, with at most ``max_requests`` further requests.

    A list that cannot be read to its end stays as Stripe cut it, ``has_more: true`` and all.
    ``stamp`` is the hull of everything the result was put together from; None if nothing was
    added.
    """

    def __init__(
        self, stamp: Stamp, read_rest: ReadRest, expand: Sequence[str], max_requests: int
    ) -> None:
        self.stamp: Stamp | None = None
        self._first = stamp
        self._read_rest = read_rest
        self._expand = expand
        self._requests_left = max_requests

    def complete(self, value: Any, path: str = "") -> Any:
        """The value with its lists completed; what needed nothing is the same object."""
        if isinstance(value, list):
            elements = [self.complete(element, path) for element in value]
            return elements if _differ(elements, value) else value
        if not isinstance(value, dict) or value.get("object") in _FROZEN:
            return value
        if _is_cut(value):
            value = self._whole(value, path)
        parts = {k: self.complete(v, f"{path}.{k}" if path else k) for k, v in value.items()}
        return parts if _differ(parts.values(), value.values()) else value

    def _whole(self, cut: dict[str, Any], path: str) -> dict[str, Any]:
        # "lines.data.discounts" of an invoice is "data.discounts" of its lines.
        prefix = path + "."
        expand = [e.removeprefix(prefix) for e in self._expand if path and e.startswith(prefix)]
        elements = list(cut["data"])
        stamp = self.stamp or self._first
        page: Mapping[str, Any] = cut
        while page.get("has_more"):
            last = _last_id(elements)
            if last is None or self._requests_left <= 0:
                return cut
            self._requests_left -= 1
            rest = self._read_rest(cut["url"], last, expand)
            if rest is None or not rest[0].get("data"):
                return cut
            page, page_stamp = rest
            elements += page["data"]
            stamp = stamp.hull(page_stamp)
        self.stamp = stamp
        return {**cut, "data": elements, "has_more": False}


def _is_cut(value: Mapping[str, Any]) -> bool:
    return (
        value.get("object") == "list"
        and value.get("has_more") is True
        and isinstance(value.get("url"), str)
        and is_api_path(value["url"])
        and isinstance(value.get("data"), list)
    )


def _last_id(elements: Sequence[Any]) -> str | None:
    last = elements[-1] if elements else None
    found = last.get("id") if isinstance(last, dict) else last
    return found if isinstance(found, str) else None


def _differ(new: Any, old: Any) -> bool:
    return any(a is not b for a, b in zip(new, old, strict=True))
