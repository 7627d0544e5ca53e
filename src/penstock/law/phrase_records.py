"""The records of evasive phrases as the register's YAML spells them; the authoring guide explains each field."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from penstock.law.records import Record
from penstock.substances.wording import NonEmpty  # noqa: TC001  # msgspec reads the annotations at run time

PhraseLanguage = Literal["en", "zh", "es", "fr", "de", "ru"]


class PhraseSource(Record, frozen=True):
    """The text that shows a phrase or the offers it is found in, in the source's own words."""

    text: NonEmpty
    quote: NonEmpty
    at: str | None = None


class ListingPhrase(Record, frozen=True):
    """Phrases of offers that promise to get past a control, and what they mean.

    ``shown`` is ``quoted`` where the source gives these words as an offer's own, ``described`` where it describes
    such offers and the phrases name what it describes. ``alone`` is false where ordinary sellers say it too.
    """

    means: NonEmpty
    shown: Literal["quoted", "described"]
    phrases: Annotated[dict[PhraseLanguage, Annotated[list[NonEmpty], Meta(min_length=1)]], Meta(min_length=1)]
    sources: Annotated[list[PhraseSource], Meta(min_length=1)]
    alone: bool = True
    note: str | None = None
