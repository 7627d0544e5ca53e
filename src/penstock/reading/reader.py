"""Files of news become readings: decoded text in, mentions linked to the register, quotations, days and twins out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from msgspec.structs import replace

from penstock.law.check import stamp
from penstock.reading.article import Article, PartyMention, PlaceMention, Thing, Twin
from penstock.reading.companies import CompanyBook
from penstock.reading.dateline import published_in
from penstock.reading.news import read_news
from penstock.reading.page import read_page
from penstock.reading.speech import place_names
from penstock.reading.twins import NEAR, Shingles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from penstock.law.register import Register
    from penstock.reading.article import Status
    from penstock.reading.news import News
    from penstock.reading.page import Page

_SHORTEST = 20
_CLASSES = {
    "fentanyl-related substances": "fentanyl-related substances",
    "fentanyl-related substance": "fentanyl-related substances",
    "fentanyl substances": "fentanyl-related substances",
    "class of fentanyl": "fentanyl-related substances",
    "芬太尼类物质": "fentanyl-related substances",
}


class NewsReader:
    """Reads articles by one register, one after another; remembers what it read, to tell a text that comes again."""

    def __init__(self, register: Register, engine: str, today: date) -> None:
        """Take the register, the program's version and the day of reading, for the stamp."""
        self._register = register
        self._companies = CompanyBook(register)
        self._names = _party_names(register)
        self._seen: list[tuple[str, str, Shingles]] = []
        self.stamp: dict[str, Any] = stamp(register, today, engine)

    def read(  # noqa: PLR0913  # the parts of a file
        self,
        page: Page,
        name: str,
        sha256: str,
        *,
        published: date | None = None,
        encoding: str | None = None,
        notices: Sequence[str] = (),
    ) -> Article:
        """Return the reading of a page.

        Args:
            page: The page or text, as :func:`penstock.reading.page.read_article_page` reads it.
            name: Its file name.
            sha256: Digest of its bytes, hexadecimal.
            published: The day it was published, where the reader knows; otherwise what the page itself says.
            encoding: The encoding it was decoded from.
            notices: What was detected or assumed when it was decoded.
        """
        text = page.clean
        if not text.strip():
            return self.refused(name, sha256, "empty", "The file holds no text.", encoding=encoding)
        day = published or published_in(page.source, text)
        news = read_news(text, day, has_title=page.title is None)
        status, reasons = _status(news, text)
        twin = self._twin(name, sha256, text)
        if twin is not None:
            status = "repeated" if twin.share >= 1 else "near_duplicate"
            reasons = [
                f"It is the text of {twin.file} again."
                if twin.share >= 1
                else f"{twin.share:.0%} of its runs of words stand in {twin.file} too."
            ]
        if day is None:
            reasons.append("The day of publication is not known: relative days stay unknown. Give it with --published.")
        return Article(
            file=name,
            sha256=sha256,
            status=status,
            reasons=reasons,
            language=news.language or "unknown",
            encoding=encoding,
            format=page.format,
            characters=len(text),
            title=page.title or (" ".join(news.title.of(text).split()) if news.title else None),
            published=day.isoformat() if day else "unknown",
            published_by="option" if published else "text" if day else "unknown",
            text=text if page.format == "html" else None,
            quotations=news.quotations,
            indirect=news.indirect,
            days=news.days,
            things=list(self._things(text)),
            parties=list(self._parties(text)),
            places=list(self._places(text)),
            twin=twin,
            notices=list(notices),
            stamp=self.stamp,
        )

    def refused(self, name: str, sha256: str, status: Status, reason: str, *, encoding: str | None = None) -> Article:
        """Return the reading of a file that cannot be read, with the reason."""
        return Article(
            file=name,
            sha256=sha256,
            status=status,
            reasons=[reason],
            language="unknown",
            encoding=encoding,
            format=None,
            characters=0,
            title=None,
            published="unknown",
            published_by="unknown",
            quotations=[],
            indirect=[],
            days=[],
            things=[],
            parties=[],
            places=[],
            twin=None,
            notices=[],
            stamp=self.stamp,
        )

    def _twin(self, name: str, sha256: str, text: str) -> Twin | None:
        own = Shingles.of(text)
        best: Twin | None = None
        for file, digest, other in self._seen:
            share = 1.0 if digest == sha256 or own.runs == other.runs else own.share(other)
            if share >= NEAR and (best is None or share > best.share):
                best = Twin(
                    file=file,
                    share=min(share, 1.0)
                    if digest == sha256 or own.runs == other.runs
                    else min(round(share, 3), 0.999),
                )
        self._seen.append((name, sha256, own))
        return best

    def _things(self, text: str) -> Iterator[Thing]:
        found: dict[str, Thing] = {}
        for low, name in _CLASSES.items():
            for m in re.finditer(re.escape(low), text, re.IGNORECASE):
                place = (m.start(), m.end())
                _add(found, Thing(subject=name, name=name, kind="class", cas=None, in_register=True, spans=[place]))
        for at, line in _lines(text):
            for mention in self._register.scanner.scan(line):
                if mention.kind == "code" or mention.stand == "part" or mention.code is not None:
                    continue
                key = mention.record or mention.subject or mention.text
                name = self._register.name_of(mention.record) if mention.record else mention.text
                cas = (
                    mention.subject
                    if mention.kind == "substance" and re.fullmatch(r"[\d-]+", mention.subject or "")
                    else None
                )
                span = (at + mention.start, at + mention.end)
                kind: Literal["substance", "equipment"] = "equipment" if mention.kind == "equipment" else "substance"
                _add(
                    found,
                    Thing(
                        subject=key, name=name, kind=kind, cas=cas, in_register=mention.record is not None, spans=[span]
                    ),
                )
        yield from (replace(thing, spans=list(dict.fromkeys(thing.spans))) for thing in found.values())

    def _parties(self, text: str) -> Iterator[PartyMention]:
        for one in self._companies.on(read_page(text, "text")):
            spans = [(span.start, span.end) for span in one.spans]
            yield PartyMention(party=one.party, name=one.name, score=one.score, spans=spans)
        for key, name, pattern in self._names:
            spans = [m.span() for m in pattern.finditer(text)]
            if spans:
                yield PartyMention(party=key, name=name, score=1.0, spans=spans)

    def _places(self, text: str) -> Iterator[PlaceMention]:
        found: dict[str, list[tuple[int, int]]] = {}
        for m in _place_pattern().finditer(text):
            found.setdefault(place_names()[m[0]][0], []).append(m.span())
        for place, spans in sorted(found.items()):
            yield PlaceMention(place=place, in_register=place in self._register.packed.jurisdictions, spans=spans)


def _status(news: News, text: str) -> tuple[Status, list[str]]:
    if len(text.strip()) < _SHORTEST:
        return "empty", ["The text is too short to say anything."]
    if news.language is None:
        return "unknown_language", [
            "The language is none that is read (English, Spanish, Chinese): speakers stay unknown."
        ]
    return "read", []


def _add(found: dict[str, Thing], thing: Thing) -> None:
    known = found.setdefault(thing.subject, thing)
    if known is not thing:
        known.spans.append(thing.spans[0])


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for m in re.finditer(r"[^\n]+", text):
        yield m.start(), m[0]


def _party_names(register: Register) -> list[tuple[str, str, re.Pattern[str]]]:
    """Return names of bodies of the register that news writes without a legal form, as patterns."""
    out = []
    for key, party in register.packed.parties.items():
        if party.kind != "body":
            continue
        names = sorted({_bare(name.name) for name in party.names}, key=len, reverse=True)
        inner = "|".join(re.escape(name).replace("'", "[’']").replace(r"\ ", r"\s+") for name in names)
        out.append((key, party.name, re.compile(rf"(?<!\w)(?:{inner})(?!\w)")))
    return out


def _bare(name: str) -> str:
    return re.sub(r"\s+of\s+(?:the\s+People's\s+Republic\s+of\s+)?China$", "", name)


def _place_pattern() -> re.Pattern[str]:
    names = sorted(place_names(), key=len, reverse=True)
    latin = [re.escape(name) for name in names if name.isascii() or not "\u3400" <= name[0] <= "\u9fff"]
    other = [re.escape(name) for name in names if "\u3400" <= name[0] <= "\u9fff"]
    return re.compile(rf"(?<![\w.])(?:{'|'.join(latin)})(?!\w)|{'|'.join(other)}")
