"""Who said what in Chinese news: speaker and verb before the quotation mark, or behind it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from penstock.reading.attribution import Attribution, Given, Said
from penstock.reading.frames import Frame
from penstock.reading.named import Named
from penstock.reading.prose import CLOSE, Stretch
from penstock.reading.quotes import masked as mask
from penstock.reading.resolving import NOBODY, Voice
from penstock.reading.speech import speech

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from penstock.reading.quotes import Quote

_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？]+[”」』]?|\n|$)")
_FRAGMENT = 40
_CLAUSES = 200
"""Characters before a verb among which its speaker is looked for."""

_AROUND = 600
"""Characters around a quotation among which its speaker is looked for: no sentence that people write is longer."""

_FOREIGN = re.compile(
    r"[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,8}?)+(?=[周昨今星说說表称稱指对對在于就，：\d上日]|$)"
)
_STOPS = re.compile(r"[，。；：、“「\s\d（(]|[则也还在于对就今昨上日周星向曾随近一二三四五六七八九十]")
_LONGEST = 6
_ABOUT = re.compile(r"(?:针对|針對|对于|對於|关于|關於|就|对|對|鉴于|鑒於)[^，。]*$")
"""A clause that says what the speech of the next one is about."""

_GOES_ON = re.compile(r"(?:^|[，；。、\ue002])\s*(?:并|並|还|還|同时|同時|又|也|亦|随后|隨後|另外|此外，?)*\s*$")
_NO_NAME = re.compile(r"周[一二三四五六日天末]|于(?=[周今昨上本\d])")
"""What begins like a family name and tells a day."""

_CALLED = re.compile(r"(?:名为|名為|题为|題為|称为|稱為|所谓|所謂|代号|代號|叫做|绰号)(?:的)?$")
_BEFORE_TITLE = re.compile(r"[，。；：\s、]|日|天|据|[對对](?!外|华|華)|向(?!来)|在")
_THE_SAME = re.compile(r"(?:该|該|这位|這位|这名|這名|上述)")
_BEHIND = re.compile(r"[\u3400-\u9fff]{1,12}(?:说|說|表示|称|稱|指出|强调|問|问)(?:道)?[。，]")


class _Teller:
    """Finds who speaks in the sentences of one Chinese text."""

    def __init__(self, text: str, masked: str) -> None:
        words = speech("zh").words
        self._text = text
        self._masked = masked
        self._words = words
        roles = "|".join(sorted(map(re.escape, words.roles), key=len, reverse=True))
        self._roles = re.compile(f"(?:{roles})(?!会|會|馆|館|招待|问|問|办公|辦公|处)")
        self._bodies = re.compile("|".join(sorted(map(re.escape, words.bodies), key=len, reverse=True)))
        self._verbs = re.compile("|".join(sorted(map(re.escape, words.say), key=len, reverse=True)))
        self._ends = re.compile(rf"[{re.escape(words.ends)}\s\d（(]")
        self.names: dict[str, Voice] = {}
        self._lengths: dict[int, None] = {}
        self.last: Voice | None = None
        self.going_on: Voice | None = None

    def frame(self, start: int, end: int) -> tuple[Frame, Voice] | None:
        """Return the last frame of speech in a stretch with its voice."""
        for m in reversed(list(self._verbs.finditer(self._masked, start, end))):
            found = self._speaker(max(start, m.start() - _CLAUSES), m.start())
            if found is not None:
                named, voice = found
                return Frame("say", m.start(), m.end(), m[0], named), voice
            if self.going_on is not None and _GOES_ON.search(self._masked[start : m.start()]):
                return Frame("say", m.start(), m.end(), m[0], None, is_hanging=True), self.going_on
        return None

    def _speaker(self, start: int, end: int) -> tuple[Named, Voice] | None:
        piece = self._masked[start:end]
        hits: list[tuple[int, int, Voice]] = []
        for m in self._roles.finditer(piece):
            hits += self._titled(piece, m)
        for length in self._lengths:
            for at in range(len(piece) - length + 1):
                if (known := self.names.get(piece[at : at + length])) is not None:
                    hits.append((at, at + length, known))
        hits += [(m.start(), m.end(), Voice(m[0], "body", m[0])) for m in self._bodies.finditer(piece)]
        if self.last is not None:
            hits += [(m.start(), m.end(), self.last) for m in re.finditer(r"(?<![其对對向])[他她](?!们|国|人)", piece)]
        hits = [hit for hit in hits if len(piece) - hit[1] <= _FRAGMENT]
        if not hits:
            return None
        kinds = {"person": 2, "role": 1}
        best = max(hits, key=lambda hit: (kinds.get(hit[2].kind, 0), hit[1], hit[1] - hit[0]))
        named = Named(
            piece[best[0] : best[1]], best[2].name, best[2].role, best[2].kind, start + best[0], start + best[1]
        )
        return named, best[2]

    def _titled(self, piece: str, role: re.Match[str]) -> Iterator[tuple[int, int, Voice]]:
        begin = max([0, *(m.end() for m in _BEFORE_TITLE.finditer(piece, 0, role.start()))])
        if begin and piece[begin - 1] in "对對向":
            return  # whom somebody tells
        title = piece[begin : role.end()]
        rest = piece[role.end() : role.end() + 14]
        stop = self._ends.search(rest)
        name = rest[: stop.start()] if stop else rest
        if (foreign := _FOREIGN.match(rest)) is not None:
            name = foreign[0]
        elif rest[:1] in self._words.surnames and not _NO_NAME.match(rest):
            name = self._family_name_first(rest)
        elif "·" not in name:
            verb = self._verbs.search(name)
            name = (name[: verb.start()] if verb else name)[:_LONGEST]
        if len(name) >= 2 and not self._bodies.match(name):  # noqa: PLR2004
            voice = Voice(name, "person", name, title)
            self.names.setdefault(name, voice)
            self._lengths[len(name)] = None
            if name[:1] in self._words.surnames:
                yield begin, role.end() + len(name), voice
            else:
                yield begin, role.end() + len(name), voice
        else:
            same = self._of_title(title)
            yield begin, role.end(), same or Voice(None, "role", title, title)

    def _of_title(self, title: str) -> Voice | None:
        """Return whom ``该发言人`` means: who of that title spoke last."""
        lead = _THE_SAME.match(title)
        if lead is None or self.last is None or self.last.role is None:
            return None
        return replace(self.last, named_as=title) if self.last.role.endswith(title[lead.end() :]) else None

    def is_name(self, start: int, end: int) -> bool:
        """Tell whether what is quoted behind a stretch is only what something is called."""
        return _CALLED.search(self._masked, start, end) is not None

    def is_about(self, start: int, end: int) -> bool:
        """Tell whether a stretch begins a clause that only says what is spoken about."""
        return _ABOUT.search(self._masked, start, end) is not None

    def _family_name_first(self, rest: str) -> str:
        """Return a name of two or three characters: the shorter where a verb or a mark follows it."""
        for length in (2, 3):
            after = rest[length:]
            if not after or self._verbs.match(after) or _STOPS.match(after):
                return rest[:length]
        return rest[:2] if self._ends.match(rest[2:]) else rest[:3]


def attributed(text: str, parts: Sequence[Stretch], quotes: Sequence[Quote]) -> Attribution:
    """Return who said what in a Chinese text."""
    masked = mask(text, quotes)
    teller = _Teller(text, masked)
    found = Attribution()
    starts = [one.start for one in quotes]
    for part in parts:
        spoken: Voice | None = None
        teller.going_on = None
        for sentence in _sentences(text, masked, part):
            within = quotes[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            for quote in within:
                given = _given(teller, quote, sentence, spoken)
                found.given.append(given)
                if given.voice is not NOBODY:
                    spoken = teller.going_on = given.voice
                    teller.last = given.voice if given.voice.kind in {"person", "role"} else teller.last
            if not within and (framed := teller.frame(sentence.start, sentence.end)) is not None:
                found.said.append(Said(framed[1], framed[0], sentence))
                spoken = teller.going_on = framed[1]
                teller.last = framed[1] if framed[1].kind in {"person", "role"} else teller.last
    return found


def _sentences(text: str, masked: str, part: Stretch) -> Iterator[Stretch]:
    """Yield the sentences of a paragraph; one whose quotation ends with a full stop ends with its mark."""
    for m in _SENTENCE.finditer(masked, part.start, part.end):
        begin = m.start()
        for close in re.finditer(CLOSE, m[0]):
            at = m.start() + close.end()
            is_whole = (
                text[at - 2] in "。！？" and masked[m.end() - 1 : m.end()] != CLOSE and not _BEHIND.match(masked, at)
            )
            if is_whole and masked[at : m.end()].strip():
                yield Stretch(begin, at)
                begin = at
        if masked[begin : m.end()].strip():
            yield Stretch(begin, m.end())


def _given(teller: _Teller, quote: Quote, sentence: Stretch, spoken: Voice | None) -> Given:
    sentence = Stretch(max(sentence.start, quote.start - _AROUND), min(sentence.end, quote.end + _AROUND))
    if teller.is_name(sentence.start, quote.start):
        return Given(quote, NOBODY, "unknown", None, sentence)
    framed = teller.frame(sentence.start, quote.start)
    if framed is not None:
        return Given(quote, framed[1], "before", framed[0], sentence)
    behind = teller.frame(quote.end, sentence.end)
    if behind is not None and not teller.is_about(sentence.start, quote.start):
        return Given(quote, behind[1], "after", behind[0], sentence)
    around = re.sub(r"[\ue000-\ue002\s，。！？：]", "", teller._masked[sentence.start : sentence.end])  # noqa: SLF001  # one module
    if not around and spoken is not None:
        return Given(quote, spoken, "alone", None, sentence)
    return Given(quote, NOBODY, "unknown", None, sentence)
