"""Subjects recognised in the fields of one line of goods, with the characters that show each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from penstock.goods.numbers import number_of
from penstock.law.identify import by_cas, drawn_in, of_mention
from penstock.law.structures import by_structure
from penstock.substances.structure import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from penstock.goods import Mention
    from penstock.law.identified import Identified
    from penstock.law.register import Register

Field = Literal["cas_number", "smiles", "goods_description", "commodity_code", "quantity_unit"]

TEXT: Field = "goods_description"

MARKED_CODE = re.compile(
    r"(?:\b(?:HSN?|HTS(?:US)?|tariff|commodity code|fracci[oó]n(?: arancelaria)?|Zolltarifnummer)\b"
    r"|编码|编号|税号|稅號)"
    r"[^\w\n]{0,3}(?:(?:code|no|nr|number)\b)?[^\w\n]{0,3}(\d{4}(?:[. ]?\d{2}){0,3})(?![\d.]*\d)",
    re.IGNORECASE,
)
"""A customs code behind a word that says it is one; four digits by themselves may be anything."""


MAY_MARK_A_CODE = r"\b(?:HS|HTS|tariff|commodity code|fracci|Zolltarif)|编码|编号|税号|稅號"
"""Every text that ``MARKED_CODE`` is found in matches this too; it looks neither ahead nor behind."""


@dataclass(frozen=True, slots=True)
class Place:
    """Characters of one field: ``matched`` is what stands from ``start`` to ``end`` in it."""

    field: Field
    matched: str
    start: int
    end: int

    @classmethod
    def whole(cls, field: Field, text: str) -> Place:
        """Return the place that is all of a field."""
        return cls(field, text, 0, len(text))


@dataclass(frozen=True, slots=True)
class Hit:
    """A subject recognised in one field, with the characters that show it."""

    one: Identified
    field: Field
    matched: str
    start: int
    end: int

    @property
    def is_near(self) -> bool:
        """Tell whether the hit is only near a subject: part of a longer name, or a short form."""
        return self.one.is_near

    @property
    def is_unconfirmed(self) -> bool:
        """Tell whether the hit rests on nothing but a structure read from a name."""
        return self.one.is_unconfirmed

    @property
    def is_sure(self) -> bool:
        """Tell whether the hit can contradict another field."""
        return not self.is_near and not self.is_unconfirmed

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.field, self.matched, self.start, self.end)

    @property
    def key(self) -> str | None:
        """What makes two hits one subject: its record, else its CAS number; ``None`` for a structure without either."""
        return self.one.subject or self.one.cas

    @property
    def said(self) -> str:
        """What it says the goods are, in a word."""
        return self.one.name if self.key else "another structure"

    @property
    def how(self) -> str:
        """What said it: a ``name``, a ``cas`` number or a ``structure``."""
        return {"cas": "cas", "structure": "structure"}.get(self.one.by, "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What the fields of one line of goods say of it, ready to be compared.

    ``mentions`` counts all that the text mentions, sure or not. ``is_dilute`` tells that a concentration below 100 per
    cent is given.
    """

    hits: Sequence[Hit] = ()
    text: str | None = None
    mentions: int = 0
    codes: Sequence[Place] = ()
    unit: Place | None = None
    is_dilute: bool = False


def line_of_text(register: Register, text: str) -> Line:
    """Read a line of goods that is nothing but a text."""
    mentions = register.scanner.scan(text)
    hits = [*_hits_of(register, mentions), *_drawn(register, text)]
    return Line(hits=hits, text=text, mentions=len(mentions), codes=codes_in(text, mentions))


def codes_in(text: str, mentions: Iterable[Mention]) -> list[Place]:
    """Return the customs codes of a text: those the scanner knows, and those behind a word that calls them so."""
    found = {(m.start, m.end): Place(TEXT, m.text, m.start, m.end) for m in mentions if m.by == "code"}
    for match in MARKED_CODE.finditer(text):
        start, end = match.span(1)
        if not any(start < stop and first < end for first, stop in found):
            found[start, end] = Place(TEXT, match[1], start, end)
    return list(found.values())


def _hits_of(register: Register, mentions: Iterable[Mention]) -> Iterator[Hit]:
    for mention in mentions:
        if mention.by == "cas":
            found = by_cas(register, number_of(mention.text)).identified
        else:
            found = () if mention.record is None else (of_mention(register, mention),)
        for one in found:
            yield Hit(one, TEXT, mention.text, mention.start, mention.end)


def _drawn(register: Register, text: str) -> Iterator[Hit]:
    for word in drawn_in(text):
        try:
            found = by_structure(register, word[0])
        except Unreadable:
            continue
        for one in found:
            if not one.is_unlisted:
                yield Hit(one, TEXT, word[0], word.start(), word.end())
