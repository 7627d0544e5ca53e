"""Uploaded files: kept under a name of ours, refused where they would unpack to more than they may."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from penstock.desk.parquet_sizes import Unreadable, sizes_of
from penstock.desk.problems import Problem

if TYPE_CHECKING:
    from typing import BinaryIO

ENDINGS = (".csv", ".tsv", ".parquet", ".jsonl", ".ndjson", ".xlsx")
"""The endings that are taken; old and macro-carrying kinds of Excel are not."""

MOST_UNPACKED = 256 << 20
"""Bytes that an Excel file may unpack to."""

MOST_PARTS = 1_000
MOST_UNPACKED_COLUMNS = 1 << 30
"""Bytes that a Parquet file may unpack to: it is unpacked some rows at a time, in a process apart."""

MOST_ROWS = 10_000_000
"""Rows that a Parquet file may have: equal cells take no room in it."""

LARGEST = 64 << 20
"""Bytes of an uploaded file."""

_PIECE = 1 << 20


def ending_of(name: str) -> str:
    """Return the ending of the name of an uploaded file; the rest of the name is shown and never opened.

    Raises:
        Problem: It is none that is taken.
    """
    ending = Path(name.replace("\\", "/").rsplit("/", 1)[-1]).suffix.lower()
    if ending not in ENDINGS:
        raise Problem.of(code="invalid", detail=f"The file's name ends with none of {', '.join(ENDINGS)}.")
    return ending


def shown_name(name: str) -> str:
    """Return the last part of an uploaded file's name, fit to be shown."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter if letter.isprintable() else "?" for letter in last)[:200] or "?"


def keep_upload(stream: BinaryIO, folder: Path, ending: str) -> Path:
    """Copy an uploaded file into a new folder under a name of ours, and look into it.

    Raises:
        Problem: It is too large, or unpacks to too much; nothing is left of it.
    """
    folder.mkdir(parents=True, mode=0o700)
    file = folder / f"upload{ending}"
    try:
        with file.open("xb") as kept:
            while piece := stream.read(_PIECE):
                kept.write(piece)
                if kept.tell() > LARGEST:
                    raise Problem.of(code="too_large", detail=f"The file is larger than {LARGEST} bytes.")
        if ending == ".xlsx":
            refuse_bomb(file)
        elif ending == ".parquet":
            refuse_swollen(file)
    except Problem:
        file.unlink()
        folder.rmdir()
        raise
    return file


def refuse_bomb(file: Path, most: int = MOST_UNPACKED) -> None:
    """See that an Excel file, a ZIP of parts, unpacks to so much at most, whatever it says of itself.

    Raises:
        Problem: It unpacks to more, has too many parts, or is no whole ZIP.
    """
    left = most
    try:
        with zipfile.ZipFile(file) as whole:
            parts = whole.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > most:
                raise _bomb(most)
            for part in parts:
                with whole.open(part) as stream:
                    while piece := stream.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise _bomb(most)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise Problem.of(code="invalid", detail="The file is damaged, encrypted or no Excel file.") from None


def refuse_swollen(file: Path, most: int = MOST_UNPACKED_COLUMNS, rows: int = MOST_ROWS) -> None:
    """See that a Parquet file unpacks to so much at most, and has so many rows, by its footer and its pages' headers.

    Raises:
        Problem: It says that it has more, is in too many parts, or is no whole Parquet file.
    """
    try:
        sizes = sizes_of(file)
    except Unreadable as why:
        raise Problem.of(code="invalid", detail=f"The file is damaged, encrypted or no Parquet file ({why}).") from None
    if sizes.unpacked > most:
        raise _bomb(most)
    if sizes.rows > rows:
        raise Problem.of(code="too_large", detail=f"The file has {sizes.rows} rows; {rows} are the most.")


def _bomb(most: int) -> Problem:
    return Problem.of(code="too_large", detail=f"The file unpacks to more than {most} bytes, or to too many parts.")
