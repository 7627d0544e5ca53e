"""A page becomes a referral record: goods, phrases, prices, contacts and parties found, and an outcome with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from penstock.law.check import address_of, stamp
from penstock.reading.companies import CompanyBook
from penstock.reading.contacts import contacts
from penstock.reading.goods import LawBook, named_on, quoted
from penstock.reading.outcome import Findings, judged
from penstock.reading.passages import Passage
from penstock.reading.phrases import PhraseBook
from penstock.reading.prices import plain_amount, prices
from penstock.reading.product_data import unescape_into
from penstock.reading.referral import Identifier, Phrase, PhraseSourceQuoted, Price, Referral, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from penstock.law.register import Register
    from penstock.reading.page import Page, StatedPrice
    from penstock.reading.passages import Part
    from penstock.reading.product_data import Value

_SAID: tuple[Part, ...] = ("title", "body", "hidden", "description", "alt", "data")
_PRICED: tuple[Part, ...] = ("title", "body", "description", "hidden")
_REACHED: tuple[Part, ...] = (*_SAID, "link")


class Referrer:
    """Reads pages by one register, for some places, on one day."""

    def __init__(self, register: Register, places: Sequence[str] | None, on: date, engine: str) -> None:
        """Make ready.

        Args:
            register: The register to read.
            places: Jurisdictions asked about; all of the register when ``None``.
            on: The day of law.
            engine: Version of the program, for the stamp.

        Raises:
            UnknownPlace: A jurisdiction the register holds no law of.
        """
        asked = register.places(places)
        self._register = register
        self._law = LawBook(register, asked, on)
        self._phrases = PhraseBook(register.packed.phrases, register.folder)
        self._companies = CompanyBook(register)
        self.stamp: dict[str, Any] = {
            **stamp(register, on, engine),
            "jurisdictions": None if places is None else list(asked),
        }

    def refer(
        self, page: Page, name: str, sha256: str, *, encoding: str | None = None, notices: Sequence[str] = ()
    ) -> Referral:
        """Return the record of a page.

        Args:
            page: The page, read.
            name: Its file name.
            sha256: Digest of its bytes, hexadecimal.
            encoding: The encoding it was decoded from.
            notices: What was detected or assumed when it was decoded.
        """
        named = named_on(self._register, page)
        findings = Findings(
            goods=self._law.goods(named.mentions),
            phrases=self._said(page),
            prices=[*_stated(page), *_tags(page)],
            contacts=_reached(page),
            parties=self._companies.on(page),
            unknown_numbers=named.unknown_numbers,
            ordinary=named.ordinary,
            has_product=page.has_product,
            is_empty=not any(len(page.passage(part)) for part in _SAID),
        )
        outcome, reasons = judged(findings)
        return Referral(
            page=name,
            sha256=sha256,
            outcome=outcome,
            reasons=reasons,
            title=page.title,
            format=page.format,
            encoding=encoding,
            characters=len(page.source),
            goods=findings.goods,
            phrases=findings.phrases,
            prices=findings.prices,
            contacts=findings.contacts,
            parties=findings.parties,
            unknown_numbers=findings.unknown_numbers,
            notices=list(notices),
            stamp=self.stamp,
        )

    def unreadable(self, name: str, sha256: str, reason: str) -> Referral:
        """Return the record of a page that cannot be decoded: its outcome is ``unknown``, and why."""
        return Referral(
            page=name,
            sha256=sha256,
            outcome="unknown",
            reasons=[reason],
            title=None,
            format=None,
            encoding=None,
            characters=0,
            goods=[],
            phrases=[],
            prices=[],
            contacts=[],
            parties=[],
            unknown_numbers=[],
            notices=[],
            stamp=self.stamp,
        )

    def _said(self, page: Page) -> list[Phrase]:
        spans: dict[tuple[str, str], list[Span]] = {}
        for part in _SAID:
            passage = page.passage(part)
            for hit in self._phrases.find(passage.text):
                spans.setdefault((hit.phrase, hit.language), []).append(quoted(passage, hit.start, hit.end))
        return [self._phrase(key, language, own) for (key, language), own in spans.items()]

    def _phrase(self, key: str, language: str, spans: list[Span]) -> Phrase:
        record = self._register.packed.phrases[key]
        sources = []
        for source in record.sources:
            text = self._register.text(source.text)
            citation = f"{text.citation}, {source.at}" if source.at else text.citation
            sources.append(PhraseSourceQuoted(citation=citation, quote=source.quote, **address_of(text)))
        return Phrase(
            phrase=key,
            means=record.means,
            shown=record.shown,
            alone=record.alone,
            language=language,
            spans=spans,
            sources=sources,
        )


def _tags(page: Page) -> Iterator[Price]:
    for part in _PRICED:
        passage = page.passage(part)
        for tag in prices(passage.text):
            yield Price(
                low=tag.low,
                high=tag.high,
                currency=tag.currency,
                unit=tag.unit,
                span=quoted(passage, tag.start, tag.end),
            )


def _stated(page: Page) -> Iterator[Price]:
    for stated in page.prices:
        yield _stated_price(page, stated)


def _stated_price(page: Page, stated: StatedPrice) -> Price:
    amount = _plain(page, stated.amount)
    currency = _plain(page, stated.currency).upper() if stated.currency is not None else None
    span = Span(part="data", start=stated.amount.start, end=stated.amount.end, quote=amount)
    return Price(low=plain_amount(amount), high=None, currency=currency, unit=None, span=span)


def _plain(page: Page, value: Value) -> str:
    passage = Passage("data")
    unescape_into(passage, page.source, value)
    return passage.text


def _reached(page: Page) -> list[Identifier]:
    found: dict[tuple[str, str], Identifier] = {}
    for part in _REACHED:
        passage = page.passage(part)
        for one in contacts(passage.text):
            span = quoted(passage, one.start, one.end)
            known = found.get((one.kind, one.value))
            if known is not None:
                known.spans.append(span)
                continue
            found[one.kind, one.value] = Identifier(
                kind=one.kind, value=one.value, detail=one.detail, checksum=one.is_valid, spans=[span]
            )
    return list(found.values())
