"""What lists and charges say of one party, as rows: how it stands on each list, every span of it, every charge.

Statuses are kept apart: listed, taken off, charged. A charge is an allegation, and no list shows a removal by silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from penstock.cases.control import iso
from penstock.cases.document import ChargeRow, EventRow, ListingRow
from penstock.kernel.errors import UnknownId, UnreadableName
from penstock.law.check import address_of
from penstock.law.measures import force
from penstock.screening.books import uid_of
from penstock.screening.parties import UID_LIST
from penstock.screening.party_answers import PartyQuestion
from penstock.screening.stands import ALLEGED, CHARGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from penstock.law.party_records import Charge, Party, PartyListing, PartySpan
    from penstock.law.register import Register
    from penstock.lists.records import Entry
    from penstock.screening.parties import PartyJudge
    from penstock.screening.rosters import RosterBook

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Known:
    """Where parties are looked up: the register, the imported lists, and a judge by both."""

    register: Register
    rosters: Sequence[RosterBook]
    judge: PartyJudge

    def book(self, list_id: str) -> RosterBook | None:
        """Return an imported list; ``None`` where it was not imported."""
        return next((book for book in self.rosters if book.list == list_id), None)


@dataclass(frozen=True, slots=True)
class Subject:
    """A party: its id in the register, its number on lists, its names, the first of which is the one it is known by.

    A party that no list and no notice names has neither id nor number, and one name.
    """

    party_id: str | None
    uids: tuple[tuple[str, str], ...]
    names: tuple[str, ...]

    @property
    def id(self) -> str:
        """What names it: the register's id, list and number, or the name itself."""
        if self.party_id is not None:
            return self.party_id
        return ":".join(self.uids[0]) if self.uids else self.names[0]


def find(known: Known, asked: str, on: date) -> Subject:
    """Return the party that is meant by an id of the register, by ``LIST:NUMBER``, or by a name.

    A name that is on record of nobody is a party of that name: the store may know it.

    Raises:
        UnknownId: The name is on record of several parties, or is one that many bear.
        UnreadableName: It is no name.
    """
    if (party := known.register.packed.parties.get(asked)) is not None:
        return _of_party(asked, party)
    list_id, _, uid = asked.rpartition(":")
    book = known.book(list_id)
    if book is not None and (entry := book.entry(uid, on)) is not None:
        return _of_entry(known, list_id, entry)
    if not asked.strip():
        message = "No name is given."
        raise UnreadableName(message, remedy="Give the name of a party, or its id.")
    return _by_name(known, asked.strip(), on)


def _by_name(known: Known, name: str, on: date) -> Subject:
    found: dict[str, str] = {}
    for answer in known.judge.answers(PartyQuestion(name=name), on):
        for match in answer.matches:
            if not match.is_cleared and not match.is_near and not match.hit.is_weak:
                found[match.hit.party or f"{answer.list}:{match.hit.uid}"] = match.known_as or match.hit.name
    if not found:
        return Subject(None, (), (name,))
    if len(found) == 1:
        key = next(iter(found))
        party = known.register.packed.parties.get(key)
        if party is not None and party.common_name:
            message = f"{name!r} is a common name: {key} bears it, and so do many others."
            raise UnknownId(message, remedy=f"Give the id {key} if that is who is meant.", choices=found)
        return find(known, key, on)
    shown = [f"{key} ({said})" for key, said in sorted(found.items())[:_MOST_NAMED]]
    message = f"{name!r} may be {len(found)} parties: {', '.join(shown)}{', ...' if len(found) > _MOST_NAMED else ''}."
    raise UnknownId(message, remedy="Give the id of the one that is meant.", choices=found)


def _of_party(party_id: str, party: Party) -> Subject:
    uid = uid_of(party)
    names = tuple(dict.fromkeys(name.name for name in party.names if name.type != "weak"))
    return Subject(party_id, () if uid is None else ((UID_LIST, uid),), names)


def _of_entry(known: Known, list_id: str, entry: Entry) -> Subject:
    party_id = known.judge.party_of(list_id, entry.uid)
    names = tuple(dict.fromkeys([entry.name, *(name.text for name in entry.names if name.kind != "weak")]))
    return Subject(party_id, ((list_id, entry.uid),), names)


def standing(known: Known, subject: Subject, on: date) -> tuple[ListingRow, ...]:
    """Return how a party stands on each list on a day; what the lists of charges say is left to ``charges``."""
    uids = dict(subject.uids)
    stands = (
        (key, known.judge.stand(key, subject.party_id, uids.get(key), on))
        for key in known.judge.lists()
        if key != CHARGES
    )
    return tuple(
        ListingRow(
            party=subject.id,
            name=subject.names[0],
            list=key,
            title=_title(known, key),
            verdict=stand.verdict,
            since=iso(stand.since),
            until=iso(stand.until),
            since_basis=stand.since_basis,
            programmes=stand.programmes,
            note=" ".join(dict.fromkeys(stand.notes)) or None,
            citation=stand.citation,
            url=stand.url,
        )
        for key, stand in stands
        if stand is not None
    )


def spans(known: Known, subject: Subject, on: date) -> tuple[ListingRow, ...]:
    """Return every span in which a notice of the register puts a party on a list, in the order of time."""
    party = known.register.packed.parties.get(subject.party_id or "")
    if party is None:
        return ()
    rows = (
        _span(known, subject, listing, span, on)
        for listing in party.listings
        if listing.of != CHARGES
        for span in listing.spans
    )
    return tuple(sorted(rows, key=lambda row: (row.since or "", row.list)))


def _span(known: Known, subject: Subject, listing: PartyListing, span: PartySpan, on: date) -> ListingRow:
    has_ended = span.until is not None and span.until <= on
    text = known.register.text(span.ended_by if has_ended and span.ended_by else span.by)
    at = span.ended_at if has_ended else span.at
    held = {"yes": "listed", "open": "unknown", "no": "delisted" if has_ended else "not_listed"}
    return ListingRow(
        party=subject.id,
        name=subject.names[0],
        list=listing.of,
        title=_title(known, listing.of),
        verdict=held[force(span, on)],
        since=iso(span.since),
        until=iso(span.until),
        since_basis=None if span.since is None else "published",
        programmes=span.programmes,
        note=span.note,
        citation=f"{text.citation}, {at}" if at else text.citation,
        url=address_of(text)["url"],
    )


def _title(known: Known, list_id: str) -> str:
    head, book = known.register.packed.party_lists.get(list_id), known.book(list_id)
    return head.name if head is not None else book.title if book is not None else list_id


def charges(register: Register, subject: Subject, on: date) -> tuple[ChargeRow, ...]:
    """Return the charges against a party that were public by a day, the first first."""
    party = register.packed.parties.get(subject.party_id or "")
    told = [(charge.public, charge) for charge in party.charged] if party is not None else []
    public = [(day, charge) for day, charge in told if day is not None and day <= on]
    return tuple(_charge(register, subject, charge, day, on) for day, charge in sorted(public, key=lambda one: one[0]))


def _charge(register: Register, subject: Subject, charge: Charge, public: date, on: date) -> ChargeRow:
    text = register.text(charge.by)
    known = [(outcome.on or outcome.known_by, outcome.what) for outcome in charge.outcomes]
    outcomes = [f"{what} ({day})" for day, what in known if day <= on]
    return ChargeRow(
        party=subject.id,
        name=subject.names[0],
        verdict="unknown" if charge.identity == "probable" else "charged",
        court=charge.court,
        case=charge.case,
        charges=charge.charges,
        public=public.isoformat(),
        outcome="; ".join(outcomes) or ALLEGED,
        citation=text.citation,
        url=address_of(text)["url"],
    )


def events_of(rows: Iterable[ListingRow], charged: Iterable[ChargeRow]) -> Iterator[EventRow]:
    """Yield the days on which a party was listed, taken off, or publicly charged."""
    for row in rows:
        for what, day in (("listed", row.since), ("delisted", row.until)):
            if day is not None:
                yield EventRow(day=day, what=what, place=None, text=f"{row.title}: {row.name}", citation=row.citation)
    for charge in charged:
        text = f"{charge.name}: {charge.charges}"
        yield EventRow(day=charge.public, what="charged", place=None, text=text, citation=charge.citation)
