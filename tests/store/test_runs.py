from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import StoreError, UnknownId, UsageError
from penstock.store.decisions import Decisions
from penstock.store.runs import Runs
from penstock.store.trail import rows_of

if TYPE_CHECKING:
    from penstock.store.runs import State
    from penstock.store.store import Store


def test_a_run_is_followed_from_its_file_to_its_results(store: Store) -> None:
    runs = Runs(store)
    run = runs.start("ito", "../'; DROP TABLE runs; --.csv", "/data/runs/1")
    assert (run.state, run.counts, run.by) == ("queued", {}, "ito")
    assert runs.change("penstock:", run.id, "running").counts == {}
    runs.change("penstock:", run.id, "running", {"rows": 5})
    done = runs.change("penstock:", run.id, "done")
    assert (done.state, done.counts, done.file) == ("done", {"rows": 5}, run.file)
    assert done.changed_at > run.changed_at
    assert runs.get(run.id) == done
    acts = [row.act for row in rows_of(store, of=run.id)]
    assert acts == ["run.done", "run.running", "run.running", "run.queued"]


@pytest.mark.parametrize(
    ("path", "state"), [(["running", "done"], "running"), ([], "done"), (["cancelled"], "running")]
)
def test_a_state_that_cannot_follow_is_refused(store: Store, path: list[State], state: State) -> None:
    runs = Runs(store)
    run = runs.start("ito", "a.csv", "/x")
    for one in path:
        run = runs.change("ito", run.id, one)
    with pytest.raises(UsageError, match=f"A run that is {run.state} cannot become {state}"):
        runs.change("ito", run.id, state)
    assert runs.get(run.id) == run


def test_a_run_that_failed_may_be_queued_again(store: Store) -> None:
    run = Runs(store).start("ito", "a.csv", "/x")
    Runs(store).change("ito", run.id, "failed", {"error": "disk full"})
    assert Runs(store).change("ito", run.id, "queued").counts == {"error": "disk full"}


def test_a_run_that_is_not_there_is_told(store: Store) -> None:
    for unknown in ("", "' OR 1=1 --"):
        with pytest.raises(UnknownId, match="There is no run"):
            Runs(store).get(unknown)
        with pytest.raises(UnknownId):
            Runs(store).change("ito", unknown, "running")


def test_runs_are_listed_by_whose_they_are_page_by_page(store: Store) -> None:
    runs = Runs(store)
    made = [runs.start(name, "a.csv", "/x") for name in ("ito", "sato", "ito", "ito")]
    first = runs.all(by="ito", limit=2)
    then = runs.all(by="ito", limit=2, until=(first[-1].started_at, first[-1].id))
    assert [*first, *then] == [made[3], made[2], made[0]]
    assert runs.all()[2] == made[1]
    assert runs.all(by="'; --") == []


def test_a_row_leads_to_its_decision_and_back(store: Store) -> None:
    runs = Runs(store)
    run, other = runs.start("ito", "a.csv", "/x"), runs.start("sato", "b.csv", "/y")
    stamp = {"as_of": "2026-11-22", "register": "r1", "rosters": {}, "engine": "0.1.0"}
    one, two = (Decisions(store).keep("ito", {"q": number}, stamp, b"hold") for number in range(2))
    runs.link("ito", run.id, {5: one, 9: two})
    runs.link("ito", run.id, {5: two, 11: two})
    runs.link("sato", other.id, {1: one})
    assert (runs.linked(run.id), runs.linked(other.id), runs.linked("' --")) == ({5, 9, 11}, {1}, set())
    assert runs.of_decision(one) == [(other, 1), (run, 5)], "what is kept already stays"
    assert [row for _, row in runs.of_decision(two)] == [9, 11]
    assert runs.of_decision("nix") == []
    assert [row.act for row in rows_of(store, of=run.id)][:2] == ["run.kept", "run.kept"]


def test_a_row_of_no_run_or_decision_is_refused(store: Store) -> None:
    run = Runs(store).start("ito", "a.csv", "/x")
    before = len(rows_of(store))
    for key, decision in ((run.id, "nix"), ("nix", "nix")):
        with pytest.raises(StoreError):
            Runs(store).link("ito", key, {1: decision})
    assert len(rows_of(store)) == before
