"""
What an editor and a type checker know: ``py.typed``, the parameters of verbs, the types of rows.
"""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import djstripe
from tests.verbs.found import verbs
from tools import params

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SHOP = HERE / "shop.py"
SOURCE = SHOP.read_text().splitlines()

# Verbs that take what they are given without Stripe's types, and why.
UNTYPED = {
    "BankAccount.api_list": "overrides the list of every model",
    "Card.api_list": "overrides the list of every model",
    "LineItem.api_list": "overrides the list of every model",
    "TransferReversal.api_list": "overrides the list of every model",
}


def expected(word: str) -> dict[int, str]:
    """What the comments of the project say, by line."""
    found = (re.search(rf"# {word}: (.*)$", line) for line in SOURCE)
    return {number: match[1] for number, match in enumerate(found, 1) if match}


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(djstripe.__file__).parent / "py.typed").exists()


def test_every_verb_says_what_it_takes() -> None:
    """A verb that hands on what it is given says by a type what that may be."""
    loose = {
        name
        for name, verb in verbs().items()
        for parameter in inspect.signature(verb).parameters.values()
        if parameter.kind is parameter.VAR_KEYWORD
        and not str(parameter.annotation).startswith("Unpack[params.")
    }

    assert loose == UNTYPED.keys(), "verbs without types: see tools/params.py"


def test_every_type_is_the_verbs_own() -> None:
    written = params.TARGET.read_text()
    for name, verb in verbs().items():
        for parameter in inspect.signature(verb).parameters.values():
            said = re.fullmatch(r"Unpack\[params\.(\w+)\]", str(parameter.annotation))
            if said:
                assert f"class {said[1]}(TypedDict):" in written
                assert said[1] == params.type_of(name), name


def test_nothing_of_it_is_there_at_run_time() -> None:
    """The types cost no import: they are a stub, and its names are read by checkers alone."""
    assert not params.TARGET.with_suffix(".py").exists()
    assert "djstripe.models.params" not in sys.modules


@pytest.fixture(scope="module")
def said() -> dict[int, list[str]]:
    """What mypy says of the project, by line."""
    command = [sys.executable, "-m", "mypy", "--config-file", str(HERE / "mypy.ini"), str(SHOP)]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    lines: dict[int, list[str]] = {}
    for number, kind, message in re.findall(r"shop\.py:(\d+): (error|note): (.*)", ran.stdout):
        lines.setdefault(int(number), []).append(f"{kind}: {message}")
    assert lines, ran.stdout + ran.stderr
    return lines


def test_a_checker_finds_what_is_wrong_and_nothing_else(said: dict[int, list[str]]) -> None:
    wrong = {n: [m for m in messages if m.startswith("error")] for n, messages in said.items()}
    wrong = {number: messages for number, messages in wrong.items() if messages}

    assert wrong.keys() == expected("error").keys()
    for number, word in expected("error").items():
        assert any(word in message for message in wrong[number]), wrong[number]


def test_a_checker_knows_the_types(said: dict[int, list[str]]) -> None:
    for number, type_ in expected("is").items():
        revealed = [m for m in said.get(number, []) if "Revealed type is" in m]
        assert [_short(message) for message in revealed] == [type_], SOURCE[number - 1]


def _short(message: str) -> str:
    """``datetime | None`` of ``Revealed type is "datetime.datetime | None"``."""
    named = message.partition('"')[2].rpartition('"')[0]
    return re.sub(r"\b(?:\w+\.)+(\w+)", r"\1", named)
