"""What items of consignments draw of authorisations, and the authorisations that duties are held against."""

from __future__ import annotations

import hashlib
from datetime import date  # noqa: TC003  # msgspec reads the annotations
from decimal import Decimal  # noqa: TC003  # as above
from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec
from msgspec import Meta, Struct

from penstock.cases.authorisations import Authorisation, key_of

if TYPE_CHECKING:
    from collections.abc import Collection

LAST_ITEM = 999_999_999
"""The highest number of an item in its consignment, as rows have it."""

_Short = Annotated[str, Meta(max_length=500)]


class Drawing(Struct, frozen=True, forbid_unknown_fields=True):
    """What one item that an authorisation covers draws of it.

    Args:
        number: The number of the authorisation.
        issuer: Who issued it.
        terms: What tells its terms from others, see `Authorisation.terms`: it is drawn on no other terms.
        consignment_id: The consignment.
        item_no: The number of the item in it.
        quantity: How much, exact.
        unit: The unit: that of the authorisation, where it has one.
        on: The day of the shipment.
    """

    number: _Short
    issuer: _Short
    terms: Annotated[str, Meta(max_length=64)]
    consignment_id: _Short
    item_no: Annotated[int, Meta(ge=1, le=LAST_ITEM)]
    quantity: Decimal
    unit: Annotated[str, Meta(max_length=50)]
    on: date

    @property
    def key(self) -> str:
        """What tells its authorisation from others."""
        return key_of(self.issuer, self.number)


class Taken(NamedTuple):
    """What an item has drawn already: the key of the authorisation, the consignment, the item, how much."""

    of: str
    consignment: str
    item: int
    quantity: Decimal


class AtHand(Struct, frozen=True):
    """The authorisations that duties are held against, in the order in which they are drawn on.

    Args:
        authorisations: Each with what is drawn of it.
        taken: What of that is drawn by items that may come again: none of them draws it twice.
        file: The file they were read from; ``None`` where they are those of the store.
        sha256: The SHA-256 of the bytes of that file.
    """

    authorisations: tuple[Authorisation, ...]
    taken: tuple[Taken, ...] = ()
    file: str | None = None
    sha256: str | None = None

    @property
    def digest(self) -> str:
        """What tells what they say from what others say, however it is written."""
        return hashlib.sha256(msgspec.json.encode((self.authorisations, self.taken))).hexdigest()

    def narrowed(self, subjects: Collection[str], consignments: Collection[str]) -> AtHand:
        """Return those alone that are for some subjects, with what some consignments drew of them."""
        some = tuple(one for one in self.authorisations if any(covered.subject in subjects for covered in one.covers))
        keys = {one.key for one in some}
        taken = tuple(one for one in self.taken if one.of in keys and one.consignment in consignments)
        return AtHand(some, taken, self.file, self.sha256)
