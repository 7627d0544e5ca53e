"""What a run over a file holds, row by row, each as a question of its own with the bytes of its answer.

The process that screened the file writes it beside the results, so that the server has only to keep it. A row is asked
again alone, as a call of one goods item is: the decision can be answered again to the same bytes without the file. What
rows add up to together is taken from the run, and stands in the question.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import polars as pl

from penstock.batch.frames import frames, open_sheet
from penstock.batch.results import DECISIONS, FINDING_FIELDS, FINDINGS, RUN
from penstock.batch.rows import RowBuilder
from penstock.desk.answering import Answering
from penstock.desk.asked import TOGETHER, screened_again, with_together
from penstock.desk.keeping import HELD
from penstock.desk.reading import Answer
from penstock.kernel.errors import UsageError
from penstock.law.register import Register
from penstock.lists.files import settle

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from penstock.desk.answering import Screened
    from penstock.screening.consignment import GoodsItem

FILE = "held.jsonl"
RESULTS = "results"
"""The folder, in that of a run, that its results are written into."""

MOST = 1_000
"""Items of one run that come into the queue, the strictest first; all of them are in the results.

A kept answer may have 40 KB, where an item is judged everywhere, and people have to decide about each.
"""

ADDED_UP = "split_consignment"
"""The code of the findings that rest on other rows of the file."""

_AT_ONCE = 50_000


class HeldRow(msgspec.Struct, frozen=True):
    """A row of a file that is held: its number from 1, the question, and the answer as it is kept."""

    row: int
    question: dict[str, Any]
    answer: str


class _Key(NamedTuple):
    consignment: str
    item: int


def write_held(folder: Path, file: Path, on: date, lists: Path | None, *, most: int = MOST) -> None:
    """Write the rows that a finished run holds, the strictest ``most`` of them, in the order of the file.

    Args:
        folder: Where the results of the run are, and where ``FILE`` is written, whole.
        file: The file that was screened.
        on: The day of law of rows without a date.
        lists: Folder of the imported lists; the usual one when ``None``.
        most: How many rows at most.

    Raises:
        UsageError: The lists were changed since the run.
        PenstockError: The file or the lists cannot be read any more.
    """
    register, results = Register.load(), folder / RESULTS
    ranked = [one for one in reversed(register.packed.decision_table.outcomes) if one in HELD]
    chosen = _chosen(results / DECISIONS, ranked, most)
    beside = folder / f"{FILE}.new"
    with beside.open("wb") as stream:
        if chosen:
            answering = Answering(register, lists)
            stamp = json.loads((results / RUN).read_text(encoding="utf-8"))["stamp"]
            together = _together(results / FINDINGS, chosen)
            for row, text in _texts(file, chosen):
                screened = _finished(answering.screen([text], on))
                refuse_other_lists(stamp, screened.run.stamp)
                one = _row_of(screened, row, screened_again([text], on, None), together.get(chosen[row], []))
                stream.write(msgspec.json.encode(one) + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(folder / FILE)
    settle(folder)


def read_held(folder: Path) -> Iterator[HeldRow]:
    """Yield the rows that were written."""
    decoder = msgspec.json.Decoder(HeldRow)
    with (folder / FILE).open("rb") as stream:
        yield from map(decoder.decode, stream)


def refuse_other_lists(run: dict[str, Any], now: dict[str, Any]) -> None:
    """See that a row was judged by the lists of its run.

    Args:
        run: The stamp of the run.
        now: The stamp of the row.

    Raises:
        UsageError: It was not.
    """
    if now["rosters"] and now["rosters"] != run["rosters"]:
        message = "The lists were changed while the file was screened."
        raise UsageError(message, remedy="Upload the file again.")


def _chosen(decisions: Path, ranked: Sequence[str], most: int) -> dict[int, _Key]:
    """Return the keys of the rows that are held, by their numbers; the strictest where there are too many."""
    found: dict[int, _Key] = {}
    for outcome in ranked:
        held = pl.scan_parquet(decisions).filter(pl.col("outcome") == outcome)
        rows = held.select("row", "consignment_id", "item_no").head(most - len(found)).collect(engine="streaming")
        found |= {row: _Key(consignment, item) for row, consignment, item in rows.iter_rows()}
    return found


def _together(findings: Path, chosen: dict[int, _Key]) -> dict[_Key, list[dict[str, Any]]]:
    """Return what rows add up to together, by the key of each."""
    columns = ("consignment_id", "item_no")
    keys = pl.LazyFrame(
        list(chosen.values()), schema=dict(zip(columns, (pl.String, pl.Int64), strict=True)), orient="row"
    )
    told = pl.scan_parquet(findings).filter(pl.col("code") == ADDED_UP).join(keys, on=[*columns], how="semi")
    found: dict[_Key, list[dict[str, Any]]] = {}
    for one in told.select(*columns, "code", *FINDING_FIELDS).collect(engine="streaming").iter_rows(named=True):
        key = _Key(one.pop("consignment_id"), one.pop("item_no"))
        found.setdefault(key, []).append({name: value for name, value in one.items() if value is not None})
    return found


def _texts(file: Path, chosen: dict[int, _Key]) -> Iterator[tuple[int, str]]:
    """Yield the chosen rows of a file, each as the JSON object that a call would send."""
    sheet = open_sheet(file)
    builder = RowBuilder(sheet.source, sheet.columns)
    for frame in frames(sheet, _AT_ONCE):
        for place in frame.rows.is_in(list(chosen)).arg_true().to_list():
            row, cells = frame.rows[place], frame.row(place)
            yield row, text_of(builder.item_of(chosen[row], cells), builder.carry(cells))


def text_of(item: GoodsItem, carried: dict[str, str]) -> str:
    """Return a goods item as the JSON object that is read as the same item, with what its row carried beside."""
    told: dict[str, Any] = msgspec.to_builtins(item)
    told["transit_countries"] = ",".join(item.transit_countries)
    beside = {name: text for name, text in carried.items() if text and name not in told}
    return json.dumps({name: value for name, value in told.items() if value not in {None, ""}} | beside)


def _row_of(screened: Screened, row: int, question: dict[str, Any], together: list[dict[str, Any]]) -> HeldRow:
    if together:
        with_together(screened, together)
        question[TOGETHER] = together
    return HeldRow(row, question, bytes(Answer(screened.as_dict()).body).decode())


def _finished(steps: Generator[None, None, Screened]) -> Screened:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            screened: Screened = end.value
            return screened
