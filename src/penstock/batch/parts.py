"""The parts of an unfinished run, each on disk whole or not at all; a run that was killed goes on after the last."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from dataclasses import asdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from penstock.batch.counted import COUNTED, counted_table
from penstock.batch.readers import Reject
from penstock.batch.results import finding_columns, finding_schema, refuse_foreign, said_of, shown_of, unwritable
from penstock.batch.shipped import SHIPPED, shipped_table
from penstock.kernel.errors import UsageError
from penstock.lists.files import settle, settle_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from penstock.batch.engine import Judged, Taken
    from penstock.batch.laid import Frame
    from penstock.screening.decide import Decision, Table

PLAN, ROWS, DECISIONS, FINDINGS, PART = "plan.json", "rows.arrow", "decisions.arrow", "findings.arrow", "part.json"
_NAME = re.compile(r"part-(\d{6,})-(\d{12,})")


class Part(NamedTuple):
    """What a part says beside its tables: the file it is of, the rows before it and its own, and what it refused."""

    folder: Path
    file: int
    first: int
    rows: int
    rejects: list[Reject]
    taken: list[Taken]
    judged: int
    """How many of its rows were judged."""


class Parts:
    """The folder of an unfinished run, beside the folder of its results; several processes may add parts to it.

    ``parts`` are those known here, in the order of the files and their rows.
    """

    def __init__(self, folder: Path, parts: list[Part]) -> None:
        """Take the folder and the parts in it."""
        self.folder = folder
        self.parts = parts

    @classmethod
    def read(cls, folder: Path, file: int | None = None) -> Parts:
        """Return the parts that are there, of all files or of one."""
        return cls(folder, _read_parts(folder, file))

    @classmethod
    def begin(cls, out: Path, plan: Mapping[str, Any], *, resume: bool) -> Parts:
        """Begin a run, or go on with one.

        Args:
            out: The folder of the results.
            plan: What makes the parts what they are: inputs by hash, stamp, rows a part.
            resume: Go on with an unfinished run, if there is one; it must have the same plan.

        Raises:
            UsageError: The unfinished run was of other files, another register, other lists or another day.
            OutputError: The folder cannot be written, or holds files that are not a run's.
        """
        out = out.resolve()
        refuse_foreign(out)
        folder = unfinished(out)
        try:
            if resume and (folder / PLAN).exists():
                if json.loads((folder / PLAN).read_text(encoding="utf-8")) != plan:
                    message = f"The unfinished run of {out} is of other inputs, another day, register or lists."
                    raise UsageError(message, remedy="Screen the same files in the same way, or leave out --resume.")
                _tidy(folder)
                return cls.read(folder)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            _write_json(folder / f"{PLAN}.half", plan)
            settle_all(folder)
            (folder / f"{PLAN}.half").replace(folder / PLAN)
            settle(folder)
            settle(folder.parent)
        except OSError as error:
            raise unwritable(out, error) from None
        return cls(folder, [])

    def add(self, file: int, frame: Frame, judged: Judged, table: Table) -> None:
        """Write one part; where another process has written it meanwhile, that one stands.

        Raises:
            OSError: It cannot be written.
        """
        folder = self.folder / f"part-{file:06}-{frame.first:012}"
        scratch = self.folder / f"{folder.name}.{secrets.token_hex(4)}.half"
        scratch.mkdir()
        try:
            judged.rows.drop("said").write_ipc(scratch / ROWS)
            decisions_of(judged.decisions).write_ipc(scratch / DECISIONS)
            findings_of(judged, table).write_ipc(scratch / FINDINGS, compression="lz4")
            counted_table(judged.counted).write_ipc(scratch / COUNTED)
            if judged.shipments is not None:
                shipped_table(judged.shipments).write_ipc(scratch / SHIPPED)
        except pl.exceptions.PolarsError as error:
            raise OSError(str(error)) from None
        rows, count = len(frame.rows) + len(frame.rough), len(judged.rows)
        said = {"rows": rows, "rejects": list(map(asdict, judged.rejects)), "taken": judged.taken, "judged": count}
        _write_json(scratch / PART, said)
        settle_all(scratch)
        try:
            scratch.replace(folder)
            settle(self.folder)
        except OSError:
            if not folder.is_dir():
                raise
            shutil.rmtree(scratch, ignore_errors=True)
        self.parts.append(Part(folder, file, frame.first, rows, judged.rejects, judged.taken, count))
        self.parts.sort(key=attrgetter("file", "first"))

    def rows_of(self, file: int) -> int:
        """Return how many rows of a file the parts hold."""
        return sum(part.rows for part in self.parts if part.file == file)

    def done(self, file: int) -> set[int]:
        """Return which frames of a file the parts hold: how many rows stand before each."""
        return {part.first for part in self.parts if part.file == file}

    def last(self, file: int, ids: pl.Series) -> dict[str, int]:
        """Return the highest item number so far of those consignments of a file that had any."""
        found: dict[str, int] = {}
        for part in self.parts:
            if part.file != file:
                continue
            rows = pl.read_ipc(part.folder / ROWS, columns=["consignment_id", "item_no"])
            most = rows.filter(pl.col("consignment_id").is_in(ids.implode())).group_by("consignment_id").max()
            wanted = set(ids.to_list()) if part.taken else set()
            counted = [*most.iter_rows(), *((one, number) for one, number, *_ in part.taken if one in wanted)]
            for one, number in counted:
                found[one] = max(found.get(one, 0), number)
        return found

    def remove(self) -> None:
        """Remove the folder: the run is finished."""
        shutil.rmtree(self.folder, ignore_errors=True)


def rows_begun(out: Path) -> int | None:
    """Return how many rows a part of the unfinished run has; ``None`` where there is none that can be gone on with."""
    try:
        rows = json.loads((unfinished(out) / PLAN).read_text(encoding="utf-8"))["rows"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return rows if isinstance(rows, int) else None


def unfinished(out: Path) -> Path:
    """Return where the parts of a run lie until its results take their place."""
    out = out.resolve()
    return out.with_name(f".{out.name}.unfinished")


def decisions_of(decisions: list[Decision]) -> pl.DataFrame:
    """Return the table of a part's decisions; a row's ``decision`` is a place in it, ``flags`` is for `told_flags`."""
    columns = {
        "outcome": [one.outcome for one in decisions],
        **said_of(decisions),
        "flags": list(map(_flags, decisions)),
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).with_columns(
        decision=pl.int_range(pl.len(), dtype=pl.Int64)
    )


def findings_of(judged: Judged, table: Table) -> pl.DataFrame:
    """Return one row for each reason of each item: the reasons of a decision, for every row that has it.

    Where a row was judged by another description that says the same, the characters that show it are its own.
    """
    shown = [(place, finding) for place, one in enumerate(judged.decisions) for finding in shown_of(one)]
    columns = finding_columns([finding for _, finding in shown], table)
    reasons = pl.DataFrame(columns, schema=finding_schema(columns)).with_columns(
        pl.Series("decision", [place for place, _ in shown], pl.Int64)
    )
    keys = judged.rows.select("consignment_id", "item_no", "row", "decision", "said")
    said = keys.filter(pl.col("decision").is_in(reasons["decision"].unique().implode()))
    found = said.join(reasons, on="decision", maintain_order="left_right").drop("decision")
    return _in_own_words(found, judged.span).drop("said")


def _in_own_words(found: pl.DataFrame, span: Callable[[str], tuple[int, int]]) -> pl.DataFrame:
    distinct = found["said"].unique().drop_nulls().to_list()
    if not distinct:
        return found
    spans = [span(text) for text in distinct]
    own = pl.DataFrame(
        {
            "said": distinct,
            "own_start": [start for start, _ in spans],
            "own_end": [end for _, end in spans],
            "own_matched": [text[start:end] for text, (start, end) in zip(distinct, spans, strict=True)],
        }
    )
    joined = found.join(own, on="said", how="left", maintain_order="left")
    for prefix in ("", "other_"):
        is_text = pl.col("said").is_not_null() & (pl.col(f"{prefix}field") == "goods_description")
        joined = joined.with_columns(
            pl.when(is_text).then(f"own_{name}").otherwise(f"{prefix}{name}").alias(f"{prefix}{name}")
            for name in ("start", "end", "matched")
        )
    return joined.drop("own_start", "own_end", "own_matched")


def _flags(decision: Decision) -> str:
    """Write the red flags of a decision: raised, and not evaluated for want of what; nothing where there are none."""
    raised = [finding.measure for finding in decision.findings if finding.code == "red_flag"]
    left = [[one.flag, *one.missing] for one in decision.not_evaluated]
    return json.dumps([raised, left]) if raised or left else ""


def told_flags(written: str) -> tuple[list[str], list[list[str]]]:
    """Return the flags that a decision raised, and those it left, each with the columns that were missing."""
    raised, left = json.loads(written) if written else ([], [])
    return raised, left


def _tidy(folder: Path) -> None:
    """Remove all but the whole parts of a run that was broken off."""
    for path in folder.iterdir():
        if path.is_dir() and not _NAME.fullmatch(path.name):
            shutil.rmtree(path)


def _read_parts(folder: Path, file: int | None) -> list[Part]:
    found = []
    for path in sorted(folder.glob("part-*" if file is None else f"part-{file:06}-*")):
        place = _NAME.fullmatch(path.name)
        if place is None:
            continue
        said = json.loads((path / PART).read_text(encoding="utf-8"))
        rejects = [Reject(**one) for one in said["rejects"]]
        taken: list[Taken] = [(one, number, row, place) for one, number, row, place in said["taken"]]
        where, counted = (int(place[1]), int(place[2])), said["rows"]
        found.append(Part(path, *where, counted, rejects, taken, said["judged"]))
    return found


def _write_json(path: Path, said: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(said), encoding="utf-8")
