from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from penstock.batch.kept_draws import read_draws, write_draws
from penstock.batch.results import DECISIONS, FINDINGS, RUN
from penstock.cases.drawing import Drawing
from penstock.kernel.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

TERMS = "0123456789abcdef"
DRAWS = [
    Drawing("EX-1", "Example Authority", TERMS, "C1", 1, Decimal("60.000000001"), "kg", date(2026, 5, 4)),
    Drawing("证-2", "示例机关", TERMS, "货 2", 7, Decimal("1e3"), "", date(2026, 5, 5)),
]


def run(folder: Path, draws: list[Drawing], **told: Any) -> Path:  # noqa: ANN401  # any JSON value
    folder.mkdir()
    stamp = dict.fromkeys(("as_of", "jurisdictions", "engine", "register", "rosters"), "")
    told = {"inputs": [], "counts": {"decisions": 0}, "stamp": stamp, "authorisations": {"draws": len(draws)}} | told
    (folder / RUN).write_text(json.dumps(told), encoding="utf-8")
    for name in (DECISIONS, FINDINGS):
        (folder / name).touch()
    write_draws(draws, folder)
    return folder


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    assert read_draws(run(tmp_path / "run", DRAWS)) == DRAWS
    assert read_draws(run(tmp_path / "none", [])) == []


def test_a_folder_without_a_run_or_of_one_without_authorisations_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "not-there"):
        with pytest.raises(UsageError, match="holds no run of penstock screen"):
            read_draws(folder)
    with pytest.raises(UsageError, match="had no authorisations"):
        read_draws(run(tmp_path / "run", DRAWS, authorisations=None))


def test_draws_that_are_gone_damaged_or_of_another_run_are_refused(tmp_path: Path) -> None:
    folder = run(tmp_path / "run", DRAWS)
    file = folder / "draws.parquet"
    write_draws(DRAWS[:1], folder)
    with pytest.raises(InputError, match="holds 1 draws, and the run had 2"):
        read_draws(folder)
    pl.DataFrame({"number": [1, 2]}).write_parquet(file)
    with pytest.raises(InputError, match="has other columns"):
        read_draws(folder)
    file.write_bytes(b"PAR1")
    with pytest.raises(InputError, match="cannot be read"):
        read_draws(folder)
    file.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        read_draws(folder)
