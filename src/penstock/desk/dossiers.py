"""Dossiers and meeting packs of a store: gathered, written in each format, read back and counted again."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from penstock import __version__
from penstock.batch.rosters import imported, kept_search, store_at
from penstock.cases import ftm, stix
from penstock.cases.asked import Ask
from penstock.cases.document import FORMAT, Dossier
from penstock.cases.dossier import of_party, of_period, of_substance
from penstock.cases.figures import digest
from penstock.cases.listed import Known
from penstock.cases.pack import pack
from penstock.cases.verify import Verified, verified
from penstock.kernel.errors import InputError, UsageError
from penstock.law.check import stamp
from penstock.screening.parties import PartyJudge
from penstock.store.known import known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import polars as pl

    from penstock.cases.document import Tlp, What
    from penstock.cases.known import Store as KnownStore
    from penstock.desk.words import Language
    from penstock.law.register import Register
    from penstock.store.store import Store

MAKERS: dict[What, Callable[[Known, KnownStore, Ask], Dossier]] = {
    "party": of_party,
    "substance": of_substance,
    "period": of_period,
    "pack": pack,
}

ENDINGS = (".html", ".pdf", ".ftm.json", ".stix.json", ".json", ".csv")
"""What the name of a file ends in, which says its format; the longer ones first."""

_DATA = re.compile(r'<script type="application/json" id="penstock">(.*?)</script>', re.DOTALL)
_SHORTEST_NAME = 4


class Question(NamedTuple):
    """What a document is asked for.

    ``known_at`` is the moment up to which the store is read; now where it is ``None``. ``as_of`` is the day of law; the
    last day of the period, or the day of ``known_at``, where it is ``None``.
    """

    what: What
    subject: str | None = None
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    known_at: str | None = None
    places: tuple[str, ...] | None = None
    tlp: Tlp = "amber"


class Dossiers:
    """Makes the documents of one store by one register and the imported lists."""

    def __init__(self, register: Register, store: Store, lists: Path | None = None) -> None:
        """Open the lists.

        Args:
            register: The register.
            store: The store.
            lists: The folder of imported lists; the usual one when ``None``.

        Raises:
            UsageError: The folder chosen is not there.
        """
        told = imported(lists)
        judge = PartyJudge(register, told.rosters, told.clearings, kept_search(store_at(lists)))
        self._store = store
        self._known = Known(register, tuple(told.rosters), judge)

    def make(self, actor: str, question: Question) -> Dossier:
        """Return a document; that it was made, and which records it shows, stands in the trail.

        Raises:
            UsageError: The subject is not known, the period holds no day, or a day has not come.
        """
        made = self._make(question)
        head = made.head
        named = (getattr(row, "record", None) for row in made.rows())
        shown = sorted({str(name) for name in named if name in made.records})
        detail = {"what": head.what, "subject": head.subject, "tlp": head.tlp, "records": len(made.records)}
        with self._store.act(actor, "dossier.made", digest(made), detail):
            pass
        self._store.saw(actor, *shown)
        return made

    def verify(self, actor: str, then: Dossier) -> Verified:
        """Make a document again of what was known at its moment and compare; that it was done stands in the trail.

        Raises:
            UsageError: Its subject is not known any more.
        """
        head = then.head
        again = self._make(
            Question(
                head.what,
                head.subject,
                None if head.since is None else date.fromisoformat(head.since),
                None if head.until is None else date.fromisoformat(head.until),
                date.fromisoformat(head.as_of),
                head.known_at,
                head.places,
                head.tlp,
            )
        )
        found = verified(then, again)
        with self._store.act(actor, "dossier.verified", digest(then), {"same": found.is_same}):
            return found

    def _make(self, question: Question) -> Dossier:
        register = self._known.register
        told = known(self._store, _moment(question.known_at), list(self._names(question)))
        as_of = question.as_of or question.until or date.fromisoformat(told.at[:10])
        stamped = stamp(register, as_of, __version__)
        stamped["rosters"] = {book.list: book.digest for book in self._known.rosters}
        ask = Ask(
            what=question.what,
            subject=question.subject,
            as_of=as_of,
            tlp=question.tlp,
            places=register.places(question.places),
            stamp=stamped,
            since=question.since,
            until=question.until,
        )
        return MAKERS[question.what](self._known, told, ask)

    def _names(self, question: Question) -> Iterable[str]:
        """Return texts of which a decision about the subject has one."""
        subject, packed = question.subject or "", self._known.register.packed
        found = {subject}
        if (party := packed.parties.get(subject)) is not None:
            found |= {name.name for name in party.names}
        if (substance := packed.substances.get(subject)) is not None:
            found |= {name for names in substance.names.values() for name in names}
            found |= {cas for cas in (substance.cas, *(other.cas for other in substance.other_cas)) if cas}
        return sorted(name for name in found if len(name) >= _SHORTEST_NAME)


def _moment(text: str | None) -> str | None:
    """Return a moment as the store writes it, from a moment or from a day, whose end is meant.

    Raises:
        UsageError: It is neither.
    """
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text if len(text) > len("2026-01-01") else f"{text}T23:59:59.999999")
    except ValueError:
        message = f"{text!r} is no moment."
        raise UsageError(message, remedy="Write a day, YYYY-MM-DD, or a moment, YYYY-MM-DDTHH:MM:SSZ.") from None
    aware = read if read.tzinfo is not None else read.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def ending_of(file: Path) -> str:
    """Return the format that the name of a file asks for.

    Raises:
        UsageError: It is none of them.
    """
    for ending in ENDINGS:
        if file.name.lower().endswith(ending):
            return ending
    message = f"{file.name!r} says no format."
    raise UsageError(message, remedy=f"Let the name of --out end in {', '.join(ENDINGS)}.")


def written(register: Register, dossier: Dossier, ending: str, language: Language = "en") -> bytes:
    """Return a document in a format.

    Args:
        register: The register, for what its parties and lists are.
        dossier: The document.
        ending: One of ``ENDINGS``.
        language: The language of headings, where the format has any.

    Raises:
        OutputError: What writes it is not installed.
    """
    if ending == ".csv":
        return _csv(dossier)
    if ending == ".ftm.json":
        lines = ftm.entities(register, dossier)
        return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in lines)
    if ending == ".stix.json":
        return json.dumps(stix.bundle(dossier), ensure_ascii=False, indent=1).encode() + b"\n"
    if ending == ".json":
        return msgspec.json.format(msgspec.json.encode(dossier), indent=1) + b"\n"
    from penstock.desk.documents import page, printed  # noqa: PLC0415  # of extras

    return printed(dossier, language) if ending == ".pdf" else page(dossier, language).encode()


def _csv(dossier: Dossier) -> bytes:
    """Return every row and every number as one table, a column a field; no cell is a formula."""
    import polars as pl  # noqa: PLC0415  # slow to import

    from penstock.desk.run_worker import without_formulas  # noqa: PLC0415  # as above

    lines: list[dict[str, Any]] = []
    for section in dossier.sections:
        head = {"section": section.name}
        for figure in section.figures:
            told = {"key": figure.key, "of": figure.of, "value": figure.value, "records": figure.records}
            lines.append(head | {"table": "numbers"} | told | {"digest": figure.digest})
        for table in section.tables:
            lines += [head | {"table": table.name} | msgspec.to_builtins(row) for row in table.rows]
    columns = list(dict.fromkeys(name for line in lines for name in line))
    frame = pl.DataFrame([_column(name, [line.get(name) for line in lines]) for name in columns])
    text: str = without_formulas(frame.lazy()).collect().write_csv()
    return text.encode()


def _column(name: str, values: list[Any]) -> pl.Series:
    """Return a column: of numbers where it has nothing else, or of text."""
    import polars as pl  # noqa: PLC0415  # slow to import

    told = [value for value in values if value is not None]
    if told and all(isinstance(value, int | float) for value in told):
        is_whole = all(float(value).is_integer() for value in told)
        numbers = [None if value is None else int(value) if is_whole else float(value) for value in values]
        return pl.Series(name, numbers, pl.Int64 if is_whole else pl.Float64)
    return pl.Series(name, [_cell(value) for value in values], pl.String)


def _cell(value: Any) -> str | None:  # noqa: ANN401  # any JSON value
    if value is None or value in ([], (), {}):
        return None
    if isinstance(value, list | tuple):
        return "; ".join(cell for one in value if (cell := _cell(one)) is not None)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {cell}" for name, one in value.items() if (cell := _cell(one)) is not None)
    return value if isinstance(value, str) else json.dumps(value)


def read(file: Path) -> Dossier:
    """Read a document out of its JSON file, or out of its page.

    Raises:
        InputError: It cannot be read, or is no document of this format.
    """
    remedy = "Give the .json or the .html file that 'penstock dossier' or 'penstock pack' wrote."
    try:
        text = file.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        message = f"{file} cannot be read ({why})."
        raise InputError(message, remedy=remedy) from None
    found = _DATA.search(text) if file.name.lower().endswith(".html") else None
    try:
        dossier = msgspec.json.decode(found[1] if found is not None else text, type=Dossier)
    except msgspec.DecodeError as error:
        message = f"{file} is no dossier: {error}."
        raise InputError(message, remedy=remedy) from None
    if dossier.format != FORMAT:
        message = f"{file} is a dossier of the format {dossier.format}, and this program reads {FORMAT}."
        raise InputError(message, remedy="Make it again with this program.")
    return dossier


def is_as_written(file: Path, dossier: Dossier) -> bool | None:
    """Tell whether a page shows what the document in it says; ``None`` of a file that is no page.

    Raises:
        OutputError: What writes pages is not installed.
    """
    if not file.name.lower().endswith(".html"):
        return None
    from penstock.desk.documents import page  # noqa: PLC0415  # of extras
    from penstock.desk.words import LANGUAGES  # noqa: PLC0415  # as above

    text = file.read_text(encoding="utf-8")
    language = next((one for one in LANGUAGES if text.startswith(f'<!doctype html>\n<html lang="{one}">')), None)
    return language is not None and page(dossier, language) == text
