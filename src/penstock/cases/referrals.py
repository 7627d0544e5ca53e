"""Web listings that are referred to who can take them down: what was sent, whether it is down, whether it stands again.

A listing is known again by the text of its page, by how the seller is reached, and by the seller's name; what was read
on the page comes from ``penstock.reading``. Nothing is fetched: somebody saw the page and gives it as a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zlib import crc32

from msgspec import Struct

from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from penstock.reading.referral import Referral

SKETCH = 128
"""How many marks stand for the text of a page; the share of equal ones tells how alike two texts are."""

SAME_TEXT = 0.7
"""The share of marks from which two texts are one listing."""

_SHINGLE = 5
_TELLS_NOBODY = frozenset({"url"})
"""Kinds of contact that many sellers share: a web address may be the platform's own."""

_GAP = re.compile(r"[\W_\d]+")
_AHEAD = timedelta(hours=14)


class Contact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way to reach the seller, in its plain form."""

    kind: str
    value: str


class Sighting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page on which the listing was seen; ``by`` says by what it was known: text, contact, seller."""

    seen_on: date
    where: str
    sha256: str
    by: tuple[str, ...] = ()


class ListingReferral(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A listing that is referred.

    ``where`` is its address or the name of the file; ``goods`` are subjects of the register, ``reasons`` what reading
    says of the page; ``marks`` stand for its text; ``sent_to`` is who was asked to take it down.
    """

    where: str
    sha256: str
    seen_on: date
    title: str | None
    outcome: str
    reasons: tuple[str, ...]
    goods: tuple[str, ...]
    sellers: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    marks: str = ""
    sent_to: str | None = None
    sent_on: date | None = None
    due: date | None = None
    down_on: date | None = None
    sightings: tuple[Sighting, ...] = ()
    stamp: dict[str, Any] = {}  # msgspec copies it


def referred(record: Referral, text: str, *, where: str, seen_on: date, seller: str | None = None) -> ListingReferral:
    """Return the referral of a page.

    Args:
        record: What reading says of the page.
        text: The text of the page that readers see.
        where: Its address, or the name of the file.
        seen_on: The day it was seen.
        seller: The name the seller goes by, where somebody read it.
    """
    sellers = dict.fromkeys([*([seller] if seller else []), *(one.name for one in record.parties)])
    return ListingReferral(
        where=where,
        sha256=record.sha256,
        seen_on=seen_on,
        title=record.title,
        outcome=record.outcome,
        reasons=tuple(record.reasons),
        goods=tuple(dict.fromkeys(one.subject for one in record.goods)),
        sellers=tuple(sellers),
        contacts=tuple(Contact(kind=one.kind, value=one.value) for one in record.contacts),
        marks=marks_of(text),
        stamp=record.stamp,
    )


def marks_of(text: str) -> str:
    """Return what stands for a text: the least hashes of its runs of five letters.

    Case, digits and signs are left out; each hash is eight hexadecimal digits.
    """
    plain = _GAP.sub(" ", text).strip().casefold()
    runs = {plain[at : at + _SHINGLE] for at in range(max(1, len(plain) - _SHINGLE + 1))} - {""}
    return "".join(f"{one:08x}" for one in sorted({crc32(run.encode()) for run in runs})[:SKETCH])


def alike(one: str, other: str) -> float:
    """Return how alike two texts are by their marks, from 0 to 1: an estimate of the share of runs they have in common.

    It is the bottom-k estimate of Jaccard's index (A. Broder, 1997).
    """
    mine, theirs = _cut(one), _cut(other)
    both = sorted(mine | theirs)[:SKETCH]
    return len(mine & theirs & set(both)) / len(both) if both else 0.0


def _cut(marks: str) -> set[str]:
    return {marks[at : at + 8] for at in range(0, len(marks), 8)}


@dataclass(frozen=True, slots=True)
class Again:
    """An earlier referral of the same listing: its id, and by what it is known again."""

    id: str
    by: tuple[str, ...]


def seen_before(new: ListingReferral, earlier: Iterable[tuple[str, ListingReferral]]) -> list[Again]:
    """Return the earlier referrals of the same listing, those with the most in common first.

    It is the same where the text is, or where the seller or a contact is and the goods are.
    """
    found = []
    for case, one in earlier:
        by = []
        if alike(new.marks, one.marks) >= SAME_TEXT:
            by.append("text")
        if set(new.goods) & set(one.goods):
            if _reached(new) & _reached(one):
                by.append("contact")
            if {_bare(name) for name in new.sellers} & {_bare(name) for name in one.sellers}:
                by.append("seller")
        if by:
            found.append(Again(case, tuple(by)))
    return sorted(found, key=lambda one: -len(one.by))


def check(_step: str, referral: ListingReferral, moment: datetime) -> None:
    """Refuse a referral that cannot be.

    Raises:
        UsageError: It is of no page, or tells of a day that has not come.
    """
    if not referral.where.strip():
        message = "The referral's where is empty."
        raise UsageError(message, remedy="Give the address of the page, or the name of its file.")
    days = [("seen_on", referral.seen_on), ("sent_on", referral.sent_on), ("down_on", referral.down_on)]
    days += [("sightings.seen_on", one.seen_on) for one in referral.sightings]
    for name, day in days:
        if day is not None and day > (moment + _AHEAD).date():
            message = f"The referral's {name} is {day}, which has not come yet."
            raise UsageError(message, remedy="Give a day that is past, or today.")


def _reached(referral: ListingReferral) -> set[tuple[str, str]]:
    return {(one.kind, one.value) for one in referral.contacts if one.kind not in _TELLS_NOBODY}


def _bare(name: str) -> str:
    return _GAP.sub(" ", name).strip().casefold()
