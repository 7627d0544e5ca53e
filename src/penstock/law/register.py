"""The compiled register with its look-ups: by CAS, by name, by structure, by code, by subject."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeVar

from penstock.goods import VOCABULARY_FILE, Company, Folder, Scanner, read_vocabulary, shipped
from penstock.kernel.errors import UnknownId, UnknownPlace
from penstock.law.chemistry import chemistry_of
from penstock.law.packed import REGISTER_FILE, Opened, Packed, read_packed
from penstock.law.structures import sieve_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from penstock.law.goods_records import Chapters, Unit
    from penstock.law.records import (
        Code,
        Entry,
        Equipment,
        IdentifiedName,
        ListFile,
        StructureKey,
        Substance,
        SubstanceClass,
        Text,
    )
    from penstock.law.structures import Chemistry
    from penstock.substances.sieve import Sieve

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with the list it stands on."""

    list_id: str
    key: str
    file: ListFile
    entry: Entry

    @property
    def subject(self) -> str:
        """The id of the substance, class or equipment kind the entry is about."""
        return self.entry.subject or self.key

    @property
    def place(self) -> str:
        """The jurisdiction of the list."""
        return self.file.list.jurisdiction

    @property
    def measure_id(self) -> str:
        """The stable id of the measure, ``<place>.<list>.<entry>``."""
        return f"{self.list_id}.{self.key}"


class Register:
    """The law as the program knows it, and the digest that names this state of it."""

    def __init__(
        self, packed: Packed | Opened, digest: str, *, path: Path | None = None, vocabulary: Path = VOCABULARY_FILE
    ) -> None:
        """Wrap a packed register; use :meth:`load` to read the shipped one.

        Args:
            packed: The register.
            digest: Its digest.
            path: The file it was read from, if it was.
            vocabulary: The compiled vocabulary; that of another register lends it the ordinary chemicals.
        """
        self.packed = packed
        self.digest = digest
        self.path = path
        self.vocabulary = vocabulary

    @classmethod
    def load(cls, path: Path = REGISTER_FILE, vocabulary: Path = VOCABULARY_FILE) -> Register:
        """Read the compiled register.

        Raises:
            RegisterMissing: The file is absent, damaged or of another version.
        """
        return cls(*read_packed(path), path=path, vocabulary=vocabulary)

    @cached_property
    def folder(self) -> Folder:
        """The folding under which this register's names are stored."""
        return Folder(self.packed.simplified)

    @cached_property
    def by_cas(self) -> dict[str, tuple[str, str | None]]:
        """``{CAS number: (substance id, form)}``; the form is ``None`` for the substance itself."""
        found: dict[str, tuple[str, str | None]] = {}
        for key, substance in self.packed.substances.items():
            if substance.cas is not None:
                found[substance.cas] = (key, None)
            found.update({other.cas: (key, other.form) for other in substance.other_cas})
        return found

    @cached_property
    def by_name(self) -> dict[str, list[IdentifiedName]]:
        """``{folded name: names}`` of the names that mean a subject by themselves; two subjects may share a name."""
        found: dict[str, list[IdentifiedName]] = {}
        for name in self.packed.names:
            if not name.beside:
                found.setdefault(name.key, []).append(name)
        return found

    @cached_property
    def by_block(self) -> dict[str, list[StructureKey]]:
        """``{first InChIKey block: structures}``."""
        found: dict[str, list[StructureKey]] = {}
        for structure in self.packed.structures:
            if structure.block:
                found.setdefault(structure.block, []).append(structure)
        return found

    @cached_property
    def by_whole_block(self) -> dict[str, list[StructureKey]]:
        """``{first block of the InChIKey of all components: structures}``."""
        found: dict[str, list[StructureKey]] = {}
        for structure in self.packed.structures:
            found.setdefault(structure.own, []).append(structure)
        return found

    @cached_property
    def structure_of(self) -> dict[str, StructureKey]:
        """``{substance id: its structure}``, with what the structure says of it."""
        return {structure.substance: structure for structure in self.packed.structures}

    @cached_property
    def chemistry(self) -> Chemistry:
        """All that speaks of structures without naming them: scaffolds, class definitions, scope words."""
        return chemistry_of(self.packed)

    @cached_property
    def sieve(self) -> Sieve:
        """The sieve that tells, before a structure is parsed, what of the register may speak of it."""
        return sieve_of(self.chemistry, self.packed.structures)

    @cached_property
    def salts(self) -> dict[str, str]:
        """``{folded salt word: form}``, e.g. ``{"hcl": "hydrochloride"}``."""
        return {
            self.folder.key(word): form
            for form, record in self.packed.salt_forms.items()
            for words in record.names.values()
            for word in words
        }

    @cached_property
    def scanner(self) -> Scanner:
        """The look-up over every name of this register and of the dictionary of ordinary chemicals.

        Raises:
            RegisterMissing: The compiled vocabulary is absent or damaged.
        """
        words = read_vocabulary(self.vocabulary)
        if words.register == self.digest:
            return shipped() if self.vocabulary == VOCABULARY_FILE else Scanner.of(words)
        from penstock.law.lexicon import entries_of, vocabulary  # noqa: PLC0415  # few registers are one's own

        return Scanner.of(vocabulary(self.packed, self.digest, entries_of(words), words.simplified))

    @cached_property
    def units(self) -> dict[str, tuple[str, Unit]]:
        """``{folded word or code: (unit, record)}`` of the units of quantity."""
        return {
            self.folder.key(word): (name, unit)
            for name, unit in self.packed.units.units.items()
            for words in (*unit.names.values(), unit.codes)
            for word in words
        }

    @cached_property
    def chapters(self) -> dict[str, Chapters]:
        """``{two digits: what that chapter of the Harmonized System can never hold}``."""
        return {number: record for record in self.packed.chapters.values() for number in record.chapters}

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {code.replace(".", ""): code for code in self.packed.codes}

    def basket(self, digits: str) -> tuple[str, Code] | None:
        """Return the customs code that has most of the first digits of a number, at least four, with its record."""
        longest = range(len(digits), 3, -1)
        name = next((self._codes[digits[:n]] for n in longest if digits[:n] in self._codes), None)
        return None if name is None else (name, self.packed.codes[name])

    @cached_property
    def headings(self) -> dict[str, dict[str, str]]:
        """``{subject: {heading: a code of it}}``, the headings under which the register's codes have a subject."""
        found: dict[str, dict[str, str]] = {}
        for name, code in self.packed.codes.items():
            for subject in code.candidates:
                found.setdefault(subject, {}).setdefault(name[:4], name)
        return found

    def says_one_of(self, words: Iterable[str], text: str) -> bool:
        """Tell whether one of some words stands whole in a text, in any spelling."""
        whole = self.folder.fold(text).text
        folded = tuple(word for word in self._folded(tuple(words)) if word in whole)
        return bool(folded) and Company(folded, (), len(text)).allows(self.folder, text, 0, 0)

    @lru_cache(maxsize=1_024)  # noqa: B019  # a register lives as long as the program
    def _folded(self, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(filter(None, map(self.folder.key, words)))

    @cached_property
    def _placed(self) -> dict[tuple[str, str], list[Placed]]:
        found: dict[tuple[str, str], list[Placed]] = {}
        for list_id, file in self.packed.lists.items():
            for key, entry in file.entries.items():
                placed = Placed(list_id, key, file, entry)
                found.setdefault((file.list.jurisdiction, placed.subject), []).append(placed)
        return found

    def entries_on(self, subject: str, place: str) -> list[Placed]:
        """Return what the lists of a place say of a subject by name."""
        return self._placed.get((place, subject), [])

    @cached_property
    def _ever_listed(self) -> frozenset[str]:
        return frozenset(placed.subject for placed in self.every_entry() if placed.entry.spans)

    @lru_cache(maxsize=64)  # noqa: B019  # a register lives as long as the program
    def subjects_of(self, list_id: str) -> frozenset[str]:
        """Return the subjects of one list, now or at another time."""
        entries = self.packed.lists[list_id].entries.items()
        return frozenset(entry.subject or key for key, entry in entries if entry.spans)

    @lru_cache(maxsize=1_024)  # noqa: B019  # a register lives as long as the program
    def concerned_by(self, names: tuple[str, ...]) -> frozenset[str]:
        """Return subjects given by their ids or by lists that they are on."""
        lists = (self.subjects_of(name) for name in names if name in self.packed.lists)
        return frozenset(names).union(*lists)

    def is_ever_listed(self, subject: str) -> bool:
        """Tell whether some list of the register names the subject, now or at another time."""
        return subject in self._ever_listed

    def every_entry(self) -> Iterator[Placed]:
        """Yield every entry of every list."""
        for placed in self._placed.values():
            yield from placed

    @lru_cache(maxsize=256)  # noqa: B019  # a register lives as long as the program
    def lists_of(self, place: str) -> tuple[tuple[str, ListFile], ...]:
        """Return the lists of a place with their ids."""
        return tuple((k, f) for k, f in self.packed.lists.items() if f.list.jurisdiction == place)

    def text(self, text_id: str) -> Text:
        """Return a text by id.

        Raises:
            UnknownId: No text has it.
        """
        return _found(self.packed.texts, text_id, "text")

    @cached_property
    def _subjects(self) -> dict[str, Substance | Equipment | SubstanceClass]:
        return {**self.packed.substances, **self.packed.equipment, **self.packed.classes}

    def subject(self, subject_id: str) -> Substance | Equipment | SubstanceClass:
        """Return a substance, an equipment kind or a class by id.

        Raises:
            UnknownId: No subject has it.
        """
        return _found(self._subjects, subject_id, "subject")

    def name_of(self, subject_id: str) -> str:
        """Return the first English name of a subject, or its id where it has none."""
        names = self.subject(subject_id).names
        first = next(iter(names.get("en") or next(iter(names.values()), [])), None)
        return first or subject_id

    def places(self, wanted: Iterable[str] | None) -> tuple[str, ...]:
        """Return the jurisdictions asked about, in the order asked; all of the register when ``None``.

        Raises:
            UnknownPlace: One that the register holds no law of.
        """
        if wanted is None:
            return tuple(self.packed.jurisdictions)
        asked = tuple(dict.fromkeys(place.strip().upper() for place in wanted))
        for place in asked:
            if place not in self.packed.jurisdictions:
                message = f"The register holds no law of {place!r}."
                raise UnknownPlace(message, remedy=f"It knows {', '.join(self.packed.jurisdictions)}.")
        return asked

    def binding(self, country: str) -> tuple[str, ...]:
        """Return the jurisdictions whose law binds trade at a country or subdivision code."""
        return self._bindings(country)

    @cached_property
    def _bindings(self) -> Callable[[str], tuple[str, ...]]:
        return lru_cache(maxsize=1024)(self._find_binding)

    def _find_binding(self, country: str) -> tuple[str, ...]:
        own = self.packed.jurisdictions.get(country)
        if own is None and "-" in country:
            return self.binding(country.split("-", maxsplit=1)[0])
        within = own.within if own is not None else []
        return tuple(
            place
            for place, record in self.packed.jurisdictions.items()
            if place == country or country in record.members or place in within
        )


def _found(records: Mapping[str, T], key: str, what: str) -> T:
    try:
        return records[key]
    except KeyError:
        message = f"The register has no {what} {key!r}."
        raise UnknownId(
            message, remedy="'penstock check NAME' prints the ids, 'penstock law list' the lists."
        ) from None
