from __future__ import annotations

import json
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
    assert ended.err.count("\n") == 1
    assert not out.exists()
    return out


def test_a_run_broken_off_is_gone_on_with(
    goods: Path, broken_off: Path, penstock_command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts.Parts, "add", None)  # nothing is judged again
    ended = penstock_command("screen", goods, "--out", broken_off, "--on", "2026-11-01", "--resume")
    assert (ended.status, ended.err) == (0, "")
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
