"""The vocabulary of goods texts, compiled from the register and from the dictionary of ordinary chemicals.

What no list names, now or at another time, and no class or scope word takes, is ordinary. A name or number of the
dictionary that belongs to a record of the register is a name of that record.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from penstock.goods.beside import Company
from penstock.goods.elements import METAL_GOODS, METALS, METALS_OF_SALTS, NO_BASE
from penstock.goods.folding import GREEK, Folder
from penstock.goods.survey import survey
from penstock.goods.vocabulary import Term, Vocabulary
from penstock.law.catalogue_names import catalogue_names
from penstock.law.spellings import spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from penstock.law.packed import Opened, Packed
    from penstock.law.records import IdentifiedName

DICTIONARY = Path(__file__).parent.parent / "goods" / "ordinary.tsv.xz"
"""Chemicals, one name a line: CAS number, language, name, and ``relative`` if it is not ordinary; compressed."""

_LEAST_KEY, _LEAST_CHINESE = 4, 2
_LATIN_END = "\u2e80"
_RADICAL = re.compile(r"(?!.*\d)[a-z-]{3,14}yl")
_SIMPLE = re.compile(r"[A-Za-z ]{5,28}|[A-Za-z0-9,' -]{5,20}")
_SYSTEMATIC = re.compile(
    r"(?:(?:alpha|beta|gamma|delta|omega|[dlnpom]|dl|tert|sec|iso)-)?(?:\w+\([iv]+\) )?[a-z]{4,24}"
    r"(?:ine?|one|ol|ene|ane|ide|ate|azole?|ehyde|(?:yl|ium|ic|ous) [a-z]+(?:ate|ide|acid))"
)
"""Names whose ending shows that they follow nomenclature, so that the rules of other languages fit them."""

_REMARK = re.compile(r" \((?:natural|synthetic|anhydrous|technical|pure|refined)\)$")
_ENGLISH_SINGULAR = re.compile(r"[A-Za-z]{3}(?<![sx])$|press$|mix$", re.IGNORECASE)
_VOWEL = re.compile(r"[A-Za-z]{4,}[aeo]$")
_GLUED_SALTS = ("hydrochlorid", "hydrobromid", "sulfat", "phosphat", "citrat", "tartrat", "maleat", "fumarat", "nitrat")


class Entry(NamedTuple):
    """One name of the dictionary of chemicals, with its folded form; a relative is near what the register controls."""

    cas: str
    name: str
    key: str
    is_relative: bool = False


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
    for is_regular in (False, True):  # a name of the register stands before the spellings that follow from others
        for name in register.names:
            for term in _terms_of(register, name, unnumbered, controlled, folder):
                if term.is_regular is is_regular:
                    once = term.name if term.as_written else repr(term.company)
                    terms.setdefault((folder.key(term.name), term.subject, once), term)
    salts = _salts(register, folder)
    terms |= dict(_glued_salts(list(terms.values()), salts, folder))
    taken = {key for key, _, _ in terms}
    bases = {entry.key: entry.cas for entry in entries} | dict.fromkeys(taken, "")
    for entry in entries:
        if _is_form(entry, bases, salts):
            continue
        record, is_ordinary = numbers.setdefault(entry.cas, (None, not entry.is_relative))
        if entry.key not in taken:
            subject = (register.substances[record].cas if record is not None else None) or entry.cas
            company = METAL_GOODS if entry.key in METALS else None
            term = Term(
                entry.name,
                "substance",
                subject,
                record=record,
                ordinary=is_ordinary,
                company=company,
                is_of_dictionary=True,
            )
            terms.setdefault((entry.key, subject, ""), term)
    ordered = sorted(terms.items(), key=lambda item: (item[0], item[1].name))
    listed = [term for _, term in ordered]
    return Vocabulary(
        terms=listed,
        keys=[key for (key, _, _), _ in ordered],
        numbers=dict(sorted(numbers.items())),
        salts=dict(sorted(salts.items())),
        codes=sorted(code.replace(".", "") for code in register.codes),
        simplified={**simplified, **register.simplified},
        register=digest,
        survey=survey(listed, folder),
    )


def entries_of(words: Vocabulary) -> Iterator[Entry]:
    """Yield the dictionary of ordinary chemicals that a compiled vocabulary holds."""
    for key, term in zip(words.keys, words.terms, strict=True):
        if term.is_of_dictionary:
            yield Entry(term.subject, term.name, key, is_relative=term.record is None and not term.ordinary)


def read_dictionary(lines: Iterable[str], simplified: Mapping[str, str]) -> Iterator[Entry]:
    """Yield the names of the dictionary that can be looked for in goods texts; too short ones cannot."""
    folder = Folder(simplified)
    rows = [line.rstrip("\n").split("\t") for line in lines]
    first: dict[str, str] = {}
    common = {cas for cas, language, *_ in rows if first.setdefault(cas, language) != language}
    for cas, language, written, *mark in rows:
        name = _REMARK.sub("", written)
        is_regular = language == "en" and (
            (cas in common and _SIMPLE.fullmatch(name)) or _SYSTEMATIC.fullmatch(name.lower())
        )
        names = spellings(name) if is_regular else (name,)
        for spelled in names:
            key = folder.key(spelled)
            is_long = len(key) >= (_LEAST_KEY if key[:1] < _LATIN_END else _LEAST_CHINESE)
            if is_long and not _RADICAL.fullmatch(spelled):
                yield Entry(cas, spelled, key, is_relative=bool(mark))


def _is_form(entry: Entry, bases: Mapping[str, str], salts: Mapping[str, str]) -> bool:
    """Tell whether a name is that of a base the vocabulary has, and the word of a salt or hydrate of it.

    The base's name finds it then, together with the word. Metals and radicals are no bases.
    """
    key = entry.key
    for word in salts:
        for bare in (key.removesuffix(word), key.removeprefix(word)):
            if (
                bare not in {key, ""}
                and bases.get(bare, entry.cas) != entry.cas
                and not bare.endswith(NO_BASE)
                and bare not in METALS_OF_SALTS
            ):
                return True
    return False


def _short_forms(name: str) -> Iterator[str]:
    """Yield an abbreviation, and the same with its Greek letters in words."""
    yield name
    if not name.isascii():
        yield "".join(GREEK.get(char, char) for char in name)


def _glued_salts(
    terms: Iterable[Term], salts: Mapping[str, str], folder: Folder
) -> Iterator[tuple[tuple[str, str, str], Term]]:
    """Yield the names of the register's substances with a salt glued to them, as German writes them."""
    for term in terms:
        is_base = term.kind == "substance" and not term.as_written and " " not in term.name
        if is_base and term.name.isascii() and term.name[-1].isalpha() and not term.name.endswith(("a", "e", "o")):
            for word in _GLUED_SALTS:
                glued = msgspec.structs.replace(term, name=term.name + word, salt=salts.get(word))
                yield (folder.key(glued.name), term.subject, ""), glued


def _salts(register: Packed | Opened, folder: Folder) -> dict[str, str]:
    return {
        folder.key(word): form
        for form, record in register.salt_forms.items()
        for words in record.names.values()
        for word in words
    }


def _terms_of(
    register: Packed | Opened,
    name: IdentifiedName,
    unnumbered: Mapping[str, str],
    controlled: frozenset[str],
    folder: Folder,
) -> Iterator[Term]:
    """Yield a name of the register as a term, and its other spellings."""
    if name.kind == "class" and register.classes[name.subject].wide:
        return
    cas = register.substances[name.subject].cas if name.kind == "substance" else None
    subject = cas or unnumbered.get(name.subject) or _parent_of(register, name) or name.subject
    as_written = name.language == "abbreviation"
    company = _company(name, folder)
    for spelled in dict.fromkeys(_spelled(name)):
        yield Term(
            name=spelled,
            kind=name.kind,
            subject=subject,
            as_written=as_written,
            record=name.subject,
            ordinary=name.kind == "substance" and name.subject not in controlled,
            company=company,
            is_regular=spelled != name.name,
        )


def _spelled(name: IdentifiedName) -> Iterator[str]:
    """Yield a name of the register and its other spellings."""
    if name.language == "abbreviation":
        yield from _short_forms(name.name)
        return
    if name.kind == "substance":
        spelled = list(spellings(name.name))
        yield from spelled
        yield from catalogue_names(spelled)
    else:
        yield name.name
    if name.kind != "class":
        yield from _plurals(name)


def _plurals(name: IdentifiedName) -> Iterator[str]:
    """Yield the plural of a name by the rule of its language: of the last word in English, of the first elsewhere."""
    first, space, rest = name.name.partition(" ")
    if name.language == "en" and _ENGLISH_SINGULAR.search(name.name):
        yield name.name + ("es" if name.name.endswith(("ss", "x", "ch")) else "s")
    if name.language in {"es", "fr"} and name.kind == "equipment" and _VOWEL.search(first):
        yield f"{first}s{space}{rest}"
    if name.language == "de" and name.kind == "equipment" and not space and first.endswith("e"):
        yield first + "n"


def _parent_of(register: Packed | Opened, name: IdentifiedName) -> str | None:
    """Return the CAS number of the base whose salt a record without a number is."""
    record = register.substances.get(name.subject)
    salts = (one.parent for one in record.derived_from if one.as_ == "salt") if record is not None else ()
    return next((register.substances[parent].cas for parent in salts), None)


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
        if name.kind == "substance"
        and name.language != "abbreviation"
        and register.substances[name.subject].cas is None
    }
    found: dict[str, str] = {}
    for entry in entries:
        record = wanted.get(entry.key)
        if record is not None:
            found.setdefault(record, entry.cas)
    return found
