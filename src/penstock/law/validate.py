"""What must be true between the records of a register, beyond the shape of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from penstock.kernel.days import Span
from penstock.kernel.errors import BadDay, RegisterError
from penstock.law.sources import Sources, Where, read_sources
from penstock.substances.cas import read_cas
from penstock.substances.structure import Unreadable, compile_smarts, formula_of, parse

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.law.records import ListFile, Obligation, SpanRecord

Refusals = Iterator[RegisterError]


def validate_folder(root: Path) -> Sources:
    """Read and check a register folder; the result's ``errors`` holds every refusal, by file and line."""
    sources = read_sources(root)
    for check in CHECKS:
        sources.errors.extend(check(sources))
    sources.errors.sort(key=lambda error: (error.file, error.line, error.key))
    return sources


def _cas_numbers(sources: Sources) -> Refusals:
    seen: dict[str, str] = {}
    for key, substance in sources.substances.items():
        where = sources.where[key]
        numbers = [(("cas",), substance.cas)] if substance.cas else []
        numbers += [(("other_cas", i, "cas"), other.cas) for i, other in enumerate(substance.other_cas)]
        for path, number in numbers:
            reading = read_cas(number)
            if reading is None or reading.number != number:
                yield where.refuse(
                    *path, found=repr(number), expected="a CAS number like 79099-07-3", code="bad_cas"
                )
            elif not reading.is_valid:
                yield where.refuse(
                    *path, found=f"{number!r}", expected=f"check digit {reading.expected_digit}", code="bad_cas"
                )
            elif number in seen:
                yield where.refuse(
                    *path,
                    found=f"{number!r}, which {seen[number]!r} has already",
                    expected="one record for one substance",
                    code="duplicate_cas",
                )
            seen[number] = key


def _structures(sources: Sources) -> Refusals:
    for key, substance in sources.substances.items():
        where = sources.where[key]
        if substance.smiles is None:
            if substance.formula is not None:
                yield where.refuse("formula", found="a formula alone", expected="a smiles beside it", code="bad_smiles")
            continue
        try:
            mol = parse(substance.smiles)
        except Unreadable as error:
            yield where.refuse(
                "smiles", found=repr(substance.smiles), expected=f"a structure ({error})", code="bad_smiles"
            )
            continue
        formula = formula_of(mol)
        if substance.formula != formula:
            yield where.refuse(
                "formula",
                found=repr(substance.formula),
                expected=f"{formula!r}, the formula of the given smiles",
                code="formula_mismatch",
            )


def _patterns(sources: Sources) -> Refusals:
    patterns = [(key, "relatives", s.relatives) for key, s in sources.substances.items()]
    patterns += [(key, "scaffold", c.scaffold) for key, c in sources.classes.items()]
    for key, name, pattern in patterns:
        if pattern is None:
            continue
        try:
            compile_smarts(pattern)
        except Unreadable as error:
            yield sources.where[key].refuse(name, found=repr(pattern), expected=str(error), code="bad_smarts")


def _derivations(sources: Sources) -> Refusals:
    for key, substance in sources.substances.items():
        for i, derivation in enumerate(substance.derived_from):
            if derivation.parent not in sources.substances or derivation.parent == key:
                yield sources.where[key].refuse(
                    "derived_from",
                    i,
                    "parent",
                    found=repr(derivation.parent),
                    expected="the id of another substance",
                    code="unknown_subject",
                )


def _cited_texts(sources: Sources) -> Refusals:
    """Every text id that anything cites is there; a source names an address or a text, not neither."""
    for where, path, text_id in _citations(sources):
        if text_id not in sources.texts:
            yield where.refuse(*path, found=repr(text_id), expected="the id of a text", code="unknown_text")
    subjects = {**sources.substances, **sources.equipment, **sources.classes, **sources.codes}
    for key, record in subjects.items():
        for i, source in enumerate(record.sources):
            if (source.url is None) == (source.text is None):
                yield sources.where[key].refuse(
                    "sources", i, found="neither or both", expected="either url or text", code="uncited"
                )


def _citations(sources: Sources) -> Iterator[tuple[Where, tuple[str | int, ...], str]]:
    subjects = {**sources.substances, **sources.equipment, **sources.classes, **sources.codes}
    for key, record in subjects.items():
        for i, source in enumerate(record.sources):
            if source.text is not None:
                yield sources.where[key], ("sources", i, "text"), source.text
    for key, file in sources.lists.items():
        where = sources.where[key]
        for i, coverage in enumerate(file.list.coverage):
            yield where, ("list", "coverage", i, "by"), coverage.by
        for i, obligation in enumerate(file.list.obligations):
            yield where, ("list", "obligations", i, "by"), obligation.by
        for name, entry in file.entries.items():
            for i, span in enumerate(entry.spans):
                yield where, ("entries", name, "spans", i, "by"), span.by
                if span.ended_by is not None:
                    yield where, ("entries", name, "spans", i, "ended_by"), span.ended_by
            for i, absence in enumerate(entry.not_listed):
                yield where, ("entries", name, "not_listed", i, "by"), absence.by
            for i, obligation in enumerate(entry.obligations or []):
                yield where, ("entries", name, "obligations", i, "by"), obligation.by


def _places(sources: Sources) -> Refusals:
    for key, text in sources.texts.items():
        if text.jurisdiction not in sources.jurisdictions:
            yield sources.where[key].refuse(
                "jurisdiction", found=repr(text.jurisdiction), expected="a place of jurisdictions.yaml", code="unknown_place"
            )
    for key, file in sources.lists.items():
        place = file.list.jurisdiction
        if place not in sources.jurisdictions or not key.startswith(place.lower() + "."):
            yield sources.where[key].refuse(
                "list", "jurisdiction", found=repr(place), expected="the place whose folder the file is in", code="unknown_place"
            )
        for i, other in enumerate(file.list.yields_to):
            if other not in sources.lists:
                yield sources.where[key].refuse(
                    "list", "yields_to", i, found=repr(other), expected="the id of a list", code="unknown_list"
                )


def _subjects(sources: Sources) -> Refusals:
    substances, equipment = {**sources.substances, **sources.classes}, sources.equipment
    for key, file in sources.lists.items():
        allowed = {*(substances if "substance" in file.list.covers else ())}
        allowed |= {*(equipment if "equipment" in file.list.covers else ())}
        for name, entry in file.entries.items():
            subject = entry.subject or name
            if subject not in allowed:
                yield sources.where[key].refuse(
                    "entries",
                    name,
                    found=f"the subject {subject!r}",
                    expected="a substance, class or equipment kind of the register that the list covers",
                    code="unknown_subject",
                )
        for i, coverage in enumerate(file.list.coverage):
            for j, concerned in enumerate(coverage.concerns or []):
                if concerned not in {*substances, *equipment}:
                    yield sources.where[key].refuse(
                        "list", "coverage", i, "concerns", j, found=repr(concerned), expected="a subject", code="unknown_subject"
                    )
    for key, code in sources.codes.items():
        for i, candidate in enumerate(code.candidates):
            if candidate not in {*substances, *equipment}:
                yield sources.where[key].refuse(
                    "candidates", i, found=repr(candidate), expected="a subject", code="unknown_subject"
                )


def _spans(sources: Sources) -> Refusals:
    for key, file in sources.lists.items():
        where = sources.where[key]
        yield from _one_row_of_days(where, ("list", "coverage"), [(c.since, c.until) for c in file.list.coverage])
        for name, entry in file.entries.items():
            path = ("entries", name, "spans")
            for i, span in enumerate(entry.spans):
                yield from _one_span(where, (*path, i), span)
            known = [(s.since, s.until) for s in entry.spans if s.since is not None]
            yield from _one_row_of_days(where, path, known)
            absences = [(a.since, a.until) for a in entry.not_listed]
            yield from _one_row_of_days(where, ("entries", name, "not_listed"), absences)
            yield from _one_row_of_days(where, ("entries", name), [*known, *absences])


def _one_span(where: Where, path: tuple[str | int, ...], span: SpanRecord) -> Refusals:
    if (span.until is None) != (span.ended_by is None):
        yield where.refuse(
            *path, found="one of until and ended_by", expected="both or neither: an end cites its text", code="uncited"
        )
    if span.since is not None and (span.not_before or span.known_by):
        yield where.refuse(
            *path, found="not_before or known_by", expected="them only with since: unknown", code="bad_span"
        )
    if span.not_before and span.known_by and span.known_by < span.not_before:
        yield where.refuse(
            *path, found="known_by before not_before", expected="the later day as known_by", code="bad_span"
        )


def _one_row_of_days(
    where: Where, path: tuple[str | int, ...], days: list[tuple[date, date | None]]
) -> Refusals:
    spans = []
    for since, until in days:
        try:
            spans.append(Span(since, until))
        except BadDay as error:
            yield where.refuse(*path, found=error.message, expected="an end after the beginning", code="bad_span")
    for one, other in combinations(sorted(spans, key=lambda s: s.since), 2):
        if one.overlaps(other):
            yield where.refuse(
                *path,
                found=f"a span from {one.since} and one from {other.since} that share days",
                expected="spans of one entry that do not overlap",
                code="overlapping_span",
            )


def _decision_rows(sources: Sources) -> Refusals:
    table = sources.decision_table
    if table is None:
        yield RegisterError(
            file="decision_table.yaml",
            line=1,
            key="(file)",
            found="no decision table",
            expected="outcomes and rows",
            code="missing_key",
        )
        return
    seen: dict[tuple[str, str | None], str] = {}
    for i, row in enumerate(table.rows):
        case = (row.finding, row.duty)
        if row.outcome not in table.outcomes:
            yield sources.where["decision_table"].refuse(
                "rows", i, "outcome", found=repr(row.outcome), expected="one of outcomes", code="bad_value"
            )
        if case in seen:
            yield sources.where["decision_table"].refuse(
                "rows",
                i,
                found=f"a second row for {row.finding!r}"
                + (f" with duty {row.duty!r}" if row.duty else "")
                + f" (the first says {seen[case]!r}, this one {row.outcome!r})",
                expected="one row for one case",
                code="conflicting_rows",
            )
        seen[case] = row.outcome


def _conflicting_obligations(sources: Sources) -> Refusals:
    """No subject may be prohibited by one list and merely licensed by another of the same place and day."""
    by_subject: dict[tuple[str, str], list[tuple[str, ListFile, str]]] = {}
    for key, file in sources.lists.items():
        if file.list.kind == "control":
            for name, entry in file.entries.items():
                place = (file.list.jurisdiction, entry.subject or name)
                by_subject.setdefault(place, []).append((key, file, name))
    for (_, subject), places in by_subject.items():
        for (one, file_one, name_one), (two, file_two, name_two) in combinations(places, 2):
            if one in file_two.list.yields_to or two in file_one.list.yields_to or one == two:
                continue
            stages = _colliding_stages(file_one, name_one, file_two, name_two)
            if stages:
                yield sources.where[two].refuse(
                    "entries",
                    name_two,
                    found=f"{subject!r} prohibited by one of {one} and {two} and licensed by the other at {stages}",
                    expected="yields_to in the list that gives way",
                    code="conflicting_obligations",
                )


def _colliding_stages(one: ListFile, name_one: str, two: ListFile, name_two: str) -> list[str]:
    spans_one = [Span(s.since, s.until) for s in one.entries[name_one].spans if s.since]
    spans_two = [Span(s.since, s.until) for s in two.entries[name_two].spans if s.since]
    if not any(a.overlaps(b) for a in spans_one for b in spans_two):
        return []
    duties_one, duties_two = _duties(one, name_one), _duties(two, name_two)
    return sorted(
        stage
        for stage in duties_one.keys() & duties_two.keys()
        if ("prohibited" in duties_one[stage]) != ("prohibited" in duties_two[stage])
    )


def _duties(file: ListFile, name: str) -> dict[str, set[str]]:
    entry = file.entries[name]
    obligations: list[Obligation] = file.list.obligations if entry.obligations is None else entry.obligations
    duties: dict[str, set[str]] = {}
    for obligation in obligations:
        duties.setdefault(obligation.stage, set()).add(obligation.duty)
    return duties


CHECKS: tuple[Callable[[Sources], Refusals], ...] = (
    _cas_numbers,
    _structures,
    _patterns,
    _derivations,
    _cited_texts,
    _places,
    _subjects,
    _spans,
    _decision_rows,
    _conflicting_obligations,
)
"""Every check between records, in the order in which it runs."""
