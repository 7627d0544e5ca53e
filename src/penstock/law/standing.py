"""How one subject stands in one place on one day: measures in force, open questions, watch lists, gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from penstock.law.described import class_standing
from penstock.law.measures import Measure, Standing, day_open, force, measured, scope_of
from penstock.law.routes import binds, on_route

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from penstock.law.identified import Identified
    from penstock.law.records import Coverage, ScopeWord
    from penstock.law.register import Placed, Register
    from penstock.law.routes import Route
    from penstock.substances.derivation import Derived
    from penstock.substances.wording import Reading

OPEN_WORDS = frozenset({"derivative", "analogue"})
"""Scope words with no settled chemical meaning: what falls under them stays open."""

ISOMER_WORDS = frozenset({"isomer", "stereoisomer", "optical-isomer", "geometric-isomer"})


def standing(register: Register, one: Identified, place: str, day: date, route: Route | None) -> Standing:
    """Judge one identified subject in one place on one day of law."""
    return (class_standing if one.kind == "class" else _standing)(register, one, place, day, route)


def _standing(register: Register, one: Identified, place: str, day: date, route: Route | None) -> Standing:
    outside = (reading.subject for reading in one.classes if reading.verdict == "outside")
    result = Standing(relatives=tuple(dict.fromkeys([*one.relatives, *outside])))
    own = register.entries_on(one.subject, place) if one.subject else []
    for placed in own:
        _sort(result, placed, _named(register, placed, one, day, route))
    for placed, word in _parent_entries(register, one, place):
        _sort(result, placed, _derived(register, placed, one, word=word, day=day, route=route))
    for derived in one.derived:
        for placed in register.entries_on(derived.parent, place):
            _sort(result, placed, _by_rule(register, placed, one, derived, day=day, route=route))
    for reading in one.classes:
        for placed in register.entries_on(reading.subject, place):
            _sort(result, placed, _in_class(register, placed, one, reading, day=day, route=route))
    if result.measures:
        result.open.clear()
    else:
        for placed in _relative_entries(register, one, place):
            if not _shown_absent(register, one, placed.list_id, place, day):
                _sort(result, placed, _related(register, placed, day, route))
    result.measures, result.exempt = _yielding(result.measures)
    _add_gaps(register, result, one, place=place, day=day, route=route)
    return result


def _sort(result: Standing, placed: Placed, measures: Iterator[Measure]) -> None:
    for measure in measures:
        if placed.file.list.kind == "watch":
            if measure.open is None:
                result.watch.append(measure)
        elif measure.open is None:
            result.measures.append(measure)
        else:
            result.open.append(measure)


def _yielding(measures: list[Measure]) -> tuple[list[Measure], list[Measure]]:
    """Part the measures that stand from those of lists that give way to another one ("unless listed in ...")."""
    in_force = {measure.placed.list_id for measure in measures}
    gives_way = [bool(in_force & set(m.placed.file.list.yields_to)) for m in measures]
    pairs = list(zip(measures, gives_way, strict=True))
    return [m for m, gives in pairs if not gives], [m for m, gives in pairs if gives]


def _named(register: Register, placed: Placed, one: Identified, day: date, route: Route | None) -> Iterator[Measure]:
    for span in placed.entry.spans:
        state = force(span, day)
        if state == "no" or not binds(register, placed.file.list, route):
            continue
        scope = scope_of(placed, span)
        word = _form_word(one)
        why = day_open(span) if state == "open" else None
        if word is None:
            yield measured(register, placed, span, "named", (), route=route, day=day, why_open=why)
        elif word == "salt" and "salt" in scope:
            yield measured(register, placed, span, "scope", ("salt",), route=route, day=day, why_open=why)
        elif word == "isomer" and (covering := sorted(ISOMER_WORDS & set(scope))):
            yield measured(register, placed, span, "scope", (covering[0],), route=route, day=day, why_open=why)
        else:
            said = f"the words of the entry do not mention {word}s, and this is {one.form or 'another form'}"
            yield measured(register, placed, span, "scope", (word,), route=route, day=day, why_open=why or said)


def _form_word(one: Identified) -> Literal["salt", "isomer"] | None:
    """Which scope word an identified form needs; hydrates and labelled forms are the substance itself."""
    if one.form is None:
        return None
    form = one.form.casefold()
    if any(word in form for word in ("isomer", "enantiomer", "racem", "(+)", "(-)")):
        return "isomer"
    if any(word in form for word in ("deuter", "label", "13c", "isotop", "technical", "anhydrous")):
        return None
    return None if form.endswith("hydrate") and "chlor" not in form and "sul" not in form else "salt"


def _parent_entries(register: Register, one: Identified, place: str) -> Iterator[tuple[Placed, ScopeWord]]:
    substance = register.packed.substances.get(one.subject or "")
    for derivation in substance.derived_from if substance else ():
        for placed in register.entries_on(derivation.parent, place):
            yield placed, derivation.as_


def _derived(  # noqa: PLR0913  # the parts of one question
    register: Register, placed: Placed, one: Identified, *, word: ScopeWord, day: date, route: Route | None
) -> Iterator[Measure]:
    for span in placed.entry.spans:
        state = force(span, day)
        scope = set(scope_of(placed, span))
        if state == "no" or not binds(register, placed.file.list, route):
            continue
        why = day_open(span) if state == "open" else None
        is_salt = _form_word(one) == "salt"
        if word in scope and is_salt and not scope & {"salt", "any-combination"}:
            said = f"the words of the entry do not mention salts of a {word}, and this is {one.form}"
            yield measured(register, placed, span, "scope", (word,), route=route, day=day, why_open=why or said)
        elif word in scope:
            words = (word, "salt") if is_salt and "salt" in scope else (word,)
            yield measured(register, placed, span, "scope", words, route=route, day=day, why_open=why)
        elif open_words := sorted(OPEN_WORDS & scope):
            said = f"the word {open_words[0]!r} is open: whether it takes in a {word} is not settled"
            yield measured(register, placed, span, "scope", tuple(open_words), route=route, day=day, why_open=said)


def _by_rule(  # noqa: PLR0913  # the parts of one question
    register: Register, placed: Placed, one: Identified, derived: Derived, *, day: date, route: Route | None
) -> Iterator[Measure]:
    """Judge what a rule shows to be made of a named substance by what the words of its entry take in."""
    if one.subject is not None and any(own.entry.spans for own in register.entries_on(one.subject, placed.place)):
        return  # the place names it itself: that it is caught as made of another needs a source, see ``derived_from``
    recorded = register.packed.substances.get(one.subject or "")
    if recorded and any(d.parent == derived.parent and d.as_ in derived.words for d in recorded.derived_from):
        return  # the record says so already, with its source
    off = tuple((word, derived.atoms) for word in derived.words)
    for span in placed.entry.spans:
        state = force(span, day)
        scope = set(scope_of(placed, span))
        if state == "no" or not binds(register, placed.file.list, route) or not scope.issuperset(derived.words):
            continue
        why = [day_open(span)] if state == "open" else list(derived.open)
        if len(derived.words) > 1 and "any-combination" not in scope:
            why.append(f"the words of the entry do not say that {' and '.join(derived.words)} may come together")
        words = derived.words
        if _form_word(one) == "salt":
            words = (*words, "salt") if "salt" in scope else words
            if not scope & {"salt", "any-combination"}:
                why.append(f"the words of the entry do not mention salts of its {'s, '.join(derived.words)}s")
        reason = "; ".join(why) or None
        yield measured(register, placed, span, "scope", words, route=route, day=day, why_open=reason, atoms=off)


def _in_class(  # noqa: PLR0913  # the parts of one question
    register: Register, placed: Placed, one: Identified, reading: Reading, *, day: date, route: Route | None
) -> Iterator[Measure]:
    """Judge a structure that stands to a class by the days and the scope words of the class's entries."""
    if reading.verdict == "outside":
        return
    for span in placed.entry.spans:
        state = force(span, day)
        scope = set(scope_of(placed, span))
        if state == "no" or not binds(register, placed.file.list, route) or not scope.issuperset(reading.scope):
            continue
        why = [day_open(span)] if state == "open" else []
        why += [f"whether it meets clause {clause} turns on the word {word!r}" for clause, word in reading.open]
        words = reading.scope
        if _form_word(one) == "salt" and "salt" in scope:
            words = (*words, "salt")
        elif _form_word(one) == "salt" and not scope & {"salt", "mixture", "preparation"}:
            why.append("the words of the list do not mention salts or mixtures of members")
        clauses = tuple(dict.fromkeys([*reading.clauses, *(clause for clause, _ in reading.open)]))
        yield measured(
            register,
            placed,
            span,
            "class",
            words,
            route=route,
            day=day,
            why_open="; ".join(why) or None,
            clauses=clauses,
            atoms=reading.atoms,
        )


def _relative_entries(register: Register, one: Identified, place: str) -> Iterator[Placed]:
    substance = register.packed.substances.get(one.subject or "")
    settled = {d.parent for d in substance.derived_from if d.as_ not in OPEN_WORDS} if substance else set()
    settled |= {reading.subject for reading in one.classes} | {d.parent for d in one.derived}
    own = {placed.list_id for placed in register.entries_on(one.subject or "", place) if placed.entry.spans}
    for relative in one.relatives:
        if relative not in settled:
            yield from (placed for placed in register.entries_on(relative, place) if placed.list_id not in own)


def _related(register: Register, placed: Placed, day: date, route: Route | None) -> Iterator[Measure]:
    """A close relative may fall under scope words that have no settled meaning, or under a class without frames."""
    is_class = placed.subject in register.packed.classes
    for span in placed.entry.spans:
        state = force(span, day)
        words = sorted(OPEN_WORDS & set(scope_of(placed, span)))
        if state == "no" or not binds(register, placed.file.list, route) or not (is_class or words):
            continue
        subject = register.name_of(placed.subject)
        if is_class:
            said = f"it has a skeleton of {subject}, whose wording cannot be judged clause by clause here"
            yield measured(register, placed, span, "class", (), route=route, day=day, why_open=said)
        else:
            said = f"it contains the skeleton of {subject}; whether it is one of its {', '.join(words)}s is open"
            yield measured(register, placed, span, "scope", tuple(words), route=route, day=day, why_open=said)


def _add_gaps(  # noqa: PLR0913  # the parts of one question
    register: Register, result: Standing, one: Identified, *, place: str, day: date, route: Route | None
) -> None:
    lists = [
        (key, file.list)
        for key, file in register.lists_of(place)
        if file.list.kind == "control" and one.kind in file.list.covers
    ]
    if not lists:
        kind = "equipment" if one.kind == "equipment" else "substances"
        result.gaps.append(f"the register holds no list of {place} for {kind}")
    for key, head in lists:
        if head.counterparties and (route is None or head.jurisdiction not in on_route(register, route)):
            continue
        if not binds(register, head, route) or _shown_absent(register, one, key, place, day):
            continue
        current = next((c for c in head.coverage if c.since <= day and (c.until is None or day < c.until)), None)
        if current is None:
            result.gaps.append(f"{head.name}: the register does not reach back to {day}")
        elif current.extent == "partial":
            said = f"{head.name}: {current.note or 'read in part only'}"
            if current.concerns is None or one.subject is None:
                result.gaps.append(said)
            elif _is_concerned(register, current, one):
                result.doubts.append(said)


def _shown_absent(register: Register, one: Identified, list_id: str, place: str, day: date) -> bool:
    """Tell whether a source shows that the subject was not on the list on this day.

    That is so on the days of ``not_listed``, and outside the spans of an entry whose every day is known: the
    text that added it shows that it was not there before, the text that ended it that it is not there after.
    """
    if one.subject is None:
        return False
    for placed in register.entries_on(one.subject, place):
        if placed.list_id != list_id:
            continue
        spans, absences = placed.entry.spans, placed.entry.not_listed
        if any(a.since <= day and (a.until is None or day < a.until) for a in absences):
            return True
        if spans and all(force(span, day) == "no" for span in spans):
            return True
    return False


def _is_concerned(register: Register, coverage: Coverage, one: Identified) -> bool:
    substance = register.packed.substances.get(one.subject or "")
    family = {one.subject, *one.relatives, *(d.parent for d in one.derived), *(r.subject for r in one.classes)}
    family |= {*(d.parent for d in (substance.derived_from if substance else ()))}
    return not family.isdisjoint(register.concerned_by(tuple(coverage.concerns or ())))
