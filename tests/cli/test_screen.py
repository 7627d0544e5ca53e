from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from penstock.batch import parts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOODS = "consignment_id,from,to,goods_description\nA,CN,DE,urea\nB,CN,DE,4-哌啶酮\nC,CN,US,NPP\n"


@pytest.fixture
def goods(tmp_path: Path) -> Path:
    """Return a file of three rows."""
    path = tmp_path / "goods.csv"
    path.write_text(GOODS, encoding="utf-8")
    return path


@pytest.fixture
def broken_off(
    tmp_path: Path, goods: Path, penstock_command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return the folder of a run that was broken off for want of room when all was judged."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(pl.LazyFrame, "sink_parquet", full)
        ended = penstock_command("screen", goods, "--out", out, "--on", "2026-11-01")
    assert (ended.status, ended.out) == (1, "")
    assert "No space left on device" in ended.err
    assert "What was judged is kept: --resume goes on with it" in ended.err
    lines = ended.err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"{goods}: 3 rows, 0 rejects, ")
    assert not out.exists()
    return out


def test_a_run_broken_off_is_gone_on_with(
    goods: Path, broken_off: Path, penstock_command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts.Parts, "add", None)  # nothing is judged again
    ended = penstock_command("screen", goods, "--out", broken_off, "--on", "2026-11-01", "--resume")
    assert (ended.status, ended.err) == (0, f"{goods}: 3 rows, 0 rejects, 0.0 s, 0 rows a second\n")
    assert "3 rows = 3 decisions + 0 rejects" in ended.out
    assert pl.read_parquet(broken_off / "decisions.parquet")["outcome"].to_list() == ["clear", "licence", "hold"]
    assert [path.name for path in broken_off.parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("change", [["--on", "2026-11-02"], ["--on", "2026-11-01", "--in", "US"]])
def test_a_run_in_another_way_is_not_gone_on_with(
    goods: Path, broken_off: Path, penstock_command: Callable[..., Any], change: list[str]
) -> None:
    ended = penstock_command("screen", goods, "--out", broken_off, *change, "--resume")
    assert (ended.status, ended.out) == (2, "")
    assert "is of other inputs, another day, register or lists. Screen the same files in the same way" in ended.err
    assert not broken_off.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--rows", "--resume", "--out", "out"], "--resume is for files that are too large to print every row of."),
        (["--listing", "--resume"], "--resume is not for pages."),
        (["--listing", "--rows"], "--rows is not for pages."),
        (["--listing", "--names"], "--names is not for pages."),
        ([], "Missing option '--out'."),
        (["--out", "out", "--fail-on", "never"], "never"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(
    goods: Path, penstock_command: Callable[..., Any], arguments: list[str], says: str
) -> None:
    ended = penstock_command("screen", goods, *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert says in ended.err


def test_with_rows_and_without_the_results_are_the_same(
    goods: Path, tmp_path: Path, penstock_command: Callable[..., Any]
) -> None:
    shown = penstock_command("screen", goods, "--out", tmp_path / "a", "--on", "2026-11-01", "--rows")
    plain = penstock_command("screen", goods, "--out", tmp_path / "b", "--on", "2026-11-01")
    assert "4-哌啶酮" in shown.out
    assert "4-哌啶酮" not in plain.out
    one, other = (json.loads((tmp_path / name / "run.json").read_text(encoding="utf-8")) for name in "ab")
    assert {**one, "seconds": {}} == {**other, "seconds": {}}
    for table in ("decisions.parquet", "findings.parquet"):
        assert pl.read_parquet(tmp_path / "a" / table).equals(pl.read_parquet(tmp_path / "b" / table))


def test_json_of_rows_is_run_json(goods: Path, tmp_path: Path, penstock_command: Callable[..., Any]) -> None:
    ended = penstock_command("screen", goods, "--out", tmp_path / "out", "--rows", "--json")
    assert json.loads(ended.out) == json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))


def test_a_line_a_file_stands_on_the_error_stream_and_nothing_else(
    goods: Path, tmp_path: Path, penstock_command: Callable[..., Any]
) -> None:
    other = tmp_path / "bad.csv"
    other.write_text("goods,qty\nurea,much\ngift,1\n", encoding="utf-8")
    ended = penstock_command("screen", goods, other, "--out", tmp_path / "out", "--on", "2026-11-01", "--json")
    first, second = ended.err.splitlines()
    told = r"\d+ rows, \d+ rejects, \d+\.\d s, \d+ rows a second"
    assert re.fullmatch(rf"{re.escape(str(goods))}: {told}", first)
    assert re.fullmatch(rf"{re.escape(str(other))}: {told}", second)
    assert ": 3 rows, 0 rejects, " in first
    assert ": 2 rows, 1 rejects, " in second
    assert json.loads(ended.out)["counts"]["rows"] == 5


def test_memory_is_limited_or_refused_in_a_sentence(
    goods: Path, tmp_path: Path, penstock_command: Callable[..., Any]
) -> None:
    out = tmp_path / "out"
    ended = penstock_command("screen", goods, "--out", out, "--on", "2026-11-01", "--limit-memory", "1MB")
    assert ended.status == 2
    assert re.fullmatch(
        r"penstock: This run holds \d+ MiB before it reads on, and cannot keep below 1 MiB\. "
        r"Give at least \d+MiB with --limit-memory, or leave it out\.\n",
        ended.err,
    )
    assert not out.exists()
    ended = penstock_command("screen", goods, "--out", out, "--on", "2026-11-01", "--limit-memory", "64GiB", "--json")
    assert json.loads(ended.out)["memory"]["limit"] == 64 << 30
    ended = penstock_command("screen", goods, "--out", out, "--limit-memory", "lots")
    assert (ended.status, "'lots' is no size." in ended.err) == (2, True)


def test_wide_writes_one_file_more_with_rows_and_without(
    goods: Path, tmp_path: Path, penstock_command: Callable[..., Any]
) -> None:
    for nth, more in enumerate(([], ["--rows"])):
        penstock_command("screen", goods, "--out", tmp_path / str(nth), "--on", "2026-11-01", "--wide", *more)
    one, other = (pl.read_parquet(tmp_path / name / "screened.parquet") for name in ("0", "1"))
    assert one.equals(other)
    assert one.columns[:5] == ["consignment_id", "from", "to", "goods_description", "outcome"]
    assert one["outcome"].to_list() == ["clear", "licence", "hold"]
