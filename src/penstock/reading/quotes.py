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
    for one in sorted([*doubles, *singles], key=lambda one: one.start):
        others = singles if one in doubles else doubles
        if not any(_yields(text, one, other) for other in others):
            yield one


def _yields(text: str, one: Quote, other: Quote) -> bool:
    """Tell whether a quotation is no more than part of another, or a stray mark that crosses one."""
    if one.end <= other.start or other.end <= one.start:
        return False
    if other.start < one.start and one.end <= other.end:
        return text[other.start] not in "‘'" or text[other.inner_end - 1] in _STOPS
    return text[one.start] in "‘'"


def _doubles(text: str, paragraph: Stretch, number: int) -> Iterator[Quote]:  # noqa: C901  # each way in which a mark may stand
    opened: int | None = None
    closing = ""
    depth = 0
    for m in _MARK.finditer(text, paragraph.start, paragraph.end):
        mark, at = m[0], m.start()
        if opened is None:
            if mark in _PAIRS:
                opened, closing, depth = at, _PAIRS[mark], 0
            elif mark in _DOUBLE and _may_open(text, paragraph, at, mark):
                opened, closing, depth = at, "double", 0
            continue
        if closing != "double":
            depth += mark in _PAIRS and _PAIRS[mark] == closing
            if mark == closing:
                if depth == 0:
                    yield Quote(opened, at + 1, opened + 1, at, number)
                    opened = None
                else:
                    depth -= 1
        elif mark in _DOUBLE:
            if mark == "“" and _opens_again(text, paragraph, at):
                yield Quote(opened, at, opened + 1, at, number)  # the mark that should have closed it is not there
                opened = at
            elif mark != "“":
                yield Quote(opened, at + 1, opened + 1, at, number)
                opened = None
    if opened is not None:
        yield Quote(opened, paragraph.end, opened + 1, paragraph.end, number, goes_on=True)


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


def _opens_again(text: str, paragraph: Stretch, at: int) -> bool:
    """Tell whether an opening mark within a quotation begins another one: no two closing marks follow it."""
    rest = text[at + 1 : paragraph.end]
    first = rest.find("”")
    again = rest.find("“")
    return first < 0 or ((0 <= again < first) is False and rest.count("”") - rest.count("“") < 2)  # noqa: PLR2004


def _singles(text: str, paragraph: Stretch, number: int) -> Iterator[Quote]:
    at = paragraph.start
    while (m := _SINGLE_OPEN.search(text, at, paragraph.end)) is not None:
        close = _closing(text, m.end(), paragraph.end)
        if close is None:
            at = m.end()
            continue
        yield Quote(m.start(), close + 1, m.end(), close, number)
        at = close + 1


def _closing(text: str, start: int, end: int) -> int | None:
    """Return where a single mark closes; that of a plural possessive closes nothing while another follows."""
    candidates = [m.start() for m in _SINGLE_CLOSE.finditer(text, start, end)]
    for nth, at in enumerate(candidates):
        possessive = text[at - 1] == "s" and re.match(r"\s+[a-z]", text[at + 1 : at + 4]) is not None
        if not possessive or nth == len(candidates) - 1 or _SINGLE_OPEN.search(text, at + 1, candidates[nth + 1]):
            return at
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
