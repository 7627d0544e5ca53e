from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from tests.shipped import REGISTER

from penstock.batch import files, memory, results
from penstock.batch.files import screen_files
from penstock.batch.job import Job, make_ready
from penstock.batch.memory import LEAST, RESERVE, fit, peak, resident, size_of, told
from penstock.batch.parts import Parts, unfinished
from penstock.kernel.errors import OutputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-22"
GIB = 1 << 30
RESULTS = ("decisions.parquet", "findings.parquet", "rejects.csv", "screened.parquet")


@pytest.fixture
def goods(tmp_path: Path) -> Path:
    """Return a file of some rows."""
    path = tmp_path / "f.csv"
    path.write_text("goods,qty\n" + "urea,1\nfentanyl,2\nlamps,x\n" * 4, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1GiB", GIB), ("800MB", 800_000_000), ("1.5 gib", 3 * GIB // 2), ("2g", 2_000_000_000), (" 64 KiB", 65_536),
        ("123", 123), ("1TB", 10**12),
    ],
)  # fmt: skip
def test_sizes(text: str, size: int) -> None:
    assert size_of(text) == size


@pytest.mark.parametrize("text", ["", "big", "-1GB", "1 GB more", "1,5GiB", "GiB", "1e9", "5 PB", "٢GB"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        size_of(text)
    assert caught.value.message == f"{text!r} is no size."
    assert "2GiB" in caught.value.remedy


def test_what_is_held_is_told_in_bytes() -> None:
    before, most = resident(), peak()
    assert 10 << 20 < before <= most + (1 << 20)
    held = bytearray(200 << 20)
    assert resident() - before > 150 << 20
    assert peak() >= before + len(held) // 2


def test_the_more_memory_the_more_rows(goods: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "resident", lambda: GIB)
    ready = make_ready(Job((str(goods),), on=DAY), REGISTER)

    def rows(limit: int, processes: int = 1) -> tuple[int, int]:
        return tuple(fit(limit, ready.sheets, ready.engine, 500_000, processes))  # type: ignore[return-value]  # two

    fewest, more = rows(GIB + RESERVE + (1 << 18)), rows(GIB + RESERVE + (1 << 20))
    assert LEAST <= fewest[0] < more[0] < 500_000
    assert rows(20 * GIB) == (500_000, 1)
    assert rows(20 * GIB, 4) == (500_000, 4)
    assert rows(3 * GIB, 4) == (500_000, 1)  # the others would hold as much again each
    with pytest.raises(UsageError) as caught:
        rows(GIB)
    assert caught.value.message == "This run holds 1024 MiB before it reads on, and cannot keep below 1024 MiB."
    assert caught.value.remedy == "Give at least 1450MiB with --limit-memory, or leave it out."
    assert rows(size_of("1450MiB"))[0] >= LEAST


def test_the_results_are_the_same_bytes_whatever_the_limit(
    goods: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen_files(Job((str(goods),), on=DAY, wide=True), tmp_path / "free", register=REGISTER)
    assert "memory" not in json.loads((tmp_path / "free" / "run.json").read_text(encoding="utf-8"))
    monkeypatch.setattr(memory, "LEAST", 1)
    monkeypatch.setattr(memory, "resident", lambda: GIB)
    monkeypatch.setattr(files, "FULL", 0.0)  # all is forgotten after each part
    told_rows = []
    for more in (1 << 9, 1 << 10, GIB):
        out = tmp_path / str(more)
        job = Job((str(goods),), on=DAY, wide=True, memory=GIB + RESERVE + more)
        summary = screen_files(job, out, register=REGISTER).summary
        told_rows.append(summary["memory"]["rows"])
        assert summary["memory"]["limit"] == job.memory
        assert summary["memory"]["peak"] > 50 << 20
        for name in RESULTS:
            assert (out / name).read_bytes() == (tmp_path / "free" / name).read_bytes(), name
    assert told_rows == sorted(set(told_rows))
    assert told_rows[0] < 12 < told_rows[-1]


def test_rows_judged_together_leave_no_trace_in_the_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "GROUP", 20)
    path = tmp_path / "f.csv"
    path.write_text("goods,note\n" + "".join(f"urea,{nth}\n" for nth in range(60)), encoding="utf-8")
    for rows in (3, 60):
        screen_files(Job((str(path),), on=DAY, rows=rows, wide=True), tmp_path / str(rows), register=REGISTER)
    for name in RESULTS:
        assert (tmp_path / "3" / name).read_bytes() == (tmp_path / "60" / name).read_bytes(), name


def test_a_run_that_is_gone_on_with_keeps_its_rows_a_part(
    goods: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "LEAST", 1)
    monkeypatch.setattr(memory, "resident", lambda: GIB)
    job, out = Job((str(goods),), on=DAY, memory=GIB + RESERVE + (1 << 9)), tmp_path / "out"
    add = Parts.add

    def full(parts: Parts, *one: object) -> None:
        if parts.parts:
            raise OSError
        add(parts, *one)  # type: ignore[arg-type]  # what it takes

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Parts, "add", full)
        with pytest.raises(OutputError):
            screen_files(job, out, register=REGISTER)
    begun = json.loads((unfinished(out) / "plan.json").read_text(encoding="utf-8"))["rows"]
    more = Job((str(goods),), on=DAY, memory=GIB + RESERVE + (1 << 13))
    summary = screen_files(more, out, register=REGISTER, resume=True).summary
    assert summary["memory"]["rows"] == begun
    shutil.rmtree(out)
    assert screen_files(more, out, register=REGISTER).summary["memory"]["rows"] > begun


def test_bytes_are_told_in_full_mebibytes() -> None:
    assert (told(1), told(3 << 20)) == ("1 MiB", "3 MiB")
