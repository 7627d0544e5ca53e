"""The text of a file whose encoding nobody stated: UTF-8, UTF-16, UTF-32, GB18030, Latin-1 or Windows-1252."""

from __future__ import annotations

import re
from dataclasses import dataclass

from penstock.batch.sources import refusal

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 with a byte order mark"),
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_NAMES = {"gb18030": "GB18030", "latin-1": "Latin-1", "cp1252": "Windows-1252 (Latin-1)"}
_SAVE_UTF8 = "Save the file as UTF-8 and try again."
_ENOUGH_RUNS = 5  # of high bytes, to believe that a mixed file is Chinese


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
    for mark, encoding, name in _BOMS:
        if data.startswith(mark):
            notice = f"encoding read as {name} (byte order mark)"
            return Decoded(_decode_as(file, data, encoding), encoding, (notice,))
    if data.count(0) * 10 > len(data):
        raise refusal(file, "is no text, or UTF-16 without a byte order mark", _SAVE_UTF8)
    try:
        return Decoded(data.decode(), "utf-8")
    except UnicodeDecodeError:
        encoding = _detect(file, data)
    notice = f"encoding read as {_NAMES[encoding]} (detected)"
    return Decoded(_decode_as(file, data, encoding), encoding, (notice,))


def _decode_as(file: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refusal(file, f"breaks off being {encoding} at byte {error.start + 1}", _SAVE_UTF8) from error


def _detect(file: str, data: bytes) -> str:
    """Choose between GB18030 and Latin-1 by the lines that are not plain ASCII; refuse when they fit both."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  # slow to import, and few files need it

    telling = b"\n".join([line for line in data.split(b"\n") if not line.isascii()][:2000])
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
