"""All that judging needs and no file holds, in one folder named by its content: it travels to other machines."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING, NamedTuple

from penstock.batch.rosters import copy_lists
from penstock.kernel.errors import EngineError
from penstock.law.register import Register
from penstock.lists.files import digest_of

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.lists.store import ListStore

_REGISTER, _VOCABULARY, _LISTS, _CONTENTS = "register.bin", "vocabulary.bin", "lists", "contents.json"


class Pack(NamedTuple):
    """An opened pack: the register, and the folder of the lists."""

    register: Register
    lists: Path


def write_pack(folder: Path, register: Path, vocabulary: Path, store: ListStore | None) -> str:
    """Write a pack.

    Args:
        folder: Where; what stands there is replaced.
        register: The compiled register.
        vocabulary: The compiled vocabulary of goods texts.
        store: The imported lists; ``None`` where no file names any party.

    Returns:
        The digest that names its content.

    Raises:
        OSError: It cannot be written.
        ListMissing: A stored list is damaged.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / _LISTS).mkdir(parents=True)
    shutil.copyfile(register, folder / _REGISTER)
    shutil.copyfile(vocabulary, folder / _VOCABULARY)
    if store is not None and store.lists():
        copy_lists(store, folder / _LISTS)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    contents = json.dumps({name: digest_of(folder / name) for name in files}).encode()
    (folder / _CONTENTS).write_bytes(contents)
    return hashlib.sha256(contents).hexdigest()


def open_pack(folder: Path, digest: str) -> Pack:
    """Open a pack after seeing that its content is what the digest names.

    Raises:
        EngineError: It cannot be read here, or its content is another.
        RegisterMissing: Another version of Penstock wrote it.
    """
    try:
        contents = (folder / _CONTENTS).read_bytes()
        changed = [name for name, own in json.loads(contents).items() if digest_of(folder / name) != own]
    except (OSError, ValueError) as error:
        message = f"A worker cannot read {folder} ({error})."
        remedy = "Put the results on storage that every worker has under the same name, then use --resume."
        raise EngineError(message, remedy=remedy) from None
    if changed or hashlib.sha256(contents).hexdigest() != digest:
        message = f"{folder} is not what was sent: {', '.join(changed) or _CONTENTS} was changed."
        raise EngineError(message, remedy="Screen the files again, with --resume.")
    return Pack(Register.load(folder / _REGISTER, folder / _VOCABULARY), folder / _LISTS)
