"""Who did what a sentence reports: the subject of the verb, or whom *by* names where it is passive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from penstock.reading.frames import main_subject
from penstock.reading.named import tail_off
from penstock.reading.openings import named_at_start
from penstock.reading.speakers import named_at_end, subject_of
from penstock.reading.speech import place_of, speech

if TYPE_CHECKING:
    from penstock.reading.named import Named
    from penstock.reading.speech import Language, Speech

_CUT = re.compile(r"[;:\ue000-\ue002]")
_CUT_ZH = re.compile(r"[，。；：、]|\ue002")
_BY = re.compile(r"\b(?:by|por)\s+")
_OWNED = re.compile(r"(?:[’']s|s[’'])\s+(?:[\w-]+\s+){0,2}$")
_GOES_ON = re.compile(r"(?:\b(?:and|but|then|to|y)|,)\s+(?:[a-z]+ly\s+)?$")
_NOUN = re.compile(r"(?:summit|indictments?|removal|sentencing)\b", re.IGNORECASE)


class Doer(NamedTuple):
    """Who did it as the sentence names them, and the code of the place they are of; ``None`` where that is not said."""

    name: str
    place: str | None


def doer(language: Language, sentence: str, start: int, end: int) -> Doer | None:
    """Return who did what ``sentence[start:end]`` reports; ``None`` where the sentence does not say.

    Args:
        language: The language of the sentence.
        sentence: The sentence, what is quoted in it masked.
        start: Where the verb begins.
        end: Where the words of the measure end.
    """
    if language == "zh":
        return _chinese(sentence, start)
    own = speech(language)
    cut = max((m.end() for m in _CUT.finditer(sentence, 0, start)), default=0)
    before = sentence[cut:start]
    last = tail_off(own, before).split()[-1:]
    is_passive = bool(last) and last[0].lower() in own.passive
    if _NOUN.match(sentence, start) or is_passive:
        named = _owner(own, before) or _agent(own, sentence, start)
    else:
        named = _subject(own, sentence, before, cut)
        named = named if named is not None and _shown(named).place else _agent(own, sentence, end) or named
    return None if named is None or not _is_somebody(named) else _shown(named)


def _subject(own: Speech, sentence: str, before: str, cut: int) -> Named | None:
    named = subject_of(own, before)
    if named is not None and named.kind not in {"pronoun", "document"}:
        return named
    is_hanging = named is not None or _GOES_ON.search(before) is not None
    return main_subject(own, sentence, cut, cut + len(before)) if is_hanging else None


def _owner(own: Speech, before: str) -> Named | None:
    m = _OWNED.search(before)
    return None if m is None else named_at_end(own, before[: m.start()], alone=True)


def _agent(own: Speech, sentence: str, at: int) -> Named | None:
    """Return whom *by* names behind a verb: ``was added to the list by the Commerce Department``."""
    stop = _CUT.search(sentence, at)
    m = _BY.search(sentence, at, stop.start() if stop else len(sentence))
    return None if m is None else named_at_start(own, sentence[m.end() :])


def _is_somebody(named: Named) -> bool:
    return named.kind in {"person", "body", "place", "role"} and any(
        word[:1].isupper() for word in (named.name or named.role or "").split()
    )


def _shown(named: Named) -> Doer:
    name = re.sub(r"^(?:the|a|an|el|la|los|las)\s+", "", named.name or named.role or named.text, flags=re.IGNORECASE)
    return Doer(re.sub(r"[’']s?$", "", name), place_of(named.text))


def _chinese(sentence: str, start: int) -> Doer | None:
    """Return the place or agency that stands before the verb in its clause, unless the clause is passive."""
    cut = max((m.end() for m in _CUT_ZH.finditer(sentence, 0, start)), default=0)
    before = sentence[cut:start]
    lead = re.match(
        r"\s*(?P<who>[\u3400-\u9fff]{2,16}?)(?:于|在|已|将|曾|正式|今天|昨天|宣布|对|對|周|上|本|\d|$)", before
    )
    if "被" in before or "遭" in before or lead is None or (place := place_of(lead["who"])) is None:
        return None
    return Doer(lead["who"], place)
