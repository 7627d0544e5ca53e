"""A text of news becomes who said what on which day: quotations, indirect claims and days, each in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from penstock.reading.article import UNKNOWN, Indirect, Quotation, Speaker, When
from penstock.reading.attribution import Attributor
from penstock.reading.chinese import attributed
from penstock.reading.days import Calendar, DayMention
from penstock.reading.language import language_of
from penstock.reading.prose import paragraphs
from penstock.reading.quotes import masked, quotations
from penstock.reading.resolving import NOBODY, Voice, on_behalf
from penstock.reading.speech import place_of, speech
from penstock.reading.when import Dating

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from penstock.reading.attribution import Attribution, Given, Said
    from penstock.reading.prose import Stretch
    from penstock.reading.speech import Language

_TITLE_WORDS = 25


@dataclass(frozen=True, slots=True)
class News:
    """What a text of news says was said."""

    language: Language | None
    title: Stretch | None
    quotations: list[Quotation]
    indirect: list[Indirect]
    days: list[When]


def read_news(text: str, published: date | None, *, has_title: bool = True) -> News:
    """Read a text of news.

    Args:
        text: The text, without markup.
        published: The day it was published; relative days stay ``unknown`` without it.
        has_title: Whether its first paragraph may be its title.
    """
    language = language_of(text)
    parts = paragraphs(text)
    quotes = quotations(text, parts)
    if language == "zh":
        found = attributed(text, parts, quotes)
    else:
        found = Attributor(speech(language or "en"), text, parts, quotes).run()
    outside = masked(text, quotes)
    mentions = Calendar(published).mentions(text)
    dating = Dating(speech(language or "en"), outside, mentions)
    title = _title(text, parts) if has_title else None
    days = dating.of_given(found)
    quoted = _numbered(text, found, days, dating, title, is_read=language is not None)
    said = [_indirect(text, one, dating) for one in found.said] if language is not None else []
    return News(language, title, quoted, said, [when(one) for one in mentions])


def _title(text: str, parts: Sequence[Stretch]) -> Stretch | None:
    if len(parts) < 2:  # noqa: PLR2004
        return None
    first = parts[0].of(text)
    is_short = len(first.split()) <= _TITLE_WORDS and len(first) < 200  # noqa: PLR2004
    return parts[0] if is_short and not first.rstrip("”’\"'").endswith((".", "。")) else None


def _numbered(  # noqa: PLR0913  # the parts of a text
    text: str, found: Attribution, days: list[When | None], dating: Dating, title: Stretch | None, *, is_read: bool
) -> list[Quotation]:
    out: list[Quotation] = []
    for number, (one, day) in enumerate(zip(found.given, days, strict=True), 1):
        resumed = number - 1 if one.how == "resumed" else None
        out.append(
            Quotation(
                number=number,
                start=one.quote.start,
                end=one.quote.end,
                quote=one.quote.words(text),
                speaker=speaker(one.voice) if is_read else speaker(NOBODY),
                how=one.how if is_read else "unknown",
                day=day if is_read else None,
                venue=dating.venue(one.sentence, one.frame),
                in_title=title is not None and one.quote.start < title.end,
                of=resumed,
                verb=one.frame.word if one.frame is not None else None,
            )
        )
    return out


def _indirect(text: str, one: Said, dating: Dating) -> Indirect:
    return Indirect(
        start=one.sentence.start,
        end=one.sentence.end,
        text=" ".join(one.sentence.of(text).split()),
        speaker=speaker(one.voice),
        day=dating.of_frame(one.frame, one.sentence),
        venue=dating.venue(one.sentence, one.frame),
        verb=one.frame.word,
    )


def speaker(voice: Voice) -> Speaker:
    """Return a voice as the reading shows it."""
    if voice is NOBODY:
        return Speaker(name=UNKNOWN, kind="unknown")
    behalf = on_behalf(voice)
    return Speaker(
        name=UNKNOWN if voice.candidates else voice.name or voice.role or voice.named_as,
        kind=voice.kind,
        named_as=voice.named_as,
        role=voice.role,
        on_behalf=behalf,
        place=_place_of(voice, behalf),
        is_anonymous=voice.is_anonymous or (voice.kind == "role" and voice.name is None),
        spoken_by=voice.spoken_by,
        candidates=list(voice.candidates),
    )


def _place_of(voice: Voice, behalf: str | None) -> str | None:
    """Return the code of the place a speaker speaks for, where a name or word of origin says it."""
    said = (voice.name if voice.kind in {"place", "body"} else None, behalf, voice.role)
    return next((code for one in said if one is not None and (code := place_of(one)) is not None), None)


def when(one: DayMention, *, inherited: bool = False) -> When:
    """Return a mention of time as the reading shows it."""
    return When(
        value=one.value,
        grain=one.grain,
        text=one.text,
        start=one.start,
        end=one.end,
        since=one.since.isoformat() if one.since else None,
        until=one.until.isoformat() if one.until else None,
        inherited=inherited,
    )


def given_of(found: Attribution) -> list[Given]:
    """Return the attributed quotations in the order of the text."""
    return sorted(found.given, key=lambda one: one.quote.start)
