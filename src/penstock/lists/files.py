"""Writing files so that a crash leaves either the old content or the new, never a mixture."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from penstock.kernel.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

_REMEDY = "Choose another folder with --lists, or free some room."


def write_whole(path: Path, content: bytes) -> None:
    """Put the whole content under a file's name at once and onto the disk, or leave what was there.

    Raises:
        OutputError: The file cannot be written.
    """
    scratch = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with scratch.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        scratch.replace(path)
        settle(path.parent)
    except OSError as error:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)
        message = f"{path} cannot be written ({error.strerror})."
        raise OutputError(message, remedy=_REMEDY) from None


def append_line(path: Path, line: bytes) -> None:
    """Add one line at the end of a file, onto the disk; a line that a crash tore before it is closed first.

    Raises:
        OutputError: The file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as stream:
            if stream.tell():
                stream.seek(-1, os.SEEK_END)
                line = line if stream.read(1) == b"\n" else b"\n" + line
            stream.write(line + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        message = f"{path} cannot be written ({error.strerror})."
        raise OutputError(message, remedy=_REMEDY) from None


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def settle_all(folder: Path) -> None:
    """Have the disk keep all files of a folder, and their names, before the folder is given its own.

    Raises:
        OSError: The disk cannot keep them.
    """
    for path in sorted(folder.iterdir()):
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
    settle(folder)


def settle(folder: Path) -> None:
    """Ask the disk to keep a folder's new names; some systems cannot, and then it is theirs to keep them."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
