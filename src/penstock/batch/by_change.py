"""A run screened again by the change of its lists alone: only the rows whose parties it can touch are judged.

What is said of the goods of a row does not depend on the lists, so it stays as the run has it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from penstock.batch.cache import ValueCache
from penstock.batch.concerned import NamesConcerned, concerned_rows
from penstock.batch.flips import OF_PARTIES, flips_of_parties
from penstock.batch.frames import open_sheet
from penstock.batch.job import columns_of, pool_for
from penstock.batch.list_changes import ListsNow, WholeError, changed_names
from penstock.batch.parties_anew import PartiesAnew
from penstock.batch.rosters import store_at
from penstock.batch.run import day_of, parties_of_run, stamp_of
from penstock.lists.clearings import Clearings
from penstock.screening.decide import Table
from penstock.screening.route import places_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import polars as pl

    from penstock.batch.cache import Learnt
    from penstock.batch.flips import JudgedRow
    from penstock.batch.frames import Sheet
    from penstock.batch.job import Job
    from penstock.law.register import Register
    from penstock.screening.party_findings import PartyFindings
    from penstock.screening.rescreening import Name


class Flips(NamedTuple):
    """The items whose decision differs, and how many names and rows were looked at to tell them."""

    flips: pl.DataFrame
    names: int
    rows: int


@dataclass(frozen=True, slots=True)
class ByChange:
    """A run whose lists changed and nothing else: its files, who judges their parties now, the names, both stamps."""

    job: Job
    register: Register
    sheets: Sequence[Sheet]
    parties: PartyFindings | None
    lists: frozenset[str]
    changed: Sequence[Name]
    told: Mapping[str, Any]
    stamp: Mapping[str, Any]

    @classmethod
    def of(cls, job: Job, register: Register, told: Mapping[str, Any]) -> ByChange:
        """Make ready to screen a run again.

        Args:
            job: How the run is screened now.
            register: The register to judge by.
            told: The stamp of the run.

        Raises:
            WholeError: More changed than the lists, or what changed on them cannot be told.
            InputError: A file that cannot be read at all.
            UsageError: A folder of lists that is not there.
            ListMissing: A stored list is damaged.
        """
        places = None if job.jurisdictions is None else register.places(job.jurisdictions)
        stamp = stamp_of(register, day_of(job.on), places, names=job.names, lossless=job.lossless)
        for name, said in (("register", "the register"), ("engine", "the version of Penstock")):
            if stamp[name] != told[name]:
                message = f"{said} is another one"
                raise WholeError(message)
        if job.lossless:
            message = "names were compared too that share no key, and keys alone are kept of them"
            raise WholeError(message)
        if _asks_for_parties(register):
            message = "a red flag asks what was found of the parties"
            raise WholeError(message)
        sheets = [open_sheet(Path(file)) for file in job.files]
        parties, books = parties_of_run(register, places, columns_of(sheets), job.lists)
        stamp["rosters"] = {book.list: book.digest for book in books}
        store = store_at(None if job.lists is None else Path(job.lists))
        now = ListsNow(store, books, Clearings(store.folder), register)
        lists = frozenset({*register.packed.party_lists, *stamp["rosters"]})
        return cls(job, register, sheets, parties, lists, changed_names(told["rosters"], now), told, stamp)

    def screen(self, run: Path, total: int, progress: Callable[[int, int | None], None] | None) -> Flips:
        """Judge the rows that the change can touch, and compare them with those of the run.

        Args:
            run: The folder of the run.
            total: How many rows its files have.
            progress: See `penstock.batch.files.screen_files`.

        Raises:
            InputError: A file is damaged.
            OutputError: The folder of the cache is damaged or cannot be written.
        """
        cache = None if self.job.cache is None else ValueCache(Path(self.job.cache), self.told)
        kept = None if cache is None else cache.keys
        seed = secrets.randbits(63) if cache is None else cache.seed
        pool = pool_for(self.job, self.register, kept)
        judged: list[JudgedRow] = []
        done = 0
        try:
            names = NamesConcerned(self.changed, seed, pool, kept)
            anew = self._anew(names, None if cache is None else cache.learnt("names"))
            for sheet in self.sheets if anew is not None and self.changed else ():
                for count, rows in concerned_rows(sheet, names):
                    judged += anew.judged(sheet.file, rows) if anew is not None else ()
                    done += count
                    if progress is not None:
                        progress(done, total)
        finally:
            pool.close()
        table = Table(self.register.packed.decision_table)
        return Flips(flips_of_parties(run, judged, self.lists, table), names.count, len(judged))

    def _anew(self, names: NamesConcerned, learnt: Learnt | None) -> PartiesAnew | None:
        """Return who judges the parties of rows now; nobody where no file names any."""
        if self.parties is None:
            return None
        asked = None if self.job.jurisdictions is None else self.register.places(self.job.jurisdictions)
        binding = partial(places_of, self.register, asked)
        return PartiesAnew(self.parties, binding, day_of(self.job.on), names, learnt)


def _asks_for_parties(register: Register) -> bool:
    """Tell whether some red flag depends on what is found of the parties, and so on the lists."""
    cases = (case for file in register.packed.red_flags.values() for flag in file.flags.values() for case in flag.when)
    return any(code.startswith(OF_PARTIES) for case in cases for code in case.found)
