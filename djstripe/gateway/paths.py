"""
Paths and parameters of requests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote

# No host, no "..", no "//": paths are partly made of ids that came from outside.
_PATH = re.compile(r"/v[12](?:/(?!(?:\.|%2e){1,2}(?:/|$))[^/?#\s\\]+)+", re.IGNORECASE)


def object_path(template: str, **ids: str) -> str:
    """A path with ids put in, quoted: ``object_path("/v1/coupons/{id}", id="50% off")``."""
    return template.format(**{name: quote(id, safe="") for name, id in ids.items()})


def is_api_path(path: str) -> bool:
    """Whether this, its query aside, is a path of Stripe's API and of no other server."""
    return _PATH.fullmatch(path.partition("?")[0]) is not None


def split_query(path: str, params: Mapping[str, Any] | None) -> tuple[str, dict[str, Any]]:
    """
    The path alone, and its query together with the parameters, which win.

    Raises ValueError if it is no path of Stripe's API; the address of a list inside a payload
    must not lead a request, and with it the key, elsewhere.
    """
    path, _, query = path.partition("?")
    if not is_api_path(path):
        raise ValueError(f"{path!r} is not a path of Stripe's API, such as '/v1/customers'.")
    found: dict[str, Any] = {}
    for name, values in parse_qs(query, keep_blank_values=True).items():
        if name.endswith("[]"):
            found[name[:-2]] = values
        else:
            found[name] = values[0]
    return path, found | dict(params or {})


def is_v2(path: str) -> bool:
    return path.startswith("/v2/")


def expanding(path: str, params: Mapping[str, Any] | None, expand: Sequence[str]) -> dict[str, Any]:
    """The parameters with what is to be expanded (in API v2: included) added."""
    name = "include" if is_v2(path) else "expand"
    both = dict.fromkeys([*(params or {}).get(name, ()), *expand])
    return {**(params or {}), **({name: list(both)} if both else {})}


def with_indices(params: Mapping[str, Any]) -> dict[str, Any]:
    """
    A query of API v2 with its lists spelt out: ``include[0]=identity``.

    SDK 12 and 13 would repeat the bare name; 14 and later do this themselves.
    """
    flat: dict[str, Any] = {}
    for name, value in params.items():
        if isinstance(value, list | tuple):
            flat |= {f"{name}[{i}]": element for i, element in enumerate(value)}
        else:
            flat[name] = value
    return flat


@dataclass(slots=True)
class Listing:
    """
    Where the reading of a list stands: what to ask for next.

    ``lags`` says that what the list holds may be out of date (search, API v2).
    """

    path: str
    params: dict[str, Any]
    is_backwards: bool = False
    is_search: bool = False

    @classmethod
    def of(
        cls, path: str, params: Mapping[str, Any] | None, limit: int, expand: Sequence[str]
    ) -> Listing:
        if not is_v2(path):
            expand = [e if e.startswith("data.") else f"data.{e}" for e in expand]
        wanted = expanding(path, params, expand)
        return cls(
            path,
            {"limit": limit, **wanted},
            is_backwards="ending_before" in wanted,
            is_search=path.endswith("/search"),
        )

    @property
    def lags(self) -> bool:
        return self.is_search or is_v2(self.path)

    def what_follows(self, answer: Mapping[str, Any]) -> tuple[bool, str | None]:
        """Whether there are more pages, and from where."""
        if is_v2(self.path):
            url = answer.get("next_page_url")
            return bool(url), url
        if self.is_search:
            return bool(answer.get("has_more")), answer.get("next_page")
        elements = answer["data"]
        edge = (elements[0] if self.is_backwards else elements[-1]) if elements else {}
        return bool(answer.get("has_more")), edge.get("id")

    def go_on_after(self, cursor: str) -> None:
        """Make the next page the one that ``what_follows`` named."""
        if is_v2(self.path):
            # The address has all parameters in it.
            self.path, self.params = split_query(cursor, None)
        elif self.is_search:
            self.params["page"] = cursor
        else:
            self.params["ending_before" if self.is_backwards else "starting_after"] = cursor
