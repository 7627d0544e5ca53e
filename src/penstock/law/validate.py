"""What must be true between the records of a register, beyond the shape of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from penstock.kernel.errors import RegisterError
from penstock.law.acts import act_citations, bad_acts, bad_statements
from penstock.law.clocks import bad_clocks, clock_citations
from penstock.law.collisions import bad_yielding, colliding_days, colliding_obligations, colliding_rows
from penstock.law.frames import bad_frames
from penstock.law.parties import bad_charges, bad_listings, bad_parties, bad_party_lists, party_citations
from penstock.law.periods import bad_periods
from penstock.law.phrases import bad_phrases, phrase_citations
from penstock.law.red_flags import bad_publications, bad_red_flags, bad_word_lists, flag_citations
from penstock.law.sources import ACT, STATEMENT, Sources, Where, read_sources
from penstock.law.vocabulary import (
    bad_chapters,
    bad_fillers,
    bad_states,
    bad_units,
    bad_wide_names,
    sources_about_goods,
)
from penstock.law.words import bad_scope_rules, bad_smarts, bad_words, keys_left_empty
from penstock.substances.cas import read_cas
from penstock.substances.structure import Unreadable, formula_of, parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from penstock.law.records import Entry, Source
    from penstock.law.shapes import Steps

Refusals = Iterator[RegisterError]

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SNAKE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_FOLLOWING = frozenset(
    {
        "unknown_text",
        "unknown_place",
        "unknown_list",
        "unknown_subject",
        "unknown_word",
        "unknown_party",
        "unknown_programme",
        "unknown_vintage",
        "missing_file",
    }
)
"""Codes of refusals that a record or file refused while reading may have caused."""


def validate_folder(root: Path) -> Sources:
    """Read and check a register folder; the result's ``errors`` holds the refusals, by file and line.

    While some file or record cannot be read, nothing is said of ids that are not there: it may hold them.
    """
    sources = read_sources(root)
    is_whole = not sources.errors
    for check in CHECKS:
        sources.errors.extend(error for error in check(sources) if is_whole or error.code not in _FOLLOWING)
    sources.errors.sort(key=lambda error: (error.file, error.line, error.key))
    return sources


def _ids(sources: Sources) -> Refusals:
    kebab = chain(sources.texts, sources.substances, sources.classes, sources.parties, sources.party_lists)
    kebab = chain(kebab, (ACT + key for key in sources.acts), (STATEMENT + key for key in sources.statements))
    for shape, keys, words in (
        (_KEBAB, kebab, "kebab-case"),
        (_SNAKE, iter(sources.equipment), "snake_case"),
    ):
        for key in keys:
            if shape.fullmatch(key.removeprefix(ACT).removeprefix(STATEMENT)) is None:
                found, expected = f"the id {key!r}", f"{words} ASCII, lower case"
                yield sources.where[key].refuse(found=found, expected=expected, code="bad_id")


def _cas_numbers(sources: Sources) -> Refusals:
    seen: dict[str, str] = {}
    for key, substance in sources.substances.items():
        where = sources.where[key]
        numbers: list[tuple[Steps, str]] = [] if substance.cas is None else [(("cas",), substance.cas)]
        numbers += [(("other_cas", i, "cas"), other.cas) for i, other in enumerate(substance.other_cas)]
        for path, number in numbers:
            reading = read_cas(number)
            if reading is None or reading.number != number:
                yield where.refuse(*path, found=repr(number), expected="a CAS number like 79099-07-3", code="bad_cas")
            elif not reading.is_valid:
                yield where.refuse(
                    *path,
                    found=repr(number),
                    expected=f"check digit {reading.expected_digit}",
                    code="bad_cas",
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
            found = f"{substance.smiles!r} ({str(error).rstrip('.')})"
            yield where.refuse("smiles", found=found, expected="one substance's structure", code="bad_smiles")
            continue
        formula = formula_of(mol)
        if substance.formula != formula:
            yield where.refuse(
                "formula",
                found="no formula" if substance.formula is None else repr(substance.formula),
                expected=f"{formula!r}, the formula of the given smiles",
                code="formula_mismatch",
            )


def _patterns(sources: Sources) -> Refusals:
    patterns = [(key, "relatives", s.relatives) for key, s in sources.substances.items()]
    patterns += [(key, "scaffold", c.scaffold) for key, c in sources.classes.items()]
    for key, name, pattern in patterns:
        if pattern is not None:
            yield from bad_smarts(sources.where[key], (name,), pattern)


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
    for where, i, source in _sources_of_records(sources):
        if (source.url is None) == (source.text is None):
            found = "neither url nor text" if source.url is None else "both url and text"
            yield where.refuse("sources", i, found=found, expected="one of the two", code="uncited")


class _Sourced(Protocol):
    @property
    def sources(self) -> list[Source]: ...


def _sources_of_records(sources: Sources) -> Iterator[tuple[Where, int, Source]]:
    kinds: tuple[Mapping[str, _Sourced], ...]
    kinds = (sources.substances, sources.equipment, sources.classes, sources.codes)
    for records in kinds:
        for key, record in records.items():
            for i, source in enumerate(record.sources):
                yield sources.where[key], i, source
    yield from sources_about_goods(sources)


def _citations(sources: Sources) -> Iterator[tuple[Where, Steps, str]]:
    yield from party_citations(sources)
    yield from flag_citations(sources)
    yield from phrase_citations(sources)
    yield from clock_citations(sources)
    yield from act_citations(sources)
    for where, i, source in _sources_of_records(sources):
        if source.text is not None:
            yield where, ("sources", i, "text"), source.text
    for key, file in sources.lists.items():
        where = sources.where[key]
        for i, coverage in enumerate(file.list.coverage):
            yield where, ("list", "coverage", i, "by"), coverage.by
        for i, obligation in enumerate(file.list.obligations):
            yield where, ("list", "obligations", i, "by"), obligation.by
        for name, entry in file.entries.items():
            for path, text_id in _entry_citations(entry):
                yield where, ("entries", name, *path), text_id


def _entry_citations(entry: Entry) -> Iterator[tuple[Steps, str]]:
    for i, span in enumerate(entry.spans):
        yield ("spans", i, "by"), span.by
        if span.ended_by is not None:
            yield ("spans", i, "ended_by"), span.ended_by
    for i, absence in enumerate(entry.not_listed):
        yield ("not_listed", i, "by"), absence.by
    for i, obligation in enumerate(entry.obligations or []):
        yield ("obligations", i, "by"), obligation.by


def _places(sources: Sources) -> Refusals:
    known = sources.jurisdictions.keys() | sources.clocks.keys()
    for key, text in sources.texts.items():
        if text.jurisdiction not in known:
            found, expected = repr(text.jurisdiction), "a place of jurisdictions.yaml, or one with a file of clocks"
            yield sources.where[key].refuse("jurisdiction", found=found, expected=expected, code="unknown_place")
    for key, file in sources.lists.items():
        place, path = file.list.jurisdiction, ("list", "jurisdiction")
        if place not in sources.jurisdictions:
            expected = "a place of jurisdictions.yaml"
            yield sources.where[key].refuse(*path, found=repr(place), expected=expected, code="unknown_place")
        elif not key.startswith(place.lower() + "."):
            expected = "the place whose folder the file is in"
            yield sources.where[key].refuse(*path, found=repr(place), expected=expected, code="misplaced")


def _subjects(sources: Sources) -> Refusals:
    substances, equipment = {*sources.substances, *sources.classes}, {*sources.equipment}
    for key, file in sources.lists.items():
        where = sources.where[key]
        allowed = substances if "substance" in file.list.covers else set()
        allowed = allowed | equipment if "equipment" in file.list.covers else allowed
        for name, entry in file.entries.items():
            subject = entry.subject or name
            if subject not in allowed:
                yield where.refuse(
                    "entries",
                    name,
                    found=f"the subject {subject!r}",
                    expected="a substance, class or equipment kind of the register that the list covers",
                    code="unknown_subject",
                )
        for i, coverage in enumerate(file.list.coverage):
            for j, concerned in enumerate(coverage.concerns or []):
                if concerned not in substances | equipment | sources.lists.keys():
                    path = ("list", "coverage", i, "concerns", j)
                    yield where.refuse(
                        *path, found=repr(concerned), expected="a subject or a list", code="unknown_subject"
                    )
    for key, code in sources.codes.items():
        for i, candidate in enumerate(code.candidates):
            if candidate not in substances | equipment:
                yield sources.where[key].refuse(
                    "candidates", i, found=repr(candidate), expected="a subject", code="unknown_subject"
                )


CHECKS: tuple[Callable[[Sources], Refusals], ...] = (
    _ids,
    _cas_numbers,
    _structures,
    _patterns,
    keys_left_empty,
    bad_words,
    bad_scope_rules,
    bad_frames,
    _derivations,
    bad_states,
    bad_wide_names,
    bad_chapters,
    bad_units,
    bad_periods,
    bad_fillers,
    _cited_texts,
    _places,
    bad_yielding,
    _subjects,
    colliding_days,
    colliding_rows,
    colliding_obligations,
    bad_party_lists,
    bad_parties,
    bad_listings,
    bad_charges,
    bad_word_lists,
    bad_publications,
    bad_red_flags,
    bad_phrases,
    bad_clocks,
    bad_acts,
    bad_statements,
)
"""Every check between records, in the order in which it runs."""
