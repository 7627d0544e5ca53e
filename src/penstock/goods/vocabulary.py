"""The vocabulary: every name the matcher looks for, packed into one file beside this module.

``vocabulary.bin`` is written by ``penstock.law.compile``: the magic ``PENSTOCKV``, the SHA-256 of the payload
(32 bytes), the payload in MessagePack, compressed with zlib.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, overload

import msgspec
import numpy as np

from penstock.goods.beside import Company  # noqa: TC001  # msgspec reads the annotations at run time
from penstock.goods.folding import Folder
from penstock.goods.survey import Survey  # noqa: TC001  # as above
from penstock.kernel.errors import RegisterMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT = 3
"""Version of the packed layout; another number is refused."""

MAGIC = b"PENSTOCKV"
VOCABULARY_FILE = Path(__file__).parent / "vocabulary.bin"

_DIGEST_BYTES = 32
_MOST_READ = 65_536
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


_TERM = msgspec.msgpack.Decoder(Term)


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
        survey: What was found by going through the terms; ``None`` where nobody has.
    """

    terms: Sequence[Term]
    keys: list[str]
    numbers: dict[str, tuple[str | None, bool]]
    salts: dict[str, str]
    codes: list[str]
    simplified: dict[str, str]
    register: str
    survey: Survey | None = None

    def folder(self) -> Folder:
        """Return the folding under which the keys are stored."""
        return Folder(self.simplified)


class Terms(Sequence[Term]):
    """The terms of a packed vocabulary, each read when it is asked for: a run meets few of them."""

    def __init__(self, packed: bytes, ends: bytes) -> None:
        """Take the terms in MessagePack, one after another, and where each ends: little-endian numbers of 32 bits."""
        self._packed = memoryview(packed)
        self._ends = np.frombuffer(ends, "<u4")
        self._read = lru_cache(maxsize=_MOST_READ)(self._read_anew)

    @classmethod
    def pack(cls, terms: Iterable[Term]) -> tuple[bytes, bytes]:
        """Return the bytes from which terms are read."""
        each = list(map(msgspec.msgpack.encode, terms))
        return b"".join(each), np.cumsum([len(one) for one in each], dtype="<u4").tobytes()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> Term: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Term, ...]: ...
    def __getitem__(self, place: int | slice) -> Term | tuple[Term, ...]:
        """Return a term, or several."""
        if isinstance(place, slice):
            return tuple(map(self._read_anew, range(len(self))[place]))
        return self._read(range(len(self))[place])

    def __iter__(self) -> Iterator[Term]:
        """Yield all of them; none is remembered."""
        return map(self._read_anew, range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Tell whether another sequence has the same terms."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Return the number of the terms: equal ones have as many."""
        return len(self)

    def _read_anew(self, place: int) -> Term:
        begin = int(self._ends[place - 1]) if place else 0
        return _TERM.decode(self._packed[begin : int(self._ends[place])])


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    """A `Vocabulary` with its terms as `Terms.pack` writes them."""

    terms: tuple[bytes, bytes]
    keys: list[str]
    numbers: dict[str, tuple[str | None, bool]]
    salts: dict[str, str]
    codes: list[str]
    simplified: dict[str, str]
    register: str
    survey: Survey | None


class _Sealed(msgspec.Struct, frozen=True, array_like=True):
    format: int
    vocabulary: msgspec.Raw


def seal(vocabulary: Vocabulary) -> bytes:
    """Return the bytes of the pack."""
    packed = _Packed(Terms.pack(vocabulary.terms), *msgspec.structs.astuple(vocabulary)[1:])
    payload = msgspec.msgpack.encode([FORMAT, packed], order="deterministic")
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
            words = msgspec.msgpack.decode(sealed.vocabulary, type=_Packed)
            return Vocabulary(Terms(*words.terms), *msgspec.structs.astuple(words)[1:])
    except msgspec.DecodeError:
        pass
    message = f"The compiled vocabulary {path} was written by another version of Penstock."
    raise RegisterMissing(message, remedy=_REMEDY)
