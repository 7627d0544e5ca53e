"""Strict, streaming reading of XML: no document type, no entities of its own, every element known or refused.

A party list needs no document type, so a file that has one is refused before anything in it can be expanded
or fetched.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat  # every document type is refused below, so nothing is ever expanded

from penstock.kernel.errors import InputError
from penstock.lists.feeds.drafts import Place, refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

_CHUNK = 1 << 16
_DEEPEST = 60


@dataclass(slots=True)
class Node:
    """An element with its attributes, text, children and line; namespaces are left out."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str) -> list[Node]:
        """Return the children of that name."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> Node | None:
        """Return the first child of that name."""
        return next((child for child in self.children if child.tag == tag), None)

    def value(self, tag: str) -> str:
        """Return the text of the first child of that name; empty where there is none."""
        child = self.first(tag)
        return child.text.strip() if child is not None else ""


class _Reader:
    """Builds nodes out of the parser's events and hands on those of the wanted names."""

    def __init__(self, name: str, wanted: Collection[str], around: Collection[str]) -> None:
        self.name = name
        self.wanted = wanted
        self.around = around
        self.done: deque[Node] = deque()
        self.open: list[Node] = []
        self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.said
        self.parser.StartDoctypeDeclHandler = self.doctype

    def here(self) -> Place:
        return Place(self.name, f"line {self.parser.CurrentLineNumber}")

    def doctype(self, *_: object) -> None:
        raise refusal(self.here(), "a document type", "none: a list needs no entities")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(" ")[2]
        self.depth += 1
        if self.depth > _DEEPEST:
            raise refusal(self.here(), f"elements {_DEEPEST} deep", "a flat list")
        if any(" " in key for key in attributes):
            attributes = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        node = Node(local, attributes, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(node)
            self.open.append(node)
        elif local in self.wanted:
            self.open.append(node)
        elif local in self.around:
            self.done.append(node)
        else:
            raise refusal(
                self.here(), f"the element <{local}>", f"one of {', '.join(sorted({*self.wanted, *self.around}))}"
            )

    def end(self, _: str) -> None:
        self.depth -= 1
        if self.open:
            node = self.open.pop()
            if not self.open:
                self.done.append(node)

    def said(self, text: str) -> None:
        if self.open:
            self.open[-1].text += text
        elif text.strip():
            raise refusal(self.here(), f"the text {text.strip()[:40]!r}", "elements only")


def nodes_of(path: Path, wanted: Collection[str], around: Collection[str]) -> Iterator[Node]:
    """Yield the elements of the wanted names whole, and those around them as they open, without their children.

    Raises:
        InputError: The file cannot be read.
        RosterError: It is no well-formed XML, breaks off, has a document type, or an element nobody knows.
    """
    reader = _Reader(path.name, wanted, around)
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                reader.parser.Parse(chunk, False)  # noqa: FBT003  # the parser's own flag: more follows
                while reader.done:
                    yield reader.done.popleft()
        reader.parser.Parse(b"", True)  # noqa: FBT003  # as above: the end
    except expat.ExpatError as error:
        place = Place(path.name, f"line {error.lineno}")
        raise refusal(place, expat.ErrorString(error.code), "well-formed XML to its end") from None
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})."
        raise InputError(message, remedy="Check the path and its permissions.") from None
    yield from reader.done


def root_of(path: Path) -> str:
    """Return the name of the root element as far as the first kilobytes show it; empty where they show none."""
    names: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda tag, _: names.append(tag.rpartition(" ")[2])
    parser.StartDoctypeDeclHandler = lambda name, *_: names.append(name)
    try:
        with path.open("rb") as stream:
            parser.Parse(stream.read(4096), False)  # noqa: FBT003  # the parser's own flag: more follows
    except (expat.ExpatError, OSError):
        pass
    return names[0] if names else ""


def check_node(name: str, node: Node, known: Collection[str], attributes: Collection[str] = ()) -> None:
    """Refuse an element with a child or an attribute nobody knows."""
    for child in node.children:
        if child.tag not in known:
            place = Place(name, f"line {child.line}")
            raise refusal(place, f"the element <{child.tag}> in <{node.tag}>", "only known elements")
    for key in node.attributes:
        if key not in attributes:
            place = Place(name, f"line {node.line}")
            raise refusal(place, f"the attribute {key!r} of <{node.tag}>", "only known attributes")
