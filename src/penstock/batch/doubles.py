"""Rows whose consignment and item number another row has before them: the first stands, the others are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from penstock.batch.parts import ROWS
from penstock.batch.readers import rejected
from penstock.batch.rows import RejectedError
from penstock.batch.tally import AT_ONCE, with_prefix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from penstock.batch.frames import Sheet
    from penstock.batch.parts import Part
    from penstock.batch.readers import Reject

    Hashes = NDArray[np.uint64]


class Twice(NamedTuple):
    """A row whose key another has before it: in its own file, or in one before.

    ``part`` is where its decision stands; ``None`` for a row that was refused anyway.
    """

    file: int
    row: int
    place: int
    consignment: str
    number: int
    part: int | None
    is_within: bool


def within(sheet: Sheet, one: Twice) -> Reject:
    """Return the refusal of a row whose key stands before it in its own file."""
    header = sheet.columns.known["item_no"][0]
    remedy = "The consignment has an item of this number already; number its items anew."
    why = RejectedError(header, code="duplicate_item", seen=f"{one.consignment} item {one.number}", remedy=remedy)
    return rejected(sheet.file, one.row, sheet.source, one.place, why)


def find_doubles(parts: Sequence[Part], prefixes: Sequence[str]) -> list[Twice]:
    """Return the rows whose consignment and item number another row has before them, in their order.

    Args:
        parts: The parts of the run.
        prefixes: What stands before the consignments of each file.
    """
    hashed = [_hashes(part, prefixes[part.file]) for part in parts]
    buckets = sum(map(len, hashed)) // AT_ONCE + 1
    doubled: list[Hashes] = []
    for bucket in range(buckets):
        some = np.sort(np.concatenate([one[one % np.uint64(buckets) == bucket] for one in hashed]))
        doubled.append(some[1:][some[1:] == some[:-1]])
    suspects = np.unique(np.concatenate(doubled))
    return _exactly(parts, prefixes, hashed, suspects) if len(suspects) else []


def _hashes(part: Part, prefix: str) -> Hashes:
    keys = _keys(part, prefix)
    found: Hashes = (keys["consignment_id"].hash(0) ^ keys["item_no"].hash(1)).to_numpy()
    return found


def _keys(part: Part, prefix: str) -> pl.DataFrame:
    """Return the keys of the rows of a part, then those of rows that were refused after they had one."""
    names = ["consignment_id", "item_no", "row", "place"]
    rows = pl.read_ipc(part.folder / ROWS, columns=names).with_columns(is_judged=pl.lit(value=True))
    if part.taken:
        taken = pl.DataFrame(part.taken, schema={name: rows.schema[name] for name in names}, orient="row")
        rows = rows.vstack(taken.with_columns(is_judged=pl.lit(value=False)))
    return rows.with_columns(with_prefix(prefix))


def _exactly(parts: Sequence[Part], prefixes: Sequence[str], hashed: Sequence[Hashes], suspects: Hashes) -> list[Twice]:
    """Compare the rows whose keys may be equal, in the order of the files and their rows."""
    rows: list[tuple[int, int, int, str, int, int | None]] = []
    for nth, (part, own) in enumerate(zip(parts, hashed, strict=True)):
        places = np.flatnonzero(np.isin(own, suspects))
        for key in _keys(part, prefixes[part.file])[places].iter_rows(named=True) if len(places) else ():
            judged_in = nth if key["is_judged"] else None
            rows.append((part.file, key["row"], key["place"], key["consignment_id"], key["item_no"], judged_in))
    own_keys: set[tuple[int, str, int]] = set()
    judged: set[tuple[str, int]] = set()
    found: list[Twice] = []
    for file, row, place, consignment, number, part_of in sorted(rows, key=lambda one: one[:2]):
        said = (file, row, place, consignment, number, part_of)
        if (file, consignment, number) in own_keys:
            found.append(Twice(*said, is_within=True))
        elif part_of is not None and (consignment, number) in judged:
            found.append(Twice(*said, is_within=False))
        elif part_of is not None:
            judged.add((consignment, number))
        own_keys.add((file, consignment, number))
    return found
