from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from penstock.desk.held import FILE, MOST, HeldRow
from penstock.desk.keeping import LONGEST_ID
from penstock.desk.run_matters import AT_ONCE, keep_held, queued
from penstock.store.decisions import Decisions
from penstock.store.matters import Matters
from penstock.store.runs import Runs
from penstock.store.store import Store
from penstock.store.trail import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.store.runs import Run

ROOT = Path(__file__).parents[2]
STAMP = {"as_of": "2026-11-22", "register": "r1", "rosters": {}, "engine": "0.1.0"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/penstock.sqlite")
    yield opened
    opened.close()


def row(number: int, **item: Any) -> HeldRow:  # noqa: ANN401  # any value
    """Return a row that is held for two reasons."""
    reasons = [{"code": "open", "field": None, "outcome": "hold"}, {"code": "open", "field": "x", "outcome": "hold"}]
    told = {"consignment_id": f"C{number}", "item_no": 1, "outcome": "hold", "findings": reasons, **item}
    answer = msgspec.json.encode({"items": [told], "stamp": STAMP}).decode()
    return HeldRow(number, {"ask": "screen", "items": [f"{number}"], "on": "2026-11-22"}, answer)


def written(folder: Path, rows: list[HeldRow]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in rows))
    return folder


def started(store: Store) -> Run:
    return Runs(store).start("ito", "goods.csv", "/x")


def kept_in(store: Store, run: Run) -> dict[str, object]:
    """Return all that is kept of a run but the times, which are those of the clock."""
    queue = [one for _, one in Matters(store).of_run(run.id, limit=10_000)]
    of = {one.decision: Runs(store).of_decision(one.decision) for one in queue}
    rows = {decision: [(linked.id == run.id, number) for linked, number in found] for decision, found in of.items()}
    return {"matters": {one.id: one.decision for one in queue}, "rows": rows, "count": Decisions(store).count()}


def test_each_row_becomes_a_decision_with_its_matters_and_leads_back(store: Store, tmp_path: Path) -> None:
    run, folder = started(store), written(tmp_path / "run", [row(3), row(7)])
    assert keep_held(store, run, folder, lambda: False)
    found = Matters(store).of_run(run.id)
    assert [row for row, _ in found] == [3, 3, 7, 7]
    matters = sorted((one for _, one in found), key=lambda one: (one.consignment, one.about))
    assert [(one.consignment, one.about, one.opened_by) for one in matters] == [
        ("C3", "open", "ito"),
        ("C3", "open: x", "ito"),
        ("C7", "open", "ito"),
        ("C7", "open: x", "ito"),
    ]
    assert Matters(store).counts(run.id)["open"] == 4
    assert Runs(store).of_decision(matters[3].decision) == [(run, 7)]
    assert Runs(store).linked(run.id) == {3, 7}
    assert Decisions(store).get(matters[0].decision).answer == row(3).answer.encode()
    assert queued(store, run, {"hold": 5, "prohibited": 1, "clear": 9}) == {"held": 6, "in_queue": 2, "most": MOST}
    assert Matters(store).of_run("' OR 1=1 --") == []


def test_the_same_row_of_another_run_is_the_same_matter(store: Store, tmp_path: Path) -> None:
    first, second, folder = started(store), started(store), written(tmp_path / "run", [row(3)])
    for run in (first, second, second):
        assert keep_held(store, run, folder, lambda: False)
    assert Decisions(store).count() == 1
    (_, one), _ = Matters(store).of_run(second.id)
    assert {(run.id, number) for run, number in Runs(store).of_decision(one.decision)} == {
        (first.id, 3),
        (second.id, 3),
    }
    assert sum(Matters(store).counts().values()) == 2


def test_a_row_that_is_not_held_or_whose_id_cannot_be_kept_is_left_to_the_results(store: Store, tmp_path: Path) -> None:
    rows = [
        row(1, outcome="clear"),
        row(2, consignment_id="x" * (LONGEST_ID + 1)),
        row(3, consignment_id="a\0b"),
        row(4, consignment_id="<script>'; DROP TABLE matters; --"),
    ]
    run = started(store)
    assert keep_held(store, run, written(tmp_path / "run", rows), lambda: False)
    assert Runs(store).linked(run.id) == {4}
    assert queued(store, run, {"hold": 3})["in_queue"] == 1


def test_it_leaves_off_where_it_is_told_and_goes_on_there(store: Store, tmp_path: Path) -> None:
    run, folder = started(store), written(tmp_path / "run", [row(number) for number in range(1, 2 * AT_ONCE + 2)])
    turns = iter([False, True])
    assert not keep_held(store, run, folder, lambda: next(turns))
    assert len(Runs(store).linked(run.id)) == AT_ONCE
    assert keep_held(store, run, folder, lambda: False)
    assert len(Runs(store).linked(run.id)) == 2 * AT_ONCE + 1


def test_what_is_killed_in_the_midst_goes_on_to_the_same_queue(store: Store, tmp_path: Path) -> None:
    rows = [row(number) for number in range(1, 8 * AT_ONCE + 1)]
    folder = written(tmp_path / "run", rows)
    whole = Store.open(f"sqlite:///{tmp_path}/whole.sqlite")
    expected = started(whole)
    assert keep_held(whole, expected, folder, lambda: False)
    run, url = started(store), f"sqlite:///{tmp_path}/penstock.sqlite"
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "tests.desk.keeping_held", url, run.id, str(folder)]
    for number in range(3):
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=environment) as process:
            assert process.stdout is not None
            for _ in range(Random(number).randint(1, 3)):  # noqa: S311  # no secret
                process.stdout.readline()
            process.kill()
        linked = Runs(store).linked(run.id)
        assert all(
            Runs(store).of_decision(one.decision) for one in [one for _, one in Matters(store).of_run(run.id, limit=9)]
        )
        assert len(linked) % AT_ONCE == 0, "what is kept together is together"
    assert keep_held(store, run, folder, lambda: False)
    assert kept_in(store, run) == kept_in(whole, expected)
    assert verify(store) == []
    whole.close()
