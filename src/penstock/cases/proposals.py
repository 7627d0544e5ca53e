"""What an article proposes for the record: its quotations and indirect claims as statements, its measures as acts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from penstock.cases.claims import claims_in, wordings
from penstock.cases.record import LONGEST_QUOTE, ActEntry, Origin, StatementEntry
from penstock.reading.article import UNKNOWN
from penstock.reading.speech import place_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from penstock.law.act_records import Statement
    from penstock.reading.article import Article, Indirect, Quotation

_SENTENCE = re.compile(r"[^.!?。！？\n]*(?:(?<=[A-Z])\.(?=[A-Z\s])[^.!?。！？\n]*)*(?:[.!?。！？]+[”\"’」]?|\n|$)")
_GRAINS = {"day": 0, "week": 1, "month": 2, "year": 3}
_LONGEST_SENTENCE = 300
_SPEAKS = re.compile(r"(?:\bsaid\b|\bsays\b)")


def statements_in(article: Article, text: str, known: Mapping[str, Statement]) -> list[StatementEntry]:
    """Return the statements that an article proposes.

    Args:
        article: Its reading.
        text: The document it was read from, in which its stretches count.
        known: The statements of the register's record, by which a bare surname may be completed.
    """
    found = [_quoted(article, one, text, known) for one in article.quotations if not one.in_title]
    found += [_indirect(article, one, text, known) for one in article.indirect if one.speaker.name != UNKNOWN]
    return found


def _quoted(article: Article, one: Quotation, text: str, known: Mapping[str, Statement]) -> StatementEntry:
    day = one.day.value if one.day else UNKNOWN
    speaker = one.speaker.spoken_by or one.speaker.name
    words = one.quote if len(one.quote) <= LONGEST_QUOTE else one.quote[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"
    sentence = _around(text, one.start, one.end)
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
                sentence, _subjects(article, one.start, one.end), text, one.speaker.place or _place(article, speaker)
            )
        ),
        candidates=(*one.speaker.candidates, *recorded(speaker, day, article, known)),
        proposed_by="model" if one.how == "model" else "rules",
    )


def _indirect(article: Article, one: Indirect, text: str, known: Mapping[str, Statement]) -> StatementEntry:
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
        claims=tuple(claims_in(one.text, _subjects(article, one.start, one.end), text, one.speaker.place)),
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


def _place(article: Article, speaker: str) -> str | None:
    places = (q.speaker.place for q in article.quotations if q.speaker.name == speaker and q.speaker.place)
    return next(places, None)


def acts_in(article: Article, text: str) -> list[ActEntry]:
    """Return the measures that an article reports, each with the first day its sentence gives."""
    quoted = [(q.start, q.end) for q in article.quotations]
    return [entry for m in _SENTENCE.finditer(text) if m[0].strip() for entry in _acts(article, m, quoted)]


def _acts(article: Article, m: re.Match[str], quoted: list[tuple[int, int]]) -> Iterator[ActEntry]:
    start, end = m.span()
    if any(a <= start and end <= b for a, b in quoted):
        return
    for measure in wordings().measures:
        hit = re.search(measure.words, m[0], re.IGNORECASE)
        if hit is None or any(a <= start + hit.start() < b for a, b in quoted):
            continue
        days = [one for one in article.days if start <= one.start < end and one.value != UNKNOWN]
        day = min(days, key=lambda one: (_GRAINS.get(one.grain, 4), abs(one.start - start - hit.start())), default=None)
        by = _actor(m[0], hit.start())
        if day is None or by is None:
            continue
        yield ActEntry(
            kind=measure.kind,
            day=day.value,
            by=by,
            what=_cut(m[0]),
            origin=_origin(article, start, end),
            place=place_names()[by][0],
            status="allegation" if measure.status == "allegation" else "reported",
            subjects=tuple(dict.fromkeys(_subjects(article, start, end))),
            parties=tuple(one.party for one in article.parties if any(start <= a < end for a, _ in one.spans)),
            proposed_by="rules",
        )


def _actor(sentence: str, at: int) -> str | None:
    """Return the place named last before a measure, whose measure it most likely is; a person corrects it."""
    hits = [
        (m.start(), name) for name in place_names() for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence)
    ]
    before = [hit for hit in hits if hit[0] < at]
    return min(before, default=min(hits, default=(0, None)))[1]


def _around(text: str, start: int, end: int) -> str:
    """Return the sentence around a quotation with it: a fragment's sense is in the words beside it."""
    begin = max(text.rfind(mark, 0, start) for mark in (". ", "\n", "。"))
    finish = min(
        (at for mark in (". ", "\n", "。") if (at := text.find(mark, max(start, end - 2))) >= 0), default=len(text)
    )
    return text[begin + 1 : finish + 1]


def _subjects(article: Article, start: int, end: int) -> list[str]:
    """Return the substances and machines of the register that a stretch names; fentanyl itself is what it is about."""
    named = [one for one in article.things if one.in_register and any(start <= a < end for a, _ in one.spans)]
    return [one.subject for one in named if one.kind != "class" and one.subject != "fentanyl"]


def _origin(article: Article, start: int, end: int) -> Origin:
    title = article.title or article.file
    citation = f"{title} ({article.published})" if article.published != UNKNOWN else title
    return Origin(citation=citation, file=article.file, sha256=article.sha256, start=start, end=end)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SENTENCE else text[: _LONGEST_SENTENCE - 1].rsplit(" ", 1)[0] + "…"
