"""The vocabulary of goods texts, compiled from the register and from the dictionary of ordinary chemicals.

What no list names, now or at another time, and no class or scope word takes, is ordinary. A name or number of the
dictionary that belongs to a record of the register is a name of that record.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from penstock.goods.beside import Company
from penstock.goods.folding import Folder
from penstock.goods.vocabulary import Term, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from penstock.law.packed import Opened, Packed
    from penstock.law.records import IdentifiedName

DICTIONARY = Path(__file__).parent.parent / "goods" / "ordinary.tsv"
"""Ordinary chemicals, one name a line: CAS number, language, name, parted by tabs."""

_LEAST_KEY, _LEAST_CHINESE = 4, 2
_SPELLINGS = (
    (re.compile(r"(?<![a-z])para-", re.IGNORECASE), "p-"),
    (re.compile(r"(?<![a-z])ortho-", re.IGNORECASE), "o-"),
    (re.compile(r"(?<![a-z])meta-", re.IGNORECASE), "m-"),
    (re.compile(r"(?<![a-z])p-(?=[a-z]{4})"), "para-"),
    (re.compile(r"(?<![a-z])o-(?=[a-z]{4})"), "ortho-"),
    (re.compile(r"(?<![a-z])m-(?=[a-z]{4})"), "meta-"),
    (re.compile(r"(?<![a-z])tert-", re.IGNORECASE), "t-"),
    (re.compile("sulph"), "sulf"),
    (re.compile("sulf"), "sulph"),
    (re.compile("aluminium"), "aluminum"),
    (re.compile("aluminum"), "aluminium"),
    (re.compile("caesium"), "cesium"),
    (re.compile("amphetamine"), "amfetamine"),
    (re.compile("amfetamine"), "amphetamine"),
)
"""Ways to spell a part of a name that mean the same."""


class Entry(NamedTuple):
    """One name of the dictionary of ordinary chemicals, with its folded form."""

    cas: str
    name: str
    key: str


def vocabulary(
    register: Packed | Opened, digest: str, dictionary: Iterable[Entry], simplified: Mapping[str, str]
) -> Vocabulary:
    """Compile the vocabulary.

    Args:
        register: The packed register.
        digest: Its digest.
        dictionary: The dictionary of ordinary chemicals.
        simplified: The folding of the dictionary, ``{traditional character: simplified character}``.
    """
    entries = list(dictionary)
    folder = Folder({**simplified, **register.simplified})
    controlled = controlled_subjects(register)
    numbers = _numbers(register, controlled)
    unnumbered = _unnumbered(register, entries)
    numbers |= {cas: (record, record not in controlled) for record, cas in unnumbered.items()}
    terms: dict[tuple[str, str, str], Term] = {}
    for name in register.names:
        cas = register.substances[name.subject].cas if name.kind == "substance" else None
        subject = cas or unnumbered.get(name.subject, name.subject)
        as_written = name.language == "abbreviation"
        company = _company(name, folder)
        is_ordinary = name.kind == "substance" and name.subject not in controlled
        for spelled in (name.name,) if as_written else spellings(name.name):
            term = Term(spelled, name.kind, subject, as_written, name.subject, is_ordinary, company)
            once = spelled if as_written else repr(company)
            terms.setdefault((folder.key(spelled), subject, once), term)
    taken = {key for key, _, _ in terms}
    for entry in entries:
        record, is_ordinary = numbers.setdefault(entry.cas, (None, True))
        if entry.key not in taken:
            subject = (register.substances[record].cas if record is not None else None) or entry.cas
            term = Term(entry.name, "substance", subject, record=record, ordinary=is_ordinary)
            terms.setdefault((entry.key, subject, ""), term)
    ordered = sorted(terms.items(), key=lambda item: (item[0], item[1].name))
    return Vocabulary(
        terms=[term for _, term in ordered],
        keys=[key for (key, _, _), _ in ordered],
        numbers=dict(sorted(numbers.items())),
        salts=dict(sorted(_salts(register, folder).items())),
        codes=sorted(code.replace(".", "") for code in register.codes),
        simplified={**simplified, **register.simplified},
        register=digest,
    )


def entries_of(words: Vocabulary) -> Iterator[Entry]:
    """Yield the dictionary of ordinary chemicals that a compiled vocabulary holds."""
    for key, term in zip(words.keys, words.terms, strict=True):
        if term.record is None:
            yield Entry(term.subject, term.name, key)


def read_dictionary(lines: Iterable[str], simplified: Mapping[str, str]) -> Iterator[Entry]:
    """Yield the names of the dictionary that can be looked for in goods texts; too short ones cannot."""
    folder = Folder(simplified)
    for line in lines:
        cas, _, name = line.rstrip("\n").split("\t")
        key = folder.key(name)
        if len(key) >= (_LEAST_KEY if key.isascii() else _LEAST_CHINESE):
            yield Entry(cas, name, key)


def _salts(register: Packed | Opened, folder: Folder) -> dict[str, str]:
    return {
        folder.key(word): form
        for form, record in register.salt_forms.items()
        for words in record.names.values()
        for word in words
    }


def _company(name: IdentifiedName, folder: Folder) -> Company | None:
    if not name.within:
        return None
    beside, unless = (tuple(filter(None, map(folder.key, words))) for words in (name.beside, name.unless))
    return Company(beside, unless, name.within)


def controlled_subjects(register: Packed | Opened) -> frozenset[str]:
    """Return the records that a list names, now or at another time, or that a class or scope word takes."""
    listed = {
        entry.subject or key for file in register.lists.values() for key, entry in file.entries.items() if entry.spans
    }
    taken = {
        one.substance
        for one in register.structures
        if one.derived or any(reading.verdict != "outside" for reading in one.classes)
    }
    return frozenset(listed | taken)


def spellings(name: str) -> Iterator[str]:
    """Yield a name and the same name in its other common spellings."""
    yield name
    if name.isascii():
        for pattern, other in _SPELLINGS:
            changed = pattern.sub(other, name)
            if changed != name:
                yield changed


def _numbers(register: Packed | Opened, controlled: frozenset[str]) -> dict[str, tuple[str | None, bool]]:
    """Return ``{CAS number: (record, whether it is ordinary)}`` of the register."""
    return {
        cas: (key, key not in controlled)
        for key, substance in register.substances.items()
        for cas in (substance.cas, *(other.cas for other in substance.other_cas))
        if cas is not None
    }


def _unnumbered(register: Packed | Opened, entries: Iterable[Entry]) -> dict[str, str]:
    """Return the CAS number that the dictionary gives to a record without one, found by its names."""
    wanted = {
        name.key: name.subject
        for name in register.names
        if name.kind == "substance" and name.language != "abbreviation" and register.substances[name.subject].cas is None
    }
    found: dict[str, str] = {}
    for entry in entries:
        record = wanted.get(entry.key)
        if record is not None:
            found.setdefault(record, entry.cas)
    return found
