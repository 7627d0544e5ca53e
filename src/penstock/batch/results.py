"""Writing the results of a run: all files appear together under the final name, or none does."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
import time
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from penstock.kernel.errors import OutputError, UsageError
from penstock.lists.files import settle, settle_all

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from penstock.batch.readers import Reject
    from penstock.batch.run import Run
    from penstock.screening.decide import Decision, Finding, NotEvaluated, Table

DECISIONS = "decisions.parquet"
FINDINGS = "findings.parquet"
REJECTS = "rejects.csv"
RUN = "run.json"
FLIPS = "flips.parquet"
WIDE = "screened.parquet"
DRAWS = "draws.parquet"

STAMPED = ("as_of", "jurisdictions", "engine", "register", "rosters")

GROUP = 100_000
"""Rows of a row group of the files written, so that their bytes do not depend on how many rows were judged together."""

_FINDING_TEXT = (
    "duty", "stage", "jurisdiction", "subject", "measure", "basis", "since", "until", "citation", "url", "field",
    "matched", "other_field", "other_matched",
)  # fmt: skip
_FINDING_NUMBERS = ("start", "end", "other_start", "other_end", "score")
FINDING_FIELDS = (*_FINDING_TEXT, *_FINDING_NUMBERS, "message")
"""What is written of a finding beside its code and its outcome."""

UNSHOWN = "no_mention"
"""The finding that is not written: ``reasons`` says it, and the text it shows is the row's own."""


def write_results(run: Run, out: Path, also: Callable[[Path], None] | None = None) -> None:
    """Write the four result files into the folder ``out``, and ``draws.parquet`` where authorisations were at hand.

    The folder is made beside its final place and renamed at the end. A folder that already holds a run is
    replaced; one that holds anything else is refused. ``also`` is called with the new folder, to write more into it.

    Raises:
        OutputError: The folder cannot be written, or holds files that are not a run's.
    """
    started = time.perf_counter()
    with whole_folder(out) as scratch:
        _write_parquet(run, scratch)
        write_rejects(run.rejects, scratch / REJECTS)
        if run.authorisations is not None:
            from penstock.batch.kept_draws import write_draws  # noqa: PLC0415  # polars is slow to import

            write_draws(run.draws, scratch)
        if also is not None:
            also(scratch)
        run.seconds["write"] = time.perf_counter() - started
        write_summary(run.as_dict(), scratch)


@contextmanager
def whole_folder(out: Path, within: Path | None = None) -> Iterator[Path]:
    """Give a scratch folder that takes the place of ``out`` once all in it is written, and is removed if it fails.

    Args:
        out: The folder.
        within: Where the scratch folder is made, on the disk of ``out``; beside ``out`` when ``None``.

    Raises:
        OutputError: The folder cannot be written, or holds files that are not a run's.
    """
    out = out.resolve()
    refuse_foreign(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=within or out.parent))
    except OSError as error:
        raise unwritable(out, error) from None
    try:
        yield scratch
        scratch.chmod(0o755)
        settle_all(scratch)
        _put_in_place(scratch, out)
        settle(out.parent)
    except OSError as error:
        raise unwritable(out, error) from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def write_summary(summary: dict[str, Any], folder: Path) -> None:
    """Write ``run.json``."""
    (folder / RUN).write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_summary(run: Path) -> dict[str, Any]:
    """Return the object of ``run.json`` of a finished run.

    Raises:
        UsageError: The folder holds no run.
    """
    try:
        told = json.loads((run / RUN).read_text(encoding="utf-8"))
        _ = told["inputs"], told["counts"]["decisions"], *(told["stamp"][name] for name in STAMPED)
        if not all((run / name).is_file() for name in (DECISIONS, FINDINGS)):
            raise FileNotFoundError
    except (OSError, ValueError, KeyError, TypeError):
        message = f"{run} holds no run of penstock screen."
        raise UsageError(message, remedy="Name the folder that was given with --out.") from None
    read: dict[str, Any] = told
    return read


def refuse_foreign(out: Path) -> None:
    """Refuse a folder that holds anything but a run's results.

    Raises:
        OutputError: It does, or is a file.
    """
    if out.exists() and not out.is_dir():
        message = f"{out} is a file."
        raise OutputError(message, remedy="Name a folder with --out.")
    names = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if names and not {RUN} <= names <= {DECISIONS, FINDINGS, REJECTS, RUN, FLIPS, WIDE, DRAWS}:
        message = f"{out} holds files that are not the results of a run."
        raise OutputError(message, remedy="Name a new or empty folder with --out.")


def unwritable(out: Path, error: OSError) -> OutputError:
    """Return the refusal of a folder that cannot be written."""
    message = f"The results cannot be written to {out} ({error.strerror or error})."
    return OutputError(message, remedy="Name a folder you may write to, with room left on its disk.")


def _put_in_place(scratch: Path, out: Path) -> None:
    if not out.exists():
        scratch.replace(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
    try:
        out.replace(old)
        try:
            scratch.replace(out)
        except BaseException:
            old.replace(out)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _write_parquet(run: Run, folder: Path) -> None:
    import polars as pl  # noqa: PLC0415  # slow to import, and only results need it

    decisions, findings = decision_columns(run), _finding_columns(run)
    numbers = dict.fromkeys(("item_no", "row"), pl.Int64)
    tables = (
        (DECISIONS, decisions, {column: numbers.get(column, pl.String) for column in decisions}),
        (FINDINGS, findings, finding_schema(findings)),
    )
    for name, columns, schema in tables:
        try:
            pl.DataFrame(columns, schema=schema).write_parquet(folder / name)
        except pl.exceptions.PolarsError as error:
            raise OSError(str(error)) from None


def decision_columns(run: Run) -> dict[str, list[Any]]:
    """Return the columns of ``decisions.parquet``."""
    whole = run.consignment_outcomes()
    judged = run.judged
    columns: dict[str, list[Any]] = {
        "consignment_id": [j.decision.consignment_id for j in judged],
        "item_no": [j.decision.item_no for j in judged],
        "outcome": [j.decision.outcome for j in judged],
        "consignment_outcome": [whole[j.decision.consignment_id] for j in judged],
        "as_of": [(j.item.date.isoformat() if j.item.date else run.stamp["as_of"]) for j in judged],
        **said_of([j.decision for j in judged]),
        "file": [j.file for j in judged],
        "row": [j.row for j in judged],
    }
    for name in dict.fromkeys(name for j in judged for name in j.carried):
        columns[carried_as(name, columns)] = [j.carried.get(name) for j in judged]
    return columns


def told_of_flags(raised: Mapping[str, int], left: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return what ``run.json`` says of red flags, in the order of their names.

    Args:
        raised: How often each was raised.
        left: For each that was not evaluated, ``items`` and how often each column was ``missing``.
    """
    return {
        "raised": dict(sorted(raised.items())),
        "not_evaluated": {
            flag: {"items": said["items"], "missing": dict(sorted(said["missing"].items()))}
            for flag, said in sorted(left.items())
        },
    }


def carried_as(name: str, taken: Container[str]) -> str:
    """Return the name of a carried column among those of the results."""
    while name in taken:
        name = f"carried_{name}"
    return name


def said_of(decisions: Sequence[Decision]) -> dict[str, list[str]]:
    """Return what decisions say in the columns ``reasons``, ``unknown_in`` and ``flags_not_evaluated``."""
    return {
        "reasons": [", ".join(dict.fromkeys(f.duty or f.code for f in one.findings)) for one in decisions],
        "unknown_in": [", ".join(one.unknown_in) for one in decisions],
        "flags_not_evaluated": ["; ".join(map(_unanswered, one.not_evaluated)) for one in decisions],
    }


def _unanswered(one: NotEvaluated) -> str:
    return f"{one.flag} ({', '.join(one.missing)})"


def _finding_columns(run: Run) -> dict[str, list[Any]]:
    shown = [(judged.decision, shown_of(judged.decision)) for judged in run.judged]
    pairs = [(decision, finding) for decision, findings in shown for finding in findings]
    return {
        "consignment_id": [decision.consignment_id for decision, _ in pairs],
        "item_no": [decision.item_no for decision, _ in pairs],
        **finding_columns([finding for _, finding in pairs], run.table),
    }


def shown_of(decision: Decision) -> list[Finding]:
    """Return the findings of a decision that are written: all but that a text mentions nothing."""
    return [finding for finding in decision.findings if finding.code != UNSHOWN]


def finding_columns(findings: Sequence[Finding], table: Table) -> dict[str, list[Any]]:
    """Return the columns of ``findings.parquet`` but for the key of the item."""
    columns: dict[str, list[Any]] = {
        "code": [finding.code for finding in findings],
        "outcome": [table.outcome(finding) for finding in findings],
    }
    for name in FINDING_FIELDS:
        columns[name] = list(map(attrgetter(name), findings))
    return columns


def finding_schema(columns: Iterable[str]) -> dict[str, Any]:
    """Return the types of the columns of ``findings.parquet``."""
    import polars as pl  # noqa: PLC0415  # slow to import, and only results need it

    types = dict.fromkeys(("item_no", *_FINDING_NUMBERS), pl.Int64) | {"score": pl.Float64}
    return {column: types.get(column, pl.String) for column in columns}


def write_rejects(rejects: Iterable[Reject], path: Path) -> None:
    """Write ``rejects.csv``."""
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "row", "column", "code", "seen", "what_to_do"])
        for r in rejects:
            writer.writerow([r.file, r.row, r.column, r.code, r.seen, r.remedy])
