"""A text as paragraphs and sentences; what stands in quotation marks ends no sentence around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

INNER, OPEN, CLOSE = "\ue000", "\ue001", "\ue002"
"""What stands for quoted characters, an opening and a closing mark once a text's quotations are masked."""

_LINE = re.compile(r"[^\n\r]+")
_END = re.compile(rf"[.!?…]+[)\]]?(?=\s|$)|[。！？]|{CLOSE}(?=\s|$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:[A-Z]\.)*(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Capt|Sgt|Maj|Adm|Rev|Hon|St|No|vs|Jr|Sr|Jan|Feb|Mar|Apr"
    r"|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Ltd|Co|Corp|Mt|Ft|Art|art|approx|est|Dra|Sra|Lic|núm|Amb|Cmdr)\.$"
    r"|(?:^|[\s(“\"])(?:[A-Z]\.)+$|\b[ap]\.m\.$"
)
_STARTERS = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "But",
        "And",
        "It",
        "He",
        "She",
        "They",
        "We",
        "This",
        "That",
        "These",
        "Those",
        "However",
        "Meanwhile",
        "When",
        "While",
        "After",
        "Before",
        "As",
        "For",
        "With",
        "By",
        "Since",
        "If",
        "There",
        "His",
        "Her",
        "Their",
        "Its",
        "Some",
        "Many",
        "Most",
        "Last",
        "Two",
        "Both",
        "Officials",
        "Beijing",
        "Washington",
        "China",
        "Yet",
        "Still",
        "Earlier",
    ]
)
_DATELINE = re.compile(
    r"[A-ZÀ-Ý][A-ZÀ-Ý.'’ -]{2,30}(?:,\s+[A-Z][A-Za-z.]+(?:\s\d{1,2})?(?:,\s\d{4})?){0,2}"
    r"\s*(?:\([^)\n]{2,40}\)\s*)?(?:[—–]|--?|:)\s+"
    r"|[A-ZÀ-Ý][^\n.()]{2,40}\([^)\n]{2,40}\)\s*\.?\s*(?:[—–]|--?)\s+"
)
"""The place, day and agency before the first sentence: ``BEIJING, June 8 (AFP) -``, ``México, 8 jun (EFE).-``."""

_WRAPPED = range(50, 110)
_NEAR = 16
_AHEAD = 400
"""Characters behind the end of a sentence that tell whether it is one."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """``text[start:end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of the stretch."""
        return text[self.start : self.end]


def paragraphs(text: str) -> list[Stretch]:
    """Return the paragraphs of a text: its lines, those that were only wrapped joined again."""
    lines = [m for m in _LINE.finditer(text) if m[0].strip()]
    is_wrapped = _is_wrapped([m[0] for m in lines])
    found: list[Stretch] = []
    for m in lines:
        start = m.start() + len(m[0]) - len(m[0].lstrip())
        end = m.start() + len(m[0].rstrip())
        if found and is_wrapped and _runs_on(text, found[-1].end, start):
            found[-1] = Stretch(found[-1].start, end)
        else:
            found.append(Stretch(start, end))
    return found


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Tell whether lines were broken at a width: many, none long, most of them ending within a sentence."""
    inside = sum(1 for line in lines if len(line.strip()) in _WRAPPED and line.rstrip()[-1:] not in '.!?”"’。！？')
    return len(lines) > 4 and max(map(len, lines), default=0) < _WRAPPED.stop and inside * 3 > len(lines)  # noqa: PLR2004


def _runs_on(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    return gap.count("\n") + gap.count("\r") - gap.count("\r\n") <= 1


def sentences(masked: str, text: str, paragraph: Stretch, spoken: re.Pattern[str]) -> list[Stretch]:
    """Return the sentences of a paragraph.

    Args:
        masked: The text with its quotations masked.
        text: The text.
        paragraph: The paragraph.
        spoken: The verbs of speech: ``"Why?" Wang asked.`` is one sentence.
    """
    found: list[Stretch] = []
    dateline = _DATELINE.match(masked, paragraph.start, paragraph.end)
    at = dateline.end() if dateline is not None else paragraph.start
    for end in _ends(masked, text, paragraph, spoken):
        if masked[at:end].strip():
            found.append(_trimmed(masked, at, end))
        at = end
    if masked[at : paragraph.end].strip():
        found.append(_trimmed(masked, at, paragraph.end))
    return found


def _trimmed(masked: str, start: int, end: int) -> Stretch:
    piece = masked[start:end]
    return Stretch(start + len(piece) - len(piece.lstrip()), end)


def _ends(masked: str, text: str, paragraph: Stretch, spoken: re.Pattern[str]) -> Iterator[int]:
    dateline = _DATELINE.match(masked, paragraph.start, paragraph.end)
    for m in _END.finditer(masked, dateline.end() if dateline is not None else paragraph.start, paragraph.end):
        end, after = m.end(), masked[m.end() : min(paragraph.end, m.end() + _AHEAD)].lstrip()
        if not after:
            continue
        if m[0] == CLOSE:
            if _ends_in_quotation(text, m.start(), after, spoken):
                yield end
        elif m[0][0] in "。！？" or _is_end(masked, paragraph.start, end, after):
            yield end


def _is_end(masked: str, start: int, end: int, after: str) -> bool:
    if not (after[0].isupper() or after[0].isdigit() or after[0] in f"{OPEN}¿¡(" or _is_cjk(after[0])):
        return False
    if _ABBREVIATION.search(masked[max(start, end - 12) : end]):
        word = after.split(maxsplit=1)[0].strip(",;:")
        return bool(re.search(r"(?:[A-Z]\.){2,}$|[ap]\.m\.$", masked[max(start, end - 12) : end])) and word in _STARTERS
    return True


def _ends_in_quotation(text: str, close: int, after: str, spoken: re.Pattern[str]) -> bool:
    """Tell whether a closing mark ends the sentence around it too."""
    last = text[max(0, close - _NEAR) : close].rstrip()[-1:]
    if last not in {".", "!", "?", "…", "。", "！", "？"}:
        return False
    if after[0] == OPEN:
        return True
    if not (after[0].isupper() or after[0].isdigit() or _is_cjk(after[0])):
        return False
    return last == "." or not _attributes(after, spoken)


def _attributes(after: str, spoken: re.Pattern[str]) -> bool:
    """Tell whether what follows a question or a cry says who uttered it: few words up to a verb of speech."""
    clause = re.split(rf"[.;{OPEN}]\s", after, maxsplit=1)[0]
    m = spoken.search(clause)
    return m is not None and len(clause[: m.start()].split()) <= 7  # noqa: PLR2004


def _is_cjk(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
