"""The vocabulary: every name the matcher looks for, packed into one file beside this module.

``vocabulary.bin`` is written by ``penstock.law.compile``: the magic ``PENSTOCKV``, the SHA-256 of the payload
(32 bytes), the payload in MessagePack, compressed with zlib.
"""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path
from typing import Literal

import msgspec

from penstock.goods.beside import Company  # noqa: TC001  # msgspec reads the annotations at run time
from penstock.goods.folding import Folder
from penstock.kernel.errors import RegisterMissing

FORMAT = 2
"""Version of the packed layout; another number is refused."""

MAGIC = b"PENSTOCKV"
VOCABULARY_FILE = Path(__file__).parent / "vocabulary.bin"

_DIGEST_BYTES = 32
_REMEDY = "Run 'make register' (from a checkout) or install Penstock again."


class Term(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """One entry of the vocabulary: a name of a subject.

    ``subject`` is a CAS number, a kind of equipment, a class or, where a record has no number, its id; ``record`` the
    id of the register's record. ``as_written`` is for abbreviations: they count only in exactly this spelling, between
    boundaries. ``ordinary`` tells that no list names the subject. A name with a ``company`` is too wide to count alone;
    one with a ``salt`` has the word of that form glued to it, as German writes it.
    ``is_regular`` tells that the spelling follows from another by the rules of a language, ``is_of_dictionary`` that
    the name stands in the dictionary of ordinary chemicals and not in the register.
    """

    name: str
    kind: Literal["substance", "equipment", "class"]
    subject: str
    as_written: bool = False
    record: str | None = None
    ordinary: bool = False
    company: Company | None = None
    salt: str | None = None
    is_regular: bool = False
    is_of_dictionary: bool = False


class Vocabulary(msgspec.Struct, frozen=True, array_like=True):
    """All the matcher knows.

    Attributes:
        terms: The names.
        keys: The folded form of each name, in the order of ``terms``.
        numbers: ``{CAS number: (id of the record or None, whether it is ordinary)}``.
        salts: ``{folded salt or hydrate word: form}``.
        codes: Customs codes of the register, digits only.
        simplified: ``{traditional character: simplified character}``.
        register: Digest of the register it was compiled from.
    """

    terms: list[Term]
    keys: list[str]
    numbers: dict[str, tuple[str | None, bool]]
    salts: dict[str, str]
    codes: list[str]
    simplified: dict[str, str]
    register: str

    def folder(self) -> Folder:
        """Return the folding under which the keys are stored."""
        return Folder(self.simplified)


class _Sealed(msgspec.Struct, frozen=True, array_like=True):
    format: int
    vocabulary: msgspec.Raw


def seal(vocabulary: Vocabulary) -> bytes:
    """Return the bytes of the pack."""
    payload = msgspec.msgpack.encode([FORMAT, vocabulary], order="deterministic")
    return MAGIC + hashlib.sha256(payload).digest() + zlib.compress(payload, 9)


def read_vocabulary(path: Path = VOCABULARY_FILE) -> Vocabulary:
    """Open the packed vocabulary.

    Raises:
        RegisterMissing: The file is absent, damaged or of another version.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"The compiled vocabulary {path} cannot be read ({error.strerror})."
        raise RegisterMissing(message, remedy=_REMEDY) from None
    start = len(MAGIC)
    digest, packed = content[start : start + _DIGEST_BYTES], content[start + _DIGEST_BYTES :]
    try:
        payload = zlib.decompress(packed)
    except zlib.error:
        payload = b""
    if not content.startswith(MAGIC) or hashlib.sha256(payload).digest() != digest:
        message = f"The compiled vocabulary {path} is damaged: its digest does not fit its content."
        raise RegisterMissing(message, remedy=_REMEDY)
    try:
        sealed = msgspec.msgpack.decode(payload, type=_Sealed)
        if sealed.format == FORMAT:
            return msgspec.msgpack.decode(sealed.vocabulary, type=Vocabulary)
    except msgspec.DecodeError:
        pass
    message = f"The compiled vocabulary {path} was written by another version of Penstock."
    raise RegisterMissing(message, remedy=_REMEDY)
