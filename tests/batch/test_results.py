from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from tests.shipped import REGISTER

from penstock.batch import results
from penstock.batch.results import DECISIONS, FINDINGS, REJECTS, RUN, write_results
from penstock.batch.run import Run, screen
from penstock.kernel.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = date(2026, 11, 1)
ALL = {DECISIONS, FINDINGS, REJECTS, RUN}
STAMPED = (DECISIONS, FINDINGS, REJECTS)
INPUT = """consignment_id,from,to,goods_description,cas_number,net_mass_kg,Colour,reasons
A,CN,DE,4-哌啶酮,41661-47-6,25,white,mine
A,CN,DE,toy parts,,1,red,
B,CN,MX,urea,57-13-6,a lot,,
C,CN,US,,41661-47-5,,,
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Write the rows of this module's tests into a file."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "goods.csv").write_text(INPUT, encoding="utf-8")
    return folder / "goods.csv"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return the folder for the results, which does not exist yet."""
    (tmp_path / "results").mkdir()
    return tmp_path / "results" / "out"


def run_into(out: Path, *files: Path) -> Run:
    return screen(files, out, on=DAY, register=REGISTER)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# --- what is written


def test_four_files_and_nothing_beside_them(source: Path, out: Path) -> None:
    run_into(out, source)
    assert names(out) == ALL
    assert names(out.parent) == {"out"}
    assert out.stat().st_mode & 0o777 == 0o755


def test_one_narrow_row_an_item(source: Path, out: Path) -> None:
    run_into(out, source)
    decisions = pl.read_parquet(out / DECISIONS)
    shown = decisions.select("consignment_id", "item_no", "outcome", "consignment_outcome", "as_of", "row").rows()
    assert shown == [
        ("A", 1, "licence", "licence", "2026-11-01", 1),
        ("A", 2, "clear", "licence", "2026-11-01", 2),
        ("C", 1, "hold", "hold", "2026-11-01", 4),
    ]
    assert set(decisions["file"]) == {str(source)}
    assert decisions["reasons"][2] == "bad_cas"


def test_unknown_columns_are_carried_through_and_never_overwrite_ours(source: Path, out: Path) -> None:
    run_into(out, source)
    decisions = pl.read_parquet(out / DECISIONS)
    assert decisions["Colour"].to_list() == ["white", "red", ""]
    assert decisions["carried_reasons"].to_list() == ["mine", "", ""]
    assert "licence" in decisions["reasons"][0]


def test_no_carried_column_overwrites_another(source: Path, out: Path) -> None:
    source.write_text("goods_description,carried_reasons,reasons\nurea,one,other\n", encoding="utf-8")
    run_into(out, source)
    row = pl.read_parquet(out / DECISIONS).row(0, named=True)
    assert {"one", "other"} <= set(row.values())


def test_one_row_a_reason_with_its_text_and_place(source: Path, out: Path) -> None:
    run = run_into(out, source)
    findings = pl.read_parquet(out / FINDINGS)
    written = [one.code for each in run.judged for one in each.decision.findings if one.code != "no_mention"]
    assert sorted(findings["code"]) == sorted(written)
    licensed = findings.filter(
        pl.col("measure") == "cn.precursors-category-2.4-piperidone",
        pl.col("stage") == "export",
        pl.col("duty") == "licence",
    ).row(0, named=True)
    assert (licensed["consignment_id"], licensed["item_no"], licensed["outcome"]) == ("A", 1, "licence")
    assert (licensed["jurisdiction"], licensed["since"]) == ("CN", "2025-07-20")
    assert licensed["citation"]
    assert licensed["url"].startswith("http")
    assert licensed["matched"] == "41661-47-6"
    assert (licensed["field"], licensed["start"], licensed["end"]) == ("cas_number", 0, 10)


def test_every_reject_says_where_what_and_what_to_do(source: Path, out: Path) -> None:
    run_into(out, source)
    with (out / REJECTS).open(encoding="utf-8", newline="") as stream:
        (reject,) = csv.DictReader(stream)
    assert reject["what_to_do"].startswith("Line 4: ")
    del reject["what_to_do"]
    assert reject == {
        "file": str(source),
        "row": "3",
        "column": "net_mass_kg",
        "code": "bad_number",
        "seen": "a lot",
    }


def test_run_json_is_the_stamp_the_counts_and_the_timings(source: Path, out: Path) -> None:
    run = run_into(out, source)
    written = json.loads((out / RUN).read_text(encoding="utf-8"))
    assert list(written) == ["stamp", "inputs", "counts", "red_flags", "seconds"]
    assert written["stamp"]["register"] == REGISTER.digest
    assert written["stamp"]["as_of"] == "2026-11-01"
    counts = written["counts"]
    assert counts["findings"] == pl.read_parquet(out / FINDINGS).height
    del counts["findings"]
    assert counts == {
        "rows": 4,
        "decisions": 3,
        "rejects": 1,
        "outcomes": {"clear": 1, "notify": 0, "licence": 1, "hold": 1, "prohibited": 0},
        "consignments": 2,
    }
    assert set(written["seconds"]) == {"read", "judge", "write"}
    assert written["inputs"] == run.as_dict()["inputs"]


def test_a_run_of_rejects_alone_keeps_the_columns(source: Path, out: Path) -> None:
    good = out.parent / "good"
    run_into(good, source)
    source.write_text("goods_description,net_mass_kg\nurea,a lot\n", encoding="utf-8")
    run_into(out, source)
    assert pl.read_parquet(out / DECISIONS).height == 0
    assert pl.read_parquet(out / FINDINGS).schema == pl.read_parquet(good / FINDINGS).schema
    ours = list(pl.read_parquet(out / DECISIONS).columns)
    assert pl.read_parquet(good / DECISIONS).columns[: len(ours)] == ours


def test_missing_parents_are_made(source: Path, out: Path) -> None:
    run_into(out / "deep" / "deeper", source)
    assert names(out / "deep" / "deeper") == ALL


# --- same inputs and same stamp give the same bytes


def test_two_runs_write_the_same_bytes(source: Path, out: Path) -> None:
    other = out.parent / "other"
    run_into(out, source)
    run_into(other, source)
    one, two = content(out), content(other)
    assert [name for name in STAMPED if one[name] != two[name]] == []
    one_run, two_run = json.loads(one[RUN]), json.loads(two[RUN])
    del one_run["seconds"], two_run["seconds"]
    assert one_run == two_run


def test_another_day_of_law_writes_other_bytes(source: Path, out: Path) -> None:
    run_into(out, source)
    screen([source], out.parent / "other", on=date(2025, 7, 19), register=REGISTER)
    assert content(out)[DECISIONS] != content(out.parent / "other")[DECISIONS]


def test_the_seed_of_hashes_leaves_no_trace_in_the_bytes(root: Path, out: Path) -> None:
    command = [sys.executable, "-m", "penstock", "screen", "examples/consignments.csv", "--on", "2026-11-01"]
    running = [
        subprocess.Popen(  # the project's own command, twice at once
            [*command, "--out", str(out.parent / seed)],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for seed in ("1", "2")
    ]
    assert [one.wait() for one in running] == [0, 0]
    written = [content(out.parent / seed) for seed in ("1", "2")]
    assert [name for name in STAMPED if written[0][name] != written[1][name]] == []


# --- together or not at all


def disk_full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def polars_disk_full(*_: object, **__: object) -> None:
    """Fail as polars does when the disk is full: with an error that is no ``OSError``."""
    message = "parquet: File out of specification: underlying IO error: No space left on device"
    raise pl.exceptions.ComputeError(message)


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


FAILURES = [
    pytest.param("_write_parquet", disk_full, OutputError, id="at the tables"),
    pytest.param("write_rejects", disk_full, OutputError, id="at the rejects"),
    pytest.param("_put_in_place", disk_full, OutputError, id="at the renaming"),
    pytest.param("write_rejects", interrupted, KeyboardInterrupt, id="by the user"),
]


@pytest.mark.parametrize(("step", "fail", "raised"), FAILURES)
def test_a_failure_leaves_neither_a_final_nor_a_partial_folder(  # noqa: PLR0913, PLR0917  # a case and its fixtures
    source: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    fail: Callable[..., None],
    raised: type[BaseException],
) -> None:
    monkeypatch.setattr(results, step, fail)
    with pytest.raises(raised):
        run_into(out, source)
    assert names(out.parent) == set()


@pytest.mark.parametrize(("step", "fail", "raised"), FAILURES)
def test_a_failure_leaves_the_old_results_untouched(  # noqa: PLR0913, PLR0917  # a case and its fixtures
    source: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    fail: Callable[..., None],
    raised: type[BaseException],
) -> None:
    run_into(out, source)
    before = content(out)
    monkeypatch.setattr(results, step, fail)
    with pytest.raises(raised):
        screen([source], out, on=date(2019, 1, 1), register=REGISTER)
    assert content(out) == before
    assert names(out.parent) == {"out"}


def test_a_failure_says_why_and_what_to_do(source: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "write_rejects", disk_full)
    with pytest.raises(OutputError) as caught:
        run_into(out, source)
    assert caught.value.message == f"The results cannot be written to {out} (No space left on device)."
    assert "room left on its disk" in caught.value.remedy


def test_a_full_disk_under_polars_is_an_output_error(source: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pl.DataFrame, "write_parquet", polars_disk_full)
    with pytest.raises(OutputError):
        run_into(out, source)


def test_a_renaming_that_fails_half_way_puts_the_old_results_back(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_into(out, source)
    before = content(out)
    real = Path.replace

    def fail_at_the_end(self: Path, target: Path | str) -> Path:
        if Path(target) == out and (self / RUN).read_bytes() != before[RUN]:
            raise OSError(5, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail_at_the_end)
    with pytest.raises(OutputError):
        screen([source], out, on=date(2019, 1, 1), register=REGISTER)
    assert content(out) == before
    assert names(out.parent) == {"out"}


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_refused(source: Path, out: Path) -> None:
    out.parent.chmod(0o555)
    try:
        with pytest.raises(OutputError, match="Permission denied"):
            run_into(out, source)
        assert names(out.parent) == set()
    finally:
        out.parent.chmod(0o755)


# --- where results may go


def test_a_folder_that_holds_a_run_is_replaced_whole(source: Path, out: Path) -> None:
    run_into(out, source)
    before = content(out)
    screen([source], out, on=date(2019, 1, 1), register=REGISTER)
    assert names(out) == ALL
    assert content(out)[DECISIONS] != before[DECISIONS]
    assert names(out.parent) == {"out"}


def test_an_empty_folder_is_used(source: Path, out: Path) -> None:
    out.mkdir()
    run_into(out, source)
    assert names(out) == ALL


def test_a_folder_with_other_files_is_refused_and_kept(source: Path, out: Path) -> None:
    out.mkdir()
    (out / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="holds files that are not the results of a run"):
        run_into(out, source)
    assert content(out) == {"diary.txt": b"mine"}


def test_a_file_put_beside_the_results_is_never_deleted(source: Path, out: Path) -> None:
    run_into(out, source)
    (out / "diary.txt").write_text("mine", encoding="utf-8")
    with suppress(OutputError):
        run_into(out, source)
    assert content(out)["diary.txt"] == b"mine"


def test_a_file_is_no_folder_and_has_none_below_it(source: Path, out: Path) -> None:
    with pytest.raises(OutputError, match="is a file"):
        run_into(source, source)
    with pytest.raises(OutputError, match="cannot be written"):
        run_into(source / "out", source)
    assert source.read_text(encoding="utf-8") == INPUT
    assert not out.exists()


def test_a_link_to_a_folder_leaves_no_rubbish_when_it_fails(source: Path, out: Path) -> None:
    (out.parent / "real").mkdir()
    out.symlink_to(out.parent / "real")
    with suppress(OutputError):
        run_into(out, source)
    assert names(out.parent) == {"out", "real"}


def test_results_can_be_written_again_from_the_same_run(source: Path, out: Path) -> None:
    run = screen([source], on=DAY, register=REGISTER)
    write_results(run, out)
    before = content(out)
    write_results(run, out)
    assert [name for name in STAMPED if content(out)[name] != before[name]] == []


FLAGGED = """consignment_id,from,to,goods_description,consignee_name,value,currency
A,CN,US,parts,,,
B,,,parts,,,
C,CN,MX,4-哌啶酮,Ejemplo Alimentos SA de CV,,
"""


def test_red_flags_are_findings_a_column_and_counts(tmp_path: Path, out: Path) -> None:
    (tmp_path / "flagged.csv").write_text(FLAGGED, encoding="utf-8")
    run_into(out, tmp_path / "flagged.csv")
    found = pl.read_parquet(out / FINDINGS).filter(pl.col("code") == "red_flag")
    assert found["measure"].to_list() == [
        "us-cbp-vague-descriptions.vague-description",
        "us-fincen-2024.procurement-outside-the-trade",
    ]
    assert set(found["outcome"]) == {"hold"}
    column = pl.read_parquet(out / DECISIONS)["flags_not_evaluated"].to_list()
    assert "vague-description" not in column[0]
    assert "us-cbp-vague-descriptions.vague-description (destination_country)" in column[1].split("; ")
    counted = json.loads((out / RUN).read_text(encoding="utf-8"))["red_flags"]
    assert counted["raised"] == dict.fromkeys(found["measure"], 1)
    vague = counted["not_evaluated"]["us-cbp-vague-descriptions.vague-description"]
    assert vague == {"items": 1, "missing": {"destination_country": 1}}
    assert sum(kept["items"] for kept in counted["not_evaluated"].values()) == sum(
        len(one.split("; ")) for one in column if one
    )
    assert counted["no_such_field"]["us-fincen-2024.many-to-one"] == ["payments"]
