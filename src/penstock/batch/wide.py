"""The wide result: the columns of the files as they stand there, and beside them what was decided of each row."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import polars as pl

from penstock.batch import results
from penstock.batch.frames import frames
from penstock.batch.results import carried_as
from penstock.batch.rows import carried_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from penstock.batch.frames import Sheet
    from penstock.batch.laid import Frame

    Decided = Callable[[int, Frame], pl.DataFrame]

ADDED = ("outcome", "consignment_outcome", "reasons", "unknown_in")
"""The columns that stand beside those of the files."""

_ROW = "row of the file\0"  # no header of a file that is read has a NUL


def write_wide(path: Path, sheets: Sequence[Sheet], rows: int, decided: Decided) -> None:
    """Write every row that was judged, in the order of the files.

    Args:
        path: The file to be written.
        sheets: The files, which are read again.
        rows: How many of their rows are read at a time.
        decided: Tells of a frame of a file, given its place, the rows that were judged: ``row`` and the columns
            ``ADDED``, in the order of the rows.

    Raises:
        InputError: A file cannot be read any more.
        OSError: The result cannot be written.
        PolarsError: As above.
    """
    types = _types(sheets)
    called = _called(types)
    schema = {called[name]: kind for name, kind in types.items()} | dict.fromkeys(ADDED, pl.String)

    staged = path.with_suffix(".parts")
    staged.mkdir()
    tables: list[Path] = []
    for file, sheet in enumerate(sheets):
        for frame in frames(sheet, rows):
            own = _own(sheet, frame, types).rename(called, strict=False).with_columns(frame.rows.alias(_ROW))
            both = own.join(decided(file, frame).rename({"row": _ROW}), on=_ROW, how="inner", maintain_order="left")
            lacking = [pl.lit(None, kind).alias(name) for name, kind in schema.items() if name not in both.columns]
            tables.append(staged / f"{len(tables):09}.arrow")
            both.with_columns(lacking).select(*schema).write_ipc(tables[-1], compression="lz4")
    pl.concat(map(pl.scan_ipc, tables)).sink_parquet(path, row_group_size=results.GROUP)
    shutil.rmtree(staged)


def _names(sheet: Sheet) -> dict[str, int]:
    """Return the columns of a file, in their order, each with its place; of two of one name the second is numbered."""
    known = {header.strip(): place for header, place in sheet.columns.known.values()}
    return dict(sorted((known | dict(sheet.columns.carried)).items(), key=lambda one: one[1]))


def _types(sheets: Sequence[Sheet]) -> dict[str, Any]:
    """Return the columns of all files: text, but where all that have one are Parquet and agree on its type."""
    found: dict[str, set[Any]] = {}
    for sheet in sheets:
        kinds = sheet.types or {}
        for name, place in _names(sheet).items():
            found.setdefault(name, set()).add(kinds.get(sheet.source.headers[place], pl.String))
    return {name: next(iter(kinds)) if len(kinds) == 1 else pl.String for name, kinds in found.items()}


def _called(names: Mapping[str, object]) -> dict[str, str]:
    """Return what each column is called beside those that are added."""
    taken = set(ADDED)
    found = {}
    for name in names:
        found[name] = carried_as(name, taken)
        taken.add(found[name])
    return found


def _own(sheet: Sheet, frame: Frame, types: Mapping[str, Any]) -> pl.DataFrame:
    """Return the columns of a file as they stand there."""
    found = []
    for name, place in _names(sheet).items():
        cells = frame.table[f"c{place}"]
        if frame.cells is not None:
            cells = pl.Series([carried_text(row[place]) for row in frame.cells], dtype=pl.String)
        elif cells.dtype != types[name]:
            cells = pl.Series([carried_text(cell) for cell in cells.to_list()], dtype=pl.String)
        found.append(cells.alias(name))
    return pl.DataFrame(found)
