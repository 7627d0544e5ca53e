"""Answer a question: is this controlled, where, since when, by which text, and what must happen before it ships."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from penstock.law.contradictions import in_text
from penstock.law.identify import Kind, Reading, identify
from penstock.law.naming import with_systematic_name
from penstock.law.several import SubjectVerdict, by_subject, once, verdicts
from penstock.law.standing import Measure, Standing, force, standing
from penstock.substances import naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from penstock.goods import Mention
    from penstock.law.clash import Clash
    from penstock.law.identified import Identified
    from penstock.law.records import Obligation, Text
    from penstock.law.register import Register
    from penstock.law.routes import Route
    from penstock.law.several import Standings

INTERNATIONAL = "UN"
WEAK = "the text is near this subject, or a short form that can mean others; it may name something else"
UNCONFIRMED = "the structure is read from the name by OPSIN and not confirmed; a name alone settles nothing"


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """The answer of one jurisdiction; ``as_dict`` is the object of the design's contract."""

    jurisdiction: str
    verdict: str
    measures: tuple[dict[str, Any], ...]
    watch: tuple[dict[str, Any], ...]
    checked_on: date | None
    note: str | None
    subjects: tuple[SubjectVerdict, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain values."""
        shown = {
            "jurisdiction": self.jurisdiction,
            "verdict": self.verdict,
            "measures": list(self.measures),
            "watch": list(self.watch),
            "checked_on": self.checked_on.isoformat() if self.checked_on else None,
            "note": self.note,
        }
        return shown | {"subjects": [one.as_dict() for one in self.subjects]} if self.subjects else shown


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: the subject as read, one answer a jurisdiction, and the stamp that replays it."""

    input: str
    reading: Reading
    as_of: date
    answers: tuple[PlaceAnswer, ...]
    stamp: dict[str, Any]
    contradictions: tuple[Clash, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the object that ``penstock check --json`` prints."""
        subject: dict[str, Any] = {
            "input": self.input,
            "kind": self.reading.kind,
            "identified": [one.as_dict() for one in self.reading.identified if not one.is_candidate],
        }
        if candidates := [one.as_dict() for one in self.reading.identified if one.is_candidate]:
            subject["candidates"] = candidates
        if self.reading.kind == "text":
            subject["mentions"] = [_mentioned(mention) for mention in self.reading.mentions]
        if self.reading.suggestions:
            subject["suggestions"] = list(self.reading.suggestions)
        if self.contradictions:
            subject["contradictions"] = [clash.as_dict() for clash in self.contradictions]
        return {
            "subject": subject,
            "as_of": self.as_of.isoformat(),
            "answers": [answer.as_dict() for answer in self.answers],
            "stamp": self.stamp,
        }


def _mentioned(mention: Mention) -> dict[str, Any]:
    """Return one mention of a text as plain values; what it does not have is left out."""
    fields = ("start", "end", "text", "kind", "subject", "ordinary", "by", "stand", "record", "salt", "code")
    shown = {name: getattr(mention, name) for name in fields}
    shown["undone"] = list(mention.undone)
    return {name: value for name, value in shown.items() if value not in (None, []) or name == "subject"}


def check(  # noqa: PLR0913  # the parts of a question
    register: Register,
    subject: str,
    *,
    kind: Kind | None,
    places: Iterable[str] | None,
    on: date,
    route: Route | None,
    engine: str,
    read: Reading | None = None,
) -> Answer:
    """Answer a question on a day of law.

    Args:
        register: The register to read.
        subject: A CAS number, name, structure, equipment name, customs code or line of goods text.
        kind: What the subject is, when the reader knows; otherwise it is found out.
        places: Jurisdictions asked about; by default those of the route with the UN, else all.
        on: The day of law.
        route: Where the goods start, pass and end.
        engine: Version of the program, for the stamp.
        read: What the subject was identified as, where that was done before.

    Raises:
        UnknownPlace: A jurisdiction the register holds no law of.
    """
    read = identify(register, subject, kind) if read is None else read
    reading = with_systematic_name(register, subject.strip(), kind, read)
    clashes = tuple(in_text(register, subject)) if reading.kind == "text" else ()
    reading = replace(reading, is_partial=True) if clashes else reading
    route = route.in_capitals() if route is not None else None
    wanted = register.places(places) if places is not None or route is None else route_places(register, route)
    answers = tuple(place_answer(register, reading, place, on, route) for place in wanted)
    unread = _countries_without_law(register, route) if places is None else []
    answers += tuple(_no_law(country) for country in unread)
    if any(one.is_unconfirmed for one in reading.identified):
        engine = naming.engine_with_reader(engine)
    return Answer(subject, reading, on, answers, stamp(register, on, engine), clashes)


def stamp(register: Register, on: date, engine: str) -> dict[str, Any]:
    """Return what must be equal for two runs to give the same bytes."""
    return {"as_of": on.isoformat(), "register": register.digest, "rosters": {}, "engine": engine}


def route_places(register: Register, route: Route) -> tuple[str, ...]:
    """Return the jurisdictions whose law binds a route, and the UN."""
    countries = [country for country in (route.origin, *route.transit, route.destination) if country]
    bound = [place for country in countries for place in register.binding(country)]
    return tuple(dict.fromkeys([*bound, INTERNATIONAL]))


def _countries_without_law(register: Register, route: Route | None) -> list[str]:
    if route is None:
        return []
    countries = (route.origin, *route.transit, route.destination)
    return list(dict.fromkeys(c for c in countries if c and not register.binding(c)))


def _no_law(country: str) -> PlaceAnswer:
    return PlaceAnswer(country, "unknown", (), (), None, f"The register holds no law of {country}.")


def place_answer(register: Register, reading: Reading, place: str, on: date, route: Route | None) -> PlaceAnswer:
    """Answer for one jurisdiction."""
    checked_on = min((file.list.checked_on for _, file in register.lists_of(place)), default=None)
    notes = [reading.invalid, reading.note]
    if reading.suggestions:
        meant = (f"{cas} ({register.name_of(register.by_cas[cas][0])})" for cas in reading.suggestions)
        notes.append(f"Did you mean {', '.join(meant)}?")
    if reading.invalid is not None:
        return PlaceAnswer(place, "invalid", (), (), checked_on, _join(notes))
    subjects = [one for one in reading.identified if not one.is_candidate]
    if not subjects:
        notes.append(_candidates_note(register, reading, place, on, route))
        return PlaceAnswer(place, "unknown", (), (), checked_on, _join(notes) or "Nobody knows what this is.")
    standings = [(one, standing(register, one, place, on, route)) for one in subjects]
    weak = _are_weak(subjects)
    if checked_on is not None and on > checked_on:
        notes.append(looked_on(checked_on))
    notes += [note for one in subjects for note in _how_read(one)]
    told = by_subject(standings)
    for one, result in standings:
        said = _notes(register, one, result, place, on)
        notes += [f"{one.name}: {note}" for note in said] if len(told) > 1 else said

    def shown(one: Identified, measure: Measure) -> dict[str, Any]:
        of = {"about": one.name} if len(told) > 1 else {}
        return _shown(register, measure, doubt=_doubt(one) if weak else None) | of

    return PlaceAnswer(
        jurisdiction=place,
        verdict=_verdict([result for _, result in standings], weak=weak, is_partial=reading.is_partial),
        measures=once(shown(one, m) for one, result in standings for m in (*result.measures, *result.open)),
        watch=once(shown(one, m) for one, result in standings for m in result.watch),
        checked_on=checked_on,
        note=_join(notes),
        subjects=verdicts(told, lambda ways: _own_verdict(ways, weak=weak)),
    )


def looked_on(day: date | str) -> str:
    """Return the note that the day asked about is later than the last look at a place's lists."""
    return f"The register last looked on {day}."


def _own_verdict(ways: Standings, *, weak: bool) -> str:
    """Return the verdict of one subject by all the ways it was recognised; ``weak`` tells that all subjects are."""
    return _verdict([result for _, result in ways], weak=weak or _are_weak([one for one, _ in ways]), is_partial=False)


def _are_weak(subjects: Sequence[Identified]) -> bool:
    """Tell whether all there is are parts of longer names, short forms of several subjects, or names read by OPSIN.

    Such a reading neither convicts nor clears.
    """
    unconfirmed = [one for one in subjects if one.is_unconfirmed]
    sure = [one for one in subjects if not one.is_near and not one.is_unconfirmed]
    short = {one.subject for one in subjects if one.by == "abbreviation"}
    return not sure and (len(short) != 1 or bool(unconfirmed))


def _doubt(one: Identified) -> str:
    return UNCONFIRMED if one.is_unconfirmed else WEAK


def _verdict(standings: Sequence[Standing], *, weak: bool, is_partial: bool) -> str:
    verdicts = {result.verdict for result in standings}
    first = next(v for v in ("controlled", "unknown", "not_controlled") if v in verdicts)
    return "unknown" if weak or (is_partial and first == "not_controlled") else first


def _candidates_note(register: Register, reading: Reading, place: str, on: date, route: Route | None) -> str | None:
    if not reading.identified:
        return None
    verdicts = [(one.name, standing(register, one, place, on, route).verdict) for one in reading.identified]
    said = [
        f"Candidates {words} here on this day: {', '.join(names)}."
        for verdict, words in (("controlled", "controlled"), ("unknown", "with an open answer"))
        if (names := [name for name, found in verdicts if found == verdict])
    ]
    return " ".join(said) or "None of its candidates in the register is controlled here on this day."


def _how_read(one: Identified) -> Iterator[str]:
    """Say what is weak about the way a subject was recognised."""
    if one.is_unconfirmed:
        yield "Read from the name by OPSIN, unconfirmed."
        yield f"OPSIN reads {one.smiles}."
    elif one.near:
        yield f"The text is near the name {one.name!r} and may name another substance."
    elif one.by == "abbreviation":
        yield f"{one.name} is read from a short form that can mean other things."


def _notes(register: Register, one: Identified, result: Standing, place: str, on: date) -> list[str]:
    notes = [_sentence(said) for said in _on_other_days(register, one, place, on)]
    if one.differs:
        notes.append(f"Differs from the register's {one.name} in: {', '.join(one.differs)}.")
    if not result.measures:
        notes += [_sentence(measure.open) for measure in result.open if measure.open]
        if kin := result.kin(register):
            names = ", ".join(dict.fromkeys(register.name_of(other) for other in kin))
            notes.append(f"Close relative of {names}: hold for review.")
        notes += [_sentence(gap) for gap in (*result.doubts, *result.gaps)]
    notes += [_sentence(_exempt(register, measure, result.measures)) for measure in result.exempt]
    notes += [_sentence(m.span.note) for m in result.measures if m.span.note]
    if any(m.basis == "class" for m in result.measures):
        notes.append("It meets the wording of a class; the register knows no text that exempts it.")
        notes += [f"A class may give way to a listing by name, and that was not settled. {d}" for d in result.doubts]
    only = {tuple(m.placed.file.list.counterparties) for m in result.measures}
    if only and () not in only:
        towards = sorted({place for places in only for place in places})
        notes.append(f"Only towards {', '.join(towards)}.")
    return notes


def _on_other_days(register: Register, one: Identified, place: str, on: date) -> Iterator[str]:
    """Say of each class whose wording is met, and that does not hold on this day, when it does or did."""
    for reading in one.classes:
        for placed in register.entries_on(reading.subject, place) if reading.verdict != "outside" else ():
            spans = placed.entry.spans
            if any(force(span, on) != "no" for span in spans):
                continue
            clauses = dict.fromkeys([*reading.clauses, *(clause for clause, _ in reading.open)])
            may = "meets" if reading.verdict == "meets" else "may meet"
            words = f"{may} the wording of {register.name_of(reading.subject)}, clause {', '.join(clauses)}"
            later = min((span.since for span in spans if span.since is not None and span.since > on), default=None)
            ended = max((span.until for span in spans if span.until is not None and span.until <= on), default=None)
            if later is not None:
                yield f"{words}, which holds here only from {later}"
            elif ended is not None:
                yield f"{words}, which held here until {ended}"


def _exempt(register: Register, measure: Measure, standing_ones: Sequence[Measure]) -> str:
    """Say that the words of a class are met and that another list takes the substance out of it."""
    wide = set(measure.placed.file.list.yields_to)
    under = [f"{m.placed.file.list.name} ({_cited(register, m)})" for m in standing_ones if m.placed.list_id in wide]
    met = f", clause {', '.join(measure.clauses)}" if measure.clauses else ""
    words = f"meets the wording of {register.name_of(measure.placed.subject)}{met}"
    return f"{words} ({_cited(register, measure)}); exempt under {', '.join(under)}"


def _cited(register: Register, measure: Measure) -> str:
    citation = register.text(measure.span.by).citation
    return f"{citation}, {measure.span.at}" if measure.span.at else citation


def _sentence(text: str) -> str:
    text = text.strip()
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def _join(notes: Iterable[str | None]) -> str | None:
    return " ".join(dict.fromkeys(note for note in notes if note)) or None


def _wording(register: Register, measure: Measure) -> dict[str, str]:
    """Return the words of each clause a measure rests on, in English where the register has them."""
    record = register.packed.classes.get(measure.placed.subject)
    own = {clause.clause: clause.en or clause.text for clause in record.wording} if record else {}
    return {name: " ".join(own[name].split()) for name in measure.clauses if name in own}


def _shown(register: Register, measure: Measure, *, doubt: str | None) -> dict[str, Any]:
    placed, span = measure.placed, measure.span
    head, text = placed.file.list, register.text(span.by)
    return {
        "id": placed.measure_id,
        "subject": placed.subject,
        "subject_name": register.name_of(placed.subject),
        "instrument": head.instrument,
        "list": head.name,
        "basis": measure.basis,
        "scope": list(measure.scope),
        "clauses": list(measure.clauses),
        "wording": _wording(register, measure),
        "atoms": {name or "skeleton": list(atoms) for name, atoms in measure.atoms},
        "since": measure.since.isoformat() if measure.since else "unknown",
        "until": measure.until.isoformat() if measure.until else None,
        "not_before": span.not_before.isoformat() if span.not_before else None,
        "known_by": span.known_by.isoformat() if span.known_by else None,
        "decided": span.decided.isoformat() if span.decided else None,
        "obligations": [_shown_duty(register, duty) for duty in measure.obligations],
        "direction": list(head.direction) or None,
        "counterparties": list(head.counterparties) or None,
        "citation": _cited(register, measure),
        **address_of(text),
        "open": measure.open or doubt,
    }


def address_of(text: Text) -> dict[str, str]:
    """Return the best address of a text and what sort of source stands behind it.

    ``source`` is ``official`` only where an official text was read; a copy or a report is called that, even where
    the official address is known.
    """
    best = min(text.seen, key=lambda seen: ("official", "copy", "secondary").index(seen.kind))
    return {"url": text.url or best.url, "source": best.kind}


def _shown_duty(register: Register, duty: Obligation) -> dict[str, Any]:
    citation = register.text(duty.by).citation
    shown: dict[str, Any] = {
        "stage": duty.stage,
        "duty": duty.duty,
        "text": duty.text,
        "citation": f"{citation}, {duty.at}" if duty.at and duty.at not in citation else citation,
        "counterparties": list(duty.counterparties) or None,
    }
    if duty.threshold is not None:
        limit = duty.threshold
        fields = ("meaning", "quantity", "unit", "concentration_percent", "period")
        shown["threshold"] = {name: value for name in fields if (value := getattr(limit, name)) is not None}
    return shown
