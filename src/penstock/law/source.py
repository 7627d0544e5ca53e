"""Strict reading of the register's YAML: every value knows its line, and nothing is guessed.

Only plain YAML is taken: mappings, lists and words. Aliases, merge keys and tags are refused, because a
reader of one entry should see all of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import yaml

from penstock.kernel.errors import RegisterError
from penstock.law.shapes import Steps, refusal

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")

_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)")
_DECIMAL = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One YAML file as plain values, with the line of every key and item by path."""

    name: str
    data: dict[str, Any]
    lines: dict[Steps, int]

    def line(self, path: Steps) -> int:
        """Return the line of a path, or of its nearest known parent."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def refuse(self, path: Steps, *, found: str, expected: str, code: str) -> RegisterError:
        """Build the error that names file, line, key and the expected shape."""
        return RegisterError(
            file=self.name, line=self.line(path), key=dotted(path), found=found, expected=expected, code=code
        )

    def convert(self, path: Steps, shape: type[T]) -> T:
        """Turn the value at ``path`` into a record of the given shape.

        Raises:
            RegisterError: The value has another shape.
        """
        value: Any = self.data
        for step in path:
            value = value[step]
        try:
            return msgspec.convert(value, shape)
        except msgspec.ValidationError as error:
            said = refusal(value, shape, str(error))
            raise self.refuse((*path, *said.inner), found=said.found, expected=said.expected, code=said.code) from None


def dotted(path: Steps) -> str:
    """Write a path the way people read it: ``entries.4-ap.spans[0].since``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "(file)"


def read_source(path: Path, root: Path) -> SourceFile:
    """Read one YAML file.

    Raises:
        RegisterError: Unreadable, not UTF-8, not plain YAML, not a mapping, or a key that stands twice.
    """
    reader = _Reader(path.relative_to(root).as_posix())
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise reader.refuse(1, (), f"a file that cannot be read ({error.strerror})", "a file") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise reader.refuse(line, (), f"byte 0x{error.object[error.start]:02x}", "UTF-8 text") from None
    except yaml.YAMLError as error:
        raise reader.refuse(*_complaint(error), "plain YAML") from None
    if not isinstance(node, yaml.MappingNode):
        raise reader.refuse(1, (), "no mapping", "a mapping of ids")
    return SourceFile(reader.name, reader.mapping(node, ()), reader.lines)


def _complaint(error: yaml.YAMLError) -> tuple[int, Steps, str]:
    """Return line, path and words of what the YAML parser said."""
    if isinstance(error, yaml.MarkedYAMLError):
        line = error.problem_mark.line + 1 if error.problem_mark is not None else 1
        return line, (), f"text that stops the reader ({error.problem})"
    return 1, (), f"text that stops the reader ({getattr(error, 'reason', error)})"


class _Reader:
    """Turns the nodes of one file into plain values and notes their lines."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Steps, int] = {}
        self._seen: set[int] = set()

    def refuse(self, line: int, path: Steps, found: str, expected: str, code: str = "bad_yaml") -> RegisterError:
        return RegisterError(file=self.name, line=line, key=dotted(path), found=found, expected=expected, code=code)

    def mapping(self, node: yaml.MappingNode, path: Steps) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode) or key_node.value == "<<":
                raise self.refuse(line, path, "a key that is no word", "plain words as keys")
            key = str(key_node.value)
            here = (*path, key)
            if key in built:
                said = f"the key {key!r} a second time (first on line {self.lines[here]})"
                raise self.refuse(line, here, said, "each key once", "duplicate_key")
            self.lines[here] = line
            built[key] = self._value(value_node, here)
        return built

    def _value(self, node: yaml.Node, path: Steps) -> Any:  # noqa: ANN401  # YAML holds any value
        line = self.lines[path]
        if id(node) in self._seen:
            raise self.refuse(line, path, "an alias", "the value written out")
        self._seen.add(id(node))
        if not node.tag.startswith("tag:yaml.org,2002:"):
            raise self.refuse(line, path, f"the tag {node.tag!r}", "a value without a tag")
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._item(item, (*path, index)) for index, item in enumerate(node.value)]
        return _scalar(node, path)

    def _item(self, node: yaml.Node, path: Steps) -> Any:  # noqa: ANN401  # YAML holds any value
        self.lines[path] = node.start_mark.line + 1
        return self._value(node, path)


def _scalar(node: yaml.Node, path: Steps) -> str | int | float | bool | None:
    text = str(node.value)
    if getattr(node, "style", None):  # quoted or block text is text
        return text
    if path[-1] == "since":  # only a span may begin on an unknown day, and only in that word
        return None if text == "unknown" and "spans" in path else text
    if text in {"", "null", "~"}:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
