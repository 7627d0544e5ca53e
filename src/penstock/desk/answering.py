"""One warm object a process that answers: the register, the imported lists and the judges, made ready once.

It is for one thread at a time; `penstock.desk.lane.Lane` sees to that, and to making it anew when lists change.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from penstock import __version__
from penstock.batch.collector import collector_paused
from penstock.batch.columns import PARTIES
from penstock.batch.results import FINDING_FIELDS, shown_of
from penstock.batch.rosters import imported, kept_search, store_at
from penstock.batch.run import Judged, Run, add_up, stamp_of
from penstock.batch.silent import SilentRows
from penstock.desk.consulted import consulting
from penstock.desk.directory import Directory
from penstock.desk.items import CALL, read_items
from penstock.kernel.errors import NamingError
from penstock.law.identify import KINDS
from penstock.law.naming import asks_opsin
from penstock.law.routes import read_country, read_route
from penstock.lists.clearings import CLEARINGS
from penstock.screening.alike import Alike
from penstock.screening.asking import About, Imported, ask, read_birth
from penstock.screening.judge import Judge
from penstock.screening.parties import PartyJudge
from penstock.screening.party_findings import PartyFindings
from penstock.substances.naming import structure_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from penstock.cases.drawing import AtHand
    from penstock.desk.consulted import Consulted
    from penstock.law.register import Register
    from penstock.screening.asking import Kind
    from penstock.screening.decide import Decision, Finding, Table

MOST_READ = 1 << 28
"""Characters after which what was remembered of them is forgotten: nobody fills the memory with long texts."""

MOST_JUDGES = 8
"""Choices of places for which what was worked out is remembered."""


State = tuple[tuple[str, int, int, int], ...]
"""What tells one state of the imported lists from another: each file, its number on the disk, its size, its time."""


def state_of(folder: Path) -> State:
    """Return the state of the lists of a folder, without reading them."""
    found = []
    for path in sorted([folder / CLEARINGS, *(folder / "rosters").glob("*/*.roster")]):
        with suppress(FileNotFoundError):
            told = path.stat()
            found.append((str(path), told.st_ino, told.st_size, told.st_mtime_ns))
    return tuple(found)


class Question(NamedTuple):
    """A question about one subject, as ``penstock check`` takes it; countries are ISO 3166 codes."""

    subject: str
    on: date
    kind: Kind | None = None
    places: tuple[str, ...] | None = None
    origin: str | None = None
    destination: str | None = None
    country: str | None = None
    born: str | None = None


class Answering:
    """Answers by one register and one state of the imported lists; remembers what it worked out for equal values."""

    def __init__(self, register: Register, lists: Path | None = None) -> None:
        """Open the lists and make the judges ready.

        Args:
            register: The register to answer by.
            lists: Folder of the imported lists; the usual one when ``None``.

        Raises:
            UsageError: The folder chosen is not there.
            ListMissing: A stored list is damaged.
        """
        self.register = register
        self.lists = store_at(lists)
        self.state = state_of(self.lists.folder)
        known = imported(lists)
        self.rosters = known.rosters
        self._clearings = known.clearings
        self._read = 0
        self.parties: PartyJudge
        self._forget()

    def _forget(self) -> None:
        """Begin with nothing remembered."""
        self._read = 0
        search = kept_search(self.lists)
        self.parties = PartyJudge(self.register, self.rosters, self._clearings, search)
        self.imported = Imported(self.rosters, self._clearings, self.parties)
        self._directory = lru_cache(maxsize=2)(self._made_directory)
        self._judge = lru_cache(maxsize=MOST_JUDGES)(self._judge_for)

    def _judge_for(self, places: tuple[str, ...] | None) -> tuple[Judge, SilentRows]:
        parties = PartyFindings(self.register, self.parties, places)
        judge = Judge(self.register, places, parties=parties)
        vintages = [vintage for book in self.rosters for vintage in book.days]
        return judge, SilentRows(judge, Alike(self.register, judge, parties, vintages), parties)

    def _count(self, characters: int) -> None:
        self._read += characters
        if self._read > MOST_READ:
            self._forget()

    def directory(self, day: date) -> Directory:
        """Return the words of the names of every party of the register and of every entry of the rosters of a day."""
        return self._directory(tuple((book.list, vintage) for book in self.rosters if (vintage := book.vintage(day))))

    def _made_directory(self, vintages: tuple[tuple[str, date], ...]) -> Directory:
        def named() -> Iterator[tuple[str, str]]:
            for key, party in self.register.packed.parties.items():
                yield from ((key, name.name) for name in party.names)
            for list_id, vintage in vintages:
                for entry in self.lists.roster(list_id, vintage).entries:
                    key = self.parties.party_of(list_id, entry.uid) or f"{list_id}:{entry.uid}"
                    yield from ((key, name.text) for name in entry.names)

        return Directory(named())

    def warm(self, day: date) -> None:
        """Ask something of every sort, so that what is made ready on first use is ready for whoever asks first."""
        self.check(Question("79099-07-3", day))
        self.check(Question("Hubei Amarvel Biotech", day))
        rows = [
            {"goods_description": "acetone", "smiles": "CC(C)=O", "cas_number": "67-64-1", "consignee_name": "Acme"},
            {"goods_description": "acetone and norfentanil base", "consignor_name": "Hubei Amarvel"},
        ]
        for _ in self.screen([json.dumps(row) for row in rows], day):
            pass

    def check(self, question: Question) -> dict[str, Any]:
        """Return the object that ``penstock check --json`` prints.

        Raises:
            UsageError: The question was put wrongly: a place or country that is none, a birth date, a name.
        """
        self._count(len(question.subject))
        return ask(
            self.register,
            question.subject,
            kind=question.kind,
            places=question.places,
            on=question.on,
            route=read_route(question.origin, question.destination),
            engine=__version__,
            about=About(
                country=read_country(question.country), born=read_birth(question.born), lists=lambda: self.imported
            ),
        ).as_dict()

    def asking(self, question: Question) -> Generator[Callable[[], object] | None, None, dict[str, Any]]:
        """Answer as ``check`` does; yields what takes long and needs no turn, to be done before it goes on."""
        text = question.subject.strip()
        kind = next((kind for kind in KINDS if kind == question.kind), None)
        if (kind is not None or question.kind is None) and asks_opsin(self.register, text, kind):
            yield partial(_read_ahead, text)
        return self.check(question)

    def screen(
        self, texts: Sequence[str], on: date, places: Sequence[str] | None = None, authorised: AtHand | None = None
    ) -> Generator[None, None, Screened]:
        """Screen goods items as ``penstock screen`` screens a file of them; yields where another call may come in.

        Args:
            texts: One JSON object an item.
            on: The day of law for items without a date of their own.
            places: Where to judge; by default in the places of each item's route and at the UN.
            authorised: The authorisations that licences are held against; none are when ``None``.

        Raises:
            UnknownPlace: A jurisdiction the register holds no law of.
        """
        self._count(sum(map(len, texts)))
        chosen = None if places is None else self.register.places(places)
        reading = read_items(texts)
        judge, rows = self._judge(chosen)
        stamp = stamp_of(self.register, on, chosen, names=False, lossless=False)
        if not reading.columns.isdisjoint(PARTIES):
            stamp["rosters"] = {book.list: book.digest for book in self.rosters}
        run = Run(stamp=stamp, table=judge.table, rejects=reading.rejects)
        if len(texts) > 1:
            yield
        decisions = yield from rows.judging(list(reading.items.values()), on)
        with collector_paused():
            told = zip(reading.items.items(), decisions, strict=True)
            run.judged = [Judged(CALL, row, item, {}, decision) for (row, item), decision in told]
            add_up(run, judge, on)
        consulted = None if authorised is None else (yield from consulting(run, judge, self.register, on, authorised))
        return Screened(run, tuple(reading.unread), consulted)


def _read_ahead(name: str) -> None:
    """Have a name read by OPSIN, which is remembered; where that fails, the answer says so."""
    with suppress(NamingError):
        structure_of(name)


@dataclass(frozen=True, slots=True)
class Screened:
    """What came of a call: the run that ``penstock screen`` would have made, and the keys that mean no column."""

    run: Run
    unread: tuple[str, ...]
    consulted: Consulted | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain values, the items in the order of the call."""
        run = self.run
        consignments = run.consignment_outcomes()
        said: dict[tuple[int, int, int], dict[str, Any]] = {}
        items = {one.row: self._item(one, consignments, said) for one in run.judged}
        items |= {
            one.row: {
                "row": one.row,
                "refused": {"column": one.column, "code": one.code, "seen": one.seen, "remedy": one.remedy},
            }
            for one in run.rejects
        }
        outcomes = run.outcomes
        return {
            "items": [items[row] for row in sorted(items)],
            "consignments": [{"consignment_id": key, "outcome": outcome} for key, outcome in consignments.items()],
            "counts": {
                "rows": len(items),
                "decisions": len(run.judged),
                "rejects": len(run.rejects),
                "outcomes": {outcome: outcomes[outcome] for outcome in run.table.outcomes},
            },
            "unread": list(self.unread),
            "stamp": run.stamp,
            **({} if self.consulted is None else {"authorisations": self.consulted.as_dict()}),
        }

    def _item(
        self, one: Judged, consignments: dict[str, str], said: dict[tuple[int, int, int], dict[str, Any]]
    ) -> dict[str, Any]:
        """Return what is said of one item; ``said`` holds what was said of the decisions that others share with it."""
        decision = one.decision
        key = (id(decision.findings), id(decision.unknown_in), id(decision.not_evaluated))
        if key not in said:
            said[key] = said_of(decision, self.run.table)
        return {
            "row": one.row,
            "as_of": one.item.date.isoformat() if one.item.date else self.run.stamp["as_of"],
            "consignment_id": decision.consignment_id,
            "item_no": decision.item_no,
            "outcome": decision.outcome,
            "consignment_outcome": consignments[decision.consignment_id],
            **said[key],
        }


def said_of(decision: Decision, table: Table) -> dict[str, Any]:
    """Return what a decision says of any item, with the columns of ``findings.parquet`` as keys of a finding."""
    return {
        "reasons": list(dict.fromkeys(one.duty or one.code for one in decision.findings)),
        "unknown_in": list(decision.unknown_in),
        "flags_not_evaluated": [{"flag": one.flag, "missing": list(one.missing)} for one in decision.not_evaluated],
        "findings": [_finding(one, table) for one in shown_of(decision)],
    }


_shown = attrgetter(*FINDING_FIELDS)


def _finding(one: Finding, table: Table) -> dict[str, Any]:
    return {"code": one.code, "outcome": table.outcome(one), **dict(zip(FINDING_FIELDS, _shown(one), strict=True))}
