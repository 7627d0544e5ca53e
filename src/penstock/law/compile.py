"""Pack the register's YAML into the one file the program reads, ``register.bin``.

Layout: the magic ``PENSTOCK``, the SHA-256 of the payload (32 bytes), the payload in MessagePack. The digest
is the register digest of every stamp.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from opencc import OpenCC

from penstock.goods.folding import Folder
from penstock.kernel.errors import PenstockError
from penstock.law.packed import FORMAT, MAGIC, REGISTER_FILE, REGISTER_FOLDER
from penstock.law.records import IdentifiedName, Packed, StructureKey
from penstock.law.validate import validate_folder
from penstock.substances.structure import Scaffolds, components, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.law.sources import Sources

_CHINESE = range(0x3400, 0x9FFF + 1)


def compile_register(folder: Path = REGISTER_FOLDER, target: Path = REGISTER_FILE) -> str:
    """Validate and pack a register folder; return its digest in hexadecimal.

    Raises:
        RegisterError: The first refusal, when there is any; nothing is written then.
    """
    sources = validate_folder(folder)
    if sources.errors:
        raise sources.errors[0]
    payload = msgspec.msgpack.encode(pack(sources), order="deterministic")
    digest = hashlib.sha256(payload)
    scratch = target.with_suffix(".partial")
    scratch.write_bytes(MAGIC + digest.digest() + payload)
    scratch.replace(target)
    return digest.hexdigest()


def pack(sources: Sources) -> Packed:
    """Turn validated sources into one object, with the indexes that make look-ups fast."""
    if sources.decision_table is None:
        message = "sources must be validated before they are packed"
        raise ValueError(message)
    simplified = _simplified_characters(sources)
    return Packed(
        format=FORMAT,
        jurisdictions=dict(sorted(sources.jurisdictions.items())),
        texts=dict(sorted(sources.texts.items())),
        substances=dict(sorted(sources.substances.items())),
        equipment=dict(sorted(sources.equipment.items())),
        classes=dict(sorted(sources.classes.items())),
        codes=dict(sorted(sources.codes.items())),
        salt_forms=dict(sorted(sources.salt_forms.items())),
        lists=dict(sorted(sources.lists.items())),
        decision_table=sources.decision_table,
        simplified=simplified,
        names=sorted(_names(sources, Folder(simplified)), key=msgspec.structs.astuple),
        structures=list(_structure_keys(sources)),
    )


def _simplified_characters(sources: Sources) -> dict[str, str]:
    """Map each traditional character to the simplified one, for the characters the register's names use."""
    records = (*sources.substances.values(), *sources.equipment.values(), *sources.salt_forms.values())
    used = {char for record in records for name in record.names.get("zh", []) for char in name}
    convert = OpenCC("t2s").convert
    pairs = ((char, convert(char)) for char in map(chr, _CHINESE))
    return {one: other for one, other in pairs if one != other and (other in used or one in used)}


def _names(sources: Sources, folder: Folder) -> Iterator[IdentifiedName]:
    for subject, substance in sources.substances.items():
        for language, names in substance.names.items():
            for name in dict.fromkeys(names):
                yield IdentifiedName(
                    key=folder.key(name), name=name, subject=subject, kind="substance", language=language
                )
        for name in substance.abbreviations:
            yield IdentifiedName(
                key=folder.key(name), name=name, subject=subject, kind="substance", language="abbreviation"
            )
    for subject, equipment in sources.equipment.items():
        for language, names in equipment.names.items():
            for name in dict.fromkeys(names):
                yield IdentifiedName(
                    key=folder.key(name), name=name, subject=subject, kind="equipment", language=language
                )
        for name in equipment.abbreviations:
            yield IdentifiedName(
                key=folder.key(name), name=name, subject=subject, kind="equipment", language="abbreviation"
            )


def scaffold_patterns(sources: Sources | Packed) -> dict[str, str]:
    """Return ``{substance or class id: SMARTS}`` of everything that has close relatives."""
    patterns = {key: s.relatives for key, s in sources.substances.items() if s.relatives}
    return patterns | {key: c.scaffold for key, c in sources.classes.items() if c.scaffold}


def _structure_keys(sources: Sources) -> Iterator[StructureKey]:
    scaffolds = Scaffolds(scaffold_patterns(sources))
    for key, substance in sorted(sources.substances.items()):
        if substance.smiles is None:
            continue
        mol = parse(substance.smiles)
        relatives = [other for other in scaffolds.matches(mol) if other != key]
        for part in components(mol):
            yield StructureKey(
                substance=key, skeleton=part.skeleton, block=part.block, key=part.key, relatives=relatives
            )


def main() -> int:
    """Compile the shipped register; the command behind ``make register``."""
    try:
        digest = compile_register()
    except PenstockError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"register {digest[:12]} written to {Path(REGISTER_FILE).name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
