"""The record on one line of time: acts, statements and the days on which controls and listings begin and end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, to_builtins

from penstock.law.check import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from penstock.law.act_records import Act, ActSource, Statement
    from penstock.law.register import Register

EventKind = Literal["act", "statement", "control_begins", "control_ends", "listing_begins", "listing_ends"]


class Citation(Struct, frozen=True, kw_only=True):
    """A source of an event; ``source`` says what sort of copy it is."""

    citation: str
    url: str | None
    source: str


class Event(Struct, frozen=True, kw_only=True):
    """What happened on a day, month or year; ``id`` is that of the act, statement, measure or case behind it.

    ``status`` is ``done``, ``allegation``, ``reported`` where nothing but the press says it, or the state of a case.
    """

    day: str
    kind: EventKind
    id: str
    title: str
    detail: str
    by: str
    place: str | None
    status: str
    sources: list[Citation]

    def as_dict(self) -> dict[str, Any]:
        """Return the event as plain values."""
        shown: dict[str, Any] = to_builtins(self)
        return shown


def timeline(  # noqa: PLR0913  # what a timeline may show
    register: Register,
    *,
    subjects: Iterable[str] = (),
    parties: Iterable[str] = (),
    entries: Iterable[tuple[str, str, str, Mapping[str, Any]]] = (),
    since: date | None = None,
    until: date | None = None,
) -> list[Event]:
    """Return the events of the record by day.

    Args:
        register: The register with its record.
        subjects: Substances, classes and machines whose control spans are shown.
        parties: Parties whose listings are shown.
        entries: What is kept besides, each ``(kind, id, state, body)`` of a case of the kind ``act`` or ``statement``.
        since: The first day; everything when ``None``.
        until: The day before which it ends; ``None`` for no end.
    """
    found = [*acts_of(register), *statements_of(register)]
    for subject in dict.fromkeys(subjects):
        found += _controls(register, subject)
    for party in dict.fromkeys(parties):
        found += _listings(register, party)
    found += [_entry(*one) for one in entries]
    first, last = since.isoformat() if since else "", until.isoformat() if until else "9999"
    kept = [one for one in found if one.day != "unknown" and first[: len(one.day)] <= one.day < last]
    return sorted(kept, key=lambda one: (one.day, one.kind, one.id))


def acts_of(register: Register) -> Iterator[Event]:
    """Yield the acts of the register's record."""
    for key, act in register.packed.acts.items():
        yield act_event(register, key, act)


def act_event(register: Register, key: str, act: Act) -> Event:
    """Return an act as an event."""
    sources = [cited(register, one) for one in act.sources]
    detail = " ".join(part for part in (act.what, act.note) if part)
    day = shortened(act.day, act.grain)
    status = act.status if act.status == "allegation" else _reported(sources)
    return Event(
        day=day,
        kind="act",
        id=key,
        title=act.kind,
        detail=detail,
        by=act.by,
        place=act.place,
        status=status,
        sources=sources,
    )


def statements_of(register: Register) -> Iterator[Event]:
    """Yield the statements of the register's record."""
    for key, one in register.packed.statements.items():
        yield statement_event(register, key, one)


def statement_event(register: Register, key: str, one: Statement) -> Event:
    """Return a statement as an event."""
    sources = [cited(register, source) for source in one.sources]
    quote = f" “{one.quote}”" if one.quote else ""
    by = f"{one.speaker}, {one.on_behalf}" if one.on_behalf else one.speaker
    return Event(
        day=shortened(one.day, one.grain),
        kind="statement",
        id=key,
        title=f"{one.speaker} says",
        detail=" ".join(part for part in (f"{one.says}{quote}", one.note) if part),
        by=by,
        place=one.place,
        status=_reported(sources),
        sources=sources,
    )


def shortened(day: date, grain: str) -> str:
    """Return a day with no more than the grain that is settled."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(grain, 10)]


def _reported(sources: list[Citation]) -> str:
    return "done" if any(one.source in {"official", "copy"} for one in sources) else "reported"


def cited(register: Register, source: ActSource) -> Citation:
    """Return a source of the record with its citation, address and kind."""
    if source.text is not None:
        text = register.text(source.text)
        address = address_of(text)
        citation = f"{text.citation}, {source.at}" if source.at else text.citation
        return Citation(citation=citation, url=address["url"], source=address["source"])
    return Citation(citation=source.note or source.url or "", url=source.url, source=source.kind or "secondary")


def _controls(register: Register, subject: str) -> Iterator[Event]:
    name = register.name_of(subject)
    for place in register.packed.jurisdictions:
        for placed in register.entries_on(subject, place):
            head = placed.file.list
            for span in placed.entry.spans:
                text = register.text(span.by)
                title = f"{name}: {head.name}"
                if span.since is not None:
                    yield _span(span.since, "control_begins", placed.measure_id, title, head.kind, place, text)
                if span.until is not None:
                    ended = register.text(span.ended_by) if span.ended_by else text
                    yield _span(span.until, "control_ends", placed.measure_id, title, head.kind, place, ended)


def _listings(register: Register, key: str) -> Iterator[Event]:
    party = register.packed.parties[key]
    for listing in party.listings:
        head = register.packed.party_lists[listing.of]
        for span in listing.spans:
            text, name, of = register.text(span.by), f"{party.name}: {head.name}", f"{listing.of}.{key}"
            if span.since is not None:
                yield _span(span.since, "listing_begins", of, name, head.kind, head.jurisdiction, text)
            if span.until is not None:
                ended = register.text(span.ended_by) if span.ended_by else text
                yield _span(span.until, "listing_ends", of, name, head.kind, head.jurisdiction, ended)


def _span(day: date, kind: EventKind, key: str, title: str, what: str, place: str, text: Any) -> Event:  # noqa: ANN401, PLR0913, PLR0917  # parts of an event
    address = address_of(text)
    source = Citation(citation=text.citation, url=address["url"], source=address["source"])
    by = text.issuer or place
    return Event(
        day=day.isoformat(),
        kind=kind,
        id=key,
        title=title,
        detail=what,
        by=by,
        place=place,
        status="done",
        sources=[source],
    )


def _entry(kind: str, key: str, state: str, body: Mapping[str, Any]) -> Event:
    origin = body["origin"]
    source = Citation(citation=origin["citation"], url=origin.get("url"), source="secondary")
    is_act = kind == "act"
    quote = f" “{body['quote']}”" if not is_act and body.get("quote") else ""
    return Event(
        day=body["day"],
        kind="act" if is_act else "statement",
        id=key,
        title=body["kind"] if is_act else f"{body['speaker']} says",
        detail=body["what"] if is_act else f"{body.get('says') or ''}{quote}".strip(),
        by=body["by"] if is_act else body["speaker"],
        place=body.get("place"),
        status=state,
        sources=[source],
    )
