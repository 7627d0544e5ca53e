"""The vocabulary of goods texts, compiled from the register and from the dictionary of ordinary chemicals.

What no list names, now or at another time, and no class or scope word takes, is ordinary. A name or number of the
dictionary that belongs to a record of the register is a name of that record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from penstock.goods.beside import Company
from penstock.goods.folding import Folder
from penstock.goods.vocabulary import Term, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from penstock.law.packed import Opened, Packed
    from penstock.law.records import IdentifiedName

DICTIONARY = Path(__file__).parent.parent / "goods" / "ordinary.tsv"
"""Ordinary chemicals, one name a line: CAS number, language, name, parted by tabs."""

_LEAST_KEY = 4
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


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a name or number belongs to: subject of mentions, record, and whether no list names it."""

    subject: str
    record: str | None
    ordinary: bool


def vocabulary(register: Packed | Opened, digest: str, dictionary: Iterable[tuple[str, str]]) -> Vocabulary:
    """Compile the vocabulary.

    Args:
        register: The packed register.
        digest: Its digest.
        dictionary: CAS number and name of each line of the dictionary of ordinary chemicals.
    """
    rows = list(dictionary)
    controlled = controlled_subjects(register)
    owners = _owners(register, controlled)
    unnumbered = _numbers_by_key(register, rows)
    folder = Folder(register.simplified)
    terms: dict[tuple[str, str, str], Term] = {}
    numbers: dict[str, tuple[str | None, bool]] = {cas: (one.record, one.ordinary) for cas, one in owners.items()}
    taken: set[str] = set()
    for name in register.names:
        cas = register.substances[name.subject].cas if name.kind == "substance" else None
        subject = cas or unnumbered.get(name.subject, name.subject)
        as_written = name.language == "abbreviation"
        for spelled in (name.name,) if as_written else spellings(name.name):
            company = _company(name, folder)
            is_ordinary = name.kind == "substance" and name.subject not in controlled
            term = Term(spelled, name.kind, subject, as_written, name.subject, is_ordinary, company)
            terms.setdefault((folder.key(spelled), subject, repr(company) if company or not as_written else spelled), term)
            taken.add(folder.key(spelled))
    numbers |= {cas: (record, record not in controlled) for record, cas in unnumbered.items()}
    for cas, spelled in rows:
        key = folder.key(spelled)
        numbers.setdefault(cas, (None, True))
        if key in taken or len(key) < _LEAST_KEY and key.isascii():
            continue
        record, is_ordinary = numbers[cas]
        own = register.substances[record].cas if record is not None else None
        terms.setdefault((key, own or cas, "None"), Term(spelled, "substance", own or cas, False, record, is_ordinary))
    ordered = sorted(terms.items(), key=lambda item: (item[0], item[1].name))
    salts = {
        folder.key(word): form
        for form, record in register.salt_forms.items()
        for words in record.names.values()
        for word in words
    }
    return Vocabulary(
        terms=[term for _, term in ordered],
        keys=[key for (key, _, _), _ in ordered],
        numbers=dict(sorted(numbers.items())),
        salts=dict(sorted(salts.items())),
        codes=sorted(code.replace(".", "") for code in register.codes),
        simplified=register.simplified,
        register=digest,
    )


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


def read_dictionary(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield CAS number and name of each line of the dictionary."""
    for line in lines:
        cas, _, name = line.rstrip("\n").split("\t")
        yield cas, name


def _owners(register: Packed | Opened, controlled: frozenset[str]) -> dict[str, Subject]:
    owners: dict[str, Subject] = {}
    for key, substance in register.substances.items():
        for cas in (substance.cas, *(other.cas for other in substance.other_cas)):
            if cas is not None:
                owners[cas] = Subject(substance.cas or cas, key, key not in controlled)
    return owners


def _numbers_by_key(register: Packed | Opened, rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the CAS number that the dictionary gives to a record without one, found by its names."""
    folder = Folder({})
    wanted: dict[str, str] = {
        folder.key(name.name): name.subject
        for name in register.names
        if name.kind == "substance" and name.language != "abbreviation" and register.substances[name.subject].cas is None
    }
    found: dict[str, str] = {}
    for cas, name in rows:
        record = wanted.get(folder.key(name))
        if record is not None:
            found.setdefault(record, cas)
    return found
