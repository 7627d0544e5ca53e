"""Pack the register's YAML into the one file the program reads, ``register.bin``.

Layout: the magic ``PENSTOCK``, the SHA-256 of the payload (32 bytes), the payload in MessagePack. The digest
is the register digest of every stamp.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import re
import sys
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec
from opencc import OpenCC

from penstock.goods.folding import Folder
from penstock.goods.vocabulary import VOCABULARY_FILE, seal
from penstock.kernel.errors import OutputError, PenstockError
from penstock.law.chemistry import chemistry_of, parents_of
from penstock.law.lexicon import DICTIONARY, read_dictionary, vocabulary
from penstock.law.packed import FORMAT, MAGIC, REGISTER_FILE, REGISTER_FOLDER, Packed, read_packed
from penstock.law.records import IdentifiedName, StructureKey
from penstock.law.structures import speak
from penstock.law.validate import validate_folder
from penstock.substances.connections import of_molecules
from penstock.substances.structure import components, key_of, metals, parse, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from penstock.law.records import Equipment, Names, Substance, Wide
    from penstock.law.sources import Sources

_MODEL_LETTERS = ("A", "B", "C", "D", "E", "T", "W", " V2")
_CHOICE = re.compile(r"\(([^()|]*\|[^()]*)\)")
_CHINESE = range(0x3400, 0x9FFF + 1)


def compile_register(folder: Path = REGISTER_FOLDER, target: Path = REGISTER_FILE) -> str:
    """Validate and pack a register folder; return its digest in hexadecimal.

    Raises:
        RegisterError: The first refusal, when there is any; nothing is written then.
        OutputError: The file cannot be written.
    """
    sources = validate_folder(folder)
    if sources.errors:
        raise sources.errors[0]
    payload = msgspec.msgpack.encode(pack(sources), order="deterministic")
    digest = hashlib.sha256(payload)
    _write(target, MAGIC + digest.digest() + payload)
    return digest.hexdigest()


def compile_vocabulary(
    register: Path = REGISTER_FILE, dictionary: Path = DICTIONARY, target: Path = VOCABULARY_FILE
) -> int:
    """Write the vocabulary of goods texts from a compiled register and the dictionary; return its number of names.

    Raises:
        RegisterMissing: There is no compiled register.
        OutputError: The file cannot be written.
    """
    packed, digest = read_packed(register)
    with lzma.open(dictionary, "rt", encoding="utf-8") as lines:
        words = vocabulary(packed, digest, read_dictionary(lines, packed.simplified), packed.simplified)
    _write(target, seal(words))
    return len(words.terms)


def _write(target: Path, content: bytes) -> None:
    """Put the whole content under its name at once, or leave what was there."""
    scratch = target.with_name(f"{target.name}.{os.getpid()}.partial")
    try:
        scratch.write_bytes(content)
        scratch.replace(target)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        message = f"The compiled register {target} cannot be written ({error.strerror})."
        raise OutputError(message, remedy="Make its folder writable, or give another place.") from None


def pack(sources: Sources) -> Packed:
    """Turn validated sources into one object, with the indexes that make look-ups fast."""
    if sources.decision_table is None:
        message = "sources must be validated before they are packed"
        raise ValueError(message)
    simplified = _simplified_characters(sources)
    packed = Packed(
        format=FORMAT,
        jurisdictions=dict(sorted(sources.jurisdictions.items())),
        texts=dict(sorted(sources.texts.items())),
        substances=dict(sorted(sources.substances.items())),
        equipment=dict(sorted(sources.equipment.items())),
        classes=dict(sorted(sources.classes.items())),
        codes=dict(sorted(sources.codes.items())),
        chapters=dict(sorted(sources.chapters.items())),
        units=sources.units,
        periods=dict(sorted(sources.periods.items())),
        clocks=dict(sorted(sources.clocks.items())),
        salt_forms=dict(sorted(sources.salt_forms.items())),
        words=dict(sorted(sources.words.items())),
        scope_rules=dict(sorted(sources.scope_rules.items())),
        parents=list(parents_of(sources)),
        lists=dict(sorted(sources.lists.items())),
        party_lists=dict(sorted(sources.party_lists.items())),
        parties=dict(sorted(sources.parties.items())),
        red_flags=dict(sorted(sources.red_flags.items())),
        word_lists=dict(sorted(sources.word_lists.items())),
        phrases=dict(sorted(sources.phrases.items())),
        acts=dict(sorted(sources.acts.items())),
        statements=dict(sorted(sources.statements.items())),
        decision_table=sources.decision_table,
        simplified=simplified,
        names=sorted(_names(sources, Folder(simplified)), key=msgspec.structs.astuple),
        structures=[],
    )
    return msgspec.structs.replace(packed, structures=list(_structure_keys(packed)))


class _Named(Protocol):
    @property
    def names(self) -> Names: ...


def _simplified_characters(sources: Sources) -> dict[str, str]:
    """Map each traditional character to the simplified one, for the characters the register's names use."""
    used = {char for word in _chinese_words(sources) for char in word}
    convert = OpenCC("tw2sp").convert
    pairs = ((char, convert(char)) for char in map(chr, _CHINESE))
    return {one: other for one, other in pairs if one != other and (other in used or one in used)}


def _chinese_words(sources: Sources) -> Iterator[str]:
    """Yield every word that is looked for in texts and may be Chinese."""
    kinds: tuple[Mapping[str, _Named], ...] = (
        sources.substances,
        sources.equipment,
        sources.classes,
        sources.salt_forms,
        sources.units.units,
    )
    for record in (record for records in kinds for record in records.values()):
        yield from record.names.get("zh", [])
    for wide in (wide for equipment in sources.equipment.values() for wide in equipment.wide):
        yield from (*wide.names.get("zh", []), *wide.beside, *wide.unless)
    for words in sources.word_lists.values():
        yield from (*(term.term for term in words.terms), *words.fillers.get("zh", []))
    for clash in sources.units.clashes:
        yield from clash.unless
    for phrase in sources.phrases.values():
        yield from phrase.phrases.get("zh", [])


def _names(sources: Sources, folder: Folder) -> Iterator[IdentifiedName]:
    for subject, substance in sources.substances.items():
        yield from _names_of(subject, "substance", substance, folder)
    for subject, equipment in sources.equipment.items():
        yield from _names_of(subject, "equipment", equipment, folder)
        for name in models_of(equipment):
            yield IdentifiedName(key=folder.key(name), name=name, subject=subject, kind="equipment", language="model")
        for wide in equipment.wide:
            yield from _wide_names(subject, wide, folder)
    for subject, described in sources.classes.items():
        for language, names in described.names.items():
            for name in dict.fromkeys(form for own in names for form in class_forms(own)):
                yield IdentifiedName(key=folder.key(name), name=name, subject=subject, kind="class", language=language)


def models_of(equipment: Equipment) -> Iterator[str]:
    """Yield the models of the series of a kind, each with the letters that makers hang on it: TDP-5, TDP-5T."""
    for series, numbers in equipment.series.items():
        for number in numbers:
            yield from (f"{series}-{number}{letter}" for letter in ("", *_MODEL_LETTERS))


def class_forms(name: str) -> Iterator[str]:
    """Yield the name of a class with its other forms: one member, "compounds" for "substances", 类 for 类物质."""
    yield name
    if name.endswith("类物质"):
        stem = name.removesuffix("物质")
        yield from (stem, f"{stem}化合物", f"{stem}新精神活性物质")
    elif name.isascii() and name.endswith("s"):
        yield name[:-1]
        if name.endswith(" substances"):
            stem = name.removesuffix("substances")
            yield from (f"{stem}compounds", f"{stem}compound")


def written_out(names: Iterable[str]) -> Iterator[str]:
    """Yield each name for every choice of its words: ``(rotary|) tablet press`` is two."""
    for name in names:
        pieces = _CHOICE.split(name)
        choices = [piece.split("|") if nth % 2 else [piece] for nth, piece in enumerate(pieces)]
        for chosen in product(*choices):
            yield " ".join("".join(chosen).split())


def _names_of(
    subject: str, kind: Literal["substance", "equipment"], record: Substance | Equipment, folder: Folder
) -> Iterator[IdentifiedName]:
    for language, names in (*record.names.items(), ("abbreviation", record.abbreviations)):
        for name in dict.fromkeys(names if kind == "substance" else written_out(names)):
            yield IdentifiedName(key=folder.key(name), name=name, subject=subject, kind=kind, language=language)


def _wide_names(subject: str, wide: Wide, folder: Folder) -> Iterator[IdentifiedName]:
    for language, names in wide.names.items():
        for name in dict.fromkeys(written_out(names)):
            yield IdentifiedName(
                key=folder.key(name),
                name=name,
                subject=subject,
                kind="equipment",
                language=language,
                beside=wide.beside,
                unless=wide.unless,
                within=wide.within,
            )


def _structure_keys(packed: Packed) -> Iterator[StructureKey]:
    chemistry = chemistry_of(packed)
    for key, substance in packed.substances.items():
        if substance.smiles is None:
            continue
        mol = parse(substance.smiles)
        parts = components(mol)
        spoken = [speak(chemistry, part) for part in parts]
        yield StructureKey(
            substance=key,
            block=whole(part.block for part in parts),
            own=key_of(mol)[:14],
            key=whole(part.key for part in parts),
            relatives=sorted({other for one in spoken for other in one.relatives} - {key}),
            skeletons=[f"{one:x}" for one in of_molecules([mol]).skeletons],
            metals=sorted(metals(mol)),
            classes=[reading for one in spoken for reading in one.classes],
            derived=[derived for one in spoken for derived in one.derived if derived.parent != key],
            alone=substance.alone,
        )


def main() -> int:
    """Compile the shipped register; the command behind ``make register``."""
    try:
        digest = compile_register()
        names = compile_vocabulary()
    except PenstockError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"register {digest[:12]} written to {Path(REGISTER_FILE).name}\n")
    sys.stdout.write(f"vocabulary of {names} names written to {Path(VOCABULARY_FILE).name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
