"""Who said what is quoted: every quotation of a text with its speaker, by the rules of news writing, or ``unknown``."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import islice, takewhile
from operator import attrgetter
from typing import TYPE_CHECKING

from penstock.reading.cast import Cast
from penstock.reading.frames import Frame, after_quote, barrier, colon_before, frames_in, is_closing, main_subject
from penstock.reading.named import Named
from penstock.reading.prose import CLOSE, INNER, OPEN, Stretch, sentences
from penstock.reading.quotes import masked as mask
from penstock.reading.resolving import NOBODY, Resolver, Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from penstock.reading.article import How
    from penstock.reading.quotes import Quote
    from penstock.reading.speech import Speech

_ENDS = (".", "!", "?", "…")
_SO_CALLED = re.compile(r"(?:so-called|known\s+as|the\s+(?:phrase|word|term|slogan))\s*,?\s*$", re.IGNORECASE)
_TITLED = re.compile(
    r"(?:nicknamed|(?<!\w)titled|entitled|headlined|named|under\s+the\s+(?:name|title|slogan|heading|banner)(?:\s+of)?|the\s+title"
    r"|\b(?:dubbed|code-?named)|\b(?:book|film|movie|song|show|series|programme|program|documentary|memoir|magazine|podcast|campaign|operation)|[A-Z][\w.]*[’']s?)\s*,?\s*$"
)
_AND_THAT = re.compile(r"\b(?:and|but|or)\s+that\b")
_NEAR_NOUN = 90
_AROUND = 3_000
"""Characters around a quotation among which its speaker is looked for: no sentence that people write is longer."""

_place = attrgetter("start")
_LONGEST_VERB = 80
"""Characters of the longest verb of speech, spaces among them."""

_FEW = 64
_FAR = 2
_PAIR = 2
_LONG = 6


@dataclass(frozen=True, slots=True)
class Given:
    """A quotation's speaker, how that was found, the frame it hangs on and its sentence."""

    quote: Quote
    voice: Voice
    how: How
    frame: Frame | None
    sentence: Stretch


@dataclass(frozen=True, slots=True)
class Said:
    """A frame of speech without quoted words, its speaker and its sentence."""

    voice: Voice
    frame: Frame
    sentence: Stretch


@dataclass(slots=True)
class Attribution:
    """Everything a text says was said."""

    given: list[Given] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)


class Attributor:
    """Attributes the quotations of one text, paragraph by paragraph."""

    def __init__(self, speech: Speech, text: str, paragraphs: Sequence[Stretch], quotes: Sequence[Quote]) -> None:
        """Take a text with its paragraphs and quotations."""
        self._speech = speech
        self._text = text
        self._paragraphs = paragraphs
        self._quotes = quotes
        self._starts = [one.start for one in quotes]
        self._masked = mask(text, quotes)
        self._resolver = Resolver(speech, Cast(speech, self._masked), text)
        self._found = Attribution()
        self._voice_of_paragraph: Voice | None = None
        self._last: Given | None = None

    def run(self) -> Attribution:
        """Return who said what."""
        for paragraph in self._paragraphs:
            before, self._voice_of_paragraph = self._voice_of_paragraph, None
            parts = sentences(self._masked, self._text, paragraph, self._speech.verbs)
            for nth, sentence in enumerate(parts):
                within = self._quotes[
                    bisect_left(self._starts, sentence.start) : bisect_left(self._starts, sentence.end)
                ]
                following = parts[nth + 1] if nth + 1 < len(parts) else None
                self._sentence(sentence, within, before, following)
        self._found.given = self._resolver.settled(self._found.given)
        return self._found

    def _sentence(
        self, sentence: Stretch, quotes: Sequence[Quote], before: Voice | None, following: Stretch | None
    ) -> None:
        frames = frames_in(self._speech, self._masked, sentence.start, sentence.end)
        if number_of := self._titles(sentence, quotes):
            frames = sorted([*frames, number_of], key=lambda one: one.start)
        colon = next(
            (c for q in quotes[:1] if (c := colon_before(self._speech, self._masked, sentence.start, q.start))), None
        )
        if colon is not None:
            frames = sorted([*frames, colon], key=lambda one: one.start)
        main = main_subject(self._speech, self._masked, sentence.start, sentence.end)
        if main is not None and main.kind in {"person", "body", "role", "place"} and main.end > main.start:
            self._resolver.heard(self._resolver.voice(main), sentence.start)
        voices = self._voices(frames, main)
        for quote in quotes:
            given = self._quotation(quote, sentence, frames, voices, before, following)
            self._found.given.append(given)
            if given.voice is not NOBODY:
                self._last, self._voice_of_paragraph = given, given.voice
                self._resolver.heard(given.voice, quote.start)
        if not quotes:
            self._narration(sentence, frames, voices)
        if main is not None:
            self._resolver.seen(main, sentence.start)

    def _titles(self, sentence: Stretch, quotes: Sequence[Quote]) -> Frame | None:
        """Return the frame of a headline such as ``China: US must 'correct mistakes'``."""
        if not quotes or sentence.start != self._paragraphs[0].start:
            return None
        lead = re.match(r"[^:\ue001]{2,60}:\s", self._masked[sentence.start : quotes[0].start])
        return (
            None
            if lead is None
            else colon_before(self._speech, self._masked, sentence.start, sentence.start + lead.end())
        )

    def _voices(self, frames: list[Frame], main: Named | None) -> dict[int, Voice]:
        """Return the voice of each frame, by the place of its verb."""
        voices: dict[int, Voice] = {}
        current: Voice | None = None
        for frame in frames:
            if frame.subject is not None:
                voice = self._resolver.voice(frame.subject)
                if (
                    voice.kind == "document"
                    and voice.name is None
                    and isinstance(main, Named)
                    and main.end <= frame.start
                ):
                    owner = self._resolver.voice(main)
                    voice = owner if owner.kind in {"body", "place", "person"} else voice
            elif current is not None:
                voice = current
            elif (main is None or main.start >= frame.start) and (going_on := self._going_on()) is not None:
                voice = going_on
            elif main is not None and main.end <= frame.start:
                voice = self._resolver.voice(main)
            else:
                voice = NOBODY
            if voice is not NOBODY:
                voices[frame.start] = voice
                if frame.kind != "noun" and not self._is_aside(frame, main):
                    current = voice
                self._resolver.heard(voice, frame.start)
        return voices

    def _is_aside(self, frame: Frame, main: Named | None) -> bool:
        """Tell whether a frame only tells something of the subject: ``a man who prosecutors say sold it, ...``."""
        if frame.subject is None or main is None or main.end > frame.subject.start:
            return False
        return re.search(r"\b(?:who|which)\s+$", self._masked[main.end : frame.subject.start]) is not None

    def _going_on(self) -> Voice | None:
        """Return who goes on speaking where a verb has no subject, as Spanish has it: ``afirmó``, ``Sostuvo que``."""
        if self._speech.language != "es":
            return None
        return self._voice_of_paragraph or (None if self._last is None else self._last.voice)

    def _narration(self, sentence: Stretch, frames: list[Frame], voices: dict[int, Voice]) -> None:
        spoken = [one for one in frames if one.start in voices and one.kind in {"say", "judge", "according"}]
        if spoken:
            first = spoken[0]
            self._found.said.append(Said(voices[first.start], first, sentence))
            self._voice_of_paragraph = voices[spoken[-1 if spoken[-1].kind == "say" else 0].start]
        elif self._masked[sentence.start : sentence.end].rstrip().endswith(":"):
            return

    def _quotation(  # noqa: PLR0913, PLR0917  # the parts of the question
        self,
        quote: Quote,
        sentence: Stretch,
        frames: list[Frame],
        voices: dict[int, Voice],
        before: Voice | None,
        following: Stretch | None,
    ) -> Given:
        sentence = Stretch(max(sentence.start, quote.start - _AROUND), min(sentence.end, quote.end + _AROUND))
        if quote.resumes and self._last is not None and quote.paragraph != self._last.quote.paragraph:
            own = self._behind(quote, sentence, frames, voices)
            if own is None or own.how != "after":
                return Given(quote, self._last.voice, "resumed", self._last.frame, sentence)
            return own
        if self._is_so_called(quote, sentence):
            return Given(quote, NOBODY, "unknown", None, sentence)
        found = self._behind(quote, sentence, frames, voices) if self._is_closed_by_comma(quote) else None
        found = (
            found
            or self._ahead(quote, sentence, frames, voices)
            or self._behind(quote, sentence, frames, voices, far=True)
        )
        if found is not None:
            return found
        return self._without_frame(quote, sentence, before, following)

    def _is_so_called(self, quote: Quote, sentence: Stretch) -> bool:
        """Tell whether quoted words are only a name that something goes by, and no speech is reported before."""
        before = self._masked[sentence.start : quote.start]
        words = self._text[quote.inner_start : quote.inner_end].split()
        capitals = sum(1 for word in words if word[:1].isupper() or word[:1].isdigit())
        if _TITLED.search(before) and capitals * 2 > len(words) and words[-1][-1:] not in "?!":
            return True
        return _SO_CALLED.search(before) is not None and not self._is_whole(quote)

    def _is_closed_by_comma(self, quote: Quote) -> bool:
        last = self._text[quote.inner_end - 1]
        behind = self._masked[quote.end : quote.end + 3].lstrip()
        return last in ",?!—–-…" or behind[:1] in {",", "—", "–"} or bool(behind[:1].islower() and last == ".")

    def _behind(
        self, quote: Quote, sentence: Stretch, frames: list[Frame], voices: dict[int, Voice], *, far: bool = False
    ) -> Given | None:
        """Return the speaker that the words behind a quotation give."""
        frame = after_quote(self._speech, self._masked, quote.end, sentence.end)
        is_fragment = far or self._text[quote.inner_start].islower()
        if frame is not None and (not is_fragment or is_closing(frame, self._masked, sentence.end)):
            if frame.subject is None:
                going_on = self._going_on()
                return None if going_on is None else Given(quote, going_on, "after", frame, sentence)
            voice = self._resolver.voice(frame.subject)
            if voice is not NOBODY:
                how: How = {"by": "by", "according": "according", "colon": "colon"}.get(frame.kind, "after")  # type: ignore[assignment]
                return Given(quote, voice, how, frame, sentence)
        if not far:
            return None
        for one in islice(frames, bisect_left(frames, quote.end, key=_place), None):
            if one.start >= sentence.end or OPEN in (between := self._masked[quote.end : one.start]):
                return None
            if one.start not in voices:
                continue
            trailing = one.kind == "according" or (
                one.kind in {"say", "judge"}
                and one.subject is not None
                and re.search(r",\s*(?:as\s+)?$", between[: max(0, one.subject.start - quote.end)]) is not None
                and is_closing(one, self._masked, sentence.end)
            )
            if trailing:
                return Given(
                    quote, voices[one.start], "according" if one.kind == "according" else "after", one, sentence
                )
        return None

    def _ahead(self, quote: Quote, sentence: Stretch, frames: list[Frame], voices: dict[int, Voice]) -> Given | None:
        """Return the speaker that the words before a quotation give."""
        cut = barrier(self._masked, sentence.start, quote.start)
        first, last = (bisect_left(frames, at, key=_place) for at in (cut - _LONGEST_VERB, quote.start))
        usable = [one for one in frames[first:last] if cut < one.end <= quote.start and one.start in voices]
        usable = [one for one in usable if one.kind != "noun" or quote.start - one.end < _NEAR_NOUN]
        if usable:
            chosen = self._outer(usable, quote)
            how: How = "broken" if self._has_spoken(chosen, sentence) else "before"
            if chosen.kind in {"according", "colon", "noun"}:
                how = {"according": "according", "colon": "colon", "noun": "noun"}[chosen.kind]  # type: ignore[assignment]
            return Given(quote, voices[chosen.start], how, chosen, sentence)
        if cut > sentence.start:
            return None
        return None

    def _has_spoken(self, frame: Frame, sentence: Stretch) -> bool:
        """Tell whether a quotation before hangs on a frame already; the last that has a frame tells."""
        return any(one.frame is frame for one in islice(self._given_since(sentence.start), _FEW))

    def _given_since(self, start: int) -> Iterator[Given]:
        """Yield what was attributed from a place on, the latest first."""
        return takewhile(lambda one: one.quote.start >= start, reversed(self._found.given))

    def _outer(self, usable: list[Frame], quote: Quote) -> Frame:
        """Return the frame a quotation hangs on: the last, but behind ``and that`` the one that this resumes."""
        again = [m.start() for m in _AND_THAT.finditer(self._masked, usable[0].end, quote.start)]
        if not again or usable[-1].end > again[-1]:
            return self._stronger(usable)
        first = next(
            (
                f
                for f in usable
                if f.kind == "say" and re.match(r"[^;]{0,60}?\bthat\b", self._masked[f.end : again[-1]])
            ),
            None,
        )
        return first or usable[-1]

    def _stronger(self, usable: list[Frame]) -> Frame:
        """Return the last frame, but the one before where the last verb tells what was done rather than said."""
        if len(usable) < _PAIR or usable[-1].word not in self._speech.weak:
            return usable[-1]
        return next(
            (one for one in reversed(usable) if one.kind == "say" and one.word not in self._speech.weak), usable[-1]
        )

    def _is_whole(self, quote: Quote) -> bool:
        """Tell whether quoted words are a sentence of their own and no fragment of another."""
        words = self._text[quote.inner_start : quote.inner_end].strip()
        first = words.lstrip("¿¡")[:1]
        return (first.isupper() or not first.isalpha()) and (
            words[-1:] in _ENDS or quote.goes_on or len(words.split()) > _LONG
        )

    def _is_closed_behind(self, quote: Quote) -> bool:
        """Tell whether the full stop of quoted words stands behind their mark: ``«Ninguno».``."""
        first = self._text[quote.inner_start : quote.inner_end].lstrip("¿¡ ")[:1]
        return first.isupper() and self._masked[quote.end : quote.end + 1] == "."

    def _without_frame(self, quote: Quote, sentence: Stretch, before: Voice | None, following: Stretch | None) -> Given:  # noqa: PLR0911  # each way of speaking without a verb
        """Return the speaker of a quotation in whose sentence nobody speaks."""
        around = re.sub(f"[{OPEN}{INNER}{CLOSE}]", "", self._masked[sentence.start : sentence.end]).strip(
            " .,;:!?'\"()"
        )
        previous = next(self._given_since(sentence.start), None)
        if self._is_whole(quote) and (led := self._led_by_colon(quote, sentence)) is not None:
            return led
        if not around and (self._is_whole(quote) or self._is_closed_behind(quote)):
            if self._voice_of_paragraph is not None:
                return Given(quote, self._voice_of_paragraph, "alone", None, sentence)
            if following is not None and (ahead := self._opens_next(following)) is not None:
                return Given(quote, ahead.voice, "alone", ahead.frame, sentence)
            if following is not None and (pointed := self._pointed_at(following)) is not None:
                return Given(quote, pointed, "narrated", None, sentence)
            if seen := self._resolver.just_seen(sentence.start, self._text):
                return Given(quote, seen, "narrated", None, sentence)
            if before is not None:
                return Given(quote, before, "alone", None, sentence)
            if self._last is not None and self._is_still_speaking(self._last, quote):
                return Given(quote, self._last.voice, "alone", None, sentence)
        if (
            previous is not None
            and previous.frame is not None
            and previous.voice is not NOBODY
            and self._is_whole(quote)
        ):
            return Given(quote, previous.voice, "broken", previous.frame, sentence)
        return Given(quote, NOBODY, "unknown", None, sentence)

    def _led_by_colon(self, quote: Quote, sentence: Stretch) -> Given | None:
        """Return the speaker of ``Coyne was sceptical: "..."``: whom the words before the colon are about."""
        if not self._masked[sentence.start : quote.start].rstrip().endswith((":", "：")):
            return None
        named = main_subject(self._speech, self._masked, sentence.start, quote.start)
        if named is None or named.kind == "place":
            return None
        voice = self._resolver.voice(named)
        return None if voice is NOBODY or voice.kind == "document" else Given(quote, voice, "colon", None, sentence)

    def _is_still_speaking(self, last: Given, quote: Quote) -> bool:
        """Tell whether nobody else was named since somebody was quoted, at most two paragraphs before."""
        if quote.paragraph - last.quote.paragraph > _FAR or last.voice.kind != "person":
            return False
        others = self._resolver.named_between(last.quote.end, quote.start)
        return all(name == last.voice.name for name in others)

    def _pointed_at(self, following: Stretch) -> Voice | None:
        """Return whose words the next sentence points back at: ``That was all Ann Lee would say.``."""
        words = self._masked[following.start : following.end]
        if not re.match(r"(?:That|This|Those|So|Such|Thus|With\s+(?:that|those))\b", words):
            return None
        return self._resolver.first_in(following)

    def _opens_next(self, following: Stretch) -> Given | None:
        """Return the speaker of the next sentence where that begins with quoted words."""
        at = bisect_left(self._starts, following.start)
        if at == len(self._starts) or self._starts[at] != following.start:
            return None
        quote = self._quotes[at]
        frames = frames_in(self._speech, self._masked, following.start, following.end)
        return self._behind(quote, following, frames, {})
