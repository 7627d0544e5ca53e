"""Strict reading of the register's YAML: every value knows its line, and nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import yaml

from penstock.kernel.errors import RegisterError

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")

_INTEGER = re.compile(r"-?\d+")
_DECIMAL = re.compile(r"-?\d+\.\d+")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One YAML file as plain values, with the line of every key and item by path."""

    name: str
    data: dict[str, Any]
    lines: dict[tuple[str | int, ...], int]

    def line(self, path: tuple[str | int, ...]) -> int:
        """Return the line of a path, or of its nearest known parent."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def refuse(self, path: tuple[str | int, ...], *, found: str, expected: str, code: str) -> RegisterError:
        """Build the error that names file, line, key and the expected shape."""
        return RegisterError(
            file=self.name, line=self.line(path), key=dotted(path), found=found, expected=expected, code=code
        )

    def convert(self, path: tuple[str | int, ...], shape: type[T]) -> T:
        """Turn the value at ``path`` into a record of the given shape, or refuse it."""
        value: Any = self.data
        for step in path:
            value = value[step]
        try:
            return msgspec.convert(value, shape)
        except msgspec.ValidationError as error:
            raise self._refusal(path, str(error)) from None

    def _refusal(self, path: tuple[str | int, ...], message: str) -> RegisterError:
        said, _, where = message.partition(" - at `$")
        inner = _steps(where.rstrip("`"))
        unknown = re.search(r"unknown field `(.+?)`", said)
        missing = re.search(r"missing required field `(.+?)`", said)
        if unknown:
            return self.refuse(
                (*path, *inner, unknown[1]),
                found=f"the key {unknown[1]!r}",
                expected="one of the keys the authoring guide names for this record",
                code="unknown_key",
            )
        if missing:
            code = "uncited" if missing[1] in {"by", "seen", "sources"} else "missing_key"
            expected = "the key to be there"
            if code == "uncited":
                expected += ", because every date and fact cites its source"
            return self.refuse((*path, *inner), found=f"no {missing[1]!r}", expected=expected, code=code)
        value = self.data
        for step in (*path, *inner):
            value = value[step]
        code = "bad_date" if "date" in said or "ISO8601" in said else "bad_value"
        expected = "a day written YYYY-MM-DD" if code == "bad_date" else said[:1].lower() + said[1:]
        return self.refuse((*path, *inner), found=repr(value), expected=expected, code=code)


def dotted(path: tuple[str | int, ...]) -> str:
    """Write a path the way people read it: ``entries.4-ap.spans[0].since``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "(file)"


def _steps(where: str) -> tuple[str | int, ...]:
    steps: list[str | int] = []
    for name, index in _STEP.findall(where):
        if index == "...":
            break
        steps.append(name or int(index))
    return tuple(steps)


def read_source(path: Path, root: Path) -> SourceFile:
    """Read one YAML file.

    Raises:
        RegisterError: Not UTF-8, not YAML, not a mapping, or a key that stands twice.
    """
    name = path.relative_to(root).as_posix()
    lines: dict[tuple[str | int, ...], int] = {}
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        raise RegisterError(
            file=name, line=1, key="(file)", found=str(error), expected="UTF-8 text", code="bad_yaml"
        ) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RegisterError(
            file=name, line=line, key="(file)", found=str(error.problem), expected="plain YAML", code="bad_yaml"
        ) from None
    if not isinstance(node, yaml.MappingNode):
        raise RegisterError(
            file=name, line=1, key="(file)", found="no mapping", expected="a mapping of ids", code="bad_yaml"
        )
    return SourceFile(name, _mapping(node, (), lines, name), lines)


def _mapping(
    node: yaml.MappingNode, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], name: str
) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        here = (*path, key)
        line = key_node.start_mark.line + 1
        if key in built:
            raise RegisterError(
                file=name,
                line=line,
                key=dotted(here),
                found=f"the key {key!r} a second time (first on line {lines[here]})",
                expected="each key once",
                code="duplicate_key",
            )
        lines[here] = line
        built[key] = _value(value_node, here, lines, name)
    return built


def _value(
    node: yaml.Node, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], name: str
) -> Any:  # noqa: ANN401  # YAML holds any value
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, name)
    if isinstance(node, yaml.SequenceNode):
        items = []
        for index, item in enumerate(node.value):
            lines[(*path, index)] = item.start_mark.line + 1
            items.append(_value(item, (*path, index), lines, name))
        return items
    return _scalar(node, path)


def _scalar(node: yaml.Node, path: tuple[str | int, ...]) -> str | int | float | bool | None:
    text = str(node.value)
    if node.style:  # type: ignore[attr-defined]  # scalars have a style; plain ones an empty one
        return text
    if path[-1] == "since" and text == "unknown":
        return None
    if text in {"", "null", "~"}:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
