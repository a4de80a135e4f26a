"""
JSON for people: folded, coloured, with moments and sums spelled out, and the ids of
mirrored rows as links. No secret that stands in it is shown.

Works without JavaScript: each object is a ``details`` element; the script of the page only
adds a search and "unfold all".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .. import mirror
from ..fields import Reference, References, StripeForeignKey, unescape_text
from ..prefixes import object_named
from ..redact import scrub
from . import show
from .links import Links, targets

# What is shown of a payload; all of it can be downloaded.
MAX_NODES = 4000
MAX_DEPTH = 40
MAX_TEXT = 2000

_MOMENT_KEYS = re.compile(
    r"(^|_)(created|updated|at|date|start|end|until|by|from|to|on|timestamp|arrival_date|anchor"
    r"|finalized_at|attempt)$"
)
_AMOUNT_KEYS = re.compile(
    r"(^|_)(amount|total|subtotal|balance|fee|net|tax|due|paid|remaining|refunded|received"
    r"|captured|capturable|overpaid|discount)(_|$)"
)
_NOT_AMOUNTS = re.compile(r"percent|_count|quantity|decimal")


def models_named(text: str) -> tuple[type[Any], ...]:
    """The models that an id may be of, by how it begins."""
    name = object_named(text)
    return _model_of(name) if name else ()


def _model_of(object_name: Any) -> tuple[type[Any], ...]:
    if not isinstance(object_name, str) or not mirror.is_declared(object_name):
        return ()
    model = mirror.model_for(object_name)
    return (model,) if model is not None else ()


def declared_places(model: type[Any]) -> dict[str, tuple[type[Any], ...]]:
    """The dotted paths at which a model's payload names rows, with the models they may be of."""
    places: dict[str, tuple[type[Any], ...]] = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, StripeForeignKey):
            for path in field.paths:
                if isinstance(path, str):
                    places[_normal(path)] = targets(field)
    for name in dir(model):
        declared = getattr(model, name, None)
        if isinstance(declared, Reference | References):
            found = model._meta.apps.get_model("djstripe", declared.to)
            for path in declared.paths:
                if isinstance(path, str):
                    places.setdefault(_normal(path), (found,))
    return places


def _normal(path: str) -> str:
    return path.replace("[]", "").removesuffix(".id").strip(".")


class Payload:
    """One JSON value, to be shown. ``want`` its ids, then ask for its ``html``."""

    def __init__(
        self, data: Any, links: Links, account: str, livemode: bool, model: type[Any] | None = None
    ) -> None:
        self.data = data
        self.links = links
        self.account = account
        self.livemode = livemode
        self.places = declared_places(model) if model is not None else {}
        self.nodes = 0

    def want(self) -> None:
        """Note every id that may name a row."""
        for place, owner, key, value in self._texts():
            self.links.want(self._models(place, owner, key, value), value)

    def html(self) -> SafeString:
        """The whole value, folded below the first level."""
        self.nodes = 0
        out: list[str] = []
        self._write(out, self.data, None, "", None, 0)
        if self.nodes >= MAX_NODES:
            out.append(f'<p class="dj-cut">Only the first {MAX_NODES:,} values are shown.</p>')
        return mark_safe("".join(out))

    # finding ids

    def _texts(self) -> Iterator[tuple[str, Any, str, str]]:
        stack: list[tuple[str, Any, str, Any, int]] = [("", None, "", self.data, 0)]
        seen = 0
        while stack and seen < MAX_NODES * 2:
            place, owner, key, value, depth = stack.pop()
            seen += 1
            if isinstance(value, str):
                yield place, owner, key, value
            elif depth > MAX_DEPTH:
                continue
            elif isinstance(value, Mapping):
                stack += [
                    (_below(place, value, k), value, k, v, depth + 1) for k, v in value.items()
                ]
            elif isinstance(value, list):
                stack += [(place, owner, key, member, depth + 1) for member in value]

    def _models(self, place: str, owner: Any, key: str, value: str) -> tuple[type[Any], ...]:
        if not value or len(value) > 255 or " " in value:
            return ()
        if key == "id" and isinstance(owner, Mapping) and (own := _model_of(owner.get("object"))):
            return own
        return self.places.get(place) or models_named(value)

    # writing

    def _write(
        self, out: list[str], value: Any, key: str | None, place: str, owner: Any, depth: int
    ) -> None:
        self.nodes += 1
        if self.nodes >= MAX_NODES:
            return
        if isinstance(value, Mapping | list) and value:
            if depth >= MAX_DEPTH:
                self._leaf(out, key, '<span class="dj-n">… deeper than can be shown</span>')
            else:
                self._branch(out, value, key, place, owner, depth)
        else:
            self._leaf(out, key, self._scalar(value, key or "", place, owner))

    def _branch(
        self, out: list[str], value: Any, key: str | None, place: str, owner: Any, depth: int
    ) -> None:
        is_list = isinstance(value, list)
        if depth:
            out.append('<details class="dj-node"><summary>')
            out.append(_key(key))
            out.append(f'<span class="dj-p">{_hint(value)}</span></summary>')
        out.append('<div class="dj-kids">')
        if is_list:
            for position, member in enumerate(value):
                self._write(out, member, str(position), place, owner, depth + 1)
        else:
            for name in _ordered(value):
                self._write(out, value[name], name, _below(place, value, name), value, depth + 1)
        out.append("</div>")
        if depth:
            out.append("</details>")

    def _leaf(self, out: list[str], key: str | None, html: str) -> None:
        out.append(f'<div class="dj-leaf">{_key(key)}{html}</div>')

    def _scalar(self, value: Any, key: str, place: str, owner: Any) -> str:
        if value is None:
            return '<span class="dj-null">null</span>'
        if isinstance(value, bool):
            return f'<span class="dj-bool">{"true" if value else "false"}</span>'
        if isinstance(value, int | float):
            return f'<span class="dj-num">{value}</span>{_aside(value, key, owner)}'
        if isinstance(value, str):
            return self._text(value, key, place, owner)
        return f'<span class="dj-p">{"[]" if isinstance(value, list) else "{}"}</span>'

    def _text(self, value: str, key: str, place: str, owner: Any) -> str:
        found = self.links.find(
            self._models(place, owner, key, value), value, self.account, self.livemode, crosses=True
        )
        if found is not None:
            aside = f'<span class="dj-aside">{escape(found.label)}</span>' if found.label else ""
            return f"{found.html(found.id)}{aside}"
        shown = scrub(unescape_text(value)).encode("utf-8", "backslashreplace").decode()
        cut = f" … {len(shown) - MAX_TEXT:,} more characters" if len(shown) > MAX_TEXT else ""
        body: str = escape(shown[:MAX_TEXT])
        if shown.startswith(("https://", "http://")) and not cut:
            body = f'<a href="{body}" target="_blank" rel="noopener noreferrer">{body}</a>'
        return f'<span class="dj-str">{body}</span><span class="dj-aside">{cut}</span>'


def _below(place: str, owner: Mapping[str, Any], key: str) -> str:
    # Stripe's lists stand in a wrapper, {"object": "list", "data": […]}, that no path names.
    if key == "data" and owner.get("object") == "list":
        return place
    return f"{place}.{key}" if place else key


_FIRST_KEYS = ("id", "object", "status", "type", "amount", "currency", "created")


def _ordered(value: Mapping[str, Any]) -> list[str]:
    """What says most first, the rest by name: databases do not keep the order of keys."""
    first = [key for key in _FIRST_KEYS if key in value]
    return first + sorted(key for key in value if key not in first)


def _key(key: str | None) -> str:
    if key is None:
        return ""
    shown = scrub(unescape_text(str(key)))[:200]
    return f'<span class="dj-k">{escape(shown.encode("utf-8", "backslashreplace").decode())}</span>'


def _hint(value: Any) -> str:
    """What a folded object is, so that one need not unfold it to know."""
    if isinstance(value, list):
        return f"[{len(value):,}]"
    what = value.get("object") if isinstance(value.get("object"), str) else ""
    if what == "list" and isinstance(value.get("data"), list):
        return f"list [{len(value['data']):,}]"
    name = next((value[k] for k in ("id", "name", "type") if isinstance(value.get(k), str)), "")
    words = " ".join(word for word in (what, name) if word)
    shown = show.text(words, 60).encode("utf-8", "backslashreplace").decode()
    return escape(shown) if shown else f"{{{len(value):,}}}"


def _aside(value: Any, key: str, owner: Any) -> str:
    """A moment or a sum, spelled out behind the number."""
    said = ""
    if isinstance(value, int) and 10**8 < value < 10**10 and _MOMENT_KEYS.search(key):
        said = show.unix_moment(value)
    elif _AMOUNT_KEYS.search(key) and not _NOT_AMOUNTS.search(key) and isinstance(owner, Mapping):
        currency = owner.get("currency")
        if isinstance(currency, str) and isinstance(value, int):
            said = show.amount(value, currency)
            said = "" if said == str(value) else said
    return f'<span class="dj-aside">{escape(said)}</span>' if said else ""


def pretty(data: Any) -> str:
    """A whole JSON value as indented text, secrets redacted."""
    return scrub(json.dumps(data, indent=2, sort_keys=True, default=str))
