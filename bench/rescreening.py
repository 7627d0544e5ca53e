"""Rescreening what a change touches beside screening the whole file again, as the file grows."""

from __future__ import annotations

import csv
import random
import time
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from penstock.batch.kept_parties import kept_parties
from penstock.batch.rescreen import Change
from penstock.law.register import Register
from penstock.lists.importing import import_path
from penstock.lists.records import counts_of, sealed
from penstock.lists.store import ListStore
from penstock.screening.rescreening import Rescreening

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SDN = "us-ofac-sdn"
DAYS = date(2026, 7, 4), date(2026, 7, 11)
ADDED, GONE, CHANGED = 60, 20, 20
"""Entries in which the two vintages differ: what a publisher changes at one time is of this size, or smaller."""

SHARE_LISTED = 0.02
"""Of every hundred parties, how many bear a name of the list, as written or with its words turned round."""


class Measured(NamedTuple):
    """Seconds for a file: read and index it once; rescreen it; screen all of it again at the newer vintage alone.

    ``searched`` are the names that the change touches, ``judged`` the parties judged by rescreening, ``flipped`` the
    answers that flip. Both ways were seen to say the same where ``is_equal``; ``None`` where it was not tried.
    """

    parties: int
    read: float
    rescreened: float
    screened: float
    searched: int
    judged: int
    flipped: int
    is_equal: bool | None


def store_of(lists: Path, folder: Path) -> ListStore:
    """Keep OFAC's list of July 2026 in two vintages a week apart, that differ in a few of its entries.

    Args:
        lists: The folder of real lists, ``../shared/lists``.
        folder: Where the rosters are kept.
    """
    (imported,) = import_path(ListStore.open(folder / "whole"), lists / "ofac" / "2026-07", today=date(2026, 11, 25))
    entries = imported.roster.entries
    picked = random.Random(5).sample(range(len(entries)), ADDED + GONE + CHANGED)
    added, gone, changed = {*picked[:ADDED]}, {*picked[ADDED:-CHANGED]}, {*picked[-CHANGED:]}
    older = [entry for place, entry in enumerate(entries) if place not in added]
    newer = [
        sealed(msgspec.structs.replace(entry, programmes=("SDGT", *entry.programmes))) if place in changed else entry
        for place, entry in enumerate(entries)
        if place not in gone
    ]
    store = ListStore.open(folder / "kept")
    for day, kept in zip(DAYS, (tuple(older), tuple(newer)), strict=True):
        told = {"vintage": day, "earliest": day, "entries": kept, "counts": counts_of(kept)}
        store.save(msgspec.structs.replace(imported.roster, **told))
    return store


def measure(store: ListStore, folder: Path, sizes: Sequence[int], *, compares: bool = False) -> Iterator[Measured]:
    """Measure files of several sizes over one change of OFAC's list.

    Args:
        store: The lists, from ``store_of``.
        folder: Where the files of parties are written.
        sizes: How many parties each file has.
        compares: Judge every party at both vintages as well, and compare; this takes twice as long as screening.
    """
    register = Register.load()
    for size in sizes:
        path = folder / f"parties-{size}.csv"
        _write(path, store, size)
        yield _measured(store, path, register, compares=compares)


def _measured(store: ListStore, path: Path, register: Register, *, compares: bool) -> Measured:
    started = time.perf_counter()
    kept_parties(path, store.folder)
    read = time.perf_counter() - started
    _warm(store, register)
    started = time.perf_counter()
    change = Change(store, SDN, *DAYS, register)
    kept = kept_parties(path, store.folder)
    found = Rescreening(SDN, kept.parties(), *change.sides).by_change(change.names())
    rescreened = time.perf_counter() - started
    plain = Rescreening(SDN, kept.parties(), *Change(store, SDN, *DAYS, register).sides)
    places = sorted({*range(len(kept.countries))} - {*kept.parties().index.unreadable})
    started = time.perf_counter()
    plain.answers(Change(store, SDN, *DAYS, register).sides[1], places)
    screened = time.perf_counter() - started
    is_equal = plain.everything().outcomes.keys() == found.outcomes.keys() if compares else None
    flipped = sum(one.is_flip for one in found.outcomes.values())
    return Measured(len(kept.ids), read, rescreened, screened, found.searched, found.judged, flipped, is_equal)


def _warm(store: ListStore, register: Register) -> None:
    """Have the indexes over the list's names made, as the last screening left them."""
    for side in Change(store, SDN, *DAYS, register).sides:
        side.judge.read_ahead(["Quince Hollow Bakery"])


def _write(path: Path, store: ListStore, size: int) -> None:
    rng = random.Random(7)
    rosters = [store.roster(SDN, day) for day in store.vintages(SDN)]
    listed = sorted({name.text for roster in rosters for entry in roster.entries for name in entry.names})
    words = sorted({word for name in listed for word in name.replace(",", "").split() if word.isalpha()})
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("id", "name"))
        for number in range(size):
            name = rng.choice(listed)
            if number % round(2 / SHARE_LISTED) == 0:
                name = " ".join(reversed(name.replace(",", "").split()))
            elif number % round(1 / SHARE_LISTED):
                name = " ".join(rng.sample(words, 3))
            table.writerow((f"P{number}", name))
