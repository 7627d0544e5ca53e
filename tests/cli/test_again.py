from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from penstock.batch import again as screened_again
from penstock.cli.again import SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Outcome


@pytest.fixture
def run(tmp_path: Path, penstock_command: Callable[..., Outcome]) -> Path:
    """Return the folder of a run of two rows."""
    (tmp_path / "rows.csv").write_text("consignment_id,goods_description\nA,urea\nB,fentanyl\n", encoding="utf-8")
    penstock_command("screen", str(tmp_path / "rows.csv"), "--out", str(tmp_path / "run"), "--on", "2026-11-22")
    return tmp_path / "run"


def test_nothing_differs_where_nothing_changed(
    run: Path, tmp_path: Path, penstock_command: Callable[..., Outcome]
) -> None:
    ended = penstock_command("rescreen", run, "--out", tmp_path / "again", "--fail-on-flips")
    assert ended.status == 0
    assert "0 of 2 decisions differ" in " ".join(ended.out.split())


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_what_differs_is_shown_and_may_fail_a_pipeline(
    run: Path,
    tmp_path: Path,
    form: list[str],
    penstock_command: Callable[..., Outcome],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = {"consignment_id": "B", "item_no": 1}
    told = {"outcome": "hold", "reasons": "watch", "unknown_in": "", "flags_not_evaluated": ""}
    flip = {**key, **told, **{f"{name}_before": None for name in told}}
    flips = pl.DataFrame([flip] * (SHOWN + 2))
    monkeypatch.setattr(screened_again, "flips_of", lambda *_: flips)
    ended = penstock_command("rescreen", run, "--out", tmp_path / "again", "--whole", "--fail-on-flips", *form)
    assert ended.status == 1
    if form:
        shown = json.loads(ended.out)
        assert shown["counts"]["flips"] == SHOWN + 2
        assert shown["flips"][0]["outcome"] == "hold"
    else:
        said = " ".join(ended.out.split())
        assert "B/1 reject hold watch" in said
        assert "and 2 more" in said


def test_what_is_no_run_is_one_line_and_wrong_usage(tmp_path: Path, penstock_command: Callable[..., Outcome]) -> None:
    ended = penstock_command("rescreen", tmp_path, "--out", tmp_path / "again")
    assert ended.status == 2
    assert "holds no run of penstock screen. Name the folder that was given with --out." in ended.err
