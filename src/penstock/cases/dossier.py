"""The dossier of a party, a substance or a period: what the register, the lists and the store say, as one document.

Pure: the register, the lists, what the store knew and the moment are handed in; the same give the same document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from penstock.cases import control, gathered, listed, sections, told
from penstock.cases.about import about, party, substance
from penstock.cases.document import Dossier, LeftOut
from penstock.cases.recorded import recorded
from penstock.cases.sharing import HANDLED_AS, allows, shareable
from penstock.kernel.errors import UnknownId
from penstock.law.identify import identify

if TYPE_CHECKING:
    from penstock.cases.asked import Ask
    from penstock.cases.document import DecisionRow, EventRow, Section
    from penstock.cases.known import Store
    from penstock.cases.listed import Known
    from penstock.law.register import Register


def of_party(known: Known, store: Store, ask: Ask) -> Dossier:
    """Return the dossier of a party.

    Raises:
        UsageError: It is on record of nobody, or of several; or a day has not come.
    """
    ask.checked(store.at)
    subject = listed.find(known, ask.subject or "", ask.as_of)
    ids = (subject.id, *(uid for _, uid in subject.uids))
    meant = about(store, party(subject.names, *ids))
    standing = listed.standing(known, subject, ask.as_of)
    spans = listed.spans(known, subject, ask.as_of)
    charges = listed.charges(known.register, subject, ask.as_of)
    if subject.party_id is None and not (standing or meant.cases or meant.decisions):
        message = f"Nothing is on record of {ask.subject!r}."
        raise UnknownId(message, remedy="Check the name, import the lists, or give an id.")
    first = sections.listings(standing, spans, charges)
    events = list(listed.events_of(spans or standing, charges))
    return _whole(ask._replace(subject=subject.id), subject.names[0], known, meant, _Own(first, events, subject.id))


def of_substance(known: Known, store: Store, ask: Ask) -> Dossier:
    """Return the dossier of a substance, a class of substances or a kind of equipment.

    Raises:
        UsageError: The register does not know it, or knows several by that name; or a day has not come.
    """
    ask.checked(store.at)
    register = known.register
    subject = find(register, ask.subject or "")
    spans = control.spans(register, subject, ask.places, ask.as_of)
    lags = control.lags(register, [subject], ask.places, ask.as_of)
    meant = about(store, substance(register, subject))
    own = _Own(sections.control(spans, lags), control.events_of_spans(spans), subject)
    return _whole(ask._replace(subject=subject), register.name_of(subject), known, meant, own)


def find(register: Register, asked: str) -> str:
    """Return the subject that is meant by an id of the register, a CAS number, a structure or a name.

    Raises:
        UnknownId: The register knows none of that name, or several.
    """
    packed = register.packed
    if asked in packed.substances or asked in packed.equipment or asked in packed.classes:
        return asked
    found = sorted(
        {one.subject for one in identify(register, asked).identified if one.subject and not one.is_candidate}
    )
    if len(found) == 1:
        return found[0]
    said = f"is one of {', '.join(found)}" if found else "is nothing the register knows"
    message = f"{asked!r} {said}."
    raise UnknownId(message, remedy="Give an id or a CAS number; 'penstock check NAME' prints the ids.")


def of_period(known: Known, store: Store, ask: Ask) -> Dossier:
    """Return the dossier of a period: what law changed, and what was done in it.

    Raises:
        UsageError: The period holds no day, or one that has not come.
    """
    ask.checked(store.at)
    since, until = ask.since or ask.as_of, ask.until or ask.as_of
    rows = control.changed(known.register, since, until, ask.places)
    events = control.events_of_changes(rows)
    title = f"{since} to {until}"
    return _whole(ask, title, known, store, _Own(sections.changes(rows), events, None))


class _Own(NamedTuple):
    """What a dossier has of its own: its first section, what happened, and what the record calls its subject."""

    first: Section
    events: list[EventRow]
    meant: str | None


def _whole(ask: Ask, title: str, known: Known, store: Store, own: _Own) -> Dossier:
    """Put the sections that every dossier has after those of its own."""
    inside = [case for case in store.cases if ask.is_in(case)]
    cases, left_out = shareable(inside, ask.tlp)
    rows = gathered.rows(cases, ask.as_of)
    scores = gathered.scored(rows.past, ask.as_of, ask.tlp)
    told_of = recorded(known.register, cases, ask.holds, own.meant)
    decisions, kept_back = _decisions(store, ask)
    events = [*own.events, *rows.events(), *told_of.events()]
    parts = [
        own.first,
        sections.leads(rows.leads, scores),
        sections.notices(rows.notices),
        sections.permits(rows.permits),
        sections.visits(rows.visits),
        sections.removals(rows.removals),
        sections.statements(told_of),
        sections.decisions(decisions),
    ]
    return Dossier(
        head=ask.head(title, store.at, (*left_out, *kept_back)),
        sections=(
            sections.timeline(event for event in events if ask.what != "period" or ask.holds(event.day)),
            *parts,
            sections.sources(parts),
        ),
        records={case.id: case.digest() for case in cases},
    )


def _decisions(store: Store, ask: Ask) -> tuple[list[DecisionRow], list[LeftOut]]:
    rows = [told.decision(one) for one in store.decisions if ask.holds(one.kept_on)]
    if allows(ask.tlp, HANDLED_AS):
        return rows, []
    return [], [LeftOut(kind="decision", why="tlp", limit=HANDLED_AS, number=len(rows))] if rows else []
