"""How a party of the register stands on each list on a day: by its listings, charges and what was reported of it.

Statuses are never merged: a charge is no listing, and a list that lacks a party shows no removal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from penstock.law.check import address_of
from penstock.law.measures import force

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from penstock.law.party_records import Charge, Party, PartyList, PartyListing, PartySpan, Report, Vintage
    from penstock.law.register import Register
    from penstock.lists.history import Standing
    from penstock.lists.records import Entry

Verdict = Literal["listed", "charged", "named_in_lead", "unknown", "delisted", "not_listed"]
VERDICTS: tuple[Verdict, ...] = ("listed", "charged", "named_in_lead", "unknown", "delisted", "not_listed")
"""Every verdict about a party on a list, in the order in which one shows before another."""

CHARGES = "us-charges"
ALLEGED = "A charge is an allegation until a court finds otherwise."


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How one party stands on one list on a day.

    ``since`` and ``until`` are ``None`` where no day is known or, of ``until``, where none has come; ``since_basis``
    says whether a notice gives the day or only the vintages of the list that were read.
    """

    verdict: Verdict
    since: date | None = None
    until: date | None = None
    since_basis: Literal["published", "vintage"] | None = None
    programmes: tuple[str, ...] = ()
    citation: str | None = None
    url: str | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()

    def noting(self, note: str) -> Stand:
        """Return the same stand with one more note, before the others."""
        return replace(self, notes=(note, *self.notes))


def stands_of(register: Register, party: Party, day: date) -> dict[str, Stand]:
    """Return how a party stands on each list that the register speaks of it."""
    lists = register.packed.party_lists
    found = {listing.of: _on_list(register, lists[listing.of], listing, day) for listing in party.listings}
    for report in party.reported:
        found.setdefault(report.of, _reported(register, lists[report.of], report, day))
    for absent in party.absent:
        if (stand := _lacking(register, lists[absent.of], absent.vintages, day)) is not None:
            found.setdefault(absent.of, stand)
    if party.charged:
        found[CHARGES] = _charged(register, party.charged, day)
    return found


def _on_list(register: Register, head: PartyList, listing: PartyListing, day: date) -> Stand:
    sure = [span for span in listing.spans if force(span, day) == "yes"]
    if sure:
        return _holding(register, head, listing, sure[-1], day)
    if maybe := [span for span in listing.spans if force(span, day) == "open"]:
        note = f"The first day is not settled: {', '.join(_bounds(maybe[0]))}."
        return _stand(register, listing, maybe[0], "unknown", note)
    if ended := [span for span in listing.spans if span.until is not None and span.until <= day]:
        last = max(ended, key=lambda span: span.until or day)
        return _stand(register, listing, last, "delisted", f"Taken off by a notice that took effect on {last.until}.")
    later = listing.spans[0]
    note = f"Not listed before {later.since or later.not_before}."
    return _stand(register, listing, later, "not_listed", note)


def _holding(register: Register, head: PartyList, listing: PartyListing, span: PartySpan, day: date) -> Stand:
    """Answer for a day on which a span holds, unless a list that was read lacks the entry by then."""
    last = next((v for v in reversed(head.vintages) if v.by in listing.vintages), None)
    gone = next((v for v in head.vintages if v.by in listing.absent_from), None)
    if gone is None or last is None or day <= last.earliest:
        return _stand(register, listing, span, "listed")
    if day < gone.latest:
        note = (
            f"On the list of {_days(last)}, absent from that of {_days(gone)}; the day on which it left is not known."
        )
        return _stand(register, listing, span, "unknown", note)
    note = f"Absent from the list of {_days(gone)}; last on the list of {_days(last)}. No notice of a removal was read."
    return _stand(register, listing, span, "not_listed", note)


def _days(vintage: Vintage) -> str:
    """Write the day of a list, or the days between which it lies."""
    is_one = vintage.earliest == vintage.latest
    return str(vintage.latest) if is_one else f"{vintage.earliest} to {vintage.latest}"


def _bounds(span: PartySpan) -> Iterator[str]:
    if span.not_before is not None:
        yield f"not before {span.not_before}"
    if span.known_by is not None:
        yield f"listed by {span.known_by}"


def _stand(register: Register, listing: PartyListing, span: PartySpan, verdict: Verdict, *notes: str) -> Stand:
    text = register.text(span.ended_by if verdict == "delisted" and span.ended_by else span.by)
    at = span.ended_at if verdict == "delisted" else span.at
    since, until = _run(listing.spans, span)
    return Stand(
        verdict=verdict,
        since=since,
        until=until,
        since_basis="published" if since is not None else None,
        programmes=tuple(span.programmes),
        citation=f"{text.citation}, {at}" if at else text.citation,
        notes=(*notes, *((_sentence(span.note),) if span.note else ())),
        url=address_of(text)["url"],
        source=address_of(text)["source"],
    )


def _run(spans: Iterable[PartySpan], span: PartySpan) -> tuple[date | None, date | None]:
    """Return the first and last bound of the run of spans that follow each other without a day between."""
    since, until = span.since, span.until
    ordered = list(spans)
    for other in reversed(ordered):
        since = other.since if since is not None and other.until == since else since
    for other in ordered:
        until = other.until if until is not None and other.since == until else until
    return since, until


def _charged(register: Register, charges: Sequence[Charge], day: date) -> Stand:
    first = min(charges, key=lambda charge: charge.public or date.max)
    text = register.text(first.by)
    public = [charge for charge in charges if charge.public is not None and charge.public <= day]
    is_sure = any(charge.identity != "probable" for charge in public)
    said = [said for charge in public for said in _about(charge, day)]
    return Stand(
        verdict="charged" if is_sure else "unknown",
        since=first.public,
        since_basis="published",
        citation=text.citation,
        notes=(*said, ALLEGED) if public else (f"Charged, and public only from {first.public}.",),
        url=address_of(text)["url"],
        source=address_of(text)["source"],
    )


def _about(charge: Charge, day: date) -> Iterator[str]:
    court = "Court not known" if charge.court == "unknown" else charge.court
    case = f", {charge.case}" if charge.case else ""
    yield _sentence(f"{court}{case}: {charge.charges}")
    if charge.identity == "probable":
        yield f"Probably this party. {charge.note or ''}".strip()
    for outcome in charge.outcomes:
        known = outcome.on or outcome.known_by
        if known <= day:
            yield _sentence(f"{outcome.what} ({'on' if outcome.on else 'known by'} {known})")


def _reported(register: Register, head: PartyList, report: Report, day: date) -> Stand:
    text = register.text(report.by)
    vintages = [vintage for vintage in head.vintages if vintage.by in report.absent_from and vintage.latest <= day]
    notes = [f"Called listed on {report.as_of} in {text.citation}; no list that was read holds it."]
    if report.note:
        notes.append(_sentence(report.note))
    if vintages:
        notes.insert(0, f"Absent from the list of {_days(vintages[-1])}.")
    return Stand(
        verdict="not_listed" if vintages else "unknown",
        citation=text.citation,
        notes=tuple(notes),
        url=address_of(text)["url"],
        source=address_of(text)["source"],
    )


def _lacking(register: Register, head: PartyList, text_ids: Sequence[str], day: date) -> Stand | None:
    """Answer for a party that a list was searched for in vain; ``None`` on a day before all of its vintages."""
    vintages = [vintage for vintage in head.vintages if vintage.by in text_ids and vintage.latest <= day]
    if not vintages:
        return None
    text = register.text(vintages[-1].by)
    return Stand(
        verdict="not_listed",
        citation=text.citation,
        url=address_of(text)["url"],
        source=address_of(text)["source"],
        notes=(f"Absent from the list of {_days(vintages[-1])}.",),
    )


def _sentence(text: str) -> str:
    text = text.strip()
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


class Edition(NamedTuple):
    """A list as it was looked up: its name, the vintage of the day if there is one, where its publisher has it.

    ``earliest`` is the first day that vintage can be of, where that is another.
    """

    title: str
    vintage: date | None
    url: str | None = None
    earliest: date | None = None


def joined(stand: Stand | None, standing: Standing, entry: Entry | None, edition: Edition) -> Stand:
    """Put together what the register and the vintages of a roster say of one entry.

    A notice gives the days; for its own day a vintage shows whether the entry is there. A notice that took effect
    after the vintage stands, whatever the older vintage holds. ``entry`` is ``None`` where no vintage has it.
    """
    title, vintage, url, earliest = edition
    span = standing.span
    published = span.since if span is not None else None
    own = Stand(
        verdict=standing.status,
        since=published or (span.seen if span is not None else None),
        until=span.until if span is not None else None,
        since_basis=None if span is None else "published" if published is not None else "vintage",
        programmes=entry.programmes if entry is not None else (),
        citation=f"{title} of {vintage}" if vintage is not None else title,
        url=(entry.url if entry is not None else None) or url,
        source="official",
        notes=(standing.note,),
    )
    if stand is None:
        return own
    if own.verdict == "unknown" or (vintage is not None and _is_newer(stand, earliest or vintage)):
        return stand
    shown = f"On the list of {vintage}." if own.verdict == "listed" else standing.note
    notes = tuple(dict.fromkeys((shown, *stand.notes)))
    if own.verdict == "listed" and stand.verdict != "listed":
        return replace(own, notes=notes)
    programmes = own.programmes if own.verdict == "listed" else stand.programmes
    verdict = stand.verdict if stand.verdict == "delisted" else own.verdict
    return replace(stand, verdict=verdict, programmes=programmes or stand.programmes, notes=notes)


def _is_newer(stand: Stand, vintage: date) -> bool:
    """Tell whether the notice behind a stand took effect after a vintage."""
    day = stand.until if stand.verdict == "delisted" else stand.since
    return day is not None and day > vintage
