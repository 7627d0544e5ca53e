"""Writing the results of a run: all files appear together under the final name, or none does."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
import time
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from penstock.kernel.errors import OutputError

if TYPE_CHECKING:
    from penstock.batch.run import Run
    from penstock.screening.decide import NotEvaluated

DECISIONS = "decisions.parquet"
FINDINGS = "findings.parquet"
REJECTS = "rejects.csv"
RUN = "run.json"

_FINDING_TEXT = (
    "duty", "stage", "jurisdiction", "subject", "measure", "basis", "since", "until", "citation", "url", "field",
    "matched", "other_field", "other_matched",
)  # fmt: skip


def write_results(run: Run, out: Path) -> None:
    """Write the four result files into the folder ``out``.

    The folder is made beside its final place and renamed at the end. A folder that already holds a run is
    replaced; one that holds anything else is refused.

    Raises:
        OutputError: The folder cannot be written, or holds files that are not a run's.
    """
    out = out.resolve()
    _refuse_foreign(out)
    started = time.perf_counter()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise _unwritable(out, error) from None
    try:
        _write_parquet(run, scratch)
        _write_rejects(run, scratch / REJECTS)
        run.seconds["write"] = time.perf_counter() - started
        (scratch / RUN).write_text(json.dumps(run.as_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        scratch.chmod(0o755)
        _put_in_place(scratch, out)
    except OSError as error:
        raise _unwritable(out, error) from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _refuse_foreign(out: Path) -> None:
    if out.exists() and not out.is_dir():
        message = f"{out} is a file."
        raise OutputError(message, remedy="Name a folder with --out.")
    names = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if names and not {RUN} <= names <= {DECISIONS, FINDINGS, REJECTS, RUN}:
        message = f"{out} holds files that are not the results of a run."
        raise OutputError(message, remedy="Name a new or empty folder with --out.")


def _unwritable(out: Path, error: OSError) -> OutputError:
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
        except OSError:
            old.replace(out)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _write_parquet(run: Run, folder: Path) -> None:
    import polars as pl  # noqa: PLC0415  # slow to import, and only results need it

    tables = (
        (DECISIONS, _decision_columns(run), {"item_no", "row"}),
        (FINDINGS, _finding_columns(run), {"item_no", "start", "end", "other_start", "other_end"}),
    )
    for name, columns, numbers in tables:
        schema: dict[str, Any] = {column: pl.Int64 if column in numbers else pl.String for column in columns}
        schema |= {"score": pl.Float64} if name == FINDINGS else {}
        try:
            pl.DataFrame(columns, schema=schema).write_parquet(folder / name)
        except pl.exceptions.PolarsError as error:
            raise OSError(str(error)) from None


def _decision_columns(run: Run) -> dict[str, list[Any]]:
    whole = run.consignment_outcomes()
    judged = run.judged
    columns: dict[str, list[Any]] = {
        "consignment_id": [j.decision.consignment_id for j in judged],
        "item_no": [j.decision.item_no for j in judged],
        "outcome": [j.decision.outcome for j in judged],
        "consignment_outcome": [whole[j.decision.consignment_id] for j in judged],
        "as_of": [(j.item.date.isoformat() if j.item.date else run.stamp["as_of"]) for j in judged],
        "reasons": [", ".join(dict.fromkeys(f.duty or f.code for f in j.decision.findings)) for j in judged],
        "unknown_in": [", ".join(j.decision.unknown_in) for j in judged],
        "flags_not_evaluated": ["; ".join(map(_unanswered, j.decision.not_evaluated)) for j in judged],
        "file": [j.file for j in judged],
        "row": [j.row for j in judged],
    }
    for name in dict.fromkeys(name for j in judged for name in j.carried):
        own = name
        while own in columns:
            own = f"carried_{own}"
        columns[own] = [j.carried.get(name) for j in judged]
    return columns


def _unanswered(one: NotEvaluated) -> str:
    return f"{one.flag} ({', '.join(one.missing)})"


def _finding_columns(run: Run) -> dict[str, list[Any]]:
    pairs = [(judged.decision, finding) for judged in run.judged for finding in judged.decision.findings]
    findings = [finding for _, finding in pairs]
    columns: dict[str, list[Any]] = {
        "consignment_id": [decision.consignment_id for decision, _ in pairs],
        "item_no": [decision.item_no for decision, _ in pairs],
        "code": [finding.code for finding in findings],
        "outcome": [run.table.outcome(finding) for finding in findings],
    }
    for name in (*_FINDING_TEXT, "start", "end", "other_start", "other_end", "score", "message"):
        read = attrgetter(name)
        columns[name] = [read(finding) for finding in findings]
    return columns


def _write_rejects(run: Run, path: Path) -> None:
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "row", "column", "code", "seen", "what_to_do"])
        for r in run.rejects:
            writer.writerow([r.file, r.row, r.column, r.code, r.seen, r.remedy])
