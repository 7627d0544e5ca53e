"""The words of a sentence and a speaker as it names one; what may stand between a subject and its verb."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from penstock.reading.speech import Gender, Speech

SpeakerKind = Literal["person", "body", "place", "role", "pronoun", "document"]

_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|St|Jr|Sr|Lt|Col|Capt|Adm|Maj|Sgt|Rev|Amb|Sra|Dra|Corp|Inc|Ltd|Co|Bros|Pres|Supt|Brig|Cmdr|Dept|Hon)\.(?=\s|$)"
    r"|(?:[A-Z]\.)+(?=[\s,]|$)|[^\W\d_](?:[\w&-]|[’'](?=\w)|\.(?=\w))*(?:[’'](?=\s|$))?|\d[\w,.-]*|\S"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_TIME_TAIL = re.compile(
    r"(?:\s|^|,)(?:(?:late|early|later|earlier)\s+)?(?:on\s+|in\s+|el\s+(?:pasado\s+)?|la\s+|este\s+)?(?:(?:last|this|next)\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?:\s+(?:morning|afternoon|evening|night))?(?:\s*,?\s+[A-Z][a-z]+\.?\s+\d{1,2})?,?$"
    r"|(?:\s|^)(?:(?:late|early|later|earlier)\s+)?(?:on\s+|in\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.)(?:\s+\d{1,2})?(?:,?\s+\d{4})?,?$"
    r"|(?:\s|^)(?:on\s+)?\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:\s+\d{4})?$"
    r"|(?:\s|^)(?:last|this|next|earlier\s+this|later\s+this)\s+(?:week|month|year)$|(?:\s|^)(?:today|yesterday|tomorrow|hoy|ayer)$"
    r"|(?:\s|^)in\s+(?:19|20)\d\d$|(?:\s|^)el\s+(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)(?:\s+pasado)?$|(?:\s|^)(?:a\s+day|two\s+days|the\s+day)\s+(?:later|earlier|before|after)$",
    re.IGNORECASE,
)
_VENUE_TAIL = re.compile(
    r",?\s+(?:in|at|during|on|via|through|en|durante)\s+(?:(?:a|an|the|his|her|its|their|un|una|su|la|el)\s+)?(?:[\w’'-]+\s+){0,4}?"
    r"(?:statement|briefing|conference|interview|letter|speech|hearing|post|email|e-mail|podcast|phone\s+call|call|filing|report|meeting|comunicado|entrevista|prensa)"
    r"(?:\s+(?:on|with|to|from|in|at)\s+(?:[A-Z][\w’'-]*\s*){1,4}|\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day)?$",
    re.IGNORECASE,
)


class Token(NamedTuple):
    """A word or mark, and where it stands in its string."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """The word in lower case, without the full stop of an abbreviation or a possessive ending."""
        return _POSSESSIVE.sub("", self.text.lower()).rstrip(".") if len(self.text) > 1 else self.text.lower()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Named:
    """A speaker as one stretch names it; ``start`` and ``end`` count in the string it was found in."""

    text: str
    name: str | None
    role: str | None
    kind: SpeakerKind
    start: int
    end: int
    is_indefinite: bool = False
    gender: Gender | None = None

    def moved(self, by: int) -> Named:
        """Return it with its place counted from elsewhere."""
        return replace(self, start=self.start + by, end=self.end + by)


def tokens(text: str) -> list[Token]:
    """Return the words and marks of a string."""
    return [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]


def tail_off(speech: Speech, text: str) -> str:
    """Return a string without the adverbs, days and venues that stand between a subject and its verb."""
    before = None
    while before != text:
        before = text
        text = text.rstrip()
        text = _TIME_TAIL.sub("", text).rstrip()
        text = _VENUE_TAIL.sub("", text).rstrip()
        words = tokens(text)
        if len(words) > 1 and (words[-1].low in speech.adverbs or _is_adverb(words[-1])):
            text = text[: words[-1].start].rstrip()
    return text


def _is_adverb(word: Token) -> bool:
    return word.text.endswith(("ly", "mente")) and word.text[0].islower()
