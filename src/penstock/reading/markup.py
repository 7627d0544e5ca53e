"""HTML taken apart into tags and text, each with its place, in one pass from left to right.

It follows the tokenizer of the HTML standard as far as a reader needs it. It is written here because the parser of
the standard library goes back to the start of every construct that is never closed, which takes hours on a hostile
page of some megabytes; here no character is looked at more than a few times, and nothing recurses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from penstock.reading.passages import Passage

RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "title", "textarea"})
"""Elements whose content is no markup."""

_NAME = re.compile(r"[^\s/>]*")
_GAP = re.compile(r"[\s/]*")
_KEY = re.compile(r"=?[^\s/>=]*")
_EQUALS = re.compile(r"\s*=\s*")
_BARE = re.compile(r"[^\s>]*")
_ENTITY_OR_SPACE = re.compile(
    r"&(?:#[0-9]{1,10}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?|[ \t\n\f\r]{2,}|[\t\n\f\r]|\0+"
)


class Token(NamedTuple):
    """A piece of a page, ``page[start:end]``: text, raw text, a start tag or an end tag.

    ``name`` is that of the element, in lower case; of a piece of raw text, the element it is in. ``attributes`` are
    ``{name in lower case: (start, end) of its value}``.
    """

    kind: Literal["text", "raw", "open", "close"]
    start: int
    end: int
    name: str = ""
    attributes: Mapping[str, tuple[int, int]] = {}


def tokens(page: str) -> Iterator[Token]:
    """Yield the pieces of a page in order; comments, declarations and a tag that never ends are left out."""
    at, size = 0, len(page)
    while at < size:
        mark = page.find("<", at)
        follows = page[mark + 1 : mark + 2]
        while mark >= 0 and not (follows.isascii() and follows.isalpha()) and follows not in {"/", "!", "?"}:
            mark = page.find("<", mark + 1)  # a bare "<" is text
            follows = page[mark + 1 : mark + 2]
        if mark < 0:
            yield Token("text", at, size)
            return
        if mark > at:
            yield Token("text", at, mark)
        if follows in {"!", "?"} or (follows == "/" and not _is_letter(page[mark + 2 : mark + 3])):
            at = _after_comment(page, mark)
            continue
        tag = _tag(page, mark)
        if tag is None:
            return
        yield tag
        at = tag.end
        if tag.kind == "open" and tag.name in RAW:
            at = _raw_end(page, at, tag.name)
            if at > tag.end:
                yield Token("raw", tag.end, at, tag.name)
        elif tag.kind == "open" and tag.name == "plaintext":
            yield Token("text", at, size)
            return


def decode_into(passage: Passage, page: str, start: int, end: int) -> None:
    """Add ``page[start:end]`` to a passage: entities decoded, white space drawn together, null characters dropped."""
    from html import unescape  # noqa: PLC0415  # its table of entities is large

    at = start
    for match in _ENTITY_OR_SPACE.finditer(page, start, end):
        begin, finish = match.span()
        seen = match[0]
        shown = "" if seen[0] == "\0" else unescape(seen) if seen[0] == "&" else " "
        if shown != seen:
            passage.add(page[at:begin], at, begin)
            passage.add(shown, begin, finish)
            at = finish
    passage.add(page[at:end], at, end)


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _after_comment(page: str, mark: int) -> int:
    """Return the place behind a comment or declaration; one that never ends takes the rest of the page."""
    if page.startswith("<!--", mark):
        for short in ("<!-->", "<!--->"):
            if page.startswith(short, mark):
                return mark + len(short)
        ends = [place + len(end) for end in ("-->", "--!>") if (place := page.find(end, mark + 4)) >= 0]
        return min(ends, default=len(page))
    end = page.find(">", mark)
    return len(page) if end < 0 else end + 1


def _raw_end(page: str, at: int, name: str) -> int:
    """Return the place of the end tag of raw text, or the end of the page."""
    closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(page, at)
    return len(page) if closing is None else closing.start()


def _tag(page: str, mark: int) -> Token | None:
    """Read the tag that begins at ``mark``; ``None`` where the page ends within it."""
    is_end = page[mark + 1] == "/"
    named = _NAME.match(page, mark + 1 + is_end)
    at = named.end() if named else mark
    attributes: dict[str, tuple[int, int]] = {}
    while True:
        at = _past(_GAP, page, at)
        if at >= len(page):
            return None
        if page[at] == ">":
            break
        begin = at
        at = _past(_KEY, page, at)
        key = page[begin:at].lower()
        equals = _EQUALS.match(page, at)
        if equals is None:
            attributes.setdefault(key, (at, at))
            continue
        value = _value(page, equals.end())
        if value is None:
            return None
        start, end, at = value
        attributes.setdefault(key, (start, end))
    name = page[mark + 1 + is_end : named.end() if named else mark].lower()
    return Token("close" if is_end else "open", mark, at + 1, name, attributes)


def _value(page: str, at: int) -> tuple[int, int, int] | None:
    """Return start and end of an attribute's value and the place behind it; ``None`` where it never ends."""
    if page[at : at + 1] in {'"', "'"}:
        end = page.find(page[at], at + 1)
        return None if end < 0 else (at + 1, end, end + 1)
    end = _past(_BARE, page, at)
    return at, end, end


def _past(pattern: re.Pattern[str], page: str, at: int) -> int:
    match = pattern.match(page, at)
    return match.end() if match else at
