"""What an article proposes for the record: its quotations and indirect claims as statements, its measures as acts."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, get_args

from penstock.cases.claims import claims_in, groups_beside, wordings
from penstock.cases.mentions import Mentions
from penstock.cases.record import LONGEST_QUOTE, ActEntry, Origin, StatementEntry
from penstock.reading.article import UNKNOWN
from penstock.reading.doer import doer
from penstock.reading.prose import CLOSE, INNER, OPEN, Stretch, paragraphs, sentences
from penstock.reading.quotes import Quote, masked
from penstock.reading.speech import Language, speech

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from penstock.law.act_records import Statement
    from penstock.reading.article import Article, Indirect, Quotation

_GRAINS = {"day": 0, "week": 1, "month": 2, "year": 3}
_LONGEST_SENTENCE = 300


def statements_in(article: Article, text: str, known: Mapping[str, Statement]) -> list[StatementEntry]:
    """Return the statements that an article proposes.

    Args:
        article: Its reading.
        text: The clean text it was read from, in which its stretches count.
        known: The statements of the register's record, by which a bare surname may be completed.
    """
    own = Sentences(article, text)
    found = [_quoted(article, one, text, own, known) for one in article.quotations if not one.in_title]
    found += [_indirect(article, one, own, known) for one in article.indirect if one.speaker.name != UNKNOWN]
    return found


def _quoted(
    article: Article, one: Quotation, text: str, own: Sentences, known: Mapping[str, Statement]
) -> StatementEntry:
    day = one.day.value if one.day else UNKNOWN
    speaker = one.speaker.spoken_by or one.speaker.name
    words = one.quote if len(one.quote) <= LONGEST_QUOTE else one.quote[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"
    return StatementEntry(
        speaker=speaker,
        day=day,
        origin=_origin(article, one.start, one.end),
        on_behalf=one.speaker.on_behalf,
        role=one.speaker.role,
        place=one.speaker.place,
        not_after=article.published if article.published != UNKNOWN else None,
        venue=one.venue,
        quote=words,
        claims=tuple(
            claims_in(
                own.around(one.start, one.end).of(text),
                own.named.subjects(one.start, one.end),
                own.about,
                one.speaker.place or own.places.get(speaker),
            )
        ),
        candidates=(*one.speaker.candidates, *recorded(speaker, day, article, known)),
        proposed_by="model" if one.how == "model" else "rules",
    )


def _indirect(article: Article, one: Indirect, own: Sentences, known: Mapping[str, Statement]) -> StatementEntry:
    day = one.day.value if one.day else UNKNOWN
    return StatementEntry(
        speaker=one.speaker.name,
        day=day,
        origin=_origin(article, one.start, one.end),
        on_behalf=one.speaker.on_behalf,
        role=one.speaker.role,
        place=one.speaker.place,
        not_after=article.published if article.published != UNKNOWN else None,
        venue=one.venue,
        says=_cut(one.text),
        claims=tuple(claims_in(one.text, own.named.subjects(one.start, one.end), own.about, one.speaker.place)),
        candidates=(*one.speaker.candidates, *recorded(one.speaker.name, day, article, known)),
        proposed_by="rules",
        note="Indirect: the words are the article's.",
    )


def recorded(speaker: str, day: str, article: Article, known: Mapping[str, Statement]) -> tuple[str, ...]:
    """Return the full names under which the record has somebody of this surname about that day."""
    if speaker == UNKNOWN or " " in speaker:
        return ()
    about = day if day != UNKNOWN else article.published
    near = (
        one.speaker for one in known.values() if speaker in one.speaker.split() and _is_near(one.day.isoformat(), about)
    )
    return tuple(dict.fromkeys(near))


def _is_near(one: str, other: str) -> bool:
    return other != UNKNOWN and one[: min(7, len(other))] == other[:7]


def acts_in(article: Article, text: str) -> list[ActEntry]:
    """Return the measures that an article reports, each with the first day its sentence gives."""
    own = Sentences(article, text)
    return [entry for one in own.stretches for entry in _acts(article, text, own, one)]


class Sentences:
    """The sentences of a document, what an article quotes in it masked."""

    def __init__(self, article: Article, text: str) -> None:
        """Split a document by the language and the quotations of its reading."""
        self.language: Language = next((one for one in get_args(Language) if one == article.language), "en")
        quotes = [Quote(q.start, q.end, q.start + 1, q.end - 1, 0) for q in article.quotations]
        self.masked = masked(text, quotes)
        verbs = speech(self.language).verbs
        self.stretches: list[Stretch] = [
            one for part in paragraphs(text) for one in sentences(self.masked, text, part, verbs)
        ]
        self._starts = [one.start for one in self.stretches]
        self.about = groups_beside(text)
        self.named = Mentions(article)
        self.places: dict[str, str] = {}
        for q in article.quotations:
            if q.speaker.place:
                self.places.setdefault(q.speaker.name, q.speaker.place)

    def around(self, start: int, end: int) -> Stretch:
        """Return the sentence around a quotation with all of it: a fragment's sense is in the words beside it."""
        at = bisect_right(self._starts, start) - 1
        if at < 0:
            return Stretch(start, end)
        return Stretch(self.stretches[at].start, max(end, self.stretches[at].end))


def _acts(article: Article, text: str, own: Sentences, one: Stretch) -> Iterator[ActEntry]:
    sentence, start, end = one.of(own.masked), one.start, one.end
    for measure in wordings().measures:
        hit = re.search(measure.words, one.of(text), re.IGNORECASE)
        if hit is None or sentence[hit.start()] in {OPEN, INNER, CLOSE}:
            continue
        days = own.named.days(start, end)
        day = min(days, key=lambda day: (_GRAINS.get(day.grain, 4), abs(day.start - start - hit.start())), default=None)
        if day is None:
            continue
        by = doer(own.language, sentence, hit.start(), hit.end())
        yield ActEntry(
            kind=measure.kind,
            day=day.value,
            by=by.name if by else UNKNOWN,
            what=_cut(one.of(text)),
            origin=_origin(article, start, end),
            place=by.place if by else None,
            status="allegation" if measure.status == "allegation" else "reported",
            subjects=tuple(own.named.subjects(start, end)),
            parties=tuple(own.named.parties(start, end)),
            proposed_by="rules",
        )


def _origin(article: Article, start: int, end: int) -> Origin:
    title = article.title or article.file
    citation = f"{title} ({article.published})" if article.published != UNKNOWN else title
    return Origin(citation=citation, file=article.file, sha256=article.sha256, start=start, end=end)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SENTENCE else text[: _LONGEST_SENTENCE - 1].rsplit(" ", 1)[0] + "…"
