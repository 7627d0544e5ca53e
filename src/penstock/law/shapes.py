"""What a value of the wrong shape should have been, in the words of the authoring guide.

The record types are the only statement of the shapes; this turns the complaint of the converter into the key,
what was found there, what was expected, and a code.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import inspect

Step = str | int
Steps = tuple[Step, ...]

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_ANY_KEY = "..."
_CITATIONS = frozenset({"by", "seen", "sources"})
_WORDS = {
    "str": "text",
    "array": "a list",
    "object": "a mapping",
    "float": "a number",
    "int": "a whole number",
}
_DAY = "a day written YYYY-MM-DD"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value was refused: the path below it, what stands there, what should, and a code."""

    inner: Steps
    found: str
    expected: str
    code: str


def refusal(value: Any, shape: type[Any], message: str) -> Refusal:  # noqa: ANN401  # any YAML value
    """Read the converter's message about a value that should have had a shape."""
    said, _, where = message.partition(" - at `$")
    if not where and " - at `key` in `$" in message:
        return _bad_key(value, shape, _steps(message.partition(" - at `key` in `$")[2]))
    inner = _steps(where)
    if _ANY_KEY in inner:
        inner = _with_key(value, shape, message, inner)
    if unknown := re.search(r"unknown field `(.+?)`", said):
        allowed = ", ".join(sorted(field.encode_name for field in _fields(shape, inner)))
        return Refusal((*inner, unknown[1]), f"the key {unknown[1]!r}", f"one of {allowed}", "unknown_key")
    if missing := re.search(r"missing required field `(.+?)`", said):
        return _missing(inner, missing[1])
    leaf: Any = value
    for step in inner:
        leaf = leaf[step]
    if "date" in said:
        return Refusal(inner, _shown(leaf), _DAY, "bad_date")
    if leaf == [] and inner and inner[-1] in _CITATIONS:
        return Refusal(inner, "an empty list", "at least one source, because every fact cites one", "uncited")
    return Refusal(inner, _shown(leaf), _expected(said, shape, inner), "bad_value")


def _missing(inner: Steps, key: str) -> Refusal:
    if key in _CITATIONS:
        expected = "the key to be there, because every date and fact cites its source"
        return Refusal(inner, f"no {key!r}", expected, "uncited")
    return Refusal(inner, f"no {key!r}", "the key to be there", "missing_key")


def _bad_key(value: Any, shape: type[Any], inner: Steps) -> Refusal:  # noqa: ANN401  # any YAML value
    mapping: Any = value
    for step in inner:
        mapping = mapping[step]
    kind = _type_at(shape, inner)
    allowed = _choices(kind.key_type) if isinstance(kind, inspect.DictType) else []
    key = next(key for key in mapping if key not in allowed)
    return Refusal((*inner, key), f"the key {key!r}", f"one of {', '.join(allowed)}", "unknown_key")


def _with_key(value: Any, shape: type[Any], message: str, inner: Steps) -> Steps:  # noqa: ANN401  # any YAML value
    """Find which key of a mapping the converter means where it does not say: the one that fails alone."""
    depth = inner.index(_ANY_KEY)
    trial = deepcopy(value)
    mapping: Any = trial
    for step in inner[:depth]:
        mapping = mapping[step]
    whole = dict(mapping)
    for key, held in whole.items():
        mapping.clear()
        mapping[key] = held
        try:
            msgspec.convert(trial, shape)
        except msgspec.ValidationError as error:
            if str(error) == message:
                return (*inner[:depth], key, *inner[depth + 1 :])
    return inner[:depth]


def _expected(said: str, shape: type[Any], inner: Steps) -> str:
    if said.startswith("Invalid enum value"):
        return f"one of {', '.join(_choices(_type_at(shape, inner)))}"
    kinds, _, rest = said.removeprefix("Expected `").partition("`")
    names = [_WORDS.get(kind, kind) for kind in kinds.split(" | ") if kind != "null"]
    return " or ".join(names) + rest.partition(", got ")[0]


def _shown(value: Any) -> str:  # noqa: ANN401  # any YAML value
    if value is None or value == "":
        return "nothing"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return "a mapping" if isinstance(value, dict) else repr(value)


def _type_at(shape: type[Any], inner: Steps) -> inspect.Type:
    """Follow a path through a record type."""
    kind = _bare(inspect.type_info(shape))
    for step in inner:
        if isinstance(kind, inspect.StructType):
            kind = next(field.type for field in kind.fields if field.encode_name == step)
        elif isinstance(kind, inspect.ListType | inspect.VarTupleType):
            kind = kind.item_type
        elif isinstance(kind, inspect.DictType):
            kind = kind.value_type
        kind = _bare(kind)
    return kind


def _bare(kind: inspect.Type) -> inspect.Type:
    """Take away ``None`` beside a type."""
    if isinstance(kind, inspect.UnionType):
        return next(one for one in kind.types if not isinstance(one, inspect.NoneType))
    return kind


def _fields(shape: type[Any], inner: Steps) -> tuple[inspect.Field, ...]:
    kind = _type_at(shape, inner)
    return kind.fields if isinstance(kind, inspect.StructType) else ()


def _choices(kind: inspect.Type) -> list[str]:
    return [str(value) for value in kind.values] if isinstance(kind, inspect.LiteralType) else []


def _steps(where: str) -> Steps:
    """Read the path at the end of a converter's message."""
    return tuple(
        name or (index if index == _ANY_KEY else int(index)) for name, index in _STEP.findall(where.rstrip("`"))
    )
