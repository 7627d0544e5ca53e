"""On which day, and where, something was said: the day and venue that belong to a frame of speech."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from penstock.reading.article import When
from penstock.reading.resolving import NOBODY, Voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.reading.attribution import Attribution, Given
    from penstock.reading.days import DayMention
    from penstock.reading.frames import Frame
    from penstock.reading.prose import Stretch
    from penstock.reading.speech import Speech

_OTHER_EVENT = re.compile(
    r"\b(?:after|before|since|following|until|ahead\s+of|prior\s+to|despite|desde|tras|hasta)\s+(?:[\w’'-]+\s+){0,4}$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",?\s(?:who|which|that|quien|que)\s[^,]*$")
_FINITE = re.compile(
    r"\b(?:that|because|was|were|is|are|had|has|have|would|will|could|announced|imposed|published|taken|made|signed|released|adopted|issued|reached|who|which|que|fue)\b",
    re.IGNORECASE,
)
_ONLY_VENUE = re.compile(
    r"^\s*(?:(?:in|at|during|to)\s+(?:an?|the)?\s*[\w\s-]{0,40}?)?(?:\b(?:in|on|during|early|late|back\s+in))?\s*$"
)
_ADJECTIVES = frozenset(
    {
        "emailed",
        "e-mailed",
        "prepared",
        "televised",
        "recorded",
        "detailed",
        "united",
        "United",
        "related",
        "wide-ranged",
    }
)
_POSSESSIVE = re.compile(r"^[’']s?\b")
_SPEAKING = re.compile(
    r"\b(?:speaking|spoke|comments?\s+came|remarks?\s+came|made\s+the\s+(?:remarks?|comments?)|interview(?:ed)?|statement|addressed|appeared|testif\w+|briefing|press\s+conference|news\s+conference|hablaba|declaraciones)\b",
    re.IGNORECASE,
)
_WITHIN = 12
_LEAD = 2
"""Paragraphs, the title among them, whose quotations are those of the event that the rest of the text dates."""
_GRAINS = {"day": 0, "week": 1, "month": 2, "year": 3}


class Dating:
    """Finds the day of what was said among the days a text names."""

    def __init__(self, speech: Speech, masked: str, mentions: Sequence[DayMention]) -> None:
        """Take a masked text and every day it names."""
        self._speech = speech
        self._masked = masked
        self._mentions = mentions
        self._explicit: set[int] = set()

    def of_frame(self, frame: Frame | None, sentence: Stretch, behind: int = 0) -> When | None:
        """Return the day a frame gives for what it reports; ``None`` where it gives none.

        Args:
            frame: The frame.
            sentence: Its sentence.
            behind: Where a quotation ends that the frame follows: one before it counts only where the sentence begins.
        """
        if frame is None:
            return None
        own = [one for one in self._mentions if sentence.start <= one.start < sentence.end]
        own = [one for one in own if self._masked[one.start].strip("\ue000\ue001\ue002")]
        own = [one for one in own if one.start >= behind or frame.start < behind or self._leads(one, sentence)]
        fits = [one for one in own if self._belongs(one, frame, sentence)]
        if not fits:
            return None
        best = min(fits, key=lambda one: (_GRAINS.get(one.grain, 4), abs(one.start - frame.start)))
        return _shown(best)

    def _leads(self, one: DayMention, sentence: Stretch) -> bool:
        return self._masked[sentence.start : one.start].strip().lower() in {"", "on", "late on", "early on", "in", "el"}

    def _belongs(self, one: DayMention, frame: Frame, sentence: Stretch) -> bool:  # noqa: PLR0911  # each reason why a day is that of something else
        if _POSSESSIVE.match(self._masked[one.end : one.end + 3]):
            return False
        before = self._masked[sentence.start : one.start]
        if one.end <= frame.start:
            between = self._masked[one.end : frame.start]
            if _OTHER_EVENT.search(before) or _RELATIVE.search(before):
                return False
            if one.grain in {"year", "month"} and len(between.split()) > _WITHIN // 2:
                return before.strip(" ,") == "" or before.strip().lower() in {"in", "en"}
            return True
        behind = re.sub(r"^\s+that(?=\s+(?:on\s+)?$)", "", self._masked[frame.end : one.start])
        if one.start < frame.end:
            return False
        words = behind.split()
        if _OTHER_EVENT.search(before):
            return False
        if frame.subject is not None and frame.subject.start >= frame.end:
            behind = self._masked[frame.subject.end : one.start]
            words = behind.split()
        if re.search(r"\b(?:from|by|until|since|between)\s+(?:[\w’'-]+\s+){0,2}$", behind):
            return False
        if one.grain != "day" and _ONLY_VENUE.match(behind) is None:
            return False
        is_plain = not _FINITE.search(behind) and not any(
            word.endswith("ed") and word not in _ADJECTIVES for word in words
        )
        return len(words) <= _WITHIN and is_plain and "\ue001" not in behind

    def venue(self, sentence: Stretch, frame: Frame | None) -> str | None:
        """Return where or in what it was said, in the words of the sentence."""
        if frame is None:
            return None
        piece = self._masked[sentence.start : sentence.end]
        m = self._speech.venue.search(piece)
        if m is None:
            told = re.search(
                r"\btold\s+((?:[\w’'-]+\s+){0,3}?(?:reporters|journalists|lawmakers|audience|forum|[A-Z][\w-]+))", piece
            )
            return " ".join(told[1].split()) if told else None
        lead = re.search(r"(?:[\w’'-]+\s+){0,3}$", piece[: m.start()])
        words = (lead[0] if lead else "").split()
        for nth in range(len(words) - 1, -1, -1):
            if words[nth].lower() in self._speech.determiners | {"in", "at", "on", "told", "during", "via", "en"}:
                words = words[nth + (words[nth].lower() not in self._speech.determiners) :]
                break
        return " ".join([*words, *m[0].split()])

    def of_given(self, found: Attribution) -> list[When | None]:
        """Return the day of each quotation; where its sentence gives none, that of the same speaker's other words."""
        own = [self.of_frame(one.frame, one.sentence, one.quote.end) for one in found.given]
        said = [(one.voice.key, one.frame.start, self.of_frame(one.frame, one.sentence)) for one in found.said]
        known: list[tuple[str, int, When]] = [
            (key, at, day) for key, at, day in said if day is not None and day.grain == "day"
        ]
        known += [
            (_key(one), one.quote.start, day)
            for one, day in zip(found.given, own, strict=True)
            if day is not None and day.grain == "day" and one.voice is not NOBODY
        ]
        known += self._spoken_on(found)
        return [day or self._inherited(one, known) for one, day in zip(found.given, own, strict=True)]

    def _spoken_on(self, found: Attribution) -> list[tuple[str, int, When]]:
        """Return the days of sentences that say when a speaker spoke: ``Wang was speaking on Monday``."""
        out: list[tuple[str, int, When]] = []
        spans = {one.sentence.start for one in found.given} | {one.sentence.start for one in found.said}
        for one in self._mentions:
            if one.grain != "day" or not self._masked[one.start].strip("\ue000\ue001\ue002"):
                continue
            begin = max(self._masked.rfind(mark, 0, one.start) for mark in ("\n", ". ", "\ue002 ")) + 1
            if (
                begin in spans
                or not _SPEAKING.search(self._masked[begin : one.start])
                or _OTHER_EVENT.search(self._masked[begin : one.start])
            ):
                continue
            near = [g for g in found.given if g.quote.start < begin] or found.given
            sentence = self._masked[begin : one.start]
            named = next((g for g in reversed(near) if g.voice.name and g.voice.name.split()[-1] in sentence), None)
            named = named or next(
                (g for g in found.given if g.voice.name and any(p in sentence for p in g.voice.name.split())), None
            )
            if named is not None:
                out.append((named.voice.key, one.start, _shown(one)))
                self._explicit.add(one.start)
        return out

    def _inherited(self, one: Given, known: list[tuple[str, int, When]]) -> When | None:
        keys = {one.voice.key} | ({one.voice.spoken_by.lower()} if one.voice.spoken_by else set())
        keys |= {key for key, at, _ in known if at < one.quote.start and _speaks_for(one.voice, key)}
        if one.voice is NOBODY:
            return None
        same = [(at, day) for key, at, day in known if key in keys]
        before = [(at, day) for at, day in same if at <= one.quote.start]
        if before:
            return replace(max(before, key=lambda pair: pair[0])[1], inherited=True)
        is_lead = one.quote.paragraph < _LEAD
        again = [day for at, day in same if at in self._explicit or one.voice.spoken_by or is_lead]
        if again and len({day.value for day in again}) == 1:
            return replace(again[0], inherited=True)
        return None


def _speaks_for(voice: Voice, key: str) -> bool:
    """Tell whether a spokesperson's words are those of a body or government named before: its day is theirs."""
    role = (voice.role or "").lower()
    if not any(word in role for word in ("spokes", "official", "portavoz", "vocer", "funcionari")):
        return False
    own = set(re.findall(r"\w+", role)) & {
        "ministry",
        "embassy",
        "department",
        "commission",
        "agency",
        "office",
        "house",
        "council",
        "ministerio",
        "embajada",
    }
    return bool(own & set(re.findall(r"\w+", key)))


def _key(one: Given) -> str:
    return one.voice.spoken_by.lower() if one.voice.spoken_by else one.voice.key


def _shown(one: DayMention) -> When:
    return When(
        value=one.value,
        grain=one.grain,
        text=one.text,
        start=one.start,
        end=one.end,
        since=one.since.isoformat() if one.since else None,
        until=one.until.isoformat() if one.until else None,
    )
