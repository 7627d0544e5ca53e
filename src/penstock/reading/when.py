"""On which day, and where, something was said: the day and venue that belong to a frame of speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from msgspec.structs import replace

from penstock.reading.article import When
from penstock.reading.prose import Stretch
from penstock.reading.resolving import NOBODY
from penstock.reading.spoken_days import SpokenDays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.reading.attribution import Attribution, Given
    from penstock.reading.days import DayMention
    from penstock.reading.frames import Frame
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
_ELSEWHEN = re.compile(
    r"\b(?:previously|in\s+the\s+past|(?:has|have|had)\s+(?:long|repeatedly|previously|often|always|earlier|in\s+the\s+past|regularly|consistently)"
    r"|at\s+the\s+time|on\s+(?:an)?other\s+occasions?|in\s+an\s+earlier|years?\s+ago|once\s+(?:said|called|told|described)|formerly"
    r"|anteriormente|en\s+el\s+pasado|(?:ha|han|había)\s+(?:reiterado|repetido|insistido))\b|此前|曾(?:经)?(?=说|表示|称|指)",
    re.IGNORECASE,
)
"""What tells that words were said another time than the speaker's others."""

_YET_TO_COME = re.compile(
    r"\b(?:will|would|shall|may|might|could|can|(?:due|scheduled|set|plans?|expected)\s+to)\s+(?:\w+ly\s+)?$"
)
_SENT = re.compile(
    r"\b((?:in|through|via|en)\s+(?:an?|the|its|his|her|their|una?|el|la|su)\s+(?:[\w-]+\s+){0,2}?(?:statement|letter|e-?mail|post|release|notice|message|note|video|editorial|comunicado|carta))\s+"
    r"(?:issued|released|published|posted|sent|dated|emitido|publicado|difundido)\b",
    re.IGNORECASE,
)
_THEN_SAID = re.compile(r",\s+(?P<clause>[^,.;]{2,60})(?:[,.;]|$)")
_LEADS = frozenset(
    {
        "on",
        "in",
        "at",
        "during",
        "by",
        "late",
        "early",
        "earlier",
        "after",
        "before",
        "when",
        "asked",
        "pressed",
        "el",
        "en",
        "as",
    }
)
_FEW_WORDS = 6
_SCENE = re.compile(
    r"\b(?:hearing|trial|court|briefing|news\s+conference|press\s+conference|summit|debate|session)\b", re.IGNORECASE
)
_WITHIN = 12
_AROUND = 3_000
"""Characters around words among which their day and scene are looked for: no sentence that people write is longer."""

_MOST = 200
"""Quotations among which the speaker of a scene is looked for."""

_LEAD = 2
"""Paragraphs, the title among them, whose quotations are those of the event that the rest of the text dates."""

_GRAINS = {"day": 0, "week": 1, "month": 2, "year": 3}


class Dating:
    """Finds the day of what was said among the days a text names."""

    def __init__(self, speech: Speech, masked: str, mentions: Sequence[DayMention]) -> None:
        """Take a masked text and every day it names."""
        self._speech = speech
        self._masked = masked
        self._mentions = sorted(mentions, key=lambda one: one.start)
        self._starts = [one.start for one in self._mentions]
        self._explicit: set[int] = set()

    def of_frame(self, frame: Frame | None, sentence: Stretch, behind: int = 0) -> When | None:
        """Return the day a frame gives for what it reports; ``None`` where it gives none.

        Args:
            frame: The frame.
            sentence: Its sentence.
            behind: Where a quotation ends that the frame follows: one before it counts only where the sentence begins.
        """
        if frame is None or _YET_TO_COME.search(self._masked, max(0, frame.start - 30), frame.start):
            return None
        sentence = Stretch(max(sentence.start, frame.start - _AROUND), min(sentence.end, frame.end + _AROUND))
        own = self._mentions[bisect_left(self._starts, sentence.start) : bisect_left(self._starts, sentence.end)]
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
            return self._leads_to(one, frame, before)
        behind = re.sub(r"^\s+that(?=\s+(?:on\s+)?$)", "", self._masked[frame.end : one.start])
        if one.start < frame.end:
            return False
        if _OTHER_EVENT.search(before):
            return False
        if frame.subject is not None and frame.subject.start >= frame.end:
            behind = self._masked[frame.subject.end : one.start]
        behind = _SENT.sub(r"\1", behind)
        if "\ue002" in behind:
            tail = behind.rsplit("\ue002", 1)[1]
            return self._speech.venue.search(tail) is not None and _ONLY_VENUE.match(tail) is not None
        words = behind.split()
        if re.search(r"\b(?:from|by|until|since|between)\s+(?:[\w’'-]+\s+){0,2}$", behind):
            return False
        if one.grain != "day" and _ONLY_VENUE.match(behind) is None:
            return False
        is_plain = not _FINITE.search(behind) and not any(
            word.endswith("ed") and word not in _ADJECTIVES for word in words
        )
        return len(words) <= _WITHIN and is_plain and "\ue001" not in behind

    def _leads_to(self, one: DayMention, frame: Frame, before: str) -> bool:
        """Tell whether a day before a frame is that of the frame."""
        between = self._masked[one.end : frame.start]
        if _OTHER_EVENT.search(before) or _RELATIVE.search(before) or self._is_of_what_is_said(one, before):
            return False
        if one.grain in {"year", "month"} and len(between.split()) > _WITHIN // 2:
            return before.strip(" ,") == "" or before.strip().lower() in {"in", "en"}
        return True

    def _is_of_what_is_said(self, one: DayMention, before: str) -> bool:
        """Tell whether a day closes a clause that somebody then is said to have said: ``on Friday, Reed said``."""
        first = before.split(maxsplit=1)[:1]
        if not first or first[0].lower() in _LEADS or first[0].endswith("ing"):
            return False
        then = _THEN_SAID.match(self._masked, one.end, one.end + 90)
        if then is None or len(then["clause"].split()) > _FEW_WORDS:
            return False
        verb = self._speech.verbs.search(then["clause"])
        return verb is not None and verb.start() > 0

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
        spoken = SpokenDays(known, self._explicit)
        return [day or self._inherited(one, spoken) for one, day in zip(found.given, own, strict=True)]

    def _is_of_another_time(self, one: Given) -> bool:
        """Tell whether the sentence says that these words were said before, so that no other day is theirs."""
        end = one.sentence.end if one.frame is None else max(one.frame.end, one.sentence.start)
        return _ELSEWHEN.search(self._masked, one.sentence.start, end) is not None

    def _spoken_on(self, found: Attribution) -> list[tuple[str, int, When]]:
        """Return the days of sentences that say when a speaker spoke: ``Wang was speaking on Monday``."""
        out: list[tuple[str, int, When]] = []
        spans = {one.sentence.start for one in found.given} | {one.sentence.start for one in found.said}
        for one in self._mentions:
            if one.grain != "day" or not self._masked[one.start].strip("\ue000\ue001\ue002"):
                continue
            far = max(0, one.start - _AROUND)
            begin = max(far, *(self._masked.rfind(mark, far, one.start) + 1 for mark in ("\n", ". ", "\ue002 ")))
            before = self._masked[begin : one.start]
            is_scene = _SCENE.search(before) is not None
            if begin in spans or not (is_scene or _SPEAKING.search(before)) or _OTHER_EVENT.search(before):
                continue
            count = bisect_left(found.given, begin, key=lambda given: given.quote.start) or len(found.given)
            near = found.given[max(0, count - _MOST) : count]
            sentence = before
            if is_scene:
                stop = min(
                    (at for mark in ("\n", ". ") if (at := self._masked.find(mark, one.end, one.end + _AROUND)) >= 0),
                    default=one.end + _AROUND,
                )
                sentence = self._masked[begin:stop]
            named = next((g for g in reversed(near) if g.voice.name and g.voice.name.split()[-1] in sentence), None)
            named = named or next(
                (g for g in found.given[:_MOST] if g.voice.name and any(p in sentence for p in g.voice.name.split())),
                None,
            )
            if named is not None:
                out.append((named.voice.key, one.start, _shown(one)))
                self._explicit.add(one.start)
        return out

    def _inherited(self, one: Given, spoken: SpokenDays) -> When | None:
        if one.voice is NOBODY or self._is_of_another_time(one):
            return None
        at = one.quote.start
        keys = {one.voice.key, *spoken.spoken_for(one.voice, at)}
        if one.voice.spoken_by:
            keys.add(one.voice.spoken_by.lower())
        day = spoken.last(keys, at)
        if day is None:
            is_lead = bool(one.voice.spoken_by) or one.quote.paragraph < _LEAD
            day = spoken.only(keys, explicit=not is_lead)
        return None if day is None else replace(day, inherited=True)


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
