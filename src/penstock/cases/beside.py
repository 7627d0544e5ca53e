"""A claim beside the register: for each subject, place and day whether the dated texts say the same.

It compares words with texts and passes no verdict on whoever spoke.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol

from msgspec import Struct, convert, to_builtins

from penstock.cases.record import ClaimSaid
from penstock.kernel.days import parse_day
from penstock.kernel.errors import UsageError
from penstock.law.check import address_of, place_answer
from penstock.law.identified import on_record
from penstock.law.identify import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from penstock.law.act_records import Predicate
    from penstock.law.party_records import PartySpan
    from penstock.law.records import SpanRecord
    from penstock.law.register import Register

_FIELDS = ("predicate", "subjects", "places", "named", "note")
_DAY = 10

Status = Literal["consistent", "contradicted", "out_of_scope", "unknown"]
STATUSES: tuple[Status, ...] = ("consistent", "contradicted", "out_of_scope", "unknown")


class Said(Protocol):
    """What both the register's claims and those of entries say."""

    @property
    def predicate(self) -> Predicate:
        """What is claimed."""

    @property
    def subjects(self) -> tuple[str, ...]:
        """Of what."""

    @property
    def places(self) -> tuple[str, ...]:
        """Whose law is spoken of."""


class Text(Struct, frozen=True, kw_only=True):
    """A text that speaks of the subject there: its span with ``unknown`` for a day no source gives."""

    measure: str
    list: str
    citation: str
    url: str
    source: str
    since: str
    until: str | None
    not_before: str | None = None
    known_by: str | None = None
    watch: bool = False


class Row(Struct, frozen=True, kw_only=True):
    """One subject in one place on one day: what is claimed, what the register shows, and how the two stand."""

    predicate: str
    subject: str
    name: str
    place: str
    day: str
    register: str
    status: Status
    texts: list[Text]
    note: str | None

    def as_dict(self) -> dict[str, Any]:
        """Return the row as plain values."""
        shown: dict[str, Any] = to_builtins(self)
        return shown


def beside(register: Register, claim: Said, day: date) -> list[Row]:
    """Set a claim beside the register, subject by subject and place by place, on a day of law."""
    return [
        row
        for subject in claim.subjects
        for place in claim.places
        for row in _row(register, claim, subject, place, day)
    ]


def rows_of(register: Register, entry: str, said: Mapping[str, Any], on: date | None) -> dict[str, Any]:
    """Return ``{"id", "speaker", "day", "claims": [{..., "rows", "counts"}], "register"}`` of a statement.

    Raises:
        UsageError: Its day is not settled and no other was given.
    """
    day = str(said["day"])
    if on is None and len(day) != _DAY:
        message = f"The day of {entry!r} is {day}: the register cannot be asked about it."
        raise UsageError(message, remedy="Give the day of law with --on.")
    asked = on or parse_day(day)
    claims = []
    for one in said.get("claims", ()):
        claim = convert({name: one[name] for name in _FIELDS if name in one}, ClaimSaid)
        rows = beside(register, claim, asked)
        shown = to_builtins(claim)
        claims.append(shown | {"rows": [row.as_dict() for row in rows], "counts": counted(rows)})
    return {
        "id": entry,
        "speaker": said["speaker"],
        "day": asked.isoformat(),
        "claims": claims,
        "register": register.digest,
    }


def counted(rows: Sequence[Row]) -> dict[Status, int]:
    """Return how many rows stand in each way."""
    return {status: sum(row.status == status for row in rows) for status in STATUSES}


def _row(register: Register, claim: Said, subject: str, place: str, day: date) -> Iterator[Row]:
    packed = register.packed
    if subject in packed.parties:
        yield _party(register, claim, subject, place, day)
    elif place not in packed.jurisdictions:
        yield _made(claim, subject, subject, place, day, "no law held", [], "The register holds no law of this place.")
    elif claim.predicate == "common_goods":
        note = (
            "No text the register holds has a class of this name; whether one speaks of the subject is another claim."
        )
        yield _made(claim, subject, _name(register, subject), place, day, "no such class", [], note)
    elif subject in packed.classes:
        yield _class(register, claim, subject, place, day)
    elif subject in packed.substances or subject in packed.equipment:
        yield _thing(register, claim, subject, place, day)
    else:
        yield _made(claim, subject, subject, place, day, "not known", [], "The register does not know this subject.")


def _name(register: Register, subject: str) -> str:
    known = {**register.packed.equipment}
    is_known = subject in known or subject in register.packed.substances or subject in register.packed.classes
    return register.name_of(subject) if is_known else subject


def _thing(register: Register, claim: Said, subject: str, place: str, day: date) -> Row:
    reading = Reading("substance", (on_record(register, subject, "name", 1.0),))
    answer = place_answer(register, reading, place, day, None)
    texts = [_text(m, watch=False) for m in answer.measures] + [_text(m, watch=True) for m in answer.watch]
    return _made(claim, subject, register.name_of(subject), place, day, answer.verdict, texts, answer.note)


def _text(measure: dict[str, Any], *, watch: bool) -> Text:
    return Text(
        measure=measure["id"],
        list=measure["list"],
        citation=measure["citation"],
        url=measure["url"],
        source=measure["source"],
        since=measure["since"],
        until=measure["until"],
        not_before=measure["not_before"],
        known_by=measure["known_by"],
        watch=watch,
    )


def _class(register: Register, claim: Said, subject: str, place: str, day: date) -> Row:
    texts, verdict = [], "unknown"
    for placed in register.entries_on(subject, place):
        for span in placed.entry.spans:
            text = register.text(span.by)
            texts.append(
                Text(
                    measure=placed.measure_id,
                    list=placed.file.list.name,
                    citation=f"{text.citation}, {span.at}" if span.at else text.citation,
                    since=span.since.isoformat() if span.since else "unknown",
                    until=span.until.isoformat() if span.until else None,
                    url=address_of(text)["url"],
                    source=address_of(text)["source"],
                )
            )
            holds = _holds(span, day)
            verdict = (
                "controlled" if holds else verdict if holds is None or verdict == "controlled" else "not_controlled"
            )
    note = None if texts else "The register holds no list of this place that names the class."
    return _made(claim, subject, register.name_of(subject), place, day, verdict, texts, note)


def _holds(span: SpanRecord | PartySpan, day: date) -> bool | None:
    """Tell whether a span holds on a day; ``None`` where its first day is not known."""
    if span.until is not None and span.until <= day:
        return False
    if span.since is None:
        return True if span.known_by is not None and span.known_by <= day else None
    return span.since <= day


def _party(register: Register, claim: Said, subject: str, place: str, day: date) -> Row:
    party = register.packed.parties[subject]
    texts, verdict = [], "unknown"
    for listing in party.listings:
        head = register.packed.party_lists[listing.of]
        if head.jurisdiction != place:
            continue
        for span in listing.spans:
            text = register.text(span.by)
            texts.append(
                Text(
                    measure=f"{listing.of}.{subject}",
                    list=head.name,
                    citation=f"{text.citation}, {span.at}" if span.at else text.citation,
                    since=span.since.isoformat() if span.since else "unknown",
                    until=span.until.isoformat() if span.until else None,
                    url=address_of(text)["url"],
                    source=address_of(text)["source"],
                )
            )
            holds = _holds(span, day)
            verdict = "listed" if holds else verdict if holds is None or verdict == "listed" else "not_listed"
    note = None if texts else "The register's notices of this place say nothing of a listing of this party."
    return _made(claim, subject, party.name, place, day, verdict, texts, note)


_AFFIRMS = {"regulated": {"controlled"}, "scheduled_class": {"controlled"}, "listed": {"listed"}}
_DENIES = {"not_regulated": {"not_controlled"}, "not_listed": {"not_listed"}}
_OPPOSITE = {
    "controlled": "not_controlled",
    "not_controlled": "controlled",
    "listed": "not_listed",
    "not_listed": "listed",
}


def _made(  # noqa: PLR0913, PLR0917  # the parts of a row
    claim: Said, subject: str, name: str, place: str, day: date, register: str, texts: list[Text], note: str | None
) -> Row:
    return Row(
        predicate=claim.predicate,
        subject=subject,
        name=name,
        place=place,
        day=day.isoformat(),
        register=register,
        status=_status(claim.predicate, register),
        texts=texts,
        note=note,
    )


def _status(predicate: str, register: str) -> Status:
    says = {**_AFFIRMS, **_DENIES}.get(predicate)
    if says is None or register in {"no law held", "not known", "no such class"}:
        return "out_of_scope"
    if register in says:
        return "consistent"
    if _OPPOSITE.get(register) in says:
        return "contradicted"
    return "unknown"
