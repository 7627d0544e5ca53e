"""One screening run: read the files, judge every row, write the results whole or not at all."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from penstock.batch.authorised import at_hand, ledger_of, told_of
from penstock.batch.collector import collector_paused
from penstock.batch.columns import PARTIES
from penstock.batch.readers import FileReading, Reject, across, read_file
from penstock.batch.results import WIDE, decision_columns, shown_of, told_of_flags, write_results
from penstock.cases.cover import LICENCE, shipment_of
from penstock.kernel.days import parse_day
from penstock.kernel.errors import UsageError
from penstock.law.register import Register
from penstock.screening.cumulation import with_findings
from penstock.screening.judge import Judge
from penstock.screening.party_findings import PartyFindings
from penstock.substances import naming

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from penstock.batch.laid import Frame
    from penstock.cases.cover import Ledger
    from penstock.cases.drawing import AtHand, Drawing
    from penstock.screening.consignment import GoodsItem
    from penstock.screening.decide import Decision, Finding, Table
    from penstock.screening.rosters import RosterBook

STEP = 500
"""Rows between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One row that was read: where it stood, what it said, what was decided."""

    file: str
    row: int
    item: GoodsItem
    carried: dict[str, str]
    decision: Decision


@dataclass(slots=True)
class Run:
    """The result of a run: every row is in ``judged`` or in ``rejects``, never in both, never in neither."""

    stamp: dict[str, Any]
    judged: list[Judged] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    inputs: list[dict[str, Any]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    table: Table = field(kw_only=True)
    flags_without_field: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Red flags that read what no consignment has, with what they read."""
    authorisations: dict[str, Any] | None = None
    """Where the authorisations are from, and what the rows have drawn of each; ``None`` where none were at hand."""
    draws: list[Drawing] = field(default_factory=list)
    """What the rows that authorisations cover draw of them."""

    @property
    def outcomes(self) -> Counter[str]:
        """How many items had each outcome."""
        return Counter(judged.decision.outcome for judged in self.judged)

    def consignment_outcomes(self) -> dict[str, str]:
        """Return the outcome of each consignment, the strictest of its items'."""
        strictest: dict[str, str] = {}
        for judged in self.judged:
            key, outcome = judged.decision.consignment_id, judged.decision.outcome
            if key not in strictest or self.table.rank(outcome) > self.table.rank(strictest[key]):
                strictest[key] = outcome
        return strictest

    def red_flags(self) -> dict[str, Any]:
        """Return how often each red flag was raised, how often and for want of what not evaluated, and which never."""
        raised = Counter(f.measure or "" for j in self.judged for f in j.decision.findings if f.code == "red_flag")
        asked = Counter(one for judged in self.judged for one in judged.decision.not_evaluated)
        left: dict[str, dict[str, Any]] = {}
        for one, times in asked.items():
            kept = left.setdefault(one.flag, {"items": 0, "missing": Counter()})
            kept["items"] += times
            kept["missing"].update(dict.fromkeys(one.missing, times))
        never = {flag: list(facts) for flag, facts in self.flags_without_field.items()}
        return {**told_of_flags(raised, left), "no_such_field": never}

    def as_dict(self) -> dict[str, Any]:
        """Return the object of ``run.json``."""
        told = {} if self.authorisations is None else {"authorisations": self.authorisations}
        return {
            "stamp": self.stamp,
            "inputs": self.inputs,
            "counts": {
                "rows": len(self.judged) + len(self.rejects),
                "decisions": len(self.judged),
                "rejects": len(self.rejects),
                "findings": sum(len(shown_of(judged.decision)) for judged in self.judged),
                "outcomes": {outcome: self.outcomes[outcome] for outcome in self.table.outcomes},
                "consignments": len({judged.decision.consignment_id for judged in self.judged}),
            },
            "red_flags": self.red_flags(),
            "seconds": {name: round(value, 3) for name, value in self.seconds.items()},
            **told,
        }


def screen(  # noqa: PLR0913  # the parts of a run
    files: Sequence[Path | str] | Path | str,
    out: Path | str | None = None,
    *,
    jurisdictions: Iterable[str] | None = None,
    on: date | str | None = None,
    register: Register | None = None,
    names: bool = False,
    lists: Path | str | None = None,
    lossless: bool = False,
    wide: bool = False,
    authorisations: Path | str | AtHand | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Screen files of consignments or catalogues.

    Args:
        files: CSV, Parquet, JSON Lines or Excel files, or one of them.
        out: Folder for ``decisions.parquet``, ``findings.parquet``, ``rejects.csv`` and ``run.json``; nothing is
            written when ``None``.
        jurisdictions: Where to judge; by default in the places of each row's route and at the UN, and everywhere
            for a row without a route.
        on: The day of law for rows without a date of their own; today when ``None``.
        register: The register to judge by; the shipped one when ``None``.
        names: Read goods descriptions that are a systematic name as structures, through OPSIN.
        lists: Folder of the imported lists, for the parties of the rows; the usual one when ``None``.
        lossless: Compare names of parties too that share no key with a listed one but nearly all letters.
        wide: Write the columns of the files beside the decisions as well, into ``screened.parquet``.
        authorisations: The authorisations that licences are held against, in the order of the rows, or a file of them.
        progress: Called with rows done and rows in all.

    Raises:
        UsageError: No files, a bad day, an unknown jurisdiction.
        NamingError: Names are to be read, and the extra ``names`` or Java is missing.
        InputError: A file that cannot be read at all; nothing is written then.
        OutputError: The results cannot be written; nothing is left half-written.
        ListMissing: A stored list is damaged.
    """
    if isinstance(files, str | Path):
        files = [files]
    if not files:
        message = "No file to screen."
        raise UsageError(message, remedy="Name at least one CSV, Parquet, JSON Lines or Excel file.")
    day = day_of(on)
    register = register or Register.load()
    places = None if jurisdictions is None else register.places(jurisdictions)
    stamp = stamp_of(register, day, places, names=names, lossless=lossless)
    authorised = at_hand(authorisations, register)
    started = time.perf_counter()
    readings = [(read_file(Path(file)), Path(file)) for file in files]
    seconds = {"read": time.perf_counter() - started}
    structures = _structures([reading for reading, _ in readings]) if names else {}
    if names:
        seconds["names"] = time.perf_counter() - started - seconds["read"]
    items = [item for reading, _ in readings for item in reading.rows]
    columns = {column for reading, _ in readings for column in reading.columns}
    parties, books = parties_of_run(register, places, columns, lists, lossless=lossless)
    stamp["rosters"] = {book.list: book.digest for book in books}
    if authorised is not None:
        stamp["authorisations"] = authorised.digest
    if parties is not None:
        parties.read_ahead(items)
        seconds["parties"] = time.perf_counter() - started - sum(seconds.values())
    judge = Judge(register, places, names=structures, parties=parties)
    run = Run(stamp=stamp, table=judge.table, seconds=seconds, flags_without_field=judge.flags.without_field)
    with collector_paused():
        judge.read_ahead(item.smiles for item in items if item.smiles)
        _judge_all(run, judge, [reading for reading, _ in readings], day, progress)
        add_up(run, judge, day)
        if authorised is not None:
            ledger = ledger_of(authorised, register)
            draw_down(run, judge, day, ledger, licensed(run))
            run.authorisations = told_of(authorised, ledger)
    run.seconds["judge"] = time.perf_counter() - started - sum(seconds.values())
    run.inputs = [_described(reading, path) for reading, path in readings]
    if out is not None:
        write_results(run, Path(out), partial(_write_wide, run, [path for _, path in readings]) if wide else None)
    return run


def _write_wide(run: Run, paths: Sequence[Path], folder: Path) -> None:
    import polars as pl  # noqa: PLC0415  # slow to import, and only results need it

    from penstock.batch.frames import ROWS, open_sheet  # noqa: PLC0415  # as above
    from penstock.batch.wide import ADDED, write_wide  # noqa: PLC0415  # as above

    told = decision_columns(run)
    kinds = {"row": pl.Int64} | dict.fromkeys(ADDED, pl.String)
    whole = pl.DataFrame({name: told[name] for name in kinds}, schema=kinds)
    files = pl.Series(told["file"], dtype=pl.String)

    def decided(file: int, frame: Frame) -> pl.DataFrame:
        if paths[file] in paths[:file]:  # all its rows stood before
            return whole.clear()
        return whole.filter(files == str(paths[file])).filter(pl.col("row") > frame.first)

    write_wide(folder / WIDE, [open_sheet(path) for path in paths], ROWS, decided)


def _structures(readings: Sequence[FileReading]) -> dict[str, str]:
    """Read every description once, in one batch; those that are no systematic name are left out."""
    told = (item.goods_description for reading in readings for item in reading.rows)
    return naming.structures_of(dict.fromkeys(text for text in told if text))


def day_of(on: date | str | None) -> date:
    """Return the day of law of a run: today when it is not given."""
    return date.today() if on is None else parse_day(on) if isinstance(on, str) else on  # noqa: DTZ011  # front door


def parties_of_run(
    register: Register,
    places: tuple[str, ...] | None,
    columns: Container[str],
    folder: Path | str | None,
    *,
    lossless: bool = False,
) -> tuple[PartyFindings | None, Sequence[RosterBook]]:
    """Make ready to judge the parties of the rows, and return the imported lists; nothing where no column names any."""
    if not any(column in columns for column in PARTIES):
        return None, ()
    from penstock.batch.rosters import imported, kept_search, store_at  # noqa: PLC0415  # a catalogue names no parties
    from penstock.screening.parties import PartyJudge  # noqa: PLC0415  # as above

    place = None if folder is None else Path(folder)
    known = imported(place, lossless=lossless)
    judge = PartyJudge(register, known.rosters, known.clearings, kept_search(store_at(place), lossless=lossless))
    return PartyFindings(register, judge, places), known.rosters


def stamp_of(
    register: Register, day: date, places: tuple[str, ...] | None, *, names: bool, lossless: bool
) -> dict[str, Any]:
    """Return the stamp of a run, still without lists."""
    from penstock import __version__  # noqa: PLC0415  # the package imports this module on first use

    return {
        "as_of": day.isoformat(),
        "register": register.digest,
        "rosters": {},
        "engine": naming.engine_with_reader(__version__) if names else __version__,
        "jurisdictions": None if places is None else list(places),
        **({"lossless": True} if lossless else {}),
    }


def _judge_all(
    run: Run,
    judge: Judge,
    readings: Sequence[FileReading],
    day: date,
    progress: Callable[[int, int], None] | None,
) -> None:
    total = sum(reading.row_count for reading in readings)
    done = 0
    seen: set[tuple[str, int]] = set()
    for reading in readings:
        run.rejects += reading.rejects
        done += len(reading.rejects)
        for row, item, carried in zip(reading.row_numbers, reading.rows, reading.carried, strict=True):
            if len(readings) > 1 and "consignment_id" not in reading.columns:
                item = replace(item, consignment_id=f"{reading.file}:{item.consignment_id}")  # noqa: PLW2901  # the item, named apart
            key = (item.consignment_id, item.item_no)
            if key in seen:
                run.rejects.append(across(reading.file, row, item.consignment_id, item.item_no))
            else:
                seen.add(key)
                run.judged.append(Judged(reading.file, row, item, carried, judge.item(item, day)))
            done += 1
            if progress is not None and (done % STEP == 0 or done == total):
                progress(done, total)


def add_up(run: Run, judge: Judge, day: date) -> None:
    """Add what rows say together: those that stay below a threshold alone and pass it with others."""
    counted = [
        (place, one)
        for place, judged in enumerate(run.judged)
        for one in judge.cumulation.counted(judged.item, day, judged.decision)
    ]
    more: dict[int, list[Finding]] = {}
    for nth, findings in judge.cumulation.findings([one for _, one in counted]).items():
        more.setdefault(counted[nth][0], []).extend(findings)
    for place, findings in more.items():
        judged = run.judged[place]
        run.judged[place] = replace(judged, decision=with_findings(run.table, judged.decision, findings))


def licensed(run: Run) -> list[int]:
    """Return the places of the rows that a licence may clear."""
    return [place for place, judged in enumerate(run.judged) if judged.decision.outcome == LICENCE]


def draw_down(run: Run, judge: Judge, day: date, ledger: Ledger, places: Iterable[int]) -> None:
    """Hold rows against the authorisations, one after another, in the order of their places."""
    for place in places:
        judged = run.judged[place]
        anew = ledger.apply(run.table, judged.decision, shipment_of(judge, judged.item, day))
        if anew is not None:
            run.judged[place] = replace(judged, decision=anew)
    run.draws = ledger.draws


def _described(reading: FileReading, path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "file": reading.file,
        "sha256": digest,
        "format": reading.format,
        "encoding": reading.encoding,
        "rows": reading.row_count,
        "columns": reading.columns,
        "carried": reading.unknown_columns,
        "notices": reading.notices,
    }
