"""The draft of a model, as maintainers get it for a new object type."""

from __future__ import annotations

import ast
import importlib.util
import pathlib
from types import ModuleType

import pytest

from tests.sdk_catalogue import catalogue

TOOL = pathlib.Path(__file__).parents[1] / "tools" / "draft_model.py"
pytestmark = pytest.mark.skipif(not TOOL.exists(), reason="the tools are in the repository only")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draft_model", TOOL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_draft_says_where_the_object_is_and_what_it_names(tool: ModuleType) -> None:
    draft = tool.draft(catalogue(), catalogue().objects["issuing.token"])

    assert 'stripe_class = sdk("issuing.Token")' in draft
    assert 'endpoint = "/v1/issuing/tokens"' in draft
    assert 'card = StripeForeignKey("IssuingCard"' in draft
    assert "status = StripeCharField()" in draft


def test_a_draft_stores_no_secret(tool: ModuleType) -> None:
    draft = tool.draft(catalogue(), catalogue().objects["ephemeral_key"])

    assert 'secrets = ("secret",)' in draft
    assert "secret: Attribute" not in draft


def test_every_draft_is_python(tool: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    # Both read the source of all models, for every name anew.
    monkeypatch.setattr(tool, "model_of", lambda name: "Model")
    monkeypatch.setattr(tool, "class_name", lambda found: "Draft")

    for found in catalogue().objects.values():
        if found.has_id:
            ast.parse(tool.draft(catalogue(), found))


def test_nothing_is_missing(tool: ModuleType) -> None:
    assert tool.missing(catalogue()) == []
