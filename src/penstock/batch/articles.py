"""Read articles given as files: decode each, read it, and write what was read and what it proposes for the record."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.batch.pages import LONGEST, decode_page
from penstock.cases.proposals import acts_in, statements_in
from penstock.kernel.days import parse_day
from penstock.kernel.errors import InputError, OutputError, UsageError
from penstock.law.register import Register
from penstock.reading.article import STATUSES, Article, Status
from penstock.reading.page import read_article_page
from penstock.reading.reader import NewsReader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from penstock.cases.record import ActEntry, StatementEntry

READINGS, PROPOSALS = "readings.jsonl", "proposals.jsonl"
_HTML = frozenset({".html", ".htm", ".xhtml"})


@dataclass(frozen=True, slots=True)
class Read:
    """One file: its reading, the text in which that counts, and the statements and acts it proposes."""

    article: Article
    text: str = ""
    statements: tuple[StatementEntry, ...] = ()
    acts: tuple[ActEntry, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the object of one file."""
        proposed = {"statements": msgspec.to_builtins(self.statements), "acts": msgspec.to_builtins(self.acts)}
        return self.article.as_dict() | {"proposals": proposed}


@dataclass(frozen=True, slots=True)
class ArticleRun:
    """The files, in the order given, and the stamp that replays them."""

    reads: tuple[Read, ...]
    stamp: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Return what ``penstock read --json`` prints."""
        counted: Counter[Status] = Counter(one.article.status for one in self.reads)
        statuses = {status: counted[status] for status in STATUSES}
        quotations = [q for one in self.reads for q in one.article.quotations]
        counts = {
            "files": len(self.reads),
            "statuses": statuses,
            "quotations": len(quotations),
            "speaker_unknown": sum(q.speaker.name == "unknown" for q in quotations),
        }
        return {"stamp": self.stamp, "counts": counts, "readings": [one.as_dict() for one in self.reads]}


def read_articles(  # noqa: PLR0913  # the parts of a run
    files: Sequence[Path | str],
    out: Path | str | None = None,
    *,
    published: date | str | None = None,
    register: Register | None = None,
    today: date | None = None,
    ask: Callable[[Article, str], Article] | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> ArticleRun:
    """Read articles, HTML or plain text.

    Args:
        files: The files. Of one that comes again the proposals are not made twice.
        out: Folder for ``readings.jsonl`` and ``proposals.jsonl``; nothing is written when ``None``.
        published: The day they were published; what each itself says when ``None``.
        register: The register to read; the shipped one when ``None``.
        today: The day of reading, for the stamp; today when ``None``.
        ask: What may complete a reading, such as :meth:`penstock.batch.endpoint.Endpoint.complete`.
        progress: Told how many bytes are read so far, of how many, before the first file and behind each.

    Raises:
        UsageError: No files, or a bad day.
        InputError: A file cannot be opened; nothing is written then.
        OutputError: The results cannot be written.
    """
    if not files:
        message = "No article to read."
        raise UsageError(message, remedy="Name at least one HTML or text file.")
    from penstock import __version__  # noqa: PLC0415  # the package imports this room on first use

    day = parse_day(published) if isinstance(published, str) else published
    register = register or Register.load()
    reader = NewsReader(register, __version__, today or date.today())  # noqa: DTZ011  # front door
    contents = [(file, _bytes(file)) for file in map(Path, files)]
    size, done, reads = sum(len(data) for _, data in contents), 0, []
    for file, data in contents:
        if progress is not None:
            progress(done, size)
        reads.append(_read(reader, register, file, data, day, ask))
        done += len(data)
    if progress is not None:
        progress(done, size)
    run = ArticleRun(tuple(reads), reader.stamp)
    if out is not None:
        _write(run, Path(out))
    return run


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"{file} cannot be read ({error.strerror})."
        raise InputError(message, remedy="Name an HTML or text file that can be opened.") from None


def _read(  # noqa: PLR0913, PLR0917  # the parts of one file
    reader: NewsReader,
    register: Register,
    file: Path,
    data: bytes,
    published: date | None,
    ask: Callable[[Article, str], Article] | None,
) -> Read:
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > LONGEST:
        reason = f"{file.name} has {len(data)} bytes; an article of more than {LONGEST} is not read."
        return Read(reader.refused(file.name, digest, "unreadable", reason))
    try:
        decoded = decode_page(file.name, data)
    except InputError as error:
        return Read(reader.refused(file.name, digest, "unreadable", error.message))
    page = read_article_page(decoded.text, "html" if file.suffix.lower() in _HTML else None)
    text = page.clean
    article = reader.read(
        page, file.name, digest, published=published, encoding=decoded.encoding, notices=decoded.notices
    )
    if ask is not None and article.status in {"read", "near_duplicate"}:
        article = ask(article, text)
    if article.status in {"repeated", "empty", "unknown_language"}:
        return Read(article, text)
    statements = statements_in(article, text, register.packed.statements)
    return Read(article, text, tuple(statements), tuple(acts_in(article, text)))


def _write(run: ArticleRun, out: Path) -> None:
    """Put both files under their names, each all at once or not at all."""
    proposals = [("statement", one) for read in run.reads for one in read.statements]
    proposals += [("act", one) for read in run.reads for one in read.acts]  # type: ignore[misc]  # both shapes
    lines = {
        READINGS: b"".join(msgspec.json.encode(one.article) + b"\n" for one in run.reads),
        PROPOSALS: b"".join(msgspec.json.encode({"kind": kind, "body": body}) + b"\n" for kind, body in proposals),
    }
    scratches = {name: out / f".{name}.{os.getpid()}.partial" for name in lines}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in lines.items():
            scratches[name].write_bytes(content)
        for name, scratch in scratches.items():
            scratch.replace(out / name)
    except OSError as error:
        for scratch in scratches.values():
            scratch.unlink(missing_ok=True) if out.is_dir() else None
        message = f"The readings cannot be written to {out} ({error.strerror or error})."
        raise OutputError(message, remedy="Name a folder you may write to with --out.") from None
