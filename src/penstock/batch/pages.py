"""Screen pages given as files: decode each, read it, and write one referral record a page."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.batch.decoding import Decoded, decode
from penstock.kernel.days import parse_day
from penstock.kernel.errors import InputError, OutputError, UsageError
from penstock.law.register import Register
from penstock.reading.page import read_page
from penstock.reading.refer import Referrer
from penstock.reading.referral import OUTCOMES, Outcome, Referral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

REFERRALS = "referrals.jsonl"
LONGEST = 64 * 1024 * 1024
"""Bytes of the largest page that is read; a larger one is ``unknown``."""

_HTML = frozenset({".html", ".htm", ".xhtml"})
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:-]{2,40})", re.IGNORECASE)
_DECLARED_WITHIN = 2048
_CODECS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "windows-1251": "cp1251",
    "koi8-r": "koi8-r",
    "big5": "big5hkscs",
}
"""Encodings that pages declare, and the codec that reads each as browsers do."""


@dataclass(frozen=True, slots=True)
class PageRun:
    """The records of the pages, in the order given, and the stamp that replays them."""

    referrals: tuple[Referral, ...]
    stamp: dict[str, Any]

    @property
    def outcomes(self) -> Counter[Outcome]:
        """How many pages have each outcome."""
        return Counter(one.outcome for one in self.referrals)

    def as_dict(self) -> dict[str, Any]:
        """Return what ``penstock screen --listing --json`` prints."""
        counted = self.outcomes
        return {
            "stamp": self.stamp,
            "counts": {"pages": len(self.referrals), "outcomes": {name: counted[name] for name in OUTCOMES}},
            "referrals": [one.as_dict() for one in self.referrals],
        }


def screen_pages(  # noqa: PLR0913  # the parts of a run
    files: Sequence[Path | str],
    out: Path | str | None = None,
    *,
    jurisdictions: Iterable[str] | None = None,
    on: date | str | None = None,
    register: Register | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> PageRun:
    """Read pages, HTML or plain text, and say of each what it offers and how it can be reached.

    Args:
        files: The pages.
        out: Folder for ``referrals.jsonl``; nothing is written when ``None``.
        jurisdictions: Where to ask about the goods; everywhere by default.
        on: The day of law; today when ``None``.
        register: The register to read; the shipped one when ``None``.
        progress: Called with pages done and pages in all.

    Raises:
        UsageError: No files, a bad day, an unknown jurisdiction.
        InputError: A file cannot be opened; nothing is written then.
        OutputError: The records cannot be written.
    """
    if not files:
        message = "No page to screen."
        raise UsageError(message, remedy="Name at least one HTML or text file.")
    from penstock import __version__  # noqa: PLC0415  # the package imports this room on first use

    day = date.today() if on is None else parse_day(on) if isinstance(on, str) else on  # noqa: DTZ011  # front door
    places = None if jurisdictions is None else list(jurisdictions)
    referrer = Referrer(register or Register.load(), places, day, __version__)
    found: list[Referral] = []
    for file in map(Path, files):
        found.append(_referred(referrer, file))
        if progress is not None:
            progress(len(found), len(files))
    run = PageRun(tuple(found), referrer.stamp)
    if out is not None:
        write_referrals(run, Path(out))
    return run


def write_referrals(run: PageRun, out: Path) -> None:
    """Put the records under ``out/referrals.jsonl``, one a line, all at once or not at all.

    Raises:
        OutputError: The folder or file cannot be written.
    """
    target = out / REFERRALS
    scratch = out / f".{REFERRALS}.{os.getpid()}.partial"
    try:
        out.mkdir(parents=True, exist_ok=True)
        scratch.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in run.referrals))
        scratch.replace(target)
    except OSError as error:
        scratch.unlink(missing_ok=True) if out.is_dir() else None
        message = f"The records cannot be written to {target} ({error.strerror or error})."
        raise OutputError(message, remedy="Name a folder you may write to with --out.") from None


def decode_page(name: str, data: bytes) -> Decoded:
    """Decode a page as any text file; where that needs a guess, by the encoding that the page declares.

    Raises:
        InputError: The bytes are no text, or their encoding cannot be told.
    """
    declared = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    codec = _CODECS.get(declared[1].decode().lower()) if declared else None
    if codec is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and not _is_utf8(data):
        try:
            return Decoded(data.decode(codec), codec, (f"encoding read as {codec} (declared by the page)",))
        except UnicodeDecodeError:
            pass  # the declaration is wrong: told from the bytes below
    return decode(name, data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def read_one(file: Path, places: Sequence[str] | None, on: date) -> tuple[Referral, str]:
    """Return the record of a page and the text of it that readers see, which is empty where it cannot be read.

    Args:
        file: The page, HTML or plain text.
        places: Where to ask about the goods; everywhere when ``None``.
        on: The day of law.

    Raises:
        UnknownPlace: A jurisdiction the register holds no law of.
        InputError: The file cannot be opened.
    """
    from penstock import __version__  # noqa: PLC0415  # the package imports this room on first use

    return _read(Referrer(Register.load(), places, on, __version__), file)


def _referred(referrer: Referrer, file: Path) -> Referral:
    return _read(referrer, file)[0]


def _read(referrer: Referrer, file: Path) -> tuple[Referral, str]:
    try:
        data = file.read_bytes()
    except OSError as error:
        message = f"{file} cannot be read ({error.strerror})."
        raise InputError(message, remedy="Name an HTML or text file that can be opened.") from None
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > LONGEST:
        reason = f"{file.name} has {len(data)} bytes; a page of more than {LONGEST} is not read."
        return referrer.unreadable(file.name, digest, reason), ""
    try:
        decoded = decode_page(file.name, data)
    except InputError as error:
        return referrer.unreadable(file.name, digest, error.message), ""
    page = read_page(decoded.text, "html" if file.suffix.lower() in _HTML else None)
    record = referrer.refer(page, file.name, digest, encoding=decoded.encoding, notices=decoded.notices)
    return record, page.passage("body").text
