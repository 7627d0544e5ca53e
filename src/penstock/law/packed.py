"""Where the compiled register lies, and reading it back."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from penstock.kernel.errors import RegisterMissing
from penstock.law.records import Packed

FORMAT = 1
"""Version of the packed layout; another number is refused."""

MAGIC = b"PENSTOCK"
REGISTER_FOLDER = Path(__file__).parent.parent / "register"
REGISTER_FILE = REGISTER_FOLDER.with_suffix(".bin")

_REMEDY = "Run 'make register' (from a checkout) or install Penstock again."
_DIGEST_BYTES = 32


def read_packed(path: Path = REGISTER_FILE) -> tuple[Packed, str]:
    """Return the packed register and its digest (SHA-256, hexadecimal).

    Raises:
        RegisterMissing: The file is absent, cut short, altered or of another format.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"The compiled register {path} cannot be read ({error.strerror})."
        raise RegisterMissing(message, remedy=_REMEDY) from None
    start = len(MAGIC)
    digest, payload = content[start : start + _DIGEST_BYTES], content[start + _DIGEST_BYTES :]
    if not content.startswith(MAGIC) or hashlib.sha256(payload).digest() != digest:
        message = f"The compiled register {path} is damaged: its digest does not fit its content."
        raise RegisterMissing(message, remedy=_REMEDY)
    try:
        packed = msgspec.msgpack.decode(payload, type=Packed)
    except msgspec.DecodeError:
        packed = None
    if packed is None or packed.format != FORMAT:
        message = f"The compiled register {path} was written by another version of Penstock."
        raise RegisterMissing(message, remedy=_REMEDY)
    return packed, digest.hex()
