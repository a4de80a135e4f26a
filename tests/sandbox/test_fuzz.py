"""Garbage of every kind, to every operation: never anything but an answer in the envelope."""

import random

from djstripe.sandbox import Company, Sandbox, catalogue

NOW = 1_790_000_000
VALUES = ["", "x", "-1", "0", "7", "99999999999999999999", "true", "usd", "\x00", "ß", "1.5", "now"]


def value(rng, kind, ids, depth=0):
    """A value that may or may not fit a parameter's type."""
    if rng.random() < 0.15 or depth > 3:
        return rng.choice(VALUES)
    if isinstance(kind, int):
        fields = catalogue.structure(kind)
        names = [name for name in fields if name.endswith("!") or rng.random() < 0.3]
        return {name.rstrip("!"): value(rng, fields[name], ids, depth + 1) for name in names}
    if isinstance(kind, list):
        if kind[0] == "l":
            return [value(rng, kind[1], ids, depth + 1) for _ in range(rng.randint(0, 2))]
        if kind[0] == "m":
            return {rng.choice(VALUES): value(rng, kind[1], ids, depth + 1)}
        return value(rng, rng.choice(kind[1:]), ids, depth + 1)
    if kind == "s" and rng.random() < 0.6:
        return rng.choice(ids)
    return {"i": "5", "b": "true", "f": "1.5", "n": "2.5"}.get(kind, rng.choice(VALUES))


def test_fuzz():
    rng = random.Random(11)
    sandbox = Sandbox(now=NOW, seed=2)
    Company(sandbox, customers=15).found()
    tables = sandbox.shelf().tables
    ids = [*[record.id for table in tables.values() for record in table.order[:4]], "usd", "card"]

    for _ in range(6_000):
        operation = rng.choice(catalogue.operations())
        path = "/v1"
        for part in operation.segments:
            path += "/" + (rng.choice(ids) if part.startswith("{") else part)
        params = {}
        if operation.structure is not None:
            params = value(rng, operation.structure, ids)
        response = sandbox.request(
            operation.method, path, params if isinstance(params, dict) else {}
        )

        assert response.status in (200, 400, 402, 403, 404), response.body
        assert isinstance(response.json(), dict)
