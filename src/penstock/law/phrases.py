"""What must be true of evasive phrases: each is found in a text, stands once, and is quoted where it says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from penstock.goods.folding import HAN, Folder
from penstock.law.sources import PHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.kernel.errors import RegisterError
    from penstock.law.phrase_records import ListingPhrase
    from penstock.law.shapes import Steps
    from penstock.law.sources import Sources, Where

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LEAST, _LEAST_HAN = 6, 2


def bad_phrases(sources: Sources) -> Iterator[RegisterError]:
    """Refuse a phrase too short to mean anything, one that stands twice, and one its source does not quote."""
    folder = Folder({})
    first: dict[str, str] = {}
    for key, record in sources.phrases.items():
        where = sources.where[PHRASE + key]
        if _KEBAB.fullmatch(key) is None:
            yield where.refuse(found=f"the id {key!r}", expected="kebab-case ASCII, lower case", code="bad_id")
        quoted = [folder.key(source.quote) for source in record.sources]
        for path, phrase in _each(record):
            folded = folder.key(phrase)
            if len(folded) < (_LEAST_HAN if any(ord(char) >= HAN for char in folded) else _LEAST):
                expected = f"a phrase of {_LEAST} letters or {_LEAST_HAN} Chinese characters, so that it says something"
                yield where.refuse(*path, found=repr(phrase), expected=expected, code="bad_phrase")
            elif folded in first:
                found = f"{phrase!r}, which {first[folded]!r} has already"
                yield where.refuse(*path, found=found, expected="each phrase once", code="duplicate_phrase")
            elif record.shown == "quoted" and not any(folded in quote for quote in quoted):
                found = f"{phrase!r}, which no quote holds"
                expected = "words that a source quotes, or shown: described"
                yield where.refuse(*path, found=found, expected=expected, code="bad_phrase")
            first.setdefault(folded, key)


def phrase_citations(sources: Sources) -> Iterator[tuple[Where, Steps, str]]:
    """Yield every text that a phrase cites, with its place."""
    for key, record in sources.phrases.items():
        for i, source in enumerate(record.sources):
            yield sources.where[PHRASE + key], ("sources", i, "text"), source.text


def _each(record: ListingPhrase) -> Iterator[tuple[Steps, str]]:
    for language, phrases in record.phrases.items():
        for i, phrase in enumerate(phrases):
            yield ("phrases", language, i), phrase
