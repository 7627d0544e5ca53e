"""The encoding of a text that nobody stated: UTF-8, UTF-16, UTF-32, GB18030, Latin-1 or Windows-1252."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from penstock.batch.sources import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 with a byte order mark"),
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_NAMES = {"gb18030": "GB18030", "latin-1": "Latin-1", "cp1252": "Windows-1252 (Latin-1)"}
_SAVE_UTF8 = "Save the file as UTF-8 and try again."
_ENOUGH_RUNS = 5  # of high bytes, to believe that a mixed file is Chinese
_ENOUGH_LINES = 2000  # that are not plain ASCII, to tell an encoding by
_ENOUGH_BYTES = 1 << 22  # of such lines
_HIGH = re.compile(rb"[\x80-\xff]")
_APART = re.compile(rb"[\x00-\x2f]")  # bytes that are no part of another character in any of these encodings


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a text is encoded, a notice unless that is plain UTF-8, and whether it may hold NUL characters."""

    name: str
    notices: tuple[str, ...] = ()
    has_nul: bool = False


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, the encoding it was read in, and a notice unless that is plain UTF-8."""

    text: str
    encoding: str
    notices: tuple[str, ...] = ()


def decode(file: str, data: bytes) -> Decoded:
    """Decode the bytes of a text file by its byte order mark, as UTF-8, or as the encoding detected.

    Raises:
        InputError: The bytes are no text, or their encoding cannot be told.
    """
    encoding = encoding_of(file, lambda: [data])
    return Decoded(data.decode(encoding.name), encoding.name, encoding.notices)


def encoding_of(file: str, blocks: Callable[[], Iterable[bytes]]) -> Encoding:
    """Tell the encoding of a text, in which all of it is valid.

    Args:
        file: Its name.
        blocks: Begins to yield its bytes anew, some at a time, the first of them at least four where there are.

    Raises:
        InputError: The bytes are no text, or their encoding cannot be told.
    """
    start = next(iter(blocks()), b"")
    for mark, encoding, name in _BOMS:
        if start.startswith(mark):
            _see_valid(file, blocks(), encoding)
            return Encoding(encoding, (f"encoding read as {name} (byte order mark)",), has_nul=True)
    size = nuls = 0
    utf8 = _Validity("utf-8")
    for block in blocks():
        size += len(block)
        nuls += block.count(0)
        utf8.see(block)
    if nuls * 10 > size:
        raise refusal(file, "is no text, or UTF-16 without a byte order mark", _SAVE_UTF8)
    if utf8.ended() is None:
        return Encoding("utf-8", has_nul=nuls > 0)
    encoding = _detect(file, _telling(blocks()))
    _see_valid(file, blocks(), encoding)
    return Encoding(encoding, (f"encoding read as {_NAMES[encoding]} (detected)",), has_nul=nuls > 0)


class _Validity:
    """Sees whether the blocks of a text are valid in an encoding."""

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._before = 0
        self._invalid_at: int | None = None

    def see(self, block: bytes, *, is_last: bool = False) -> None:
        """See the next block."""
        if self._invalid_at is None:
            held = len(self._decoder.getstate()[0])
            try:
                self._decoder.decode(block, is_last)
            except UnicodeDecodeError as error:
                self._invalid_at = self._before - held + error.start
            self._before += len(block)

    def ended(self) -> int | None:
        """Return how many bytes stand before the first that is not valid, after the last block."""
        self.see(b"", is_last=True)
        return self._invalid_at


def _see_valid(file: str, blocks: Iterable[bytes], encoding: str) -> None:
    # The mark is valid UTF-8 itself, and the codec of that name counts bytes from behind it.
    validity = _Validity("utf-8" if encoding == "utf-8-sig" else encoding)
    for block in blocks:
        validity.see(block)
    if (place := validity.ended()) is not None:
        raise refusal(file, f"breaks off being {encoding} at byte {place + 1}", _SAVE_UTF8)


def _telling(blocks: Iterable[bytes]) -> bytes:
    """Return the first lines that are not plain ASCII: as many as are enough."""
    found: list[bytes] = []
    size = 0
    rest = b""
    for block in blocks:
        *lines, rest = (rest + block).split(b"\n")
        if len(rest) > _ENOUGH_BYTES:
            lines.append(rest)
            rest = b""
        for line in lines:
            if not line.isascii():
                found.append(_cut(line))
                size += len(line)
            if len(found) == _ENOUGH_LINES or size >= _ENOUGH_BYTES:
                return b"\n".join(found)
    return b"\n".join(found if rest.isascii() else [*found, _cut(rest)])


def _cut(line: bytes) -> bytes:
    """Cut a line that is longer than needed, between two characters where that can be seen."""
    if len(line) <= _ENOUGH_BYTES:
        return line
    first = next(_HIGH.finditer(line)).start()
    ends = [place.end() for place in _APART.finditer(line, first, first + _ENOUGH_BYTES)]
    return line[first : ends[-1] if ends else first + _ENOUGH_BYTES]


def _detect(file: str, telling: bytes) -> str:
    """Choose between GB18030 and Latin-1 by the lines that are not plain ASCII; refuse when they fit both."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  # slow to import, and few files need it

    matches = list(from_bytes(telling, cp_isolation=["gb18030", "cp1252", "latin_1"]))
    best = {m.encoding for m in matches if (m.chaos, m.coherence) == (matches[0].chaos, matches[0].coherence)}
    western = "cp1252" if re.search(rb"[\x80-\x9f]", telling) else "latin-1"
    fitting = {"gb18030" if name == "gb18030" else western for name in best}
    # Chinese characters are pairs of high bytes; accented letters stand alone among plain ones.
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", telling)]
    even = sum(length % 2 == 0 for length in runs) / len(runs)
    by_runs = "gb18030" if even >= 0.9 else western if even <= 0.1 else None  # noqa: PLR2004  # shares of the runs
    if by_runs is not None and (by_runs in fitting or not fitting):
        return by_runs
    if by_runs is None and (fitting == {western} or (len(fitting) == 1 and len(runs) >= _ENOUGH_RUNS)):
        return fitting.pop()
    raise refusal(file, "is not UTF-8, and its encoding cannot be told", _SAVE_UTF8)
