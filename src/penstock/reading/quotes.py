"""What stands in quotation marks: double and single, curly and straight, « », 「 」 and 『 』, over paragraphs too."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from penstock.reading.prose import CLOSE, INNER, OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from penstock.reading.prose import Stretch

_PAIRS = {"「": "」", "『": "』", "«": "»"}
_DOUBLE = '“”"„‟＂'
_MARK = re.compile(r"[“”\"„‟＂「」『』«»]")
_SINGLE_OPEN = re.compile(r"(?<![\w’'.,!?])[‘'](?=[\w¿¡$£€])(?!(?:em|cause|til|tis|twas|n|bout)\b|\d0s)", re.IGNORECASE)
_SINGLE_CLOSE = re.compile(r"(?<=[^\s(\[“])[’'](?!\w)")
_STOPS = ".,!?…。，！？"
_SINGLES = "‘'"
_BOTH = 2
"""Closing marks that a quotation within another needs."""

_NEXT_MARKS = 8


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted words, marks included: ``text[start:end]``; without them ``text[inner_start:inner_end]``.

    ``paragraph`` is the number of its paragraph, ``goes_on`` tells that no mark closes it there, ``resumes`` that it
    resumes the one that went on before it.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    paragraph: int
    goes_on: bool = False
    resumes: bool = False

    def words(self, text: str) -> str:
        """Return the quoted words."""
        return " ".join(text[self.inner_start : self.inner_end].split())


def quotations(text: str, paragraphs: Sequence[Stretch]) -> list[Quote]:
    """Return the quotations of a text in their order; what is quoted within one is part of it."""
    found: list[Quote] = []
    went_on = False
    for number, paragraph in enumerate(paragraphs):
        own = list(_in_paragraph(text, paragraph, number))
        if went_on and own and own[0].start == paragraph.start:
            own[0] = replace(own[0], resumes=True)
        went_on = bool(own) and own[-1].goes_on
        found += own
    return [one for one in found if one.inner_end > one.inner_start and text[one.inner_start : one.inner_end].strip()]


def _in_paragraph(text: str, paragraph: Stretch, number: int) -> Iterator[Quote]:
    doubles = list(_doubles(text, paragraph, number))
    singles = list(_singles(text, paragraph, number))
    kept = [*_standing(text, doubles, singles), *_standing(text, singles, doubles)]
    yield from sorted(kept, key=lambda one: one.start)


def _standing(text: str, own: Sequence[Quote], others: Sequence[Quote]) -> Iterator[Quote]:
    """Yield the quotations that yield to none of the other marks; both are in order and cross none of their own."""
    first = 0
    for one in own:
        while first < len(others) and others[first].end <= one.start:
            first += 1
        at, is_kept = first, True
        while at < len(others) and others[at].start < one.end and is_kept:
            is_kept = not _yields(text, one, others[at])
            at += 1
        if is_kept:
            yield one


def _yields(text: str, one: Quote, other: Quote) -> bool:
    """Tell whether a quotation is no more than part of another, or a stray mark that crosses one."""
    if one.end <= other.start or other.end <= one.start:
        return False
    if other.start < one.start and one.end <= other.end:
        return text[other.start] not in _SINGLES or _is_speech(text, other)
    if one.start < other.start and other.end <= one.end and _is_speech(text, one):
        return False
    return text[one.start] in _SINGLES


def _is_speech(text: str, single: Quote) -> bool:
    """Tell whether single marks hold speech and are no apostrophes: a stop or comma stands at the closing one."""
    return text[single.inner_end - 1] in _STOPS or text[single.end : single.end + 1] in {*".,;:"}


def _doubles(text: str, paragraph: Stretch, number: int) -> Iterator[Quote]:
    opened: int | None = None
    closing = ""
    depth = 0
    marks = list(_MARK.finditer(text, paragraph.start, paragraph.end))
    balance = _balance(text, marks)
    for nth, m in enumerate(marks):
        mark, at = m[0], m.start()
        if opened is None:
            if mark in _PAIRS or (mark in _DOUBLE and _may_open(text, paragraph, at, mark)):
                opened, closing, depth = at, _PAIRS.get(mark, "double"), 0
            continue
        if closing == "double" and mark not in _DOUBLE:
            continue
        if closing == "double" and mark == "“" and _opens_again(marks, nth, balance):
            yield Quote(opened, at, opened + 1, at, number)  # the mark that should have closed it is not there
            opened = at
        elif _is_inner(text, mark, at, closing, balance[nth + 1]):
            depth += 1
        elif (mark == closing or (closing == "double" and mark != "“")) and depth:
            depth -= 1
        elif mark == closing or (closing == "double" and mark != "“"):
            yield Quote(opened, at + 1, opened + 1, at, number)
            opened = None
    if opened is not None:
        yield Quote(opened, paragraph.end, opened + 1, paragraph.end, number, goes_on=True)


def _balance(text: str, marks: Sequence[re.Match[str]]) -> list[int]:
    """Return by how many the double marks that look like closing ones outnumber the others from each mark on."""
    found = [0]
    for m in reversed(marks):
        step = 0 if m[0] not in _DOUBLE else -1 if m[0] == "“" or _looks_open(text, m.start(), m[0]) else 1
        found.append(found[-1] + step)
    return found[::-1]


def _is_inner(text: str, mark: str, at: int, closing: str, balance: int) -> bool:
    """Tell whether a mark within a quotation opens another within it, so that two have to close."""
    if closing != "double":
        return _PAIRS.get(mark) == closing
    return (mark == "“" or _looks_open(text, at, mark)) and balance >= _BOTH


def _looks_open(text: str, at: int, mark: str) -> bool:
    return mark == '"' and text[at - 1 : at].isspace() and text[at + 1 : at + 2].isalnum()


def _may_open(text: str, paragraph: Stretch, at: int, mark: str) -> bool:
    """Tell whether a mark opens a quotation: not one of inches, nor one that closes what was never opened."""
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if mark == "“":
        return True
    if mark == "”":
        return at == paragraph.start and not after.isspace()
    return not after.isspace() and not before.isdigit() and (not before.isalnum() or _is_cjk(before))


def _is_cjk(char: str) -> bool:
    return "\u3000" <= char <= "\u9fff" or char in "：，。"


def _opens_again(marks: Sequence[re.Match[str]], nth: int, balance: Sequence[int]) -> bool:
    """Tell whether an opening mark within a quotation begins another one: no two closing marks follow it."""
    after = next((m[0] for m in marks[nth + 1 : nth + 1 + _NEXT_MARKS] if m[0] in "“”"), None)
    return after is None or (after == "”" and balance[nth + 1] < _BOTH)


def _singles(text: str, paragraph: Stretch, number: int) -> Iterator[Quote]:
    at = paragraph.start
    while (m := _SINGLE_OPEN.search(text, at, paragraph.end)) is not None:
        close = _closing(text, m.end(), paragraph.end)
        if close is None:
            return
        yield Quote(m.start(), close + 1, m.end(), close, number)
        at = close + 1


def _closing(text: str, start: int, end: int) -> int | None:
    """Return where a single mark closes; that of a plural possessive closes nothing while another follows."""
    candidates = (m.start() for m in _SINGLE_CLOSE.finditer(text, start, end))
    at = next(candidates, None)
    while at is not None:
        following = next(candidates, None)
        possessive = text[at - 1] == "s" and re.match(r"\s+[a-z]", text[at + 1 : at + 4]) is not None
        if not possessive or following is None or _SINGLE_OPEN.search(text, at + 1, following):
            return at
        at = following
    return None


def masked(text: str, quotes: Sequence[Quote]) -> str:
    """Return the text with its quotations masked, every character in its place."""
    pieces, at = [], 0
    for one in quotes:
        pieces.append(text[at : one.start])
        inner = INNER * (one.inner_end - one.inner_start)
        pieces.append(OPEN + inner + (CLOSE if one.end > one.inner_end else ""))
        at = one.end
    pieces.append(text[at:])
    return "".join(pieces)
