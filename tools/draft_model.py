"""
Print the draft of a model for an object type, from the installed SDK.

    python tools/draft_model.py billing.meter
    python tools/draft_model.py --missing        # the object types that have no model yet

A draft is a beginning. What a person does to it: a docstring in their own words, columns only
for what is filtered or sorted by, reverse names that read well. Then: put the class into its
family's module and into ``djstripe/models/__init__.py``, and run ``makemigrations djstripe``.
"""

from __future__ import annotations

import argparse
import keyword
import pathlib
import re
import sys
from collections.abc import Iterable, Iterator

ROOT = pathlib.Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.sdk_catalogue import (  # noqa: E402  (the repository is not installed)
    Catalogue,
    Operation,
    SdkField,
    SdkObject,
    catalogue,
    shape_of,
)

# What every model has already.
BASE = {"id", "object", "created", "livemode", "metadata", "deleted", "description"}
SECRET = re.compile(r"(secret|password|auth_code|authentication_token|cvc)$")
WORD = re.compile(r"(^|_)(status|type|state|reason|method|category|network|brand|country)$")
FLAGS = {"active", "approved", "archived", "paid", "captured", "open", "used", "is_default"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("object", nargs="?", help='as payloads say it: "billing.meter"')
    parser.add_argument("--missing", action="store_true", help="list types without a model")
    arguments = parser.parse_args()
    if arguments.missing:
        sys.stdout.writelines(f"{name}\n" for name in missing(catalogue()))
    elif arguments.object not in catalogue().objects:
        parser.error(f"the installed SDK knows no object type {arguments.object!r}")
    else:
        sys.stdout.write(draft(catalogue(), catalogue().objects[arguments.object]))


def missing(known: Catalogue) -> list[str]:
    """The object types with an id that no model's source declares."""
    source = "\n".join(p.read_text() for p in (ROOT / "djstripe" / "models").glob("*.py"))
    declared = set(re.findall(r'"([a-z0-9_.]+)"', source))
    return sorted(n for n, found in known.objects.items() if found.has_id and n not in declared)


def draft(known: Catalogue, found: SdkObject) -> str:
    """The source of a model class for one object."""
    lines = [
        f"class {class_name(found)}(StripeModel):",
        '    """',
        "    TODO: what it is, in one sentence of our own.",
        "",
        f"    https://docs.stripe.com/api/{found.name.replace('.', '/')}",
        '    """',
        "",
        "    # declaration",
        f'    stripe_class = sdk("{found.dotted}")',
        f'    object_name = "{found.name}"',
        *endpoints(known, found),
        *secrets(found),
        "",
        "    # columns",
        *(line for field in found.top for line in column(known, found, field)),
        "",
        "    # attributes",
        *(line for field in found.top for line in attribute(field)),
        *(line for field in found.fields for line in reference(known, field)),
    ]
    return "\n".join(lines) + "\n"


def class_name(found: SdkObject) -> str:
    """``billing.Meter`` is Meter; where that is taken already, the family goes before it."""
    *family, name = found.dotted.split(".")
    source = "\n".join(p.read_text() for p in (ROOT / "djstripe" / "models").glob("*.py"))
    if re.search(rf"^class {name}\(", source, re.MULTILINE) and family:
        return "".join(word.capitalize() for word in family[-1].split("_")) + name
    return name


def endpoints(known: Catalogue, found: SdkObject) -> Iterator[str]:
    """Where the object is listed, retrieved and created."""
    answering = known.of(found.name)
    lists = [o for o in answering if o.verb == "get" and o.lists]
    gets = [o for o in answering if o.verb == "get" and not o.lists]
    posts = [o for o in answering if o.verb == "post" and o.path.count("{") == 0]
    top = next((o for o in lists if "{" not in o.path), None)
    nested = next((o for o in lists if "{" in o.path), None)
    endpoint = top or _first(posts) or _first(gets, lambda o: "{" not in o.path)
    home = endpoint.path if endpoint else ""
    if home:
        yield f'    endpoint = "{home}"'
    if not lists:
        yield "    listable = False"
    if not gets:
        yield "    retrievable = False"
    elif shape_of(gets[0].path) != f"{home}/{{}}":
        yield f'    retrieve_path = "{_with_id(gets[0].path)}"'
    if top is None and nested is not None:
        yield f'    list_under = ("TODO", "{_with_id(nested.path)}")'
    listed = top or nested
    if listed is not None:
        if listed.required:
            yield f"    # needs {', '.join(sorted(listed.required))}: list_under or list_params"
        if listed.params is not None and "created" not in listed.params:
            yield "    lists_by_created = False"


def _first(operations: Iterable[Operation], wanted: object = None) -> Operation | None:
    test = wanted if callable(wanted) else lambda operation: True
    return next((operation for operation in operations if test(operation)), None)


def _with_id(path: str) -> str:
    head, gap, tail = path.rpartition("{")
    if not gap:
        return path  # one of each account: a setting, a balance
    return head + "{id" + tail[tail.index("}") :]


def secrets(found: SdkObject) -> Iterator[str]:
    names = {f.path.partition(".")[0] for f in found.fields if SECRET.search(f.name)}
    if names:
        yield f"    secrets = ({', '.join(repr(name) for name in sorted(names))},)".replace(
            "'", '"'
        )


def column(known: Catalogue, found: SdkObject, field: SdkField) -> Iterator[str]:
    """The column for a top-level field, if it is one that people filter by."""
    name, kind = field.path, field.annotation
    if name in BASE or "[]" in name:
        return
    named = next((o for o in known.objects if o.rpartition(".")[2] == name), None)
    if field.targets or (field.is_text and named is not None):
        target = model_of(field.targets[0] if field.targets else str(named))
        yield f'    {name} = StripeForeignKey("{target}", related_name="TODO")'
    elif name == "currency":
        yield f"    {name} = StripeCurrencyCodeField()"
    elif "int" in kind and name.startswith("amount"):
        yield f"    {name} = StripeQuantumCurrencyAmountField()"
    elif name.endswith(("_at", "_start", "_end")):
        yield f"    {name} = StripeDateTimeField()"
    elif "bool" in kind and (name in FLAGS or name.startswith("is_")):
        yield f"    {name} = StripeBooleanField()"
    elif WORD.search(name) or name in ("code", "number", "lookup_key"):
        yield f"    {name} = StripeCharField()"
    elif name in ("name", "email"):
        yield f"    {name} = StripeTextField()"


def attribute(field: SdkField) -> Iterator[str]:
    """The attribute for a top-level field that is no column."""
    name = field.path.removesuffix("[]")
    if name in BASE or field.targets or SECRET.search(name):
        return
    if "[]" not in field.path and any(column(Catalogue(), SdkObject("", "", "", ()), field)):
        return
    if keyword.iskeyword(name):
        yield f'    {name}_: Attribute[{python_type(field)}] = Attribute("{name}")'
        return
    yield f"    {name}: Attribute[{python_type(field)}] = Attribute()"


def python_type(field: SdkField) -> str:
    kind = field.annotation
    optional = " | None" if kind.startswith("Optional") else ""
    if field.path.endswith("[]"):
        return (
            "list[str]" if "str" in kind or "Literal" in kind else "list[dict[str, Any]]"
        ) + optional
    for word in ("int", "bool", "str", "float"):
        if re.search(rf"\b{word}\b", kind):
            return word + optional
    return ("str" if "Literal" in kind or "Decimal" in kind else "dict[str, Any]") + optional


def reference(known: Catalogue, field: SdkField) -> Iterator[str]:
    """The relation to an object that stands in a list, or deeper than the top."""
    deep = "." in field.path or "[]" in field.path
    if not (field.expandable and field.targets and deep):
        return
    kind = "References" if "[]" in field.path else "Reference"
    name = field.path.replace("[]", "").replace(".", "_")
    yield f'    {name} = {kind}("{model_of(field.targets[0])}", "{field.path}")'


def model_of(name: str) -> str:
    """Our model for an object type, read from the source; its SDK name where there is none."""
    for path in (ROOT / "djstripe" / "models").glob("*.py"):
        found = re.search(
            rf'^class (\w+)\((?:(?!^class ).)*?object_name = "{re.escape(name)}"$',
            path.read_text(),
            re.MULTILINE | re.DOTALL,
        )
        if found:
            return found[1]
    return catalogue().objects[name].dotted.rpartition(".")[2]


if __name__ == "__main__":
    main()
